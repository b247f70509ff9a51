"""What a table of another office is once it has been read: rows that keep their numbers, and what was noticed."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal, NamedTuple

from doudi.vocabulary.cells import Verdict

Kind = Literal["xlsx", "xls", "ods", "csv"]
RowKind = Literal["title", "header", "data", "blank", "total", "note"]


class SheetRefused(ValueError):
    """A file that cannot be taken as a table; the message, in Chinese, says why and how to save it so that it can.

    `rule` names the reason for programs, for example `password`.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell whose value the file does not hold: an error, a formula never worked out, a link to another file."""

    kind: Literal["error", "no_value", "external"]
    text: str

    def __str__(self) -> str:
        return self.text


# A cell of a table: what the file keeps, or the fault that stands in its place.
SheetCell = str | int | float | bool | date | time | timedelta | CellFault | None


class Row(NamedTuple):
    """One row of a sheet, with the number it has there (from 1)."""

    number: int
    cells: list[SheetCell]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the whole file or sheet that a person must know or decide; `rows` count from 1, `columns` from 0."""

    verdict: Verdict
    rule: str
    message: str
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


class Aside(NamedTuple):
    """A row that is no record, kept so that nothing drops out unseen."""

    number: int
    kind: RowKind
    text: str


@dataclass(frozen=True)
class Counts:
    """How many rows there are of each kind; `read` is all of them, up to the last row that holds anything."""

    title: int = 0
    header: int = 0
    data: int = 0
    blank: int = 0
    total: int = 0
    note: int = 0

    @property
    def read(self) -> int:
        """All rows of the sheet."""
        return self.title + self.header + self.data + self.blank + self.total + self.note


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headers, its records (which are never printed), and the rows beside them.

    `headers` has one text for each column, of two header rows joined by a stroke. `titles` are the lines above.
    """

    name: str
    hidden: bool
    titles: tuple[str, ...]
    headers: tuple[str, ...]
    header_rows: tuple[int, ...]
    rows: list[Row] = field(repr=False)
    asides: tuple[Aside, ...]
    counts: Counts
    findings: tuple[Finding, ...] = ()
    hidden_rows: frozenset[int] = frozenset()

    @property
    def sample(self) -> list[Row]:
        """The first five records, to be looked at before anything is taken over."""
        return self.rows[:5]

    @property
    def refused(self) -> bool:
        """Whether the sheet must be mended in its file before it can be taken over."""
        return any(finding.verdict == "refused" for finding in self.findings)


@dataclass(frozen=True)
class Book:
    """One file: its sheets that hold anything, and `digest`, by which the same file is known when it comes again."""

    filename: str
    kind: Kind
    encoding: str
    digest: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def main(self) -> Sheet:
        """The sheet with the most records, of those not hidden if any is."""
        visible = [sheet for sheet in self.sheets if not sheet.hidden] or list(self.sheets)
        return max(visible, key=lambda sheet: len(sheet.rows))


@dataclass
class Grid:
    """A sheet as its file has it, before anybody asks what the rows are. Rows and columns of merges count from 0."""

    name: str
    rows: list[list[SheetCell]]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    findings: list[Finding] = field(default_factory=list)


def column_letter(column: int) -> str:
    """The letters of a column counted from 0: 0 is `A`, 26 is `AA`."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def range_name(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """A range counted from 0 as a sheet writes it: `A3:B6`."""
    return f"{column_letter(first_column)}{first_row + 1}:{column_letter(last_column)}{last_row + 1}"


def numbers_listed(numbers: list[int] | tuple[int, ...], most: int = 10) -> str:
    """Row numbers for a message, the first few of them: `3、5、8等12行`."""
    listed = "、".join(map(str, numbers[:most]))
    return f"{listed}等{len(numbers)}行" if len(numbers) > most else f"{listed}行"
