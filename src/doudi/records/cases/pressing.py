"""The first limit of each of many open cases, read without fetching the cases: a county has thousands, a page shows thirty.

The events of a case come from the database as one text; what was worked out for the same text on the same day is not
worked out again. Nothing of it is stored.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from doudi.engine.eventfile import Suspension as Stood
from doudi.records.accounts.desk import Desk
from doudi.records.cases.clocks import Due, event_file, running_of
from doudi.records.cases.models import Case, Opinion, Step, Suspension
from doudi.records.standards.holidays import work_calendar
from doudi.records.statements import prepared
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


def standings(
    by: Desk, *, procedure: str | None = None, stages: Collection[str] | None = None, reviewed: bool = True
) -> Iterator[Standing]:
    """Where the open cases of a desk's territory stand, with the first limit of each: of a procedure, at some stages.

    Without `reviewed`, what the county has reviewed and the township not given another opinion of is left out.
    """
    calendar, stood, rows = work_calendar(), defaultdict(tuple), {}
    at = None if stages is None else sorted(stages)
    for span in by.spans:
        for case, since, until, reason in _suspensions(*span):
            stood[case] += (Stood(since, until, reason),)
        rows |= {row[0]: row[1:] for row in _rows(*span, procedure, at, reviewed)}
    for pk, (kind, profile, stage, route, territory, extended_on, told) in rows.items():
        limit = _first(kind, profile, stage, route, extended_on is not None, told, stood.get(pk, ()), by.day, calendar)
        yield Standing(pk, kind, stage, route, territory, limit)


@prepared
def _rows(
    low: str, high: str, procedure: str | None, stages: list[str] | None, reviewed: bool
) -> QuerySet[Case, tuple[Any, ...]]:
    found = Case.objects.filter(territory__gte=low, territory__lt=high, closed_on__isnull=True)
    if procedure is not None:
        found = found.filter(procedure=procedure)
    if stages is not None:
        found = found.filter(stage__any_of=stages)
    if not reviewed:
        later = Opinion.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk")).exclude(kind="review")
        done = Exists(Opinion.objects.filter(~Exists(later), case=OuterRef("pk"), kind="review"))
        found = found.exclude(done, stage="county_review")
    one = Concat(
        *(F("event"), Value(_BETWEEN), F("target"), Value(_BETWEEN), Cast("on", TextField()), Value(_BETWEEN)),
        Cast("at", TextField()),
        output_field=TextField(),
    )
    steps = Step.objects.filter(case=OuterRef("pk")).order_by("number").values(told=one)
    told = Func(ArraySubquery(steps), Value(_AFTER), function="array_to_string", output_field=TextField())
    of_case = ("pk", "procedure", "profile", "stage", "route", "territory", "extended_on")
    return found.values_list(*of_case, told)


@prepared
def _suspensions(low: str, high: str) -> QuerySet[Suspension, tuple[Any, ...]]:
    of_open = {"case__territory__gte": low, "case__territory__lt": high, "case__closed_on__isnull": True}
    return Suspension.objects.filter(**of_open).order_by("pk").values_list("case", "since", "until", "reason")


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
