"""Everyone at once: a population streamed through an engine, part by part, each part written once and whole.

A part is one row group of the population. Its results appear under their own name only when they are complete, so a
run that was killed goes on where it stopped and ends byte for byte as if nothing had happened.
"""

import datetime
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from doudi.engine.compiled import Compiled
from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.population import Batch, Population
from doudi.engine.results import (
    Array,
    household_results,
    person_results,
    rules_wanted,
)
from doudi.policy.edition import Edition, current
from doudi.policy.programmes import OUTCOMES, PROGRAMMES

# From so many people on, a kernel made for what is known of everybody is worth its compilation.
LARGE = 5_000_000
ENGINES = ("kernel", "duckdb", "spark")
# What a person of a batch takes while it is worked on: fact arrays, their Arrow originals, outputs and encoding.
BYTES_A_PERSON = 1_100
BYTES_AT_REST = 450_000_000


class BulkRefused(Exception):
    """A bulk run that cannot be started or resumed: says why and what to do."""


class PartEngine(Protocol):
    """Works out one part of a population."""

    def part(self, number: int) -> tuple[pa.Table, pa.Table, dict[str, Any]]:
        """Household results, person results and the part's counts."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: parts and persons done, persons of this run a second, seconds left."""

    parts_done: int
    parts: int
    persons_done: int
    persons: int
    persons_a_second: float
    seconds_left: float


class KernelParts:
    """Parts through the compiled kernel."""

    def __init__(self, population: Population, edition: Edition, day: datetime.date, profile: str, table: Parameters):
        self.population, self.edition, self.day = population, edition, day
        self.compiled = Compiled(
            edition,
            rules_wanted(),
            day=day,
            profile=profile,
            parameters=table,
            threads=1,
            specialise=population.persons > LARGE,
        )

    def part(self, number: int) -> tuple[pa.Table, pa.Table, dict[str, Any]]:
        """One row group, read, worked out and counted."""
        batch = self.population.read(number, self.compiled.facts, self.day)
        values = self.compiled.run(batch)
        households = household_results(values, self.edition, batch)
        persons = person_results(values, self.edition, batch)
        return households, persons, counts_of(households, persons, county_of(batch), batch.members)


class DuckdbParts:
    """Parts through the SQL engine in DuckDB."""

    def __init__(self, population: Population, edition: Edition, day: datetime.date, profile: str, table: Parameters):
        self.population, self.edition, self.day = population, edition, day
        self.profile, self.table = profile, table

    def part(self, number: int) -> tuple[pa.Table, pa.Table, dict[str, Any]]:
        """One row group, read, worked out and counted."""
        from doudi.engine.sql import results_duckdb

        tables = {name: file.read_row_group(number) for name, file in self.population.files.items()}
        households, persons = results_duckdb(
            tables, self.edition, day=self.day, profile=self.profile, parameters=self.table
        )
        batch = self.population.read(number, ("area",), self.day)
        return households, persons, counts_of(households, persons, county_of(batch), batch.members)


def county_of(batch: Batch) -> list[str]:
    """Each household's county, the first six digits of its place."""
    words = np.array([word[:6] for word in batch.places.dictionary.to_pylist()], object)
    counties: list[str] = words[batch.places.indices.to_numpy(zero_copy_only=False)].tolist()
    return counties


def counts_of(households: pa.Table, persons: pa.Table, counties: list[str], members: Array) -> dict[str, Any]:
    """How many of each outcome and how much money a month, by county and programme."""
    names, index = np.unique(np.array(counties, dtype="U6"), return_inverse=True)
    of_person = np.repeat(index, np.diff(members))
    counted: dict[str, Any] = {str(name): {} for name in names}
    for programme in PROGRAMMES:
        table, where = (households, index) if programme.unit == "household" else (persons, of_person)
        outcomes = table[programme.key].to_numpy()
        tally = np.bincount(where * 4 + outcomes, minlength=4 * len(names)).reshape(-1, 4)
        money = np.zeros(len(names), np.int64)
        if programme.monthly:
            column = table[f"{programme.key}_monthly"].combine_chunks()
            known = column.is_valid().to_numpy(zero_copy_only=False)
            np.add.at(money, where[known], column.drop_null().to_numpy(zero_copy_only=False))
        for number, name in enumerate(names):
            counted[str(name)][programme.key] = {
                **{word: int(tally[number, code]) for code, word in enumerate(OUTCOMES)},
                "monthly_fen": int(money[number]),
            }
    return counted


def workers_for(population: Population, memory_gib: float | None, threads: int) -> int:
    """How many parts may be worked on at once within the memory.

    Raises BulkRefused where not even one part fits.
    """
    if memory_gib is None:
        return threads
    largest = max((population.persons_in(number) for number in range(population.batches)), default=0)
    room = memory_gib * 2**30 - BYTES_AT_REST
    fitting = int(room // max(largest * BYTES_A_PERSON, 1))
    if fitting < 1:
        needed = (largest * BYTES_A_PERSON + BYTES_AT_REST) / 2**30
        raise BulkRefused(
            f"内存上限 {memory_gib} GiB 不够：最大的一组有 {largest} 人，至少需要 {needed:.1f} GiB；"
            "请提高 --memory-gib 或以更小的行组导出人口数据"
        )
    return min(threads, fitting)


def run_bulk(
    folder: Path,
    out: Path,
    *,
    day: datetime.date,
    profile: str = "anhui",
    engine: str = "kernel",
    parameters: Parameters | None = None,
    memory_gib: float | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> dict[str, Any]:
    """Determine everyone in a population and write `household_results/`, `person_results/` and `summary.json`.

    Finished parts of an earlier run with the same population, rules, parameters and day are kept. Raises BulkRefused
    where the folder holds the results of something else, and PopulationError where the population cannot be read.
    """
    if engine not in ENGINES:
        raise BulkRefused(f"没有引擎 {engine}；可用 {'、'.join(ENGINES)}")
    population = Population(folder)
    edition = current(day, profile)
    table = parameters or published_parameters()
    _claim(out, _description(population, edition, table, day, profile, engine))
    workers = workers_for(population, memory_gib, threads or os.cpu_count() or 1)
    if engine == "spark":
        _run_spark(population, out, day, profile, table, workers, memory_gib)
        return _summed_up(population, edition, out, day, profile)
    parts = _engine(engine, population, edition, day, profile, table)
    waiting = [number for number in range(population.batches) if not _finished(out, number)]
    _run(parts, population, out, waiting, workers, progress)
    return _summed_up(population, edition, out, day, profile)


def _run_spark(
    population: Population,
    out: Path,
    day: datetime.date,
    profile: str,
    table: Parameters,
    threads: int,
    memory_gib: float | None,
) -> None:
    """Spark works on everything at once; its results are cut into the population's parts, counted and put in place.

    Raises BulkRefused where there is no Spark environment.
    """
    from doudi.engine.sql_spark import run_spark, spark_python

    if spark_python() is None:
        raise BulkRefused("没有 Spark 环境；请先运行 make setup-spark（需要 Java 17），或改用 --engine kernel")
    waiting = [number for number in range(population.batches) if not _finished(out, number)]
    if not waiting:
        return
    whole = out / "spark"
    run_spark(
        population.folder,
        whole,
        day=day,
        profile=profile,
        parameters=table,
        threads=threads,
        memory_gib=memory_gib or 4.0,
    )
    results = [pads.dataset(whole / f"{unit}_results.parquet").to_table() for unit in ("household", "person")]
    households, persons = results[0].sort_by("household_id"), results[1].sort_by("person_id")
    first_household = first_person = 0
    for number in range(population.batches):
        batch = population.read(number, ("area",), day)
        some, people = len(batch.household_ids), len(batch.person_ids)
        part = (households.slice(first_household, some), persons.slice(first_person, people))
        first_household, first_person = first_household + some, first_person + people
        if number in waiting:
            _write_part(out, number, *part, counts_of(*part, county_of(batch), batch.members))
    shutil.rmtree(whole)


def _summed_up(population: Population, edition: Edition, out: Path, day: datetime.date, profile: str) -> dict[str, Any]:
    summary = _summary(population, edition, out, day, profile)
    _write_whole(out / "summary.json", json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return summary


def _engine(
    engine: str, population: Population, edition: Edition, day: datetime.date, profile: str, table: Parameters
) -> PartEngine:
    if engine == "kernel":
        return KernelParts(population, edition, day, profile, table)
    return DuckdbParts(population, edition, day, profile, table)


def _description(
    population: Population, edition: Edition, table: Parameters, day: datetime.date, profile: str, engine: str
) -> dict[str, Any]:
    """What a run is of: nothing else may be resumed into the same folder."""
    described = hashlib.sha256()
    for name, file in population.files.items():
        described.update(f"{name} {file.metadata.num_rows} {file.metadata.num_row_groups}".encode())
        described.update(str(file.schema_arrow).encode())
        described.update(_tail(population.folder / f"{name}.parquet"))
    values = hashlib.sha256()
    for name in table.names():
        values.update(repr((name, table.published(name))).encode())
    return {
        "population": described.hexdigest(),
        "parts": population.batches,
        "rules": edition.fingerprint,
        "parameters": values.hexdigest(),
        "day": day.isoformat(),
        "profile": profile,
        "engine": engine,
    }


def _tail(path: Path) -> bytes:
    """A Parquet file's last bytes: the footer, with the statistics of every column."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65536))
        return file.read()


def _claim(out: Path, description: dict[str, Any]) -> None:
    """Mark the folder as this run's, or refuse where it is another's."""
    claim = out / "run.json"
    if claim.exists():
        there = json.loads(claim.read_text("utf-8"))
        different = sorted(key for key in description if there.get(key) != description[key])
        if different:
            raise BulkRefused(
                f"{out} 已有另一次运行的结果（不同之处：{'、'.join(different)}）；请换一个 --out，或先删除该文件夹"
            )
        return
    if out.exists() and any(out.iterdir()):
        raise BulkRefused(f"{out} 不是空文件夹，也不是本程序的结果；请换一个 --out")
    for name in ("household_results", "person_results", "parts"):
        (out / name).mkdir(parents=True, exist_ok=True)
    _write_whole(claim, json.dumps(description, indent=1).encode())


def _name(number: int) -> str:
    return f"part-{number:05d}"


def _finished(out: Path, number: int) -> bool:
    """A part is finished when its counts stand: they are written last."""
    return (out / "parts" / f"{_name(number)}.json").exists()


def _run(
    parts: PartEngine,
    population: Population,
    out: Path,
    waiting: list[int],
    workers: int,
    progress: Callable[[Progress], None] | None,
) -> None:
    started, done = time.monotonic(), population.batches - len(waiting)
    before = population.persons - sum(population.persons_in(number) for number in waiting)
    persons = before

    def one(number: int) -> int:
        households, people, counted = parts.part(number)
        _write_part(out, number, households, people, counted)
        return population.persons_in(number)

    with ThreadPoolExecutor(workers) as pool:
        for future in _as_done(pool, one, waiting, workers):
            persons += future.result()
            done += 1
            if progress:
                rate = (persons - before) / max(time.monotonic() - started, 1e-9)
                left = (population.persons - persons) / rate
                progress(Progress(done, population.batches, persons, population.persons, rate, left))


def _as_done(
    pool: ThreadPoolExecutor, one: Callable[[int], int], waiting: list[int], workers: int
) -> Iterator[Future[int]]:
    """Results as they come, never more parts in hand than there are workers: memory stays with those."""
    queue, running = iter(waiting), set[Future[int]]()
    for number in queue:
        running.add(pool.submit(one, number))
        if len(running) == workers:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            yield from finished
    while running:
        finished, running = wait(running, return_when=FIRST_COMPLETED)
        yield from finished


def _write_part(out: Path, number: int, households: pa.Table, persons: pa.Table, counted: dict[str, Any]) -> None:
    for folder, table in (("household_results", households), ("person_results", persons)):
        path = out / folder / f"{_name(number)}.parquet"
        beside = path.with_suffix(".writing")
        pq.write_table(table, beside, **writing_of(table))
        beside.rename(path)
    _write_whole(out / "parts" / f"{_name(number)}.json", json.dumps(counted, sort_keys=True).encode())


def writing_of(table: pa.Table) -> dict[str, Any]:
    """How results are written: identifiers as differences, the rest as few distinct values, lightly compressed."""
    identifiers = [name for name in ("household_id", "person_id") if name in table.column_names]
    return {
        "compression": "lz4",
        "write_statistics": False,
        "use_dictionary": [name for name in table.column_names if name not in identifiers],
        "column_encoding": dict.fromkeys(identifiers, "DELTA_BINARY_PACKED"),
    }


def _write_whole(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".writing")
    beside.write_bytes(content)
    beside.rename(path)


def _summary(population: Population, edition: Edition, out: Path, day: datetime.date, profile: str) -> dict[str, Any]:
    """The counts of all parts added up, by place and in all."""
    places: dict[str, Any] = {}
    for number in range(population.batches):
        counted = json.loads((out / "parts" / f"{_name(number)}.json").read_text("utf-8"))
        for place, programmes in counted.items():
            _add(places.setdefault(place, {}), programmes)
    everywhere: dict[str, Any] = {}
    for programmes in places.values():
        _add(everywhere, programmes)
    return {
        "day": day.isoformat(),
        "profile": profile,
        "rules": edition.fingerprint,
        "households": population.households,
        "persons": population.persons,
        "programmes": everywhere,
        "places": places,
    }


def _add(total: dict[str, Any], programmes: dict[str, Any]) -> None:
    for programme, counted in programmes.items():
        sums = total.setdefault(programme, dict.fromkeys(counted, 0))
        for key, number in counted.items():
            sums[key] += number
