"""An invented population, like a prefecture of Anhui in its stated shares and like nobody in particular.

    synthesise(persons=1_000_000, seed=7, out=Path("population"), day=date(2024, 9, 1))

writes households, persons, incomes, spending and obligors as Parquet and `summary.json`. Households come in chunks of
`CHUNK`, each with random draws of its own and each one row group of every file, so that memory does not grow with the
population and equal arguments give equal bytes on any machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa

from doudi.synthetic.census import Census
from doudi.synthetic.draws import Draws, Whole
from doudi.synthetic.files import PopulationFiles, table_of
from doudi.synthetic.gaps import Gaps, Unknown
from doudi.synthetic.households import found_households, household_facts
from doudi.synthetic.money import incomes, spending
from doudi.synthetic.obligors import obligors
from doudi.synthetic.people import People, settle_people
from doudi.synthetic.traits import person_facts

Columns = dict[str, Whole]
MOST_UNKNOWN_PERMILLE = 100


@dataclass(frozen=True)
class Summary:
    """What was written: counts, the shares meant and the shares achieved (percent), how often each code occurs."""

    persons: int
    households: int
    obligors: int
    row_groups: int
    seed: int
    day: date
    unknown_permille: int
    stated: dict[str, dict[str, float]]
    achieved: dict[str, dict[str, float]]
    codes: dict[str, dict[str, int]]
    unknown_percent: float


def synthesise(
    *,
    persons: int,
    seed: int,
    out: Path,
    day: date,
    progress: Callable[[int, int], None] | None = None,
    unknown_permille: int = 20,
) -> Summary:
    """Write a population of exactly so many persons, aged as of `day`, to the folder `out`.

    `progress` is told persons drawn so far and in all. `unknown_permille` of the facts are left unknown. Raises
    ValueError for a number out of range.
    """
    _check(persons, seed, unknown_permille)
    census = Census()
    with PopulationFiles(out) as files:
        while census.persons < persons:
            files.write(_chunk(Draws(seed, census.chunks), census, persons, day, unknown_permille))
            if progress:
                progress(census.persons, persons)
    summary = Summary(
        persons=census.persons,
        households=census.households,
        obligors=census.obligors,
        row_groups=census.chunks,
        seed=seed,
        day=day,
        unknown_permille=unknown_permille,
        stated=census.stated(),
        achieved=census.achieved(),
        codes=census.codes(),
        unknown_percent=census.unknown_percent(),
    )
    (out / "summary.json").write_bytes(orjson.dumps(summary, option=orjson.OPT_INDENT_2) + b"\n")
    return summary


def _check(persons: int, seed: int, unknown_permille: int) -> None:
    if persons < 1:
        raise ValueError(f"人数 {persons} 不对；至少 1 人，请改 --persons")
    if seed < 0:
        raise ValueError(f"随机种子 {seed} 不对；不能是负数，请改 --seed")
    if not 0 <= unknown_permille <= MOST_UNKNOWN_PERMILLE:
        raise ValueError(f"未知比例 {unknown_permille}‰ 不对；应在 0 到 {MOST_UNKNOWN_PERMILLE}‰ 之间")


def _chunk(draws: Draws, census: Census, persons: int, day: date, unknown_permille: int) -> dict[str, pa.Table]:
    """Draw the next chunk, count it, and give its five tables."""
    homes = found_households(draws, first_id=census.households + 1, persons_left=persons - census.persons)
    people = settle_people(draws, homes, first_id=census.persons + 1)
    household = household_facts(draws, homes)
    person = person_facts(draws, people, day)
    person |= incomes(draws, people, person)
    person |= spending(draws, people, person, person)
    gaps = Gaps(draws, len(homes), unknown_permille)
    lost_household, lost_person = gaps.households(household), gaps.people(people.home, person)
    listed = ~lost_household.get("obligors_listed", np.zeros(len(homes), bool))
    of, obligor = obligors(draws, people, person, listed)
    lost_obligor = gaps.obligors(people.home[of])
    census.count(homes, people, household | person | obligor, lost_household | lost_person | lost_obligor)
    place = {"household_id": homes.ids, "place": homes.place}
    return {
        "households": table_of("households", household | place, lost_household),
        **_of_persons(people, person, lost_person),
        "obligors": table_of(
            "obligors", obligor | {"household_id": people.household_ids[of], "person_id": people.ids[of]}, lost_obligor
        ),
    }


def _of_persons(people: People, person: Columns, lost: Unknown) -> dict[str, pa.Table]:
    columns = person | {"household_id": people.household_ids, "person_id": people.ids}
    return {name: table_of(name, columns, lost) for name in ("persons", "incomes", "spending")}
