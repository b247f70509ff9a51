"""Delegated powers, the register of near relatives, and tokens of programs."""

import datetime
import hashlib
import secrets

from django.utils import timezone

from doudi.records.accounts.actions import AccountRefused
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import ApiToken, Appointment, Grant, Officer, StaffRelative
from doudi.records.accounts.posts import POWERS
from doudi.records.sealing.ciphers import blind_index
from doudi.records.territory.queries import place_on
from doudi.records.trail.recording import recording
from doudi.vocabulary.identity import CitizenId, IdentityError, check_citizen_id, mask_citizen_id
from doudi.vocabulary.names import NameRefused, check_name, match_key

# 近亲属: spouse, parents, children, siblings, grandparents, grandchildren (民法典 article 1045).
# Staff file themselves as well: only so does the register know which household is their own.
SELF = "self"
NEAR_RELATIVES = (SELF, "spouse", "parent", "child", "sibling", "grandparent", "grandchild")
LONGEST_TOKEN = datetime.timedelta(days=366)


def grant_power(
    *,
    by: Desk,
    power: str,
    town: str,
    since: datetime.date,
    notice: str,
    ceiling: int | None = None,
    until: datetime.date | None = None,
) -> Grant:
    """A county leaves a power to a township, from today or later, up to a ceiling in fen where the power has one.

    Raises NotAllowed, AccountRefused.
    """
    by.must_in_person("grant_powers", town)
    faults = {}
    place = place_on(town, by.day)
    if place is None or place.level != "town":
        faults["town"] = "请选择乡镇（街道）"
    if power not in POWERS:
        faults["power"] = "请选择委托的权限"
    elif POWERS[power][1] != (ceiling is not None):
        faults["ceiling"] = "这项权限须写明限额" if POWERS[power][1] else "这项权限没有限额"
    if ceiling is not None and ceiling <= 0:
        faults["ceiling"] = "限额应大于零"
    if not notice.strip():
        faults["notice"] = "请填写委托文件的文号"
    if since < by.day:
        # What was decided without the power would have been decided with it.
        faults["since"] = "委托不能从过去的日期开始"
    if until is not None and until <= since:
        faults["until"] = "结束日期应晚于起始日期"
    if not faults and _granted(power, town, since, until):
        faults["since"] = "该乡镇在此期间已有这项委托；请先撤销原来的"
    if faults:
        raise AccountRefused(faults)
    with recording(by, reason=f"委托下放：{notice}"):
        return Grant.objects.create(
            power=power,
            county=town[:6],
            town=town,
            ceiling=ceiling,
            notice=notice.strip(),
            since=since,
            until=until,
            granted_by_id=by.officer_id,
        )


def revoke_grant(*, by: Desk, grant: int, reason: str) -> Grant:
    """A delegated power ends today; what was decided under it stands. Raises NotAllowed, AccountRefused."""
    by.must("grant_powers")
    found = Grant.objects.filter(by.within("town"), pk=grant, revoked_on__isnull=True).first()
    if found is None:
        raise AccountRefused("没有这项委托，或已撤销")
    if not reason.strip():
        raise AccountRefused({"reason": "请写明撤销原因"})
    with recording(by, reason=reason):
        found.revoked_on, found.revoked_reason = by.day, reason.strip()
        found.save(update_fields=["revoked_on", "revoked_reason"])
    return found


def grant_in_force(power: str, town: str, day: datetime.date) -> Grant | None:
    """The grant under which a township may do something on a day, or None."""
    return next((one for one in Grant.objects.filter(power=power, town=town) if _holds(one, day)), None)


def _holds(grant: Grant, day: datetime.date) -> bool:
    ends = [end for end in (grant.until, grant.revoked_on) if end is not None]
    return grant.since <= day and all(day < end for end in ends)


def _granted(power: str, town: str, since: datetime.date, until: datetime.date | None) -> bool:
    return any(
        (one.until is None or since < one.until) and (until is None or one.since < until)
        for one in Grant.objects.filter(power=power, town=town, revoked_on__isnull=True)
    )


def file_relative(
    *,
    by: Desk,
    staff_name: str,
    staff_role: str,
    territory: str,
    name: str,
    relation: str,
    citizen_id: str = "",
    born_on: datetime.date | None = None,
    officer: Officer | None = None,
) -> StaffRelative:
    """File a near relative of staff or a village official; either the ID number or the day of birth is needed.

    Raises NotAllowed, AccountRefused. Who of the register it is, is found by the caller.
    """
    by.must_in_person("file_relatives", territory)
    checked, citizen = _read_relative(name, relation, citizen_id, born_on, by.day)
    if not staff_name.strip() or not staff_role.strip():
        raise AccountRefused({"staff_name": "请填写工作人员的姓名和职务"})
    if place_on(territory, by.day) is None:
        raise AccountRefused({"territory": "请选择现有的区划"})
    row = StaffRelative(
        staff_name=staff_name.strip(),
        staff_role=staff_role.strip(),
        officer=officer,
        territory=territory,
        name=checked,
        name_key=match_key(checked),
        relation=relation,
        born_on=citizen.born if citizen else born_on,
        citizen_id=citizen.number18 if citizen else "",
        citizen_index=blind_index(citizen.number18, "citizen_id") if citizen else None,
        citizen_shown=mask_citizen_id(citizen.number18) if citizen else "",
        filed_on=by.day,
    )
    _refuse_filed_twice(row)
    with recording(by, reason="近亲属备案"):
        row.save()
    return row


def _read_relative(
    name: str, relation: str, citizen_id: str, born_on: datetime.date | None, today: datetime.date
) -> tuple[str, CitizenId | None]:
    """The name as it is kept, and the number where one is given; raises AccountRefused."""
    if relation not in NEAR_RELATIVES:
        raise AccountRefused(
            {"relation": "近亲属指配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女；工作人员也可备案本人"}
        )
    try:
        checked = check_name(name).text
        citizen = check_citizen_id(citizen_id, on=today) if citizen_id.strip() else None
    except NameRefused as fault:
        raise AccountRefused({"name": str(fault)}) from None
    except IdentityError as fault:
        raise AccountRefused({"citizen_id": str(fault)}) from None
    if citizen is None and born_on is None:
        raise AccountRefused({"born_on": "没有证件号的，请填写出生日期，否则无法比对"})
    if citizen is not None and born_on is not None and born_on != citizen.born:
        raise AccountRefused({"born_on": f"出生日期与证件号（{citizen.born}）不一致，请核对"})
    if born_on is not None and born_on > today:
        raise AccountRefused({"born_on": "出生日期晚于今天，请核对"})
    return checked, citizen


def _refuse_filed_twice(row: StaffRelative) -> None:
    same = StaffRelative.objects.filter(
        staff_name=row.staff_name, territory=row.territory, name_key=row.name_key, born_on=row.born_on,
        closed_on__isnull=True,
    )  # fmt: skip
    if same.exists():
        raise AccountRefused({"name": f"{row.staff_name}的这名近亲属已备案"})


def close_relative(*, by: Desk, relative: int, reason: str) -> StaffRelative:
    """A filed relative no longer counts: the official has left, or it was a mistake. Raises NotAllowed, AccountRefused."""
    by.must_in_person("file_relatives")
    found = StaffRelative.objects.filter(by.within("territory"), pk=relative, closed_on__isnull=True).first()
    if found is None:
        raise AccountRefused("没有这条备案，或已注销")
    if not reason.strip():
        raise AccountRefused({"reason": "请写明注销原因"})
    with recording(by, reason=reason):
        found.closed_on = by.day
        found.save(update_fields=["closed_on"])
    return found


def create_token(*, by: Desk, appointment: int, label: str, expires_on: datetime.date) -> tuple[ApiToken, str]:
    """A token for a program that acts as an appointment; the token itself is told once and only its hash is kept.

    An officer makes tokens for the post at which they sit. Raises NotAllowed, AccountRefused.
    """
    by.must("use_api")
    if by.appointment_id != appointment or by.acting_for:
        raise AccountRefused("令牌只能由任职者本人在自己的岗位上签发")
    if not label.strip():
        raise AccountRefused({"label": "请写明令牌给哪个程序用"})
    if not by.day < expires_on <= by.day + LONGEST_TOKEN:
        raise AccountRefused({"expires_on": "有效期应在一年之内"})
    secret = secrets.token_urlsafe(32)
    with recording(by, reason="签发接口令牌"):
        token = ApiToken.objects.create(
            appointment=Appointment.objects.get(pk=appointment),
            label=label.strip(),
            digest=hashlib.sha256(secret.encode()).hexdigest(),
            expires_on=expires_on,
        )
    return token, secret


def revoke_token(*, by: Desk, token: int, reason: str = "") -> ApiToken:
    """A token is no longer good, from this moment. Its owner and whoever manages officers there may do it.

    Raises AccountRefused, for a token of another office as for none at all.
    """
    found = ApiToken.objects.select_related("appointment").filter(pk=token, revoked_at__isnull=True).first()
    own = found is not None and found.appointment.officer_id == by.officer_id
    managed = found is not None and by.may("manage_officers") and by.reaches(found.appointment.territory)
    if found is None or not (own or managed):
        raise AccountRefused("没有这个令牌，或已作废")
    with recording(by, reason=reason or "作废接口令牌"):
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
    return found
