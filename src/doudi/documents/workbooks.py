"""Rosters as workbooks: fast, without a single formula, numbers of identity as text, and marked with who took them.

The sheet begins with the watermark, then the headings, then the rows. A second sheet says what the columns mean. The
writer keeps what it has written in a file without a name, which vanishes with the process; no value gets a file name.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rustpy_xlsxwriter import Format, write_worksheets

from doudi.documents.columns import Cell, Column, Value, cells, checked
from doudi.documents.properties import with_properties
from doudi.documents.watermark import Language, Watermark

LARGEST_ROWS = 1_048_574
_SHEETS = {"zh": ("名册", "说明"), "en": ("Roster", "About")}
_NUMBER_FORMATS = {"text": "@", "money": "#,##0.00", "day": "yyyy-mm-dd", "whole": "0"}
_KINDS = {
    "zh": {"text": "文本", "money": "金额（元）", "day": "日期", "whole": "整数"},
    "en": {"text": "text", "money": "amount (yuan)", "day": "date", "whole": "whole number"},
}
_ABOUT = {
    "zh": (
        "项目",
        "内容",
        "行数",
        "出处",
        "证件号码、账号等按文本保存；本表没有公式；第一行是水印，不是数据。",
    ),
    "en": (
        "Subject",
        "Content",
        "Rows",
        "Taken by",
        "Numbers are text; there are no formulas; the first line is a watermark, not data.",
    ),
}


class WorkbookTooLarge(ValueError):
    """More rows than a sheet holds; the message, in Chinese, says what to do."""


def roster_workbook(
    columns: Iterable[Column],
    rows: Iterable[Mapping[str, Value]],
    *,
    watermark: Watermark,
    language: Language = "zh",
) -> bytes:
    """A workbook of one row for each of `rows`, by the keys of the columns.

    Rows may come from a generator. Raises `ValueError` for columns that stand twice and `WorkbookTooLarge` beyond
    1,048,574 rows. Texts longer than a cell (32,767) are cut and say so.
    """
    listed = checked(columns)
    roster, about = _SHEETS[language]
    counted = _Counted(rows)
    into = io.BytesIO()
    write_worksheets(
        [(roster, counted.cells(listed)), (about, _about(listed, counted, watermark, language))],
        into,
        header_row={roster: 1},
        merge_ranges={roster: [(0, 0, 0, max(len(listed) - 1, 1), watermark.line(language), _faint())]},
        freeze_panes={roster: {"row": 2, "col": 0}, about: {"row": 1, "col": 0}},
        header_format={"general": _heading()},
        column_formats={roster: {column.label: _format(column) for column in listed}, about: _wrapped(language)},
        column_widths={roster: {column.label: column.width for column in listed}, about: [22, 80]},
        autofilter={roster: True},
        ignore_errors={roster: [column.label for column in listed if column.kind == "text"]},
        page_setup={roster: _page(watermark.line(language))},
    )
    return with_properties(into.getvalue(), watermark, title=roster)


class _Counted:
    """Rows that know, once they have run through, how many they were."""

    def __init__(self, rows: Iterable[Mapping[str, Value]]) -> None:
        self.rows, self.count = rows, 0

    def cells(self, columns: tuple[Column, ...]) -> Iterator[dict[str, Cell]]:
        for row in self.rows:
            self.count += 1
            if self.count > LARGEST_ROWS:
                raise WorkbookTooLarge(f"超过一张工作表的行数上限（{LARGEST_ROWS}行）；请缩小范围，或改用 CSV 导出")
            yield cells(row, columns)
        if self.count == 0:
            # The writer learns the headings from the first row, so an empty roster has one row of empty cells.
            yield cells({}, columns)


def _about(
    columns: tuple[Column, ...], counted: _Counted, watermark: Watermark, language: Language
) -> Iterator[dict[str, str]]:
    """The lines of the second sheet, written after the rows have been counted."""
    subject, content, rows, source, manner = _ABOUT[language]
    lines = [(source, watermark.words), (rows, str(counted.count)), ("", manner)]
    for column in columns:
        told = (_KINDS[language][column.kind], column.note, "、".join(column.choices))
        lines.append((column.label, " · ".join(part for part in told if part)))
    for name, words in lines:
        yield {subject: name, content: words}


def _format(column: Column) -> Format:
    form = Format().set_num_format(_NUMBER_FORMATS[column.kind])
    # The quote keeps `=1+1` a text even when somebody opens the cell and presses Enter.
    return form.set_quote_prefix() if column.kind == "text" else form


def _heading() -> Format:
    return Format().set_bold().set_background_color("#E8EEF4").set_border_bottom("thin").set_num_format("@")


def _faint() -> Format:
    return Format().set_font_color("#808080").set_font_size(9).set_align("left")


def _wrapped(language: Language) -> dict[str, Format]:
    return {name: Format().set_text_wrap().set_num_format("@").set_quote_prefix() for name in _ABOUT[language][:2]}


def _page(line: str) -> dict[str, Any]:
    """A4 across, the headings on every page, the watermark and the page number at the foot."""
    return {
        "landscape": True,
        "paper_size": 9,
        "fit_to_pages": (1, 0),
        "repeat_rows": (0, 1),
        # An ampersand is a command here, two are one; the foot holds 255 characters.
        "footer": f"&L&8{line[:200].replace('&', '&&')[:220]}&R&8&P / &N",
    }
