"""A real office in a home of its own: started by the command of the README, killed piece by piece, asked inside."""

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from doudi.interfaces.site import embedded_server
from doudi.interfaces.site.embedded_place import place_of
from support.homes import kill_outright, passable_home

TESTS = Path(__file__).parents[1]
START_SECONDS = 240
VICTIMS = ("pages", "worker", "database", "session")


class Office:
    """An office that is served, and its pieces."""

    def __init__(self, home: Path, address: str, environment: dict[str, str], served: subprocess.Popen[bytes]) -> None:
        self.home, self.address = home, address
        self._environment = environment
        self._served = served

    def inside(self, command: str, given: Any = None) -> Any:
        """What a command of `inside.py` answers."""
        done = subprocess.run(
            [sys.executable, "-m", "crash.inside", command],
            input=json.dumps(given), capture_output=True, text=True, env=self._environment,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def is_served(self) -> bool:
        """Whether `doudi serve` itself still runs."""
        return self._served.poll() is None

    def kill(self, victim: str, chance: random.Random) -> bool:
        """kill -9 of one piece, whichever process of it; False where none of it runs at this moment."""
        found = list(self._pieces(victim))
        if not found:
            return False
        try:
            kill_outright(chance.choice(found))
        except (ProcessLookupError, psutil.Error):
            return False
        return True

    def _pieces(self, victim: str) -> Iterator[psutil.Process]:
        if victim in ("database", "session"):
            postmaster = embedded_server.postmaster_of(place_of(self.home))
            if postmaster is not None:
                # Sessions and the database's own helpers alike: whichever dies, all sessions end.
                yield from [postmaster] if victim == "database" else postmaster.children()
            return
        module = {"pages": "doudi.interfaces.site.web", "worker": "doudi.interfaces.jobs.worker"}[victim]
        for child in psutil.Process(self._served.pid).children():
            if module in child.cmdline():
                # The pages are two processes. Those below them read one uploaded file each, and are missed by its reader
                # alone, who is told that the file was too much: nothing is acknowledged.
                yield from [child, *child.children()] if victim == "pages" else [child]

    def logs(self) -> str:
        """The ends of its logs, for whoever has to find out what went wrong."""
        files = [self.home / "log" / f"{name}.log" for name in ("serve", "web", "worker")]
        return "\n".join(f"--- {file.name}\n{file.read_text('utf-8')[-3000:]}" for file in files if file.exists())


@contextmanager
def served_office() -> Iterator[Office]:
    """An empty office; gone with its database afterwards."""
    with passable_home() as home:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        left_out = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DOUDI_TEST_HOME", "PYTEST_CURRENT_TEST")
        known = {name: value for name, value in os.environ.items() if name not in left_out}
        known |= {
            "DOUDI_HOME": str(home),
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        }
        inside = {**known, "DJANGO_SETTINGS_MODULE": "doudi.interfaces.site.settings"}
        command = [str(Path(sys.executable).parent / "doudi"), "serve", "--port", str(port)]
        with subprocess.Popen(command, env=known, stdout=subprocess.DEVNULL) as served:
            office = Office(home, f"http://127.0.0.1:{port}", inside, served)
            try:
                _wait_for(office)
                yield office
            finally:
                served.terminate()
                served.wait(30)


def _wait_for(office: Office) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and office.is_served():
        try:
            urllib.request.urlopen(f"{office.address}/sign-in/", timeout=2).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the office does not answer:\n{office.logs()}")
