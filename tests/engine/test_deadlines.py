"""Deadlines computed from event files: thresholds, the holidays, suspensions, refusals, and an oracle that counts."""

import json
import random
from datetime import date, datetime, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from doudi.engine.deadlines import (
    CHINA,
    EventFile,
    EventFileError,
    YearNotLoaded,
    deadlines,
    read_events,
    remarks,
    to_json,
)
from doudi.vocabulary.workdays import CalendarNotLoaded, HolidayNotice, state_council_calendar

SPRING_FESTIVAL_2024 = """
procedure: dibao
profile: national
events:
  accepted: 2024-01-31
  core_check_requested: 2024-02-04
  posted: 2024-02-26
  county_received: 2024-03-05
  decided: 2024-03-19
  outcome: refused
expect: {survey_start_by: never read}
"""


def days(source: str) -> dict[str, str]:
    """The answer of the command, without its explanations."""
    answer = to_json(deadlines(read_events(source)))
    return {name: str(day) for name, day in answer.items() if name not in ("because", "provisional")}


def case(procedure: str, profile: str = "national", more: str = "", **events: str) -> str:
    lines = ", ".join(f"{name}: {day}" for name, day in events.items())
    return f"procedure: {procedure}\nprofile: {profile}\nevents: {{{lines}}}\n{more}"


def faults(source: str) -> tuple[str, ...]:
    with pytest.raises(EventFileError) as refused:
        read_events(source, "events.yaml")
    return refused.value.faults


# Around Spring Festival 2024 the Sundays 02-04 and 02-18 are worked and 02-10 to 02-17 are off.
def test_dibao_over_spring_festival_binds_the_earlier_limit() -> None:
    assert days(SPRING_FESTIVAL_2024) == {
        "survey_start_by": "2024-02-04",
        "core_check_start_by": "2024-02-07",
        "posting_ends": "2024-03-04",
        "county_decision_by": "2024-03-19",
        "whole_by": "2024-03-18",
        "effective_decision_by": "2024-03-18",
        "refusal_letter_by": "2024-03-22",
    }


def test_the_same_events_in_json_give_the_same_days() -> None:
    events = {"accepted": "2024-01-31", "posted": "2024-02-26", "decided": None}
    source = json.dumps({"procedure": "dibao", "profile": "national", "events": events})
    assert days(source)["survey_start_by"] == "2024-02-04"
    assert days(source)["posting_ends"] == "2024-03-04"


def test_year_end_is_counted_over_new_year() -> None:
    assert days(case("dibao", accepted="2024-12-30"))["survey_start_by"] == "2025-01-03"


def test_a_public_notice_ends_on_the_seventh_day_even_on_a_day_off() -> None:
    assert days(case("dibao", posted="2024-02-05")) == {"posting_ends": "2024-02-12"}


def test_a_period_of_days_that_is_no_seven_day_notice_ends_on_the_next_working_day() -> None:
    assert days(case("temporary_spending", posted="2024-02-08")) == {"posting_ends": "2024-02-18"}
    assert days(case("temporary_spending", posted="2024-02-06")) == {"posting_ends": "2024-02-09"}


def test_a_second_notice_runs_anew() -> None:
    answer = days(case("tekun", posted="2024-03-04", objected="2024-03-06", reposted="2024-03-20"))
    assert answer["posting_ends"] == "2024-03-27"


@pytest.mark.parametrize(("profile", "day"), [("anhui", "2024-03-20"), ("national", "2024-03-27")])
def test_an_objection_to_tekun_is_surveyed_again_in_ten_or_fifteen_days(profile: str, day: str) -> None:
    assert days(case("tekun", profile, objected="2024-03-06"))["resurvey_by"] == day


def test_an_objection_to_dibao_has_no_limit_of_its_own() -> None:
    assert "resurvey_by" not in days(case("dibao", objected="2024-03-06"))


@pytest.mark.parametrize(("profile", "day"), [("anhui", "2024-03-15"), ("national", "2024-03-22")])
def test_tekun_is_surveyed_and_decided_in_ten_or_fifteen_days(profile: str, day: str) -> None:
    answer = days(case("tekun", profile, accepted="2024-03-01", county_received="2024-03-01"))
    assert answer["survey_by"] == answer["county_decision_by"] == answer["effective_decision_by"] == day
    assert "whole_by" not in answer


def test_the_end_of_tekun_is_decided_fifteen_days_after_an_objection() -> None:
    assert days(case("tekun_exit", "anhui", posted="2024-03-01", objected="2024-03-06")) == {
        "posting_ends": "2024-03-08",
        "exit_decision_by": "2024-03-27",
        "effective_decision_by": "2024-03-27",
    }


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ("", "2024-05-30"),
        ("extended: true", "2024-06-21"),
        ("delegated: true", "2024-05-16"),
        ("extended: true\ndelegated: true", "2024-06-21"),
    ],
)
def test_the_whole_procedure_takes_thirty_forty_five_or_twenty_days(more: str, day: str) -> None:
    assert days(case("dibao", more=more, accepted="2024-04-17"))["whole_by"] == day


def test_rigid_expenditure_is_recognised_in_thirty_days_and_at_most_forty_five() -> None:
    accepted = case("rigid_expenditure", accepted="2025-04-01")
    assert days(accepted)["effective_decision_by"] == days(accepted)["whole_by"] == "2025-05-16"
    assert days(case("rigid_expenditure", more="extended: true", accepted="2025-04-01"))["whole_by"] == "2025-06-09"


def test_unattended_children_are_checked_and_confirmed_in_fifteen_days_each() -> None:
    assert days(case("unattended_child", accepted="2024-03-01", county_received="2024-03-22")) == {
        "survey_by": "2024-03-22",
        "county_decision_by": "2024-04-15",
        "effective_decision_by": "2024-04-15",
    }


def test_a_child_has_no_notice_to_end_and_a_posted_one_is_remarked() -> None:
    events = read_events(case("orphan", accepted="2024-03-01", posted="2024-03-04"))
    found = deadlines(events)
    assert "posting_ends" not in found
    assert "儿童" in remarks(events, found)[0]


def test_a_confirmed_case_has_no_refusal_letter() -> None:
    assert "refusal_letter_by" not in days(case("dibao", decided="2024-03-19", outcome="confirmed"))
    assert "refusal_letter_by" not in days(case("dibao", decided="2024-03-19"))


def test_urgent_relief_is_due_at_a_moment_one_day_after_the_report() -> None:
    answer = days(case("temporary_urgent", accepted="2024-04-21T01:00+08:00"))
    assert answer == {"relief_by": "2024-04-22T01:00+08:00", "papers_by": "2024-04-26"}


def test_papers_of_urgent_relief_are_counted_from_the_relief_in_china() -> None:
    answer = days(
        case("temporary_urgent", reported="2024-04-21T01:00:30+08:00", relieved="2024-04-21T17:30Z", decided="null")
    )
    assert answer == {"relief_by": "2024-04-22T01:00:30+08:00", "papers_by": "2024-04-28"}


def test_no_events_give_no_deadlines() -> None:
    assert days("procedure: dibao\nevents: {}") == {}
    assert days(case("tekun_exit", accepted="2024-03-01")) == {}


# Suspensions: the day they begin stands still, the day they end runs again.
def suspended(since: str, until: str, **events: str) -> dict[str, str]:
    more = f"suspensions: [{{from: {since}, to: {until}, reason: papers_due}}]"
    return days(case("dibao", more=more, **events))


def test_a_suspension_takes_its_first_day_out_and_not_its_last() -> None:
    assert suspended("2024-03-05", "2024-03-07", accepted="2024-03-04")["survey_start_by"] == "2024-03-11"


def test_days_off_inside_a_suspension_are_not_taken_out_twice() -> None:
    assert suspended("2024-03-08", "2024-03-11", accepted="2024-03-07")["survey_start_by"] == "2024-03-13"


def test_a_suspension_leaves_clocks_alone_that_ran_out_before_it_or_start_after_it() -> None:
    answer = suspended("2024-03-11", "2024-03-13", accepted="2024-03-04", county_received="2024-03-13")
    assert answer["survey_start_by"] == "2024-03-07"
    assert answer["county_decision_by"] == "2024-03-27"


def test_overlapping_suspensions_count_once() -> None:
    more = "suspensions: [{from: 2024-03-05, to: 2024-03-07, reason: a}, {from: 2024-03-06, to: 2024-03-08, reason: b}]"
    assert days(case("dibao", more=more, accepted="2024-03-04"))["survey_start_by"] == "2024-03-12"


def test_a_suspension_stops_no_public_notice_no_relief_and_no_papers() -> None:
    assert suspended("2024-03-05", "2024-03-08", posted="2024-03-04") == {"posting_ends": "2024-03-11"}
    more = "suspensions: [{from: 2024-04-21, to: 2024-04-24T08:00+08:00, reason: papers_due}]"
    answer = days(case("temporary_urgent", more=more, reported="2024-04-21T01:00+08:00"))
    assert answer == {"relief_by": "2024-04-22T01:00+08:00", "papers_by": "2024-04-26"}


def test_a_clock_that_still_stands_has_no_day_and_says_so() -> None:
    source = case(
        "dibao", more="suspensions: [{from: 2024-03-11, to: null, reason: papers_due}]", accepted="2024-03-04"
    )
    assert days(source) == {"survey_start_by": "2024-03-07"}
    answer = to_json(deadlines(read_events(source)))
    because = answer["because"]
    assert isinstance(because, dict)
    assert "中止" in because["whole_by"][0]


# What an answer says beside the days.
def test_limits_that_are_not_law_are_provisional() -> None:
    found = deadlines(read_events(case("dibao", "anhui", accepted="2024-03-04")))
    assert [name for name, deadline in found.items() if deadline.provisional] == ["survey_by"]
    assert to_json(found)["provisional"] == ["survey_by"]


def test_a_provisional_limit_of_the_survey_does_not_bind_the_decision() -> None:
    found = deadlines(read_events(case("dibao", "anhui", accepted="2024-03-04")))
    assert found["effective_decision_by"].due == found["whole_by"].due


@pytest.mark.parametrize(("accepted", "provisional"), [("2021-06-30", True), ("2021-07-01", False)])
def test_events_before_the_law_was_in_force_are_counted_by_it_and_provisional(accepted: str, provisional: bool) -> None:
    assert deadlines(read_events(case("dibao", accepted=accepted)))["whole_by"].provisional is provisional


@pytest.mark.parametrize(("accepted", "length"), [("2022-10-19", 30), ("2022-10-20", 20)])
def test_a_delegated_township_has_twenty_days_from_the_notice_on(accepted: str, length: int) -> None:
    found = deadlines(read_events(case("dibao", more="delegated: true", accepted=accepted)))
    assert found["whole_by"].length == len(found["whole_by"].counted) == length


def test_an_answer_names_the_days_it_counted_and_its_articles() -> None:
    deadline = deadlines(read_events(SPRING_FESTIVAL_2024))["survey_start_by"]
    assert deadline.counted == (date(2024, 2, 1), date(2024, 2, 2), date(2024, 2, 4))
    assert deadline.cites == ("最低生活保障审核确认办法#15",)
    assert deadline.started_on == date(2024, 1, 31)
    assert "2024-02-01至2024-02-02、2024-02-04" in deadline.because[2]


def test_the_answer_is_explained_under_one_key_beside_the_days() -> None:
    answer = to_json(deadlines(read_events(SPRING_FESTIVAL_2024)))
    because = answer.pop("because")
    assert isinstance(because, dict)
    assert set(because) == set(answer)
    json.dumps(answer)


def test_an_objection_after_the_notice_is_remarked() -> None:
    events = read_events(case("tekun", posted="2024-03-04", objected="2024-03-12"))
    assert "公示期满" in remarks(events, deadlines(events))[0]
    timely = read_events(case("tekun", posted="2024-03-04", objected="2024-03-11"))
    assert remarks(timely, deadlines(timely)) == ()


def test_an_extension_the_procedure_does_not_know_is_remarked() -> None:
    events = read_events(case("tekun", more="extended: true", accepted="2024-03-04"))
    assert "extended" in remarks(events, deadlines(events))[0]


# Years whose notice is not loaded.
def test_a_count_into_a_year_without_its_notice_is_an_error_that_says_so() -> None:
    with pytest.raises(YearNotLoaded) as missing:
        deadlines(read_events(case("dibao", accepted="2026-12-30")))
    assert missing.value.year == 2027
    assert "survey_start_by" in str(missing.value)
    assert "2027年" in str(missing.value)
    assert "not loaded" in str(missing.value)
    assert isinstance(missing.value, CalendarNotLoaded)


def test_a_count_that_ends_in_a_loaded_year_is_answered() -> None:
    assert days(case("dibao", core_check_requested="2026-12-28")) == {"core_check_start_by": "2026-12-31"}


def test_a_public_notice_needs_no_calendar() -> None:
    assert days(case("dibao", posted="2026-12-30")) == {"posting_ends": "2027-01-06"}


def test_a_count_by_a_draft_of_the_holiday_notice_is_provisional() -> None:
    draft = HolidayNotice(year=2027, days_off=frozenset({date(2027, 1, 1)}), makeup_days=frozenset())
    events = read_events(case("dibao", accepted="2026-12-28", county_received="2026-12-30"))
    found = deadlines(events, state_council_calendar([draft]))
    assert found["county_decision_by"].due == date(2027, 1, 14)
    assert found["county_decision_by"].provisional
    assert "2027年" in found["county_decision_by"].because[-1]
    assert not found["survey_start_by"].provisional


# Refusals: whole, with every fault at its path.
def test_every_fault_is_named_by_its_path() -> None:
    found = faults(
        "procedure: dibao\nprofil: anhui\nextended: yes\n"
        "events: {accepted: 2024-02-30, post: 2024-01-01, decided: 5, outcome: maybe}\n"
        "suspensions: [{from: 2024-03-05, to: 2024-03-05, reason: papers_due}, {from: x, reason: y, on: 1}, 7]\n"
    )
    assert [fault.split(":")[0] for fault in found] == [
        "profil",
        "events.post",
        "events.outcome",
        "events.accepted",
        "events.decided",
        "suspensions[0].to",
        "suspensions[1].on",
        "suspensions[1].from",
        "suspensions[2]",
        "extended",
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("accepted", "core_check_requested"),
        ("accepted", "posted"),
        ("posted", "objected"),
        ("posted", "county_received"),
        ("county_received", "decided"),
        ("accepted", "decided"),
    ],
)
def test_events_out_of_order_are_refused(earlier: str, later: str) -> None:
    (fault,) = faults(case("dibao", **{earlier: "2024-03-05", later: "2024-03-04"}))
    assert fault.startswith(f"events.{later}:")
    assert f"events.{earlier}" in fault
    assert read_events(case("dibao", **{earlier: "2024-03-05", later: "2024-03-05"})).events


def test_the_county_posts_the_end_of_tekun_after_it_received_the_report() -> None:
    assert read_events(case("tekun_exit", county_received="2024-03-04", posted="2024-03-06")).events


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "键: 值"),
        ("- dibao", "键: 值"),
        ("procedure: [", "YAML"),
        ("procedure: dibao\nprocedure: tekun\nevents: {}", "两次"),
        ("procedure: &p dibao\nprofile: *p\nevents: {}", "别名"),
        ("[" * 60_000, "嵌套"),
        ("procedure: dibao\nevents: {}\n#" + "x" * 70_000, "65536"),
        ("procedure: wubao\nevents: {}", "procedure: “wubao”"),
        ("procedure: dibao\nprofile: zhejiang\nevents: {}", "profile: “zhejiang”"),
        ("events: {}", "procedure: 缺少"),
        ("procedure: dibao", "events: 缺少"),
        ("procedure: dibao\nevents: {}\nsuspensions: {}", "suspensions: "),
        ("procedure: dibao\nevents: {}\nsuspensions: [{from: 2024-01-02, to: 2024-01-03}]", "suspensions[0].reason"),
        (case("dibao", accepted="2024-3-1"), "events.accepted"),
        (case("dibao", accepted="２０２４-03-01"), "events.accepted"),
        (case("dibao", accepted="1024-03-01"), "2000–2099"),
        (case("dibao", accepted="2024-03-01T08:00+08:00"), "不是日期"),
        (case("temporary_urgent", accepted="2024-03-01"), "带时区的时刻"),
        (case("temporary_urgent", accepted="2024-03-01T08:00"), "带时区的时刻"),
        (case("temporary_urgent", accepted="2024-03-01T25:00+08:00"), "不存在"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(source: str, said: str) -> None:
    assert any(said in fault for fault in faults(source))


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(EventFileError, match="UTF-8"):
        read_events("procedure: 低保".encode("gbk"))


def test_the_profile_is_anhui_unless_named() -> None:
    assert read_events("procedure: dibao\nevents: {}").profile == "anhui"


# An oracle that shares nothing with the engine: it crosses days off one at a time, straight from the package's table.
LIMITS: dict[tuple[str, str], dict[str, tuple[str, int]]] = {
    ("dibao", "national"): {
        "survey_start_by": ("accepted", 3),
        "whole_by": ("accepted", 30),
        "county_decision_by": ("county_received", 10),
    },
    ("dibao", "anhui"): {
        "survey_start_by": ("accepted", 3),
        "survey_by": ("accepted", 10),
        "whole_by": ("accepted", 30),
        "county_decision_by": ("county_received", 10),
    },
    ("tekun", "national"): {
        "survey_by": ("accepted", 15),
        "resurvey_by": ("objected", 15),
        "county_decision_by": ("county_received", 15),
    },
    ("tekun", "anhui"): {
        "survey_by": ("accepted", 10),
        "resurvey_by": ("objected", 10),
        "county_decision_by": ("county_received", 10),
    },
    ("tekun_exit", "national"): {"exit_decision_by": ("objected", 15)},
    ("unattended_child", "anhui"): {
        "survey_by": ("accepted", 15),
        "county_decision_by": ("county_received", 15),
    },
}
DECIDING = ("county_decision_by", "whole_by", "exit_decision_by")


def oracle(start: date, length: int, standing: tuple[date, date] | None) -> date:
    left, day = length, start
    while left > 0:
        day = date.fromordinal(day.toordinal() + 1)
        stands = standing is not None and standing[0] <= day < standing[1]
        if chinese_calendar.is_workday(day) and not stands:
            left -= 1
    return day


def random_case(draw: random.Random) -> tuple[str, str, dict[str, date], tuple[date, date] | None, bool]:
    procedure, profile = draw.choice(list(LIMITS))
    day = date(2015, 1, 1) + timedelta(days=draw.randrange((date(2026, 7, 1) - date(2015, 1, 1)).days))
    events = {}
    for event in ("accepted", "posted", "objected", "county_received"):
        if event == "posted" and procedure == "tekun_exit":
            continue
        if draw.random() < 0.8:
            events[event] = day
            day += timedelta(days=draw.randrange(12))
    standing = None
    if draw.random() < 0.5:
        since = day - timedelta(days=draw.randrange(30))
        standing = (since, since + timedelta(days=draw.randrange(1, 20)))
    return procedure, profile, events, standing, draw.random() < 0.3


@pytest.mark.parametrize("seed", range(8))
def test_random_cases_agree_with_an_oracle_that_counts_day_by_day(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(60):
        procedure, profile, events, standing, extended = random_case(draw)
        expected = {
            name: oracle(events[event], 45 if extended and name == "whole_by" else length, standing)
            for name, (event, length) in LIMITS[procedure, profile].items()
            if event in events
        }
        binding = [day for name, day in expected.items() if name in DECIDING]
        if binding:
            expected["effective_decision_by"] = min(binding)
        if "posted" in events and procedure != "unattended_child":
            expected["posting_ends"] = events["posted"] + timedelta(days=7)
        more = f"extended: {str(extended).lower()}\n"
        if standing:
            more += f"suspensions: [{{from: {standing[0]}, to: {standing[1]}, reason: papers_due}}]"
        source = case(procedure, profile, more, **{name: str(day) for name, day in events.items()})
        assert days(source) == {name: str(day) for name, day in expected.items()}, source


def test_a_file_made_in_memory_is_counted_like_one_that_was_read() -> None:
    made = EventFile(
        procedure="temporary_urgent",
        profile="anhui",
        events={"reported": datetime(2024, 4, 21, 1, 0, tzinfo=CHINA)},
    )
    assert deadlines(made)["relief_by"].due == datetime(2024, 4, 22, 1, 0, tzinfo=CHINA)
