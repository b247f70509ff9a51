"""The register's app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """People, households, memberships, kinship, accounts, benefits, merges."""

    name = "doudi.records.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
