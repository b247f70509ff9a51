"""A rule: words, what they say, and of whom. The tables beside this file are lists of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from doudi.gateways.letters.numbers import DATE
from doudi.gateways.letters.proposal import PEOPLE, Proposal, Quantity, Sure, Whose
from doudi.gateways.letters.sentences import Clause, Sentence
from doudi.gateways.letters.subjects import Subject

# Directly before the words (`没有残疾`, `未纳入低保`) these turn what is said into its opposite, and no rule applies.
_NOT = re.compile(
    "(?:没有|没|未|无|不是|并非|不属于|不曾|从未|不)(?:有|曾|得过?|患有?|享受|纳入|被|领取|任何|什么|过|评上|列入|办理|到|能|再|是|在|所谓的?){0,3}$"
)
# What is feared, wished or supposed is not so.
_SUPPOSED = re.compile(
    "^(?:但|而|也|又)?(?:如果|假如|假若|倘若|要是|若是|若不|万一|以免|免得|担心|害怕|避免|防止|即使|哪怕)"
)
_WOULD = re.compile("就|会|那|也|更")
_WISHED = re.compile("希望|盼望|恳请|请求|申请|恳求|期望|望能|能否|争取")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a table. `says` may hold `{}` for the words found.

    `whose` is fixed where the words decide it; `subject` takes the one the clause speaks of. `wished` lets the rule
    apply where something is asked for; `unless` are words of the clause that keep it from applying.
    """

    name: str
    topic: str
    words: re.Pattern[str]
    says: str
    value: Any = None
    kind: str = ""
    whose: Whose | str = "subject"
    sure: Sure = "stated"
    ask: str = ""
    unless: re.Pattern[str] | None = None
    wished: bool = False
    deniable: bool = True


def rule(name: str, topic: str, words: str, says: str, *, unless: str = "", **others: Any) -> Rule:
    """A rule with its expressions compiled."""
    return Rule(name, topic, re.compile(words), says, unless=re.compile(unless) if unless else None, **others)


def found_by(one: Rule, clause: Clause, subject: Subject) -> Iterator[Proposal]:
    """What a rule finds in a clause: nothing, one proposal, or one each for the applicant and the spouse."""
    found = one.words.search(clause.text)
    if found is None or not _applies(one, clause, found):
        return
    if one.whose != "subject":
        yield proposed(one, clause, found, one.whose)
        return
    if subject.person is None:
        return
    if subject.person == "household":
        yield _of_somebody(proposed(one, clause, found, "household"))
        return
    yield carried_over(proposed(one, clause, found, subject.person, called=subject.called), subject)
    # A couple is laid off and does odd jobs together; what is said later of an illness is said of one of them.
    if subject.spouse and (not subject.carried or one.topic in ("employment", "income")):
        yield proposed(one, clause, found, "spouse", called=subject.spouse)


def carried_over(proposal: Proposal, subject: Subject) -> Proposal:
    """What a clause says without naming anybody is of a relative only by implication, because one was named before."""
    if not subject.carried or subject.person == "applicant" or proposal.sure == "to_ask":
        return proposal
    return replace(
        proposal, sure="implied", ask=f"是否指{subject.called or PEOPLE[str(subject.person)]}；{proposal.ask}"
    )


def _of_somebody(of_household: Proposal) -> Proposal:
    """What is said of a household: sums are the household's own, and of everything else it is asked whose it is."""
    if of_household.topic in ("income", "spending"):
        return replace(of_household, topic=f"household_{of_household.topic}")
    return replace(of_household, value=None, sure="to_ask", ask=f"是哪一位家庭成员；{of_household.ask}")


def _applies(one: Rule, clause: Clause, found: re.Match[str]) -> bool:
    text = clause.text
    if one.unless is not None and one.unless.search(text):
        return False
    if one.deniable and _NOT.search(text, 0, found.start()):
        return False
    return not only_supposed(clause) and (one.wished or not _WISHED.search(text, 0, found.start()))


# What has a day that matters: for housing, when the house was built.
_TIMED = frozenset({"treatment", "receiving", "rebuilding", "built"})


def timed(told: str, sentence: Sentence, end: int) -> str:
    """What is told with the last date the sentence gives before a place in it."""
    dates = [found[0] for found in DATE.finditer(sentence.text, 0, end) if "年" in found[0]]
    return f"{told}（{dates[-1]}）" if dates else told


def only_supposed(clause: Clause) -> bool:
    """Whether a clause says what might be, by itself or as what would follow of a clause before it."""
    if supposed(clause.text):
        return True
    follows = _WOULD.search(clause.text) is not None
    return follows and any(map(supposed, clause.sentence.text[: clause.start].split(",")))


def supposed(text: str) -> bool:
    """Whether a clause speaks of what might be."""
    return _SUPPOSED.search(text) is not None


def proposed(one: Rule, clause: Clause, found: re.Match[str], person: Any, *, called: str = "") -> Proposal:
    """What the rule says of somebody, with its sentence."""
    at = (clause.start + found.start(), clause.start + found.end())
    told = one.says.format(found[0])
    return made(
        clause.sentence,
        at,
        topic=one.topic,
        told=timed(told, clause.sentence, at[1]) if one.topic in _TIMED or one.kind in _TIMED else told,
        rule=one.name,
        value=one.value,
        kind=one.kind,
        person=person,
        called=called,
        sure=one.sure,
        ask=one.ask,
    )


def made(
    sentence: Sentence,
    at: tuple[int, int],
    *,
    topic: str,
    told: str,
    rule: str,
    person: Any = "applicant",
    sure: Sure = "stated",
    value: Any = None,
    kind: str = "",
    called: str = "",
    ask: str = "",
    quantity: Quantity | None = None,
) -> Proposal:
    """A proposal on a sentence; `at` bounds the words within the sentence's copy. The sentence is filled in later."""
    start, end = sentence.span()
    word_start, word_end = sentence.span(*at)
    return Proposal(
        topic, told, rule, "", start, end, word_start, word_end, sure, value, kind, person, called, quantity, ask
    )  # fmt: skip
