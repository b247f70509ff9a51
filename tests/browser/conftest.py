"""An office that serves the demonstration, and a browser signed in to it."""

import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from doudi.interfaces.site.demonstration import PASSWORD
from support.browsing import SignIn, open_chromium
from support.demonstration_home import DOUDI, copy_of_demonstration, environment, free_port

START_SECONDS = 120


class Office:
    """A served demonstration in a folder of its own; stopped and started again it may be on a later day."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.served: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        """Serve by the command of the README, and wait until it answers."""
        command = [DOUDI, "serve", "--port", str(self.port), "--demo", *arguments]
        self.served = subprocess.Popen(command, env=environment(self.home), stdout=subprocess.DEVNULL)
        _wait_for(self.address, self.served)

    def stop(self) -> None:
        """Stop everything."""
        if self.served is not None:
            self.served.terminate()
            self.served.wait(30)
        self.served = None

    def on(self, day: str) -> None:
        """The same office on a later day."""
        self.stop()
        self.start("--day", day)


def _folder() -> Path:
    """A folder that the account of the database may enter, which those of pytest are not."""
    home = Path(tempfile.mkdtemp(prefix="doudi-office-"))
    home.chmod(0o711)
    return home


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """A served demonstration of the module's own."""
    home = _folder()
    copy_of_demonstration(home)
    here = Office(home)
    here.start()
    yield here
    here.stop()
    shutil.rmtree(home)


def _wait_for(address: str, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and served.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=2).read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"the office did not answer within {START_SECONDS} s (exit status {served.poll()})")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium of the file's own: while Playwright is open, its event loop runs in this thread, and Django refuses to work."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def sign_in(chromium: Browser, office: Office) -> Iterator[SignIn]:
    """Signs somebody in, in a window of their own: `sign_in("surveyor1", phone=True)`; without a log-in a citizen's window.

    A message on a browser's console fails the test, except what a test names among `expected`.
    """
    contexts, said = [], []
    expected: list[str] = []

    def signed_in(login: str = "", *, phone: bool = False, expect: tuple[str, ...] = ()) -> Page:
        expected.extend(expect)
        size: ViewportSize = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 800}
        context = chromium.new_context(base_url=office.address, viewport=size, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        if login:
            page.goto("/sign-in/")
            page.fill("input[type=text]", login)
            page.fill("input[type=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(re.compile(rf"{re.escape(office.address)}/$"))
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert [one for one in said if not any(word in one for word in expected)] == []


@pytest.fixture
def clerk(sign_in: SignIn) -> Page:
    """The township's acceptance clerk, signed in."""
    return sign_in("acceptance")
