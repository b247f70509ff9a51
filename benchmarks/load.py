"""A county's officers at work on a served office: `python -m benchmarks.load HOME --rps 50 --minutes 15`.

HOME is loaded by benchmarks.county and benchmarks.county_cases. The office is served as it is shipped (`doudi serve`), some
150 officers are signed in, requests come at a fixed rate whatever the answers do, and the worker takes in a roster of
25,000 rows and makes exports meanwhile. Afterwards every acknowledged write must be there once and in the trail, and no
case may be where its procedure could not have brought it; the command fails where one is, or where a request did.

`--each N` asks N times for each kind of request, one after the other, and tells what each costs server and database:
the figure to compare where others use the machine. `--knee 10,20,30` runs a minute at each rate.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.county import enter
from benchmarks.pages import percentile

AIM_MS = 500
ROSTER_ROWS = 25_000
WARM_SECONDS = 10.0
UP_SECONDS = 180.0
DRAIN_SECONDS = 120.0


def main() -> None:
    """Serve, load, measure, check."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    said.add_argument("home", type=Path)
    said.add_argument("--rps", type=float, default=50.0)
    said.add_argument("--minutes", type=float, default=15.0)
    said.add_argument("--knee", default="", help="rates, separated by commas: a minute at each")
    said.add_argument("--each", type=int, default=0, metavar="N", help="what each kind of request costs, N times each")
    said.add_argument("--only", default="", help="with --each: only kinds whose name holds this text")
    said.add_argument("--rows", type=int, default=ROSTER_ROWS, help="rows of the roster taken in meanwhile; 0 for none")
    said.add_argument("--seed", type=int, default=1)
    said.add_argument("--port", type=int, default=8765)
    said.add_argument("--json", type=Path)
    arguments = said.parse_args()
    enter(arguments.home)
    told: dict[str, Any] = {}
    with served(arguments.home, arguments.port) as server:
        load = Load(arguments.home, arguments.port, server, arguments.seed)
        load.warm()
        if arguments.each:
            told["each"] = load.each(arguments.each, arguments.only)
        elif arguments.knee:
            rates = [float(one) for one in arguments.knee.split(",")]
            told["knee"] = [load.run(rate, 60.0, rows=0) for rate in rates]
        else:
            told["run"] = load.run(arguments.rps, arguments.minutes * 60, rows=arguments.rows)
        faults = load.check() if not arguments.each else []
    told["faults"] = faults
    if arguments.json:
        arguments.json.write_text(json.dumps(told, ensure_ascii=False, indent=1))
    sys.exit("\n".join(["does not hold:", *faults]) if faults else 0)


@contextmanager
def served(home: Path, port: int) -> Iterator[int]:
    """The office of a home served as it is shipped, by a process of its own; its number."""
    environment = {**os.environ, "DOUDI_HOME": str(home.resolve())}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [str(Path(sys.executable).with_name("doudi")), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_up(process, port)
            yield process.pid
        finally:
            process.terminate()


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + UP_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.3)
    sys.exit("the office does not come up: see log/web.log in its home")


class Load:
    """One served office under load."""

    def __init__(self, home: Path, port: int, server: int, seed: int) -> None:
        from django.db import connection
        from django.utils import timezone

        from benchmarks.load_machine import Machine
        from benchmarks.load_pools import prepare

        self.home, self.port, self.seed = home, port, seed
        self.machine, self.outcomes = Machine(server, home), []
        self.pools = prepare(timezone.localdate(), random.Random(seed))
        self.draw = random.Random(seed + 1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            self.since = cursor.fetchone()[0]
        told = {name: len(waiting) for name, waiting in self.pools.waiting.items()}
        print(f"{sum(map(len, self.pools.seats.values()))} officers signed in; waiting: {told}", flush=True)

    def warm(self) -> None:
        """Have everything loaded once that is loaded at the first request."""
        self._send(8.0, WARM_SECONDS)

    def _send(self, rps: float, seconds: float, tick: Any = lambda _told: None) -> Any:
        from benchmarks.load_client import run

        self.seed += 1
        sent = run(self.pools, self.port, rps=rps, seconds=seconds, seed=self.seed, tick=tick)
        self.outcomes += sent.outcomes
        return sent

    def run(self, rps: float, seconds: float, *, rows: int) -> dict[str, Any]:
        """A load of so many requests a second; prints and returns its figures."""
        with busy_worker(self.home, rows) as worker:
            before, loads = self.machine.spent(), [os.getloadavg()[0]]

            def tick(at: float) -> None:
                loads.append(os.getloadavg()[0])
                self.machine.spent()
                print(f"\r{at:.0f} s", end="", file=sys.stderr, flush=True)

            sent = self._send(rps, seconds, tick)
            spent = self.machine.spent().minus(before)
            print(file=sys.stderr)
            told = figures(sent, rps, seconds, spent, loads)
            told["roster"] = worker()
        print(report(told), flush=True)
        return told

    def each(self, count: int, only: str) -> list[dict[str, Any]]:
        """What every kind costs, asked one after the other: milliseconds of the server's and the database's processors."""
        import http.client

        from benchmarks.load_client import ask
        from benchmarks.load_mix import WEIGHTS, draw_request

        line, rows = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), []
        for kind in (one for one in WEIGHTS if only in one):
            before, found = self.machine.spent(), []
            for _number in range(count):
                one = ask(line, draw_request(self.pools, self.draw, kind))
                found.append(one)
            spent = self.machine.spent().minus(before)
            rows.append(_costs(kind, WEIGHTS[kind], found, spent, count))
            print(_cost_line(rows[-1]), flush=True)
        whole = sum(WEIGHTS[row["kind"]] for row in rows)
        for name in ("web", "database"):
            mean = sum(row[name] * WEIGHTS[row["kind"]] for row in rows) / whole
            print(f"{name}: {mean:.1f} ms of processor a request of the mix")
        return rows

    def check(self) -> list[str]:
        """What does not hold, once exports and the roster are through."""
        from benchmarks.load_checks import check, count_writes
        from doudi.records.rosters.models import ListExport

        give_up_at = time.monotonic() + DRAIN_SECONDS
        while ListExport.objects.filter(state="making").exists() and time.monotonic() < give_up_at:
            time.sleep(1)
        faults = check(self.outcomes, self.since)
        print(f"{count_writes(self.outcomes):,} acknowledged writes looked up; {len(faults)} things do not hold")
        bad = [one for one in self.outcomes if not one.good]
        return [*faults, *([f"{len(bad)} requests were not answered as they should be"] if bad else [])]


@contextmanager
def busy_worker(home: Path, rows: int) -> Iterator[Any]:
    """A roster on its way into the register meanwhile; what is yielded tells how far it came."""
    if not rows:
        yield lambda: ""
        return
    command = [sys.executable, "-m", "benchmarks.load_worker", str(home), str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        process.stdout.readline()
        process.stdin.write("go\n")
        process.stdin.flush()
        yield lambda: process.stdout.readline().strip() if process.stdout else ""


def figures(sent: Any, rps: float, seconds: float, spent: Any, loads: Sequence[float]) -> dict[str, Any]:
    """The figures of one load."""
    from benchmarks.load_mix import GROUPS

    count = len(sent.outcomes)
    kinds = {
        kind: _times([one for one in sent.outcomes if one.kind == kind]) for kinds in GROUPS.values() for kind in kinds
    }
    groups = {name: _times([one for one in sent.outcomes if one.kind in of]) for name, of in GROUPS.items()}
    return {
        "asked_rps": rps, "seconds": seconds, "requests": count, "achieved_rps": round(count / max(sent.seconds, 1), 1),
        "all": _times(sent.outcomes), "groups": groups, "kinds": kinds, "errors": _errors(sent.outcomes),
        "driver_late_p99_ms": round(percentile(sent.late, 99) * 1000, 1),
        "spent": {**asdict(spent), "others": spent.others}, "processors": os.cpu_count(),
        "ms_a_request": {name: round(getattr(spent, name) * 1000 / max(count, 1), 1) for name in ("web", "database")},
        "load_average": [round(min(loads), 1), round(sum(loads) / len(loads), 1), round(max(loads), 1)],
    }  # fmt: skip


def _times(outcomes: Sequence[Any]) -> dict[str, Any]:
    """Milliseconds from the moment a request was due, and how many went wrong."""
    taken = [one.seconds * 1000 for one in outcomes]
    told = {f"p{share}": round(percentile(taken, share)) for share in (50, 95, 99)}
    return {
        "count": len(taken),
        **told,
        "max": round(max(taken, default=0)),
        "bad": sum(not one.good for one in outcomes),
    }


def _errors(outcomes: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in outcomes:
        if not one.good:
            name = f"{one.kind}: {one.status or 'no answer'} {one.told}".strip()
            found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def report(told: dict[str, Any]) -> str:
    """The figures in columns."""
    lines = [f"{'':<24} {'count':>7} {'p50':>6} {'p95':>6} {'p99':>6} {'max':>7} {'bad':>5}"]
    rows = [("all", told["all"]), *told["groups"].items(), ("", None), *told["kinds"].items()]
    for name, one in rows:
        if one is None or one["count"]:
            figures_ = (
                ""
                if one is None
                else "".join(
                    f" {one[key]:>{width}}"
                    for key, width in (("count", 7), ("p50", 6), ("p95", 6), ("p99", 6), ("max", 7), ("bad", 5))
                )
            )
            lines.append(f"{name:<24}{figures_}")
    spent, seconds = told["spent"], told["spent"]["at"]
    of = {name: spent[name] / seconds for name in ("web", "worker", "database", "driver", "others")}
    lines += [
        f"{told['requests']:,} requests, asked {told['asked_rps']:g} a second, answered {told['achieved_rps']:g}; "
        f"driver late by {told['driver_late_p99_ms']} ms (p99)",
        "processors used: "
        + ", ".join(f"{name} {share:.2f}" for name, share in of.items())
        + f" of {told['processors']}",
        f"a request: server {told['ms_a_request']['web']} ms, database {told['ms_a_request']['database']} ms; "
        f"load average {' / '.join(map(str, told['load_average']))}; roster: {told.get('roster') or 'not through'}",
        *(f"  {number:>5} × {name}" for name, number in list(told["errors"].items())[:20]),
    ]
    return "\n".join(lines)


def _costs(kind: str, weight: float, found: Sequence[Any], spent: Any, count: int) -> dict[str, Any]:
    times = [one.seconds * 1000 for one in found]
    bad = [f"{one.status} {one.told}" for one in found if not one.good or one.kind != kind]
    return {
        "kind": kind, "weight": weight, "web": round(spent.web * 1000 / count, 1),
        "database": round(spent.database * 1000 / count, 1), "p50": round(percentile(times, 50)), "bad": len(bad),
        "fault": bad[0] if bad else "", "kB": round(sum(one.size for one in found) / count / 1024),
    }  # fmt: skip


def _cost_line(row: dict[str, Any]) -> str:
    return (
        f"{row['kind']:<18} {row['weight']:>5} web {row['web']:>7} database {row['database']:>7} p50 {row['p50']:>6} "
        f"{row['kB']:>5} kB  {row['bad'] or ''} {row['fault']}"
    )


if __name__ == "__main__":
    main()
