"""The standards in force, and the entries a desk may see: those that hold for it, and its own office's drafts."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Q, QuerySet

from doudi.engine.dated import Parameters, published_parameters
from doudi.records.accounts.desk import Desk
from doudi.records.standards.drafts import change_of
from doudi.records.standards.models import StandardEntry, StandardPreview
from doudi.records.statements import prepared
from doudi.records.trail.models import AuditEntry
from doudi.records.trail.queries import changes
from doudi.vocabulary.territory import parents

DUTIES = ("enter_standard", "check_standard")


def standing_entries() -> QuerySet[StandardEntry]:
    """The entries that hold: checked and not withdrawn."""
    return StandardEntry.objects.filter(checked_at__isnull=False, withdrawn_at__isnull=True)


def parameters_in_force() -> Parameters:
    """Every parameter as this office knows it now; one small query tells whether anything changed since the last asking."""
    return _laid_over(_standing())


def parameters_without(entry: StandardEntry) -> Parameters:
    """The same as if one entry did not hold: what it changes is seen against this."""
    return _laid_over(tuple(pk for pk in _standing() if pk != entry.pk))


def _standing() -> tuple[int, ...]:
    """Which entries hold. What was entered is never edited, so their numbers say what they are."""
    return tuple(_standing_numbers())


@prepared
def _standing_numbers() -> QuerySet[StandardEntry, int]:
    return standing_entries().order_by("pk").values_list("pk", flat=True)


@lru_cache(maxsize=4)
def _laid_over(standing: tuple[int, ...]) -> Parameters:
    if not standing:
        return published_parameters()
    entries = StandardEntry.objects.filter(pk__in=standing).order_by("since", "pk")
    return published_parameters().with_changes([change_of(entry) for entry in entries])


def entries_within(by: Desk) -> QuerySet[StandardEntry]:
    """Every entry the desk may see, latest day first.

    Drafts, and what was returned, are seen by those who enter or check for the place. What was checked was law for
    everybody there: it is seen by the places inside, and by the offices around.
    """
    around = Q(place__in=parents(by.territory)) if by.spans else Q(pk__in=())
    seen = Q(checked_at__isnull=False) & (around | by.within("place"))
    if any(by.may(duty) for duty in DUTIES):
        seen |= by.within("place")
    found = StandardEntry.objects.filter(seen).select_related(
        "entered_by", "checked_by", "withdrawn_by", "withdrawal_asked_by"
    )
    return found.order_by("-since", "-pk")


def entry_within(by: Desk, pk: int) -> StandardEntry | None:
    """One entry, or None where there is none or it is not for this desk: the two are not told apart."""
    return entries_within(by).filter(pk=pk).first()


def waiting_within(by: Desk) -> QuerySet[StandardEntry]:
    """The entries that wait for a second person, to be checked or to be withdrawn, where the desk enters or checks."""
    if not any(by.may(duty) for duty in DUTIES):
        return StandardEntry.objects.none()
    waiting = Q(checked_at__isnull=True) | Q(withdrawal_asked_at__isnull=False)
    return entries_within(by).filter(
        waiting, by.within("place") | Q(checked_at__isnull=True), withdrawn_at__isnull=True
    )


def state_of(entry: StandardEntry) -> str:
    """Where an entry stands: waiting, checked, returned by the one who should check it, or withdrawn."""
    if entry.withdrawn_at is None:
        return "waiting" if entry.checked_at is None else "checked"
    returned = entry.checked_at is None and entry.withdrawn_by_id != entry.entered_by_id
    return "returned" if returned else "withdrawn"


def trail_of(entry: StandardEntry) -> Sequence[AuditEntry]:
    """Every change of an entry as the audit trail has it: who, in which post, when and why; oldest first."""
    return list(changes(table=StandardEntry._meta.db_table, row=entry.pk).reverse())


def previews_of(entry: StandardEntry) -> QuerySet[StandardPreview]:
    """The previews of an entry, latest first."""
    return entry.previews.select_related("asked_by").order_by("-pk")
