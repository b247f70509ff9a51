"""Which row is what: the title above, the one or two rows of headers, the records, and totals and notes among them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from doudi.gateways.spreadsheets.headers import SERIAL_HEADERS, fold_header
from doudi.gateways.spreadsheets.layout_findings import layout_findings
from doudi.gateways.spreadsheets.sheet import (
    Aside,
    Counts,
    Grid,
    Row,
    RowKind,
    Sheet,
    SheetCell,
)
from doudi.vocabulary.cells import as_text, shown

KnownHeader = Callable[[str], bool]

_SEARCHED_ROWS = 25
_TOTAL = re.compile(r"(?:本页|全[县区乡镇村街]|累计)?(?:合|总|小|共)计(?:$|[^\u4e00-\u9fff]|人|户|金额)|累计$|合计")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表|填报|制表|审核|复核|单位|负责人|经办|联系|日期|主管|盖章|签字|签章|公章|报送|村民?委|乡镇|民政)"
    r"[^:：]{0,12}[:：]|[(（]?(?:盖章|签字|公章)[)）]?"
)
_LABELLED = re.compile("[:：]")
_DIGITS = re.compile("[0-9]{6,}")
_SPACES = re.compile(r"\s+")
_MOST_NOTE_CELLS = 6


@dataclass
class _Reading:
    """A sheet in the middle of being made out."""

    grid: Grid
    texts: dict[int, list[str]]
    header: tuple[int, ...] = ()
    kinds: list[RowKind] = field(default_factory=list)
    filled: list[int] = field(default_factory=list)
    across: frozenset[int] = frozenset()


def arrange(grid: Grid, known: KnownHeader) -> Sheet:
    """Make out the rows of a sheet; `known` tells whether a folded text is the header of a field."""
    width = max(map(len, grid.rows), default=0)
    for row in grid.rows:
        row += [""] * (width - len(row))
    filled = [_filled(row) for row in grid.rows]
    reading = _Reading(grid, {at: _texts(grid.rows[at]) for at in range(min(_SEARCHED_ROWS, len(grid.rows)))})
    reading.filled = filled
    reading.across = frozenset(first for first, left, _, right in grid.merges if right > left)
    reading.header = _header_rows(reading, known)
    headers = _joined_headers(reading, width)
    reading.kinds = _kinds(reading, headers)
    sheet = _sheet(reading, headers)
    return replace(sheet, findings=(*grid.findings, *layout_findings(sheet, grid, reading.kinds)))


def _filled(row: Sequence[SheetCell]) -> int:
    """How many cells hold something."""
    return sum(1 for cell in row if cell not in ("", None) and not (type(cell) is str and cell.isspace()))


def _texts(row: Sequence[SheetCell]) -> list[str]:
    return [" ".join(as_text(cell).split()) if isinstance(cell, str) else "" for cell in row]


def _header_rows(reading: _Reading, known: KnownHeader) -> tuple[int, ...]:
    """The row with the most known headers, with its neighbour where the two stand for one; none where none is known."""
    scores = {at: sum(known(fold_header(text)) for text in texts if text) for at, texts in reading.texts.items()}
    best = max(scores, key=lambda at: (scores[at], -at), default=-1)
    if best < 0 or scores[best] == 0:
        return ()
    if best + 1 in reading.texts and _stand_together(reading, best, scores.get(best + 1, 0)):
        return best, best + 1
    if best > 0 and _stand_together(reading, best - 1, scores[best]) and reading.filled[best - 1] > 1:
        return best - 1, best
    return (best,)


def _stand_together(reading: _Reading, upper: int, known_below: int) -> bool:
    """Whether two rows are one header: cells merged across both, or groups above with their parts below."""
    spans = [merge for merge in reading.grid.merges if merge[0] <= upper <= merge[2]]
    if any(first == upper and last == upper + 1 for first, _, last, _ in spans):
        return True
    above, below = reading.texts[upper], reading.texts[upper + 1]
    if known_below == 0 or sum(map(bool, above)) < 2 or any(map(_LABELLED.search, above)):
        return False
    if 2 * known_below < reading.filled[upper + 1]:
        return False  # A record may hold a word that heads a column elsewhere, 户主 for one.
    if any(_DIGITS.search(as_text(cell)) for cell in reading.grid.rows[upper + 1]):
        return False
    grouped = any(left < right and any(below[left : right + 1]) for _, left, _, right in spans)
    return grouped or any(over and not under for over, under in zip(above, below, strict=True))


def _joined_headers(reading: _Reading, width: int) -> tuple[str, ...]:
    if not reading.header:
        return tuple("" for _ in range(width))
    lower = reading.texts[reading.header[-1]]
    if len(reading.header) == 1:
        return tuple(lower)
    upper = _spread(reading, reading.header[0], lower)
    pairs = zip(upper, lower, strict=True)
    return tuple("/".join(dict.fromkeys(part for part in pair if part)) for pair in pairs)


def _spread(reading: _Reading, row: int, lower: list[str]) -> list[str]:
    """The upper header with each group's text over all its columns."""
    texts = list(reading.texts[row])
    merged = [merge for merge in reading.grid.merges if merge[0] <= row <= merge[2]]
    for _, first, _, last in merged:
        texts[first : last + 1] = [texts[first]] * (min(last, len(texts) - 1) - first + 1)
    if not merged:
        for at in range(1, len(texts)):
            texts[at] = texts[at] or (texts[at - 1] if lower[at] else "")
    return texts


def _kinds(reading: _Reading, headers: tuple[str, ...]) -> list[RowKind]:
    """What each row is."""
    first = reading.header[-1] + 1 if reading.header else 0
    kinds: list[RowKind] = [
        "header" if at in reading.header else "title" if reading.filled[at] else "blank" for at in range(first)
    ]
    serials = {at for at, header in enumerate(headers) if fold_header(header) in SERIAL_HEADERS}
    usual = _usual(reading.filled[first:])
    last_full = max((at for at in range(first, len(reading.filled)) if reading.filled[at] >= usual), default=first)
    head = reading.texts[reading.header[-1]] if reading.header else []
    kinds += (_kind(reading, at, serials, head, last_full) for at in range(first, len(reading.grid.rows)))
    return kinds


def _usual(filled: list[int]) -> int:
    """Half of what rows usually hold: a row with less may be a note at the end."""
    counted = Counter(count for count in filled if count)
    return max(counted.most_common(1)[0][0] // 2, 2) if counted else 2


def _kind(reading: _Reading, at: int, serials: set[int], head: list[str], last_full: int) -> RowKind:
    row, filled = reading.grid.rows[at], reading.filled[at]
    if filled == 0 or (filled <= len(serials) and _filled([row[column] for column in serials]) == filled):
        return "blank"
    if filled > _MOST_NOTE_CELLS and not _begins_like(row, head) and not _may_total(row):
        return "data"
    texts = [_SPACES.sub("", as_text(cell)) for cell in row if isinstance(cell, str) and cell.strip()]
    if filled > 1 and texts == [_SPACES.sub("", text) for text in head if text]:
        return "header"
    if _is_total(row, texts):
        return "total"
    return "note" if _is_note(reading, at, texts, last_full) else "data"


def _begins_like(row: Sequence[SheetCell], head: list[str]) -> bool:
    """Whether the row could be the header once more, as on the next printed page."""
    begin = next((at for at, text in enumerate(head) if text), None)
    return begin is not None and " ".join(as_text(row[begin]).split()) == head[begin]


def _may_total(row: Sequence[SheetCell]) -> bool:
    return any(isinstance(cell, str) and "计" in cell for cell in row[:3])


def _is_total(row: Sequence[SheetCell], texts: list[str]) -> bool:
    if any(re.fullmatch("[0-9]{17}[0-9Xx]", text) for text in texts):
        return False
    return any(isinstance(cell, str) and _TOTAL.match(_SPACES.sub("", cell)) for cell in row[:4])


def _is_note(reading: _Reading, at: int, texts: list[str], last_full: int) -> bool:
    """A line for signatures, an explanation, or a heading between records."""
    filled = reading.filled[at]
    if not texts or filled > _MOST_NOTE_CELLS:
        return False
    if _NOTE.match(texts[0]) and (at > last_full or filled == 1):
        return True
    return filled == 1 and len(reading.grid.rows[at]) >= 4 and (at in reading.across or at > last_full)


def _sheet(reading: _Reading, headers: tuple[str, ...]) -> Sheet:
    grid, kinds = reading.grid, reading.kinds
    rows = [Row(at + 1, grid.rows[at]) for at, kind in enumerate(kinds) if kind == "data"]
    asides = tuple(
        Aside(at + 1, kind, _line(grid.rows[at])) for at, kind in enumerate(kinds) if kind not in ("data", "blank")
    )
    hidden = frozenset(at + 1 for at in grid.hidden_rows if at < len(kinds) and kinds[at] == "data")
    return Sheet(
        name=grid.name,
        hidden=grid.hidden,
        titles=tuple(aside.text for aside in asides if aside.kind == "title"),
        headers=headers,
        header_rows=tuple(at + 1 for at in reading.header),
        rows=rows,
        asides=asides,
        counts=Counts(**{kind: kinds.count(kind) for kind in sorted(set(kinds))}),
        hidden_rows=hidden,
    )


def _line(row: Sequence[SheetCell]) -> str:
    return shown(" ".join(as_text(cell) for cell in row if cell not in ("", None)), 200)
