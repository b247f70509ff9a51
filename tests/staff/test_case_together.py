"""Several programmes confirmed at once: what was read is what is confirmed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from doudi.records.cases.actions import opinions
from doudi.records.cases.models import Case
from support import caseways
from support.case_world import ready, surveyed_case
from support.caseways import Way
from support.families_registered import family_on
from world import COUNTY

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def case(way: Way) -> Case:
    """A dibao case reviewed at the county, whose notice hung before today."""
    before = way.later(-9)
    found = surveyed_case(before, ready(way.world, lambda world: family_on(world, "600")), "dibao")
    caseways.posted(before, found)
    caseways.at_county(way.later(-1), found)
    return Case.objects.get(pk=found.pk)


def test_an_opinion_given_since_the_page_was_opened_is_read_before_it_is_confirmed(
    way: Way, case: Case, signed_in: SignedIn
) -> None:
    approver = signed_in(f"county-approver-{COUNTY}")
    address = f"/applications/{case.application_id}/confirm/"
    [version] = re.findall(r'name="version" value="(\d+)"', approver.get(address).content.decode())
    reviewer = way.desk("county_reviewer")
    draft = caseways.view_of(way, case, post="county_reviewer", monthly=10_000, reason="核减务工收入")
    opinions.give_review(by=reviewer, case=case.pk, draft=draft)
    response = approver.post(address, {"version": version})
    assert (response.status_code, case.decisions.count()) == (422, 0)
    text = response.content.decode()
    assert "意见有变动" in text and "100.00" in text
    [newer] = re.findall(r'name="version" value="(\d+)"', approver.get(address).content.decode())
    assert approver.post(address, {"version": newer}).status_code == 302
    assert case.decisions.get().monthly == 10_000
