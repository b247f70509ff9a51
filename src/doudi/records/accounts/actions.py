"""Writes of accounts: officers, their posts."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from doudi.records.accounts.conflicts import conflict_of, lock_officer
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Appointment, Officer
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.queries import within_span
from doudi.records.territory.models import LEVELS
from doudi.records.territory.queries import place_on
from doudi.records.trail.races import tell_race
from doudi.records.trail.recording import recording

_LEVELS = dict(LEVELS)


class AccountRefused(Exception):
    """What cannot be done to an account, in Chinese; `faults` by field."""

    def __init__(self, faults: dict[str, str] | str) -> None:
        self.faults = {"": faults} if isinstance(faults, str) else faults
        super().__init__("；".join(self.faults.values()))


tell_race("same_post_once_a_day", lambda: AccountRefused({"post": "刚刚已由他人安排这项任职；请刷新页面"}))
tell_race("covered_once_a_day", lambda: AccountRefused({"deputy": "刚刚已由他人安排代班；请刷新页面"}))
tell_race("granted_once_a_day", lambda: AccountRefused({"since": "刚刚已由他人作出这项委托；请刷新页面"}))


def engage_officer(
    *,
    by: Desk,
    login: str,
    name: str,
    password: str,
    phone: str = "",
    must_change_password: bool = True,
    password_as: Officer | None = None,
) -> Officer:
    """Open an account; it may do nothing until it holds a post. Raises NotAllowed, AccountRefused.

    `password_as` is an officer with the very same password, hashed but once: for the demonstration, where everybody is told
    it. In an office no two hashes are alike.
    """
    by.must("manage_officers")
    login = login.strip().lower()
    if not login.isascii() or not login.replace("-", "").replace(".", "").isalnum():
        raise AccountRefused({"login": "登录名只能用英文字母、数字、点和短横"})
    if not name.strip():
        raise AccountRefused({"name": "请填写姓名"})
    if Officer.objects.filter(login=login).exists():
        raise AccountRefused({"login": "登录名已被使用，请换一个"})
    officer = Officer(login=login, name=name.strip(), phone=phone.strip(), must_change_password=must_change_password)
    check_password_quality(password, officer)
    if password_as is None:
        officer.set_password(password)
    else:
        officer.password = password_as.password
    with recording(by, reason="开设账号"):
        officer.save()
    return officer


def check_password_quality(password: str, officer: Officer) -> None:
    """Raise AccountRefused for a password that is too weak."""
    try:
        validate_password(password, officer)
    except ValidationError as fault:
        raise AccountRefused({"password": "；".join(fault.messages)}) from None


def appoint(
    *,
    by: Desk,
    officer: Officer,
    post: str,
    territory: str,
    since: datetime.date,
    until: datetime.date | None = None,
    note: str = "",
) -> Appointment:
    """Let an officer hold a post at a place from a day on.

    Raises NotAllowed, AccountRefused for a wrong level, for the same post twice, for duties that do not go together.
    """
    by.must("manage_officers", territory)
    held = POSTS.get(post)
    if held is None:
        raise AccountRefused({"post": "没有这个岗位"})
    if not officer.is_active:
        raise AccountRefused("该账号已停用；请先重新启用")
    place = place_on(territory, max(since, by.day))
    if place is None or place.level != held.level:
        raise AccountRefused({"territory": f"{held.zh}须设在{_LEVELS[held.level]}一级的现有区划"})
    if until is not None and until <= since:
        raise AccountRefused({"until": "结束日期应晚于起始日期"})
    with recording(by, reason=note.strip() or "任职"):
        lock_officer(officer)
        same = Appointment.objects.filter(within_span(since, until), officer=officer, post=post, territory=territory)
        if same.exists():
            raise AccountRefused({"post": f"在此期间已任{place.name}{held.zh}，不必重复安排"})
        if why := conflict_of(officer, post, since, until):
            raise AccountRefused({"post": why})
        return Appointment.objects.create(
            officer=officer, post=post, territory=territory, since=since, until=until, note=note.strip()
        )
