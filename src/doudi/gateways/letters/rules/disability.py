"""Disabilities: what letters call them, of which kind they are, and the grade where a certificate is named."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from doudi.gateways.letters.proposal import Proposal, Sure
from doudi.gateways.letters.rules.rule import rule
from doudi.vocabulary.codes import load_list

_ASK = "是否持有残疾人证，证上的残疾类别和等级"
_PART = "disability_part"


def _kind(kind: str, words: str) -> tuple[str, str]:
    return kind, words


_WORDS = (
    _kind("hearing", "耳聋|聋哑|耳朵聋|双耳聋|失聪|听力(?:[一二三四1-4]级|残疾|障碍|丧失|受损)|听不见|听不到声音"),
    _kind("speech", "口齿不清|吐字不清|说话不清|言语不清|语言(?:残疾|障碍)|言语(?:[一二三四1-4]级|残疾|障碍)|哑巴|聋哑|不会说话|失语"),
    _kind("physical", "腿跛|跛[脚腿足]|腿瘸|瘸[腿子]|腿有残疾|截肢|断肢|断腿|断臂|瘫痪|偏瘫|肢体(?:[一二三四1-4]级|残疾)|身体残疾|腿脚残疾|腿脚?不便|手臂残疾|小儿麻痹|脊髓损伤|侏儒"),
    _kind("intellectual", "智障|智力(?:[一二三四1-4]级|残疾|障碍|低下|缺陷)|弱智|痴呆|先天愚型|唐氏综合征|智残"),
    _kind("mental", "精神(?:病|残疾|失常|分裂症?|障碍|异常)|疯癫|疯了|精神[一二三四1-4]级|精残"),
    _kind("visual", "失明|双目|盲人|眼瞎|瞎[子了眼]|视力(?:[一二三四1-4]级|残疾|障碍|丧失)|看不见东西|全盲|弱视"),
)  # fmt: skip

RULES = (
    *(
        rule(
            "残疾说法对照表：俗称或症状按残疾类别归类", _PART, words, "{}", kind=kind, sure="implied", ask=_ASK,
            unless="残疾人?(?:联合会|用品|事业)",
        )
        for kind, words in _WORDS
    ),
    rule("提到残疾而没有说明类别", _PART, "残疾(?!人?(?:联合会|用品|事业|补贴))", "{}", kind="", ask=_ASK),
)  # fmt: skip

_GRADE = re.compile("([一二三四1-4])级")
_BEFORE_GRADE = re.compile("残疾|残$|肢体|智力|精神|听力|视力|言语|多重|伤残")
_CERTIFIED = re.compile("残疾人?证")
_NO_CERTIFICATE = re.compile("(?:没有?|未|无|不曾).{0,6}残疾人?证")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
_LABELS = {one.identifier: one.zh for one in load_list("disability_kind")}


def disabilities(parts: Iterable[Proposal], text: str) -> Iterator[Proposal]:
    """One proposal for each person from everything said of disabilities: two kinds or more are a multiple disability."""
    of_person: dict[tuple[str, str], list[Proposal]] = {}
    for part in parts:
        of_person.setdefault((part.person, part.called), []).append(part)
    for said in of_person.values():
        yield _together(said, text)


def is_part(proposal: Proposal) -> bool:
    """Whether a proposal is a piece of a disability, still to be put together."""
    return proposal.topic == _PART


def _together(said: list[Proposal], text: str) -> Proposal:
    kinds = sorted({one.kind for one in said} - {""})
    best = next((one for one in said if one.kind), said[0])
    sentences = dict.fromkeys(text[one.start : one.end] for one in said)
    grade, certified = _certificate("".join(sentences))
    kind = "multiple" if len(kinds) > 1 else kinds[0] if kinds else ""
    value: dict[str, Any] | None = {"kind": kind} if kind else None
    if value and grade:
        value |= {"grade": grade}
    if value and certified is not None:
        value |= {"certified": certified}
    words = "、".join(dict.fromkeys(one.told for one in said if one.kind or not kinds))
    told = f"有残疾：{words}" + (f"（按{_LABELS[kind]}归类）" if kind else "，未说明类别")
    ask = "请出示残疾人证核对类别和等级" if grade and certified else _ASK
    sure: Sure = "implied" if kind else "to_ask"
    return replace(best, topic="disability", kind=kind, value=value, told=told, ask=ask, sure=sure)


def _certificate(sentences: str) -> tuple[int | None, bool | None]:
    """The grade and whether there is a certificate, as far as the sentences about the disability say so."""
    grade = None
    for found in _GRADE.finditer(sentences):
        if (
            _BEFORE_GRADE.search(sentences[max(0, found.start() - 8) : found.start()])
            or "残" in sentences[found.end() : found.end() + 6]
        ):
            grade = _DIGITS.get(found[1]) or int(found[1])
    if _NO_CERTIFICATE.search(sentences):
        return grade, False
    return grade, True if _CERTIFIED.search(sentences) else None
