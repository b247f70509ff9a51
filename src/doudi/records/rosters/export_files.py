"""Making the file of an export: rows read a thousand at a time, written with a watermark, sealed, and logged."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils import timezone

from doudi.documents.columns import Column
from doudi.documents.csv_files import roster_csv
from doudi.documents.watermark import Watermark
from doudi.documents.workbooks import roster_workbook
from doudi.records.accounts.desk import Desk
from doudi.records.registry.listing import listed
from doudi.records.registry.listing_around import Language, unneeded
from doudi.records.registry.listing_columns import ListColumn, ListName, chosen
from doudi.records.registry.listing_filters import FILTERS, sensitive_of
from doudi.records.registry.listing_rows import Row, Value, rows_of
from doudi.records.rosters.models import ListExport
from doudi.records.sealing.files import forget, store
from doudi.records.territory.queries import path_name
from doudi.records.trail.access import log_access
from doudi.records.trail.recording import recording

MOST_ROWS = 100_000
_CHUNK = 1_000
_TELL_EVERY = 5_000

Progress = Callable[[int], None]


def make_export(
    *, by: Desk, export: int, listed_ids: Sequence[int] | None = None, progress: Progress = lambda done: None
) -> None:
    """Write the file of an export under the desk that asked for it; one already made is left as it is.

    `listed_ids` are the ids of its rows in order, where they were found just now.
    The log keeps how many rows were handed out, of whom, and which facts. Raises NotAllowed, Refused where the desk
    may not have the list any more.
    """
    by.must("export_lists")
    found = ListExport.objects.get(pk=export)
    if found.state != "making":
        return
    name, language = found.columns["list"], found.columns["language"]
    filters = FILTERS[name].from_query(found.query)
    columns = chosen(by, name, found.columns["keys"], whole=True)
    ids = listed_ids
    if ids is None:
        ids = list(listed(by, filters).ordered.values_list("pk", flat=True)[: MOST_ROWS + 1])
    rows = _rows(by, name, ids, columns, language, progress)
    shown: list[int] = []
    digest = store(_file(found, columns, _noted(rows, shown), _watermark(by, found)))
    facts = [*(column.fact or "list" for column in columns), *sensitive_of(filters)]
    if not _finish(by, found, digest, shown, facts):
        forget_file(digest)


def _finish(by: Desk, export: ListExport, digest: str, shown: Sequence[int], facts: Sequence[str]) -> bool:
    """Mark it as ready and log whom it tells of, both or neither, once; whether this job was the one that did."""
    with recording(by, reason="生成导出文件"):
        making = ListExport.objects.filter(pk=export.pk, state="making")
        if making.update(state="ready", digest=digest, count=len(shown)) != 1:
            return False
        reason = f"{export.title}：{export.reason}"
        log_access(by, kind="export", facts=facts, reason=reason, count=len(shown), listed=shown)
    return True


def forget_file(digest: str) -> None:
    """Drop the file of an export, unless another that may still be fetched has the very same."""
    if not ListExport.objects.filter(digest=digest, state="ready").exists():
        forget(digest)


def _rows(
    by: Desk, name: ListName, ids: Sequence[int], columns: Sequence[ListColumn], language: Language, progress: Progress
) -> Iterator[Row]:
    """The rows in order, read a thousand at a time; who left the territory meanwhile is not among them."""
    within = listed(by, FILTERS[name](**{"state": "all"} if name == "households" else {"living": "all"})).found
    within = within.defer(*unneeded(name, columns))
    for at in range(0, len(ids), _CHUNK):
        found = within.in_bulk(ids[at : at + _CHUNK])
        yield from rows_of(by, name, [found[pk] for pk in ids[at : at + _CHUNK] if pk in found], columns, language)
        done = min(at + _CHUNK, len(ids))
        if done % _TELL_EVERY == 0:
            progress(done)


def _noted(rows: Iterator[Row], shown: list[int]) -> Iterator[dict[str, Value]]:
    """The rows' values, noting whose they are."""
    for row in rows:
        shown.append(row.pk)
        yield dict(row.values)


def _file(export: ListExport, columns: Sequence[ListColumn], rows: Iterator[Any], watermark: Watermark) -> bytes:
    language: Language = export.columns["language"]
    listed_columns = [
        Column(one.key, one.en if language == "en" else one.zh, one.kind, width=one.width) for one in columns
    ]
    write = roster_csv if export.format == "csv" else roster_workbook
    return write(listed_columns, rows, watermark=watermark, language=language)


def _watermark(by: Desk, export: ListExport) -> Watermark:
    who = f"{by.actor}（代{by.acting_for}）" if by.acting_for else by.actor
    return Watermark(
        who, by.held.zh, path_name(by.territory), timezone.localtime(export.made_at), export.columns["request"]
    )
