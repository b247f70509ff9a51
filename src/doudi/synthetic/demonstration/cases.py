"""A household of the township as a case file, so that the law can be asked about it."""

from datetime import date
from typing import Any

from doudi.synthetic.demonstration.making import NONE
from doudi.synthetic.demonstration.shapes import StoryHousehold, StoryPerson
from doudi.synthetic.demonstration.stories import DAY
from doudi.synthetic.places import Place
from doudi.vocabulary.money import yuan


def case_of(household: StoryHousehold, villages: tuple[Place, ...], on: date = DAY) -> dict[str, Any]:
    """A household as a case file on a day, before anything happened to it; for tests of the stories themselves."""
    members = [_member(one, place) for place, one in enumerate(household.members)]
    told: dict[str, Any] = {
        "obligors": [{**_obligor(one), "of": members[one.of]["id"]} for one in household.obligors],
        "receiving": {one.programme: yuan(one.monthly) for one in household.benefits},
    }
    assets = {"financial_assets": "financial", "homes": "homes", "vehicles": "vehicles", "businesses": "businesses"}
    for one in household.facts:
        if one.topic in assets:
            told.setdefault("assets", {})[assets[one.topic]] = one.value
        elif one.topic in ("household_income", "household_spending"):
            key = "incomes" if one.topic == "household_income" else "spending"
            told.setdefault(key, []).extend([] if one.value == NONE else [one.value])
        elif one.topic == "event":
            told["event"] = None if one.value == NONE else one.value
        elif one.topic not in ("housing", "obligors_listed"):
            told[one.topic] = one.value
    village = villages[household.village]
    area = "rural" if village.is_rural else "urban"
    return {"day": on.isoformat(), "place": village.code, "area": area, "members": members, "household": told}


def _member(person: StoryPerson, place: int) -> dict[str, Any]:
    told: dict[str, Any] = {"id": f"{person.name}{place}", "relation": person.relation, "sex": person.sex}
    told["born"] = person.born.isoformat()
    for one in person.facts:
        if one.topic in ("income", "spending"):
            key = "incomes" if one.topic == "income" else "spending"
            told.setdefault(key, []).extend([] if one.value == NONE else [one.value])
        elif one.topic == "disability":
            told["disability"] = "none" if one.value == NONE else {k: one.value[k] for k in ("kind", "grade")}
        elif one.topic == "absence":
            told["absence"] = one.value["state"]
            if one.value.get("since"):
                told["absent_since"] = one.value["since"]
        elif one.topic != "veteran":
            told[{"illness": "serious_illness", "self_care": "unable"}.get(one.topic, one.topic)] = one.value
    return told


def _obligor(one: Any) -> dict[str, Any]:
    age = DAY.year - one.born.year
    told: dict[str, Any] = {"relation": one.relation, "age": age, "disability": "none", "receiving": []}
    for fact in one.facts:
        if fact.topic in ("obligor_income", "obligor_assets_over"):
            told[fact.topic.removeprefix("obligor_")] = fact.value
    return told
