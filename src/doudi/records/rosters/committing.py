"""The commit: the rows of a dry run are taken in, some households to a transaction.

Each transaction marks its rows done, so that a commit killed anywhere goes on behind the last one that stood, and no row
is done twice. What was right at the dry run and is not any more is refused then, and named.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.utils import timezone

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.evidence.actions import FactDraft, end_fact, record_fact
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.actions.bulk import write_households
from doudi.records.registry.actions.common import lock_household, writing
from doudi.records.registry.actions.households import MemberDraft, register_household
from doudi.records.registry.actions.members import add_member
from doudi.records.registry.actions.payments import AccountDraft, check_benefit, open_account, take_over_benefit
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.actions.rivals import Paid, clash
from doudi.records.registry.identity import CITIZEN, account_columns
from doudi.records.registry.models import BankAccount, Benefit, Household, Person
from doudi.records.registry.refusals import Refused
from doudi.records.rosters.drafting import (
    NewHousehold,
    benefit_draft,
    fact_draft,
    household_draft,
    line_of_row,
    new_households,
)
from doudi.records.rosters.lines import Line, draft_of
from doudi.records.rosters.models import ImportRow, RosterImport
from doudi.records.rosters.payments import in_payment
from doudi.records.sealing.ciphers import blind_index
from doudi.records.territory.models import Place
from doudi.records.territory.queries import villages_in
from doudi.records.trail.copying import copy_rows
from doudi.records.trail.recording import recording

Progress = Callable[[int], None]
HOUSEHOLDS_AT_ONCE = 400
DONE_OUTCOMES = ("create", "change", "same")


@dataclass(frozen=True)
class Work:
    """What a commit works on: the roster, at whose desk, and the villages the desk reaches, by code."""

    by: Desk
    roster: RosterImport
    places: Mapping[str, Place]

    @property
    def reason(self) -> str:
        """What the trail says of all of it."""
        return f"花名册导入：{self.roster.title}"

    def left_of(self, ids: Iterable[int]) -> QuerySet[ImportRow]:
        """Those of some rows that nobody has done or refused in the meantime, by id."""
        found = self.roster.lines.filter(pk__in=list(ids), done_at__isnull=True, outcome__in=DONE_OUTCOMES)
        return found.order_by("pk")


@dataclass(frozen=True)
class Batch:
    """Some households of a roster: their rows, which of them are in the register, and the others made ready or on the way."""

    rows: Sequence[ImportRow]
    known: Sequence[Sequence[ImportRow]]
    new: Callable[[], Sequence[NewHousehold]]

    @property
    def ids(self) -> list[int]:
        """The rows by their ids."""
        return [row.pk for row in self.rows]


def commit_rows(by: Desk, roster: RosterImport, progress: Progress = lambda done: None) -> None:
    """Take in every row that is not done yet; safe to call again after a kill, and together with another."""
    work = Work(by, roster, {place.code: place for place in villages_in(by.spans, by.day)})
    done = roster.lines.filter(done_at__isnull=False).count()
    with ThreadPoolExecutor(max_workers=1) as beside:
        while waiting := _waiting(roster):
            for batch in _read_ahead(beside, work, waiting):
                done += _take(work, batch)
                progress(done)


def _waiting(roster: RosterImport) -> list[list[int]]:
    """The rows not done yet by their ids, household by household, in the order of the file."""
    rows = roster.lines.filter(done_at__isnull=True, outcome__in=DONE_OUTCOMES).order_by("number")
    households: dict[str, list[int]] = {}
    for key, row in rows.values_list("household_key", "pk"):
        households.setdefault(key, []).append(row)
    return list(households.values())


def _read_ahead(beside: Executor, work: Work, households: Iterable[list[int]]) -> Iterator[Batch]:
    """Batch after batch, each made ready while the database writes the one before it."""
    left, coming = iter(households), None
    while some := list(islice(left, HOUSEHOLDS_AT_ONCE)):
        ready, coming = coming, _batch(work, work.left_of(chain.from_iterable(some)), beside)
        if ready is not None:
            yield ready
    if coming is not None:
        yield coming


def _batch(work: Work, found: QuerySet[ImportRow], beside: Executor | None = None) -> Batch:
    """The batch of some rows; with `beside` its new households are made ready there, else when they are asked for."""
    groups: dict[str, list[ImportRow]] = {}
    for row in found.defer("problems"):
        groups.setdefault(row.household_key, []).append(row)
    known = [group for group in groups.values() if group[0].household_id is not None]
    new = [group for group in groups.values() if group[0].household_id is None]
    make = partial(new_households, work.by, work.roster, new, work.places)
    return Batch(list(chain(*groups.values())), known, beside.submit(make).result if beside else make)


def _take(work: Work, batch: Batch) -> int:
    """Take in some households and say how many rows that were.

    One household spoils all of a transaction: the halves are tried by themselves, down to the one, which is named.
    """
    try:
        return _commit(work, batch)
    except (IntegrityError, Refused, NotAllowed) as why:
        households = list(dict.fromkeys(row.household_key for row in batch.rows))
        if len(households) == 1:
            return _take_one(work, batch, why)
    middle = len(households) // 2
    return sum(
        _take(work, _batch(work, work.left_of(batch.ids).filter(household_key__in=half)))
        for half in (households[:middle], households[middle:])
    )


def _take_one(work: Work, batch: Batch, why: Exception) -> int:
    """A household that cannot be written as it is: with people known as kin alone the action makes it, else it is refused."""
    if not batch.known and _has_kin([line_of_row(row) for row in batch.rows]):
        try:
            return _register(work, batch)
        except (IntegrityError, Refused, NotAllowed) as refused:
            why = refused
    _refuse(work, batch.ids, why)
    return 0


def _has_kin(lines: Sequence[Line]) -> bool:
    numbers = [line["person"]["citizen_id"] for line in lines if line["person"].get("citizen_id")]
    indexes = [blind_index(number, CITIZEN) for number in numbers]
    return Person.objects.filter(citizen_index__in=indexes, territory="", merged_into__isnull=True).exists()


def _register(work: Work, batch: Batch) -> int:
    with writing(work.by, reason=work.reason):
        rows = list(work.left_of(batch.ids).select_for_update())
        if not rows:
            # Somebody else did them since they were read.
            return 0
        lines = [line_of_row(row) for row in rows]
        draft = household_draft(lines, work.roster.valid_on)
        household = register_household(by=work.by, draft=draft, reason=work.reason)
        people = household.memberships.order_by("position").values_list("person", flat=True)
        for row, line, person in zip(rows, lines, people, strict=True):
            row.household_id, row.person_id = household.pk, person
            line["changes"] = {"columns": [], "facts": line["facts"], "account": bool(line["account"])}
            _change_person(work.by, work.roster, household, person, line)
        _mark_done(rows)
    return len(rows)


def _commit(work: Work, batch: Batch) -> int:
    with recording(work.by, reason=work.reason):
        left = work.left_of(batch.ids).select_for_update()
        if list(left.values_list("pk", flat=True)) != sorted(batch.ids):
            # Somebody else did some of them since they were read.
            batch = _batch(work, left)
        _create(work, batch.new())
        for group in batch.known:
            _change(work.by, work.roster, group)
        _mark_done(batch.rows)
    return len(batch.rows)


def _mark_done(rows: Sequence[ImportRow]) -> None:
    """Write on each row what became of it: one statement for all, since an update by cases grows with their square."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE rosters_importrow SET done_at = %s, person_id = done.person, household_id = done.household
            FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS done (id, person, household)
            WHERE rosters_importrow.id = done.id
            """,
            [
                timezone.now(),
                *([getattr(row, name) for row in rows] for name in ("pk", "person_id", "household_id")),
            ],
        )


def _refuse(work: Work, ids: Sequence[int], why: Exception) -> None:
    """Name what stood in the way on each row of a household that could not be taken in."""
    changed = "试算之后登记簿有变动（如证件号已被登记），请重新试算"
    told = str(why) if isinstance(why, Refused | NotAllowed) else changed
    with recording(work.by, reason=work.reason):
        for row in work.left_of(ids).select_for_update():
            problem = {"column": "", "field": "", "verdict": "refused", "message": f"第{row.number}行：{told}"}
            row.problems = [*row.problems, {**problem, "proposal": "", "rule": "commit"}]
            row.outcome = "refuse"
            row.save(update_fields=["problems", "outcome"])


# New households.


def _create(work: Work, new: Sequence[NewHousehold]) -> None:
    write_households(work.by, [one.read for one in new])
    facts: list[Evidence] = []
    accounts: list[BankAccount] = []
    benefits: list[Benefit] = []
    for one in new:
        for row, line, person in zip(one.rows, one.lines, one.read.people, strict=True):
            row.household_id, row.person_id = one.read.household.pk, person.pk
            accounts += _accounts(line, person, work.roster.valid_on)
        for fact in one.facts:
            # They were made when the person had no number yet.
            fact.person = fact.person
        facts += one.facts
        benefits += _benefits(one.read.household, one.read.people, one.lines, work.roster.valid_on)
    copy_rows(facts)
    copy_rows(accounts)
    copy_rows(benefits)


def _accounts(line: Line, person: Person, since: datetime.date) -> Iterable[BankAccount]:
    account = line["account"]
    if account and account["holder"] in ("", person.name) and not person.id_unverified:
        columns = account_columns(account["number"])
        yield BankAccount(
            person=person, bank=account["bank"], holder_kind="own", holder_name=person.name, since=since, **columns
        )


def _benefits(
    household: Household, people: Sequence[Person], lines: Sequence[Line], on: datetime.date
) -> Iterable[Benefit]:
    """What rows say is in payment: of a household once, of a person for each."""
    told: list[Paid] = []
    members = {person.pk for person in people}
    for person, line in zip(people, lines, strict=True):
        benefit = line["benefit"]
        if benefit is None:
            continue
        draft = benefit_draft(benefit, person.pk, on)
        check_benefit(draft)
        paid = Paid(draft.programme, draft.person, draft.since)
        if draft.person is None and any(one.programme == draft.programme for one in told):
            # Of a household once: that its rows agree was seen to before.
            continue
        if why := clash(paid, [one for one in told if one.person == person.pk], told, members):
            raise Refused(why)
        told.append(paid)
        yield Benefit(
            household=household,
            person_id=draft.person,
            programme=draft.programme,
            dibao_class=draft.dibao_class,
            monthly=draft.monthly,
            since=draft.since,
            next_review_on=draft.next_review_on,
        )


# Households of the register.


def _change(by: Desk, roster: RosterImport, group: Sequence[ImportRow]) -> None:
    household = lock_household(by, group[0].household_id or 0, duty="import_roster")
    for row in group:
        line = line_of_row(row)
        if row.person_id is None:
            draft = MemberDraft(draft_of(line), line["relation"], began="moved_in")
            joined = add_member(
                by=by, household=household.pk, draft=draft, on=max(roster.valid_on, household.opened_on)
            )
            row.person_id = joined.person_id
            line["changes"] = {"columns": [], "facts": line["facts"], "account": bool(line["account"])}
        _change_person(by, roster, household, row.person_id, line)


def _change_person(by: Desk, roster: RosterImport, household: Household, person: int, line: Line) -> None:
    changes = line["changes"]
    if changes["columns"]:
        told = {name: line["person"][name] for name in changes["columns"]}
        correct_person(by=by, person=person, changes=told, reason=f"花名册：{roster.title}")
    for fact in changes["facts"]:
        _record(by, household, person, fact_draft(fact, roster))
    account = line["account"]
    if changes["account"] and account["holder"] in ("", line["person"]["name"]):
        open_account(
            by=by, person=person, draft=AccountDraft(account["number"], account["bank"]), since=roster.valid_on
        )
    if line["benefit"]:
        _take_over(by, roster, household, person, line["benefit"])


def _record(by: Desk, household: Household, person: int, draft: FactDraft) -> None:
    """Enter a fact over the one of its kind; that there is none ends every one."""
    standing = Evidence.objects.filter(person=person, topic=draft.topic, superseded_at__isnull=True, until__isnull=True)
    replaces = None
    if TOPICS[draft.topic].several and draft.value["kind"] == "none":
        for old in standing:
            end_fact(by=by, evidence=old.pk, household=household.pk, until=max(draft.since, old.since))
    elif TOPICS[draft.topic].several:
        replaces = standing.filter(kind=draft.value["kind"]).values_list("pk", flat=True).first()
    record_fact(by=by, household=household.pk, person=person, draft=draft, replaces=replaces)


def _take_over(by: Desk, roster: RosterImport, household: Household, person: int, benefit: dict[str, Any]) -> None:
    draft = benefit_draft(benefit, person, roster.valid_on)
    same = Benefit.objects.filter(in_payment(roster.valid_on), programme=draft.programme, person=draft.person)
    # What a person is paid follows the person, whichever household they belonged to.
    if not (same.filter(household=household) if draft.person is None else same).exists():
        take_over_benefit(by=by, household=household.pk, draft=draft)
