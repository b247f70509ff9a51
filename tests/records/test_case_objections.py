"""Objections to a notice: whose they are, within its days or after them, and what each does to the case."""

from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import citizen_desk
from doudi.records.accounts.powers import grant_power
from doudi.records.cases.actions import opinions, publicity
from doudi.records.cases.models import Application, Case, Objection
from doudi.records.registry.refusals import Refused
from support import caseways
from support.case_world import ready, stage_of, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, LIULIN, TOWN, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def posted_case(way: Way) -> Case:
    """A dibao case whose notice hangs since today."""
    case = surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")
    caseways.posted(way, case)
    return Case.objects.get(pk=case.pk)


def objected(way: Way, case: Case, content: str = "家里有门面出租", **told: str) -> Objection:
    """An objection told at the window."""
    posting = case.postings.order_by("pk").first()
    assert posting is not None
    return publicity.object_to(by=way.desk("township_acceptance"), posting=posting.pk, content=content, **told)


def test_a_clue_from_the_web_is_answered_before_the_file_goes_up_and_stops_nothing(way: Way) -> None:
    case = posted_case(way)
    by = citizen_desk(DAY, village=LIULIN, name="公示异议", request="r")
    clue = publicity.object_to(by=by, posting=case.postings.get().pk, content="反对")
    assert (stage_of(case), clue.timely, clue.is_identified) == ("under_publicity", True, False)
    assert not Application.objects.get(pk=case.application_id).complaint
    over = way.later(8)
    with pytest.raises(Refused, match="没有处理结果"):
        publicity.send_to_county(by=over.desk("township_approver"), case=case.pk)
    publicity.dispose_objection(by=over.desk("township_approver"), objection=clue.pk, disposal="核实无此情况")
    publicity.send_to_county(by=over.desk("township_approver"), case=case.pk)
    assert stage_of(case) == "county_review"


def test_the_second_who_objects_within_the_days_is_in_time_and_is_answered_too(way: Way) -> None:
    case = posted_case(way)
    first = objected(way.later(2), case)
    second = objected(way.later(7), case, "还有一辆车")
    assert (first.timely, second.timely, stage_of(case)) == (True, True, "objected")
    assert not Application.objects.get(pk=case.application_id).complaint
    caseways.inquire(way.later(7), "appraisal", application=case.application, post="township_surveyor")
    later = way.later(8)
    approver = later.desk("township_approver")
    opinions.give_second_opinion(by=approver, case=case.pk, draft=caseways.view_of(later, case))
    publicity.dispose_objection(by=approver, objection=first.pk, disposal="门面系他人所有")
    with pytest.raises(Refused, match="没有处理结果"):
        publicity.send_to_county(by=approver, case=case.pk)
    publicity.dispose_objection(by=approver, objection=second.pk, disposal="车辆已报废")
    publicity.send_to_county(by=approver, case=case.pk)
    assert stage_of(case) == "county_review"


@pytest.mark.parametrize(("days", "timely"), [(6, True), (7, True), (8, False)])
def test_the_last_day_of_the_notice_is_in_time_and_the_day_after_is_a_complaint(
    way: Way, days: int, timely: bool
) -> None:
    case = posted_case(way)
    assert objected(way.later(days), case).timely is timely
    assert stage_of(case) == ("objected" if timely else "under_publicity")
    assert Application.objects.get(pk=case.application_id).complaint is not timely


def test_a_late_objection_takes_a_delegated_case_to_the_county(way: Way) -> None:
    grant_power(by=way.desk("county_approver"), power="confirm_dibao", town=TOWN, since=DAY, notice="金民〔2026〕9号")
    case = posted_case(way)
    assert case.route == "township"
    objected(way.later(8), case)
    case.refresh_from_db()
    assert (case.route, case.grant) == ("county", None)


def test_a_late_objection_leaves_a_case_with_the_township_that_has_confirmed_it(way: Way) -> None:
    case = posted_case(way)
    Case.objects.filter(pk=case.pk).update(route="township", stage="confirmed")
    objected(way.later(8), case)
    case.refresh_from_db()
    assert case.route == "township"
    assert Application.objects.get(pk=case.application_id).complaint
