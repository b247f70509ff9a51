"""A refusal that was wrong is revoked by somebody else, and the case is decided anew: with its clocks, its notice, its review."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.actions import appoint
from doudi.records.accounts.desk import NotAllowed
from doudi.records.accounts.models import Appointment
from doudi.records.accounts.powers import grant_power
from doudi.records.accounts.queries import desks_of
from doudi.records.cases.actions import deciding, inquiries, opinions, publicity, temporary
from doudi.records.cases.actions.letters import make_letter
from doudi.records.cases.citizens import decisions_told
from doudi.records.cases.clocks import decided, running
from doudi.records.cases.models import Case, Decision, Letter
from doudi.records.cases.queries import moves_of, waiting_for
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_world import ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import COUNTY, DAY, TOWN, World

pytestmark = pytest.mark.django_db
ARTICLE = "最低生活保障审核确认办法#4"
WHY = "漏算了刚性支出，应予确认"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def refused(way: Way, *, told: bool = True) -> Case:
    """A family that the township found not to qualify, and the county refused."""
    household = ready(way.world, lambda world: family_on(world, "600", sequence=811, surname="邵"))
    case = surveyed_case(way, household, "dibao")
    against = opinions.OpinionDraft(grants=False, reason="家中另有收入")
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=against)
    opinions.give_review(by=way.desk("county_reviewer"), case=case.pk, draft=against)
    deciding.refuse_case(by=way.desk("county_approver"), case=case.pk, article=ARTICLE, reason="家中另有收入")
    if told:
        deciding.tell_refusal(by=way.desk("township_acceptance"), case=case.pk, delivered_to="户主")
    return Case.objects.get(pk=case.pk)


def revoked(way: Way, case: Case, *, post: str = "county_approver_second") -> Decision:
    return deciding.revoke_decision(
        by=way.desk(post), decision=case.decisions.get(kind="refuse", revoked_by=None).pk, reason=WHY
    )


def text_of(letter: Letter) -> str:
    return str(letter.content)


@pytest.mark.parametrize("told", [True, False])
def test_a_refusal_revoked_brings_the_case_back_to_its_survey(way: Way, told: bool) -> None:
    case = refused(way, told=told)
    assert (case.closed_on is not None, case.application.closed_on is not None) == (told, told)
    revoked(way.later(20), case)
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.closed_on, case.application.closed_on, case.route) == ("surveying", None, None, "county")
    assert decided(case) is None and {one.kind for one in decisions_told(case)} == {"revoke"}
    assert case.steps.last().ground == "原不予确认决定已撤销，重新办理"


def test_its_clocks_run_from_the_day_of_the_revocation(way: Way) -> None:
    case = refused(way)
    revoked(way.later(20), case)
    case = Case.objects.get(pk=case.pk)
    dues = {due.deadline.name: due for due in running(case, way.later(20).day)}
    assert set(dues) == {"survey_by", "whole_by"}
    assert {due.deadline.started_on for due in dues.values()} == {way.later(20).day}
    assert not any(due.is_over for due in dues.values())


def test_it_is_posted_reviewed_and_confirmed_like_any_other(way: Way) -> None:
    case = refused(way)
    revoked(way.later(20), case)
    later = way.later(21)
    with pytest.raises(Refused, match="初审意见不同意的，不能确认"):
        caseways.confirmed(later, case)
    caseways.posted(later, case)
    last = way.later(29)
    publicity.take_down(by=last.desk("township_acceptance"), posting=case.postings.get().pk, reason="公示期满")
    publicity.send_to_county(by=last.desk("township_approver"), case=case.pk)
    # The review before was of another opinion.
    assert case.pk in {one.case.pk for one in waiting_for(last.desk("county_reviewer"))}
    with pytest.raises(Refused, match="还没有县级审核意见"):
        caseways.confirmed(last, case)
    draft = caseways.view_of(last, case, post="county_reviewer")
    opinions.give_review(by=last.desk("county_reviewer"), case=case.pk, draft=draft)
    decision = caseways.confirmed(last, case)
    assert (stage_of(case), decision.kind, decided(case)) == ("confirmed", "confirm", decision)
    letter = make_letter(by=last.desk("county_approver"), kind="confirmation_letter", case=case.pk)
    assert WHY not in text_of(letter) and str(decision.on) in text_of(letter)


def test_it_may_be_refused_again_for_a_reason_of_its_own(way: Way) -> None:
    case = refused(way)
    first = case.decisions.get(kind="refuse")
    revoked(way.later(20), case)
    later = way.later(21)
    against = opinions.OpinionDraft(grants=False, reason="查明名下有商铺")
    opinions.give_first_opinion(by=later.desk("township_approver"), case=case.pk, draft=against)
    opinions.give_review(by=later.desk("county_reviewer"), case=case.pk, draft=against)
    again = deciding.refuse_case(
        by=later.desk("county_approver"), case=case.pk, article=ARTICLE, reason="查明名下有商铺出租"
    )
    letter = make_letter(by=later.desk("county_approver"), kind="refusal_letter", case=case.pk)
    assert "查明名下有商铺出租" in text_of(letter) and WHY not in text_of(letter)
    undone = make_letter(by=later.desk("county_approver"), kind="revocation_letter", case=case.pk)
    assert first.number in text_of(undone) and WHY in text_of(undone)
    [due] = running(Case.objects.get(pk=case.pk), later.day)
    assert (due.deadline.name, due.deadline.started_on) == ("refusal_letter_by", later.day)
    with pytest.raises(Refused, match="已经撤销"):
        deciding.revoke_decision(by=later.desk("county_approver_second"), decision=first.pk, reason=WHY)
    deciding.revoke_decision(by=later.desk("county_approver_second"), decision=again.pk, reason=WHY)
    assert stage_of(case) == "surveying"


def test_whoever_refused_does_not_revoke_and_is_told_who_may(way: Way) -> None:
    case = refused(way)
    with pytest.raises(NotAllowed, match="须由其他人员撤销；可由县级确认岗乙办理"):
        revoked(way, case, post="county_approver")
    assert stage_of(case) == "refusal_notified"


def test_a_county_with_one_who_confirms_is_told_whom_the_administrator_may_appoint_for_a_day(way: Way) -> None:
    case = refused(way)
    alone = way.world.desk("county_approver_second")
    Appointment.objects.filter(pk=alone.appointment_id).update(until=DAY)
    with pytest.raises(NotAllowed) as told:
        revoked(way.later(1), case, post="county_approver")
    for said in ("系统管理员在“工作人员”页", "“县级确认岗”任职，可以只任一天", "（如分管领导）", "行政复议"):
        assert said in str(told.value)
    # Nobody is named who reviews, pays, administers, audits, or verifies for another department.
    for name in ("县级审核岗甲", "县级资金岗甲", "系统管理员甲", "审计员甲", "残联核实岗甲"):
        assert name not in str(told.value)


def test_who_is_appointed_for_a_day_revokes_it_even_if_they_reviewed_it(way: Way) -> None:
    case = refused(way)
    alone = way.world.desk("county_approver_second")
    Appointment.objects.filter(pk=alone.appointment_id).update(until=DAY)
    later = way.later(1)
    Appointment.objects.filter(pk=way.world.desk("county_reviewer").appointment_id).update(until=later.day)
    reviewer = next(
        one for one in way.world.officers.values() if one.pk == way.world.desk("county_reviewer").officer_id
    )
    appoint(
        by=later.desk("administrator"), officer=reviewer, post="county_approver", territory=COUNTY, since=later.day,
        until=way.later(2).day, note="代行一天",
    )  # fmt: skip
    desk = next(one for one in desks_of(reviewer, later.day) if one.post_key == "county_approver")
    decision = case.decisions.get(kind="refuse")
    deciding.revoke_decision(by=desk, decision=decision.pk, reason=WHY)
    assert stage_of(case) == "surveying"


def test_nothing_but_a_revocation_brings_it_back(way: Way) -> None:
    case = refused(way)
    for post in ("county_approver", "county_approver_second", "county_reviewer", "township_acceptance"):
        assert moves_of(way.desk(post), case) == []
    with pytest.raises(Refused, match="已办结"):
        opinions.send_back(by=way.desk("county_reviewer"), case=case.pk, reason="再调查一次")
    with pytest.raises(Refused, match="已办结"):
        inquiries.object_to_core_check(by=way.desk("township_acceptance"), case=case.pk, evidence="存款系代管")
    assert stage_of(case) == "refusal_notified"


def test_what_was_applied_for_since_is_decided_there(way: Way) -> None:
    case = refused(way)
    since = caseways.accepted(way.later(2), case.household, ("dibao", None)).cases.get()
    with pytest.raises(Refused, match=since.number):
        revoked(way.later(3), case)
    assert not Decision.objects.filter(case=case, kind="revoke").exists()


def test_what_a_township_refused_under_its_grant_the_county_decides_anew(way: Way) -> None:
    grant_power(by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=DAY, notice="金民〔2026〕9号")
    household = ready(way.world, lambda world: family_on(world, "600", sequence=831, surname="童"))
    case = surveyed_case(way, household, "dibao")
    caseways.posted(way, case)
    later = way.later(8)
    deciding.refuse_case(by=later.desk("township_approver"), case=case.pk, article=ARTICLE, reason="户主已就业")
    assert case.decisions.get().grant_id is not None
    revoked(later, case, post="county_approver")
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.route, case.grant) == ("surveying", "county", None)


def test_urgent_need_refused_wrongly_is_relieved_within_the_hours_of_a_new_report(way: Way) -> None:
    case = caseways.apply_for(way, ready(way.world, families.burned), ("temporary_urgent", None)).cases.get()
    deciding.refuse_case(
        by=way.desk("township_approver"), case=case.pk, article="社会救助暂行办法#47", reason="不属急难，请走支出型"
    )
    deciding.tell_refusal(by=way.desk("township_acceptance"), case=case.pk, delivered_to="户主")
    revoked(way.later(3), case)
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.route, case.closed_on) == ("reported", "township", None)
    due = next(one for one in running(case, way.later(3).day) if one.deadline.name == "relief_by")
    assert due.deadline.due - case.steps.last().at == datetime.timedelta(hours=24)
    temporary.relieve(by=way.later(3).desk("township_surveyor"), case=case.pk, once=80_000, reason="房屋烧毁")
    assert stage_of(case) == "relieved"
