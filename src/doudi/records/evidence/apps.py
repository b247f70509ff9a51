"""The evidence's app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Facts, papers, openings of sensitive facts."""

    name = "doudi.records.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
