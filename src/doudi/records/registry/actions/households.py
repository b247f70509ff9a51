"""Opening, correcting and closing households."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from doudi.policy.facts import CODES
from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.belonging import carry_benefits, join
from doudi.records.registry.actions.common import (
    label,
    lock_household,
    person_in_hand,
    refuse_closed,
    refuse_future,
    relabel,
    writing,
)
from doudi.records.registry.actions.people import person_of, registered_among, take_in
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.identity import PersonDraft, Read, read_person
from doudi.records.registry.models import Household, Membership, Person, Residence
from doudi.records.registry.numbers import household_numbers
from doudi.records.registry.refusals import Refused
from doudi.records.registry.relatives import match_relatives
from doudi.records.territory.models import Place
from doudi.records.territory.queries import place_on
from doudi.records.trail.recording import recording
from doudi.vocabulary.codes import load_list

MOST_MEMBERS = 200
Places = Mapping[str, Place]


@dataclass(frozen=True)
class MemberDraft:
    """Somebody as a member of a household: the person, the relation to the head, when and how it began."""

    person: PersonDraft
    relation: str
    cohabits: bool | None = None
    since: datetime.date | None = None
    began: str = "opened"


@dataclass(frozen=True)
class HouseholdDraft:
    """A household as an officer gives it; `territory` is a village of 12 digits."""

    territory: str
    members: Sequence[MemberDraft]
    opened_on: datetime.date
    address: str = ""
    area: str = ""
    type: str = ""
    causes: tuple[str, ...] = field(default=())
    story: str = ""


def register_household(*, by: Desk, draft: HouseholdDraft, reason: str = "") -> Household:
    """Open a household with its members; raises NotAllowed, Refused and AlreadyRegistered, and then writes nothing."""
    by.must("register", draft.territory)
    place = place_on(draft.territory, by.day)
    places = {} if place is None else {place.code: place}
    check_household(draft, today=by.day, places=places)
    with writing(by, reason=reason):
        household = _empty_household(by, draft, places)
        people = _new_people(by, draft)
        _write(people)
        Membership.objects.bulk_create(memberships_of(household, draft, people))
        match_relatives(people)
        note_duplicates(people)
        head = next(person for member, person in zip(draft.members, people, strict=True) if member.relation == "head")
        label(household, head)
    return household


def _write(people: Sequence[Person]) -> None:
    """Write new people in one go, and those who were known as somebody's kin one by one."""
    for one in people:
        if one.pk is not None:
            one.save()
    Person.objects.bulk_create([one for one in people if one.pk is None])


def household_columns(draft: HouseholdDraft, day: datetime.date, places: Places | None = None) -> dict[str, Any]:
    """The columns of a household of a draft; the area of its village where none is said."""
    place = _place(draft.territory, day, places)
    return {
        "territory": draft.territory,
        "address": draft.address.strip(),
        "area": draft.area or (place.area if place else ""),
        "type": draft.type,
        "causes": sorted(set(draft.causes)),
        "opened_on": draft.opened_on,
        "story": draft.story,
    }


def memberships_of(household: Household, draft: HouseholdDraft, people: Sequence[Person]) -> list[Membership]:
    """The memberships of a new household, in the order given."""
    return [
        Membership(
            household=household,
            person=person,
            relation=member.relation,
            cohabits=member.cohabits,
            since=max(member.since or draft.opened_on, person.born_on or datetime.date.min),
            began=member.began,
            position=position,
        )
        for position, (member, person) in enumerate(zip(draft.members, people, strict=True))
    ]


def check_household(draft: HouseholdDraft, *, today: datetime.date, places: Places | None = None) -> None:
    """Raise Refused for a household that cannot be: no head, two heads, two spouses, a wrong place or day."""
    faults: dict[str, str] = {}
    relations = [member.relation for member in draft.members]
    if not draft.members:
        faults["members"] = "至少要有一名成员"
    if len(draft.members) > MOST_MEMBERS:
        faults["members"] = f"成员{len(draft.members)}人，超过{MOST_MEMBERS}人，请核对是否把多户并成了一户"
    if draft.members and relations.count("head") != 1:
        faults["members"] = "须有且只有一名户主" if relations.count("head") else "没有户主，请指定一名户主"
    elif relations.count("spouse") > 1:
        faults["members"] = "户主的配偶只能有一名"
    if unknown := [one for one in relations if one and one not in CODES["relation"]]:
        faults["members"] = f"不认识的关系：{'、'.join(unknown)}"
    faults |= _wrong_place_or_codes(draft, today, places)
    if faults:
        raise Refused(faults)
    refuse_future(draft.opened_on, today, "opened_on")


def _place(code: str, day: datetime.date, places: Places | None) -> Place | None:
    """The place of a code; out of those looked up before where many households are written."""
    return place_on(code, day) if places is None else places.get(code)


def _wrong_place_or_codes(draft: HouseholdDraft, today: datetime.date, places: Places | None = None) -> dict[str, str]:
    faults = {}
    place = _place(draft.territory, today, places)
    if place is None or place.level != "village":
        faults["territory"] = "请选择到村（居）；已撤并的村请选择并入后的村"
    if draft.area not in ("", *CODES["area"]):
        faults["area"] = "城乡应为城镇或农村"
    if draft.type not in ("", *CODES["household_type"]):
        faults["type"] = "农户类型应为救济型、就业型或生产型"
    if unknown := [cause for cause in draft.causes if cause not in load_list("cause").by_identifier]:
        faults["causes"] = f"不认识的致困原因：{'、'.join(unknown)}"
    return faults


def _new_people(by: Desk, draft: HouseholdDraft) -> list[Person]:
    """The people of a draft, not yet written; raises the first refusal, with those of all members in `members`."""
    people: list[Person] = []
    reads, wrong = _read(by, draft)
    registered = registered_among(reads.values())
    numbers: dict[bytes, int] = {}
    for position, read in reads.items():
        member = draft.members[position].person
        try:
            person = person_of(by, member, read, territory=draft.territory, registered=registered)
        except Refused as why:
            wrong[position] = why
            continue
        number = bytes(person.citizen_index) if person.citizen_index is not None else b""
        if number and number in numbers:
            wrong[position] = Refused(
                {"citizen_id": f"两名成员的证件号相同：第{numbers[number] + 1}名和这一名，请核对"}
            )
        numbers.setdefault(number, position)
        people.append(person)
    if wrong:
        first = wrong[min(wrong)]
        first.members = dict(sorted(wrong.items()))
        raise first
    return people


def _read(by: Desk, draft: HouseholdDraft) -> tuple[dict[int, Read], dict[int, Refused]]:
    """The members of a draft as they are written, by position, and why one cannot be."""
    reads: dict[int, Read] = {}
    wrong: dict[int, Refused] = {}
    for position, one in enumerate(draft.members):
        try:
            reads[position] = read_person(one.person, on=by.day, territory=draft.territory)
        except Refused as why:
            wrong[position] = why
    return reads, wrong


def correct_household(
    *, by: Desk, household: int, changes: Mapping[str, Any], reason: str, version: int | None = None
) -> Household:
    """Correct address, area, type or causes; raises NotAllowed, Refused, Stale."""
    if not reason.strip():
        raise Refused({"reason": "请写明更正原因"})
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        wanted = {"area": found.area, "type": found.type, "causes": tuple(found.causes), **changes}
        checked = HouseholdDraft(
            found.territory, (), found.opened_on, **{k: wanted[k] for k in ("area", "type", "causes")}
        )
        if faults := {k: v for k, v in _wrong_place_or_codes(checked, by.day).items() if k != "territory"}:
            raise Refused(faults)
        for name in ("address", "area", "type", "causes"):
            if name in changes:
                setattr(found, name, sorted(set(changes[name])) if name == "causes" else changes[name])
        found.save(update_fields=["address", "area", "type", "causes"])
        found.residences.filter(until__isnull=True).update(address=found.address, area=found.area)
    return found


def close_household(
    *, by: Desk, household: int, on: datetime.date, reason: str, version: int | None = None
) -> Household:
    """Close a household: its memberships end that day. It stays to be read; it cannot be opened again.

    Raises NotAllowed, Refused, Stale.
    """
    refuse_future(on, by.day)
    if not reason.strip():
        raise Refused({"reason": "请写明销户原因"})
    with recording(by, reason=reason):
        found = lock_household(by, household, duty="register", version=version)
        refuse_closed(found)
        if found.benefits.filter(until__isnull=True).exists():
            raise Refused("这户还有在发的救助，请先停发再销户")
        shut(found, on, reason, ended="other")
    return found


def open_household_for(
    *, by: Desk, person: int, territory: str, on: datetime.date, reason: str, address: str = ""
) -> Household:
    """Somebody registered who belongs to no household today gets one of their own, as its head.

    Raises NotAllowed, Refused.
    """
    draft = HouseholdDraft(territory, (), on, address)
    by.must("register", territory)
    if faults := _wrong_place_or_codes(draft, by.day):
        raise Refused(faults)
    refuse_future(on, by.day)
    with recording(by, reason=reason or "单独立户"):
        head = person_in_hand(by, person, lock=True)
        if head.memberships.filter(until__isnull=True).exists():
            raise Refused({"person": f"{head.name}现属另一户，请用“分户”或“迁往另一户”"})
        found = _empty_household(by, draft)
        take_in(head, territory, by.day)
        join(found, head, "head", "opened", on, None)
        carry_benefits(head, found, on)
        relabel([found])
    return found


def _empty_household(by: Desk, draft: HouseholdDraft, places: Places | None = None) -> Household:
    household = Household.objects.create(
        number=household_numbers(draft.territory)[0], **household_columns(draft, by.day, places)
    )
    Residence.objects.create(
        household=household,
        territory=household.territory,
        address=household.address,
        area=household.area,
        since=draft.opened_on,
    )
    return household


def shut(household: Household, on: datetime.date, reason: str, *, ended: str) -> None:
    """End everything of a household on a day; nothing ends before it began."""
    if household.memberships.filter(until__isnull=True, since__gt=on).exists():
        raise Refused({"on": "日期早于成员入户的日期，请核对"})
    household.memberships.filter(until__isnull=True).update(until=on, ended=ended)
    for residence in household.residences.filter(until__isnull=True):
        residence.until = max(on, residence.since)
        residence.save(update_fields=["until"])
    household.closed_on, household.closed_reason = max(on, household.opened_on), reason
    household.save(update_fields=["closed_on", "closed_reason"])
