"""The numbers of applications, cases, notices, decisions and letters: 区划-类别-年份-流水."""

from doudi.records.registry.numbers import next_numbers


def numbered(office: str, letters: str, year: int) -> str:
    """The next number of a series of an office and a year; the series stays locked until the transaction ends."""
    (number,) = next_numbers(f"case.{office}.{letters}.{year}")
    return f"{office}-{letters}-{year}-{number:05d}"
