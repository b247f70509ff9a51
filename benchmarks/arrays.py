"""A population as plain NumPy arrays, and results as Parquet: what every engine but DuckDB reads or writes alike.

Needs NumPy and PyArrow only, because OpenFisca's environment has nothing of this package.
"""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.shared import INCOMES, SPENDING

Array = np.ndarray[Any, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "persons": (
        "household_id",
        "person_id",
        "relation",
        "born",
        "cohabits",
        "absence",
        "absent_since",
        "school",
        "dependent",
        "disability_kind",
        "disability_grade",
        "disability_certified",
        "serious_illness",
    ),
    "incomes": tuple(f"income_{kind}" for kind in INCOMES),
    "spending": ("employment_cost", *(f"spending_{kind}" for kind in SPENDING)),
    "households": (
        "household_id",
        "place",
        "area",
        "financial_assets",
        "homes",
        "vehicles",
        "businesses",
        "asset_finding",
        *(f"household_income_{kind}" for kind in INCOMES),
        *(f"household_spending_{kind}" for kind in SPENDING),
    ),
}


@dataclass(frozen=True)
class Inputs:
    """The facts of a population or of one row group; `starts` is where each household's members begin."""

    number: int
    households: dict[str, Array]
    persons: dict[str, Array]
    starts: Array

    @property
    def sizes(self) -> Array:
        """How many members each household has."""
        return np.diff(self.starts, append=len(self.persons["person_id"]))


def parameters_of(folder: Path) -> dict[str, int]:
    """The parameters that have one value everywhere."""
    found: dict[str, int] = json.loads((folder / "parameters.json").read_text())
    return found


def inputs_of(folder: Path, day: datetime.date, *, by_row_group: bool) -> Iterator[Inputs]:
    """Read a population whole, or one row group after the other."""
    files = {
        name: pq.ParquetFile(folder / f"{name}.parquet", read_dictionary=["place"] if name == "households" else None)
        for name in COLUMNS
    }
    standards = _standards(folder)
    count = files["persons"].num_row_groups
    for number, groups in enumerate([[group] for group in range(count)] if by_row_group else [list(range(count))]):
        tables = {name: file.read_row_groups(groups, columns=list(COLUMNS[name])) for name, file in files.items()}
        persons = _arrays(tables["persons"], day) | _arrays(tables["incomes"], day) | _arrays(tables["spending"], day)
        of = persons.pop("household_id")
        starts = np.flatnonzero(np.diff(of, prepend=-1))
        place = tables["households"]["place"].unify_dictionaries().combine_chunks()
        households = _arrays(tables["households"].drop_columns(["place"]), day)
        households["dibao_standard"] = _standard_of(standards, place, households.pop("area"))
        yield Inputs(number, households, persons, starts)


def _arrays(table: pa.Table, day: datetime.date) -> dict[str, Array]:
    renamed = {"born": "age", "absent_since": "absent_years"}
    return {
        renamed.get(name, name): completed_years(table[name], day) if name in renamed else table[name].to_numpy()
        for name in table.column_names
    }


def completed_years(since: pa.ChunkedArray, day: datetime.date) -> Array:
    """Completed years on the day; 0 where nothing is said."""
    dates = since.fill_null(day).to_numpy().astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    number = months.astype(np.int32)
    begun = (number // 12 + 1970) * 10000 + (number % 12 + 1) * 100 + (dates - months).astype(np.int32) + 1
    years: Array = (day.year * 10000 + day.month * 100 + day.day - begun) // 10000
    return years.astype(np.int32)


def _standards(folder: Path) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for row in pq.read_table(folder / "standards.parquet").to_pylist():
        found.setdefault(row["place"], {})[row["area"]] = row["dibao_standard"]
    return found


def _standard_of(standards: dict[str, dict[int, int]], place: pa.DictionaryArray, area: Array) -> Array:
    table = np.array([[standards[word][each] for each in (0, 1)] for word in place.dictionary.to_pylist()], np.int64)
    found: Array = table[place.indices.to_numpy(zero_copy_only=False), area]
    return found


def write_part(out: Path, number: int, households: Mapping[str, Any], persons: Mapping[str, Any]) -> None:
    """Write the results of one part: truths and codes as int8, numbers as int64, NULL nowhere unless given so."""
    for name, columns in (("household_results", households), ("person_results", persons)):
        (out / name).mkdir(parents=True, exist_ok=True)
        path = out / name / f"part-{number:05d}.parquet"
        table = pa.table(dict(columns))
        identifiers = [column for column in ("household_id", "person_id") if column in table.column_names]
        pq.write_table(
            table,
            path,
            compression="lz4",
            write_statistics=False,
            use_dictionary=[column for column in table.column_names if column not in identifiers],
            column_encoding=dict.fromkeys(identifiers, "DELTA_BINARY_PACKED"),
        )
