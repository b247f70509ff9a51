"""The rules run as SQL in Spark, in a process of its own: Spark lives in an environment beside the project's.

`DOUDI_SPARK_PYTHON` names the Python of that environment; without it `.venv-spark` next to the project is used.
"""

import datetime
import os
import subprocess
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from doudi.engine.dated import Parameters
from doudi.engine.sql_tables import parameter_table, published_at, result_plan
from doudi.policy.edition import current

PROJECT = Path(__file__).parents[3]


class SparkUnavailable(Exception):
    """There is no Spark environment, or the job failed; says how to set it up, or what Spark said last."""


def spark_python() -> Path | None:
    """The Python of the Spark environment, or None where there is none."""
    named = os.environ.get("DOUDI_SPARK_PYTHON")
    path = Path(named) if named else PROJECT / ".venv-spark" / "bin" / "python"
    return path if path.exists() else None


def run_spark(
    population: Path,
    out: Path,
    *,
    day: datetime.date,
    profile: str,
    parameters: Parameters | None = None,
    threads: int = 2,
    memory_gib: float = 4.0,
) -> None:
    """Work out every programme for a population folder with Spark on this machine.

    Writes the folders `household_results.parquet` and `person_results.parquet`, in no order. `parameters` replace the
    published ones. Raises SparkUnavailable where Spark's environment is missing or the job fails.
    """
    python = spark_python()
    if python is None:
        raise SparkUnavailable("没有 Spark 环境：请先运行 make setup-spark，或用 DOUDI_SPARK_PYTHON 指明其 Python")
    arguments = ["--population", str(population), "--out", str(out), "--day", day.isoformat(), "--profile", profile]
    arguments += ["--threads", str(threads), "--memory-gib", str(memory_gib)]
    with tempfile.TemporaryDirectory(prefix="doudi-spark-") as folder:
        if parameters is not None:
            arguments += ["--parameters", str(_written(parameters, population, Path(folder), day, profile))]
        command = [str(python), "-m", "doudi.engine.spark_job", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SparkUnavailable(f"Spark 作业失败：{done.stderr[-2000:]}")


def _written(parameters: Parameters, population: Path, folder: Path, day: datetime.date, profile: str) -> Path:
    """The parameter table of the population's places, for a job that is to use other than the published values."""
    there = set(pq.read_schema(population / "households.parquet").names)
    table = pq.read_table(population / "households.parquet", columns=sorted({"place", "area"} & there))
    rows = table.group_by(table.column_names).aggregate([]).to_pylist()
    plan, _ = result_plan(current(day, profile), "spark")
    names = plan.columns.parameters()
    look_up = published_at(parameters, names, day, profile)
    path = folder / "parameters.parquet"
    pq.write_table(parameter_table([(row.get("place"), row.get("area")) for row in rows], names, look_up), path)
    return path
