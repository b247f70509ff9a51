"""The worker: `python -m doudi.interfaces.jobs.worker` takes jobs from the queue until it is told to stop.

There is one worker to an office. A job that stands as under way when it starts was under way in a worker that was killed,
and is taken up again at once. A worker that cannot write down what became of a job ends, for the same reason: else the job
would stand as under way for as long as it lives.
"""

import logging
import os
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

_LOG = logging.getLogger(__name__)
# When its database has died under it, the pool hands out nothing for as long as it is let; a new worker has a connection
# seconds later. The queue asks for four at most at a time, and the pool holds as many.
POOL_SECONDS = 5.0
Write = Callable[..., Awaitable[None]]


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.interfaces.site.settings")
    import django

    from doudi.interfaces.site.demonstration_day import live_on_its_day

    live_on_its_day()
    django.setup()
    from procrastinate.contrib.django import app

    from doudi.records.evidence.workfolder import sweep_work_folders

    sweep_work_folders()
    take_up_again(app)
    with app.replace_connector(own_connector()) as worker:
        worker.job_manager.finish_job = or_end(worker.job_manager.finish_job)  # type: ignore[method-assign]
        worker.job_manager.retry_job = or_end(worker.job_manager.retry_job)  # type: ignore[method-assign]
        worker.run_worker(concurrency=2, install_signal_handlers=True, listen_notify=True, fetch_job_polling_interval=2)


def own_connector() -> Any:
    """The worker's own way to the database, as procrastinate would make it but for its patience."""
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    return PsycopgConnector(kwargs=connector_params(), timeout=POOL_SECONDS)


def take_up_again(app: Any) -> int:
    """Put every job that was under way back into the queue; the answer is how many."""
    from django.utils import timezone

    left = list(app.job_manager.list_jobs(status="doing"))
    for job in left:
        app.job_manager.retry_job_by_id(job.id, retry_at=timezone.now())
    return len(left)


def or_end(write: Write) -> Write:
    """Have something written down, or end this worker: the next one takes up again what stands as under way."""

    @wraps(write)
    async def wrote(*args: Any, **kwargs: Any) -> None:
        try:
            await write(*args, **kwargs)
        except Exception as fault:
            _LOG.error("the end of a job could not be written down: %s", type(fault).__name__)
            os._exit(1)

    return wrote


if __name__ == "__main__":
    main()
