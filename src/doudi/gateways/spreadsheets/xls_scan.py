"""What the records of an old workbook say beside its values: the same questions as for a worksheet's XML."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from doudi.gateways.spreadsheets.scan import Scan
from doudi.gateways.spreadsheets.sheet import CellFault, SheetRefused

_BOF, _EOF, _BOUND_SHEET, _FILE_PASS, _SUPPLEMENT = 0x0809, 0x000A, 0x0085, 0x002F, 0x01AE
_ROW, _COLUMN, _FILTERED, _ROW_DEFAULT = 0x0208, 0x007D, 0x009B, 0x0225
_TEXTS, _DIMENSIONS = 0x00FC, 0x0200
_FORMULA, _BOOLEAN_OR_ERROR, _MULTIPLE = 0x0006, 0x0205, 0x00BD
# Number, text from the table of texts, text, rich text, small number, many small numbers, formula, truth or error.
_VALUES = frozenset({0x0203, 0x00FD, 0x0204, 0x00D6, 0x027E, _MULTIPLE, _FORMULA, _BOOLEAN_OR_ERROR})
_WORKSHEET, _MACRO_SHEET = 0, 1
# References within the book, and to the functions of add-ins: neither is another file.
_NOT_OTHER_FILES = (b"\x01\x04", b"\x01\x3a")
_LAST_COLUMN = 255
_ROWS = 65_536
_STRANGE = "工作簿的内部结构有错误；请在Excel或WPS中打开后另存为.xlsx，再上传"
# Kinds of result of a formula that are no number.
_FAILED, _EMPTY = 2, 3
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass
class OldBook:
    """What was seen of the whole book: its worksheets in order, and whether it takes values from other files."""

    sheets: list[Scan] = field(default_factory=list)
    external: bool = False


def scan_records(stream: bytes) -> OldBook:
    """Pass through the stream of a workbook; raises `SheetRefused` for a password or for macros."""
    book = OldBook()
    starts: dict[int, Scan] = {}
    for kind, body in _records(stream, 0):
        if kind == _FILE_PASS:
            raise SheetRefused("password", "文件设了打开密码；请取消密码后另存，再上传")
        if kind == _BOUND_SHEET and len(body) >= 6:
            _note_sheet(body, book, starts)
        elif kind == _SUPPLEMENT and body[2:4] not in _NOT_OTHER_FILES:
            book.external = True
        elif kind == _TEXTS and len(body) >= 8 and int.from_bytes(body[4:8], "little") > len(stream) // 3:
            raise SheetRefused("damaged", _STRANGE)
        elif kind == _EOF:
            break
    for start, seen in starts.items():
        _scan_sheet(stream, start, seen)
    return book


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _note_sheet(body: bytes, book: OldBook, starts: dict[int, Scan]) -> None:
    start, state, kind = struct.unpack_from("<IBB", body)
    if kind == _MACRO_SHEET:
        raise SheetRefused("macros", "文件带有宏表，为安全起见不能导入；请另存为不带宏的“Excel 工作簿(*.xlsx)”")
    if kind == _WORKSHEET:
        starts[start] = Scan(hidden=state & 3 != 0)
        book.sheets.append(starts[start])


def _scan_sheet(stream: bytes, start: int, seen: Scan) -> None:
    depth = 0
    for kind, body in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if kind in _VALUES:
            _note_cell(kind, body, seen)
        elif kind == _DIMENSIONS:
            _refuse_dimensions(body)
        elif kind == _ROW and len(body) >= 14 and body[12] & 0x20:
            seen.hidden_rows.add(int.from_bytes(body[:2], "little"))
        elif kind == _COLUMN and len(body) >= 10 and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            seen.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
        elif kind == _FILTERED:
            seen.filtered = True
        elif kind == _ROW_DEFAULT and body[:1] and body[0] & 2:
            seen.rows_hidden_by_default = True


def _refuse_dimensions(body: bytes) -> None:
    """Calamine makes room for as many cells as the sheet says it has, at once."""
    if len(body) < 12:
        return
    first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", body)
    if first_row > last_row or last_row > _ROWS or first_column > last_column or last_column > _LAST_COLUMN + 1:
        raise SheetRefused("damaged", _STRANGE)


def _note_cell(kind: int, body: bytes, seen: Scan) -> None:
    if len(body) < 6:
        return
    row, column = struct.unpack_from("<HH", body)
    last = int.from_bytes(body[-2:], "little") if kind == _MULTIPLE else column
    if max(column, last) > _LAST_COLUMN:
        raise SheetRefused("damaged", _STRANGE)
    seen.reach(row, last)
    seen.formulas += kind == _FORMULA
    seen.empty_formulas += kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == _EMPTY
    error = _error(kind, body)
    if error is not None:
        seen.note_fault(row, column, CellFault("error", _ERRORS.get(error, "#错误")))


def _error(kind: int, body: bytes) -> int | None:
    """The code of an error, in a cell that holds one or in the result of a formula."""
    if kind == _BOOLEAN_OR_ERROR and len(body) >= 8 and body[7] == 1:
        return body[6]
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == _FAILED:
        return body[8]
    return None
