"""One tree of processes: it starts in order, refuses a second start, mends what dies, and stops whole."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from doudi.interfaces.site import embedded_server
from doudi.interfaces.site.addresses import port_is_free, shown
from doudi.interfaces.site.embedded_place import place_of
from doudi.interfaces.site.prepare import newer_than
from doudi.interfaces.site.serving_lock import who_serves
from doudi.interfaces.site.supervised import ShortLog
from support.homes import kill_outright, living, passable_home, processes_of

T = TypeVar("T")
PRETENDED = Path(__file__).parents[1] / "support" / "office"


@pytest.fixture
def home() -> Iterator[Path]:
    with passable_home() as folder:
        yield folder


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Office:
    """A running `serve`, and all it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""

    def wait_for(self, words: str) -> str:
        """Read on until it says something; what it said up to then."""
        assert self.process.stdout
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, f"it ended without saying {words!r}:\n{self.said}"
            self.said += line
        return self.said

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> float:
        """Tell it to stop; after how many seconds it had."""
        told_at = time.monotonic()
        self.process.send_signal(sent)
        self.said += self.process.communicate(timeout=15)[0]
        return time.monotonic() - told_at


@contextmanager
def serving(home: Path, port: int, *, web: str = "pretend_web", **environment: str) -> Iterator[Office]:
    """A pretended office, gone afterwards whatever happens."""
    known = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LC_ALL", "LC_MESSAGES")}
    known |= {"PYTHONPATH": str(PRETENDED), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1", **environment}
    command = [sys.executable, str(PRETENDED / "pretend_office.py"), str(home), str(port), web]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=known) as process:
        try:
            yield Office(process)
        finally:
            process.kill()


def page(port: int) -> bytes:
    """What the office answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().read()


def soon(look: Callable[[], T]) -> T:
    """What a look finds, once it finds anything."""
    for _ in range(150):
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen within 15 s")


def children(home: Path, module: str) -> list[psutil.Process]:
    """The child processes of the office that run a module."""
    serving_now = who_serves(home)
    assert serving_now
    below = psutil.Process(int(serving_now["pid"])).children(recursive=True)
    return [found for found in below if found.is_running() and module in found.cmdline()]


@pytest.mark.machine
def test_office_starts_in_order_says_where_and_with_what_and_stops_whole(home: Path, port: int) -> None:
    with serving(home, port) as office:
        said = office.wait_for("secret-of-the-demonstration")
        assert page(port) == b"served"
        assert office.stop() < 10
        assert office.process.returncode == 0
    steps = ["数据库已就绪", "prepared --demo", f"http://127.0.0.1:{port}/", "officer:"]
    assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
    assert "已停止" in office.said
    assert processes_of(str(home)) == []
    assert port_is_free("127.0.0.1", port)


@pytest.mark.machine
def test_ctrl_c_stops_it_like_any_other_signal(home: Path, port: int) -> None:
    with serving(home, port) as office:
        office.wait_for("officer:")
        assert office.stop(signal.SIGINT) < 10
        assert office.process.returncode == 0


@pytest.mark.machine
def test_second_start_on_the_same_home_names_the_process_and_port_of_the_first(home: Path, port: int) -> None:
    with serving(home, port) as office:
        office.wait_for("officer:")
        with serving(home, port + 1) as second:
            second.wait_for(f"进程 {office.process.pid} 在 127.0.0.1:{port} 提供服务")
            assert second.process.wait(10) == 2
        assert page(port) == b"served"
        office.stop()


@pytest.mark.machine
def test_start_on_a_port_in_use_is_refused_before_anything_is_started(home: Path, port: int) -> None:
    with closing(socket.create_server(("127.0.0.1", port), reuse_port=True)), serving(home, port) as office:
        said = office.wait_for("--port")
        assert f"127.0.0.1:{port}" in said
        assert office.process.wait(10) == 2
    assert not (home / "pg").exists()


@pytest.mark.machine
def test_children_that_die_are_started_again_and_that_is_said(home: Path, port: int) -> None:
    with serving(home, port) as office:
        office.wait_for("officer:")
        kill_outright(children(home, "pretend_worker")[0])
        office.wait_for("后台任务意外停止（退出码 -9），1 秒后重新启动")
        assert soon(lambda: children(home, "pretend_worker"))
        killed = children(home, "pretend_web")
        kill_outright(killed[0])
        office.wait_for("网页服务意外停止")
        assert living(killed) == []
        assert soon(lambda: not port_is_free("127.0.0.1", port))
        assert soon(lambda: page(port)) == b"served"
        office.stop()


@pytest.mark.machine
def test_database_that_is_killed_is_started_again(home: Path, port: int) -> None:
    with serving(home, port) as office:
        office.wait_for("officer:")
        _kill_database(home)
        office.wait_for("数据库意外停止，重新启动")
        assert soon(lambda: embedded_server.is_ready(place_of(home)))
        office.stop()
    assert processes_of(str(home)) == []


@pytest.mark.machine
def test_database_that_cannot_start_again_is_tried_again_and_does_not_end_the_office(home: Path, port: int) -> None:
    with serving(home, port) as office:
        office.wait_for("officer:")
        control = place_of(home).data / "global" / "pg_control"
        control.rename(control.with_name("away"))
        _kill_database(home)
        office.wait_for("1 秒后再试")
        office.wait_for("2 秒后再试")
        assert page(port) == b"served"
        control.with_name("away").rename(control)
        assert soon(lambda: embedded_server.is_ready(place_of(home)))
        assert office.stop() < 10
        assert office.process.returncode == 0
    assert processes_of(str(home)) == []


@pytest.mark.machine
def test_database_killed_while_it_is_prepared_is_started_and_prepared_again(home: Path, port: int) -> None:
    go_on = home.parent / "go-on"
    with serving(home, port, PRETEND_PREPARE_WAITS_FOR=str(go_on), DOUDI_HOME=str(home)) as office:
        office.wait_for("prepared")
        _kill_database(home)
        go_on.touch()
        said = office.wait_for("officer:")
        assert said.count("prepared --demo") == 2 and "数据库意外停止，重新启动" in said
        office.stop()


@pytest.mark.machine
def test_database_killed_before_the_first_page_is_started_again(home: Path, port: int) -> None:
    go_on = home.parent / "go-on"
    with serving(home, port, PRETEND_WEB_WAITS_FOR=str(go_on)) as office:
        office.wait_for("prepared")
        soon(lambda: children(home, "pretend_web"))
        _kill_database(home)
        office.wait_for("数据库意外停止，重新启动")
        assert soon(lambda: embedded_server.is_ready(place_of(home)))
        go_on.touch()
        office.wait_for("officer:")
        office.stop()


def _kill_database(home: Path) -> None:
    postmaster = embedded_server.postmaster_of(place_of(home))
    assert postmaster
    kill_outright(postmaster)


@pytest.mark.machine
def test_killing_the_office_leaves_nothing_behind_and_the_next_start_is_whole(home: Path, port: int) -> None:
    with serving(home, port) as office:
        office.wait_for("officer:")
        tree = psutil.Process(office.process.pid).children(recursive=True)
        office.process.kill()
        psutil.wait_procs(tree, timeout=10)
        assert living(tree) == []
    with serving(home, port) as office:
        office.wait_for("officer:")
        assert page(port) == b"served"
        office.stop()


@pytest.mark.machine
def test_web_server_that_never_comes_up_is_told_with_its_own_last_words(home: Path, port: int) -> None:
    with serving(home, port, web="pretend_broken_web") as office:
        office.wait_for("the settings are wrong")
        assert office.process.wait(15) == 2
    assert processes_of(str(home)) == []


@pytest.mark.machine
def test_failed_preparation_starts_nothing_more(home: Path, port: int) -> None:
    with serving(home, port, PRETEND_PREPARE_STATUS="2") as office:
        office.wait_for("准备数据库没有成功")
        assert office.process.wait(15) == 2
    assert not (home / "log" / "web.log").exists()
    assert processes_of(str(home)) == []


@pytest.mark.machine
def test_logs_hold_neither_log_ins_nor_long_numbers(home: Path, port: int) -> None:
    number = "6222" * 4
    with serving(home, port, PRETEND_NUMBER=number) as office:
        office.wait_for("officer:")
        soon(lambda: (home / "log" / "worker.log").read_text())
        office.stop()
    logs = "".join(file.read_text() for file in (home / "log").rglob("*.log"))
    assert "a number: █" in logs
    assert number not in logs
    assert "secret-of-the-demonstration" not in logs


def test_half_restored_home_is_not_served(home: Path, port: int) -> None:
    home.mkdir()
    (home / "restoring").touch()
    with serving(home, port) as office:
        office.wait_for("doudi restore")
        assert office.process.wait(10) == 2


def test_nobody_serves_a_home_that_was_never_served(home: Path) -> None:
    assert who_serves(home) is None


def test_port_that_another_would_share_is_not_free(port: int) -> None:
    assert port_is_free("127.0.0.1", port)
    with closing(socket.create_server(("127.0.0.1", port), reuse_port=True)):
        assert not port_is_free("127.0.0.1", port)
        assert not port_is_free("0.0.0.0", port)


@pytest.mark.parametrize(("host", "address"), [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("10.0.0.8", "10.0.0.8")])
def test_address_shown_is_one_a_browser_can_open(host: str, address: str) -> None:
    assert shown(host) == address


def test_log_is_turned_over_and_kept_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.interfaces.site.supervised.LOG_BYTES", 1000)
    log = ShortLog(tmp_path / "web.log")
    for number in range(2000):
        log.write(f"line {number}")
    log.close()
    assert log.tail(1) == "line 1999"
    assert len(list(tmp_path.iterdir())) == 6
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 6000


def test_database_is_newer_only_where_an_unknown_migration_is_past_the_last_known() -> None:
    on_disk = [("registry", "0001_initial"), ("registry", "0002_kin"), ("axes", "0003_all")]
    assert newer_than(on_disk, [("registry", "0001_initial")]) == []
    assert newer_than(on_disk, [("registry", "0003_later"), ("axes", "0001_merged_since")]) == ["registry.0003_later"]
    assert newer_than(on_disk, [("registry", "0002_other_branch")]) == ["registry.0002_other_branch"]
    assert newer_than(on_disk, [("taken_out", "0001_initial")]) == []
