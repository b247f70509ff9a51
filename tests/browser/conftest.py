"""An office that serves the demonstration, and a browser signed in to it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from doudi.interfaces.site.demonstration import PASSWORD

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 240


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served demonstration of its own, started by the command of the README."""
    home = tmp_path_factory.mktemp("office")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {key: value for key, value in os.environ.items() if key not in ("DJANGO_SETTINGS_MODULE", "DOUDI_TEST_HOME")}
    command = [str(Path(sys.executable).parent / "doudi"), "serve", "--demo", "--port", str(port)]
    served = subprocess.Popen(command, env={**told, "DOUDI_HOME": str(home)}, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, served)
        yield address
    finally:
        served.terminate()
        served.wait(30)


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
    """One Chromium for the module."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def clerk(chromium: Browser, office: str) -> Iterator[Page]:
    """The township's acceptance clerk, signed in; a message on the browser's console fails the test."""
    context = chromium.new_context(base_url=office, viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/sign-in/")
    page.fill("input[type=text]", "acceptance")
    page.fill("input[type=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(rf"{re.escape(office)}/$"))
    yield page
    context.close()
    assert said == []
