"""Clients that do not give up: what they were not answered they send again, and they write down what they were promised."""

import datetime
import http.client
import http.cookiejar
import json
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from doudi.gateways.spreadsheets import fields_of, propose_mapping
from gateways.workbooks import xlsx
from world import LIULIN, citizen_id

NOT_ANSWERED = (OSError, http.client.HTTPException)
PATIENCE_SECONDS = 300.0
HEADERS = ("户编号", "姓名", "身份证号", "与户主关系", "村（社区）", "月工资收入")
# Up to more than one transaction takes in.
FEWEST, MOST = 10, 160
_TAGS = re.compile(r"<[^>]*>|\s+")

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


class Broken(Exception):
    """The office answered what it must not, or not at all."""


@dataclass
class Promised:
    """What clients asked for until it was promised, and what went wrong on the way.

    `keys` are those of the calls answered, `repeated` those answered twice; `rosters` have as many rows, `imported` are the
    titles of those that are done. Lists only: threads share it without a lock.
    """

    numbers: list[str] = field(default_factory=list)
    households: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rosters: dict[str, int] = field(default_factory=dict)
    imported: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    roster_households: int = 0
    roster_facts: int = 0
    faults: list[str] = field(default_factory=list)


class Numbers:
    """ID numbers of invented people, each handed out once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made = self._all()

    def next(self) -> str:
        """A number nobody has."""
        with self._lock:
            return next(self._made)

    def _all(self) -> Iterator[str]:
        for day in range(365 * 40):
            # None of these ends in 000, which is no number of anybody.
            for sequence in range(101, 111):
                yield citizen_id(datetime.date(1950, 1, 1) + datetime.timedelta(days=day), sequence)


class Entry:
    """A program that registers households and enters facts, one after another, each call under a key of its own."""

    def __init__(self, address: str, token: str, numbers: Numbers, promised: Promised, seed: int) -> None:
        self._address, self._token = address, token
        self._numbers, self._promised = numbers, promised
        self._chance = random.Random(seed)

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop, and end with what is begun."""
        try:
            while not stop.wait(0.1):
                self._household()
        except Broken as why:
            self._promised.faults.append(str(why))

    def _household(self) -> None:
        numbers = [self._numbers.next(), self._numbers.next()]
        people = [
            {"name": name, "citizen_id": number} for name, number in zip(("沈大山", "顾秀"), numbers, strict=True)
        ]
        members = [
            {"person": one, "relation": relation} for one, relation in zip(people, ("head", "spouse"), strict=True)
        ]
        made = self._call("/api/households", {"territory": LIULIN, "opened_on": "2025-01-01", "members": members})
        self._promised.numbers += numbers
        self._promised.households.append(made["id"])
        path = f"/api/households/{made['id']}/evidence"
        first = self._fact(path, {"topic": "has_farmland", "value": True})
        self._fact(path, {"topic": "two_daughter_family", "value": False})
        self._call(f"{path}/{first['id']}/correction", {"reason": "录错", "value": False})
        # The correction stands beside what it corrects, with the same note.
        self._promised.notes.append(first["note"])

    def _fact(self, path: str, fact: dict[str, Any]) -> dict[str, Any]:
        note = str(uuid.uuid4())
        made = self._call(path, {**fact, "since": "2025-01-01", "source": "declared", "note": note})
        self._promised.notes.append(note)
        return made

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send until it is answered, one time in three once more: the answer must be the same."""
        key = str(uuid.uuid4())
        answer = self._until_answered(path, key, body)
        self._promised.keys.append(key)
        if self._chance.random() < 0.3:
            again = self._until_answered(path, key, body)
            if again != answer:
                raise Broken(f"{path} was answered {answer} and then {again}")
            self._promised.repeated.append(key)
        return answer

    def _until_answered(self, path: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        data, give_up_at = json.dumps(body).encode(), time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up_at:
            request = urllib.request.Request(f"{self._address}{path}", data, headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as response:
                    answer: dict[str, Any] = json.load(response)
                    return answer
            except urllib.error.HTTPError as refused:
                said = refused.read().decode("utf-8", "replace")
                busy = refused.code == 409 and "faults" not in said
                if not busy and refused.code < 500:
                    raise Broken(f"{path} was refused: {refused.code} {said}") from None
            except (*NOT_ANSWERED, ValueError):
                pass
            time.sleep(0.1)
        raise Broken(f"{path} was not answered within {PATIENCE_SECONDS:.0f} s")


class Clerk:
    """An officer who imports rosters through the pages, one after another."""

    def __init__(
        self, address: str, login: str, password: str, numbers: Numbers, promised: Promised, seed: int
    ) -> None:
        self._address, self._login, self._password = address, login, password
        self._numbers, self._promised = numbers, promised
        self._chance = random.Random(seed)
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def run(self, stop: threading.Event) -> None:
        """Import until told to stop, and end with what is begun."""
        try:
            self._until(lambda: self._send("/sign-in/", {"login": self._login, "password": self._password}) or True)
            while not stop.is_set():
                self._import()
        except Broken as why:
            self._promised.faults.append(str(why))

    def _import(self) -> None:
        data, numbers = self._roster()
        title = ""

        def upload() -> str:
            nonlocal title
            # Letters only: a long number in a title would be masked.
            title = uuid.uuid4().hex.translate(_LETTERS)
            told = {"valid_on": "2025-06-01", "title": title}
            return self._send("/rosters/new/", told, file=data)[0]

        where = self._until(lambda: found[1] if (found := re.search(r"/rosters/(\d+)/", upload())) else None)
        self._promised.rosters[title] = len(numbers)
        self._promised.numbers += numbers
        self._promised.roster_households += len(numbers) // 2
        self._promised.roster_facts += len(numbers) // 2
        self._until(lambda: self._further(f"/rosters/{where}/"))
        self._promised.imported.append(title)

    def _further(self, page: str) -> bool | None:
        """Look how far the import is, and do the next step: True once it is done."""
        found, html = self._get(page)
        if found.endswith("/columns/"):
            mapping = fields_of(propose_mapping(HEADERS))
            told = {f"column_{at}": name for at, name in mapping.items()}
            # That the same file was sent before is asked of whoever sent it again for want of an answer.
            self._send(f"{page}columns/", {**told, "understood": "on"})
        elif f"{page}commit/" in html:
            self._send(f"{page}commit/", {}, form=page)
        elif "改列或重试" in html:
            raise Broken(f"an import stopped: {_TAGS.sub(' ', html)[:2000]}")
        elif "已导入" in html:
            return True
        return None

    def _roster(self) -> tuple[bytes, list[str]]:
        """A roster of households of two; the numbers of its people."""
        rows: list[list[object]] = [list(HEADERS)]
        for number in range(self._chance.randint(FEWEST, MOST)):
            for name, relation, wage in (("陶立国", "户主", "1800"), ("梁秀", "妻", "")):
                rows.append([f"H{number}", name, self._numbers.next(), relation, "柳林村", wage])
        return xlsx(rows), [str(row[2]) for row in rows[1:]]

    def _get(self, path: str) -> tuple[str, str]:
        with self._opener.open(f"{self._address}{path}", timeout=20) as response:
            return response.geturl(), response.read().decode()

    def _send(self, path: str, told: dict[str, str], *, form: str = "", file: bytes = b"") -> tuple[str, str]:
        """Fill the form of a page in and send it; the address one is led to and what stands there."""
        html = self._get(form or path)[1]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        if found is None:
            raise Broken(f"no form at {form or path}")
        told = {**told, "csrfmiddlewaretoken": found[1]}
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in told.items()
        ]
        if file:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="roster.xlsx"\r\n\r\n'
            parts.append(head.encode() + file + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        request = urllib.request.Request(f"{self._address}{path}", body, headers)
        with self._opener.open(request, timeout=20) as response:
            return response.geturl(), response.read().decode()

    def _until(self, step: Callable[[], Any]) -> Any:
        """Take a step again and again until it gives something; what is not answered is tried again."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up_at:
            try:
                if found := step():
                    return found
            except urllib.error.HTTPError as refused:
                if refused.code < 500:
                    raise Broken(f"{refused.geturl()} was refused: {refused.code}") from None
            except NOT_ANSWERED:
                pass
            time.sleep(0.2)
        raise Broken(f"an import did not go on within {PATIENCE_SECONDS:.0f} s")
