"""Invented households read back as case files say the same as the tables they come from."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from doudi.policy.facts import CODES, INCOME_KINDS
from doudi.synthetic import households
from doudi.synthetic.population import synthesise
from doudi.synthetic.samples import sample_cases
from doudi.vocabulary.money import parse_yuan, yuan

DAY = date(2024, 9, 1)
MEMBER_KEYS = set(
    (
        "id relation sex born cohabits registered absence absent_since school dependent disability unable care_mode "
        "disability_certified serious_illness long_term_care labour incomes employment_cost spending refused_work "
        "lives_alone left_behind work_injury_nursing parents"
    ).split(" ")
)
HOUSEHOLD_KEYS = set(
    "assets incomes spending receiving relapse_watch event obligors has_farmland two_daughter_family".split(" ")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("population")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(households, "CHUNK", 400)
        synthesise(persons=3_000, seed=11, out=where, day=DAY, unknown_permille=60)
    return where


@pytest.fixture(scope="module")
def cases(folder: Path) -> list[dict[str, Any]]:
    return sample_cases(folder, 1_000)


def _members(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [member for case in cases for member in case["members"]]


def test_as_many_households_as_asked_for_across_row_groups(folder: Path, cases: list[dict[str, Any]]) -> None:
    assert len(cases) == 1_000
    assert [case["case"] for case in cases[:2]] == ["household-1", "household-2"]
    assert sample_cases(folder, 3) == cases[:3]
    assert sample_cases(folder, 0) == []


def test_all_households_where_more_are_asked_for_than_there_are(folder: Path) -> None:
    everyone = sample_cases(folder, 10_000)
    assert len(everyone) == pq.read_metadata(folder / "households.parquet").num_rows
    assert len(_members(everyone)) == 3_000


def test_cases_use_the_keys_of_a_case_file_and_nothing_else(cases: list[dict[str, Any]]) -> None:
    assert all(set(case) == {"case", "day", "place", "area", "members", "household"} for case in cases)
    assert {key for member in _members(cases) for key in member} == MEMBER_KEYS
    assert {key for case in cases for key in case["household"]} == HOUSEHOLD_KEYS


def test_cases_can_be_written_as_json(cases: list[dict[str, Any]]) -> None:
    assert orjson.loads(orjson.dumps(cases)) == cases


def test_no_key_holds_an_empty_answer_except_that_nothing_happened(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        assert None not in [answer for key, answer in case["household"].items() if key != "event"]
    assert not [member for member in _members(cases) if None in member.values()]


def test_yearly_incomes_are_those_of_the_table(folder: Path, cases: list[dict[str, Any]]) -> None:
    rows = pq.read_table(folder / "incomes.parquet").to_pylist()
    for member, row in zip(_members(cases), rows, strict=False):
        assert member["id"] == f"p{row['person_id']}"
        stated = {kind: row[f"income_{kind}"] for kind in INCOME_KINDS}
        if "incomes" not in member:
            assert set(stated.values()) == {None}
            continue
        read = {item["kind"]: item.get("amount") for item in member["incomes"]}
        assert read == {kind: None if fen is None else yuan(fen) for kind, fen in stated.items() if fen != 0}
        assert all(item["per"] == "year" for item in member["incomes"])


def test_an_unknown_amount_is_an_item_without_one(cases: list[dict[str, Any]]) -> None:
    items = [item for member in _members(cases) for item in member.get("incomes", [])]
    assert [item for item in items if "amount" not in item]
    assert all(parse_yuan(item["amount"]) > 0 for item in items if "amount" in item)


def test_only_minors_have_parents_named(cases: list[dict[str, Any]]) -> None:
    for member in _members(cases):
        minor = date.fromisoformat(member["born"]).replace(day=1) > date(2006, 9, 1)
        assert ("parents" in member) >= minor
        if "parents" in member:
            assert set(member["parents"]) == {"father", "mother"}
            assert all(parent["state"] in CODES["parent_state"] for parent in member["parents"].values())


def test_obligors_name_a_member_of_the_case(cases: list[dict[str, Any]]) -> None:
    named = 0
    for case in cases:
        ids = {member["id"] for member in case["members"]}
        for obligor in case["household"].get("obligors", []):
            assert obligor["of"] in ids
            assert set(obligor) >= {"relation", "age", "absence"}
            named += 1
    assert named > 50


def test_some_lists_of_obligors_are_not_given(cases: list[dict[str, Any]]) -> None:
    given = ["obligors" in case["household"] for case in cases]
    assert 0 < given.count(False) < 200


def test_a_folder_without_a_population_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="不是一份虚拟人口"):
        sample_cases(tmp_path, 1)
