"""Reads of evidence and papers."""

import datetime

from django.db.models import Q, QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.models import Document, Evidence, Opening
from doudi.records.registry.models import Household


def opening_of(by: Desk, household: int, now: datetime.datetime) -> Opening | None:
    """The opening by which the desk sees a household's sensitive facts at a moment, or None."""
    found = Opening.objects.filter(officer=by.officer_id, post=by.post, household=household, until__gt=now)
    return found.order_by("-until").first()


def history_of(household: Household) -> QuerySet[Evidence]:
    """Every fact ever entered of a household and of everybody who was in it, corrected ones too, latest entry first."""
    people = household.memberships.values("person")
    found = Evidence.objects.filter(Q(household=household) | Q(person__in=people))
    return found.select_related("person", "recorded_by", "superseded_by").order_by("-recorded_at", "-pk")


def documents_of(household: Household) -> QuerySet[Document]:
    """The papers of a household, latest first, without those withdrawn."""
    found = household.documents.filter(withdrawn_at__isnull=True).select_related("person", "filed_by")
    return found.order_by("-filed_at", "-pk")
