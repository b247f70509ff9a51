"""The job that finds out what an entered standard would change."""

from procrastinate.contrib.django import app

from doudi.interfaces.site.middleware import today
from doudi.records.evidence.standards_preview import TASK


@app.task(name=TASK)
def preview_standard(preview: int) -> None:
    """Work one preview out; killed and started again it begins anew."""
    from doudi.records.evidence.standards_preview_run import run_preview

    run_preview(preview, today=today())
