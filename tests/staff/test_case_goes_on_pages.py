"""On the pages: another in the applicant's place, an end with its letter, a web objection nobody answers to, a notice anew."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from doudi.records.accounts.desk import citizen_desk
from doudi.records.cases.actions import publicity
from doudi.records.cases.models import Application, Case, Letter, Objection
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from support import caseways
from support.case_acts import ACTS, At
from support.case_world import ready, surveyed_case
from support.caseways import Way
from support.clock import Clock
from support.families_registered import family_on
from world import COUNTY, DAY, LIULIN, TOWN

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


@pytest.fixture
def family(way: Way) -> Household:
    return ready(way.world, lambda world: family_on(world, "600"))


@pytest.fixture
def case(way: Way, family: Household) -> Case:
    return surveyed_case(way, family, "dibao")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def sent(client: Client, address: str, status: int = 302, **told: Any) -> str:
    response = client.post(address, told)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def test_the_window_is_told_of_the_death_and_puts_another_in_the_applicants_place(
    way: Way, family: Household, case: Case, signed_in: SignedIn
) -> None:
    old = case.application.applicant
    ACTS["applicant_dies"].do(At(way.world, case, way.desk("township_acceptance")))
    clerk, address = signed_in(f"township-acceptance-{TOWN}"), f"/applications/{case.application_id}/applicant/"
    text = page(clerk, f"/cases/{case.pk}/")
    assert f"{old.name}已于2026-03-02死亡" in text and address in text
    assert address not in page(signed_in(f"township-surveyor-{TOWN}"), f"/cases/{case.pk}/")
    spouse = members_on(family, DAY)[0].person
    form = page(clerk, address)
    assert "applicant_consent" not in form
    assert spouse.name in form and f">{old.name}<" not in form
    told = {"person": spouse.pk, "reason": "配偶继续申请", "on": "2026-03-02"}
    assert "请写明更换申请人的原因" in sent(clerk, address, 422, **told | {"reason": "去"})
    sent(clerk, address, **told)
    text = page(clerk, f"/applications/{case.application_id}/")
    assert f"原申请人{old.name}（2026-03-02死亡），现申请人{spouse.name}" in text
    assert "由其他成员继续申请" in page(clerk, f"/cases/{case.pk}/")
    surveyor = signed_in(f"township-surveyor-{TOWN}")
    wanted = f'<a href="/cases/{case.pk}/inquiries/new/?kind=home_visit">发回或更换申请人以后的新调查记录</a>'
    assert wanted in page(surveyor, f"/cases/{case.pk}/")
    caseways.inquire(way, "home_visit", application=case.application)
    assert wanted not in page(surveyor, f"/cases/{case.pk}/")
    assert Application.objects.get(pk=case.application_id).applicant_id == spouse.pk


def test_the_window_sees_whom_it_still_owes_word_of_the_change(
    way: Way, family: Household, case: Case, signed_in: SignedIn
) -> None:
    old, spouse = case.application.applicant, members_on(family, DAY)[1].person
    clerk, address = signed_in(f"township-acceptance-{TOWN}"), f"/applications/{case.application_id}/"
    paper = caseways.consent_filed(way.desk("township_acceptance"), family.pk)
    card = family.documents.get(kind="identity_card")
    form = page(clerk, f"{address}applicant/")
    assert f"/households/{family.pk}/papers/new/?kind=applicant_consent&amp;next=" in form
    assert f'value="{paper}"' in form and f'<option value="{card.pk}"' not in form
    told = {"person": spouse.pk, "reason": "家庭另定申请人", "on": "2026-03-02", "document": paper}
    approver, confirm = signed_in(f"township-approver-{TOWN}"), f"{address}applicant/confirm/"
    assert approver.get(confirm).status_code == 404
    sent(clerk, f"{address}applicant/", **told)
    waits = f"更换为{spouse.name}，待确认"
    text = page(clerk, address)
    assert waits in text and confirm not in text and f"{address}applicant/drop/" in text
    assert f'href="{address}applicant/"' not in text
    sent(
        clerk,
        f"{address}applicant/drop/",
        reason="选错了人",
        version=Application.objects.get(pk=case.application_id).version,
    )
    assert waits not in page(clerk, address)
    sent(clerk, f"{address}applicant/", **told)
    assert waits in page(approver, address)
    text = page(approver, confirm)
    for said in (
        old.name,
        spouse.name,
        "家庭另定申请人",
        f"/households/{family.pk}/papers/{paper}/",
        "原申请人书面同意",
    ):
        assert said in text
    assert clerk.get(confirm).status_code == 403
    assert f'href="{confirm}">核对并确认</a>' in page(approver, "/today/") and confirm not in page(clerk, "/today/")
    sent(approver, confirm, version=Application.objects.get(pk=case.application_id).version)
    assert confirm not in page(approver, "/today/")
    owed, make = f"更换申请人告知书送达原申请人{old.name}", f"{address}letters/applicant_change_notice/"
    text = page(clerk, address)
    assert owed in text and f'href="{make}"' in text
    assert f"更换申请人告知书：{old.name}" in page(clerk, "/today/") and f'href="{make}">制作文书</a>' in page(
        clerk, "/today/"
    )
    told = {"reason": "不再申请"}
    assert "还没有书面告知原申请人" in sent(clerk, f"/cases/{case.pk}/withdraw/", 422, **told)
    caseways.reachable(way)
    sent(clerk, make)
    letter = Letter.objects.get(kind="applicant_change_notice")
    deliver = f"/letters/{letter.pk}/deliver/"
    assert f'href="{deliver}"' in page(clerk, address)
    assert f'href="{deliver}">登记送达</a>' in page(clerk, "/today/")
    sent(clerk, deliver, to=old.name, how="直接送达", on="2026-03-02")
    assert owed not in page(clerk, address) and deliver not in page(clerk, "/today/")
    sent(clerk, f"/cases/{case.pk}/withdraw/", **told)


def test_want_of_cooperation_is_asked_for_ended_and_told(
    way: Way, case: Case, signed_in: SignedIn, clock: Clock
) -> None:
    surveyor, approver = signed_in(f"township-surveyor-{TOWN}"), signed_in(f"township-approver-{TOWN}")
    address, told = f"/cases/{case.pk}/discontinue/", {"cause": "no_cooperation", "reason": "两次约定入户均无人在家"}
    caseways.reachable(way)
    assert "以登记为准：" not in page(approver, address)
    sent(approver, address, 422, **told | {"cause": ""})
    assert "请先制作“配合调查通知书”" in sent(approver, address, 422, **told)
    assert surveyor.get(f"/applications/{case.application_id}/letters/cooperation_request/").status_code == 404
    request = f"/cases/{case.pk}/letters/cooperation_request/"
    assert "请予回复日期" in page(surveyor, request)
    sent(surveyor, request, asked="提供工资证明", reply_by_on="2026-03-06")
    letter = Letter.objects.get(kind="cooperation_request")
    sent(surveyor, f"/letters/{letter.pk}/deliver/", to="户主", how="直接送达", on="2026-03-02")
    clock.pass_by(days=5)
    approver = signed_in(f"township-approver-{TOWN}")
    sent(approver, address, **told)
    make = f"/cases/{case.pk}/letters/no_cooperation_notice/"
    assert f'<a href="{make}">制作不配合调查终止办理告知书</a>' in page(approver, f"/cases/{case.pk}/")
    sent(approver, make)
    letter = Letter.objects.get(kind="no_cooperation_notice")
    assert letter.pdf
    deliver = f"/letters/{letter.pk}/deliver/"
    assert f'<a href="{deliver}">送达不配合调查终止办理告知书</a>' in page(approver, f"/cases/{case.pk}/")
    sent(approver, deliver, to="户主", how="直接送达", on="2026-03-07")
    assert deliver not in page(approver, f"/cases/{case.pk}/")


def test_what_the_record_shows_is_not_chosen(way: Way, case: Case, signed_in: SignedIn) -> None:
    ACTS["move_away"].do(At(way.world, case, way.desk("township_acceptance")))
    clerk, address = signed_in(f"township-acceptance-{TOWN}"), f"/cases/{case.pk}/discontinue/"
    assert "以登记为准：迁出或离户" in page(clerk, address)
    sent(clerk, address, cause="", reason="已迁往枫岭村")
    assert case.steps.last().document == "move_notice"


def test_a_draft_is_taken_back_on_its_page(way: Way, family: Household, signed_in: SignedIn) -> None:
    draft = caseways.apply_for(way, family, ("dibao", None)).cases.get()
    clerk, address = signed_in(f"township-acceptance-{TOWN}"), f"/cases/{draft.pk}/withdraw/"
    text = page(clerk, f"/cases/{draft.pk}/")
    assert address in text and f"/cases/{draft.pk}/discontinue/" not in text
    sent(clerk, address, reason="不再申请")
    assert Case.objects.get(pk=draft.pk).stage == "withdrawn"


def objected(way: Way, case: Case) -> Objection:
    """An objection of the web to a notice that hangs since today."""
    caseways.posted(way, case)
    by = citizen_desk(DAY, village=LIULIN, name="公示异议", request="r")
    posting = case.postings.get()
    return publicity.object_to(by=by, posting=posting.pk, content="家里有车", objector="某人", contact="13700002222")


def test_a_web_objection_nobody_answers_to_is_set_aside_by_whoever_answers(
    way: Way, case: Case, signed_in: SignedIn, clock: Clock
) -> None:
    objection = objected(way, case)
    address = f"/cases/{case.pk}/objections/{objection.pk}/aside/"
    clock.pass_by(days=1)
    approver = signed_in(f"township-approver-{TOWN}")
    assert address in page(approver, f"/cases/{case.pk}/")
    assert "13700002222" in page(approver, address)
    told = {
        "first_on": "2026-03-02", "first_how": "电话", "first_result": "空号",
        "last_on": "2026-03-02", "last_how": "短信", "last_result": "没有回复", "found": "没有车",
    }  # fmt: skip
    assert "至少2天" in sent(approver, address, 422, **told)
    sent(approver, address, **told | {"last_on": "2026-03-03"})
    assert Case.objects.get(pk=case.pk).stage == "under_publicity"
    text = page(approver, f"/cases/{case.pk}/")
    assert "网上异议人多次联系不上" in text and address not in text


@pytest.mark.parametrize(
    ("login", "step", "stage"),
    [
        (f"township-acceptance-{TOWN}", "post", "under_publicity"),
        (f"county-reviewer-{COUNTY}", "put-back", "first_opinion"),
    ],
)
def test_a_case_left_behind_by_its_notice_says_how_it_goes_on(
    way: Way, case: Case, signed_in: SignedIn, login: str, step: str, stage: str
) -> None:
    caseways.posted(way, case)
    case.postings.update(taken_down_on=DAY, taken_down_reason="地点有误")
    client, address = signed_in(login), f"/cases/{case.pk}/{step}/"
    text = page(client, f"/cases/{case.pk}/")
    assert "公示在期满之前撤下，须重新公示" in text and address in text
    sent(client, address, reason="地点有误")
    assert Case.objects.get(pk=case.pk).stage == stage
