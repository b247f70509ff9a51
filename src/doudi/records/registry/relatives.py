"""Near relatives of staff, found among the people of the register."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import StaffRelative
from doudi.records.accounts.powers import file_relative
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
    if not matches:
        return []
    # A match by name becomes one by number when the number is learnt; one found before stays.
    return RelativeMatch.objects.bulk_create(
        matches, update_conflicts=True, update_fields=["by"], unique_fields=["person", "relative"]
    )


def file_and_match(*, by: Desk, **told: Any) -> tuple[StaffRelative, int]:
    """File a near relative (the words are those of `file_relative`) and look for them in the whole register.

    The answer counts the people found whom the desk reaches; those of other offices are marked all the same, and their
    office sees it. Raises NotAllowed, AccountRefused.
    """
    with recording(by, reason="近亲属备案"):
        filed = file_relative(by=by, **told)
        found = match_people(by=by, relative=filed)
    return filed, sum(by.reaches(match.person.territory) for match in found)


def match_people(*, by: Desk, relative: StaffRelative) -> list[RelativeMatch]:
    """The same the other way round: a relative just filed, held against everybody registered."""
    by.must("file_relatives", relative.territory)
    condition = Q(pk__in=())
    if relative.citizen_index is not None:
        condition |= Q(citizen_index=bytes(relative.citizen_index))
    if relative.born_on is not None:
        condition |= Q(name_key=relative.name_key, born_on=relative.born_on)
    with recording(by, reason="近亲属备案比对"):
        people = list(Person.objects.filter(condition, merged_into__isnull=True))
        return [one for one in match_relatives(people) if one.relative_id == relative.pk]


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
