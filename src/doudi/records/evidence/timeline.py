"""Everything that ever happened to a household, in order: who came and went, where it lived, what was paid, found and mended.

A happening names its kind and carries the rows it is made of; what it says in words is the door's. Nine queries, however
large the household.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from doudi.records.evidence.models import Document, Evidence
from doudi.records.evidence.reach import Reach
from doudi.records.registry.models import (
    BankAccount,
    Benefit,
    Kinship,
    Membership,
    Merge,
    Person,
    Residence,
)
from doudi.records.registry.reach import is_in_hand
from doudi.records.statements import prepared
from doudi.records.trail.models import AuditEntry

# The columns of a person and of a household whose corrections are told; a number only as that it was corrected.
PERSON_FIELDS = (
    *("name", "citizen_id", "born_on", "sex", "phone_shown", "temporary_number", "ethnic", "marital", "education"),
    *("hukou", "hukou_place", "died_on"),
)
HOUSEHOLD_FIELDS = ("address", "area", "type", "causes")
# Why a row was closed although nothing about it was wrong.
_WENT_ON = ("由新情况接续", "情况结束")


@dataclass(frozen=True)
class Happening:
    """One thing that happened: the day it is told under, its kind, the row, the one before it, and who recorded it when.

    `fields` are what was corrected: (column, before, after).
    """

    on: datetime.date
    kind: str
    row: Any = None
    before: Any = None
    who: str = ""
    by: str = ""
    at: datetime.datetime | None = None
    reason: str = ""
    fields: tuple[tuple[str, Any, Any], ...] = ()
    together: tuple[Membership, ...] = ()

    @property
    def topic(self) -> str:
        """The topic of a fact, else an empty text."""
        return self.row.topic if isinstance(self.row, Evidence) else ""


def happenings_of(reach: Reach) -> list[Happening]:
    """Everything that happened and may be told, the latest first; of one day what was recorded last comes first."""
    return _Told(reach).in_order()


def until(found: Sequence[Happening], day: datetime.date, as_known: datetime.datetime | None = None) -> list[Happening]:
    """Those that had happened by a day; with `as_known` those that were recorded by that moment."""
    return [one for one in found if one.on <= day and (as_known is None or one.at is None or one.at <= as_known)]


class _Told:
    """The rows of a household, read once, and the happenings they make."""

    def __init__(self, reach: Reach) -> None:
        self.reach, self.household = reach, reach.household
        household, self.memberships = reach.household, reach.memberships
        members = {one.person_id: one.person for one in self.memberships}
        # What another office does with people who are its own now is not told here.
        people = sorted(pk for pk, person in members.items() if is_in_hand(reach.by, person))
        self.residences = _residences(household.pk)
        self.benefits = _benefits(household.pk)
        self.kin = _kin(people, list(members))
        self.facts = _facts_of(reach, members | {one.relative_id: one.relative for one in self.kin})
        self.documents = _documents(household.pk)
        self.accounts = _accounts(people)
        self.merges = _merges(people)
        self.names = {one.person_id: one.person.name for one in self.memberships}
        self.entered = _entered(self._rows())
        self.corrected = _corrections(household.pk, people)

    def in_order(self) -> list[Happening]:
        parts = (
            *(self._opening(), self._comings(), self._goings(), self._moves(), self._payments(), self._facts()),
            *(self._papers(), self._kinships(), self._account_changes(), self._mergers(), self._corrections()),
        )
        found = [one for part in parts for one in part]
        begin = datetime.datetime.min.replace(tzinfo=datetime.UTC)
        return sorted(found, key=lambda one: (one.on, one.at or begin), reverse=True)

    def _rows(self) -> Iterator[Any]:
        yield self.household
        for rows in (self.memberships, self.residences, self.benefits, self.kin, self.accounts):
            yield from rows
        yield from (one for one in self.facts if one.superseded_at is not None and one.superseded_by_id is None)

    def _by(self, row: Any, operation: str = "insert") -> dict[str, Any]:
        """Who recorded a row, when, as the trail has it."""
        line = self.entered.get((row._meta.db_table, row.pk, operation))
        return {"by": line.actor, "at": line.at} if line else {}

    def _opening(self) -> Iterator[Happening]:
        first = tuple(one for one in self.memberships if self._is_first(one))
        yield Happening(self.household.opened_on, "opened", self.household, together=first, **self._by(self.household))
        if self.household.closed_on is not None:
            yield Happening(self.household.closed_on, "closed", self.household, reason=self.household.closed_reason)

    def _is_first(self, one: Membership) -> bool:
        return one.began == "opened" and one.since == self.household.opened_on

    def _comings(self) -> Iterator[Happening]:
        followed = {(one.person_id, one.until) for one in self.memberships if one.ended in _REARRANGED}
        for one in self.memberships:
            if not self._is_first(one) and (one.person_id, one.since) not in followed:
                yield Happening(one.since, "joined", one, who=one.person.name, **self._by(one))

    def _goings(self) -> Iterator[Happening]:
        heads = {one.since: one for one in self.memberships if one.relation == "head"}
        told: set[datetime.date] = set()
        for one in self.memberships:
            if one.until is None or one.ended == "mistake":
                continue
            if one.ended not in _REARRANGED:
                yield Happening(one.until, "left", one, who=one.person.name, **self._by(one, "update"))
            elif one.ended == "head_changed" and one.until in heads and one.until not in told:
                told.add(one.until)
                head = heads[one.until]
                yield Happening(one.until, "head_changed", head, who=head.person.name, **self._by(head))

    def _moves(self) -> Iterator[Happening]:
        for before, after in zip(self.residences, self.residences[1:], strict=False):
            yield Happening(after.since, "moved", after, before=before, **self._by(after))

    def _payments(self) -> Iterator[Happening]:
        for one in self.benefits:
            who = one.person.name if one.person else ""
            yield Happening(one.since, "benefit", one, who=who, **self._by(one))
            if one.until is not None:
                told = self._by(one, "update")
                yield Happening(one.until, "benefit_ended", one, who=who, reason=one.ended_reason, **told)

    def _facts(self) -> Iterator[Happening]:
        corrects = {one.superseded_by_id: one for one in self.facts if one.superseded_by_id is not None}
        for row in self.facts:
            who = row.person.name if row.person else ""
            actor = row.recorded_by.name if row.recorded_by else ""
            old = corrects.get(row.pk)
            if old is None:
                yield Happening(row.since, "fact", row, who=who, by=actor, at=row.recorded_at)
            elif old.superseded_reason in _WENT_ON and row.until is not None:
                yield Happening(row.until, "fact_ended", row, before=old, who=who, by=actor, at=row.recorded_at)
            else:
                on = timezone.localdate(row.recorded_at)
                reason = old.superseded_reason
                yield Happening(on, "fact_corrected", row, old, who, actor, row.recorded_at, reason)
            if (
                row.superseded_at is not None
                and row.superseded_by_id is None
                and self.reach.tells_ending(row, row.person)
            ):
                told = {**self._by(row, "update"), "at": row.superseded_at, "reason": row.superseded_reason}
                yield Happening(timezone.localdate(row.superseded_at), "fact_withdrawn", row, who=who, **told)

    def _papers(self) -> Iterator[Happening]:
        for one in self.documents:
            who = one.person.name if one.person else ""
            actor = one.filed_by.name if one.filed_by else ""
            yield Happening(_day(one.filed_at), "paper", one, who=who, by=actor, at=one.filed_at)
            if one.withdrawn_at is not None:
                told = {"at": one.withdrawn_at, "reason": one.withdrawn_reason}
                yield Happening(_day(one.withdrawn_at), "paper_withdrawn", one, who=who, **told)

    def _kinships(self) -> Iterator[Happening]:
        for one in self.kin:
            told = self._by(one)
            on = one.since or (_day(told["at"]) if told else self.household.opened_on)
            who = self.names.get(one.person_id, "")
            yield Happening(on, "kin", one, who=who, **told)
            if one.until is not None:
                yield Happening(one.until, "kin_ended", one, who=who, **self._by(one, "update"))

    def _account_changes(self) -> Iterator[Happening]:
        for one in self.accounts:
            yield Happening(one.since, "account", one, who=one.person.name, **self._by(one))

    def _mergers(self) -> Iterator[Happening]:
        for one in self.merges:
            told = {"by": one.merged_by.name, "at": one.merged_at, "reason": one.reason}
            yield Happening(_day(one.merged_at), "merged", one, who=one.kept.name, **told)
            if one.undone_at is not None and one.undone_by is not None:
                told = {"by": one.undone_by.name, "at": one.undone_at, "reason": one.undone_reason}
                yield Happening(_day(one.undone_at), "parted", one, who=one.kept.name, **told)

    def _corrections(self) -> Iterator[Happening]:
        for line in self.corrected:
            person = line.table_name == "registry_person"
            fields = _fields(line, PERSON_FIELDS if person else HOUSEHOLD_FIELDS)
            if fields:
                who = self.names.get(line.row_id, "") if person else ""
                told = {"by": line.actor, "at": line.at, "reason": line.reason, "fields": fields}
                yield Happening(_day(line.at), "corrected", who=who, **told)


# Endings after which the same person goes on in the same household.
_REARRANGED = ("head_changed", "relation_changed")


def _day(moment: datetime.datetime) -> datetime.date:
    return timezone.localdate(moment)


@prepared
def _residences(household: int) -> QuerySet[Residence]:
    return Residence.objects.filter(household=household).order_by("since")


@prepared
def _benefits(household: int) -> QuerySet[Benefit]:
    return Benefit.objects.filter(household=household).select_related("person").order_by("since", "pk")


@prepared
def _kin(people: list[int], members: list[int]) -> QuerySet[Kinship]:
    """Kin outside the household that were written down for its people, the children and spouses inside it left out."""
    found = Kinship.objects.filter(person__any_of=people).exclude(relative__any_of=members)
    return found.select_related("person", "relative").order_by("pk")


@prepared
def _documents(household: int) -> QuerySet[Document]:
    return Document.objects.filter(household=household).select_related("person", "filed_by").order_by("filed_at", "pk")


@prepared
def _accounts(people: list[int]) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(person__any_of=people).select_related("person").order_by("since")


@prepared
def _merges(people: list[int]) -> QuerySet[Merge]:
    return Merge.objects.filter(kept__any_of=people).select_related("kept", "absorbed", "merged_by", "undone_by")


@prepared
def _evidence(household: int, people: list[int]) -> QuerySet[Evidence]:
    found = Evidence.objects.filter(Q(household=household) | Q(person__any_of=people))
    return found.select_related("recorded_by", "document").order_by("recorded_at", "pk")


def _facts_of(reach: Reach, people: dict[int, Person]) -> list[Evidence]:
    """Every fact, with the people who are here already: a file of years has hundreds of facts of the same few."""
    rows = _evidence(reach.household.pk, list(people))
    for row in rows:
        row.person = people[row.person_id] if row.person_id is not None else None
    return [row for row in rows if reach.tells(row, row.person)]


def _entered(rows: Iterator[Any]) -> dict[tuple[str, int, str], AuditEntry]:
    """The line of the trail that wrote each row, and the last that changed it; the rows' content is left where it is."""
    wanted = [(row._meta.db_table, row.pk) for row in rows]
    lines = AuditEntry.objects.raw(_LINES, [[table for table, _pk in wanted], [pk for _table, pk in wanted]])
    return {(one.table_name, one.row_id, one.operation): one for one in lines}


# A line at a time by its index: asked with a list for each table, the database would rather read the whole trail.
_LINES = """
    SELECT line.id, line.table_name, line.row_id, line.operation, line.actor, line.at, line.reason
    FROM unnest(%s::text[], %s::bigint[]) AS wanted(table_name, row_id)
    JOIN trail_auditentry AS line ON line.table_name = wanted.table_name AND line.row_id = wanted.row_id
    ORDER BY line.id
"""


@prepared
def _corrections(household: int, people: list[int]) -> QuerySet[AuditEntry]:
    """Changes of what the register says of the people and of the household."""
    of_people = Q(table_name="registry_person", row_id__any_of=people)
    found = AuditEntry.objects.filter(
        of_people | Q(table_name="registry_household", row_id=household),
        operation="update",
        after__has_any_keys=[*PERSON_FIELDS, "citizen_index", *HOUSEHOLD_FIELDS],
    )
    return found.order_by("pk")


def _fields(line: AuditEntry, wanted: tuple[str, ...]) -> tuple[tuple[str, Any, Any], ...]:
    """What was corrected; of a sealed number only that it was, with the masked forms."""
    before, after = line.before or {}, line.after or {}
    found = []
    for name in wanted:
        if name == "citizen_id":
            if "citizen_index" in after:
                found.append((name, before.get("citizen_shown", ""), after.get("citizen_shown", "")))
        elif name in after:
            found.append((name, before.get(name), after.get(name)))
    return tuple(found)
