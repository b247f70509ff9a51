"""What a template is made of: blocks of sentences, still with their placeholders."""

from dataclasses import dataclass
from typing import Literal

from doudi.documents.letters.wording import Phrase

TextStyle = Literal["text", "to", "heading", "note", "centre", "right", "appeal"]

# The field of type of public documents is 156 mm wide; grids and tables fill it.
WIDTH = 156


@dataclass(frozen=True)
class Text:
    """Paragraphs, one a line; a line that is empty once filled in is left out."""

    style: TextStyle
    phrase: Phrase


@dataclass(frozen=True)
class Sentences:
    """One numbered paragraph for each row."""

    rows: str
    phrase: Phrase


@dataclass(frozen=True)
class Cell:
    """A cell of a grid over `across` columns and `down` rows, at least `high` millimetres; `foot` stands at its end."""

    phrase: Phrase
    across: int
    down: int
    label: bool
    high: int = 0
    foot: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A form: columns in millimetres and rows of cells."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, millimetres, and what stands in it."""

    head: str
    width: int
    phrase: Phrase


@dataclass(frozen=True)
class Table:
    """A table over rows, its head repeated on every page, with empty lines up to `least`."""

    rows: str
    columns: tuple[Column, ...]
    least: int
    title: Phrase | None = None


@dataclass(frozen=True)
class Sign:
    """Lines to sign on: one for each of `who`, in a table of `rows` one for each row."""

    who: tuple[Phrase, ...]
    rows: str | None
    finger: bool
    day: bool


@dataclass(frozen=True)
class Seal:
    """The office and the day, with the space for the seal around them."""

    unit: Phrase
    on: Phrase


@dataclass(frozen=True)
class Receipt:
    """The slip at the end on which the letter is signed for."""

    phrase: Phrase
    items: tuple[Phrase, ...]


@dataclass(frozen=True)
class Break:
    """A new page."""


Body = Text | Sentences | Grid | Table | Sign | Seal | Receipt | Break


@dataclass(frozen=True)
class Block:
    """A block with the line it begins on; with `when` it is drawn only where that word is known and not 否."""

    line: int
    body: Body
    when: str | None = None


@dataclass(frozen=True)
class LetterTemplate:
    """A template, read: `size` is that of the text in points, `edition` the day of the form in words."""

    title: Phrase
    organ: Phrase | None
    edition: str
    size: float
    blocks: tuple[Block, ...]
