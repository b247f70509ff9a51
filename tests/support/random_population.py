"""A population of random facts: nothing plausible, everything possible, thresholds and unknowns above all.

It is written in the layout of a population folder, so that every engine reads the very same files; the reference
engine is given the same facts one household at a time.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.engine.population import file_of
from doudi.policy.facts import CODES, FACTS, Fact

PLACES = ("340102001001", "340122", "341502003004", "341202", "341821", "522627", "110101")
AGES = (0, 3, 9, 15, 16, 17, 18, 30, 45, 59, 60, 65, 69, 70, 72, 79, 80, 85, 89, 90, 99, 100, 104)
# Yearly standards of the places above, and one and a half of them: incomes land on, just below and just above.
LINES = tuple(monthly * 1200 for monthly in (924, 881, 756, 721, 738, 703, 780, 755, 567, 1395))
SHARES = {"count": (0, 1, 2, 3, 4, 6), "months": (0, 5, 6, 7, 36), "years": (0, 2, 3, 4)}


@dataclass(frozen=True)
class RandomPopulation:
    """A folder with its day."""

    folder: Path
    day: datetime.date


def write_random_population(
    folder: Path, *, households: int, seed: int, day: datetime.date, unknown: float, row_group: int = 5000
) -> RandomPopulation:
    """Write a folder of random households; the same seed gives the same facts."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    for first in range(0, households, row_group):
        number = min(row_group, households - first)
        for name, table in _tables(random, first, number, day, unknown).items():
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
            writers[name].write_table(table, row_group_size=max(table.num_rows, 1))
    for writer in writers.values():
        writer.close()
    return RandomPopulation(folder, day)


def _tables(
    random: np.random.Generator, first: int, number: int, day: datetime.date, unknown: float
) -> dict[str, pa.Table]:
    household_ids = np.arange(first, first + number, dtype=np.int64)
    sizes = random.choice([1, 1, 1, 2, 2, 3, 3, 4, 5, 6], number)
    of = np.repeat(household_ids, sizes)
    person_ids = first * 10 + np.arange(len(of), dtype=np.int64)
    obligors = random.choice([0, 0, 0, 1, 1, 2, 3], len(of))
    # A household without a word about obligors has none listed: its list is unknown, not empty.
    columns: dict[str, dict[str, pa.Array]] = {
        "households": {
            "household_id": pa.array(household_ids),
            "place": pa.array(random.choice(PLACES, number).astype(object), pa.string()),
        },
        "persons": {"household_id": pa.array(of), "person_id": pa.array(person_ids)},
        "incomes": {"household_id": pa.array(of), "person_id": pa.array(person_ids)},
        "spending": {"household_id": pa.array(of), "person_id": pa.array(person_ids)},
        "obligors": {
            "household_id": pa.array(np.repeat(of, obligors)),
            "person_id": pa.array(np.repeat(person_ids, obligors)),
        },
    }
    heads = np.concatenate([[True], of[1:] != of[:-1]])
    for fact in FACTS.values():
        name = file_of(fact.name)
        length = len(columns[name]["household_id"])
        column, values = _column(random, fact, length, day, unknown, heads)
        columns[name][column] = values
    return {name: pa.table(of_file) for name, of_file in columns.items()}


def _column(
    random: np.random.Generator, fact: Fact, length: int, day: datetime.date, unknown: float, heads: Any
) -> tuple[str, pa.Array]:
    share = unknown / 8 if fact.name in ("relation", "area", "cohabits", "absence", "obligors_listed") else unknown
    gone = random.random(length) < share
    if fact.name == "age":
        return "born", _dates(random.choice(AGES, length), day, random.integers(0, 2, length), gone)
    if fact.name == "absent_years":
        return "absent_since", _dates(random.choice(SHARES["years"], length), day, random.integers(0, 2, length), gone)
    if fact.kind == "truth":
        # An unknown list of obligors is NULL; it is never said to be missing.
        odds = 1.0 if fact.name == "obligors_listed" else _TRUE.get(fact.name, 0.35)
        return fact.name, pa.array(random.random(length) < odds, mask=gone)
    if fact.kind == "code":
        return fact.name, pa.array(_codes(random, fact, length, heads), pa.int8(), mask=gone)
    if fact.kind.startswith("fen"):
        return fact.name, pa.array(_money(random, fact, length), pa.int64(), mask=gone)
    pool = AGES if fact.name == "obligor_age" else SHARES[fact.kind]
    return fact.name, pa.array(random.choice(pool, length), pa.int32(), mask=gone)


_TRUE = {"cohabits": 0.8, "registered": 0.9, "disability_certified": 0.8, "work_injury_nursing": 0.1}
_LIKELY = {"absence": 0.85, "disability_kind": 0.6, "father_state": 0.4, "mother_state": 0.4, "obligor_absence": 0.7}


def _codes(random: np.random.Generator, fact: Fact, length: int, heads: Any) -> Any:
    words = CODES[fact.codes or ""]
    codes = random.integers(0, len(words), length).astype(np.int8)
    likely = _LIKELY.get(fact.name)
    if likely is not None:
        codes[random.random(length) < likely] = 0
    if fact.name == "relation":
        codes = random.choice(np.array([1, 2, 2, 2, 3, 4, 4, 5, 6, 7, 8], np.int8), length)
        codes[heads] = 0
    return codes


def _money(random: np.random.Generator, fact: Fact, length: int) -> Any:
    lines = np.array(LINES, np.int64)
    if fact.kind == "fen/year":
        near = random.choice(np.concatenate([lines, lines * 3 // 2, lines // 2]), length)
        amounts = near * random.integers(1, 3, length) + random.integers(-1, 2, length)
        rare = 0.75 if "wage" in fact.name or "medical" in fact.name else 0.93
    elif fact.kind == "fen":
        amounts = random.choice(lines * 2, length) * random.integers(1, 4, length) + random.integers(-1, 2, length)
        rare = 0.4
    else:
        amounts = random.integers(1, 400_000, length)
        rare = 0.5
    amounts[random.random(length) < rare] = 0
    return amounts


def _dates(years: Any, day: datetime.date, later: Any, gone: Any) -> pa.Array:
    """Days these years before the day, or one day later: on the anniversary, or just short of it."""
    days = [
        datetime.date(day.year - int(year), day.month, day.day) + datetime.timedelta(days=int(short))
        if year or not short
        else day
        for year, short in zip(years, later, strict=True)
    ]
    return pa.array(days, pa.date32(), mask=gone)


@dataclass(frozen=True)
class Household:
    """One household's facts as the reference engine takes them."""

    household_id: int
    place: str
    facts: dict[str, Any]
    persons: list[dict[str, Any]]
    obligors: list[tuple[int, dict[str, Any]]]


def households_of(population: RandomPopulation) -> Iterator[Household]:
    """The same facts, read without any engine's help, one household at a time."""
    tables = {
        name: pq.read_table(population.folder / f"{name}.parquet")
        for name in ("households", "persons", "incomes", "spending", "obligors")
    }
    persons = _records(tables["persons"], population.day)
    for extra in ("incomes", "spending"):
        for person, row in zip(persons, _records(tables[extra], population.day), strict=True):
            person.update(row)
    obligors = _records(tables["obligors"], population.day)
    next_person = next_obligor = 0
    for household in _records(tables["households"], population.day):
        household_id = household.pop("household_id")
        place = household.pop("place")
        members, found = [], []
        while next_person < len(persons) and persons[next_person]["household_id"] == household_id:
            person = persons[next_person]
            person_id = person.pop("person_id")
            person.pop("household_id")
            while next_obligor < len(obligors) and obligors[next_obligor]["person_id"] == person_id:
                obligor = obligors[next_obligor]
                found.append((len(members), {k: v for k, v in obligor.items() if not k.endswith("_id")}))
                next_obligor += 1
            members.append(person)
            next_person += 1
        yield Household(household_id, place, household, members, found)


def _records(table: pa.Table, day: datetime.date) -> list[dict[str, Any]]:
    columns = {}
    for name in table.column_names:
        values = table[name].to_pylist()
        fact = FACTS.get(name)
        if name in ("born", "absent_since"):
            name, values = ("age" if name == "born" else "absent_years"), [_years(value, day) for value in values]
        elif fact is not None and fact.kind == "code":
            words = CODES[fact.codes or ""]
            values = [None if value is None else words[value] for value in values]
        columns[name] = values
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _years(since: datetime.date | None, day: datetime.date) -> int | None:
    if since is None:
        return None
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
