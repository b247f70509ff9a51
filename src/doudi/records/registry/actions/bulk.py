"""Many households at once, with a number of queries that does not grow with them. Called inside a recorded transaction."""

import datetime
from collections.abc import Sequence

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.households import HouseholdDraft, household_columns, memberships_of
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.identity import read_person
from doudi.records.registry.models import Household, Membership, Person, Residence
from doudi.records.registry.numbers import household_numbers, temporary_numbers
from doudi.records.registry.relatives import match_relatives
from doudi.records.territory.queries import places_on


def write_households(by: Desk, drafts: Sequence[HouseholdDraft]) -> list[tuple[Household, list[Person]]]:
    """Write households that were checked already, with their people in order; the answer pairs them.

    A number that came into the register since the check breaks the constraint, and the whole batch with it.
    """
    households = _households(by, drafts)
    people = [
        [Person(**read_person(one.person, on=by.day, territory=draft.territory).columns) for one in draft.members]
        for draft in drafts
    ]
    everybody = [person for members in people for person in members]
    give_temporary_numbers(everybody, by.day)
    Person.objects.bulk_create(everybody)
    Membership.objects.bulk_create(
        membership
        for household, draft, members in zip(households, drafts, people, strict=True)
        for membership in memberships_of(household, draft, members)
    )
    match_relatives(everybody)
    note_duplicates(everybody)
    return list(zip(households, people, strict=True))


def _households(by: Desk, drafts: Sequence[HouseholdDraft]) -> list[Household]:
    numbers = {town: iter(household_numbers(town, count)) for town, count in _counted(drafts).items()}
    places = places_on({draft.territory for draft in drafts}, by.day)
    rows = []
    for draft in drafts:
        row = Household(number=next(numbers[draft.territory[:9]]), **household_columns(draft, by.day, places))
        head = next((one.person for one in draft.members if one.relation == "head"), None)
        if head is not None:
            read = read_person(head, on=by.day, territory=draft.territory).columns
            row.label, row.label_pinyin = read["name"], read["pinyin"]
        rows.append(row)
    Household.objects.bulk_create(rows)
    Residence.objects.bulk_create(
        Residence(household=one, territory=one.territory, address=one.address, area=one.area, since=one.opened_on)
        for one in rows
    )
    return rows


def _counted(drafts: Sequence[HouseholdDraft]) -> dict[str, int]:
    towns: dict[str, int] = {}
    for draft in drafts:
        towns[draft.territory[:9]] = towns.get(draft.territory[:9], 0) + 1
    return towns


def give_temporary_numbers(people: Sequence[Person], day: datetime.date) -> None:
    """A temporary number, for a year, to everybody of the register who has no number at all."""
    without = [one for one in people if one.citizen_index is None and not one.id_unverified and one.territory]
    by_town: dict[str, list[Person]] = {}
    for one in without:
        by_town.setdefault(one.territory[:9], []).append(one)
    for town, some in by_town.items():
        for one, number in zip(some, temporary_numbers(town, len(some)), strict=True):
            one.id_kind, one.temporary_number = "temporary", number
            one.temporary_until = day + datetime.timedelta(days=365)
