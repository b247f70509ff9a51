"""The demonstration backed up while it is served, and restored where there is nothing: the same office, nothing in clear."""

import contextlib
import io
import json
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PIL import Image

from doudi.interfaces.site import embedded
from doudi.interfaces.site.backup import keys_beside
from doudi.interfaces.site.demonstration import PASSWORD
from doudi.interfaces.site.demonstration_day import FILE
from doudi.interfaces.site.embedded_place import place_of
from support.demonstration_home import DOUDI, copy_of_demonstration, environment, free_port
from support.homes import connect, passable_home
from support.plain_browser import Browser
from support.plaintext import files_under, found_in_files

pytestmark = pytest.mark.machine
PROBE = Path(__file__).parents[1] / "support" / "office" / "probe.py"
OFFICERS = ("acceptance", "village1", "reviewer", "finance", "auditor", "admin")
# What the running machinery writes of itself, before and after the moment of the backup.
OWN = "procrastinate_"
START_SECONDS = 300


def doudi(home: Path, *words: str) -> str:
    """Run a command of the office; what it said."""
    done = subprocess.run([DOUDI, *words], env=environment(home), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def probe(home: Path) -> dict[str, Any]:
    """What the office at a home knows; its database is up meanwhile."""
    started = embedded.ensure_running(home)
    try:
        done = subprocess.run([sys.executable, str(PROBE)], env=environment(home), capture_output=True, text=True)
    finally:
        if started:
            embedded.stop(home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@contextmanager
def served(home: Path, *words: str) -> Iterator[str]:
    """Serve an office; its address."""
    port = str(free_port())
    command = [DOUDI, "serve", "--port", port, *words]
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        assert process.wait(30) == 0


def _answering(where: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            Browser(where).get("/sign-in/")
            return where
        time.sleep(0.3)
    raise AssertionError(f"the office did not answer (exit status {process.poll()})")


def work(where: str) -> str:
    """A clerk looks at what is sensitive, files a paper, hands out a list; the household's page as it then stands."""
    clerk = Browser(where)
    assert clerk.sign_in("acceptance", PASSWORD)
    page = "/households/1/"
    clerk.post(f"{page}open/", f"{page}open/", {"reason": "来访"})
    paper = {"kind": "income_proof", "files": ("收入证明.png", picture())}
    clerk.post(f"{page}papers/new/", f"{page}papers/new/", paper)
    export = "/lists/people/export/"
    asked = {"reason": "三月发放核对", "format": "xlsx", "columns": "name", "whole": "id_whole", "confirmed": "on"}
    landed, _ = clerk.post(export, export, {**asked, "password": PASSWORD})
    assert re.search(r"/exports/\d+/$", landed), landed
    _, data = clerk.post(landed.removeprefix(where), f"{landed.removeprefix(where)}download/", {})
    assert data.startswith(b"PK")
    assert not Browser(where).sign_in("acceptance", "wrong-password-1")
    return shown(clerk.get(page))


def picture() -> bytes:
    """A paper as a telephone takes it."""
    out = io.BytesIO()
    Image.effect_noise((300, 400), 60).save(out, "PNG")
    return out.getvalue()


def shown(page: str) -> str:
    """A page without what is of this visit: its token and its number."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', r"\1", page)
    return re.sub(r"<footer.*?</footer>", "", page, flags=re.DOTALL)


@dataclass
class Restored:
    """Both homes, what each knows, and how the household's page looked before."""

    first: Path
    second: Path
    before: dict[str, Any]
    after: dict[str, Any]
    page: str


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restored]:
    """Served, worked in, backed up while served, stopped, restored."""
    target = tmp_path_factory.mktemp("backup") / "office.doudi"
    with passable_home() as first, passable_home() as second:
        first.mkdir(mode=0o711)
        copy_of_demonstration(first)
        with served(first, "--demo") as where:
            page = work(where)
            doudi(first, "backup", str(target))
        before = probe(first)
        doudi(second, "restore", str(target), "--keys", str(keys_beside(target)))
        yield Restored(first, second, before, probe(second), page)


def test_every_table_has_the_same_rows(restored: Restored) -> None:
    before, after = restored.before["tables"], restored.after["tables"]
    assert before.keys() == after.keys()
    different = {name for name in before if before[name] != after[name] and not name.startswith(OWN)}
    # Whoever was signed in is so no more.
    assert different == {"django_session"} and after["django_session"][0] == 0 < before["django_session"][0]
    assert before["registry_household"][0] == 400 and before["trail_auditentry"][0] > 10_000


def test_every_sealed_file_and_number_opens_with_the_restored_keys(restored: Restored) -> None:
    files = restored.after["files"]
    assert files == restored.before["files"] and len(files) >= 2 and all(files.values())
    assert restored.after["numbers"] == restored.before["numbers"] and len(restored.after["numbers"]) > 1000


def test_the_law_makes_the_same_of_every_household(restored: Restored) -> None:
    answers = restored.after["answers"]
    assert answers == restored.before["answers"]
    assert len(answers) == 50 and len(set(answers.values())) > 10


def test_changes_leave_their_line_there_too(restored: Restored) -> None:
    assert restored.after["trail"] == {
        "lines": [["registry_household", number, "一"] for number in (1, 2, 3)],
        "refused": [True, True],
    }


def test_officers_sign_in_and_see_what_they_saw(restored: Restored) -> None:
    # The calendar of a demonstration is no part of an office: without it the restored one lives on the true day.
    (restored.second / FILE).write_bytes((restored.first / FILE).read_bytes())
    with served(restored.second) as where:
        for login in OFFICERS:
            assert Browser(where).sign_in(login, PASSWORD), login
        assert not Browser(where).sign_in("reviewer", "wrong-password-1")
        clerk = Browser(where)
        assert clerk.sign_in("acceptance", PASSWORD)
        assert shown(clerk.get("/households/1/")) == restored.page
        assert clerk.get("/exports/").count("/exports/") >= 1


def test_no_number_of_anybody_stands_in_either_home(restored: Restored) -> None:
    numbers = restored.before["numbers"]
    for home in (restored.first, restored.second):
        assert not embedded.is_running(home)
        files = files_under(home, place_of(home).root)
        assert any("/pg_wal/" in str(one) for one in files) and any("/base/" in str(one) for one in files)
        assert found_in_files(numbers, files) == {}


def test_one_changed_row_is_seen(restored: Restored) -> None:
    embedded.ensure_running(restored.second)
    try:
        with connect(restored.second) as connection:
            connection.execute("UPDATE registry_household SET address = address || '二' WHERE id = 9")
        found = probe(restored.second)["tables"]
    finally:
        embedded.stop(restored.second)
    different = {name for name in found if found[name] != restored.before["tables"][name] and OWN not in name}
    assert {"registry_household", "trail_auditentry"} <= different
    assert "registry_person" not in different


def test_keys_of_another_office_open_nothing(restored: Restored) -> None:
    keys = restored.second / "keys.json"
    kept = keys.read_bytes()
    told = json.loads(kept)
    told["sealing"] = {number: secrets.token_hex(32) for number in told["sealing"]}
    keys.write_text(json.dumps(told))
    try:
        with pytest.raises(AssertionError, match="SealBroken"):
            probe(restored.second)
    finally:
        keys.write_bytes(kept)


def test_database_of_the_restored_office_is_its_own(restored: Restored) -> None:
    embedded.ensure_running(restored.second)
    try:
        password = embedded.database_settings(restored.first)["PASSWORD"]
        with pytest.raises(psycopg.OperationalError):
            connect(restored.second, password=password)
    finally:
        embedded.stop(restored.second)
