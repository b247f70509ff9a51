"""What a raised standard does to a population is what anybody can work out by hand, household by household."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from doudi.engine.comparing import Compared
from doudi.engine.dated import ParameterError, Parameters, published_parameters
from doudi.engine.determine import outcome_of
from doudi.engine.population import FILES, PopulationError
from doudi.engine.reference import Calculation, Reference
from doudi.engine.reform import ReformReport, run_reform, tables, to_json
from doudi.policy.edition import current
from doudi.policy.programmes import PROGRAMMES, Programme
from doudi.synthetic.population import synthesise
from support.random_population import Household, RandomPopulation, households_of, write_random_population

DAY = datetime.date(2024, 8, 15)
LUAN = {"dibao_standard": [{"place": "341500", "since": datetime.date(2024, 8, 1), "scale_percent": 105}]}
HEFEI = {"dibao_standard": [{"place": "340100", "since": datetime.date(2024, 8, 1), "scale_percent": 105}]}
# The same everywhere in the city proper, fen a month: as published, and 5 % more.
HEFEI_BEFORE, HEFEI_AFTER = 92400, 97020
COUNTED_INCOMES = "wage business property transfer support pension old_age_allowance insurance_benefit other".split()
DEDUCTED_SPENDING = "medical education disability_care".split()

Table = pa.Table
Change = Callable[[dict[str, Table]], dict[str, Table]]


def copied(population: Path, out: Path, change: Change) -> Path:
    """The population with its tables changed, as one row group."""
    out.mkdir(parents=True)
    changed = change({name: pq.read_table(population / f"{name}.parquet") for name in FILES})
    for name, table in changed.items():
        pq.write_table(table, out / f"{name}.parquet", row_group_size=max(table.num_rows, 1))
    return out


def moved_to_hefei(files: dict[str, Table]) -> dict[str, Table]:
    """Every household lives in Yaohai district of Hefei; nothing else changes."""
    homes = files["households"]
    column = homes.column_names.index("place")
    return files | {"households": homes.set_column(column, "place", pa.array(["340102"] * len(homes)))}


def only(ids: list[int]) -> Change:
    """These households alone, moved to Hefei."""

    def chosen(files: dict[str, Table]) -> dict[str, Table]:
        kept = {
            name: table.filter(pc.is_in(table["household_id"], pa.array(ids, pa.int64())))
            for name, table in files.items()
        }
        return moved_to_hefei(kept)

    return chosen


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic population of Lu'an of whom everything is known."""
    folder = tmp_path_factory.mktemp("complete")
    synthesise(persons=9000, seed=3, out=folder, day=DAY, unknown_permille=0)
    return folder


@pytest.fixture(scope="module")
def simple(complete: Path) -> list[Household]:
    """Its households that can be worked out on half a page: nobody old, ill, disabled, away, or a child alone."""
    return [home for home in households_of(RandomPopulation(complete, DAY)) if all(map(is_simple, home.persons))]


def is_simple(person: dict[str, Any]) -> bool:
    """Head, spouse or minor child, at home, healthy, with parents who can care for the child."""
    return (
        (person["relation"] in ("head", "spouse") and 18 <= person["age"] < 60)
        or (person["relation"] == "child" and person["age"] < 18)
    ) and (
        person["disability_kind"] == "none"
        and not person["serious_illness"]
        and person["absence"] == "none"
        and person["father_state"] == person["mother_state"] == "able"
    )


# The calculation by hand: whole fen, nothing of the engines.


def income_by_hand(home: Household) -> int:
    """What the household has in a year: everybody's incomes less costs of working and of illness, school and care."""
    total = 0
    for person in home.persons:
        total += sum(person[f"income_{kind}"] for kind in COUNTED_INCOMES)
        if person["income_wage"] > 0 or person["income_business"] > 0:
            total -= person["employment_cost"] * 12
        total -= sum(person[f"spending_{kind}"] for kind in DEDUCTED_SPENDING)
    total += sum(home.facts[f"household_income_{kind}"] for kind in COUNTED_INCOMES)
    total -= sum(home.facts[f"household_spending_{kind}"] for kind in DEDUCTED_SPENDING)
    return max(0, total)


def modest_by_hand(home: Household, standard: int) -> bool:
    """The office's finding, or savings within 24 standards a head, one home, no car, no business."""
    facts = home.facts
    if facts["asset_finding"] != "none":
        return bool(facts["asset_finding"] == "passed")
    savings = facts["financial_assets"] <= 24 * standard * len(home.persons)
    return savings and facts["homes"] <= 1 and facts["vehicles"] == 0 and facts["businesses"] == 0


def dibao_by_hand(home: Household, standard: int) -> int | None:
    """A month's dibao, or None: the gap, and for each minor a fifth of the share on top, each rounded by itself."""
    heads = len(home.persons)
    gap = standard * 12 * heads - income_by_hand(home)
    if gap <= 0 or not modest_by_hand(home, standard):
        return None
    minors = sum(person["age"] < 18 for person in home.persons)
    return rounded(gap, 12) + minors * rounded(gap * 20, 12 * heads * 100)


def near_dibao_by_hand(home: Household, standard: int) -> bool:
    """Below one and a half standards a head and not in dibao."""
    below = income_by_hand(home) * 2 < standard * 12 * len(home.persons) * 3
    return below and modest_by_hand(home, standard) and dibao_by_hand(home, standard) is None


def rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def twenty(simple: list[Household]) -> list[Household]:
    """Those who enter, those who stay with another amount, those who enter near-dibao, and some whom nothing moves."""

    def kind(home: Household) -> str:
        before, after = dibao_by_hand(home, HEFEI_BEFORE), dibao_by_hand(home, HEFEI_AFTER)
        if after is not None:
            return "enters" if before is None else "stays"
        near = near_dibao_by_hand(home, HEFEI_BEFORE), near_dibao_by_hand(home, HEFEI_AFTER)
        return {(False, True): "enters near-dibao", (True, True): "stays near-dibao"}.get(near, "neither")

    kinds: dict[str, list[Household]] = {}
    for home in simple:
        kinds.setdefault(kind(home), []).append(home)
    wanted = {"enters": 2, "stays": 10, "enters near-dibao": 3, "stays near-dibao": 3, "neither": 2}
    chosen = [home for name, count in wanted.items() for home in kinds[name][:count]]
    assert len(chosen) == 20
    return sorted(chosen, key=lambda home: home.household_id)


def hefei(population: Path, **more: Any) -> ReformReport:
    """Hefei's standard raised by 5 %."""
    return run_reform(population, day=DAY, profile="anhui", changes=HEFEI, **more)


def test_twenty_households_of_hefei_come_out_as_by_hand(
    complete: Path, simple: list[Household], tmp_path: Path
) -> None:
    homes = twenty(simple)
    folder = copied(complete, tmp_path / "hefei", only([home.household_id for home in homes]))
    report = hefei(folder, households=tmp_path / "changed.parquet")
    amounts = {
        home.household_id: (dibao_by_hand(home, HEFEI_BEFORE), dibao_by_hand(home, HEFEI_AFTER)) for home in homes
    }
    before = [amount for amount, _ in amounts.values() if amount is not None]
    after = [amount for _, amount in amounts.values() if amount is not None]
    entered = [key for key, (old, new) in amounts.items() if old is None and new is not None]
    dibao = report.everywhere["dibao"]
    assert (dibao.entrants, dibao.leavers, dibao.higher) == (len(entered), 0, len(before)) == (2, 0, 10)
    assert (dibao.eligible_before, dibao.eligible_after) == (10, 12)
    assert (dibao.monthly_before, dibao.monthly_after) == (sum(before), sum(after))
    assert dibao.monthly_difference == sum(after) - sum(before) > 0
    near = report.everywhere["near_dibao"]
    near_by_hand = [[near_dibao_by_hand(home, line) for home in homes] for line in (HEFEI_BEFORE, HEFEI_AFTER)]
    assert [near.eligible_before, near.eligible_after] == [sum(side) for side in near_by_hand]
    assert (near.entrants, near.leavers) == (3, 2)
    rows = pq.read_table(tmp_path / "changed.parquet").to_pylist()
    told = {row["household_id"]: row for row in rows if row["programme"] == "dibao"}
    moved = {key: pair for key, pair in amounts.items() if pair != (None, None)}
    assert {key: (row["amount_before"], row["amount_after"]) for key, row in told.items()} == moved
    assert {row["place"] for row in rows} == {"340102"}


@pytest.mark.parametrize(
    ("from_the_new_line", "entrants", "cost"),
    [(-2, 1, 0), (-6, 1, 1), (0, 0, 0), (1, 0, 0), (-46_20 * 12 * 2, 1, 9240)],
)
def test_a_couple_enters_below_the_new_line_and_not_on_it(
    from_the_new_line: int, entrants: int, cost: int, complete: Path, simple: list[Household], tmp_path: Path
) -> None:
    couple = next(
        home for home in simple if len(home.persons) == 2 and home.persons[1]["relation"] == "spouse"
    ).household_id

    def with_income(files: dict[str, Table]) -> dict[str, Table]:
        chosen = only([couple])(files)
        zeroed = {name: nothing_earned(chosen[name]) for name in ("households", "incomes", "spending")}
        income = pa.array([HEFEI_AFTER * 12 * 2 + from_the_new_line], pa.int64())
        zeroed["households"] = replaced(zeroed["households"], "household_income_property", income)
        return chosen | zeroed

    dibao = hefei(copied(complete, tmp_path / "couple", with_income)).everywhere["dibao"]
    assert (dibao.eligible_before, dibao.entrants, dibao.monthly_after) == (0, entrants, cost)


def nothing_earned(table: Table) -> Table:
    """All incomes and costs nothing; the office has found the assets acceptable."""
    for name in table.column_names:
        if name.startswith(("income_", "spending_", "household_income_", "household_spending_", "employment_cost")):
            table = replaced(table, name, pa.array([0] * len(table), pa.int64()))
        if name == "asset_finding":
            table = replaced(table, name, pa.array([1] * len(table), pa.int8()))
    return table


def replaced(table: Table, name: str, column: pa.Array) -> Table:
    return table.set_column(table.column_names.index(name), name, column)


def test_a_raise_in_luan_leaves_hefei_as_it_is(complete: Path, tmp_path: Path) -> None:
    folder = copied(complete, tmp_path / "hefei", moved_to_hefei)
    report = run_reform(folder, day=DAY, changes=LUAN)
    assert report.households_changed == 0
    assert not any(one.changed for one in report.everywhere.values())
    assert report.everywhere["dibao"].eligible_before > 0


def test_a_raise_in_luan_reaches_its_counties(complete: Path) -> None:
    report = run_reform(complete, day=DAY, changes=LUAN)
    dibao = report.everywhere["dibao"]
    assert {place[:4] for place in report.places} == {"3415"} and len(report.places) > 5
    # A higher standard also allows more savings, so that somebody may be tekun of whom this cannot be decided.
    assert dibao.entrants > 0 and dibao.leavers == 0 and dibao.higher == dibao.eligible_before - dibao.unsettled
    assert dibao.monthly_difference > 0
    assert {(one.value.place, one.value.area, one.before, one.value.amount) for one in report.changes} == {
        ("341500", "urban", 75600, 79380),
        ("341500", "rural", 72100, 75705),
    }
    assert all(one.holds for one in report.changes)


def test_a_change_that_begins_later_moves_nothing_and_says_that_it_does_not_hold(complete: Path) -> None:
    later = {"dibao_standard": [{"place": "341500", "since": datetime.date(2024, 8, 16), "scale_percent": 105}]}
    report = run_reform(complete, day=DAY, changes=later)
    assert report.households_changed == 0
    assert [one.holds for one in report.changes] == [False, False]


def test_a_change_before_which_a_published_value_goes_says_that_it_does_not_hold(complete: Path) -> None:
    early = {"dibao_standard": [{"place": "341500", "since": datetime.date(2024, 6, 30), "value": "900.00"}]}
    report = run_reform(complete, day=DAY, changes=early)
    assert report.households_changed == 0
    assert not any(one.holds for one in report.changes)


def test_a_lower_top_up_makes_amounts_lower_and_nobody_leave(complete: Path) -> None:
    report = run_reform(
        complete, day=DAY, changes={"class_b_topup_percent": [{"since": datetime.date(2024, 1, 1), "value": 0}]}
    )
    dibao = report.everywhere["dibao"]
    assert (dibao.entrants, dibao.leavers, dibao.higher) == (0, 0, 0)
    assert dibao.lower > 0 and dibao.same > 0 and dibao.monthly_difference < 0
    assert report.households_changed >= dibao.lower


# The totals are the sums over households of the reference engine.

EVERYWHERE = {
    "dibao_standard": [{"place": "340000", "since": datetime.date(2024, 8, 1), "scale_percent": 104}],
    "class_a_topup_percent": [{"since": datetime.date(2024, 1, 1), "value": 10}],
    "near_dibao_percent": [{"since": datetime.date(2024, 1, 1), "value": 140}],
    "adult_age": [{"since": datetime.date(2024, 1, 1), "value": 17}],
    "tekun_child_age": [{"since": datetime.date(2024, 1, 1), "value": 18}],
    "orphan_home": [{"place": "522600", "since": datetime.date(2024, 1, 1), "value": "1500.00"}],
}


@pytest.fixture(scope="module")
def wild(tmp_path_factory: pytest.TempPathFactory) -> RandomPopulation:
    """600 households of which anything may be true, in three row groups."""
    folder = tmp_path_factory.mktemp("wild")
    return write_random_population(folder, households=600, seed=9, day=DAY, unknown=0.01, row_group=200)


@pytest.fixture(scope="module")
def wild_rows() -> list[dict[str, Any]]:
    """Filled by the run of `wild_report`."""
    return []


@pytest.fixture(scope="module")
def wild_report(
    wild: RandomPopulation, wild_rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> ReformReport:
    path = tmp_path_factory.mktemp("rows") / "changed.parquet"
    report = run_reform(wild.folder, day=DAY, changes=EVERYWHERE, households=path, near_limit=7)
    wild_rows.extend(pq.read_table(path).to_pylist())
    return report


Gets = tuple[str, int | None, int | None]


def by_reference(wild: RandomPopulation, parameters: Parameters) -> Iterator[tuple[Household, dict[Any, Gets]]]:
    """Each household with the outcome, amount (fen a month, or the most) and least of every programme and person."""
    edition = current(DAY, "anhui")
    reference = Reference(edition)

    @cache
    def find(name: str, place: str, area: str | None) -> int | None:
        value = parameters.value(name, place=place, area=area, on=DAY)
        return None if value is None else value.amount

    for home in households_of(wild):
        area = home.facts["area"]
        c = Calculation(
            reference,
            home.facts,
            home.persons,
            home.obligors,
            lambda name, place=home.place, area=area: find(name, place, area),
        )
        gets = {}
        for programme in PROGRAMMES:
            for person in range(len(home.persons)) if programme.unit == "person" else (-1,):
                gets[(programme.key, person)] = gets_by_reference(c, programme, person)
        yield home, gets


def gets_by_reference(c: Calculation, programme: Programme, person: int) -> Gets:
    entities = {name: rule.entity for name, rule in current(DAY, "anhui").rules.items()}

    def value(rule: str) -> Any:
        return c.value(rule, entities[rule], person, -1)

    excluded = value(programme.excluded) if programme.excluded else False
    published = value(programme.published) if programme.published else True
    outcome = outcome_of(value(programme.conditions), excluded, published)
    if outcome != "eligible":
        return outcome, None, None
    amount = programme.monthly or programme.most
    return outcome, value(amount) if amount else None, value(programme.least) if programme.least else None


@pytest.fixture(scope="module")
def both_sides(wild: RandomPopulation) -> list[tuple[Household, dict[Any, Gets], dict[Any, Gets]]]:
    published = published_parameters()
    before = by_reference(wild, published)
    after = by_reference(wild, published.with_changes(EVERYWHERE))
    return [(home, old, new) for (home, old), (_, new) in zip(before, after, strict=True)]


def tally(pairs: list[tuple[Gets, Gets]], monthly: bool) -> Compared:
    """One programme's counts, said again in the plainest way."""
    stays = [(old, new) for old, new in pairs if old[0] == new[0] == "eligible"]
    known = [(old[1:], new[1:]) for old, new in stays if None not in (old[1], new[1])]
    amountless = all(gets[1] is None for pair in stays for gets in pair)
    moves = [(old[0], new[0]) for old, new in pairs]
    refused = ("not_eligible", "excluded")
    return Compared(
        eligible_before=sum(old == "eligible" for old, _ in moves),
        eligible_after=sum(new == "eligible" for _, new in moves),
        entrants=sum(old in refused and new == "eligible" for old, new in moves),
        leavers=sum(old == "eligible" and new in refused for old, new in moves),
        settled=moves.count(("unknown", "eligible")),
        unsettled=moves.count(("eligible", "unknown")),
        higher=sum(new > old for old, new in known),
        lower=sum(new < old for old, new in known),
        same=len(stays) if amountless else sum(new == old for old, new in known),
        amount_unknown=0 if amountless else len(stays) - len(known),
        unknown_before=sum(old == "unknown" for old, _ in moves),
        unknown_after=sum(new == "unknown" for _, new in moves),
        monthly_before=sum(old[1] or 0 for old, _ in pairs) if monthly else 0,
        monthly_after=sum(new[1] or 0 for _, new in pairs) if monthly else 0,
    )


def test_totals_by_place_are_the_sums_over_households_of_the_reference(
    wild_report: ReformReport, both_sides: list[Any]
) -> None:
    places = {home.place[:6] for home, _, _ in both_sides}
    assert set(wild_report.places) == places
    for programme in PROGRAMMES:
        pairs: dict[str, list[tuple[Gets, Gets]]] = {place: [] for place in places}
        for home, old, new in both_sides:
            pairs[home.place[:6]] += [(old[key], new[key]) for key in old if key[0] == programme.key]
        for place in places:
            expected = tally(pairs[place], bool(programme.monthly))
            assert wild_report.places[place][programme.key] == expected, (programme.key, place)
        everyone = tally([pair for each in pairs.values() for pair in each], bool(programme.monthly))
        assert wild_report.everywhere[programme.key] == everyone
    for key in ("dibao", "near_dibao", "dibao_single", "tekun", "disabled_elder_service"):
        assert wild_report.everywhere[key].changed, f"{key} is moved by these changes"


def test_every_change_has_a_row_by_household_and_person(
    wild_report: ReformReport, wild_rows: list[dict[str, Any]], both_sides: list[Any]
) -> None:
    expected = set()
    first = {}
    position = 0
    for home, old, new in both_sides:
        if home.household_id % 200 == 0:
            position = home.household_id * 10
        first[home.household_id] = position
        position += len(home.persons)
        expected |= {
            (home.household_id, None if person < 0 else first[home.household_id] + person, key, *old[at], *new[at])
            for at in old
            for key, person in [at]
            if old[at] != new[at]
        }
    found = [
        tuple(
            row[name]
            for name in (
                *("household_id", "person_id", "programme", "outcome_before", "amount_before", "least_before"),
                *("outcome_after", "amount_after", "least_after"),
            )
        )
        for row in wild_rows
    ]
    assert len(found) == len(set(found)) and set(found) == expected
    assert [row[0] for row in found] == sorted(row[0] for row in found)
    assert wild_report.households_changed == len({row[0] for row in found}) > 50


def test_the_nearest_to_the_line_are_listed_and_all_are_counted(
    wild: RandomPopulation, wild_report: ReformReport, both_sides: list[Any]
) -> None:
    everything = run_reform(wild.folder, day=DAY, changes=EVERYWHERE, near_percent=5, near_limit=10_000)
    assert everything.near[:7] == wild_report.near
    assert len(everything.near) == everything.near_found == wild_report.near_found > 7
    old_outcomes = {home.household_id: old[("dibao", -1)][0] for home, old, _ in both_sides}
    distances = []
    for near in everything.near:
        sides = (
            (near.income_per_head_before, near.standard_before),
            (near.income_per_head_after, near.standard_after),
        )
        away = [abs(head - line) * 10**6 // line for head, line in sides if head is not None and line is not None]
        assert near.distance == min(away) <= 50_000
        assert near.outcome_before == old_outcomes[near.household_id]
        distances.append((near.distance, near.household_id))
    assert distances == sorted(distances)


def test_the_report_is_plain_data(wild_report: ReformReport) -> None:
    told: Any = to_json(wild_report)
    dibao = wild_report.everywhere["dibao"]
    assert told["programmes"]["dibao"]["entrants"] == dibao.entrants
    assert told["programmes"]["dibao"]["monthly_difference_fen"] == dibao.monthly_after - dibao.monthly_before
    assert told["near_line"]["found"] == wild_report.near_found
    assert told["near_line"]["households"][0] == asdict(wild_report.near[0])
    assert told["day"] == "2024-08-15" and told["households"] == 600


@pytest.mark.parametrize(("language", "name"), [("zh", "最低生活保障"), ("en", "dibao")])
def test_the_tables_tell_the_totals_in_both_languages(wild_report: ReformReport, language: Any, name: str) -> None:
    changes, everywhere, places, near = tables(wild_report, language)
    for _, head, rows in (changes, everywhere, places, near):
        assert {len(row) for row in rows} == {len(head)}
    dibao = wild_report.everywhere["dibao"]
    row = next(row for row in everywhere[2] if row[0] == name)
    assert row[1:4] == [f"{count:,}" for count in (dibao.eligible_before, dibao.eligible_after, dibao.entrants)]
    assert "600" in everywhere[0]
    assert len(near[2]) == 7


def test_progress_counts_people(wild: RandomPopulation) -> None:
    told: list[tuple[int, int]] = []
    report = run_reform(wild.folder, day=DAY, changes=LUAN, progress=lambda done, of: told.append((done, of)))
    assert len(told) == 3
    assert told[-1] == (report.persons, report.persons)


def test_a_table_of_changes_appears_only_when_it_is_whole(wild: RandomPopulation, tmp_path: Path) -> None:
    path = tmp_path / "changed.parquet"

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_reform(wild.folder, day=DAY, changes=LUAN, households=path, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_changes_that_cannot_be_read_are_refused_by_name(wild: RandomPopulation) -> None:
    with pytest.raises(ParameterError, match="dibao_standart"):
        run_reform(wild.folder, day=DAY, changes={"dibao_standart": [{"value": 1}]})


def test_a_folder_without_a_population_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PopulationError, match=r"households\.parquet"):
        run_reform(tmp_path, day=DAY, changes=LUAN)
