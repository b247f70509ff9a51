"""Numbers typed with spaces, dashes or full-width characters are kept tidy, and found however they are typed again."""

import datetime
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.actions import FactDraft, correct_fact, record_fact
from doudi.records.evidence.models import Evidence
from doudi.records.registry.actions.payments import AccountDraft, open_account
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import certificate_columns, phone_columns
from doudi.records.registry.models import Household, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.registry.search import find
from world import DAY, World, couple_and_child

pytestmark = pytest.mark.django_db
SINCE = datetime.date(2025, 1, 1)
FULL_WIDTH = {0x21 + at: 0xFF01 + at for at in range(94)}
DISABLED = {"kind": "physical", "grade": 2}


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


@pytest.fixture
def household(clerk: Desk) -> Household:
    return couple_and_child(clerk)


@pytest.fixture
def head(household: Household) -> Person:
    return members_on(household, DAY)[0].person


def enter(by: Desk, household: Household, person: Person, topic: str, value: Any, certificate: str) -> Evidence:
    """A fact shown by a paper whose number was typed so."""
    draft = FactDraft(topic, value, SINCE, "certificate", certificate=certificate)
    return record_fact(by=by, household=household.pk, draft=draft, person=person.pk)


def ways(number: str) -> list[str]:
    """The ways one and the same number is typed."""
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    marked = f"\u200b {number}\u3000", f"{number[:6]}\ufeff{number[6:]}"
    return [number, number.lower(), " ".join(groups), "－".join(groups), number.translate(FULL_WIDTH), *marked]


def test_a_disability_certificate_is_one_number_however_it_is_typed(head: Person) -> None:
    number = f"{head.citizen_id[:17]}X42B1"
    told = [certificate_columns(typed) for typed in ways(number)]
    assert {one["certificate"] for one in told} == {number}
    assert len({one["certificate_index"] for one in told}) == 1


def test_a_certificate_typed_full_width_is_kept_half_width_and_found(
    clerk: Desk, household: Household, head: Person
) -> None:
    row = enter(clerk, household, head, "illness", True, " 病－Ｂ１２ ３４５６７ ")
    row.refresh_from_db()
    assert row.certificate == "病－B1234567"
    for typed in ("病-B1234567", "病B1234567", "病 b12 34567", "病－Ｂ１２３４５６７"):
        assert find(clerk, typed).by_number, typed
    assert not find(clerk, "病-B1234568").by_number


def test_a_corrected_certificate_is_tidied_too(clerk: Desk, household: Household, head: Person) -> None:
    row = enter(clerk, household, head, "disability", DISABLED, f"{head.citizen_id}42")
    typed = " ".join(f"{head.citizen_id}42B1".translate(FULL_WIDTH))
    changes = {"certificate": typed}
    again = correct_fact(by=clerk, evidence=row.pk, household=household.pk, changes=changes, reason="补发")
    again.refresh_from_db()
    assert again.certificate == f"{head.citizen_id}42B1"
    assert bytes(again.certificate_index or b"") != bytes(row.certificate_index or b"")


def test_a_paper_without_a_number_has_no_index() -> None:
    assert certificate_columns(" \u3000\u200b") == {"certificate": "", "certificate_index": None}
    assert certificate_columns("——")["certificate_index"] is None


def test_a_mobile_is_one_number_however_it_is_typed(clerk: Desk, head: Person) -> None:
    told = [phone_columns(typed) for typed in ways("13912340001")]
    assert {one["phone"] for one in told} == {"13912340001"}
    person = correct_person(by=clerk, person=head.pk, changes={"phone": "１３９ １２３４ ０００１"}, reason="换号")
    assert (person.phone, person.phone_shown) == ("13912340001", "139****0001")
    for typed in ways("13912340001"):
        assert find(clerk, typed).by_number, typed


def test_a_line_keeps_its_dashes_and_is_found_without_them(clerk: Desk, head: Person) -> None:
    correct_person(by=clerk, person=head.pk, changes={"phone": "０５６４－３６１２３４５"}, reason="补录")
    head.refresh_from_db()
    assert head.phone == "0564-3612345"
    for typed in ("0564-3612345", "05643612345", "0564 3612345", "0564—3612345"):
        assert find(clerk, typed).by_number, typed


@pytest.mark.parametrize("typed", ["1391234000", "139123400012", "139１２３４０00a", "12912340001", "0564", "一三九"])
def test_what_is_no_telephone_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="11位手机号"):
        phone_columns(typed)


def test_an_account_is_one_number_however_it_is_typed(clerk: Desk, head: Person) -> None:
    number = "6228480402564890018"
    typed = " ".join(number[at : at + 4] for at in range(0, 19, 4)).translate(FULL_WIDTH)
    account = open_account(by=clerk, person=head.pk, draft=AccountDraft(typed), since=SINCE)
    account.refresh_from_db()
    assert (account.number, account.number_shown[-4:]) == (number, "0018")
    for way in ways(number):
        assert find(clerk, way).by_number, way
    with pytest.raises(Refused, match="相同"):
        open_account(by=clerk, person=head.pk, draft=AccountDraft("6228-4804-0256-4890-018"), since=SINCE)
