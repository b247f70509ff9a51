"""What a household must not have shown of it, and the search for any of it in a finished text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from doudi.vocabulary.disclosure import Finding
from doudi.vocabulary.disclosure.harmless import SEPARATOR, without_days, without_own_numbers, without_phones
from doudi.vocabulary.disclosure.plain import Reading, read

DIGITS_THAT_TELL = 5
"""So many digits in a row of an ID number, an account or a telephone tell whose it is."""

_IN_A_ROW = re.compile(f"[0-9]{{{DIGITS_THAT_TELL},}}")
_SPACED = re.compile(f"[0-9](?:{SEPARATOR}{{0,2}}[0-9]){{{DIGITS_THAT_TELL - 1},}}")
# The form of a notice's or case's own number, and of an amount; nothing else is taken for one.
_OWN = re.compile(r"[0-9]{6,9}-[A-Z]{2}-20[0-9]{2}-[0-9]{5,6}|[0-9]{1,7}\.[0-9]{2}")
# What follows the village in an address, if it says more than the group.
_TAIL = re.compile("^.*?(?:村|社区|居委会|居民委员会|村民委员会|街道|镇|乡)(.*)$")


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """The values of one household that a notice is searched for: never shown, never kept, not even in an error.

    `names` are other members' and minors'; `numbers` ID numbers, accounts, telephones and certificates of everybody;
    `addresses` as recorded; `illnesses` every word recorded of illness and disability; `others` anything else.
    """

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    illnesses: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """How many values of each kind; a log that prints this tells nothing."""
        return f"Withheld({', '.join(f'{one.name}={len(getattr(self, one.name))}' for one in fields(self))})"


def own_values_in(
    text: str, withheld: Sequence[Withheld], *, phones: Sequence[str], own: Sequence[str] = ()
) -> Iterator[Finding]:
    """Every value of these households that the text shows. `phones` may be shown even where a member has the same one.

    `own` are the numbers and amounts that the notice itself was given: 341591001-GS-2026-00005 begins like the ID
    number of everybody born in that county.
    """
    whole = without_phones(read(text), phones).without_matches(*(_exactly(one) for one in own if _OWN.fullmatch(one)))
    yield from _numbers_in(whole, {piece for one in withheld for number in one.numbers for piece in _pieces(number)})
    words = {word for one in withheld for word in (*one.illnesses, *one.others, *map(_beyond_village, one.addresses))}
    yield from (found for word in sorted(words) for found in _word_in(whole, word))


def _exactly(own: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9]){re.escape(own)}(?![0-9])")


def _pieces(number: str) -> set[str]:
    digits = re.sub("[^0-9]", "", read(number).text)
    return {digits[at : at + DIGITS_THAT_TELL] for at in range(len(digits) - DIGITS_THAT_TELL + 1)}


def _numbers_in(whole: Reading, pieces: set[str]) -> Iterator[Finding]:
    """Digits in a row; also across spaces and hyphens, once days, amounts and the notice's own numbers are out."""
    for reading, run in ((whole, _IN_A_ROW), (without_own_numbers(without_days(whole)), _SPACED)):
        for found in run.finditer(reading.text):
            digits = re.sub("[^0-9]", "", found[0])
            if not pieces.isdisjoint(_pieces(digits)):
                yield Finding(*reading.span(*found.span()), "own_value", "*" * len(digits))


def _beyond_village(address: str) -> str:
    """What an address says beyond the village; empty where that is no more than a name or a group."""
    text = address
    while found := _TAIL.match(text):
        text = found[1]
    return text if len(text) >= 2 and re.search("[0-9一二三四五六七八九十]", read(text).text) else ""


def _word_in(whole: Reading, word: str) -> Iterator[Finding]:
    plain = "".join(read(word).text.split())
    if len(plain) < 2:
        return
    for found in re.finditer(r"\s{0,2}".join(map(re.escape, plain)), whole.text):
        yield Finding(*whole.span(*found.span()), "own_value", plain[0] + "*" * (len(plain) - 1))
