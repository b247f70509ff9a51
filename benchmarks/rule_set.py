"""The rules that are compared: people, household and dibao as they stand in the package, with tekun cut off."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.shared import DAY
from doudi.engine.dated import published_parameters
from doudi.policy.edition import Edition, edition_of, parameter_units, read_rules, rule_texts
from doudi.policy.facts import CODES
from doudi.synthetic.population import synthesise

PROFILE = "anhui"
SEED = 20240901
FILES = ("people.py", "household.py", "dibao.py")
PARAMETERS = (
    "adult_age",
    "asset_limit_homes",
    "asset_limit_months",
    "class_a_topup_percent",
    "class_b_topup_percent",
    "elder_age",
    "religious_years",
    "review_months_stable",
    "review_months_unstable",
)


def edition() -> Edition:
    """The rules in force on the day of the comparison."""
    texts = {name: text for name, text in rule_texts().items() if name in FILES}
    stub = Path(__file__).parent / "rules" / "stub.py"
    return edition_of(read_rules(texts | {stub.name: stub.read_text("utf-8")}, parameter_units()), DAY, PROFILE)


def prepare(folder: Path, persons: int, *, unknown_permille: int = 0) -> Path:
    """A population of so many persons in the folder, drawn once, with the parameters the other engines are handed.

    Nothing is unknown unless asked for, because the other engines know no unknown.
    """
    population = folder / f"population-{persons}-{unknown_permille}"
    if not (population / "summary.json").exists():
        synthesise(persons=persons, seed=SEED, out=population, day=DAY, unknown_permille=unknown_permille)
    places = pq.read_table(population / "households.parquet", columns=["place"])["place"].unique().to_pylist()
    _write_standards(population / "standards.parquet", places)
    (population / "parameters.json").write_text(json.dumps(same_everywhere(places[0])))
    return population


def same_everywhere(place: str) -> dict[str, int]:
    """The parameters that have one value everywhere on the day."""
    found = {}
    for name in PARAMETERS:
        value = published_parameters().value(name, place=place, area="urban", on=DAY, profile=PROFILE)
        assert value is not None, name
        found[name] = value.amount
    return found


def _write_standards(path: Path, places: list[str]) -> None:
    rows = [(place, area) for place in places for area in CODES["area"]]
    values = [
        published_parameters().value("dibao_standard", place=place, area=area, on=DAY, profile=PROFILE)
        for place, area in rows
    ]
    columns = {
        "place": [place for place, _ in rows],
        "area": [CODES["area"].index(area) for _, area in rows],
        "dibao_standard": [value.amount for value in values if value is not None],
    }
    pq.write_table(pa.table(columns), path)
