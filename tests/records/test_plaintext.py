"""What identifies a person or moves money stands nowhere in clear: not in a table, the trail, a dump, a file or a log."""

import datetime
import io
import subprocess
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.db import connection

from doudi.interfaces.site.embedded_programs import all_programs
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.payments import AccountDraft, open_account
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.queries import members_on
from doudi.records.rosters.actions import map_columns, run_check, run_commit, start_commit, upload_roster
from doudi.records.sealing.keys import home
from doudi.vocabulary.identity import luhn_holds
from support.plaintext import found_in, rows_of_every_table
from world import DAY, LIULIN, World, build_world, citizen_id

SINCE = datetime.date(2025, 1, 1)


def card(stem: int) -> str:
    """A bank card whose last digit fits."""
    first = f"622848{stem:012d}"
    return first + next(str(digit) for digit in range(10) if luhn_holds(f"{first}{digit}"))


def by_hand(world: World, number: int) -> list[str]:
    """A person with everything, entered at the window and corrected once; what was planted."""
    desk, born = world.desk("township_acceptance"), datetime.date(1960 + number, 3, 4)
    told = [citizen_id(born, 301), f"1391234{number:04d}", f"1397654{number:04d}", card(9_000 + number)]
    person = PersonDraft("孔明山", told[0], phone=told[1])
    draft = HouseholdDraft(LIULIN, (MemberDraft(person, "head"),), SINCE)
    household = register_household(by=desk, draft=draft)
    head = members_on(household, DAY)[0].person
    correct_person(by=desk, person=head.pk, changes={"phone": told[2]}, reason="换号")
    open_account(by=desk, person=head.pk, draft=AccountDraft(told[3]), since=SINCE)
    certificate = f"{told[0]}42"
    value = {"kind": "physical", "grade": 2, "certified": True}
    fact = FactDraft("disability", value, SINCE, "certificate", certificate=certificate)
    record_fact(by=desk, household=household.pk, person=head.pk, draft=fact)
    return [*told, certificate]


def by_roster(world: World, count: int) -> list[str]:
    """People of a roster, tried and taken in; what was planted."""
    desk, book, told = world.desk("township_acceptance"), openpyxl.Workbook(), []
    sheet = book.active
    assert sheet is not None
    sheet.append(["户编号", "姓名", "身份证号", "与户主关系", "村（社区）", "联系电话", "银行账号"])
    for number in range(count):
        row = [citizen_id(datetime.date(1950, 1, 1 + number), 401), f"1395555{number:04d}", card(7_000 + number)]
        sheet.append([f"H{number}", "孟大海", row[0], "户主", "柳林村", row[1], row[2]])
        told += row
    out = io.BytesIO()
    book.save(out)
    roster = upload_roster(by=desk, data=out.getvalue(), filename="名册.xlsx", valid_on=SINCE)
    mapping = {int(at): name for at, name in roster.mapping.items()}
    map_columns(by=desk, roster=roster.pk, mapping=mapping, options={"accept": True})
    run_check(desk, roster.pk)
    start_commit(by=desk, roster=roster.pk)
    run_commit(desk, roster.pk)
    roster.refresh_from_db()
    assert roster.state == "done" and roster.progress == count
    return told


@pytest.mark.django_db(transaction=True)
def test_planted_numbers_are_found_nowhere(tmp_path: Path) -> None:
    world = build_world(far=False)
    planted = [value for number in range(10) for value in by_hand(world, number)] + by_roster(world, 20)
    rows = rows_of_every_table()
    assert "孔明山" in rows and found_in(["孔明山"], rows) == [0]
    assert found_in(planted, rows) == []
    told = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    dump = tmp_path / "dump.sql"
    newest = next(iter(all_programs()))
    command = [
        newest.path("pg_dump"),
        "--no-password",
        "-h",
        told["HOST"],
        "-U",
        told["USER"],
        "-f",
        dump,
        told["NAME"],
    ]
    subprocess.run(command, check=True, env={"PGPASSWORD": told["PASSWORD"]})
    dumped = dump.read_text("utf-8")
    assert "孔明山" in dumped and found_in(planted, dumped) == []
    kept = [one for folder in ("files", "log") for one in (home() / folder).rglob("*") if one.is_file()]
    assert any(one.parent.parent.name == "files" for one in kept)
    assert [one.name for one in kept if found_in(planted, one.read_bytes().decode("latin-1"))] == []


@pytest.mark.django_db
def test_what_is_written_of_people_in_cases_stands_nowhere_in_clear() -> None:
    from support.case_words import told_in_cases

    planted = told_in_cases(build_world(far=False))
    rows = rows_of_every_table()
    assert found_in(["顾秀梅"], rows) == [0], "what is not secret is found"
    assert len(planted) > 15
    assert [planted[at] for at in found_in(planted, rows)] == []
    kept = [one for one in (home() / "files").rglob("*") if one.is_file()]
    assert [one.name for one in kept if found_in(planted, one.read_bytes().decode("latin-1"))] == []


@pytest.mark.django_db
def test_no_password_hash_stands_in_the_trail() -> None:
    from doudi.records.accounts.staffing import reset_password
    from doudi.records.trail.models import AuditEntry

    world = build_world(far=False)
    officer = world.desk("township_surveyor").officer_id
    assert officer is not None
    before = AuditEntry.objects.filter(table_name="accounts_officer", row_id=officer).count()
    reset_password(by=world.desk("administrator"), officer=officer, reason="忘记密码")
    lines = AuditEntry.objects.filter(table_name="accounts_officer", row_id=officer)
    assert lines.count() == before + 1
    assert not any("password" in (side or {}) for line in lines for side in (line.before, line.after))
