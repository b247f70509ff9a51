"""The second step of signing in: one-time codes of a telephone or key, and ten recovery codes on paper.

The database alone does not give a code away: the secret is worked out from what it keeps and the office's own keys,
and of the recovery codes it keeps digests.
"""

import base64
import datetime
import math
import secrets
import unicodedata
from urllib.parse import quote, urlencode

from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from doudi.records.accounts.actions import AccountRefused
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.guessing import is_own_password
from doudi.records.accounts.models import Officer
from doudi.records.accounts.self_service import Oneself
from doudi.records.accounts.tokens import revoke_tokens
from doudi.records.sealing.ciphers import blind_index
from doudi.records.trail.recording import recording

ISSUER = "Doudi"
RECOVERY_CODES = 10
# After n wrong codes in a row the next is looked at 2^(n-1) seconds later, at most this long: guessing is slow, and
# the right officer waits a quarter of an hour at most.
LONGEST_WAIT_SECONDS = 900
Device = TOTPDevice | StaticDevice


class TooSoon(Exception):
    """A code that was not looked at, because others were wrong just before; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"请等 {seconds} 秒再试")


def asks_second_step(officer: Officer) -> bool:
    """Whether signing in asks the officer for a code."""
    return TOTPDevice.objects.devices_for_user(officer, confirmed=True).exists()


def begun_device(officer: Officer) -> TOTPDevice | None:
    """The device whose first code is still awaited, or None."""
    return TOTPDevice.objects.devices_for_user(officer, confirmed=False).first()


def recovery_codes_left(officer: Officer) -> int:
    """How many recovery codes are unused."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=officer))


def secret_of(device: TOTPDevice) -> bytes:
    """The 20 bytes a telephone shares with this office."""
    return blind_index(f"{device.user_id}:{device.key}", "otp.secret")[:20]


def address_of(device: TOTPDevice) -> str:
    """The address a code app reads from the square picture."""
    secret = base64.b32encode(secret_of(device)).decode()
    asked = urlencode({"secret": secret, "issuer": ISSUER, "algorithm": "SHA1", "digits": 6, "period": 30})
    return f"otpauth://totp/{quote(f'{ISSUER}:{device.user.login}')}?{asked}"


def typed_secret(device: TOTPDevice) -> str:
    """The secret in groups of four, for typing in by hand."""
    secret = base64.b32encode(secret_of(device)).decode()
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def begin_second_step(*, by: Oneself, password: str) -> TOTPDevice:
    """Give the officer a new secret; nothing is asked before a first code has confirmed it.

    Raises AccountRefused for a wrong password, or where codes are asked already.
    """
    if asks_second_step(by.officer):
        raise AccountRefused("已经启用两步验证；如需换手机，请先停用再重新启用")
    if not is_own_password(by.officer, password, field="password"):
        raise AccountRefused({"password": "密码不正确，请重新输入"})
    # The count of wrong passwords stands, whatever becomes of the device.
    with transaction.atomic():
        TOTPDevice.objects.filter(user=by.officer).delete()
        return TOTPDevice.objects.create(user=by.officer, name="totp", confirmed=False)


def confirm_second_step(*, by: Oneself, code: str, now: datetime.datetime) -> list[str]:
    """Switch the second step on with a first code; the recovery codes, which are shown this once.

    Every other session of the officer ends. Raises AccountRefused, TooSoon.
    """
    device = begun_device(by.officer)
    if device is None:
        raise AccountRefused("请先开始设置，再输入验证码")
    if not _matches(device, code, now):
        raise AccountRefused({"code": "验证码不正确；请核对手机时间是否准确，用最新的验证码再试"})
    with recording(by, reason="启用两步验证"):
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        _end_sessions(by.officer)
        return _new_recovery_codes(by.officer)


def end_second_step(*, by: Oneself, password: str) -> None:
    """Ask no codes any more; raises AccountRefused for a wrong password, or too many of them."""
    if not is_own_password(by.officer, password, field="password"):
        raise AccountRefused({"password": "密码不正确，请重新输入"})
    with recording(by, reason="停用两步验证"):
        _forget_devices(by.officer)


def reset_second_step(*, by: Desk, officer: Officer, reason: str) -> None:
    """Take the second step off an officer who lost the telephone and the recovery codes; raises NotAllowed.

    Every session and token of theirs ends.
    """
    by.must("manage_officers")
    with recording(by, reason=f"重置两步验证：{reason}"):
        _forget_devices(officer)
        revoke_tokens(officer)


def verify_second_step(*, officer: Officer, code: str, now: datetime.datetime) -> bool:
    """Whether a code of the telephone or an unused recovery code is right; it is used up by this.

    Raises TooSoon.
    """
    typed = _normal(code)
    if typed.isdigit():
        device = TOTPDevice.objects.devices_for_user(officer, confirmed=True).first()
        return device is not None and _matches(device, typed, now)
    paper = StaticDevice.objects.filter(user=officer).first()
    return paper is not None and _takes(paper, typed, now)


def _matches(device: TOTPDevice, code: str, now: datetime.datetime) -> bool:
    """Whether a six-digit code is the device's, of this half minute or its neighbours, and was not used before."""
    typed = _normal(code)
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().get(pk=device.pk)
        _refuse_too_soon(device, now)
        totp = TOTP(secret_of(device), device.step, device.t0, device.digits, device.drift)
        totp.time = now.timestamp()
        right = typed.isascii() and typed.isdigit() and totp.verify(int(typed), device.tolerance, device.last_t + 1)
        if right:
            device.last_t, device.drift = totp.t(), totp.drift
        _note(device, right, now)
    return bool(right)


def _takes(paper: StaticDevice, code: str, now: datetime.datetime) -> bool:
    """Whether a recovery code is unused; it is used by this."""
    with transaction.atomic():
        paper = StaticDevice.objects.select_for_update().get(pk=paper.pk)
        _refuse_too_soon(paper, now)
        used, _ = paper.token_set.filter(token=_digest(code)).delete()
        _note(paper, used > 0, now)
    return used > 0


def _refuse_too_soon(device: Device, now: datetime.datetime) -> None:
    if not device.throttling_failure_count or device.throttling_failure_timestamp is None:
        return
    asked = min(2 ** min(device.throttling_failure_count - 1, 20), LONGEST_WAIT_SECONDS)
    waited = (now - device.throttling_failure_timestamp).total_seconds()
    if 0 <= waited < asked:
        raise TooSoon(math.ceil(asked - waited))


def _note(device: Device, right: bool, now: datetime.datetime) -> None:
    device.throttling_failure_count = 0 if right else device.throttling_failure_count + 1
    device.throttling_failure_timestamp = None if right else now
    if right:
        device.last_used_at = now
    device.save()


def _new_recovery_codes(officer: Officer) -> list[str]:
    StaticDevice.objects.filter(user=officer).delete()
    paper = StaticDevice.objects.create(user=officer, name="recovery", confirmed=True)
    codes = [base64.b32encode(secrets.token_bytes(5)).decode().lower() for _ in range(RECOVERY_CODES)]
    # A code of digits alone would be taken for one of the telephone.
    codes = [f"r{code[1:]}" for code in codes]
    for code in codes:
        paper.token_set.create(token=_digest(code))
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _forget_devices(officer: Officer) -> None:
    TOTPDevice.objects.filter(user=officer).delete()
    StaticDevice.objects.filter(user=officer).delete()
    _end_sessions(officer)


def _end_sessions(officer: Officer) -> None:
    officer.session_epoch += 1
    officer.save(update_fields=["session_epoch"])


def _digest(code: str) -> str:
    return blind_index(code, "otp.recovery").hex()[:16]


def _normal(code: str) -> str:
    """A code as it was meant: full-width digits of a Chinese keyboard, blanks and hyphens are forgiven."""
    return "".join(unicodedata.normalize("NFKC", code).split()).replace("-", "").lower()
