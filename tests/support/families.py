"""Invented families of whom everything is known: change what a test is about and leave the rest ordinary.

The place is a district of Hefei in August 2024 unless a test says otherwise: the standard is 924 yuan a month.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from doudi.engine.casefile import facts_from_mapping
from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.determine import Answer, as_json, determine

Told = dict[str, Any]

HEFEI, FEIDONG, JINAN, YINGZHOU, LANGXI, BEIJING = "340102", "340122", "341502", "341202", "341821", "110101"


def somebody(name: str, relation: str = "head", **told: Any) -> Told:
    """A healthy man of forty without income who could work; `told` says what is different about him."""
    person: Told = {"id": name, "relation": relation, "sex": "male", "age": 40, "school": "none", "disability": "none"}
    person |= {"serious_illness": False, "long_term_care": False, "labour": "full", "unable": [], "care_mode": "home"}
    person |= {"incomes": [], "employment_cost": "0", "spending": [], "lives_alone": False, "left_behind": False}
    person |= told
    if "born" in told:
        del person["age"]
    return person


def family(*members: Told, day: str = "2024-08-15", place: str = HEFEI, area: str = "urban", **household: Any) -> Told:
    """These people with assets found in order and no other income, event or obligor; `household` says the rest."""
    known: Told = {"assets": {"passed": True}, "incomes": [], "spending": [], "receiving": {}, "relapse_watch": False}
    known |= {"event": None, "obligors": [], "has_farmland": False, "two_daughter_family": False}
    return {"day": day, "place": place, "area": area, "members": list(members), "household": known | household}


def monthly(kind: str, amount: str) -> list[Told]:
    """One income or cost a month."""
    return [{"kind": kind, "amount": amount, "per": "month"}]


def yearly(kind: str, amount: str) -> list[Told]:
    """One income or cost a year."""
    return [{"kind": kind, "amount": amount, "per": "year"}]


@dataclass(frozen=True)
class Found:
    """An answer that can be asked for one programme at a time."""

    answer: Answer
    told: Told

    def of(self, programme: str, person: str | None = None) -> Told:
        """The determination of one programme, of one person where it is a person's."""
        for one in [*self.told["determinations"], *self.told["also"]]:
            if one["programme"] == programme and one.get("person") == person:
                found: Told = one
                return found
        raise AssertionError(f"{programme} of {person} is not answered")

    def outcome(self, programme: str, person: str | None = None) -> str:
        """The word of the outcome."""
        return str(self.of(programme, person)["outcome"])

    def pays(self, programme: str, person: str | None = None) -> str | None:
        """The monthly amount in yuan."""
        amount: str | None = self.of(programme, person).get("monthly")
        return amount

    def counted(self) -> list[str]:
        """Who counts for dibao."""
        names: list[str] = self.told["household"]["counted"]
        return names

    def rows(self, person: str) -> set[str]:
        """The rows of the pilot's table that speak of a person."""
        return {one["row"] for one in self.told["advice"] if one["person"] == person}


def found(case: Told, *, profile: str | None = None, parameters: Parameters | None = None) -> Found:
    """The answer to a case file given as a mapping."""
    answer = determine(facts_from_mapping(case), profile=profile, parameters=parameters)
    return Found(answer, as_json(answer, explain=False))


def with_values(**amounts: Any) -> Parameters:
    """The published parameters with these values laid over them for the whole country from 2015 on."""
    since = datetime.date(2015, 1, 1)
    changes = {name: [{"since": since, "value": amount}] for name, amount in amounts.items()}
    return published_parameters().with_changes(changes)
