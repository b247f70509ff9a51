"""Who may touch a case and who not: relatives, complaints, deputies, wrong hands, withdrawn words; and what comes back."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.models import Officer
from doudi.records.accounts.powers import grant_power
from doudi.records.accounts.queries import desks_of
from doudi.records.accounts.staffing import arrange_cover
from doudi.records.cases import hands
from doudi.records.cases.actions import deciding, ending, inquiries, intake, opinions, publicity
from doudi.records.cases.models import Application, Case, Notice
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.registry.relatives import file_and_match
from support import caseways
from support.case_acts import ACTS, REFUSALS, Act, At
from support.case_world import stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, FENGLING, LIULIN, OTHER_TOWN, TOWN, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases(far=True)


def officer_at(world: World, post: str) -> Officer:
    return Officer.objects.get(pk=world.desk(post).officer_id)


def filed(way: Way, family: Household, officer: Officer | None) -> None:
    """The head of the family is filed as somebody's brother."""
    head = members_on(family, DAY)[0].person
    file_and_match(
        by=way.desk("county_reviewer"), staff_name="沈立民", staff_role="民政办主任", territory=TOWN, name=head.name,
        relation="sibling", citizen_id=head.citizen_id, officer=officer,
    )  # fmt: skip


# What is taken in hand once


def test_taken_in_hand_by_one_officer_at_the_same_moment_it_is_one_hand(
    way: Way, family: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, by = surveyed_case(way, family, "dibao"), way.desk("township_acceptance")
    before = list(case.hands.order_by("pk").values_list("officer", "role"))
    assert (by.officer_id, "acceptance") in before
    # The other one came in between the look and the writing.
    monkeypatch.setattr(hands, "refuse_same_hand", lambda case, by, role: set())
    hands.take_in_hand(case, by, "acceptance")
    assert list(case.hands.order_by("pk").values_list("officer", "role")) == before
    with pytest.raises(NotAllowed, match="不同人员"):
        hands.take_in_hand(case, by, "confirmation")


def test_an_application_is_closed_with_its_last_case_and_stays_open_until_then(way: Way, family: Household) -> None:
    asked = [("dibao", None), ("temporary_spending", None)]
    application, by = caseways.apply_for(way, family, *asked), way.desk("township_acceptance")
    intake.submit_application(by=by, application=application.pk)
    closed = []
    for case in application.cases.order_by("pk"):
        intake.withdraw_case(by=by, case=case.pk, reason="家中情况好转")
        application.refresh_from_db()
        closed.append(application.closed_on)
    assert closed == [None, by.day]


# Near relatives and complaints


def test_a_near_relatives_case_is_the_countys_and_the_county_visits_first(way: Way, family: Household) -> None:
    grant_power(by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=DAY, notice="金民〔2026〕3号")
    filed(way, family, None)
    case = surveyed_case(way, family, "dibao")
    assert (case.route, case.application.near_relative) == ("county", True)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    with pytest.raises(Refused, match="近亲属备案对象，须县级入户核查"):
        caseways.confirmed(way.later(9), case)
    caseways.inquire(way.later(9), "county_visit", case=case)
    assert caseways.confirmed(way.later(9), case).kind == "confirm"


def test_a_relative_filed_after_acceptance_is_found_before_confirmation(way: Way, family: Household) -> None:
    grant_power(by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=DAY, notice="金民〔2026〕3号")
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    filed(way, family, None)
    draft = caseways.view_of(way, case)
    approver = way.later(8).desk("township_approver")
    with pytest.raises(NotAllowed, match="须报县级确认"):
        deciding.confirm_case(by=approver, case=case.pk, draft=draft)
    deciding.raise_to_county(by=approver, case=case.pk, reason="近亲属备案对象")
    caseways.at_county(way.later(8), case)
    with pytest.raises(Refused, match="须县级入户核查"):
        caseways.confirmed(way.later(9), case)


def comes_to_nothing(act: Act, at: At) -> bool:
    """Whether an attempt is refused, or (the system's daily round) finds nothing to do."""
    try:
        with transaction.atomic():
            return not act.do(at)
    except REFUSALS:
        return True


@pytest.mark.parametrize("post", ["township_acceptance", "township_surveyor", "township_approver", "county_approver"])
def test_nobody_does_anything_with_a_relatives_case(way: Way, family: Household, post: str) -> None:
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    filed(way, family, officer_at(way.world, post))
    steps = case.steps.count()
    for name, act in ACTS.items():
        if act.around:
            continue
        # Somebody who was moved to every post of the county, and is nobody's relative the less for it.
        for held in act.posts:
            by = replace(way.later(8).desk(held), officer_id=way.world.desk(post).officer_id)
            assert comes_to_nothing(act, At(way.world, Case.objects.get(pk=case.pk), by)), f"{name} by {held}"
    assert case.steps.count() == steps
    with pytest.raises(NotAllowed, match="须回避"):
        publicity.send_to_county(
            by=replace(way.later(8).desk("township_approver"), officer_id=way.world.desk(post).officer_id), case=case.pk
        )


def test_a_complaint_brings_the_case_to_the_county(way: Way, family: Household) -> None:
    grant_power(by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=DAY, notice="金民〔2026〕3号")
    case = surveyed_case(way, family, "dibao")
    assert case.route == "township"
    intake.note_complaint(by=way.desk("township_acceptance"), application=case.application_id, reason="举报隐瞒收入")
    case.refresh_from_db()
    assert (case.route, case.grant_id) == ("county", None)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    with pytest.raises(Refused, match="投诉举报对象"):
        caseways.confirmed(way.later(9), case)


# Deputies


def test_a_deputy_does_not_confirm_for_somebody_who_surveyed(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    absent = way.world.desk("county_approver")
    case.hands.create(officer_id=absent.officer_id, role="survey", side="finding", since=DAY)
    deputy = officer_at(way.world, "auditor")
    by = replace(way.later(9).desk("county_approver"), officer_id=deputy.pk, actor=deputy.name, acting_for=absent.actor)
    with pytest.raises(NotAllowed, match="调查人，不能再办理确认"):
        deciding.confirm_case(by=by, case=case.pk, draft=caseways.view_of(way, case))


def test_nobody_handles_the_household_they_filed_themselves_in(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    member = members_on(family, DAY)[0].person
    by = way.desk("township_approver")
    file_and_match(
        by=way.desk("county_reviewer"), staff_name=by.actor, staff_role="镇审核负责人", territory=TOWN,
        name=member.name, relation="self", citizen_id=member.citizen_id,
        officer=officer_at(way.world, "township_approver"),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="这是您本人的家庭，您须回避"):
        opinions.give_first_opinion(by=by, case=case.pk, draft=caseways.view_of(way, case))
    assert stage_of(case) == "surveying"


def test_a_deputy_does_nothing_with_a_case_of_the_absent_ones_relative(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    absent = way.world.desk("township_approver")
    filed(way, family, officer_at(way.world, "township_approver"))
    deputy = officer_at(way.world, "township_surveyor_second")
    desk = way.later(8).desk("township_approver")
    by = replace(desk, officer_id=deputy.pk, actor=deputy.name, acting_for=absent.actor)
    with pytest.raises(NotAllowed, match=f"这户有{absent.actor}备案的近亲属，代其办理也须回避"):
        publicity.send_to_county(by=by, case=case.pk)
    assert stage_of(case) == "under_publicity"


def test_under_a_cover_both_names_stand_in_the_step(way: Way, family: Household) -> None:
    deputy = officer_at(way.world, "township_surveyor_second")
    arrange_cover(
        by=way.desk("township_approver"), appointment=way.world.desk("township_acceptance").appointment_id or 0,
        deputy=deputy, since=DAY, until=DAY + datetime.timedelta(days=10), reason="休假",
    )  # fmt: skip
    by = _covering(deputy)
    application = caseways.apply_for(way, family, ("dibao", None))
    intake.submit_application(by=by, application=application.pk)
    intake.accept_application(by=by, application=application.pk)
    case = application.cases.get()
    step = case.steps.last()
    assert (step.officer, step.acting_for) == (deputy, way.world.desk("township_acceptance").actor)
    with pytest.raises(NotAllowed, match="受理人，不能再办理调查"):
        caseways.inquire(way, "home_visit", application=application)


def _covering(deputy: Officer) -> Desk:
    return next(desk for desk in desks_of(deputy, DAY) if desk.acting_for)


# Withdrawn, discontinued, sent back


def test_what_is_withdrawn_or_discontinued_hangs_no_longer(way: Way, family: Household) -> None:
    for end, stage in ((intake.withdraw_case, "withdrawn"), (ending.discontinue_case, "discontinued")):
        savepoint = transaction.savepoint()
        case = surveyed_case(way, family, "dibao")
        caseways.posted(way, case)
        Household.objects.filter(pk=family.pk).update(territory=FENGLING)
        end(by=way.later(2).desk("township_acceptance"), case=case.pk, reason="已迁往外地")
        assert (stage_of(case), case.postings.get().taken_down_on) == (stage, way.later(2).day)
        assert Application.objects.get(pk=case.application_id).closed_on == way.later(2).day
        transaction.savepoint_rollback(savepoint)


def test_a_case_sent_back_is_surveyed_and_posted_anew(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    opinions.send_back(by=way.later(9).desk("county_reviewer"), case=case.pk, reason="务工收入没有查清")
    assert stage_of(case) == "surveying"
    later = way.later(10)
    caseways.inquire(later, "home_visit", application=case.application)
    opinions.give_first_opinion(by=later.desk("township_approver"), case=case.pk, draft=caseways.view_of(later, case))
    with pytest.raises(Refused, match="不能转为“县级审核中”"):
        publicity.send_to_county(by=later.desk("township_approver"), case=case.pk)
    publicity.post_case(by=later.desk("township_acceptance"), case=case.pk)
    with pytest.raises(Refused, match="期满"):
        publicity.send_to_county(by=later.desk("township_approver"), case=case.pk)


# The day of arrival, the one notice


def test_a_forwarded_application_keeps_the_day_and_the_office_it_first_came_to(way: Way, family: Household) -> None:
    elsewhere = way.desk("township_acceptance", OTHER_TOWN)
    with pytest.raises(Refused, match="属本单位"):
        intake.forward(by=elsewhere, name="沈立国", phone="", words="想申请低保", village=FENGLING)
    word = intake.forward(by=elsewhere, name="沈立国", phone="", words="想申请低保", village=LIULIN)
    later = way.later(3)
    application = caseways.apply_for(later, family, ("dibao", None), forwarded=word.pk)
    assert (application.arrived_on, application.arrived_at) == (DAY, OTHER_TOWN)
    with pytest.raises(Refused, match="已登记为申请"):
        caseways.apply_for(later, family, ("near_dibao", None), forwarded=word.pk)


def test_the_database_refuses_a_second_one_time_notice(way: Way, world: World) -> None:
    household = family_on(world, None, sequence=301)
    application = caseways.apply_for(way, household, ("dibao", None))
    clerk = way.desk("township_acceptance")
    intake.submit_application(by=clerk, application=application.pk)
    first = intake.give_notice(by=clerk, application=application.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            application=application, items=[], told_on=DAY, answer_by=DAY, told_by_id=clerk.officer_id or 0
        )
    assert Notice.objects.get(application=application) == first


# The data check


def test_no_check_without_every_authorisation_and_none_after_it_is_taken_back(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.inquire(way, "home_visit", application=application)
    case = application.cases.get()
    one = application.authorisations.order_by("pk").first()
    intake.revoke_authorisation(by=way.desk("township_acceptance"), authorisation=one.pk, reason="本人撤回授权")
    with pytest.raises(Refused, match=f"{one.person.name}尚未签署核对授权"):
        inquiries.request_core_check(by=way.desk("township_surveyor"), case=case.pk)
    intake.sign_authorisation(
        by=way.desk("township_acceptance"), application=application.pk, person=one.person_id, signed_on=DAY
    )
    inquiries.request_core_check(by=way.desk("township_surveyor"), case=case.pk)
    assert case.steps.last().event == "core_check_requested"


def test_over_the_line_is_told_objected_to_and_checked_again(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, ("dibao", None))
    caseways.inquire(way, "home_visit", application=application)
    case = application.cases.get()
    surveyor = way.desk("township_surveyor")
    inquiries.request_core_check(by=surveyor, case=case.pk)
    with pytest.raises(Refused, match="还没有核对报告"):
        inquiries.tell_core_failed(by=surveyor, case=case.pk, reason="存款超过标准")
    caseways.inquire(way, "core_check", case=case, finding="over")
    inquiries.tell_core_failed(by=surveyor, case=case.pk, reason="存款超过标准")
    assert stage_of(case) == "core_failed"
    inquiries.object_to_core_check(by=way.desk("township_acceptance"), case=case.pk, evidence="存款系代管")
    inquiries.request_core_check(by=surveyor, case=case.pk)
    caseways.inquire(way, "core_check", case=case)
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))
    assert stage_of(case) == "first_opinion"


def test_an_appraisal_that_is_held_moves_the_case_and_keeps_its_votes(way: Way, family: Household) -> None:
    case = surveyed_case(way, family, "dibao")
    record = caseways.inquire(way, "appraisal", case=case, post="village_assistant")
    assert (stage_of(case), record.result) == ("appraised", "属实（同意13，不同意1，弃权1）")


def test_an_application_that_is_not_accepted_is_not_visited(way: Way, family: Household) -> None:
    application = caseways.apply_for(way, family, ("dibao", None))
    with pytest.raises(Refused, match="尚未受理"):
        caseways.inquire(way, "home_visit", application=application)
