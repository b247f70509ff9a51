"""Keeps the worker busy while the load runs: a roster of 25,000 rows is held against the register and taken in.

Run as a process of its own (`python -m benchmarks.load_worker HOME ROWS`), which uploads the roster, says `ready`, waits
for a line, and then does what an officer would: the columns, and the commit once the dry run is done. It prints its state.
"""

import datetime
import sys
import time
from pathlib import Path


def main() -> None:
    """Upload, wait to be told, have it checked and taken in; ends when it is done."""
    from benchmarks.county import enter

    home, rows = Path(sys.argv[1]), int(sys.argv[2])
    enter(home)
    from django.utils import timezone

    from benchmarks.rosters import roster
    from doudi.records.accounts.models import Officer
    from doudi.records.accounts.queries import desks_of
    from doudi.records.rosters.actions import map_columns, start_commit, upload_roster

    by = desks_of(Officer.objects.get(login="county-reviewer"), timezone.localdate())[0]
    made = upload_roster(by=by, data=roster(rows), filename="花名册.xlsx", valid_on=datetime.date(2026, 2, 1))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    map_columns(by=by, roster=made.pk, mapping={int(at): name for at, name in made.mapping.items()}, options={})
    _wait_for(made, "checked")
    checked = time.perf_counter() - began
    start_commit(by=by, roster=made.pk)
    _wait_for(made, "done", "finished", "committed")
    print(f"checked in {checked:.0f} s, taken in after {time.perf_counter() - began:.0f} s: {made.state}", flush=True)


def _wait_for(made: object, *states: str) -> None:
    while made.state not in (*states, "failed"):  # type: ignore[attr-defined]
        time.sleep(2)
        made.refresh_from_db(fields=["state"])  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
