"""The first limit of each of many open cases, read without fetching the cases: a county has thousands, a page shows thirty.

The events of a case come from the database as one text; what was worked out for the same text on the same day is not
worked out again. Nothing of it is stored.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from doudi.engine.eventfile import Suspension as Stood
from doudi.records.cases.clocks import Due, event_file, running_of
from doudi.records.cases.models import Case, Step, Suspension
from doudi.records.standards.holidays import work_calendar
from doudi.vocabulary.workdays import WorkCalendar

_BETWEEN, _AFTER = "|", ";"


class Taken(NamedTuple):
    """What the clocks read of a step."""

    event: str
    target: str
    on: datetime.date
    at: datetime.datetime


class Limit(NamedTuple):
    """The first limit of a case that runs, as `Due` tells it: `deadline` is the engine's."""

    due: Due

    def of(self, case: Case) -> Due:
        """The limit told of its case."""
        return Due(case, self.due.deadline, self.due.on, self.due.left, self.due.standing)


@dataclass(frozen=True, slots=True)
class Standing:
    """An open case, where it stands, and its first limit (None where none runs)."""

    pk: int
    procedure: str
    stage: str
    route: str
    territory: str
    limit: Limit | None

    @property
    def left(self) -> int | None:
        """Working days left; negative when it is over, None where no limit runs or it stands still."""
        return self.limit.due.left if self.limit is not None else None

    @property
    def pressing(self) -> tuple[bool, datetime.date, int]:
        """What sorts the most pressing first."""
        on = self.limit.due.on if self.limit is not None else None
        return on is None, on or datetime.date.max, self.pk


def standings(found: QuerySet[Case], today: datetime.date) -> Iterator[Standing]:
    """Where open cases stand, with the first limit of each."""
    calendar, stood = work_calendar(), _suspensions(found)
    for pk, procedure, profile, stage, route, territory, extended_on, told in _rows(found):
        limit = _first(
            procedure, profile, stage, route, extended_on is not None, told, stood.get(pk, ()), today, calendar
        )
        yield Standing(pk, procedure, stage, route, territory, limit)


def _rows(found: QuerySet[Case]) -> Iterator[tuple]:  # type: ignore[type-arg]
    one = Concat(
        *(F("event"), Value(_BETWEEN), F("target"), Value(_BETWEEN), Cast("on", TextField()), Value(_BETWEEN)),
        Cast("at", TextField()),
        output_field=TextField(),
    )
    steps = Step.objects.filter(case=OuterRef("pk")).order_by("number").values(told=one)
    told = Func(ArraySubquery(steps), Value(_AFTER), function="array_to_string", output_field=TextField())
    of_case = ("pk", "procedure", "profile", "stage", "route", "territory", "extended_on")
    return iter(found.select_related(None).order_by().values_list(*of_case, told))


def _suspensions(found: QuerySet[Case]) -> dict[int, tuple[Stood, ...]]:
    kept: dict[int, tuple[Stood, ...]] = {}
    rows = Suspension.objects.filter(case__in=found.select_related(None).order_by().values("pk")).order_by("pk")
    for case, since, until, reason in rows.values_list("case", "since", "until", "reason"):
        kept[case] = (*kept.get(case, ()), Stood(since, until, reason))
    return kept


@lru_cache(maxsize=16_384)
def _first(
    procedure: str,
    profile: str,
    stage: str,
    route: str,
    extended: bool,
    told: str,
    stood: tuple[Stood, ...],
    today: datetime.date,
    calendar: WorkCalendar,
) -> Limit | None:
    case = Case(procedure=procedure, profile=profile, stage=stage, route=route, extended_on=today if extended else None)
    found = running_of(case, event_file(case, _steps(told), stood), today, calendar)
    return Limit(found[0]) if found else None


def _steps(told: str) -> list[Taken]:
    rows = (one.split(_BETWEEN) for one in told.split(_AFTER) if one)
    return [
        Taken(event, target, datetime.date.fromisoformat(on), datetime.datetime.fromisoformat(at))
        for event, target, on, at in rows
    ]
