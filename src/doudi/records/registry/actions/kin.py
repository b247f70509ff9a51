"""Kin and obligors, in the register or outside any household."""

import datetime
from collections import deque
from collections.abc import Iterator

from django.db.models import Q

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import person_in_hand, refuse_future, writing
from doudi.records.registry.actions.people import new_person
from doudi.records.registry.identity import CITIZEN, PersonDraft
from doudi.records.registry.models import KIN, Kinship, Membership, Person
from doudi.records.registry.reach import people_in_hand
from doudi.records.registry.refusals import AlreadyRegistered, Refused
from doudi.records.trail.recording import recording
from doudi.vocabulary.names import match_key
from doudi.vocabulary.periods import completed_years

# Nobody is a parent before this age.
YOUNGEST_PARENT = 12
_MOST_GENERATIONS = 200
# What the same bond is called from the other side; two that are bound otherwise already are not bound so as well.
_OTHER_SIDE = {
    "spouse": "spouse",
    "child": "parent",
    "parent": "child",
    "grandchild": "grandparent",
    "grandparent": "grandchild",
    "sibling": "sibling",
}


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

    A draft with the number and name of somebody the desk sees in the register is that person. Raises NotAllowed,
    AlreadyRegistered, and Refused for kin that cannot be: of oneself, a parent hardly older, an ancestor of an ancestor,
    two spouses, two bonds at once.
    """
    by.must("register")
    if relation not in dict(KIN):
        raise Refused({"relation": "请选择关系"})
    if since is not None:
        refuse_future(since, by.day, "since")
    with writing(by, reason="登记亲属"):
        of = person_in_hand(by, person)
        if not of.territory:
            raise Refused(f"{of.name}住在别处，不登记其亲属；请从登记簿内的人登记")
        other = _drafted(by, relative) if isinstance(relative, PersonDraft) else person_in_hand(by, relative)
        check_kin(of, other, relation)
        kinship, _ = Kinship.objects.update_or_create(
            person=of,
            relative=other,
            relation=relation,
            until=None,
            defaults={"obligor": obligor, "since": since, "note": note.strip()},
        )
    return kinship


def _drafted(by: Desk, draft: PersonDraft) -> Person:
    """The person of a draft: one of the register with the same number and name, else written anew, of no office.

    Kin of another office's people whom no office answers for are the same person here.
    """
    try:
        made = new_person(by, draft, on=by.day, territory="")
    except AlreadyRegistered as known:
        if known.person is None:
            told = f"{known.faults[CITIZEN]}；也可不填证件号先登记"
            raise AlreadyRegistered(told, elsewhere=known.elsewhere) from None
        found = person_in_hand(by, known.person)
        if found.name_key != match_key(draft.name):
            raise Refused({"name": f"该证件号登记的姓名是{found.name}，请核对"}) from None
        return found
    made.save()
    return made


def end_kin(*, by: Desk, kinship: int, on: datetime.date, reason: str) -> Kinship:
    """A relation ends, by divorce or because it was a mistake. Raises NotAllowed, Refused."""
    by.must("register")
    refuse_future(on, by.day)
    if not reason.strip():
        raise Refused({"reason": "请写明原因"})
    with recording(by, reason=reason):
        standing = Kinship.objects.select_for_update().filter(pk=kinship, until__isnull=True)
        # Those another office answers for are not told apart from those that are not there.
        found = standing.filter(person__in=Person.objects.filter(people_in_hand(by))).first()
        if found is None:
            raise Refused("没有这条亲属关系，或已结束")
        if found.since is not None and on < found.since:
            raise Refused({"on": f"日期早于关系的起始日期（{found.since}），请核对"})
        found.until = on
        found.save(update_fields=["until"])
    return found


def check_kin(person: Person, relative: Person, relation: str) -> None:
    """Raise Refused for a relation that cannot be."""
    if person.pk == relative.pk:
        raise Refused({"relative": "本人不能是自己的亲属"})
    if relation in ("parent", "child"):
        parent, child = (relative, person) if relation == "parent" else (person, relative)
        _refuse_circle(parent, child)
        _refuse_young_parent(parent, child)
    _refuse_other_bond(person, relative, relation)
    if relation == "spouse":
        _refuse_second_spouse(person, relative)
        _refuse_second_spouse(relative, person)


def _refuse_other_bond(person: Person, relative: Person, relation: str) -> None:
    """Two who are parent and child are not husband and wife as well, nor the other way round parent and child."""
    if relation not in _OTHER_SIDE:
        return
    for kin in _between(person, relative):
        bond = kin.relation if kin.person_id == person.pk else _OTHER_SIDE.get(kin.relation, "")
        if bond in _OTHER_SIDE and bond != relation:
            raise Refused(
                {"relation": f"{person.name}和{relative.name}已登记为另一种亲属关系，请核对或先结束原来的关系"}
            )


def _between(person: Person, relative: Person) -> Iterator[Kinship]:
    both = Q(person=person, relative=relative) | Q(person=relative, relative=person)
    yield from Kinship.objects.filter(both, until__isnull=True)


def _refuse_young_parent(parent: Person, child: Person) -> None:
    if not (parent.born_on and child.born_on):
        return
    older = completed_years(parent.born_on, child.born_on) if parent.born_on <= child.born_on else -1
    if older < YOUNGEST_PARENT:
        raise Refused({"relation": f"{parent.name}比{child.name}大不到{YOUNGEST_PARENT}岁，不能是其父母，请核对"})


def _refuse_second_spouse(person: Person, relative: Person) -> None:
    others = [one for one in _spouses(person) if one.pk != relative.pk and one.died_on is None]
    if others:
        raise Refused({"relation": f"{person.name}已登记有配偶{others[0].name}；请先结束原来的关系"})


def _spouses(person: Person) -> Iterator[Person]:
    """Everybody a person is married to: by kinship from either side, and as head and spouse of one household."""
    for kin in Kinship.objects.filter(person=person, relation="spouse", until__isnull=True).select_related("relative"):
        yield kin.relative
    for kin in Kinship.objects.filter(relative=person, relation="spouse", until__isnull=True).select_related("person"):
        yield kin.person
    own = Membership.objects.filter(person=person, until__isnull=True, relation__in=("head", "spouse")).first()
    if own is not None:
        other = "spouse" if own.relation == "head" else "head"
        beside = Membership.objects.filter(household=own.household_id, until__isnull=True, relation=other)
        yield from (one.person for one in beside.select_related("person"))


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
