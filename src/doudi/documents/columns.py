"""The columns of a roster, and the one way a value becomes a cell: text stays text, and nothing is ever a formula."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeGuard

from doudi.vocabulary.money import yuan

Kind = Literal["text", "money", "day", "whole"]
Value = str | int | bool | date | None
Cell = str | int | float | date | None

# A spreadsheet believes that 1900 had a 29 February; only from March on do its days agree with the calendar.
_FIRST_DAY = date(1900, 3, 1)
_LONGEST_CELL = 32_767
_CUT = "……〔过长，已截断〕"
_LARGEST_EXACT = 2**53


@dataclass(frozen=True)
class Column:
    """One column: the key of its values, its heading, and of what kind they are.

    `text` is everything that is not counted with: numbers of identity, accounts, telephones, codes. `money` is whole
    fen and shown in yuan, `day` a date, `whole` a whole number. `width` is in characters, `note` says what belongs
    into the column, `choices` are the only values a coded column takes, `required` ones may not stay empty.
    """

    key: str
    label: str
    kind: Kind = "text"
    width: int = 14
    note: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


def checked(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns, at least one; raises `ValueError`, in Chinese, where a key or a heading stands twice."""
    listed = tuple(columns)
    if not listed:
        raise ValueError("名册至少要有一列；请先选择要导出的列")
    for what, names in (("键", [column.key for column in listed]), ("列名", [column.label for column in listed])):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"名册的{what}“{'、'.join(twice)}”重复；请改名或删去其中一列")
    return listed


def cells(row: Mapping[str, Value], columns: Sequence[Column]) -> dict[str, Cell]:
    """A row as headings and cells; a key the row does not have is an empty cell, an unknown is never zero."""
    return {column.label: cell(row.get(column.key), column.kind) for column in columns}


def cell(value: Value, kind: Kind) -> Cell:
    """What is written for a value: text for everything but money, days and whole numbers a spreadsheet can hold."""
    if value is None or value == "":
        return None
    if _exact(value):
        if kind == "money":
            # The nearest double to an amount of fen shows it exactly and is read back as it.
            return value / 100
        if kind == "whole":
            return value
    if kind == "day" and type(value) is date and value >= _FIRST_DAY:
        return value
    return text(value)


def _exact(value: Value) -> TypeGuard[int]:
    """Whether a spreadsheet, which has nothing but doubles, can hold the number to the last digit."""
    return type(value) is int and abs(value) < _LARGEST_EXACT


def text(value: Value) -> str:
    """A value in words: 是 or 否, a moment to the minute, a text no longer than a cell holds, said where it was cut."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    # Half of a pair of surrogates, which no database gives out, is no character and cannot be written.
    words = "" if value is None else str(value).encode("utf-8", "replace").decode()
    return words if len(words) * 2 <= _LONGEST_CELL else _within_a_cell(words)


def _within_a_cell(words: str) -> str:
    """The text, or as much of it as fits; a spreadsheet counts rare characters twice, as UTF-16 does."""
    units = words.encode("utf-16-le")
    if len(units) // 2 <= _LONGEST_CELL:
        return words
    return units[: 2 * (_LONGEST_CELL - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def amount(value: Value) -> str:
    """Fen as yuan for a text file, other values in words."""
    return yuan(value) if type(value) is int else text(value)
