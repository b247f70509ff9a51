"""What only the whole letter tells: the urgency of an event, an illness as the event, a dead parent of a child."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules.family import sex_by_spouse

_GRAVE = frozenset({"surgery", "chemotherapy", "therapy", "implant"})
# What a letter says twice in two ways: the fuller stays.
_ONE_OF = ("sex", "address", "marital", "household_size", "age", "school", "labour", "long_term_care")


def implied(said: list[Proposal], text: str, on: date) -> Iterator[Proposal]:
    """What follows from several sentences together, each placed on the sentence it leans on most."""
    if not any(one.topic == "sex" and one.person == "applicant" for one in said):
        yield from sex_by_spouse(said)
    yield from _illness_as_event(said)
    yield from _parents(said)
    yield from _name_signed(said)


def called_alike(said: list[Proposal]) -> list[Proposal]:
    """The proposals with one word for the spouse, and for an only child: 我夫 and 他, 女儿 and 孩子 are the same."""
    spouses = dict.fromkeys(one.called for one in said if one.person == "spouse" and one.called != "配偶")
    children = dict.fromkeys(one.called for one in said if one.person == "child" and one.called not in _ANY_CHILD)
    spouse = next(iter(spouses), "配偶")
    only = next(iter(children)) if len(children) == 1 else None
    return [_called(one, spouse, only) for one in said]


_ANY_CHILD = frozenset({"孩子", "孩子们", "小孩", "子女", "儿女", "娃", "娃娃"})


def _called(one: Proposal, spouse: str, only_child: str | None) -> Proposal:
    if one.person == "spouse" and not one.called.startswith("前"):
        return replace(one, called=spouse)
    if one.person == "child" and only_child is not None and one.called in _ANY_CHILD:
        return replace(one, called=only_child)
    return one


def _name_signed(said: list[Proposal]) -> Iterator[Proposal]:
    """The name below the letter, where nothing in the letter gives one."""
    signed = next((one for one in said if one.topic == "signature" and one.value), None)
    if signed is not None and not any(one.topic == "name" for one in said):
        yield replace(
            signed,
            topic="name",
            told=f"申请人姓名：{signed.value}",
            person="applicant",
            sure="implied",
            rule="落款姓名即申请人",
        )


def _illness_as_event(said: list[Proposal]) -> Iterator[Proposal]:
    grave = next((one for one in said if one.topic == "treatment" and one.kind in _GRAVE), None)
    if grave is not None and not any(one.topic == "event" and one.kind != "loss" for one in said):
        yield replace(
            grave, topic="event", kind="illness", value={"kind": "illness"}, sure="implied", person="household", called="",
            told="因重病治疗陷入困难", rule="写到手术、化疗、转院等重大治疗，按突发重大疾病提出",
            ask="发病日期，近十二个月自付金额，是否情况紧急",
        )  # fmt: skip


def _parents(said: list[Proposal]) -> Iterator[Proposal]:
    """A dead spouse of the applicant is a dead parent of the applicant's child."""
    death = next((one for one in said if one.topic == "death" and one.person == "spouse"), None)
    parent = _PARENT.get(next((one.value for one in said if one.topic == "sex" and one.person == "applicant"), ""))
    children = dict.fromkeys(one.called for one in said if one.topic == "member" and one.person == "child")
    if death is None or parent is None:
        return
    for called in children:
        yield replace(
            death, topic="parents", value={parent: {"state": "dead"}}, sure="implied", person="child", called=called, kind="dead",
            told=f"{called}的{'父' if parent == 'father' else '母'}亲已去世", rule="申请人的配偶去世，即子女的父（母）亲去世",
            ask="是否为亲生或收养关系；另一方父母的情况",
        )  # fmt: skip


_PARENT = {"female": "father", "male": "mother"}


def without_repeats(said: Iterable[Proposal]) -> list[Proposal]:
    """The proposals without those that say less of the same: a blank beside a value, a bare kind beside an amount."""
    every = list(said)
    return [one for one in every if not any(_says_more(other, one) for other in every if other is not one)]


def _says_more(other: Proposal, one: Proposal) -> bool:
    if one.topic == "household_spending" and other.topic == "spending":
        return one.kind == other.kind and one.quantity is None
    if (other.topic, other.person, other.called) != (one.topic, one.person, one.called):
        return False
    if one.topic == "member":
        return other.value != one.value and other.value.items() >= one.value.items()
    if one.topic == "name":
        return other.value is not None and one.value is None
    if one.topic in _ONE_OF:
        return other.value is not None and one.value is None and one.quantity is None
    if one.topic in ("income", "spending", "receiving", "debt", "financial_assets"):
        return one.kind == other.kind and one.quantity is None and other.quantity is not None
    return False
