"""From the answers of a family to a case file: what was left open stays open, and nothing is made up."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.vocabulary.codes import load_list

Told = Mapping[str, Any]
_INCOMES = ("wage", "business", "basic_pension", "pension", "support", "other")
# A province stands for the place of somebody who does not know it.
_SOMEWHERE = "340000"


def names_of(who: Sequence[Told]) -> list[str]:
    """What each of the family is called in the answer: the head, then by relation and age; no real names are asked."""
    kin = load_list("kinship").by_identifier
    names: list[str] = []
    for place, one in enumerate(who):
        relation = one.get("relation") or ("head" if place == 0 else "")
        name = either((kin[relation].zh, kin[relation].en)) if relation in kin else _("家人")
        if one.get("age") is not None and place > 0:
            name = _("%(who)s%(age)s岁") % {"who": name, "age": one["age"]}
        same = sum(known == name or known.startswith(f"{name} ") for known in names)
        names.append(f"{name} {same + 1}" if same else name)
    return names


def case_of(
    start: Told, who: Sequence[Told], details: Sequence[Told], house: Told, *, day: datetime.date, county: str
) -> dict[str, Any]:
    """The case file of a family's answers on a day; `county` stands for the place of whoever does not know it."""
    members = [
        _member(name, place, one, told)
        for place, (name, one, told) in enumerate(zip(names_of(who), who, details, strict=True))
    ]
    case: dict[str, Any] = {
        "case": "web", "day": day.isoformat(), "place": start["place"] or county or _SOMEWHERE,
        "members": members, "household": _household(house, day),
    }  # fmt: skip
    return case | ({"area": start["area"]} if start["area"] else {})


def _member(name: str, place: int, who: Told, told: Told) -> dict[str, Any]:
    one: dict[str, Any] = {"id": name}
    relation = "head" if place == 0 else who.get("relation")
    plain = {
        "relation": relation, "sex": who.get("sex"), "labour": told.get("labour"), "school": told.get("school"),
        "absence": told.get("absence"),
    }  # fmt: skip
    one |= {key: value for key, value in plain.items() if value}
    truths = {
        "cohabits": told.get("cohabits"), "serious_illness": told.get("illness"), "long_term_care": told.get("care"),
        "age": who.get("age"),
    }  # fmt: skip
    one |= {key: value for key, value in truths.items() if value is not None}
    return one | _incomes(told) | _spending(told) | _disability(told) | _parents(told)


def _incomes(told: Told) -> dict[str, Any]:
    """All incomes of a person: none where they say so or are a child, the sums they know; else it is not known."""
    if "earns" not in told:
        return {"incomes": []}
    sums = [{"kind": kind, "amount": told[kind], "per": "month"} for kind in _INCOMES if told.get(kind)]
    found: dict[str, Any] = {}
    if told["earns"] is False:
        found["incomes"] = []
    elif sums:
        found["incomes"] = sums
    if told.get("cost") and (told.get("wage") or told.get("business")):
        found["employment_cost"] = told["cost"]
    return found


def _spending(told: Told) -> dict[str, Any]:
    kinds = ("medical", "education")
    if any(not told.get(kind) for kind in kinds):
        return {}
    return {
        "spending": [
            {"kind": kind, "amount": told[kind], "per": "year"} for kind in kinds if told[kind] not in ("0", "0.00")
        ]
    }


def _disability(told: Told) -> dict[str, Any]:
    kind, grade = told.get("disability"), told.get("grade")
    if kind == "none":
        return {"disability": "none"}
    if not kind or not grade:
        return {}
    found: dict[str, Any] = {"disability": {"kind": kind, "grade": int(grade)}}
    return found | ({"disability_certified": told["certified"]} if told.get("certified") is not None else {})


def _parents(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for parent in ("father", "mother"):
        if told.get(parent):
            months = told.get(f"{parent}_months")
            found[parent] = {"state": told[parent]} | ({"months": months} if months is not None else {})
    return {"parents": found} if found else {}


def _household(told: Told, day: datetime.date) -> dict[str, Any]:
    assets = {
        "financial": told.get("savings") or None, "homes": told.get("homes"), "vehicles": told.get("vehicles"),
        "businesses": told.get("businesses"),
    }  # fmt: skip
    # What is spent on illness and school is asked of each person.
    found: dict[str, Any] = {"spending": []}
    known = {key: value for key, value in assets.items() if value is not None}
    found |= {"assets": known} if known else {}
    if together := told.get("together"):
        land = [{"kind": "property", "amount": together, "per": "year"}]
        found["incomes"] = [] if together == "0.00" else land
    if told.get("receiving") is False:
        found["receiving"] = {}
    if told.get("watch") is not None:
        found["relapse_watch"] = told["watch"]
    if told.get("obligors") is False:
        found["obligors"] = []
    return found | _event(told, day)


def _event(told: Told, day: datetime.date) -> dict[str, Any]:
    kind = told.get("event")
    if kind == "none":
        return {"event": None}
    if not kind:
        return {}
    event: dict[str, Any] = {"kind": kind, "day": (told.get("event_on") or day).isoformat()}
    if told.get("urgent") is not None:
        event["urgent"] = told["urgent"]
    return {"event": event | {key: told[key] for key in ("loss", "self_paid") if told.get(key)}}
