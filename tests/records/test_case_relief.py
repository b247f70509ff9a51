"""Urgent relief waits for nobody: not for facts that agree, not for standards, papers or holidays; the papers mend it after."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from doudi.records.cases.actions import deciding, temporary
from doudi.records.cases.actions.letters import make_letter
from doudi.records.cases.clocks import running
from doudi.records.cases.findings import replayed, unanswered_of
from doudi.records.cases.models import Case, Decision
from doudi.records.evidence.models import Evidence
from doudi.records.registry.models import Household, Membership
from doudi.records.registry.refusals import Refused
from support import caseways
from support import families_of_cases as families
from support.case_world import ready, stage_of, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, World, couple_and_child

pytestmark = pytest.mark.django_db
NIGHT = datetime.datetime(2026, 3, 2, 23, 40, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def urgent(way: Way, household: Household) -> Case:
    return caseways.apply_for(way, household, ("temporary_urgent", None)).cases.get()


def burned(way: Way) -> Case:
    return urgent(way, ready(way.world, families.burned))


def without_head(case: Case) -> None:
    """The facts contradict each other: a household of which nobody is the head."""
    Membership.objects.filter(household=case.household, relation="head").update(relation="child")


def with_head(case: Case) -> None:
    first = Membership.objects.filter(household=case.household).order_by("position").first()
    Membership.objects.filter(pk=first.pk).update(relation="head")


def unreadable(case: Case, **damage: Any) -> None:
    """One fact was damaged where it is kept."""
    of_head = Evidence.objects.filter(person=case.application.applicant, topic="income", superseded_at=None)
    assert of_head.update(**damage) == 1


def relieved(way: Way, case: Case, **rest: Any) -> Decision:
    return temporary.relieve(by=way.desk("township_surveyor"), case=case.pk, once=80_000, reason="房屋烧毁", **rest)


def test_facts_that_agree_are_kept_with_the_relief_as_ever(way: Way) -> None:
    decision = relieved(way, burned(way))
    assert decision.finding is not None and not decision.unanswered
    assert replayed(decision.finding).same_answer


def test_facts_that_contradict_each_other_keep_nobody_hungry(way: Way) -> None:
    case = burned(way)
    without_head(case)
    decision = Decision.objects.get(pk=relieved(way, case, at=NIGHT).pk)
    assert (decision.finding, decision.once, decision.departs) == (None, 80_000, False)
    assert stage_of(case) == "relieved"
    assert sorted(decision.people) == sorted(case.household.memberships.values_list("person", flat=True))
    [(zh, en)] = unanswered_of(decision)
    assert "没有户主" in zh and "has no head" in en
    assert {due.deadline.name for due in running(case, way.day)} == {"papers_by"}


@pytest.mark.parametrize("damage", [{"certificate": b"\x01\x02\x00\x01 no seal of ours"}, {"value": 7}])
def test_a_fact_that_cannot_be_read_keeps_nobody_hungry(way: Way, damage: dict[str, Any]) -> None:
    case = burned(way)
    unreadable(case, **damage)
    decision = relieved(way, case)
    assert decision.finding is None
    [(zh, en)] = unanswered_of(decision)
    assert "读不出来" in zh and "cannot be read" in en


def test_whatever_breaks_in_the_rules_keeps_nobody_hungry(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    case = burned(way)

    def broken(_asked: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("doudi.records.cases.findings.answer_to", broken)
    decision = relieved(way, case)
    assert (decision.finding, stage_of(case)) == (None, "relieved")
    assert "出错" in unanswered_of(decision)[0][0]


def test_the_papers_mend_what_contradicted_itself(way: Way) -> None:
    case = burned(way)
    without_head(case)
    relieved(way, case)
    surveyor = way.later(1).desk("township_surveyor")
    with pytest.raises(Refused, match="请先更正：.*没有户主"):
        temporary.complete_papers(by=surveyor, case=case.pk)
    assert (stage_of(case), case.findings.count()) == ("relieved", 0)
    with_head(case)
    temporary.complete_papers(by=surveyor, case=case.pk)
    temporary.close_urgent(by=way.later(2).desk("township_acceptance"), case=case.pk)
    assert stage_of(case) == "closed"
    # What the rules said once they could is kept beside the decision that says they could not.
    assert replayed(case.findings.get()).same_answer
    assert case.decisions.get(kind="relief").finding is None


def test_what_the_county_gives_more_waits_for_facts_that_agree(way: Way) -> None:
    case = burned(way)
    without_head(case)
    relieved(way, case)
    temporary.escalate(by=way.desk("township_surveyor"), case=case.pk, reason="重建费用缺口大")
    more: dict[str, Any] = {"case": case.pk, "once": 300_000, "reason": "按六倍标准"}
    with pytest.raises(Refused, match="情况有矛盾"):
        temporary.decide_escalated(by=way.desk("county_approver"), **more)
    with_head(case)
    assert temporary.decide_escalated(by=way.desk("county_approver"), **more).finding is not None


def test_what_is_no_urgent_relief_still_waits_for_facts_that_agree(way: Way) -> None:
    case = burned(way)
    without_head(case)
    with pytest.raises(Refused, match="情况有矛盾"):
        deciding.refuse_case(
            by=way.desk("township_approver"), case=case.pk, article="社会救助暂行办法#47", reason="不属急难"
        )


def test_only_relief_that_says_why_is_decided_without_a_finding(way: Way) -> None:
    case = burned(way)
    officer = way.desk("township_surveyor").officer_id
    told: dict[str, Any] = {"case": case, "on": DAY, "decided_by_id": officer}
    for kind, unanswered in (("relief", ""), ("relief_more", "[]"), ("confirm", "[]")):
        with pytest.raises(IntegrityError, match="decision_rests_on_finding"), transaction.atomic():
            Decision.objects.create(number=f"X-{kind}", kind=kind, unanswered=unanswered, **told)


def test_nothing_told_of_a_family_keeps_nobody_hungry(way: Way) -> None:
    household = couple_and_child(way.desk("township_acceptance"), sequence=711, surname="柯")
    decision = relieved(way, urgent(way, household))
    assert decision.finding is not None and decision.finding.outcome == "unknown"


def test_a_year_without_standards_or_a_notice_of_holidays_keeps_nobody_hungry(way: Way) -> None:
    later = way.on(datetime.date(2029, 12, 30))
    case = urgent(later, family_on(way.world, "600", sequence=161, surname="郝"))
    assert (relieved(later, case).kind, stage_of(case)) == ("relief", "relieved")


def test_an_application_that_wants_everything_else_keeps_nobody_hungry(way: Way) -> None:
    """Asked for with dibao at one window: no paper is there, the notice was not given, the rest is not accepted."""
    household = family_on(way.world, None, sequence=731, surname="苗")
    application = caseways.apply_for(way, household, ("dibao", None), ("temporary_urgent", None))
    case = application.cases.get(programme="temporary_urgent")
    without_head(case)
    assert relieved(way, case).finding is None
    assert application.cases.get(programme="dibao").stage == "draft"


@pytest.mark.parametrize("kind", ["relief_receipt", "papers_form"])
def test_its_papers_are_made_without_an_answer(way: Way, kind: str) -> None:
    case = burned(way)
    without_head(case)
    relieved(way, case)
    assert make_letter(by=way.desk("township_surveyor"), kind=kind, case=case.pk).pdf
