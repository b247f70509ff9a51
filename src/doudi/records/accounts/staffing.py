"""Leave cover, handing over, ends of posts and of accounts."""

import datetime
import secrets

from django.apps import apps
from django.db.models import QuerySet

from doudi.records.accounts.actions import AccountRefused, check_password_quality
from doudi.records.accounts.conflicts import conflict_of, lock_officer
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Appointment, Cover, Officer
from doudi.records.accounts.overview import known_officers
from doudi.records.accounts.queries import within_span
from doudi.records.accounts.tokens import revoke_tokens
from doudi.records.trail.recording import recording

LONGEST_COVER = datetime.timedelta(days=30)
# Covers with less between them count as one: leave is not made endless by renewing it.
APART = datetime.timedelta(days=30)


def end_appointment(*, by: Desk, appointment: int, until: datetime.date, reason: str) -> Appointment:
    """A post ends on a day; cover that was to begin later falls away, and no token of it is good for longer.

    What the officer still holds open has to be handed over first. Raises NotAllowed, AccountRefused.
    """
    found = _appointment(by, appointment, "manage_officers")
    _check_end(by, found, until, reason)
    with recording(by, reason=reason):
        found.until = until
        found.save(update_fields=["until"])
        found.covers.filter(since__gte=until, revoked_on__isnull=True).update(revoked_on=by.day)
        found.tokens.filter(revoked_at__isnull=True, expires_on__gt=until).update(expires_on=until)
    return found


def _check_end(by: Desk, found: Appointment, until: datetime.date, reason: str) -> None:
    if found.pk == by.appointment_id:
        raise AccountRefused("不能结束自己正在使用的岗位；请由另一名系统管理员办理")
    if found.until is not None and until >= found.until:
        raise AccountRefused({"until": f"该任职本已到{found.until}止；延长请重新安排任职"})
    if until <= found.since:
        raise AccountRefused({"until": f"结束日期应晚于任职起始日期（{found.since}）"})
    if until < by.day:
        raise AccountRefused({"until": "结束日期不能早于今天；此前的任职已经发生"})
    if not reason.strip():
        raise AccountRefused({"reason": "请写明结束任职的原因"})
    if waiting := open_work(found.pk):
        raise AccountRefused(f"该岗位名下还有{waiting}件未办结的工作，请先移交")


def arrange_cover(
    *, by: Desk, appointment: int, deputy: Officer, since: datetime.date, until: datetime.date, reason: str
) -> Cover:
    """Let a deputy of the territory sit at a colleague's desk during leave: at most 30 days, one deputy at a time.

    Covers of a post with less than 30 days between them count as one. Duties the deputy holds or covers over the same
    days may not be incompatible. Nobody arranges their own, nor a deputy any. Raises NotAllowed, AccountRefused.
    """
    by.must_in_person("arrange_cover")
    with recording(by, reason=reason):
        found = _appointment(by, appointment, "arrange_cover", lock=True)
        lock_officer(deputy)
        faults = _faults_of_cover(by, found, since, until, reason) | _faults_of_deputy(by, found, deputy, since, until)
        if faults:
            raise AccountRefused(faults)
        return Cover.objects.create(appointment=found, deputy=deputy, since=since, until=until, reason=reason.strip())


def _faults_of_cover(
    by: Desk, found: Appointment, since: datetime.date, until: datetime.date, reason: str
) -> dict[str, str]:
    faults = {}
    if not datetime.timedelta() < until - since <= LONGEST_COVER:
        faults["until"] = f"代班期限应在1到{LONGEST_COVER.days}天之内"
    elif _days_covered(found, since, until) > LONGEST_COVER.days:
        faults["until"] = f"连同前后{APART.days}天内的代班不能超过{LONGEST_COVER.days}天；需要更久的，请另行任职"
    elif found.until is not None and until > found.until:
        faults["until"] = f"代班不能晚于任职结束的日期（{found.until}）"
    if since < max(by.day, found.since):
        faults["since"] = "代班不能从过去的日期开始" if since < by.day else f"该任职自{found.since}起"
    if not reason.strip():
        faults["reason"] = "请写明代班原因"
    return faults


def _days_covered(found: Appointment, since: datetime.date, until: datetime.date) -> int:
    """How many days a new cover and those close to it make together."""
    days = (until - since).days
    for one in found.covers.all():
        ends = min(one.until, one.revoked_on or one.until)
        if one.since < ends and one.since - until < APART and since - ends < APART:
            days += (ends - one.since).days
    return days


def _faults_of_deputy(
    by: Desk, found: Appointment, deputy: Officer, since: datetime.date, until: datetime.date
) -> dict[str, str]:
    here = deputy.appointments.filter(by.within("territory"), within_span(by.day, None))
    covered = found.covers.filter(within_span(since, until), revoked_on__isnull=True).select_related("deputy").first()
    if deputy.pk == found.officer_id:
        why = "代班人不能是本人"
    elif deputy.pk == by.officer_id:
        why = "不能安排自己代班；请由另一名有此权限的人员办理"
    elif not deputy.is_active:
        why = "代班人的账号已停用"
    elif not here.exists():
        why = "代班人须是辖区内在任的工作人员"
    elif covered is not None:
        why = f"{covered.since}至{covered.until}已由{covered.deputy.name}代班；请先撤销"
    else:
        why = conflict_of(deputy, found.post, since, until)
    return {"deputy": why} if why else {}


def revoke_cover(*, by: Desk, cover: int, reason: str) -> Cover:
    """A cover ends today. Raises NotAllowed, AccountRefused."""
    by.must("arrange_cover")
    here = Cover.objects.filter(by.within("appointment__territory"), pk=cover, revoked_on__isnull=True)
    found = here.select_related("appointment").first()
    if found is None:
        raise AccountRefused("没有这项代班，或已撤销")
    with recording(by, reason=reason or "撤销代班"):
        found.revoked_on = by.day
        found.save(update_fields=["revoked_on"])
    return found


def hand_over(*, by: Desk, appointment: int, to: int, reason: str) -> int:
    """Everything open under an appointment goes to another of the same post at the same place.

    The answer is how many pieces of work. Raises NotAllowed, AccountRefused.
    """
    by.must_in_person("arrange_cover")
    giving = _appointment(by, appointment, "arrange_cover")
    taking = _appointment(by, to, "arrange_cover")
    if (taking.post, taking.territory) != (giving.post, giving.territory) or taking.pk == giving.pk:
        raise AccountRefused({"to": "请选择同一单位、同一岗位的另一名工作人员"})
    if not taking.officer.is_active or taking.since > by.day or (taking.until is not None and taking.until <= by.day):
        raise AccountRefused({"to": "接手人今天不在岗"})
    with recording(by, reason=reason or "移交工作"):
        return sum(_open_work(model, appointment).update(held_by=taking) for model in _working_models())


def open_work(appointment: int) -> int:
    """How many pieces of work are open under an appointment."""
    return sum(_open_work(model, appointment).count() for model in _working_models())


def first_password() -> str:
    """A password nobody can guess, to be told once and changed at the first sign-in."""
    return "-".join(secrets.token_hex(3) for _ in range(3))


def reset_password(*, by: Desk, officer: int, reason: str) -> str:
    """A new first password, told once; the officer has to change it, and every session and token of theirs ends.

    Raises NotAllowed, AccountRefused.
    """
    found = officer_in_charge(by, officer)
    if not reason.strip():
        raise AccountRefused({"reason": "请写明重置原因，如“本人书面申请”"})
    password = first_password()
    check_password_quality(password, found)
    with recording(by, reason=reason):
        found.set_password(password)
        found.must_change_password = True
        found.session_epoch += 1
        found.save(update_fields=["password", "must_change_password", "session_epoch"])
        revoke_tokens(found)
    return password


def close_account(*, by: Desk, officer: int, reason: str) -> Officer:
    """An officer can no longer sign in, from this moment; whom they stood in for needs another deputy.

    The posts stay theirs, so that their work is handed over and the account can be reopened. Raises NotAllowed,
    AccountRefused.
    """
    found = officer_in_charge(by, officer)
    if by.officer_id == found.pk:
        raise AccountRefused("不能停用自己的账号")
    if not reason.strip():
        raise AccountRefused({"reason": "请写明停用原因"})
    with recording(by, reason=reason):
        found.is_active = False
        found.session_epoch += 1
        found.save(update_fields=["is_active", "session_epoch"])
        revoke_tokens(found)
        found.covers.filter(revoked_on__isnull=True, until__gt=by.day).update(revoked_on=by.day)
    return found


def reopen_account(*, by: Desk, officer: int, reason: str) -> Officer:
    """A closed account can be signed in to again, with the posts it still holds. Raises NotAllowed, AccountRefused."""
    found = officer_in_charge(by, officer)
    if found.is_active:
        raise AccountRefused("该账号没有停用")
    with recording(by, reason=reason or "重新启用账号"):
        found.is_active = True
        found.save(update_fields=["is_active"])
    return found


def officer_in_charge(by: Desk, pk: int) -> Officer:
    """An officer whose account the desk answers for.

    Whoever holds a post elsewhere, today or later, is another office's too, and their account is not to be taken over
    from here. Raises NotAllowed, AccountRefused.
    """
    by.must("manage_officers")
    found = known_officers(by).filter(pk=pk).first()
    if found is None:
        raise AccountRefused("没有这名工作人员，或不在您的管辖范围内")
    if found.appointments.filter(within_span(by.day, None)).exclude(by.within("territory")).exists():
        raise AccountRefused("这名工作人员在其他单位任职，账号由那里的系统管理员管理")
    return found


def _appointment(by: Desk, pk: int, duty: str, *, lock: bool = False) -> Appointment:
    by.must(duty)
    rows = Appointment.objects.select_for_update(of=("self",)) if lock else Appointment.objects
    found = rows.filter(by.within("territory"), pk=pk).select_related("officer").first()
    if found is None:
        raise AccountRefused("没有这项任职，或不在您的管辖范围内")
    return found


def _working_models() -> list[type]:
    """Every table of work that somebody holds: those with a column `held_by` and a way to say what is open."""
    return [model for model in apps.get_models() if hasattr(model, "open_work")]


def _open_work(model: type, appointment: int) -> QuerySet:  # type: ignore[type-arg]
    return model.open_work().filter(held_by=appointment)  # type: ignore[attr-defined, no-any-return]
