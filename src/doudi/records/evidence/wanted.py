"""What the engine still asks for, as what a clerk may enter: the path of a case file turned back into topic and person."""

import re
from dataclasses import dataclass
from typing import Literal

from doudi.policy.facts import FACTS
from doudi.records.evidence.answers import Told
from doudi.records.evidence.casefile import Known
from doudi.records.evidence.topics import TOPICS

Where = Literal["fact", "person", "household", "benefit"]

_ASSETS = ("financial_assets", "homes", "vehicles", "businesses")
_MEMBER = {
    "incomes": "income",
    "serious_illness": "illness",
    "unable": "self_care",
    "disability_certified": "disability",
    "absent_since": "absence",
}
_HOUSEHOLD = {"incomes": "household_income", "spending": "household_spending", "obligors": "obligors_listed"}
_OBLIGOR = {"income": "obligor_income", "assets_over": "obligor_assets_over", "receiving": "obligor_receiving"}
_PATH = re.compile(r"(?P<list>members|household\.obligors)\[(?P<index>\d+)\]\.(?P<key>\w+)")


@dataclass(frozen=True)
class Wanted:
    """One thing still to be brought: what it is in both languages, whose, which paper shows it, and where it is entered.

    `topics` are what to enter for a fact, the first for certain; `person` is whose it is, None for the household's.
    """

    path: str
    zh: str
    en: str
    who: str
    bring: str
    where: Where
    topics: tuple[str, ...] = ()
    person: int | None = None


def wanted_of(told: Told, known: Known) -> tuple[Wanted, ...]:
    """The to-do list of an answer, once for each thing to enter, in the order of the engine's list."""
    found: dict[tuple[Where, tuple[str, ...], int | None, str], Wanted] = {}
    for path, label, bring in told.to_bring:
        one = wanted(path, label, bring, told, known)
        found.setdefault((one.where, one.topics, one.person, "" if one.topics else one.path), one)
    return tuple(found.values())


def wanted(path: str, label: str, bring: str, told: Told, known: Known) -> Wanted:
    """One path of the engine's list with its Chinese label and paper."""
    topics, person, who = entry_of(path, known)
    if topics:
        names = [TOPICS[one] for one in topics]
        zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
        return Wanted(path, zh, en, who, bring, "fact", topics, person)
    where: Where = (
        "person" if person is not None else "benefit" if path.startswith("household.receiving") else "household"
    )
    zh, en = _names_of(path, told) or (label, label)
    return Wanted(path, zh, en, who, bring, where, (), person)


def entry_of(path: str, known: Known) -> tuple[tuple[str, ...], int | None, str]:
    """Where a path is answered: the topics, whose they are and the name; no topic where it is not evidence."""
    if found := _PATH.match(path):
        index, key = int(found["index"]), found["key"]
        if found["list"] == "members":
            person = known.members[index].person
            topic = _MEMBER.get(key, key)
        else:
            person = known.obligors[index].relative
            topic = _OBLIGOR.get(key, key)
        return (topic,) if topic in TOPICS else (), person.pk, person.name
    if path == "household.assets":
        return _ASSETS, None, ""
    key = path.split(".")[-1] if path.startswith("household.assets.") else path.removeprefix("household.").split(".")[0]
    topic = {**_HOUSEHOLD, "financial": "financial_assets", "passed": "asset_finding"}.get(key, key)
    return (topic,) if path.startswith("household.") and topic in TOPICS else (), None, ""


def _names_of(path: str, told: Told) -> tuple[str, str] | None:
    """The names of the fact a path answers."""
    asked = told.answer.case.missing if told.answer else {}
    for (_, _, name), where in asked.items():
        if where == path:
            return FACTS[name].zh, FACTS[name].en
    return None
