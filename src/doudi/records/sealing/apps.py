"""The sealing app: no tables, but the check that the keys can be read before anything is served."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Registers nothing; its place in the list of apps shows where it stands."""

    name = "doudi.records.sealing"
    label = "sealing"
