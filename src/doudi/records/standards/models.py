"""Standards as an office entered them: who entered, who checked, from which day, under which notice."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from doudi.records.accounts.models import Appointment, Officer
from doudi.records.trail.triggers import audited, never_deleted

PREVIEW_STATES = (("waiting", "排队中"), ("running", "正在推演"), ("done", "已完成"), ("failed", "未能完成"))
UNFINISHED = ("waiting", "running")
_WHAT_WAS_ENTERED = (
    "parameter",
    "place",
    "area",
    "since",
    "published",
    "per",
    "notice",
    "note",
    "entered_by",
    "entered_at",
)


class Areas(Func):
    """What a value's area covers as a range, so that one for both meets one for either: [0,1) urban, [1,2) rural."""

    template = "int4range((%(expressions)s = 'rural')::int, 2 - (%(expressions)s = 'urban')::int)"


def _once(name: str, *columns: str) -> pgtrigger.Trigger:
    """The trigger by which columns are written once and never again."""
    changed = pgtrigger.Q()
    for column in columns:
        changed |= pgtrigger.Q(**{f"old__{column}__df": pgtrigger.F(f"new__{column}")})
    condition = pgtrigger.Q(**{f"old__{columns[0]}__isnull": False}) & changed
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=condition)


class StandardEntry(models.Model):
    """One value of a parameter for a place and area from a day. It holds once a second person has checked it.

    `published` is the figure of the notice, in yuan for money (`"9708.00"` with `per` year), a whole number otherwise.
    A withdrawn or returned entry stays, with who did it and why; a mistake is mended by a new entry.
    """

    parameter = models.TextField()
    place = models.TextField()
    area = models.TextField(blank=True)
    since = models.DateField()
    published = models.TextField()
    per = models.TextField(blank=True)
    notice = models.TextField()
    note = models.TextField(blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    # Of one that holds a second person confirms the withdrawal: until then it holds.
    withdrawal_asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_asked_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standard_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
            ),
            # Without this a bare `checked_at` would let a value hold that nobody has checked.
            models.CheckConstraint(
                name="standard_checked_whole",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="standard_withdrawn_with_reason",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="standard_not_checked_after_withdrawal",
                condition=Q(checked_at__isnull=True)
                | Q(withdrawn_at__isnull=True)
                | Q(checked_at__lte=F("withdrawn_at")),
            ),
            models.CheckConstraint(
                name="standard_withdrawn_by_another",
                condition=Q(checked_at__isnull=True)
                | Q(withdrawn_at__isnull=True)
                | Q(withdrawal_asked_by__isnull=False) & ~Q(withdrawal_asked_by=F("withdrawn_by")),
            ),
            models.CheckConstraint(name="standard_has_notice", condition=~Q(notice="")),
            models.CheckConstraint(name="standard_area_known", condition=Q(area__in=("", "urban", "rural"))),
            # Two entries for one place and day whose areas meet would leave the answer to their order.
            ExclusionConstraint(
                name="standard_once",
                expressions=[
                    ("parameter", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("since", RangeOperators.EQUAL),
                    (Areas("area"), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["place", "parameter", "-since"], name="standards_of_place")]
        triggers = [
            *audited(),
            *never_deleted(),
            pgtrigger.ReadOnly(name="never_edited", fields=list(_WHAT_WAS_ENTERED)),
            _once("checked_once", "checked_at", "checked_by"),
            _once("withdrawn_once", "withdrawn_at", "withdrawn_by", "withdrawn_reason"),
        ]


class StandardPreview(models.Model):
    """What an entry would change for the households of its place on a day, worked out by the worker and kept.

    `summary` and `changes` are hashes of sealed files; `counts` says how many households were taken in and left out.
    """

    entry = models.ForeignKey(StandardEntry, on_delete=models.PROTECT, related_name="previews")
    valid_on = models.DateField()
    state = models.TextField(choices=PREVIEW_STATES, default="waiting")
    progress = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    summary = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    message = models.TextField(blank=True)
    held_by = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    moved_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_preview_at_a_time", fields=["entry"], condition=Q(state__in=UNFINISHED)),
        ]
        triggers = [*audited(), *never_deleted()]


class HolidayYear(models.Model):
    """A State Council holiday notice as entered: days off and weekends worked. It holds once a second person checked it.

    The newest that holds for a year replaces the seeded one; without a number it is provisional.
    """

    year = models.IntegerField()
    number = models.TextField(blank=True)
    days_off = ArrayField(models.DateField())
    makeup_days = ArrayField(models.DateField(), default=list)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holidays_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
            ),
        ]
        triggers = [*audited(), *never_deleted()]
