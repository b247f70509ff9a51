"""Lists of officers, posts, cover, powers and relatives inside a territory, for the pages that manage them."""

from django.db.models import Prefetch, Q, QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import ApiToken, Appointment, Cover, Grant, Officer, StaffRelative


def officers_within(by: Desk) -> QuerySet[Officer]:
    """The officers who hold or held a post in the territory, and for whoever manages officers those with none at all."""
    if not (by.may("manage_officers") or by.may("arrange_cover")):
        return Officer.objects.none()
    here = Q(pk__in=Appointment.objects.filter(by.within("territory")).values("officer"))
    nowhere = ~Q(pk__in=Appointment.objects.values("officer"))
    seen = here | nowhere if by.may("manage_officers") else here
    held = Appointment.objects.filter(by.within("territory")).order_by("-since", "-pk")
    return Officer.objects.filter(seen).prefetch_related(Prefetch("appointments", held, "held_here")).order_by("login")


def appointments_within(by: Desk) -> QuerySet[Appointment]:
    """The posts of the territory that stand today."""
    stand = Q(since__lte=by.day) & (Q(until__isnull=True) | Q(until__gt=by.day))
    found = Appointment.objects.filter(by.within("territory"), stand)
    return found.select_related("officer").order_by("territory", "post", "pk")


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
    """The tokens of the appointment one sits at."""
    return ApiToken.objects.filter(appointment=by.appointment_id).order_by("-created_at")


def appointed_in(by: Desk) -> list[Officer]:
    """Everybody who holds or held a post in the territory: whose work an auditor of the territory looks at."""
    here = Appointment.objects.filter(by.within("territory")).values("officer")
    return list(Officer.objects.filter(pk__in=here).order_by("login"))
