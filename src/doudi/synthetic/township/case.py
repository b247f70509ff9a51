"""A story household as a case file: who belongs to it on a day, and what is known of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from doudi.policy.programmes import BY_KEY
from doudi.synthetic.township.facts import NONE
from doudi.synthetic.township.shapes import (
    SEVERAL,
    StoryBenefit,
    StoryEvent,
    StoryFact,
    StoryHousehold,
    StoryObligor,
    StoryPerson,
)
from doudi.vocabulary.money import yuan
from doudi.vocabulary.periods import completed_years

Values = dict[str, list[Any]]
_ASSETS = ("financial", "homes", "vehicles", "businesses", "passed")
_NO_FACT_OF_A_CASE = frozenset({"veteran", "housing", "obligors"})


def case_of(household: StoryHousehold, on: date, known_on: date | None = None) -> dict[str, Any]:
    """The mapping of a case file for the household on a day, members called by their keys.

    With `known_on` only what was entered by that day is known, and mended by it; without, all that is entered
    at any time. Raises ValueError for a day on which nobody belongs to the household.
    """
    members = members_on(household, on)
    of_people = {one.key: _standing(one.facts, on, known_on) for one in members}
    told = _household(_standing(household.facts, on, known_on))
    told["receiving"] = _receiving(household.benefits, on)
    if _standing(household.facts, on, known_on).get("obligors") == [True]:
        told["obligors"] = [
            _obligor(one, on, _standing(one.facts, on, known_on)) for one in household.obligors if one.of in of_people
        ]
    village, area = place_on(household, on)
    return {
        "case": household.key,
        "day": on.isoformat(),
        "place": village,
        "area": area,
        "members": [_member(one, of_people[one.key]) for one in members],
        "household": told,
    }


def members_on(household: StoryHousehold, on: date) -> tuple[StoryPerson, ...]:
    """Who belongs to the household on a day, in the relations of that day; raises ValueError where nobody does."""
    members = {one.key: one for one in household.members} if on >= household.opened_on else {}
    for event in household.events:
        if event.on <= on:
            _follow(members, event)
    if not members:
        raise ValueError(f"{household.key} 在 {on} 没有成员")
    return tuple(sorted(members.values(), key=lambda one: one.relation != "head"))


def _follow(members: dict[str, StoryPerson], event: StoryEvent) -> None:
    """Let an event change who belongs to the household."""
    match event.kind:
        case "birth" | "marriage" | "adoption" | "moved_in":
            members |= {one.key: one for one in event.joins}
        case "death" | "married_out" | "moved_out" | "to_household":
            del members[event.person]
        case "split":
            for key, _relation in event.relations:
                del members[key]
            return
        case "merge":
            if not event.joins:
                members.clear()
            members |= {one.key: one for one in event.joins}
        case "left_for_work" | "returned":
            members[event.person] = replace(members[event.person], cohabits=event.kind == "returned")
    for key, relation in event.relations:
        members[key] = replace(members[key], relation=relation)


def place_on(household: StoryHousehold, on: date) -> tuple[str, str]:
    """The village the household lives in on a day, and whether that is town or country."""
    village, area = household.village, household.area
    for event in household.events:
        if event.kind == "moved_home" and event.on <= on:
            # A code from 200 on is a village committee's, below it a residents' committee's.
            village, area = event.village, "rural" if int(event.village[9:]) >= 200 else "urban"
    return village, area


def _standing(facts: Iterable[StoryFact], on: date, known_on: date | None) -> Values:
    """The values that stand on a day by topic: all of those that stand side by side, of the others the latest."""
    found: Values = defaultdict(list)
    for one in sorted(facts, key=lambda one: one.since):
        if one.since > on or (one.until is not None and one.until <= on):
            continue
        if known_on is not None and one.recorded_on > known_on:
            continue
        value = _value(one, known_on)
        found[one.topic] = [*found[one.topic], value] if one.topic in SEVERAL else [value]
    return dict(found)


def _value(one: StoryFact, known_on: date | None) -> Any:
    """What a fact says, as it was known on a day."""
    mended = one.mended
    if mended is None or (known_on is not None and mended.recorded_on > known_on):
        return one.value
    return mended.value


def _member(person: StoryPerson, values: Values) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": person.key,
        "relation": person.relation,
        "sex": person.sex,
        "born": person.born.isoformat(),
    }
    if person.cohabits is not None:
        told["cohabits"] = person.cohabits
    for topic, found in values.items():
        told |= _answer(topic, found)
    return told


def _answer(topic: str, found: list[Any]) -> dict[str, Any]:
    """The keys of a case file for a topic's values, those of a person and those of a household alike."""
    value = found[-1]
    if topic in SEVERAL:
        return {topic: [one for one in found if one != NONE]}
    if topic in _NO_FACT_OF_A_CASE:
        return {}
    if topic == "disability":
        if value == NONE:
            return {"disability": "none"}
        return {"disability": {k: value[k] for k in ("kind", "grade")}, "disability_certified": value["certified"]}
    if topic == "absence":
        return {"absence": value["state"]} | ({"absent_since": value["since"]} if "since" in value else {})
    return {topic: None if topic == "event" and value == NONE else value}


def _household(values: Values) -> dict[str, Any]:
    told: dict[str, Any] = {}
    assets = {topic: values.pop(topic)[-1] for topic in _ASSETS if topic in values}
    if assets:
        told["assets"] = assets
    for topic, found in values.items():
        told |= _answer(topic, found)
    return told


def _obligor(one: StoryObligor, on: date, values: Values) -> dict[str, Any]:
    told: dict[str, Any] = {"of": one.of, "relation": one.relation, "age": completed_years(one.born, on)}
    for topic, found in values.items():
        told |= _answer(topic, found)
    for key in ("disability_certified", "absent_since"):
        told.pop(key, None)
    return told


def _receiving(benefits: Iterable[StoryBenefit], on: date) -> dict[str, str]:
    """What is in payment on a day, by programme."""
    paid: dict[str, int] = defaultdict(int)
    for one in benefits:
        if one.since <= on and BY_KEY[one.programme].in_contract:
            paid[one.programme] += one.monthly
    return {programme: yuan(fen) for programme, fen in sorted(paid.items())}
