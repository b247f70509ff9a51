"""Lines of the access log. They stand on their own: a page that fails later has been looked at all the same."""

import hashlib
from collections.abc import Iterable, Sequence

from doudi.records.trail.models import AccessEntry
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
) -> AccessEntry:
    """Write that sensitive facts were viewed, opened, printed, exported or searched.

    `kind` is view, open, print, export or search; `facts` the kinds of facts shown; `listed` the ids of a list, of
    which a hash is kept, so that what was exported can be proved later.
    """
    ids = ",".join(map(str, listed))
    return AccessEntry.objects.create(
        officer_id=by.officer_id or 0,
        actor=by.actor,
        post=by.post,
        acting_for=by.acting_for,
        kind=kind,
        household_id=household,
        person_id=person,
        facts=sorted(set(facts)),
        reason=reason,
        count=count,
        list_hash=hashlib.sha256(ids.encode()).hexdigest() if ids else "",
        request=by.request,
    )
