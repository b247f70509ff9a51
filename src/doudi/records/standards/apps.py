"""The standards' app."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Entered standards."""

    name = "doudi.records.standards"
    label = "standards"
    default_auto_field = "django.db.models.BigAutoField"
