"""A population on disk, read a row group at a time into plain arrays for the kernel.

Five Parquet files clustered by household: households, persons, incomes, spending, obligors; row group k of each holds
the same households. Unknown is NULL on disk and -1 in an array; a column that is not there is unknown for everybody.
"""

import datetime
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from doudi.engine.kernel import fact_type
from doudi.policy.facts import FACTS

Array = np.ndarray[Any, Any]
FILES = ("households", "persons", "incomes", "spending", "obligors")
_DERIVED = {"age": "born", "absent_years": "absent_since"}


class PopulationError(Exception):
    """A population folder that cannot be read as one: says which file and what does not fit."""


def file_of(fact: str) -> str:
    """Which file holds a fact."""
    entity = FACTS[fact].entity
    if entity != "person":
        return f"{entity}s"
    if fact.startswith("income_"):
        return "incomes"
    return "spending" if fact.startswith("spending_") or fact == "employment_cost" else "persons"


@dataclass(frozen=True)
class Batch:
    """The households of one row group: where members and obligors begin, and the arrays of the facts asked for."""

    number: int
    household_ids: pa.Array
    person_ids: pa.Array
    person_households: pa.Array
    members: Array
    obligors: Array
    places: pa.DictionaryArray
    facts: dict[str, Array]
    unknown: frozenset[str]

    @cached_property
    def widest(self) -> int:
        """The largest household of the batch."""
        return int(np.diff(self.members).max(initial=0))


class Population:
    """The five files, open; batches are read when asked for, so that memory stays with one or two of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A Parquet reader serves one thread: each thread that reads has readers of its own.
        self.of_thread = threading.local()
        for name in FILES:
            path = folder / f"{name}.parquet"
            if not path.exists():
                raise PopulationError(f"{path} 不存在；人口数据夹应有 {', '.join(f'{one}.parquet' for one in FILES)}")
        counts = {name: file.num_row_groups for name, file in self.files.items()}
        if len(set(counts.values())) != 1:
            raise PopulationError(f"{folder}: 各文件的行组数不一致 {counts}；请用同一次快照导出")
        self.batches = counts["households"]

    @property
    def files(self) -> dict[str, pq.ParquetFile]:
        """This thread's readers of the five files."""
        if not hasattr(self.of_thread, "files"):
            self.of_thread.files = {
                name: pq.ParquetFile(
                    self.folder / f"{name}.parquet",
                    read_dictionary=["place"] if name == "households" else None,
                    memory_map=True,
                )
                for name in FILES
            }
        files: dict[str, pq.ParquetFile] = self.of_thread.files
        return files

    @property
    def persons(self) -> int:
        """How many people there are."""
        return int(self.files["persons"].metadata.num_rows)

    @property
    def households(self) -> int:
        """How many households there are."""
        return int(self.files["households"].metadata.num_rows)

    def persons_in(self, number: int) -> int:
        """How many people a batch holds."""
        return int(self.files["persons"].metadata.row_group(number).num_rows)

    def read(self, number: int, facts: tuple[str, ...], day: datetime.date) -> Batch:
        """One batch with the arrays of these facts on a day.

        Raises PopulationError where rows of the files do not belong together.
        """
        tables = {name: self._table(name, number, facts) for name in FILES}
        households, persons = tables["households"], tables["persons"]
        person_ids = _ids(persons["person_id"])
        members = self._members(number, _ids(households["household_id"]), _ids(persons["household_id"]))
        for name in ("incomes", "spending"):
            # An empty selection of columns still says how many rows there are.
            if tables[name].num_rows != persons.num_rows:
                raise PopulationError(f"{self.folder / name}.parquet 第{number}行组与 persons.parquet 行数不同")
        obligors = self._obligors(number, person_ids, _ids(tables["obligors"]["person_id"]))
        place = households["place"].combine_chunks()
        arrays = {fact: _fact(tables[file_of(fact)], fact, day) for fact in facts}
        return Batch(
            number,
            households["household_id"].combine_chunks(),
            persons["person_id"].combine_chunks(),
            persons["household_id"].combine_chunks(),
            members,
            obligors,
            place if isinstance(place, pa.DictionaryArray) else place.dictionary_encode(),
            arrays,
            frozenset(fact for fact in facts if _is_unknown(tables[file_of(fact)], fact, arrays[fact])),
        )

    def _table(self, name: str, number: int, facts: tuple[str, ...]) -> pa.Table:
        file = self.files[name]
        there = set(file.schema_arrow.names)
        wanted = {_DERIVED.get(fact, fact) for fact in facts if file_of(fact) == name} & there
        keys = {"households": ["household_id", "place"], "persons": ["household_id", "person_id"]}
        keys["obligors"] = ["person_id"]
        columns = keys.get(name, []) + sorted(wanted)
        if not columns:
            columns = ["person_id"]
        return file.read_row_group(number, columns=columns, use_threads=False)

    def _members(self, number: int, households: Array, of: Array) -> Array:
        """Where each household's members begin; every household has its members together and in order."""
        starts = np.flatnonzero(np.diff(of, prepend=of[:1] - 1)) if len(of) else np.empty(0, np.int64)
        if len(starts) != len(households) or not np.array_equal(of[starts], households):
            raise PopulationError(
                f"{self.folder / 'persons.parquet'} 第{number}行组与 households.parquet 的家庭不一致；"
                "成员须按家庭归并、顺序相同"
            )
        return np.append(starts, len(of)).astype(np.int64)

    def _obligors(self, number: int, persons: Array, of: Array) -> Array:
        if len(of) and (np.any(np.diff(of) < 0) or np.any(np.diff(persons) <= 0)):
            raise PopulationError(f"{self.folder / 'obligors.parquet'} 第{number}行组须按人员编号排序")
        bounds: Array = np.searchsorted(of, np.append(persons, np.iinfo(np.int64).max)).astype(np.int64)
        if len(of) and not np.isin(of, persons).all():
            raise PopulationError(f"{self.folder / 'obligors.parquet'} 第{number}行组有不属于本组成员的义务人")
        return bounds

    def each(self, facts: tuple[str, ...], day: datetime.date) -> Iterator[Batch]:
        """Every batch in order."""
        for number in range(self.batches):
            yield self.read(number, facts, day)


def _ids(column: pa.ChunkedArray) -> Array:
    ids: Array = column.combine_chunks().to_numpy(zero_copy_only=False)
    return ids


def _fact(table: pa.Table, fact: str, day: datetime.date) -> Array:
    """A fact's array, with -1 for unknown."""
    type_ = fact_type(fact)
    column = _DERIVED.get(fact, fact)
    if column not in table.column_names:
        return np.full(table.num_rows, -1, type_)
    values = table[column].combine_chunks()
    if fact in _DERIVED:
        return _years(values, day)
    if pa.types.is_boolean(values.type):
        values = pc.cast(values, pa.int8())
    if values.null_count:
        values = pc.fill_null(values, pa.scalar(-1, values.type))
    array: Array = values.to_numpy(zero_copy_only=False)
    # One width for each fact whatever the file uses: another would be another kernel to compile.
    return array.astype(type_, copy=False)


def _is_unknown(table: pa.Table, fact: str, array: Array) -> bool:
    """Whether a fact is unknown for anybody."""
    if fact in _DERIVED:
        return bool(len(array)) and int(array.min()) < 0
    return fact not in table.column_names or table[fact].null_count > 0


def _years(days: pa.Array, day: datetime.date) -> Array:
    """Completed years from each date to the day; -1 for unknown and for a date that has not come yet."""
    from doudi.engine.kernel_words import completed_years

    numbers = pc.cast(days, pa.int32())
    if numbers.null_count:
        numbers = pc.fill_null(numbers, np.iinfo(np.int32).min)
    years: Array = completed_years(numbers.to_numpy(zero_copy_only=False), day.year * 10000 + day.month * 100 + day.day)
    return years
