"""Running an office from the command line: serve, database, migrate, backup, restore."""

import datetime
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from doudi.interfaces.cli.language import say

if TYPE_CHECKING:
    from doudi.interfaces.site.backup_archive import Progress
    from doudi.interfaces.site.backup_manifest import Manifest

Logins = Callable[[], Iterable[str]]


def register(app: typer.Typer, *, logins: Logins) -> None:
    """Add the commands of an office. logins: the lines that tell with what to sign in to the demonstration.

    Commands are made here, not at the head of the module, so that their help is in the language of now.
    """
    _register_serve(app, logins)
    _register_database(app)
    _register_backup(app)
    _register_restore(app)


def _register_serve(app: typer.Typer, logins: Logins) -> None:
    @app.command(
        "serve", help=say("启动本级系统（数据库、网页、后台任务）。", "Serve the office: database, pages, worker.")
    )
    def serve_command(
        host: Annotated[str, typer.Option("--host", help=say("监听地址", "the address to listen at"))] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=1, max=65535, help=say("端口", "the port"))] = 8000,
        demo: Annotated[
            bool,
            typer.Option("--demo", help=say("登记为空时载入示范乡镇", "load the demonstration into an empty register")),
        ] = False,
        day: Annotated[
            datetime.datetime | None,
            typer.Option(
                "--day",
                formats=["%Y-%m-%d"],
                help=say("示范数据里往后到哪一天", "move the demonstration on to this day"),
            ),
        ] = None,
    ) -> None:
        serve(host=host, port=port, demo=demo, day=day.date() if day else None, logins=logins)


def _register_database(app: typer.Typer) -> None:
    database = typer.Typer(
        no_args_is_help=True,
        help=say("自带的数据库：启动、停止、状态。", "The embedded database: start, stop, status."),
    )
    database.command("start", help=say("启动自带的数据库。", "Start the embedded database."))(database_start)
    database.command("stop", help=say("停止自带的数据库。", "Stop the embedded database."))(database_stop)
    status = say("数据库是否在运行，数据在哪里。", "Whether it runs, and where its data lie.")
    database.command("status", help=status)(database_status)
    app.add_typer(database, name="database")
    app.command("migrate", help=say("把数据库更新到本版程序。", "Bring the database up to this version."))(migrate)


def _register_backup(app: typer.Typer) -> None:
    @app.command("backup", help=say("备份数据库、附件和密钥。", "Back up the database, the files and the keys."))
    def backup_command(
        file: Annotated[Path, typer.Argument(help=say("备份文件（不能已存在）", "the backup (must not exist yet)"))],
    ) -> None:
        backup(file)


def _register_restore(app: typer.Typer) -> None:
    @app.command("restore", help=say("把备份恢复到空的地方。", "Restore a backup where there is nothing."))
    def restore_command(
        file: Annotated[Path, typer.Argument(help=say("备份文件", "the backup"))],
        keys: Annotated[
            Path | None, typer.Option("--keys", help=say("备份的密钥文件（.keys）", "the backup's key file (.keys)"))
        ] = None,
        without_keys: Annotated[
            bool,
            typer.Option(
                "--without-keys",
                help=say(
                    "没有密钥也恢复：加密的内容将无法解读", "restore without keys: what is sealed stays unreadable"
                ),
            ),
        ] = False,
        check: Annotated[
            bool, typer.Option("--check", help=say("只检查备份是否完好", "only check that the backup is whole"))
        ] = False,
    ) -> None:
        restore(file, keys=keys, without_keys=without_keys, check=check)


def serve(*, host: str, port: int, demo: bool, logins: Logins, day: datetime.date | None = None) -> None:
    """Serve until told to stop; `day` is for a demonstration."""
    from doudi.interfaces.site import processes

    with _refusals():
        raise SystemExit(
            processes.serve(home=_home(), host=host, port=port, demonstration=demo, day=day, logins=logins)
        )


def database_start() -> None:
    """Start the embedded database and leave it running."""
    from doudi.interfaces.site import embedded

    with _refusals():
        _embedded_only()
        started = embedded.ensure_running(_home())
    print(say("已启动", "Started") if started else say("已在运行", "Running already"))


def database_stop() -> None:
    """Stop the embedded database, unless it is being served from."""
    from doudi.interfaces.cli.main import Refused
    from doudi.interfaces.site import embedded
    from doudi.interfaces.site.serving_lock import who_serves

    with _refusals():
        _embedded_only()
        if other := who_serves(_home()):
            raise Refused(
                say(
                    f"进程 {other.get('pid')} 正在提供服务，先停止它（它会一并停止数据库）",
                    f"Process {other.get('pid')} is serving; stop that first (it stops the database with it)",
                )
            )
        embedded.stop(_home())
    print(say("已停止", "Stopped"))


def database_status() -> None:
    """Tell whether the embedded database runs (exit status 0 or 1) and where its data lie."""
    from doudi.interfaces.site import embedded
    from doudi.interfaces.site.embedded_place import place_of

    with _refusals():
        _embedded_only()
        running = embedded.is_running(_home())
        if (_home() / "pg.json").exists():
            place = place_of(_home())
            print(say(f"数据：{place.data}\n日志：{place.log}", f"data: {place.data}\nlog: {place.log}"))
    print(say("在运行", "running") if running else say("没有运行", "not running"))
    raise SystemExit(0 if running else 1)


def migrate() -> None:
    """Bring the database and the static files up to this version."""
    from doudi.interfaces.cli.main import Refused
    from doudi.interfaces.site import embedded, prepare
    from doudi.interfaces.site.processes import SETTINGS

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    with _refusals():
        started = embedded.ensure_running(_home(), with_caller=True)
        try:
            prepare.prepare(demonstration=False)
        except prepare.DatabaseNewer as newer:
            raise Refused(str(newer)) from None
        finally:
            if started:
                embedded.stop(_home())
    print(say("数据库已是最新", "The database is up to date"))


def backup(file: Path) -> None:
    """Write a backup and say what is in it."""
    from doudi.interfaces.site.backup import keys_beside, make_backup

    made_at = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    with _refusals(), _progress() as progress:
        manifest = make_backup(home=_home(), target=file, made_at=made_at, progress=progress)
    print(say(f"已备份到 {file}：", f"Backed up to {file}: ") + _summary(manifest))
    if manifest.keys_sha256:
        print(
            say(
                f"密钥另存为 {keys_beside(file)}。请把两者分开保管：有两者的人能看到一切，缺了密钥谁也看不到。",
                f"The keys are in {keys_beside(file)}. Keep the two apart: who has both can read everything, and "
                f"without the keys nobody can.",
            )
        )


def restore(file: Path, *, keys: Path | None, without_keys: bool, check: bool) -> None:
    """Restore a backup into an empty home, or only check it."""
    from doudi.interfaces.site.restore import check_backup, restore_backup

    with _refusals(), _progress() as progress:
        if check:
            manifest = check_backup(file, progress)
        else:
            manifest = restore_backup(
                home=_home(), source=file, keys=keys, without_keys=without_keys, progress=progress
            )
    done = (
        say("备份完好：", "The backup is whole: ")
        if check
        else say("已恢复并核对无误：", "Restored and proved equal: ")
    )
    print(done + _summary(manifest))


def _home() -> Path:
    from doudi.interfaces.site.embedded_place import default_home

    return default_home().resolve()


def _embedded_only() -> None:
    """Raises Refused where DATABASE_URL names a database that is not ours to start."""
    from doudi.interfaces.cli.main import Refused
    from doudi.interfaces.site import embedded

    if not embedded.is_embedded():
        raise Refused(
            say(
                "已设 DATABASE_URL，数据库不由本程序启停",
                "DATABASE_URL is set: that database is not ours to start or stop",
            )
        )


def _summary(manifest: "Manifest") -> str:
    """One line: when, how much, of which version."""
    tables, rows, files = len(manifest.tables), manifest.rows, len(manifest.files)
    return say(
        f"{manifest.made_at}，{tables} 张表、{rows} 行，{files} 个附件，程序 {manifest.doudi}，PostgreSQL {manifest.postgresql}",
        f"{manifest.made_at}, {tables} tables, {rows} rows, {files} files, version {manifest.doudi}, "
        f"PostgreSQL {manifest.postgresql}",
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """Refusals of the site told as refusals of the command line.

    Raises Refused.
    """
    from doudi.interfaces.cli.main import Refused
    from doudi.interfaces.site.backup_archive import ArchiveDamaged
    from doudi.interfaces.site.backup_programs import BackupFailed
    from doudi.interfaces.site.embedded import DatabaseCannotStart, DatabaseUrlWrong
    from doudi.interfaces.site.serving_lock import CannotServe

    try:
        yield
    except (ArchiveDamaged, BackupFailed, CannotServe, DatabaseCannotStart, DatabaseUrlWrong, OSError) as refused:
        raise Refused(str(refused)) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar on the terminal, a task for each step; nothing where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn
    from rich.progress import Progress as Bar

    names = {
        "check": say("检查备份", "Checking"),
        "tables": say("核对各表", "Tables"),
        "dump": say("导出数据库", "Dumping"),
        "restore": say("导入数据库", "Restoring"),
        "files": say("附件", "Files"),
    }
    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:.0f}"))
    with Bar(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:

        def tell(step: str, done: int, total: int, /) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(names[step], total=total or None)
            bar.update(tasks[step], completed=done, total=total or None)

        yield tell
