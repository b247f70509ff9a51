"""The home of an office into which the demonstration was loaded: loaded once for a whole run of the tests, then copied."""

import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

DOUDI = str(Path(sys.executable).parent / "doudi")


def environment(home: Path) -> dict[str, str]:
    """That of an office at a home, without what tests set for themselves."""
    own = ("DJANGO_SETTINGS_MODULE", "DOUDI_TEST_HOME", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if name not in own} | {"DOUDI_HOME": str(home)}


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def copy_of_demonstration(home: Path) -> None:
    """Make an empty folder the home of an office with the demonstration, as it is right after it was loaded.

    `DOUDI_LOADED_OFFICE` names one that was loaded before and is not served: whoever writes these tests waits less.
    """
    source = os.environ.get("DOUDI_LOADED_OFFICE") or _loaded()
    subprocess.run(["cp", "-a", f"{source}/.", home], check=True)


def _loaded() -> Path:
    """The home that all workers of this run share; whoever comes first loads it, and it goes with the run's folder."""
    home = Path(os.environ["DOUDI_TEST_HOME"]) / "demonstration"
    with open(home.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = home / "loaded-by-tests"
        if not done.exists():
            home.mkdir(mode=0o711)
            _load(home)
            done.touch()
    return home


def _load(home: Path) -> None:
    """Serve the demonstration by the command of the README until it names its address, then stop it."""
    command = [DOUDI, "serve", "--demo", "--port", str(free_port())]
    with subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = list(_until("http://", process.stdout))
        process.terminate()
        process.communicate(timeout=60)
    # What was loaded is told as well.
    assert said and "http://" in said[-1] and "户 400，" in "".join(said), "".join(said)


def _until(word: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines up to the first with a word in it."""
    for line in lines:
        yield line
        if word in line:
            return
