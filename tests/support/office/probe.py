"""Asks an office what it knows, as JSON, in a process of its own: `python probe.py` with DOUDI_HOME set.

`numbers` are every ID number, telephone, account and certificate in clear: they go through a pipe and into no file.
"""

import datetime
import hashlib
import json
import os
from typing import Any

import django
from django.db import DatabaseError, connection, transaction

os.environ["DJANGO_SETTINGS_MODULE"] = "doudi.interfaces.site.settings"
django.setup()

from doudi.records.accounts.models import Officer  # noqa: E402
from doudi.records.evidence.answers import tell  # noqa: E402
from doudi.records.evidence.casefile import known_of  # noqa: E402
from doudi.records.evidence.models import Evidence  # noqa: E402
from doudi.records.registry.models import BankAccount, Household, Person  # noqa: E402
from doudi.records.sealing.files import fetch  # noqa: E402
from doudi.records.sealing.keys import home  # noqa: E402
from doudi.records.trail.models import AuditEntry  # noqa: E402

DAY = datetime.date(2026, 3, 2)
EVERY = 8


def tables() -> dict[str, list[Any]]:
    """Rows of every table and a hash of them in order: a way of its own, unlike the one a restoration compares by."""
    with connection.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = {}
        for (name,) in cursor.fetchall():
            text = f'SELECT one::text AS row FROM "{name}" one'
            cursor.execute(
                f"SELECT count(*), md5(string_agg(row, E'\\n' ORDER BY row COLLATE \"C\")) FROM ({text}) rows"
            )
            found[name] = list(cursor.fetchone())
    return found


def files() -> dict[str, bool]:
    """Each sealed file, and whether it opens to the content it is named by."""
    kept = [path.name for path in (home() / "files").rglob("*") if path.is_file()]
    return {name: hashlib.sha256(fetch(name)).hexdigest() == name for name in sorted(kept)}


def numbers() -> list[str]:
    """Every sealed number there is."""
    people = Person.objects.only("citizen_id", "phone")
    told = [value for one in people for value in (one.citizen_id, one.phone)]
    told += [one.number for one in BankAccount.objects.only("number")]
    told += [one.certificate for one in Evidence.objects.only("certificate")]
    return sorted({value for value in told if len(value) >= 11})


def answers() -> dict[str, str]:
    """What the law makes of every eighth household, reasons and all."""
    found = {}
    for household in Household.objects.filter(pk__in=range(1, 400, EVERY)).order_by("pk"):
        told = tell(known_of(household, DAY))
        found[household.number] = f"{told.paragraph}\n{told.tree}\n{told.to_bring}\n{told.faults}"
    return found


def trail() -> dict[str, Any]:
    """Whether a change by plain SQL leaves its line, and whether the trail can be touched."""
    with connection.cursor() as cursor, transaction.atomic():
        before = AuditEntry.objects.count()
        cursor.execute("UPDATE registry_household SET address = address || '一' WHERE id <= 3")
        lines = AuditEntry.objects.order_by("pk")[before:]
        told = [(one.table_name, one.row_id, (one.after or {}).get("address", "")[-1:]) for one in lines]
        transaction.set_rollback(True)
    refused = [_refused(one) for one in ("DELETE FROM trail_auditentry", "DELETE FROM registry_person")]
    return {"lines": told, "refused": refused}


def _refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


if __name__ == "__main__":
    told = {"tables": tables(), "files": files(), "numbers": numbers(), "answers": answers(), "trail": trail()}
    print(json.dumps({**told, "officers": sorted(Officer.objects.values_list("login", flat=True))}))
