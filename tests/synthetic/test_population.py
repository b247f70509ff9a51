"""An invented population: the same bytes for the same seed, the stated shares, households that could exist."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.policy.facts import CODES, FACTS, INCOME_KINDS
from doudi.synthetic import households
from doudi.synthetic.files import FILES, schema_of
from doudi.synthetic.places import places, villages
from doudi.synthetic.population import Summary, synthesise

DAY = date(2024, 9, 1)
URBAN_LINE, RURAL_LINE = 756_00, 721_00
EXEMPT = (
    "basic_pension",
    "preferential",
    "family_planning",
    "scholarship",
    "bravery",
    "assistance",
    "disability_subsidy",
    "child_allowance",
)
RELATION = {word: index for index, word in enumerate(CODES["relation"])}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A population of 110,000, large enough for the stated shares to show."""
    folder = tmp_path_factory.mktemp("population")
    return folder, synthesise(persons=110_000, seed=7, out=folder, day=DAY)


@pytest.fixture(scope="module")
def tables(written: tuple[Path, Summary]) -> dict[str, pa.Table]:
    return {name: pq.read_table(written[0] / f"{name}.parquet") for name in FILES}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _write(
    folder: Path, *, persons: int = 3_000, seed: int = 1, day: date = DAY, unknown_permille: int = 20
) -> Summary:
    return synthesise(persons=persons, seed=seed, out=folder, day=day, unknown_permille=unknown_permille)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(households, "CHUNK", 500)


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path, small_chunks: None) -> None:
    _write(tmp_path / "a")
    _write(tmp_path / "b")
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


@pytest.mark.parametrize("change", [{"seed": 2}, {"day": date(2024, 9, 2)}, {"persons": 3_001}])
def test_another_seed_day_or_size_gives_other_bytes(tmp_path: Path, change: dict[str, object]) -> None:
    _write(tmp_path / "a")
    _write(tmp_path / "b", **change)  # type: ignore[arg-type]
    assert _bytes(tmp_path / "a")["persons.parquet"] != _bytes(tmp_path / "b")["persons.parquet"]


def test_the_number_of_threads_at_hand_does_not_matter(tmp_path: Path, small_chunks: None) -> None:
    before = pa.cpu_count(), pa.io_thread_count()
    _write(tmp_path / "many")
    try:
        pa.set_cpu_count(1)
        pa.set_io_thread_count(1)
        _write(tmp_path / "one")
    finally:
        pa.set_cpu_count(before[0])
        pa.set_io_thread_count(before[1])
    assert _bytes(tmp_path / "many") == _bytes(tmp_path / "one")


def test_a_larger_population_begins_with_the_smaller_one(tmp_path: Path, small_chunks: None) -> None:
    _write(tmp_path / "small", persons=2_000)
    _write(tmp_path / "large", persons=4_000)
    first = [pq.ParquetFile(tmp_path / size / "persons.parquet").read_row_group(0) for size in ("small", "large")]
    assert first[0].equals(first[1])


@pytest.mark.parametrize("persons", [1, 2, 499, 1_303])
def test_exactly_as_many_persons_as_asked_for(tmp_path: Path, small_chunks: None, persons: int) -> None:
    summary = _write(tmp_path, persons=persons)
    assert summary.persons == persons
    assert pq.read_metadata(tmp_path / "persons.parquet").num_rows == persons


def test_progress_is_told_up_to_the_last_person(tmp_path: Path, small_chunks: None) -> None:
    told: list[tuple[int, int]] = []
    keep: Callable[[int, int], None] = lambda done, whole: told.append((done, whole))  # noqa: E731
    synthesise(persons=3_000, seed=1, out=tmp_path, day=DAY, progress=keep)
    assert len(told) == 3
    assert told[-1] == (3_000, 3_000)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"persons": 0}, "人数 0"), ({"seed": -1}, "随机种子 -1"), ({"unknown_permille": 101}, "未知比例 101")],
)
def test_a_number_out_of_range_is_refused_in_words(tmp_path: Path, change: dict[str, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        _write(tmp_path, **change)


def test_row_groups_are_cut_at_the_same_households(tmp_path: Path, small_chunks: None) -> None:
    summary = _write(tmp_path)
    files = {name: pq.ParquetFile(tmp_path / f"{name}.parquet") for name in FILES}
    assert {file.num_row_groups for file in files.values()} == {summary.row_groups} == {3}
    for group in range(summary.row_groups):
        ids = {name: np.unique(file.read_row_group(group)["household_id"]) for name, file in files.items()}
        for name in ("persons", "incomes", "spending"):
            assert np.array_equal(ids[name], ids["households"])
        assert np.isin(ids["obligors"], ids["households"]).all()


def test_a_row_group_without_obligors_is_written_all_the_same(tmp_path: Path) -> None:
    assert _write(tmp_path, persons=1, seed=1).obligors == 0
    assert pq.ParquetFile(tmp_path / "obligors.parquet").num_row_groups == 1


def test_every_fact_has_its_column_and_type(tables: dict[str, pa.Table]) -> None:
    for name, table in tables.items():
        assert table.schema.equals(schema_of(name))
    columns = {column for table in tables.values() for column in table.column_names}
    named = {{"age": "born", "absent_years": "absent_since"}.get(fact, fact) for fact in FACTS}
    assert columns == named | {"household_id", "person_id", "place"}


def test_no_value_is_negative(tables: dict[str, pa.Table]) -> None:
    for table in tables.values():
        for field in table.schema:
            if pa.types.is_integer(field.type):
                column = table[field.name].drop_null()
                assert not len(column) or column.to_numpy().min() >= 0, field.name


def test_rows_are_in_order_of_household_and_person(tables: dict[str, pa.Table]) -> None:
    persons = tables["persons"]
    assert (np.diff(tables["households"]["household_id"]) == 1).all()
    assert (np.diff(persons["person_id"]) == 1).all()
    assert (np.diff(persons["household_id"]) >= 0).all()
    for name in ("incomes", "spending"):
        assert tables[name]["person_id"].equals(persons["person_id"])
        assert tables[name]["household_id"].equals(persons["household_id"])
    of = tables["obligors"]["person_id"].to_numpy()
    assert (np.diff(of) >= 0).all()
    assert np.array_equal(persons["household_id"].to_numpy()[of - 1], tables["obligors"]["household_id"])


def test_households_live_in_known_villages_of_their_area(tables: dict[str, pa.Table]) -> None:
    rural = {place.code: place.is_rural for place in villages()}
    found = zip(tables["households"]["place"].to_pylist(), tables["households"]["area"].to_pylist(), strict=True)
    assert all(rural[code] == (CODES["area"][area] == "rural") for code, area in found)


def test_places_are_the_towns_and_villages_of_one_prefecture() -> None:
    codes = [place.code for place in places()]
    assert len(codes) == len(set(codes)) == 2_116
    assert all(code.startswith("3415") and len(code) in (9, 12) for code in codes)
    assert {code[:9] for code in codes if len(code) == 12} <= set(codes)


def _years(tables: dict[str, pa.Table]) -> np.ndarray:
    born = tables["persons"]["born"].to_numpy().astype("datetime64[D]").astype(object)
    return np.array([DAY.year - each.year - ((DAY.month, DAY.day) < (each.month, each.day)) for each in born])


def test_households_are_families_that_could_exist(tables: dict[str, pa.Table]) -> None:
    persons = tables["persons"]
    home = persons["household_id"].to_numpy() - 1
    relation, sex, age = persons["relation"].to_numpy(), persons["sex"].to_numpy(zero_copy_only=False), _years(tables)
    number = {word: np.bincount(home[relation == code], minlength=home.max() + 1) for word, code in RELATION.items()}
    assert (number["head"] == 1).all()
    assert number["spouse"].max() == 1
    assert number["parent"].max() == 2
    heads = np.flatnonzero(relation == RELATION["head"])
    years_from_head = age - age[heads][home]
    for word in ("child", "grandchild", "sibling"):
        assert years_from_head[relation == RELATION[word]].max() < 0
    assert years_from_head[relation == RELATION["child"]].max() <= -18
    assert years_from_head[relation == RELATION["parent"]].min() >= 18
    assert age[relation == RELATION["spouse"]].min() >= 20
    spouses = np.flatnonzero(relation == RELATION["spouse"])
    known = ~(np.isnan(sex[spouses].astype(float)) | np.isnan(sex[heads][home[spouses]].astype(float)))
    assert (sex[spouses][known] != sex[heads][home[spouses]][known]).all()


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 2, 28), date(2024, 3, 1), date(2024, 12, 31)])
def test_nobody_is_born_after_the_day(tmp_path: Path, day: date) -> None:
    _write(tmp_path, day=day)
    assert max(pq.read_table(tmp_path / "persons.parquet")["born"].to_pylist()) <= day


def test_stated_shares_are_met_within_a_percentage_point(written: tuple[Path, Summary]) -> None:
    _, summary = written
    for name, shares in summary.stated.items():
        for label, percent in shares.items():
            assert summary.achieved[name][label] == pytest.approx(percent, abs=1), (name, label)
        assert sum(shares.values()) == pytest.approx(100, abs=0.1) or name.endswith("_by_age")


def test_every_code_word_occurs(written: tuple[Path, Summary]) -> None:
    codes = written[1].codes
    assert set(codes) == {fact.name for fact in FACTS.values() if fact.codes}
    assert not [(name, word) for name, found in codes.items() for word, number in found.items() if not number]


def test_every_kind_of_money_occurs(tables: dict[str, pa.Table]) -> None:
    for name in ("households", "incomes", "spending"):
        for column in tables[name].column_names:
            if "income_" in column or "spending_" in column:
                assert tables[name][column].drop_null().to_numpy().max() > 0, column


def test_a_stated_share_of_facts_is_unknown(written: tuple[Path, Summary]) -> None:
    assert written[1].unknown_percent == pytest.approx(2, abs=0.3)


def test_relation_age_and_area_are_always_known(tables: dict[str, pa.Table]) -> None:
    always = ("relation", "born", "cohabits", "registered", "absence", "refused_work", "work_injury_nursing")
    assert not [name for name in always if tables["persons"][name].null_count]
    assert not tables["households"]["area"].null_count
    assert not tables["obligors"]["obligor_age"].null_count


def test_nothing_is_unknown_where_none_is_asked_for(tmp_path: Path) -> None:
    assert _write(tmp_path, unknown_permille=0).unknown_percent == 0
    for name in FILES:
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert [column for column in table.column_names if table[column].null_count] in ([], ["absent_since"])


def _filled(table: pa.Table, columns: list[str]) -> np.ndarray:
    return sum(table[column].fill_null(0).to_numpy() for column in columns)


def test_about_five_percent_live_below_the_line(tables: dict[str, pa.Table]) -> None:
    """By a plain reading: non-exempt incomes less costs of those not away, per head, where the papers are complete."""
    counting = [f"income_{kind}" for kind in INCOME_KINDS if kind not in EXEMPT]
    rigid = [f"spending_{kind}" for kind in ("medical", "education", "disability_care")]
    persons, homes = tables["persons"], tables["households"]
    own = _filled(tables["incomes"], counting) - _filled(tables["spending"], rigid)
    own = own - 12 * _filled(tables["spending"], ["employment_cost"])
    here = ~np.isin(persons["absence"].to_numpy(), (1, 2, 3))
    home = persons["household_id"].to_numpy() - 1
    heads = np.bincount(home[here], minlength=len(homes))
    total = np.bincount(home[here], own[here], len(homes)) + _filled(homes, [f"household_{name}" for name in counting])
    line = 12 * heads * np.where(homes["area"].to_numpy() == 0, URBAN_LINE, RURAL_LINE)
    asked = (tables["incomes"]["income_wage"], tables["spending"]["spending_medical"])
    gaps = asked[0].is_null().to_numpy() | asked[1].is_null().to_numpy()
    complete = np.bincount(home[gaps], minlength=len(homes)) == 0
    weight = np.bincount(home)[complete]
    below, near = ((weight * (total < line * times)[complete]).sum() / weight.sum() for times in (1, 1.5))
    assert 0.04 < below < 0.06
    assert below + 0.03 < near < 0.15


def test_the_summary_on_disk_says_what_was_returned(written: tuple[Path, Summary]) -> None:
    folder, summary = written
    read = orjson.loads((folder / "summary.json").read_bytes())
    assert read == orjson.loads(orjson.dumps(summary))
    assert read["obligors"] == pq.read_metadata(folder / "obligors.parquet").num_rows


def test_a_row_group_never_holds_more_than_a_million_persons() -> None:
    assert households.CHUNK * households.LARGEST <= 1_000_000
