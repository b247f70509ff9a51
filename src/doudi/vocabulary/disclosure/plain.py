"""A text as the scanner reads it: one shape for every digit, nothing unseen, and the way back to where it stood."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Stands where something harmless was: no digit, no letter, no space, so nothing is read across it.
BLANK = "\ufffc"

_SAME = ("零〇○", "一壹弌幺", "二贰弍两", "三叁弎", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_NUMERALS = {character: str(digit) for digit, same in enumerate(_SAME) for character in same}
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Text to look through, and for each of its characters the place in the text as it came."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` up to `end` stood in the text as it came."""
        return self.places[start], self.places[end - 1] + 1

    def without(self, spans: Iterable[tuple[int, int]]) -> "Reading":
        """The same with these characters blanked out."""
        characters = list(self.text)
        for start, end in spans:
            characters[start:end] = BLANK * (end - start)
        return Reading("".join(characters), self.places)

    def without_matches(self, *patterns: re.Pattern[str]) -> "Reading":
        """The same with everything blanked out that a pattern finds."""
        return self.without(found.span() for pattern in patterns for found in pattern.finditer(self.text))


def read(text: str, *, numerals: bool = False) -> Reading:
    """The text with half-width digits and letters and without unseen marks; `numerals` turns 一二三 into digits too."""
    kept = [(_plain(character, numerals), place) for place, character in enumerate(text) if not _is_unseen(character)]
    return Reading("".join(character for character, _ in kept), tuple(place for _, place in kept))


def _is_unseen(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in _UNSEEN


def _plain(character: str, numerals: bool) -> str:
    if character.isascii():
        return character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if numerals and character in _NUMERALS:
        return _NUMERALS[character]
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
