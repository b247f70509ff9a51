"""Spark gives ten thousand households the same results as DuckDB, row for row."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.engine.dated import published_parameters
from doudi.engine.sql import SparkUnavailable, run_duckdb, run_spark
from doudi.synthetic.population import synthesise
from engine.random_rules import DAY

KEYS = {
    "household": [("household_id", "ascending")],
    "person": [("household_id", "ascending"), ("person_id", "ascending")],
}


@pytest.mark.spark
@pytest.mark.parametrize("profile", ["anhui", pytest.param("national", marks=pytest.mark.agreement)])
def test_ten_thousand_households_come_out_the_same_in_spark_and_duckdb(profile: str, tmp_path: Path) -> None:
    summary = synthesise(persons=26_500, seed=11, out=tmp_path / "population", day=DAY)
    assert summary.households >= 10_000
    # The national run takes its parameters as a table, as a what-if does; the other looks them up itself.
    given = published_parameters() if profile == "national" else None
    run_duckdb(tmp_path / "population", tmp_path / "duckdb", day=DAY, profile=profile)
    run_spark(tmp_path / "population", tmp_path / "spark", day=DAY, profile=profile, parameters=given)
    for entity, keys in KEYS.items():
        expected = pq.read_table(tmp_path / "duckdb" / f"{entity}_results.parquet")
        found = pq.read_table(tmp_path / "spark" / f"{entity}_results.parquet").sort_by(keys)
        assert found.column_names == expected.column_names
        assert [field.type for field in found.schema] == [field.type for field in expected.schema]
        differing = [name for name in expected.column_names if not found[name].equals(expected[name])]
        assert differing == []


def test_without_a_spark_environment_the_clerk_is_told_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOUDI_SPARK_PYTHON", str(tmp_path / "nowhere"))
    with pytest.raises(SparkUnavailable, match="make setup-spark"):
        run_spark(tmp_path, tmp_path / "out", day=DAY, profile="anhui")
