"""Amounts and days that no officer means: refused with a sentence, and the database is never asked to hold them."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.cases.actions import inquiries, opinions, temporary
from doudi.records.cases.actions.letters import deliver_letter, make_letter
from doudi.records.cases.models import Case
from doudi.records.registry.refusals import Refused
from support import caseways
from support.case_acts import ACTS, At
from support.case_stories import household_for, opened_case
from support.case_world import ready, surveyed_case, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import DAY, World

pytestmark = pytest.mark.django_db
MOST = 1_000_000_000
YEAR_ONE = datetime.date(1, 1, 1)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def dibao_case(way: Way) -> Case:
    return surveyed_case(way, ready(way.world, lambda world: family_on(world, "600")), "dibao")


@pytest.mark.parametrize("fen", [MOST + 1, 2**63, 10**30])
def test_an_amount_that_no_support_reaches_is_refused(way: Way, fen: int) -> None:
    case = dibao_case(way)
    draft = caseways.view_of(way, case, monthly=fen, reason="情况特殊，详见调查")
    with pytest.raises(Refused, match="金额超过1000万元"):
        opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=draft)


def test_ten_million_yuan_is_the_most(way: Way) -> None:
    case = dibao_case(way)
    draft = caseways.view_of(way, case, monthly=MOST, reason="情况特殊，详见调查")
    assert opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=draft).monthly == MOST


@pytest.mark.parametrize("fen", [MOST + 1, 2**63, 10**30])
def test_so_is_what_the_county_gives_beyond_the_townships_relief(way: Way, fen: int) -> None:
    case = opened_case(way, "escalated", household_for(way.world, "escalated"))
    for word in ("relieve", "escalate"):
        ACTS[word].do(At(way.world, Case.objects.get(pk=case.pk), way.desk(ACTS[word].posts[0])))
    with pytest.raises(Refused, match="金额超过1000万元"):
        temporary.decide_escalated(by=way.desk("county_approver"), case=case.pk, once=fen, reason="情况特殊")


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "早于文书制作日期"), (0, ""), (3, ""), (4, "晚于今天"), (2_912_000, "晚于今天")]
)
def test_a_letter_is_delivered_between_its_making_and_today(way: Way, days: int, said: str) -> None:
    """From the day of delivery one may appeal: a day to come would put it off."""
    case = dibao_case(way)
    letter = make_letter(by=way.desk("township_acceptance"), kind="acceptance_notice", case=case.pk)
    on, clerk = DAY + datetime.timedelta(days=days), way.later(3).desk("township_acceptance")
    if said:
        with pytest.raises(Refused, match=said):
            deliver_letter(by=clerk, letter=letter.pk, to="户主", how="直接送达", on=on)
    else:
        assert deliver_letter(by=clerk, letter=letter.pk, to="户主", how="直接送达", on=on).delivered_on == on


@pytest.mark.parametrize(("on", "taken"), [(DAY, True), (DAY - datetime.timedelta(days=1), False), (YEAR_ONE, False)])
def test_nothing_is_found_out_before_the_application_came(way: Way, on: datetime.date, taken: bool) -> None:
    application = caseways.accepted(way, ready(way.world, lambda world: family_on(world, "600")), ("dibao", None))
    told = {"by": way.desk("township_surveyor"), "kind": "home_visit", "on": on, "application": application.pk}
    if taken:
        begun = inquiries.begin_inquiry(**told)
        with pytest.raises(Refused, match="早于申请日期"):
            inquiries.save_inquiry(by=told["by"], inquiry=begun.pk, content={}, on=YEAR_ONE)
    else:
        with pytest.raises(Refused, match="早于申请日期"):
            inquiries.begin_inquiry(**told)


@pytest.mark.parametrize(("days", "taken"), [(0, True), (365, True), (366, False), (700_000, False)])
def test_an_application_came_within_the_year(way: Way, days: int, taken: bool) -> None:
    household = ready(way.world, lambda world: family_on(world, "600"))
    came = DAY - datetime.timedelta(days=days)
    if taken:
        assert caseways.apply_for(way, household, ("dibao", None), arrived_on=came).arrived_on == came
    else:
        with pytest.raises(Refused, match="一年以前"):
            caseways.apply_for(way, household, ("dibao", None), arrived_on=came)
