"""Days and months in cells: one reading is taken, two are asked, none is refused."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.cells import Cell, parse_day, parse_month
from doudi.vocabulary.periods import Month

THE_DAY = date(2023, 2, 3)


@pytest.mark.parametrize("cell", [THE_DAY, datetime(2023, 2, 3), "2023-02-03"])
def test_a_day_that_needs_no_tidying_is_read_without_a_word(cell: Cell) -> None:
    read = parse_day(cell)
    assert (read.value, read.verdict, read.note) == (THE_DAY, "ok", "")


@pytest.mark.parametrize(
    "cell",
    [
        "2023.2.3",
        "2023-2-3",
        "2023/2/3",
        "2023年2月3日",
        "2023年2月3号",
        "2023. 2. 3",
        "20230203",
        20230203,
        20230203.0,
        44960,
        44960.0,
        44960.75,
        "44960",
        "2023/2/3 00:00:00",
        "2023-02-03T08:30:00",
        datetime(2023, 2, 3, 4, 5),
        "２０２３．２．３",
        "'2023.2.3",
        "二〇二三年二月三日",
    ],
)
def test_another_way_of_writing_a_day_is_normalised_and_shown(cell: Cell) -> None:
    read = parse_day(cell)
    assert (read.value, read.verdict) == (THE_DAY, "normalised")
    assert "2023-02-03" in read.note


@pytest.mark.parametrize(
    ("written", "day"),
    [("一九六二年十一月二十三日", date(1962, 11, 23)), ("二〇〇〇年十月三十一日", date(2000, 10, 31))],
)
def test_days_in_chinese_numerals_are_read(written: str, day: date) -> None:
    assert parse_day(written).value == day


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("62.8.1", "年份不全"),
        ("8/1/1962", "先后不明"),
        ("1962", "只有年份"),
        ("1962.8", "只有年月"),
        ("1962年8月", "只有年月"),
        (1962.8, "只有年月"),
        ("196208", "可能是年月"),
        ("农历八月初一", "农历"),
        ("腊月初八", "农历"),
        ("1962年左右", "不是确定的日期"),
    ],
)
def test_a_partial_lunar_or_vague_day_is_asked_without_a_guess(cell: Cell, words: str) -> None:
    read = parse_day(cell)
    assert (read.value, read.verdict, read.proposal) == (None, "ask", None)
    assert words in read.note


@pytest.mark.parametrize(
    "cell",
    [
        "2023-02-29",
        "2023.13.1",
        "1900-01-00",
        "1899-12-31",
        "2101-01-01",
        "长期",
        "abc",
        time(0),
        timedelta(1),
        True,
        12,
        1e300,
        float("nan"),
        float("inf"),
        "٢٠٢٣-٠١-٠١",
        "二〇二三年二月三十日",
        "二〇二三年十十月一日",
        "1" * 400,
    ],
)
def test_a_day_that_there_is_not_is_refused(cell: Cell) -> None:
    read = parse_day(cell)
    assert (read.value, read.verdict) == (None, "refused")
    assert read.note


def test_the_last_of_february_follows_the_year() -> None:
    assert parse_day("2024-02-29").value == date(2024, 2, 29)
    assert "2023年2月只有1到28日" in parse_day("2023-02-29").note


@pytest.mark.parametrize(("day", "verdict"), [("2026-11-22", "ok"), ("2026-11-23", "ok"), ("2026-11-24", "refused")])
def test_a_day_still_to_come_is_refused_where_the_day_of_reading_is_given(day: str, verdict: str) -> None:
    assert parse_day(day, on=date(2026, 11, 23)).verdict == verdict
    assert parse_day(day).verdict == "ok"


@pytest.mark.parametrize("cell", ["", None, "  ", "\u3000", "\u200b"])
def test_a_blank_cell_is_not_known_and_no_problem(cell: Cell) -> None:
    assert (parse_day(cell).value, parse_day(cell).verdict) == (None, "ok")


@pytest.mark.parametrize("cell", ["/", "—", "－", "N/A"])
def test_a_dash_is_a_blank_and_that_is_said(cell: Cell) -> None:
    assert (parse_day(cell).value, parse_day(cell).verdict) == (None, "normalised")


@pytest.mark.parametrize(
    "cell",
    ["2023-09", "2023.9", 2023.9, 202309, "202309", "2023年9月", "2023年09月", date(2023, 9, 1), "2023-09-15", 45184],
)
def test_a_month_is_read_in_every_way_it_is_written(cell: Cell) -> None:
    assert parse_month(cell).value == Month(2023, 9)


def test_a_month_typed_as_a_number_may_have_lost_its_nought() -> None:
    assert parse_month(2023.1).verdict == "ask"
    assert parse_month("2023.1").value == Month(2023, 1)
    assert parse_month("2023.10").value == Month(2023, 10)


@pytest.mark.parametrize("cell", ["九月", "2023-13", 12.34, True, "1800-01"])
def test_what_is_no_month_is_refused(cell: Cell) -> None:
    assert parse_month(cell).verdict == "refused"


CELLS = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[0-9]{1,4}[-./年 ][0-9]{1,2}[-./月 ][0-9]{1,4}", fullmatch=True),
)


@given(CELLS)
def test_any_cell_is_read_asked_or_refused(cell: Cell) -> None:
    for read in (parse_day(cell, on=date(2026, 11, 23)), parse_month(cell)):
        assert read.verdict in ("ok", "normalised", "ask", "refused")
        assert read.note or read.verdict == "ok"
        assert read.value is None or read.verdict in ("ok", "normalised")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_back_from_every_form(day: date) -> None:
    forms: list[Cell] = [
        day,
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    assert {parse_day(form).value for form in forms} == {day}
