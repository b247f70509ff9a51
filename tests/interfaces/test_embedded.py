"""The embedded PostgreSQL: chosen without being started, started once, private, and whole after every accident."""

import datetime
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from doudi.interfaces.site import embedded, embedded_server
from doudi.interfaces.site.embedded import DatabaseCannotStart, DatabaseUrlWrong
from doudi.interfaces.site.embedded_place import OUTSIDE, SOCKET_NAME, place_of
from doudi.interfaces.site.embedded_programs import all_programs
from doudi.vocabulary.identity import generate_citizen_id
from support.homes import connect, kill_outright, living, passable_home, processes_of

SOURCES = Path(embedded.__file__).parents[3]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another account")


@pytest.fixture(autouse=True)
def _no_database_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def home() -> Iterator[Path]:
    with passable_home() as folder:
        yield folder


def test_settings_are_the_same_every_time_and_start_nothing(home: Path) -> None:
    first = embedded.database_settings(home)
    assert first == embedded.database_settings(home)
    assert not embedded.is_running(home)
    assert not place_of(home).data.exists()


def test_password_is_private_long_and_of_this_home_only(home: Path) -> None:
    password = embedded.database_settings(home)["PASSWORD"]
    assert stat.S_IMODE((home / "pg-password").stat().st_mode) == 0o600
    assert len(password) >= 32
    with passable_home() as another:
        assert embedded.database_settings(another)["PASSWORD"] != password


def test_socket_path_fits_however_deep_the_home_lies(home: Path) -> None:
    deep = home.joinpath(*["a-rather-long-folder-name"] * 8)
    folder = embedded.database_settings(deep)["HOST"]
    assert len(f"{folder}/{SOCKET_NAME}") <= 107


def test_nothing_is_running_in_a_home_that_was_never_used(home: Path) -> None:
    assert not embedded.is_running(home)
    embedded.stop(home)
    assert not home.exists()


def test_database_url_wins_and_is_decoded(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me%40here:p%3A%2Fw%23@db.example:5433/r%C3%A9g?sslmode=require")
    assert embedded.database_settings(home) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "rég",
        "USER": "me@here",
        "PASSWORD": "p:/w#",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
    assert embedded.ensure_running(home) is False
    assert not home.exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://me:hidden@h/d", "postgres://"),
        ("postgres://me:hidden@h:port/d", "端口"),
        ("postgres://me:hidden@h:5432", "数据库名"),
        ("postgres://me:hidden@[h/d", "主机"),
    ],
)
def test_wrong_database_url_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, home: Path, url: str, said: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(DatabaseUrlWrong, match=said) as refused:
        embedded.database_settings(home)
    assert "hidden" not in str(refused.value)


@pytest.mark.machine
def test_first_start_makes_a_database_that_stores_chinese_in_a_stated_order(home: Path) -> None:
    assert embedded.ensure_running(home) is True
    assert embedded.ensure_running(home) is False
    assert embedded.is_running(home)
    with connect(home) as connection:
        row = connection.execute("SELECT current_setting('server_encoding'), datcollate FROM pg_database").fetchone()
        assert row == ("UTF8", "C.UTF-8")
        for extension in ("pg_trgm", "btree_gist", "pgcrypto"):
            connection.execute(f"CREATE EXTENSION {extension}")
        row = connection.execute("SELECT cardinality(show_trgm('王娜秀'))").fetchone()
        assert row == (4,)
        settings = (
            "SELECT current_setting('fsync'), current_setting('listen_addresses'), current_setting('data_checksums')"
        )
        assert connection.execute(settings).fetchone() == ("on", "", "on")


@pytest.mark.machine
def test_only_the_password_opens_it_and_only_for_its_own_role(home: Path) -> None:
    embedded.ensure_running(home)
    for other in ({"password": "guessed"}, {"user": "postgres"}, {"user": "postgres", "password": ""}):
        with pytest.raises(psycopg.OperationalError):
            connect(home, **other)
    with connect(home) as connection:
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)


@pytest.mark.machine
def test_many_callers_at_once_start_it_once(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from doudi.interfaces.site import embedded;"
        "print(embedded.ensure_running(Path(sys.argv[1])))"
    )
    callers = [
        subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [caller.communicate()[0].strip() for caller in callers]
    assert sorted(said) == ["False"] * 5 + ["True"]
    assert len(processes_of(str(place_of(home).data))) == 1


@pytest.mark.machine
def test_what_was_committed_is_there_after_kill_9(home: Path) -> None:
    embedded.ensure_running(home)
    with connect(home) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    idle = connect(home)
    with connect(home) as connection:
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    postmaster = embedded_server.postmaster_of(place_of(home))
    assert postmaster
    kill_outright(postmaster)
    assert not embedded.is_running(home)
    assert embedded.ensure_running(home) is True
    idle.close()
    with connect(home) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


@pytest.mark.machine
@pytest.mark.parametrize("left", ["postmaster.pid", "socket"])
def test_number_a_server_left_that_is_another_process_now_is_no_hindrance(home: Path, left: str) -> None:
    embedded.ensure_running(home)
    place = place_of(home)
    lock = place.data / left if left == "postmaster.pid" else next(place.run.glob(".s.PGSQL.*.lock"))
    told = lock.read_text()
    embedded.stop(home)
    account = {"user": place.runner.uid, "group": place.runner.gid} if place.runner else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **account) as another:
        _, *rest = told.splitlines()
        lock.write_text("\n".join([str(another.pid), *rest]) + "\n")
        assert not embedded.is_running(home)
        assert embedded.ensure_running(home) is True
        another.kill()


@pytest.mark.machine
def test_stop_leaves_no_process_and_no_open_session(home: Path) -> None:
    embedded.ensure_running(home)
    session = connect(home)
    embedded.stop(home)
    assert not embedded.is_running(home)
    assert processes_of(str(place_of(home).data)) == []
    with pytest.raises(psycopg.OperationalError):
        session.execute("SELECT 1")
    session.close()


@pytest.mark.machine
def test_it_stops_with_its_caller_where_that_was_asked(home: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from doudi.interfaces.site import embedded;"
        "embedded.ensure_running(Path(sys.argv[1]), with_caller=True); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout
        assert caller.stdout.readline() == "up\n"
        postmaster = embedded_server.postmaster_of(place_of(home))
        assert postmaster
        caller.kill()
    psutil.wait_procs([postmaster], timeout=10)
    assert living([postmaster]) == []


@pytest.mark.machine
def test_nothing_that_was_typed_reaches_a_log(home: Path) -> None:
    embedded.ensure_running(home)
    typed = generate_citizen_id("340102", datetime.date(1950, 1, 1), 1)
    with connect(home) as connection:
        connection.execute("CREATE TABLE person (id_number text UNIQUE, born date)")
        connection.execute("INSERT INTO person VALUES (%s, NULL)", [typed])
        connection.commit()
        for statement in ("INSERT INTO person VALUES (%s)", "SELECT %s::date", "SELECT nothing, %s"):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, [typed])
            connection.rollback()
    _crash_while(home, f"SELECT pg_sleep(30), '{typed}'")
    logs = [file.read_text() for file in (place_of(home).root / "log").rglob("*.log")]
    assert any("terminated by signal 9" in log for log in logs)
    assert not any(typed in log for log in logs)


def _crash_while(home: Path, statement: str) -> None:
    """Kill the backend in the middle of a statement, which PostgreSQL likes to quote in its log."""
    with connect(home, autocommit=True) as watcher, connect(home) as victim:
        pid = victim.info.backend_pid
        victim.pgconn.send_query(statement.encode())
        while watcher.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() != ("active",):
            time.sleep(0.01)
        kill_outright(psutil.Process(pid))
        victim.close()
    for _ in range(100):
        try:
            connect(home).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)


@pytest.mark.machine
def test_damaged_data_are_told_in_both_languages_with_the_way_out_and_the_log(home: Path) -> None:
    embedded.ensure_running(home)
    embedded.stop(home)
    (place_of(home).data / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseCannotStart) as refused:
        embedded.ensure_running(home)
    assert "DOUDI_HOME" in str(refused.value) and "出路" in str(refused.value) and "Ways out" in str(refused.value)
    assert "pg_control" in refused.value.log


@pytest.mark.machine
def test_data_of_another_major_version_are_told(home: Path) -> None:
    embedded.ensure_running(home)
    embedded.stop(home)
    (place_of(home).data / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseCannotStart, match="PostgreSQL 9"):
        embedded.ensure_running(home)


@pytest.mark.machine
@needs_root
def test_a_home_that_lets_only_root_in_keeps_its_data_in_a_folder_of_the_system() -> None:
    with passable_home() as home:
        home.parent.chmod(0o700)
        embedded.ensure_running(home)
        with connect(home) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        root = place_of(home).root
        assert str(root.parent) in OUTSIDE
        assert (root / "belongs-to").read_text() == f"{home}\n"
    assert not root.exists()


@pytest.mark.machine
@needs_root
def test_programs_that_only_root_may_reach_are_copied(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    programs = next(all_programs())
    if not (programs.folder.parent / "share").is_dir():
        pytest.skip("Debian's programs cannot be moved")
    with tempfile.TemporaryDirectory() as hidden:
        shutil.copytree(programs.folder.parent, Path(hidden) / "pginstall")
        monkeypatch.setenv("PG_BINDIR", f"{hidden}/pginstall/{programs.folder.name}")
        embedded.ensure_running(home)
        postmaster = embedded_server.postmaster_of(place_of(home))
        assert postmaster
        assert Path(postmaster.cmdline()[0]).is_relative_to(home)
        embedded.stop(home)


@pytest.mark.machine
@needs_root
def test_an_ordinary_user_runs_it_in_a_folder_of_mode_700_and_nobody_else_may_use_that() -> None:
    python = _python_for_everyone()
    with passable_home() as home:
        os.chown(home.parent, 33, 33)
        home.parent.chmod(0o700)
        program = (
            "import sys; from pathlib import Path; from doudi.interfaces.site import embedded;"
            "home = Path(sys.argv[1]); print(embedded.ensure_running(home));"
            "embedded.stop(home); print(embedded.is_running(home), (home / 'pg').stat().st_uid)"
        )
        command = [python, "-c", program, str(home)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=_environment(), user=33, group=33)
        assert (done.stdout, done.stderr) == ("True\nFalse 33\n", "")
        other = subprocess.run(command, capture_output=True, text=True, cwd="/", env=_environment(), user=65534)
        assert "DatabaseCannotStart" in other.stderr and "出路" in other.stderr


def _python_for_everyone() -> str:
    """A Python of our version that an ordinary account may run; a clone in a private folder it may not read."""
    if not _readable_for_everyone(SOURCES):
        pytest.skip("this clone lies in a folder that no ordinary account may enter")
    for found in (sys.executable, shutil.which("python3.11", path="/usr/local/bin:/usr/bin")):
        if found:
            try:
                subprocess.run([found, "-c", ""], user=33, cwd="/", check=True, capture_output=True)
                return found
            except OSError:
                continue
    pytest.skip("no Python 3.11 that an ordinary account may run")


def _readable_for_everyone(folder: Path) -> bool:
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.parents))


def _environment() -> dict[str, str]:
    packages = [path for path in sys.path if path.endswith("site-packages")]
    return {
        "PYTHONPATH": os.pathsep.join([str(SOURCES), *packages]),
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
