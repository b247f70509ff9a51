"""Finding out: whose hands it puts a case in, what a data check rests on, and what is new enough to rest an opinion on."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.actions import inquiries, intake, opinions, publicity
from doudi.records.cases.models import Case, Inquiry
from doudi.records.cases.queries import filed_only
from doudi.records.registry.models import Household
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_world import member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import CONTENT, Way
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def objected(way: Way, case: Case) -> None:
    """The case posted and objected to."""
    caseways.posted(way, case)
    publicity.object_to(
        by=way.later(2).desk("township_acceptance"), posting=case.postings.get().pk, content="家里另有收入",
        objector="同村村民", contact="13956407001",
    )  # fmt: skip


def surveyors_of(case: Case) -> set[int]:
    return set(case.hands.filter(role="survey").values_list("officer", flat=True))


def moved_to_survey(way: Way, post: str) -> Desk:
    """The officer of a post at the first surveyor's desk: moved there since."""
    return replace(way.desk("township_surveyor"), officer_id=way.world.desk(post).officer_id)


# Hands


def test_who_surveys_again_after_an_objection_does_not_confirm(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    objected(way, case)
    later = way.later(4)
    confirmer = later.world.desk("county_approver").officer_id
    begun = inquiries.begin_inquiry(
        by=later.desk("township_surveyor"), kind="home_visit", on=later.day, application=case.application_id,
        content=CONTENT["home_visit"](), second=confirmer,
    )  # fmt: skip
    inquiries.finish_inquiry(by=later.desk("township_surveyor"), inquiry=begun.pk)
    assert confirmer in surveyors_of(case)
    approver = later.desk("township_approver")
    opinions.give_second_opinion(by=approver, case=case.pk, draft=caseways.view_of(later, case))
    publicity.dispose_objection(by=approver, objection=case.postings.get().objections.get().pk, disposal="已核实")
    caseways.at_county(way.later(9), case)
    with pytest.raises(NotAllowed, match="调查人，不能再办理确认"):
        caseways.confirmed(way.later(10), case)


@pytest.mark.parametrize("kind", ["neighbour_visit", "letter_evidence", "appraisal", "self_care", "obligor_income"])
def test_every_way_of_finding_out_is_a_hand(way: Way, family: Household, kind: str) -> None:
    case = surveyed_case(way, family, "dibao")
    by = moved_to_survey(way, "county_approver")
    begun = inquiries.begin_inquiry(by=by, kind=kind, on=DAY, case=case.pk, content=CONTENT[kind]())
    inquiries.finish_inquiry(by=by, inquiry=begun.pk)
    assert by.officer_id in surveyors_of(case)


def test_finished_by_the_second_the_first_has_the_case_in_hand_too(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    first, second = moved_to_survey(way, "county_approver"), way.desk("township_surveyor_second")
    begun = inquiries.begin_inquiry(
        by=first, kind="home_visit", on=DAY, application=application.pk, content=CONTENT["home_visit"](),
        second=second.officer_id,
    )  # fmt: skip
    inquiries.finish_inquiry(by=second, inquiry=begun.pk)
    assert surveyors_of(application.cases.get()) >= {first.officer_id, second.officer_id}


def test_only_who_began_names_the_second(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    first, second = way.desk("township_surveyor"), way.desk("township_surveyor_second")
    begun = inquiries.begin_inquiry(
        by=first, kind="home_visit", on=DAY, application=application.pk, content={}, second=second.officer_id
    )
    filled = CONTENT["home_visit"]()
    inquiries.save_inquiry(by=second, inquiry=begun.pk, content=filled, second=second.officer_id)
    other = way.world.desk("township_approver").officer_id
    for somebody in (other, first.officer_id):
        with pytest.raises(Refused, match="由填写人更改"):
            inquiries.save_inquiry(by=second, inquiry=begun.pk, content=filled, second=somebody)
    assert inquiries.save_inquiry(by=first, inquiry=begun.pk, content=filled, second=other).second_id == other


# The data check


def checked(way: Way, case: Case, **over: Any) -> Inquiry:
    return caseways.inquire(way, "core_check", case=case, **over)


def test_the_county_checks_nobody_it_was_not_asked_to_check(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.inquire(way, "home_visit", application=application)
    case = application.cases.get()
    with pytest.raises(Refused, match="乡镇没有提请信息核对"):
        checked(way, case)
    inquiries.request_core_check(by=way.desk("township_surveyor"), case=case.pk)
    checked(way, case)
    with pytest.raises(Refused, match="已就这次提请出具核对报告"):
        checked(way, case)


def test_a_check_under_way_is_not_finished_once_the_authorisation_is_taken_back(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.inquire(way, "home_visit", application=application)
    case, reviewer = application.cases.get(), way.desk("county_reviewer")
    inquiries.request_core_check(by=way.desk("township_surveyor"), case=case.pk)
    begun = inquiries.begin_inquiry(
        by=reviewer, kind="core_check", on=DAY, case=case.pk, content=CONTENT["core_check"]()
    )
    one = application.authorisations.order_by("pk").first()
    intake.revoke_authorisation(by=way.desk("township_acceptance"), authorisation=one.pk, reason="本人撤回授权")
    with pytest.raises(Refused, match=f"{one.person.name}尚未签署核对授权，或已撤回"):
        inquiries.finish_inquiry(by=reviewer, inquiry=begun.pk)
    with pytest.raises(Refused, match="尚未签署核对授权"):
        checked(way, case)


def test_a_report_is_corrected_without_another_request(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    report = case.inquiries.get(kind="core_check")
    reviewer = way.desk("county_reviewer")
    begun = inquiries.begin_inquiry(
        by=reviewer, kind="core_check", on=DAY, case=case.pk, replaces=report.pk,
        content=CONTENT["core_check"]() | {"finding": "over"},
    )  # fmt: skip
    assert inquiries.finish_inquiry(by=reviewer, inquiry=begun.pk).result == "超过标准"


# New enough


def test_sent_back_for_a_further_survey_something_new_is_found_out_first(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    later = way.later(9)
    opinions.send_back(by=later.desk("county_reviewer"), case=case.pk, reason="务工收入没有查清")
    approver, draft = later.desk("township_approver"), caseways.view_of(later, case)
    with pytest.raises(Refused, match="发回补充调查后还没有新的调查记录"):
        opinions.give_first_opinion(by=approver, case=case.pk, draft=draft)
    with pytest.raises(Refused, match="发回补充调查后还没有新的调查记录"):
        opinions.give_first_opinion(by=approver, case=case.pk, draft=replace(draft, grants=False, reason="没有查到"))
    caseways.inquire(later, "letter_evidence", application=case.application)
    opinions.give_first_opinion(by=approver, case=case.pk, draft=draft)
    assert stage_of(case) == "first_opinion"


def test_the_visit_before_an_objection_of_the_same_day_is_no_second_look(way: Way) -> None:
    case = surveyed_case(way, ready(way.world, families.elder), "tekun", member_of_elder(way))
    caseways.posted(way, case, care_mode="home")
    later = way.later(2)
    caseways.inquire(later, "home_visit", application=case.application)
    publicity.object_to(
        by=later.desk("township_acceptance"), posting=case.postings.get().pk, content="有儿子在外地",
        objector="同村村民", contact="13956407001",
    )  # fmt: skip
    approver, draft = later.desk("township_approver"), caseways.view_of(later, case)
    with pytest.raises(Refused, match="还没有重新入户调查或民主评议"):
        opinions.give_second_opinion(by=approver, case=case.pk, draft=draft)
    caseways.inquire(later, "home_visit", application=case.application)
    opinions.give_second_opinion(by=approver, case=case.pk, draft=draft)
    assert stage_of(case) == "second_opinion"


def member_of_elder(way: Way) -> int:
    return member_of(Household.objects.order_by("pk").last(), 0)  # type: ignore[arg-type]


# Too late


def test_what_comes_in_after_the_case_was_closed_is_filed_and_moves_nothing(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    case = application.cases.get()
    begun = inquiries.begin_inquiry(
        by=way.desk("township_surveyor"), kind="home_visit", on=DAY, application=application.pk,
        content=CONTENT["home_visit"](), second=way.desk("township_surveyor_second").officer_id,
    )  # fmt: skip
    assert filed_only(begun) is None
    intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="不再申请")
    hands = case.hands.count()
    done = inquiries.finish_inquiry(by=way.desk("township_surveyor"), inquiry=begun.pk)
    assert (filed_only(done), stage_of(case), case.hands.count()) == (DAY, "withdrawn", hands)
    assert done.finished_at is not None and done.on == datetime.date(2026, 3, 2) == DAY
