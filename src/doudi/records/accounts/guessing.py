"""Guessing passwords is slow, wherever they are asked: after some wrong ones in a row each further one has to wait.

At signing in the wait is short, for whoever guesses at an account could else keep its officer out, and a browser known
from before never waits. Where an officer who is signed in is asked again, somebody may sit at their desk: there it grows.
"""

import datetime
import math
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from doudi.records.accounts.actions import AccountRefused
from doudi.records.accounts.models import Guesses, Officer
from doudi.records.sealing.ciphers import blind_index

_KEPT_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Asking:
    """Where a password is asked: how many wrong ones are looked at freely, and how long the wait grows, in seconds."""

    name: str
    free: int
    longest: int

    def wait_after(self, count: int) -> int:
        """Seconds between so many wrong ones in a row and the next."""
        return min(2 ** min(count - self.free, 20), self.longest) if count >= self.free else 0


SIGNING_IN = Asking("sign_in", free=10, longest=60)
ASKED_AGAIN = Asking("again", free=5, longest=900)


def seconds_to_wait(asking: Asking, whose: str, now: datetime.datetime) -> int:
    """Whole seconds until the next password is looked at; 0 for at once. `whose` is the login or the officer's id."""
    row = Guesses.objects.filter(key_index=_key(asking, whose)).first()
    if row is None:
        return 0
    left = asking.wait_after(row.count) - (now - row.last_at).total_seconds()
    return max(0, math.ceil(left))


def note_wrong(asking: Asking, whose: str, now: datetime.datetime) -> None:
    """Count a wrong password; those of more than a day ago are forgotten."""
    with transaction.atomic():
        Guesses.objects.filter(last_at__lt=now - _KEPT_FOR).delete()
        row, made = Guesses.objects.select_for_update().get_or_create(
            key_index=_key(asking, whose), defaults={"count": 1, "last_at": now}
        )
        if not made:
            row.count, row.last_at = row.count + 1, now
            row.save(update_fields=["count", "last_at"])


def note_right(asking: Asking, whose: str) -> None:
    """Forget the wrong ones before a right password."""
    Guesses.objects.filter(key_index=_key(asking, whose)).delete()


def is_own_password(officer: Officer, password: str, *, field: str, now: datetime.datetime | None = None) -> bool:
    """Whether it is the password of an officer who is signed in; raises AccountRefused at `field` where it has to wait."""
    moment, whose = now or timezone.now(), str(officer.pk)
    if seconds := seconds_to_wait(ASKED_AGAIN, whose, moment):
        raise AccountRefused({field: f"密码已多次输错，请等{seconds}秒再试"})
    right = officer.check_password(password)
    if right:
        note_right(ASKED_AGAIN, whose)
    else:
        note_wrong(ASKED_AGAIN, whose, moment)
    return right


def _key(asking: Asking, whose: str) -> bytes:
    return blind_index(f"{asking.name}:{whose}", "accounts.guesses")
