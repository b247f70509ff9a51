"""Registering and correcting people."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import person_in_hand, refuse_future, relabel, writing
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.identity import PersonDraft, Read, kept_because, read_person
from doudi.records.registry.models import Household, Person
from doudi.records.registry.numbers import temporary_numbers
from doudi.records.registry.refusals import AlreadyRegistered, Refused, Stale
from doudi.records.registry.relatives import match_relatives
from doudi.records.sealing.ciphers import blind_index
from doudi.records.territory.queries import name_of, office_of
from doudi.records.trail.access import log_access
from doudi.records.trail.recording import recording

_TEMPORARY_DAYS = 365
_CORRECTED = (
    "name", "citizen_id", "no_id_reason", "sex", "born_on", "born_note", "phone", "ethnic", "marital", "education",
    "hukou", "hukou_place", "note",
)  # fmt: skip


def new_person(by: Desk, draft: PersonDraft, *, on: datetime.date, territory: str) -> Person:
    """A person not yet written, for the actions that write; raises Refused and AlreadyRegistered.

    Somebody known as kin alone, whom no office answers for, is that person and not a second one.
    """
    read = read_person(draft, on=by.day, territory=territory)
    return person_of(by, draft, read, territory=territory, registered=registered_among([read]))


def registered_among(reads: Iterable[Read]) -> set[bytes]:
    """Which numbers of people about to be written are in the register: one query for all of them."""
    indexes = [index for read in reads if (index := read.columns["citizen_index"]) is not None]
    if not indexes:
        return set()
    found = Person.objects.filter(citizen_index__in=indexes, merged_into__isnull=True)
    return {bytes(one) for one in found.values_list("citizen_index", flat=True) if one is not None}


def person_of(by: Desk, draft: PersonDraft, read: Read, *, territory: str, registered: Collection[bytes]) -> Person:
    """The same of a draft read before; `registered` are the numbers that are in the register, as `registered_among` says."""
    index = read.columns["citizen_index"]
    if index is not None and bytes(index) in registered:
        if known := _known_as_kin(index):
            return _known_better(by, known, read.columns, territory)
        refuse_registered(by, index)
    elif index is None and territory and not read.columns["id_unverified"]:
        if not draft.no_id_reason:
            raise Refused({"citizen_id": "请填写证件号；确无证件号的，请选择原因（如新生儿未上户）"})
        read.columns |= {
            "id_kind": "temporary",
            "temporary_number": temporary_numbers(territory)[0],
            "temporary_until": _temporary_until(by.day),
        }
    return Person(**read.columns)


def _known_as_kin(index: bytes) -> Person | None:
    """Who has a number and is registered as somebody's kin alone, locked."""
    found = Person.objects.filter(citizen_index=index, territory="", merged_into__isnull=True)
    return found.select_for_update().first()


def _known_better(by: Desk, known: Person, columns: Mapping[str, Any], territory: str) -> Person:
    """Somebody's kin with what a draft says besides, not yet written; with a territory its office takes them in.

    Whoever has the number and the name of somebody is told no more of them. Raises Refused for another name.
    """
    if columns["name_key"] != known.name_key:
        raise Refused({"name": "该证件号已作为亲属登记，登记的姓名与此不同，请核对证件"})
    log_access(by, kind="search", facts=["citizen_id"], person=known.pk, reason="登记时证件号已作为亲属登记")
    if territory:
        refuse_dead(known)
    for name, value in columns.items():
        # An office that takes somebody in has them before it; to one that only writes down kin the entries are others'.
        if value and (territory or not getattr(known, name)):
            setattr(known, name, value)
    return known


def take_in(person: Person, territory: str, today: datetime.date) -> None:
    """Let a person be of a village from now on; one without a number gets a temporary one. Raises Refused."""
    refuse_dead(person)
    if person.citizen_index is None and not person.id_unverified and not person.temporary_number:
        if not person.no_id_reason:
            told = f"{person.name}还没有证件号，请先更正其登记：填写证件号，或选择没有证件号的原因"
            raise Refused({"person": told})
        person.id_kind, person.temporary_number = "temporary", temporary_numbers(territory)[0]
        person.temporary_until = _temporary_until(today)
    person.territory = territory
    person.save()


def refuse_dead(person: Person) -> None:
    """Nobody joins a household after their death."""
    if person.died_on is not None:
        raise Refused({"person": f"{person.name}已登记死亡"})


def refuse_registered(by: Desk, index: bytes) -> None:
    """Refuse a number that is in the register; outside the territory the answer names only the office to ask.

    Called inside `writing`, which logs that the number was asked for.
    """
    found = Person.objects.filter(citizen_index=index, merged_into__isnull=True).first()
    if found is None:
        return
    if by.reaches(found.territory):
        raise AlreadyRegistered(f"该证件号已登记：{found.name}（{name_of(found.territory)}）", person=found.pk)
    office = office_of(found.territory) or "县级民政部门"
    raise AlreadyRegistered(f"该证件号已在其他单位登记，请联系{office}核实", elsewhere=found.pk)


def correct_person(*, by: Desk, person: int, changes: Mapping[str, Any], reason: str, state: str = "") -> Person:
    """Correct what the register says of a person; `changes` are fields of PersonDraft. The trail keeps what stood before.

    `state` is that of the entries the correction was made on (`state_of`); with it a correction made meanwhile by
    somebody else is not undone unseen. Raises NotAllowed, Refused, AlreadyRegistered, Stale.
    """
    by.must("register")
    if not reason.strip():
        raise Refused({"reason": "请写明更正原因"})
    with writing(by, reason=reason):
        found = person_in_hand(by, person, lock=True)
        if state and state != state_of(found):
            raise Stale("此人的登记在您打开页面之后已被他人更正，您填写的内容仍在本页", state_of(found))
        read = read_person(replace(draft_of(found), **changes), on=by.day, territory=found.territory)
        columns = read.columns | _standing_without_number(by, found, read.columns)
        if found.died_on and columns["born_on"] and columns["born_on"] > found.died_on:
            raise Refused({"born_on": f"出生日期晚于死亡日期（{found.died_on}），请核对"})
        index = columns["citizen_index"]
        if index is not None and index != _bytes(found.citizen_index):
            refuse_registered(by, index)
        for name, value in columns.items():
            setattr(found, name, value)
        found.save()
        match_relatives([found])
        note_duplicates([found])
        relabel(Household.objects.filter(memberships__person=found, memberships__relation="head").distinct())
    return found


def _standing_without_number(by: Desk, found: Person, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction changes of a temporary number: it ends with a number of one's own, and begins where that goes."""
    if columns["citizen_index"] is not None:
        return {"temporary_until": None, "no_id_reason": ""}
    if columns["id_unverified"] or not found.territory:
        return {}
    if found.citizen_index is not None and not columns["no_id_reason"]:
        raise Refused({"no_id_reason": "没有证件号的，请选择原因"})
    if found.temporary_number and found.temporary_until is not None:
        return {"id_kind": "temporary"}
    number = found.temporary_number or temporary_numbers(found.territory)[0]
    return {"id_kind": "temporary", "temporary_number": number, "temporary_until": _temporary_until(by.day)}


def _temporary_until(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=_TEMPORARY_DAYS)


def draft_of(person: Person) -> PersonDraft:
    """A person as a draft, for a form that corrects them."""
    plain = {name: getattr(person, name) for name in _CORRECTED}
    # A number already accepted was looked at when it was; what could not be verified stays so until it is corrected.
    unverified = kept_because(person.id_note) if person.id_unverified else ""
    return PersonDraft(**plain, seen_on_paper=True, unverified_reason=unverified)


def state_of(person: Person) -> str:
    """A short word for how the entries of a person stand; another word once any of them is corrected.

    It is made with the office's key: it goes into a page, and nobody is to guess a number by it.
    """
    told = "\x1f".join(str(getattr(person, name)) for name in _CORRECTED)
    return blind_index(told, "person.state").hex()[:16]


def renew_temporary_number(*, by: Desk, person: int, until: datetime.date, reason: str) -> Person:
    """Let a temporary number stand until another day, at most a year on; raises NotAllowed, Refused."""
    by.must("register")
    if not by.day < until <= _temporary_until(by.day):
        raise Refused({"until": "有效期应晚于今天，最长一年"})
    if not reason.strip():
        raise Refused({"reason": "请写明仍无证件号的原因"})
    with recording(by, reason=reason):
        found = person_in_hand(by, person, lock=True)
        if found.id_kind != "temporary":
            raise Refused(f"{found.name}没有使用临时编号")
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
