"""A book on its way between two processes: as JSON, since the sender has read what a stranger wrote.

Plain values stay as they are; what JSON has no form for is a list of a mark and text.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson

from doudi.gateways.spreadsheets.sheet import Aside, Book, CellFault, Counts, Finding, Row, Sheet, SheetCell

_PLAIN = (str, int, float, bool, type(None))


def packed(book: Book) -> bytes:
    """The book as JSON."""
    return orjson.dumps(
        {
            **{name: getattr(book, name) for name in ("filename", "kind", "encoding", "digest")},
            "findings": [_packed_finding(finding) for finding in book.findings],
            "sheets": [_packed_sheet(sheet) for sheet in book.sheets],
        }
    )


def _packed_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        **{name: getattr(sheet, name) for name in ("name", "hidden", "titles", "headers", "header_rows")},
        "rows": [(row.number, [_packed_cell(cell) for cell in row.cells]) for row in sheet.rows],
        "asides": [list(aside) for aside in sheet.asides],
        "counts": {name: getattr(sheet.counts, name) for name in Counts.__dataclass_fields__},
        "findings": [_packed_finding(finding) for finding in sheet.findings],
        "hidden_rows": sorted(sheet.hidden_rows),
    }


def _packed_finding(finding: Finding) -> list[Any]:
    return [finding.verdict, finding.rule, finding.message, finding.rows, finding.columns]


def _packed_cell(cell: SheetCell) -> Any:
    if isinstance(cell, _PLAIN):
        return cell
    if isinstance(cell, CellFault):
        return ["fault", cell.kind, cell.text]
    if isinstance(cell, timedelta):
        return ["span", cell.days, cell.seconds, cell.microseconds]
    return ["moment" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else "time", cell.isoformat()]


_MADE: dict[str, Callable[..., SheetCell]] = {
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "time": time.fromisoformat,
    "span": timedelta,
    "fault": CellFault,
}


def unpacked(raw: bytes) -> Book:
    """The book again; raises `ValueError`, `KeyError` or `TypeError` for what is none."""
    told = orjson.loads(raw)
    return Book(
        told["filename"],
        told["kind"],
        told["encoding"],
        told["digest"],
        tuple(_unpacked_sheet(sheet) for sheet in told["sheets"]),
        tuple(_unpacked_finding(finding) for finding in told["findings"]),
    )


def _unpacked_sheet(told: dict[str, Any]) -> Sheet:
    return Sheet(
        name=told["name"],
        hidden=told["hidden"],
        titles=tuple(told["titles"]),
        headers=tuple(told["headers"]),
        header_rows=tuple(told["header_rows"]),
        rows=[Row(number, [_unpacked_cell(cell) for cell in cells]) for number, cells in told["rows"]],
        asides=tuple(Aside(*aside) for aside in told["asides"]),
        counts=Counts(**told["counts"]),
        findings=tuple(_unpacked_finding(finding) for finding in told["findings"]),
        hidden_rows=frozenset(told["hidden_rows"]),
    )


def _unpacked_finding(told: list[Any]) -> Finding:
    verdict, rule, message, rows, columns = told
    return Finding(verdict, rule, message, tuple(rows), tuple(columns))


def _unpacked_cell(cell: Any) -> SheetCell:
    return _MADE[cell[0]](*cell[1:]) if isinstance(cell, list) else cell
