"""Evidence: each row one fact of a person or a household over a span of days. A correction is a new row over the old one."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from doudi.records.accounts.models import Officer
from doudi.records.evidence.topics import SOURCES, TOPICS
from doudi.records.registry.models import Household, Person
from doudi.records.sealing.columns import SealedText
from doudi.records.trail.triggers import audited, never_deleted


class Document(models.Model):
    """A paper filed for a household or a person; the bytes lie sealed under their hash, with a thumbnail beside them.

    Nobody filed what the family itself sent through the public pages.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.TextField()
    title = models.TextField()
    mime = models.TextField()
    size = models.BigIntegerField()
    digest = models.TextField()
    thumbnail = models.TextField(blank=True)
    pages = models.IntegerField(default=1)
    dated_on = models.DateField(null=True, blank=True)
    filed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["household", "-filed_at"], name="documents_of_household")]
        triggers = [*audited(), *never_deleted()]


class Evidence(models.Model):
    """One fact: its topic, value, span of days, source and who vouches.

    `superseded_at` closes a row that was corrected, `superseded_by` names the row that stands instead (none where it
    was withdrawn). As known at a moment: recorded before it and not yet superseded.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    topic = models.TextField(choices=[(topic.key, topic.zh) for topic in TOPICS.values()])
    kind = models.TextField(blank=True)
    value = models.JSONField()
    amount = models.BigIntegerField(null=True, blank=True)
    per = models.TextField(blank=True)
    certificate = SealedText()
    certificate_index = models.BinaryField(null=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.TextField(choices=[(key, zh) for key, (zh, _) in SOURCES.items()])
    vouched_by = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrects")
    superseded_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_of_one", condition=Q(household__isnull=True) ^ Q(person__isnull=True)
            ),
            models.CheckConstraint(
                name="evidence_until_not_before_since",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "topic"], name="evidence_of_person"),
            models.Index(fields=["household", "topic"], name="evidence_of_household"),
            models.Index(fields=["certificate_index"], name="evidence_by_certificate"),
            models.Index(
                fields=["topic", "kind", "person"], name="evidence_standing", condition=Q(superseded_at__isnull=True)
            ),
            # Lists by disability and grade are answered from the index alone.
            models.Index(
                fields=["kind", "person"],
                name="evidence_disability",
                include=["since", "until", "value"],
                condition=Q(topic="disability", superseded_at__isnull=True) & ~Q(kind="none"),
            ),
        ]
        triggers = [*audited(), *never_deleted()]


class Opening(models.Model):
    """An officer opened a household's sensitive facts for a stated reason, until a moment."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="openings")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    post = models.TextField()
    reason = models.TextField()
    opened_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["officer", "household", "-until"], name="openings_of_officer")]
        triggers = [*audited(), *never_deleted()]
