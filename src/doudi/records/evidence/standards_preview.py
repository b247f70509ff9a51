"""What an entered standard would change for the households of its place: asked for here, and read when it is there.

The worker finds it out (`standards_preview_run`); what it keeps is a summary and the changed households, both sealed.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from doudi.engine.dated import AREAS
from doudi.engine.determine import profile_for
from doudi.records.accounts.desk import Desk
from doudi.records.evidence.preview_places import kind_of_move
from doudi.records.registry.models import Household, Person
from doudi.records.registry.queries import households_within
from doudi.records.sealing.files import fetch
from doudi.records.standards.actions import Moment
from doudi.records.standards.drafts import change_of
from doudi.records.standards.models import UNFINISHED, StandardEntry, StandardPreview
from doudi.records.standards.queries import entry_within, parameters_without
from doudi.records.standards.refusals import StandardRefused
from doudi.records.trail.recording import recording

TASK = "doudi.standards.preview"
# A preview that has not moved for so long has lost its worker and may be asked for again.
LOST_AFTER = datetime.timedelta(minutes=10)
A_PAGE = 50


def ask_preview(*, by: Desk, entry: int, now: datetime.datetime) -> StandardPreview:
    """Have the worker find out what an entry would change; one at a time for each entry.

    Where one is under way that is the answer. Raises NotAllowed, StandardRefused.
    """
    by.must("enter_standard" if by.may("enter_standard") else "check_standard")
    with recording(by, reason="推演标准的影响"):
        found = entry_within(by, entry)
        if found is None or not by.reaches(found.place):
            raise StandardRefused("没有这条录入，或不在您的管辖范围内")
        if found.withdrawn_at is not None:
            raise StandardRefused("这条录入已退回或撤回，不再推演")
        _give_up_lost(found, now)
        try:
            with transaction.atomic():
                made = StandardPreview.objects.create(
                    entry=found,
                    valid_on=day_of_preview(found, by.day),
                    held_by_id=by.appointment_id,
                    asked_by_id=by.officer_id,
                )
        except IntegrityError as fault:
            if "one_preview_at_a_time" not in str(fault):
                raise
            return StandardPreview.objects.get(entry=found, state__in=UNFINISHED)
        app.configure_task(TASK).defer(preview=made.pk)
    return made


def _give_up_lost(entry: StandardEntry, now: datetime.datetime) -> None:
    lost = StandardPreview.objects.filter(entry=entry, state__in=UNFINISHED, moved_at__lt=now - LOST_AFTER)
    lost.update(state="failed", message="推演中断，请重新推演", finished_at=Moment())


def day_of_preview(entry: StandardEntry, today: datetime.date) -> datetime.date:
    """The day asked about: today where the entry holds then, else its first day."""
    table = parameters_without(entry).with_changes([change_of(entry)])
    areas = (entry.area,) if entry.area else AREAS
    for area in areas:
        value = table.value(entry.parameter, place=entry.place, area=area, on=today, profile=profile_for(entry.place))
        if value is not None and (value.place, value.since) == (entry.place, entry.since):
            return today
    return entry.since


def preview_within(by: Desk, pk: int) -> StandardPreview | None:
    """A preview of an entry whose whole place the desk reaches, or None."""
    found = StandardPreview.objects.select_related("entry", "asked_by").filter(pk=pk).first()
    if found is None or not by.reaches(found.entry.place) or entry_within(by, found.entry_id) is None:
        return None
    return found


def summary_of(preview: StandardPreview) -> dict[str, Any]:
    """The summary of a finished preview: the engine's report as plain data, and `villages` counted one by one."""
    summary: dict[str, Any] = orjson.loads(fetch(preview.summary))
    return summary


@dataclass(frozen=True)
class ChangedHousehold:
    """A household that changes, with a line for everything that does; `people` are those the lines name."""

    household: Household
    lines: tuple[Mapping[str, Any], ...]
    people: Mapping[int, Person]


@dataclass(frozen=True)
class ChangedPage:
    """One page of the changed households the desk still reaches; `count` is how many there are on all pages."""

    households: tuple[ChangedHousehold, ...]
    count: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(-(-self.count // A_PAGE), 1)


def changed_households(
    by: Desk, preview: StandardPreview, *, programme: str = "", village: str = "", move: str = "", number: int = 1
) -> ChangedPage:
    """The households a finished preview changes, those of one programme, village or kind of change alone where asked."""
    lines: dict[int, list[Mapping[str, Any]]] = {}
    for row in _changes(preview, programme=programme, village=village):
        if not move or kind_of_move(row) == move:
            lines.setdefault(row["household_id"], []).append(row)
    reached = set(households_within(by).filter(pk__in=list(lines)).values_list("pk", flat=True))
    ordered = [pk for pk in lines if pk in reached]
    number = min(max(number, 1), max(-(-len(ordered) // A_PAGE), 1))
    shown = ordered[A_PAGE * (number - 1) : A_PAGE * number]
    households = households_within(by).in_bulk(shown)
    people = _people([row for pk in shown for row in lines[pk]])
    return ChangedPage(
        tuple(ChangedHousehold(households[pk], tuple(lines[pk]), people) for pk in shown), len(ordered), number
    )


@dataclass(frozen=True)
class NearHousehold:
    """A household whose income per head is near the dibao standard, and its outcome before and after."""

    household: Household
    outcome_before: str
    outcome_after: str


def near_households(by: Desk, summary: Mapping[str, Any]) -> list[NearHousehold]:
    """The households nearest to the dibao standard that the desk still reaches, nearest first."""
    near = summary["near_line"]["households"]
    reached = households_within(by).in_bulk([one["household_id"] for one in near])
    return [
        NearHousehold(reached[one["household_id"]], one["outcome_before"], one["outcome_after"])
        for one in near
        if one["household_id"] in reached
    ]


def _changes(preview: StandardPreview, *, programme: str, village: str) -> Sequence[Mapping[str, Any]]:
    import io

    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(fetch(preview.changes)))
    if programme:
        table = table.filter(pc.equal(table["programme"], programme))
    if village:
        table = table.filter(pc.equal(table["place"], village))
    rows: list[Mapping[str, Any]] = table.to_pylist()
    return rows


def _people(rows: Sequence[Mapping[str, Any]]) -> dict[int, Person]:
    """The people the lines name; names alone are read."""
    numbers = {row["person_id"] for row in rows if row["person_id"] is not None}
    return Person.objects.only("name").in_bulk(numbers)
