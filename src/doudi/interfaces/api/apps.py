"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """No tables of its own."""

    name = "doudi.interfaces.api"
    label = "api"
