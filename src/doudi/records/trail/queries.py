"""Reads of the trail: what was done, what was looked at. Scope is by the desks that acted, given by the caller."""

import datetime
from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.db.models import BinaryField, F, Func, JSONField, Q, QuerySet, TextField, Value
from django.utils import timezone

from doudi.records.sealing.columns import SealedText
from doudi.records.trail.models import AccessEntry, AuditEntry

# Beside what is encrypted, what must not be read either: what signs somebody in.
_SECRETS = frozenset({"password", "digest"})
# Nothing was done before, nothing will be read after; beyond them a day has no midnight a database can tell.
_FIRST, _LAST = datetime.date(1900, 1, 1), datetime.date(9999, 1, 1)


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


def told_changes() -> QuerySet[AuditEntry]:
    """Changed rows as a reader is told of them, latest first: without those in which only a state was counted on."""
    rest = Func(F("after"), Value("version"), template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())
    return changes().alias(rest=rest).exclude(operation="update", rest={})


def changes_by_nobody() -> QuerySet[AuditEntry]:
    """What no officer did: the system itself, and whoever wrote to the database directly, latest first."""
    return AuditEntry.objects.filter(officer_id__isnull=True).order_by("-at", "-pk")


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


def done_at(found: QuerySet, spans: Collection[tuple[str, str]], *, officers: Collection[int] = ()) -> QuerySet:  # type: ignore[type-arg]
    """The lines written at desks whose place lies in spans of codes; of `officers` also those written at no desk.

    A desk is named `post@place` in the trail. What officers do to their own accounts is done at none.
    """
    place = Func(F("post"), Value("@"), Value(2), function="split_part", output_field=TextField())
    inside = Q(pk__in=())
    for low, high in spans:
        inside |= Q(place__gte=low, place__lt=high)
    return found.alias(place=place).filter(inside | Q(post="", officer_id__in=officers))


def since(found: QuerySet, day: datetime.date | None, until: datetime.date | None) -> QuerySet:  # type: ignore[type-arg]
    """The lines of a span of days, the last one included. Days at the ends of the calendar narrow nothing."""
    if day and day > _FIRST:
        found = found.filter(at__gte=_midnight(day))
    if until and until < _LAST:
        found = found.filter(at__lt=_midnight(max(until, _FIRST) + datetime.timedelta(days=1)))
    return found


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@cache
def sealed_columns(table: str) -> frozenset[str]:
    """The columns of a table that nobody reads in the trail: encrypted ones, their indexes, what signs somebody in."""
    model = next((one for one in apps.get_models() if one._meta.db_table == table), None)
    fields = model._meta.concrete_fields if model else ()
    return _SECRETS | {one.column for one in fields if isinstance(one, SealedText | BinaryField)}
