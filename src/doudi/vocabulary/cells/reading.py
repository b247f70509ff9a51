"""What becomes of one cell of somebody else's table: a value, a question or a refusal, never a silent repair."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Generic, Literal, TypeVar

from doudi.vocabulary.identity import mask_citizen_id

# What spreadsheets hold. A `datetime` is a `date` too.
Cell = str | int | float | bool | date | time | timedelta | None

Verdict = Literal["ok", "normalised", "ask", "refused"]
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """A cell as it was understood.

    `value` is set where the verdict is `ok` or `normalised`, and None there means a blank cell: not known. `ask`
    waits for a person, who may take the `proposal`; `refused` can only be mended where it was written. `note` says
    why, in Chinese, and repeats neither a citizen number nor an account; with `ok` it is a remark.
    """

    value: T_co | None = None
    verdict: Verdict = "ok"
    note: str = ""
    proposal: T_co | None = None


BLANK: Read[Any] = Read()
_DASH: Read[Any] = Read(None, "normalised", "只填了横线或斜线，按空白（不详）处理")


def ask(note: str, proposal: T_co | None = None) -> Read[T_co]:
    """A cell that a person must decide on."""
    return Read(None, "ask", note, proposal)


def refuse(note: str) -> Read[Any]:
    """A cell that cannot be read."""
    return Read(None, "refused", note)


_PADDING = "".join(
    map(chr, [*range(0x21), 0x7F, 0x85, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F])
) + "".join(map(chr, [0x205F, 0x2060, 0x3000, 0xFEFF]))
_DASHES = frozenset({"/", "\\", "-", "--", "---", "—", "——", "－", "–", "―", "／", "_", "N/A", "n/a"})
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_LONG_DIGITS = re.compile(r"(?<![0-9])[0-9]{12,}[Xx]?")


def blank_reading(cell: Cell) -> Read[Any] | None:
    """What an empty cell says, or one with a dash for nothing; None where there is something to read."""
    if cell is None:
        return BLANK
    if isinstance(cell, str):
        text = cell.strip(_PADDING)
        if not text:
            return BLANK
        if text in _DASHES:
            return _DASH
    return None


def plain(cell: str) -> str:
    """Text without padding around it, in half-width characters, without the apostrophe that tells a sheet "text"."""
    return cell.translate(_FULL_WIDTH).strip(_PADDING).lstrip("'`\u2018\u2019").strip(_PADDING)


def as_text(cell: object) -> str:
    """What the cell shows, as text: whole numbers without a decimal point, days as `2023-02-03`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)


def shown(cell: object, longest: int = 30) -> str:
    """The cell for a message: not too long, unseen characters left out, long numbers masked whoever wrote them."""
    seen = "".join(character if character.isprintable() else " " for character in as_text(cell)).strip()
    masked = _LONG_DIGITS.sub(lambda found: mask_citizen_id(found[0]), seen)
    return masked if len(masked) <= longest else masked[:longest] + "…"
