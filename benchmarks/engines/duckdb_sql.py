"""The rules as generated SQL in DuckDB over a population."""

import sys
from pathlib import Path

import duckdb

from benchmarks.measure import Stopwatch, report
from benchmarks.rule_set import PROFILE, edition
from benchmarks.shared import DAY, HOUSEHOLD_OUTPUTS, OUTPUTS, PERSON_OUTPUTS
from doudi.engine.dated import published_parameters
from doudi.engine.sql_columns import columns_for
from doudi.engine.sql_stages import PARAMETERS, SOURCES, Plan, plan_for
from doudi.engine.sql_tables import (
    DEPTH,
    FILES,
    Held,
    created,
    parameter_table,
    published_at,
    source_select,
    statements,
)

THREADS = 2
_TINY = {"below_standard", "assets_acceptable", "dibao_conditions", "counted", "top_up_class"}


def read(connection: duckdb.DuckDBPyConnection, plan: Plan, folder: Path, kind: str) -> None:
    """The facts that are needed, as views of the files or as tables in memory (`kind`), and the parameters."""
    columns = {}
    for file in (file for files in FILES.values() for file in files):
        connection.execute(f"CREATE VIEW {file} AS SELECT * FROM read_parquet('{folder / file}.parquet')")
        columns[file] = [str(row[0]) for row in connection.execute(f"DESCRIBE {file}").fetchall()]
    held = Held(columns, DAY)
    for entity in {stage.entity for stage in plan.stages}:
        connection.execute(f"CREATE TEMP {kind} {SOURCES[entity]} AS {source_select(plan, entity, held)}")
    places = connection.execute(f"SELECT DISTINCT place, area FROM {SOURCES['household']}").fetchall()
    names = plan.columns.parameters()
    look_up = published_at(published_parameters(), names, DAY, PROFILE)
    connection.register(PARAMETERS, parameter_table(places, names, look_up))


def evaluate(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Every stage; a stage that is read once stays a view and is worked out when its reader is."""
    for name, select in statements(plan, "duckdb"):
        connection.execute(created(plan, name, select))


def result(plan: Plan, entity: str, keys: str, names: tuple[str, ...]) -> str:
    """The SELECT of the results of households or persons."""
    shown = [f'CAST("{name}" AS {"TINYINT" if name in _TINY else "BIGINT"}) AS "{name}"' for name in names]
    return f"SELECT {keys}, {', '.join(shown)} FROM {plan.last[entity]}"


def main(mode: str, folder: Path, out: Path) -> None:
    """Measure: `evaluate` (from tables in memory to tables in memory) or `parquet`."""
    plan = plan_for(columns_for(edition(), OUTPUTS), OUTPUTS, depth=DEPTH["duckdb"])
    wanted = {
        "household": result(plan, "household", "household_id", HOUSEHOLD_OUTPUTS),
        "person": result(plan, "person", "person_id", PERSON_OUTPUTS),
    }
    watch = Stopwatch()
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {THREADS}")
        connection.execute(f"SET temp_directory = '{out.parent / 'aside'}'")
        connection.execute("SET preserve_insertion_order = false")
        with watch.stage("read"):
            read(connection, plan, folder, "VIEW" if mode == "parquet" else "TABLE")
        with watch.stage("evaluate"):
            evaluate(connection, plan)
            if mode == "evaluate":
                for entity, select in wanted.items():
                    connection.execute(f"CREATE TEMP TABLE {entity}_results AS {select}")
        if mode == "parquet":
            with watch.stage("write"):
                for entity, select in wanted.items():
                    target = out / f"{entity}_results"
                    target.mkdir(parents=True, exist_ok=True)
                    order = f"{select} ORDER BY {entity}_id"
                    options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
                    connection.execute(f"COPY ({order}) TO '{target / 'part-00000.parquet'}' ({options})")
    report(watch)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
