"""What goes back to an office: its rows untouched with the problems beside them, and the form to fill in."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from documents.household import PRINTED
from doudi.documents.columns import Column
from doudi.documents.correction import Problem, ProblemRow, correction_workbook, roster_template
from doudi.vocabulary.identity import generate_citizen_id

NUMBER = generate_citizen_id("341221", date(1953, 3, 4), 12)
HEADERS = ("身份证号", "姓名", "姓名", "金额", "日期")
ROWS = (
    ProblemRow(
        2, (NUMBER, "=1+1", "", 12.5, date(2026, 1, 2)), (Problem("姓名含有不允许的字符", 1), Problem("缺少户主"))
    ),
    ProblemRow(
        7, ("3.6E+17", "_x0041_", None, True, "2023.2.30"), (Problem("日期不存在", 4), Problem("请核对原件", 4))
    ),
    ProblemRow(9, (None, "\0a", "x" * 40_000, 12_345_678_901_234_567, date(1899, 1, 1)), (Problem("身份证号为空", 0),)),
)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def read_again(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_original_columns_come_first_and_in_order_even_if_one_stands_twice() -> None:
    assert read_again(correction_workbook(HEADERS, ROWS))[0] == [*HEADERS, "原行号", "问题"]


def test_cells_come_back_as_they_were_read() -> None:
    lines = read_again(correction_workbook(HEADERS, ROWS))
    assert lines[1][:5] == [NUMBER, "=1+1", "", 12.5, date(2026, 1, 2)]
    assert lines[2][:5] == ["3.6E+17", "_x0041_", "", True, "2023.2.30"]
    assert lines[3][1] == "\0a" and lines[3][3:5] == ["12345678901234567", "1899-01-01"]


def test_row_number_and_problems_stand_behind() -> None:
    lines = read_again(correction_workbook(HEADERS, ROWS))
    assert lines[1][5:] == [2, "姓名含有不允许的字符；缺少户主"]
    assert lines[2][5:] == [7, "日期不存在；请核对原件"]


def test_only_cells_with_a_problem_are_coloured_and_carry_it() -> None:
    sheet = opened(correction_workbook(HEADERS, ROWS)).worksheets[0]
    marked = {
        (cell.row, cell.column)
        for line in sheet.iter_rows(min_row=2)
        for cell in line
        if cell.fill.fill_type == "solid"
    }
    assert marked == {(2, 2), (3, 5), (4, 1)}
    assert sheet.cell(3, 5).comment.text == "日期不存在；请核对原件"


def test_correction_has_no_formula() -> None:
    hostile = [ProblemRow(2, ("=1", "+1", "{=1}", "@x", "http://example.invalid"), (Problem("=1+1", 0),))]
    book = opened(correction_workbook(("=1", "+2", "-3", "@4", "5"), hostile, watermark=PRINTED))
    assert {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line} <= {"s", "n"}
    assert book.properties.description == PRINTED.words


def test_row_longer_than_its_headings_is_cut_to_them() -> None:
    lines = read_again(correction_workbook(("甲",), [ProblemRow(2, ("a", "b"), (Problem("多出一列"),))]))
    assert lines[1] == ["a", 2, "多出一列"]


def test_moment_keeps_its_time() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5)
    assert read_again(correction_workbook(("时间",), [ProblemRow(2, (moment,), ())]))[1][0] == moment


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_number_a_sheet_cannot_hold_is_text(value: float) -> None:
    assert read_again(correction_workbook(("金额",), [ProblemRow(2, (value,), ())]))[1][0] == str(value)


COLUMNS = (
    Column("number", "身份证号", width=20, note="18位", required=True),
    Column("amount", "月救助金", "money"),
    Column("since", "起始日", "day"),
    Column("class", "类别", choices=tuple(f"第{number}类很长的名称" for number in range(60))),
)


def test_template_has_headings_and_nothing_below() -> None:
    assert read_again(roster_template(COLUMNS)) == [[column.label for column in COLUMNS]]


def test_template_explains_every_column_in_a_comment() -> None:
    sheet = opened(roster_template(COLUMNS)).worksheets[0]
    told = [sheet.cell(1, place).comment.text for place in range(1, 5)]
    assert told[0] == "必填；文本，按原样填写；18位" and "元" in told[1] and "2026-07-01" in told[2]
    assert "下拉" in told[3]


def test_template_keeps_numbers_of_identity_as_text() -> None:
    sheet = opened(roster_template(COLUMNS)).worksheets[0]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["B"].number_format == "0.00"


def test_coded_column_drops_down_from_the_second_sheet_however_long_the_list_is() -> None:
    book = opened(roster_template(COLUMNS))
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert rule.formula1 == "代码表!$D$2:$D$61" and str(rule.sqref) == "D2:D20001"
    assert [book["代码表"].cell(line, 4).value for line in (1, 2, 61)] == [
        "类别",
        "第0类很长的名称",
        "第59类很长的名称",
    ]


def test_template_is_the_same_every_time() -> None:
    assert roster_template(COLUMNS) == roster_template(COLUMNS)
