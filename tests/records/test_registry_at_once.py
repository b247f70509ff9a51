"""Two who change the same people at the same moment: the later one is told so, and neither waits for the other."""

import datetime
import time

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.evidence import merging
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.evidence.merging import merge_persons
from doudi.records.evidence.models import Evidence
from doudi.records.registry.actions import deaths, kin, members, payments
from doudi.records.registry.actions import people as people_actions
from doudi.records.registry.actions.deaths import correct_death
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import move_household, move_member, record_death
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, take_over_benefit
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Benefit, Household, Membership, Person
from doudi.records.trail.models import AuditEntry
from support.at_once import at_once
from world import DAY, SHIQIAO, World, build_world, couple_and_child, person

JANUARY = datetime.date(2026, 1, 1)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world(far=False)


def late(monkeypatch: pytest.MonkeyPatch, module: object, name: str, *, after: bool = False) -> None:
    """Let the other one come in between, before or after what is called here."""
    original = getattr(module, name)

    def called(*args: object, **named: object) -> object:
        if not after:
            time.sleep(0.3)
        found = original(*args, **named)
        if after:
            time.sleep(0.3)
        return found

    monkeypatch.setattr(module, name, called)


def head_of(household: Household) -> int:
    return household.memberships.get(relation="head").person_id


def test_after_a_recording_that_was_a_transaction_of_its_own_nobody_is_named(world: World) -> None:
    by = world.desk("township_acceptance")
    named = couple_and_child(by)
    Household.objects.filter(pk=named.pk).update(address="五组")
    lines = AuditEntry.objects.filter(table_name="registry_household", row_id=named.pk).order_by("pk")
    assert [one.actor for one in lines][:1] == [by.actor] and lines.reverse()[0].actor.startswith("sql:")


def test_of_two_who_enter_one_new_number_one_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_surveyor")
    one, two = couple_and_child(a), couple_and_child(a, sequence=131, surname="陆")
    late(monkeypatch, kin, "new_person", after=True)
    answers = at_once(
        *(
            lambda by=by, of=of: (
                add_kin(by=by, person=head_of(of), relation="sibling", relative=person("沈大姐", "1979-01-01", 402)).pk
            )
            for by, of in ((a, one), (b, two))
        )
    )
    assert Person.objects.filter(name="沈大姐").count() == 1
    assert sum("刚刚由他人登记" in str(answer) or "已登记" in str(answer) for answer in answers) == 1


def test_of_two_who_move_one_member_one_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_surveyor")
    home, *others = (
        couple_and_child(a, sequence=at, surname=name) for at, name in ((101, "沈"), (131, "陆"), (151, "孙"))
    )
    child = home.memberships.get(relation="child")
    late(monkeypatch, members, "lock_households")
    answers = at_once(
        *(
            lambda by=by, to=to, on=on: (
                move_member(
                    by=by, membership=child.pk, household=to.pk, relation="other_relative", on=on, reason="投亲"
                ).pk
            )
            for by, to, on in ((a, others[0], JANUARY), (b, others[1], datetime.date(2026, 2, 1)))
        )
    )
    standing = Membership.objects.filter(person=child.person_id, until__isnull=True)
    assert standing.count() == 1 and sum("刷新页面" in str(answer) for answer in answers) == 1


def test_an_end_of_payment_and_a_move_do_not_wait_for_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_approver")
    home, other = couple_and_child(a), couple_and_child(a, sequence=131, surname="陆")
    spouse = home.memberships.get(relation="spouse")
    draft = BenefitDraft("disability_living", 5000, datetime.date(2025, 1, 1), person=spouse.person_id)
    paid = take_over_benefit(by=a, household=home.pk, draft=draft)
    late(monkeypatch, payments, "lock_household")
    late(monkeypatch, members, "carry_benefits")
    ended, moved = at_once(
        lambda: end_benefit(by=a, benefit=paid.pk, on=datetime.date(2026, 3, 1), reason="停发"),
        lambda: move_member(
            by=b, membership=spouse.pk, household=other.pk, relation="other_relative", on=JANUARY, reason="投亲"
        ),
    )
    assert isinstance(moved, Membership)
    assert isinstance(ended, Benefit) or "没有这笔在发的救助" in ended or "刷新" in ended


def test_a_name_is_corrected_while_the_household_moves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_surveyor")
    home = couple_and_child(a)
    late(monkeypatch, people_actions, "match_relatives")
    answers = at_once(
        lambda: correct_person(by=a, person=head_of(home), changes={"name": "沈立邦"}, reason="笔误"),
        lambda: (
            time.sleep(0.1),
            move_household(by=b, household=home.pk, territory=SHIQIAO, address="一组", on=JANUARY, reason="搬迁"),
        )[1],
    )
    home.refresh_from_db()
    assert [type(one).__name__ for one in answers] == ["Person", "Household"]
    assert (home.label, home.territory) == ("沈立邦", SHIQIAO)


def test_a_death_is_entered_while_the_household_moves(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_surveyor")
    home = couple_and_child(a)
    child = home.memberships.get(relation="child").person_id
    late(monkeypatch, members, "record_death_day")
    answers = at_once(
        lambda: record_death(by=a, person=child, died_on=DAY),
        lambda: (
            time.sleep(0.1),
            move_household(by=b, household=home.pk, territory=SHIQIAO, address="一组", on=JANUARY, reason="搬迁"),
        )[1],
    )
    assert [type(one).__name__ for one in answers] == ["Person", "Household"]


def income(by: Desk, household: Household, person: int) -> Evidence:
    draft = FactDraft("income", {"kind": "wage", "amount": 80000, "per": "month"}, JANUARY, "declared")
    return record_fact(by=by, household=household.pk, person=person, draft=draft)


def test_a_death_is_corrected_while_a_fact_of_the_dead_is_entered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_surveyor")
    home = couple_and_child(a)
    child = home.memberships.get(relation="child").person_id
    record_death(by=a, person=child, died_on=DAY)
    late(monkeypatch, deaths, "lock_household")
    answers = at_once(
        lambda: correct_death(by=a, person=child, died_on=DAY - datetime.timedelta(days=1), reason="证明有误"),
        lambda: (time.sleep(0.1), income(b, home, child))[1],
    )
    assert [type(one).__name__ for one in answers] == ["Person", "Evidence"]


def test_two_records_are_merged_while_a_fact_is_entered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = world.desk("township_acceptance"), world.desk("township_surveyor")
    home = couple_and_child(a)
    child = home.memberships.get(relation="child").person
    same = PersonDraft(child.name, born_on=child.born_on, sex=child.sex, no_id_reason="lost")
    draft = HouseholdDraft(SHIQIAO, [MemberDraft(same, "head")], datetime.date(2024, 1, 1))
    twin = head_of(register_household(by=a, draft=draft))
    late(monkeypatch, merging, "rivals_of_two")
    answers = at_once(
        lambda: merge_persons(by=a, kept=child.pk, absorbed=twin, reason="同一人"),
        lambda: (time.sleep(0.1), income(b, home, child.pk))[1],
    )
    assert [type(one).__name__ for one in answers] == ["Merge", "Evidence"]
