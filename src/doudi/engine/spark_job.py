"""`python -m doudi.engine.spark_job`: the rules over a population folder, inside the environment that has Spark.

Stages that are read twice are set aside beside the results, so that no plan grows deeper than one stage.
"""

import argparse
import datetime
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.engine.dated import published_parameters
from doudi.engine.sql_stages import PARAMETERS, SOURCES, Plan
from doudi.engine.sql_tables import (
    FILES,
    Held,
    in_dialect,
    parameter_table,
    published_at,
    result_plan,
    result_select,
    source_select,
    statements,
)
from doudi.policy.edition import current


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments and run the job."""
    said = _arguments(arguments)
    said.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aside-", dir=said.out) as folder:
        spark = _session(said.threads, said.memory_gib, folder)
        try:
            _run(spark, said, Path(folder))
        finally:
            spark.stop()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="doudi.engine.spark_job", description=__doc__)
    parser.add_argument("--population", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--day", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--profile", default="anhui")
    parser.add_argument(
        "--parameters", type=Path, help="a Parquet table by place and area instead of what is published"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory-gib", type=float, default=4.0)
    return parser.parse_args(arguments)


def _session(threads: int, memory_gib: float, folder: str) -> Any:
    """A session on this machine, unless SPARK_REMOTE or spark-submit give another master."""
    from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return (
        SparkSession.builder.appName("doudi")
        .master(os.environ.get("DOUDI_SPARK_MASTER", f"local[{threads}]"))
        .config("spark.driver.memory", f"{int(memory_gib * 1024)}m")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", folder)
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.shuffle.partitions", str(max(4, threads * 2)))
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )


def _run(spark: Any, said: argparse.Namespace, folder: Path) -> None:
    plan, results = result_plan(current(said.day, said.profile), "spark")
    held = Held(_read_population(spark, said.population), said.day)
    for entity in {stage.entity for stage in plan.stages}:
        _view(spark, SOURCES[entity], source_select(plan, entity, held))
    _parameters(spark, plan, said, folder)
    for name, select in statements(plan, "spark"):
        frame = spark.sql(select)
        if plan.created(name):
            frame = _set_aside(spark, frame, folder / name)
        frame.createOrReplaceTempView(name)
    for entity, shown in results.items():
        select = in_dialect(result_select(plan, entity, shown), "spark")
        spark.sql(select).write.mode("overwrite").parquet(str(said.out / f"{entity}_results.parquet"))


def _set_aside(spark: Any, frame: Any, path: Path) -> Any:
    """Write a stage and read it back: a kept frame would carry the plans of all stages before it, twice over."""
    frame.write.mode("overwrite").parquet(str(path))
    return spark.read.schema(frame.schema).parquet(str(path))


def _view(spark: Any, name: str, select: str) -> None:
    spark.sql(in_dialect(select, "spark")).createOrReplaceTempView(name)


def _read_population(spark: Any, population: Path) -> dict[str, list[str]]:
    """Name the files of the folder; answers the columns of each."""
    there: dict[str, list[str]] = {}
    for file in (file for files in FILES.values() for file in files):
        path = population / f"{file}.parquet"
        if path.exists():
            frame = spark.read.parquet(str(path))
            frame.createOrReplaceTempView(file)
            there[file] = list(frame.columns)
    return there


def _parameters(spark: Any, plan: Plan, said: argparse.Namespace, folder: Path) -> None:
    path = said.parameters
    if path is None:
        path = folder / "parameters.parquet"
        pq.write_table(_published(spark, plan, said.day, said.profile), path)
    spark.read.parquet(str(path)).createOrReplaceTempView(PARAMETERS)


def _published(spark: Any, plan: Plan, day: datetime.date, profile: str) -> pa.Table:
    names = plan.columns.parameters()
    places = spark.sql(f"SELECT DISTINCT place, area FROM {SOURCES['household']}").collect()
    look_up = published_at(published_parameters(), names, day, profile)
    return parameter_table([(row[0], row[1]) for row in places], names, look_up)


if __name__ == "__main__":
    main()
