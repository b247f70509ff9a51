"""The demonstration township: whole, reproducible, and every story is what it says it is."""

import datetime
import re
from collections.abc import Sequence
from itertools import pairwise

import pytest

from doudi.engine.casefile import facts_from_mapping
from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.determine import determine
from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.cases.programmes import ASKED
from doudi.synthetic.demonstration import (
    DAY,
    StoryHousehold,
    applications,
    case_of,
    office_steps,
    relatives,
    staff,
    township,
)
from doudi.synthetic.demonstration.local import NOTICE, SINCE, standards
from doudi.vocabulary.identity import IdentityError, check_citizen_id, luhn_holds

TOLD = [one for one in township().households if one.tells]
# Every group of people the plans of the township speak of.
GROUPS = set(
    "class_A class_B class_C tekun_home tekun_institution single_person_dibao near_dibao rigid_expenditure orphan "
    "unattended_child left_behind_child left_behind_woman elder_left_behind elder_disabled old_age relapse_watch student "
    "postgraduate religious military prison_family work_injury burned_house temporary_urgent temporary_spending relief "
    "employment production split_hukou large_household nothing_known staff_relative duplicate homophones collector "
    "guardian dead_still_paid letter_widow letter_tumour letter_heart letter_herdsman mental_3 fifteen_digits "
    "residence_permit".split()
)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    """The published standards with those the demonstration county enters."""
    changes = [
        {
            "parameter": one.parameter, "place": "341502", "since": SINCE, "value": one.value, "source": NOTICE,
            "confidence": "high", "provisional": False,
        }
        for one in standards()
    ]  # fmt: skip
    return published_parameters().with_changes(changes)


def test_there_are_four_hundred_households_in_every_village() -> None:
    town = township()
    assert len(town.households) == 400 and 1000 <= town.persons <= 1500
    assert {one.village for one in town.households} == set(range(len(town.villages)))


def test_the_same_seed_gives_the_same_township() -> None:
    township.cache_clear()
    first = township()
    township.cache_clear()
    assert township() == first


def test_every_group_has_a_story() -> None:
    assert {group for one in TOLD for group in one.groups} >= GROUPS


@pytest.mark.parametrize("story", TOLD, ids=["-".join(one.groups[:2]) for one in TOLD])
def test_a_story_is_what_it_says(story: StoryHousehold, parameters: Parameters) -> None:
    answer = determine(facts_from_mapping(case_of(story, township().villages)), parameters=parameters)
    got: dict[str, set[str]] = {}
    for one in answer.determinations:
        got.setdefault(one.programme.key, set()).add(one.outcome)
    for programme in story.owed:
        assert "eligible" in got[programme], (story.tells, programme, got[programme])
    for programme in story.refused:
        assert "eligible" not in got[programme], (story.tells, programme)


def test_numbers_hold_together_and_are_nobody_elses_twice() -> None:
    numbers = [one.number for story in township().households for one in story.members if one.number]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        try:
            check_citizen_id(number)
        except IdentityError as fault:
            pytest.fail(str(fault))


def test_accounts_hold_together() -> None:
    accounts = [one.account for story in township().households for one in story.members if one.account]
    assert accounts and all(luhn_holds(one.number) for one in accounts)
    assert all(one.agreement for one in accounts if one.holder_kind == "collector")


def test_people_without_a_number_say_why() -> None:
    without = [one for story in township().households for one in story.members if not one.number]
    assert without and all(one.no_id_reason for one in without)


def test_staff_have_a_log_in_each_and_a_post() -> None:
    everybody = staff(len(township().villages))
    assert len({one.login for one in everybody}) == len(everybody)
    assert all(re.fullmatch("[a-z]+[0-9]?", one.login) for one in everybody)
    assert {one.officer for one in relatives()} <= {one.login for one in everybody}


def test_everybody_who_asks_lives_in_the_township_and_nobody_asks_twice_at_once() -> None:
    groups = {group for one in township().households for group in one.groups}
    assert {one.household for one in applications()} <= groups
    asked: dict[tuple[str, object], list[Sequence[datetime.date]]] = {}
    for one in applications():
        for programme in one.programmes:
            asked.setdefault((one.household, programme), []).append([step.on for step in one.steps])
    for who, times in asked.items():
        times.sort(key=lambda days: days[0])
        assert all(before[-1] < after[0] for before, after in pairwise(times)), who


def test_the_steps_of_an_application_follow_each_other_until_the_day() -> None:
    for one in applications():
        days = [step.on for step in one.steps]
        assert days == sorted(days) and days[-1] <= DAY, one.household
        assert set(one.rests) == {programme for programme, _ in one.programmes}
        for programme, stage in one.rests.items():
            procedure = "tekun_exit" if programme == "tekun_exit" else ASKED[programme].procedure
            assert stage in PROCEDURES[procedure].stages, (one.household, stage)


def test_whoever_takes_a_step_is_on_the_staff() -> None:
    logins = {one.login for one in staff(len(township().villages))} | {"village", "citizen"}
    steps = [step for one in applications() for step in one.steps] + list(office_steps())
    assert {step.by for step in steps if step.by} <= logins


def test_the_stories_of_the_seed_ask_for_what_they_need() -> None:
    asking = {one.household for one in applications()}
    assert asking >= {
        "burned_house",
        "letter_widow",
        "letter_tumour",
        "letter_heart",
        "letter_herdsman",
        "staff_relative",
    }
