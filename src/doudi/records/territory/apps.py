"""The territory's app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The tree of places."""

    name = "doudi.records.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"
