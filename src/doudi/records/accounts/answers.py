"""Answers to the writing calls of programs: a call that comes again under its key is answered again, not done again.

The answer is kept in the transaction of what the call wrote: after a crash there are both or neither.
"""

import datetime
import hashlib
from dataclasses import dataclass

from django.db import connection

from doudi.records.accounts.models import ApiToken, KeptAnswer
from doudi.records.sealing.ciphers import blind_index

# A program that stood still over a holiday may still ask what became of its last call.
KEPT_FOR = datetime.timedelta(days=7)


class KeyBusy(Exception):
    """A call under the same key is being worked on at this moment."""


class KeyReused(Exception):
    """The key was given with another call before."""


@dataclass(frozen=True)
class Call:
    """One writing call: whose (the token's row), under which key, and the digest of what is asked."""

    token: int
    key_index: bytes
    call_index: bytes


def call_of(*, secret: str, key: str, method: str, address: str, body: bytes) -> Call:
    """A call by the token it came with and its key. `address` is path and query. Raises ApiToken.DoesNotExist."""
    token = ApiToken.objects.only("pk").get(digest=hashlib.sha256(secret.encode()).hexdigest())
    asked = f"{method} {address}\n{hashlib.sha256(body).hexdigest()}"
    return Call(token.pk, blind_index(key, "api_key"), blind_index(asked, "api_call"))


def hold_key(call: Call) -> None:
    """Keep everybody else from the key until the transaction ends; raises KeyBusy at once where somebody has it."""
    digest = hashlib.sha256(call.token.to_bytes(8, "big") + call.key_index).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
        if not cursor.fetchone()[0]:
            raise KeyBusy


def kept_answer(call: Call, *, now: datetime.datetime) -> KeptAnswer | None:
    """What the call was answered before, or None where it is new; raises KeyReused where the key stands for another."""
    found = KeptAnswer.objects.filter(token=call.token, key_index=call.key_index, kept_at__gt=now - KEPT_FOR).first()
    if found is not None and bytes(found.call_index) != call.call_index:
        raise KeyReused
    return found


def keep_answer(call: Call, *, status: int, body: str, now: datetime.datetime) -> None:
    """Keep an answer under its key, over one that is too old to count. Called while the key is held."""
    KeptAnswer.objects.filter(token=call.token, key_index=call.key_index).delete()
    KeptAnswer.objects.create(
        token_id=call.token,
        key_index=call.key_index,
        call_index=call.call_index,
        status=status,
        body=body,
        kept_at=now,
    )


def forget_answers(*, now: datetime.datetime) -> int:
    """Take away the answers whose days are over; how many."""
    return KeptAnswer.objects.filter(kept_at__lte=now - KEPT_FOR).delete()[0]
