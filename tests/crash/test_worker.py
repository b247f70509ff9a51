"""A job never stands as under way in a worker that does not work on it."""

import asyncio

import pytest

from doudi.interfaces.jobs import worker
from doudi.interfaces.jobs.again import WITH_THE_DATABASE


class Ended(Exception):
    """What stands for the end of the process here."""


def ends(status: int) -> None:
    raise Ended(status)


def test_a_worker_that_cannot_write_down_what_became_of_a_job_ends(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*, job: int) -> None:
        raise ConnectionError("row of somebody")

    monkeypatch.setattr(worker.os, "_exit", ends)
    with pytest.raises(Ended):
        asyncio.run(worker.or_end(fails)(job=1))
    assert "ConnectionError" in caplog.text and "somebody" not in caplog.text.split("Traceback")[0]


def test_a_worker_that_can_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []

    async def writes(*, job: int) -> None:
        written.append(job)

    monkeypatch.setattr(worker.os, "_exit", ends)
    asyncio.run(worker.or_end(writes)(job=1))
    assert written == [1]


def test_a_job_waits_for_the_database_however_long_it_is_away() -> None:
    assert WITH_THE_DATABASE.max_attempts is None
