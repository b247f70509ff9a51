"""The commit: the rows of a dry run are taken in, some households to a transaction.

Each transaction marks its rows done, so that a commit killed anywhere goes on behind the last one that stood, and no row
is done twice. What was right at the dry run and is not any more is refused then, and named.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.evidence.actions import FactDraft, end_fact, prepare, record_fact
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.actions.bulk import write_households
from doudi.records.registry.actions.common import lock_household
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, check_household
from doudi.records.registry.actions.members import add_member
from doudi.records.registry.actions.payments import (
    AccountDraft,
    BenefitDraft,
    check_benefit,
    open_account,
    take_over_benefit,
)
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import account_columns
from doudi.records.registry.models import BankAccount, Benefit, Household, Person
from doudi.records.registry.refusals import Refused
from doudi.records.rosters.lines import Line, draft_of
from doudi.records.rosters.models import ImportRow, RosterImport
from doudi.records.territory.queries import places_on
from doudi.records.trail.recording import recording

Progress = Callable[[int], None]
HOUSEHOLDS_AT_ONCE = 150
DONE_OUTCOMES = ("create", "change", "same")


def commit_rows(by: Desk, roster: RosterImport, progress: Progress = lambda done: None) -> None:
    """Take in every row that is not done yet; safe to call again after a kill, and together with another."""
    while True:
        keys = _next_households(roster)
        if not keys:
            return
        try:
            _commit(by, roster, keys)
        except (IntegrityError, Refused, NotAllowed):
            # One household spoils the batch: by themselves the others go in, and that one is named.
            for key in keys:
                _commit_alone(by, roster, key)
        progress(roster.lines.filter(done_at__isnull=False).count())


def _next_households(roster: RosterImport) -> list[str]:
    waiting = roster.lines.filter(done_at__isnull=True, outcome__in=DONE_OUTCOMES).order_by("number")
    found: dict[str, None] = {}
    for key in waiting.values_list("household_key", flat=True)[: HOUSEHOLDS_AT_ONCE * 4]:
        found.setdefault(key)
        if len(found) == HOUSEHOLDS_AT_ONCE:
            break
    return list(found)


def _commit(by: Desk, roster: RosterImport, keys: Sequence[str]) -> None:
    with recording(by, reason=f"花名册导入：{roster.title}"):
        rows = list(
            roster.lines.select_for_update()
            .filter(household_key__in=keys, done_at__isnull=True, outcome__in=DONE_OUTCOMES)
            .order_by("number")
        )
        groups: dict[str, list[ImportRow]] = {}
        for row in rows:
            groups.setdefault(row.household_key, []).append(row)
        new = [group for group in groups.values() if group[0].household_id is None]
        _create(by, roster, new)
        for group in groups.values():
            if group[0].household_id is not None and group not in new:
                _change(by, roster, group)
        now = timezone.now()
        for row in rows:
            row.done_at = now
        _mark_done(rows)


def _mark_done(rows: Sequence[ImportRow]) -> None:
    """Write on each row what became of it: one statement for many, since an update by cases grows with their square."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE rosters_importrow SET done_at = %s, person_id = %s, household_id = %s WHERE id = %s",
            [(row.done_at, row.person_id, row.household_id, row.pk) for row in rows],
        )


def _commit_alone(by: Desk, roster: RosterImport, key: str) -> None:
    try:
        with transaction.atomic():
            _commit(by, roster, [key])
    except (IntegrityError, Refused, NotAllowed) as why:
        told = (
            str(why)
            if isinstance(why, Refused | NotAllowed)
            else "试算之后登记簿有变动（如证件号已被登记），请重新试算"
        )
        for row in roster.lines.filter(household_key=key, done_at__isnull=True, outcome__in=DONE_OUTCOMES):
            problem = {"column": "", "field": "", "verdict": "refused", "message": f"第{row.number}行：{told}"}
            row.problems = [*row.problems, {**problem, "proposal": "", "rule": "commit"}]
            row.outcome = "refuse"
            row.save(update_fields=["problems", "outcome"])


# New households.


def _create(by: Desk, roster: RosterImport, groups: Sequence[list[ImportRow]]) -> None:
    lines = [[_line(row) for row in group] for group in groups]
    drafts = [_household_draft(some, roster.valid_on) for some in lines]
    places = places_on({draft.territory for draft in drafts}, by.day)
    for draft in drafts:
        by.must("import_roster", draft.territory)
        check_household(draft, today=by.day, places=places)
    written = write_households(by, drafts)
    facts: list[Evidence] = []
    accounts: list[BankAccount] = []
    benefits: list[Benefit] = []
    for group, some, (household, people) in zip(groups, lines, written, strict=True):
        for row, line, person in zip(group, some, people, strict=True):
            row.household_id, row.person_id = household.pk, person.pk
            facts += [
                prepare(_fact(fact, roster), today=by.day, household=household, person=person, officer=by.officer_id)
                for fact in line["facts"]
            ]
            accounts += _accounts(line, person, roster.valid_on)
        benefits += _benefits(household, people, some, roster.valid_on)
    Evidence.objects.bulk_create(facts)
    BankAccount.objects.bulk_create(accounts)
    Benefit.objects.bulk_create(benefits)


def _line(row: ImportRow) -> Line:
    line: Line = json.loads(row.content)
    return line


def _household_draft(lines: Sequence[Line], on: datetime.date) -> HouseholdDraft:
    first = {
        key: next((line["household"][key] for line in lines if line["household"][key]), "")
        for key in ("address", "area", "type")
    }
    causes = {cause for line in lines for cause in line["household"]["causes"]}
    return HouseholdDraft(
        territory=lines[0]["village"],
        members=[MemberDraft(draft_of(line), line["relation"], began="taken_over") for line in lines],
        opened_on=on,
        causes=tuple(sorted(causes)),
        **first,
    )


def _fact(fact: dict[str, Any], roster: RosterImport) -> FactDraft:
    return FactDraft(
        topic=fact["topic"],
        value=fact["value"],
        since=roster.valid_on,
        source="roster",
        vouched_by=roster.title,
        certificate=fact.get("certificate", ""),
        note=fact.get("note", ""),
    )


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
    told: set[str] = set()
    for person, line in zip(people, lines, strict=True):
        benefit = line["benefit"]
        if benefit is None or benefit["programme"] in told:
            continue
        draft = benefit_draft(benefit, person.pk, on)
        check_benefit(draft)
        if draft.person is None:
            told.add(draft.programme)
        yield Benefit(
            household=household,
            person_id=draft.person,
            programme=draft.programme,
            dibao_class=draft.dibao_class,
            monthly=draft.monthly,
            since=draft.since,
            next_review_on=draft.next_review_on,
        )


def benefit_draft(benefit: dict[str, Any], person: int, on: datetime.date) -> BenefitDraft:
    """The benefit of a line; one without its first month is taken to be paid from the month of the roster."""
    return BenefitDraft(
        programme=benefit["programme"],
        monthly=benefit["monthly"],
        since=datetime.date.fromisoformat(benefit["since"]) if benefit["since"] else on.replace(day=1),
        person=person if BY_KEY[benefit["programme"]].unit == "person" else None,
        dibao_class=benefit["dibao_class"],
        next_review_on=datetime.date.fromisoformat(benefit["next_review_on"]) if benefit["next_review_on"] else None,
    )


# Households of the register.


def _change(by: Desk, roster: RosterImport, group: Sequence[ImportRow]) -> None:
    household = lock_household(by, group[0].household_id or 0, duty="import_roster")
    for row in group:
        line = _line(row)
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
        _record(by, household, person, _fact(fact, roster))
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
    if not household.benefits.filter(programme=draft.programme, person=draft.person, until__isnull=True).exists():
        take_over_benefit(by=by, household=household.pk, draft=draft)
