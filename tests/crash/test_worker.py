"""A job never stands as under way in a worker that does not work on it."""

import asyncio

import pytest
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

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


@pytest.mark.django_db
def test_a_worker_whose_database_has_died_waits_for_it_for_seconds_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pool hands out nothing then, as it does here where all is taken: half a minute of it would hold up every job."""
    assert worker.POOL_SECONDS <= 5
    monkeypatch.setattr(worker, "POOL_SECONDS", 0.2)
    connector = worker.own_connector()

    async def asked_in_vain() -> None:
        await connector.open_async()
        taken = [await connector.pool.getconn() for _ in range(connector.pool.max_size)]
        try:
            await connector.execute_query_one_async("SELECT 1 AS one")
        finally:
            for one in taken:
                await connector.pool.putconn(one)
            await connector.close_async()

    with pytest.raises(ConnectorException) as refused:
        asyncio.run(asked_in_vain())
    assert isinstance(refused.value.__cause__, PoolTimeout)
