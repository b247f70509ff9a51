"""Every engine gives every rule of every household the value that the reference engine gives it."""

import collections
import datetime
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from doudi.engine.compiled import Compiled
from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.determine import outcome_of
from doudi.engine.kernel import UNKNOWN_NUMBER
from doudi.engine.population import Population
from doudi.engine.reference import Calculation, Reference, value_at
from doudi.policy.edition import Edition, current
from doudi.policy.facts import CODES
from doudi.policy.language import Choice, Comparison, Node, OneOf, Over, children
from doudi.policy.programmes import OUTCOMES, PROGRAMMES
from support.random_population import Household, households_of, write_random_population

SOAK = int(os.environ.get("DOUDI_SOAK", "1"))
# Values for what is published nowhere, so that the rules which wait for them are reached as well.
EVERYTHING_PUBLISHED = {
    name: [
        {"place": "000000", "since": datetime.date(2015, 1, 1), "value": value, "source": "测试", "provisional": True}
    ]
    for name, value in {
        "obligor_income_limit": "2500.00",
        "disposable_income": "30000.00",
        "rigid_spending_percent": 60,
        "old_age_80": "120.00",
        "old_age_90": "240.00",
        "old_age_100": "600.00",
        "disability_living_severe": "277.00",
        "disability_living_other": "185.00",
        "disability_nursing": "277.00",
        "orphan_home": "2420.00",
    }.items()
} | {
    # One place where food alone triggers the price linkage, one where prices do, one where nothing does.
    name: [
        {"place": place, "since": datetime.date(2015, 1, 1), "value": value, "source": "测试", "provisional": True}
        for place, value in zip(("340000", "341500", "340100"), values, strict=True)
    ]
    for name, values in {
        "cpi_yoy_permille": (26, 36, 20),
        "food_cpi_yoy_permille": (93, 50, 40),
        "scpi_yoy_permille": (80, 41, 25),
    }.items()
}
SETTINGS = {
    "anhui as published": (datetime.date(2024, 8, 15), "anhui", False, 0.06),
    "anhui, everything known": (datetime.date(2025, 3, 3), "anhui", True, 0.0),
    "anhui, everything published": (datetime.date(2025, 3, 3), "anhui", True, 0.03),
    "national": (datetime.date(2025, 3, 3), "national", True, 0.15),
}


def parameters_of(published: bool) -> Parameters:
    return published_parameters().with_changes(EVERYTHING_PUBLISHED) if published else published_parameters()


class _References:
    """The reference engine over a random population, with parameter values kept for each place and area."""

    def __init__(self, edition: Edition, table: Parameters, day: datetime.date, profile: str) -> None:
        self.reference, self.table, self.day, self.profile = Reference(edition), table, day, profile
        self.kept: dict[Any, int | None] = {}

    def calculation(self, household: Household) -> Calculation:
        area = household.facts["area"]

        def look_up(name: str) -> int | None:
            key = (name, household.place, area)
            if key not in self.kept:
                value = self.table.value(name, place=household.place, area=area, on=self.day, profile=self.profile)
                self.kept[key] = None if value is None else value.amount
            return self.kept[key]

        return Calculation(self.reference, household.facts, household.persons, household.obligors, look_up)


def coded(value: Any, unit: str) -> int:
    """A value as bulk engines write it."""
    if unit == "truth":
        return 2 if value is None else int(value)
    if value is None:
        return int(UNKNOWN_NUMBER)
    return CODES[unit[5:]].index(value) if unit.startswith("code:") else value


@pytest.mark.agreement
@pytest.mark.parametrize("setting", SETTINGS)
def test_kernel_and_duckdb_give_every_rule_of_every_household_its_reference_value(setting: str, tmp_path: Path) -> None:
    day, profile, published, unknown = SETTINGS[setting]
    households = 25_000 * SOAK
    population = write_random_population(
        tmp_path, households=households, seed=hash_of(setting), day=day, unknown=unknown
    )
    edition, table = current(day, profile), parameters_of(published)
    outputs = tuple(rule.name for rule in edition.rules.values() if rule.entity != "obligor")
    kernel = kernel_values(population.folder, edition, outputs, table, day, profile)
    duckdb = duckdb_values(population.folder, edition, outputs, table, day, profile)
    references = _References(edition, table, day, profile)
    expected = reference_values(references, households_of(population), edition, outputs)
    for name in outputs:
        assert np.array_equal(kernel[name], expected[name]), differing(setting, "kernel", name, kernel, expected)
        assert np.array_equal(duckdb[name], expected[name]), differing(setting, "duckdb", name, duckdb, expected)
    net = expected["own_net_income"]
    assert ((net < 0) & (net != UNKNOWN_NUMBER)).sum() > 100, "negative intermediate values were met"


def hash_of(setting: str) -> int:
    return sum(map(ord, setting))


def differing(setting: str, engine: str, name: str, found: Any, expected: Any) -> str:
    places = np.flatnonzero(found[name] != expected[name])
    shown = [(int(place), int(found[name][place]), int(expected[name][place])) for place in places[:5]]
    return f"{setting}: {engine} differs from the reference on {name} for {len(places)}: {shown}"


def kernel_values(
    folder: Path, edition: Edition, outputs: tuple[str, ...], table: Parameters, day: datetime.date, profile: str
) -> dict[str, Any]:
    compiled = Compiled(edition, outputs, day=day, profile=profile, parameters=table)
    found: dict[str, list[Any]] = {name: [] for name in outputs}
    for batch in Population(folder).each(compiled.facts, day):
        for name, values in compiled.run(batch).items():
            found[name].append(values)
    return {name: np.concatenate(values).astype(np.int64) for name, values in found.items()}


def reference_values(references: _References, households: Any, edition: Edition, outputs: tuple[str, ...]) -> Any:
    found: dict[str, list[int]] = {name: [] for name in outputs}
    rules = [edition.rules[name] for name in outputs]
    for household in households:
        calculation = references.calculation(household)
        for rule in rules:
            if rule.entity == "household":
                found[rule.name].append(coded(calculation.of_household(rule.name), rule.unit))
            else:
                values = found[rule.name]
                for person in range(len(household.persons)):
                    values.append(coded(calculation.of_person(rule.name, person), rule.unit))
    return {name: np.array(values, np.int64) for name, values in found.items()}


def duckdb_values(
    folder: Path, edition: Edition, outputs: tuple[str, ...], table: Parameters, day: datetime.date, profile: str
) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from doudi.engine.sql import evaluate_duckdb

    tables = {path.stem: pq.read_table(path) for path in folder.glob("*.parquet")}

    def look_up(name: str, place: str, area: Any) -> int | None:
        value = table.value(name, place=place, area=area, on=day, profile=profile)
        return None if value is None else value.amount

    results = evaluate_duckdb(tables, edition, list(outputs), look_up, day=day)
    found = {}
    for name in outputs:
        rule = edition.rules[name]
        result = results[rule.entity]
        result = result.sort_by("household_id" if rule.entity == "household" else "person_id")
        values = result[name].combine_chunks()
        filler = 2 if rule.unit == "truth" else int(UNKNOWN_NUMBER)
        if pa.types.is_boolean(values.type):
            values = values.cast(pa.int8())
        found[name] = values.cast(pa.int64()).fill_null(filler).to_numpy(zero_copy_only=False)
    return found


def test_every_outcome_and_both_sides_of_every_branch_are_met(tmp_path: Path) -> None:
    outcomes: collections.Counter[tuple[str, str]] = collections.Counter()
    sides: dict[str, set[Any]] = collections.defaultdict(set)
    for number, (day, profile, published, unknown) in enumerate(SETTINGS.values()):
        population = write_random_population(
            tmp_path / str(number), households=900, seed=number, day=day, unknown=unknown
        )
        edition = current(day, profile)
        references = _References(edition, parameters_of(published), day, profile)
        for household in households_of(population):
            calculation = references.calculation(household)
            _count_outcomes(outcomes, calculation, edition, household)
            _count_sides(sides, calculation, edition, household)
    possible = {
        (programme.key, outcome)
        for programme in PROGRAMMES
        for outcome in OUTCOMES
        if outcome != "excluded" or programme.excluded
    }
    assert possible - set(outcomes) == set(), "every outcome of every programme is met"
    one_sided = {where: met for where, met in sides.items() if not {True, False} <= met}
    assert one_sided == {}, "both sides of every branch are met"
    assert len(sides) > 200


def _count_outcomes(
    outcomes: collections.Counter[tuple[str, str]], calculation: Calculation, edition: Edition, household: Household
) -> None:
    for programme in PROGRAMMES:
        for person in range(len(household.persons)) if programme.unit == "person" else (-1,):
            found = [
                calculation.value(name, edition.rules[name].entity, person, -1) if name else default
                for name, default in (
                    (programme.conditions, None),
                    (programme.excluded, False),
                    (programme.published, True),
                )
            ]
            outcomes[programme.key, outcome_of(*found)] += 1


def _count_sides(sides: dict[str, set[Any]], calculation: Calculation, edition: Edition, household: Household) -> None:
    for rule in edition.rules.values():
        if rule.entity == "household":
            places = [(-1, -1)]
        elif rule.entity == "person":
            places = [(person, -1) for person in range(len(household.persons))]
        else:
            places = [
                (person, obligor)
                for person, obligors in enumerate(calculation.obligors)
                for obligor in range(len(obligors))
            ]
        for index, (node, inner) in enumerate(_placed(rule.node)):
            for place in places:
                if inner is None:
                    sides[f"{rule.name}#{index}"].add(value_at(node, calculation, *place))
                else:
                    for within in calculation.places(inner, place[0]):
                        sides[f"{rule.name}#{index}"].add(value_at(node, calculation, *within))


def _placed(node: Node, inner: Any = None) -> list[tuple[Node, Any]]:
    """Each branch with the entity it is gathered over, if any."""
    if isinstance(node, Over):
        return _placed(node.item, node.entity)
    found = [pair for child in children(node) for pair in _placed(child, inner)]
    if isinstance(node, Choice):
        found.append((node.condition, inner))
    if isinstance(node, Comparison | OneOf):
        found.append((node, inner))
    return found
