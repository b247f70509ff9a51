"""Cases that go round again: what an objection turns, a notice down too early, limits of a new round, ends without a decision."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import NotAllowed
from doudi.records.cases.actions import deciding, ending, exits, intake, opinions, publicity, timing
from doudi.records.cases.clocks import deadlines_of, running
from doudi.records.cases.models import Case, Objection
from doudi.records.cases.queries import postings_within
from doudi.records.registry.actions.members import record_death
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.models import Household
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_acts import ACTS, At
from support.case_world import member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import World

pytestmark = pytest.mark.django_db
ARTICLE = "社会救助暂行办法#13"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def dibao_family(way: Way) -> Household:
    return ready(way.world, lambda world: family_on(world, "600"))


def posted(way: Way, programme: str) -> Case:
    """A case whose first notice hangs since today."""
    if programme == "tekun":
        household = ready(way.world, families.elder)
        case = surveyed_case(way, household, "tekun", member_of(household, 0))
        caseways.posted(way, case, care_mode="home")
    else:
        case = surveyed_case(way, dibao_family(way), programme)
        caseways.posted(way, case)
    return Case.objects.get(pk=case.pk)


def objected(way: Way, case: Case) -> Objection:
    return publicity.object_to(
        by=way.desk("township_acceptance"), posting=case.postings.last().pk, content="家里另有收入", objector="某村民"
    )


def opined(way: Way, case: Case, **over: Any) -> None:
    """Visited again after an objection, and a new opinion."""
    caseways.inquire(way, "home_visit", application=case.application)
    draft = caseways.view_of(way, case, **over)
    opinions.give_second_opinion(by=way.desk("township_approver"), case=case.pk, draft=draft)


def answered(way: Way, case: Case) -> None:
    for one in Objection.objects.filter(posting__case=case, disposed_on=None):
        publicity.dispose_objection(by=way.desk("township_approver"), objection=one.pk, disposal="已核实")


def down(way: Way, case: Case) -> None:
    publicity.take_down(by=way.desk("township_acceptance"), posting=case.postings.last().pk, reason="内容有误")


def limits(case: Case, day: datetime.date) -> dict[str, datetime.date | None]:
    return {one.deadline.name: one.on for one in running(Case.objects.get(pk=case.pk), day)}


# What an objection turns


@pytest.mark.parametrize("programme", ["dibao", "tekun"])
def test_an_opinion_an_objection_turned_against_is_not_posted_and_leads_to_a_refusal(way: Way, programme: str) -> None:
    case = posted(way, programme)
    objected(way.later(2), case)
    opined(way.later(3), case, grants=False, reason="另有固定收入")
    assert stage_of(case) == "unmet"
    assert case.postings.get().taken_down_on == way.later(3).day
    assert "resurvey_by" not in limits(case, way.later(3).day)
    answered(way.later(3), case)
    deciding.refuse_case(
        by=way.later(4).desk("county_approver"), case=case.pk, article=ARTICLE, reason="另有固定收入，不符合条件"
    )
    assert list(limits(case, way.later(4).day)) == ["refusal_letter_by"]
    deciding.tell_refusal(by=way.later(5).desk("township_acceptance"), case=case.pk, delivered_to="本人")
    assert stage_of(case) == "refusal_notified"


# Down before its last day


@pytest.mark.parametrize("programme", ["dibao", "tekun"])
def test_a_notice_down_on_its_last_day_is_posted_anew_for_seven_days(way: Way, programme: str) -> None:
    case = posted(way, programme)
    down(way.later(7), case)
    assert stage_of(case) == "first_opinion"
    assert "posting_ends" not in limits(case, way.later(7).day)
    again = publicity.post_case(by=way.later(8).desk("township_acceptance"), case=case.pk)
    assert again.ends_on == way.later(15).day
    with pytest.raises(Refused, match="期满"):
        publicity.send_to_county(by=way.later(15).desk("township_approver"), case=case.pk)
    publicity.send_to_county(by=way.later(16).desk("township_approver"), case=case.pk)
    assert stage_of(case) == "county_review"


def test_a_notice_down_the_day_after_its_last_stays_where_it_is(way: Way) -> None:
    case = posted(way, "dibao")
    down(way.later(8), case)
    assert stage_of(case) == "under_publicity"


def test_who_takes_a_notice_down_has_given_no_opinion(way: Way) -> None:
    case = posted(way, "dibao")
    down(way.later(2), case)
    clerk = way.desk("township_acceptance").officer_id
    assert not case.hands.filter(officer=clerk, role="opinion").exists()


def test_the_notice_of_dibao_that_was_objected_to_may_come_down(way: Way) -> None:
    case = posted(way, "dibao")
    objected(way.later(2), case)
    down(way.later(2), case)
    assert stage_of(case) == "objected"
    opined(way.later(3), case)
    answered(way.later(3), case)
    publicity.send_to_county(by=way.later(8).desk("township_approver"), case=case.pk)
    assert stage_of(case) == "county_review"


def test_the_second_notice_of_tekun_down_too_early_is_posted_again_as_the_second(way: Way) -> None:
    case = posted(way, "tekun")
    objected(way.later(2), case)
    down(way.later(2), case)
    opined(way.later(3), case)
    answered(way.later(3), case)
    publicity.post_case(by=way.later(4).desk("township_acceptance"), case=case.pk)
    down(way.later(5), case)
    assert stage_of(case) == "second_opinion"
    again = publicity.post_case(by=way.later(6).desk("township_acceptance"), case=case.pk)
    assert (again.kind, again.ends_on) == ("second", way.later(13).day)


# Limits of a new round


def test_tekun_sent_back_after_a_second_notice_is_posted_for_seven_days_once_more(way: Way) -> None:
    case = posted(way, "tekun")
    objected(way.later(1), case)
    down(way.later(1), case)
    opined(way.later(2), case)
    answered(way.later(2), case)
    publicity.post_case(by=way.later(2).desk("township_acceptance"), case=case.pk)
    publicity.send_to_county(by=way.later(10).desk("township_approver"), case=case.pk)
    opinions.send_back(by=way.later(11).desk("county_reviewer"), case=case.pk, reason="子女情况不清")
    down(way.later(11), case)
    caseways.inquire(way.later(12), "home_visit", application=case.application)
    caseways.posted(way.later(12), case, care_mode="home")
    assert case.postings.last().ends_on == way.later(19).day


def test_a_second_objection_sets_its_own_limit_for_the_new_survey(way: Way) -> None:
    case = posted(way, "tekun")
    objected(way.later(1), case)
    first = limits(case, way.later(1).day)["resurvey_by"]
    down(way.later(1), case)
    opined(way.later(2), case)
    assert "resurvey_by" not in limits(case, way.later(2).day)
    answered(way.later(2), case)
    publicity.post_case(by=way.later(2).desk("township_acceptance"), case=case.pk)
    objected(way.later(6), case)
    second = limits(case, way.later(6).day)["resurvey_by"]
    assert first is not None
    assert second is not None
    assert second > first


def test_a_confirmation_revoked_and_sent_back_is_due_by_the_limit_of_the_whole(way: Way) -> None:
    case = posted(way, "dibao")
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    whole = deadlines_of(case)["whole_by"].due
    deciding.revoke_decision(by=way.later(10).desk("county_approver"), decision=decision.pk, reason="收入核算有误")
    assert {"county_decision_by", "whole_by"} <= set(limits(case, way.later(10).day))
    opinions.send_back(by=way.later(10).desk("county_reviewer"), case=case.pk, reason="收入需要重新核实")
    assert limits(case, way.later(10).day)["whole_by"] == whole


def test_of_a_refused_relief_only_the_letter_is_due(way: Way) -> None:
    case = caseways.apply_for(way, ready(way.world, families.burned), ("temporary_urgent", None)).cases.get()
    assert "relief_by" in limits(case, way.day)
    deciding.refuse_case(
        by=way.desk("township_approver"), case=case.pk, article="社会救助暂行办法#47", reason="经核实不属于急难"
    )
    assert list(limits(case, way.later(3).day)) == ["refusal_letter_by"]


def test_the_check_of_a_child_runs_from_the_application(way: Way) -> None:
    household = ready(way.world, families.child_alone)
    case = caseways.apply_for(way, household, ("unattended_child", member_of(household, 1))).cases.get()
    intake.submit_application(by=way.desk("township_acceptance"), application=case.application_id or 0)
    intake.accept_application(by=way.later(5).desk("township_acceptance"), application=case.application_id or 0)
    due = deadlines_of(case)["survey_by"]
    assert (due.started_by, due.started_on) == ("applied", way.day)


# Nobody makes lateness good afterwards


def test_the_township_suspends_from_today_and_the_county_from_an_earlier_day(way: Way) -> None:
    case = surveyed_case(way, dibao_family(way), "dibao")
    told = {"case": case.pk, "since": way.later(1).day, "reason": "等待司法鉴定"}
    with pytest.raises(Refused, match="从当天起算"):
        timing.suspend(by=way.later(2).desk("township_approver"), **told)
    assert timing.suspend(by=way.later(2).desk("county_approver"), **told).since == way.later(1).day


def test_no_suspension_reaches_back_before_a_limit_that_was_missed(way: Way) -> None:
    case = surveyed_case(way, dibao_family(way), "dibao")
    missed = limits(case, way.day)["survey_by"]
    assert missed is not None
    late = way.later((missed - way.day).days + 5)
    county = late.desk("county_approver")
    with pytest.raises(Refused, match="已于"):
        timing.suspend(by=county, case=case.pk, since=missed, reason="等待司法鉴定")
    day = missed + datetime.timedelta(days=1)
    assert timing.suspend(by=county, case=case.pk, since=day, reason="等待司法鉴定").since == day


def test_a_limit_is_extended_up_to_its_last_day(way: Way) -> None:
    case = surveyed_case(way, dibao_family(way), "dibao")
    last = limits(case, way.day)["whole_by"]
    assert last is not None
    days = (last - way.day).days
    with pytest.raises(Refused, match="届满之后不能延长"):
        timing.extend(by=way.later(days + 1).desk("township_approver"), case=case.pk, reason="调查困难")
    assert timing.extend(by=way.later(days).desk("township_approver"), case=case.pk, reason="调查困难").extended_on


def left_behind(way: Way, programme: str) -> Case:
    """A case as it was left before a notice taken down early led back: at its notice, with none that hangs."""
    case = posted(way, programme)
    case.postings.update(taken_down_on=way.later(3).day, taken_down_reason="地点有误")
    return case


@pytest.mark.parametrize("programme", ["dibao", "tekun"])
def test_a_case_left_behind_by_its_notice_is_posted_anew_for_all_its_days(way: Way, programme: str) -> None:
    case, later = left_behind(way, programme), way.later(5)
    with pytest.raises(Refused, match="须重新公示"):
        publicity.send_to_county(by=way.later(9).desk("township_approver"), case=case.pk)
    made = publicity.post_case(by=later.desk("township_acceptance"), case=case.pk)
    assert (stage_of(case), made.ends_on) == ("under_publicity", way.later(12).day)
    assert [step.target for step in case.steps.order_by("number")][-2:] == ["first_opinion", "under_publicity"]


def test_the_county_puts_it_back_and_the_town_posts_it(way: Way) -> None:
    case, later = left_behind(way, "dibao"), way.later(5)
    with pytest.raises(Refused, match="退回重新公示的原因"):
        publicity.put_back(by=later.desk("county_reviewer"), case=case.pk, reason=" ")
    publicity.put_back(by=later.desk("county_reviewer"), case=case.pk, reason="公示地点有误，期满前撤下")
    assert stage_of(case) == "first_opinion"
    publicity.post_case(by=later.desk("township_acceptance"), case=case.pk)
    assert stage_of(case) == "under_publicity"


def test_a_notice_that_hangs_or_has_hung_its_days_is_put_back_by_nobody(way: Way) -> None:
    case = posted(way, "dibao")
    for days in (2, 9):
        with pytest.raises(Refused, match="不需要重新公示"):
            publicity.put_back(by=way.later(days).desk("county_reviewer"), case=case.pk, reason="重新公示")
    down(way.later(9), case)
    with pytest.raises(Refused, match="不需要重新公示"):
        publicity.put_back(by=way.later(9).desk("county_reviewer"), case=case.pk, reason="重新公示")


# Ended without a decision


def test_the_window_alone_ends_no_case_somebody_can_be_decided_for(way: Way) -> None:
    case = surveyed_case(way, dibao_family(way), "dibao")
    with pytest.raises(NotAllowed, match="由乡镇审核负责人"):
        ending.discontinue_case(by=way.desk("township_acceptance"), case=case.pk, reason="不配合调查")
    ACTS["ask_to_cooperate"].do(At(way.world, case, way.desk("township_surveyor")))
    by = way.later(6).desk("township_approver")
    ending.discontinue_case(by=by, case=case.pk, reason="不配合调查", cause="no_cooperation")
    assert stage_of(case) == "discontinued"


def test_what_was_given_an_opinion_is_decided_about(way: Way) -> None:
    case = posted(way, "dibao")
    with pytest.raises(Refused, match="应当作出决定"):
        ending.discontinue_case(by=way.desk("township_approver"), case=case.pk, reason="不配合调查")


def test_gaps_end_a_case_the_day_after_the_last_for_the_papers(way: Way) -> None:
    household = family_on(way.world, "600")
    application = caseways.apply_for(way, household, ("dibao", None))
    window = way.desk("township_acceptance")
    intake.submit_application(by=window, application=application.pk)
    notice = intake.give_notice(by=window, application=application.pk)
    case, days = application.cases.get(), (notice.answer_by - way.day).days
    with pytest.raises(Refused, match="期满未补正"):
        ending.discontinue_case(by=way.later(days).desk("township_acceptance"), case=case.pk, reason="逾期未补正")
    ending.discontinue_case(by=way.later(days + 1).desk("township_acceptance"), case=case.pk, reason="逾期未补正")
    assert stage_of(case) == "discontinued"


def exit_case(way: Way) -> Case:
    """The end of a tekun taken over, at the county."""
    household = ready(way.world, families.elder)
    draft = BenefitDraft(
        programme="tekun", monthly=93_800, since=datetime.date(2025, 1, 1), person=member_of(household, 0)
    )
    benefit = take_over_benefit(by=way.desk("township_acceptance"), household=household.pk, draft=draft)
    case = exits.report_exit(by=way.desk("township_surveyor"), benefit=benefit.pk, reason="已有法定义务人")
    caseways.inquire(way, "home_visit", case=case)
    exits.hand_up_exit(by=way.desk("township_approver"), case=case.pk, opinion="建议终止供养")
    return case


@pytest.mark.parametrize("hangs", [True, False])
def test_the_death_of_who_was_on_tekun_ends_the_procedure_of_its_end(way: Way, hangs: bool) -> None:
    case = exit_case(way)
    if hangs:
        exits.propose_exit(by=way.desk("county_reviewer"), case=case.pk)
    with pytest.raises(Refused, match="没有登记死亡"):
        ending.discontinue_case(by=way.later(1).desk("county_reviewer"), case=case.pk, reason="误报")
    record_death(by=way.later(1).desk("township_acceptance"), person=case.person_id or 0, died_on=way.day)
    ending.discontinue_case(by=way.later(1).desk("county_reviewer"), case=case.pk, reason="供养对象已去世")
    assert stage_of(case) == "discontinued"
    assert not case.postings.filter(taken_down_on=None).exists()


def test_the_notice_of_an_end_down_too_early_is_proposed_anew(way: Way) -> None:
    case = exit_case(way)
    exits.propose_exit(by=way.desk("county_reviewer"), case=case.pk)
    publicity.take_down(by=way.later(3).desk("township_acceptance"), posting=case.postings.get().pk, reason="地点有误")
    assert stage_of(case) == "county_review"
    exits.propose_exit(by=way.later(4).desk("county_reviewer"), case=case.pk)
    assert case.postings.last().ends_on == way.later(11).day


def test_the_notice_that_hangs_is_listed_before_those_taken_down(way: Way) -> None:
    case = posted(way, "dibao")
    down(way, case)
    again = publicity.post_case(by=way.later(1).desk("township_acceptance"), case=case.pk)
    assert [one.pk for one in postings_within(way.desk("township_acceptance"))][:2] == [
        again.pk,
        case.postings.first().pk,
    ]


def test_relief_reported_by_mistake_is_taken_back(way: Way) -> None:
    case = caseways.apply_for(way, ready(way.world, families.burned), ("temporary_urgent", None)).cases.get()
    intake.withdraw_case(by=way.desk("township_acceptance"), case=case.pk, reason="亲友已接济")
    assert (stage_of(case), case.closed_on) == ("withdrawn", way.day)


@pytest.mark.parametrize(("channel", "post"), [("hotline", "township_approver"), ("window", "county_reviewer")])
def test_relief_reported_twice_is_ended_without_a_refusal(way: Way, channel: str, post: str) -> None:
    household = ready(way.world, families.burned)
    case = caseways.apply_for(way, household, ("temporary_urgent", None), channel=channel).cases.get()
    ended = {"case": case.pk, "reason": "同一事由重复报告", "cause": "mistaken"}
    if channel == "window":
        with pytest.raises(Refused, match="写明这家同类救助另一在办或在发办件的编号"):
            ending.discontinue_case(by=way.desk("township_approver"), **ended)
    ending.discontinue_case(by=way.desk(post), **ended)
    assert stage_of(case) == "discontinued"
