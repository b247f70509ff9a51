"""Reads of evidence and papers."""

import datetime

from django.db.models import Q, QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.models import Evidence, Opening
from doudi.records.registry.models import Household
from doudi.records.statements import prepared
from doudi.records.trail.models import AuditEntry


def opening_of(by: Desk, household: int, now: datetime.datetime) -> Opening | None:
    """The opening by which the desk sees a household's sensitive facts at a moment, or None."""
    return _openings.one(by.officer_id, by.post, household, now)


@prepared
def _openings(officer: int | None, post: str, household: int, now: datetime.datetime) -> QuerySet[Opening]:
    found = Opening.objects.filter(officer=officer, post=post, household=household, until__gt=now)
    return found.order_by("-until")[:1]


def standing_facts(household: Household, topic: str, person: int | None) -> list[Evidence]:
    """The facts of a topic that stand and have no end yet, of the household or of one person, oldest first."""
    whose = Q(household=household) if person is None else Q(person=person)
    found = Evidence.objects.filter(whose, topic=topic, superseded_at__isnull=True, until__isnull=True)
    return list(found.order_by("since", "pk"))


def last_change_of(household: Household) -> AuditEntry | None:
    """Who changed a household's file last, and when."""
    found = AuditEntry.objects.filter(table_name=Household._meta.db_table, row_id=household.pk)
    return found.order_by("-pk").first()
