"""The rows of a list: for each column how its value is read off a household or a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk
from doudi.records.registry.listing_around import Around, Language
from doudi.records.registry.listing_columns import ListColumn, ListName
from doudi.records.registry.listing_conditions import MARKS
from doudi.records.registry.listing_filters import AREAS, CAUSES, SEXES, TYPES, Pair, sees_cause
from doudi.records.registry.models import Benefit, Household, Membership, Person
from doudi.records.territory.queries import name_of
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.periods import completed_years

Value = str | int | date | None

RELATIONS: dict[str, Pair] = {code.identifier: (code.zh, code.en) for code in load_list("kinship") if code.identifier}
_MARKS: dict[str, Pair] = {key: (zh, en) for key, (zh, en, _) in MARKS.items()}
_PROGRAMMES: dict[str, Pair] = {key: (one.zh, one.en) for key, one in BY_KEY.items()}


@dataclass(frozen=True)
class Row:
    """One line of a list: the household or person it leads to, its marks, its values by the key of the column."""

    pk: int
    household: int | None
    marks: tuple[str, ...]
    values: Mapping[str, Value]


def rows_of(
    by: Desk, name: ListName, found: Sequence[Any], columns: Sequence[ListColumn], language: Language = "zh"
) -> list[Row]:
    """The rows of households or people for the columns, in the order given."""
    keys = {column.key for column in columns}
    if name == "households":
        around = Around.households(by, found, keys, language)
        return [_row(one, one.pk, columns, around, _OF_HOUSEHOLD) for one in found]
    around = Around.people(by, found, keys, language)
    return [_row(one, around.household_of(one), columns, around, _OF_PERSON) for one in found]


_Reader = Callable[[Any, Around], Value]


def _row(
    one: Any, household: int | None, columns: Sequence[ListColumn], around: Around, readers: Mapping[str, _Reader]
) -> Row:
    values = {column.key: readers[column.key](one, around) for column in columns}
    return Row(one.pk, household, _marks(one, around), values)


def _marks(one: Any, around: Around) -> tuple[str, ...]:
    return tuple(mark for mark in MARKS if mark in around.marks.get(one.pk, ()))


def _programmes(paid: Sequence[Benefit], around: Around) -> str:
    return around.words(_PROGRAMMES, list(dict.fromkeys(one.programme for one in paid)))


def _monthly(household: Household, around: Around) -> int | None:
    """The sum paid a month in fen; nothing where nothing is in payment, which is not zero."""
    paid = around.paid_into(household)
    return sum(one.monthly for one in paid) if paid else None


def _next_review(household: Household, around: Around) -> date | None:
    days = [one.next_review_on for one in around.paid_into(household) if one.next_review_on]
    return min(days, default=None)


def _identity(person: Person) -> str:
    return person.citizen_shown or person.temporary_number


def _age(person: Person, around: Around) -> int | None:
    until = min(person.died_on or around.by.day, around.by.day)
    return completed_years(person.born_on, until) if person.born_on and person.born_on <= until else None


def _ethnic(person: Person, around: Around) -> str:
    found = load_list("ethnic_group").by_code.get(person.ethnic)
    return (found.en if around.language == "en" else found.zh) if found else person.ethnic


def _head(read: Callable[[Person], str]) -> _Reader:
    return lambda one, around: read(around.heads[one.pk]) if one.pk in around.heads else ""


def _member(read: Callable[[Membership, Around], str]) -> _Reader:
    return lambda one, around: read(around.memberships[one.pk], around) if one.pk in around.memberships else ""


_PLACE: dict[str, _Reader] = {
    "town": lambda one, around: name_of(one.territory[:9]),
    "village": lambda one, around: name_of(one.territory),
    "marks": lambda one, around: around.words(_MARKS, _marks(one, around)),
}
_OF_HOUSEHOLD: dict[str, _Reader] = {
    **_PLACE,
    "number": lambda one, around: one.number,
    "head": lambda one, around: one.label,
    "size": lambda one, around: around.sizes.get(one.pk, 0),
    "programmes": lambda one, around: _programmes(around.paid_into(one), around),
    "monthly": _monthly,
    "next_review": _next_review,
    "causes": lambda one, around: around.words(CAUSES, [key for key in one.causes if sees_cause(around.by, key)]),
    "type": lambda one, around: around.word(TYPES, one.type),
    "area": lambda one, around: around.word(AREAS, one.area),
    "opened_on": lambda one, around: one.opened_on,
    "closed_on": lambda one, around: one.closed_on,
    "head_id": _head(_identity),
    "head_phone": _head(lambda head: head.phone_shown),
    "account": lambda one, around: around.account_of(around.heads.get(one.pk)),
    "head_id_whole": _head(lambda head: head.citizen_id),
    "head_phone_whole": _head(lambda head: head.phone),
    "account_whole": lambda one, around: around.account_of(around.heads.get(one.pk), whole=True),
}
_OF_PERSON: dict[str, _Reader] = {
    **_PLACE,
    "name": lambda one, around: one.name,
    "sex": lambda one, around: around.word(SEXES, one.sex),
    "age": _age,
    "id": lambda one, around: _identity(one),
    "household": _member(lambda membership, around: membership.household.number),
    "head": _member(lambda membership, around: membership.household.label),
    "relation": _member(lambda membership, around: around.word(RELATIONS, membership.relation)),
    "programmes": lambda one, around: _programmes(around.paid_to(one), around),
    "born_on": lambda one, around: one.born_on,
    "ethnic": _ethnic,
    "phone": lambda one, around: one.phone_shown,
    "account": lambda one, around: around.account_of(one),
    "died_on": lambda one, around: one.died_on,
    "id_whole": lambda one, around: one.citizen_id,
    "phone_whole": lambda one, around: one.phone,
    "account_whole": lambda one, around: around.account_of(one, whole=True),
}
