"""The standards in force: the published ones with those an office entered and a second person checked laid over them."""

import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from doudi.engine.dated import Parameters, published_parameters
from doudi.engine.parameter_files import FEN_UNITS
from doudi.records.standards.models import StandardEntry


def standing_entries() -> QuerySet[StandardEntry]:
    """The entries that hold: checked and not withdrawn."""
    return StandardEntry.objects.filter(checked_at__isnull=False, withdrawn_at__isnull=True)


def parameters_in_force() -> Parameters:
    """Every parameter as this office knows it now; one small query tells whether anything changed since the last asking."""
    state = StandardEntry.objects.aggregate(
        last=Max("pk"),
        checked=Max("checked_at"),
        withdrawn=Max("withdrawn_at"),
        standing=Count("pk", filter=Q(checked_at__isnull=False)),
    )
    return _laid_over((state["last"], state["checked"], state["withdrawn"], state["standing"]))


@lru_cache(maxsize=4)
def _laid_over(state: tuple[Any, ...]) -> Parameters:
    entries = standing_entries().order_by("since", "pk")
    changes = [change_of(entry) for entry in entries]
    return published_parameters().with_changes(changes) if changes else published_parameters()


def change_of(entry: StandardEntry) -> dict[str, Any]:
    """An entry as the engine takes a change; certain, with its notice as the source."""
    definition = published_parameters().definition(entry.parameter)
    change: dict[str, Any] = {
        "parameter": entry.parameter,
        "place": entry.place,
        "since": entry.since,
        "value": entry.published if definition.unit in FEN_UNITS else int(entry.published),
        "source": entry.notice,
        "confidence": "high",
        "provisional": False,
    }
    if entry.area:
        change["area"] = entry.area
    if entry.per:
        change["per"] = entry.per
    if entry.note:
        change["note"] = entry.note
    return change


def entry_days(place: str) -> list[datetime.date]:
    """The days from which something entered for a place holds, latest first."""
    return sorted(set(standing_entries().filter(place=place).values_list("since", flat=True)), reverse=True)
