"""The job that finds out what an entered standard would change. Killed, it is taken up again and begins anew."""

from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from doudi.interfaces.site.middleware import today
from doudi.records.evidence.standards_preview import TASK

# A database that went away comes back; what else breaks would break again.
_AGAIN = RetryStrategy(max_attempts=20, wait=3, retry_exceptions={OperationalError, InterfaceError})


@app.task(name=TASK, retry=_AGAIN)
def preview_standard(preview: int) -> None:
    """Work one preview out. Only the worker has use for the engines of whole populations."""
    from doudi.records.evidence.standards_preview_run import run_preview

    close_old_connections()
    run_preview(preview, today=today())
