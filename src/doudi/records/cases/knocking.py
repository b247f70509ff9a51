"""How often somebody without an account may ask: counted in the database, so that every worker counts the same."""

import datetime
from dataclasses import dataclass

from django.db import connection, transaction

from doudi.records.cases.models import Knock
from doudi.records.sealing.ciphers import blind_index

KEPT = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many times within so many minutes (at most a day) at one door."""

    door: str
    most: int
    minutes: int


def knock(limit: Limit, caller: str, *, now: datetime.datetime) -> int:
    """Count one more time for a caller: 0 where it is within the limit, else the whole minutes to wait.

    What is refused is not counted, so that trying during a wait does not make it longer. `caller` is an address, or
    what is asked about; only a keyed digest of it is kept, and for no more than a day.
    """
    digest = blind_index(caller, f"knock.{limit.door}")
    since = now - datetime.timedelta(minutes=limit.minutes)
    with transaction.atomic():
        _one_at_a_time(digest)
        Knock.objects.filter(at__lt=now - KEPT).delete()
        times = Knock.objects.filter(caller=digest, door=limit.door, at__gt=since).order_by("at")
        moments = list(times.values_list("at", flat=True))
        if len(moments) < limit.most:
            Knock.objects.create(door=limit.door, caller=digest, at=now)
            return 0
    free = moments[len(moments) - limit.most] + datetime.timedelta(minutes=limit.minutes)
    return max(1, -int(-(free - now).total_seconds() // 60))


def take_back(limit: Limit, caller: str) -> bool:
    """Uncount the last time a caller was counted at a door; whether there was any."""
    digest = blind_index(caller, f"knock.{limit.door}")
    last = Knock.objects.filter(caller=digest, door=limit.door).order_by("-at", "-pk").first()
    if last is None:
        return False
    last.delete()
    return True


def _one_at_a_time(digest: bytes) -> None:
    """Two workers that count the same caller wait for each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
