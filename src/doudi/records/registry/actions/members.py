"""Who belongs to which household: joining, leaving, dying, moving, splitting, merging, a new head."""

import datetime
from collections.abc import Mapping, Sequence

from doudi.policy.facts import CODES
from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import (
    current,
    lock_household,
    person_of,
    refuse_closed,
    refuse_future,
    relabel,
)
from doudi.records.registry.actions.households import MemberDraft, shut
from doudi.records.registry.actions.people import new_person, record_death_day
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.models import Household, Kinship, Membership, Person, Residence
from doudi.records.registry.numbers import household_numbers
from doudi.records.registry.refusals import Refused
from doudi.records.registry.relatives import match_relatives
from doudi.records.territory.queries import place_on
from doudi.records.trail.recording import recording

_JOINING = ("birth", "marriage", "adoption", "moved_in", "other")
_LEAVING = ("moved_out", "marriage", "other", "mistake")


def add_member(
    *, by: Desk, household: int, draft: MemberDraft, on: datetime.date, version: int | None = None
) -> Membership:
    """Somebody new to the register joins a household by birth, marriage, adoption or moving in.

    A spouse of the head becomes their kin. Raises NotAllowed, Refused, AlreadyRegistered, Stale.
    """
    _check_joining(draft.relation, draft.began, on, by.day)
    with recording(by, reason=draft.began):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        person = new_person(by, draft.person, on=on, territory=found.territory)
        if draft.began == "birth" and person.born_on is None:
            person.born_on = on
        person.save()
        match_relatives([person])
        note_duplicates([person])
        return _join(found, person, draft.relation, draft.began, on, draft.cohabits)


def join_household(
    *, by: Desk, household: int, person: int, relation: str, began: str, on: datetime.date, version: int | None = None
) -> Membership:
    """Somebody registered who belongs to no household today joins one."""
    _check_joining(relation, began, on, by.day)
    with recording(by, reason=began):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        joining = person_of(by, person)
        if joining.memberships.filter(until__isnull=True).exists():
            raise Refused({"person": f"{joining.name}现属另一户，请用“成员迁移”"})
        joining.territory = found.territory
        joining.save(update_fields=["territory"])
        return _join(found, joining, relation, began, on, None)


def end_membership(
    *, by: Desk, membership: int, on: datetime.date, ended: str, reason: str, version: int | None = None
) -> Membership:
    """Somebody leaves a household and goes to none the register knows."""
    refuse_future(on, by.day)
    if ended not in _LEAVING:
        raise Refused({"ended": "请选择离户原因；死亡请用“登记死亡”，迁往另一户请用“成员迁移”"})
    with recording(by, reason=reason):
        leaving = _membership(by, membership, version)
        _refuse_headless(leaving)
        _end(leaving, on, ended)
    return leaving


def record_death(
    *,
    by: Desk,
    person: int,
    died_on: datetime.date,
    reason: str = "",
    new_head: int | None = None,
    relations: Mapping[int, str] | None = None,
    version: int | None = None,
) -> Person:
    """Somebody died. A head's household needs a new head unless nobody is left, and is then closed.

    `new_head` is a person's id, `relations` the others' relations to them. What is in payment is shown as paid to a
    dead person until it is stopped.
    """
    with recording(by, reason=reason or "登记死亡"):
        dead = person_of(by, person)
        by.must("register")
        if dead.died_on is not None:
            raise Refused({"died_on": f"{dead.name}已登记于{dead.died_on}死亡；有误请更正"})
        record_death_day(dead, died_on, by.day)
        membership = dead.memberships.filter(until__isnull=True).select_related("household").first()
        if membership is not None:
            household = lock_household(by, membership.household_id, duty="register", version=version)
            _leave_by_death(household, membership, died_on, new_head, relations or {})
    return dead


def _leave_by_death(
    household: Household, membership: Membership, on: datetime.date, new_head: int | None, relations: Mapping[int, str]
) -> None:
    others = [one for one in current(household) if one.pk != membership.pk]
    _end(membership, on, "death")
    if not others:
        shut(household, on, "户内已无人", ended="death")
    elif membership.relation == "head":
        if new_head is None:
            raise Refused({"new_head": "户主死亡，请指定新户主"})
        _put_head(household, others, new_head, relations, on)


def change_head(
    *,
    by: Desk,
    household: int,
    new_head: int,
    relations: Mapping[int, str],
    on: datetime.date,
    reason: str,
    version: int | None = None,
) -> Household:
    """Another member becomes the head; `relations` gives everybody's relation to them, by person."""
    refuse_future(on, by.day)
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        _put_head(found, current(found), new_head, relations, on)
    return found


def _put_head(
    household: Household, members: Sequence[Membership], head: int, relations: Mapping[int, str], on: datetime.date
) -> None:
    """Close every relation to the old head and open one to the new."""
    if head not in {one.person_id for one in members}:
        raise Refused({"new_head": "新户主须是本户现有成员"})
    told = {one.person_id: "head" if one.person_id == head else relations.get(one.person_id, "") for one in members}
    if missing := [one.person.name for one in members if told[one.person_id] not in CODES["relation"]]:
        raise Refused({"relations": f"请填写与新户主的关系：{'、'.join(missing)}"})
    if list(told.values()).count("spouse") > 1 or list(told.values()).count("head") > 1:
        raise Refused({"relations": "户主和配偶都只能有一名"})
    for one in members:
        _end(one, on, "head_changed")
    for position, one in enumerate(members):
        Membership.objects.create(
            household=household,
            person_id=one.person_id,
            relation=told[one.person_id],
            cohabits=one.cohabits,
            since=max(on, one.since),
            began="other",
            position=position,
        )
    relabel([household])


def move_member(
    *,
    by: Desk,
    membership: int,
    household: int,
    relation: str,
    on: datetime.date,
    reason: str,
    version: int | None = None,
) -> Membership:
    """A member moves to another household of the desk's territory; the person goes with their evidence and accounts."""
    refuse_future(on, by.day)
    with recording(by, reason=reason):
        leaving = _membership(by, membership, version)
        target = lock_household(by, household, duty="register")
        refuse_closed(target)
        if target.pk == leaving.household_id:
            raise Refused({"household": "已在这户"})
        members = current(leaving.household)
        if leaving.relation == "head" and len(members) > 1:
            raise Refused({"": "户主迁出前请先变更户主"})
        _end(leaving, on, "moved_out")
        if len(members) == 1:
            shut(leaving.household, on, "成员全部迁出", ended="moved_out")
        leaving.person.territory = target.territory
        leaving.person.save(update_fields=["territory"])
        return _join(target, leaving.person, relation, "moved_in", on, None)


def split_household(
    *,
    by: Desk,
    household: int,
    people: Mapping[int, str],
    on: datetime.date,
    reason: str,
    address: str = "",
    version: int | None = None,
) -> Household:
    """Some members become a household of their own; `people` maps each to the relation to the new head."""
    refuse_future(on, by.day)
    if list(people.values()).count("head") != 1:
        raise Refused({"people": "新户须有且只有一名户主"})
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        members = {one.person_id: one for one in current(found)}
        if not set(people) <= set(members) or len(people) == len(members):
            raise Refused({"people": "请从本户成员中选择分出的人，且至少留下一人"})
        if any(members[one].relation == "head" for one in people):
            raise Refused({"people": "原户主不能分出；请先变更户主"})
        new = _open_like(found, on, address)
        for one, relation in people.items():
            _end(members[one], on, "split")
            _join(new, members[one].person, relation, "split", on, members[one].cohabits)
        relabel([new])
    return new


def merge_households(
    *, by: Desk, into: int, household: int, relations: Mapping[int, str], on: datetime.date, reason: str
) -> Household:
    """Everybody of one household joins another; the emptied one is closed."""
    refuse_future(on, by.day)
    with recording(by, reason=reason):
        target = lock_household(by, into, duty="register")
        found = lock_household(by, household, duty="register")
        for one in (target, found):
            refuse_closed(one)
        if found.pk == target.pk:
            raise Refused("两户是同一户")
        if found.benefits.filter(until__isnull=True).exists():
            raise Refused("被并入的户还有在发的救助，请先停发")
        members = current(found)
        if missing := [one.person.name for one in members if relations.get(one.person_id) not in CODES["relation"]]:
            raise Refused({"relations": f"请填写与户主的关系：{'、'.join(missing)}"})
        shut(found, on, reason, ended="merge")
        for one in members:
            one.person.territory = target.territory
            one.person.save(update_fields=["territory"])
            _join(target, one.person, relations[one.person_id], "merge", on, one.cohabits)
    return target


def move_household(
    *,
    by: Desk,
    household: int,
    territory: str,
    address: str,
    on: datetime.date,
    reason: str,
    version: int | None = None,
) -> Household:
    """A household moves to another village, also outside the territory: then its new office answers for it."""
    refuse_future(on, by.day)
    place = place_on(territory, by.day)
    if place is None or place.level != "village":
        raise Refused({"territory": "请选择迁入的村（居）"})
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        if found.residences.filter(until__isnull=True, since__gt=on).exists():
            raise Refused({"on": "日期早于现住址的起始日期，请核对"})
        found.residences.filter(until__isnull=True).update(until=on)
        found.territory, found.address = territory, address.strip()
        found.area = place.area or found.area
        found.save(update_fields=["territory", "address", "area"])
        Residence.objects.create(household=found, territory=territory, address=found.address, area=found.area, since=on)
        Person.objects.filter(memberships__household=found, memberships__until__isnull=True).update(territory=territory)
    return found


def _open_like(household: Household, on: datetime.date, address: str) -> Household:
    new = Household.objects.create(
        number=household_numbers(household.territory)[0],
        territory=household.territory,
        address=address.strip() or household.address,
        area=household.area,
        opened_on=on,
    )
    Residence.objects.create(household=new, territory=new.territory, address=new.address, area=new.area, since=on)
    return new


def _check_joining(relation: str, began: str, on: datetime.date, today: datetime.date) -> None:
    refuse_future(on, today)
    if began not in _JOINING:
        raise Refused({"began": "请选择入户方式"})
    if relation not in CODES["relation"] or relation == "head":
        raise Refused({"relation": "请选择与户主的关系"})


def _join(
    household: Household, person: Person, relation: str, began: str, on: datetime.date, cohabits: bool | None
) -> Membership:
    """Open a membership and, for a spouse or child of the head, the kinship; refuses what cannot stand."""
    if person.died_on is not None:
        raise Refused({"person": f"{person.name}已登记死亡"})
    if on < household.opened_on:
        raise Refused({"on": f"日期早于建档日期（{household.opened_on}），请核对"})
    members = current(household)
    if relation == "spouse" and any(one.relation == "spouse" for one in members):
        raise Refused({"relation": "户主的配偶只能有一名；请先登记原配偶离户或死亡"})
    head = next((one.person for one in members if one.relation == "head"), None)
    membership = Membership.objects.create(
        household=household,
        person=person,
        relation=relation,
        cohabits=cohabits,
        since=on,
        began=began,
        position=max((one.position for one in members), default=-1) + 1,
    )
    if head is not None and relation in ("spouse", "child"):
        Kinship.objects.get_or_create(
            person=head, relative=person, relation=relation, until=None, defaults={"since": on}
        )
    return membership


def _membership(by: Desk, membership: int, version: int | None) -> Membership:
    found = Membership.objects.filter(pk=membership, until__isnull=True).select_related("person").first()
    if found is None:
        raise Refused("这名成员已不在户内；请刷新页面")
    found.household = lock_household(by, found.household_id, duty="register", version=version)
    return found


def _refuse_headless(leaving: Membership) -> None:
    if leaving.relation == "head" and leaving.household.memberships.filter(until__isnull=True).count() > 1:
        raise Refused({"": "户主离户前请先变更户主"})


def _end(membership: Membership, on: datetime.date, ended: str) -> None:
    if on < membership.since:
        raise Refused({"on": f"日期早于{membership.person.name}入户的日期（{membership.since}），请核对"})
    membership.until, membership.ended = on, ended
    membership.save(update_fields=["until", "ended"])
