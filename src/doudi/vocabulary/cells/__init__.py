"""Cells of tables that other offices send, each read to a typed value with a verdict (`Read`)."""

from doudi.vocabulary.cells.amounts import parse_amount
from doudi.vocabulary.cells.coded import parse_code, parse_yes_no
from doudi.vocabulary.cells.days import parse_day, parse_month
from doudi.vocabulary.cells.phones import parse_phone
from doudi.vocabulary.cells.reading import Cell, Read, Verdict, as_text, ask, blank_reading, refuse, shown
from doudi.vocabulary.cells.texts import (
    parse_account,
    parse_certificate,
    parse_citizen_id,
    parse_place,
    parse_text,
)

__all__ = [
    "Cell",
    "Read",
    "Verdict",
    "as_text",
    "ask",
    "blank_reading",
    "parse_account",
    "parse_amount",
    "parse_certificate",
    "parse_citizen_id",
    "parse_code",
    "parse_day",
    "parse_month",
    "parse_phone",
    "parse_place",
    "parse_text",
    "parse_yes_no",
    "refuse",
    "shown",
]
