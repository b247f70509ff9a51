"""The rules run as SQL in DuckDB, over a population on disk or over tables in memory."""

import datetime
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.sql_columns import columns_for
from doudi.engine.sql_stages import PARAMETERS, SOURCES, Plan, plan_for
from doudi.engine.sql_tables import (
    DEPTH,
    FILES,
    Held,
    LookUp,
    Result,
    created,
    parameter_table,
    published_at,
    result_plan,
    result_select,
    source_select,
    statements,
)
from doudi.policy.edition import Edition, current
from doudi.policy.facts import Entity
from doudi.policy.language import ENTITIES


def run_duckdb(
    population: Path,
    out: Path,
    *,
    day: datetime.date,
    profile: str,
    parameters: Parameters | None = None,
    threads: int = 2,
    memory_gib: float = 4.0,
) -> None:
    """Work out every programme for a population folder; writes `household_results.parquet` and `person_results.parquet`.

    Beyond `memory_gib` DuckDB sets aside intermediate tables in `out`. Raises EditionError for a day before any rule
    is in force, FileNotFoundError where the folder holds no households.
    """
    plan, results = result_plan(current(day, profile), "duckdb")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aside-", dir=out) as aside, duckdb.connect() as connection:
        _set_up(connection, threads, memory_gib, aside)
        held = Held(_read_population(connection, population), day)
        look_up = published_at(parameters or published_parameters(), plan.columns.parameters(), day, profile)
        _run(connection, plan, look_up, held)
        for entity, shown in results.items():
            path = out / f"{entity}_results.parquet"
            connection.execute(f"COPY ({_ordered(plan, entity, shown)}) TO '{_literal(path)}' (FORMAT parquet)")


def results_duckdb(
    tables: Mapping[str, pa.Table],
    edition: Edition,
    *,
    day: datetime.date,
    profile: str,
    parameters: Parameters,
    threads: int = 1,
) -> tuple[pa.Table, pa.Table]:
    """The household results and person results of a population's tables in memory, ordered by their identifiers."""
    plan, results = result_plan(edition, "duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        columns = _register(connection, tables)
        look_up = published_at(parameters, plan.columns.parameters(), day, profile)
        _run(connection, plan, look_up, Held(columns, day))
        households, persons = (
            connection.execute(_ordered(plan, entity, results[entity])).to_arrow_table()
            for entity in ("household", "person")
        )
    return households, persons


def evaluate_duckdb(
    tables: Mapping[str, pa.Table],
    edition: Edition,
    outputs: Sequence[str],
    look_up: LookUp,
    *,
    day: datetime.date | None = None,
    depth: int = DEPTH["duckdb"],
) -> dict[str, pa.Table]:
    """The values of any rules of any entity over tables in memory, as they are: truths, codes, numbers, NULL.

    `tables` are named and laid out as the population's files; `age` and `absent_years` may stand in for the days they
    are counted from, else `day` is needed. `look_up(parameter, place, area)` answers parameters. The answer has a
    table for each entity some output speaks of, ordered by its identifiers; obligors are numbered in `obligor`.
    """
    plan = plan_for(columns_for(edition, outputs), outputs, depth=depth, numbered_obligors=True)
    found: dict[str, pa.Table] = {}
    with duckdb.connect() as connection:
        _run(connection, plan, look_up, Held(_register(connection, tables), day))
        for entity in ENTITIES:
            shown = [Result(name, name) for name in plan.outputs_of(entity)]
            if shown:
                found[entity] = connection.execute(_ordered(plan, entity, shown)).to_arrow_table()
    return found


def _register(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> dict[str, list[str]]:
    """Name the tables; answers the columns of each. Obligors have no identifier of their own and are numbered."""
    for file, table in tables.items():
        connection.register(file, _numbered(table) if file == "obligors" else table)
    return {file: list(table.column_names) for file, table in tables.items()}


def _ordered(plan: Plan, entity: Entity, shown: list[Result]) -> str:
    return f"{result_select(plan, entity, shown)} ORDER BY {', '.join(plan.keys(entity))}"


def _numbered(table: pa.Table) -> pa.Table:
    return table.append_column("obligor", pa.array(range(table.num_rows), pa.int64()))


def _set_up(connection: duckdb.DuckDBPyConnection, threads: int, memory_gib: float, aside: str) -> None:
    connection.execute(f"SET threads = {threads}")
    connection.execute(f"SET memory_limit = '{int(memory_gib * 1024)}MiB'")
    connection.execute(f"SET temp_directory = '{aside}'")
    # Rows are put in order once, at the end.
    connection.execute("SET preserve_insertion_order = false")


def _read_population(connection: duckdb.DuckDBPyConnection, population: Path) -> dict[str, list[str]]:
    """Name the files of the folder; answers the columns of each."""
    if not (population / "households.parquet").exists():
        raise FileNotFoundError(f"{population} 中没有 households.parquet，不是人口数据目录")
    there: dict[str, list[str]] = {}
    for file in (file for files in FILES.values() for file in files):
        path = population / f"{file}.parquet"
        if path.exists():
            connection.execute(f"CREATE TEMP VIEW {file} AS SELECT * FROM read_parquet('{_literal(path)}')")
            there[file] = [str(row[0]) for row in connection.execute(f"DESCRIBE {file}").fetchall()]
    return there


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")


def _run(connection: duckdb.DuckDBPyConnection, plan: Plan, look_up: LookUp, held: Held) -> None:
    """Create the sources, the parameters and the stages; each table goes as soon as nothing reads it any more."""
    there = {stage.entity for stage in plan.stages}
    for entity in there:
        connection.execute(f"CREATE TEMP VIEW {SOURCES[entity]} AS {source_select(plan, entity, held)}")
    if "household" in there:
        places = connection.execute(f"SELECT DISTINCT place, area FROM {SOURCES['household']}").fetchall()
        connection.register(PARAMETERS, parameter_table(places, plan.columns.parameters(), look_up))
    gone: set[str] = set()
    for index, (name, select) in enumerate(statements(plan, "duckdb")):
        connection.execute(created(plan, name, select))
        for table in plan.finished(index):
            if table not in gone:
                connection.execute(f"DROP TABLE {table}")
                gone.add(table)
