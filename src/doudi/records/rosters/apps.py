"""The rosters' app."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """Imports, their rows, remembered columns, exports."""

    name = "doudi.records.rosters"
    label = "rosters"
    default_auto_field = "django.db.models.BigAutoField"
