"""Making the embedded PostgreSQL: its folders, its cluster, its role and database. Callers hold the home's lock."""

import os
import secrets
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from doudi.interfaces.site.embedded_place import Place
from doudi.interfaces.site.embedded_programs import Programs, programs_for, within_reach

DATABASE = "doudi"
ROLE = "doudi"


class DatabaseCannotStart(RuntimeError):
    """The embedded database does not start: why, the way out, and the last lines PostgreSQL wrote (`log`)."""

    def __init__(self, zh: str, en: str, *, log: str = "") -> None:
        self.log = log
        tail = f"\n--- PostgreSQL ---\n{log}" if log else ""
        super().__init__(
            f"数据库启动不了：{zh}。\n出路：把 DOUDI_HOME 设为一个数据库账户可以进入的文件夹，"
            f"或用 DATABASE_URL 指向已有的 PostgreSQL，或以普通用户运行。\n"
            f"The database cannot start: {en}.\nWays out: set DOUDI_HOME to a folder the database's account may enter, "
            f"or DATABASE_URL to a PostgreSQL of your own, or run as an ordinary user.{tail}"
        )


def prepare_cluster(place: Place, password: str) -> Programs:
    """Have the folders and the cluster, and answer with the programs that run it.

    Raises DatabaseCannotStart.
    """
    programs = _programs(place)
    try:
        _make_folders(place)
        programs = within_reach(programs, place)
        if not place.data.exists():
            _make_cluster(place, programs, password)
    except OSError as error:
        raise DatabaseCannotStart(f"文件夹不能用（{error}）", f"a folder cannot be used ({error})") from error
    return programs


def as_runner(place: Place) -> dict[str, Any]:
    """How to start a program as the cluster's account: a folder it may stand in, and no more environment than it needs."""
    account: dict[str, Any] = {"umask": 0o077, "cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}}
    if place.runner:
        account |= {"user": place.runner.uid, "group": place.runner.gid, "extra_groups": []}
    return account


def _programs(place: Place) -> Programs:
    """Programs that can read the cluster there is, or the best there are.

    Raises DatabaseCannotStart.
    """
    stated = place.data / "PG_VERSION"
    major = int(stated.read_text()) if stated.exists() else None
    if found := programs_for(major):
        return found
    if major is None:
        raise DatabaseCannotStart(
            "这台机器上没有能运行的 PostgreSQL 程序", "no PostgreSQL programs run on this machine"
        )
    raise DatabaseCannotStart(
        f"{place.data} 是 PostgreSQL {major} 的数据，这里没有这个版本的程序（可设 PG_BINDIR）",
        f"{place.data} was made by PostgreSQL {major}, whose programs are not here (PG_BINDIR may name them)",
    )


def _make_folders(place: Place) -> None:
    """The folders of the cluster, private to its account; the folders on the way to them are left passable."""
    place.root.mkdir(parents=True, exist_ok=True)
    (place.root / "log").mkdir(exist_ok=True)
    if place.root != place.home:
        (place.root / "belongs-to").write_text(f"{place.home}\n", encoding="utf-8")
    if place.runner:
        for folder in (place.root, place.root / "log"):
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o011)
    for folder in (place.run, place.log):
        _make_private(folder, place)


def _make_private(folder: Path, place: Place) -> None:
    """A folder of mode 700 that is the account's own. Another's folder under that name is never used."""
    uid = place.runner.uid if place.runner else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if place.runner:
            os.chown(folder, place.runner.uid, place.runner.gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
            raise PermissionError(f"{folder} belongs to someone else") from None


def _make_cluster(place: Place, programs: Programs, password: str) -> None:
    """A new cluster with our role and database, whole or not at all.

    The superuser gets a password that nobody keeps: from then on only the database's own role signs in.
    """
    made = place.root / "pg.new"
    shutil.rmtree(made, ignore_errors=True)
    _make_private(made, place)
    with tempfile.NamedTemporaryFile("w", dir=place.root, prefix=".pg-init-") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        if place.runner:
            os.chown(file.name, place.runner.uid, place.runner.gid)
        _run(place, [programs.path("initdb"), "-D", str(made), *_initdb_options(programs), f"--pwfile={file.name}"])
    statements = f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    single = [programs.path("postgres"), "--single", "-c", "exit_on_error=true", "-D", str(made), "postgres"]
    _run(place, single, statements)
    made.rename(place.data)


def _initdb_options(programs: Programs) -> list[str]:
    """The same order of text on every machine: C.UTF-8, from PostgreSQL itself where it has one (17)."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= 17 else []
    return [
        *("--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", *builtin),
        *("--auth=scram-sha-256", "--data-checksums"),
    ]


def _run(place: Place, command: list[str], given: str = "") -> None:
    """Run a PostgreSQL program to its end as the cluster's account.

    Raises DatabaseCannotStart with what it said.
    """
    done = subprocess.run(command, input=given, capture_output=True, text=True, **as_runner(place))
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        name = Path(command[0]).name
        raise DatabaseCannotStart(f"{name} 没有做成", f"{name} failed", log=said)
