"""A support is stopped by whoever may: what was decided by whoever decides, tekun by its procedure, a dead person's by anybody."""

from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import NotAllowed
from doudi.records.cases.actions import deciding, publicity
from doudi.records.cases.actions.stopping import stop_benefit
from doudi.records.cases.models import Case, Cover, Decision
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.models import Benefit, Person
from doudi.records.registry.refusals import Refused
from support import caseways
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.case_world import ready, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def confirmed(way: Way, story: str) -> tuple[Decision, Way]:
    """What a story decided, and the officers on that day."""
    case = opened_case(way, story, household_for(way.world, story))
    for word in STRAIGHT[story].split():
        if word.startswith("+"):
            way = way.later(int(word))
            continue
        ACTS[word].do(At(way.world, Case.objects.get(pk=case.pk), way.desk(ACTS[word].posts[0])))
        if word == "confirm":
            break
    return case.decisions.get(), way


def until(decision: Decision) -> Any:
    """The first day no longer paid."""
    return Benefit.objects.get(pk=decision.benefit_id).until


@pytest.mark.parametrize("post", ["township_acceptance", "township_approver", "county_reviewer", "county_approver"])
def test_tekun_that_was_decided_ends_by_its_procedure_alone(way: Way, post: str) -> None:
    decision, way = confirmed(way, "tekun")
    with pytest.raises(Refused, match="报告终止供养"):
        stop_benefit(by=way.desk(post), benefit=decision.benefit_id, on=decision.since, reason="条件变化")
    assert until(decision) is None


def test_what_the_county_decided_the_county_stops_and_no_town(way: Way) -> None:
    decision, way = confirmed(way, "dibao")
    told = {"benefit": decision.benefit_id, "on": decision.since, "reason": "收入超过标准"}
    for post in ("township_acceptance", "township_approver", "county_reviewer"):
        with pytest.raises(NotAllowed, match="由县级确认岗停发"):
            stop_benefit(by=way.desk(post), **told)
    stop_benefit(by=way.desk("county_approver"), **told)
    assert until(decision) == decision.since
    assert not Cover.objects.filter(benefit=decision.benefit_id, until=None).exists()


def test_to_the_dead_nothing_is_paid_whoever_says_so(way: Way) -> None:
    decision, way = confirmed(way, "tekun")
    Person.objects.filter(pk=decision.case.person_id).update(died_on=way.day)
    stop_benefit(
        by=way.desk("township_acceptance"), benefit=decision.benefit_id, on=decision.since, reason="已死亡"
    )  # fmt: skip
    assert until(decision) == decision.since


def test_what_was_taken_over_is_ended_as_before(way: Way) -> None:
    household = ready(way.world, lambda world: family_on(world, "600"))
    clerk = way.desk("township_acceptance")
    draft = BenefitDraft(programme="dibao", monthly=50_000, since=DAY.replace(day=1))
    benefit = take_over_benefit(by=clerk, household=household.pk, draft=draft)
    assert stop_benefit(by=clerk, benefit=benefit.pk, on=DAY.replace(month=4, day=1), reason="迁出").until


def test_a_revoked_decision_hangs_nowhere_and_the_right_one_is_made_known(way: Way) -> None:
    decision, way = confirmed(way, "dibao")
    clerk = way.desk("township_acceptance")
    told = publicity.publish_result(by=clerk, case=decision.case_id)
    deciding.revoke_decision(by=way.desk("county_approver"), decision=decision.pk, reason="金额算错了")
    told.refresh_from_db()
    assert (told.taken_down_on, told.taken_down_reason) == (way.day, f"决定已撤销（{decision.number}）")
    caseways.confirmed(way, decision.case)
    assert publicity.publish_result(by=clerk, case=decision.case_id).taken_down_on is None
