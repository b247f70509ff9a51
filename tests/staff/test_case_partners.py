"""A department that verifies one paper of a case reads that paper, and nothing of the family's means."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from doudi.records.accounts.desk import NotAllowed
from doudi.records.cases.actions import letters, opinions
from doudi.records.cases.models import Case, Inquiry
from support import caseways, families_of_cases
from support.case_world import member_of, ready, surveyed_case
from support.caseways import Way, inquire, view_of
from support.families_of_cases import standards_entered
from world import COUNTY, DAY, World

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def way(world: World, today: Any) -> Way:
    standards_entered(world)
    caseways.reachable(Way(world, DAY))
    return Way(world, DAY)


@pytest.fixture
def case(way: Way) -> Case:
    """A nursing allowance confirmed, its certificate checked by the federation."""
    household = ready(way.world, families_of_cases.severe_grown_child)
    found = surveyed_case(way, household, "disability_nursing", member_of(household, 2))
    approver = way.desk("township_approver")
    opinions.give_first_opinion(by=approver, case=found.pk, draft=view_of(way, found))
    inquire(way, "certificate_check", case=found)
    inquire(way, "neighbour_visit", case=found)
    opinions.verify_certificate(by=way.desk("partner_disability"), case=found.pk)
    caseways.at_county(way, found)
    caseways.confirmed(way, found)
    return found


def test_the_federation_reads_its_own_form_and_no_letter_decision_or_survey_of_the_case(
    way: Way, case: Case, signed_in: SignedIn
) -> None:
    federation, approver = signed_in(f"partner-disability-{COUNTY}"), way.desk("township_approver")
    review = letters.make_letter(by=approver, kind="review_form", case=case.pk)
    own = letters.make_letter(by=approver, kind="certificate_check", case=case.pk)
    with pytest.raises(NotAllowed, match="只制作本部门的核验意见"):
        letters.make_letter(by=way.desk("partner_disability"), kind="confirmation_letter", case=case.pk)
    decision = case.decisions.get()
    text = federation.get(f"/cases/{case.pk}/").content.decode()
    assert own.number in text and review.number not in text
    assert f"/decisions/{decision.pk}/" not in text
    for address in (
        f"/letters/{review.pk}/",
        f"/letters/{review.pk}/pdf/",
        f"/cases/{case.pk}/decisions/{decision.pk}/",
    ):
        assert federation.get(address).status_code == 404
    assert federation.get(f"/letters/{own.pk}/pdf/").status_code == 200
    seen = {one.kind: federation.get(f"/inquiries/{one.pk}/").status_code for one in Inquiry.objects.all()}
    assert {kind for kind, status in seen.items() if status == 200} == {"certificate_check"}
    assert seen["neighbour_visit"] == seen["home_visit"] == 404


def test_officers_of_the_county_read_them_all(way: Way, case: Case, signed_in: SignedIn) -> None:
    review = letters.make_letter(by=way.desk("township_approver"), kind="review_form", case=case.pk)
    reviewer = signed_in(f"county-reviewer-{COUNTY}")
    assert review.number in reviewer.get(f"/cases/{case.pk}/").content.decode()
    assert reviewer.get(f"/letters/{review.pk}/pdf/").status_code == 200
