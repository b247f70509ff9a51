"""One column of a roster: what it is called and how its cells are read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from doudi.vocabulary.cells import Cell, Read, parse_code

Reader = Callable[[Cell, date], Read[Any]]
# How much of a value a message may show.
Secrecy = Literal["open", "citizen_id", "account", "phone"]


@dataclass(frozen=True)
class RosterColumn:
    """One field: the word for it in programs, its label, what else offices call it, and how a cell is read.

    `missing` says what a blank cell in it means: nothing, a question, or that the row is refused. `read` takes the
    cell and the day of reading.
    """

    field: str
    label: str
    synonyms: tuple[str, ...]
    read: Reader
    missing: Literal["ok", "ask", "refused"] = "ok"
    secrecy: Secrecy = "open"


def on_any_day(parser: Callable[..., Read[Any]], *arguments: Any, **options: Any) -> Reader:
    """A reader that does not ask what day it is."""
    return lambda cell, on: parser(cell, *arguments, **options)


def coded(list_name: str) -> Reader:
    """A reader of the codes of a list."""
    return on_any_day(parse_code, list_name)


def column(
    name: str,
    label: str,
    synonyms: str,
    read: Reader,
    missing: Literal["ok", "ask", "refused"] = "ok",
    secrecy: Secrecy = "open",
) -> RosterColumn:
    """A column; `synonyms` are divided by spaces."""
    return RosterColumn(name, label, tuple(synonyms.split()), read, missing, secrecy)
