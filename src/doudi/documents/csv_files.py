"""Rosters as CSV files that a spreadsheet opens without running or rounding anything in them.

The rule, for writer and reader: a cell that a spreadsheet would take for a formula, or for a number it cannot hold,
gets one apostrophe in front; so does a cell that begins with an apostrophe. A reader takes one leading apostrophe away
from every cell, and has what was written.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping

from doudi.documents.columns import Column, Value, amount, checked, text
from doudi.documents.watermark import Language, Watermark

_GUARD = "'"
# Formulas begin with = + - @, also in full width; a tab, a line's end or a NUL in front hides the sign from a plain look.
_LIVE = re.compile("[=+\\-@\t\r\n\0\u200b\ufeff＝＋－＠']|\\s*[=+\\-@＝＋－＠]")
# Digits beyond 11 are shown as 3.4E+17, zeros in front are dropped, and 1-2 becomes a day in January.
_NUMBER = re.compile("[0-9]{12,}[Xx]?|0[0-9]+|[0-9]+[Ee][0-9]+|[0-9]+[-/][0-9]+([-/][0-9]+)?")


def roster_csv(
    columns: Iterable[Column],
    rows: Iterable[Mapping[str, Value]],
    *,
    watermark: Watermark | None = None,
    language: Language = "zh",
) -> bytes:
    """The roster as CSV in UTF-8 with a byte order mark; the first line is the watermark where one is given.

    Money is yuan with two decimals, days are `2026-07-01`, text is guarded by the rule above. Raises `ValueError` for
    columns that stand twice.
    """
    listed = checked(columns)
    into = io.StringIO(newline="")
    writer = csv.writer(into, lineterminator="\r\n")
    if watermark:
        writer.writerow([watermark.line(language)])
    writer.writerow([guarded(column.label) for column in listed])
    for row in rows:
        writer.writerow([_written(row.get(column.key), column) for column in listed])
    return "\ufeff".encode() + into.getvalue().encode("utf-8", "replace")


def _written(value: Value, column: Column) -> str:
    if column.kind == "money" and type(value) is int:
        return amount(value)
    return text(value) if column.kind in ("day", "whole") and not isinstance(value, str) else guarded(text(value))


def guarded(cell: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would make something else of it."""
    return _GUARD + cell if _LIVE.match(cell) or _NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """The text as it was before `guarded`: without its first character where that is an apostrophe."""
    return cell.removeprefix(_GUARD)
