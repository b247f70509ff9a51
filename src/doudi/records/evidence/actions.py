"""Entering, correcting and withdrawing facts; opening sensitive ones. Nothing is overwritten: a correction is a new row."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.evidence.models import Document, Evidence, Opening
from doudi.records.evidence.topics import OF_OBLIGORS, SOURCES, TOPICS, Topic, covering
from doudi.records.evidence.values import amount_of, checked
from doudi.records.registry.actions.common import lock_household, person_in_hand, refuse_future
from doudi.records.registry.identity import certificate_columns
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.reach import people_in_hand, tied_to
from doudi.records.registry.refusals import Refused
from doudi.records.statements import prepared
from doudi.records.trail.access import log_access
from doudi.records.trail.copying import copy_rows
from doudi.records.trail.recording import recording

OPEN_MINUTES = 60


@dataclass(frozen=True)
class FactDraft:
    """One fact as an officer gives it. `value` has the shape of its topic; `until` is the first day it no longer holds."""

    topic: str
    value: Any
    since: datetime.date
    source: str
    until: datetime.date | None = None
    vouched_by: str = ""
    certificate: str = ""
    document: int | None = None
    note: str = ""


def record_fact(
    *,
    by: Desk,
    household: int,
    draft: FactDraft,
    person: int | None = None,
    replaces: int | None = None,
    version: int | None = None,
) -> Evidence:
    """Enter a fact of a household, or of one of its people or their kin, from a day on; of nobody another office answers for.

    Of a topic that has one value at a time the fact before it ends that day; of one whose rows stand side by side the
    row it `replaces` does. Raises NotAllowed, Refused, Stale.
    """
    topic = _topic(by, draft.topic)
    with recording(by):
        found = _lock(by, household, version)
        subject = person_in_hand(by, person, lock=True) if person is not None else None
        _check_subject(topic, subject)
        if subject is not None:
            _refuse_stranger(found, subject, [topic])
        _refuse_after_closing(found, draft)
        row = prepare(draft, today=by.day, household=found, person=subject, officer=by.officer_id)
        for old in _replaced(row, topic, replaces):
            # One action is one moment, so that what was known just before it can be asked for.
            row.recorded_at = _end(old, row)
        row.save()
    return row


def record_facts(*, by: Desk, household: Household, drafts: Sequence[tuple[Person | None, FactDraft]]) -> None:
    """Enter many facts of a household just registered, in one go; nothing of the same topics may stand yet."""
    people = {person.pk: person for person, _ in drafts if person is not None}
    belonging = set(_belonging(household.pk, list(people))) if people else set()
    for person in people.values():
        if person.pk not in belonging:
            _refuse_stranger(household, person, [TOPICS[draft.topic] for whose, draft in drafts if whose == person])
    rows = []
    for person, draft in drafts:
        _check_subject(_topic(by, draft.topic), person)
        rows.append(prepare(draft, today=by.day, household=household, person=person, officer=by.officer_id))
    with recording(by):
        copy_rows(rows)


def correct_fact(
    *, by: Desk, evidence: int, household: int, changes: dict[str, Any], reason: str, version: int | None = None
) -> Evidence:
    """Correct a fact: the row that was wrong stays, superseded, and the new one stands for the same days unless said.

    `changes` are fields of FactDraft. Raises NotAllowed, Refused, Stale.
    """
    if not reason.strip():
        raise Refused({"reason": "请写明更正原因"})
    with recording(by, reason=reason):
        found = _lock(by, household, version)
        old = _standing(by, evidence, found)
        draft = replace(draft_of(old), **changes)
        _refuse_after_closing(found, draft)
        row = prepare(draft, today=by.day, household=found, person=old.person, officer=by.officer_id)
        _refuse_beside(row, old)
        row.save()
        _supersede(old, row, reason)
    return row


def withdraw_fact(*, by: Desk, evidence: int, household: int, reason: str, version: int | None = None) -> Evidence:
    """Take back a fact that should never have been entered; it stays to be read, with the reason."""
    if not reason.strip():
        raise Refused({"reason": "请写明撤销原因"})
    with recording(by, reason=reason):
        old = _standing(by, evidence, _lock(by, household, version))
        _supersede(old, None, reason)
    return old


def end_fact(*, by: Desk, evidence: int, household: int, until: datetime.date, version: int | None = None) -> Evidence:
    """A fact no longer holds from a day on; the row that had no end is superseded by one that has."""
    return correct_fact(
        by=by, evidence=evidence, household=household, changes={"until": until}, reason="情况结束", version=version
    )


def prepare(
    draft: FactDraft, *, today: datetime.date, household: Household, person: Person | None, officer: int | None
) -> Evidence:
    """The row for a draft, checked but not written; raises Refused."""
    topic = TOPICS[draft.topic]
    if draft.source not in SOURCES:
        raise Refused({"source": "请选择信息来源"})
    refuse_future(draft.since, today, "since")
    if draft.until is not None and draft.until < draft.since:
        raise Refused({"until": "结束日期早于起始日期，请核对"})
    _check_document(draft.document, household)
    value = checked(topic, draft.value, draft.since)
    amount, per, kind = amount_of(topic, value)
    return Evidence(
        household=household if topic.subject == "household" else None,
        person=person if topic.subject == "person" else None,
        topic=topic.key,
        kind=kind,
        value=value,
        amount=amount,
        per=per,
        **certificate_columns(draft.certificate),
        since=draft.since,
        until=draft.until,
        source=draft.source,
        vouched_by=draft.vouched_by.strip(),
        document_id=draft.document,
        note=draft.note.strip(),
        recorded_by_id=officer,
    )


def draft_of(row: Evidence) -> FactDraft:
    """A row as a draft, for a form that corrects it."""
    return FactDraft(
        topic=row.topic,
        value=row.value,
        since=row.since,
        until=row.until,
        source=row.source,
        vouched_by=row.vouched_by,
        certificate=row.certificate,
        document=row.document_id,
        note=row.note,
    )


def open_sensitive(*, by: Desk, household: int, reason: str) -> Opening:
    """Let the desk see a household's sensitive facts for an hour, for a stated reason, and log that it was opened."""
    by.must("see_sensitive")
    if len(reason.strip()) < 2:
        raise Refused({"reason": "请写明查看原因，如“定期核查”“来访咨询”或案件编号"})
    with recording(by, reason=reason):
        found = Household.objects.filter(by.within("territory"), pk=household).first()
        if found is None:
            raise Refused("没有这户，或不在您的管辖范围内")
        opening = Opening.objects.create(
            household=found,
            officer_id=by.officer_id,
            post=by.post,
            reason=reason.strip(),
            until=timezone.now() + datetime.timedelta(minutes=OPEN_MINUTES),
        )
    log_access(by, kind="open", facts=sorted(by.held.topics), household=household, reason=reason.strip())
    return opening


def _check_document(document: int | None, household: Household) -> None:
    if document is None:
        return
    if not Document.objects.filter(pk=document, household=household, withdrawn_at__isnull=True).exists():
        raise Refused({"document": "没有这份材料，或已撤回；请重新选择"})


def _topic(by: Desk, key: str) -> Topic:
    topic = TOPICS.get(key)
    if topic is None:
        raise Refused({"topic": "不认识的信息类别"})
    may = by.may("record_facts") or (by.may("verify_facts") and covering(key) in by.held.verifies)
    if not may:
        by.must("record_facts")
    if not by.sees(covering(key)):
        raise NotAllowed(f"{by.held.zh}不办理“{topic.zh}”；可由乡镇经办人员办理")
    return topic


def _lock(by: Desk, household: int, version: int | None) -> Household:
    duty = "record_facts" if by.may("record_facts") else "verify_facts"
    return lock_household(by, household, duty=duty, version=version)


def _check_subject(topic: Topic, person: Person | None) -> None:
    """A person's topic needs somebody, a household's nobody."""
    if topic.subject == "household":
        if person is not None:
            raise Refused({"person": f"“{topic.zh}”是整户的情况，不选个人"})
        return
    if person is None:
        raise Refused({"person": f"“{topic.zh}”是个人的情况，请选择是谁的"})


def _refuse_stranger(household: Household, person: Person, topics: Sequence[Topic]) -> None:
    """Facts are entered of those who are or were in the household, and of their kin what the law asks of an obligor."""
    if household.memberships.filter(person=person).exists():
        return
    if not Person.objects.filter(tied_to(household), pk=person.pk).exists():
        raise Refused({"person": f"{person.name}不是本户成员，也不是成员的亲属"})
    if other := next((topic for topic in topics if topic.key not in OF_OBLIGORS), None):
        asked = "、".join(topic.zh for topic in TOPICS.values() if topic.key in OF_OBLIGORS)
        raise Refused({"person": f"{person.name}是户外亲属，不录入“{other.zh}”；户外亲属只录入{asked}"})


@prepared
def _belonging(household: int, people: list[int]) -> QuerySet[Membership, int]:
    """Which of the people are or were in the household."""
    return Membership.objects.filter(household=household, person__any_of=people).values_list("person", flat=True)


def _refuse_after_closing(household: Household, draft: FactDraft) -> None:
    if household.closed_on is not None and draft.since >= household.closed_on:
        raise Refused({"since": f"这户已于{household.closed_on}销户；只能补录销户之前的情况"})


def _standing(by: Desk, evidence: int, household: Household) -> Evidence:
    """A fact that stands, of the household locked or of one of its people, who is locked too.

    One of another office's people is not told apart from one that is not there. Raises NotAllowed, Refused.
    """
    people = Person.objects.filter(people_in_hand(by))
    reached = Q(household__in=Household.objects.filter(by.within("territory"))) | Q(person__in=people)
    found = Evidence.objects.filter(reached, pk=evidence, superseded_at__isnull=True).select_related("person").first()
    if found is None:
        raise Refused("没有这条信息，或已被更正或撤销；请刷新页面")
    _topic(by, found.topic)
    if found.household_id != household.pk and not _is_of(found.person, household):
        raise Refused("这条信息不属于这户")
    if found.person_id is not None:
        # Two households of the same kin are two locks; the person is one.
        person_in_hand(by, found.person_id, lock=True)
    return found


def _is_of(person: Person | None, household: Household) -> bool:
    return person is not None and Person.objects.filter(tied_to(household), pk=person.pk).exists()


def _refuse_beside(row: Evidence, old: Evidence) -> None:
    """Of one value at a time no two stand on a day: a correction leaves what stands beside it alone."""
    if TOPICS[row.topic].several:
        return
    others = _same(row).exclude(pk=old.pk).filter(Q(until__isnull=True) | Q(until__gt=row.since))
    beside = (others if row.until is None else others.filter(since__lt=row.until)).order_by("since").first()
    if beside is not None:
        span = f"自{beside.since}起" + (f"至{beside.until}" if beside.until else "")
        raise Refused({"since": f"更正后的期间与该情况{span}的另一条记录重叠；请先更正那一条，或改起止日期"})


def _same(row: Evidence) -> QuerySet[Evidence]:
    """What stands of the same topic of the same household or person."""
    return Evidence.objects.filter(
        topic=row.topic, household=row.household, person=row.person, superseded_at__isnull=True
    )


def _replaced(row: Evidence, topic: Topic, replaces: int | None) -> list[Evidence]:
    """What a new row ends: of one value at a time whatever stands from its day on, else the one row it is to replace."""
    same = _same(row)
    if topic.several:
        if replaces is None:
            return []
        old = same.filter(pk=replaces).first()
        if old is None:
            raise Refused({"replaces": "要接续的那一笔已被更正或撤销；请刷新页面"})
        if old.since > row.since:
            raise Refused({"replaces": f"要接续的那一笔自{old.since}起，晚于新的起始日期；请改用更正"})
        return [old]
    later = same.filter(since__gt=row.since).order_by("since").first()
    if later is not None and (row.until is None or row.until > later.since):
        raise Refused(
            {"since": f"该情况自{later.since}起已有较新的记录；请更正那一条，或填写不晚于{later.since}的结束日期"}
        )
    return list(same.filter(since__lte=row.since).filter(Q(until__isnull=True) | Q(until__gt=row.since)))


def _end(old: Evidence, new: Evidence) -> datetime.datetime:
    """Give what stood an end at the day the new row begins: by a row over it, since nothing is overwritten."""
    ended = Evidence(
        household_id=old.household_id,
        person_id=old.person_id,
        certificate_index=old.certificate_index,
        recorded_by_id=new.recorded_by_id,
        recorded_at=new.recorded_at,
        **{name: getattr(old, name) for name in _CARRIED},
        until=new.since,
    )
    ended.save()
    _supersede(old, ended, "由新情况接续")
    return ended.recorded_at


_CARRIED = (
    *("topic", "kind", "value", "amount", "per", "certificate", "since"),
    *("source", "vouched_by", "document_id", "note"),
)


def _supersede(old: Evidence, new: Evidence | None, reason: str) -> None:
    """Close a row at the very moment the one over it was recorded, so that no moment knows both or neither."""
    changed = Evidence.objects.filter(pk=old.pk, superseded_at__isnull=True).update(
        superseded_at=Now() if new is None else new.recorded_at,
        superseded_by=new,
        superseded_reason=reason.strip(),
    )
    if changed != 1:
        raise Refused("这条信息刚被他人更正；请刷新页面")
