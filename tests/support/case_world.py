"""The invented county of the tests of cases: its standards entered, its offices reachable."""

from collections.abc import Callable
from typing import Any

from doudi.records.cases.models import Case
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from support import caseways
from support.caseways import Way
from support.families_of_cases import standards_entered
from world import COUNTY, DAY, World, build_world, staffed


def world_of_cases(*, far: bool = False) -> World:
    """The county with every standard its cases want, telephones for objections, and a second to look at a refusal."""
    world = build_world(far=far)
    world.desks["county_approver_second"] = staffed(world, "county_approver", COUNTY, "乙")
    standards_entered(world)
    caseways.reachable(Way(world, DAY))
    return world


def ready(world: World, make: Callable[..., Household], **told: Any) -> Household:
    """A household of a kind with its papers filed."""
    household = make(world, **told)
    caseways.bring_papers(world.desk("township_acceptance"), household)
    return household


def member_of(household: Household, position: int) -> int:
    """The number of the member at a place of the household."""
    return members_on(household, DAY)[position].person_id


def case_of(way: Way, household: Household, programme: str, person: int | None = None) -> Case:
    """An accepted case of one programme."""
    return caseways.accepted(way, household, (programme, person)).cases.get()


def surveyed_case(way: Way, household: Household, programme: str, person: int | None = None) -> Case:
    """A case whose survey is done."""
    application = caseways.accepted(way, household, (programme, person))
    caseways.surveyed(way, application)
    return application.cases.get()


def stage_of(case: Case) -> str:
    """Where a case stands now."""
    case.refresh_from_db()
    return case.stage
