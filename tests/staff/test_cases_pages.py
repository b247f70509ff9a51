"""The pages of cases as their officers see them: what waits, what is wanted, what is said, what comes next."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from doudi.records.accounts.models import Officer
from doudi.records.cases.actions import temporary
from doudi.records.cases.actions.deciding import refuse_case
from doudi.records.cases.actions.opinions import OpinionDraft, give_first_opinion
from doudi.records.registry.models import Household, Membership
from support import caseways
from support.caseways import Way
from support.clock import Clock
from support.families_registered import family_on
from world import COUNTY, TOWN, World, staffed

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


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


def a_picture() -> SimpleUploadedFile:
    into = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(into, "PNG")
    return SimpleUploadedFile("card.png", into.getvalue(), "image/png")


def urgent_without_head(way: Way, family: Household) -> Any:
    """An urgent case of a household whose facts contradict each other: nobody is its head."""
    case = caseways.apply_for(way, family, ("temporary_urgent", None)).cases.get()
    Membership.objects.filter(household=family, relation="head").update(relation="child")
    return case


@pytest.mark.parametrize("hour", [10, 23])
def test_relief_is_given_by_its_page_though_the_facts_contradict_each_other(
    way: Way, world: World, family: Household, signed_in: SignedIn, clock: Clock, hour: int
) -> None:
    """By day and by night, in a county without standards or telephones."""
    clock.moment = clock.moment.replace(hour=hour)
    case = urgent_without_head(way, family)
    surveyor = signed_in(f"township-surveyor-{TOWN}")
    assert case.number in page(surveyor, "/today/")
    text = page(surveyor, f"/cases/{case.pk}/")
    assert "没有户主" in text and f"/cases/{case.pk}/relieve/" in text
    assert "先行救助限额2000.00元" in page(surveyor, f"/cases/{case.pk}/relieve/")
    told = {"version": case.version, "once": "800.00", "goods": "", "reason": "断粮两天", "again": ""}
    assert surveyor.post(f"/cases/{case.pk}/relieve/", told).status_code == 302
    decision = case.decisions.get()
    assert (decision.once, decision.finding) == (80_000, None)
    assert case.steps.last().at == clock.moment
    text = page(surveyor, f"/cases/{case.pk}/")
    assert "当时没有研判" in text and "系统没有得出研判结果" in text and "没有户主" in text
    assert "更正有矛盾的情况" in text
    assert "没有户主" in page(surveyor, f"/cases/{case.pk}/decisions/{decision.pk}/")
    papers = surveyor.post(f"/cases/{case.pk}/papers/", {"version": case.version, "sure": "on"})
    assert papers.status_code == 422


def test_relief_without_an_answer_is_told_in_english_too(
    way: Way, world: World, family: Household, signed_in: SignedIn
) -> None:
    case = urgent_without_head(way, family)
    temporary.relieve(by=way.desk("township_surveyor"), case=case.pk, once=80_000, reason="断粮两天")
    surveyor = signed_in(f"township-surveyor-{TOWN}")
    Officer.objects.filter(pk=world.desk("township_surveyor").officer_id).update(language="en")
    text = page(surveyor, f"/cases/{case.pk}/")
    assert "has no head" in text and "没有户主" not in text
    assert "not worked out then" in text and "当时没有研判" not in text


def test_a_refusal_is_revoked_by_its_page_and_the_case_goes_on(
    way: Way, world: World, family: Household, signed_in: SignedIn
) -> None:
    second = staffed(world, "county_approver", COUNTY, "乙")
    case = caseways.accepted(way, family, ("dibao", None)).cases.get()
    caseways.surveyed(way, case.application)
    against = OpinionDraft(grants=False, reason="家中另有收入")
    give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    refused = refuse_case(
        by=way.desk("county_approver"), case=case.pk, article="最低生活保障审核确认办法#4", reason="家中另有收入"
    )
    address = f"/cases/{case.pk}/decisions/{refused.pk}/revoke/"
    first = signed_in(f"county-approver-{COUNTY}")
    assert "作出原决定的人不能撤销" in page(first, address)
    answer = first.post(address, {"version": 0, "reason": "漏算了刚性支出"})
    assert answer.status_code in (403, 422) and second.actor in answer.content.decode()
    other = signed_in(f"county-approver-{COUNTY}-second")
    assert other.post(address, {"version": 0, "reason": "漏算了刚性支出"}).status_code == 302
    text = page(other, f"/cases/{case.pk}/")
    assert "调查核实中" in text and "决定已撤销" in text and "原不予确认决定已撤销，重新办理" in text


def test_a_paper_that_is_wanted_is_uploaded_from_the_application_and_leads_back(
    way: Way, world: World, signed_in: SignedIn
) -> None:
    household = family_on(world, "600")
    application = caseways.apply_for(way, household, ("dibao", None))
    clerk = signed_in(f"township-acceptance-{TOWN}")
    text = page(clerk, f"/applications/{application.pk}/")
    there = f"/households/{household.pk}/papers/new/?kind=identity_card&next=/applications/{application.pk}/"
    assert there.replace("&", "&amp;") in text
    text = page(clerk, there)
    assert '<option value="identity_card" selected>' in text
    assert f'href="/applications/{application.pk}/"' in text
    response = clerk.post(there, {"kind": "identity_card", "files": [a_picture()]})
    assert (response.status_code, response["Location"]) == (302, f"/applications/{application.pk}/")
    assert f"kind=identity_card&amp;next=/applications/{application.pk}/" not in page(clerk, response["Location"])


@pytest.mark.parametrize(
    "asked", ["", "kind=none_of_ours", "next=https://elsewhere.example/", "next=//elsewhere.example"]
)
def test_an_upload_leads_nowhere_else(way: Way, world: World, signed_in: SignedIn, asked: str) -> None:
    household = family_on(world, "600")
    clerk = signed_in(f"township-acceptance-{TOWN}")
    there = f"/households/{household.pk}/papers/new/?{asked}"
    assert '<option value="identity_card" selected>' not in page(clerk, there)
    response = clerk.post(there, {"kind": "identity_card", "files": [a_picture()]})
    assert response["Location"] == f"/households/{household.pk}/#papers"


def test_who_comes_to_the_officers_door_by_mistake_finds_the_citizens_pages(world: World) -> None:
    text = page(Client(), "/sign-in/?next=/cases/7/")
    assert '<a href="/citizen/">' in text
