"""The job that finds out what an entered standard would change. Killed, it is taken up again and begins anew."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from doudi.interfaces.jobs.again import WITH_THE_DATABASE
from doudi.interfaces.site.middleware import today
from doudi.records.evidence.standards_preview import TASK


@app.task(name=TASK, retry=WITH_THE_DATABASE)
def preview_standard(preview: int) -> None:
    """Work one preview out. Only the worker has use for the engines of whole populations."""
    from doudi.records.evidence.standards_preview_run import run_preview

    close_old_connections()
    run_preview(preview, today=today())
