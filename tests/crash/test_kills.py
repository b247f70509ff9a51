"""An office killed at random moments loses nothing it acknowledged and does nothing twice.

Programs enter people and facts, a clerk imports rosters, and one after another the pages, the worker, the database and
its sessions are killed outright. In the end the register holds what was asked for, each thing once.
"""

import os
import random
import threading
import time
from dataclasses import asdict

import pytest

from crash.clients import Clerk, Entry, Numbers, Promised
from crash.office import VICTIMS, Office, served_office

ROUNDS = 20 * int(os.environ.get("DOUDI_SOAK", "1"))
SEED = 20261125
# The longest a killed piece may keep the office from working: its restart, however often it was killed before.
BACK_SECONDS = 120.0
KILLS_TO_AN_IMPORT = 5


@pytest.mark.machine
def test_killed_at_random_nothing_acknowledged_is_lost_and_nothing_done_twice() -> None:
    with served_office() as office:
        staff = office.inside("build")
        numbers, promised, stop = Numbers(), Promised(), threading.Event()
        clients = [
            Entry(office.address, token, numbers, promised, seed).run for seed, token in enumerate(staff["tokens"])
        ]
        clients.append(Clerk(office.address, staff["login"], staff["password"], numbers, promised, SEED).run)
        threads = [threading.Thread(target=run, args=[stop]) for run in clients]
        for thread in threads:
            thread.start()
        try:
            killed = _kill(office, promised, random.Random(SEED))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert promised.faults == [], office.logs()
        assert office.is_served()
        assert office.inside("reconcile", asdict(promised)) == []
    assert len(promised.keys) > ROUNDS and promised.repeated and len(promised.imported) >= 3
    assert set(killed) == set(VICTIMS) and len(killed) == ROUNDS


def _kill(office: Office, promised: Promised, chance: random.Random) -> list[str]:
    """Kill at random moments, each time after the office has worked again; what was killed, in order.

    After every few kills an import has to come to its end: one that was killed goes on by itself.
    """
    victims = list(VICTIMS) * (ROUNDS // len(VICTIMS))
    chance.shuffle(victims)
    for number, victim in enumerate(victims):
        _wait_for(office, promised, promised.keys, 3)
        if number and number % KILLS_TO_AN_IMPORT == 0:
            _wait_for(office, promised, promised.imported, 1)
        time.sleep(chance.uniform(0.0, 2.0))
        _kill_one(office, victim, chance)
    return victims


def _kill_one(office: Office, victim: str, chance: random.Random) -> None:
    """Kill a piece, as soon as it runs."""
    give_up_at = time.monotonic() + BACK_SECONDS
    while not office.kill(victim, chance):
        assert time.monotonic() < give_up_at, f"{victim} did not come back:\n{office.logs()}"
        time.sleep(0.05)


def _wait_for(office: Office, promised: Promised, done: list[str], more: int) -> None:
    """Until some more is done than now."""
    wanted, give_up_at = len(done) + more, time.monotonic() + BACK_SECONDS
    while len(done) < wanted:
        assert time.monotonic() < give_up_at and not promised.faults, f"{promised.faults}\n{office.logs()}"
        time.sleep(0.02)
