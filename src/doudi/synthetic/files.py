"""The five Parquet files of a population: one row group a chunk, cut at the same households in all of them."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.facts import FACTS, Fact
from doudi.synthetic.draws import Truths, Whole
from doudi.synthetic.places import villages

FILES = ("households", "persons", "incomes", "spending", "obligors")
_IDS = ("household_id", "person_id")


def _type_of(fact: Fact) -> pa.DataType:
    if fact.kind == "code" or fact.name.endswith("_grade"):
        return pa.int8()
    if fact.kind == "truth":
        return pa.bool_()
    return pa.int64() if fact.kind.startswith("fen") else pa.int16()


def _facts_of(name: str) -> list[Fact]:
    money = ("income_", "spending_", "employment_cost")
    entity = {"households": "household", "obligors": "obligor"}.get(name, "person")
    facts = [fact for fact in FACTS.values() if fact.entity == entity]
    if name == "persons":
        return [fact for fact in facts if not fact.name.startswith(money)]
    if name == "incomes":
        return [fact for fact in facts if fact.name.startswith("income_")]
    if name == "spending":
        return [fact for fact in facts if fact.name.startswith(money[1:])]
    return facts


# Ages move with the day, so the files hold the days they are counted from.
_DATES = {"age": "born", "absent_years": "absent_since"}


def schema_of(name: str) -> pa.Schema:
    """The columns of one file: identifiers, the place of a household, then the facts in the order of FACTS."""
    fields = [pa.field("household_id", pa.int64(), nullable=False)]
    if name == "households":
        fields.append(pa.field("place", pa.string(), nullable=False))
    else:
        fields.append(pa.field("person_id", pa.int64(), nullable=False))
    for fact in _facts_of(name):
        dated = _DATES.get(fact.name)
        fields.append(pa.field(dated, pa.date32()) if dated else pa.field(fact.name, _type_of(fact)))
    return pa.schema(fields)


def table_of(name: str, columns: dict[str, Whole], unknown: dict[str, Truths]) -> pa.Table:
    """The rows of one chunk as a table; `place` comes as indexes of `villages()`."""
    schema = schema_of(name)
    arrays = [_array(field, columns[field.name], unknown.get(field.name)) for field in schema]
    return pa.Table.from_arrays(arrays, schema=_handed_over(schema))


def _handed_over(schema: pa.Schema) -> pa.Schema:
    """The schema in memory: places are handed over as a dictionary, and stored and read back as plain strings."""
    places = pa.dictionary(pa.int16(), pa.string())
    return pa.schema([field.with_type(places) if field.name == "place" else field for field in schema])


def _array(field: pa.Field, values: Whole, unknown: Truths | None) -> pa.Array:
    if field.name == "place":
        names = pa.array([place.code for place in villages()])
        return pa.DictionaryArray.from_arrays(pa.array(values.astype(np.int16)), names)
    whole = pa.int32() if field.type == pa.date32() else field.type
    plain = np.ascontiguousarray(values, dtype=whole.to_pandas_dtype())
    array = pa.array(plain, type=whole, mask=unknown)
    return array.view(pa.date32()) if field.type == pa.date32() else array


class PopulationFiles:
    """Writes the five files beside each other; while one chunk is written the next can be drawn.

    Which thread writes a file does not matter to its bytes: every file is one writer's, one chunk at a time.
    """

    def __init__(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._writers = {name: _writer(out / f"{name}.parquet", schema_of(name)) for name in FILES}
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="population")
        self._waiting: list[Future[None]] = []

    def write(self, tables: dict[str, pa.Table]) -> None:
        """Append one row group to each file, after the one before is written."""
        self._finish()
        self._waiting = [self._pool.submit(_append, self._writers[name], tables[name]) for name in FILES]

    def _finish(self) -> None:
        for each in self._waiting:
            each.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._finish()
        finally:
            self._pool.shutdown()
            for writer in self._writers.values():
                writer.close()


def _append(writer: pq.ParquetWriter, table: pa.Table) -> None:
    # An empty row group too, or the files would fall out of step.
    writer.write_table(table, row_group_size=max(1, table.num_rows))


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    ids = [name for name in _IDS if name in schema.names]
    return pq.ParquetWriter(
        path,
        _handed_over(schema),
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in schema.names if name not in (*_IDS, "born")],
        column_encoding=dict.fromkeys(ids, "DELTA_BINARY_PACKED"),
        write_statistics=ids,
        store_schema=False,
        write_batch_size=65536,
    )
