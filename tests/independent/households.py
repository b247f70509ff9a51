"""Invented households for tests: valid case files that reach every branch, many of them just at a threshold."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from independent.calculation import (
    COUNTED_BY_DIBAO,
    RIGID,
    Inquiry,
    household_before_floor,
    income_before_floor,
    inquire,
)
from independent.published import PUBLISHED

PLACES = ("340102", "340102", "340102", "341202", "341502", "341502", "340122", "522627", "110101")
DAYS = (
    date(2023, 6, 30),
    date(2023, 7, 1),
    date(2023, 8, 15),
    date(2023, 8, 15),
    date(2023, 12, 31),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 4, 1),
    date(2024, 7, 1),
    date(2024, 8, 15),
    date(2024, 8, 15),
    date(2025, 2, 28),
    date(2025, 3, 1),
)
# Before this day older notices of Hefei hold, which the published table of these tests leaves out.
FIRST_DAY_OF_HEFEI = date(2023, 7, 1)

THRESHOLD_AGES = (15, 16, 17, 18, 59, 60, 69, 70, 79, 80, 89, 90, 99, 100)
AGES = {
    "head": (9, 16, 17, 18, 25, 35, 45, 45, 52, 59, 60, 62, 69, 70, 74, 80, 91),
    "spouse": (20, 33, 44, 44, 51, 59, 60, 61, 69, 70, 78),
    "child": (0, 3, 9, 12, 15, 16, 17, 18, 19, 21, 24, 30, 41, 60),
    "grandchild": (0, 5, 9, 15, 16, 17, 18, 22),
    "parent": (38, 50, 59, 60, 65, 69, 70, 79, 80, 89, 90, 99, 100),
    "grandparent": (59, 60, 69, 70, 79, 80, 90, 99, 100, 103),
    "sibling": (8, 15, 16, 17, 18, 30, 45, 60, 66, 70),
}
OTHERS = ("child", "child", "child", "parent", "grandparent", "grandchild", "sibling", "other_relative", "none")
INCOME_KINDS = (
    *("wage", "wage", "wage", "business", "property", "transfer", "support", "basic_pension", "pension"),
    *("preferential", "family_planning", "scholarship", "bravery", "assistance", "disability_subsidy"),
    *("old_age_allowance", "child_allowance", "insurance_benefit", "other"),
)
SPENDING_KINDS = ("medical", "medical", "education", "disability_care", "disaster", "accident", "other")
DISABILITY_KINDS = ("visual", "hearing", "speech", "physical", "physical", "intellectual", "mental", "multiple")
SCHOOLS = ("none", "compulsory", "senior_secondary", "vocational", "bachelor", "postgraduate")
SIX_ITEMS = ("eat", "dress", "bed", "toilet", "walk", "bath")
PARENT_STATES = (
    *("able", "dead", "missing", "lost_contact", "prison", "detained", "compulsory_rehab", "deported"),
    *("severe_disability", "serious_illness"),
)
EVENT_KINDS = ("fire", "traffic", "illness", "disaster", "accident", "education", "other")
DEFAULTED = {"cohabits", "registered", "absence", "refused_work", "work_injury_nursing", "disability_certified"}
# To leave one of these out is a statement, or changes the meaning of what stays.
SPEAKING_WHEN_LEFT_OUT = {"dependent", "parents", "passed", "dibao", "tekun"}
NEVER_LEFT_OUT = {"case", "day", "place", "members", "id", "of", "household"}

Told = dict[str, Any]


def chance(rng: random.Random, of_a_hundred: int) -> bool:
    """Whether something that happens so often in a hundred cases happens now."""
    return rng.randrange(100) < of_a_hundred


def random_household(rng: random.Random, *, unknowns: bool) -> Told:
    """A valid case file: one head, at most one spouse and two parents, ids used once.

    With `unknowns` some keys are left out, at every level; without, every fact is stated that has no default.
    """
    case = _complete_household(rng)
    _bring_to_a_threshold(rng, case)
    if unknowns:
        leave_out(rng, case, of_a_hundred=rng.choice((1, 2, 4, 10, 40)))
    return case


def leave_out(rng: random.Random, case: Told, *, of_a_hundred: int, keep: frozenset[str] = frozenset()) -> None:
    """Take keys out of a case at random, at every level, but the head's relation and the keys of `keep`."""

    def thin(told: Told, kept: set[str]) -> None:
        for key in list(told):
            if key not in kept and chance(rng, of_a_hundred):
                del told[key]
                continue
            value = told[key]
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, dict):
                    thin(part, kept | ({"relation"} if part.get("relation") == "head" else set()))

    thin(case, NEVER_LEFT_OUT | keep)


def _complete_household(rng: random.Random) -> Told:
    day, place = _day_and_place(rng)
    members = [_member(rng, relation, number, day) for number, relation in enumerate(_relations(rng))]
    return {
        "case": f"household-{rng.randrange(10**6)}",
        "day": day,
        "place": place,
        "area": rng.choice(("urban", "rural")),
        "members": members,
        "household": {
            "assets": _assets(rng),
            "incomes": _items(rng, INCOME_KINDS, 20),
            "spending": _items(rng, SPENDING_KINDS, 15),
            "receiving": _receiving(rng),
            "relapse_watch": chance(rng, 20),
            "event": _event(rng, day),
            "obligors": _obligors(rng, members),
            **({"has_farmland": chance(rng, 50)} if chance(rng, 10) else {}),
            **({"two_daughter_family": chance(rng, 50)} if chance(rng, 10) else {}),
        },
    }


def _day_and_place(rng: random.Random) -> tuple[date, str]:
    day, place = rng.choice(DAYS), rng.choice(PLACES)
    return (max(day, FIRST_DAY_OF_HEFEI) if place == "340122" or place == "340102" else day), place


def _relations(rng: random.Random) -> list[str]:
    size = rng.choices(range(1, 11), weights=(20, 20, 20, 15, 10, 7, 5, 1, 1, 1))[0]
    relations = ["head"]
    if size > 1 and chance(rng, 60):
        relations.append("spouse")
    while len(relations) < size:
        relation = rng.choice(OTHERS)
        if relation != "parent" or relations.count("parent") < 2:
            relations.append(relation)
    rest = relations[1:]
    rng.shuffle(rest)
    return ["head", *rest] if chance(rng, 90) else [*rest, "head"]


def _member(rng: random.Random, relation: str, number: int, day: date) -> Told:
    age = rng.choice(THRESHOLD_AGES) if chance(rng, 15) else rng.choice(AGES.get(relation, THRESHOLD_AGES))
    if relation == "spouse":
        age = max(age, 20)
    member: Told = {"id": f"{relation}{number}", "relation": relation, "sex": rng.choice(("male", "female"))}
    member |= _age(rng, age, day)
    member |= _absence(rng, day)
    member |= {
        "school": rng.choice(SCHOOLS) if age < 30 else "none",
        "disability": _disability(rng),
        "serious_illness": chance(rng, 12),
        "long_term_care": chance(rng, 30),
        "labour": rng.choice(("full", "full", "partial", "none")),
        "unable": sorted(rng.sample(SIX_ITEMS, rng.choice((0, 0, 1, 3, 4, 6)))),
        "care_mode": rng.choice(("home", "institution")),
        "incomes": _items(rng, INCOME_KINDS, 45),
        "employment_cost": rng.choice(("0", "0", "50", "120.50", 200)),
        "spending": _items(rng, SPENDING_KINDS, 15),
        "lives_alone": chance(rng, 15),
        "left_behind": chance(rng, 15),
    }
    if chance(rng, 25):
        member["cohabits"] = chance(rng, 60)
    if chance(rng, 10):
        member["registered"] = chance(rng, 50)
    if chance(rng, 30):
        member["dependent"] = rng.choice((True, False, None))
    if member["disability"] != "none" and chance(rng, 40):
        member["disability_certified"] = chance(rng, 60)
    if chance(rng, 10):
        member["refused_work"] = rng.randrange(5)
    if chance(rng, 12):
        member["work_injury_nursing"] = chance(rng, 60)
    if (age < 18 and chance(rng, 65)) or (age <= 19 and chance(rng, 20)):
        member["parents"] = {"father": _parent(rng), "mother": _parent(rng)}
    return member


def _age(rng: random.Random, age: int, day: date) -> Told:
    """By completed years, or by a birthday on the day, the day after (one year short) or some time before."""
    if chance(rng, 40):
        return {"age": age}
    birthday = day + timedelta(days=rng.choice((0, 0, 1, 1, -1, -rng.randrange(2, 360))))
    year = birthday.year - age
    if (birthday.month, birthday.day) == (2, 29) and year % 4 != 0:
        birthday = birthday.replace(day=28)
    born = birthday.replace(year=year)
    if born.month == 2 and born.day == 28 and year % 4 == 0 and year != 1900 and chance(rng, 50):
        born = born.replace(day=29)
    return {"born": min(born, day)}


def _absence(rng: random.Random, day: date) -> Told:
    if chance(rng, 82):
        return {"absence": "none"} if chance(rng, 30) else {}
    kind = rng.choice(("prison", "compulsory_rehab", "missing", "military", "religious", "religious"))
    if kind != "religious":
        return {"absence": kind}
    anniversary = day.replace(year=day.year - 3, day=min(day.day, 28))
    return {"absence": kind, "absent_since": anniversary + timedelta(days=rng.choice((-400, -1, 0, 1, 4, 400)))}


def _disability(rng: random.Random) -> str | Told:
    if chance(rng, 62):
        return "none"
    return {"kind": rng.choice(DISABILITY_KINDS), "grade": rng.choice((1, 2, 3, 3, 4))}


def _parent(rng: random.Random) -> Told:
    state = rng.choice(("dead", *PARENT_STATES))
    return (
        {"state": state} if state in {"able", "dead"} else {"state": state, "months": rng.choice((0, 5, 6, 6, 7, 36))}
    )


def _money(rng: random.Random, most: int) -> str | int:
    whole = rng.randrange(most)
    return rng.choice((whole, str(whole), f"{whole}.{rng.randrange(10)}", f"{whole}.{rng.randrange(100):02d}"))


def _items(rng: random.Random, kinds: Sequence[str], of_a_hundred: int) -> list[Told]:
    """Mostly modest amounts, now and then one larger than everything the household earns."""
    items: list[Told] = []
    while chance(rng, of_a_hundred) and len(items) < 4:
        per = rng.choice(("month", "year"))
        most = rng.choice((80, 400, 900, 900, 3000)) * (12 if per == "year" else 1)
        items.append({"kind": rng.choice(kinds), "amount": _money(rng, most), "per": per})
    return items


def _assets(rng: random.Random) -> Told:
    if chance(rng, 45):
        return {"passed": chance(rng, 85)}
    assets: Told = {
        "financial": _money(rng, rng.choice((1, 5000, 60000))),
        "homes": rng.choice((0, 1, 1, 1, 1, 1, 1, 2)),
        "vehicles": rng.choice((0, 0, 0, 0, 0, 0, 0, 1)),
        "businesses": rng.choice((0, 0, 0, 0, 0, 0, 0, 1)),
    }
    if chance(rng, 10):
        assets["passed"] = rng.choice((True, False, None))
    return assets


def _receiving(rng: random.Random) -> Told:
    receiving: Told = {}
    if chance(rng, 35):
        receiving["dibao"] = rng.choice(("0", "600.00", "872.33", "5000", _money(rng, 3000)))
    if chance(rng, 8):
        receiving["tekun"] = "938.00"
    return receiving


def _event(rng: random.Random, day: date) -> Told | None:
    if chance(rng, 60):
        return None
    kind = rng.choice(EVENT_KINDS)
    event: Told = {"kind": kind, "day": day - timedelta(days=rng.randrange(20)), "urgent": chance(rng, 60)}
    event["loss"] = _money(rng, 90000)
    if kind in {"illness", "education"}:
        event["self_paid"] = _money(rng, 90000)
    return event


def _obligors(rng: random.Random, members: list[Told]) -> list[Told]:
    return [_obligor(rng, rng.choice(members)["id"]) for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2)))]


def _obligor(rng: random.Random, of: str) -> Told:
    obligor: Told = {
        "of": of,
        "relation": rng.choice(("child", "child", "spouse", "parent", "sibling")),
        "age": rng.choice((18, 30, 45, 59, 60, 60, 61, 69, 70, 70, 85)),
        "receiving": rng.choice(([], [], ["dibao"], ["dibao"], ["tekun"], ["dibao", "tekun"])),
        "disability": _disability(rng),
        "income": rng.choice(("0", "300", "800", 2500)),
        "assets_over": chance(rng, 25),
    }
    if chance(rng, 30):
        obligor["absence"] = rng.choice(("none", "prison", "missing", "prison", "missing", "military"))
    return obligor


def _bring_to_a_threshold(rng: random.Random, case: Told) -> None:
    """Now and then bring the household's income, somebody's own or the savings next to the line."""
    if chance(rng, 25):
        _bring_own_income(rng, case)
    inquiry = inquire(case, PUBLISHED)
    heads, standard = inquiry.figures.heads, inquiry.figures.standard
    if not heads or standard is None:
        return
    if chance(rng, 65):
        _bring_household_income(rng, case, inquiry, heads * standard)
    assets = case["household"]["assets"]
    if "financial" in assets and chance(rng, 50):
        limit = 24 * heads * standard + Fraction(rng.choice((-1, 0, 1)), 100)
        assets["financial"] = _written(limit)


def _bring_household_income(rng: random.Random, case: Told, inquiry: Inquiry, line: Fraction) -> None:
    now = household_before_floor(case, inquiry.counted)
    assert now is not None
    item = _missing_to(
        rng, line * rng.choice((1, 1, Fraction(3, 2))) - now, sorted(COUNTED_BY_DIBAO - {"wage", "business"})
    )
    counted = [one for one, counts in zip(case["members"], inquiry.counted, strict=True) if counts]
    where = rng.choice((case["household"], rng.choice(counted)))
    if item is not None:
        where["incomes"].append(item)
    elif now > line and chance(rng, 50):
        # Above the line already: spend the difference.
        spent = _missing_to(rng, now - line, sorted(RIGID))
        where["spending"].extend([spent] if spent is not None else [])


def _bring_own_income(rng: random.Random, case: Told) -> None:
    member = rng.choice(case["members"])
    standard = inquire(case, PUBLISHED).figures.standard
    now = income_before_floor(member, COUNTED_BY_DIBAO)
    if standard is None or now is None:
        return
    item = _missing_to(rng, standard - now, ["pension", "property", "old_age_allowance", "insurance_benefit"])
    if item is not None:
        member["incomes"].append(item)


def _missing_to(rng: random.Random, difference: Fraction, kinds: Sequence[str]) -> Told | None:
    """An item that closes the difference, or misses it by a fen a month or a year; None where it is negative."""
    per = rng.choice(("month", "year"))
    amount = difference * (12 if per == "year" else 1)
    fen = (amount.numerator * 100) // amount.denominator + rng.choice((-1, 0, 0, 1))
    if fen < 0 or fen >= 10**11:
        return None
    return {"kind": rng.choice(kinds), "amount": _written(Fraction(fen, 100)), "per": per}


def _written(amount: Fraction) -> str:
    fen = int(amount * 100)
    return f"{fen // 100}.{fen % 100:02d}"
