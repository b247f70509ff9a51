"""Every limit of random histories, counted again day by day by a few lines that share nothing with the engine."""

import datetime
from collections.abc import Iterable

import pytest
from chinese_calendar.constants import holidays, workdays
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.engine.deadlines import deadlines
from doudi.engine.eventfile import EventFile, Suspension

Day = datetime.date
ONE = datetime.timedelta(days=1)
FIRST, LAST = Day(2015, 1, 1), Day(2026, 8, 31)
JULY_2021, OCTOBER_2022 = Day(2021, 7, 1), Day(2022, 10, 20)

# What the law says of each limit, written down a second time: from which event, how many days, working days or not.
WORKDAYS: dict[tuple[str, str], dict[str, tuple[str, int]]] = {
    ("dibao", "anhui"): {
        "survey_start_by": ("accepted", 3), "core_check_start_by": ("core_check_requested", 3),
        "survey_by": ("accepted", 10), "county_decision_by": ("county_received", 10), "whole_by": ("accepted", 30),
    },
    ("dibao", "national"): {
        "survey_start_by": ("accepted", 3), "core_check_start_by": ("core_check_requested", 3),
        "county_decision_by": ("county_received", 10), "whole_by": ("accepted", 30),
    },
    ("tekun", "anhui"): {
        "survey_by": ("accepted", 10), "resurvey_by": ("objected", 10), "county_decision_by": ("county_received", 10),
    },
    ("tekun", "national"): {
        "survey_by": ("accepted", 15), "resurvey_by": ("objected", 15), "county_decision_by": ("county_received", 15),
    },
    ("tekun_exit", "anhui"): {"exit_decision_by": ("objected", 15)},
    ("tekun_exit", "national"): {"exit_decision_by": ("objected", 15)},
    ("temporary_spending", "anhui"): {"survey_by": ("accepted", 10), "county_decision_by": ("county_received", 10)},
    ("rigid_expenditure", "anhui"): {"whole_by": ("accepted", 30)},
    ("disability_subsidy", "anhui"): {"survey_by": ("accepted", 10), "county_decision_by": ("county_received", 10)},
    ("disability_subsidy", "national"): {"survey_by": ("accepted", 10), "county_decision_by": ("county_received", 10)},
    ("unattended_child", "anhui"): {"survey_by": ("accepted", 15), "county_decision_by": ("county_received", 15)},
    ("orphan", "national"): {"survey_by": ("accepted", 15), "county_decision_by": ("county_received", 15)},
}  # fmt: skip
# Days of the calendar after `posted` (after `reposted` where it was posted again); the second rolls to a working day.
POSTED = {"dibao": (7, False), "tekun": (7, False), "tekun_exit": (7, False), "temporary_spending": (3, True)}
EVENTS = ("accepted", "core_check_requested", "posted", "objected", "reposted", "county_received", "decided")


def is_worked(day: Day) -> bool:
    return day in workdays or (day.weekday() < 5 and day not in holidays)


def nth_worked(start: Day, length: int, out: Iterable[tuple[Day, Day | None]]) -> Day | None:
    day = start
    while length:
        day += ONE
        stands = [until for since, until in out if since <= day and (until is None or day < until)]
        if None in stands:
            return None
        if is_worked(day) and not stands:
            length -= 1
    return day


@st.composite
def histories(draw: st.DrawFn) -> EventFile:
    procedure, profile = draw(st.sampled_from(sorted(WORKDAYS)))
    day = draw(st.dates(FIRST, LAST))
    events: dict[str, Day] = {}
    for event in EVENTS:
        day += ONE * draw(st.integers(0, 20))
        if event == "accepted" or draw(st.booleans()):
            events[event] = min(day, Day(2026, 10, 1))
    out = []
    for _ in range(draw(st.integers(0, 2))):
        since = (out[-1].until if out else events["accepted"]) + ONE * draw(st.integers(0, 15))
        out.append(Suspension(since, since + ONE * draw(st.integers(1, 25)), "等待鉴定"))
    if draw(st.integers(0, 5)) == 0:
        since = (out[-1].until if out else events["accepted"]) + ONE * draw(st.integers(0, 15))
        out.append(Suspension(since, None, "等待鉴定"))
    outcome = draw(st.sampled_from((None, "confirmed", "refused"))) if "decided" in events else None
    return EventFile(
        procedure, profile, events, outcome, tuple(out), extended=draw(st.booleans()), delegated=draw(st.booleans())
    )


def length_of(name: str, length: int, told: EventFile) -> int:
    """The longer limit in special circumstances; the shorter one where the township confirms, since October 2022."""
    if name != "whole_by":
        return length
    if told.extended:
        return 45
    delegated = told.delegated and told.procedure == "dibao" and told.events["accepted"] >= OCTOBER_2022
    return 20 if delegated else length


def counted_again(told: EventFile) -> dict[str, Day | None]:
    out = [(one.since, one.until) for one in told.suspensions]
    found: dict[str, Day | None] = {}
    for name, (event, length) in WORKDAYS[(told.procedure, told.profile)].items():
        if event in told.events:
            found[name] = nth_worked(told.events[event], length_of(name, length, told), out)
    start = told.events.get("reposted", told.events.get("posted"))
    if start is not None and told.procedure in POSTED:
        length, rolls = POSTED[told.procedure]
        day = start + ONE * length
        while rolls and not is_worked(day):
            day += ONE
        found["posting_ends"] = day
    if told.outcome == "refused" and told.procedure != "tekun_exit":
        found["refusal_letter_by"] = nth_worked(told.events["decided"], 3, out)
    return found


@settings(max_examples=1500, deadline=None)
@given(told=histories())
def test_every_limit_of_a_random_history_is_the_day_counted_by_hand(told: EventFile) -> None:
    found = {name: one.due for name, one in deadlines(told).items() if name != "effective_decision_by"}
    assert found == counted_again(told)


@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_start_of_a_year_is_counted_as_by_hand(year: int) -> None:
    last = Day(2026, 8, 31) if year == 2026 else Day(year, 12, 31)
    day = Day(year, 1, 1)
    while day <= last:
        told = EventFile("dibao", "anhui", {"accepted": day, "posted": day, "county_received": day})
        found = {name: one.due for name, one in deadlines(told).items() if name != "effective_decision_by"}
        assert found == counted_again(told), day
        day += ONE
