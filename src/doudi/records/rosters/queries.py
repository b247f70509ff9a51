"""Reads of imports."""

from django.db.models import Count, QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Officer
from doudi.records.accounts.queries import desks_of
from doudi.records.rosters.models import ImportRow, RosterImport


def rosters_within(by: Desk) -> QuerySet[RosterImport]:
    """The imports of the territory, latest first."""
    if not by.may("import_roster"):
        return RosterImport.objects.none()
    found = RosterImport.objects.filter(by.within("territory")).select_related("started_by", "held_by__officer")
    return found.order_by("-pk")


def counts_of(roster: RosterImport) -> dict[str, int]:
    """How many rows there are of each outcome; their sum is the rows read, less the headings above the records."""
    found = roster.lines.values_list("outcome").annotate(Count("pk"))
    return dict(found)


def rows_of(roster: RosterImport, outcome: str) -> QuerySet[ImportRow]:
    """The rows of one outcome, in the order of the file."""
    return roster.lines.filter(outcome=outcome).order_by("number")


def desk_of_import(roster: RosterImport, day: object, *, request: str) -> Desk | None:
    """The desk under which a job goes on with an import: that of whoever holds it, if they still may; None if not."""
    officer = Officer.objects.get(pk=roster.held_by.officer_id)
    desks = desks_of(officer, day, request=request)  # type: ignore[arg-type]
    return next(
        (desk for desk in desks if desk.appointment_id == roster.held_by_id and desk.may("import_roster")), None
    )
