"""What befell the family: fire, accident, disaster, with its day and hour as far as they are given."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from doudi.gateways.letters.masks import MASK, masked
from doudi.gateways.letters.numbers import DATE_WORDS, day_of
from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.rule import made, rule, supposed
from doudi.gateways.letters.sentences import Sentence

_LOST_ALL = re.compile("烧光|烧毁|烧成灰|全烧|烧得|化为灰烬|倒塌|冲毁|冲走|一无所有|无家可归|无处安身|没有地方住")
_ASK = "火灾、事故或受灾证明，损失金额，现在住在哪里，有无保险或他人赔付"

# Words, kind of the register, what it is called. The first that fits a sentence names the event.
_KINDS: tuple[tuple[str, str, str], ...] = (
    ("起火|失火|着火|火灾|碰电|漏电|短路|烧光|烧毁|烧成|大火", "fire", "火灾"),
    ("车祸|交通事故|被.{0,8}车撞|交通肇事", "traffic", "交通事故"),
    ("洪水|洪灾|水灾|地震|泥石流|山体滑坡|台风|冰雹|旱灾|自然灾害|内涝", "disaster", "自然灾害"),
    ("工伤|摔伤|摔断|摔下|溺水|触电|中毒|意外事故|意外受伤|砸伤", "accident", "意外事故"),
)
_COMPILED = tuple((re.compile(words), kind, zh) for words, kind, zh in _KINDS)
_CAUSES = re.compile("碰电|(?:电线|线路|电路|电器)(?:短路|老化|漏电)|漏电|短路|电线|电路|电器|煤气|柴火|烟头")
_WHEN = re.compile(
    rf"(?P<day>{DATE_WORDS})(?P<hour>(?:凌晨|早上|上午|中午|下午|傍晚|晚上?|深夜|夜里|半夜)?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:时|点)(?:许|左右|多|半)?)?"
)
RULES = (
    rule(
        "写到致困原因而没有填写", "cause", f"因(?:为|受|遭受|遭)?{MASK}(?:造成|致使|导致|等|$)", "致困原因没有填写", whose="household",
        sure="to_ask", ask="因何致困（疾病、残疾、灾害、就学等）及证明",
    ),
)  # fmt: skip
_OTHERS = re.compile("邻居|村里|同村|隔壁|别人|他人|救火|扑火")
_PREVENTED = re.compile("防火|防灾|灭火|防止|预防|消防安全")


def events_in(sentence: Sentence, on: date) -> Iterator[Proposal]:
    """What a sentence says befell the family; a day only where it is whole."""
    text = sentence.text
    if supposed(text) or _PREVENTED.search(text):
        return
    for pattern, kind, zh in _COMPILED:
        found = _of_ours(pattern, text)
        if found is not None:
            yield _event(sentence, found, kind, zh, on)
            if kind in ("fire", "disaster"):
                yield from _home_lost(sentence)
            return


def _of_ours(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that does not stand in a clause about the neighbours."""
    for found in pattern.finditer(text):
        begin = text.rfind(",", 0, found.start()) + 1
        if not _OTHERS.search(text, begin, found.start()):
            return found
    return None


def _event(sentence: Sentence, found: re.Match[str], kind: str, zh: str, on: date) -> Proposal:
    text = sentence.text
    when, cause, lost = _WHEN.search(text), _CAUSES.search(text), _LOST_ALL.search(text)
    day = day_of(when["day"], on) if when is not None else None
    value: dict[str, Any] = (
        {"kind": kind} | ({"day": day.isoformat()} if day else {}) | ({"urgent": True} if lost else {})
    )
    told = "，".join(
        part
        for part in (
            f"遭遇{zh}",
            f"时间：{when[0]}" + ("（有隐去）" if masked(when["day"]) else "") if when is not None else "没有写时间",
            f"起因：{cause[0]}" if cause is not None else "",
            f"后果：{lost[0]}（按情况紧急提出）" if lost is not None else "",
        )
        if part
    )
    return made(
        sentence, found.span(), topic="event", told=told, value=value, kind=kind, person="household", sure="stated",
        rule="灾害事故对照表；房屋全毁、一无所有的按情况紧急提出", ask=("" if day else "发生的日期；") + _ASK,
    )  # fmt: skip


def _home_lost(sentence: Sentence) -> Iterator[Proposal]:
    found = re.search(
        "(?:房|屋|住宅|家).{0,10}(?:烧光|烧毁|烧成|全烧|烧得|化为灰烬|倒塌|冲毁|冲走)|(?:烧光|烧毁|冲毁|冲走)了?.{0,8}(?:房|屋)",
        sentence.text,
    )
    if found is not None:
        yield made(
            sentence, found.span(), topic="housing", told="住房已毁", kind="destroyed", person="household", rule="灾害中房屋毁坏",
            ask="现在住在哪里；名下有无其他住房；房屋损坏鉴定",
        )  # fmt: skip
