"""Numbers in sentences: amounts of money, ages, people and times, exact or only bounded, as they are written.

Amounts are read by the reader of cells, which knows 万 and Chinese numerals. Whatever is vague becomes a lower bound or
nothing: a letter that says `十多万元` says that it was at least a hundred thousand.
"""

import re
from collections.abc import Iterator
from datetime import date

from doudi.gateways.letters.masks import DAY, DIGIT, MASK_CLASS, MONTH, YEAR, masked
from doudi.gateways.letters.proposal import Bound, Quantity
from doudi.vocabulary.cells import parse_amount, parse_day
from doudi.vocabulary.money import Fen

_CHINESE = "零一二两三四五六七八九十百千万"
# Ten thousand without 元 behind it is money, unless something is counted.
_NO_MORE = "(?![元块人亩斤名户个多余])"
_AMOUNT = re.compile(
    rf"(?P<before>大约|大概|将近|接近|约|近|不到|至少|超过|高达)?"
    rf"(?P<number>(?:[0-9]{{1,3}}(?:,?[0-9]{{3}}){{0,2}}(?:\.[0-9]{{1,2}})?|[{_CHINESE}]{{1,8}}|[几数]|[{MASK_CLASS}]{{1,12}})[十百千]?)"
    r"(?P<more>[多余几来好])?(?P<unit>[万千百])?(?P<after>[多余几])?"
    rf"(?:元|块钱?|人民币|(?<=万){_NO_MORE}|(?<=万[多余]){_NO_MORE})(?P<about>左右|上下)?"
)
_SOME = re.compile("[几数]")
_FEW = "几数"

_AGE = re.compile(
    rf"(?:将近|快|约|近|大约)?(?P<number>[0-9]{{1,3}}|[一二三四五六七八九十百两]{{1,4}}|[{MASK_CLASS}]{{1,6}})"
    r"(?P<more>[多余几来])?(?:周岁|岁)(?P<after>多|半|左右|上下|出头)?"
)
_NEARLY = re.compile("将近|接近|快|约|近|大约|不到|大概")
_OLDEST = 130

DATE_WORDS = rf"(?:{YEAR})?(?:{MONTH})(?:{DAY})?|{YEAR}|(?:[0-9]{{4}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}})"
DATE = re.compile(DATE_WORDS)
_YEAR_OF = re.compile(rf"({DIGIT}{{4}})年")


def number_of(words: str) -> int | None:
    """A whole number in digits or Chinese numerals; None where the words are none."""
    read = parse_amount(words)
    fen: Fen | None = read.value if read.value is not None else read.proposal
    return None if fen is None or fen % 100 else fen // 100


def amounts_in(text: str) -> Iterator[tuple[Quantity, re.Match[str]]]:
    """Every amount of money of a text, in fen, with the match."""
    for found in _AMOUNT.finditer(text):
        yield _amount(found), found


def _amount(found: re.Match[str]) -> Quantity:
    words, number, unit = found[0], found["number"], found["unit"] or ""
    if masked(number):
        return Quantity(None, "masked", "fen", words)
    if found["about"] or _NEARLY.match(found["before"] or ""):
        return Quantity(None, "about", "fen", words)
    vague = bool(found["more"] or found["after"] or _SOME.search(number) or found["before"])
    # `几万元` is at least ten thousand.
    plain = number.replace(",", "")
    plain = _SOME.sub("一" if plain in _FEW else "", plain)
    read = parse_amount(plain + unit)
    fen = read.value if read.value is not None else read.proposal
    if fen is None:
        return Quantity(None, "about", "fen", words)
    return Quantity(fen, "at_least" if vague else "exact", "fen", words)


def age_in(text: str) -> tuple[Quantity, re.Match[str]] | None:
    """The first age of a text in completed years, with the match; `9岁多` and `40多岁` are lower bounds."""
    found = _AGE.search(text)
    if found is None:
        return None
    if masked(found["number"]):
        return Quantity(None, "masked", "years", found[0]), found
    number = number_of(found["number"])
    if number is None or number > _OLDEST:
        return None
    vague = found["more"] or found["after"] in ("多", "半", "出头")
    if _NEARLY.match(found[0]) or found["after"] in ("左右", "上下"):
        return Quantity(None, "about", "years", found[0]), found
    return Quantity(number, "at_least" if vague else "exact", "years", found[0]), found


def people_of(words: str) -> Quantity:
    """A number of people."""
    number = None if masked(words) else number_of(words)
    bound: Bound = "masked" if masked(words) else "exact" if number is not None else "about"
    return Quantity(number, bound, "people", words)


def day_of(words: str, on: date) -> date | None:
    """The day the words name, if they name one whole day that has come by `on`."""
    return parse_day(words, on=on).value


def year_of(words: str) -> int | None:
    """The year the words name, if it is written out."""
    found = _YEAR_OF.search(words)
    return int(found[1]) if found is not None and found[1].isdecimal() else None
