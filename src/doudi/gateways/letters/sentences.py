"""A letter cut into sentences and clauses, each of which knows where it stands in the text.

People break lines where the paper ends, put spaces in for looks and write digits at full width. What the rules read is
therefore a copy without spaces, in half width, and every character of it remembers its place in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from doudi.vocabulary.variants import SIMPLIFIED

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_FOLDED = {**SIMPLIFIED, **_HALF_WIDTH}
_MARKS = "。!?;\n"
_ENDS = re.compile(r"[。!?;\n]+")
# A comma between digits groups thousands.
_CLAUSE_ENDS = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[、:()“”\"]")
# What is longer has no end of a sentence in it; rules look at it piece by piece, so that none of them takes long.
_LONGEST = 300
# A line this long that ends without a mark was broken by the paper, unless the next one opens a part of its own.
_BROKEN_LINE = 15
_OPENS_PART = re.compile(r"\s{2}|[\u3000\t]|申请(?:人|日期)|此致|敬礼|日期|特此|联系|[0-9x]{2,4}年.{1,12}[日号]\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the copy: its words and the place of each in the text."""

    text: str
    places: tuple[int, ...] = field(repr=False)

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Where a stretch of the copy stands in the text, its end excluded; the whole sentence by default."""
        last = (len(self.text) if end is None else end) - 1
        return self.places[start], self.places[max(last, start)] + 1


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas; `start` is its place in the sentence's copy."""

    text: str
    start: int
    sentence: Sentence


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of a text in order, without those that are empty."""
    copy, places = _copy_of(text)
    at = 0
    for end in [*(found.end() for found in _ENDS.finditer(copy)), len(copy)]:
        yield from _pieces(copy, places, at, end)
        at = end


def _pieces(copy: str, places: list[int], start: int, end: int) -> Iterator[Sentence]:
    # A sentence shown to a person begins and ends with a word of it, not with the mark behind it.
    while start < end and copy[start] in _MARKS:
        start += 1
    while end > start and copy[end - 1] in _MARKS:
        end -= 1
    for at in range(start, end, _LONGEST):
        to = min(at + _LONGEST, end)
        yield Sentence(copy[at:to], tuple(places[at:to]))


def _copy_of(text: str) -> tuple[str, list[int]]:
    """The text without spaces and soft ends of lines, in half width and simplified; and where each character was."""
    folded = text.translate(_FOLDED)
    kept, places = [], []
    for at, character in enumerate(folded):
        if character == "\n" and _runs_on(folded, at):
            continue
        if character == "\n" or not character.isspace():
            kept.append(character)
            places.append(at)
    return "".join(kept), places


def _runs_on(text: str, at: int) -> bool:
    """Whether the line that ends here was broken by the paper alone."""
    begin = text.rfind("\n", max(0, at - 200), at) + 1
    line = text[begin:at].rstrip()
    following = text[at + 1 : at + 40].split("\n", 1)[0]
    if len(line) < _BROKEN_LINE or not following.strip():
        return False
    return line[-1] not in "。!?;:.~" and not _OPENS_PART.match(following)


def clauses_of(sentence: Sentence) -> Iterator[Clause]:
    """The clauses of a sentence in order, without those that are empty."""
    at = 0
    for end in [*(found.start() for found in _CLAUSE_ENDS.finditer(sentence.text)), len(sentence.text)]:
        if end > at:
            yield Clause(sentence.text[at:end], at, sentence)
        at = end + 1
