"""The cases' app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Applications, cases, their steps, inquiries, notices, decisions and letters."""

    name = "doudi.records.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
