"""A private folder for files that are needed for the length of one job, gone when the job is, killed or not.

They lie under the office's own folder, never in the system's temporary one. Whoever works holds a lock on a file beside
the folder; the kernel lets it go with the process, so a folder whose lock can be taken has lost its owner.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doudi.records.sealing.keys import home

_LOCK = ".lock"


@contextmanager
def work_folder(purpose: str) -> Iterator[Path]:
    """A new folder of mode 700 that is removed at the end; what killed jobs left behind is removed first."""
    sweep_work_folders()
    folder = _place() / f"{purpose}-{secrets.token_hex(8)}"
    lock = _own(folder.with_suffix(_LOCK))
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(_LOCK).unlink(missing_ok=True)
        os.close(lock)


def sweep_work_folders() -> int:
    """Remove the folders whose owner is gone; the answer is how many. For the start of a worker too."""
    swept = 0
    for path in _place().glob(f"*{_LOCK}"):
        try:
            lock = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            if _taken(lock):
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                path.unlink(missing_ok=True)
                swept += 1
        finally:
            os.close(lock)
    return swept


def _place() -> Path:
    place = home() / "work"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)
    return place


def _own(path: Path) -> int:
    """Make the lock's file and hold it; once more where a sweep took it away before it was held."""
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists() and os.fstat(lock).st_ino == path.stat().st_ino:
            return lock
        os.close(lock)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
