"""What becomes of an officer's tokens when the account is not trusted any more."""

from django.utils import timezone

from doudi.records.accounts.models import ApiToken, Officer


def revoke_tokens(officer: Officer) -> int:
    """Every token of the officer's posts is no longer good, from this moment; how many. Within a recording."""
    good = ApiToken.objects.filter(appointment__officer=officer, revoked_at__isnull=True)
    return good.update(revoked_at=timezone.now())
