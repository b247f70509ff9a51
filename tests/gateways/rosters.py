"""A small roster with one thing wrong in it, put into a file, read back and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.gateways.spreadsheets import (
    Problem,
    RosterRow,
    Sheet,
    check_rows,
    fields_of,
    propose_mapping,
    read_rows,
    read_table,
)
from gateways.workbooks import citizen_id, xlsx

TODAY = date(2026, 11, 23)

GOOD: dict[str, object] = {
    "户编号": "H1",
    "姓名": "王大山",
    "身份证号": citizen_id(1962, 123),
    "与户主关系": "户主",
    "性别": "男",
    "村": "三里村",
}


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its sheet, its rows, and every problem."""

    sheet: Sheet
    rows: list[RosterRow]
    problems: list[Problem]

    def about(self, field: str, row: int = 2) -> list[Problem]:
        """The problems of one row in one field."""
        return [problem for problem in self.problems if (problem.field, problem.row) == (field, row)]


def read_people(people: Sequence[Mapping[str, object]]) -> Outcome:
    """Read people given as dictionaries of header and cell, the same headers for all."""
    headers = list(dict.fromkeys(header for person in people for header in person))
    return read_roster(xlsx([headers, *([person.get(header) for header in headers] for person in people)]))


def read_person(**cells: object) -> Outcome:
    """Read a file with one good person but for these cells."""
    return read_people([{**GOOD, **cells}])


def read_roster(data: bytes, filename: str = "花名册.xlsx") -> Outcome:
    """Read a whole file with the mapping that is proposed for it."""
    sheet = read_table(data, filename).main
    rows = list(read_rows(sheet.rows, fields_of(propose_mapping(sheet.headers)), on=TODAY))
    return Outcome(sheet, rows, [*(problem for row in rows for problem in row.problems), *check_rows(rows)])
