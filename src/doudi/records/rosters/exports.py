"""Lists handed out as files: asked for with a reason, made at once or by a job, sealed, dropped after two days.

What is asked for is kept in the row of the export, so that a job can make it under the same desk: `columns` holds the
keys of the columns, how many rows there were to be, whose seat it is and the number of the request.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from doudi.records.accounts.desk import Desk, NotAllowed, system_desk
from doudi.records.accounts.queries import desks_of
from doudi.records.registry.listing import listed
from doudi.records.registry.listing_around import Language
from doudi.records.registry.listing_columns import ListColumn, ListName, chosen
from doudi.records.registry.listing_filters import Filters
from doudi.records.registry.refusals import Refused
from doudi.records.rosters.at_work import at_work
from doudi.records.rosters.export_files import MOST_ROWS, forget_file, make_export
from doudi.records.rosters.models import ListExport
from doudi.records.sealing.files import fetch
from doudi.records.trail.access import log_access
from doudi.records.trail.recording import recording

TASK = "doudi.lists.export"
KEPT_HOURS = 48
MOST_AT_ONCE = 2_000
FORMATS = ("xlsx", "csv")
STATES: dict[str, tuple[str, str, str]] = {
    "making": ("正在生成", "being made", "info"),
    "ready": ("可下载", "ready", "success"),
    "failed": ("未能生成", "failed", "danger"),
    "expired": ("已到期", "expired", "secondary"),
}
LISTS: dict[ListName, tuple[str, str]] = {
    "households": ("家庭名单", "Households"),
    "people": ("人员名单", "People"),
}


@dataclass(frozen=True)
class ExportDraft:
    """What is to be handed out: the list and its filters, the keys of the columns, why, and as what.

    `confirmed` says that the officer was asked once more about whole numbers.
    """

    name: ListName
    filters: Filters
    columns: Sequence[str]
    reason: str
    format: Literal["xlsx", "csv"] = "xlsx"
    language: Language = "zh"
    confirmed: bool = False


def start_export(*, by: Desk, draft: ExportDraft, now: datetime.datetime) -> ListExport:
    """Hand out a list: made at once up to 2,000 rows, else by a job. Raises NotAllowed, Refused.

    A list of more than 100,000 rows, a reason of less than four characters and whole numbers not confirmed are refused.
    """
    by.must("export_lists")
    listing = listed(by, draft.filters)
    columns = chosen(by, draft.name, draft.columns, whole=True)
    # To find them is most of the work: what can be made at once is found once.
    few = list(listing.ordered.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    rows = len(few) if len(few) <= MOST_AT_ONCE else listing.found.order_by()[: MOST_ROWS + 1].count()
    _refuse(draft, columns, rows)
    with recording(by, reason=draft.reason):
        made = ListExport.objects.create(
            title=LISTS[draft.name][0],
            query=draft.filters.to_query(),
            columns={
                "list": draft.name,
                "keys": [column.key for column in columns],
                "rows": rows,
                "language": draft.language,
                "appointment": by.appointment_id,
                "acting_for": by.acting_for,
                "request": by.request,
            },
            reason=draft.reason.strip(),
            format=draft.format,
            territory=by.territory,
            state="making",
            made_by_id=by.officer_id,
            made_at=now,
            expires_at=now + datetime.timedelta(hours=KEPT_HOURS),
        )
        if rows > MOST_AT_ONCE:
            app.configure_task(TASK).defer(export=made.pk)
    if rows <= MOST_AT_ONCE:
        _make_now(by, made, few)
    return made


def _make_now(by: Desk, export: ListExport, found: Sequence[int]) -> None:
    try:
        make_export(by=by, export=export.pk, listed_ids=found)
    except Exception:
        note_failure(export.pk)
        raise
    export.refresh_from_db()


def _refuse(draft: ExportDraft, columns: Sequence[ListColumn], rows: int) -> None:
    faults = {}
    if len(draft.reason.strip()) < 4:
        faults["reason"] = "请写明导出原因（不少于4个字），如“6月发放核对”"
    if draft.format not in FORMATS:
        faults["format"] = "格式应为 Excel 或 CSV"
    if any(column.whole for column in columns) and not draft.confirmed:
        faults["confirmed"] = "名单含完整号码，请确认并输入密码"
    if rows == 0:
        faults[""] = "没有符合条件的记录，没有可导出的内容"
    if rows > MOST_ROWS:
        faults[""] = f"超过{MOST_ROWS}行，请缩小范围（例如按乡镇）后分别导出"
    if faults:
        raise Refused(faults)


def note_progress(export: int, done: int) -> None:
    """How far a job is, for the page; the trail says that the system wrote it."""
    with recording(at_work("导出进度")):
        ListExport.objects.filter(pk=export, state="making").update(count=done)


def note_failure(export: int) -> None:
    """A job that broke: there is no file, and the list may be asked for anew."""
    with recording(at_work("导出中断")):
        ListExport.objects.filter(pk=export, state="making").update(state="failed", count=0)


def desk_of_export(export: int, day: datetime.date) -> Desk | None:
    """The desk under which a job makes an export: the seat it was asked from, if that officer still holds it; else None."""
    found = ListExport.objects.select_related("made_by").get(pk=export)
    seat = (found.columns["appointment"], found.columns["acting_for"])
    desks = desks_of(found.made_by, day, request=found.columns["request"])
    return next((desk for desk in desks if (desk.appointment_id, desk.acting_for) == seat), None)


def exports_of(by: Desk) -> QuerySet[ListExport]:
    """The desk's own exports, latest first; who reads the trail sees those of the territory as well."""
    own = Q(made_by=by.officer_id)
    if by.may("read_trail"):
        own |= by.within("territory")
    elif not by.may("export_lists"):
        return ListExport.objects.none()
    return ListExport.objects.filter(own).select_related("made_by").order_by("-pk")


def export_of(by: Desk, pk: int) -> ListExport | None:
    """One of the exports the desk sees, or None."""
    return exports_of(by).filter(pk=pk).first()


def may_download(by: Desk, export: ListExport, now: datetime.datetime) -> bool:
    """Whether the desk may fetch the file now: its own, made for a territory it still reaches, not yet dropped."""
    own = export.made_by_id == by.officer_id and by.may("export_lists") and by.reaches(export.territory)
    return own and export.state == "ready" and now < export.expires_at


def download_export(*, by: Desk, export: ListExport, now: datetime.datetime) -> bytes:
    """The file of an own export, and a line in the log. Raises NotAllowed; Refused where there is none or no longer."""
    by.must("export_lists", export.territory)
    if export.made_by_id != by.officer_id:
        raise NotAllowed("只有导出人可以下载；需要名单请自行导出")
    if not may_download(by, export, now):
        raise Refused("文件还没有生成，或已到期删除；需要时请重新导出")
    columns = chosen(by, export.columns["list"], export.columns["keys"], whole=True)
    if {column.key for column in columns} != set(export.columns["keys"]):
        raise NotAllowed("您的岗位已看不到这份名单的部分内容，不能下载")
    data = fetch(export.digest)
    facts = [column.fact or "list" for column in columns]
    log_access(by, kind="export", facts=facts, count=export.count, reason=f"下载{export.title}：{export.reason}")
    return data


def expire_exports(*, now: datetime.datetime) -> int:
    """Drop the files of exports whose days are over; how many. Their lines and hashes stay."""
    over = list(ListExport.objects.filter(state__in=("ready", "making"), expires_at__lte=now))
    system = system_desk(timezone.localdate(now), purpose="导出到期")
    for one in over:
        with recording(system, reason="导出文件到期"):
            ListExport.objects.filter(pk=one.pk).update(state="expired")
        if one.digest:
            forget_file(one.digest)
    return len(over)
