"""The register written as a population: the same answers from every engine, and nothing that says who anybody is."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.engine.bulk import run_bulk
from doudi.engine.casefile import facts_from_mapping
from doudi.engine.dated import published_parameters
from doudi.engine.determine import Determination, determine
from doudi.engine.population import FILES, Population
from doudi.policy.programmes import OUTCOMES, PROGRAMMES
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.evidence.casefile import case_of, known_of
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.population import known_of_many, write_population
from doudi.records.registry.actions.members import move_member, record_death
from doudi.records.registry.models import Household, Membership, Person
from support.random_register import RandomRegister
from support.rolled_back import rolled_back
from world import COUNTY, DAY, FAR_VILLAGE, LIULIN, OTHER_COUNTY, SHIQIAO, TOWN, World, build_world, couple_and_child

pytestmark = pytest.mark.django_db
HOUSEHOLDS = 70
# What is published nowhere, so that the rules which wait for it are reached as well.
PARAMETERS = published_parameters().with_changes(
    [
        {"parameter": name, "place": "000000", "since": datetime.date(2015, 1, 1), "value": value}
        for name, value in {
            "obligor_income_limit": "2500.00",
            "old_age_80": "120.00",
            "disability_living_severe": "277.00",
            "disability_living_other": "185.00",
            "disability_nursing": "277.00",
            "orphan_home": "2420.00",
            "rigid_spending_percent": 60,
            "disposable_income": "30000.00",
        }.items()
    ]
)


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A county with random households, for every test of this file; it is rolled back at the end."""
    with rolled_back(django_db_blocker):
        world = build_world()
        clerk = world.desk("township_acceptance")
        made = RandomRegister(clerk, (LIULIN, SHIQIAO), seed=3).fill(HOUSEHOLDS)
        _shuffle(world, made)
        yield world


def _shuffle(world: World, made: list[Household]) -> None:
    """People move between households and die, so that numbers of people and households run apart."""
    clerk = world.desk("township_acceptance")
    for household, target in zip(made[::10], made[5::10], strict=True):
        child = household.memberships.filter(relation="child", until__isnull=True).first()
        if child is not None:
            move_member(
                by=clerk, membership=child.pk, household=target.pk, relation="other_relative", on=DAY, reason="投亲"
            )
    spouse = Membership.objects.filter(relation="spouse", until__isnull=True).first()
    assert spouse is not None
    record_death(by=clerk, person=spouse.person_id, died_on=DAY)


def answers(household: Household) -> tuple[Determination, ...]:
    facts = facts_from_mapping(case_of(known_of(household, DAY)))
    return determine(facts, profile="anhui", parameters=PARAMETERS).determinations


def told(one: Determination) -> tuple[str, int | None, int | None, int | None]:
    return one.outcome, one.monthly, one.least, one.most


@pytest.mark.parametrize("engine", ["kernel", "duckdb"])
def test_bulk_engines_determine_every_household_of_the_register_as_its_own_answer_does(
    register: World, engine: str, tmp_path: Path
) -> None:
    by = register.desk("county_reviewer")
    written = write_population(by=by, place=COUNTY, day=DAY, folder=tmp_path / "population")
    out = tmp_path / "out"
    run_bulk(tmp_path / "population", out, day=DAY, engine=engine, parameters=PARAMETERS)
    bulk = Results(out, written.people)
    assert not written.refused
    assert written.households > HOUSEHOLDS * 0.8
    outcomes = set()
    for household in Household.objects.filter(pk__in=list(bulk.households)):
        people = [one.person_id for one in known_of(household, DAY).members]
        for one in answers(household):
            assert bulk.of(one, household.pk, people) == told(one), (household.pk, one.programme.key, one.person)
            outcomes.add((one.programme.key, one.outcome))
    assert len(outcomes) > 40, (len(outcomes), "enough of every programme is met, unknown outcomes among them")
    assert {key for key, outcome in outcomes if outcome == "unknown"} > {"dibao", "tekun", "near_dibao", "orphan"}


class Results:
    """A bulk run's results, by household and by person of the register."""

    def __init__(self, out: Path, people: list[int]) -> None:
        tables = {name: pq.read_table(out / f"{name}_results") for name in ("household", "person")}
        self.households = {row["household_id"]: row for row in tables["household"].to_pylist()}
        self.persons = {people[row["person_id"] - 1]: row for row in tables["person"].to_pylist()}

    def of(self, one: Determination, household: int, people: list[int]) -> tuple[Any, ...]:
        """The outcome and amounts the run has for one determination."""
        row = self.households[household] if one.programme.unit == "household" else self.persons[people[one.person]]
        key = one.programme.key
        return OUTCOMES[row[key]], *(row.get(f"{key}_{word}") for word in ("monthly", "least", "most"))


def test_many_households_are_known_as_one_is(register: World) -> None:
    numbers = list(Household.objects.values_list("pk", flat=True))
    for known in known_of_many(numbers, DAY):
        single = known_of(Household.objects.get(pk=known.household.pk), DAY)
        assert [one.pk for one in known.members] == [one.pk for one in single.members]
        assert [one.pk for one in known.obligors] == [one.pk for one in single.obligors]
        assert [one.pk for one in known.evidence] == [one.pk for one in single.evidence]
        assert [one.pk for one in known.benefits] == [one.pk for one in single.benefits]
        assert known.residence == single.residence


def test_the_number_of_queries_does_not_grow_with_the_households(register: World) -> None:
    def queries(households: int) -> int:
        numbers = list(Household.objects.order_by("pk").values_list("pk", flat=True)[:households])
        with CaptureQueriesContext(connection) as found:
            for known in known_of_many(numbers, DAY):
                case_of(known)
        return len(found)

    assert queries(5) == queries(100) == 7


def test_the_files_say_of_nobody_who_they_are(register: World, tmp_path: Path) -> None:
    write_population(by=register.desk("county_reviewer"), place=COUNTY, day=DAY, folder=tmp_path)
    people = Person.objects.exclude(citizen_id=b"")
    words = [one.name for one in people] + [one.citizen_id for one in people if one.citizen_id]
    assert len(words) > 200
    for name in FILES:
        table = pq.read_table(tmp_path / f"{name}.parquet")
        texts = {
            str(value) for column in table.columns if pa.types.is_string(column.type) for value in column.to_pylist()
        }
        assert texts <= {LIULIN, SHIQIAO}
        content = (tmp_path / f"{name}.parquet").read_bytes()
        assert not any(word.encode() in content for word in words)


def test_only_what_the_desk_reaches_inside_the_place_is_written(register: World, tmp_path: Path) -> None:
    stranger = register.desk("township_acceptance", "341592001")
    far = couple_and_child(stranger, FAR_VILLAGE, sequence=901)
    person = far.memberships.get(relation="head").person_id
    draft = FactDraft("illness", True, DAY, "survey")
    record_fact(by=stranger, household=far.pk, person=person, draft=draft)

    def households(post: str, place: str) -> set[int]:
        folder = tmp_path / f"{post}-{place}"
        write_population(by=register.desk(post), place=place, day=DAY, folder=folder)
        return set(pq.read_table(folder / "households.parquet")["household_id"].to_pylist())

    assert households("city_supervisor", OTHER_COUNTY) == {far.pk}
    assert households("county_reviewer", OTHER_COUNTY) == set()
    assert far.pk in households("city_supervisor", "341500")
    assert far.pk not in households("county_reviewer", "341500")
    assert households("county_reviewer", LIULIN) | households("county_reviewer", SHIQIAO) == households(
        "county_reviewer", TOWN
    )


def test_households_of_which_nothing_is_recorded_are_counted_and_left_out(register: World, tmp_path: Path) -> None:
    silent = couple_and_child(register.desk("township_acceptance"), sequence=911)
    written = write_population(by=register.desk("county_reviewer"), place=COUNTY, day=DAY, folder=tmp_path)
    numbers = pq.read_table(tmp_path / "households.parquet")["household_id"].to_pylist()
    assert silent.pk not in numbers
    lived_in = (
        Household.objects.filter(memberships__until__isnull=True, territory__startswith=COUNTY).distinct().count()
    )
    assert (written.households, written.silent) == (len(numbers), lived_in - len(numbers))


def test_a_household_whose_facts_contradict_each_other_is_named_and_left_out(register: World, tmp_path: Path) -> None:
    clerk = register.desk("township_acceptance")
    broken = couple_and_child(clerk, sequence=921)
    Evidence.objects.create(
        household=broken,
        topic="financial_assets",
        value="一万",
        since=DAY,
        source="declared",
        recorded_by_id=clerk.officer_id,
    )
    written = write_population(by=register.desk("county_reviewer"), place=COUNTY, day=DAY, folder=tmp_path)
    assert written.refused == [broken.pk]


def test_people_are_numbered_in_order_whatever_their_numbers_in_the_register(register: World, tmp_path: Path) -> None:
    written = write_population(by=register.desk("county_reviewer"), place=COUNTY, day=DAY, folder=tmp_path)
    numbers = pq.read_table(tmp_path / "persons.parquet")["person_id"].to_pylist()
    assert numbers == list(range(1, len(written.people) + 1))
    assert written.people != sorted(written.people), "people have moved, so their own numbers are out of order"
    assert Population(tmp_path).persons == len(written.people)


def test_a_place_where_nobody_lives_gives_an_empty_population(register: World, tmp_path: Path) -> None:
    written = write_population(by=register.desk("county_reviewer"), place="341591002", day=DAY, folder=tmp_path)
    assert (written.households, written.people) == (0, [])
    assert Population(tmp_path).batches == 0


def test_every_programme_is_compared() -> None:
    assert {programme.unit for programme in PROGRAMMES} == {"household", "person"}
