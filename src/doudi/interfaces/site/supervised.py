"""A child process that is started again when it dies, and its output in a log that is kept short."""

import logging.handlers
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from doudi.interfaces.cli.language import say

LOG_BYTES = 5_000_000
LOG_FILES = 5
LONGEST_WAIT_SECONDS = 10.0
# How far a child stands back behind the others, as `nice` counts.
BEHIND = 10
# A child that lived this long had started well: its next death is a new trouble, not the old one. Longer than it takes to
# load on a slow machine, and no longer: what dies now and then must not be away for longer each time.
LIVED_WELL_SECONDS = 10.0
# As long as a mobile number or longer: no such number is written to a log, whoever printed it.
LONG_NUMBER = re.compile(r"\d{11,}[\dXx]?")


class ShortLog:
    """A log file that is turned over at 5 MB, five of them kept; long numbers in it are blacked out."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
        )

    def write(self, line: str) -> None:
        """Add a line."""
        self._handler.handle(logging.makeLogRecord({"msg": LONG_NUMBER.sub("█", line)}))

    def tail(self, lines: int = 15) -> str:
        """The last lines."""
        return "\n".join(self.path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def close(self) -> None:
        """Let go of the file."""
        self._handler.close()


class Supervised:
    """A module run as a child (see child.py): started, watched, started again after a growing wait, stopped."""

    def __init__(
        self, *, name: str, command: list[str], environment: dict[str, str], log: ShortLog, behind: bool = False
    ) -> None:
        """`behind`: it works when nothing else wants the processors, as far as the system knows of such a thing."""
        self.name = name
        self.log = log
        self._behind = behind
        self.deaths = 0
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._started_at = 0.0
        self._due_at: float | None = None

    def start(self) -> None:
        """Start the child in a session of its own, so that Ctrl-C reaches its supervisor alone."""
        self._due_at = None
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "doudi.interfaces.site.child", str(os.getpid()), *self._command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            start_new_session=True,
        )
        if self._behind and hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, BEHIND)
        assert self._process.stdout
        self._reader = threading.Thread(target=self._copy, args=[self._process.stdout], daemon=True)
        self._reader.start()

    def look_after(self) -> str | None:
        """See whether it has died, and start it again when its time has come. What there is to tell."""
        if self._due_at is not None:
            if time.monotonic() >= self._due_at:
                self.start()
            return None
        if self._process is None or (status := self._process.poll()) is None:
            return None
        self._end_group()
        self.deaths = 1 if time.monotonic() - self._started_at > LIVED_WELL_SECONDS else self.deaths + 1
        wait = min(LONGEST_WAIT_SECONDS, 2.0 ** (self.deaths - 1))
        self._due_at = time.monotonic() + wait
        return say(
            f"{self.name}意外停止（退出码 {status}），{wait:.0f} 秒后重新启动；详情见 {self.log.path}",
            f"{self.name} stopped unexpectedly (status {status}); starting again in {wait:.0f} s; see {self.log.path}",
        )

    def stop(self, *, within: float) -> None:
        """Ask it to stop; after `within` seconds, end it and what it started."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.terminate()
                try:
                    self._process.wait(within)
                except subprocess.TimeoutExpired:
                    self._process.kill()
            self._end_group()
        self.log.close()

    def _end_group(self) -> None:
        """Kill whatever the dead child left running, collect it and finish its log."""
        assert self._process and self._reader and self._process.stdout
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(2.0)
        self._process.stdout.close()

    def _copy(self, output: IO[bytes]) -> None:
        """Write what the child says to its log, until it has closed its output."""
        try:
            for line in output:
                self.log.write(line.decode("utf-8", errors="replace").rstrip("\n"))
        except ValueError:
            pass  # Closed under us: the child has ended.
