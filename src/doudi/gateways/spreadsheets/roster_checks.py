"""The rows of a roster against one another: people listed twice, households that do not hold together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any

from doudi.gateways.spreadsheets.household_checks import (
    HEADS,
    about_row,
    household_problems,
    name_of,
    numbers_of,
    rows_by,
)
from doudi.gateways.spreadsheets.problems import Problem, RosterRow
from doudi.vocabulary.money import yuan
from doudi.vocabulary.names import match_key

_MANY_HOUSEHOLDS = 20
# Ten thousand times its neighbours: yuan among wan. Half of that is as suspicious.
_OUT_OF_SCALE = 5000
_FEWEST_TO_COMPARE = 5

_MONEY = ("income_", "household_income_", "spending_", "monthly")


def check_rows(rows: Sequence[RosterRow]) -> list[Problem]:
    """Everything that is only seen when the rows of a file are laid side by side, in the order of the rows."""
    households = households_of(rows)
    found = [
        *_listed_twice(rows),
        *_shared_phones(households),
        *_shared_accounts(households),
        *_out_of_scale(rows),
        *(problem for household in households for problem in household_problems(household)),
    ]
    return sorted(found, key=lambda problem: problem.row)


def households_of(rows: Iterable[RosterRow]) -> list[list[RosterRow]]:
    """The rows by household, in the order of their first row.

    A household's key is its number, else its head's citizen number; without either a row belongs to the row above,
    unless it is a head's.
    """
    households: dict[object, list[RosterRow]] = {}
    current: object = None
    for row in rows:
        key: object = _key(row)
        if key is None and (current is None or row.understood("relation") in (*HEADS, None)):
            key = ("row", row.number)
        current = current if key is None else key
        households.setdefault(current, []).append(row)
    return list(households.values())


def _key(row: RosterRow) -> tuple[str, str] | None:
    if "household_no" in row.values:
        return "number", row.values["household_no"]
    head = row.understood("head_citizen_id")
    if head is None and row.understood("relation") in HEADS:
        head = row.understood("citizen_id")
    return None if head is None else ("head", head.number18)


def _listed_twice(rows: Sequence[RosterRow]) -> Iterator[Problem]:
    by_number: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        bearer = row.understood("citizen_id")
        if bearer is not None:
            by_number[bearer.number18].append(row)
    for same in by_number.values():
        for row in same if len(same) > 1 else ():
            others = [other for other in same if other is not row]
            names = {match_key(name_of(other)) for other in same}
            differ = "，而姓名不同" if len(names) > 1 else ""
            told = f"与第{numbers_of(others)}的身份证号相同{differ}；一人只能列一次，请删去重复的或更正号码"
            yield about_row(row, "citizen_id", "refused", told, "listed_twice")


def _shared_phones(households: list[list[RosterRow]]) -> Iterator[Problem]:
    """One telephone for many households is often a village official's."""
    for phone_households in _sharing(households, "phone"):
        if len(phone_households) >= _MANY_HOUSEHOLDS:
            firsts = [rows[0] for rows in phone_households]
            told = f"{len(firsts)}户（第{numbers_of(firsts)}）登记了同一个电话，是否由村干部代办？请逐户核对"
            yield from (about_row(row, "phone", "ask", told, "shared_phone") for row in firsts)


def _sharing(households: list[list[RosterRow]], field: str) -> Iterator[list[list[RosterRow]]]:
    """For each value of a field: the rows that have it, household by household."""
    found: dict[Any, list[list[RosterRow]]] = defaultdict(list)
    for household in households:
        for value, rows in rows_by(household, field).items():
            found[value].append(rows)
    return iter(found.values())


def _shared_accounts(households: list[list[RosterRow]]) -> Iterator[Problem]:
    for groups in _sharing(households, "account"):
        rows = [row for group in groups for row in group]
        holders = {match_key(row.values["account_holder"].text) for row in rows if "account_holder" in row.values}
        if len(groups) > 1:
            told = f"与第{{}}是同一个账号，分属{len(groups)}户；代领须登记，请核对"
        elif len(holders) > 1:
            told = "与第{}是同一个账号，而开户人不同，请核对"
        else:
            continue
        for row in rows:
            others = numbers_of(other for other in rows if other is not row)
            yield about_row(row, "account", "ask", told.format(others), "shared_account")


def _out_of_scale(rows: Sequence[RosterRow]) -> Iterator[Problem]:
    """Amounts thousands of times larger or smaller than the others in their column."""
    columns: dict[str, list[tuple[RosterRow, int]]] = defaultdict(list)
    for row in rows:
        for field, value in row.values.items():
            if type(value) is int and value > 0 and field.startswith(_MONEY):
                columns[field].append((row, value))
    for field, amounts in columns.items():
        if len(amounts) >= _FEWEST_TO_COMPARE:
            middle = median(value for _, value in amounts)
            yield from (
                about_row(row, field, "ask", _scale_told(value, middle), "out_of_scale")
                for row, value in amounts
                if value >= middle * _OUT_OF_SCALE or value * _OUT_OF_SCALE <= middle
            )


def _scale_told(value: int, middle: float) -> str:
    return f"{yuan(value)} 元与本栏其他各行（中间数 {yuan(round(middle))} 元）相差数千倍，是否混用了元和万元？"
