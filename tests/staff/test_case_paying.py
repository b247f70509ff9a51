"""Who pays sees what is to pay, records that it was paid, and reads nothing else of the cases."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from doudi.records.cases.models import Case
from support import caseways
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.caseways import Way
from support.families_of_cases import standards_entered
from world import COUNTY, DAY, TOWN, World

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def way(world: World, today: Any) -> Way:
    standards_entered(world)
    caseways.reachable(Way(world, DAY))
    return Way(world, DAY)


@pytest.fixture
def case(way: Way) -> Case:
    """Temporary assistance that the county has confirmed."""
    found = opened_case(way, "temporary_spending", household_for(way.world, "temporary_spending"))
    for word in STRAIGHT["temporary_spending"].split():
        if word.startswith("+"):
            way = way.later(int(word))
            continue
        ACTS[word].do(At(way.world, Case.objects.get(pk=found.pk), way.desk(ACTS[word].posts[0])))
        if word == "confirm":
            break
    return Case.objects.get(pk=found.pk)


def test_the_finance_officer_records_a_payment(way: Way, case: Case, signed_in: SignedIn) -> None:
    finance = signed_in(f"county-finance-{COUNTY}")
    text = finance.get("/to-pay/").content.decode()
    amount = case.decisions.get().once / 100
    assert case.number in text and f"{amount:,.2f}" in text
    address = f"/cases/{case.pk}/paid/"
    assert finance.get(address).status_code == 200
    response = finance.post(address, {"reference": "2026-ZF-0001", "version": case.version})
    assert (response.status_code, response["Location"]) == (302, "/to-pay/")
    case.refresh_from_db()
    assert (case.stage, case.steps.last().reason) == ("paid", "2026-ZF-0001")
    assert case.number not in finance.get("/to-pay/").content.decode()
    assert finance.get(address).status_code == 404


def test_and_reads_nothing_else_of_it(way: Way, case: Case, signed_in: SignedIn) -> None:
    finance = signed_in(f"county-finance-{COUNTY}")
    for address in (
        "/cases/",
        f"/cases/{case.pk}/",
        f"/applications/{case.application_id}/",
        f"/cases/{case.pk}/letters/",
    ):
        assert finance.get(address).status_code in (403, 404)


def test_nobody_else_sees_the_list(way: Way, case: Case, signed_in: SignedIn) -> None:
    for login in (f"township-acceptance-{TOWN}", f"county-approver-{COUNTY}", f"auditor-{COUNTY}"):
        assert signed_in(login).get("/to-pay/").status_code == 403


def test_a_case_that_waits_for_no_payment_is_not_there(way: Way, case: Case, signed_in: SignedIn) -> None:
    Case.objects.filter(pk=case.pk).update(stage="county_review")
    finance = signed_in(f"county-finance-{COUNTY}")
    assert case.number not in finance.get("/to-pay/").content.decode()
    assert finance.get(f"/cases/{case.pk}/paid/").status_code == 404
