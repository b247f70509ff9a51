"""The audit trail and the log of what was looked at. Both are only ever added to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.records.trail.triggers import append_only


class AuditEntry(models.Model):
    """One changed row: what it was and became (of an update the changed columns alone), who did it, why, in which request."""

    at = models.DateTimeField(db_default=Now())
    officer_id = models.BigIntegerField(null=True)
    actor = models.TextField()
    post = models.TextField(blank=True)
    acting_for = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    request = models.TextField(blank=True)
    table_name = models.TextField()
    row_id = models.BigIntegerField()
    operation = models.TextField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_id"], name="audit_of_row"),
            models.Index(fields=["officer_id", "-at"], name="audit_of_officer"),
            models.Index(fields=["table_name", "-id"], name="audit_of_table"),
            models.Index(fields=["request"], name="audit_of_request", condition=~Q(request="")),
            BrinIndex(fields=["at"], name="audit_by_time"),
        ]
        triggers = append_only()


class AccessEntry(models.Model):
    """One view, opening, print or export of sensitive facts: who, whose, which facts, why, how many, in which request."""

    at = models.DateTimeField(db_default=Now())
    officer_id = models.BigIntegerField()
    actor = models.TextField()
    post = models.TextField()
    acting_for = models.TextField(blank=True)
    kind = models.TextField()
    household_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    facts = ArrayField(models.TextField())
    reason = models.TextField(blank=True)
    count = models.IntegerField(default=1)
    list_hash = models.TextField(blank=True)
    request = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["household_id", "-at"], name="access_of_household"),
            models.Index(fields=["person_id", "-at"], name="access_of_person"),
            models.Index(fields=["officer_id", "-at"], name="access_of_officer"),
        ]
        triggers = append_only()
