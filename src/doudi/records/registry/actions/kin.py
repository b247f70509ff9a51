"""Kin and obligors, in the register or outside any household."""

import datetime
from collections import deque

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import person_of
from doudi.records.registry.actions.people import new_person
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import KIN, Kinship, Person
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# Nobody is a parent before this age.
_YOUNGEST_PARENT = 12
_MOST_GENERATIONS = 200


def add_kin(
    *,
    by: Desk,
    person: int,
    relation: str,
    relative: int | PersonDraft,
    obligor: bool = False,
    since: datetime.date | None = None,
    note: str = "",
) -> Kinship:
    """Write that `relative` is the `relation` of `person`; a draft stands for somebody who lives elsewhere.

    Raises Refused for kin that cannot be: of oneself, a parent hardly older, an ancestor of an ancestor, two spouses.
    """
    by.must("register")
    if relation not in dict(KIN):
        raise Refused({"relation": "请选择关系"})
    with recording(by, reason="登记亲属"):
        of = person_of(by, person)
        if isinstance(relative, PersonDraft):
            other = new_person(by, relative, on=by.day, territory="")
            other.save()
        else:
            other = person_of(by, relative)
        check_kin(of, other, relation)
        kinship, _ = Kinship.objects.update_or_create(
            person=of,
            relative=other,
            relation=relation,
            until=None,
            defaults={"obligor": obligor, "since": since, "note": note.strip()},
        )
    return kinship


def end_kin(*, by: Desk, kinship: int, on: datetime.date, reason: str) -> Kinship:
    """A relation ends, by divorce or because it was a mistake."""
    by.must("register")
    with recording(by, reason=reason):
        found = Kinship.objects.filter(pk=kinship, until__isnull=True).first()
        if found is None:
            raise Refused("没有这条亲属关系，或已结束")
        person_of(by, found.person_id)
        found.until = on
        found.save(update_fields=["until"])
    return found


def check_kin(person: Person, relative: Person, relation: str) -> None:
    """Raise Refused for a relation that cannot be."""
    if person.pk == relative.pk:
        raise Refused({"relative": "本人不能是自己的亲属"})
    if relation in ("parent", "child"):
        parent, child = (relative, person) if relation == "parent" else (person, relative)
        if parent.born_on and child.born_on and _years(parent.born_on, child.born_on) < _YOUNGEST_PARENT:
            raise Refused({"relation": f"{parent.name}比{child.name}大不到{_YOUNGEST_PARENT}岁，不能是其父母，请核对"})
        _refuse_circle(parent, child)
    if relation == "spouse":
        others = Kinship.objects.filter(person=person, relation="spouse", until__isnull=True).exclude(relative=relative)
        if others.exists():
            raise Refused({"relation": f"{person.name}已登记有配偶；请先结束原来的关系"})


def _refuse_circle(parent: Person, child: Person) -> None:
    """Refuse a parent who descends from the child, naming the path."""
    seen, queue = {child.pk}, deque([(child, [child.name])])
    while queue and len(seen) < _MOST_GENERATIONS:
        one, path = queue.popleft()
        below = (
            Kinship.objects.filter(until__isnull=True).filter(person=one, relation="child").select_related("relative")
        )
        above = (
            Kinship.objects.filter(until__isnull=True).filter(relative=one, relation="parent").select_related("person")
        )
        for younger in [*(kin.relative for kin in below), *(kin.person for kin in above)]:
            if younger.pk == parent.pk:
                raise Refused({"relation": f"亲属关系成了环：{' → '.join([*path, younger.name])}，请核对"})
            if younger.pk not in seen:
                seen.add(younger.pk)
                queue.append((younger, [*path, younger.name]))


def _years(earlier: datetime.date, later: datetime.date) -> int:
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
