"""Who belongs to which household: joining, leaving, dying, moving, splitting, merging, a new head."""

import datetime
from collections.abc import Mapping

from doudi.policy.facts import CODES
from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.belonging import (
    carry_benefits,
    end,
    join,
    membership_of,
    put_head,
    refuse_headless,
    refuse_own_paid,
    refuse_paid,
    standing_membership,
)
from doudi.records.registry.actions.common import (
    current,
    lock_household,
    lock_households,
    person_in_hand,
    refuse_closed,
    refuse_future,
    relabel,
    writing,
)
from doudi.records.registry.actions.deaths import end_by_death
from doudi.records.registry.actions.households import MemberDraft, shut
from doudi.records.registry.actions.people import new_person, record_death_day, take_in
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.models import Household, Membership, Person, Residence
from doudi.records.registry.numbers import household_numbers
from doudi.records.registry.refusals import Refused
from doudi.records.registry.relatives import match_relatives
from doudi.records.registry.words import BEGINNINGS, ENDINGS
from doudi.records.territory.queries import place_on
from doudi.records.trail.recording import recording

_JOINING = ("birth", "marriage", "adoption", "moved_in", "other")
_LEAVING = ("moved_out", "marriage", "other", "mistake")


def add_member(
    *, by: Desk, household: int, draft: MemberDraft, on: datetime.date, version: int | None = None
) -> Membership:
    """Somebody new to the register joins a household by birth, marriage, adoption or moving in.

    A spouse or child of the head becomes their kin. Raises NotAllowed, Refused, AlreadyRegistered, Stale.
    """
    _check_joining(draft.relation, draft.began, on, by.day)
    with writing(by, reason=f"增加成员：{dict(BEGINNINGS)[draft.began]}"):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        person = new_person(by, draft.person, on=on, territory=found.territory)
        if draft.began == "birth" and person.born_on is None:
            person.born_on = on
        person.save()
        match_relatives([person])
        note_duplicates([person])
        return join(found, person, draft.relation, draft.began, on, draft.cohabits)


def join_household(
    *, by: Desk, household: int, person: int, relation: str, began: str, on: datetime.date, version: int | None = None
) -> Membership:
    """Somebody registered who belongs to no household today joins one. Raises NotAllowed, Refused, Stale."""
    _check_joining(relation, began, on, by.day)
    with recording(by, reason=f"加入家庭：{dict(BEGINNINGS)[began]}"):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        joining = person_in_hand(by, person, lock=True)
        if joining.memberships.filter(until__isnull=True).exists():
            raise Refused({"person": f"{joining.name}现属另一户，请用“迁往另一户”"})
        take_in(joining, found.territory, by.day)
        joined = join(found, joining, relation, began, on, None)
        carry_benefits(joining, found, on)
        return joined


def end_membership(
    *, by: Desk, membership: int, on: datetime.date, ended: str, reason: str, version: int | None = None
) -> Membership:
    """Somebody leaves a household and goes to none the register knows, once nothing of their own is paid; the last closes it.

    One entered by mistake is closed on the day it began, as if it had never been. Raises NotAllowed, Refused, Stale.
    """
    refuse_future(on, by.day)
    if ended not in _LEAVING:
        raise Refused({"ended": "请选择离户方式；死亡请用“登记死亡”，迁往另一户请用“迁往另一户”"})
    with recording(by, reason=reason or dict(ENDINGS)[ended]):
        leaving = membership_of(by, membership, version)
        refuse_headless(leaving)
        refuse_own_paid(leaving.person)
        if len(current(leaving.household)) == 1:
            refuse_paid(leaving.household)
        end(leaving, leaving.since if ended == "mistake" else on, ended)
        if not current(leaving.household):
            shut(leaving.household, on, reason or "户内已无人", ended=ended)
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

    `new_head` is a person's id, `relations` the others' relations to them. A death learnt of late ends what was written
    down since. What is in payment is shown as paid to a dead person until it is stopped. Raises NotAllowed, Refused,
    Stale.
    """
    by.must("register")
    with recording(by, reason=reason or "登记死亡"):
        dead = person_in_hand(by, person, lock=True)
        if dead.died_on is not None:
            raise Refused({"died_on": f"{dead.name}已登记于{dead.died_on}死亡；有误的，请用“更正死亡登记”"})
        record_death_day(dead, died_on, by.day)
        membership = dead.memberships.filter(until__isnull=True).first()
        household = None
        if membership is not None:
            household = lock_household(by, membership.household_id, duty="register", version=version)
        end_by_death(dead, died_on)
        if household is not None and membership is not None:
            _go_on_without(household, membership, died_on, new_head, relations or {})
    return dead


def _go_on_without(
    household: Household, membership: Membership, on: datetime.date, new_head: int | None, relations: Mapping[int, str]
) -> None:
    others = current(household)
    if not others:
        shut(household, on, "户内已无人", ended="death")
    elif membership.relation == "head":
        if new_head is None:
            raise Refused({"new_head": "户主死亡，请指定新户主"})
        put_head(household, others, new_head, relations, on)


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
    """Another member becomes the head; `relations` gives everybody's relation to them, by person.

    Raises NotAllowed, Refused, Stale.
    """
    refuse_future(on, by.day)
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        members = current(found)
        if any(one.relation == "head" and one.person_id == new_head for one in members):
            raise Refused({"new_head": "此人已是户主"})
        if late := next((one for one in members if one.person_id == new_head and one.since > on), None):
            raise Refused({"on": f"日期早于{late.person.name}入户的日期（{late.since}），请核对"})
        put_head(found, members, new_head, relations, on)
    return found


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
    """A member moves to another household of the desk's territory, with their evidence, accounts and own benefits.

    The last to move closes the household. Raises NotAllowed, Refused, Stale.
    """
    refuse_future(on, by.day)
    if relation not in CODES["relation"] or relation == "head":
        raise Refused({"relation": "请选择与新户户主的关系"})
    with recording(by, reason=reason):
        leaving = standing_membership(by, membership)
        if leaving.household_id == household:
            raise Refused({"household": "已在这户"})
        target, left = lock_households(by, household, leaving.household_id, duty="register", version=version)
        refuse_closed(target)
        leaving.household = left
        refuse_headless(leaving)
        if len(current(left)) == 1:
            refuse_paid(left)
        end(leaving, on, "moved_out")
        if not current(left):
            shut(left, on, "成员全部迁出", ended="moved_out")
        return _move_in(target, leaving, relation, "moved_in", on, None)


def _move_in(
    target: Household, leaving: Membership, relation: str, began: str, on: datetime.date, cohabits: bool | None
) -> Membership:
    """Somebody who has just left one household goes on in another, with what they are paid."""
    person = leaving.person
    if person.territory != target.territory:
        person.territory = target.territory
        person.save(update_fields=["territory"])
    joined = join(target, person, relation, began, on, cohabits)
    carry_benefits(person, target, on)
    return joined


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
    """Some members become a household of their own; `people` maps each to the relation to the new head.

    Raises NotAllowed, Refused, Stale.
    """
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
        # The head goes first, so that the others' kinship is to them.
        for one in sorted(people, key=lambda one: people[one] != "head"):
            end(members[one], on, "split")
            _move_in(new, members[one], people[one], "split", on, members[one].cohabits)
        relabel([new])
    return new


def merge_households(
    *,
    by: Desk,
    into: int,
    household: int,
    relations: Mapping[int, str],
    on: datetime.date,
    reason: str,
    version: int | None = None,
) -> Household:
    """Everybody of one household joins another; the emptied one is closed. Raises NotAllowed, Refused, Stale."""
    refuse_future(on, by.day)
    if into == household:
        raise Refused({"into": "两户是同一户"})
    with recording(by, reason=reason):
        target, found = lock_households(by, into, household, duty="register", version=version)
        for one in (target, found):
            refuse_closed(one)
        refuse_paid(found)
        members = current(found)
        if wrong := [one.person.name for one in members if relations.get(one.person_id, "") in ("", "head")]:
            raise Refused({"relations": f"请填写与户主的关系：{'、'.join(wrong)}"})
        shut(found, on, reason, ended="merge")
        for one in members:
            _move_in(target, one, relations[one.person_id], "merge", on, one.cohabits)
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
    """A household moves to another village, also outside the territory: then its new office answers for it.

    Raises NotAllowed, Refused, Stale.
    """
    refuse_future(on, by.day)
    place = place_on(territory, by.day)
    if place is None or place.level != "village":
        raise Refused({"territory": "请选择迁入的村（居）"})
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        if (found.territory, found.address) == (territory, address.strip()):
            raise Refused({"territory": "迁入的村（居）和住址与现在的相同"})
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
