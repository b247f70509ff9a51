"""Values of workbooks by calamine, which is fast, written in Rust, and gives up in ways of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, load_workbook

from doudi.gateways.spreadsheets.kinds import SAVE_AS
from doudi.gateways.spreadsheets.scan import Scan, scan_findings
from doudi.gateways.spreadsheets.sheet import Grid, SheetCell, SheetRefused


@contextmanager
def opened(data: bytes) -> Iterator[CalamineWorkbook]:
    """The workbook; whatever calamine cannot take, then or while it is read, becomes `SheetRefused`."""
    with _refusals():
        book = load_workbook(BytesIO(data))
        yield book
        book.close()


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns calamine's errors, and the panics of the Rust below, into a refusal."""
    try:
        yield
    except SheetRefused:
        raise
    except PasswordError as error:
        raise SheetRefused("password", "文件设了打开密码；请取消密码后另存，再上传") from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error


def damaged() -> SheetRefused:
    """The refusal of a workbook that contradicts itself."""
    return SheetRefused("damaged", f"表格内部有错误，不能读取；{SAVE_AS}")


def grid_of(name: str, seen: Scan, sheet: CalamineSheet) -> Grid:
    """The sheet's values with the faults in their places, and what was seen beside."""
    rows = _rows(sheet)
    if len(rows) > seen.last_row + 1 or (rows and len(rows[-1]) > seen.last_column + 1):
        raise damaged()
    _put_faults(rows, seen)
    return Grid(
        name=name,
        rows=rows,
        hidden=seen.hidden,
        merges=seen.merges or [(*first, *last) for first, last in sheet.merged_cell_ranges or ()],
        hidden_rows=frozenset(seen.hidden_rows),
        hidden_columns=frozenset(seen.hidden_columns),
        findings=list(scan_findings(seen)),
    )


def _rows(sheet: CalamineSheet) -> list[list[SheetCell]]:
    """The sheet's rows from its very first, all as wide as the widest; an empty cell is an empty text."""
    start = sheet.start
    if start is None:
        return []
    first_row, first_column = start
    margin: list[SheetCell] = [""] * first_column
    rows: list[list[SheetCell]] = [[] for _ in range(first_row)]
    rows += ([*margin, *row] for row in sheet.to_python(skip_empty_area=True))
    return rows


def _put_faults(rows: list[list[SheetCell]], seen: Scan) -> None:
    """Errors are empty cells to calamine: put them where they stand, beyond its last row if need be."""
    for (row, column), fault in seen.faults.items():
        rows += ([] for _ in range(row + 1 - len(rows)))
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = fault
