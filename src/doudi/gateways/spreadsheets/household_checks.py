"""The rows of one household against one another: its head, its relations, its size, its place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from doudi.gateways.spreadsheets.columns import columns_by_field
from doudi.gateways.spreadsheets.problems import Problem, RosterRow
from doudi.gateways.spreadsheets.sheet import numbers_listed
from doudi.vocabulary.cells import Verdict
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import yuan
from doudi.vocabulary.names import match_key

HEADS = ("01", "02")
_MOST_MEMBERS = 30
_YOUNGEST_PARENT = 12

_CHILDREN = frozenset("20 21 22 23 24 25 26 30 31 32 33 34 35 36".split())
_STEP_CHILDREN = frozenset(("27", "37"))
_PARENTS = frozenset(("50", "51", "52"))
_STEP_PARENTS = frozenset(("57", "58"))
_SPOUSES = frozenset(("10", "11", "12"))
_GRANDCHILDREN = frozenset("40 41 42 43 44".split())
_GRANDPARENTS = frozenset("60 61 62 63 64".split())
_ONLY_ONE = (
    (_SPOUSES, "配偶"),
    (frozenset(("51",)), "父亲"),
    (frozenset(("52",)), "母亲"),
    (frozenset(("22",)), "长子"),
    (frozenset(("32",)), "长女"),
)


def about_row(row: RosterRow, field: str, verdict: Verdict, told: str, rule: str) -> Problem:
    """A problem of a row that is seen from other rows."""
    label = columns_by_field()[field].label
    return Problem(row.number, "", field, verdict, f"第{row.number}行“{label}”：{told}", None, rule)


def name_of(row: RosterRow) -> str:
    """The name for a message."""
    name = row.understood("name")
    return "（无姓名）" if name is None else name.text


def rows_by(rows: Iterable[RosterRow], field: str) -> dict[Any, list[RosterRow]]:
    """The rows by what a field says, or may say."""
    found: dict[Any, list[RosterRow]] = defaultdict(list)
    for row in rows:
        value = row.understood(field)
        if value is not None:
            found[value].append(row)
    return found


def numbers_of(rows: Iterable[RosterRow]) -> str:
    """The numbers of the rows for a message."""
    return numbers_listed([row.number for row in rows])


def household_problems(household: list[RosterRow]) -> Iterator[Problem]:
    """What does not hold together in one household."""
    yield from _size(household)
    yield from _places(household)
    yield from _holders(household)
    if any(row.understood("relation") is not None for row in household):
        heads = [row for row in household if row.understood("relation") in HEADS]
        yield from _heads(household, heads)
        yield from _only_one(household)
        if len(heads) == 1:
            yield from _ages(heads[0], household)


def _size(household: list[RosterRow]) -> Iterator[Problem]:
    if len(household) > _MOST_MEMBERS:
        told = f"本户列有{len(household)}人，超过{_MOST_MEMBERS}人，是否把几户并成了一户？"
        yield about_row(household[0], "name", "ask", told, "too_many_members")
    stated = rows_by(household, "household_size")
    if stated and set(stated) != {len(household)}:
        figures = "、".join(str(size) for size in sorted(stated))
        told = f"填的是{figures}人，本户实际列出{len(household)}人（第{numbers_of(household)}），请核对"
        yield about_row(household[0], "household_size", "refused", told, "size_differs")
    yield from _household_income(household)


def _household_income(household: list[RosterRow]) -> Iterator[Problem]:
    """The household's income against the members' totals, where every member has one."""
    for period in ("monthly", "yearly"):
        stated = rows_by(household, f"household_income_{period}")
        totals = [row.values.get(f"income_total_{period}") for row in household]
        known = [total for total in totals if total is not None]
        if len(stated) > 1:
            told = f"同一户填了不同的数：{'、'.join(f'{yuan(amount)} 元' for amount in sorted(stated))}，请核对"
            yield about_row(household[0], f"household_income_{period}", "refused", told, "income_sum")
        elif len(stated) == 1 and len(known) == len(totals) and sum(known) not in stated:
            told = f"全家 {yuan(next(iter(stated)))} 元，各人相加为 {yuan(sum(known))} 元，不一致，请核对"
            yield about_row(household[0], f"household_income_{period}", "refused", told, "income_sum")


def _places(household: list[RosterRow]) -> Iterator[Problem]:
    """A household has exactly one handling office, wherever its members are registered."""
    for field, what in (("village", "村（社区）"), ("area", "城乡类别")):
        places = rows_by(household, field)
        if len(places) > 1:
            where = "；".join(f"第{numbers_of(rows)}“{place}”" for place, rows in places.items())
            told = f"同一户分在不同的{what}（{where}）；人户分离的请确定一个经办单位"
            yield about_row(household[0], field, "ask", told, "two_places")


def _holders(household: list[RosterRow]) -> Iterator[Problem]:
    """Somebody outside the household who draws its money must be on file."""
    members = {match_key(name_of(row)) for row in household}
    for row in household:
        holder = row.values.get("account_holder")
        if holder is not None and match_key(holder.text) not in members:
            told = f"开户人“{holder.text}”不是本户成员；监护人或代领人须先登记，请核对"
            yield about_row(row, "account_holder", "ask", told, "holder_outside")


def _heads(household: list[RosterRow], heads: list[RosterRow]) -> Iterator[Problem]:
    first = household[0]
    if not heads:
        told = f"本户（第{numbers_of(household)}）没有户主，请指明户主"
        yield about_row(first, "relation", "refused", told, "no_head")
    for row in heads if len(heads) > 1 else ():
        told = f"本户有{len(heads)}个户主（第{numbers_of(heads)}），只能有一个，请更正"
        yield about_row(row, "relation", "refused", told, "two_heads")
    yield from _head_named(household, heads)


def _head_named(household: list[RosterRow], heads: list[RosterRow]) -> Iterator[Problem]:
    """The head as every row names it against the head's own row."""
    first = household[0]
    named = {bearer.number18 for row in household if (bearer := row.understood("head_citizen_id")) is not None}
    listed = {bearer.number18 for row in household if (bearer := row.understood("citizen_id")) is not None}
    if len(named) > 1:
        told = f"同一户（第{numbers_of(household)}）填了{len(named)}个不同的户主身份证号，请更正"
        yield about_row(first, "head_citizen_id", "refused", told, "heads_differ")
    elif named and not named & listed:
        yield about_row(
            first, "head_citizen_id", "refused", "户主不在本户成员之中，请补上户主一行或更正", "head_not_member"
        )
    names = {match_key(row.values["head_name"].text) for row in household if "head_name" in row.values}
    if len(heads) == 1 and names and match_key(name_of(heads[0])) not in names:
        told = f"与户主一行（第{heads[0].number}行）的姓名不同，请核对"
        yield about_row(first, "head_name", "ask", told, "head_name_differs")


def _only_one(household: list[RosterRow]) -> Iterator[Problem]:
    for relations, what in _ONLY_ONE:
        found = [row for row in household if row.values.get("relation") in relations]
        for row in found if len(found) > 1 else ():
            told = f"本户有{len(found)}个{what}（第{numbers_of(found)}），请更正"
            yield about_row(row, "relation", "refused", told, "relation_twice")


def _born(row: RosterRow) -> date | None:
    bearer = row.understood("citizen_id")
    return bearer.born if bearer is not None else row.values.get("born")


def _ages(head: RosterRow, household: list[RosterRow]) -> Iterator[Problem]:
    """Parents are at least twelve years older than their children, grandparents twice that."""
    for row in household:
        relation = row.values.get("relation")
        if relation in _CHILDREN | _STEP_CHILDREN:
            yield from _gap(row, head, row, _YOUNGEST_PARENT, relation in _STEP_CHILDREN)
        elif relation in _PARENTS | _STEP_PARENTS:
            yield from _gap(row, row, head, _YOUNGEST_PARENT, relation in _STEP_PARENTS)
        elif relation in _GRANDCHILDREN:
            yield from _gap(row, head, row, 2 * _YOUNGEST_PARENT, False)
        elif relation in _GRANDPARENTS:
            yield from _gap(row, row, head, 2 * _YOUNGEST_PARENT, False)


def _gap(row: RosterRow, elder: RosterRow, younger: RosterRow, least: int, by_choice: bool) -> Iterator[Problem]:
    older, later = _born(elder), _born(younger)
    if (
        older is None
        or later is None
        or (later.year - older.year, later.month, later.day) >= (least, older.month, older.day)
    ):
        return
    path = "→".join(f"{_called(person)}{name_of(person)}（{_born(person)}生）" for person in (elder, younger))
    told = f"{path}，相差不到{least}岁，请核对关系或出生日期"
    yield about_row(row, "relation", "ask" if by_choice else "refused", told, "generations")


def _called(row: RosterRow) -> str:
    return load_list("relation")[row.understood("relation")].zh
