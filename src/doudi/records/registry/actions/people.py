"""Registering and correcting people."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import person_of, refuse_future, relabel
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.identity import PersonDraft, read_person
from doudi.records.registry.models import Household, Person
from doudi.records.registry.numbers import temporary_numbers
from doudi.records.registry.refusals import AlreadyRegistered, Refused
from doudi.records.registry.relatives import match_relatives
from doudi.records.territory.queries import name_of, office_of
from doudi.records.trail.access import log_access
from doudi.records.trail.recording import recording

_TEMPORARY_MONTHS = 12


def new_person(by: Desk, draft: PersonDraft, *, on: datetime.date, territory: str) -> Person:
    """A person not yet written, for the actions that write; raises Refused and AlreadyRegistered."""
    read = read_person(draft, on=by.day, territory=territory)
    index = read.columns["citizen_index"]
    if index is not None:
        refuse_registered(by, index)
    elif territory and not read.columns["id_unverified"]:
        if not draft.no_id_reason:
            raise Refused({"citizen_id": "请填写证件号；确无证件号的，请选择原因（如新生儿未上户）"})
        read.columns |= {
            "id_kind": "temporary",
            "temporary_number": temporary_numbers(territory)[0],
            "temporary_until": by.day + datetime.timedelta(days=_TEMPORARY_MONTHS * 365 // 12),
        }
    return Person(**read.columns)


def refuse_registered(by: Desk, index: bytes) -> None:
    """Refuse a number that is in the register; outside the territory the answer names only the office to ask."""
    found = Person.objects.filter(citizen_index=index, merged_into__isnull=True).first()
    if found is None:
        return
    if by.reaches(found.territory):
        raise AlreadyRegistered(f"该证件号已登记：{found.name}（{name_of(found.territory)}）", found.pk)
    log_access(by, kind="search", facts=["citizen_id"], person=found.pk, reason="登记时证件号已存在于其他单位")
    office = office_of(found.territory)
    raise AlreadyRegistered(f"该证件号已在其他单位登记，请联系{office or '县级民政部门'}核实")


def correct_person(
    *, by: Desk, person: int, changes: Mapping[str, Any], reason: str, household: int | None = None
) -> Person:
    """Correct what the register says of a person; `changes` are fields of PersonDraft. The trail keeps what stood before.

    Raises NotAllowed, Refused, AlreadyRegistered.
    """
    by.must("register")
    if not reason.strip():
        raise Refused({"reason": "请写明更正原因"})
    with recording(by, reason=reason):
        found = person_of(by, person)
        draft = replace(draft_of(found), **changes)
        read = read_person(draft, on=by.day, territory=found.territory)
        index = read.columns["citizen_index"]
        if index is not None and index != _bytes(found.citizen_index):
            refuse_registered(by, index)
        if index is not None and found.id_kind == "temporary":
            read.columns |= {"temporary_until": None}
        elif index is None and not read.columns["id_unverified"] and found.id_kind == "temporary":
            read.columns["id_kind"] = "temporary"
        for name, value in read.columns.items():
            setattr(found, name, value)
        found.save()
        match_relatives([found])
        note_duplicates([found])
        relabel(Household.objects.filter(memberships__person=found, memberships__relation="head"))
    return found


def draft_of(person: Person) -> PersonDraft:
    """A person as a draft, for a form that corrects them."""
    plain = {
        name: getattr(person, name)
        for name in (
            "name", "citizen_id", "no_id_reason", "sex", "born_on", "born_note", "phone", "ethnic", "marital",
            "education", "hukou", "hukou_place", "note",
        )
    }  # fmt: skip
    # A number already accepted was looked at when it was; what could not be verified stays so until it is corrected.
    unverified = person.id_note if person.id_unverified else ""
    return PersonDraft(**plain, seen_on_paper=True, unverified_reason=unverified)


def renew_temporary_number(*, by: Desk, person: int, until: datetime.date, reason: str) -> Person:
    """Let a temporary number stand longer; raises Refused for a day that is past."""
    by.must("register")
    refuse_past = until <= by.day
    if refuse_past:
        raise Refused({"until": "有效期应晚于今天"})
    with recording(by, reason=reason):
        found = person_of(by, person)
        found.temporary_until = until
        found.save(update_fields=["temporary_until"])
    return found


def record_death_day(person: Person, died_on: datetime.date, today: datetime.date) -> None:
    """Write the day a person died; raises Refused where it cannot be."""
    refuse_future(died_on, today, "died_on")
    if person.born_on and died_on < person.born_on:
        raise Refused({"died_on": f"死亡日期早于出生日期（{person.born_on}），请核对"})
    person.died_on = died_on
    person.save(update_fields=["died_on"])


def _bytes(value: object) -> bytes | None:
    return None if value is None else bytes(value)  # type: ignore[call-overload]
