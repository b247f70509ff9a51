"""The pages of cases as their officers see them: what waits, what is wanted, what is said, what comes next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from doudi.records.registry.models import Household
from support import caseways
from support.caseways import Way
from support.families_registered import family_on
from world import COUNTY, DAY, TOWN, World

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def way(world: World, today: Any) -> Way:
    return Way(world, DAY)


@pytest.fixture
def family(world: World) -> Household:
    household = family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), household)
    return household


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def test_an_application_says_what_is_wanted_and_who_signs(way: Way, world: World, signed_in: SignedIn) -> None:
    household = family_on(world, None)
    clerk = signed_in(f"township-acceptance-{TOWN}")
    text = page(clerk, f"/applications/new/{household.pk}/")
    assert "申请的救助项目" in text
    head = household.memberships.order_by("position").first().person_id
    response = clerk.post(
        f"/applications/new/{household.pk}/",
        {"applicant": head, "programmes": ["dibao"], "channel": "window", "arrived_on": "2026-03-02"},
    )
    assert response.status_code == 302
    text = page(clerk, response["Location"])
    assert "核对授权书" in text
    assert "诚信承诺书" in text
    assert clerk.post(response["Location"] + "submit/").status_code == 302
    assert "一次性告知" in page(clerk, response["Location"])
    assert clerk.post(response["Location"] + "notice/").status_code == 302
    assert "请于 2026-04-01 前补齐" in page(clerk, response["Location"])


def test_today_leads_each_officer_to_the_next_step(
    way: Way, world: World, family: Household, signed_in: SignedIn
) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    case = application.cases.get()
    surveyor = signed_in(f"township-surveyor-{TOWN}")
    text = page(surveyor, "/today/")
    assert case.number in text
    assert "入户调查" in text
    assert "还剩3个工作日" in text
    text = page(surveyor, f"/cases/{case.pk}/inquiries/new/?kind=home_visit")
    assert "另一名调查人员" in text
    assert family.label in text


def test_the_case_page_shows_the_answer_beside_the_opinion(
    way: Way, world: World, family: Household, signed_in: SignedIn
) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.surveyed(way, application)
    case = application.cases.get()
    approver = signed_in(f"township-approver-{TOWN}")
    text = page(approver, f"/cases/{case.pk}/opinion/")
    assert "系统研判" in text
    response = approver.post(
        f"/cases/{case.pk}/opinion/",
        {"version": case.version, "grants": "yes", "monthly": "1.00", "reason": ""},
    )
    assert response.status_code == 422
    assert "请写明理由" in response.content.decode()
    caseways.posted(way, case)
    text = page(approver, f"/cases/{case.pk}/")
    assert "公示中" in text
    assert page(approver, "/notices/")
    posting = case.postings.get()
    sheet = page(approver, f"/notices/{posting.pk}/")
    assert family.label in sheet
    assert page(approver, "/cases/")
    assert page(approver, "/today/offices/")
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    county = signed_in(f"county-approver-{COUNTY}")
    assert "与决定时逐字相同" in page(county, f"/cases/{case.pk}/decisions/{decision.pk}/")
