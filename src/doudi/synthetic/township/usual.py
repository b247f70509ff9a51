"""What an ordinary home visit finds where a story says nothing: none of it, written down as found."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from doudi.synthetic.township.facts import NONE, fact
from doudi.synthetic.township.shapes import StoryFact
from doudi.synthetic.township.sketches import Sketch
from doudi.vocabulary.periods import completed_years

_ENDS_SCHOOL = 22
_PUPILS = ("child", "grandchild", "sibling")


def usual_of_person(sketch: Sketch, born: date, *, alone: bool, opened: date, visited: date) -> Iterator[StoryFact]:
    """The facts of a member that the story leaves out, so that the law can be applied."""
    told = {one.topic for one in sketch.facts}
    age = completed_years(born, visited)
    usual: dict[str, Any] = {
        "incomes": NONE,
        "spending": NONE,
        "disability": NONE,
        "serious_illness": False,
        "long_term_care": False,
        "unable": [],
        "labour": "full" if 16 <= age < 60 else "none",
        "lives_alone": alone,
        "left_behind": False,
        "care_mode": "home",
    }
    yield from (fact(topic, value, source="survey") for topic, value in usual.items() if topic not in told)
    if _earns(sketch) and "employment_cost" not in told:
        yield fact("employment_cost", "0")
    if sketch.relation in _PUPILS and "school" not in told:
        yield from schooling(born, opened, visited) if age < _ENDS_SCHOOL else (fact("school", "none"),)


def _earns(sketch: Sketch) -> bool:
    return any(one.topic == "incomes" and one.value.get("kind") in ("wage", "business") for one in sketch.facts)


def schooling(born: date, opened: date, visited: date) -> Iterator[StoryFact]:
    """Where a child was at school since the household is known: six years old in September, nine years, three more."""
    first = date(born.year + 6 + ((born.month, born.day) > (9, 1)), 9, 1)
    stages = (
        (born, "none"),
        (first, "compulsory"),
        (date(first.year + 9, 9, 1), "senior_secondary"),
        (date(first.year + 12, 9, 1), "none"),
    )
    for number, (since, stage) in enumerate(stages):
        until = stages[number + 1][0] if number + 1 < len(stages) else None
        if since <= visited and (until is None or until > opened):
            ended = until if until and until <= visited else None
            yield fact("school", stage, since=max(since, opened, born), until=ended)


def usual_of_household(told: tuple[StoryFact, ...], draw: random.Random) -> Iterator[StoryFact]:
    """The facts of the household that the story leaves out."""
    usual: dict[str, Any] = {
        "financial": str(draw.randrange(0, 16) * 200),
        "homes": 1,
        "vehicles": 0,
        "businesses": 0,
        "incomes": NONE,
        "spending": NONE,
        "relapse_watch": False,
        "has_farmland": True,
        "two_daughter_family": False,
        "event": NONE,
        "obligors": True,
        "housing": {"tenure": "owned", "safety": draw.choice("AABBBC")},
    }
    topics = {one.topic for one in told}
    for topic, value in usual.items():
        if topic not in topics:
            yield fact(topic, value, **({} if topic in ("homes", "vehicles", "businesses") else {"source": "survey"}))


def usual_education(born: date, on: date) -> str:
    """A code of GB/T 4658 that is common for somebody of those years."""
    age = completed_years(born, on)
    steps = ((7, ""), (13, "80"), (16, "70"), (20, "60"), (35, "71"), (62, "71"), (200, "81"))
    return next(code for below, code in steps if age < below)


def usual_marital(relation: str, age: int, *, with_spouse: bool, draw: random.Random) -> str:
    """A code of GB/T 2261.2; nobody asks it of the young."""
    if age < 20:
        return ""
    if relation == "spouse" or (relation == "head" and with_spouse):
        return "20"
    if relation in ("parent", "grandparent"):
        return "30" if draw.random() < 0.7 else "20"
    return "10" if age < 30 or draw.random() < 0.5 else "40"


def soon_after(day: date, draw: random.Random, last: date) -> date:
    """When somebody wrote it down: within a week, and not after the last day."""
    return min(day + timedelta(days=draw.randrange(0, 7)), last)
