"""A file of another office, read to sheets whose every row is accounted for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from doudi.gateways.spreadsheets.archive import Archive
from doudi.gateways.spreadsheets.columns import is_known_header
from doudi.gateways.spreadsheets.kinds import kind_of, shown_filename
from doudi.gateways.spreadsheets.layout import KnownHeader, arrange
from doudi.gateways.spreadsheets.ods import read_ods
from doudi.gateways.spreadsheets.sheet import Book, CellFault, Finding, Grid, Kind, Sheet, SheetCell, SheetRefused
from doudi.gateways.spreadsheets.text_table import ragged_findings, read_text_table
from doudi.gateways.spreadsheets.xls import read_xls
from doudi.gateways.spreadsheets.xlsx import read_xlsx

MOST_BYTES = 20 * 1024 * 1024

_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #GETTING_DATA".split()
)
_OPEN_ERROR = re.compile(r"(?:Err:|错误:)[0-9]{3}")


def read_table(data: bytes, filename: str, *, known: KnownHeader = is_known_header) -> Book:
    """Read a table of any kind we take: .xlsx, .xls, .ods, .csv; `known` tells what headers look like.

    Raises `SheetRefused`, in Chinese, for everything else. It trusts that the process may use 400 MB and some
    seconds: what comes from outside is read by `read_table_safely`.
    """
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f}MB"
        raise SheetRefused("too_large", f"文件有{size}，超过{MOST_BYTES // 1024 // 1024}MB；请分成几个文件后上传")
    kind, archive = kind_of(data, filename)
    grids, encoding = _grids(data, kind, archive)
    sheets = tuple(_sheet(grid, known, text=kind == "csv") for grid in grids)
    if not sheets:
        raise SheetRefused("empty", "表格里没有任何内容；请核对后重新上传")
    return Book(
        filename=shown_filename(filename),
        kind=kind,
        encoding=encoding,
        digest=sha256(data).hexdigest(),
        sheets=sheets,
        findings=tuple(_findings(sheets)),
    )


def _grids(data: bytes, kind: Kind, archive: Archive | None) -> tuple[list[Grid], str]:
    if archive is not None:
        return list(read_xlsx(data, archive) if kind == "xlsx" else read_ods(data, archive)), ""
    if kind == "xls":
        return list(read_xls(data)), ""
    grid, encoding = read_text_table(data)
    return ([grid] if any(map(any, grid.rows)) else []), encoding


def _sheet(grid: Grid, known: KnownHeader, *, text: bool) -> Sheet:
    lengths = [len(row) for row in grid.rows] if text else []
    grid.rows = [_settled(row) for row in grid.rows]
    sheet = arrange(grid, known)
    if not text or not sheet.header_rows:
        return sheet
    ragged = tuple(ragged_findings(sheet, lengths))
    return replace(sheet, findings=sheet.findings + ragged)


def _settled(row: list[SheetCell]) -> list[SheetCell]:
    """Errors that were kept as text, and numbers that are none, become faults."""
    return [cell if type(cell) is str and cell[:1] not in "#E错" else _fault_or(cell) for cell in row]


def _fault_or(cell: SheetCell) -> SheetCell:
    if isinstance(cell, str) and cell and (cell in _ERRORS or _OPEN_ERROR.fullmatch(cell)):
        return CellFault("error", cell)
    if isinstance(cell, float) and (cell != cell or cell in (float("inf"), float("-inf"))):
        return CellFault("error", "无效数字")
    return cell


def _findings(sheets: tuple[Sheet, ...]) -> Iterator[Finding]:
    visible = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    if len(visible) > 1:
        named = "、".join(f"“{sheet.name}”（{len(sheet.rows)}行）" for sheet in visible)
        yield Finding("ask", "several_sheets", f"有{len(visible)}个工作表有数据：{named}；请选择要导入的工作表")
