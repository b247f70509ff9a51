"""Lists of officers, posts, cover, powers and relatives inside a territory, for the pages that manage them."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import ApiToken, Appointment, Cover, Grant, Officer, StaffRelative
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.queries import standing, within_span
from doudi.records.trail.models import AccessEntry, AuditEntry
from doudi.records.trail.queries import changes, changes_by_nobody, done_at, told_changes, views


def known_officers(by: Desk) -> QuerySet[Officer]:
    """The officers who hold or held a post in the territory, and those engaged from here who never held one anywhere."""
    here = Q(pk__in=Appointment.objects.filter(by.within("territory")).values("officer"))
    posted = ~Q(pk__in=Appointment.objects.values("officer"))
    made = AuditEntry.objects.filter(table_name="accounts_officer", row_id=OuterRef("pk"), operation="insert")
    return Officer.objects.filter(here | (posted & Exists(done_at(made, by.spans))))


def officers_within(by: Desk, *, word: str = "") -> QuerySet[Officer]:
    """The officers a desk manages or arranges cover for, each with `held_here`: their posts in the territory.

    `word` is a part of the name or of what they sign in with.
    """
    if not (by.may("manage_officers") or by.may("arrange_cover")):
        return Officer.objects.none()
    found = known_officers(by)
    if not by.may("manage_officers"):
        found = found.filter(pk__in=Appointment.objects.filter(by.within("territory")).values("officer"))
    if word:
        found = found.filter(Q(name__icontains=word) | Q(login__icontains=word))
    held = Appointment.objects.filter(by.within("territory")).order_by("-since", "-pk")
    return found.prefetch_related(Prefetch("appointments", held, "held_here")).order_by("-is_active", "login")


def appointments_within(by: Desk) -> QuerySet[Appointment]:
    """The posts of the territory that stand today."""
    found = Appointment.objects.filter(by.within("territory"), standing(by.day))
    return found.select_related("officer").order_by("territory", "post", "pk")


def appointments_ahead(by: Desk) -> QuerySet[Appointment]:
    """The posts of the territory that stand today or are still to begin."""
    found = Appointment.objects.filter(by.within("territory"), within_span(by.day, None))
    return found.select_related("officer").order_by("territory", "post", "pk")


def appointments_at(by: Desk, places: Collection[str]) -> QuerySet[Appointment]:
    """The posts at places of the territory, exactly there, that stand today or are still to begin."""
    return appointments_ahead(by).filter(territory__in=places)


def covers_within(by: Desk) -> QuerySet[Cover]:
    """Cover in the territory that stands or is still to come."""
    found = Cover.objects.filter(by.within("appointment__territory"), until__gt=by.day, revoked_on__isnull=True)
    return found.select_related("appointment__officer", "deputy").order_by("since", "pk")


def grants_within(by: Desk) -> QuerySet[Grant]:
    """Every power left to a township of the territory, latest first, revoked ones too."""
    return Grant.objects.filter(by.within("town")).select_related("granted_by").order_by("-since", "-pk")


def relatives_within(by: Desk) -> QuerySet[StaffRelative]:
    """The near relatives filed in the territory that stand."""
    found = StaffRelative.objects.filter(by.within("territory"), closed_on__isnull=True)
    return found.select_related("officer").order_by("territory", "staff_name", "pk")


def tokens_of(by: Desk) -> QuerySet[ApiToken]:
    """The tokens of the appointment one sits at; none for a desk that has no appointment."""
    return _tokens().filter(appointment=by.appointment_id or 0)


def tokens_within(by: Desk) -> QuerySet[ApiToken]:
    """The tokens of every post of the territory, for whoever manages officers."""
    return _tokens().filter(by.within("appointment__territory")) if by.may("manage_officers") else _tokens().none()


def _tokens() -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("appointment__officer").order_by("-created_at", "-pk")


def appointed_in(by: Desk) -> list[Officer]:
    """Everybody who holds or held a post in the territory: whose work an auditor of the territory looks at."""
    here = Appointment.objects.filter(by.within("territory")).values("officer")
    return list(Officer.objects.filter(pk__in=here).order_by("login"))


def changes_within(by: Desk) -> QuerySet[AuditEntry]:
    """What was changed at the desks of the territory, and by its officers on their own accounts, latest first.

    That a household's state was counted on, and nothing else, is left out: the change it came with has its own line.
    """
    return done_at(told_changes(), by.spans, officers=_of_here(by)) if by.may("read_trail") else changes().none()


def changes_by_nobody_within(by: Desk) -> QuerySet[AuditEntry]:
    """What no officer did, in the whole database, latest first: for a desk outside whose territory no office works.

    Such lines name no place. Where several counties share a database one county's auditor does not read the others'.
    """
    return changes_by_nobody() if by.may("read_trail") and reaches_every_office(by) else changes().none()


def reaches_every_office(by: Desk) -> bool:
    """Whether every post of a county, town or village that stands today lies in the territory."""
    below = [post.key for post in POSTS.values() if post.level in ("county", "town", "village")]
    return not Appointment.objects.filter(standing(by.day), post__in=below).exclude(by.within("territory")).exists()


def views_within(by: Desk) -> QuerySet[AccessEntry]:
    """What sensitive facts were looked at from the desks of the territory, latest first."""
    return done_at(views(), by.spans, officers=_of_here(by)) if by.may("read_trail") else views().none()


def _of_here(by: Desk) -> list[int]:
    return [one.pk for one in appointed_in(by)]
