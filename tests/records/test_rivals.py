"""What may not be paid together is refused wherever it would come together, and nobody paid leaves for nowhere."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.cases.covers import cover
from doudi.records.evidence.merging import merge_persons
from doudi.records.registry.actions.households import (
    HouseholdDraft,
    MemberDraft,
    open_household_for,
    register_household,
)
from doudi.records.registry.actions.members import (
    add_member,
    end_membership,
    join_household,
    merge_households,
    move_member,
)
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, take_over_benefit
from doudi.records.registry.actions.rivals import Paid
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Benefit, Household, Membership
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording
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


def twins(by: Desk, home: Household) -> tuple[int, int]:
    """The child of a household, and a second record of the same child, alone in another one."""
    child = of(home, "child").person
    same = MemberDraft(PersonDraft(child.name, born_on=child.born_on, sex=child.sex, no_id_reason="lost"), "head")
    other = register_household(by=by, draft=HouseholdDraft(LIULIN, [same], datetime.date(2024, 1, 1)))
    return child.pk, of(other, "head").person_id


def test_what_a_second_record_is_paid_is_held_against_the_household_it_comes_into(clerk: Desk, home: Household) -> None:
    child, same = twins(clerk, home)
    other = Household.objects.get(memberships__person=same)
    paid(clerk, home, "dibao")
    single = paid(clerk, other, "dibao_single", same)
    told = {"by": clerk, "kept": child, "absorbed": same, "reason": "同一人"}
    with pytest.raises(Refused, match="单人保：这户已在领最低生活保障"):
        merge_persons(**told)
    end_benefit(by=clerk, benefit=single.pk, on=BEGAN, reason="重复登记")
    assert merge_persons(**told).pk


def test_two_records_who_are_both_covered_are_not_merged(clerk: Desk, home: Household, other: Household) -> None:
    child = of(home, "child").person
    same = MemberDraft(PersonDraft(child.name, born_on=child.born_on, sex=child.sex, no_id_reason="lost"), "sibling")
    twin = add_member(by=clerk, household=other.pk, draft=replace(same, began="other"), on=DAY).person_id
    for household, whom in ((home, child.pk), (other, twin)):
        cover(paid(clerk, household, "dibao"), [whom])
    with pytest.raises(Refused, match="不能同时享受的救助；请先停发其中一项"):
        merge_persons(by=clerk, kept=child.pk, absorbed=twin, reason="同一人")


def test_two_records_in_one_household_stand_for_one_member_of_it(clerk: Desk) -> None:
    """Dibao for the rest of a family is none where the only other member was a second record of the one on tekun."""
    lone = register_household(
        by=clerk, draft=HouseholdDraft(LIULIN, [member("周单", "head", "1950-01-01", 501)], datetime.date(2024, 1, 1))
    )
    kept = of(lone, "head").person
    draft = PersonDraft("周单", born_on=kept.born_on, sex=kept.sex, no_id_reason="lost")
    second = add_member(by=clerk, household=lone.pk, draft=MemberDraft(draft, "other_relative", began="other"), on=DAY)
    paid(clerk, lone, "dibao")
    Benefit.objects.create(household=lone, person=second.person, programme="tekun", monthly=1, since=BEGAN)
    with pytest.raises(Refused, match="全家转为特困供养"):
        merge_persons(by=clerk, kept=kept.pk, absorbed=second.person_id, reason="同一人")


def test_what_somebody_who_had_left_is_still_paid_comes_along_where_they_join(
    clerk: Desk, home: Household, other: Household
) -> None:
    child = of(home, "child")
    benefit = paid(clerk, home, "orphan", child.person_id)
    # As it stood before leaving was refused to whoever is still paid.
    home.memberships.filter(pk=child.pk).update(until=JANUARY, ended="moved_out")
    told = {"by": clerk, "person": child.person_id, "relation": "other_relative", "began": "other", "on": JANUARY}
    joined = join_household(household=other.pk, **told)
    assert Benefit.objects.get(person=child.person_id, until=None).household_id == other.pk == joined.household_id
    benefit.refresh_from_db()
    assert benefit.until == JANUARY
    other.memberships.filter(pk=joined.pk).update(until=DAY, ended="moved_out")
    new = open_household_for(by=clerk, person=child.person_id, territory=LIULIN, on=DAY, reason="单独立户")
    assert Benefit.objects.get(person=child.person_id, until=None).household_id == new.pk


def test_what_ends_on_a_day_to_come_is_carried_until_then(clerk: Desk, home: Household, other: Household) -> None:
    spouse = of(home, "spouse")
    benefit = paid(clerk, home, "disability_living", spouse.person_id)
    end_benefit(by=clerk, benefit=benefit.pk, on=ENDS, reason="到期")
    moved = move_member(
        by=clerk, membership=spouse.pk, household=other.pk, relation="other_relative", on=JANUARY, reason="投亲"
    )
    carried = Benefit.objects.get(household=moved.household_id)
    assert (carried.since, carried.until, carried.ended_reason) == (JANUARY, ENDS, "到期")
    assert [one.until for one in Benefit.objects.filter(household=home)] == [JANUARY]


def test_nothing_is_taken_over_for_somebody_who_has_left(clerk: Desk, home: Household, other: Household) -> None:
    child = of(home, "child")
    end_membership(by=clerk, membership=child.pk, on=JANUARY, ended="moved_out", reason="迁出")
    with pytest.raises(Refused, match="已离开本户"):
        paid(clerk, home, "orphan", child.person_id)
    assert paid(clerk, home, "orphan", child.person_id, until=JANUARY).pk


def test_the_later_of_two_payments_of_one_programme_is_told_so(clerk: Desk, home: Household) -> None:
    paid(clerk, home, "dibao")
    with pytest.raises(Refused, match="刚刚由他人变动"), recording(clerk, reason="同时"):
        Benefit.objects.create(household=home, programme="dibao", monthly=1, since=BEGAN)
