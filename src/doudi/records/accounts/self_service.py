"""What an officer does to the own account, with or without a post: password, language, the moment of signing in."""

from dataclasses import dataclass

from django.conf import settings

from doudi.records.accounts.actions import AccountRefused, check_password_quality
from doudi.records.accounts.guessing import is_own_password
from doudi.records.accounts.models import Officer
from doudi.records.trail.recording import recording


@dataclass(frozen=True)
class Oneself:
    """An officer acting on the own account, as the trail names them; `request` is the number of the request."""

    officer: Officer
    request: str = ""
    post: str = ""
    acting_for: str = ""

    @property
    def officer_id(self) -> int | None:
        """Whose account it is."""
        return self.officer.pk

    @property
    def actor(self) -> str:
        """The officer's name."""
        return self.officer.name


def change_own_password(*, by: Oneself, current: str, new: str) -> None:
    """Take a new password and end every other session of the officer.

    Raises AccountRefused for a wrong current password, too many of them, a weak new one, or the same again.
    """
    officer = by.officer
    if not is_own_password(officer, current, field="current"):
        raise AccountRefused({"current": "当前密码不正确，请重新输入"})
    if new == current:
        raise AccountRefused({"password": "新密码须与当前密码不同"})
    check_password_quality(new, officer)
    officer.set_password(new)
    officer.must_change_password = False
    officer.session_epoch += 1
    with recording(by, reason="本人修改密码"):
        officer.save(update_fields=["password", "must_change_password", "session_epoch"])


def set_language(*, by: Oneself, language: str) -> None:
    """Show the pages in a language from now on; raises AccountRefused for one the site does not have."""
    if language not in dict(settings.LANGUAGES):
        raise AccountRefused({"language": "没有这种语言"})
    if by.officer.language == language:
        return
    by.officer.language = language
    with recording(by, reason="选择语言"):
        by.officer.save(update_fields=["language"])
