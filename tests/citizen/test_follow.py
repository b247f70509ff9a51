"""Following an application: with number and code all of it, without them nothing."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from doudi.records.accounts.desk import NotAllowed
from doudi.records.cases.actions import intake
from doudi.records.cases.actions.applicants import NewApplicant, confirm_replacement, replace_applicant
from doudi.records.cases.actions.letters import make_letter
from doudi.records.cases.citizens import codes_given
from doudi.records.cases.models import Application, Case
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access
from support import caseways
from support.caseways import Way
from support.clock import Clock
from support.families_registered import family_on
from world import World

pytestmark = pytest.mark.django_db
Ask = Callable[..., str]


@pytest.fixture
def family(world: World) -> Household:
    return family_on(world, "600")


@pytest.fixture
def told(way: Way, family: Household) -> Application:
    """An application that was told what it wants."""
    application = caseways.apply_for(way, family, ("dibao", None))
    by = way.desk("township_acceptance")
    intake.submit_application(by=by, application=application.pk)
    intake.give_notice(by=by, application=application.pk)
    return Application.objects.get(pk=application.pk)


def enter(way: Way, citizen: Client, application: Application) -> None:
    code = intake.issue_code(by=way.desk("township_acceptance"), application=application.pk)
    response = citizen.post("/citizen/follow/", {"number": application.number, "code": code})
    assert response["Location"] == "/citizen/follow/application/"


def picture() -> SimpleUploadedFile:
    into = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(into, "PNG")
    return SimpleUploadedFile("a.png", into.getvalue(), "image/png")


def test_what_is_wanted_is_said_brought_and_looked_at_again(
    way: Way, told: Application, citizen: Client, ask: Ask
) -> None:
    enter(way, citizen, told)
    text = ask("/citizen/follow/application/")
    assert "请在 2026-04-01 前补齐" in text
    assert "身份证" in text
    response = citizen.post("/citizen/follow/papers/", {"paper_identity": [picture()], "note": "正面"})
    assert response["Location"] == "/citizen/follow/application/"
    assert "已收到1份材料" in ask("/citizen/follow/application/")
    assert told.cases.get().stage == "submitted"
    assert told.household.documents.get().filed_by is None


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(way: Way, told: Application, ask: Ask) -> None:
    intake.issue_code(by=way.desk("township_acceptance"), application=told.pk)
    said = [
        ask("/citizen/follow/", {"number": number, "code": code}, 422).replace(number, "…")
        for number, code in ((told.number, "00000000"), ("341591001-SQ-2026-99999", "00000000"))
    ]
    assert "编号或查询码不对" in said[0]
    assert len({re.sub(r'value="\w{64}"|[0-9a-f]{16}', "", one) for one in said}) == 1


def test_who_followed_sees_nothing_any_more_once_another_applies(
    way: Way, told: Application, citizen: Client, ask: Ask
) -> None:
    enter(way, citizen, told)
    assert "查询码" in ask("/citizen/follow/application/")
    clerk = way.desk("township_acceptance")
    spouse, paper = members_on(told.household, way.day)[1].person_id, caseways.consent_filed(clerk, told.household_id)
    new = NewApplicant(person=spouse, reason="家庭另定申请人", on=way.day, document=paper)
    said = f"由{members_on(told.household, way.day)[1].person.name}代替您作为申请人"
    assert said not in ask("/citizen/follow/application/")
    replace_applicant(by=clerk, application=told.pk, new=new)
    assert said in ask("/citizen/follow/application/")
    confirm_replacement(by=way.desk("township_approver"), application=told.pk)
    assert citizen.get("/citizen/follow/application/")["Location"] == "/citizen/follow/"
    # That the old code ended is no code given out.
    assert len(codes_given(told)) == 1
    enter(way, citizen, Application.objects.get(pk=told.pk))
    assert len(codes_given(told)) == 2


def test_a_new_code_ends_what_the_old_one_opened(way: Way, told: Application, citizen: Client) -> None:
    enter(way, citizen, told)
    intake.issue_code(by=way.desk("township_acceptance"), application=told.pk)
    assert citizen.get("/citizen/follow/application/")["Location"] == "/citizen/follow/"


def test_codes_cannot_be_tried_without_end(told: Application) -> None:
    def attempt(address: str) -> int:
        sent = {"number": told.number, "code": "00000000"}
        return Client(REMOTE_ADDR=address).post("/citizen/follow/", sent).status_code

    assert [attempt("10.0.0.1") for _ in range(11)] == [*[422] * 10, 429]
    assert [attempt(f"10.0.1.{n}") for n in range(10)] == [422] * 10
    assert [attempt("10.0.1.0"), attempt("10.0.1.0")] == [422, 429]


def test_strangers_who_try_codes_do_not_keep_the_family_out(way: Way, told: Application) -> None:
    code = intake.issue_code(by=way.desk("township_acceptance"), application=told.pk)

    def attempt(address: str, tried: str) -> int:
        sent = {"number": told.number, "code": tried}
        return Client(REMOTE_ADDR=address).post("/citizen/follow/", sent).status_code

    assert [attempt(f"10.0.2.{n}", "00000000") for n in range(20)] == [422] * 20
    assert [attempt("10.0.3.1", "00000000"), attempt("10.0.3.1", "00000000")] == [422, 429], "one try an address"
    assert attempt("10.0.3.1", code) == 429
    assert [attempt("10.0.3.2", code), attempt("10.0.3.2", code)] == [302, 302]


def test_the_window_alone_gives_out_codes_and_the_family_is_told(
    way: Way, told: Application, citizen: Client, ask: Ask
) -> None:
    for post in ("village_assistant", "township_surveyor", "township_approver"):
        with pytest.raises(NotAllowed):
            intake.issue_code(by=way.desk(post), application=told.pk)
    enter(way, citizen, told)
    text = ask("/citizen/follow/application/").partition("查询码是什么时候发的")[2]
    assert re.search(r"<li>\d{4}-\d\d-\d\d \d\d:\d\d，河东镇乡镇受理岗</li>", text)


def test_nobody_but_the_window_takes_an_application_back_and_it_says_why(way: Way, told: Application) -> None:
    case = told.cases.get()
    for post in ("village_assistant", "township_surveyor"):
        with pytest.raises(NotAllowed):
            intake.withdraw_case(by=way.desk(post), case=case.pk, reason="不想办了")
    with pytest.raises(Refused, match="撤回的原因"):
        intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason=" ")
    intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="搬到女儿处")
    case.refresh_from_db()
    assert case.stage == "withdrawn"


def test_without_a_code_every_page_leads_to_the_first(told: Application, citizen: Client) -> None:
    case = told.cases.get()
    for address in ("application/", "papers/", f"withdraw/{case.pk}/", "letters/1/"):
        assert citizen.get(f"/citizen/follow/{address}")["Location"] == "/citizen/follow/"


def test_it_closes_by_itself_and_when_asked(way: Way, told: Application, citizen: Client, clock: Clock) -> None:
    enter(way, citizen, told)
    assert citizen.get("/citizen/follow/application/").status_code == 200
    citizen.post("/citizen/follow/leave/")
    assert citizen.get("/citizen/follow/application/").status_code == 302
    enter(way, citizen, told)
    clock.pass_by(minutes=31)
    assert citizen.get("/citizen/follow/application/").status_code == 302


def test_no_whole_number_or_telephone_stands_on_any_page(
    way: Way, told: Application, family: Household, citizen: Client
) -> None:
    enter(way, citizen, told)
    numbers = [str(one.person.citizen_id) for one in family.memberships.all()]
    for address in ("application/", "papers/", f"withdraw/{told.cases.get().pk}/"):
        text = citizen.get(f"/citizen/follow/{address}").content.decode()
        assert not any(number in text for number in numbers)


def test_taking_it_back_takes_its_notice_down(way: Way, family: Household, citizen: Client, ask: Ask) -> None:
    caseways.bring_papers(way.desk("township_acceptance"), family)
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.surveyed(way, application)
    case = application.cases.get()
    caseways.posted(way, case)
    enter(way, citizen, application)
    assert "正在村里公示" in ask("/citizen/follow/application/")
    assert "请勾选确认" in ask(f"/citizen/follow/withdraw/{case.pk}/", {"reason": ""}, 422)
    assert citizen.post(f"/citizen/follow/withdraw/{case.pk}/", {"sure": "on"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "withdrawn"
    assert case.postings.get().taken_down_reason == "申请人撤回"


def test_somebody_elses_case_and_letter_are_not_there(
    way: Way, told: Application, world: World, citizen: Client
) -> None:
    other = caseways.apply_for(way, family_on(world, "700", sequence=141, surname="巩"), ("dibao", None))
    caseways.reachable(way)
    letter = make_letter(by=way.desk("township_acceptance"), kind="one_time_notice", application=other.pk)
    enter(way, citizen, told)
    assert citizen.get(f"/citizen/follow/withdraw/{other.cases.get().pk}/").status_code == 404
    assert citizen.get(f"/citizen/follow/letters/{letter.pk}/").status_code == 404


def test_letters_to_the_family_can_be_saved_and_no_others(
    way: Way, told: Application, citizen: Client, ask: Ask
) -> None:
    by = way.desk("township_acceptance")
    caseways.reachable(way)
    mine = make_letter(by=by, kind="one_time_notice", application=told.pk)
    form = make_letter(by=by, kind="application", application=told.pk)
    enter(way, citizen, told)
    assert "一次性告知书" in ask("/citizen/follow/application/")
    response = citizen.get(f"/citizen/follow/letters/{mine.pk}/")
    assert response.content.startswith(b"%PDF-")
    assert "sandbox" in response["Content-Security-Policy"]
    assert citizen.get(f"/citizen/follow/letters/{form.pk}/").status_code == 404


def test_who_looked_is_a_post_and_a_day_never_a_name(
    way: Way, told: Application, world: World, citizen: Client, ask: Ask, clock: Clock
) -> None:
    surveyor = way.desk("township_surveyor")
    log_access(surveyor, kind="view", facts=["income"], household=told.household_id, reason="办件")
    enter(way, citizen, told)
    ask("/citizen/follow/application/")
    text = ask("/citizen/follow/application/")
    looks = text.partition("谁看过您家的资料")[2]
    assert "河东镇乡镇调查岗" in looks
    assert surveyor.actor not in text
    assert "网上" not in looks.partition("</section>")[0]


def test_a_refusal_is_told_with_its_reason_its_article_and_the_way_to_appeal(
    way: Way, family: Household, citizen: Client, ask: Ask
) -> None:
    caseways.bring_papers(way.desk("township_acceptance"), family)
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.surveyed(way, application)
    case = Case.objects.get(application=application)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    enter(way, citizen, application)
    text = ask("/citizen/follow/application/")
    assert decision.number in text
    assert "60日内向金山县人民政府申请行政复议" in text
    assert "6个月内" in text
