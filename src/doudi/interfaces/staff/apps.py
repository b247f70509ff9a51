"""The staff app."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """No tables of its own."""

    name = "doudi.interfaces.staff"
    label = "staff"
