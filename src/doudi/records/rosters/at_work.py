"""The system's own desk while a job says how far it is: what it writes is nobody's act, and is named so in the trail."""

from django.utils import timezone

from doudi.records.accounts.desk import Desk, system_desk


def at_work(purpose: str) -> Desk:
    """The desk, today."""
    return system_desk(timezone.localdate(), purpose=purpose)
