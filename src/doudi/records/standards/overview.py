"""What holds in a place on a day, parameter by parameter, and what held before: published and entered side by side."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from doudi.engine.dated import AREAS, Area, Definition, Parameters, Value
from doudi.engine.determine import profile_for
from doudi.records.accounts.desk import Desk
from doudi.records.standards.models import StandardEntry
from doudi.records.standards.queries import entries_within, parameters_in_force, standing_entries, waiting_within
from doudi.records.standards.remarks import held_in
from doudi.records.territory.models import Place
from doudi.records.territory.queries import standing_on
from doudi.vocabulary.territory import parents

# Parameters are shown in these groups, by how their names begin; the rest stands last.
GROUPS: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = (
    (("低保", "Dibao"), ("dibao_", "near_dibao_", "grace_", "exit_bonus_", "class_")),
    (("特困供养", "Tekun"), ("tekun_",)),
    (("残疾人补贴", "Disability allowances"), ("disability_",)),
    (("儿童", "Children"), ("orphan_",)),
    (("高龄津贴", "Old-age allowance"), ("old_age_",)),
    (("临时救助", "Temporary assistance"), ("temporary_",)),
    (("工资、收入和消费", "Wages, incomes and consumption"), ("minimum_wage", "disposable_", "urban_", "rural_")),
    (("物价联动", "Price linkage"), ("cpi_", "food_", "scpi_")),
)
OTHERS = ("其他限额", "Other limits")


@dataclass(frozen=True)
class Held:
    """One value and the entry it comes from, where an office entered it."""

    value: Value
    entry: StandardEntry | None


@dataclass(frozen=True)
class Row:
    """One parameter: its values in the place on the day (town and country apart where they differ), entries that wait."""

    definition: Definition
    held: tuple[Held, ...]
    waiting: tuple[StandardEntry, ...]
    settable: bool


@dataclass(frozen=True)
class Group:
    """What is shown together: rows of the list, or definitions to choose from."""

    zh: str
    en: str
    rows: tuple[Any, ...]


def standards_on(*, by: Desk, place: str, on: datetime.date) -> list[Group]:
    """Every parameter in a place on a day, in groups; entries that wait are those the desk may see."""
    table, known = parameters_in_force(), _by_key(standing_entries())
    held: dict[str, list[Held]] = {}
    for value in table.in_force(place=place, on=on, profile=profile_for(place)):
        held.setdefault(value.parameter, []).append(Held(value, known.get(_key(value))))
    waiting: dict[str, list[StandardEntry]] = {}
    for entry in waiting_within(by):
        if _concerns(entry, place):
            waiting.setdefault(entry.parameter, []).append(entry)
    rows = [_row(table, name, held.get(name, ()), waiting.get(name, ())) for name in table.names()]
    return grouped(rows, lambda row: row.definition.name)


def _row(table: Parameters, name: str, held: Sequence[Held], waiting: Sequence[StandardEntry]) -> Row:
    definition = table.definition(name)
    return Row(definition, tuple(held), tuple(waiting), "place" in definition.by)


def _concerns(entry: StandardEntry, place: str) -> bool:
    """Whether an entry speaks of a place, of one around it or of one inside it."""
    return entry.place in parents(place) or place in parents(entry.place)


def grouped(rows: Iterable[Any], name_of: Callable[[Any], str]) -> list[Group]:
    """Rows in their groups, by the name of the parameter each is about; empty groups are left out."""
    found: dict[tuple[str, str], list[Any]] = {names: [] for names, _ in GROUPS} | {OTHERS: []}
    for row in rows:
        found[_group_of(name_of(row))].append(row)
    return [Group(*names, tuple(of_group)) for names, of_group in found.items() if of_group]


def _group_of(name: str) -> tuple[str, str]:
    return next((names for names, begins in GROUPS if name.startswith(begins)), OTHERS)


Key = tuple[str, str, datetime.date, str]


def _by_key(entries: QuerySet[StandardEntry]) -> Mapping[Key, StandardEntry]:
    found = entries.select_related("entered_by", "checked_by")
    return {(one.parameter, one.place, one.since, one.area): one for one in found}


def _key(value: Value) -> Key:
    return value.parameter, value.place, value.since, value.area or ""


@dataclass(frozen=True)
class Beside:
    """What stands beside a value somebody is about to enter: what held the day before, and other entries for it."""

    definition: Definition
    before: Mapping[Area | None, Value]
    entries: tuple[StandardEntry, ...]


def beside(*, by: Desk, parameter: str, place: str, area: Area | None, since: datetime.date) -> Beside:
    """What to hold a new value against; raises UnknownParameter for a name nobody has written a file for."""
    table, eve = parameters_in_force(), since - datetime.timedelta(days=1)
    same = entries_within(by).filter(parameter=parameter, place=place, since=since, withdrawn_at__isnull=True)
    if area is not None:
        same = same.filter(area__in=("", area))
    held = held_in(table, parameter, place=place, area=area, on=eve)
    return Beside(table.definition(parameter), held, tuple(same))


def places_of(by: Desk) -> list[Place]:
    """The places whose standards the desk looks at: its own, those around it, and inside the counties and towns.

    A province's towns are too many to choose from.
    """
    around = [code for code in parents(by.territory) if code != by.territory]
    inside = ("city", "county") if by.held.level == "province" else ("city", "county", "town")
    seen = Q(code__in=around) | Q(code=by.territory) | by.within("code") & Q(level__in=inside)
    return sorted(standing_on(by.day).filter(seen), key=lambda place: (parents(place.code)[::-1], place.code))


def places_to_enter(by: Desk) -> list[Place]:
    """The places the desk may enter a standard for."""
    return [place for place in places_of(by) if by.reaches(place.code) and place.level != "village"]


@dataclass(frozen=True)
class Span:
    """What held for one area from `since` until before `until`, and the entry it comes from."""

    area: Area | None
    value: Value
    entry: StandardEntry | None


@dataclass(frozen=True)
class History:
    """A parameter in a place: what held one after the other, latest first, and every entry ever made for it."""

    definition: Definition
    spans: tuple[Span, ...]
    entries: tuple[StandardEntry, ...]


def history_of(*, by: Desk, parameter: str, place: str) -> History:
    """The history of a parameter in a place; raises UnknownParameter for a name nobody has written a file for."""
    table, known = parameters_in_force(), _by_key(standing_entries().filter(parameter=parameter))
    definition = table.definition(parameter)
    seen = entries_within(by).filter(parameter=parameter)
    entries = tuple(entry for entry in seen if _concerns(entry, place))
    spans = sorted(_spans(table, definition, place, known), key=lambda span: span.value.since, reverse=True)
    return History(definition, tuple(spans), entries)


def _spans(table: Parameters, definition: Definition, place: str, known: Mapping[Key, StandardEntry]) -> Iterator[Span]:
    name, profile = definition.name, profile_for(place)
    for area in AREAS if "area" in definition.by else (None,):
        for span in table.history(name, place=place, area=area, profile=profile):
            # A span begins where it begins to hold here; the value it comes from may begin before.
            value = table.value(name, place=place, area=area, on=span.since, profile=profile)
            yield Span(area, span, known.get(_key(value)) if value else None)
