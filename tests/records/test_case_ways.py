"""The other programmes from the window to their end: tekun and its end, relief, status, subsidies, children."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import NotAllowed, system_desk
from doudi.records.accounts.powers import grant_power
from doudi.records.cases.actions import (
    deciding,
    draws,
    exits,
    opinions,
    publicity,
    temporary,
    timing,
)
from doudi.records.cases.clocks import running
from doudi.records.cases.models import Case, Decision, SpotCheck
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.models import Benefit
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_world import case_of, member_of, ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import DAY, TOWN, World

pytestmark = pytest.mark.django_db
APRIL = datetime.date(2026, 4, 1)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


# Tekun


def tekun_posted(way: Way) -> Case:
    household = ready(way.world, families.elder)
    case = surveyed_case(way, household, "tekun", member_of(household, 0))
    caseways.posted(way, case, care_mode="home")
    return case


def tekun_at_county(way: Way) -> Case:
    case = tekun_posted(way)
    caseways.at_county(way.later(8), case)
    return case


def test_tekun_wants_the_self_care_assessment_before_the_first_opinion(way: Way) -> None:
    household = ready(way.world, families.elder)
    application = caseways.accepted(way, household, ("tekun", member_of(household, 0)))
    caseways.inquire(way, "home_visit", application=application)
    case = application.cases.get()
    with pytest.raises(Refused, match="还没有生活自理能力评估"):
        opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))


def test_tekun_is_not_confirmed_before_it_was_in_a_draw(way: Way) -> None:
    case = tekun_at_county(way)
    with pytest.raises(Refused, match="还没有进入随机抽查"):
        caseways.confirmed(way.later(9), case)


def test_who_was_drawn_is_visited_by_the_county_before_confirmation(way: Way) -> None:
    case = tekun_at_county(way)
    reviewer = way.later(9).desk("county_reviewer")
    draws.draw_checks(by=reviewer)
    check = SpotCheck.objects.get(case=case)
    assert check.drawn, "three in ten of one are one"
    with pytest.raises(Refused, match="抽查结论还没有登记"):
        caseways.confirmed(way.later(9), case)
    visit = caseways.inquire(way.later(9), "county_visit", case=case)
    draws.conclude_check(by=reviewer, check=check.pk, inquiry=visit.pk)
    decision = caseways.confirmed(way.later(10), case, care_mode="home")
    assert (decision.since, decision.monthly, decision.care_mode) == (APRIL, case.findings.latest("pk").monthly, "home")
    assert Benefit.objects.get(pk=decision.benefit_id).programme == "tekun"


def test_tekun_objected_to_is_surveyed_again_and_posted_again(way: Way) -> None:
    case = tekun_posted(way)
    publicity.object_to(
        by=way.later(2).desk("township_acceptance"), posting=case.postings.get().pk, content="有儿子在外地"
    )
    assert stage_of(case) == "objected"
    caseways.inquire(way.later(4), "home_visit", application=case.application)
    approver = way.later(4).desk("township_approver")
    opinions.give_second_opinion(by=approver, case=case.pk, draft=caseways.view_of(way, case))
    publicity.dispose_objection(by=approver, objection=_objection(case), disposal="并无子女")
    publicity.take_down(
        by=way.later(4).desk("township_acceptance"), posting=case.postings.get().pk, reason="已重新提出意见"
    )
    again = publicity.post_case(by=way.later(5).desk("township_acceptance"), case=case.pk)
    assert (again.kind, again.ends_on) == ("second", DAY + datetime.timedelta(days=12))
    with pytest.raises(Refused, match="期满"):
        publicity.send_to_county(by=way.later(12).desk("township_approver"), case=case.pk)
    publicity.send_to_county(by=way.later(13).desk("township_approver"), case=case.pk)
    assert stage_of(case) == "county_review"


def _objection(case: Case) -> int:
    return int(case.postings.get().objections.get().pk)


# The end of tekun


def exit_at_county(way: Way) -> Case:
    household = ready(way.world, families.elder)
    benefit = take_over_benefit(
        by=way.desk("township_acceptance"),
        household=household.pk,
        draft=BenefitDraft(
            programme="tekun", monthly=93_800, since=datetime.date(2025, 1, 1), person=member_of(household, 0)
        ),
    )
    case = exits.report_exit(by=way.desk("township_surveyor"), benefit=benefit.pk, reason="已有赡养人赡养")
    with pytest.raises(Refused, match="已经在办"):
        exits.report_exit(by=way.desk("township_surveyor"), benefit=benefit.pk, reason="又有人报告")
    with pytest.raises(Refused, match="还没有完成调查核实"):
        exits.hand_up_exit(by=way.desk("township_approver"), case=case.pk, opinion="建议终止供养")
    caseways.inquire(way, "home_visit", case=case)
    exits.hand_up_exit(by=way.desk("township_approver"), case=case.pk, opinion="建议终止供养")
    return case


def test_the_end_of_tekun_is_posted_decided_and_told_and_support_ends_next_month(way: Way) -> None:
    case = exit_at_county(way)
    exits.propose_exit(by=way.desk("county_reviewer"), case=case.pk)
    approver = way.later(8).desk("county_approver")
    with pytest.raises(Refused, match="期满"):
        exits.decide_exit(by=way.later(7).desk("county_approver"), case=case.pk, ends=True, reason="有法定义务人")
    decision = exits.decide_exit(by=approver, case=case.pk, ends=True, reason="有法定义务人")
    assert (decision.kind, Benefit.objects.get(pk=case.ends_id).until) == ("terminate", APRIL)
    told = {"delivered_to": "本人", "other_help": ""}
    with pytest.raises(Refused, match="没有的写"):
        exits.tell_exit(by=way.later(9).desk("township_acceptance"), case=case.pk, **told)
    exits.tell_exit(by=way.later(9).desk("township_acceptance"), case=case.pk, **{**told, "other_help": "低保"})
    assert (stage_of(case), case.closed_on) == ("terminated", way.later(9).day)


def test_an_objected_end_of_tekun_is_decided_and_posted_again(way: Way) -> None:
    case = exit_at_county(way)
    exits.propose_exit(by=way.desk("county_reviewer"), case=case.pk)
    publicity.object_to(
        by=way.later(3).desk("township_acceptance"), posting=case.postings.get().pk, content="儿子并不赡养"
    )
    [due] = [one for one in running(Case.objects.get(pk=case.pk), way.day) if one.deadline.name == "exit_decision_by"]
    assert due.deadline.started_on == way.later(3).day
    end = {"by": way.later(10).desk("county_approver"), "case": case.pk, "ends": True, "reason": "已核实赡养事实"}
    with pytest.raises(Refused, match="还没有组织调查核实"):
        exits.decide_exit(**end)
    caseways.inquire(way.later(5), "home_visit", case=case)
    with pytest.raises(Refused, match="还有公示异议"):
        exits.decide_exit(**end)
    publicity.dispose_objection(
        by=way.later(6).desk("township_approver"), objection=_objection(case), disposal="儿子按月汇款"
    )
    exits.decide_exit(**end)
    assert stage_of(case) == "end_decided"
    assert list(case.postings.order_by("pk").values_list("kind", flat=True)) == ["exit", "exit_again"]


def test_an_end_of_tekun_that_does_not_stand_leaves_the_support(way: Way) -> None:
    case = exit_at_county(way)
    exits.decide_exit(by=way.desk("county_approver"), case=case.pk, ends=False, reason="仍符合供养条件")
    assert (stage_of(case), case.closed_on) == ("continued", way.day)
    assert Benefit.objects.get(pk=case.ends_id).until is None


# Relief where it is urgent


def urgent(way: Way, **told: Any) -> Case:
    household = ready(way.world, families.burned, **told)
    return caseways.apply_for(way, household, ("temporary_urgent", None)).cases.get()


def test_urgent_need_counts_in_hours_from_the_report_and_is_relieved_first(way: Way) -> None:
    case = urgent(way)
    assert case.stage == "reported"
    [due, papers] = running(case, way.day)
    assert papers.deadline.name == "papers_by"
    assert due.deadline.clock.unit == "hours"
    assert due.deadline.due - case.steps.get().at == datetime.timedelta(hours=24)
    surveyor = way.desk("township_surveyor")
    with pytest.raises(NotAllowed, match="限额2000.00元"):
        temporary.relieve(by=surveyor, case=case.pk, once=200_001, reason="房屋烧毁")
    decision = temporary.relieve(by=surveyor, case=case.pk, once=150_000, reason="房屋烧毁", goods="棉被两床")
    assert "棉被两床" in decision.reason
    assert stage_of(case) == "relieved"
    temporary.complete_papers(by=surveyor, case=case.pk)
    temporary.close_urgent(by=way.later(2).desk("township_acceptance"), case=case.pk)
    assert (stage_of(case), case.closed_on, case.postings.get().kind) == ("closed", way.later(2).day, "late")


def test_a_second_relief_in_one_year_says_why(way: Way) -> None:
    case = urgent(way)
    surveyor = way.desk("township_surveyor")
    temporary.relieve(by=surveyor, case=case.pk, once=50_000, reason="房屋烧毁")
    temporary.complete_papers(by=surveyor, case=case.pk)
    temporary.close_urgent(by=way.desk("township_acceptance"), case=case.pk)
    again = caseways.apply_for(way.later(30), case.household, ("temporary_urgent", None)).cases.get()
    later = way.later(30).desk("township_surveyor")
    with pytest.raises(Refused, match="一年只救助一次"):
        temporary.relieve(by=later, case=again.pk, once=50_000, reason="临时住处倒塌")
    told = temporary.relieve(by=later, case=again.pk, once=50_000, reason="临时住处倒塌", again="过渡房再次受灾")
    assert "过渡房再次受灾" in told.reason


def test_what_is_more_than_the_township_may_give_is_decided_by_the_county(way: Way) -> None:
    case = urgent(way)
    surveyor = way.desk("township_surveyor")
    temporary.relieve(by=surveyor, case=case.pk, once=200_000, reason="房屋烧毁")
    temporary.escalate(by=surveyor, case=case.pk, reason="重建费用缺口大")
    decision = temporary.decide_escalated(
        by=way.later(2).desk("county_approver"), case=case.pk, once=300_000, reason="按六倍标准"
    )
    assert (decision.kind, stage_of(case)) == ("relief_more", "papers_complete")
    temporary.close_urgent(by=way.later(3).desk("township_acceptance"), case=case.pk)
    assert case.postings.get().content["amount"] == 300_000


def test_who_relieved_at_the_township_does_not_decide_more_at_the_county(way: Way) -> None:
    case = urgent(way)
    surveyor = way.desk("township_surveyor")
    temporary.relieve(by=surveyor, case=case.pk, once=200_000, reason="房屋烧毁")
    temporary.escalate(by=surveyor, case=case.pk, reason="重建费用缺口大")
    moved = caseways.replace(way.desk("county_approver"), officer_id=surveyor.officer_id)
    with pytest.raises(NotAllowed, match="先行救助人"):
        temporary.decide_escalated(by=moved, case=case.pk, once=300_000, reason="按六倍标准")


def test_what_is_not_urgent_is_refused_with_an_article_and_told(way: Way) -> None:
    case = urgent(way)
    deciding.refuse_case(
        by=way.desk("township_approver"), case=case.pk, article="社会救助暂行办法#47", reason="不属急难，请走支出型"
    )
    deciding.tell_refusal(by=way.desk("township_acceptance"), case=case.pk, delivered_to="户主")
    assert stage_of(case) == "refusal_notified"


# Assistance with spending


def spending_posted(way: Way) -> Case:
    household = ready(way.world, families.sick)
    application = caseways.accepted(way, household, ("temporary_spending", None))
    caseways.surveyed(way, application)
    case = application.cases.get()
    caseways.posted(way, case)
    return case


def test_assistance_with_spending_is_confirmed_paid_and_signed_for(way: Way) -> None:
    case = spending_posted(way)
    caseways.at_county(way.later(4), case)
    decision = caseways.confirmed(way.later(5), case)
    assert (decision.benefit, decision.monthly) == (None, None)
    assert decision.once == 72_100
    temporary.note_paid(by=way.later(6).desk("township_surveyor"), case=case.pk, reference="P-1")
    temporary.close_paid(by=way.later(7).desk("township_acceptance"), case=case.pk, received_by="户主")
    assert (stage_of(case), case.closed_on) == ("closed", way.later(7).day)


def test_over_the_ceiling_of_its_grant_the_township_does_not_confirm(way: Way) -> None:
    grant_power(
        by=way.desk("county_approver"), power="confirm_temporary", town=TOWN, since=DAY, notice="金民〔2026〕5号",
        ceiling=50_000,
    )  # fmt: skip
    case = spending_posted(way)
    assert case.route == "township"
    approver = way.later(4).desk("township_approver")
    with pytest.raises(NotAllowed, match="超过委托限额500.00元"):
        deciding.confirm_case(by=approver, case=case.pk, draft=caseways.view_of(way, case))
    deciding.raise_to_county(by=approver, case=case.pk, reason="金额超过限额")
    caseways.at_county(way.later(4), case)
    assert caseways.confirmed(way.later(5), case).once == 72_100


# Status


def test_near_dibao_is_a_status_of_twelve_months_without_money(way: Way) -> None:
    household = ready(way.world, families.near_dibao)
    case = surveyed_case(way, household, "near_dibao")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    assert (decision.monthly, decision.since, decision.until) == (0, way.later(9).day, datetime.date(2027, 3, 1))
    told = publicity.publish_result(by=way.later(9).desk("township_acceptance"), case=case.pk).content
    assert told["amount"] is None and not any("元" in line for line in told["board"])
    assert "金额" not in "".join(told["remarks"])


def test_rigid_expenditure_goes_to_the_county_without_a_notice(way: Way) -> None:
    household = ready(way.world, families.burdened)
    case = surveyed_case(way, household, "rigid_expenditure")
    caseways.inquire(way, "core_check", case=case)
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))
    with pytest.raises(Refused, match="不能转为“公示中”"):
        publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)
    caseways.at_county(way, case)
    decision = caseways.confirmed(way, case)
    assert decision.until == datetime.date(2027, 3, 1)
    begun = deciding.begin_support(by=system_desk(way.day, purpose="到期"), on=way.day)
    assert [one.pk for one in begun] == [case.pk]


# One of a household


def test_dibao_for_one_covers_one(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    son = member_of(household, 2)
    case = surveyed_case(way, household, "dibao_single", son)
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    assert decision.people == [son]
    assert {one.person_id for one in decision.benefit.covers.all()} == {son}
    assert case.postings.get().content["persons"] == 1


def test_the_federation_verifies_before_the_county_confirms_a_subsidy_from_the_month_of_application(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    son = member_of(household, 2)
    case = surveyed_case(way, household, "disability_nursing", son)
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))
    federation = way.desk("partner_disability")
    with pytest.raises(Refused, match="不能转为“县级审核中”"):
        publicity.send_to_county(by=way.desk("township_approver"), case=case.pk)
    with pytest.raises(Refused, match="先填写并完成残疾人证核验"):
        opinions.verify_certificate(by=federation, case=case.pk)
    with pytest.raises(NotAllowed):
        caseways.inquire(way, "certificate_check", case=case, post="township_surveyor")
    caseways.inquire(way, "certificate_check", case=case)
    opinions.verify_certificate(by=federation, case=case.pk)
    caseways.at_county(way, case)
    decision = caseways.confirmed(way, case)
    assert (decision.since, decision.monthly) == (datetime.date(2026, 3, 1), 10_000)


@pytest.mark.parametrize("programme", ["orphan", "unattended_child"])
def test_a_childs_case_is_compared_confirmed_and_never_posted(way: Way, programme: str) -> None:
    household = ready(way.world, families.child_alone, orphan=programme == "orphan")
    child = member_of(household, 1)
    case = case_of(way, household, programme, child)
    with pytest.raises(Refused, match="部门信息比对"):
        opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))
    caseways.inquire(way, "data_comparison", case=case)
    assert stage_of(case) == "surveying"
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=caseways.view_of(way, case))
    caseways.at_county(way, case)
    decision = caseways.confirmed(way, case)
    assert (decision.since, decision.people) == (APRIL, [child])
    for do in (
        lambda: publicity.post_case(by=way.desk("township_acceptance"), case=case.pk),
        lambda: publicity.publish_result(by=way.desk("township_acceptance"), case=case.pk),
        lambda: exits.propose_exit(by=way.desk("county_reviewer"), case=case.pk),
        lambda: temporary.close_urgent(by=way.desk("township_acceptance"), case=case.pk),
    ):
        with pytest.raises(Refused):
            do()
    assert not case.postings.exists()


def test_what_shuts_another_out_is_refused_by_name(way: Way) -> None:
    household = ready(way.world, families.severe_grown_child)
    son = member_of(household, 2)
    take_over_benefit(
        by=way.desk("township_acceptance"),
        household=household.pk,
        draft=BenefitDraft(programme="dibao_single", monthly=93_700, since=datetime.date(2025, 1, 1), person=son),
    )
    case = surveyed_case(way, household, "tekun", son)
    draft = opinions.OpinionDraft(grants=True, monthly=93_800, care_mode="home", reason="另有隐情，据实认定")
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=draft)
    publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)
    publicity.send_to_county(by=way.later(8).desk("township_approver"), case=case.pk)
    opinions.give_review(by=way.later(8).desk("county_reviewer"), case=case.pk, draft=draft)
    draws.draw_checks(by=way.later(8).desk("county_reviewer"))
    visit = caseways.inquire(way.later(8), "county_visit", case=case)
    draws.conclude_check(
        by=way.later(8).desk("county_reviewer"), check=SpotCheck.objects.get(case=case).pk, inquiry=visit.pk
    )
    with pytest.raises(Refused, match="单人保"):
        deciding.confirm_case(by=way.later(9).desk("county_approver"), case=case.pk, draft=draft)
    assert not Decision.objects.filter(case=case).exists()


def test_a_decision_revoked_before_its_support_began_is_made_anew(way: Way) -> None:
    household = ready(way.world, families.near_dibao)
    case = surveyed_case(way, household, "near_dibao")
    caseways.posted(way, case)
    caseways.at_county(way.later(8), case)
    decision = caseways.confirmed(way.later(9), case)
    deciding.revoke_decision(by=way.later(9).desk("county_approver"), decision=decision.pk, reason="漏算配偶工资")
    assert deciding.begin_support(by=system_desk(way.later(60).day, purpose="到期"), on=way.later(60).day) == []
    assert stage_of(case) == "county_review"
    [due] = [one for one in running(case, way.later(9).day) if one.deadline.name == "county_decision_by"]
    assert due.deadline.started_on == way.later(9).day
    again = caseways.confirmed(way.later(10), case)
    assert (again.kind, again.benefit_id != decision.benefit_id) == ("confirm", True)


def test_the_longer_limit_is_given_once_where_the_procedure_has_one(way: Way) -> None:
    near = case_of(way, ready(way.world, families.near_dibao), "near_dibao")
    before = {due.deadline.name: due.deadline.length for due in running(near, way.day)}
    timing.extend(by=way.desk("township_approver"), case=near.pk, reason="人员在外地务工，调查困难")
    after = {due.deadline.name: due.deadline.length for due in running(Case.objects.get(pk=near.pk), way.day)}
    assert (before["whole_by"], after["whole_by"]) == (30, 45)
    with pytest.raises(Refused, match="已经延长过"):
        timing.extend(by=way.desk("township_approver"), case=near.pk, reason="再延长一次")
    household = ready(way.world, families.elder)
    tekun = case_of(way, household, "tekun", member_of(household, 0))
    with pytest.raises(Refused, match="没有特殊情况延长"):
        timing.extend(by=way.desk("township_approver"), case=tekun.pk, reason="调查困难")
