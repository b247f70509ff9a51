"""What the letter asks for, and the programmes that may answer it."""

import re
from collections.abc import Iterator

from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.rule import made
from doudi.gateways.letters.sentences import Sentence

# Wish, then what is wished for; within one sentence and not far apart.
_WISH = re.compile("申请|请求|恳请|恳求|希望|期望|盼望|盼|望|求助|伸出|求援|要求|帮我|帮助我|给予")

# Words, what they are called, the programmes to look at. All that fit are taken; the last only where none else does.
_ASKED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("大病(?:医疗)?救助|医疗救助|大病补助|医[疗药]费.{0,6}(?:补助|救助)", "医疗救助", ("medical", "temporary_spending")),
    ("临时(?:困难)?(?:救助|补助|困难补助)|社会临时救助", "临时救助", ("temporary_urgent", "temporary_spending")),
    ("(?<!临时)(?:恢复|纳入|评上|办理|享受|申请|列为|吃上?)(?:农村|城市|城镇)?(?:低保|最低生活保障)", "最低生活保障", ("dibao", "near_dibao")),
    ("特困(?:供养|救助|人员)|五保", "特困供养", ("tekun",)),
    ("贫困户|困难户|低收入户", "列为困难户", ("dibao", "near_dibao", "rigid_expenditure")),
    ("门窗|修(?:缮|建|房)|危房改造|住房救助|建房|安排.{0,4}住(?:处|房)", "住房救助", ("housing",)),
    ("助学|学费.{0,8}(?:减免|帮助|补助)|教育救助", "教育救助", ("education",)),
    ("残疾(?:人)?(?:两项|生活|护理)?补贴", "残疾人补贴", ("disability_living", "disability_nursing")),
    ("孤儿(?:补贴|保障)", "孤儿保障", ("orphan",)),
    ("安排.{0,6}(?:工作|岗位)|公益(?:性)?岗位?|就业(?:帮扶|救助)", "就业救助", ("employment",)),
    ("经济(?:上)?(?:的)?(?:补助|帮助|救助|援助)|资金(?:上)?(?:的)?(?:补助|帮助|支持)|补助", "经济补助", ("temporary_spending", "medical")),
)  # fmt: skip
_COMPILED = tuple((re.compile(words), zh, programmes) for words, zh, programmes in _ASKED)
_TITLE = re.compile("(?:申请书|申请表|报告|范文)[一二三四五六七八九十]?:?$")
_ANY_HELP = re.compile("救助|帮助|救济|照顾|资助|援助|援手|帮扶|补贴|爱心")
_COME_AND_LOOK = re.compile(
    "(?:来|到)(?:到)?(?:我家|我们家|家中|家里|实地|现场).{0,8}(?:调查|了解|核实|看看|查看)|(?:调查|了解|核实)(?:实情|情况)"
)
_ALREADY = re.compile("已经?.{0,6}(?:纳入|列为|列入|享受|评)")


def requests_in(sentence: Sentence) -> Iterator[Proposal]:
    """What a sentence asks for. A heading (`临时救助申请书`) names the form, and is told as one."""
    text = sentence.text
    wish = _WISH.search(text)
    if wish is None or len(text) < 4:
        return
    title = _TITLE.search(text) is not None
    asked = [
        (zh, programmes, found)
        for words, zh, programmes in _COMPILED
        if (found := words.search(text)) and not _before(text, found)
    ]
    for zh, programmes, found in asked:
        yield _request(
            sentence, found, f"{'标题' if title else '请求'}：{zh}", "title" if title else zh, list(programmes)
        )
    come = _COME_AND_LOOK.search(text)
    if come is not None:
        yield _request(sentence, come, "请求上门调查核实", "visit", None)
    general = _ANY_HELP.search(text, wish.start())
    if general is not None and not asked and come is None and not title:
        yield _request(sentence, general, "请求救助，没有说明是哪一项", "any", None)


def _before(text: str, found: re.Match[str]) -> bool:
    """Whether what is named is what they have already."""
    return _ALREADY.search(text[max(0, found.start() - 10) : found.end()]) is not None


def _request(sentence: Sentence, found: re.Match[str], told: str, kind: str, programmes: list[str] | None) -> Proposal:
    return made(
        sentence, found.span(), topic="request", told=told, kind=kind, value=programmes, person="letter",
        rule="请求对照表：请求的说法对应可能适用的救助项目", sure="implied" if programmes else "stated",
        ask="约定上门的时间和联系电话" if kind == "visit" else "按全家情况一并研判各项救助，不限于信中所求",
    )  # fmt: skip
