"""Whose people are whose: somebody who moved to another office, and kin whom another answers for, are read and changed there."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.actions import (
    FactDraft,
    correct_fact,
    end_fact,
    open_sensitive,
    record_fact,
    withdraw_fact,
)
from doudi.records.evidence.answers import tell
from doudi.records.evidence.casefile import case_of, known_of
from doudi.records.evidence.documents import file_documents
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.numbers import number_of
from doudi.records.evidence.page import Moment, Page, known_to, page_of
from doudi.records.evidence.reach import fact_of
from doudi.records.evidence.topics import OF_OBLIGORS, TOPICS
from doudi.records.evidence.values import obligor_keys
from doudi.records.registry.actions.belonging import standing_membership
from doudi.records.registry.actions.households import HouseholdDraft, register_household
from doudi.records.registry.actions.kin import add_kin, end_kin
from doudi.records.registry.actions.members import (
    end_membership,
    merge_households,
    move_household,
    move_member,
    split_household,
)
from doudi.records.registry.actions.payments import (
    AccountDraft,
    BenefitDraft,
    close_account,
    end_benefit,
    open_account,
    take_over_benefit,
)
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.listing import listed
from doudi.records.registry.listing_columns import chosen
from doudi.records.registry.listing_filters import HouseholdFilters
from doudi.records.registry.listing_rows import rows_of
from doudi.records.registry.models import BankAccount, Household, Person
from doudi.records.registry.queries import members_told
from doudi.records.registry.reach import is_in_hand
from doudi.records.registry.refusals import Refused
from support.household_story import a_paper
from support.rolled_back import rolled_back
from support.topic_values import OF_OBLIGORS as VALUES
from world import DAY, FENGLING, LIULIN, OTHER_TOWN, World, build_world, couple_and_child, member

pytestmark = pytest.mark.django_db
BEFORE = datetime.date(2024, 6, 1)
PARTED = datetime.date(2025, 1, 1)
MOVED = datetime.date(2025, 2, 1)
AFTER = datetime.date(2026, 1, 1)
CARD = "6222021234567890128"


def wage(amount: str) -> dict[str, str]:
    return {"kind": "wage", "amount": amount, "per": "month"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def here(world: World) -> Desk:
    return world.desk("township_acceptance")


@pytest.fixture
def there(world: World) -> Desk:
    return world.desk("township_acceptance", OTHER_TOWN)


def fact(
    by: Desk, household: Household, person: Person | int, topic: str, value: Any, since: datetime.date = AFTER
) -> Evidence:
    whose = person if isinstance(person, int) else person.pk
    draft = FactDraft(topic, value, since, "survey")
    return record_fact(by=by, household=household.pk, person=whose, draft=draft)


def recorded(row: Evidence, day: datetime.date) -> Evidence:
    """The same fact as if it had been recorded at noon of a day: the database gives the moment."""
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    Evidence.objects.filter(pk=row.pk).update(recorded_at=at)
    return row


@dataclass
class Mover:
    """The wife of 柳林村 who parted and moved to the other town, where things are learnt of her."""

    old: Household
    new: Household
    person: Person
    known: Evidence
    backdated: Evidence
    learnt: Evidence
    account: BankAccount


@pytest.fixture
def mover(here: Desk, there: Desk) -> Mover:
    old = couple_and_child(here)
    wife = old.memberships.get(relation="spouse").person
    known = recorded(fact(here, old, wife, "income", wage("1234.00"), BEFORE), datetime.date(2024, 6, 3))
    new = split_household(by=here, household=old.pk, people={wife.pk: "head"}, on=PARTED, reason="分户")
    move_household(by=here, household=new.pk, territory=FENGLING, address="外地一组", on=MOVED, reason="迁")
    learnt = recorded(fact(there, new, wife, "income", wage("4321.00")), AFTER)
    backdated = recorded(fact(there, new, wife, "illness", True, BEFORE), AFTER)
    account = open_account(by=there, person=wife.pk, draft=AccountDraft(CARD), since=BEFORE)
    changes = {"phone": "13900002222", "note": "外地才知道的"}
    correct_person(by=there, person=wife.pk, changes=changes, reason="补录")
    add_kin(by=there, person=wife.pk, relation="parent", relative=PersonDraft("顾老太"), obligor=True)
    return Mover(old, new, wife, known, backdated, learnt, account)


def opened(by: Desk, household: Household, day: datetime.date = DAY) -> Page:
    opening = open_sensitive(by=by, household=household.pk, reason="来访")
    return page_of(by=by, household=household, now=opening.opened_at, moment=Moment(day, DAY))


# Who moved away


def test_the_old_household_keeps_what_was_known_until_somebody_left_and_nothing_since(here: Desk, mover: Mover) -> None:
    told = {one.row.pk for one in opened(here, mover.old).happenings if one.topic}
    assert mover.known.pk in told and not told & {mover.learnt.pk, mover.backdated.pk}


def test_the_new_office_has_everything_of_who_moved_to_it(there: Desk, mover: Mover) -> None:
    page = opened(there, mover.new)
    assert {mover.known.pk, mover.learnt.pk, mover.backdated.pk} <= {one.row.pk for one in page.happenings if one.topic}
    assert [one.pk for one in page.accounts] == [mover.account.pk] and [one.relative.name for one in page.kin] == [
        "顾老太"
    ]


def test_the_old_household_s_history_tells_no_account_no_kin_and_no_correction_of_the_other_office(
    here: Desk, mover: Mover
) -> None:
    page = opened(here, mover.old)
    assert not {"account", "corrected"} & {one.kind for one in page.happenings}
    kin = [one.row.relative.name for one in page.happenings if one.kind == "kin"]
    assert "顾老太" not in kin


def test_a_past_day_shows_of_who_left_what_was_known_then_without_their_numbers(here: Desk, mover: Mover) -> None:
    page = opened(here, mover.old, BEFORE)
    assert [one.pk for one in page.facts if one.person_id == mover.person.pk] == [mover.known.pk]
    assert not page.accounts and not page.kin and mover.person.pk in page.elsewhere
    wife = next(one.person for one in page.known.members if one.person_id == mover.person.pk)
    assert wife.name == "顾秀梅" and wife.born_on
    assert not (wife.citizen_shown or wife.citizen_id or wife.phone_shown or wife.note)
    assert len(wife.territory) == 9 and not is_in_hand(here, wife)
    # The answer of that day rests on what the office knew: not on what another learnt of it afterwards.
    assert page.told is not None and page.told.answer is not None
    person = next(n for n, one in enumerate(page.known.members) if one.person_id == mover.person.pk)
    assert page.told.answer.case.persons[person]["serious_illness"] is None


def test_a_program_reads_no_more_of_who_left_than_a_page(here: Desk, mover: Mover) -> None:
    assert {one.pk for one in known_to(here, mover.old, BEFORE).evidence} == {mover.known.pk}
    (wife,) = (one.person for one in members_told(here, mover.old, BEFORE) if one.person_id == mover.person.pk)
    assert not wife.citizen_shown and not wife.phone_shown


def test_no_number_of_who_left_is_shown_through_the_old_household(here: Desk, there: Desk, mover: Mover) -> None:
    told = [("account", mover.account.pk), ("id", mover.person.pk), ("phone", mover.person.pk)]
    assert [number_of(here, mover.old, what, pk) for what, pk in told] == [None, None, None]
    assert all(number_of(there, mover.new, what, pk) for what, pk in told)


def test_a_fact_of_who_left_is_not_changed_through_the_old_household(here: Desk, mover: Mover) -> None:
    told: dict[str, Any] = {"by": here, "household": mover.old.pk}
    for row in (mover.known, mover.learnt):
        assert fact_of(here, mover.old, row.pk) is None
        acts: tuple[Callable[..., Any], ...] = (
            lambda row=row: correct_fact(evidence=row.pk, changes={"value": wage("0.01")}, reason="越界", **told),
            lambda row=row: withdraw_fact(evidence=row.pk, reason="越界", **told),
            lambda row=row: end_fact(evidence=row.pk, until=DAY, **told),
        )
        for act in acts:
            with pytest.raises(Refused, match="没有这条信息"):
                act()
    with pytest.raises(Refused, match="没有这个人"):
        fact(here, mover.old, mover.person, "illness", False)
    assert not Evidence.objects.filter(superseded_at__isnull=False).exists()


def test_a_withdrawal_by_the_new_office_is_not_told_in_the_old_household(here: Desk, there: Desk, mover: Mover) -> None:
    withdraw_fact(by=there, evidence=mover.known.pk, household=mover.new.pk, reason="外地撤销")
    told = [one for one in opened(here, mover.old).happenings if one.topic and one.row.pk == mover.known.pk]
    assert [one.kind for one in told] == ["fact"]
    assert "fact_withdrawn" in {one.kind for one in opened(there, mover.new).happenings}


def test_who_split_off_within_the_office_stays_in_both_histories(here: Desk) -> None:
    old = couple_and_child(here)
    wife = old.memberships.get(relation="spouse").person
    new = split_household(by=here, household=old.pk, people={wife.pk: "head"}, on=PARTED, reason="分户")
    row = fact(here, new, wife, "income", wage("500.00"))
    for household in (old, new):
        assert row.pk in {one.row.pk for one in opened(here, household).happenings if one.topic}
    assert fact_of(here, old, row.pk) == row


# Kin outside


@dataclass
class Son:
    """A father of 柳林村 with a son who moved to the other town, and owes him support."""

    father: Household
    home: Household
    person: Person


@pytest.fixture
def son(here: Desk) -> Son:
    members = (member("沈老", "head", "1950-01-01", 701), member("沈子", "child", "1975-01-01", 703))
    father = register_household(by=here, draft=HouseholdDraft(LIULIN, members, datetime.date(2020, 1, 1)))
    child = father.memberships.get(relation="child").person
    head = father.memberships.get(relation="head").person_id
    add_kin(by=here, person=head, relation="child", relative=child.pk, obligor=True)
    home = split_household(by=here, household=father.pk, people={child.pk: "head"}, on=PARTED, reason="分户")
    move_household(by=here, household=home.pk, territory=FENGLING, address="一组", on=MOVED, reason="迁")
    return Son(father, home, child)


def test_nothing_recorded_of_an_obligor_elsewhere_is_shown_but_the_answer_rests_on_it(
    here: Desk, there: Desk, son: Son
) -> None:
    spending = fact(there, son.home, son.person, "spending", {"kind": "medical", "amount": "98765.00", "per": "year"})
    income = fact(there, son.home, son.person, "obligor_income", "3100")
    page = opened(here, son.father)
    assert not {spending.pk, income.pk} & {one.pk for one in page.facts}
    assert not {spending.pk, income.pk} & {one.row.pk for one in page.happenings if one.topic}
    assert [one.relative.name for one in page.kin] == ["沈子"] and not page.kin[0].relative.citizen_shown
    assert page.elsewhere == {son.person.pk: FENGLING[:9]}
    (obligor,) = case_of(known_of(son.father, DAY))["household"]["obligors"]
    assert obligor == {"of": "沈老", "relation": "child", "age": 51, "income": "3100"}
    whole = tell(known_of(son.father, DAY)).answer
    assert page.told is not None and page.told.answer is not None and whole is not None
    assert page.told.answer.case == whole.case and page.told.answer.determinations == whole.determinations
    assert {one.person_id for one in known_to(here, son.father, DAY).evidence} <= {None}


def test_another_office_records_nothing_of_an_obligor_and_the_own_office_does(
    here: Desk, there: Desk, son: Son
) -> None:
    for topic, value in (("illness", True), ("obligor_income", "1")):
        with pytest.raises(Refused, match="没有这个人"):
            fact(here, son.father, son.person, topic, value)
    row = fact(there, son.home, son.person, "disability", {"kind": "visual", "grade": 1})
    assert fact_of(here, son.father, row.pk) is None and number_of(here, son.father, "id", son.person.pk) is None
    with pytest.raises(Refused, match="没有这条信息"):
        withdraw_fact(by=here, evidence=row.pk, household=son.father.pk, reason="越界")


def test_of_kin_in_the_own_town_only_what_is_asked_of_an_obligor_is_shown(here: Desk) -> None:
    father = couple_and_child(here)
    head = father.memberships.get(relation="head").person_id
    child = father.memberships.get(relation="child").person
    add_kin(by=here, person=head, relation="child", relative=child.pk, obligor=True)
    home = split_household(by=here, household=father.pk, people={child.pk: "head"}, on=PARTED, reason="分户")
    end = father.memberships.get(relation="child")
    father.memberships.filter(pk=end.pk).update(until=end.since)
    spending = fact(here, home, child, "spending", {"kind": "none"})
    absence = fact(here, home, child, "absence", {"state": "prison"})
    shown = {one.pk for one in opened(here, father).facts}
    assert absence.pk in shown and spending.pk not in shown


def test_of_kin_who_live_elsewhere_only_what_is_asked_of_an_obligor_is_entered(here: Desk) -> None:
    household = couple_and_child(here)
    head = household.memberships.get(relation="head").person_id
    relative = add_kin(by=here, person=head, relation="parent", relative=PersonDraft("沈老根"), obligor=True).relative
    with pytest.raises(Refused, match="户外亲属"):
        fact(here, household, relative, "illness", True)
    assert fact(here, household, relative, "obligor_income", "100").pk


def test_when_the_bond_has_ended_nothing_is_entered_of_who_was_kin(here: Desk) -> None:
    household = couple_and_child(here)
    head = household.memberships.get(relation="head").person_id
    kin = add_kin(by=here, person=head, relation="parent", relative=PersonDraft("沈老根"), obligor=True)
    row = fact(here, household, kin.relative, "obligor_income", "100")
    end_kin(by=here, kinship=kin.pk, on=DAY, reason="登记有误")
    with pytest.raises(Refused, match="没有这个人"):
        fact(here, household, kin.relative, "obligor_income", "200")
    assert fact_of(here, household, row.pk) is None and number_of(here, household, "id", kin.relative_id) is None


def test_what_is_asked_of_an_obligor_is_what_the_case_file_says_of_one() -> None:
    values = {key: value for key, (value, *_rest) in VALUES.items()}
    values |= {"disability": {"kind": "visual", "grade": 1}, "absence": {"state": "prison"}}
    assert {topic for topic, value in values.items() if obligor_keys(topic, value)} == OF_OBLIGORS
    assert all(obligor_keys(topic, None) == {} for topic in TOPICS if topic not in OF_OBLIGORS)


def test_a_paper_may_be_about_kin_elsewhere_and_is_the_household_s(here: Desk, son: Son) -> None:
    (paper,) = file_documents(by=here, household=son.father.pk, drafts=[a_paper("income_proof", person=son.person.pk)])
    assert paper.person_id == son.person.pk and paper.household_id == son.father.pk


# Lists


def test_the_export_of_a_closed_household_has_no_number_of_a_head_who_is_another_office_s_now(here: Desk) -> None:
    closed, joined = couple_and_child(here), couple_and_child(here, sequence=131, surname="陆")
    head = closed.memberships.get(relation="head").person_id
    changes = {"phone": "13900002222"}
    correct_person(by=here, person=head, changes=changes, reason="补录")
    open_account(by=here, person=head, draft=AccountDraft(CARD), since=BEFORE)
    told = {one.person_id: "other_relative" for one in closed.memberships.filter(until=None)}
    merge_households(by=here, into=joined.pk, household=closed.pk, relations=told, on=PARTED, reason="并户")
    columns = chosen(here, "households", ["head_id_whole", "head_phone_whole", "account_whole"], whole=True)

    def row() -> dict[str, Any]:
        (found,) = rows_of(here, "households", list(listed(here, HouseholdFilters(state="closed")).ordered), columns)
        return dict(found.values)

    assert all(row().values())
    new = split_household(by=here, household=joined.pk, people={head: "head"}, on=MOVED, reason="分户")
    move_household(by=here, household=new.pk, territory=FENGLING, address="一组", on=MOVED, reason="迁")
    assert not any(row().values())


# What is elsewhere is not told apart from what is not there


def test_what_is_another_office_s_answers_as_what_does_not_exist(here: Desk, there: Desk) -> None:
    household = couple_and_child(there, FENGLING)
    one = household.memberships.get(relation="child")
    row = fact(there, household, one.person_id, "income", wage("10"))
    own = couple_and_child(here, sequence=131, surname="陆")
    head = household.memberships.get(relation="head").person_id
    kin = add_kin(by=there, person=head, relation="parent", relative=PersonDraft("沈老根"))
    account = open_account(by=there, person=head, draft=AccountDraft(CARD), since=BEFORE)
    benefit = take_over_benefit(by=there, household=household.pk, draft=BenefitDraft("dibao", 100, BEFORE))
    acts: dict[str, tuple[int, Callable[[int], Any]]] = {
        "end_benefit": (benefit.pk, lambda pk: end_benefit(by=here, benefit=pk, on=DAY, reason="试")),
        "end_kin": (kin.pk, lambda pk: end_kin(by=here, kinship=pk, on=DAY, reason="试")),
        "close_account": (account.pk, lambda pk: close_account(by=here, account=pk, on=DAY, reason="试")),
        "membership": (one.pk, lambda pk: standing_membership(here, pk)),
        "end_membership": (
            one.pk,
            lambda pk: end_membership(by=here, membership=pk, on=DAY, ended="other", reason="试"),
        ),
        "move_member": (
            one.pk,
            lambda pk: move_member(by=here, membership=pk, household=own.pk, relation="child", on=DAY, reason="试"),
        ),
        "correct_fact": (
            row.pk,
            lambda pk: correct_fact(by=here, evidence=pk, household=own.pk, changes={}, reason="试"),
        ),
        "withdraw_fact": (row.pk, lambda pk: withdraw_fact(by=here, evidence=pk, household=own.pk, reason="试")),
    }
    for name, (foreign, act) in acts.items():
        said = []
        for pk in (foreign, 99_999_999):
            with pytest.raises(Refused) as refused:
                act(pk)
            said.append(refused.value.faults)
        assert said[0] == said[1], name
