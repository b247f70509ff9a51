"""A case from the first word to the decision: every step by its hand, on its ground, in its time."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from doudi.records.accounts.desk import NotAllowed, system_desk
from doudi.records.accounts.powers import grant_power
from doudi.records.cases.actions import deciding, inquiries, intake, opinions, publicity, timing
from doudi.records.cases.clocks import running
from doudi.records.cases.findings import determination_of, replayed
from doudi.records.cases.flow import take
from doudi.records.cases.models import Application, Case, Cover, Hand
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, take_over_benefit
from doudi.records.registry.models import Benefit, Household
from doudi.records.registry.refusals import Refused, Stale
from support import caseways
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, LIULIN, TOWN, World, build_world

pytestmark = pytest.mark.django_db
DIBAO = ("dibao", None)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world(far=False)


def dibao_of(way: Way, family: Household) -> Case:
    """An accepted dibao case."""
    return caseways.accepted(way, family, DIBAO).cases.get()


def surveyed_case(way: Way, family: Household) -> Case:
    application = caseways.accepted(way, family, DIBAO)
    caseways.surveyed(way, application)
    return application.cases.get()


def test_a_poor_family_goes_from_the_window_to_dibao(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, DIBAO)
    case = application.cases.get()
    assert [due.deadline.name for due in running(case, way.day)] == ["survey_start_by", "survey_by", "whole_by"]
    caseways.surveyed(way, application)
    case.refresh_from_db()
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    case.refresh_from_db()
    assert case.stage == "confirmed"
    assert decision.since == datetime.date(2026, 4, 1)
    assert decision.benefit.monthly == decision.monthly > 0
    assert Cover.objects.filter(benefit=decision.benefit).count() == 3
    assert [step.target for step in case.steps.all()] == [
        "submitted", "accepted", "surveying", "surveying", "surveying", "first_opinion", "under_publicity",
        "county_review", "confirmed",
    ]  # fmt: skip
    begun = deciding.begin_support(by=system_desk(way.day, purpose="到期"), on=datetime.date(2026, 4, 1))
    assert [one.pk for one in begun] == [case.pk]
    case.refresh_from_db()
    assert (case.stage, case.closed_on) == ("active", way.day)
    assert Application.objects.get(pk=application.pk).closed_on == way.day


def test_what_is_not_complete_is_told_once_and_a_second_time_refused(way: Way, world: World) -> None:
    household = family_on(world, None)
    application = caseways.apply_for(way, household, DIBAO)
    clerk = way.desk("township_acceptance")
    intake.submit_application(by=clerk, application=application.pk)
    with pytest.raises(Refused, match="材料不齐"):
        intake.accept_application(by=clerk, application=application.pk)
    notice = intake.give_notice(by=clerk, application=application.pk)
    kinds = {item["kind"] for item in notice.items}
    assert {"fact", "paper"} <= kinds
    assert running(application.cases.get(), way.day) == []
    with pytest.raises(Refused, match="已一次性告知过"):
        intake.give_notice(by=clerk, application=application.pk)


def test_somebody_who_took_it_in_or_visited_never_confirms(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.create(
            case=case, officer_id=way.desk("township_surveyor").officer_id, role="confirmation", side="deciding",
            since=way.day,
        )  # fmt: skip
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    surveyor = replace(way.later(9).desk("county_approver"), officer_id=way.desk("township_surveyor").officer_id)
    with pytest.raises(NotAllowed, match="调查人，不能再办理确认"):
        deciding.confirm_case(by=surveyor, case=case.pk, draft=caseways.view_of(way, case))


def test_nothing_is_confirmed_before_the_notice_is_over(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    caseways.posted(way, case)
    with pytest.raises(Refused, match="公示至2026-03-09期满"):
        publicity.send_to_county(by=way.later(7).desk("township_approver"), case=case.pk)


def test_a_departure_from_the_rules_needs_a_reason_and_stays_visible(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    draft = caseways.view_of(way, case, monthly=10_000, reason="")
    with pytest.raises(Refused, match="与系统研判不一致"):
        opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=draft)
    given = opinions.give_first_opinion(
        by=way.desk("township_approver"), case=case.pk, draft=replace(draft, reason="房屋漏雨另行核减")
    )
    assert given.departs
    assert given.finding.outcome == "eligible"


def test_a_finding_is_worked_out_again_to_the_same_words(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    opinion = opinions.give_first_opinion(
        by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case)
    )
    again = replayed(opinion.finding)
    assert again.same_answer
    assert again.same_rules
    assert determination_of(opinion.finding, case)["because"]


def test_an_opinion_against_is_not_posted_and_the_county_refuses_with_an_article(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    against = opinions.OpinionDraft(grants=False, reason="隐瞒经营收入")
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    case.refresh_from_db()
    assert case.stage == "unmet"
    with pytest.raises(Refused, match="不在公示环节"):
        publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)
    with pytest.raises(Refused, match="条款"):
        deciding.refuse_case(
            by=way.desk("county_approver"), case=case.pk, article="没有的办法#3", reason="收入超过标准"
        )
    decision = deciding.refuse_case(
        by=way.desk("county_approver"), case=case.pk, article="最低生活保障审核确认办法#13", reason="收入超过标准"
    )
    assert decision.departs
    case.refresh_from_db()
    assert [due.deadline.name for due in running(case, way.day)] == ["refusal_letter_by"]
    deciding.tell_refusal(by=way.desk("township_acceptance"), case=case.pk, delivered_to="户主")
    case.refresh_from_db()
    assert (case.stage, case.closed_on) == ("refusal_notified", way.day)


def test_an_objection_in_time_opens_the_survey_again(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    caseways.posted(way, case)
    objection = publicity.object_to(
        by=way.later(3).desk("township_acceptance"), posting=case.postings.get().pk, content="家里有门面出租"
    )
    case.refresh_from_db()
    assert objection.timely
    assert case.stage == "objected"
    approver = way.later(5).desk("township_approver")
    with pytest.raises(Refused, match="还没有重新入户调查或民主评议"):
        opinions.give_second_opinion(by=approver, case=case.pk, draft=caseways.view_of(way, case))
    caseways.inquire(way.later(4), "appraisal", application=case.application, post="township_surveyor")
    opinions.give_second_opinion(by=approver, case=case.pk, draft=caseways.view_of(way, case))
    with pytest.raises(Refused, match="没有处理结果"):
        publicity.send_to_county(by=way.later(8).desk("township_approver"), case=case.pk)
    publicity.dispose_objection(by=approver, objection=objection.pk, disposal="门面系他人所有")
    publicity.send_to_county(by=way.later(8).desk("township_approver"), case=case.pk)
    case.refresh_from_db()
    assert case.stage == "county_review"


def test_under_a_grant_the_township_confirms_and_after_its_end_it_does_not(way: Way, family: Household) -> None:
    county = way.desk("county_approver")
    grant_power(
        by=county, power="confirm_dibao", town=TOWN, since=way.day, notice="金民〔2026〕3号", until=way.later(20).day
    )
    case = surveyed_case(way, family)
    assert case.route == "township"
    caseways.posted(way, case)
    late = way.later(21).desk("township_approver")
    with pytest.raises(NotAllowed, match="委托已到期"):
        deciding.confirm_case(by=late, case=case.pk, draft=caseways.view_of(way, case))
    decision = deciding.confirm_case(
        by=way.later(8).desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case)
    )
    assert decision.grant is not None


def test_two_incompatible_supports_of_one_day_are_refused_by_the_database(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    person = decision.people[0]
    other = Benefit.objects.create(
        household=family, person_id=person, programme="tekun", monthly=100, since=decision.since
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.create(benefit=other, person_id=person, slot="dibao", since=decision.since)
    with pytest.raises(Refused):
        take_over_benefit(
            by=way.desk("township_acceptance"), household=family.pk,
            draft=BenefitDraft(programme="dibao", monthly=1, since=DAY),
        )  # fmt: skip


def test_covers_end_with_the_benefit(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    ends = datetime.date(2026, 6, 1)
    end_benefit(by=way.desk("township_acceptance"), benefit=decision.benefit_id, on=ends, reason="迁出")
    assert set(Cover.objects.filter(benefit=decision.benefit).values_list("until", flat=True)) == {ends}


def test_a_wrong_decision_is_revoked_by_another_and_stays_to_be_read(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    revoked = deciding.revoke_decision(
        by=way.later(10).desk("county_approver"), decision=decision.pk, reason="漏算配偶工资"
    )
    decision.benefit.refresh_from_db()
    assert decision.benefit.until == decision.benefit.since
    assert revoked.revokes == decision
    with pytest.raises(Refused, match="已经撤销"):
        deciding.revoke_decision(by=way.desk("county_approver"), decision=decision.pk, reason="再来一次")


def test_clocks_stand_still_while_a_case_is_suspended(way: Way, family: Household) -> None:
    case = dibao_of(way, family)
    before = {due.deadline.name: due.on for due in running(case, way.day)}
    next_day = way.later(1)
    timing.suspend(by=next_day.desk("township_approver"), case=case.pk, since=next_day.day, reason="等待司法鉴定")
    case.refresh_from_db()
    assert all(due.standing for due in running(case, way.later(2).day))
    timing.resume(by=way.later(8).desk("township_approver"), case=case.pk, on=way.later(8).day)
    after = {due.deadline.name: due.on for due in running(Case.objects.get(pk=case.pk), way.day)}
    assert all(after[name] > day for name, day in before.items())  # type: ignore[operator]


def test_a_second_open_application_of_the_same_kind_is_found(way: Way, family: Household) -> None:
    first = dibao_of(way, family)
    with pytest.raises(Refused, match=first.number):
        caseways.apply_for(way, family, DIBAO)


def test_a_form_filled_in_on_an_older_state_is_told_so(way: Way, family: Household) -> None:
    case = surveyed_case(way, family)
    with pytest.raises(Stale):
        opinions.give_first_opinion(
            by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case), version=case.version - 1
        )


def test_a_home_visit_takes_two_and_nobody_edits_it_afterwards(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, DIBAO)
    by = way.desk("township_surveyor")
    begun = inquiries.begin_inquiry(
        by=by, kind="home_visit", on=way.day, application=application.pk, content=caseways.CONTENT["home_visit"]()
    )
    with pytest.raises(Refused, match="不少于2人"):
        inquiries.finish_inquiry(by=by, inquiry=begun.pk)
    second = way.world.desk("township_surveyor_second").officer_id
    inquiries.save_inquiry(by=by, inquiry=begun.pk, content=caseways.CONTENT["home_visit"](), second=second)
    inquiries.finish_inquiry(by=by, inquiry=begun.pk)
    with pytest.raises(Refused, match="已完成，不能修改"):
        inquiries.save_inquiry(by=by, inquiry=begun.pk, content={})


def test_an_appraisal_without_its_quorum_is_void(way: Way, family: Household) -> None:
    application = caseways.accepted(way, family, DIBAO)
    with pytest.raises(Refused, match="三分之二"):
        caseways.inquire(way, "appraisal", application=application, post="township_surveyor", came="11")


def test_a_step_cannot_be_taken_twice(way: Way, family: Household) -> None:
    case = dibao_of(way, family)
    with pytest.raises(Refused, match="不能转为“已受理”"):
        take(case, "accepted", by=way.desk("township_acceptance"))
    assert case.territory == LIULIN
