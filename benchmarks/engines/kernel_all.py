"""Every programme through the kernel: made ready, run in bulk, or step by step on one thread."""

import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measure import Stopwatch, report
from benchmarks.rule_set import PROFILE
from benchmarks.shared import DAY
from doudi.engine.bulk import KernelParts, counts_of, county_of, run_bulk
from doudi.engine.dated import published_parameters
from doudi.engine.population import Population
from doudi.engine.results import household_results, person_results, rules_wanted
from doudi.policy.edition import current


class TimedFile:
    """A Parquet file that counts the seconds its row groups take to read."""

    def __init__(self, file: pq.ParquetFile, watch: Stopwatch) -> None:
        self._file, self._watch = file, watch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read_row_group(self, number: int, **words: Any) -> pa.Table:
        """The row group, on one thread."""
        with self._watch.stage("parquet"):
            return self._file.read_row_group(number, **words)


def profile(folder: Path, out: Path) -> None:
    """One row group after the other, each step counted by itself."""
    watch, population = Stopwatch(), Population(folder)
    edition = current(DAY, PROFILE)
    parts = KernelParts(population, edition, DAY, PROFILE, published_parameters())
    parts.part(0)
    population.of_thread.files = {name: TimedFile(file, watch) for name, file in population.files.items()}
    columns = 0
    for number in range(population.batches):
        with watch.stage("arrays"):
            batch = population.read(number, parts.compiled.facts, DAY)
        with watch.stage("kernel"):
            values = parts.compiled.run(batch)
        with watch.stage("tables"):
            households = household_results(values, edition, batch)
            persons = person_results(values, edition, batch)
        with watch.stage("counts"):
            counts_of(households, persons, county_of(batch), batch.members)
        with watch.stage("write"):
            for name, table in (("households", households), ("persons", persons)):
                path = out / f"{name}-{number:05d}.parquet"
                pq.write_table(table, path, compression="zstd", compression_level=1, write_statistics=False)
        columns = households.num_columns + persons.num_columns
    # What is read is read inside the making of arrays.
    for place, seconds in enumerate(watch.stages["parquet"]):
        watch.stages["arrays"][place] -= seconds
    report(watch, rules=len(edition.needed_for(rules_wanted())), columns=columns)


def main(mode: str, folder: Path, out: Path) -> None:
    """Measure: `compile` (only make the kernel ready), `bulk` or `profile`."""
    if mode == "profile":
        profile(folder, out)
        return
    watch = Stopwatch()
    if mode == "bulk":
        with watch.stage("bulk"):
            run_bulk(folder, out, day=DAY, profile=PROFILE)
        report(watch)
        return
    population, began = Population(folder), time.perf_counter()
    KernelParts(population, current(DAY, PROFILE), DAY, PROFILE, published_parameters()).part(0)
    report(watch, ready=time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
