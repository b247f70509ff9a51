"""Cases through the API: the same actions by the same hands, done once for a key, with the same refusals."""

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from api.calling import caller, writing
from doudi.records.accounts.desk import citizen_desk
from doudi.records.accounts.posts import POSTS
from doudi.records.cases.actions import inquiries
from doudi.records.cases.actions.contacts import set_contact
from doudi.records.cases.actions.publicity import object_to
from doudi.records.cases.models import Case, Objection, Posting, Step
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.trail.models import AccessEntry
from support import caseways
from support.case_world import surveyed_case
from support.caseways import Way
from support.families_registered import family_on
from world import DAY, World

pytestmark = pytest.mark.django_db
REASON = {"x-reason": "case check 2026"}


class Today:
    """The day the API takes for today."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> datetime.date:
        return self.day


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    standing = Today()
    monkeypatch.setattr("doudi.interfaces.api.desks.timezone.localdate", standing)
    return standing


@pytest.fixture
def family(world: World) -> Household:
    household = family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), household)
    return household


class Office:
    """Programs of several posts, each with its token."""

    def __init__(self, client: Client, world: World) -> None:
        self.client, self.world = client, world
        self.tokens: dict[str, dict[str, str]] = {}

    def token(self, post: str) -> dict[str, str]:
        """The headers of a post's program."""
        return self.tokens.setdefault(post, caller(self.world, post))

    def get(self, post: str, path: str, **headers: str) -> Any:
        """What a program reads."""
        return self.client.get(f"/api{path}", headers={**self.token(post), **headers})

    def send(self, post: str, path: str, body: object = None, *, key: str = "", method: str = "post") -> Any:
        """What a program is answered to a write."""
        call = getattr(self.client, method)
        return call(f"/api{path}", body or {}, "application/json", headers=writing(self.token(post), key))

    def do(self, post: str, path: str, body: object = None, **more: Any) -> dict[str, Any]:
        """A write that is taken."""
        answer = self.send(post, path, body, **more)
        assert answer.status_code in (200, 201), answer.content.decode()
        return dict(answer.json())


@pytest.fixture
def office(client: Client, world: World) -> Office:
    set_contact(by=world.desk("township_acceptance"), phone="0564-7123456")
    set_contact(by=world.desk("county_reviewer"), phone="0564-7654321")
    return Office(client, world)


def asked_for(office: Office, household: Household, programme: str = "dibao", person: int | None = None) -> Any:
    """An application signed by everybody and accepted, through the API."""
    head = members_on(household, DAY)[0].person_id
    body = {"household": household.pk, "applicant": head, "programmes": [{"programme": programme, "person": person}]}
    made = office.do("township_acceptance", "/applications", body)
    at = f"/applications/{made['id']}"
    for gap in office.get("township_acceptance", f"{at}/gaps").json()["items"]:
        if gap["key"].startswith("sign:authorisation:"):
            signed = {"person": int(gap["key"].rpartition(":")[2]), "signed_on": str(DAY), "finger_print": True}
            office.do("township_acceptance", f"{at}/authorisations", signed)
    office.do("township_acceptance", f"{at}/commitment", {"on": str(DAY)})
    office.do("township_acceptance", f"{at}/submit")
    return office.do("township_acceptance", f"{at}/accept")


def inquire(office: Office, post: str, kind: str, *, second: int | None = None, **of: int) -> dict[str, Any]:
    """An inquiry begun, saved and finished by a program."""
    begun = office.do(post, "/inquiries", {"kind": kind, "on": str(DAY), "second": second, **of})
    content = caseways.CONTENT[kind]()
    office.do(post, f"/inquiries/{begun['id']}", {"content": content, "version": begun["version"]}, method="put")
    return office.do(post, f"/inquiries/{begun['id']}/finish")


def proposed(world: World, case: int) -> dict[str, Any]:
    """What the rules say, as a program would propose it."""
    view = caseways.view_of(Way(world, DAY), Case.objects.get(pk=case))
    return {"grants": view.grants, "monthly": view.monthly, "reason": view.reason}


def surveyed(office: Office, world: World, family: Household) -> int:
    """A dibao case with its survey and its data check done."""
    application = asked_for(office, family)
    case = int(application["cases"][0]["id"])
    second = world.desk("township_surveyor_second").officer_id
    inquire(office, "township_surveyor", "home_visit", second=second, application=application["id"])
    office.do("township_surveyor", f"/cases/{case}/core-check")
    inquire(office, "county_reviewer", "core_check", case=case)
    return case


def test_five_programs_of_five_posts_take_a_case_from_the_window_to_its_confirmation(
    office: Office, world: World, family: Household, today: Today
) -> None:
    case = surveyed(office, world, family)
    view = proposed(world, case)
    assert office.do("township_approver", f"/cases/{case}/first-opinion", view)["stage"] == "first_opinion"
    posting = office.do("township_acceptance", f"/cases/{case}/postings")
    assert posting["ends_on"] == "2026-03-09" and any(family.label in line for line in posting["board"])
    told = office.get("township_approver", f"/cases/{case}").json()
    assert told["stage"] == "under_publicity" and "county_review" in {one["to"] for one in told["moves"]}
    assert office.send("township_approver", f"/cases/{case}/send").status_code == 422
    today.day = DAY + datetime.timedelta(days=8)
    office.do("township_acceptance", f"/postings/{posting['id']}/take-down", {"reason": "公示期满"})
    office.do("township_approver", f"/cases/{case}/send")
    office.do("county_reviewer", f"/cases/{case}/review", view)
    decided = office.do("county_approver", f"/cases/{case}/confirm", view)
    assert decided["case"]["stage"] == "confirmed" and decided["items"][0]["since"] == "2026-04-01"
    again = office.get("county_approver", f"/decisions/{decided['items'][0]['id']}/replay", **REASON).json()
    assert (again["same_answer"], again["same_rules"]) == (True, True) and again["determination"]["because"]
    posts = {step.post.partition("@")[0] for step in Step.objects.filter(case=case)}
    assert posts == {
        "township_acceptance", "township_surveyor", "township_approver", "county_reviewer", "county_approver",
    }  # fmt: skip
    made = office.do("county_approver", f"/cases/{case}/letters", {"kind": "confirmation_letter"})
    file = office.get("county_approver", f"/letters/{made['id']}/pdf", **REASON)
    assert "确认" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)


def test_what_is_due_says_by_when_on_which_article_and_how_it_was_counted(office: Office, family: Household) -> None:
    case = asked_for(office, family)["cases"][0]["id"]
    dues = office.get("township_surveyor", f"/cases/{case}").json()["dues"]
    first = dues[0]
    assert (first["limit"], first["left"], first["over"]) == ("survey_start_by", 3, False)
    assert first["because"] and first["cites"]
    assert [one["id"] for one in office.get("township_surveyor", "/cases?open=true").json()["items"]] == [case]


def test_a_write_sent_again_under_its_key_is_done_once(office: Office, world: World, family: Household) -> None:
    case = surveyed(office, world, family)
    key, view = "0a1b2c3d-0002-4000-8000-00000000beef", proposed(world, case)
    first, second = (office.send("township_approver", f"/cases/{case}/first-opinion", view, key=key) for _ in range(2))
    assert first.status_code == second.status_code == 200 and first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert Step.objects.filter(case=case, target="first_opinion").count() == 1


def test_a_childs_case_cannot_be_posted_through_the_api(office: Office, world: World, family: Household) -> None:
    child = members_on(family, DAY)[2].person_id
    application = asked_for(office, family, "orphan", child)
    case = application["cases"][0]["id"]
    inquire(office, "township_surveyor", "data_comparison", application=application["id"])
    view = {"grants": True, "monthly": 151000, "reason": "父母均已去世，情况属实"}
    office.do("township_approver", f"/cases/{case}/first-opinion", view)
    for post in ("township_acceptance", "township_approver", "county_reviewer"):
        for path in ("postings", "result"):
            answer = office.send(post, f"/cases/{case}/{path}")
            assert answer.status_code == 422 and answer.json()["faults"], (post, path)
    assert "儿童" in office.send("township_acceptance", f"/cases/{case}/postings").json()["detail"]
    assert not Posting.objects.exists()


def test_an_older_version_is_told_so_and_a_wrong_field_is_named(
    office: Office, world: World, family: Household
) -> None:
    case = surveyed(office, world, family)
    view = proposed(world, case)
    assert office.send("township_approver", f"/cases/{case}/first-opinion", {**view, "version": 1}).status_code == 409
    answer = office.send("township_approver", f"/cases/{case}/first-opinion", {**view, "monthly": 1, "reason": ""})
    assert answer.status_code == 422 and "reason" in answer.json()["faults"]


def test_a_post_does_only_what_is_its_own(office: Office, world: World, family: Household) -> None:
    case = surveyed(office, world, family)
    assert office.send("township_surveyor", f"/cases/{case}/first-opinion", proposed(world, case)).status_code == 403
    assert office.send("township_acceptance", f"/cases/{case}/confirm", proposed(world, case)).status_code == 403


def test_another_town_finds_nothing_of_it(office: Office, world: World, family: Household) -> None:
    application = asked_for(office, family)
    case = application["cases"][0]["id"]
    elsewhere = "township_approver@341591002"
    assert office.get(elsewhere, "/cases").json()["items"] == []
    for path in (f"/cases/{case}", f"/applications/{application['id']}", f"/cases/{case}/letters", "/cases/999999"):
        assert office.get(elsewhere, path).status_code == 404, path
    view = {"grants": False, "reason": "不属本镇"}
    assert office.send(elsewhere, f"/cases/{case}/first-opinion", view).status_code == 404
    assert office.send(elsewhere, f"/applications/{application['id']}/complaint", {"reason": "探问"}).status_code == 404


def test_a_form_and_a_decision_are_shown_against_a_reason_that_is_logged(
    office: Office, world: World, family: Household
) -> None:
    case = surveyed(office, world, family)
    visit = inquiries.latest(Case.objects.get(pk=case), "home_visit")
    assert visit is not None
    assert office.get("township_surveyor", f"/inquiries/{visit.pk}").status_code == 422
    shown = office.get("township_surveyor", f"/inquiries/{visit.pk}", **REASON).json()
    assert shown["finished"] and shown["content"]["living"]
    assert AccessEntry.objects.filter(kind="export", household_id=family.pk, reason=REASON["x-reason"]).count() == 1


def test_an_objection_never_tells_who_made_it(office: Office, world: World, family: Household) -> None:
    case = surveyed(office, world, family)
    office.do("township_approver", f"/cases/{case}/first-opinion", proposed(world, case))
    posting = office.do("township_acceptance", f"/cases/{case}/postings")
    body = {"content": "家里有门面出租", "objector": "何大勇", "contact": "13800000001"}
    made = office.send("township_acceptance", f"/postings/{posting['id']}/objections", body)
    assert made.status_code == 201 and made.json()["timely"]
    assert "何大勇" not in made.content.decode() and "13800000001" not in made.content.decode()


def test_relief_at_night_is_one_call_and_its_papers_another(office: Office, world: World, family: Household) -> None:
    head = members_on(family, DAY)[0].person_id
    body = {
        "household": family.pk, "applicant": head, "channel": "hotline", "programmes": [{"programme": "temporary_urgent"}],
    }  # fmt: skip
    case = office.do("township_surveyor", "/applications", body)["cases"][0]
    assert case["stage"] == "reported"
    told = office.do("township_surveyor", f"/cases/{case['id']}/relief", {"once": 100_000, "reason": "夜里失火"})
    assert told["case"]["stage"] == "relieved" and told["items"][0]["once"] == 100_000
    over = office.send("township_surveyor", f"/cases/{case['id']}/relief", {"once": 9_000_000, "reason": "夜里失火"})
    assert over.status_code == 403


def test_every_post_that_has_a_part_in_cases_and_may_call_finds_its_calls() -> None:
    assert {key for key, post in POSTS.items() if post.may("use_api")} == {
        "township_acceptance", "township_surveyor", "township_approver", "county_reviewer", "county_approver",
    }  # fmt: skip


def test_a_program_puts_another_in_the_applicants_place(office: Office, family: Household, world: World) -> None:
    way = Way(world, DAY)
    application = caseways.accepted(way, family, ("dibao", None))
    spouse = members_on(family, DAY)[1].person_id
    path = f"/applications/{application.pk}/applicant"
    told = {"person": spouse, "reason": "家庭另定申请人", "on": DAY.isoformat()}
    refused = office.send("township_acceptance", path, told)
    assert refused.status_code == 422 and "书面同意" in refused.json()["detail"]
    card = family.documents.get(kind="identity_card")
    assert office.send("township_acceptance", path, {**told, "document": card.pk}).status_code == 422
    paper = caseways.consent_filed(way.desk("township_acceptance"), family.pk)
    assert office.send("township_surveyor", path, {**told, "document": paper}).status_code == 403
    waits = office.send("township_acceptance", path, {**told, "document": paper})
    assert (waits.status_code, waits.json()["applicant_id"]) == (202, application.applicant_id)
    assert waits.json()["next_applicant_id"] == spouse
    assert office.send("township_acceptance", f"{path}/confirm", {}).status_code == 403
    assert office.do("township_approver", f"{path}/drop", {"reason": "签字不清"})["applicant_id"] != spouse
    assert office.send("township_approver", f"{path}/confirm", {}).status_code == 422
    office.send("township_acceptance", path, {**told, "document": paper})
    assert office.do("township_approver", f"{path}/confirm", {})["applicant_id"] == spouse


def test_a_program_names_who_objects_and_sets_aside_who_is_not_to_be_reached(
    office: Office, family: Household, world: World, today: Today
) -> None:
    way = Way(world, DAY)
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    posting = case.postings.get()
    told = {"content": "家里有车", "objector": "匡正言", "contact": "13700002222"}
    made = office.do("township_acceptance", f"/postings/{posting.pk}/objections", told)
    assert (made["identified"], made["set_aside"]) == (True, False)
    assert "匡正言" not in str(made)
    assert Objection.objects.get(pk=made["id"]).objector == "匡正言"
    by = citizen_desk(DAY, village=case.territory, name="公示异议", request="r")
    web = object_to(by=by, posting=posting.pk, content="有门面", objector="某人", contact="13700003333")
    today.day = DAY + datetime.timedelta(days=1)
    tries = [{"on": day.isoformat(), "how": "电话", "result": "空号"} for day in (DAY, today.day)]
    path = f"/objections/{web.pk}/set-aside"
    assert office.send("township_approver", path, {"attempts": [], "found": "没有门面"}).status_code == 422
    assert office.do("township_approver", path, {"attempts": tries, "found": "没有门面"})["set_aside"]
    # The other objector was heard: the inquiry stands.
    assert Case.objects.get(pk=case.pk).stage == "objected"


def test_a_program_ends_a_case_and_puts_one_back(office: Office, family: Household, world: World) -> None:
    way = Way(world, DAY)
    case = surveyed_case(way, family, "dibao")
    refused = office.send(
        "township_approver", f"/cases/{case.pk}/discontinue", {"reason": "不配合", "cause": "no_cooperation"}
    )
    assert refused.status_code == 422 and "配合调查通知书" in refused.json()["detail"]
    for cause, said in (("died", "登记簿没有显示"), ("", "请选择终止的情形")):
        told = {"reason": "不配合", "cause": cause}
        refused = office.send("township_approver", f"/cases/{case.pk}/discontinue", told)
        assert refused.status_code == 422 and said in str(refused.json())
    caseways.posted(way, case)
    case.postings.update(taken_down_on=DAY, taken_down_reason="地点有误")
    told = office.do("county_reviewer", f"/cases/{case.pk}/put-back", {"reason": "地点有误"})
    assert told["stage"] == "first_opinion"
