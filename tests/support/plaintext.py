"""Looking for numbers where none may stand: in tables and sessions, and in any file, as text or as hexadecimal digits."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

# A number of identity, a telephone or an account has at least so many digits; written as hexadecimal, still more.
_RUN = re.compile(rb"[0-9Xx][0-9Xx]{10,}")
_CHUNK = 16 * 2**20
_watched: list[str] | None = None


def found_in(values: Sequence[str], text: str) -> list[int]:
    """The places of the values that stand in a text, as they are or as bytes written in hexadecimal."""
    return [at for at, value in enumerate(values) if value in text or value.encode().hex() in text]


def found_in_bytes(values: Sequence[str], data: bytes) -> list[int]:
    """The same in bytes: only long runs of digits are compared, each once, so that a database's files take seconds."""
    runs = set(_RUN.findall(data))
    return found_in(values, b"\n".join(runs).decode().upper()) if runs else []


def found_in_files(values: Sequence[str], files: Sequence[Path]) -> dict[str, list[int]]:
    """By file, the places of the values that stand in it. A file that goes meanwhile has nothing in it."""
    found = {}
    for path in files:
        try:
            places = {at for chunk in _chunks(path) for at in found_in_bytes(values, chunk)}
        except FileNotFoundError:
            continue
        if places:
            found[str(path)] = sorted(places)
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    """The content in pieces that overlap by more than the longest number takes."""
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(_CHUNK):
            yield tail + piece
            tail = piece[-200:]


def files_under(*folders: Path) -> list[Path]:
    """Every file there is under some folders."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def rows_of_every_table() -> str:
    """Every row of every table as the database writes it, and every session as it is when unpacked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        text = []
        for name in tables:
            cursor.execute(f'SELECT (one.*)::text FROM "{name}" one')
            text += [row for (row,) in cursor.fetchall()]
    return "\n".join([*text, *(str(one.get_decoded()) for one in Session.objects.all())])


def checkpoint() -> None:
    """Have everything the database holds in memory on the disk, as a role that may not ask for it outright."""
    with connection.cursor() as cursor:
        # To drop a database is to make a checkpoint first, on every version.
        cursor.execute("CREATE DATABASE doudi_passing_by")
        cursor.execute("DROP DATABASE doudi_passing_by")


@contextmanager
def watching_writes() -> Iterator[list[str]]:
    """The files this process opens for writing meanwhile, temporary ones with and without a name among them."""
    global _watched
    if not getattr(sys, "_doudi_watches", False):
        # A hook cannot be taken away again; outside this block it looks at nothing.
        sys.addaudithook(_note)
        sys._doudi_watches = True  # type: ignore[attr-defined]
    _watched = written = []
    try:
        yield written
    finally:
        _watched = None


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched is None:
        return
    if event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        _watched.append(str(arguments[0]))
    elif event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & 3:
        path = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode()
        if "__pycache__" not in path and path != os.devnull:
            _watched.append(path)
