"""What may not be paid together is refused wherever it would come together, and nobody paid leaves for nowhere."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.merging import merge_persons
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.members import end_membership, merge_households, move_member
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, take_over_benefit
from doudi.records.registry.actions.rivals import Paid
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Benefit, Household, Membership
from doudi.records.registry.refusals import Refused
from support.rolled_back import rolled_back
from world import DAY, LIULIN, World, build_world, couple_and_child, member

pytestmark = pytest.mark.django_db
BEGAN, ENDS = datetime.date(2025, 1, 1), datetime.date(2027, 1, 1)
JANUARY = datetime.date(2026, 1, 1)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world(far=False)


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


@pytest.fixture
def home(clerk: Desk) -> Household:
    return couple_and_child(clerk)


@pytest.fixture
def other(clerk: Desk) -> Household:
    return couple_and_child(clerk, sequence=131, surname="陆")


def of(household: Household, relation: str) -> Membership:
    return household.memberships.get(relation=relation)


def paid(by: Desk, household: Household, programme: str, whose: int | None = None, **told: Any) -> Benefit:
    draft = BenefitDraft(programme, 50000, **{"since": BEGAN, "person": whose, **told})
    return take_over_benefit(by=by, household=household.pk, draft=draft)


def test_two_spans_meet_where_they_share_a_day() -> None:
    year = Paid("tekun", 1, BEGAN, JANUARY)
    assert year.meets(Paid("orphan", 1, datetime.date(2025, 12, 31)))
    assert not year.meets(Paid("orphan", 1, JANUARY)) and not Paid("orphan", 1, JANUARY).meets(year)


def test_a_payment_that_ends_in_a_year_to_come_is_in_the_way_until_then(clerk: Desk, home: Household) -> None:
    child = of(home, "child").person_id
    end_benefit(by=clerk, benefit=paid(clerk, home, "tekun", child).pk, on=ENDS, reason="到期")
    with pytest.raises(Refused, match="已在领特困人员救助供养"):
        paid(clerk, home, "orphan", child)


def test_what_has_ended_before_is_in_nobodys_way(clerk: Desk, home: Household) -> None:
    child = of(home, "child").person_id
    end_benefit(by=clerk, benefit=paid(clerk, home, "tekun", child).pk, on=JANUARY, reason="转为孤儿保障")
    assert paid(clerk, home, "orphan", child, since=JANUARY).pk
    with pytest.raises(Refused, match="已在领特困人员救助供养"):
        paid(clerk, home, "unattended_child", child, since=datetime.date(2025, 12, 1), until=JANUARY)


def test_single_dibao_is_not_carried_into_a_household_on_dibao(clerk: Desk, home: Household, other: Household) -> None:
    spouse = of(home, "spouse")
    paid(clerk, home, "dibao_single", spouse.person_id)
    paid(clerk, other, "dibao")
    with pytest.raises(Refused, match="不能再领单人保"):
        move_member(
            by=clerk, membership=spouse.pk, household=other.pk, relation="other_relative", on=JANUARY, reason="投亲"
        )
    relations = dict.fromkeys(home.memberships.values_list("person", flat=True), "other_relative")
    with pytest.raises(Refused, match="不能再领单人保"):
        merge_households(by=clerk, into=other.pk, household=home.pk, relations=relations, on=JANUARY, reason="并户")


def test_what_may_be_paid_there_is_carried(clerk: Desk, home: Household, other: Household) -> None:
    spouse = of(home, "spouse")
    paid(clerk, home, "disability_living", spouse.person_id)
    paid(clerk, other, "dibao")
    moved = move_member(
        by=clerk, membership=spouse.pk, household=other.pk, relation="other_relative", on=JANUARY, reason="投亲"
    )
    assert Benefit.objects.get(person=spouse.person_id, until=None).household_id == moved.household_id


def test_two_records_of_one_person_are_not_merged_while_both_are_paid_what_is_not_paid_together(clerk: Desk) -> None:
    without = MemberDraft(
        PersonDraft("吴一", born_on=datetime.date(1960, 1, 1), sex="male", no_id_reason="lost"), "head"
    )
    first = register_household(by=clerk, draft=HouseholdDraft(LIULIN, [without], datetime.date(2020, 1, 1)))
    draft = HouseholdDraft(LIULIN, [member("吴一", "head", "1960-01-01", 601)], datetime.date(2020, 1, 1))
    second = register_household(by=clerk, draft=draft)
    one, same = of(first, "head").person_id, of(second, "head").person_id
    paid(clerk, first, "tekun", one)
    paid(clerk, second, "disability_living", same)
    with pytest.raises(Refused, match="两条记录同时在领"):
        merge_persons(by=clerk, kept=same, absorbed=one, reason="同一人")


def test_nobody_leaves_for_nowhere_while_something_of_their_own_is_paid(clerk: Desk, home: Household) -> None:
    alone = register_household(
        by=clerk, draft=HouseholdDraft(LIULIN, [member("周单", "head", "1950-01-01", 501)], datetime.date(2024, 1, 1))
    )
    for household, leaving in ((alone, of(alone, "head")), (home, of(home, "child"))):
        benefit = paid(clerk, household, "tekun", leaving.person_id)
        told = {"by": clerk, "membership": leaving.pk, "on": DAY, "ended": "moved_out", "reason": "迁出"}
        with pytest.raises(Refused, match="还有在发的特困人员救助供养"):
            end_membership(**told)
        end_benefit(by=clerk, benefit=benefit.pk, on=DAY, reason="迁出")
        end_membership(**told)
    alone.refresh_from_db()
    assert alone.closed_on == DAY
