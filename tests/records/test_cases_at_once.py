"""Two officers at one application at the same moment: both get through, one after the other."""

import time

import pytest

from doudi.records.cases import flow
from doudi.records.cases.actions import inquiries
from doudi.records.cases.queries import load_by_office, waiting_for
from support import caseways
from support.at_once import at_once
from support.caseways import Way
from support.families_registered import family_on
from world import DAY, World, build_world


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world(far=False)


def test_a_step_of_a_case_and_a_form_of_its_application_do_not_wait_for_each_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    way, family = Way(world, DAY), family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), family)
    application = caseways.accepted(way, family, ("dibao", None))
    case, by = application.cases.get(), way.desk("township_surveyor")
    caseways.inquire(way, "home_visit", application=application)
    original = flow.refuse_relative

    def late(*told: object) -> None:
        original(*told)  # type: ignore[arg-type]
        time.sleep(0.3)

    monkeypatch.setattr(flow, "refuse_relative", late)
    content = {"who": "邻居", "told": "收入少"}
    at_once(
        lambda: inquiries.request_core_check(by=by, case=case.pk).pk,
        lambda: (
            inquiries.begin_inquiry(
                by=by, kind="neighbour_visit", on=DAY, application=application.pk, content=content
            ).pk
        ),
    )
    assert case.steps.filter(event="core_check_requested").count() == 1
    assert application.inquiries.filter(kind="neighbour_visit").count() == 1
    # What waits is counted without the cases, and told with them.
    waiting = waiting_for(by)
    assert [one.case.pk for one in waiting[:5]] == [case.pk] and len(waiting) == 1 and waiting.over == 0
    assert sum(office.open for office in load_by_office(by)) == 1
