"""The same cause is helped once a year: whoever was helped, in whichever household, by temporary assistance of either kind."""

from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.cases.actions import temporary
from doudi.records.cases.models import Case, Decision
from doudi.records.registry.models import Household
from doudi.records.registry.refusals import Refused
from support import caseways, families_of_cases
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.case_world import ready, world_of_cases
from support.caseways import Way
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


def urgent(way: Way, household: Household) -> Case:
    return caseways.apply_for(way, household, ("temporary_urgent", None)).cases.get()


def relieved(way: Way, case: Case, again: str = "") -> Decision:
    return temporary.relieve(
        by=way.desk("township_surveyor"), case=case.pk, once=50_000, reason="断粮两天", again=again
    )  # fmt: skip


def other_household(way: Way) -> Household:
    return family_on(way.world, "700", sequence=151, surname="巩")


def test_whoever_was_helped_in_another_household_is_not_helped_twice_without_a_reason(way: Way) -> None:
    home, other = ready(way.world, families_of_cases.burned), other_household(way)
    helped = relieved(way, urgent(way, other))
    # Somebody of that household lives here now.
    moved = other.memberships.order_by("-position").first()
    assert moved is not None
    moved.household = home
    moved.relation, moved.position = "other", 9
    moved.save()
    case = urgent(way, home)
    assert moved.person_id in helped.people
    with pytest.raises(Refused, match="一年只救助一次"):
        relieved(way, case)
    assert relieved(way, case, "房屋失火，与上次断粮不是同一原因").once == 50_000


def test_nobody_is_asked_why_for_what_strangers_got(way: Way) -> None:
    relieved(way, urgent(way, other_household(way)))
    assert relieved(way, urgent(way, ready(way.world, families_of_cases.burned))).once == 50_000


def test_assistance_with_spending_counts_as_well(way: Way) -> None:
    story = "temporary_spending"
    case = opened_case(way, story, household_for(way.world, story))
    for word in STRAIGHT[story].split():
        if word.startswith("+"):
            way = way.later(int(word))
            continue
        ACTS[word].do(At(way.world, Case.objects.get(pk=case.pk), way.desk(ACTS[word].posts[0])))
        if word == "confirm":
            break
    with pytest.raises(Refused, match="一年只救助一次"):
        relieved(way, urgent(way, case.household))
