"""Homes for tests that start an office: folders of their own, gone with their database afterwards."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

from doudi.interfaces.site import embedded


@contextmanager
def passable_home() -> Iterator[Path]:
    """A home any account may enter (the folders of pytest let in their owner alone)."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-home-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield folder / "home"
    finally:
        embedded.destroy(folder / "home")
        shutil.rmtree(folder)


def connect(home: Path, **other: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection to the database of a home, as its role unless `other` says otherwise."""
    stated = embedded.database_settings(home)
    words = {"host": stated["HOST"], "dbname": stated["NAME"], "user": stated["USER"], "password": stated["PASSWORD"]}
    return psycopg.connect(**{**words, **other})


def processes_of(word: str) -> list[psutil.Process]:
    """The living processes with a word in their command line."""
    return [found for found in psutil.process_iter() if _is_of(found, word)]


def living(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those of them that still run; a dead one that nobody has collected does not."""
    return [process for process in processes if _is_of(process, "")]


def kill_outright(process: psutil.Process) -> None:
    """kill -9, and wait until it is gone."""
    os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs([process], timeout=10)


def _is_of(process: psutil.Process, word: str) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and any(word in part for part in process.cmdline())
    except psutil.Error:
        return False
