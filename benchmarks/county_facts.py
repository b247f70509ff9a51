"""The facts of a case file of the synthetic population, as topics of the register."""

import random
from collections.abc import Iterator
from typing import Any

_SAME = (
    "long_term_care labour care_mode school dependent registered lives_alone left_behind refused_work "
    "work_injury_nursing employment_cost parents"
)
_RENAMED = (("serious_illness", "illness"), ("unable", "self_care"))
Fact = tuple[str, Any]


def person_topics(member: dict[str, Any], draw: random.Random) -> Iterator[Fact]:
    """The facts of a member. A certificate always says a grade: where the population does not know it, one is drawn."""
    for key, topic in (*((key, key) for key in _SAME.split()), *_RENAMED):
        if member.get(key) is not None:
            yield topic, member[key]
    if member.get("absence"):
        yield "absence", {"state": member["absence"], "since": member.get("absent_since")}
    told = member.get("disability")
    if told == "none":
        yield "disability", {"kind": "none"}
    elif told is not None:
        grade = told.get("grade") or draw.randrange(1, 5)
        yield "disability", {"kind": told["kind"], "grade": grade, "certified": True}
    for key, topic in (("incomes", "income"), ("spending", "spending")):
        yield from _items(topic, member.get(key))


def household_topics(household: dict[str, Any]) -> Iterator[Fact]:
    """The facts of the household as a whole."""
    assets = household.get("assets") or {}
    for key, topic in (("financial", "financial_assets"), ("homes", "homes"), ("vehicles", "vehicles")):
        if assets.get(key) is not None:
            yield topic, assets[key]
    if assets.get("businesses") is not None:
        yield "businesses", assets["businesses"]
    for key in ("relapse_watch", "has_farmland", "two_daughter_family"):
        if household.get(key) is not None:
            yield key, household[key]
    yield from _items("household_income", household.get("incomes"))
    yield from _items("household_spending", household.get("spending"))
    yield "obligors_listed", True


def _items(topic: str, items: list[dict[str, Any]] | None) -> Iterator[Fact]:
    """The items of a list; an item that lacks its amount is left out, an empty list says there is none."""
    if items is not None:
        known = [item for item in items if item.get("amount") and item.get("per")]
        yield from ((topic, item) for item in known or [{"kind": "none"}])
