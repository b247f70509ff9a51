"""What is due when: every deadline that can be computed from the events of one case, with how it was counted.

The day of the event is not counted. Working days follow the State Council's notices, make-up days included. A
period of days that ends on a day off ends on the next working day where its clock rolls; the seven days of a public
notice do not. Nothing is stored and no clock is read: the same events give the same days for ever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from doudi.engine.eventfile import CHINA, EventFile, EventFileError, Suspension, day_of, read_events
from doudi.policy.instruments import resolve
from doudi.policy.procedure.clocks import DEADLINES, EVENTS, Clock, Text, clocks_of, edition_on
from doudi.policy.procedure.stages import may_be_posted
from doudi.vocabulary.workdays import CalendarNotLoaded, StateCouncilCalendar, WorkCalendar, calendar

__all__ = [
    "CHINA",
    "Deadline",
    "EventFile",
    "EventFileError",
    "YearNotLoaded",
    "deadlines",
    "read_events",
    "remarks",
    "to_json",
]

EFFECTIVE = "effective_decision_by"
_ONE_DAY = timedelta(days=1)
_UNITS = {"workdays": Text("个工作日", "working days"), "days": Text("日", "days"), "hours": Text("小时", "hours")}


class YearNotLoaded(CalendarNotLoaded):
    """A deadline reaches into a year whose holiday notice is not loaded; says which deadline, and what to do."""

    def __init__(self, year: int, name: str) -> None:
        super().__init__(year)
        self.name = name

    def __str__(self) -> str:
        return (
            f"{self.name}（{DEADLINES[self.name].zh}）: {self.year}年的节假日安排通知尚未载入，不能推算该年的工作日；"
            f"请先录入国务院办公厅关于{self.year}年部分节假日安排的通知 / "
            f"the holiday notice of {self.year} is not loaded, so its working days cannot be counted; enter it first"
        )


@dataclass(frozen=True)
class Deadline:
    """One limit of one case: `due` is a day, or a moment where the clock counts hours, or None while it stands still.

    `counted` are the days that were counted, `suspended` the days that a suspension took out of the count.
    """

    name: str
    due: date | None
    clock: Clock
    started_by: str
    started_on: date
    length: int
    counted: tuple[date, ...]
    suspended: tuple[date, ...]
    provisional: bool
    because: tuple[str, ...]

    @property
    def cites(self) -> tuple[str, ...]:
        """The articles the limit rests on."""
        return self.clock.cites


def deadlines(events: EventFile, calendar: WorkCalendar = calendar) -> dict[str, Deadline]:
    """Every deadline the events allow to be computed, in the order of the procedure.

    Raises `YearNotLoaded` where a count reaches a year whose holiday notice is not loaded.
    """
    found = {name: _deadline(name, clocks, events, calendar) for name, clocks in _editions(events).items()}
    ran = {name: deadline for name, deadline in found.items() if deadline is not None}
    effective = _effective(ran)
    if effective is not None:
        ran[EFFECTIVE] = effective
    return {name: ran[name] for name in DEADLINES if name in ran}


def remarks(events: EventFile, found: Mapping[str, Deadline]) -> tuple[str, ...]:
    """What a person should look at, never part of a deadline; in Chinese."""
    said = []
    if not may_be_posted(events.procedure) and "posted" in events.events:
        said.append("儿童保障程序不设公示，记录却有公示：请立即撤下，并核查是否泄露儿童信息")
    notice, objected = found.get("posting_ends"), events.events.get("objected")
    if notice and notice.due and objected and notice.started_by == "posted" and day_of(objected) > notice.due:
        said.append(f"异议（{objected}）在公示期满（{notice.due}）之后收到")
    clocks = clocks_of(events.procedure, events.profile)
    if events.extended and all(clock.extended is None for clock in clocks):
        said.append("该程序没有特殊情况延长期限的规定，extended 未起作用")
    return tuple(said)


def to_json(found: Mapping[str, Deadline], remarked: Sequence[str] = ()) -> dict[str, object]:
    """The answer: each deadline's name to its day or moment in ISO form, `because` to how it was counted.

    A clock that stands still has no day and is explained under `because` alone. `provisional` names the deadlines
    that are not law; `remarks` is there when something should be looked at.
    """
    answer: dict[str, object] = {name: _iso(deadline.due) for name, deadline in found.items() if deadline.due}
    answer["because"] = {name: list(deadline.because) for name, deadline in found.items()}
    provisional = [name for name, deadline in found.items() if deadline.provisional]
    if provisional:
        answer["provisional"] = provisional
    if remarked:
        answer["remarks"] = list(remarked)
    return answer


def _editions(events: EventFile) -> dict[str, tuple[Clock, ...]]:
    """The clocks of the procedure by name, all editions of each together."""
    grouped: dict[str, tuple[Clock, ...]] = {}
    for clock in clocks_of(events.procedure, events.profile):
        grouped[clock.name] = (*grouped.get(clock.name, ()), clock)
    return grouped


def _deadline(name: str, editions: tuple[Clock, ...], events: EventFile, calendar: WorkCalendar) -> Deadline | None:
    started_by = next((event for event in editions[0].starts if event in events.events), None)
    if started_by is None:
        return None
    started_on = events.events[started_by]
    clock = edition_on(editions, day_of(started_on))
    if clock.only_outcome is not None and events.outcome != clock.only_outcome:
        return None
    length = clock.length_when(extended=events.extended, delegated=events.delegated)
    try:
        due, counted, suspended = _count(clock, length, started_on, events.suspensions, calendar)
    except CalendarNotLoaded as missing:
        raise YearNotLoaded(missing.year, name) from None
    made = Deadline(
        name=name,
        due=due,
        clock=clock,
        started_by=started_by,
        started_on=started_on,
        length=length,
        counted=counted,
        suspended=suspended,
        provisional=clock.provisional or not clock.in_force(day_of(started_on)),
        because=(),
    )
    made = replace(made, because=_because(made))
    drafts = _draft_years(made, calendar)
    return replace(made, provisional=True, because=(*made.because, _draft_said(drafts))) if drafts else made


def _draft_years(deadline: Deadline, calendar: WorkCalendar) -> tuple[int, ...]:
    """The years counted by a holiday notice that was entered before it was published."""
    if not isinstance(calendar, StateCouncilCalendar) or deadline.clock.unit != "workdays":
        return ()
    return tuple(sorted({day.year for day in deadline.counted if calendar.is_provisional(day)}))


def _draft_said(years: tuple[int, ...]) -> str:
    named = "、".join(map(str, years))
    return f"暂定：{named}年的放假安排尚无文号 / provisional: the holiday notice of {named} has no number yet"


Counted = tuple[date | None, tuple[date, ...], tuple[date, ...]]


def _count(
    clock: Clock, length: int, started_on: date, suspensions: Sequence[Suspension], calendar: WorkCalendar
) -> Counted:
    """The day or moment the clock runs out, the days counted, and the days taken out by suspensions."""
    if clock.unit == "hours":
        return started_on + timedelta(hours=length), (), ()
    start = day_of(started_on)
    if clock.unit == "days":
        return _count_days(clock, length, start, calendar)
    return _count_workdays(length, start, suspensions if clock.suspendable else (), calendar)


def _count_days(clock: Clock, length: int, start: date, calendar: WorkCalendar) -> Counted:
    counted = tuple(start + timedelta(days=number) for number in range(1, length + 1))
    due = counted[-1]
    while clock.rolls and not calendar.is_workday(due):
        due += _ONE_DAY
    return due, counted, ()


def _count_workdays(length: int, start: date, suspensions: Sequence[Suspension], calendar: WorkCalendar) -> Counted:
    counted: list[date] = []
    suspended: list[date] = []
    day = start
    while len(counted) < length:
        day += _ONE_DAY
        standing = [suspension for suspension in suspensions if suspension.holds_on(day)]
        if any(suspension.until is None for suspension in standing):
            return None, tuple(counted), tuple(suspended)
        if not calendar.is_workday(day):
            continue
        (suspended if standing else counted).append(day)
    return day, tuple(counted), tuple(suspended)


def _effective(found: Mapping[str, Deadline]) -> Deadline | None:
    """The earliest limit that binds the decision; one that stands still ends after any that already has a day."""
    binding = [deadline for deadline in found.values() if deadline.clock.binds_decision]
    due = [deadline for deadline in binding if deadline.due is not None]
    if not due:
        return None
    earliest = min(due, key=lambda deadline: _day(deadline.due))
    because = tuple(f"{deadline.name}：{_iso(deadline.due) if deadline.due else '中止中'}" for deadline in binding)
    return replace(
        earliest,
        name=EFFECTIVE,
        because=(
            f"各决定期限中最早的是{earliest.clock.label.zh}（{earliest.name}），以它为准：{'；'.join(because)}",
            f"the earliest limit of the decision binds: {earliest.name}",
        ),
    )


def _day(due: date | None) -> date:
    return date.max if due is None else due


def _iso(due: date | None) -> str:
    """ISO form; a moment without seconds is written to the minute, as event files write it."""
    if isinstance(due, datetime):
        return due.isoformat(timespec="seconds" if due.second else "minutes")
    return "" if due is None else due.isoformat()


def _because(deadline: Deadline) -> tuple[str, ...]:
    """How it was counted: one line in Chinese, one in English, then what else there is to say."""
    clock, event, unit = deadline.clock, EVENTS[deadline.started_by], _UNITS[deadline.clock.unit]
    start, cited = _iso(deadline.started_on), [resolve(cite) for cite in clock.cites]
    ends = f"至 {_iso(deadline.due)}" if deadline.due else "现处于中止，恢复计时后才能确定到期日"
    ended = f"by {_iso(deadline.due)}" if deadline.due else "the clock stands still: no day yet"
    excluded = "自该时刻起" if clock.unit == "hours" else "当日不计"
    articles = ", ".join(cite.en for cite in cited)
    limit = f"{deadline.length}{unit.zh}内{clock.label.zh}" if clock.unit != "days" else f"满{deadline.length}{unit.zh}"
    lines = [
        f"{event.zh} {start}（{excluded}），{limit}，{ends}；依据：{'、'.join(cite.zh for cite in cited)}",
        f"{event.en} {start}, {deadline.length} {unit.en}: {clock.label.en}; {ended} ({articles})",
    ]
    if clock.unit == "workdays":
        lines.append(f"计入的工作日：{_spans(deadline.counted)}")
    if deadline.suspended:
        lines.append(f"中止而不计的工作日：{_spans(deadline.suspended)}")
    return (*lines, *_doubts(deadline))


def _doubts(deadline: Deadline) -> Iterable[str]:
    clock = deadline.clock
    if clock.why_provisional:
        yield f"暂定：{clock.why_provisional.zh} / provisional: {clock.why_provisional.en}"
    if clock.since and not clock.in_force(day_of(deadline.started_on)):
        yield (
            f"暂定：所依据的规定自 {clock.since} 起施行，此前的规定未录入，按现行天数推算 / "
            f"provisional: in force since {clock.since}; the text before it is not entered"
        )


def _spans(days: Sequence[date]) -> str:
    """Days written as spans: 2024-02-01至2024-02-02、2024-02-04."""
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == _ONE_DAY:
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(f"{span[0]}" if len(span) == 1 else f"{span[0]}至{span[-1]}" for span in spans) or "无"
