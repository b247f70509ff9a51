"""Imports and exports of rosters. The file and every row of it are sealed: both hold ID numbers and accounts."""

from django.db import models
from django.db.models.functions import Now

from doudi.records.accounts.models import Appointment, Officer
from doudi.records.rosters.words import OUTCOMES, STATES
from doudi.records.sealing.columns import SealedText
from doudi.records.trail.triggers import audited, never_deleted


class ColumnMemory(models.Model):
    """How an office's headers were mapped last time: header text to field."""

    territory = models.TextField()
    headers_digest = models.TextField()
    mapping = models.JSONField()
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="columns_once", fields=["territory", "headers_digest"])]
        triggers = audited()


class RosterImport(models.Model):
    """One file on its way in: from the upload through mapping and dry run to the commit, which can stop and go on anywhere."""

    title = models.TextField()
    digest = models.TextField()
    sheet = models.TextField(blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    territory = models.TextField()
    valid_on = models.DateField()
    state = models.TextField(choices=STATES, default="uploaded")
    rows = models.IntegerField(default=0)
    progress = models.IntegerField(default=0)
    message = models.TextField(blank=True)
    held_by = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="imports")
    started_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["territory", "-created_at"], name="imports_of_place")]
        triggers = [*audited(), *never_deleted()]

    @classmethod
    def open_work(cls) -> models.QuerySet["RosterImport"]:
        """The imports that still wait for somebody; they go with the post when work is handed over."""
        return cls.objects.exclude(state__in=("done", "discarded"))


class ImportRow(models.Model):
    """One row of an import: its content sealed, what was found wrong, what is to happen, and whether it has."""

    roster = models.ForeignKey(RosterImport, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()
    content = SealedText()
    outcome = models.TextField(choices=OUTCOMES)
    problems = models.JSONField(default=list)
    answer = models.TextField(blank=True)
    household_key = models.TextField(blank=True)
    person_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="row_once", fields=["roster", "number"])]
        indexes = [models.Index(fields=["roster", "outcome", "number"], name="rows_by_outcome")]


class ListExport(models.Model):
    """A list handed out: who, what, why, how many rows; the file is sealed and dropped after its last day."""

    title = models.TextField()
    query = models.TextField()
    columns = models.JSONField()
    reason = models.TextField()
    format = models.TextField(choices=[("xlsx", "Excel"), ("csv", "CSV")])
    count = models.IntegerField(default=0)
    digest = models.TextField(blank=True)
    territory = models.TextField()
    state = models.TextField(
        choices=[("making", "正在生成"), ("ready", "可下载"), ("expired", "已到期"), ("failed", "未能生成")]
    )
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        triggers = [*audited(), *never_deleted()]
