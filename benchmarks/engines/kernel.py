"""The compiled kernel over a population, two row groups at a time."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.arrays import Array, write_part
from benchmarks.measure import Stopwatch, report
from benchmarks.rule_set import PROFILE, edition
from benchmarks.shared import DAY, HOUSEHOLD_OUTPUTS, OUTPUTS, PERSON_OUTPUTS
from doudi.engine.compiled import Compiled
from doudi.engine.kernel import UNKNOWN_NUMBER
from doudi.engine.population import Batch, Population

THREADS = 2


def write(out: Path, batch: Batch, values: dict[str, Array]) -> None:
    """Write the results of one row group, NULL where a number is unknown."""
    households = {"household_id": batch.household_ids} | {name: column(name, values) for name in HOUSEHOLD_OUTPUTS}
    persons = {"person_id": batch.person_ids} | {name: column(name, values) for name in PERSON_OUTPUTS}
    write_part(out, batch.number, households, persons)


def column(name: str, values: dict[str, Array]) -> pa.Array:
    """One column as it is written: truths and codes int8, numbers int64."""
    array = values[name]
    if array.dtype == np.int8:
        return pa.array(array)
    unknown = array == UNKNOWN_NUMBER
    return pa.array(array.astype(np.int8) if name == "top_up_class" else array, mask=unknown)


def main(mode: str, folder: Path, out: Path, *more: Any) -> None:
    """Measure: `evaluate`, `parquet`, or `compile` (only make the kernel ready); a fourth argument is the threads."""
    population, watch, threads = Population(folder), Stopwatch(), int(more[0]) if more else THREADS
    began = time.perf_counter()
    compiled = Compiled(
        edition(), OUTPUTS, day=DAY, profile=PROFILE, threads=threads if mode == "evaluate" else 1, specialise=True
    )
    compiled.run(population.read(0, compiled.facts, DAY))
    ready = time.perf_counter() - began

    def part(number: int) -> None:
        batch = population.read(number, compiled.facts, DAY)
        write(out, batch, compiled.run(batch))

    if mode == "parquet":
        with watch.stage("parquet"), ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(population.batches)))
    elif mode == "evaluate":
        for batch in population.each(compiled.facts, DAY):
            with watch.stage("evaluate"):
                compiled.run(batch)
    report(watch, ready=ready, rules=len(compiled.edition.needed_for(OUTPUTS)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:])
