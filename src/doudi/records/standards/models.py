"""Standards as an office entered them: who entered, who checked, from which day, under which notice."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from doudi.records.accounts.models import Officer
from doudi.records.trail.triggers import audited, never_deleted


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
    withdrawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standard_checked_by_another",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("entered_by")),
            ),
            models.UniqueConstraint(
                name="standard_once",
                fields=["parameter", "place", "area", "since"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        triggers = [*audited(), *never_deleted()]
