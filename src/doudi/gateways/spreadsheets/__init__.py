"""Tables that other offices send: read, laid out, mapped to the fields of a roster, and checked.

book = read_table_safely(data, filename)
mapping = fields_of(propose_mapping(book.main.headers))
rows = list(read_rows(book.main.rows, mapping, on=day))
problems = check_rows(rows)
"""

from doudi.gateways.spreadsheets.column import RosterColumn
from doudi.gateways.spreadsheets.columns import ROSTER_COLUMNS, column_of
from doudi.gateways.spreadsheets.mapping import Proposal, fields_of, mapping_findings, propose_mapping
from doudi.gateways.spreadsheets.problems import Problem, RosterRow, worst
from doudi.gateways.spreadsheets.reading import read_table
from doudi.gateways.spreadsheets.recognition import content_digest, months_named
from doudi.gateways.spreadsheets.roster_checks import check_rows, households_of
from doudi.gateways.spreadsheets.rows import read_row, read_rows
from doudi.gateways.spreadsheets.safely import read_table_safely
from doudi.gateways.spreadsheets.sheet import Book, CellFault, Counts, Finding, Row, Sheet, SheetRefused

__all__ = [
    "ROSTER_COLUMNS",
    "Book",
    "CellFault",
    "Counts",
    "Finding",
    "Problem",
    "Proposal",
    "RosterColumn",
    "RosterRow",
    "Row",
    "Sheet",
    "SheetRefused",
    "check_rows",
    "column_of",
    "content_digest",
    "fields_of",
    "households_of",
    "mapping_findings",
    "months_named",
    "propose_mapping",
    "read_row",
    "read_rows",
    "read_table",
    "read_table_safely",
    "worst",
]
