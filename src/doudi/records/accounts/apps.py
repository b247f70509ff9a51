"""The accounts' app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Officers, appointments, cover, grants, relatives, tokens."""

    name = "doudi.records.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
