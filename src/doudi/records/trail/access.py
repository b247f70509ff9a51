"""Lines of the access log. They stand on their own: a page that fails later has been looked at all the same."""

import hashlib
from collections.abc import Iterable, Sequence

from doudi.records.statements import ask
from doudi.records.trail.recording import Actor


def log_access(
    by: Actor,
    *,
    kind: str,
    facts: Sequence[str],
    household: int | None = None,
    person: int | None = None,
    reason: str = "",
    count: int = 1,
    listed: Iterable[int] = (),
) -> None:
    """Write that sensitive facts were viewed, opened, printed, exported or searched.

    `kind` is view, open, print, export or search; `facts` the kinds of facts shown; `listed` the ids of a list, of
    which a hash is kept, so that what was exported can be proved later.
    """
    ids = ",".join(map(str, listed))
    line = {
        "officer": by.officer_id or 0,
        "actor": by.actor,
        "post": by.post,
        "acting_for": by.acting_for,
        "kind": kind,
        "household": household,
        "person": person,
        "facts": sorted(set(facts)),
        "reason": str(reason),
        "count": count,
        "list_hash": hashlib.sha256(ids.encode()).hexdigest() if ids else "",
        "request": by.request,
    }
    ask(_LINE, line)


# Nearly every page that shows anything of a case writes one.
_LINE = """
    INSERT INTO trail_accessentry
        (officer_id, actor, post, acting_for, kind, household_id, person_id, facts, reason, count, list_hash, request)
    VALUES (%(officer)s, %(actor)s, %(post)s, %(acting_for)s, %(kind)s, %(household)s, %(person)s, %(facts)s, %(reason)s,
            %(count)s, %(list_hash)s, %(request)s)
    RETURNING id
"""
