"""What the pages are told and show whole stays on the pages: no table, session, message, log or file keeps it."""

import datetime
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from doudi.interfaces.jobs.exports import export
from doudi.interfaces.jobs.rosters import check, commit
from doudi.interfaces.site.embedded_place import place_of
from doudi.records.accounts.powers import create_token
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.payments import AccountDraft, open_account
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.rosters import exports
from doudi.records.rosters.models import ListExport, RosterImport
from doudi.records.sealing.keys import home
from doudi.vocabulary.identity import luhn_holds
from support.plaintext import (
    checkpoint,
    files_under,
    found_in,
    found_in_bytes,
    found_in_files,
    rows_of_every_table,
    watching_writes,
)
from world import DAY, LIULIN, PASSWORD, World, build_world, citizen_id

pytestmark = pytest.mark.django_db(transaction=True)
SINCE = datetime.date(2025, 1, 1)
CLERK = "township-acceptance-341591001"
# Stands in clear in an address: what is looked for is found where it does stand.
CONTROL = "70531429864207531908"


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def card(stem: int) -> str:
    first = f"622848{stem:012d}"
    return first + next(str(digit) for digit in range(10) if luhn_holds(f"{first}{digit}"))


class Planted:
    """One number of every kind by use, each unlike any other."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def id(self) -> str:
        return self._note(citizen_id(datetime.date(1947, 2, 3) + datetime.timedelta(len(self.told)), 611))

    def phone(self) -> str:
        return self._note(f"1387061{len(self.told):04d}")

    def account(self) -> str:
        return self._note(card(531_000 + len(self.told)))

    def _note(self, number: str) -> str:
        self.told.append(number)
        return number


def known(world: World, planted: Planted) -> Household:
    """A household with every kind of number, entered through actions."""
    desk = world.desk("township_acceptance")
    person = PersonDraft("孔明山", planted.id(), phone=planted.phone())
    draft = HouseholdDraft(LIULIN, (MemberDraft(person, "head"),), SINCE, address=f"三组{CONTROL}")
    household = register_household(by=desk, draft=draft)
    head = members_on(household, DAY)[0].person_id
    open_account(by=desk, person=head, draft=AccountDraft(planted.account()), since=SINCE)
    return household


def reveal_and_print(clerk: Client, household: Household) -> None:
    """Show each number whole on the page; then print the file."""
    head = members_on(household, DAY)[0].person
    account = head.accounts.get()
    for what, pk, whole in (
        ("id", head.pk, head.citizen_id),
        ("phone", head.pk, head.phone),
        ("account", account.pk, account.number),
    ):
        address = f"/households/{household.pk}/reveal/{what}/{pk}/"
        assert whole in clerk.post(address, {"reason": "来访"}).content.decode()
    assert clerk.post(f"/households/{household.pk}/open/", {"reason": "来访"}).status_code == 302
    for page in (f"/households/{household.pk}/", f"/people/{head.pk}/", f"/people/{head.pk}/edit/", "/people/"):
        assert clerk.get(page).status_code == 200
    printed = clerk.post(f"/households/{household.pk}/file/", {"reason": "来访"})
    assert printed["Content-Type"] == "application/pdf" and len(pypdf.PdfReader(io.BytesIO(printed.content)).pages) > 2


def hand_out(clerk: Client, told: str, format: str) -> None:
    """Export the people with their whole numbers, and fetch the file; one made by a job, its number in the queue."""
    asked = {
        "reason": "三月发放核对", "format": format, "columns": ["name"], "confirmed": "on", "password": PASSWORD,
        "whole": ["id_whole", "phone_whole", "account_whole"],
    }  # fmt: skip
    made = clerk.post("/lists/people/export/", asked)
    assert made.status_code == 302, made.content.decode()
    row = ListExport.objects.latest("pk")
    if row.state == "making":
        with connection.cursor() as cursor:
            cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [exports.TASK])
            assert json.loads(cursor.fetchall()[-1][0] or "{}") == {"export": row.pk}
        export(export=row.pk)
    data = clerk.post(f"/exports/{row.pk}/download/").content
    if format == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        data = "\n".join(str(cell.value) for line in sheet for cell in line).encode()
    assert told in data.decode()


def take_in(clerk: Client, sheet: bytes, planted: Planted) -> None:
    """A roster through its pages: uploaded, mapped, tried, taken in, and what was refused of it downloaded."""
    assert upload(clerk, sheet, f"名册{planted.id()}.xlsx") == 302
    roster = RosterImport.objects.latest("pk")
    columns = {f"column_{at}": name for at, name in roster.mapping.items()}
    mapped = clerk.post(f"/rosters/{roster.pk}/columns/", {**columns, "hidden_rows": "import", "understood": "on"})
    assert mapped.status_code == 302, mapped.content.decode()
    check(roster=roster.pk)
    assert clerk.get(f"/rosters/{roster.pk}/").status_code == 200
    assert clerk.post(f"/rosters/{roster.pk}/answer/", {"all": "1", "answer": "accept"}).status_code == 302
    check(roster=roster.pk)
    assert clerk.post(f"/rosters/{roster.pk}/commit/").status_code == 302
    commit(roster=roster.pk)
    assert clerk.post(f"/rosters/{roster.pk}/corrections/").status_code == 200
    roster.refresh_from_db()
    assert (roster.state, roster.lines.filter(person_id__isnull=False).count()) == ("done", 3)


def roster_of(planted: Planted) -> bytes:
    """Three rows that can be taken in and one whose ID number is a digit off."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["户编号", "姓名", "身份证号", "与户主关系", "村（社区）", "联系电话", "银行账号"])
    for number in range(3):
        row = [f"H{number}", "孟大海", planted.id(), "户主", "柳林村", planted.phone(), planted.account()]
        sheet.append(row)
    right = planted.id()
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    planted.told.append(wrong)
    sheet.append(["H9", "孟大江", wrong, "户主", "柳林村", planted.phone(), planted.account()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def headerless(planted: Planted) -> bytes:
    """A roster whose first row is a person already: nothing of it may be kept as a header."""
    book = openpyxl.Workbook()
    for _row in range(3):
        book.worksheets[0].append(["孟大河", planted.id(), planted.phone(), planted.account()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(clerk: Client, sheet: bytes, name: str) -> int:
    """Send a roster; the status of the answer."""
    file = io.BytesIO(sheet)
    file.name = name
    return clerk.post("/rosters/new/", {"file": file, "valid_on": "2025-01-01"}).status_code


def type_in(clerk: Client, household: Household, planted: Planted) -> None:
    """Numbers in forms, taken and refused, in the search box, and where they do not belong: addresses and log-ins."""
    rows = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "territory": LIULIN, "opened_on": "2025-02-01"}
    wrong = planted.id()[:-1] + "?"
    planted.told.append(wrong[:-1])
    person = {"members-0-name": "孟小溪", "members-0-relation": "head", "members-0-phone": planted.phone()}
    refused = clerk.post("/households/new/", {**rows, **person, "members-0-citizen_id": wrong})
    assert refused.status_code == 422 and wrong in refused.content.decode()
    taken = clerk.post("/households/new/", {**rows, **person, "members-0-citizen_id": planted.id()})
    assert taken.status_code == 302, taken.content.decode()
    head = members_on(household, DAY)[0].person_id
    kept = {"holder_kind": "own", "since": "2025-03-01"}
    assert clerk.post(f"/people/{head}/accounts/new/", {**kept, "number": "12"}).status_code == 422
    assert clerk.post(f"/people/{head}/accounts/new/", {**kept, "number": planted.account()}).status_code == 302
    for number in (planted.told[0], planted.id(), planted.phone(), planted.account()):
        assert clerk.post("/search/", {"q": number}).status_code == 200
        assert clerk.get("/search/", {"q": number}).status_code == 400
        clerk.get("/people/", {"text": number, "name": number})
        clerk.get(f"/nowhere/{number}/")
        clerk.post("/language/", {"language": "en", "next": f"/search/?q={number}"})


def knock(planted: Planted) -> None:
    """Somebody types numbers at the door instead of a log-in and a password."""
    stranger = Client()
    for number in (planted.id(), planted.phone()):
        sent = {"login": number, "password": planted.account(), "next": f"/search/?q={planted.id()}"}
        assert stranger.post(f"/sign-in/?next=/search/%3Fq%3D{planted.id()}", sent).status_code in (422, 429)


def call(world: World, planted: Planted) -> None:
    """A program registers a household, is refused another, and asks for an answer about a case."""
    desk = world.desk("township_acceptance")
    assert desk.appointment_id
    last = DAY + datetime.timedelta(days=30)
    _, secret = create_token(by=desk, appointment=desk.appointment_id, label="测试程序", expires_on=last)
    client = Client(headers={"authorization": f"Bearer {secret}", "idempotency-key": "a-key-of-this-test-1"})
    person = {"name": "陶大山", "citizen_id": planted.id(), "phone": planted.phone()}
    body = {"territory": LIULIN, "opened_on": "2025-01-01", "members": [{"person": person, "relation": "head"}]}
    made = client.post("/api/households", body, "application/json")
    assert made.status_code == 201, made.content
    again = Client(headers={"authorization": f"Bearer {secret}", "idempotency-key": "a-key-of-this-test-2"})
    assert again.post("/api/households", body, "application/json").status_code in (409, 422)
    assert again.get("/api/persons", {"citizen_id": planted.id()}).status_code < 500


def test_numbers_shown_and_typed_on_pages_are_found_nowhere(
    world: World,
    signed_in: Callable[[str], Client],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    for jobs in ("exports", "rosters"):
        monkeypatch.setattr(f"doudi.interfaces.jobs.{jobs}.close_old_connections", lambda: None)
    began, planted = _now_on_disk(tmp_path), Planted()
    sheet, strange = roster_of(planted), headerless(planted)
    household, clerk = known(world, planted), signed_in(CLERK)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level("DEBUG")
    with watching_writes() as written:
        reveal_and_print(clerk, household)
        type_in(clerk, household, planted)
        take_in(clerk, sheet, planted)
        assert upload(clerk, strange, f"{planted.id()}户.xlsx") < 500
        hand_out(clerk, planted.told[0], "csv")
        monkeypatch.setattr(exports, "MOST_AT_ONCE", 1)
        hand_out(clerk, planted.told[0], "xlsx")
        knock(planted)
        call(world, planted)
    assert [path for path in written if not path.startswith(str(home() / "files"))] == []
    assert list(temporary.iterdir()) == []
    said = capfd.readouterr()
    assert found_in([*planted.told], f"{said.out}{said.err}{caplog.text}") == []
    assert Session.objects.count() > 0 and found_in(planted.told, rows_of_every_table()) == []
    checkpoint()
    changed = [one for one in files_under(home(), place_of(home()).root) if _changed(one, began)]
    assert found_in_files(planted.told, changed) == {}
    where = {part for path in found_in_files([CONTROL], changed) for part in ("base", "pg_wal") if f"/{part}/" in path}
    assert where == {"base", "pg_wal"}


def _now_on_disk(folder: Path) -> float:
    """The time of a file written now, by the clock files are stamped with."""
    (folder / "began").touch()
    return (folder / "began").stat().st_mtime


def _changed(path: Path, since: float) -> bool:
    try:
        return path.stat().st_mtime >= since
    except FileNotFoundError:
        return False


def test_what_is_looked_for_is_found_where_it_stands(tmp_path: Path) -> None:
    number = "341502194702030612"
    (tmp_path / "text").write_text(f"户主{number}。")
    (tmp_path / "hexadecimal").write_bytes(b"\\x" + number.encode().hex().encode())
    (tmp_path / "sealed").write_bytes(bytes(range(256)) * 300)
    names = {Path(path).name for path in found_in_files([number], files_under(tmp_path))}
    assert names == {"text", "hexadecimal"}
    assert found_in_bytes([f"{number[:-1]}x".upper()], f"号{number[:-1]}x".encode()) == [0]
