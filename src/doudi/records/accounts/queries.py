"""Reads of accounts: which desks an officer may sit at today."""

import datetime
import hashlib

from django.db.models import Q

from doudi.records.accounts.desk import Desk, spans_of
from doudi.records.accounts.models import ApiToken, Appointment, Officer
from doudi.records.accounts.posts import POSTS
from doudi.records.statements import ask

# Asked at every request of everybody: one statement as it stands, for Django takes longer to word it than to have it answered.
_DESKS = """
WITH held AS (
    SELECT id, '' AS acting_for FROM accounts_appointment WHERE officer_id = %(officer)s
    UNION ALL
    SELECT DISTINCT cover.appointment_id, officer.name
    FROM accounts_cover cover
    JOIN accounts_appointment post ON post.id = cover.appointment_id
    JOIN accounts_officer officer ON officer.id = post.officer_id
    WHERE cover.deputy_id = %(officer)s
        AND cover.since <= %(day)s AND cover.until > %(day)s AND cover.revoked_on IS NULL
)
SELECT post.id, post.post, post.territory, held.acting_for, EXISTS (
    SELECT FROM territory_place place
    WHERE place.code = post.territory AND place.since <= %(day)s AND (place.until IS NULL OR place.until > %(day)s)
)
FROM held JOIN accounts_appointment post ON post.id = held.id
WHERE post.since <= %(day)s AND (post.until IS NULL OR post.until > %(day)s)
ORDER BY held.acting_for <> '', post.id
"""


def within_span(since: datetime.date, until: datetime.date | None) -> Q:
    """The condition that a dated row stands on a day of a span; without `until` the span does not end."""
    begun = Q() if until is None else Q(since__lt=until)
    return begun & (Q(until__isnull=True) | Q(until__gt=since))


def standing(day: datetime.date) -> Q:
    """The condition that a dated row stands on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def desks_of(officer: Officer, day: datetime.date, *, request: str = "") -> list[Desk]:
    """Every desk an officer may sit at on a day: own posts first, then those covered. None for a closed account.

    A desk reaches nothing where its territory does not stand that day; one that went on in another reaches not even its past.
    """
    if not officer.is_active:
        return []
    return [
        Desk(
            officer_id=officer.pk,
            actor=officer.name,
            post_key=post,
            territory=territory,
            spans=spans_of([territory]) if stands else (),
            day=day,
            appointment_id=appointment,
            acting_for=acting_for,
            request=request,
        )
        for appointment, post, territory, acting_for, stands in ask(_DESKS, {"officer": officer.pk, "day": day})
    ]


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
