"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """No tables of its own."""

    name = "doudi.interfaces.jobs"
    label = "jobs"
