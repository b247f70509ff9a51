"""Reads of the trail: what was done, what was looked at. Scope is by the officers who acted, given by the caller."""

import datetime
from collections.abc import Collection

from django.db.models import QuerySet

from doudi.records.trail.models import AccessEntry, AuditEntry


def changes(
    *, officers: Collection[int] | None = None, table: str = "", row: int | None = None
) -> QuerySet[AuditEntry]:
    """Changed rows, latest first; of some officers, of one table, of one row."""
    found = AuditEntry.objects.order_by("-pk")
    if officers is not None:
        found = found.filter(officer_id__in=officers)
    if table:
        found = found.filter(table_name=table)
    if row is not None:
        found = found.filter(row_id=row)
    return found


def views(
    *, officers: Collection[int] | None = None, household: int | None = None, person: int | None = None
) -> QuerySet[AccessEntry]:
    """What sensitive facts were looked at, latest first."""
    found = AccessEntry.objects.order_by("-pk")
    if officers is not None:
        found = found.filter(officer_id__in=officers)
    if household is not None:
        found = found.filter(household_id=household)
    if person is not None:
        found = found.filter(person_id=person)
    return found


def since(found: QuerySet, day: datetime.date | None, until: datetime.date | None) -> QuerySet:  # type: ignore[type-arg]
    """The lines of a span of days."""
    if day:
        found = found.filter(at__date__gte=day)
    return found.filter(at__date__lt=until + datetime.timedelta(days=1)) if until else found


def tables() -> list[str]:
    """The tables the trail knows, for a filter."""
    return list(AuditEntry.objects.order_by("table_name").values_list("table_name", flat=True).distinct())
