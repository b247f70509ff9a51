"""What is due in a case and by when: its steps handed to the engine as events. Nothing is counted or stored here."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from doudi.engine.deadlines import CHINA, Deadline, YearNotLoaded, deadlines
from doudi.engine.eventfile import PROCEDURES_IN_MOMENTS, EventFile, Suspension
from doudi.policy.procedure.stages import REPLACED
from doudi.records.cases.models import Case, Decision
from doudi.records.standards.holidays import work_calendar
from doudi.vocabulary.workdays import WorkCalendar, workdays_between

# Of an event that came twice the last counts, except where the first day is what the law counts from.
_BEGINS = frozenset(("reported", "accepted"))
_FIRST = frozenset(
    ("applied", "reported", "accepted", "survey_started", "core_check_requested", "core_check_started", "relieved")
)
_OUTCOME = {
    "confirmed": "confirmed",
    "refused": "refused",
    "refusal_notified": "refused",
    "end_decided": "terminated",
    "terminated": "terminated",
    "continued": "continued",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True)
class Due:
    """One limit of a case that still runs: `left` working days (negative when over), `standing` while it is suspended."""

    case: Case
    deadline: Deadline
    on: datetime.date | None
    left: int | None
    standing: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the day has passed."""
        return self.left is not None and self.left < 0


class Taken(Protocol):
    """What the clocks read of a step."""

    @property
    def event(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def on(self) -> datetime.date: ...
    @property
    def at(self) -> datetime.datetime: ...


def event_file(
    case: Case, steps: Iterable[Taken] | None = None, suspensions: tuple[Suspension, ...] | None = None
) -> EventFile:
    """The events of a case as the engine takes them; its steps and suspensions where they are known already."""
    taken: list[Any] = list(case.steps.all() if steps is None else steps)
    if suspensions is None:
        suspensions = tuple(Suspension(one.since, one.until, one.reason) for one in case.suspensions.all())
    events: dict[str, datetime.date] = {}
    moments = case.procedure in PROCEDURES_IN_MOMENTS
    outcome = None
    for step in taken:
        if step.event == REPLACED:
            # Another applicant goes on where the first stood: every limit runs as it ran.
            continue
        if step.event in _BEGINS and "decided" in events:
            # The refusal was revoked: what ran before it counts no more, and a survey is under way already.
            events, outcome = {}, None
            if step.target == "surveying":
                events["survey_started"] = step.on
        if _forget(events, step, case.procedure):
            outcome = None
        if step.event and not (step.event in events and step.event in _FIRST):
            events[step.event] = step.at.astimezone(CHINA) if moments else step.on
        outcome = _OUTCOME.get(step.target, outcome)
    return EventFile(
        procedure=case.procedure,
        profile=case.profile,
        events=events,
        outcome=outcome,
        suspensions=suspensions,
        extended=case.extended_on is not None,
        delegated=case.route == "township",
    )


# What belongs to one round of a case and is no answer in the next: a clock is stopped only by what came after its start.
_NOTICE = ("posted", "reposted", "objected", "resurveyed")
_ROUND = (*_NOTICE, "core_check_requested", "core_check_started", "county_received")
_DECISION = ("decided", "letter_delivered")


def _forget(events: dict[str, datetime.date], step: Taken, procedure: str) -> bool:
    """Drop what a step makes old; whether a decision was among it, which then is due again."""
    old: tuple[str, ...] = ()
    if step.target == "surveying" and not step.event:
        old = (*_ROUND, *_DECISION)
    elif step.target == "county_review":
        # The end of tekun is posted by the county, so a decision revoked begins its notice anew.
        old = (*_NOTICE, *_DECISION) if procedure == "tekun_exit" else _DECISION
    elif step.event == "posted":
        old = _NOTICE
    elif step.event == "objected":
        old = ("resurveyed",)
    elif step.target == "under_publicity" and not step.event:
        # An objection was set aside: the notice goes on as it hangs, and nothing is found out anew.
        old = ("objected", "resurveyed")
    elif step.target in ("first_opinion", "second_opinion") and not step.event:
        # Taken down before its last day: no notice runs until the next hangs.
        old = ("posted", "reposted")
    was_decided = "decided" in events and "decided" in old
    for event in old:
        events.pop(event, None)
    return was_decided


def deadlines_of(case: Case, calendar: WorkCalendar | None = None) -> dict[str, Deadline]:
    """Every deadline of a case, also those met; raises YearNotLoaded where a year's holidays are not entered."""
    return worked_out(event_file(case), calendar or work_calendar())


def worked_out(events: EventFile, calendar: WorkCalendar) -> dict[str, Deadline]:
    """The deadlines of events: what was worked out for the same events by the same calendar is not worked out again.

    They depend on nothing else, so what is remembered cannot be out of date. Raises YearNotLoaded.
    """
    told = tuple(events.events.items())
    rest = (events.outcome, tuple(events.suspensions), events.extended, events.delegated)
    return dict(_remembered(events.procedure, events.profile, told, *rest, calendar))


# An office's open cases, several times over; some kilobytes each.
@lru_cache(maxsize=8192)
def _remembered(
    procedure: str,
    profile: str,
    events: tuple[tuple[str, datetime.date], ...],
    outcome: str | None,
    suspensions: tuple[Suspension, ...],
    extended: bool,
    delegated: bool,
    calendar: WorkCalendar,
) -> dict[str, Deadline]:
    told = EventFile(procedure, profile, dict(events), outcome, suspensions, extended, delegated)
    return deadlines(told, calendar)


def running(case: Case, today: datetime.date, calendar: WorkCalendar | None = None) -> list[Due]:
    """The limits of an open case that still run, the earliest first; empty where a year is missing (see `year_missing`)."""
    if case.closed_on is not None:
        return []
    return running_of(case, event_file(case), today, calendar or work_calendar())


def running_of(case: Case, events: EventFile, today: datetime.date, calendar: WorkCalendar) -> list[Due]:
    """The limits that run by the events of an open case, the earliest first; empty where a year is missing."""
    try:
        found = worked_out(events, calendar)
    except YearNotLoaded:
        return []
    stopped = set(events.events)
    kept = [
        _due(case, one, today, calendar)
        for name, one in found.items()
        if name != "effective_decision_by"
        and one.clock.stops_at not in stopped
        # Of what was refused only the letter is due.
        and (events.outcome != "refused" or one.clock.only_outcome == "refused")
    ]
    # The end of a notice is a day that comes, not a limit that is missed: once it is over nothing of it is late.
    kept = [due for due in kept if due.deadline.name != "posting_ends" or not due.is_over]
    return sorted(kept, key=lambda due: (due.on is None, due.on or datetime.date.max))


def year_missing(case: Case, calendar: WorkCalendar | None = None) -> str:
    """Which year's holidays are wanted before this case's deadlines can be told; empty where none."""
    try:
        deadlines_of(case, calendar)
    except YearNotLoaded as missing:
        return str(missing)
    return ""


def _due(case: Case, deadline: Deadline, today: datetime.date, calendar: WorkCalendar) -> Due:
    if deadline.due is None:
        return Due(case, deadline, None, None, standing=True)
    on = deadline.due.astimezone(CHINA).date() if isinstance(deadline.due, datetime.datetime) else deadline.due
    return Due(case, deadline, on, _left(today, on, calendar))


@lru_cache(maxsize=1024)
def _left(today: datetime.date, on: datetime.date, calendar: WorkCalendar) -> int:
    """Working days from today until the day, itself counted; negative for those since it passed."""
    return workdays_between(today, on, calendar) if today <= on else -workdays_between(on, today, calendar)


def decided(case: Case) -> Decision | None:
    """The decision that stands, or None."""
    found: Sequence[Decision] = [one for one in case.decisions.order_by("-pk") if one.kind != "revoke"]
    return next((one for one in found if not hasattr(one, "revoked_by")), None)
