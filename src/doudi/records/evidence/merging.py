"""Two records that are one person: looked at side by side, merged, and parted again as they were.

Everything that hangs on the absorbed record goes to the one that is kept. Each column changed is written down with what
it was, so that an undo puts back exactly that, and says what has been changed since. What cannot be moved without
breaking a rule of the register is refused before anything is done.
"""

import copy
import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F
from django.utils import timezone

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.actions.common import relabel
from doudi.records.registry.actions.rivals import rivals_of_two
from doudi.records.registry.models import BankAccount, Benefit, DuplicatePair, Household, Membership, Merge, Person
from doudi.records.registry.queries import people_within
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# What the kept record takes over where it has nothing of its own.
_FILLED = (
    "sex", "born_on", "born_note", "ethnic", "marital", "education", "hukou", "hukou_place", "note",
)  # fmt: skip
_NUMBER = ("citizen_id", "citizen_index", "citizen_shown", "id_kind", "id_note", "id_unverified")
_PHONE = ("phone", "phone_index", "phone_shown")
_SKIPPED = {Merge, DuplicatePair}
Moved = list[dict[str, Any]]
Span = tuple[datetime.date, datetime.date | None]


@dataclass(frozen=True)
class Preview:
    """What a merge would do: the fields that differ, how many rows move, which facts give way, and what forbids it."""

    kept: Person
    absorbed: Person
    differing: tuple[tuple[str, str, str], ...]
    moving: tuple[tuple[str, int], ...]
    giving_way: tuple[Evidence, ...]
    both_members: tuple[Membership, ...]
    forbidden: tuple[str, ...]


def preview_merge(*, by: Desk, kept: int, absorbed: int) -> Preview:
    """Look at two records side by side; raises NotAllowed, Refused where either is not the desk's."""
    by.must("merge_persons")
    one, other = _two(by, kept, absorbed)
    both = [one for one in _memberships(other) if _overlapping(one, kept)]
    return Preview(
        kept=one,
        absorbed=other,
        differing=tuple(_differing(one, other)),
        moving=tuple(sorted(_counts(other))),
        giving_way=tuple(_giving_way(one, other)),
        both_members=tuple(both),
        forbidden=tuple(_forbidden(one, other)),
    )


def merge_persons(*, by: Desk, kept: int, absorbed: int, reason: str) -> Merge:
    """Make two records one; raises NotAllowed, Refused with what forbids it."""
    by.must("merge_persons")
    if not reason.strip():
        raise Refused({"reason": "请写明认定为同一人的依据"})
    with recording(by, reason=reason):
        _lock(kept, absorbed)
        one, other = _two(by, kept, absorbed)
        if forbidden := list(_forbidden(one, other)):
            raise Refused("；".join(forbidden))
        moved: Moved = []
        _change(moved, other, merged_into_id=one.pk)
        _fill(moved, one, other)
        _give_way(moved, one, other)
        _close_overlaps(moved, one, other, by.day)
        _close_emptied(moved, other, by.day)
        _move_rows(moved, one, other)
        merge = Merge.objects.create(
            kept=one, absorbed=other, moved=moved, reason=reason.strip(), merged_by_id=by.officer_id
        )
        _settle_pair(one, other, "merged", by, reason)
        _touch((one, other))
    return merge


def undo_merge(*, by: Desk, merge: int, reason: str) -> Merge:
    """Part two records again as they were before; raises Refused where something moved was changed since."""
    by.must("merge_persons")
    if not reason.strip():
        raise Refused({"reason": "请写明撤销合并的原因"})
    with recording(by, reason=reason):
        found = Merge.objects.select_for_update().filter(pk=merge, undone_at__isnull=True).first()
        if found is None or not people_within(by).filter(pk=found.kept_id).exists():
            raise Refused("没有这次合并，或已撤销")
        _lock(found.kept_id, found.absorbed_id)
        if later := list(_changed_since(found.moved)):
            raise Refused(f"合并之后又有变动，不能自动撤销：{'；'.join(later)}。请先恢复这些变动")
        for change in reversed(found.moved):
            _put_back(change)
        found.undone_by_id, found.undone_at, found.undone_reason = by.officer_id, timezone.now(), reason.strip()
        found.save()
        _settle_pair(found.kept, found.absorbed, "open", by, "")
        _touch((found.kept, found.absorbed))
    return found


def _lock(*people: int) -> None:
    """Lock people, and before them every household of theirs, in the order of all actions.

    Counting takes no lock: the rows themselves have to be read.
    """
    homes = Membership.objects.filter(person__in=people).values("household")
    list(Household.objects.select_for_update().filter(pk__in=homes).order_by("pk").values_list("pk"))
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))


def _touch(people: Sequence[Person]) -> None:
    """Let the households of the people carry the right name, and tell whoever has a form of them open."""
    concerned = Household.objects.filter(memberships__person__in=people).distinct()
    relabel(concerned)
    Household.objects.filter(pk__in=list(concerned.values_list("pk", flat=True))).update(version=F("version") + 1)


def merges_of(person: int) -> models.QuerySet[Merge]:
    """The merges somebody was in, latest first."""
    condition = models.Q(kept=person) | models.Q(absorbed=person)
    return Merge.objects.filter(condition).select_related("kept", "absorbed", "merged_by", "undone_by").order_by("-pk")


def _two(by: Desk, kept: int, absorbed: int) -> tuple[Person, Person]:
    found = {one.pk: one for one in people_within(by).filter(pk__in=(kept, absorbed))}
    if kept == absorbed or len(found) != 2:
        raise Refused("请选择您管辖范围内两条不同的人员记录")
    return found[kept], found[absorbed]


def _forbidden(one: Person, other: Person) -> Iterator[str]:
    numbers = [bytes(person.citizen_index) for person in (one, other) if person.citizen_index is not None]
    if len(numbers) == 2 and numbers[0] != numbers[1]:
        yield "两人的证件号不同；确为同一人的，请先把其中一条的证件号更正"
    for benefit in Benefit.objects.filter(person=other, until__isnull=True):
        if Benefit.objects.filter(person=one, programme=benefit.programme, until__isnull=True).exists():
            yield "两条记录都有同一项在发的救助，请先停发其中一笔"
    yield from rivals_of_two(one.pk, other.pk)
    if (one.died_on is None) != (other.died_on is None):
        yield "其中一条已登记死亡，另一条没有；请先给另一条登记死亡，或更正死亡登记"
    yield from _forbidden_by_households(one, other)


def _forbidden_by_households(one: Person, other: Person) -> Iterator[str]:
    """What would leave a household without its head, or paid for nobody."""
    today = [membership for membership in _memberships(other) if membership.until is None]
    members = Membership.objects.filter(person=one, until__isnull=True)
    if members.exists() and any(map(_is_head_with_others, today)):
        same = members.filter(household__in=[membership.household_id for membership in today]).exists()
        yield (
            f"{other.name}是本户户主，请保留户主那一条"
            if same
            else f"{other.name}是另一户的户主；请先变更那户的户主，或保留那一条"
        )
    for membership in today if members.exists() else []:
        household = membership.household
        others = household.memberships.filter(until__isnull=True).exclude(pk=membership.pk)
        if not others.exists() and household.benefits.filter(until__isnull=True, person__isnull=True).exists():
            yield f"{household.number}户合并后没有成员，但还有在发的救助，请先停发"


def _is_head_with_others(membership: Membership) -> bool:
    others = membership.household.memberships.filter(until__isnull=True).exclude(pk=membership.pk)
    return membership.relation == "head" and others.exists()


def _differing(one: Person, other: Person) -> Iterator[tuple[str, str, str]]:
    for field in ("name", "sex", "born_on", "citizen_shown", "phone_shown", "ethnic", "marital", "hukou", "territory"):
        left, right = getattr(one, field), getattr(other, field)
        if (left or "") != (right or ""):
            yield field, str(left or ""), str(right or "")


def _relations() -> Iterator[tuple[type[models.Model], str]]:
    """Every table and column that points to a person, whichever app it is of."""
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if model not in _SKIPPED and model is not Person:
            yield model, relation.field.name


def _counts(other: Person) -> Iterator[tuple[str, int]]:
    for model, field in _relations():
        count = model._default_manager.filter(**{field: other}).count()
        if count:
            yield model._meta.label_lower, count


def _memberships(person: Person) -> models.QuerySet[Membership]:
    return Membership.objects.filter(person=person).select_related("household")


def _overlapping(membership: Membership, person: int) -> bool:
    others = Membership.objects.filter(person=person)
    if membership.until is not None:
        others = others.filter(since__lt=membership.until)
    return others.filter(models.Q(until__isnull=True) | models.Q(until__gt=membership.since)).exists()


def _giving_way(one: Person, other: Person) -> list[Evidence]:
    """The absorbed record's facts that stand on a day on which the kept one has its own: both would count twice."""
    return [row for row, _left in _overlapping_facts(one, other)]


def _overlapping_facts(one: Person, other: Person) -> list[tuple[Evidence, list[Span]]]:
    """Each with the spans on which it stands alone: facts of different kinds side by side are no contradiction."""
    own: dict[tuple[str, str], list[Span]] = defaultdict(list)
    standing = Evidence.objects.filter(superseded_at__isnull=True)
    for row in standing.filter(person=one):
        own[_kind(row)].append((row.since, row.until))
    rows = [(row, _without((row.since, row.until), own[_kind(row)])) for row in standing.filter(person=other)]
    found = [(row, left) for row, left in rows if left != [(row.since, row.until)]]
    return sorted(found, key=lambda pair: (pair[0].topic, pair[0].pk))


def _kind(row: Evidence) -> tuple[str, str]:
    """What may stand once a day: a topic, of one whose rows stand side by side each kind."""
    return row.topic, row.kind if TOPICS[row.topic].several else ""


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What is left of a span outside others, in order."""
    left = [span]
    for since, until in taken:
        left = [part for one in left for part in _cut(one, since, until)]
    return left


def _cut(span: Span, since: datetime.date, until: datetime.date | None) -> Iterator[Span]:
    """What is left of a span before and after another; a span without a day cuts nothing."""
    begin, end = span
    if (end is not None and end <= since) or (until is not None and (until <= begin or until <= since)):
        yield span
        return
    if begin < since:
        yield begin, since
    if until is not None and (end is None or until < end):
        yield until, end


def _give_way(moved: Moved, one: Person, other: Person) -> None:
    """Where both say something of a day the kept record's word stands; of the other days the absorbed one's does."""
    for row, left in _overlapping_facts(one, other):
        reason = f"合并重复人员，以保留记录的“{TOPICS[row.topic].zh}”为准"
        now = timezone.now()
        parts = [_part(moved, row, span, now) for span in left]
        over = {"superseded_by_id": parts[0].pk} if parts else {}
        _change(moved, row, superseded_at=now, superseded_reason=reason, **over)


def _part(moved: Moved, row: Evidence, span: Span, now: datetime.datetime) -> Evidence:
    """A fact over some of its days. It is written as one that does not stand, which is what an undo puts back."""
    part = copy.copy(row)
    part.pk, part._state = None, copy.copy(row._state)
    part._state.adding = True
    part.since, part.until = span
    part.recorded_at = part.superseded_at = now
    part.superseded_reason = "撤销合并"
    part.save(force_insert=True)
    _change(moved, part, superseded_at=None, superseded_reason="")
    return part


def _fill(moved: Moved, one: Person, other: Person) -> None:
    filled = {name: getattr(other, name) for name in _FILLED if not getattr(one, name) and getattr(other, name)}
    if one.citizen_index is None and other.citizen_index is not None:
        # The number leaves the absorbed record with its standing as a person; the index is unique among those who stand.
        filled |= {name: getattr(other, name) for name in _NUMBER}
        filled["temporary_until"] = None
    if one.phone_index is None and other.phone_index is not None:
        filled |= {name: getattr(other, name) for name in _PHONE}
    if filled:
        _change(moved, one, **filled)


def _close_overlaps(moved: Moved, one: Person, other: Person, on: datetime.date) -> None:
    """Spans that would stand twice on a day: the absorbed record's give way, as if they had never been.

    What the person is paid in a household they were in by mistake is paid in their own.
    """
    own = Membership.objects.filter(person=one, until__isnull=True).first()
    for membership in _memberships(other):
        if not _overlapping(membership, one.pk):
            continue
        if own is None and membership.until is None:
            # Where the kept record belongs today is where the absorbed one does, from the day it left its last household.
            _change(moved, membership, since=_last_left(one))
            continue
        _change(moved, membership, until=membership.since, ended="mistake")
        for benefit in other.benefits.filter(household=membership.household_id, until__isnull=True) if own else ():
            _change(moved, benefit, household_id=own.household_id)
    for account in BankAccount.objects.filter(person=other, until__isnull=True):
        if BankAccount.objects.filter(person=one, until__isnull=True).exists():
            _change(moved, account, until=max(on, account.since))


def _last_left(person: Person) -> datetime.date:
    """The day a person left the last household they were in."""
    return max(until for until in person.memberships.values_list("until", flat=True) if until is not None)


def _close_emptied(moved: Moved, other: Person, on: datetime.date) -> None:
    """A household nobody is left in, now that its only member was somebody else's second record."""
    for membership in Membership.objects.filter(person=other, ended="mistake").select_related("household"):
        household = membership.household
        if household.closed_on is not None or household.memberships.filter(until__isnull=True).exists():
            continue
        for residence in household.residences.filter(until__isnull=True):
            _change(moved, residence, until=max(on, residence.since))
        closed = {"closed_on": max(on, household.opened_on), "closed_reason": "合并重复人员后户内已无人"}
        _change(moved, household, **closed)


def _move_rows(moved: Moved, one: Person, other: Person) -> None:
    for model, field in _relations():
        for row in model._default_manager.filter(**{field: other}):
            if not _clashes(model, row, field, one):
                _change(moved, row, **{f"{field}_id": one.pk})


def _clashes(model: type[models.Model], row: Any, field: str, one: Person) -> bool:
    """A row that would say something twice, or of a person and themselves, stays with the absorbed record."""
    if model._meta.model_name == "kinship":
        rest = "relative_id" if field == "person" else "person_id"
        if getattr(row, rest) == one.pk:
            return True
        same = {field: one, rest: getattr(row, rest), "relation": row.relation, "until": None}
        return row.until is None and model._default_manager.filter(**same).exists()
    if model._meta.model_name == "bankaccount":
        return _stands_beside(row, BankAccount.objects.filter(person=one))
    if model._meta.model_name == "benefit":
        return _stands_beside(row, Benefit.objects.filter(person=one, programme=row.programme))
    if model._meta.model_name == "relativematch":
        return bool(model._default_manager.filter(person=one, relative_id=row.relative_id).exists())
    return False


def _stands_beside(row: Any, others: models.QuerySet[Any]) -> bool:
    """Whether a dated row would stand on a day beside one of the others; a row without a day never does."""
    if row.until is not None and row.until <= row.since:
        return False
    before = others if row.until is None else others.filter(since__lt=row.until)
    beside = before.filter(models.Q(until__isnull=True) | models.Q(until__gt=row.since))
    return beside.exclude(until=F("since")).exists()


def _change(moved: Moved, row: models.Model, **columns: Any) -> None:
    """Change columns of a row and write down what they were. What is sealed is not written down but read again from the rows."""
    before = {name: _plain(row, name) for name in columns}
    type(row)._default_manager.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
    after = {name: _plain(row, name) for name in columns}
    moved.append({"table": row._meta.label_lower, "pk": row.pk, "before": before, "after": after})


def _plain(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    if name in ("citizen_id", "phone"):
        return _SEALED if value else ""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value


_SEALED = "（密文）"


def _changed_since(moved: Moved) -> Iterator[str]:
    last: dict[tuple[str, int, str], Any] = {}
    for change in moved:
        for name, value in change["after"].items():
            last[change["table"], change["pk"], name] = value
    for (table, pk, name), value in last.items():
        row = apps.get_model(table)._default_manager.filter(pk=pk).first()
        if row is None or _plain(row, name) != value:
            yield f"{apps.get_model(table)._meta.verbose_name}{pk}（{name}）"


def _put_back(change: dict[str, Any]) -> None:
    model = apps.get_model(change["table"])
    columns = {}
    for name, value in change["before"].items():
        if name in ("citizen_id", "phone"):
            # Filled only where there was nothing: what was taken over goes away again.
            columns[name] = "" if value == "" else getattr(model._default_manager.get(pk=change["pk"]), name)
        else:
            columns[name] = _parsed(model, name, value)
    model._default_manager.filter(pk=change["pk"]).update(**columns)


def _parsed(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") and name != "citizen_id" else name)
    if isinstance(field, models.BinaryField):
        return None if value is None else bytes.fromhex(value)
    return value


def _settle_pair(one: Person, other: Person, state: str, by: Desk, reason: str) -> None:
    low, high = sorted((one.pk, other.pk))
    decided = {"decided_by_id": by.officer_id, "decided_at": timezone.now()} if state != "open" else {}
    cleared = {"decided_by_id": None, "decided_at": None} if state == "open" else {}
    DuplicatePair.objects.filter(one=low, other=high).update(state=state, reason=reason.strip(), **decided, **cleared)
