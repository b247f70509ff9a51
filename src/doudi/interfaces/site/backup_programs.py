"""Running pg_dump and pg_restore against the database of a home; the password never stands on a command line."""

import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from doudi.interfaces.cli.language import say
from doudi.interfaces.site import embedded
from doudi.interfaces.site.embedded_programs import all_programs


class BackupFailed(Exception):
    """A backup or a restoration that could not be made: says why and what to do."""


def connected(home: Path) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of our own to the database of a home.

    Raises BackupFailed where it cannot be reached.
    """
    words = _words(home)
    try:
        return psycopg.connect(make_conninfo(**words), autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupFailed(say(f"连不上数据库：{error}", f"The database cannot be reached: {error}")) from None


def tool_command(home: Path, server_version: int, tool: str) -> list[str]:
    """The command of pg_dump or pg_restore for a server (170010 is 17.10), up to the database's name.

    Raises BackupFailed where no programs of that version or a later one are here.
    """
    major = server_version // 10000
    fitting = sorted((found for found in all_programs() if found.major >= major), key=lambda found: found.major)
    if not fitting:
        raise BackupFailed(
            say(
                f"没有 PostgreSQL {major} 或更新的 {tool}（可设 PG_BINDIR）",
                f"No {tool} of PostgreSQL {major} or later is here (PG_BINDIR may name one)",
            )
        )
    words = _words(home)
    words.pop("password")
    return [fitting[0].path(tool), "--no-password", f"--dbname={make_conninfo(**words)}"]


def tool_environment(home: Path) -> dict[str, str]:
    """The environment of pg_dump and pg_restore: the password, which no other account can read there."""
    return {**os.environ, "PGPASSWORD": _words(home)["password"], "LC_ALL": "C.UTF-8"}


def complaint(tool: str, said: bytes) -> BackupFailed:
    """What to say of a tool that failed."""
    told = said.decode("utf-8", errors="replace")[-2000:].strip()
    return BackupFailed(say(f"{tool} 没有做成：{told}", f"{tool} failed: {told}"))


def _words(home: Path) -> dict[str, str]:
    """What libpq needs to reach the database."""
    stated = embedded.database_settings(home)
    names = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    return {**stated["OPTIONS"], **{word: stated[name] for name, word in names.items()}}
