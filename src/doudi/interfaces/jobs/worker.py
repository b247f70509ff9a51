"""The worker: `python -m doudi.interfaces.jobs.worker` takes jobs from the queue until it is told to stop."""

import os


def main() -> None:
    """Run until SIGTERM or SIGINT; a job under way at a kill is taken up again by the next worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.interfaces.site.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=2, install_signal_handlers=True, listen_notify=True, fetch_job_polling_interval=2)


if __name__ == "__main__":
    main()
