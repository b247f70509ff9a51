"""What this machine cannot run is left out and named, never silently; `DOUDI_TEST_ALL=1` leaves nothing out."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest

if TYPE_CHECKING:
    from world import World

# The office of the tests: a folder of their own, made before the settings are read, and therefore before pytest-django is
# told of them (not in pyproject.toml, which it reads first). Workers get it from the session.
if os.environ.get("DJANGO_SETTINGS_MODULE") and "DOUDI_TEST_HOME" not in os.environ:
    pytest.exit(
        "unset DJANGO_SETTINGS_MODULE: with it the settings are read before the tests have an office of their own"
    )
_OWN_HOME = "DOUDI_HOME" not in os.environ or "DOUDI_TEST_HOME" not in os.environ
if _OWN_HOME:
    os.environ["DOUDI_HOME"] = os.environ["DOUDI_TEST_HOME"] = tempfile.mkdtemp(prefix="doudi-test-")
    os.chmod(os.environ["DOUDI_HOME"], 0o711)
os.environ["DJANGO_SETTINGS_MODULE"] = "doudi.interfaces.site.settings"
HOME = Path(os.environ["DOUDI_HOME"])
(HOME / "static").mkdir(exist_ok=True)


def pytest_configure(config: pytest.Config) -> None:
    django.setup()
    from django.conf import settings

    # Argon2 takes a fifth of a second on purpose; the tests of signing in put it back.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    config.addinivalue_line("markers", "spark: needs Java 17 and the environment made by `make setup-spark`")


def _why_no_spark() -> str:
    """What Spark lacks on this machine, or nothing."""
    from doudi.engine.sql_spark import spark_python

    if shutil.which("java") is None:
        return "no Java"
    return "" if spark_python() else "no .venv-spark: make setup-spark"


def _why_no_browser() -> str:
    """What the tests in a browser lack on this machine, or nothing."""
    missing = [name for name in ("chromium", "pdftoppm") if shutil.which(name) is None]
    return f"no {' and no '.join(missing)}" if missing else ""


def _left_out() -> dict[str, str]:
    """By marker, why its tests are left out here."""
    if os.environ.get("DOUDI_TEST_ALL") == "1":
        return {}
    told = {"spark": _why_no_spark(), "browser": _why_no_browser()}
    return {marker: why for marker, why in told.items() if why}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = _left_out()
    left_out = [item for item in items if any(item.get_closest_marker(marker) for marker in wanting)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    # The longest first: at the end one worker would go on alone with them.
    items.sort(key=lambda item: not item.path.match("tests/crash/*") and not item.path.match("tests/interfaces/*"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    names = {"spark": "Spark", "browser": "the browser"}
    for marker, why in _left_out().items():
        terminalreporter.write_line(f"left out: {names[marker]} ({why})")
    if not shutil.which("/usr/lib/postgresql/15/bin/postgres"):
        terminalreporter.write_line("left out: the same on PostgreSQL 15 (not installed; .ci/run does it)")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the embedded database before the first test that needs one."""
    from doudi.interfaces.site.embedded import ensure_running

    ensure_running(HOME)


# Tests roll back: autovacuum would count pages full of rows that nobody sees and note that there are none. The planner
# then takes a table of a thousand rows for one of a single row, and every join of it for a loop.
_NOT_VACUUMED = """
DO $$ DECLARE of_tests regclass; BEGIN
    FOR of_tests IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', of_tests);
    END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """The database of the tests, migrated from nothing as an office's first one is."""
    from django.db import connection

    from doudi.interfaces.site.migrating import from_nothing

    with from_nothing():
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(_NOT_VACUUMED)


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: Any) -> Iterator["World"]:
    """The invented county with staff of every post, built once a file: a third of a second, as long as most tests take."""
    from support.rolled_back import rolled_back
    from world import build_world

    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def world(built_world: "World", db: None) -> "World":
    """That county as it was built: what another test did to it, in the database or in memory, is not there."""
    return deepcopy(built_world)


@pytest.fixture(scope="session", autouse=True)
def _tables_may_be_emptied() -> Iterator[None]:
    """Tests that commit leave nothing behind: their tables are emptied, which the database refuses everybody else."""
    import pgtrigger
    from django.db.backends.postgresql.operations import DatabaseOperations

    empty = DatabaseOperations.execute_sql_flush

    def emptied(self: DatabaseOperations, statements: list[str]) -> None:
        with pgtrigger.ignore():
            empty(self, statements)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.fixture(autouse=True)
def _fresh_names() -> Iterator[None]:
    """Names of places are kept in memory; no test sees another's."""
    yield
    from django.core.cache import cache

    cache.clear()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not _OWN_HOME or hasattr(session.config, "workerinput"):
        return
    from doudi.interfaces.site.embedded import stop

    stop(HOME)
    shutil.rmtree(HOME, ignore_errors=True)
