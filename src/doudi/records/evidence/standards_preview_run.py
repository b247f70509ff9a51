"""The worker's part of a preview: the register under the standards in force, and under these with the entry.

The register is written as a population into a private folder that is removed at the end, also after a kill.
"""

import datetime
import io
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import InterfaceError, OperationalError

from doudi.engine.dated import Parameters
from doudi.engine.determine import profile_for
from doudi.engine.reform import ReformReport, run_reform, to_json
from doudi.records.accounts.desk import Desk, system_desk
from doudi.records.accounts.queries import desks_of
from doudi.records.evidence.population import Written, write_population
from doudi.records.evidence.preview_places import by_village
from doudi.records.evidence.workfolder import work_folder
from doudi.records.sealing.files import store
from doudi.records.standards.actions import Moment
from doudi.records.standards.drafts import change_of
from doudi.records.standards.models import UNFINISHED, StandardEntry, StandardPreview
from doudi.records.standards.queries import parameters_without
from doudi.records.trail.recording import recording

NEAR_PERCENT, MOST_NEAR = 5, 200
# The trail gets a line for every step told, so progress is told in few.
_STEPS = 20
_NOBODY = "该地没有登记了情况的家庭，无从推演"
_GONE = "推演人已不在岗，请重新推演"
_BROKEN = "推演未能完成，请重新推演；再次失败请联系管理员"


def run_preview(preview: int, *, today: datetime.date) -> None:
    """Work a preview out and keep it; one that is finished already is left alone. Safe to run again after a kill."""
    found = StandardPreview.objects.select_related("entry", "asked_by").get(pk=preview)
    if found.state not in UNFINISHED:
        return
    by = _desk_of(found, today)
    if by is None:
        _move(found, today, state="failed", message=_GONE, finished_at=Moment())
        return
    _move(found, today, state="running", progress=0)
    try:
        kept = _worked_out(by, found)
    except (OperationalError, InterfaceError):
        # The database went away: the job is taken up again and begins anew.
        raise
    except Exception:
        _move(found, today, state="failed", message=_BROKEN, finished_at=Moment())
        raise
    _move(found, today, **kept, finished_at=Moment())


def _desk_of(preview: StandardPreview, today: datetime.date) -> Desk | None:
    """The desk that asked, where it is still held: the worker reads what that desk may read."""
    desks = desks_of(preview.asked_by, today)
    return next((desk for desk in desks if desk.appointment_id == preview.held_by_id), None)


def _move(preview: StandardPreview, today: datetime.date, **columns: Any) -> None:
    with recording(system_desk(today, purpose="标准推演")):
        StandardPreview.objects.filter(pk=preview.pk).update(**columns, moved_at=Moment())


def _worked_out(by: Desk, preview: StandardPreview) -> dict[str, Any]:
    entry = preview.entry
    with work_folder("preview") as folder:
        told = _teller(by, preview)
        written = write_population(
            by=by, place=entry.place, day=preview.valid_on, folder=folder / "population", progress=told(0)
        )
        if not written.households:
            return {"state": "failed", "message": _NOBODY, "counts": _counts(written)}
        report = _run(entry, preview.valid_on, folder, parameters_without(entry), told(1))
        changed = pq.read_table(folder / "changed.parquet")
        return {"state": "done", "progress": 100, **_kept(report, changed, written)}


def _run(
    entry: StandardEntry, day: datetime.date, folder: Path, before: Parameters, progress: Callable[[int, int], None]
) -> ReformReport:
    return run_reform(
        folder / "population",
        day=day,
        profile=profile_for(entry.place),
        changes=[change_of(entry)],
        near_percent=NEAR_PERCENT,
        near_limit=MOST_NEAR,
        households=folder / "changed.parquet",
        parameters=before,
        progress=progress,
    )


def _teller(by: Desk, preview: StandardPreview) -> Callable[[int], Callable[[int, int], None]]:
    """Progress from 0 to 100: the first half is reading the register, the second working it out."""
    told = {"step": 0}

    def half(number: int) -> Callable[[int, int], None]:
        def progress(done: int, total: int) -> None:
            percent = 50 * number + 50 * done // max(total, 1)
            if percent * _STEPS // 100 > told["step"]:
                told["step"] = percent * _STEPS // 100
                _move(preview, by.day, progress=min(percent, 99))

        return progress

    return half


def _kept(report: ReformReport, changed: pa.Table, written: Written) -> dict[str, Any]:
    """What stays: counts in the open, the summary and the changed households sealed."""
    summary = {
        **to_json(report),
        "villages": {
            village: {key: asdict(one) for key, one in of.items()} for village, of in by_village(changed).items()
        },
    }
    buffer = io.BytesIO()
    pq.write_table(_named(changed, written), buffer, compression="zstd")
    return {
        "counts": _counts(written) | {"changed": report.households_changed},
        "summary": store(orjson.dumps(summary)),
        "changes": store(buffer.getvalue()),
    }


def _counts(written: Written) -> dict[str, Any]:
    return {
        "households": written.households,
        "people": len(written.people),
        "silent": written.silent,
        "refused": written.refused,
    }


def _named(changed: pa.Table, written: Written) -> pa.Table:
    """The running numbers of people as their numbers in the register."""
    numbers = [None if number is None else written.people[number - 1] for number in changed["person_id"].to_pylist()]
    at = changed.column_names.index("person_id")
    return changed.set_column(at, "person_id", pa.array(numbers, pa.int64()))
