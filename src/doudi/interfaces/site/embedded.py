"""The PostgreSQL an office gets without installing one: a cluster in the home folder, reached by its own password.

`database_settings` tells Django where the database is and starts nothing; `ensure_running` starts it, however many
call at once. With DATABASE_URL set there is nothing to start, and these answer for the database it names.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from doudi.interfaces.site import embedded_server
from doudi.interfaces.site.database_url import DatabaseUrlWrong, settings_of_url
from doudi.interfaces.site.embedded_cluster import DATABASE, ROLE, DatabaseCannotStart
from doudi.interfaces.site.embedded_place import default_home, password_of, place_of

__all__ = [
    "DatabaseCannotStart",
    "DatabaseUrlWrong",
    "database_settings",
    "default_home",
    "destroy",
    "ensure_running",
    "is_embedded",
    "is_running",
    "stop",
]


def is_embedded() -> bool:
    """Whether the database is ours to start: DATABASE_URL names no other."""
    return not os.environ.get("DATABASE_URL", "").strip()


def database_settings(home: Path | None = None) -> dict[str, Any]:
    """The Django DATABASES entry: DATABASE_URL where it is set, else the embedded cluster of the home.

    Starts nothing and opens nothing; the first call in a home makes its password.
    Raises DatabaseUrlWrong, or DatabaseCannotStart where the home may not be used.
    """
    if not is_embedded():
        return settings_of_url(os.environ["DATABASE_URL"])
    with _told(home) as home:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": DATABASE,
            "USER": ROLE,
            "PASSWORD": password_of(home),
            "HOST": str(place_of(home).run),
            "PORT": "",
            "OPTIONS": {},
        }


def ensure_running(home: Path | None = None, *, with_caller: bool = False) -> bool:
    """Have the embedded database up and ready; made first if there is none. True where this call started it.

    with_caller: it stops by itself when the calling thread dies. Safe among any number of callers.
    Raises DatabaseCannotStart.
    """
    if not is_embedded():
        return False
    with _told(home) as home:
        place = place_of(home)
        if embedded_server.is_ready(place):
            return False
        with _locked(home):
            if embedded_server.is_ready(place):
                return False
            embedded_server.start(place, password=password_of(home), with_caller=with_caller)
            return True


def is_running(home: Path | None = None) -> bool:
    """Whether the embedded database of a home is up and takes connections. False where DATABASE_URL is set."""
    home = home or default_home()
    return is_embedded() and (home / "pg.json").exists() and embedded_server.is_ready(place_of(home))


def stop(home: Path | None = None, *, within: float = 30.0) -> None:
    """Stop the embedded database if it runs; sessions still open after `within` seconds are cut."""
    home = home or default_home()
    if is_embedded() and (home / "pg.json").exists():
        with _locked(home):
            embedded_server.stop(place_of(home), within=within)


def destroy(home: Path) -> None:
    """Stop the embedded database of a home and delete it with all its data, wherever it lies: for homes of tests."""
    if (home / "pg.json").exists():
        stop(home, within=5.0)
        place = place_of(home)
        for folder in (place.data, place.run, *([place.root] if place.root != place.home else [])):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told(home: Path | None) -> Iterator[Path]:
    """The home to use; where the machine refuses it, the refusal says so.

    Raises DatabaseCannotStart.
    """
    home = home or default_home()
    try:
        yield home
    except OSError as error:
        raise DatabaseCannotStart(
            f"文件夹 {home} 不能用（{error.strerror}，{error.filename}）",
            f"the folder {home} cannot be used ({error.strerror}, {error.filename})",
        ) from error


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One at a time, for all processes of a home."""
    # Private, for whoever can open a file can hold its lock.
    with os.fdopen(os.open(home / "pg.lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
