"""Starting, watching and stopping the embedded PostgreSQL. Callers of start and stop hold the home's lock."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from doudi.interfaces.site.embedded_cluster import DatabaseCannotStart, as_runner, prepare_cluster
from doudi.interfaces.site.embedded_place import Place
from doudi.interfaces.site.embedded_programs import Programs
from doudi.interfaces.site.embedded_settings import settings_of
from doudi.interfaces.site.lifelines import before_program

START_SECONDS = 90.0
# A server that is replaying its log after a crash is left to it.
RECOVERY_SECONDS = 1800.0

# Servers this process started: collected when they die, lest they stay zombies under a caller that lives on.
_started: list[int] = []


def postmaster_of(place: Place) -> psutil.Process | None:
    """The running server process of a cluster, ready or not."""
    _reap()
    try:
        found = psutil.Process(int(_pid_file(place)[0]))
        if found.status() != psutil.STATUS_ZOMBIE and str(place.data) in found.cmdline():
            return found
    except (IndexError, ValueError, psutil.Error):
        pass
    return None


def is_ready(place: Place) -> bool:
    """Whether the server is up and takes connections."""
    lines = _pid_file(place)
    return len(lines) > 7 and lines[7].startswith("ready") and postmaster_of(place) is not None


def start(place: Place, *, password: str, with_caller: bool) -> None:
    """Make the cluster if there is none, and start it; after a crash, wait until the last backend has gone.

    with_caller: the server stops by itself when the calling thread dies, even by kill -9.
    Raises DatabaseCannotStart.
    """
    programs = prepare_cluster(place, password)
    give_up_at = time.monotonic() + START_SECONDS
    while not _try_start(place, programs, with_caller):
        if time.monotonic() > give_up_at or not _is_being_left(place):
            raise DatabaseCannotStart(
                f"{place.data} 里的 PostgreSQL 起不来",
                f"PostgreSQL in {place.data} does not come up",
                log=log_tail(place),
            )
        time.sleep(0.3)


def stop(place: Place, *, within: float) -> None:
    """Stop the server: sessions are ended, work not committed is rolled back; after `within` seconds, at once."""
    if found := postmaster_of(place):
        for sent, seconds in ((signal.SIGINT, within), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            try:
                found.send_signal(sent)
            except psutil.NoSuchProcess:
                return
            if _gone(place, seconds):
                return


def log_tail(place: Place, lines: int = 15) -> str:
    """The last lines PostgreSQL wrote: what it said at the start, then its own log."""
    told = [_start_log(place)]
    told += sorted(place.log.glob("*.log"), key=lambda file: file.stat().st_mtime)[-1:]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in told if file.exists()]
    return "\n".join(line for text in texts for line in text.splitlines()[-lines:])


def _start_log(place: Place) -> Path:
    return place.root / "log" / "database-start.log"


def _pid_file(place: Place) -> list[str]:
    """The lines of postmaster.pid: 0 the process, 7 its state."""
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _try_start(place: Place, programs: Programs, with_caller: bool) -> bool:
    """One attempt. False where the server gave up, as it does while backends of a killed one are still leaving."""
    _forget_dead(place)
    settings = [word for name, value in settings_of(place).items() for word in ("-c", f"{name}={value}")]
    with _start_log(place).open("wb") as said:
        process = subprocess.Popen(
            [programs.path("postgres"), "-D", str(place.data), *settings],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            preexec_fn=before_program(signal.SIGINT if with_caller else None),
            **as_runner(place),
        )
    if up := _came_up(place, process):
        _started.append(process.pid)
        process.returncode = 0  # It outlives this object, which else complains of that.
    return up


def _came_up(place: Place, process: subprocess.Popen[bytes]) -> bool:
    """Whether a server that was started became ready, rather than giving up."""
    give_up_at = time.monotonic() + RECOVERY_SECONDS
    while process.poll() is None:
        if is_ready(place):
            return True
        if time.monotonic() > give_up_at:
            process.terminate()
            process.wait()
        time.sleep(0.02)
    return False


def _is_being_left(place: Place) -> bool:
    """Whether the last attempt failed only for what a killed server left, which goes by itself."""
    said = _start_log(place).read_text(encoding="utf-8", errors="replace")
    return bool(_backends(place)) or "shared memory block" in said or "postmaster.pid" in said


def _forget_dead(place: Place) -> None:
    """Take away what a server that is gone, with all its backends, left to say that it runs: its pid file and its socket's.

    PostgreSQL does so itself unless the number has gone to another process of its account (after a restart of the
    machine, or on a busy one) or to a zombie that nobody collects.
    """
    if postmaster_of(place) is None and not _backends(place):
        for left in (place.data / "postmaster.pid", *place.run.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)


def _backends(place: Place) -> list[psutil.Process]:
    """The living processes of the cluster: those that stand in its folder."""
    return [found for found in psutil.process_iter() if _may_be_of(found, place.data)]


def _may_be_of(process: psutil.Process, data: Path) -> bool:
    """Whether a process works on a cluster; where we may not look (root without that right), any PostgreSQL might."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE or "postgres" not in process.name():
            return False
        return Path(process.cwd()) == data
    except psutil.AccessDenied:
        return True
    except psutil.Error:
        return False


def _gone(place: Place, seconds: float) -> bool:
    """Whether the server was gone within a time."""
    give_up_at = time.monotonic() + seconds
    while postmaster_of(place) is not None:
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True


def _reap() -> None:
    """Collect servers we started that have died."""
    _started[:] = [pid for pid in _started if not _collected(pid)]


def _collected(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
