"""What is made known of a case by name: only where its procedure posts its cases, and no longer than its decision stands."""

from collections.abc import Iterator
from typing import Any

import pytest

from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.cases.actions import publicity
from doudi.records.cases.models import Case, Posting
from doudi.records.cases.words import NOTICES
from doudi.records.registry.refusals import Refused
from support.case_acts import ACTS, STRAIGHT, At
from support.case_stories import household_for, opened_case
from support.case_world import world_of_cases
from support.caseways import Way
from support.rolled_back import rolled_back
from world import World

pytestmark = pytest.mark.django_db
POSTED = {"dibao", "near_dibao", "dibao_single", "tekun", "tekun_exit", "temporary_spending"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield world_of_cases()


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_of_a_kind_hangs_only_where_its_procedure_posts(way: Way, procedure: str, kind: str) -> None:
    case = opened_case(way, procedure, household_for(way.world, procedure))
    lawful = procedure == "temporary_urgent" if kind == "late" else procedure in POSTED
    clerk = way.desk("township_acceptance")
    if lawful:
        assert publicity.hang(case, clerk, kind, ends_on=None).kind == kind
        return
    with pytest.raises(Refused, match="不作|不得公示"):
        publicity.hang(case, clerk, kind, ends_on=None)
    assert not case.postings.exists()


def confirmed_of(way: Way, story: str) -> tuple[Case, Way]:
    """A story told until it is confirmed, and the officers on that day."""
    case = opened_case(way, story, household_for(way.world, story))
    for word in STRAIGHT[story].split():
        if word.startswith("+"):
            way = way.later(int(word))
            continue
        ACTS[word].do(At(way.world, Case.objects.get(pk=case.pk), way.desk(ACTS[word].posts[0])))
        if word == "confirm":
            break
    return Case.objects.get(pk=case.pk), way


@pytest.mark.parametrize("procedure", ["disability_subsidy", "rigid_expenditure"])
def test_a_subsidy_of_the_disabled_and_a_status_of_the_indebted_are_told_to_them_alone(
    way: Way, procedure: str
) -> None:
    case, way = confirmed_of(way, procedure)
    assert case.stage in ("confirmed", "active")
    with pytest.raises(Refused, match="结果书面告知本人"):
        publicity.publish_result(by=way.desk("township_acceptance"), case=case.pk)
    assert not Posting.objects.filter(case=case).exists()
