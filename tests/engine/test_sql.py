"""The generated SQL means what the reference means, for rules of the law and for rules nobody wrote."""

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.engine.dated import published_parameters
from doudi.engine.determine import outcome_of
from doudi.engine.sql import duckdb_statements, evaluate_duckdb, run_duckdb, spark_statements
from doudi.policy.edition import Edition, current, edition_of, read_rules
from doudi.policy.facts import FACTS
from doudi.policy.programmes import OUTCOMES, PROGRAMMES
from engine.random_rules import DAY, by_reference, look_up, random_edition, random_tables


def assert_same(tables: dict[str, pa.Table], edition: Edition, depth: int = 60) -> None:
    outputs = list(edition.rules)
    expected = by_reference(tables, edition, outputs, look_up)
    found = evaluate_duckdb(tables, edition, outputs, look_up, depth=depth)
    for entity, values in expected.items():
        for name, column in values.items():
            assert found[entity][name].to_pylist() == column, f"{name}\n{edition.rules[name].source}"


@pytest.mark.parametrize("seed", range(40))
def test_random_rules_agree_with_the_reference(seed: int) -> None:
    assert_same(random_tables(seed, 60), random_edition(seed, 10))


@pytest.mark.parametrize("seed", range(40, 46))
def test_stages_cut_after_two_levels_agree_with_the_reference(seed: int) -> None:
    assert_same(random_tables(seed, 60), random_edition(seed, 12), depth=2)


def test_a_population_of_nobody_has_results_of_nobody() -> None:
    tables = random_tables(1, 0)
    found = evaluate_duckdb(tables, random_edition(3, 10), list(random_edition(3, 10).rules), look_up)
    assert {table.num_rows for table in found.values()} == {0}


@pytest.mark.parametrize("profile", ["anhui", "national"])
def test_every_rule_of_the_law_agrees_with_the_reference(profile: str) -> None:
    edition, parameters = current(DAY, profile), published_parameters()

    def published(name: str, place: str | None, area: str | None) -> int | None:
        value = parameters.value(name, place=place, area=area, on=DAY, profile=profile)
        return None if value is None else value.amount

    tables, outputs = random_tables(11, 250, FACTS), list(edition.rules)
    expected = by_reference(tables, edition, outputs, published)
    found = evaluate_duckdb(tables, edition, outputs, published)
    differing = [
        name
        for entity, values in expected.items()
        for name, column in values.items()
        if found[entity][name].to_pylist() != column
    ]
    assert differing == []


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random households on disk, as a population folder lays them out."""
    folder = tmp_path_factory.mktemp("population")
    write_population(folder, random_tables(5, 200, FACTS))
    return folder


def write_population(folder: Path, tables: dict[str, pa.Table]) -> None:
    persons = tables["persons"]
    ages, absent = persons["age"].to_pylist(), persons["absent_years"].to_pylist()
    dates = {
        "born": pa.array([_years_ago(age) for age in ages]),
        "absent_since": pa.array([_years_ago(a) for a in absent]),
    }
    keys = ["household_id", "person_id"]
    files = {"incomes": ("income_",), "spending": ("spending_", "employment_cost")}
    for file, starts in files.items():
        names = [name for name in persons.column_names if name.startswith(starts)]
        pq.write_table(persons.select(keys + names), folder / f"{file}.parquet")
        persons = persons.drop_columns(names)
    persons = persons.drop_columns(["age", "absent_years"])
    for name, dated in dates.items():
        persons = persons.append_column(name, dated)
    pq.write_table(persons, folder / "persons.parquet")
    for file in ("households", "obligors"):
        pq.write_table(tables[file], folder / f"{file}.parquet")


def _years_ago(years: int | None) -> datetime.date | None:
    return None if years is None else DAY.replace(year=DAY.year - years)


def test_a_population_folder_gives_the_outcomes_and_amounts_of_the_reference(population: Path, tmp_path: Path) -> None:
    run_duckdb(population, tmp_path, day=DAY, profile="anhui", threads=1, memory_gib=1)
    edition, parameters = current(DAY, "anhui"), published_parameters()

    def published(name: str, place: str | None, area: str | None) -> int | None:
        value = parameters.value(name, place=place, area=area, on=DAY, profile="anhui")
        return None if value is None else value.amount

    tables = random_tables(5, 200, FACTS)
    values = by_reference(tables, edition, list(edition.rules), published)
    home_of = tables["persons"]["household_id"].to_pylist()
    for programme in PROGRAMMES:
        found = pq.read_table(tmp_path / f"{programme.unit}_results.parquet")

        def spread(rule: str, unit: str = programme.unit) -> list[object]:
            column = values[edition.rules[rule].entity][rule]
            wide = unit == "person" and edition.rules[rule].entity == "household"
            return [column[home] for home in home_of] if wide else column

        conditions = spread(programme.conditions)
        excluded = spread(programme.excluded) if programme.excluded else [False] * len(conditions)
        known = spread(programme.published) if programme.published else [True] * len(conditions)
        outcomes = [outcome_of(*row) for row in zip(conditions, excluded, known, strict=True)]
        assert [OUTCOMES[code] for code in found[programme.key].to_pylist()] == outcomes, programme.key
        if programme.monthly:
            paid = [
                amount if outcome == "eligible" else None
                for amount, outcome in zip(spread(programme.monthly), outcomes, strict=True)
            ]
            assert found[f"{programme.key}_monthly"].to_pylist() == paid, programme.key


def test_somebody_born_on_29_february_completes_a_year_on_1_march() -> None:
    rule = '@rule(label="age", en="age", unit="years", per="person", cites=[])\ndef years(age):\n    """One."""\n    return age'
    edition = edition_of(read_rules({"years.py": rule}, {}), DAY, "anhui")
    born = [datetime.date(2008, 2, 29), datetime.date(2009, 1, 1), datetime.date(2026, 3, 2), None]
    persons = pa.table({"household_id": [1] * 4, "person_id": [1, 2, 3, 4], "born": born})
    days = [datetime.date(2026, 2, 28), datetime.date(2026, 3, 1)]
    found = [
        evaluate_duckdb({"persons": persons}, edition, ["years"], look_up, day=day)["person"]["years"] for day in days
    ]
    assert [column.to_pylist() for column in found] == [[17, 17, None, None], [18, 17, None, None]]


def test_facts_without_a_file_or_a_column_are_unknown() -> None:
    tables = {"households": pa.table({"household_id": [1, 2]})}
    edition = current(DAY, "anhui")
    found = evaluate_duckdb(tables, edition, ["modest_property", "family_size"], lambda *_: None)["household"]
    assert found["modest_property"].to_pylist() == [None, None]
    assert found["family_size"].to_pylist() == [0, 0]


def test_ages_need_a_day_to_be_counted_to() -> None:
    tables = {
        "persons": pa.table({"household_id": [1], "person_id": [1], "born": [DAY]}),
        "households": pa.table({"household_id": [1]}),
    }
    with pytest.raises(ValueError, match="计算日期"):
        evaluate_duckdb(tables, current(DAY, "anhui"), ["belongs"], lambda *_: 18)


def test_both_dialects_have_the_same_stages_and_spark_no_deep_nesting() -> None:
    edition = current(DAY, "anhui")
    outputs = ["dibao_monthly", "tekun_monthly", "pilot_old_dibao"]
    in_duckdb, in_spark = duckdb_statements(edition, outputs), spark_statements(edition, outputs)
    assert all(statement.startswith("CREATE TEMP ") for statement in in_duckdb)
    assert len(in_spark) >= len(in_duckdb)
    assert max(statement.count("FROM (") for statement in in_spark) < 20
    assert not any("//" in statement for statement in in_spark)


def test_a_folder_without_households_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"households\.parquet"):
        run_duckdb(tmp_path, tmp_path / "out", day=DAY, profile="anhui")
