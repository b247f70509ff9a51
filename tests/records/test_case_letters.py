"""Letters and forms made from the record of a case: every kind that a case can make, complete, and kept as it was made."""

import datetime
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from doudi.documents.letters import KINDS, template_text
from doudi.policy.instruments import resolve
from doudi.records.cases.actions import inquiries, intake, letters
from doudi.records.cases.actions.letters import deliver_letter, letter_bytes, make_letter
from doudi.records.cases.models import Application, Case, Letter
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.refusals import Refused
from support import caseways
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.case_world import world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db
# In which story each kind is made; a word after the story is what is done before it goes on.
MADE_IN = {
    "dibao": "application proxy authorisation commitment declaration supplement acceptance_notice forwarding_notice "
    "survey_form core_check_request core_check_report posting_form result_publication posting_result review_form "
    "transfer_list confirmation_letter neighbour_visit letter_evidence obligor_form",
    "withdrawn": "withdrawal",
    "core_failed": "core_check_notice recheck_request",
    "appraised": "appraisal_record return_note",
    "objected": "resurvey_record second_posting_form objection_record",
    "tekun": "self_care_assessment spot_check_record care_agreement",
    "tekun_exit": "exit_report exit_posting_form exit_decision exit_letter",
    "exit_objected": "continuation_letter",
    "unattended_child": "data_comparison",
    "disability_subsidy": "certificate_check",
    "temporary_urgent": "report_record late_posting_form relief_receipt papers_form",
    "escalated": "escalation_form",
    "temporary_spending": "payment_receipt",
    "refused": "refusal_letter proof_of_delivery",
    "near_dibao": "revocation_letter",
    "discontinued": "no_cooperation_notice cooperation_request",
    "papers_overdue": "papers_overdue_notice",
    "died": "death_notice",
    "moved": "move_notice",
    "mistaken": "discontinuation_notice",
    "goes_on": "applicant_change",
    "wished": "applicant_change_notice",
}
OF_KIND = {kind: story for story, kinds in MADE_IN.items() for kind in kinds.split()}
# What the officer who makes it writes.
ADDED = {"cooperation_request": {"asked": "提供务工单位的工资证明"}}
# What belongs to support in payment (changes, re-verification, grace, expiry, payment) is made from there, not from a case.
OF_SUPPORT = {"roster", "adjustment_letter", "end_letter", "reverification_form", "grace_form", "expiry_notice"}
GRANTED = (
    "dibao", "tekun", "temporary_spending", "rigid_expenditure", "disability_subsidy", "unattended_child", "dibao_single",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


@pytest.fixture(scope="module")
def told(world: World) -> dict[str, tuple[Case, Way]]:
    """Every story at its end, and the officers on its last day."""
    return {story: _told(world, story) for story in {*MADE_IN, *GRANTED}}


def _told(world: World, story: str) -> tuple[Case, Way]:
    way = Way(world, DAY)
    case = opened_case(way, story, household_for(world, story))
    for word in STRAIGHT[story].split():
        if word.startswith("+"):
            way = way.later(int(word))
            continue
        case = Case.objects.get(pk=case.pk)
        ACTS[word].do(At(world, case, replace(way.desk(ACTS[word].posts[0]), day=way.day)))
        _beside(way, case, story, word)
    if story == "near_dibao":
        ACTS["revoke_decision"].do(At(world, case, way.desk("county_approver")))
    return Case.objects.get(pk=case.pk), way


def _beside(way: Way, case: Case, story: str, word: str) -> None:
    if (story, word) == ("dibao", "home_visit"):
        for kind in ("neighbour_visit", "letter_evidence", "obligor_income"):
            caseways.inquire(way, kind, application=case.application)
    if (story, word) == ("tekun", "self_care"):
        caseways.inquire(way, "care_agreement", case=case)
    if (story, word) == ("core_failed", "core_failed"):
        inquiries.object_to_core_check(
            by=way.desk("township_acceptance"), case=case.pk, evidence="存款系代他人保管，有转账凭证"
        )
        inquiries.tell_core_failed(by=way.desk("township_surveyor"), case=case.pk, reason="复查后仍超过标准")


def text_of(letter: Letter) -> str:
    """What the kept PDF says, without spaces."""
    pages = pypdf.PdfReader(io.BytesIO(letter_bytes(letter, "pdf"))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def made(told: dict[str, tuple[Case, Way]], story: str, kind: str) -> Letter:
    case, way = told[story]
    return make_letter(by=way.desk("township_acceptance"), kind=kind, case=case.pk, more=ADDED.get(kind))


def test_every_kind_is_made_from_a_case_or_belongs_to_support() -> None:
    assert {*OF_KIND, *OF_SUPPORT, "one_time_notice"} == set(KINDS)


@pytest.mark.parametrize("kind", sorted(OF_KIND))
def test_every_kind_of_a_case_is_made_with_all_it_must_say(told: dict[str, tuple[Case, Way]], kind: str) -> None:
    letter = made(told, OF_KIND[kind], kind)
    assert letter_bytes(letter, "docx")[:2] == b"PK"
    assert letter_bytes(letter, "pdf")[:4] == b"%PDF"
    words = json.loads(letter.content)
    # A form may be printed with spaces; a letter to somebody may not, and make_letter would have refused.
    missing = [word for word in KINDS[kind].needs if words.get(word) in (None, "", [])]
    assert not missing or KINDS[kind].form
    assert missing == [] or set(missing) <= FILLED_IN_BY_HAND.get(kind, set())


# What no record of a case has: somebody writes it on the paper.
FILLED_IN_BY_HAND: dict[str, set[str]] = {
    "application": {"request"},
    "proxy": {"agent", "agent_id", "scope"},
    "authorisation": {"obligors"},
    "declaration": {"incomes", "assets"},
    "survey_form": {"land", "obligors", "spending"},
    "data_comparison": {"checked"},
    "neighbour_visit": {"neighbour_relation"},
    "obligor_form": {
        "obligor", "relation", "work", "income_source", "income_head", "ability", "support", "surveyed_on",
        "investigators",
    },
    "recheck_request": {"evidence"},
    "appraisal_record": {"attendees"},
    "certificate_check": {"certificate_number"},
    "report_record": {"handling"},
    "exit_report": {"town_opinion", "town_on"},
    "posting_result": set(),
    "objection_record": {"disposal_way"},
    "review_form": {"incomes", "deductions", "assets_finding", "village_opinion", "rigid_spending_family"},
    "proof_of_delivery": {"delivered_at"},
    "care_agreement": {"carer_id", "valid_until"},
    "papers_form": {"causes", "request", "town_opinion"},
    "escalation_form": {"town_opinion", "county_opinion", "small_sum_limit"},
    "relief_receipt": set(),
    "resurvey_record": set(),
}  # fmt: skip


@pytest.mark.parametrize("story", GRANTED)
def test_a_confirmation_says_from_when_under_which_article_and_where_to_appeal(
    told: dict[str, tuple[Case, Way]], story: str
) -> None:
    letter = made(told, story, "confirmation_letter")
    words, text = json.loads(letter.content), text_of(letter)
    assert words["articles"].startswith("《")
    assert words["from_on"] >= "2026-03-01"
    for route in ("行政复议", "行政诉讼", "金山县人民政府", "金山县人民法院", "60"):
        assert route in text
    assert "金山县民政局" in text, "the county decides, the county signs"


@pytest.mark.parametrize("story", ["refused", "core_failed"])
def test_a_refusal_says_the_facts_the_article_and_where_to_appeal(
    told: dict[str, tuple[Case, Way]], story: str
) -> None:
    text = text_of(made(told, story, "refusal_letter"))
    for said in ("不符合规定的条件", resolve("社会救助暂行办法#13").zh, "行政复议", "行政诉讼", "金山县人民政府"):
        assert said in text


def test_a_child_gets_no_printed_notice_of_any_kind(told: dict[str, tuple[Case, Way]]) -> None:
    for kind in (one.key for one in KINDS.values() if one.posted):
        with pytest.raises(Refused):
            made(told, "unattended_child", kind)


def test_the_one_time_notice_names_everything_with_where_to_get_it(world: World) -> None:
    way = Way(world, DAY)
    household = family_on(world, None, sequence=801)
    application = caseways.apply_for(way, household, ("dibao", None))
    clerk = way.desk("township_acceptance")
    intake.submit_application(by=clerk, application=application.pk)
    intake.give_notice(by=clerk, application=application.pk)
    letter = make_letter(by=clerk, kind="one_time_notice", application=application.pk)
    told = Application.objects.get(pk=application.pk).notice.items
    assert len(json.loads(letter.content)["missing"]) == len(told) > 1
    assert all("".join(item["what"].split()) in text_of(letter) for item in told)


def test_what_was_sent_stays_as_it_was_when_the_facts_change(world: World, told: dict[str, tuple[Case, Way]]) -> None:
    letter = made(told, "dibao", "confirmation_letter")
    before = {form: letter_bytes(letter, form) for form in ("pdf", "docx")}
    case, way = told["dibao"]
    person = case.application.applicant_id
    correct_person(by=way.desk("township_acceptance"), person=person, changes={"name": "沈立邦"}, reason="登记有误")
    again = Letter.objects.get(pk=letter.pk)
    assert {form: letter_bytes(again, form) for form in ("pdf", "docx")} == before
    newer = made(told, "dibao", "confirmation_letter")
    assert newer.number != letter.number
    assert "沈立邦" in text_of(newer)
    assert "沈立邦" not in text_of(again)


def test_only_what_the_person_signs_shows_a_whole_number(told: dict[str, tuple[Case, Way]]) -> None:
    whole = told["dibao"][0].application.applicant.citizen_id
    assert whole in text_of(made(told, "dibao", "application"))
    for kind in ("acceptance_notice", "confirmation_letter", "review_form"):
        assert whole not in text_of(made(told, "dibao", kind))


def test_a_letter_is_delivered_once(told: dict[str, tuple[Case, Way]]) -> None:
    letter = made(told, "dibao", "confirmation_letter")
    clerk = told["dibao"][1].on(datetime.date(2026, 3, 12)).desk("township_acceptance")
    with pytest.raises(Refused, match="签收人"):
        deliver_letter(by=clerk, letter=letter.pk, to=" ", how="直接送达")
    deliver_letter(by=clerk, letter=letter.pk, to="户主", how="直接送达", on=datetime.date(2026, 3, 12))
    with pytest.raises(Refused, match="已于2026-03-12登记送达"):
        deliver_letter(by=clerk, letter=letter.pk, to="户主", how="直接送达")


def test_an_office_wording_holds_once_somebody_else_has_checked_it(told: dict[str, tuple[Case, Way]]) -> None:
    way = told["dibao"][1]
    text = template_text("acceptance_notice").replace("受理通知书", "受理告知单", 1)
    wording = letters.write_template(by=way.desk("county_reviewer"), kind="acceptance_notice", text=text, since=way.day)
    assert "受理告知单" not in text_of(made(told, "dibao", "acceptance_notice"))
    letters.check_office_template(by=way.desk("county_approver"), template=wording.pk)
    letter = made(told, "dibao", "acceptance_notice")
    assert letter.template == str(wording.pk)
    letters.withdraw_template(by=way.desk("county_approver"), template=wording.pk, reason="恢复原格式")
    assert made(told, "dibao", "acceptance_notice").template == ""
