"""Where the embedded PostgreSQL of a home keeps its things, and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as an ordinary account of the machine, and everything it
touches must lie where that account may enter; where the home does not let it in, the data go to a folder of the
system and the home remembers which.
"""

import hashlib
import json
import os
import pwd
import secrets
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RUNNERS = ("doudi", "postgres", "nobody")
OUTSIDE = ("/var/lib", "/srv", "/opt")
SOCKET_NAME = ".s.PGSQL.5432"
# sun_path holds 108 bytes with its closing zero.
SOCKET_PATH_LIMIT_BYTES = 107


@dataclass(frozen=True)
class Runner:
    """An account of the machine that PostgreSQL runs as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The folders of one embedded cluster. `runner` is nobody in particular (None) unless we are root."""

    home: Path
    root: Path
    token: str
    runner: Runner | None

    @property
    def data(self) -> Path:
        """The cluster itself (PGDATA)."""
        return self.root / "pg"

    @property
    def run(self) -> Path:
        """The folder of the socket: beside the data, or in /tmp where that path would be too long for a socket."""
        beside = self.root / "pg-run"
        if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES:
            return beside
        return Path("/tmp") / f"doudi-{self.token}"

    @property
    def log(self) -> Path:
        """The folder of PostgreSQL's own log: seven files, one a weekday."""
        return self.root / "log" / "database"


def default_home() -> Path:
    """The state folder: DOUDI_HOME, or `var` in the folder we were started in."""
    return Path(os.environ.get("DOUDI_HOME") or "var")


def place_of(home: Path) -> Place:
    """The place of a home's cluster, chosen at the first call and the same ever after.

    Raises PermissionError where the home belongs to someone else.
    """
    home = home.resolve()
    stated = json.loads(write_once(home / "pg.json", lambda: json.dumps(_choose(home))))
    root = Path(stated["outside"]) if stated["outside"] else home
    return Place(home=home, root=root, token=stated["token"], runner=_runner_of(root / "pg"))


def password_of(home: Path) -> str:
    """The database password of a home, made at the first call (mode 600)."""
    return write_once(home.resolve() / "pg-password", lambda: secrets.token_urlsafe(32))


def may_enter(folder: Path, runner: Runner) -> bool:
    """Whether an account may enter a folder and all above it, by owner, group and mode (lists of access rights aside)."""
    return all(_lets_in(above.stat(), runner) for above in (folder, *folder.parents))


def _lets_in(found: os.stat_result, runner: Runner) -> bool:
    if found.st_uid == runner.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == runner.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _choose(home: Path) -> dict[str, str | None]:
    """A new place: in the home, unless we are root and PostgreSQL's account may not enter there."""
    token = secrets.token_hex(4)
    runner = _runner_of(home / "pg")
    if runner is None or may_enter(home, runner):
        return {"token": token, "outside": None}
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:8]
    bases = [base for base in map(Path, OUTSIDE) if base.is_dir() and may_enter(base, runner)]
    return {"token": token, "outside": str((bases or [Path(OUTSIDE[0])])[0] / f"doudi-{digest}-{token}")}


def _runner_of(data: Path) -> Runner | None:
    """As whom to run: the owner of the data, else the first account there is. None unless we are root."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (found := data.stat()).st_uid != 0:
        return Runner(name=str(found.st_uid), uid=found.st_uid, gid=found.st_gid)
    for name in RUNNERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    return None


def write_once(path: Path, content: Callable[[], str]) -> str:
    """What a small private file (mode 600) holds; made from `content()` if there is none, once among many callers."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(made)
    return path.read_text(encoding="utf-8").strip()
