"""Duties that do not go together, held against everything an officer holds over the same days: posts and cover."""

import datetime
from collections.abc import Iterator

from doudi.records.accounts.models import Officer
from doudi.records.accounts.posts import POSTS, conflict_between
from doudi.records.accounts.queries import within_span


def conflict_of(officer: Officer, post: str, since: datetime.date, until: datetime.date | None) -> str:
    """Why an officer may not hold a post over a span of days, naming what stands against it; an empty text if they may."""
    for other, how in _held(officer, since, until):
        why = conflict_between(POSTS[post], POSTS[other])
        if why:
            return f"与{how}{POSTS[other].zh}不相容：{why}"
    return ""


def lock_officer(officer: Officer) -> None:
    """Let nobody else give the officer a post or a cover until the transaction ends: two that clash would both pass."""
    Officer.objects.select_for_update().get(pk=officer.pk)


def _held(officer: Officer, since: datetime.date, until: datetime.date | None) -> Iterator[tuple[str, str]]:
    """The posts an officer holds at any time of the span, and how."""
    for one in officer.appointments.filter(within_span(since, until)):
        yield one.post, "所任"
    for cover in officer.covers.filter(within_span(since, until), revoked_on__isnull=True).select_related(
        "appointment"
    ):
        yield cover.appointment.post, "所代"
