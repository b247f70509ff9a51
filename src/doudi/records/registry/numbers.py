"""Numbers given out in a series, without gaps that matter and never twice."""

from django.db import connection


def next_numbers(key: str, count: int = 1) -> range:
    """The next `count` numbers of a series; the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_counter (key, value) VALUES (%s, %s) "
            "ON CONFLICT (key) DO UPDATE SET value = registry_counter.value + EXCLUDED.value RETURNING value",
            [key, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


def household_numbers(town: str, count: int = 1) -> list[str]:
    """Numbers for new households of a town: its code and six digits."""
    return [f"{town[:9]}-{number:06d}" for number in next_numbers(f"household.{town[:9]}", count)]


def temporary_numbers(town: str, count: int = 1) -> list[str]:
    """Numbers for people who have no ID number yet."""
    return [f"L{town[:9]}{number:06d}" for number in next_numbers(f"temporary.{town[:9]}", count)]
