"""What stands around the invented county's register: near relatives of staff, possible duplicates, rosters, what was seen."""

import datetime
import random
from typing import Any

from benchmarks.county import COUNTY, DAY
from benchmarks.rosters import roster
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Officer
from doudi.records.accounts.queries import desks_of
from doudi.records.registry.models import DuplicatePair, Person
from doudi.records.registry.relatives import file_and_match
from doudi.records.rosters.actions import map_columns, run_check, upload_roster
from doudi.records.trail.recording import recording

RELATIVES, PAIRS, VIEWS = 60, 300, 300_000
ROSTERS = (2000, 300, 200)

# Views over five years at the desks of every town, of the households that are assisted.
_SEEN = """
INSERT INTO trail_accessentry (at, officer_id, actor, post, acting_for, kind, household_id, facts, reason, count, list_hash, request)
SELECT timestamptz '2021-03-01 09:00+08' + n * (interval '1826 days' / %(views)s::int), %(officer)s, %(actor)s,
       'township_acceptance@' || (%(towns)s::text[])[1 + n %% cardinality(%(towns)s::text[])], '', (ARRAY['view', 'open', 'print'])[1 + n %% 3],
       1 + n %% 60000, ARRAY['income', 'illness'], '复核', 1, '', ''
FROM generate_series(1, %(views)s::int) AS n
"""


def add_around(cursor: Any) -> None:
    """Everything that is not a row of a household."""
    approver, reviewer, clerk = (desk(login) for login in ("county-approver", "county-reviewer", "township-acceptance"))
    draw = random.Random(11)
    last = Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for pk in draw.sample(range(1, last), RELATIVES):
        _relative(reviewer, Person.objects.get(pk=pk))
    with recording(reviewer, reason="查重"):
        pairs = {tuple(sorted(draw.sample(range(1, last), 2))) for _ in range(PAIRS)}
        DuplicatePair.objects.bulk_create(DuplicatePair(one_id=one, other_id=other, why="name") for one, other in pairs)
    for rows in ROSTERS:
        _roster(reviewer, rows)
    cursor.execute("SELECT array_agg(code ORDER BY code) FROM territory_place WHERE level = 'town'")
    towns = cursor.fetchone()[0]
    told = {"views": VIEWS, "officer": clerk.officer_id, "actor": clerk.actor, "towns": towns}
    cursor.execute(_SEEN, told)
    assert approver.territory == COUNTY


def desk(login: str) -> Desk:
    """The desk of an officer of the county."""
    return desks_of(Officer.objects.get(login=login), DAY)[0]


def _relative(by: Desk, person: Person) -> None:
    file_and_match(
        by=by, staff_name="村干部", staff_role="村委会委员", territory=person.territory or COUNTY, name=person.name,
        relation="child", born_on=person.born_on,
    )  # fmt: skip


def _roster(by: Desk, rows: int) -> None:
    """A roster that was uploaded and held against the register, and still waits to be taken in."""
    made = upload_roster(by=by, data=roster(rows), filename=f"花名册{rows}.xlsx", valid_on=datetime.date(2026, 2, 1))
    mapping = {int(at): name for at, name in made.mapping.items()}
    map_columns(by=by, roster=made.pk, mapping=mapping, options={})
    run_check(by, made.pk)
