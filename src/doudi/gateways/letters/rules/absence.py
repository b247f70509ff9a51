"""Prison, other places people are kept in, and people nobody has heard of: now, or formerly."""

import re
from collections.abc import Iterator
from dataclasses import replace

from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.rule import rule

_PLACES = "管教所|少管所|监狱|坐牢|坐过牢|判刑|服刑|劳教|劳改|看守所|拘留所"
_OUT = re.compile("出来后|出来|释放|出狱|刑满|曾|过牢|以前|从前")
_NOW = re.compile("正在|现在|尚在|还在|仍在|目前|至今|现")

RULES = (
    rule("写到在管教所、监狱等处", "absence", _PLACES, "{}", kind="prison", ask="判决书或释放证明，有无正在执行的刑罚"),
    rule("写到强制戒毒", "absence", "强制(?:隔离)?戒毒|戒毒所", "{}", kind="compulsory_rehab", ask="强制隔离戒毒决定书或解除证明"),
    rule("写到服役", "absence", "(?:正在|现在|在部队)服(?:现)?役|当兵", "{}", kind="military", ask="服役起止日期"),
    rule(
        "写到失踪、离家出走", "absence", "失踪|下落不明|离家出走|音信全无|杳无音信|失去联系|失联|不知去向", "{}", kind="lost",
        ask="何时起失去联系，是否报警或由法院宣告失踪", deniable=False,
    ),
)  # fmt: skip


def settled(proposal: Proposal, sentence: str) -> Proposal:
    """Whether somebody is away now or was once, by the words around; where they do not say, it is asked."""
    words = proposal.told
    if proposal.kind == "lost":
        return replace(proposal, told=f"失去联系：{words}", sure="to_ask")
    if _NOW.search(sentence) and not _OUT.search(sentence):
        return replace(proposal, told=f"现在{words}", value={"state": proposal.kind}, sure="stated")
    if _OUT.search(sentence):
        return replace(proposal, told=f"曾在{words}，已经出来", value={"state": "none"}, sure="implied")
    return replace(proposal, told=f"写到{words}，没有说明是否已经出来", sure="to_ask")


def absences(found: list[Proposal], text: str) -> Iterator[Proposal]:
    """The proposals with those about absence settled by their sentences."""
    for one in found:
        yield settled(one, text[one.start : one.end]) if one.topic == "absence" else one
