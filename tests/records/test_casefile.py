"""The case file of a household: what is entered is what the engine is asked, on that day, as known at that moment."""

import datetime
from typing import Any

import pytest

from doudi.engine.casefile import facts_from_mapping
from doudi.records.evidence.actions import FactDraft, correct_fact, record_fact, withdraw_fact
from doudi.records.evidence.answers import answer_to, tell
from doudi.records.evidence.casefile import called, case_of, known_of
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import end_membership, record_death
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, take_over_benefit
from doudi.records.registry.models import Household, Membership
from doudi.records.registry.queries import members_on
from support.topic_values import NOTHING, OF_HOUSEHOLDS, OF_MEMBERS, OF_OBLIGORS, OF_THE_REGISTER
from world import DAY, World, couple_and_child, person

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 2, 1)
EVE = datetime.date(2026, 1, 31)
MICRO = datetime.timedelta(microseconds=1)


@pytest.fixture
def household(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


@pytest.fixture
def members(household: Household) -> list[Membership]:
    return members_on(household, DAY)


def _enter(
    world: World, household: Household, topic: str, value: Any, whose: int | None = None, **rest: Any
) -> Evidence:
    draft = FactDraft(topic, value, rest.pop("since", START), "survey", **rest)
    return record_fact(by=world.desk("township_acceptance"), household=household.pk, person=whose, draft=draft)


def _under(told: dict[str, Any], key: str) -> Any:
    for part in key.split("."):
        told = told[part]
    return told


def test_every_topic_has_a_value_here() -> None:
    assert {*OF_MEMBERS, *OF_HOUSEHOLDS, *OF_OBLIGORS, *OF_THE_REGISTER} == set(TOPICS)


def test_every_fact_of_a_member_arrives_in_the_case_and_in_the_engine(
    world: World, household: Household, members: list[Membership]
) -> None:
    child = members[2].person_id
    for topic, (value, *_) in OF_MEMBERS.items():
        _enter(world, household, topic, value, child)
    case = case_of(known_of(household, DAY))
    facts = facts_from_mapping(case)
    for topic, (_value, key, stands, fact, worth) in OF_MEMBERS.items():
        assert case["members"][2][key] == stands, topic
        assert facts.persons[2][fact] == worth, topic
    assert set(case["members"][0]) == {"id", "relation", "sex", "born"}


def test_every_fact_of_the_household_arrives_in_the_case_and_in_the_engine(world: World, household: Household) -> None:
    for topic, (value, *_) in OF_HOUSEHOLDS.items():
        _enter(world, household, topic, value)
    case = case_of(known_of(household, DAY))
    facts = facts_from_mapping(case)
    for topic, (_value, key, stands, fact, worth) in OF_HOUSEHOLDS.items():
        assert _under(case["household"], key) == stands, topic
        assert facts.household[fact] == worth, topic


def test_every_fact_of_an_obligor_arrives_beside_the_member_they_owe(
    world: World, household: Household, members: list[Membership]
) -> None:
    kin = add_kin(
        by=world.desk("township_acceptance"),
        person=members[0].person_id,
        relation="parent",
        relative=person("沈老根", "1950-05-06", 501),
        obligor=True,
    )
    for topic, (value, *_) in OF_OBLIGORS.items():
        _enter(world, household, topic, value, kin.relative_id)
    _enter(world, household, "disability", {"kind": "visual", "grade": 1, "certified": True}, kin.relative_id)
    case = case_of(known_of(household, DAY))
    (told,) = case["household"]["obligors"]
    assert (told["of"], told["relation"], told["age"]) == ("沈立国", "parent", 75)
    assert told["disability"] == {"kind": "visual", "grade": 1}
    ((of, facts),) = facts_from_mapping(case).obligors
    assert of == 0
    for topic, (_value, key, stands, fact, worth) in OF_OBLIGORS.items():
        assert told[key] == stands and facts[fact] == worth, topic


def test_what_only_the_register_keeps_leaves_the_case_as_it_is(
    world: World, household: Household, members: list[Membership]
) -> None:
    bare = case_of(known_of(household, DAY))
    _enter(world, household, "veteran", True, members[0].person_id)
    _enter(world, household, "housing", {"tenure": "owned", "safety": "C"})
    assert case_of(known_of(household, DAY)) == bare
    _enter(world, household, "obligors_listed", True)
    assert case_of(known_of(household, DAY))["household"]["obligors"] == []


def test_nothing_entered_is_unknown_and_nothing_said_is_none(
    world: World, household: Household, members: list[Membership]
) -> None:
    head = members[0].person_id
    unknown = facts_from_mapping(case_of(known_of(household, DAY)))
    asked = {"income_wage": 0, "spending_medical": 0, "disability_kind": "none", "unable_items": 0}
    assert all(unknown.persons[0][fact] is None for fact in asked)
    assert unknown.household["event_kind"] is None and unknown.household["obligors_listed"] is None
    for topic in ("income", "spending", "disability", "self_care"):
        _enter(world, household, topic, NOTHING[topic], head)
    _enter(world, household, "event", NOTHING["event"])
    known = facts_from_mapping(case_of(known_of(household, DAY)))
    assert {fact: known.persons[0][fact] for fact in asked} == asked
    assert known.household["event_kind"] == "none" and known.household["event_loss"] == 0


def test_an_amount_of_nothing_is_not_an_unknown_amount(
    world: World, household: Household, members: list[Membership]
) -> None:
    assert facts_from_mapping(case_of(known_of(household, DAY))).household["financial_assets"] is None
    _enter(world, household, "financial_assets", "0")
    assert facts_from_mapping(case_of(known_of(household, DAY))).household["financial_assets"] == 0


def test_a_fact_stands_from_its_day_until_before_its_end(
    world: World, household: Household, members: list[Membership]
) -> None:
    _enter(world, household, "labour", "full", members[0].person_id, until=DAY)
    days = {EVE: None, START: "full", DAY - datetime.timedelta(days=1): "full", DAY: None}
    found = {day: case_of(known_of(household, day))["members"][0].get("labour") for day in days}
    assert found == days


def test_what_was_known_then_is_not_what_is_known_now(
    world: World, household: Household, members: list[Membership]
) -> None:
    by = world.desk("township_acceptance")
    first = _enter(world, household, "labour", "full", members[0].person_id)
    changes = {"value": "none"}
    second = correct_fact(by=by, evidence=first.pk, household=household.pk, changes=changes, reason="误录")

    def labour(as_known: datetime.datetime | None) -> Any:
        return case_of(known_of(household, DAY, as_known))["members"][0].get("labour")

    assert labour(first.recorded_at - MICRO) is None
    assert labour(first.recorded_at) == "full"
    assert labour(second.recorded_at - MICRO) == "full"
    assert labour(second.recorded_at) == "none" and labour(None) == "none"
    withdraw_fact(by=by, evidence=second.pk, household=household.pk, reason="待评估")
    second.refresh_from_db()
    assert second.superseded_at is not None
    assert labour(second.superseded_at - MICRO) == "none" and labour(second.superseded_at) is None


def test_who_was_a_member_on_the_day_is_in_the_case(
    world: World, household: Household, members: list[Membership]
) -> None:
    by = world.desk("township_acceptance")
    end_membership(by=by, membership=members[2].pk, on=START, ended="moved_out", reason="外出")
    names = {day: [one["id"] for one in case_of(known_of(household, day))["members"]] for day in (EVE, START)}
    assert names == {EVE: ["沈立国", "顾秀梅", "沈小满"], START: ["沈立国", "顾秀梅"]}


def test_what_was_in_payment_on_the_day_is_in_the_case(world: World, household: Household) -> None:
    by = world.desk("township_acceptance")
    draft = BenefitDraft("dibao", 60_000, datetime.date(2025, 1, 1))
    dibao = take_over_benefit(by=by, household=household.pk, draft=draft)
    end_benefit(by=by, benefit=dibao.pk, on=START, reason="收入增加")
    assert case_of(known_of(household, EVE))["household"]["receiving"] == {"dibao": "600.00"}
    assert case_of(known_of(household, START))["household"]["receiving"] == {}


def test_a_benefit_outside_the_contract_is_not_asked_about(world: World, household: Household) -> None:
    by = world.desk("township_acceptance")
    take_over_benefit(by=by, household=household.pk, draft=BenefitDraft("price_subsidy", 3_000, START))
    case = case_of(known_of(household, DAY))
    assert case["household"]["receiving"] == {}
    assert answer_to(case).case.members == ("沈立国", "顾秀梅", "沈小满")


def test_members_of_one_name_are_told_apart() -> None:
    assert called(["王强", "李敏", "王强", "王强"]) == ["王强", "李敏", "王强（2）", "王强（3）"]


def test_a_day_before_the_rules_has_no_answer_and_says_so(world: World, household: Household) -> None:
    Household.objects.filter(pk=household.pk).update(opened_on=datetime.date(2013, 1, 1))
    Membership.objects.filter(household=household).update(since=datetime.date(2016, 1, 1))
    Membership.objects.filter(household=household, relation="head").update(since=datetime.date(2013, 1, 1))
    told = tell(known_of(household, datetime.date(2013, 6, 1)))
    assert told.answer is None and "还没有可用的规则" in told.faults[0]


def test_a_household_nobody_is_left_in_has_no_answer(
    world: World, household: Household, members: list[Membership]
) -> None:
    by = world.desk("township_acceptance")
    for one in members[1:]:
        end_membership(by=by, membership=one.pk, on=EVE, ended="moved_out", reason="外出")
    record_death(by=by, person=members[0].person_id, died_on=START)
    told = tell(known_of(household, DAY))
    assert told.answer is None and told.faults == ()


def test_facts_that_contradict_each_other_are_named(world: World, household: Household) -> None:
    Membership.objects.filter(household=household, relation="head").update(relation="child")
    told = tell(known_of(household, DAY))
    assert told.answer is None and "没有户主" in told.faults[0]
    assert "has no head" in tell(known_of(household, DAY), "en").faults[0]


def test_the_case_takes_five_queries_whatever_the_size(
    world: World, household: Household, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        case_of(known_of(household, DAY))
