"""How a membership begins and ends: what every action about members does, checked in one place."""

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import F, Q

from doudi.policy.facts import CODES
from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import current, lock_household, relabel
from doudi.records.registry.actions.kin import YOUNGEST_PARENT, check_kin
from doudi.records.registry.actions.people import refuse_dead
from doudi.records.registry.actions.rivals import rivals_after_move
from doudi.records.registry.models import Benefit, Household, Kinship, Membership, Person
from doudi.records.registry.refusals import Refused
from doudi.vocabulary.periods import completed_years


def membership_of(by: Desk, membership: int, version: int | None) -> Membership:
    """A membership of today with its household locked; raises NotAllowed, Refused, Stale."""
    found = standing_membership(by, membership)
    found.household = lock_household(by, found.household_id, duty="register", version=version)
    return found


def standing_membership(by: Desk, membership: int) -> Membership:
    """A membership of today in the desk's territory; one elsewhere is not told apart from one that is not there.

    Raises NotAllowed, Refused.
    """
    by.must("register")
    standing = Membership.objects.filter(by.within("household__territory"), pk=membership, until__isnull=True)
    found = standing.select_related("person").first()
    if found is None:
        raise Refused("没有这名成员，或已不在户内；请刷新页面")
    return found


def join(
    household: Household, person: Person, relation: str, began: str, on: datetime.date, cohabits: bool | None
) -> Membership:
    """Open a membership and, for a spouse or child of the head, the kinship; raises Refused for what cannot stand."""
    _refuse_joining(household, person, on)
    members = current(household)
    if relation not in CODES["relation"]:
        raise Refused({"relation": "请选择与户主的关系"})
    for once, told in (("head", "户主只能有一名"), ("spouse", "户主的配偶只能有一名；请先登记原配偶离户或死亡")):
        if relation == once and any(one.relation == once for one in members):
            raise Refused({"relation": told})
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
        _note_kinship(head, person, relation, on)
    return membership


def _refuse_joining(household: Household, person: Person, on: datetime.date) -> None:
    refuse_dead(person)
    if person.born_on is not None and on < person.born_on:
        raise Refused({"on": f"日期早于{person.name}的出生日期（{person.born_on}），请核对"})
    if on < household.opened_on:
        raise Refused({"on": f"日期早于建档日期（{household.opened_on}），请核对"})
    elsewhere = person.memberships.filter(Q(until__gt=F("since")), until__gt=on).order_by("-until").first()
    if elsewhere is not None:
        raise Refused({"on": f"{person.name}到{elsewhere.until}还在另一户，入户日期不能更早"})


def _note_kinship(head: Person, person: Person, relation: str, on: datetime.date) -> None:
    known = Q(person=head, relative=person) | Q(person=person, relative=head)
    if Kinship.objects.filter(known, until__isnull=True).exists():
        return
    if relation == "child" and _is_hardly_younger(person, head):
        # A step-child: of the household, but nobody's child by birth.
        return
    check_kin(head, person, relation)
    Kinship.objects.create(person=head, relative=person, relation=relation, since=on)


def _is_hardly_younger(child: Person, head: Person) -> bool:
    """Whether somebody is younger than the head, but not by as much as a child by birth would be."""
    if not (child.born_on and head.born_on and child.born_on > head.born_on):
        return False
    return completed_years(head.born_on, child.born_on) < YOUNGEST_PARENT


def end(membership: Membership, on: datetime.date, ended: str) -> None:
    """Close a membership on a day; raises Refused before the day it began."""
    if on < membership.since:
        raise Refused({"on": f"日期早于{membership.person.name}入户的日期（{membership.since}），请核对"})
    membership.until, membership.ended = on, ended
    membership.save(update_fields=["until", "ended"])


def refuse_headless(leaving: Membership) -> None:
    """A head leaves others behind only after a new head took the place."""
    if leaving.relation == "head" and leaving.household.memberships.filter(until__isnull=True).count() > 1:
        raise Refused("户主离户前请先变更户主")


def put_head(
    household: Household, members: Sequence[Membership], head: int, relations: Mapping[int, str], on: datetime.date
) -> None:
    """Close every relation to the old head on a day and open one to the new.

    Of whoever joined after that day the relation is to the new head from the first. Raises Refused.
    """
    told = _relations_to(members, head, relations)
    for one in members:
        # A relation that began later never was one to the old head: it is closed on its first day.
        end(one, max(on, one.since), "head_changed")
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


def _relations_to(members: Sequence[Membership], head: int, relations: Mapping[int, str]) -> dict[int, str]:
    if head not in {one.person_id for one in members}:
        raise Refused({"new_head": "新户主须是本户现有成员"})
    told = {one.person_id: "head" if one.person_id == head else relations.get(one.person_id, "") for one in members}
    if missing := [one.person.name for one in members if told[one.person_id] not in CODES["relation"]]:
        raise Refused({"relations": f"请填写与新户主的关系：{'、'.join(missing)}"})
    if list(told.values()).count("spouse") > 1 or list(told.values()).count("head") > 1:
        raise Refused({"relations": "户主和配偶都只能有一名"})
    return told


def refuse_paid(household: Household) -> None:
    """A household that is paid something as a whole is not emptied or closed."""
    paid = household.benefits.filter(until__isnull=True, person__isnull=True).first()
    if paid is not None:
        raise Refused(f"这户还有在发的{BY_KEY[paid.programme].zh}，请先停发")


def refuse_own_paid(person: Person) -> None:
    """Whoever leaves for nowhere the register knows takes nothing along that would go on being paid unseen."""
    paid = person.benefits.filter(until__isnull=True).first()
    if paid is not None:
        raise Refused(f"{person.name}还有在发的{BY_KEY[paid.programme].zh}；请先停发，迁入他户的请办理“迁往另一户”")


def carry_benefits(person: Person, household: Household, on: datetime.date) -> None:
    """What a person is paid goes with them to another household from a day on; what was paid before stays where it was.

    Raises Refused for what may not be paid there beside what the household is paid.
    """
    for old in person.benefits.filter(Q(until__isnull=True) | Q(until__gt=on)).exclude(household=household):
        if old.since >= on:
            old.household = household
            old.save(update_fields=["household"])
            continue
        columns = ("programme", "dibao_class", "care_mode", "monthly", "next_review_on", "certificate")
        kept = {name: getattr(old, name) for name in (*columns, "until", "ended_reason")}
        note = "；".join(filter(None, (f"自{old.since}起发放，随人转入", old.note)))
        old.until, old.ended_reason = on, f"随人转入{household.number}"
        old.save(update_fields=["until", "ended_reason"])
        Benefit.objects.create(household=household, person=person, since=on, note=note, **kept)
    if rival := rivals_after_move(household, person.pk, on):
        raise Refused(rival)
