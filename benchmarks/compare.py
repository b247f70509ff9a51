"""The same rules on the same people through every engine, measured in one run against OpenFisca-core.

`python -m benchmarks.compare` takes ten million persons, or `--persons` of them, and writes
`benchmarks/results/compare.md`; `--small` only prints.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import (
    OPENFISCA,
    RESULTS,
    WORK,
    lowest_and_median,
    machine,
    measured,
    set_up_openfisca,
    versions,
)

MODES = ("evaluate", "parquet")


@dataclass(frozen=True)
class Engine:
    """One row of the table: how the engine is started."""

    key: str
    label: str
    python: str
    module: str
    more: tuple[str, ...] = ()


ENGINES = (
    Engine("openfisca", "OpenFisca-core, in its own words", str(OPENFISCA), "benchmarks.engines.openfisca"),
    Engine("openfisca-tuned", "OpenFisca-core, tuned", str(OPENFISCA), "benchmarks.engines.openfisca", ("tuned",)),
    Engine(
        "openfisca-parts",
        "OpenFisca-core, tuned, by row group",
        str(OPENFISCA),
        "benchmarks.engines.openfisca",
        ("tuned", "parts"),
    ),
    Engine("numpy", "NumPy by hand, all at once", sys.executable, "benchmarks.engines.numpy_by_hand"),
    Engine(
        "numpy-parts", "NumPy by hand, by row group", sys.executable, "benchmarks.engines.numpy_by_hand", ("parts",)
    ),
    Engine("duckdb", "our SQL on DuckDB, 2 threads", sys.executable, "benchmarks.engines.duckdb_sql"),
    Engine("kernel-1", "our kernel, 1 thread", sys.executable, "benchmarks.engines.kernel", ("1",)),
    Engine("kernel", "**our kernel, 2 threads**", sys.executable, "benchmarks.engines.kernel", ("2",)),
)
Runs = dict[tuple[str, str], list[dict[str, Any]]]


def main() -> None:
    """Prepare, measure, hold the results against each other, and write the table."""
    asked = _arguments()
    set_up_openfisca()
    persons = 200_000 if asked.small else asked.persons
    repetitions = asked.repetitions or (1 if asked.small else 3)
    prepared = measured(sys.executable, "benchmarks.prepare", WORK, persons)
    population = Path(prepared["folder"])
    out = Path(tempfile.mkdtemp(prefix="compare-", dir=WORK))
    try:
        compiling = _compile(population, out)
        runs = _measure(population, out, repetitions)
        equal = {engine.key: _equal(out, engine) for engine in ENGINES if engine.key != "kernel"}
    finally:
        shutil.rmtree(out)
    table = page(runs, prepared, compiling, equal, repetitions)
    print(table)
    if not asked.small:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "compare.md").write_text(table, "utf-8")
    if any(count for _, different in equal.values() for count in different.values()):
        sys.exit("the engines do not agree; no ratio above may be used")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("--persons", type=int, default=10_000_000)
    parser.add_argument("--repetitions", type=int, default=0)
    parser.add_argument("--small", action="store_true", help="200,000 persons, measured once")
    return parser.parse_args()


def _compile(population: Path, out: Path) -> tuple[float, float]:
    """Seconds until the kernel is ready: compiled for the first time, and fetched from the cache."""
    with tempfile.TemporaryDirectory(dir=WORK) as empty:
        cold = measured(sys.executable, "benchmarks.engines.kernel", "compile", population, out, cache=Path(empty))
    measured(sys.executable, "benchmarks.engines.kernel", "compile", population, out)
    warm = measured(sys.executable, "benchmarks.engines.kernel", "compile", population, out)
    return cold["ready"], warm["ready"]


def _measure(population: Path, out: Path, repetitions: int) -> Runs:
    """Every engine in a process of its own; the engines take turns, so that a slow minute hits all of them."""
    runs: Runs = {}
    for repetition in range(repetitions):
        for mode in MODES:
            for engine in ENGINES:
                target = out / engine.key
                shutil.rmtree(target, ignore_errors=True)
                found = measured(engine.python, engine.module, mode, population, target, *engine.more)
                runs.setdefault((engine.key, mode), []).append(found)
                seconds, _ = cost(found, mode)
                print(f"{repetition + 1}/{repetitions} {mode} {engine.key}: {seconds:.2f} s", file=sys.stderr)
    return runs


def cost(found: dict[str, Any], mode: str) -> tuple[float, float]:
    """Wall and CPU seconds of one run: of the evaluation alone, or from Parquet to Parquet."""
    stages = found["stages"]
    counted = [stages["evaluate"]] if mode == "evaluate" else list(stages.values())
    return sum(wall for wall, _ in counted), sum(cpu for _, cpu in counted)


def _equal(out: Path, engine: Engine) -> tuple[int, dict[str, int]]:
    compared = measured(sys.executable, "benchmarks.equal", out / "kernel", out / engine.key)
    return compared["rows"], compared["different"]


def page(
    runs: Runs,
    prepared: dict[str, Any],
    compiling: tuple[float, float],
    equal: dict[str, tuple[int, dict[str, int]]],
    repetitions: int,
) -> str:
    """The table as Markdown."""
    tuned = ("openfisca-tuned", "openfisca-parts")
    bases = {
        mode: (_seconds(runs, "openfisca", mode)[0], min(_seconds(runs, key, mode)[0] for key in tuned))
        for mode in MODES
    }
    rows = [_row(runs, engine, bases) for engine in ENGINES]
    some = runs["openfisca", "parquet"][0]
    rules = runs["kernel", "parquet"][0]["rules"]
    return "\n".join(
        [
            "# The same dibao rules through every engine",
            "",
            f"{prepared['persons']:,} persons in {prepared['households']:,} households, nothing unknown; "
            f"{rules} rules ({some['variables']} OpenFisca variables, facts among them); "
            f"{repetitions} repetition{'s' if repetitions > 1 else ''}, taken in turns, each in a process of its own. "
            f"Measured on {datetime.now(UTC).date()} on {machine()}.",
            "",
            "| engine | evaluation only, s: lowest / median (CPU) | × OpenFisca | × tuned | Parquet → Parquet, s: lowest / median (CPU) | × OpenFisca | × tuned | the whole process, s | peak memory, GiB |",
            "|---|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            "× OpenFisca is against its first row, × tuned against the faster of its two tuned rows: lowest wall seconds over "
            "lowest wall seconds. In its own words means `all` for everyone and `select` among Enum members; tuned means "
            "what an author who measures would write instead. "
            "Peak memory: the most of any repetition from Parquet to Parquet. Starting the interpreter, importing and making the kernel ready "
            f"(compiled for the first time {compiling[0]:.1f} s, from the cache {compiling[1]:.2f} s) are in "
            "the whole process only; evaluation only leaves out reading and handing over the inputs. OpenFisca is given the standard of "
            "every household; the kernel and DuckDB look it up by place.",
            "",
            _agreement(equal),
            "",
            f"Versions: {some['versions']} (Python {some['python']}); here "
            f"{versions('numpy', 'numba', 'pyarrow', 'duckdb')}. Cores used: at most {os.cpu_count()}.",
            "",
        ]
    )


def _seconds(runs: Runs, key: str, mode: str) -> tuple[float, float, float]:
    costs = [cost(found, mode) for found in runs[key, mode]]
    lowest, median = lowest_and_median([wall for wall, _ in costs])
    return lowest, median, min(cpu for _, cpu in costs)


def _row(runs: Runs, engine: Engine, bases: dict[str, tuple[float, float]]) -> str:
    cells = [engine.label]
    for mode in MODES:
        lowest, median, cpu = _seconds(runs, engine.key, mode)
        cells += [f"{lowest:.2f} / {median:.2f} ({cpu:.2f})", *(f"{base / lowest:.1f}" for base in bases[mode])]
    peak = max(found["peak_mib"] for found in runs[engine.key, "parquet"])
    process = min(found["process"] for found in runs[engine.key, "parquet"])
    return f"| {' | '.join([*cells, f'{process:.2f}', f'{peak / 1024:.2f}'])} |"


def _agreement(equal: dict[str, tuple[int, dict[str, int]]]) -> str:
    rows = max(compared for compared, _ in equal.values())
    wrong = {
        key: {column: count for column, count in different.items() if count} for key, (_, different) in equal.items()
    }
    if not any(wrong.values()):
        columns = len(next(iter(equal.values()))[1])
        return f"Every engine wrote the same {columns} columns for all {rows:,} households and persons."
    return f"**The engines do not agree with the kernel:** {wrong}."


if __name__ == "__main__":
    main()
