"""What an open document says of its sheets beside their values. Repeated rows and cells are counted before anybody
lays them out: a kilobyte can say "this row, a million times".
"""

import re
from collections.abc import Iterable, Iterator

from doudi.gateways.spreadsheets.scan import Scan
from doudi.gateways.spreadsheets.sheet import CellFault, SheetRefused

_SLAB = 1024 * 1024
_MOST_PENDING = 8 * _SLAB
# Start tags, and of end tags those that matter.
_TAG = re.compile(
    rb"<table:(table-cell|covered-table-cell|table-row|table-column|table)\b([^>]*)>|</table:(table-row|table)\s*>"
)
_ATTRIBUTE = re.compile(rb"""\b([a-z]+:[a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UNSEEN = (b"collapse", b"filter")
_STRANGE = "表格的内部结构异常；请把数据复制到新表格，另存为.xlsx后上传"


class _Reader:
    """Where one is in the document, and what was seen on the way."""

    def __init__(self) -> None:
        self.scans: list[Scan] = []
        self._depth = 0
        self._row = self._column = self._rows = 0
        self._row_columns: list[tuple[int, int]] = []

    def take(self, element: bytes, raw: bytes, ended: bytes) -> None:
        """Take in one start tag and what it says, or the name of what has ended."""
        if element == b"table-cell" and self._depth == 1 and b"table:" not in raw:
            self._take_plain_cell(raw)
        else:
            self._take_other(ended != b"", element or ended, raw)

    def _take_plain_cell(self, raw: bytes) -> None:
        """A cell that is neither repeated nor merged nor worked out: nearly all are."""
        if b"value-type" in raw:
            self.scans[-1].reach(self._row + self._rows - 1, self._column)
        self._column += 1

    def _take_other(self, closing: bool, element: bytes, raw: bytes) -> None:
        if element == b"table":
            self._take_table(closing)
        elif not self.scans or self._depth != 1:
            return  # A table within a cell is no sheet.
        elif element == b"table-row":
            self._take_row(closing, raw)
        elif element == b"table-column" and not closing:
            self._take_column(_attributes(raw))
        elif not closing:
            self._take_cell(raw, covered=element == b"covered-table-cell")

    def _take_table(self, closing: bool) -> None:
        self._depth += -1 if closing else 1
        if not closing and self._depth == 1:
            self.scans.append(Scan())
            self._row, self._column = 0, 0

    def _take_column(self, told: dict[bytes, bytes]) -> None:
        times = _times(told, b"table:number-columns-repeated")
        if told.get(b"table:visibility") in _UNSEEN:
            self.scans[-1].hidden_columns.update(range(self._column, min(self._column + times, 16384)))
        self._column += times

    def _take_row(self, closing: bool, raw: bytes) -> None:
        if not closing:
            told = _attributes(raw)
            self._rows = _times(told, b"table:number-rows-repeated")
            if told.get(b"table:visibility") in _UNSEEN:
                self.scans[-1].filtered |= told[b"table:visibility"] == b"filter"
                self.scans[-1].hidden_rows.update(range(self._row, self._row + min(self._rows, 1000)))
            self._column = 0
        if closing or raw.endswith(b"/"):
            self._row += self._rows

    def _take_cell(self, raw: bytes, *, covered: bool) -> None:
        told = _attributes(raw) if raw.strip(b"/ ") else {}
        times = _times(told, b"table:number-columns-repeated")
        seen = self.scans[-1]
        if b"office:value-type" in told and not covered:
            seen.reach(self._row + self._rows - 1, self._column + times - 1)
        if b"table:formula" in told:
            self._take_formula(told, seen)
        self._take_span(told, seen)
        self._column += times

    def _take_formula(self, told: dict[bytes, bytes], seen: Scan) -> None:
        seen.formulas += 1
        fault = None
        if b"office:value-type" not in told:
            fault = CellFault("no_value", "没有计算结果的公式")
        elif b"file:/" in told[b"table:formula"]:
            fault = CellFault("external", "取自其他文件的公式")
        if fault is not None:
            seen.reach(self._row, self._column)
            seen.note_fault(self._row, self._column, fault)

    def _take_span(self, told: dict[bytes, bytes], seen: Scan) -> None:
        columns = _times(told, b"table:number-columns-spanned")
        rows = _times(told, b"table:number-rows-spanned")
        if columns > 1 or rows > 1:
            seen.merges.append((self._row, self._column, self._row + rows - 1, self._column + columns - 1))


def scan_document(chunks: Iterable[bytes]) -> list[Scan]:
    """Pass through `content.xml`; raises `SheetRefused` where it reaches too far or is none."""
    reader = _Reader()
    for slab in _slabs(chunks):
        for element, raw, ended in _TAG.findall(slab):
            reader.take(element, raw, ended)
    return reader.scans


def _slabs(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The XML in large pieces that end between two tags."""
    pending = b""
    for chunk in chunks:
        pending += chunk
        cut = pending.rfind(b"<") if len(pending) >= _SLAB else 0
        if cut > 0:
            yield pending[:cut]
            pending = pending[cut:]
        elif len(pending) > _MOST_PENDING:
            raise SheetRefused("damaged", _STRANGE)
    yield pending


def _attributes(raw: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(raw)}


def _times(told: dict[bytes, bytes], name: bytes) -> int:
    number = told.get(name, b"1")
    return max(int(number), 1) if number.isdigit() and len(number) < 9 else 1
