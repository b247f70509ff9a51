"""An import from upload to end: the file kept sealed, the columns mapped, the questions answered, the work started."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from doudi.gateways.spreadsheets import (
    Book,
    Finding,
    Sheet,
    SheetRefused,
    fields_of,
    mapping_findings,
    propose_mapping,
    read_table_safely,
)
from doudi.gateways.spreadsheets.columns import columns_by_field
from doudi.records.accounts.desk import Desk
from doudi.records.registry.refusals import Refused
from doudi.records.rosters.at_work import at_work
from doudi.records.rosters.checking import Progress, check_roster
from doudi.records.rosters.committing import commit_rows
from doudi.records.rosters.memory import collected_seldom
from doudi.records.rosters.models import ColumnMemory, RosterImport
from doudi.records.sealing.files import fetch, forget, store
from doudi.records.trail.access import log_access
from doudi.records.trail.copying import copy_rows
from doudi.records.trail.recording import recording

CHECK, COMMIT = "doudi.rosters.check", "doudi.rosters.commit"


def upload_roster(*, by: Desk, data: bytes, filename: str, valid_on: datetime.date, title: str = "") -> RosterImport:
    """Keep a roster's file, sealed, and propose what its columns are; raises NotAllowed, Refused for what is no table."""
    by.must("import_roster")
    if valid_on > by.day:
        raise Refused({"valid_on": "名册的日期晚于今天，请核对"})
    try:
        book = read_table_safely(data, filename)
    except SheetRefused as why:
        raise Refused({"file": str(why)}) from None
    sheet = book.main
    if sheet.refused:
        raise Refused({"file": "；".join(one.message for one in sheet.findings if one.verdict == "refused")})
    with recording(by, reason="上传花名册"):
        return RosterImport.objects.create(
            title=title.strip() or book.filename,
            digest=store(data),
            sheet=sheet.name,
            headers=list(sheet.headers),
            mapping=_remembered(by, sheet)
            or {str(at): name for at, name in fields_of(propose_mapping(sheet.headers)).items()},
            options={"filename": filename},
            questions=[*_again(by, book, valid_on), *map(_finding, (*book.findings, *sheet.findings))],
            territory=by.territory,
            valid_on=valid_on,
            rows=sheet.counts.read,
            held_by_id=by.appointment_id,
            started_by_id=by.officer_id,
        )


def map_columns(
    *, by: Desk, roster: int, mapping: Mapping[int, str], options: Mapping[str, Any], sheet: str = ""
) -> RosterImport:
    """Say what each column is and answer the questions about the file; the dry run starts. Remembered for this office."""
    with recording(by, reason="对应列"):
        found = _open(by, roster)
        if found.state in ("committing", "done") or _is_begun(found):
            raise Refused("已开始导入，不能再改；没有导完的请继续导入")
        if sheet not in ("", found.sheet):
            table = _sheet(found, sheet)
            found.sheet, found.headers, found.rows = table.name, list(table.headers), table.counts.read
        _refuse_mapping(found.headers, mapping, options)
        found.mapping = {str(at): name for at, name in mapping.items() if name}
        found.options = {**found.options, **options}
        found.state, found.progress, found.message = "checking", 0, ""
        found.save()
        _forget_lines(found)
        ColumnMemory.objects.update_or_create(
            territory=by.territory,
            headers_digest=_digest(found.headers),
            defaults={"mapping": found.mapping, "used_at": timezone.now()},
        )
        _defer(CHECK, found)
    return found


def answer_rows(*, by: Desk, roster: int, rows: list[int], answer: str) -> RosterImport:
    """Accept what is proposed for rows in doubt, or leave them out; with no rows named, all of them. Runs the check again."""
    if answer not in ("accept", "skip", ""):
        raise Refused({"answer": "请选择接受建议或不导入"})
    with recording(by, reason="确认待定行"):
        found = _open(by, roster)
        if found.state != "checked":
            raise Refused("现在不能确认；请等试算结束")
        asked = rows or list(found.lines.filter(outcome="ask").values_list("number", flat=True))
        answers = {**found.options.get("answers", {}), **{str(number): answer for number in asked}}
        found.options = {**found.options, "answers": {number: told for number, told in answers.items() if told}}
        found.state, found.progress = "checking", 0
        found.save()
        _forget_lines(found)
        _defer(CHECK, found)
    return found


def start_commit(*, by: Desk, roster: int) -> RosterImport:
    """Take in what the dry run found right, as a job; raises Refused where there is nothing to take in."""
    with recording(by, reason="提交导入"):
        found = _open(by, roster)
        if found.state not in ("checked", "failed"):
            raise Refused("现在不能提交；请等试算结束")
        if not found.lines.filter(outcome__in=("create", "change")).exists():
            raise Refused("没有可以导入的行")
        found.state, found.message = "committing", ""
        found.save()
        _defer(COMMIT, found)
    return found


def discard_roster(*, by: Desk, roster: int, reason: str) -> RosterImport:
    """Give up an import that has not begun to be taken in; its rows and its file are dropped, its line stays."""
    with recording(by, reason=reason):
        found = _open(by, roster)
        if found.state in ("committing", "done") or _is_begun(found):
            raise Refused("已导入的不能放弃，没有导完的请继续导入；录错的请逐户更正")
        found.lines.all().delete()
        found.state = "discarded"
        found.save(update_fields=["state"])
    _drop_file(found)
    return found


def _forget_lines(roster: RosterImport) -> None:
    """What an earlier dry run found goes: were the next one to break, nothing could be taken in by what does not hold."""
    roster.lines.all().delete()


def _is_begun(roster: RosterImport) -> bool:
    """Whether rows were taken in already; they say where people came from, and stay."""
    return roster.lines.filter(done_at__isnull=False).exists()


# The two jobs.


@collected_seldom()
def run_check(by: Desk, roster: int, progress: Progress = lambda done: None) -> None:
    """The dry run: every row of the table anew, in one transaction at the end."""
    found = RosterImport.objects.get(pk=roster)
    if found.state != "checking":
        return
    rows = check_roster(by, found, _sheet(found, found.sheet), progress)
    with recording(by, reason="花名册试算"):
        found = RosterImport.objects.select_for_update().get(pk=roster)
        if found.state != "checking":
            return
        found.lines.all().delete()
        copy_rows(rows)
        found.state, found.progress = "checked", len(rows)
        found.save(update_fields=["state", "progress"])


@collected_seldom()
def run_commit(by: Desk, roster: int, progress: Progress = lambda done: None) -> None:
    """The commit, from wherever it stopped."""
    found = RosterImport.objects.get(pk=roster)
    if found.state != "committing":
        return
    commit_rows(by, found, progress)
    with recording(by, reason="花名册导入完成"):
        found.refresh_from_db()
        found.state, found.finished_at = "done", timezone.now()
        found.progress = found.lines.filter(done_at__isnull=False).count()
        found.save(update_fields=["state", "finished_at", "progress"])


def note_progress(roster: int, done: int) -> None:
    """How far a job is, for the page; the trail says that the system wrote it."""
    with recording(at_work("导入进度")):
        RosterImport.objects.filter(pk=roster).update(progress=done)


def note_failure(roster: int, message: str) -> None:
    """A job that broke: what was done stands, and it can be started again."""
    broken = RosterImport.objects.filter(pk=roster, state__in=("checking", "committing"))
    with recording(at_work("导入中断")):
        broken.update(state="failed", message=message[:500])


def correction_rows(
    *, by: Desk, roster: int
) -> tuple[RosterImport, list[str], list[tuple[int, list[Any], list[dict[str, Any]]]]]:
    """The rows that were not taken in, as they stood in the file, each with what is wrong: for a sheet to mend.

    Logged as an export: the file holds whole numbers. Raises NotAllowed, Refused.
    """
    by.must("import_roster")
    found = _open(by, roster)
    problems = {row.number: row.problems for row in found.lines.filter(outcome__in=("refuse", "ask"))}
    sheet = _sheet(found, found.sheet)
    rows = [(row.number, list(row.cells), problems[row.number]) for row in sheet.rows if row.number in problems]
    log_access(by, kind="export", facts=["citizen_id", "account"], count=len(rows), reason=f"更正表：{found.title}")
    return found, list(sheet.headers), rows


def _open(by: Desk, roster: int) -> RosterImport:
    by.must("import_roster")
    rows = RosterImport.objects.filter(by.within("territory"), pk=roster)
    found = (rows.select_for_update() if connection.in_atomic_block else rows).first()
    if found is None or found.state == "discarded":
        raise Refused("没有这次导入，或已放弃")
    return found


def _sheet(roster: RosterImport, name: str) -> Sheet:
    book = read_table_safely(fetch(roster.digest), roster.options["filename"])
    wanted = name or roster.sheet
    found = next((sheet for sheet in book.sheets if sheet.name == wanted), None)
    if found is None:
        raise Refused({"sheet": f"没有工作表“{wanted}”"})
    return found


def sheets_of(roster: RosterImport) -> Book:
    """The file read again, for the mapping page: its sheets, headers and first rows."""
    return read_table_safely(fetch(roster.digest), roster.options["filename"])


def _refuse_mapping(headers: Sequence[str], mapping: Mapping[int, str], options: Mapping[str, Any]) -> None:
    given = [name for name in mapping.values() if name]
    if twice := {name for name in given if given.count(name) > 1}:
        labels = "、".join(columns_by_field()[name].label for name in twice)
        raise Refused(f"“{labels}”对应了两列，请只留一列")
    if unknown := [name for name in given if name not in columns_by_field()]:
        raise Refused(f"不认识的栏目：{'、'.join(unknown)}")
    told = {at: name for at, name in mapping.items() if name}
    for finding in mapping_findings(headers, told):
        if finding.verdict == "refused":
            raise Refused(finding.message)
        if finding.rule == "no_relation" and not options.get("all_heads"):
            raise Refused(f"{finding.message}是的，请勾选“每行都是户主”")


def _remembered(by: Desk, sheet: Sheet) -> dict[str, str]:
    memory = ColumnMemory.objects.filter(territory=by.territory, headers_digest=_digest(sheet.headers)).first()
    return dict(memory.mapping) if memory else {}


def _digest(headers: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()


def _again(by: Desk, book: Book, valid_on: datetime.date) -> list[dict[str, Any]]:
    """The same file came before: a question, since importing it again changes nothing but is seldom meant."""
    before = RosterImport.objects.filter(by.within("territory"), digest=book.digest).exclude(state="discarded").last()
    if before is None:
        return []
    told = f"同一个文件已于{timezone.localdate(before.created_at)}上传过（“{before.title}”），请确认是否重复"
    return [_finding(Finding("ask", "same_file", told))]


def _finding(finding: Finding) -> dict[str, Any]:
    return {"verdict": finding.verdict, "rule": finding.rule, "message": finding.message}


def _defer(task: str, roster: RosterImport) -> None:
    app.configure_task(task, lock=f"roster.{roster.pk}").defer(roster=roster.pk)


def _drop_file(roster: RosterImport) -> None:
    if not RosterImport.objects.filter(digest=roster.digest).exclude(state="discarded").exists():
        forget(roster.digest)
