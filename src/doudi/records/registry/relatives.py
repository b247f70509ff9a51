"""Near relatives of staff, found among the people of the register."""

from collections.abc import Sequence

from django.db.models import Q

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import StaffRelative
from doudi.records.registry.models import Person, RelativeMatch
from doudi.records.trail.recording import recording


def match_relatives(people: Sequence[Person]) -> list[RelativeMatch]:
    """Write a match for each person who is a filed near relative: the same number, or the same name and birth.

    Two queries for any number of people. A match is a thing to look at, never a refusal.
    """
    indexes = [bytes(one.citizen_index) for one in people if one.citizen_index is not None]
    keys = [one.name_key for one in people]
    filed = StaffRelative.objects.filter(closed_on__isnull=True).filter(
        Q(citizen_index__in=indexes) | Q(name_key__in=keys)
    )
    by_index: dict[bytes, list[StaffRelative]] = {}
    by_name: dict[tuple[str, object], list[StaffRelative]] = {}
    for relative in filed:
        if relative.citizen_index is not None:
            by_index.setdefault(bytes(relative.citizen_index), []).append(relative)
        if relative.born_on is not None:
            by_name.setdefault((relative.name_key, relative.born_on), []).append(relative)
    matches = [match for person in people for match in _of_person(person, by_index, by_name)]
    return RelativeMatch.objects.bulk_create(matches, ignore_conflicts=True) if matches else []


def match_people(*, by: Desk, relative: StaffRelative) -> list[RelativeMatch]:
    """The same the other way round: a relative just filed, held against everybody registered."""
    by.must("file_relatives", relative.territory)
    condition = Q(pk__in=())
    if relative.citizen_index is not None:
        condition |= Q(citizen_index=bytes(relative.citizen_index))
    if relative.born_on is not None:
        condition |= Q(name_key=relative.name_key, born_on=relative.born_on)
    with recording(by, reason="近亲属备案比对"):
        return match_relatives(list(Person.objects.filter(condition, merged_into__isnull=True)))


def _of_person(
    person: Person,
    by_index: dict[bytes, list[StaffRelative]],
    by_name: dict[tuple[str, object], list[StaffRelative]],
) -> list[RelativeMatch]:
    same_number = by_index.get(bytes(person.citizen_index), []) if person.citizen_index is not None else []
    found = [RelativeMatch(person=person, relative=one, by="id") for one in same_number]
    for one in by_name.get((person.name_key, person.born_on), []):
        numbers_differ = (
            one.citizen_index is not None
            and person.citizen_index is not None
            and bytes(one.citizen_index) != bytes(person.citizen_index)
        )
        if one not in same_number and not numbers_differ:
            found.append(RelativeMatch(person=person, relative=one, by="name"))
    return found
