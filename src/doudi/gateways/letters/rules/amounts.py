"""Amounts of money, and what each of them is of: the words around decide, and how often it is paid."""

import re
from collections.abc import Iterator
from typing import Any

from doudi.gateways.letters.numbers import amounts_in
from doudi.gateways.letters.proposal import Proposal, Quantity
from doudi.gateways.letters.rules.rule import carried_over, made, only_supposed
from doudi.gateways.letters.sentences import Clause
from doudi.gateways.letters.subjects import Subject
from doudi.vocabulary.money import yuan

# Words near the amount, topic, kind, what it is called, whether it is the household's, what to ask. The first that fits.
_OF: tuple[tuple[str, str, str, str, bool, str], ...] = (
    ("自付|自费|自己(?:承担|负担|出了?|掏)", "spending", "medical", "自付医疗费", False, "医保结算单、票据；是否在近十二个月内"),
    ("报销", "reimbursement", "reimbursed", "已报销", True, "医保结算单上的报销和自付金额"),
    ("借|贷|欠|债", "debt", "", "借款或欠债", True, "向谁借的，有无借据"),
    ("低保", "receiving", "dibao", "低保金", True, "救助系统记录"),
    ("残疾.{0,6}补贴", "income", "disability_subsidy", "残疾人补贴", False, "补贴发放记录"),
    ("养老金|退休金|养老保险", "income", "pension", "养老金", False, "养老金发放记录"),
    ("赡养费|抚养费|扶养费", "income", "support", "赡养抚养费", False, "协议或判决书"),
    ("工资|打工|零工|上班|挣|务工", "income", "wage", "务工收入", False, "工资单、银行流水"),
    ("存款|积蓄", "financial_assets", "", "存款", True, "核对授权后查询"),
    ("损失", "event", "loss", "损失", True, "损失清单和证明"),
    ("学费|学杂费|上学|学校|生活费", "spending", "education", "教育支出", False, "缴费票据"),
    ("医|手术|治疗|化疗|药|住院|检查|花费|花去|花了|费用|瘤", "spending", "medical", "医疗支出", False, "医保结算单、票据；其中自付多少"),
    ("收入", "income", "", "收入", False, "是哪一类收入（工资、经营、财产、转移）"),
)  # fmt: skip
_COMPILED = tuple((re.compile(one[0]), one[1:]) for one in _OF)
_MONTHLY = re.compile("每(?:个)?月|月(?:工资|收入|薪|均)|一个月|/月")
_YEARLY = re.compile("每年|年收入|一年|全年|/年|年均")
_BOUNDS = {"exact": "", "at_least": "（至少{}元）", "about": "（只是约数）", "masked": "（金额隐去）"}


Purpose = tuple[str, str, str, bool, str]


def amounts_said(clause: Clause, subject: Subject) -> Iterator[Proposal]:
    """What every amount of a clause is of. One whose purpose the clause does not tell is looked for in its sentence."""
    if only_supposed(clause):
        return
    for quantity, found in amounts_in(clause.text):
        of = _purpose_near(clause)
        if of is not None and subject.person is not None:
            at = (clause.start + found.start(), clause.start + found.end())
            yield _proposal(clause, subject, quantity, of, at, _per(clause.text))


def _purpose_near(clause: Clause) -> Purpose | None:
    """The purpose the clause tells, else the nearest clause before it in the sentence."""
    before = clause.sentence.text[: clause.start].split(",")
    return next((of for text in [clause.text, *reversed(before)] if (of := _purpose(text)) is not None), None)


def _purpose(text: str) -> Purpose | None:
    return next((of for words, of in _COMPILED if words.search(text)), None)


def _per(text: str) -> str:
    if _MONTHLY.search(text):
        return "month"
    return "year" if _YEARLY.search(text) else ""


def _proposal(
    clause: Clause,
    subject: Subject,
    quantity: Quantity,
    of: Purpose,
    at: tuple[int, int],
    per: str,
) -> Proposal:
    topic, kind, zh, common, ask = of
    if topic == "spending" and kind == "education" and subject.person in ("applicant", "household"):
        # The letter does not say which child it is for.
        topic, common = "household_spending", True
    bound = _BOUNDS[quantity.bound].format(yuan(quantity.number) if quantity.number is not None else "")
    common = common or subject.person == "household"
    said = made(
        clause.sentence, at, topic=topic, told=f"{zh}：{quantity.words}{bound}", kind=kind, quantity=quantity,
        value=_value(topic, kind, quantity, per), person="household" if common and topic not in ("income", "spending") else _person(subject),
        called="" if common else subject.called, sure="stated" if quantity.bound == "exact" else "to_ask",
        rule="金额用途对照表：由金额前后的词判断用途", ask=_ask(topic, per, ask),
    )  # fmt: skip
    return carried_over(said, subject) if said.person == subject.person else said


def _person(subject: Subject) -> Any:
    return "applicant" if subject.person == "household" else subject.person


def _ask(topic: str, per: str, ask: str) -> str:
    return f"按月还是按年；{ask}" if topic.endswith(("income", "spending")) and not per else ask


def _value(topic: str, kind: str, quantity: Quantity, per: str) -> Any:
    """What the register could hold: an amount only where it is exact and its period said, and never a bill for what
    somebody paid himself."""
    exact = yuan(quantity.number) if quantity.bound == "exact" and quantity.number is not None else None
    if topic == "income" and kind:
        return {"kind": kind} | ({"amount": exact, "per": per} if exact and per else {})
    if topic.endswith("spending"):
        # What a school costs is paid by the family; what a doctor costs may have been paid back.
        paid = exact and per and kind == "education"
        return {"kind": kind} | ({"amount": exact, "per": per} if paid else {})
    if topic == "receiving":
        return {"programme": kind} | ({"monthly": exact} if exact and per == "month" else {})
    if topic == "financial_assets":
        return exact
    return None
