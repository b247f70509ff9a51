"""Roster workbooks: no formula ever, identity numbers as text, lossless when read again, marked with who took them."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from documents.household import PRINTED
from doudi.documents import workbooks
from doudi.documents.columns import Column
from doudi.documents.watermark import is_watermark
from doudi.documents.workbooks import WorkbookTooLarge, roster_workbook
from doudi.vocabulary.identity import generate_citizen_id

NUMBER = generate_citizen_id("341221", date(1953, 3, 4), 12)
ACCOUNT = "6217000000000000018"
COLUMNS = (
    Column("number", "身份证号", width=20, note="18位"),
    Column("name", "姓名"),
    Column("amount", "月救助金", "money"),
    Column("since", "起始日", "day"),
    Column("size", "人口", "whole"),
    Column("class", "类别", choices=("A类", "B类")),
)
LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'x",
    "{=1}",
    "_x0041_",
    "007",
    "1e5",
]


def row(**changed: Any) -> dict[str, Any]:
    plain = {"number": NUMBER, "name": "秦葵", "amount": 74_300, "since": date(2025, 7, 1), "size": 2, "class": "A类"}
    return {**plain, **changed}


def made(rows: list[dict[str, Any]]) -> bytes:
    return roster_workbook(COLUMNS, rows, watermark=PRINTED)


def read_again(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_first_line_is_the_watermark_and_the_second_the_headings() -> None:
    lines = read_again(made([row()]))
    assert is_watermark(lines[0][0])
    assert lines[1] == [column.label for column in COLUMNS]


def test_identity_number_and_account_come_back_digit_by_digit() -> None:
    lines = read_again(made([row(name=ACCOUNT)]))
    assert lines[2][:2] == [NUMBER, ACCOUNT]


@pytest.mark.parametrize("text", LIVE)
def test_text_that_looks_live_is_a_plain_string_and_comes_back_the_same(text: str) -> None:
    data = made([row(name=text)])
    assert read_again(data)[2][1] == text
    assert opened(data).worksheets[0].cell(3, 2).data_type == "s"


def test_no_sheet_has_a_formula() -> None:
    hostile = [row(name=text, **{"class": text, "number": text, "since": text, "amount": text}) for text in LIVE]
    columns = (*COLUMNS, Column("more", "=1+1", note="=2+2", choices=("=3",)))
    book = opened(roster_workbook(columns, hostile, watermark=PRINTED))
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}


def test_money_is_a_number_in_yuan_and_unknown_money_is_empty() -> None:
    sheet = opened(made([row(amount=1), row(amount=123_456_789), row(amount=None), row(amount=0)])).worksheets[0]
    assert [sheet.cell(line, 3).value for line in range(3, 7)] == [0.01, 1_234_567.89, None, 0]


def test_days_are_days_and_those_before_spreadsheets_are_text() -> None:
    lines = read_again(made([row(), row(since=date(1899, 12, 31)), row(since=date(1900, 2, 28))]))
    assert [line[3] for line in lines[2:]] == [date(2025, 7, 1), "1899-12-31", "1900-02-28"]


def test_large_whole_number_keeps_its_digits() -> None:
    assert read_again(made([row(size=12_345_678_901_234_567_890)]))[2][4] == "12345678901234567890"


def test_column_of_mixed_values_keeps_each() -> None:
    lines = read_again(made([row(name=None), row(name="x"), row(name=7), row(name=True), row(name="")]))
    assert [line[1] for line in lines[2:]] == ["", "x", "7", "是", ""]


@pytest.mark.parametrize("length", [32_767, 32_768, 100_000])
def test_text_longer_than_a_cell_is_cut_and_says_so(length: int) -> None:
    written = read_again(made([row(name="长" * length)]))[2][1]
    assert len(written) <= 32_767
    assert written.endswith("已截断〕") is (length > 32_767)


def test_rare_characters_count_twice_in_a_cell() -> None:
    written = read_again(made([row(name="𠮷" * 20_000)]))[2][1]
    assert len(written.encode("utf-16-le")) // 2 <= 32_767 and written.endswith("已截断〕")


def test_headings_stay_in_view_and_columns_have_their_width() -> None:
    sheet = opened(made([row()])).worksheets[0]
    assert sheet.freeze_panes == "A3"
    assert sheet.column_dimensions["A"].width == pytest.approx(20, abs=1)
    assert sheet.column_dimensions["A"].number_format == "@"


def test_foot_of_the_printed_page_carries_the_watermark() -> None:
    sheet = opened(made([row()])).worksheets[0]
    assert PRINTED.request_id in sheet.oddFooter.left.text
    assert sheet.page_setup.orientation == "landscape"


def test_properties_name_who_took_it_when_and_under_which_request() -> None:
    properties = opened(made([row()])).properties
    assert properties.description == PRINTED.words
    assert properties.keywords == PRINTED.request_id
    assert properties.created.isoformat() == "2026-11-25T02:21:05"


def test_second_sheet_tells_source_count_and_columns() -> None:
    lines = [list(line) for line in opened(made([row(), row()])).worksheets[1].iter_rows(values_only=True)]
    assert ["出处", PRINTED.words] in lines and ["行数", "2"] in lines
    assert ["身份证号", "文本 · 18位"] in lines and ["类别", "文本 · A类、B类"] in lines


def test_english_roster_has_english_sheets() -> None:
    book = opened(roster_workbook(COLUMNS, [row()], watermark=PRINTED, language="en"))
    assert book.sheetnames == ["Roster", "About"]


def test_rows_may_come_one_by_one() -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield from (row(size=number) for number in range(500))

    assert len(read_again(roster_workbook(COLUMNS, rows(), watermark=PRINTED))) == 502


def test_empty_roster_has_its_headings() -> None:
    assert read_again(made([]))[1] == [column.label for column in COLUMNS]


def test_key_a_row_does_not_have_is_an_empty_cell() -> None:
    assert read_again(made([{"name": "秦葵"}]))[2][:3] == ["", "秦葵", ""]


def test_single_column_is_enough() -> None:
    assert read_again(roster_workbook(COLUMNS[:1], [row()], watermark=PRINTED))[2][0] == NUMBER


def test_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="姓名.*重复"):
        roster_workbook((*COLUMNS, Column("other", "姓名")), [], watermark=PRINTED)


def test_no_column_is_refused() -> None:
    with pytest.raises(ValueError, match="至少"):
        roster_workbook((), [], watermark=PRINTED)


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_ROWS", 2)
    assert len(read_again(made([row(), row()]))) == 4
    with pytest.raises(WorkbookTooLarge, match="CSV"):
        made([row(), row(), row()])
