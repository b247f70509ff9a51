"""What a worksheet's XML says beside its values: how far it reaches, what is hidden, which cells have no value.

The reader of values is fast and tells none of this: an error is an empty cell to it, a hidden row like any other, and
a single cell in the last corner makes it ask for more memory than there is. So the XML is passed through first, in
pieces, by expressions that run in C; nothing is built from it.
"""

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter

from doudi.gateways.spreadsheets.scan import Scan, refuse_too_far
from doudi.gateways.spreadsheets.sheet import CellFault, SheetRefused

_SLAB = 1024 * 1024
_MOST_PENDING = 32 * _SLAB

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet\b")
_ATTRIBUTE = re.compile(rb"""\b([A-Za-z]+)\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_OTHER_FILE = re.compile(rb"\[[0-9]+\][^\]]*!")
_TRUE = (b"1", b"true")
_NOUGHT = (b"0", b"0.0")
_STRANGE = "工作表的内部结构异常；请在Excel或WPS中把数据复制到新表格，另存为.xlsx后上传"


class _Words:
    """The expressions for one prefix of element names, since some programs write `<x:row>` for `<row>`."""

    def __init__(self, prefix: bytes) -> None:
        begin, end = b"<" + prefix, b"</" + prefix
        self.row_start, self.row_end = begin + b"row", end + b"row>"
        self.rows_start, self.formula_start, self.filter_start = (
            begin + b"sheetData",
            begin + b"f",
            begin + b"filterColumn",
        )
        self.column = re.compile(begin + rb"col\b([^>]*)>")
        self.defaults = re.compile(begin + rb"sheetFormatPr\b([^>]*)>")
        self.row = re.compile(begin + rb"row\b([^>]*)>")
        # A cell written `<c …/>` has a style and no value. Nearly every program writes the place first.
        self.reference = re.compile(begin + rb"""c(?:\s+r="([A-Z]{1,3})([0-9]{1,7})")?(?=[\s>])[^>]*(?<!/)>""")
        self.cell_start = re.compile(begin + rb"c\b([^>]*)(?<!/)>")
        self.cell = re.compile(begin + rb"c\b([^>]*)(?<!/)>(.*?)" + end + rb"c>", re.S)
        self.formula = re.compile(begin + rb"f\b[^>]*?(?:/>|>(.*?)" + end + rb"f>)", re.S)
        self.value = re.compile(begin + rb"(?:v|t)\b[^>]*>([^<]*)</")


def scan_worksheet(chunks: Iterable[bytes]) -> Scan:
    """Pass through a worksheet's XML; raises `SheetRefused` where it is none, or reaches too far."""
    seen = Scan()
    words: _Words | None = None
    row = -1
    slab = b""
    for slab in _slabs(chunks):
        if words is None:
            words = _words_of(slab)
            _scan_head(slab.partition(words.rows_start)[0], words, seen)
        row = _scan_rows(slab, words, seen, row)
    seen.filtered = words is not None and words.filter_start in slab
    return seen


def _slabs(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The XML in large pieces, each of whole rows; the last holds all that follows the rows, too."""
    pending = b""
    end = b""
    for chunk in chunks:
        pending += chunk
        if len(pending) < _SLAB:
            continue
        end = end or _words_of(pending).row_end
        at = pending.rfind(end)
        if at >= 0:
            yield pending[: at + len(end)]
            pending = pending[at + len(end) :]
        elif len(pending) > _MOST_PENDING:
            raise SheetRefused("damaged", _STRANGE)
    yield pending


def _words_of(slab: bytes) -> _Words:
    root = _ROOT.search(slab)
    if root is None:
        raise SheetRefused("damaged", _STRANGE)
    return _Words(root[1] + b":" if root[1] else b"")


def _scan_head(head: bytes, words: _Words, seen: Scan) -> None:
    """The columns, and whether rows are hidden unless they say otherwise."""
    for found in words.column.finditer(head):
        column = dict(_ATTRIBUTE.findall(found[1]))
        first, last = (column.get(end, b"").decode("ascii", "replace") for end in (b"min", b"max"))
        unseen = column.get(b"hidden") in _TRUE or column.get(b"width") in _NOUGHT
        if unseen and first.isdecimal() and last.isdecimal() and len(last) < 7:
            seen.hidden_columns.update(range(int(first) - 1, min(int(last), 16384)))
    for found in words.defaults.finditer(head):
        seen.rows_hidden_by_default = dict(_ATTRIBUTE.findall(found[1])).get(b"zeroHeight") in _TRUE


def _scan_rows(slab: bytes, words: _Words, seen: Scan, before: int) -> int:
    """Take in the rows of one piece; `before` is the last row of the piece before, and that of this one is answered."""
    row = before
    for found in words.row.finditer(slab):
        row = _scan_row(found[1], seen, row)
    references = words.reference.findall(slab)
    if (b"", b"") in references:
        _reach_row_by_row(slab, words, seen, before)
    elif references:
        _reach(references, seen)
    if words.formula_start in slab or b't="e"' in slab or b"t='e'" in slab:
        _scan_faults(slab, words, seen)
    return row


def _scan_row(attributes: bytes, seen: Scan, before: int) -> int:
    """The number of a row, from its start tag; most say no more than that."""
    if attributes.startswith(b' r="') and b"hidden" not in attributes and b"ht=" not in attributes:
        return _row_number(attributes[4:].partition(b'"')[0], before)
    told = dict(_ATTRIBUTE.findall(attributes))
    row = _row_number(told.get(b"r", b""), before)
    if told.get(b"hidden") in _TRUE or told.get(b"ht") in _NOUGHT:
        seen.hidden_rows.add(row)
    return row


def _row_number(digits: bytes, before: int) -> int:
    return int(digits) - 1 if digits.isdigit() and len(digits) < 8 else before + 1


def _reach(references: list[tuple[bytes, bytes]], seen: Scan) -> None:
    """How far the cells with values go."""
    seen.last_row = max(seen.last_row, max(map(int, set(map(itemgetter(1), references)))) - 1)
    seen.last_column = max(seen.last_column, max(map(_column, set(map(itemgetter(0), references)))))
    refuse_too_far(seen)


def _reach_row_by_row(slab: bytes, words: _Words, seen: Scan, row: int) -> None:
    """The same where cells say late or not at all where they are; those that do not stand one after another."""
    for piece in slab.split(words.row_start)[1:]:
        row = _scan_row(piece.partition(b">")[0], seen, row)
        for count, attributes in enumerate(words.cell_start.findall(piece)):
            told = dict(_ATTRIBUTE.findall(attributes)).get(b"r")
            seen.reach(*(_place(told) if told else (row, count)))


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def _place(reference: bytes) -> tuple[int, int]:
    found = _PLACE.fullmatch(reference)
    if found is None:
        raise SheetRefused("damaged", _STRANGE)
    return int(found[2]) - 1, _column(found[1])


def _scan_faults(slab: bytes, words: _Words, seen: Scan) -> None:
    """Cells with an error, or with a formula that has no value or takes it from another file."""
    for found in words.cell.finditer(slab):
        if words.formula_start not in found[2] and b"e" not in found[1]:
            continue
        told = dict(_ATTRIBUTE.findall(found[1]))
        formula = words.formula.search(found[2])
        seen.formulas += formula is not None
        fault = _fault(told.get(b"t", b""), formula, words.value.search(found[2]))
        if fault is not None:
            seen.note_fault(*_place(told.get(b"r", b"")), fault)


def _fault(kind: bytes, formula: re.Match[bytes] | None, value: re.Match[bytes] | None) -> CellFault | None:
    if formula is not None and _OTHER_FILE.search(formula[1] or b""):
        return CellFault("external", "取自其他文件的公式")
    if kind == b"e":
        return CellFault("error", value[1].decode("utf-8", "replace")[:20] if value else "#错误")
    if formula is not None and kind != b"str" and not (value and value[1]):
        return CellFault("no_value", "没有计算结果的公式")
    return None
