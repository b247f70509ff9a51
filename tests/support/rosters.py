"""Rosters for tests: made as workbooks, tried and taken in as the pages and the jobs would do it."""

import datetime
import io

import openpyxl

from doudi.records.rosters.actions import map_columns, run_check, run_commit, start_commit, upload_roster
from doudi.records.rosters.models import RosterImport
from doudi.records.rosters.queries import counts_of
from world import World, citizen_id

HEADERS = (
    "户编号", "姓名", "身份证号", "与户主关系", "村（社区）", "联系电话", "残疾类别", "残疾等级", "月工资收入",
    "银行账号", "开户人", "救助项目", "分类", "月保障金", "起保月份", "致困原因",
)  # fmt: skip


def row(number: str, name: str, born: str, sequence: int, relation: str, **more: object) -> list[object]:
    """A person of a household in 柳林村, as a row under `HEADERS`."""
    told = {
        "户编号": number,
        "姓名": name,
        "身份证号": citizen_id(datetime.date.fromisoformat(born), sequence),
        "与户主关系": relation,
        "村（社区）": "柳林村",
        **more,
    }
    return [told.get(header, "") for header in HEADERS]


FAMILY = (
    ("H1", "沈立国", "1980-05-06", 101, "户主"),
    ("H1", "顾秀梅", "1982-07-08", 102, "妻"),
    ("H1", "沈小满", "2015-09-10", 103, "子"),
)


def family(**more: object) -> list[list[object]]:
    """A couple and their child; `more` is said of the head."""
    first, *rest = FAMILY
    return [row(*first, **more), *(row(*one) for one in rest)]


def workbook(rows: list[list[object]], headers: tuple[str, ...] = HEADERS) -> bytes:
    """The rows under their headers as an .xlsx."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (list(headers), *rows):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tried(world: World, rows: list[list[object]], desk: str = "township_acceptance", **options: object) -> RosterImport:
    """An import up to the end of the dry run."""
    return tried_file(world, workbook(rows), desk=desk, **options)


def tried_file(
    world: World,
    data: bytes,
    filename: str = "名册.xlsx",
    *,
    desk: str = "township_acceptance",
    **options: object,
) -> RosterImport:
    """A file up to the end of the dry run, with the columns that are proposed for it."""
    by = world.desk(desk)
    roster = upload_roster(by=by, data=data, filename=filename, valid_on=datetime.date(2026, 2, 1))
    mapping = {int(at): name for at, name in roster.mapping.items()}
    map_columns(by=by, roster=roster.pk, mapping=mapping, options=options)
    run_check(by, roster.pk)
    roster.refresh_from_db()
    return roster


def taken_in(world: World, rows: list[list[object]], desk: str = "township_acceptance") -> RosterImport:
    """An import up to its end."""
    return committed(world, tried(world, rows, desk), desk)


def committed(world: World, roster: RosterImport, desk: str = "township_acceptance") -> RosterImport:
    """What was tried, taken in."""
    start_commit(by=world.desk(desk), roster=roster.pk)
    run_commit(world.desk(desk), roster.pk)
    roster.refresh_from_db()
    return roster


def reconciles(roster: RosterImport) -> bool:
    """Every row of the sheet has exactly one line, the headings above the records aside."""
    numbers = list(roster.lines.values_list("number", flat=True))
    return sum(counts_of(roster).values()) == roster.rows and len(set(numbers)) == len(numbers)
