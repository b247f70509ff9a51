"""A bulk run: the same for every engine, whole after any kill, within the memory it was given."""

import datetime
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from doudi.engine.bulk import BulkRefused, run_bulk
from doudi.engine.dated import published_parameters
from doudi.engine.determine import outcome_of
from doudi.engine.population import Population, PopulationError
from doudi.engine.reference import Calculation, Reference
from doudi.policy.edition import current
from doudi.policy.programmes import OUTCOMES, PROGRAMMES
from doudi.synthetic.population import synthesise
from support.random_population import RandomPopulation, households_of, write_random_population

DAY = datetime.date(2024, 8, 15)
KILLS = 10 * int(os.environ.get("DOUDI_SOAK", "1"))


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> RandomPopulation:
    folder = tmp_path_factory.mktemp("population")
    return write_random_population(folder, households=600, seed=5, day=DAY, unknown=0.05, row_group=150)


def fingerprint(out: Path) -> dict[str, str]:
    """Every file of the results with its bytes."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_the_results_are_those_of_the_reference_engine(population: RandomPopulation, tmp_path: Path) -> None:
    summary = run_bulk(population.folder, tmp_path / "out", day=DAY)
    counted, money = counted_by_reference(population)
    for programme in PROGRAMMES:
        found = summary["programmes"][programme.key]
        assert {word: found[word] for word in OUTCOMES} == counted[programme.key], programme.key
        assert found["monthly_fen"] == money[programme.key], programme.key


def counted_by_reference(population: RandomPopulation) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    edition, table = current(DAY, "anhui"), published_parameters()
    reference = Reference(edition)
    counted = {programme.key: dict.fromkeys(OUTCOMES, 0) for programme in PROGRAMMES}
    money = {programme.key: 0 for programme in PROGRAMMES}
    for household in households_of(population):
        area = household.facts["area"]

        def look_up(name: str, place: str = household.place, area: Any = area) -> int | None:
            value = table.value(name, place=place, area=area, on=DAY, profile="anhui")
            return None if value is None else value.amount

        calculation = Calculation(reference, household.facts, household.persons, household.obligors, look_up)
        for programme in PROGRAMMES:
            for person in range(len(household.persons)) if programme.unit == "person" else (-1,):
                values = [
                    calculation.value(name, edition.rules[name].entity, person, -1) if name else default
                    for name, default in (
                        (programme.conditions, None),
                        (programme.excluded, False),
                        (programme.published, True),
                    )
                ]
                outcome = outcome_of(*values)
                counted[programme.key][outcome] += 1
                if outcome == "eligible" and programme.monthly:
                    rule = edition.rules[programme.monthly]
                    money[programme.key] += calculation.value(rule.name, rule.entity, person, -1) or 0
    return counted, money


def test_duckdb_gives_what_the_kernel_gives(population: RandomPopulation, tmp_path: Path) -> None:
    by_kernel = run_bulk(population.folder, tmp_path / "kernel", day=DAY, engine="kernel")
    by_duckdb = run_bulk(population.folder, tmp_path / "duckdb", day=DAY, engine="duckdb")
    assert by_kernel == by_duckdb
    for unit in ("household", "person"):
        tables = [pq.read_table(tmp_path / engine / f"{unit}_results") for engine in ("kernel", "duckdb")]
        assert set(tables[0].column_names) == set(tables[1].column_names)
        for name in tables[0].column_names:
            assert tables[0][name].to_pylist() == tables[1][name].to_pylist(), name


def test_a_second_run_into_the_same_folder_changes_nothing(population: RandomPopulation, tmp_path: Path) -> None:
    run_bulk(population.folder, tmp_path / "out", day=DAY)
    before = fingerprint(tmp_path / "out")
    run_bulk(population.folder, tmp_path / "out", day=DAY)
    assert fingerprint(tmp_path / "out") == before


def test_results_do_not_depend_on_how_many_parts_are_worked_on_at_once(
    population: RandomPopulation, tmp_path: Path
) -> None:
    for threads in (1, 4):
        run_bulk(population.folder, tmp_path / str(threads), day=DAY, threads=threads)
    assert fingerprint(tmp_path / "1") == fingerprint(tmp_path / "4")


def test_a_folder_of_another_run_is_refused(population: RandomPopulation, tmp_path: Path) -> None:
    run_bulk(population.folder, tmp_path / "out", day=DAY)
    with pytest.raises(BulkRefused, match="day"):
        run_bulk(population.folder, tmp_path / "out", day=datetime.date(2025, 8, 15))


def test_a_folder_that_holds_something_else_is_refused(population: RandomPopulation, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("给家里的信", "utf-8")
    with pytest.raises(BulkRefused, match="不是空文件夹"):
        run_bulk(population.folder, tmp_path, day=DAY)


def test_too_little_memory_for_one_part_is_refused_with_what_is_needed(
    population: RandomPopulation, tmp_path: Path
) -> None:
    with pytest.raises(BulkRefused, match="至少需要"):
        run_bulk(population.folder, tmp_path / "out", day=DAY, memory_gib=0.1)


def test_a_population_without_one_of_its_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PopulationError, match="households.parquet"):
        Population(tmp_path)


def test_members_out_of_order_are_refused(population: RandomPopulation, tmp_path: Path) -> None:
    for path in population.folder.glob("*.parquet"):
        table = pq.read_table(path)
        if path.stem == "persons":
            table = table.take(list(reversed(range(table.num_rows))))
        pq.write_table(table, tmp_path / path.name)
    with pytest.raises(PopulationError, match=r"persons\.parquet"):
        Population(tmp_path).read(0, ("age",), DAY)


def started(population: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "doudi.interfaces.cli.main", "bulk", str(population)]
    command += ["--on", DAY.isoformat(), "--out", str(out), *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.mark.machine
def test_killed_at_ten_random_points_and_resumed_gives_the_same_bytes(tmp_path: Path) -> None:
    population = write_random_population(
        tmp_path / "population", households=2000 * KILLS, seed=9, day=DAY, unknown=0.03, row_group=500
    )
    run_bulk(population.folder, tmp_path / "whole", day=DAY)
    parts = Population(population.folder).batches
    out, chance, kept = tmp_path / "killed", random.Random(4), 0
    for _ in range(KILLS):
        process = started(population.folder, out)
        wanted = kept + chance.randint(0, max(1, parts // (KILLS + 3)))
        deadline = time.monotonic() + 60
        while process.poll() is None and finished(out) < wanted and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.03)
        process.kill()
        process.communicate()
        kept = finished(out)
    assert kept < parts, "the last kill came before the end"
    times = {path: path.stat().st_mtime_ns for path in (out / "parts").glob("*.json")}
    process = started(population.folder, out)
    assert process.wait(timeout=120) == 0
    process.communicate()
    assert all(path.stat().st_mtime_ns == moment for path, moment in times.items()), "finished parts stay as they were"
    for path in out.rglob("*.writing"):
        path.unlink()
    assert fingerprint(out) == fingerprint(tmp_path / "whole")


def finished(out: Path) -> int:
    return len(list((out / "parts").glob("*.json"))) if (out / "parts").exists() else 0


@pytest.mark.machine
def test_a_million_people_stay_within_the_memory_that_was_stated(tmp_path: Path) -> None:
    synthesise(persons=1_000_000, seed=2, out=tmp_path / "population", day=DAY)
    program = (
        "import datetime, pathlib, sys\n"
        "from doudi.engine.bulk import run_bulk\n"
        "run_bulk(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), day=datetime.date(2024, 8, 15), "
        "memory_gib=1.5)\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print([line.split()[1] for line in status.splitlines() if line.startswith('VmHWM')][0])\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "population"), str(tmp_path / "out")]
    peak_kib = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert peak_kib < 1.5 * 2**20
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["persons"] == 1_000_000
