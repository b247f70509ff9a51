"""Sends requests at a fixed rate whatever the answers do, and keeps how each went.

Arrivals are those of many officers who do not wait for each other: random gaps of a given mean. A request counts from
the moment it was due, also where every connection was busy then: a server that falls behind does not slow its load down.
"""

import http.client
import queue
import random
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.load_mix import Request, draw_request
from benchmarks.load_pools import CSRF, Pools

CONNECTIONS = 96
TIMEOUT_SECONDS = 60.0


@dataclass
class Outcome:
    """One request: when it was due (seconds from the start), how long it took from then, what came."""

    kind: str
    due: float
    seconds: float
    status: int
    good: bool
    size: int
    write: tuple[str, object] | None = None
    where: str = ""
    told: str = ""


@dataclass
class Sent:
    """Everything that was sent."""

    outcomes: list[Outcome] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    seconds: float = 0.0


def run(pools: Pools, port: int, *, rps: float, seconds: float, seed: int, tick: Callable[[float], None]) -> Sent:
    """Send the mix for so long; returns when the last answer is there."""
    sent, waiting = Sent(), queue.SimpleQueue[tuple[float, Request] | None]()
    began = time.perf_counter()
    hands = [
        threading.Thread(target=_hand, args=(port, waiting, began, sent.outcomes), daemon=True)
        for _ in range(CONNECTIONS)
    ]
    for hand in hands:
        hand.start()
    _arrive(pools, waiting, began, sent, random.Random(seed), rps, seconds, tick)
    for _each in hands:
        waiting.put(None)
    for hand in hands:
        hand.join(TIMEOUT_SECONDS * 2)
    sent.seconds = time.perf_counter() - began
    return sent


def _arrive(
    pools: Pools,
    waiting: "queue.SimpleQueue[tuple[float, Request] | None]",
    began: float,
    sent: Sent,
    draw: random.Random,
    rps: float,
    seconds: float,
    tick: Callable[[float], None],
) -> None:
    due, told = 0.0, 10.0
    while (due := due + draw.expovariate(rps)) < seconds:
        request = draw_request(pools, draw)
        while (early := began + due - time.perf_counter()) > 0:
            time.sleep(min(early, 0.5))
        sent.late.append(time.perf_counter() - began - due)
        waiting.put((due, request))
        if due > told:
            tick(told)
            told += 10.0


def _hand(
    port: int,
    waiting: "queue.SimpleQueue[tuple[float, Request] | None]",
    began: float,
    outcomes: list[Outcome],
) -> None:
    """One connection: takes what is due, asks, keeps the outcome."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    while (item := waiting.get()) is not None:
        due, request = item
        outcome = ask(line, request)
        outcome.due, outcome.seconds = due, time.perf_counter() - began - due
        outcomes.append(outcome)
    line.close()


def ask(line: http.client.HTTPConnection, request: Request) -> Outcome:
    """Ask once; a connection that the server closed meanwhile is opened anew where nothing can have been done on it."""
    began = time.perf_counter()
    try:
        if _was_closed(line):
            line.close()
        status, body, where = _once(line, request)
    except (OSError, http.client.HTTPException) as fault:
        line.close()
        return Outcome(
            request.kind, 0, time.perf_counter() - began, 0, False, 0, request.write, "", type(fault).__name__
        )
    good = status in request.good
    if good and request.then is not None:
        request.then(where)
    told = "" if good else _fault(body)
    return Outcome(
        request.kind, 0, time.perf_counter() - began, status, good, len(body), request.write, where, told
    )  # fmt: skip


def _was_closed(line: http.client.HTTPConnection) -> bool:
    """Whether the server has closed an idle connection: then it can be read, though nothing was asked on it."""
    return line.sock is not None and bool(select.select([line.sock], [], [], 0)[0])


def _once(line: http.client.HTTPConnection, request: Request) -> tuple[int, bytes, str]:
    headers = {"Cookie": request.seat.cookies, "X-CSRFToken": CSRF}
    if request.method == "POST":
        headers["Content-Type"] = request.content
    line.request(request.method, request.path, request.body or None, headers)
    answer = line.getresponse()
    body = answer.read()
    return answer.status, body, answer.headers.get("Location", "")


def _fault(body: bytes) -> str:
    """What a page says was wrong, shortened: enough to mend the benchmark, too little to hold anybody's facts."""
    import re

    text = body.decode("utf-8", "replace")
    found = re.findall(r"(?:invalid-feedback|alert-danger|empty-title)[^>]*>(.*?)</div>\s*(?:</div>|<form)", text, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", " / ".join(found[:2]))[:160].strip()
