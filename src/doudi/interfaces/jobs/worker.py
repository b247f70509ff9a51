"""The worker: `python -m doudi.interfaces.jobs.worker` takes jobs from the queue until it is told to stop.

There is one worker to an office. A job that stands as under way when it starts was under way in a worker that was killed,
and is taken up again at once.
"""

import os
from typing import Any


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.interfaces.site.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from doudi.records.evidence.workfolder import sweep_work_folders

    sweep_work_folders()
    take_up_again(app)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=2, install_signal_handlers=True, listen_notify=True, fetch_job_polling_interval=2)


def take_up_again(app: Any) -> int:
    """Put every job that was under way back into the queue; the answer is how many."""
    from django.utils import timezone

    left = list(app.job_manager.list_jobs(status="doing"))
    for job in left:
        app.job_manager.retry_job_by_id(job.id, retry_at=timezone.now())
    return len(left)


if __name__ == "__main__":
    main()
