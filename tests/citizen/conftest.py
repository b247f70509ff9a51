"""What the tests of the citizens' pages share: the invented county, a clock that stands still, a browser without an account."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from support.clock import Clock, ten_on

if TYPE_CHECKING:
    from support.caseways import Way
    from world import World


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Ten in the morning of the world's day."""
    from world import DAY

    stopped = ten_on(DAY)
    monkeypatch.setattr("django.utils.timezone.now", stopped)
    return stopped


@pytest.fixture
def way(world: "World") -> "Way":
    """The officers of the county on the world's day."""
    from support.caseways import Way
    from world import DAY

    return Way(world, DAY)


@pytest.fixture
def citizen(clock: Clock) -> Client:
    """A browser of somebody without an account."""
    return Client()


@pytest.fixture
def ask(citizen: Client) -> Callable[..., str]:
    """The text of a page, asked for with or without answers; its status is looked at."""

    def answer(address: str, told: dict[str, Any] | None = None, status: int = 200) -> str:
        response = citizen.get(address) if told is None else citizen.post(address, told)
        text = response.content.decode()
        assert response.status_code == status, text[:3000]
        assert response["Cache-Control"] == "no-store"
        return text

    return answer
