"""`python -m crash.inside build|reconcile`: what has to be done inside the office that is killed, with its own keys.

`build` makes the invented county and prints what clients sign in with. `reconcile` reads what clients were promised and
prints every way in which the register differs from it: an empty list is what is wanted.
"""

import datetime
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any


def build() -> dict[str, Any]:
    """The county with staff of every post; tokens for programs, and the name and password of a clerk."""
    from django.utils import timezone

    from doudi.records.accounts.powers import create_token
    from doudi.records.accounts.queries import desks_of
    from world import PASSWORD, TOWN, build_world

    login = f"township-acceptance-{TOWN}"
    officer, today = build_world(far=False).officers[login], timezone.localdate()
    desk = desks_of(officer, today)[0]
    until = today + datetime.timedelta(days=30)
    tokens = [
        create_token(by=desk, appointment=desk.appointment_id or 0, label=f"程序{number}", expires_on=until)[1]
        for number in range(3)
    ]
    return {"tokens": tokens, "login": login, "password": PASSWORD}


def reconcile(told: dict[str, Any]) -> list[str]:
    """Every difference between the register and what clients asked for and were promised."""
    return [*_people(told), *_households(told), *_facts(told), *_rosters(told), *_lines(), *_jobs(), *_keys(told)]


def _people(told: dict[str, Any]) -> Iterator[str]:
    from doudi.records.registry.models import Membership, Person
    from doudi.records.sealing.ciphers import blind_index

    wanted = {blind_index(number, "citizen_id") for number in told["numbers"]}
    found = [bytes(index) for index in Person.objects.values_list("citizen_index", flat=True)]
    yield from _differ("people", len(found), len(wanted))
    yield from _differ("people by number", set(found), wanted)
    yield from _differ("memberships", Membership.objects.count(), len(wanted))
    yield from _differ("people in a household", Membership.objects.values("person").distinct().count(), len(wanted))


def _households(told: dict[str, Any]) -> Iterator[str]:
    from doudi.records.registry.models import Household

    found = set(Household.objects.values_list("pk", flat=True))
    if lost := set(told["households"]) - found:
        yield f"households acknowledged and lost: {sorted(lost)}"
    yield from _differ("households", len(found), len(told["households"]) + told["roster_households"])


def _facts(told: dict[str, Any]) -> Iterator[str]:
    from doudi.records.evidence.models import Evidence

    found = sorted(Evidence.objects.exclude(note="").values_list("note", flat=True))
    yield from _differ("facts by their note", found, sorted(told["notes"]))
    yield from _differ("facts of rosters", Evidence.objects.filter(source="roster").count(), told["roster_facts"])


def _rosters(told: dict[str, Any]) -> Iterator[str]:
    from doudi.records.rosters.models import RosterImport
    from doudi.records.rosters.queries import counts_of

    for title, rows in told["rosters"].items():
        roster = RosterImport.objects.get(title=title)
        yield from _differ(f"{title}: state", roster.state, "done")
        # The headings are a row too: nothing of a file is passed over in silence.
        yield from _differ(f"{title}: rows by outcome", counts_of(roster), {"create": rows, "note": 1})
        yield from _differ(f"{title}: rows taken in", roster.progress, rows)
        done = roster.lines.filter(done_at__isnull=False, person_id__isnull=False, household_id__isnull=False)
        yield from _differ(f"{title}: people of its rows", done.values("person_id").distinct().count(), rows)
    # An upload whose answer was lost is left lying and has begun nothing.
    left = RosterImport.objects.exclude(title__in=told["rosters"])
    yield from _differ("uploads left lying", {one.state for one in left} | {"uploaded"}, {"uploaded"})


def _lines() -> Iterator[str]:
    from django.db import connection

    for table in ("registry_person", "registry_household", "registry_membership", "evidence_evidence"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table} FULL JOIN (SELECT row_id, count(*) AS times FROM trail_auditentry "
                f"WHERE table_name = %s AND operation = 'insert' AND actor NOT LIKE 'sql:%%' GROUP BY row_id) AS lines "
                f"ON row_id = {table}.id WHERE times IS DISTINCT FROM 1 OR {table}.id IS NULL",
                [table],
            )
            yield from _differ(f"rows of {table} without exactly one line", cursor.fetchone()[0], 0)


def _jobs() -> Iterator[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    left = ProcrastinateJob.objects.filter(queue_name="rosters").exclude(status="succeeded")
    yield from _differ("jobs left", [f"{one.task_name} {one.status} {one.attempts}" for one in left], [])


def _keys(told: dict[str, Any]) -> Iterator[str]:
    from doudi.records.accounts.models import KeptAnswer

    yield from _differ("answers kept", KeptAnswer.objects.count(), len(told["keys"]))


def _differ(what: str, found: Any, wanted: Any) -> Iterable[str]:
    if found == wanted:
        return []
    if isinstance(found, set) and len(found ^ wanted) > 5:
        return [f"{what}: {len(wanted - found)} missing, {len(found - wanted)} too many"]
    if isinstance(found, list) and len(found) > 20:
        return [f"{what}: {len(found)} found, {len(wanted)} wanted"]
    return [f"{what}: {found!r} found, {wanted!r} wanted"]


if __name__ == "__main__":
    import django

    django.setup()
    answer = build() if sys.argv[1] == "build" else reconcile(json.load(sys.stdin))
    print(json.dumps(answer, ensure_ascii=False))
