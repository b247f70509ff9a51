"""What a letter can be told: every word a template may use, with its label, its kind and an invented example.

A word means the same in all letters. Money is whole fen, a day a `date`; None is unknown and prints as nothing, or as
a space to be filled in by hand. Numbers of identity, telephones and accounts have no example: samples make one up.
"""

from dataclasses import dataclass
from typing import Any, Literal

FieldKind = Literal["text", "money", "day", "whole", "flag", "rows", "citizen_id", "phone", "account"]


@dataclass(frozen=True)
class Field:
    """One value: the word in templates, its Chinese label, of which kind it is, an example, and the fields of a row."""

    key: str
    zh: str
    kind: FieldKind = "text"
    example: Any = None
    fields: tuple["Field", ...] = ()

    def field(self, key: str) -> "Field":
        """The field of a row by its key; raises `KeyError` where rows have no such field."""
        return {field.key: field for field in self.fields}[key]


def text(key: str, zh: str, example: str) -> Field:
    """A text, printed as it is."""
    return Field(key, zh, "text", example)


def money(key: str, zh: str, example: int) -> Field:
    """An amount in fen, printed in yuan."""
    return Field(key, zh, "money", example)


def day(key: str, zh: str, example: Any) -> Field:
    """A `date`, printed as 2026年3月1日."""
    return Field(key, zh, "day", example)


def whole(key: str, zh: str, example: int) -> Field:
    """A number of persons, copies, days."""
    return Field(key, zh, "whole", example)


def flag(key: str, zh: str, example: bool) -> Field:
    """A truth, printed as 是 or 否, unknown as nothing."""
    return Field(key, zh, "flag", example)


def rows(key: str, zh: str, *fields: Field) -> Field:
    """A list of mappings with these fields, drawn as a table, a list of sentences or lines to sign on."""
    return Field(key, zh, "rows", None, fields)


def citizen_id(key: str, zh: str) -> Field:
    """A number of identity, already masked where the reader may not see all of it."""
    return Field(key, zh, "citizen_id")


def phone(key: str, zh: str) -> Field:
    """A telephone number."""
    return Field(key, zh, "phone")


def account(key: str, zh: str) -> Field:
    """The number of a bank account."""
    return Field(key, zh, "account")
