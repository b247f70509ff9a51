"""Working days follow the yearly notices, and a year without its notice is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.workdays import (
    CalendarNotLoaded,
    HolidayNotice,
    add_workdays,
    calendar,
    next_workday_on_or_after,
    state_council_calendar,
    workdays_between,
)

NEW_YEAR_2027 = HolidayNotice(2027, frozenset({date(2027, 1, 1)}), frozenset({date(2026, 12, 27)}))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2024, 2, 4), True),  # a Sunday worked for the Spring Festival
        (date(2024, 2, 9), True),  # New Year's Eve, which that year was not a day off
        (date(2024, 2, 10), False),
        (date(2024, 2, 16), False),  # a Friday inside the festival
        (date(2024, 2, 18), True),
        (date(2024, 2, 24), False),
        (date(2024, 2, 26), True),
        (date(2006, 12, 30), True),  # worked for the New Year of the year after
        (date(2015, 9, 3), False),
        (date(2026, 10, 10), True),
    ],
)
def test_a_day_is_worked_as_the_notice_says(day: date, worked: bool) -> None:
    assert calendar.is_workday(day) is worked


@pytest.mark.parametrize("year", [2003, 2027])
def test_a_year_without_its_notice_is_refused_by_name(year: int) -> None:
    with pytest.raises(CalendarNotLoaded, match=f"{year}年的节假日安排通知尚未载入") as refusal:
        calendar.is_workday(date(year, 6, 1))
    assert refusal.value.year == year


def test_the_first_and_last_loaded_days_are_answered() -> None:
    assert not calendar.is_workday(date(2004, 1, 1))
    assert calendar.is_workday(date(2026, 12, 31))


def test_a_count_that_runs_into_an_unloaded_year_is_refused() -> None:
    with pytest.raises(CalendarNotLoaded, match="2027"):
        add_workdays(date(2026, 12, 31), 1)


def test_a_seeded_year_is_not_provisional() -> None:
    assert not calendar.is_provisional(date(2026, 5, 1))
    with pytest.raises(CalendarNotLoaded):
        calendar.is_provisional(date(2027, 5, 1))


def test_a_notice_entered_without_a_number_is_provisional() -> None:
    entered = calendar.with_notice(NEW_YEAR_2027)
    assert entered.is_provisional(date(2027, 6, 1))
    assert not entered.is_workday(date(2027, 1, 1))
    assert entered.is_workday(date(2027, 1, 4))


def test_entering_a_notice_leaves_the_shared_calendar_as_it_was() -> None:
    calendar.with_notice(NEW_YEAR_2027)
    with pytest.raises(CalendarNotLoaded):
        calendar.is_workday(date(2027, 1, 4))


def test_a_notice_may_move_a_working_day_into_the_december_before() -> None:
    assert not calendar.is_workday(date(2026, 12, 27))
    assert calendar.with_notice(NEW_YEAR_2027).is_workday(date(2026, 12, 27))


def test_the_numbered_notice_replaces_the_provisional_one() -> None:
    final = HolidayNotice(2027, frozenset({date(2027, 1, 1), date(2027, 1, 4)}), frozenset(), "国办发明电〔2026〕9号")
    entered = state_council_calendar([NEW_YEAR_2027, final])
    assert not entered.is_provisional(date(2027, 1, 1))
    assert not entered.is_workday(date(2027, 1, 4))
    assert not entered.is_workday(date(2026, 12, 27))
    assert len(entered.entered) == 1


def test_an_amended_notice_of_a_seeded_year_has_the_last_word() -> None:
    amended = HolidayNotice(2020, frozenset({date(2020, 2, 3)}), frozenset(), "修订")
    assert calendar.is_workday(date(2020, 2, 3))
    assert not calendar.with_notice(amended).is_workday(date(2020, 2, 3))


@pytest.mark.parametrize(
    ("days_off", "makeup_days", "message"),
    [
        ([], [], "没有列出任何放假日"),
        ([date(2026, 5, 1)], [], "不属于2027年"),
        ([date(2027, 1, 1)], [date(2027, 1, 4)], "不是周六或周日"),
        ([date(2027, 1, 2)], [date(2027, 1, 2)], "既列为放假又列为补班"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(days_off: list[date], makeup_days: list[date], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        HolidayNotice(2027, frozenset(days_off), frozenset(makeup_days), "号")


def test_a_notice_cannot_be_changed_through_what_it_was_made_from() -> None:
    days = {date(2027, 1, 1)}
    notice = HolidayNotice(2027, days, set(), "号")  # type: ignore[arg-type]
    days.add(date(2027, 1, 4))
    assert notice.days_off == {date(2027, 1, 1)}


def test_the_day_of_the_event_is_not_counted() -> None:
    assert add_workdays(date(2024, 1, 31), 3) == date(2024, 2, 4)
    assert add_workdays(date(2024, 1, 31), 0) == date(2024, 1, 31)


def test_a_count_passes_over_the_spring_festival() -> None:
    assert add_workdays(date(2024, 2, 9), 1) == date(2024, 2, 18)


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="不能为负"):
        add_workdays(date(2024, 1, 31), -1)
    with pytest.raises(ValueError, match="早于起算日"):
        workdays_between(date(2024, 2, 1), date(2024, 1, 31))


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert next_workday_on_or_after(date(2024, 2, 12)) == date(2024, 2, 18)
    assert next_workday_on_or_after(date(2024, 2, 18)) == date(2024, 2, 18)


def test_another_calendar_may_be_asked() -> None:
    class EveryDay:
        def is_workday(self, day: date) -> bool:
            return True

    assert add_workdays(date(2030, 1, 1), 7, EveryDay()) == date(2030, 1, 8)
    assert next_workday_on_or_after(date(2030, 1, 1), EveryDay()) == date(2030, 1, 1)
    assert workdays_between(date(2030, 1, 1), date(2030, 1, 8), EveryDay()) == 7


@given(st.dates(date(2004, 1, 1), date(2026, 6, 30)), st.integers(0, 60))
def test_counting_on_and_counting_between_agree(day: date, n: int) -> None:
    end = add_workdays(day, n)
    assert workdays_between(day, end) == n
    assert n == 0 or calendar.is_workday(end)
    assert end - day <= timedelta(days=3 * n + 12)
