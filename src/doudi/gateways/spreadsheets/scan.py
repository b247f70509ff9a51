"""What is to be known of a sheet beside its values, whichever way its file says it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from doudi.gateways.spreadsheets.sheet import CellFault, Finding, SheetRefused

MOST_ROWS = 100_000
# The reader of values lays out every cell up to the last row and column: this many fit into 200 MB.
MOST_CELLS = 6_000_000
MOST_FAULTS = 10_000
_FULL_SHEETS = (65_536, 1_048_576)


@dataclass
class Scan:
    """What was seen; rows and columns count from 0, `last_row` and `last_column` are −1 where no cell has a value."""

    hidden: bool = False
    last_row: int = -1
    last_column: int = -1
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows_hidden_by_default: bool = False
    filtered: bool = False
    formulas: int = 0
    empty_formulas: int = 0
    faults: dict[tuple[int, int], CellFault] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Take in that a cell there has a value; raises `SheetRefused` where that is too far out."""
        if row > self.last_row or column > self.last_column:
            self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
            refuse_too_far(self)

    def note_fault(self, row: int, column: int, fault: CellFault) -> None:
        """Take in a cell without a proper value; raises `SheetRefused` where there are too many."""
        self.faults[row, column] = fault
        if len(self.faults) > MOST_FAULTS:
            raise SheetRefused("faults", f"工作表中有{MOST_FAULTS}个以上的单元格出错或没有值；请改为数值后另存，再上传")


def refuse_too_far(seen: Scan) -> None:
    """Raise `SheetRefused` for more rows or cells than a roster can have."""
    rows, columns = seen.last_row + 1, seen.last_column + 1
    if rows > MOST_ROWS:
        cut = "；正好到表格行数的上限，可能已被截断，请核对原数据" if rows in _FULL_SHEETS else ""
        raise SheetRefused("too_many_rows", f"工作表有{rows}行，超过{MOST_ROWS}行；请按村或乡镇分成几个文件{cut}")
    if rows * columns > MOST_CELLS:
        raise SheetRefused("too_wide", f"工作表有{rows}行{columns}列，超出范围；请删去数据以外的内容，另存后上传")


def scan_findings(seen: Scan) -> Iterator[Finding]:
    """What was seen that concerns the whole sheet."""
    if seen.filtered:
        yield Finding("ask", "filtered", "工作表开着筛选，筛掉的行看不见但仍会导入；请确认，或取消筛选后另存再上传")
    if seen.rows_hidden_by_default:
        yield Finding("ask", "hidden_rows", "工作表默认隐藏各行；请取消隐藏后另存再上传，或确认全部导入")
    if seen.formulas:
        yield Finding("normalised", "formulas", f"有{seen.formulas}个单元格是公式，按其已有的计算结果读取")
    if seen.empty_formulas:
        told = f"有{seen.empty_formulas}个公式没有结果或结果为空，按空白读取；请打开文件重新计算并保存，或确认"
        yield Finding("ask", "empty_formulas", told)
    if seen.last_row + 1 in _FULL_SHEETS:
        told = f"数据正好有{seen.last_row + 1}行，到了旧版表格的上限，后面的可能已被截断；请与原数据核对总数"
        yield Finding("ask", "cut_off", told)
