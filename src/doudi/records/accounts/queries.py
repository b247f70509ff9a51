"""Reads of accounts: which desks an officer may sit at today."""

import datetime
import hashlib
from collections.abc import Collection

from django.db.models import Q

from doudi.records.accounts.desk import Desk, spans_of
from doudi.records.accounts.models import ApiToken, Appointment, Officer
from doudi.records.accounts.posts import POSTS
from doudi.records.territory.queries import standing_on


def within_span(since: datetime.date, until: datetime.date | None) -> Q:
    """The condition that a dated row stands on a day of a span; without `until` the span does not end."""
    begun = Q() if until is None else Q(since__lt=until)
    return begun & (Q(until__isnull=True) | Q(until__gt=since))


def standing(day: datetime.date) -> Q:
    """The condition that a dated row stands on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def appointments_on(officer: Officer, day: datetime.date) -> list[Appointment]:
    """The posts an officer holds on a day."""
    return list(Appointment.objects.filter(standing(day), officer=officer).select_related("officer").order_by("pk"))


def covered_on(officer: Officer, day: datetime.date) -> list[Appointment]:
    """The posts an officer holds for somebody on leave on a day."""
    cover = Q(covers__deputy=officer, covers__since__lte=day, covers__until__gt=day, covers__revoked_on__isnull=True)
    return list(Appointment.objects.filter(cover, standing(day)).select_related("officer").distinct().order_by("pk"))


def desks_of(officer: Officer, day: datetime.date, *, request: str = "") -> list[Desk]:
    """Every desk an officer may sit at on a day: own posts first, then those covered. None for a closed account."""
    if not officer.is_active:
        return []
    own = [desk_at(one, officer, day, request=request) for one in appointments_on(officer, day)]
    covered = [
        desk_at(one, officer, day, request=request, acting_for=one.officer.name) for one in covered_on(officer, day)
    ]
    return [*own, *covered]


def desk_at(
    appointment: Appointment, officer: Officer, day: datetime.date, *, request: str = "", acting_for: str = ""
) -> Desk:
    """The desk of an appointment; it reaches nothing where its territory does not stand that day."""
    return Desk(
        officer_id=officer.pk,
        actor=officer.name,
        post_key=appointment.post,
        territory=appointment.territory,
        spans=spans_of(_standing_codes({appointment.territory}, day)),
        day=day,
        appointment_id=appointment.pk,
        acting_for=acting_for,
        request=request,
    )


def desk_of_token(token: str, day: datetime.date, *, request: str = "") -> Desk | None:
    """The desk a program's token acts at on a day, or None."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = ApiToken.objects.select_related("appointment__officer").filter(
        digest=digest, revoked_at__isnull=True, expires_on__gt=day
    )
    for one in found:
        held = {desk.appointment_id: desk for desk in desks_of(one.appointment.officer, day, request=request)}
        desk = held.get(one.appointment_id)
        if desk is not None and desk.may("use_api"):
            return desk
    return None


def holders(post: str, code: str, day: datetime.date) -> list[Officer]:
    """Who holds a post at a place on a day, without those whose account is closed."""
    held = Appointment.objects.filter(standing(day), post=post, territory=code, officer__is_active=True)
    found = held.select_related("officer").order_by("pk")
    return [one.officer for one in found]


def posts_with(duty: str) -> list[str]:
    """The posts that have a duty."""
    return [post.key for post in POSTS.values() if post.may(duty)]


def _standing_codes(codes: Collection[str], day: datetime.date) -> set[str]:
    """The codes that are places of the tree on a day; one that went on in another reaches nothing, not even its past."""
    return set(standing_on(day).filter(code__in=codes).values_list("code", flat=True))
