"""The engine and the calculation on paper, which share no line, give random households the same answers."""

import os
import random
from typing import Any

import pytest

from doudi.engine.casefile import facts_from_mapping
from doudi.engine.determine import Answer, as_json, determine
from independent.calculation import determine_plainly
from independent.households import random_household
from independent.published import PUBLISHED

HOUSEHOLDS = 600 * int(os.environ.get("DOUDI_SOAK", "1"))
# The small table of the calculation on paper holds no older notices, and of this county only some standards.
FIRST_DAY, COUNTY_LEFT_OUT = "2023-07-01", "522627"
WITH_PARTS = ("dibao", "dibao_single", "tekun")


def is_covered(case: dict[str, Any]) -> bool:
    return str(case["day"]) >= FIRST_DAY and case["place"] != COUNTY_LEFT_OUT and case.get("area") is not None


def covered_households(seed: int, *, unknowns: bool) -> list[dict[str, Any]]:
    source = random.Random(seed)
    found: list[dict[str, Any]] = []
    while len(found) < HOUSEHOLDS:
        case = random_household(source, unknowns=unknowns)
        found += [case] if is_covered(case) else []
    return found


def as_set(parts: list[dict[str, str]] | None) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted(part.items())) for part in parts or []}


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """What one programme's answers differ in."""
    keys = ["outcome", "monthly", *(key for key in ("starts", "review_every_months") if key in theirs)]
    told = [f"{key}: {ours.get(key)} ≠ {theirs.get(key)}" for key in keys if ours.get(key) != theirs.get(key)]
    if theirs["programme"] in WITH_PARTS and as_set(ours.get("parts")) != as_set(theirs.get("parts")):
        told.append(f"parts: {ours.get('parts')} ≠ {theirs.get('parts')}")
    return told


def of_households_not_all_tekun(answer: Answer) -> bool:
    """Where everybody may be tekun the two name the counted differently: the readings do not say which is right."""
    return answer.calculation.of_household("everyone_tekun") is False


def household_differences(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    pairs = [(key, ours[key], theirs[key]) for key in ("income", "income_per_head", "standard")]
    pairs.append(("counted", set(ours["counted"]), set(theirs["counted"])))
    return [f"{key}: {got} ≠ {wanted}" for key, got, wanted in pairs if got != wanted]


@pytest.mark.parametrize("unknowns", [False, True], ids=["all-facts-known", "some-facts-unknown"])
def test_random_households_are_answered_as_on_paper(unknowns: bool) -> None:
    compared = 0
    for case in covered_households(20240815 + unknowns, unknowns=unknowns):
        expected = determine_plainly(case, PUBLISHED)
        answer = determine(facts_from_mapping(case), profile="anhui")
        told: Any = as_json(answer, explain=False)
        answered = {(one["programme"], one.get("person")): one for one in told["determinations"]}
        for one in expected["determinations"]:
            of = (one["programme"], one.get("person"))
            assert differences(answered[of], one) == [], (of, case)
            compared += 1
        if of_households_not_all_tekun(answer):
            assert household_differences(told["household"], expected["household"]) == [], case
    assert compared >= 10 * HOUSEHOLDS
