"""How long every page takes at the size of a county: `python -m benchmarks.pages HOME`, a home of `benchmarks.county`.

Each page is asked for in this process through the whole stack (middleware, view, templates, the home's PostgreSQL) by an
officer who is signed in, on the county's day. All pages are visited once to warm up and to count their queries, then in
rounds, so that no page is measured right after itself. `cpu` is the time this process worked, `db` the time its database
process did (without parallel helpers); the rest of the wall time is waiting, for the disk and for whatever else the
machine does. `work` is both together at the 95th percentile: what a page takes on a machine of its own.
"""

import argparse
import datetime
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from benchmarks.county import DAY, enter

AIM_MS = 200
DESKS = ("county-reviewer", "township-acceptance", "city-supervisor", "auditor", "county-approver", "administrator")
# The whole tour is made at the first two desks; at the others that which they have more of, or else than those.
LESS = {
    "city-supervisor": ("home", "households", "people", "household", "territory"),
    "auditor": ("trail", "household"),
    "county-approver": ("trail", "standards", "standard"),
    "administrator": ("officers", "territory"),
}
NOON = datetime.datetime.combine(DAY, datetime.time(10), ZoneInfo("Asia/Shanghai"))
REASON = "页面测速"


@dataclass
class Line:
    """One page at one desk: milliseconds of each round, queries, bytes."""

    desk: str
    group: str
    page: str
    queries: int
    size: int
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    db: list[float] = field(default_factory=list)

    @property
    def late(self) -> bool:
        """Whether one of twenty takes longer than was aimed at."""
        return percentile(self.wall, 95) > AIM_MS

    @property
    def work(self) -> float:
        """Milliseconds of work of both processes; one of twenty takes more."""
        return percentile([cpu + db for cpu, db in zip(self.cpu, self.db, strict=True)], 95)


def main() -> None:
    """Visit, print the table, write it as JSON where asked; fails where a page does not answer."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    said.add_argument("home", type=Path)
    said.add_argument("--rounds", type=int, default=20)
    said.add_argument("--desks", default=",".join(DESKS), help="log-ins, separated by commas")
    said.add_argument("--only", default="", help="only pages whose group or name holds this text")
    said.add_argument("--all", action="store_true", help="every page in the table, not only groups and late ones")
    said.add_argument("--json", type=Path, help="write every page's figures there")
    arguments = said.parse_args()
    enter(arguments.home)
    with mock.patch("django.utils.timezone.now", return_value=NOON):
        lines = measure(arguments.desks.split(","), arguments.only, arguments.rounds)
    print(table(lines if arguments.all else [one for one in lines if one.late], "page"))
    print(table(groups(lines), "group"))
    late = [one for one in lines if one.late]
    heavy = [one for one in lines if one.work > AIM_MS]
    print(f"{len(lines)} pages, {len(late)} of them with a p95 above {AIM_MS} ms, {len(heavy)} by work alone")
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(one) for one in lines], ensure_ascii=False, indent=1))


def measure(logins: Iterable[str], only: str, rounds: int) -> list[Line]:
    """The lines of every desk."""
    return [line for login in logins for line in _at_desk(login, only, rounds)]


def _at_desk(login: str, only: str, rounds: int) -> list[Line]:
    from django.test import Client

    from benchmarks.pages_visits import visits_of
    from doudi.interfaces.site.web import keep_what_is_loaded
    from doudi.records.accounts.models import Officer
    from doudi.records.accounts.queries import desks_of

    officer = Officer.objects.get(login=login)
    by = desks_of(officer, DAY)[0]
    client = Client(SERVER_NAME="localhost")
    client.force_login(officer, backend="doudi.interfaces.site.signed_in.Officers")
    wanted = [one for one in visits_of(by) if only in one.group or only in unquote(one.told)]
    wanted = [one for one in wanted if login not in LESS or one.group in LESS[login]]
    if by.may("see_sensitive"):
        _open_files(by)
    lines = [(visit, line) for visit in wanted if (line := _first(client, login, visit)) is not None]
    keep_what_is_loaded()
    for number in range(rounds):
        print(f"\r{login}: round {number + 1} of {rounds}, {len(lines)} pages ", end="", file=sys.stderr, flush=True)
        for visit, line in lines:
            _once(client, visit, line)
    print(file=sys.stderr)
    return [line for _, line in lines]


def _open_files(by: Any) -> None:
    """Open the sensitive facts of the households that are measured: a page that shows everything is the heaviest."""
    from benchmarks.pages_visits import households_to_open
    from doudi.records.evidence.actions import open_sensitive

    for one in households_to_open(by).values():
        open_sensitive(by=by, household=one.pk, reason=REASON)


def _first(client: Any, login: str, visit: Any) -> Line | None:
    """Visit once, counting queries; None for a page the post has not, or is led on from. No other answer is let pass."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as told:
        answer = _ask(client, visit)
    if answer.status_code in (403, 404) or (answer.status_code == 302 and "sign-in" not in answer["Location"]):
        return None
    if answer.status_code != 200:
        sys.exit(f"{login}: {visit.told} answered {answer.status_code}")
    return Line(login, visit.group, unquote(visit.told), len(told), len(answer.content))


def _once(client: Any, visit: Any, line: Line) -> None:
    began, worked, backend = time.perf_counter(), time.process_time(), _database_ms()
    _ask(client, visit)
    line.wall.append(round((time.perf_counter() - began) * 1000, 2))
    line.cpu.append(round((time.process_time() - worked) * 1000, 2))
    line.db.append(round(_database_ms() - backend, 2))


def _ask(client: Any, visit: Any) -> Any:
    return client.post(visit.path, visit.data) if visit.data else client.get(visit.path)


def _database_ms() -> float:
    """The time the database process of this connection has worked; 0 where it is not on this machine."""
    from django.db import connection

    connection.ensure_connection()
    try:
        told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except OSError:
        return 0.0
    return int(told.split()[0]) / 1e6


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which so many of a hundred lie (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)] if ordered else 0.0


def groups(lines: Sequence[Line]) -> list[Line]:
    """One line for all pages of a group at a desk, with the most queries of any of them."""
    found: dict[tuple[str, str], Line] = {}
    for one in lines:
        line = found.setdefault((one.desk, one.group), Line(one.desk, one.group, one.group, 0, 0))
        line.queries, line.size = max(line.queries, one.queries), max(line.size, one.size)
        line.wall += one.wall
        line.cpu += one.cpu
        line.db += one.db
    return list(found.values())


def table(lines: Sequence[Line], first: str) -> str:
    """The lines in columns; `!` marks those above the aim."""
    head = f"{'desk':<20} {first:<62} {'p50':>6} {'p95':>6} {'cpu':>6} {'db':>6} {'work':>6} {'queries':>8} {'kB':>5}"
    rows = [
        f"{one.desk:<20} {one.page:<62} {percentile(one.wall, 50):>6.0f} {percentile(one.wall, 95):>6.0f} "
        f"{percentile(one.cpu, 50):>6.0f} {percentile(one.db, 50):>6.0f} {one.work:>6.0f} {one.queries:>8} {one.size // 1024:>5}"
        f"{' !' if one.late else ''}"
        for one in lines
    ]
    return "\n".join([head, *rows, ""])


if __name__ == "__main__":
    main()
