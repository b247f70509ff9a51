"""One row of a roster, read field by field: what it says, and what is the matter with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from doudi.gateways.spreadsheets.column import RosterColumn, Secrecy
from doudi.gateways.spreadsheets.columns import columns_by_field
from doudi.gateways.spreadsheets.problems import Problem, RosterRow
from doudi.gateways.spreadsheets.row_checks import row_problems
from doudi.gateways.spreadsheets.sheet import CellFault, Row, SheetCell, column_letter
from doudi.vocabulary.cells import Cell, Read, as_text, refuse, shown
from doudi.vocabulary.identity import mask_account, mask_citizen_id, mask_phone

# From here on a spreadsheet no longer keeps every digit of a number.
_CUT_FROM = 10**15


class RowReader:
    """Reads the rows of one sheet with one mapping, on one day."""

    def __init__(self, mapping: Mapping[int, str], *, on: date) -> None:
        known = columns_by_field()
        self._on = on
        self._columns = [(at, column_letter(at), known[field]) for at, field in sorted(mapping.items())]

    def read(self, cells: Sequence[SheetCell], number: int) -> RosterRow:
        """One row; nothing in it raises."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for at, letter, column in self._columns:
            cell = cells[at] if at < len(cells) else None
            if isinstance(cell, CellFault):
                problems.append(_problem(number, letter, column, str(cell), _faulty(cell)))
                continue
            read = column.read(cell, self._on)
            if read.value is not None:
                values[column.field] = read.value
            elif read.verdict in ("ok", "normalised") and column.missing != "ok":
                problems.append(_blank(number, letter, column))
            if read.note:
                problems.append(_problem(number, letter, column, cell, read))
        return RosterRow(number, values, tuple(problems))


def _faulty(fault: CellFault) -> Read[Any]:
    advice = {
        "error": "单元格出错，没有值；请改为正确的数值后再上传",
        "no_value": "公式没有计算结果；请在Excel或WPS中打开、重新计算并保存，或改为数值",
        "external": "数值取自其他文件，不能确认；请复制后“选择性粘贴→数值”，再上传",
    }
    return refuse(advice[fault.kind])


def _blank(number: int, letter: str, column: RosterColumn) -> Problem:
    told = f"第{number}行{letter}列“{column.label}”为空，"
    told += "请补填；确实没有的请选择原因" if column.missing == "ask" else "请补填"
    return Problem(number, letter, column.field, column.missing, told, rule="missing")


def _problem(number: int, letter: str, column: RosterColumn, cell: Cell, read: Read[Any]) -> Problem:
    seen = seen_value(cell, column.secrecy)
    quoted = "" if not seen or f"“{seen}”" in read.note else f"填的是“{seen}”，"
    message = f"第{number}行{letter}列“{column.label}”{quoted or '：'}{read.note}"
    return Problem(number, letter, column.field, read.verdict, message, read.proposal)


def seen_value(cell: Cell, secrecy: Secrecy) -> str:
    """The cell for a message, as much of it as may be shown."""
    if secrecy == "open":
        return shown(cell)
    if isinstance(cell, int | float) and abs(cell) >= _CUT_FROM:
        return "数字格式"
    text = " ".join(as_text(cell).split())
    masks = {"citizen_id": mask_citizen_id, "account": mask_account, "phone": mask_phone}
    return masks[secrecy](text) if any(character.isdigit() for character in text) else shown(text)


def read_row(cells: Sequence[SheetCell], mapping: Mapping[int, str], *, number: int, on: date) -> RosterRow:
    """One row by itself, with the checks of its fields against one another; many are read faster by `read_rows`."""
    return next(read_rows([Row(number, list(cells))], mapping, on=on))


def read_rows(rows: Iterable[Row], mapping: Mapping[int, str], *, on: date) -> Iterator[RosterRow]:
    """The rows of a sheet, each with the checks of its fields against one another; `on` is the day of reading."""
    reader = RowReader(mapping, on=on)
    letters = {field: column_letter(at) for at, field in mapping.items()}
    for row in rows:
        read = reader.read(row.cells, row.number)
        found = tuple(row_problems(read, letters, on))
        yield RosterRow(read.number, read.values, read.problems + found) if found else read
