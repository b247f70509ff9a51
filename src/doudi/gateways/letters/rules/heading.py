"""The frame of a letter: to whom it goes, who signs it, and of which day it is."""

import re
from collections.abc import Iterator
from datetime import date

from doudi.gateways.letters.masks import masked, nothing_left
from doudi.gateways.letters.numbers import DATE, day_of
from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.rule import made
from doudi.gateways.letters.sentences import Sentence

_TO = re.compile(
    r"^(?:尊敬的|敬爱的|各位)?(?P<office>[^:,]{0,24}?(?:领导|民政[^:,]{0,8}|人?民?政府[^:,]{0,12}|镇[^:,]{0,4}民政[^:,]{0,6}|办公室|街道办[^:,]{0,6}|村委会|居委会|部门|办|局))(?:们)?:?$"
)
_FIRST_SENTENCES = 6
_SIGNED = re.compile("^(?:申请人|申请者|具名|签名)(?:签[名字])?:(?P<name>[^,:]{0,20})$|^申请人(?P<bare>.{0,6})$")
_DATED = re.compile("^(?:申请)?(?:日期|时间)?:?(?P<day>.{0,20})$")
_DATE_WORD = re.compile("^(?:申请)?日期")
_ASK_DAY = "申请书的日期（按收到之日登记）"


def addressee_in(sentence: Sentence, place: int) -> Iterator[Proposal]:
    """To whom the letter is addressed; only among its first sentences."""
    found = _TO.match(sentence.text) if place < _FIRST_SENTENCES else None
    if found is None or "申请书" in sentence.text:
        return
    office = found["office"]
    yield made(
        sentence, found.span("office"), topic="addressee", told=f"写给：{office}", person="letter", rule="开头的称呼",
        value=None if masked(office) else office, ask="应由哪个乡镇（街道）受理（户籍地或居住地）" if masked(office) else "", sure="to_ask" if masked(office) else "stated",
    )  # fmt: skip


def signature_in(sentence: Sentence) -> Iterator[Proposal]:
    """Who signs, or that nobody does."""
    found = _SIGNED.match(sentence.text)
    if found is None:
        return
    name = found["name"] or found["bare"] or ""
    blank = nothing_left(name)
    yield made(
        sentence, (0, len(sentence.text)), topic="signature", told="落款没有姓名" if blank else f"落款姓名：{name}", person="letter",
        value=None if blank or masked(name) else name, sure="to_ask" if blank else "stated", rule="落款处的申请人",
        ask="申请人签名（按手印的注明）" if blank else "与身份证核对",
    )  # fmt: skip


def date_in(sentence: Sentence, on: date) -> Iterator[Proposal]:
    """The day of the letter, where a line is nothing but a date."""
    text = sentence.text
    found = DATE.search(text)
    only = found is not None and found.end() - found.start() >= len(text) - 6 and "日" in text[-1:] + found[0]
    if only and found is not None and _DATED.match(text):
        day = day_of(found[0], on)
        yield made(
            sentence, found.span(), topic="written_on", told=f"落款日期：{found[0]}", value=day and day.isoformat(), person="letter",
            rule="单独一行的日期", sure="stated" if day else "to_ask", ask="" if day else _ASK_DAY,
        )  # fmt: skip
    elif _DATE_WORD.match(text) and len(text) <= 6:
        yield made(
            sentence, (0, len(text)), topic="written_on", told="落款没有日期", person="letter", rule="单独一行的日期", sure="to_ask",
            ask=_ASK_DAY,
        )  # fmt: skip
