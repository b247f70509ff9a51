"""`doudi serve`: database, migrations, web server and worker as one tree of processes that starts in order and stops whole."""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from doudi.interfaces.cli.language import say
from doudi.interfaces.site import embedded
from doudi.interfaces.site.addresses import answers, port_is_free, shown
from doudi.interfaces.site.demonstration_day import ENVIRONMENT, day_of, days_of, move_calendar
from doudi.interfaces.site.embedded_kept import KeptDatabase
from doudi.interfaces.site.restore import is_half_restored
from doudi.interfaces.site.serving_lock import CannotServe, the_only_one
from doudi.interfaces.site.supervised import ShortLog, Supervised

SETTINGS = "doudi.interfaces.site.settings"
ANSWER_SECONDS = 90.0
DEATHS_BEFORE_GIVING_UP = 3
# Together with the database's, under ten seconds.
WEB_STOP_SECONDS = 3.5
WORKER_STOP_SECONDS = 3.0
DATABASE_STOP_SECONDS = 2.0


@dataclass(frozen=True)
class Modules:
    """The modules run as children: one that prepares the database and ends, and two that stay."""

    prepare: str = "doudi.interfaces.site.prepare"
    web: str = "doudi.interfaces.site.web"
    worker: str = "doudi.interfaces.jobs.worker"


def no_logins() -> Iterable[str]:
    """No log-ins to tell."""
    return ()


def serve(
    *,
    home: Path,
    host: str,
    port: int,
    demonstration: bool = False,
    day: datetime.date | None = None,
    logins: Callable[[], Iterable[str]] = no_logins,
    modules: Modules = Modules(),
) -> int:
    """Serve an office until SIGTERM, SIGINT or SIGHUP; the exit status. `day` moves a demonstration's calendar on.

    Raises CannotServe, embedded.DatabaseCannotStart.
    """
    home = home.resolve()
    with the_only_one(home, host, port) as ended_cleanly, _told_to_stop() as stopping:
        _check_whole(home)
        _check_port(host, port)
        if not ended_cleanly:
            embedded.stop(home)  # A killed server's database is on its way down: let it get there.
        office = _Office(home=home, host=host, port=port, stopping=stopping, modules=modules)
        try:
            office.start(demonstration, day)
            if not stopping.is_set():
                office.tell_where(logins if demonstration else no_logins)
                office.tell_day()
                office.look_after()
        finally:
            office.stop()
    return 0


class _Office:
    """The children of one `serve`, in the order they start; they stop in the opposite one."""

    def __init__(self, *, home: Path, host: str, port: int, stopping: threading.Event, modules: Modules) -> None:
        self.home, self.host, self.port = home, host, port
        self.stopping = stopping
        self.modules = modules
        self.children: list[Supervised] = []
        self.ahead = 0
        self.log: ShortLog | None = None
        self.database = KeptDatabase(home, self._tell)

    def start(self, demonstration: bool, day: datetime.date | None = None) -> None:
        """Database, migrations, web server and worker; returns when pages are answered, or when told to stop."""
        self.database.start()
        os.umask(0o077)
        self.log = ShortLog(self.home / "log" / "serve.log")
        self._tell(say("数据库已就绪", "The database is up"))
        self._prepare(demonstration)
        if self.stopping.is_set():
            return
        if day is not None:
            move_calendar(self.home, to=day)
        self.ahead = days_of(self.home)
        where = [self.host, str(self.port)]
        self._add(say("网页服务", "The web server"), "web", [self.modules.web, *where])
        # Somebody waits for a page; a list or an import may take a little longer.
        self._add(say("后台任务", "The worker"), "worker", [self.modules.worker], behind=True)
        self._wait_for_answer()

    def tell_where(self, logins: Callable[[], Iterable[str]]) -> None:
        """Say where it serves and with which log-ins. Log-ins go to the terminal only, never to a log."""
        self._tell(say(f"已在 {self._address} 提供服务（Ctrl-C 停止）", f"Serving at {self._address} (Ctrl-C stops)"))
        for line in logins():
            _print(line)

    def tell_day(self) -> None:
        """Say which day it is in a demonstration, where it is not today."""
        if self.ahead:
            _print(say(f"示范数据里今天是 {day_of(self.home)}", f"In the demonstration it is {day_of(self.home)}"))

    def look_after(self) -> None:
        """Keep everything running until told to stop."""
        while not self.stopping.wait(0.5):
            self._mend()

    def _mend(self) -> None:
        """Start again whatever has died, the database first: nothing else comes up without it."""
        self.database.look_after()
        for child in self.children:
            if told := child.look_after():
                self._tell(told)

    def stop(self) -> None:
        """Stop the web server, the worker, then the database if we started it."""
        if self.children:
            self._tell(say("正在停止…", "Stopping…"))
        for child, within in zip(self.children, (WEB_STOP_SECONDS, WORKER_STOP_SECONDS), strict=False):
            child.stop(within=within)
        self.database.stop(within=DATABASE_STOP_SECONDS)
        if self.log:
            self._tell(say("已停止", "Stopped"))
            self.log.close()

    @property
    def _address(self) -> str:
        return f"http://{shown(self.host)}:{self.port}/"

    def _prepare(self, demonstration: bool) -> None:
        """Run the preparing child to its end, its words on our terminal; again where the database died under it.

        Raises CannotServe where it fails by itself, DatabaseCannotStart.
        """
        status = self._run_preparation(demonstration)
        for _ in range(DEATHS_BEFORE_GIVING_UP):
            if not status or self.stopping.is_set() or not self.database.has_died():
                break
            self.database.start_again()
            status = self._run_preparation(demonstration)
        if status and not self.stopping.is_set():
            raise CannotServe(say("准备数据库没有成功，原因见上", "The database could not be prepared; see above"))

    def _run_preparation(self, demonstration: bool) -> int:
        """One run of the preparing child; its exit status."""
        command = [sys.executable, "-m", "doudi.interfaces.site.child", str(os.getpid()), self.modules.prepare]
        command += ["--demo"] if demonstration else []
        with subprocess.Popen(command, env=self._environment(), start_new_session=True) as process:
            while process.poll() is None:
                if self.stopping.wait(0.05):
                    process.terminate()
                    break
        return process.returncode

    def _add(self, name: str, log_name: str, command: list[str], *, behind: bool = False) -> None:
        log = ShortLog(self.home / "log" / f"{log_name}.log")
        child = Supervised(name=name, command=command, environment=self._environment(), log=log, behind=behind)
        self.children.append(child)
        child.start()

    def _wait_for_answer(self) -> None:
        """Wait until pages are answered.

        Raises CannotServe with the end of the web server's log where it keeps dying or stays silent.
        """
        web = self.children[0]
        give_up_at = time.monotonic() + ANSWER_SECONDS
        while not answers(self.host, self.port) and not self.stopping.wait(0.1):
            self._mend()
            if web.deaths >= DEATHS_BEFORE_GIVING_UP or time.monotonic() > give_up_at:
                raise CannotServe(say("网页服务没有起来：", "The web server does not come up:") + "\n" + web.log.tail())

    def _environment(self) -> dict[str, str]:
        """What children need to know: the home, the settings; UTF-8 and unbuffered output."""
        stated = {
            "DOUDI_HOME": str(self.home),
            ENVIRONMENT: str(self.ahead),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        return {"DJANGO_SETTINGS_MODULE": SETTINGS, **os.environ, **stated}

    def _tell(self, line: str) -> None:
        _print(line)
        if self.log:
            self.log.write(f"{datetime.datetime.now().astimezone().isoformat(timespec='seconds')} {line}")


def _check_whole(home: Path) -> None:
    """Raises CannotServe where a restoration into the home was cut short."""
    if is_half_restored(home):
        raise CannotServe(
            say(
                f"恢复到 {home} 的工作没有完成，不能使用。把这个文件夹移走，重新执行 doudi restore。",
                f"The restoration into {home} was cut short; it cannot be used. Move the folder away and run "
                f"doudi restore again.",
            )
        )


def _check_port(host: str, port: int) -> None:
    """Raises CannotServe where someone listens on the port already (granian itself would share it silently)."""
    if not port_is_free(host, port):
        raise CannotServe(
            say(
                f"端口 {host}:{port} 已被占用或不能使用。停止占用它的程序，或用 --port 换一个端口。",
                f"The port {host}:{port} is in use or not allowed. Stop what uses it, or choose another with --port.",
            )
        )


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that is set when the process is told to stop, instead of its being ended."""
    told = threading.Event()
    signals = [signal.SIGTERM, signal.SIGINT]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)  # Unless we were started by nohup, which says to stay.
    before = [signal.signal(number, lambda *_: told.set()) for number in signals]
    try:
        yield told
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _print(line: str) -> None:
    """Tell the terminal, which may have gone."""
    with suppress(OSError):
        print(line, flush=True)
