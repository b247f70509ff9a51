"""Amounts and days that no officer means: refused with a sentence, and the database is never asked to hold them."""

from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.cases.actions import opinions, temporary
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


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


@pytest.fixture
def way(world: World) -> Way:
    return Way(world, DAY)


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
