"""The transaction of an action: everything changed inside is recorded with who did it, in which post, why."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import IntegrityError, connection, transaction

from doudi.records.trail.races import refusal_of

# What was said before is read first: a subquery with an OFFSET is worked out before what stands around it.
_SAY = """
SELECT said.before, set_config('doudi.context', %s, true)
FROM (SELECT coalesce(current_setting('doudi.context', true), '') AS before OFFSET 0) AS said
"""


class Actor(Protocol):
    """Who acts, as the trail names them: a desk of the accounts, or the system under a name of its own."""

    @property
    def officer_id(self) -> int | None: ...
    @property
    def actor(self) -> str: ...
    @property
    def post(self) -> str: ...
    @property
    def acting_for(self) -> str: ...
    @property
    def request(self) -> str: ...


@contextmanager
def recording(by: Actor, *, reason: str = "") -> Iterator[None]:
    """One transaction whose every change the trail will ascribe to `by`.

    Within another one the inner reason and actor hold until it ends, then the outer ones again. Raises what `tell_race`
    was told of where somebody else was faster.
    """
    within = connection.in_atomic_block
    try:
        with transaction.atomic(), _context_of(by, reason, within):
            yield
    except IntegrityError as fault:
        refusal = refusal_of(fault)
        if refusal is None:
            raise
        # The database's own words quote the row: they go no further.
        raise refusal from None


@contextmanager
def _context_of(by: Actor, reason: str, within: bool) -> Iterator[None]:
    before = _say(_told(by, reason))
    yield
    # After a failure the transaction is rolled back and its setting with it; so it is with the end of one of its own.
    if within:
        _say(before)


def _told(by: Actor, reason: str) -> str:
    told = {
        "officer": by.officer_id,
        "actor": by.actor,
        "post": by.post,
        "acting_for": by.acting_for,
        "reason": reason,
        "request": by.request,
    }
    return json.dumps(told, ensure_ascii=False)


def _say(context: str) -> str:
    """Say who acts from now on; the answer is what was said before. One statement, for every action begins and ends so."""
    with connection.cursor() as cursor:
        cursor.execute(_SAY, [context])
        return str(cursor.fetchone()[0])
