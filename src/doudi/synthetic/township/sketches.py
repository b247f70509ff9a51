"""How a story says who is there: a person, somebody elsewhere, something that happened; the teller gives the rest."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.synthetic.township.facts import day, fact
from doudi.synthetic.township.shapes import OBLIGOR_TOPICS, PERSON_TOPICS, StoryFact


@dataclass(frozen=True)
class Sketch:
    """A person before names and numbers are given out. `told` are fields the story gives itself."""

    relation: str
    sex: str
    born: date
    facts: tuple[StoryFact, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Elsewhere:
    """Somebody bound to support a member, before names and numbers are given out. `key` where several are one person."""

    of: str
    relation: str
    sex: str
    born: date
    facts: tuple[StoryFact, ...]
    lives_in: str = ""
    key: str = ""
    name: str = ""


@dataclass(frozen=True)
class Happened:
    """An event before the days are moved. `joins` are sketches of whoever came."""

    kind: str
    on: date
    person: str = ""
    joins: tuple[Sketch, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)
    recorded: date | None = None


@dataclass(frozen=True)
class Story:
    """A household before the teller tells it; every day is written for the day the stories are written for.

    `gives`, `refuses`, `unknown`, `excludes` are the outcomes the law has for it, `rows` the pilot's rows that speak of
    it, `pays` what is in payment, in words such as `dibao` or, of a person, `tekun@head`. The amounts are those of the
    day `paid_on`, `off_by` yuan more or less. `complete` says that the visit found out everything; `village` is the
    place of the village in the town's list.
    """

    group: str
    tells: str
    people: tuple[Sketch, ...]
    facts: tuple[StoryFact, ...] = ()
    obligors: tuple[Elsewhere, ...] = ()
    events: tuple[Happened, ...] = ()
    village: int | None = None
    opened: str = ""
    visited: str = ""
    complete: bool = True
    causes: str = ""
    type: str = ""
    pays: str = ""
    paid_since: str = ""
    paid_on: str = ""
    off_by: dict[str, int] = field(default_factory=dict)
    paid_class: str = ""
    planted: str = ""
    gives: str = ""
    refuses: str = ""
    unknown: str = ""
    excludes: str = ""
    rows: str = ""
    split_from: str = ""


def story(group: str, tells: str, *people: Sketch, **rest: Any) -> Story:
    """A story of these people, the head first."""
    return Story(group, tells, people, **rest)


def person(relation: str, sex: str, born: str | date, *facts: StoryFact, **told: Any) -> Sketch:
    """A member. What is told under the name of a topic is a fact; the rest are fields: key, name, number, account, …"""
    named = [fact(topic, told.pop(topic)) for topic in list(told) if topic in PERSON_TOPICS]
    return Sketch(relation, sex, day(born), (*facts, *named), told)


def elsewhere(
    of: str, relation: str, sex: str, born: str | date, *, lives_in: str = "外省务工", key: str = "", **facts: Any
) -> Elsewhere:
    """Somebody bound to support `of`; left out, an income of 4200 yuan and nothing that would excuse them."""
    told = {"income": "4200", "assets_over": False, "receiving": [], "disability": {"kind": "none"}} | facts
    told |= {"absence": {"state": told["absence"]}} if isinstance(told.get("absence"), str) else {}
    wrong = told.keys() - OBLIGOR_TOPICS
    assert not wrong, wrong
    stated = tuple(fact(topic, value) for topic, value in told.items() if value is not None)
    return Elsewhere(of, relation, sex, day(born), stated, lives_in, key)


def happened(
    kind: str, on: str | date, person: str = "", *joins: Sketch, recorded: str = "", **told: Any
) -> Happened:
    """Something that happened; learnt within the fortnight where the story does not say when."""
    return Happened(kind, day(on), person, joins, told, day(recorded) if recorded else None)


def son_and_daughter(*of: str, income: str = "4200") -> tuple[Elsewhere, ...]:
    """A grown son and a married daughter who can support these members."""
    return tuple(
        one
        for whom in of
        for one in (
            elsewhere(whom, "child", "male", "1983-05-17", key="son", income=income),
            elsewhere(whom, "child", "female", "1986-11-02", key="daughter", lives_in="外县", income=income),
        )
    )
