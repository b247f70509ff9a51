"""Every programme for everyone through the kernel, Parquet to Parquet: `python -m benchmarks.all_programmes [persons]`.

Writes `benchmarks/results/all_programmes.md`: persons a second, peak memory, and where the time goes.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import RESULTS, WORK, lowest_and_median, machine, measured, versions

UNKNOWN_PERMILLE = 20
_STEPS = {
    "parquet": "reading and decoding Parquet",
    "arrays": "making arrays of it",
    "kernel": "the kernel, with the look-up of parameters",
    "tables": "making result columns",
    "counts": "counting by county and programme",
    "write": "encoding and writing Parquet",
}


def main(persons: int = 10_000_000, repetitions: int = 3) -> None:
    """Measure and write the table."""
    module, python = "benchmarks.engines.kernel_all", sys.executable
    prepared = measured(python, "benchmarks.prepare", WORK, persons, UNKNOWN_PERMILLE)
    population = Path(prepared["folder"])
    with tempfile.TemporaryDirectory(dir=WORK) as empty:
        cold = measured(python, module, "compile", population, empty, cache=Path(empty))
    measured(python, module, "compile", population, WORK)
    warm = measured(python, module, "compile", population, WORK)
    runs = []
    for _ in range(repetitions):
        out = Path(tempfile.mkdtemp(prefix="all-", dir=WORK))
        try:
            runs.append(measured(python, module, "bulk", population, out / "results"))
        finally:
            shutil.rmtree(out)
    out = Path(tempfile.mkdtemp(prefix="all-", dir=WORK))
    try:
        profile = measured(python, module, "profile", population, out)
    finally:
        shutil.rmtree(out)
    text = page(prepared, runs, profile, cold["ready"], warm["ready"])
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "all_programmes.md").write_text(text, "utf-8")
    print(text)


def page(
    prepared: dict[str, Any], runs: list[dict[str, Any]], profile: dict[str, Any], cold: float, warm: float
) -> str:
    """The tables as Markdown."""
    lowest, median = lowest_and_median([run["stages"]["bulk"][0] for run in runs])
    cpu = min(run["stages"]["bulk"][1] for run in runs)
    steps = profile["stages"]
    total = sum(seconds for seconds, _ in steps.values())
    persons = prepared["persons"]
    return "\n".join(
        [
            "# Every programme for everyone",
            "",
            f"{persons:,} persons in {prepared['households']:,} households, {UNKNOWN_PERMILLE / 10:.0f} % of facts unknown, "
            f"{profile['rules']} rules, {profile['columns']} result columns; {os.cpu_count()} threads. "
            f"Measured on {machine()}; {versions('numpy', 'numba', 'pyarrow')}.",
            "",
            "| | |",
            "|---|---|",
            f"| Parquet → Parquet, s: lowest / median of {len(runs)} | {lowest:.1f} / {median:.1f} |",
            f"| CPU seconds | {cpu:.1f} |",
            f"| persons a second (lowest seconds) | {persons / lowest:,.0f} |",
            f"| peak memory, GiB | {max(run['peak_mib'] for run in runs) / 1024:.2f} |",
            f"| kernel compiled for the first time, s | {cold:.1f} |",
            f"| kernel from the cache, s | {warm:.1f} |",
            "",
            "Where the time goes, on one thread:",
            "",
            "| step | s | share |",
            "|---|---|---|",
            *(f"| {label} | {steps[key][0]:.2f} | {steps[key][0] / total:.0%} |" for key, label in _STEPS.items()),
            f"| all | {total:.2f} | {persons / total:,.0f} persons a second |",
            "",
            "A kernel stays in the cache until a rule changes. Seconds Parquet to Parquet are those of the bulk run, with the "
            "kernel fetched from the cache.",
            "",
        ]
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
