"""The rules of the comparison written by hand as NumPy statements: what one usually takes for the ceiling.

Codes are the indexes of `facts.CODES`; every statement works on all people or all households at once.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.arrays import Array, Inputs, inputs_of, parameters_of, write_part
from benchmarks.measure import Stopwatch, report
from benchmarks.shared import DAY, INCOMES, SPENDING


def evaluate(inputs: Inputs, parameter: dict[str, int]) -> tuple[dict[str, Array], dict[str, Array]]:
    """Every output of households and of persons."""
    h, p, starts, sizes = inputs.households, inputs.persons, inputs.starts, inputs.sizes
    counted = belonging(p, parameter)
    members = np.add.reduceat(counted, starts, dtype=np.int64)
    certified = (p["disability_kind"] != 0) & p["disability_certified"]
    severe = certified & (
        (p["disability_grade"] <= 2) | ((p["disability_grade"] == 3) & np.isin(p["disability_kind"], (5, 6)))
    )
    class_a = severe | p["serious_illness"]
    class_b = (p["age"] >= parameter["elder_age"]) | (p["age"] < parameter["adult_age"]) | certified
    income = countable_income(h, p, counted, starts)
    standard = h["dibao_standard"]
    year = standard * 12 * members
    below = income < year
    acceptable = assets_acceptable(h, members, parameter)
    gap = year - income
    percent = np.where(
        class_a, parameter["class_a_topup_percent"], np.where(class_b, parameter["class_b_topup_percent"], 0)
    )
    shared_by = 1200 * np.repeat(np.maximum(members, 1), sizes)
    top_up = np.where(counted, (2 * np.repeat(gap, sizes) * percent + shared_by) // (2 * shared_by), 0)
    stable = np.logical_or.reduceat(counted & (class_a | class_b), starts)
    households = {
        "members_counted": members,
        "countable_income": income,
        "below_standard": below.view(np.int8),
        "assets_acceptable": acceptable.view(np.int8),
        "dibao_conditions": ((members > 0) & below & acceptable).view(np.int8),
        "dibao_monthly": (2 * gap + 12) // 24 + np.add.reduceat(top_up, starts),
        "dibao_review_months": np.where(stable, parameter["review_months_stable"], parameter["review_months_unstable"]),
    }
    persons = {
        "counted": counted.view(np.int8),
        "top_up_class": np.where(class_a, np.int8(0), np.where(class_b, np.int8(1), np.int8(2))),
    }
    return households, persons


def belonging(p: dict[str, Array], parameter: dict[str, int]) -> Array:
    """Who belongs to the family; since nobody is tekun, everyone who belongs is counted."""
    relation, school, absence = p["relation"], p["school"], p["absence"]
    away = ((absence >= 1) & (absence <= 3)) | ((absence == 5) & (p["absent_years"] >= parameter["religious_years"]))
    studies = (school >= 1) & (school <= 4)
    child = (relation == 2) & (
        (p["age"] < parameter["adult_age"]) | p["dependent"] | studies | (p["cohabits"] & (school == 0))
    )
    belongs: Array = ~away & ((relation <= 1) | child | ((relation >= 3) & (relation <= 6) & p["cohabits"]))
    return belongs


def countable_income(h: dict[str, Array], p: dict[str, Array], counted: Array, starts: Array) -> Array:
    """The household's countable income in fen a year."""
    own = sum_of(p, "income_", INCOMES)
    works = (p["income_wage"] > 0) | (p["income_business"] > 0)
    own -= p["employment_cost"] * 12 * works
    own -= sum_of(p, "spending_", SPENDING)
    shared = sum_of(h, "household_income_", INCOMES) - sum_of(h, "household_spending_", SPENDING)
    return np.maximum(0, np.add.reduceat(own * counted, starts) + shared)


def sum_of(columns: dict[str, Array], prefix: str, kinds: tuple[str, ...]) -> Array:
    """The sum of some columns, added up in place."""
    total: Array = columns[prefix + kinds[0]].copy()
    for kind in kinds[1:]:
        total += columns[prefix + kind]
    return total


def assets_acceptable(h: dict[str, Array], members: Array, parameter: dict[str, int]) -> Array:
    """The asset test."""
    modest = (h["homes"] <= parameter["asset_limit_homes"]) & (h["vehicles"] == 0) & (h["businesses"] == 0)
    within = h["financial_assets"] <= h["dibao_standard"] * parameter["asset_limit_months"] * members
    acceptable: Array = (h["asset_finding"] == 1) | ((h["asset_finding"] == 0) & within & modest)
    return acceptable


def main(mode: str, folder: Path, out: Path, *more: Any) -> None:
    """Measure: `evaluate` or `parquet`; a fourth argument `parts` goes through the row groups one by one."""
    parameter, watch = parameters_of(folder), Stopwatch()
    reading = inputs_of(folder, DAY, by_row_group="parts" in more)
    while True:
        with watch.stage("read"):
            inputs = next(reading, None)
        if inputs is None:
            break
        with watch.stage("evaluate"):
            households, persons = evaluate(inputs, parameter)
        if mode == "parquet":
            with watch.stage("write"):
                ids = {"household_id": inputs.households["household_id"]}
                write_part(out, inputs.number, ids | households, {"person_id": inputs.persons["person_id"]} | persons)
    report(watch)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
