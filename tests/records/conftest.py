"""What tests of cases begin with; each file has a world of its own.

Django is set up after this file is read: what needs it is imported where it is used.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from doudi.records.registry.models import Household
    from support.caseways import Way
    from world import World


@pytest.fixture
def way(world: "World") -> "Way":
    """Cases taken through in that world from the first day."""
    from support.caseways import Way
    from world import DAY

    return Way(world, DAY)


@pytest.fixture
def family(world: "World") -> "Household":
    """A household of little income in the register, with its papers."""
    from support import caseways
    from support.families_registered import family_on

    household = family_on(world, "600")
    caseways.bring_papers(world.desk("township_acceptance"), household)
    return household


@pytest.fixture
def household(world: "World") -> "Household":
    """A couple and a child of ten, ready for what a case begins with: the husband applies."""
    from support.case_world import ready
    from support.families_registered import family_on

    return ready(world, lambda world: family_on(world, "600"))
