"""Merging two records of one person where households, payments and deaths hang on them."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.merging import merge_persons, preview_merge, undo_merge
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.members import add_member, end_membership, record_death
from doudi.records.registry.actions.payments import (
    AccountDraft,
    BenefitDraft,
    close_account,
    end_benefit,
    open_account,
    take_over_benefit,
)
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import BankAccount, Benefit, Household, Membership, Person
from doudi.records.registry.queries import benefits_on, members_on, residence_on
from doudi.records.registry.refusals import Refused
from support.rolled_back import rolled_back
from world import DAY, SHIQIAO, World, build_world, couple_and_child

pytestmark = pytest.mark.django_db
BORN = datetime.date(1980, 5, 6)
CHILD_BORN = datetime.date(2015, 9, 10)
SINCE = datetime.date(2025, 7, 1)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


@pytest.fixture
def shen(clerk: Desk) -> Household:
    return couple_and_child(clerk)


def member_of(household: Household, at: int) -> Person:
    return members_on(household, DAY)[at].person


def again(by: Desk, name: str = "沈小满", born: datetime.date = CHILD_BORN, sex: str = "male") -> Household:
    """The same person once more, without a number, alone in another household."""
    draft = PersonDraft(name, born_on=born, sex=sex, no_id_reason="lost")
    opened_on = datetime.date(2024, 6, 1)
    return register_household(by=by, draft=HouseholdDraft(SHIQIAO, (MemberDraft(draft, "head"),), opened_on))


def merge(by: Desk, kept: Person, absorbed: Person) -> Any:
    return merge_persons(by=by, kept=kept.pk, absorbed=absorbed.pk, reason="已核对户口簿")


def state() -> list[tuple[Any, ...]]:
    households = Household.objects.order_by("pk").values_list("pk", "closed_on", "closed_reason", "label")
    members = Membership.objects.order_by("pk").values_list("pk", "person", "since", "until", "ended")
    benefits = Benefit.objects.order_by("pk").values_list("pk", "household", "person", "until")
    accounts = BankAccount.objects.order_by("pk").values_list("pk", "person", "until")
    return [*map(tuple, households), *map(tuple, members), *map(tuple, benefits), *map(tuple, accounts)]


def paid(by: Desk, household: Household, programme: str, whose: Person | None = None) -> Benefit:
    draft = BenefitDraft(programme, 10000, SINCE, whose.pk if whose else None)
    return take_over_benefit(by=by, household=household.pk, draft=draft)


def test_a_household_nobody_is_left_in_is_closed_and_opened_again_by_the_undo(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    before = state()
    done = merge(clerk, member_of(shen, 2), member_of(other, 0))
    other.refresh_from_db()
    assert other.closed_on == DAY and residence_on(other, DAY) is None
    undo_merge(by=clerk, merge=done.pk, reason="弄错了")
    assert state() == before


def test_a_household_paid_as_a_whole_is_not_emptied(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    paid(clerk, other, "dibao")
    preview = preview_merge(by=clerk, kept=member_of(shen, 2).pk, absorbed=member_of(other, 0).pk)
    assert any("请先停发" in why for why in preview.forbidden)
    with pytest.raises(Refused, match="没有成员"):
        merge(clerk, member_of(shen, 2), member_of(other, 0))


def test_what_the_absorbed_record_is_paid_goes_on_in_the_kept_ones_household(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    paid(clerk, other, "orphan", member_of(other, 0))
    before = state()
    done = merge(clerk, member_of(shen, 2), member_of(other, 0))
    assert [one.programme for one in benefits_on(shen, DAY)] == ["orphan"] and not benefits_on(other, DAY)
    undo_merge(by=clerk, merge=done.pk, reason="弄错了")
    assert state() == before


def test_the_head_of_the_household_is_the_record_that_stays(clerk: Desk, shen: Household) -> None:
    twin = PersonDraft("沈立国", born_on=BORN, sex="male", no_id_reason="lost")
    draft = MemberDraft(twin, "other_relative", began="other")
    second = add_member(by=clerk, household=shen.pk, draft=draft, on=DAY).person
    with pytest.raises(Refused, match="保留户主那一条"):
        merge(clerk, second, member_of(shen, 0))
    merge(clerk, member_of(shen, 0), second)
    assert [one.person.name for one in members_on(shen, DAY)] == ["沈立国", "顾秀梅", "沈小满"]


def test_the_living_and_the_dead_are_not_merged(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    dead = member_of(other, 0)
    record_death(by=clerk, person=dead.pk, died_on=SINCE)
    for kept, absorbed in ((member_of(shen, 2), dead), (dead, member_of(shen, 2))):
        with pytest.raises(Refused, match="登记死亡"):
            merge(clerk, kept, absorbed)


def test_accounts_and_benefits_that_overlap_stay_with_the_absorbed_record(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    kept, absorbed = member_of(shen, 2), member_of(other, 0)
    for person, number in ((kept, "621700001001234"), (absorbed, "621700001001999")):
        open_account(by=clerk, person=person.pk, draft=AccountDraft(number), since=SINCE)
    first = paid(clerk, other, "orphan", absorbed)
    end_benefit(by=clerk, benefit=first.pk, on=datetime.date(2025, 9, 1), reason="重复")
    paid(clerk, shen, "orphan", kept)
    before = state()
    done = merge(clerk, kept, absorbed)
    assert [one.until for one in absorbed.accounts.all()] == [DAY] and kept.accounts.count() == 1
    assert absorbed.benefits.count() == 1 and kept.benefits.count() == 1
    undo_merge(by=clerk, merge=done.pk, reason="弄错了")
    assert state() == before


def test_accounts_one_after_the_other_come_together(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    kept, absorbed = member_of(shen, 2), member_of(other, 0)
    old = open_account(by=clerk, person=absorbed.pk, draft=AccountDraft("621700001001999"), since=SINCE)
    close_account(by=clerk, account=old.pk, on=datetime.date(2025, 9, 1), reason="换卡")
    later = datetime.date(2025, 9, 1)
    open_account(by=clerk, person=kept.pk, draft=AccountDraft("621700001001234"), since=later)
    merge(clerk, kept, absorbed)
    assert kept.accounts.count() == 2


def test_who_left_one_household_belongs_to_the_other_from_that_day(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    left = datetime.date(2025, 1, 1)
    child = members_on(shen, DAY)[2]
    end_membership(by=clerk, membership=child.pk, on=left, ended="moved_out", reason="外出")
    before = state()
    done = merge(clerk, child.person, member_of(other, 0))
    assert [one.since for one in members_on(other, DAY)] == [left]
    assert [one.person.name for one in members_on(shen, left - datetime.timedelta(days=1))][-1] == "沈小满"
    undo_merge(by=clerk, merge=done.pk, reason="弄错了")
    assert state() == before


def test_a_form_opened_before_the_merge_is_older(clerk: Desk, shen: Household) -> None:
    other = again(clerk)
    merge(clerk, member_of(shen, 2), member_of(other, 0))
    shen.refresh_from_db()
    assert shen.version == 2
