"""What must hold after a load: every acknowledged write is there once and in the trail, and no case is where it may not be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.load_client import Outcome

# Where the rows of a write stand that is found again by its word, and by which column.
_BY_WORD = {
    "fact": ("evidence_evidence", "note"),
    "photograph": ("evidence_document", "title"),
    "inquiry": ("cases_inquiry", "client_key::text"),
}
_BY_CASE = {
    "opinion": ("cases_opinion", "case_id = %s AND kind = 'first'"),
    "review": ("cases_opinion", "case_id = %s AND kind = 'review'"),
    "confirm": ("cases_decision", "case_id = %s AND kind = 'confirm'"),
    "post": ("cases_posting", "case_id = %s AND kind = 'first_opinion'"),
    "take down": ("cases_posting", "id = %s AND taken_down_on IS NOT NULL"),
    "send": ("cases_step", "case_id = %s AND event = 'county_received'"),
    "accept": ("cases_application", "id = %s AND accepted_on IS NOT NULL"),
}
_AUDITED = (
    "evidence_evidence evidence_document cases_inquiry cases_opinion cases_finding cases_decision cases_posting cases_step "
    "cases_hand cases_letter cases_cover registry_benefit rosters_listexport"
).split()
# Each statement names what it finds; nothing may be found.
_NEVER = {
    "a case whose stage is not where its last step led":
        "SELECT c.id FROM cases_case c JOIN LATERAL (SELECT target FROM cases_step s WHERE s.case_id = c.id "
        "ORDER BY number DESC LIMIT 1) AS s ON true WHERE s.target <> c.stage",
    "a step that does not begin where the one before ended":
        "SELECT case_id FROM (SELECT case_id, source, number, lag(target) OVER w AS before, lag(number) OVER w AS n "
        "FROM cases_step WINDOW w AS (PARTITION BY case_id ORDER BY number)) AS s "
        "WHERE before <> source OR number <> coalesce(n, 0) + 1",
    "a case confirmed or refused without a decision":
        "SELECT s.case_id FROM cases_step s WHERE s.target IN ('confirmed', 'refused') AND NOT EXISTS "
        "(SELECT FROM cases_decision d WHERE d.case_id = s.case_id)",
    "a case confirmed by a hand that took it in or surveyed it":
        "SELECT a.case_id FROM cases_hand a JOIN cases_hand b USING (case_id, officer_id) "
        "WHERE a.role = 'confirmation' AND b.role IN ('acceptance', 'survey', 'relief')",
    "two confirmations of a case that both stand":
        "SELECT case_id FROM cases_decision d WHERE kind = 'confirm' AND NOT EXISTS "
        "(SELECT FROM cases_decision r WHERE r.revokes_id = d.id) GROUP BY case_id HAVING count(*) > 1",
    "a case confirmed without a finished survey":
        "SELECT c.id FROM cases_case c JOIN cases_decision d ON d.case_id = c.id AND d.kind = 'confirm' "
        "WHERE c.procedure IN ('dibao', 'near_dibao', 'dibao_single', 'tekun') AND NOT EXISTS (SELECT FROM cases_inquiry i "
        "WHERE (i.case_id = c.id OR i.application_id = c.application_id) AND i.kind = 'home_visit' AND i.finished_at IS NOT NULL)",
    "a case confirmed without its notice":
        "SELECT c.id FROM cases_case c JOIN cases_decision d ON d.case_id = c.id AND d.kind = 'confirm' "
        "WHERE c.procedure IN ('dibao', 'near_dibao', 'dibao_single', 'tekun', 'temporary_spending') AND NOT EXISTS "
        "(SELECT FROM cases_posting p WHERE p.case_id = c.id AND p.ends_on < d.on)",
    "a child's case on a notice":
        "SELECT p.id FROM cases_posting p JOIN cases_case c ON c.id = p.case_id "
        "WHERE c.procedure IN ('orphan', 'unattended_child')",
    "two notices of a kind hanging for a case":
        "SELECT case_id FROM cases_posting WHERE taken_down_on IS NULL GROUP BY case_id, kind HAVING count(*) > 1",
    "a person covered twice in a slot on a day":
        "SELECT a.id FROM cases_cover a JOIN cases_cover b ON b.person_id = a.person_id AND b.slot = a.slot AND b.id > a.id "
        "AND daterange(a.since, a.until) && daterange(b.since, b.until)",
    "a number given twice":
        "SELECT min(id) FROM cases_letter GROUP BY number HAVING count(*) > 1 "
        "UNION ALL SELECT min(id) FROM cases_decision GROUP BY number HAVING count(*) > 1 "
        "UNION ALL SELECT min(id) FROM cases_posting GROUP BY number HAVING count(*) > 1",
    "a constraint of cases, register or evidence that the database has not checked": "SELECT oid FROM pg_constraint "
    "WHERE NOT convalidated AND conrelid::regclass::text ~ '^(cases|registry|evidence)_'",
    "an export that was asked for and never made":
        "SELECT id FROM rosters_listexport WHERE state = 'failed' AND made_at > %(since)s",
}  # fmt: skip


def check(outcomes: Iterable[Outcome], since: Any) -> list[str]:
    """Everything that does not hold, in words; `since` is the moment the load began, by the database's clock."""
    from django.db import connection

    with connection.cursor() as cursor:
        return [*_written(cursor, outcomes), *_trail(cursor, since), *_never(cursor, since), *_moves(cursor, since)]


def count_writes(outcomes: Iterable[Outcome]) -> int:
    """How many writes were acknowledged."""
    return sum(one.good and one.write is not None for one in outcomes)


def _written(cursor: Any, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Acknowledged writes that are not there exactly once; and those not acknowledged that are there twice."""
    wanted: dict[str, list[tuple[Any, bool]]] = defaultdict(list)
    for one in outcomes:
        if one.write is not None:
            wanted[one.write[0]].append((one.write[1], one.good))
    for kind, (table, column) in _BY_WORD.items():
        words = [str(word) for word, _good in wanted[kind]]
        cursor.execute(f"SELECT {column}, count(*) FROM {table} WHERE {column} = ANY(%s) GROUP BY 1", [words])
        found = dict(cursor.fetchall())
        bad = [word for word, good in wanted[kind] if found.get(str(word), 0) not in ((1,) if good else (0, 1))]
        if bad:
            yield f"{kind}: {len(bad)} of {len(words)} are not there once ({bad[:3]})"
    for kind, (table, condition) in _BY_CASE.items():
        bad = []
        for key, good in wanted[kind]:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}", [key])
            if good and cursor.fetchone()[0] != 1:
                bad.append(key)
        if bad:
            yield f"{kind}: {len(bad)} of {len(wanted[kind])} are not there once ({bad[:3]})"
    yield from _by_address(cursor, outcomes)


def _by_address(cursor: Any, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Letters and exports by the address that was answered."""
    for kind, table in (("letter", "cases_letter"), ("export", "rosters_listexport")):
        numbers = [int(one.where.rstrip("/").rpartition("/")[2]) for one in outcomes if one.good and one.kind == kind]
        cursor.execute(f"SELECT count(*) FROM {table} WHERE id = ANY(%s)", [numbers])
        found = cursor.fetchone()[0]
        if found != len(set(numbers)) or len(set(numbers)) != len(numbers):
            yield f"{kind}: {len(numbers)} were acknowledged, {found} are there"


def _trail(cursor: Any, since: Any) -> Iterator[str]:
    """Rows made since the load began that the trail has not, or has twice, or ascribes to nobody."""
    for table in _AUDITED:
        cursor.execute(
            "SELECT count(*), count(DISTINCT row_id), count(*) FILTER (WHERE actor LIKE 'sql:%%') FROM trail_auditentry "
            "WHERE at >= %s AND table_name = %s AND operation = 'insert'",
            [since, table],
        )
        lines, rows, nobody = cursor.fetchone()
        cursor.execute(
            f"SELECT count(*) FROM {table} WHERE id >= (SELECT min(row_id) FROM trail_auditentry WHERE at >= %s "
            "AND table_name = %s AND operation = 'insert')",
            [since, table],
        )
        there = cursor.fetchone()[0]
        if lines != rows or rows != there or nobody:
            yield f"{table}: {there} new rows, {lines} lines of the trail for {rows} of them, {nobody} by nobody"


def _never(cursor: Any, since: Any) -> Iterator[str]:
    for what, statement in _NEVER.items():
        cursor.execute(statement, {"since": since})
        found = [row[0] for row in cursor.fetchall()]
        if found:
            yield f"{what}: {len(found)} ({found[:3]})"


def _moves(cursor: Any, since: Any) -> Iterator[str]:
    """Steps taken since that their procedure does not declare, with its ground and its document."""
    from doudi.policy.procedure.stages import PROCEDURES

    cursor.execute(
        "SELECT DISTINCT c.procedure, s.source, s.target, s.event, s.document, s.ground FROM cases_step s "
        "JOIN cases_case c ON c.id = s.case_id WHERE s.at >= %s",
        [since],
    )
    for procedure, source, target, event, document, ground in cursor.fetchall():
        declared = {
            (move.source, move.target, move.records or "", move.document or "", move.ground.zh)
            for move in PROCEDURES[procedure].moves
        }
        if (source, target, event, document, ground) not in declared:
            yield f"{procedure}: {source} > {target} is not declared like this"
