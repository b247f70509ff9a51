"""Who goes to school, and to one of which level: the name of a school tells it, or does not."""

import re
from collections.abc import Iterator

from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.rule import made, only_supposed
from doudi.gateways.letters.sentences import Clause
from doudi.gateways.letters.subjects import Subject

_ASK = "学籍或在读证明，就读学校和年级"

# The word in a school's name, the level it tells (None: it may be either), whether that is certain.
_LEVELS: tuple[tuple[str, str | None], ...] = (
    ("幼儿园|学前班", "none"),
    ("研究生|硕士|博士", "postgraduate"),
    ("大专|专科|高职|职业技术学院|职业学院", None),
    ("职高|中专|技校|职业(?:高中|中学|学校)|中职|卫校", "vocational"),
    ("小学|初中|初[一二三]|[一二三四五六]年级|[七八九]年级", "compulsory"),
    ("高中|高[一二三]", "senior_secondary"),
    ("大学|本科|大[一二三四]", "bachelor"),
    ("中学|[一二三四五六七八九十]中|学院|学校|上学|读书|念书|就读", None),
)
_COMPILED = tuple((re.compile(words), level) for words, level in _LEVELS)
_GOES = re.compile(
    "(?:在|读|上|就读|考[上入取]).{0,20}(?:学|读|念|中|校|幼儿园|院|年级|[初高大][一二三四])|正在(?:上|读|念)"
)
_LEFT = re.compile("毕业|辍学|退学|没(?:有)?(?:上|读)过|不能上学|上不起|读不起|曾在|文化|失学")
_PLACE = re.compile(
    r"(?:(?<![现正])在|就读于?|读于|考[上入取]了?)(?P<school>[^,的在]{1,16}?(?:小学|中学|[一二三四五六七八九十]中|高中|大学|学院|学校|职高|技校|幼儿园))"
)
_PUPILS = ("child", "grandchild", "sibling")


def schools_in(clause: Clause, subject: Subject) -> Iterator[Proposal]:
    """Where a child, a grandchild or a brother or sister goes to school; of others only who is named as a pupil now."""
    goes = _GOES.search(clause.text)
    if goes is None or _LEFT.search(clause.text) or only_supposed(clause):
        return
    if subject.person not in _PUPILS and "正在" not in clause.text:
        return
    named, level = _level(clause.text)
    if named is None or subject.person is None:
        return
    school = _PLACE.search(clause.text)
    told = f"在读：{school['school'] if school is not None else named[0]}"
    yield made(
        clause.sentence, (clause.start + named.start(), clause.start + named.end()), topic="school", told=told, value=level,
        person=subject.person, called=subject.called, sure="stated" if level else "to_ask", rule="校名对照表：由校名看学段",
        ask=_ASK if level else f"是初中、高中还是其他学段；{_ASK}",
    )  # fmt: skip


def _level(text: str) -> tuple[re.Match[str] | None, str | None]:
    for pattern, level in _COMPILED:
        found = pattern.search(text)
        if found is not None:
            return found, level
    return None, None
