"""Spans are half-open, months follow each other, and a year is complete on its anniversary."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.periods import Month, Span, completed_months, completed_years

SPRING = Span(date(2024, 2, 1), date(2024, 5, 1))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2024, 1, 31), False),
        (date(2024, 2, 1), True),
        (date(2024, 4, 30), True),
        (date(2024, 5, 1), False),
    ],
)
def test_a_span_holds_its_first_day_and_not_its_until(day: date, inside: bool) -> None:
    assert SPRING.contains(day) is inside


def test_an_open_span_holds_every_later_day() -> None:
    assert Span(date(2024, 2, 1)).contains(date(9999, 12, 31))
    assert not Span(date(2024, 2, 1)).contains(date(2024, 1, 31))


@pytest.mark.parametrize("until", [date(2024, 2, 1), date(2024, 1, 31)])
def test_a_span_without_a_day_is_refused(until: date) -> None:
    with pytest.raises(ValueError, match="应晚于起始日"):
        Span(date(2024, 2, 1), until)


def test_neighbours_do_not_overlap() -> None:
    assert not SPRING.overlaps(Span(date(2024, 5, 1)))
    assert not Span(date(2024, 5, 1)).overlaps(SPRING)


def test_spans_that_share_one_day_overlap() -> None:
    assert SPRING.overlaps(Span(date(2024, 4, 30)))
    assert Span(date(2024, 4, 30)).overlaps(SPRING)
    assert Span(date(2020, 1, 1)).overlaps(Span(date(2030, 1, 1)))


def test_a_month_is_read_and_written() -> None:
    assert Month.parse("2023-09") == Month(2023, 9)
    assert str(Month(2023, 9)) == "2023-09"


@pytest.mark.parametrize("text", ["2023-9", "2023-13", "2023-00", "0000-01", "202309", "２０２３-09", "2023-09-01", ""])
def test_a_text_that_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="月"):
        Month.parse(text)


def test_december_is_followed_by_january() -> None:
    assert Month(2023, 12).next() == Month(2024, 1)
    assert Month(2024, 1).previous() == Month(2023, 12)
    assert Month(2023, 12).plus(14) == Month(2025, 2)


def test_a_month_knows_its_days() -> None:
    assert Month.of(date(2024, 2, 29)) == Month(2024, 2)
    assert Month(2024, 2).first_day == date(2024, 2, 1)
    assert Month(2024, 2).span == Span(date(2024, 2, 1), date(2024, 3, 1))


def test_months_are_ordered() -> None:
    assert Month(2023, 12) < Month(2024, 1) < Month(2024, 2)


def test_a_year_is_complete_on_the_birthday_and_not_before() -> None:
    assert completed_years(date(1964, 3, 5), date(2024, 3, 4)) == 59
    assert completed_years(date(1964, 3, 5), date(2024, 3, 5)) == 60


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2022, 2, 28), 17), (date(2022, 3, 1), 18), (date(2024, 2, 28), 19), (date(2024, 2, 29), 20)],
)
def test_who_was_born_on_29_february_is_older_on_1_march_of_a_common_year(on: date, years: int) -> None:
    assert completed_years(date(2004, 2, 29), on) == years


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2024, 1, 31), 0),
        (date(2024, 2, 29), 0),
        (date(2024, 3, 1), 1),
        (date(2024, 7, 31), 6),
        (date(2025, 1, 30), 11),
    ],
)
def test_months_are_complete_on_their_day(on: date, months: int) -> None:
    assert completed_months(date(2024, 1, 31), on) == months


def test_nothing_is_complete_before_it_began() -> None:
    with pytest.raises(ValueError, match="早于起算日"):
        completed_years(date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(ValueError, match="早于起算日"):
        completed_months(date(2024, 1, 2), date(2024, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2000, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_years_and_months_agree(since: date, on: date) -> None:
    assert completed_months(since, on) // 12 == completed_years(since, on)
