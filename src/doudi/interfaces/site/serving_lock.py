"""One process serves a home, and says which it is. The lock falls open by itself however that process ends."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from doudi.interfaces.cli.language import say


class CannotServe(Exception):
    """The office cannot be served: says why and what to do."""


@contextmanager
def the_only_one(home: Path, host: str, port: int) -> Iterator[bool]:
    """Hold a home's serving lock; the value tells whether the process that held it before ended cleanly.

    Raises CannotServe where another holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(home / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        if not _try_lock(file):
            raise _served_already(home, _said_in(file))
        ended_cleanly = not _said_in(file)
        _say_in(file, json.dumps({"pid": os.getpid(), "host": host, "port": port}))
        try:
            yield ended_cleanly
        finally:
            _say_in(file, "")


def who_serves(home: Path) -> dict[str, str | int] | None:
    """Process (`pid`), `host` and `port` of whoever serves a home now."""
    try:
        with (home / "serve.lock").open("r+") as file:
            return None if _try_lock(file) else _said_in(file)
    except FileNotFoundError:
        return None


def _try_lock(file: IO[str]) -> bool:
    """Whether the lock of an open file was free and is now ours."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _said_in(file: IO[str]) -> dict[str, str | int]:
    file.seek(0)
    try:
        return dict(json.loads(file.read() or "{}"))
    except ValueError:
        return {"pid": "?"}


def _say_in(file: IO[str], content: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(content)
    file.flush()


def _served_already(home: Path, other: dict[str, str | int]) -> CannotServe:
    pid, where = other.get("pid", "?"), f"{other.get('host', '?')}:{other.get('port', '?')}"
    return CannotServe(
        say(
            f"{home} 已由进程 {pid} 在 {where} 提供服务。先停止它，或用 DOUDI_HOME 指定另一个文件夹。",
            f"{home} is already served by process {pid} at {where}. Stop it first, or name another folder in DOUDI_HOME.",
        )
    )
