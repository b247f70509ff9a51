"""What the results say of a person found: household and relation today, and what an officer should look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.registry.listing_conditions import MARKS, marks_of_people
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.statements import prepared

# Sealed values cost time to open and no list shows them.
UNSHOWN = ("citizen_id", "phone", "grams", "note", "id_note", "citizen_index", "phone_index")


@dataclass(frozen=True)
class Hit:
    """Somebody found: the person without sealed values, how they were found, the household and relation of today.

    `household` is None for somebody who belongs to none today, or to one outside the desk's territory. `marks` are
    keys of MARKS.
    """

    person: Person
    how: tuple[str, str]
    household: Household | None = None
    relation: str = ""
    marks: tuple[str, ...] = ()


def hits_of(by: Desk, found: Mapping[int, tuple[str, str]]) -> list[Hit]:
    """The hits for people found, in the order given; those the desk does not reach are not among them. Four queries."""
    people = {one.pk: one for one in _people(list(found)) if by.may("see_register") and by.reaches(one.territory)}
    memberships = memberships_today(people)
    marks = marks_of_people(by, people)
    return [
        _hit(by, people[pk], how, memberships.get(pk), marks.get(pk, ())) for pk, how in found.items() if pk in people
    ]


def memberships_today(people: Iterable[int]) -> dict[int, Membership]:
    """The household each of the people belongs to today, with its membership. One query."""
    return {one.person_id: one for one in _memberships(list(people))}


@prepared
def _memberships(people: list[int]) -> QuerySet[Membership]:
    return Membership.objects.filter(person__any_of=people, until__isnull=True).select_related("household")


@prepared
def _people(ids: list[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__any_of=ids, merged_into__isnull=True).defer(*UNSHOWN)


def _hit(by: Desk, person: Person, how: tuple[str, str], membership: Membership | None, marks: Sequence[str]) -> Hit:
    dead = ("dead",) if person.died_on else ()
    temporary = ("temporary",) if person.id_kind == "temporary" else ()
    told = tuple(mark for mark in MARKS if mark in {*dead, *temporary, *marks})
    if membership is None or not by.reaches(membership.household.territory):
        return Hit(person, how, marks=told)
    return Hit(person, how, membership.household, membership.relation, told)
