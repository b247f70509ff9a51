"""The jobs of exports: long lists are made, and files whose days are over are dropped."""

import logging

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from doudi.interfaces.jobs.again import WITH_THE_DATABASE
from doudi.records.rosters.export_files import make_export
from doudi.records.rosters.exports import TASK, desk_of_export, expire_exports, note_failure, note_progress

_LOG = logging.getLogger(__name__)


@app.task(name=TASK, queue="exports", retry=WITH_THE_DATABASE)
def export(export: int) -> None:
    """Make a long list under the desk that asked for it. Killed, it is begun anew: nothing is handed out by halves."""
    close_old_connections()
    desk = desk_of_export(export, timezone.localdate())
    if desk is None:
        note_failure(export)
        return
    try:
        make_export(by=desk, export=export, progress=lambda done: note_progress(export, done))
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        # The message of a database error may quote a row: only its kind is told.
        _LOG.error("export %s broke: %s", export, type(fault).__name__)
        note_failure(export)
        raise


@app.periodic(cron="17 * * * *")
@app.task(name="doudi.lists.expire", queue="exports", queueing_lock="doudi.lists.expire")
def expire(timestamp: int) -> None:
    """Every hour: drop the files of exports that are over."""
    close_old_connections()
    expire_exports(now=timezone.now())
