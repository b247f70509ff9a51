"""The audit trail's app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Two tables and the trigger every other table carries."""

    name = "doudi.records.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"
