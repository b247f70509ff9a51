"""Rules nobody wrote: random rule files in the language, random people to try them on, and what the reference says."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any

import pyarrow as pa

from doudi.engine.reference import Calculation, Reference
from doudi.policy.edition import Edition, edition_of, read_rules
from doudi.policy.facts import CODES, FACTS, Entity
from doudi.policy.language import ENTITIES, type_of_unit

DAY = datetime.date(2026, 9, 1)
PARAMETERS = {"standard": "fen/year", "bound": "count", "absent": "count"}
FACTS_USED: dict[Entity, dict[str, tuple[str, ...]]] = {
    "household": {
        "count": ("homes", "vehicles"),
        "fen/year": ("household_income_wage", "household_spending_medical"),
        "truth": ("relapse_watch", "has_farmland"),
        "code": ("area", "asset_finding"),
    },
    "person": {
        "count": ("disability_grade", "refused_work"),
        "fen/year": ("income_wage", "spending_medical"),
        "truth": ("cohabits", "serious_illness"),
        "code": ("relation", "labour"),
    },
    "obligor": {
        "count": ("obligor_disability_grade",),
        "fen/year": (),
        "truth": ("obligor_assets_over",),
        "code": ("obligor_absence",),
    },
}
UNITS = ("truth", "count", "fen/year")


class RuleWriter:
    """Writes one rule after another; each may use facts, parameters and the rules before it."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.known: dict[Entity, dict[str, list[str]]] = {
            entity: {kind: list(names) for kind, names in kinds.items()} for entity, kinds in FACTS_USED.items()
        }
        for name, unit in PARAMETERS.items():
            self.known["household"][unit].append(name)
        self.used: set[str] = set()

    def file(self, rules: int) -> str:
        """The text of a rule file."""
        return "\n\n".join(self.rule(f"rule_{number}") for number in range(rules))

    def rule(self, name: str) -> str:
        entity, unit = self.random.choice(ENTITIES), self.random.choice(UNITS)
        self.used = set()
        body = self.value(unit, entity, 3)
        head = f'@rule(label="{name}", en="{name}", unit="{unit}", per="{entity}", cites=[])'
        self.known[entity][unit].append(name)
        return f'{head}\ndef {name}({", ".join(sorted(self.used))}):\n    """One."""\n    return {body}\n'

    def name(self, kind: str, entity: Entity) -> str | None:
        there = [each for wider in ENTITIES[: ENTITIES.index(entity) + 1] for each in self.known[wider].get(kind, ())]
        if not there:
            return None
        chosen = self.random.choice(there)
        self.used.add(chosen)
        return chosen

    def value(self, unit: str, entity: Entity, depth: int) -> str:
        if depth == 0:
            return self.name(unit, entity) or "True"
        return self.truth(entity, depth) if unit == "truth" else self.number(unit, entity, depth)

    def truth(self, entity: Entity, depth: int) -> str:
        def inner() -> str:
            return self.value("truth", entity, depth - 1)

        def numbers() -> str:
            unit = self.random.choice(UNITS[1:])
            op = self.random.choice(("<", "<=", "==", "!=", ">=", ">"))
            return f"({self.value(unit, entity, depth - 1)} {op} {self.value(unit, entity, depth - 1)})"

        def code() -> str:
            name = self.name("code", entity) or "area"
            words = self.random.sample(CODES[FACTS[name].codes or ""], 2)
            return f'({name} {self.random.choice(("in", "not in"))} ("{words[0]}", "{words[1]}"))'

        makers: list[Callable[[], str]] = [
            lambda: f"({inner()} and {inner()})",
            lambda: f"({inner()} or {inner()} or {inner()})",
            lambda: f"(not {inner()})",
            lambda: f"({inner()} if {inner()} else {inner()})",
            lambda: f"is_published({self.parameter()})",
            numbers,
            numbers,
            code,
        ]
        if entity != "obligor":
            gathered = ENTITIES[ENTITIES.index(entity) + 1]
            makers += [
                lambda: f"{self.random.choice(('anyone', 'everyone'))}({self.value('truth', gathered, depth - 1)})"
            ] * 4
        return self.random.choice(makers)()

    def number(self, unit: str, entity: Entity, depth: int) -> str:
        def inner() -> str:
            return self.value(unit, entity, depth - 1)

        def rounded() -> str:
            word = self.random.choice(("half_up", "ceiling", "rounded_down"))
            literal = self.random.random() < 0.5
            bottom = str(self.random.randint(0, 7)) if literal else self.value("count", entity, depth - 1)
            return f"{word}({inner()} / {bottom})"

        def banded() -> str:
            by = self.value("count", entity, depth - 1)
            return f"bands({by}, {inner()}, (1, {inner()}), (3, {inner()}))"

        makers: list[Callable[[], str]] = [
            lambda: f"({inner()} - {inner()})",
            lambda: f"({inner()} - {inner()})",
            lambda: f"({inner()} + {inner()})",
            lambda: f"({inner()} * {self.random.randint(0, 3)})",
            lambda: f"{self.random.choice(('at_least', 'at_most'))}({inner()}, {inner()})",
            lambda: f"at_most({self.random.randint(0, 9)}, {inner()})",
            lambda: f"({inner()} if {self.value('truth', entity, depth - 1)} else {self.random.randint(0, 5)})",
            rounded,
            rounded,
            banded,
        ]
        if entity != "obligor":
            gathered = ENTITIES[ENTITIES.index(entity) + 1]
            makers += [
                lambda: f"{self.random.choice(('total', 'largest'))}({self.value(unit, gathered, depth - 1)})"
            ] * 4
            if unit == "count":
                makers += [lambda: f"count({self.value('truth', gathered, depth - 1)})"] * 2
        return self.random.choice(makers)()

    def parameter(self) -> str:
        chosen = self.random.choice(list(PARAMETERS))
        self.used.add(chosen)
        return chosen


def random_edition(seed: int, rules: int) -> Edition:
    """An edition of random rules."""
    text = RuleWriter(Random(seed)).file(rules)
    return edition_of(read_rules({"random.py": text}, PARAMETERS), DAY, "anhui")


def look_up(name: str, place: str | None, area: str | None) -> int | None:
    """Parameters that differ by area; one that is not published where the area is unknown, one nowhere."""
    if name == "absent" or (name == "standard" and area is None):
        return None
    return {"standard": 40_000 if area == "urban" else 30_001, "bound": 2}[name]


def random_tables(seed: int, households: int, facts: Iterable[str] | None = None) -> dict[str, pa.Table]:
    """Households of no to four members with no to two obligors each; one fact in eight is unknown."""
    random = Random(seed)
    of: dict[Entity, list[tuple[int, ...]]] = {"household": [(number,) for number in range(households)]}
    of["person"] = [(home, 10 * home + number) for (home,) in of["household"] for number in range(random.randint(0, 4))]
    of["obligor"] = [person for person in of["person"] for _ in range(random.choice((0, 0, 1, 2)))]
    wanted = (
        list(facts)
        if facts is not None
        else [each for kinds in FACTS_USED.values() for names in kinds.values() for each in names]
    )
    tables: dict[str, pa.Table] = {}
    for entity, file in (("household", "households"), ("person", "persons"), ("obligor", "obligors")):
        rows = of[entity]
        columns = {"household_id": pa.array([row[0] for row in rows], pa.int64())}
        if entity == "household":
            columns["place"] = pa.array([random.choice(("341502001001", "340100", None)) for _ in rows], pa.string())
        else:
            columns["person_id"] = pa.array([row[1] for row in rows], pa.int64())
        for name in wanted:
            if FACTS[name].entity == entity:
                columns[name] = _random_fact(random, name, len(rows))
        tables[file] = pa.table(columns)
    return tables


def _random_fact(random: Random, name: str, rows: int) -> pa.Array:
    fact = FACTS[name]
    pick: dict[str, Callable[[], Any]] = {
        "truth": lambda: random.random() < 0.5,
        "code": lambda: random.randrange(len(CODES[fact.codes or ""])),
        "years": lambda: random.randint(0, 95),
        "months": lambda: random.randint(0, 24),
        "count": lambda: random.randint(0, 4),
    }
    value = pick.get(fact.kind, lambda: random.choice((0, random.randint(0, 60_000), random.randint(0, 3_000_000))))
    types = {"truth": pa.bool_(), "code": pa.int8(), "fen/year": pa.int64(), "fen": pa.int64(), "fen/month": pa.int64()}
    return pa.array(
        [None if random.random() < 0.125 else value() for _ in range(rows)], types.get(fact.kind, pa.int16())
    )


Values = dict[Entity, dict[str, list[Any]]]


def by_reference(
    tables: Mapping[str, pa.Table], edition: Edition, outputs: Iterable[str], parameter: Callable[..., int | None]
) -> Values:
    """What the reference engine says of every row, codes as their indexes."""
    reference = Reference(edition)
    homes = tables["households"].to_pylist()
    of_home: dict[int, list[dict[str, Any]]] = {home["household_id"]: [] for home in homes}
    for row in tables["persons"].to_pylist():
        of_home[row["household_id"]].append(row)
    of_person: dict[int, list[dict[str, Any]]] = {}
    for row in tables["obligors"].to_pylist():
        of_person.setdefault(row["person_id"], []).append(row)
    values: Values = {entity: {} for entity in ENTITIES}
    for home in homes:
        people = of_home[home["household_id"]]
        obligors = [
            (number, _worded(row, "obligor"))
            for number, person in enumerate(people)
            for row in of_person.get(person["person_id"], [])
        ]
        household = _worded(home, "household")

        def find(name: str, place: str | None = home["place"], area: Any = household["area"]) -> int | None:
            return parameter(name, place, area)

        c = Calculation(reference, household, [_worded(row, "person") for row in people], obligors, find)
        for name in outputs:
            rule = edition.rules[name]
            shown = values[rule.entity].setdefault(name, [])
            shown.extend(_indexed(c.value(name, rule.entity, *place), rule.unit) for place in _places(c, rule.entity))
    return values


def _worded(row: Mapping[str, Any], entity: Entity) -> dict[str, Any]:
    """The facts of a row as the reference reads them: codes as words, unknown where there is no column."""
    facts: dict[str, Any] = {}
    for name, fact in FACTS.items():
        if fact.entity == entity:
            value = row.get(name)
            facts[name] = CODES[fact.codes][value] if fact.codes and value is not None else value
    return facts


def _places(c: Calculation, entity: Entity) -> Iterable[tuple[int, int]]:
    if entity == "household":
        return [(-1, -1)]
    people = range(len(c.persons))
    if entity == "person":
        return [(person, -1) for person in people]
    return [(person, number) for person in people for number in range(len(c.obligors[person]))]


def _indexed(value: Any, unit: str) -> Any:
    return value if not isinstance(value, str) else CODES[type_of_unit(unit).codes].index(value)
