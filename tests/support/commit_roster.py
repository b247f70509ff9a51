"""A process that takes in a roster and stops dead at a moment, to be killed there: `commit_roster.py DATABASE ROSTER MOMENT`.

It says `here` when it has come to the moment. MOMENT is one of those below, or `never` to run through.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

MOMENTS = ("people written", "rows about to be marked", "a batch committed", "all committed")


def main() -> None:
    """Run the commit of a roster at the desk of whoever started it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "doudi.interfaces.site.settings"
    django.setup()
    from django.db import connection

    database, roster, moment = sys.argv[1:]
    connection.settings_dict["NAME"] = database
    _stop_at(moment)

    from doudi.records.rosters import committing
    from doudi.records.rosters.actions import run_commit
    from doudi.records.rosters.models import RosterImport
    from doudi.records.rosters.queries import desk_of_import
    from world import DAY

    committing.HOUSEHOLDS_AT_ONCE = 5
    desk = desk_of_import(RosterImport.objects.get(pk=roster), DAY, request="killed")
    assert desk is not None
    run_commit(desk, int(roster), _told if moment == "a batch committed" else lambda done: None)


def _stop_at(moment: str) -> None:
    from doudi.records.registry.actions import bulk
    from doudi.records.rosters import actions, committing

    if moment == "people written":
        bulk.note_duplicates = _second_time(bulk.note_duplicates)
    elif moment == "rows about to be marked":
        committing._mark_done = _second_time(committing._mark_done)
    elif moment == "all committed":
        whole = actions.commit_rows
        actions.commit_rows = lambda *told: (whole(*told), _wait())


def _second_time(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that works once and then waits for the end."""
    calls = iter((lambda: None, _wait))

    def called(*told: Any) -> Any:
        next(calls)()
        return function(*told)

    return called


def _told(done: int) -> None:
    if done >= 10:
        _wait()


def _wait() -> None:
    print("here", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main()
