"""What the tests of the pages share: the invented county, a clock that stands still, browsers that are signed in.

Django is set up after this file is read: what needs it is imported where it is used.
"""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from support.clock import Clock, ten_on

if TYPE_CHECKING:
    from support.caseways import Way
    from world import World

BACKEND = "doudi.interfaces.site.signed_in.Officers"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Ten in the morning of the world's day, for the pages and the libraries they stand on."""
    from world import DAY

    stopped = ten_on(DAY)
    for name in ("django.utils.timezone.now", "axes.handlers.proxy.now", "axes.attempts.now"):
        monkeypatch.setattr(name, stopped)
    return stopped


@pytest.fixture
def today(clock: Clock) -> datetime.date:
    """The world's day; the clock stands still on it."""
    return clock.moment.date()


@pytest.fixture
def way(world: "World", today: datetime.date) -> "Way":
    """Cases taken through in that world, from the day on which the clock stands still."""
    from support.caseways import Way

    return Way(world, today)


@pytest.fixture
def signed_in(world: "World", clock: Clock) -> Callable[[str], Client]:
    """A browser in which an officer is signed in, by login."""

    def make(login: str) -> Client:
        client = Client()
        client.force_login(world.officers[login], backend=BACKEND)
        return client

    return make
