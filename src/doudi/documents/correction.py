"""What goes back to an office that sent a roster: its rows as they came, with what is wrong, and the empty form to fill in.

Both are small and want formats cell by cell, so the slower writer makes them, in memory: its other way leaves rows in
named temporary files.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from doudi.documents.columns import Column, checked, text
from doudi.documents.watermark import Watermark

PROBLEM_HEADINGS = ("原行号", "问题")
_SHEET, _CODES = "名册", "代码表"
_FILLED_ROWS = 20_000
_FIRST_DAY = datetime(1900, 3, 1)
_LARGEST_EXACT = 10**15
_COMMENT = {"x_scale": 1.6, "font_size": 9}
_NEVER_LIVE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a row, in Chinese; `column` is the place of its cell from 0, None where it is the row."""

    message: str
    column: int | None = None


@dataclass(frozen=True)
class ProblemRow:
    """A row as it was read, with the number it has in its file (the first line is 1) and what is wrong with it."""

    number: int
    cells: Sequence[object]
    problems: tuple[Problem, ...]


def correction_workbook(
    headers: Sequence[str], rows_with_problems: Iterable[ProblemRow], *, watermark: Watermark | None = None
) -> bytes:
    """The rows with their cells untouched, and two columns behind them: the row number and the problems.

    Cells with a problem are coloured and carry it as a comment. Headings may stand twice, as they came. Numbers and
    days stay what they were; what a cell of a spreadsheet cannot hold is written as text.
    """
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, _NEVER_LIVE) as book:
        styles = _Styles(book)
        _mark(book, watermark)
        sheet = book.add_worksheet(_SHEET)
        for place, heading in enumerate((*headers, *PROBLEM_HEADINGS)):
            sheet.write_string(0, place, text(heading), styles.heading)
        for line, row in enumerate(rows_with_problems, start=1):
            _write_row(sheet, line, row, len(headers), styles)
        _lay_out_correction(sheet, len(headers))
    return into.getvalue()


class _Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        marked = {"bg_color": "#FFD9D9", "border": 1, "border_color": "#C00000"}
        self.heading = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "num_format": "@"})
        self.required = book.add_format({"bold": True, "bg_color": "#FCE4D6", "bottom": 1, "num_format": "@"})
        self.words = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.money = book.add_format({"num_format": "0.00"})
        self.marked = book.add_format({**marked, "num_format": "@", "quote_prefix": True})
        self.marked_number = book.add_format(marked)
        self.marked_day = book.add_format({**marked, "num_format": "yyyy-mm-dd"})
        self.problem = book.add_format({"text_wrap": True, "font_color": "#C00000", "num_format": "@"})


def _write_row(sheet: Worksheet, line: int, row: ProblemRow, width: int, styles: _Styles) -> None:
    for place, value in enumerate(row.cells[:width]):
        here = [problem.message for problem in row.problems if problem.column == place]
        _write_cell(sheet, line, place, value, styles, marked=bool(here))
        if here:
            sheet.write_comment(line, place, "；".join(here)[:1000], _COMMENT)
    sheet.write_number(line, width, row.number)
    messages = [problem.message for problem in row.problems]
    sheet.write_string(line, width + 1, text("；".join(messages)), styles.problem)


def _write_cell(sheet: Worksheet, line: int, place: int, value: Any, styles: _Styles, *, marked: bool) -> None:
    """The value as what it was read as: a truth, a number, a day, or a text that is never a formula."""
    if value is None or value == "":
        if marked:
            sheet.write_blank(line, place, None, styles.marked)
    elif isinstance(value, bool):
        sheet.write_boolean(line, place, value, styles.marked_number if marked else None)
    elif isinstance(value, int | float) and abs(value) < _LARGEST_EXACT:
        sheet.write_number(line, place, value, styles.marked_number if marked else None)
    elif isinstance(value, date) and (moment := _moment(value)) >= _FIRST_DAY:
        plain = styles.moment if moment.time() != time() else styles.day
        sheet.write_datetime(line, place, moment, styles.marked_day if marked else plain)
    else:
        sheet.write_string(line, place, text(value), styles.marked if marked else styles.words)


def _moment(day: date) -> datetime:
    return day.replace(tzinfo=None) if isinstance(day, datetime) else datetime.combine(day, time())


def _lay_out_correction(sheet: Worksheet, width: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(width - 1, 0), 16)
    sheet.set_column(width, width, 8)
    sheet.set_column(width + 1, width + 1, 70)


def roster_template(columns: Iterable[Column], *, watermark: Watermark | None = None) -> bytes:
    """An empty roster to fill in: the headings, each with a comment, and formats for the first 20,000 rows.

    Columns with `choices` drop down (the values stand on a second sheet), numbers of identity and accounts are text
    from the start, required headings are coloured. Raises `ValueError` for columns that stand twice.
    """
    listed = checked(columns)
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, _NEVER_LIVE) as book:
        styles = _Styles(book)
        _mark(book, watermark)
        sheet, codes = book.add_worksheet(_SHEET), book.add_worksheet(_CODES)
        formats = {"text": styles.words, "money": styles.money, "day": styles.day, "whole": None}
        for place, column in enumerate(listed):
            sheet.set_column(place, place, column.width, formats[column.kind])
            sheet.write_string(0, place, column.label, styles.required if column.required else styles.heading)
            sheet.write_comment(0, place, _explained(column), _COMMENT)
            _restrict(sheet, codes, place, column, styles)
        sheet.freeze_panes(1, 0)
    return into.getvalue()


def _explained(column: Column) -> str:
    """What belongs into a column, as the comment of its heading."""
    kinds = {
        "text": "文本，按原样填写",
        "money": "金额，单位元，最多两位小数",
        "day": "日期，例如 2026-07-01",
        "whole": "整数",
    }
    told = [
        "必填" if column.required else "可不填",
        kinds[column.kind],
        column.note,
        "请从下拉列表中选择" if column.choices else "",
    ]
    return "；".join(part for part in told if part)


def _restrict(sheet: Worksheet, codes: Worksheet, place: int, column: Column, styles: _Styles) -> None:
    """The choices of a column as a list that drops down; it may be longer than the 255 characters a rule holds."""
    if not column.choices:
        return
    letters = xl_col_to_name(place)
    codes.write_string(0, place, column.label, styles.heading)
    for line, choice in enumerate(column.choices, start=1):
        codes.write_string(line, place, text(choice), styles.words)
    codes.set_column(place, place, column.width)
    rule = {
        "validate": "list",
        "source": f"={_CODES}!${letters}$2:${letters}${len(column.choices) + 1}",
        "error_title": "不在列表中",
        "error_message": "请从下拉列表中选择；列表见“代码表”。",
    }
    sheet.data_validation(1, place, _FILLED_ROWS, place, rule)


def _mark(book: Workbook, watermark: Watermark | None) -> None:
    """The properties of the workbook; without a watermark nothing but a fixed day, so that the bytes stay the same."""
    moment = watermark.at.astimezone(UTC).replace(tzinfo=None) if watermark else datetime(2000, 1, 1)
    told = {"author": watermark.who, "comments": watermark.words, "keywords": watermark.request_id} if watermark else {}
    book.set_properties({**told, "created": moment})
