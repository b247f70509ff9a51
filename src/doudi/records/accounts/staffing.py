"""Leave cover, handing over, ends of posts and of accounts."""

import datetime
import secrets

from django.apps import apps
from django.db.models import Q

from doudi.records.accounts.actions import AccountRefused, check_password_quality
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Appointment, Cover, Officer
from doudi.records.accounts.posts import POSTS, conflict_between
from doudi.records.accounts.queries import appointments_on
from doudi.records.trail.recording import recording

LONGEST_COVER = datetime.timedelta(days=30)


def end_appointment(*, by: Desk, appointment: int, until: datetime.date, reason: str) -> Appointment:
    """A post ends on a day. What the officer still holds open has to be handed over first; raises AccountRefused."""
    found = _appointment(by, appointment, "manage_officers")
    if until <= found.since:
        raise AccountRefused({"until": "结束日期应晚于任职起始日期"})
    waiting = sum(_open_work(model, appointment).count() for model in _working_models())
    if waiting:
        raise AccountRefused(f"该岗位名下还有{waiting}件未办结的工作，请先移交")
    with recording(by, reason=reason):
        found.until = until
        found.save(update_fields=["until"])
        found.covers.filter(until__gt=until, revoked_on__isnull=True).update(revoked_on=by.day)
    return found


def arrange_cover(
    *, by: Desk, appointment: int, deputy: Officer, since: datetime.date, until: datetime.date, reason: str
) -> Cover:
    """Let a deputy sit at a colleague's desk during leave: at most 30 days, never against incompatible duties.

    Raises NotAllowed, AccountRefused.
    """
    found = _appointment(by, appointment, "arrange_cover")
    faults = {}
    if deputy.pk == found.officer_id:
        faults["deputy"] = "代班人不能是本人"
    if not deputy.is_active:
        faults["deputy"] = "代班人的账号已停用"
    if not since < until <= since + LONGEST_COVER:
        faults["until"] = "代班期限应在1到30天之内"
    if since < by.day:
        faults["since"] = "代班不能从过去的日期开始"
    if not reason.strip():
        faults["reason"] = "请写明代班原因"
    for held in appointments_on(deputy, max(since, by.day)):
        why = conflict_between(POSTS[found.post], POSTS[held.post])
        if why:
            faults["deputy"] = f"与代班人现任{POSTS[held.post].zh}不相容：{why}"
    if faults:
        raise AccountRefused(faults)
    with recording(by, reason=reason):
        return Cover.objects.create(appointment=found, deputy=deputy, since=since, until=until, reason=reason.strip())


def revoke_cover(*, by: Desk, cover: int, reason: str) -> Cover:
    """A cover ends today."""
    found = Cover.objects.select_related("appointment").filter(pk=cover, revoked_on__isnull=True).first()
    if found is None:
        raise AccountRefused("没有这项代班，或已撤销")
    by.must("arrange_cover", found.appointment.territory)
    with recording(by, reason=reason):
        found.revoked_on = by.day
        found.save(update_fields=["revoked_on"])
    return found


def hand_over(*, by: Desk, appointment: int, to: int, reason: str) -> int:
    """Everything open under an appointment goes to another of the same post; the answer is how many pieces of work."""
    giving = _appointment(by, appointment, "arrange_cover")
    taking = _appointment(by, to, "arrange_cover")
    if taking.post != giving.post or taking.pk == giving.pk:
        raise AccountRefused({"to": "请选择同一岗位的另一名工作人员"})
    if taking.until is not None and taking.until <= by.day:
        raise AccountRefused({"to": "接手人的任职已结束"})
    with recording(by, reason=reason or "移交工作"):
        return sum(_open_work(model, appointment).update(held_by=taking) for model in _working_models())


def open_work(appointment: int) -> int:
    """How many pieces of work are open under an appointment."""
    return sum(_open_work(model, appointment).count() for model in _working_models())


def first_password() -> str:
    """A password nobody can guess, to be told once and changed at the first sign-in."""
    return "-".join(secrets.token_hex(3) for _ in range(3))


def reset_password(*, by: Desk, officer: int, reason: str) -> str:
    """A new first password, told once; the officer has to change it, and every session of theirs ends."""
    by.must("manage_officers")
    found = _officer(by, officer)
    password = first_password()
    check_password_quality(password, found)
    with recording(by, reason=reason or "重置密码"):
        found.set_password(password)
        found.must_change_password = True
        found.session_epoch += 1
        found.save(update_fields=["password", "must_change_password", "session_epoch"])
    return password


def close_account(*, by: Desk, officer: int, reason: str) -> Officer:
    """An officer can no longer sign in, from this moment; posts and cover end today."""
    by.must("manage_officers")
    found = _officer(by, officer)
    if by.officer_id == found.pk:
        raise AccountRefused("不能停用自己的账号")
    if not reason.strip():
        raise AccountRefused({"reason": "请写明停用原因"})
    with recording(by, reason=reason):
        found.is_active = False
        found.session_epoch += 1
        found.save(update_fields=["is_active", "session_epoch"])
        found.covers.filter(revoked_on__isnull=True).update(revoked_on=by.day)
    return found


def reopen_account(*, by: Desk, officer: int, reason: str) -> Officer:
    """A closed account can be signed in to again, with the posts it still holds."""
    by.must("manage_officers")
    found = _officer(by, officer)
    with recording(by, reason=reason or "重新启用账号"):
        found.is_active = True
        found.save(update_fields=["is_active"])
    return found


def _appointment(by: Desk, pk: int, duty: str) -> Appointment:
    by.must(duty)
    found = Appointment.objects.filter(by.within("territory"), pk=pk).select_related("officer").first()
    if found is None:
        raise AccountRefused("没有这项任职，或不在您的管辖范围内")
    return found


def _officer(by: Desk, pk: int) -> Officer:
    """An officer with a post in the territory, or with none anywhere."""
    held = Q(pk__in=Appointment.objects.filter(by.within("territory")).values("officer"))
    none = ~Q(pk__in=Appointment.objects.values("officer"))
    found = Officer.objects.filter(held | none, pk=pk).first()
    if found is None:
        raise AccountRefused("没有这名工作人员，或不在您的管辖范围内")
    return found


def _working_models() -> list[type]:
    """Every table of work that somebody holds: those with a column `held_by` and a way to say what is open."""
    return [model for model in apps.get_models() if hasattr(model, "open_work")]


def _open_work(model: type, appointment: int):  # type: ignore[no-untyped-def]
    return model.open_work().filter(held_by=appointment)  # type: ignore[attr-defined]
