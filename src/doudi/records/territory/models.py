"""Places: one row a name and code, from a day until before another; merged and renamed places name their successor."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from doudi.records.trail.triggers import audited, never_deleted

LEVELS = (
    ("province", "省"),
    ("city", "市"),
    ("county", "县（市、区）"),
    ("town", "乡镇（街道）"),
    ("village", "村（居）"),
)
LEVEL_OF_LENGTH = {9: "town", 12: "village"}


class DateSpan(Func):
    """The half-open span of two date columns, for constraints."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[)')"


class Place(models.Model):
    """A province, city, county (6 digits), town (9) or village (12) under one name and code, from `since` until before `until`."""

    code = models.TextField()
    name = models.TextField()
    level = models.TextField(choices=LEVELS)
    parent_code = models.TextField(blank=True)
    area = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    successor_code = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="place_once_a_day",
                expressions=[("code", RangeOperators.EQUAL), (DateSpan("since", "until"), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="place_until_after_since", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["parent_code"], name="place_of_parent")]
        triggers = [*audited(), *never_deleted()]

    def __str__(self) -> str:
        return self.name
