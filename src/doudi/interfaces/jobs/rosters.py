"""The jobs of an import: the dry run and the commit. Killed, they are taken up again and go on where they stopped."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from doudi.interfaces.jobs.again import WITH_THE_DATABASE
from doudi.records.accounts.desk import Desk
from doudi.records.rosters.actions import CHECK, COMMIT, note_failure, note_progress, run_check, run_commit
from doudi.records.rosters.models import RosterImport
from doudi.records.rosters.queries import desk_of_import

_LOG = logging.getLogger(__name__)


@app.task(name=CHECK, queue="rosters", retry=WITH_THE_DATABASE)
def check(roster: int) -> None:
    """The dry run of an import."""
    _run(roster, run_check)


@app.task(name=COMMIT, queue="rosters", retry=WITH_THE_DATABASE)
def commit(roster: int) -> None:
    """The commit of an import."""
    _run(roster, run_commit)


def _run(roster: int, work: Callable[[Desk, int, Callable[[int], None]], None]) -> None:
    close_old_connections()
    found = RosterImport.objects.select_related("held_by").get(pk=roster)
    desk = desk_of_import(found, timezone.localdate(), request=f"roster-{roster}")
    if desk is None:
        note_failure(roster, "经办人已不在该岗位；请移交后由接手人重新提交")
        return
    try:
        work(desk, roster, lambda done: note_progress(roster, done))
    except (OperationalError, InterfaceError) as fault:
        _LOG.warning("import %s is tried again: %s", roster, getattr(fault.__cause__, "sqlstate", "") or "no database")
        raise
    except Exception as fault:
        # The message of a database error may quote a row: only its kind is told.
        _LOG.error("import %s broke: %s", roster, type(fault).__name__)
        note_failure(roster, f"处理中断（{type(fault).__name__}）；已完成的有效，可以重新提交")
        raise
