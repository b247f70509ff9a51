"""`python -m doudi.interfaces.site.prepare [--demo]`: bring the database and the static files up to this code.

Runs as a child of `doudi serve`, before anything is served, and as `doudi migrate`.
"""

import hashlib
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from doudi.interfaces.cli.language import say

# Any number will do, as long as no other program of the database uses it.
MIGRATION_LOCK = 3_917_001


class DatabaseNewer(Exception):
    """The database has migrations this code does not know; says which."""

    def __init__(self, unknown: list[str]) -> None:
        names = "、".join(unknown)
        super().__init__(
            say(
                f"数据库比程序新（{names}）。请安装新版程序，或恢复这一版程序做的备份。",
                f"The database is newer than the program ({names}). Install the newer program, or restore a backup "
                f"that this version made.",
            )
        )


def prepare(*, demonstration: bool) -> None:
    """Migrate, collect the static files, and load the demonstration township into an empty register if asked.

    Raises DatabaseNewer.
    """
    import django

    from doudi.interfaces.site.translations import compile_catalogues

    # A program brought up to date has a newer catalogue than the one compiled at its set-up.
    compile_catalogues()
    django.setup()
    migrate()
    collect_static()
    if demonstration and _register_is_empty():
        from django.core.management import call_command

        from doudi.interfaces.site.demonstration_day import begin_calendar
        from doudi.records.sealing.keys import home
        from doudi.synthetic.demonstration import DAY

        print(say("正在载入示范乡镇…", "Loading the demonstration township…"), flush=True)
        call_command("load_demonstration")
        begin_calendar(home(), first=DAY)


def migrate() -> None:
    """Apply the migrations the database lacks; one caller at a time, whichever machine it runs on.

    Raises DatabaseNewer.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from doudi.interfaces.site.migrating import from_nothing

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        executor = MigrationExecutor(connection)
        if unknown := newer_than(executor.loader.disk_migrations, executor.loader.applied_migrations):
            raise DatabaseNewer(unknown)
        if wanting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            print(say(f"正在更新数据库（{len(wanting)} 步）…", f"Migrating ({len(wanting)} steps)…"), flush=True)
            with nullcontext() if executor.loader.applied_migrations else from_nothing():
                call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()


def newer_than(on_disk: Iterable[tuple[str, str]], applied: Iterable[tuple[str, str]]) -> list[str]:
    """The applied migrations that are unknown and numbered no lower than the newest known of their app.

    Lower ones were merged into another by a release: their names stay in the database.
    """
    known = set(on_disk)
    newest: dict[str, str] = {}
    for app, name in known:
        newest[app] = max(newest.get(app, ""), name[:4])
    return sorted(
        f"{app}.{name}"
        for app, name in applied
        if (app, name) not in known and app in newest and name[:4] >= newest[app]
    )


def collect_static() -> None:
    """Copy the static files to the folder they are served from, unless they are the ones collected last."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    found = _static_digest()
    if not stamp.exists() or stamp.read_text() != found:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(found)


def _static_digest() -> str:
    """A digest of names, sizes and times of every static file there is."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _register_is_empty() -> bool:
    """Whether no person is in the register yet."""
    from django.apps import apps

    return not apps.get_model("registry", "Person").objects.exists()


if __name__ == "__main__":
    try:
        prepare(demonstration="--demo" in sys.argv[1:])
    except DatabaseNewer as refused:
        print(refused, file=sys.stderr)
        raise SystemExit(2) from None
