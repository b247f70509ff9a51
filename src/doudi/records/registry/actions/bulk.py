"""Many households at once, with a number of queries that does not grow with them. Called inside a recorded transaction."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.households import HouseholdDraft, household_columns, memberships_of
from doudi.records.registry.duplicates import note_duplicates
from doudi.records.registry.identity import read_person
from doudi.records.registry.models import Household, Person, Residence
from doudi.records.registry.numbers import household_numbers, temporary_numbers
from doudi.records.registry.relatives import match_relatives
from doudi.records.territory.models import Place
from doudi.records.trail.copying import copy_rows


@dataclass(frozen=True)
class Unwritten:
    """A household that was checked and read, with its people in the order of its draft; none has a number yet."""

    draft: HouseholdDraft
    household: Household
    people: list[Person]


def read_household(by: Desk, draft: HouseholdDraft, places: Mapping[str, Place]) -> Unwritten:
    """The rows of a household that was checked already, without asking the database; raises Refused."""
    people = [Person(**read_person(one.person, on=by.day, territory=draft.territory).columns) for one in draft.members]
    household = Household(**household_columns(draft, by.day, places))
    pairs = zip(draft.members, people, strict=True)
    if head := next((person for one, person in pairs if one.relation == "head"), None):
        household.label, household.label_pinyin = head.name, head.pinyin
    return Unwritten(draft, household, people)


def write_households(by: Desk, read: Sequence[Unwritten]) -> None:
    """Write households with their people, who get their numbers.

    An ID number that came into the register since the check breaks the constraint, and the whole batch with it.
    """
    _write_empty([one.household for one in read])
    everybody = [person for one in read for person in one.people]
    give_temporary_numbers(everybody, by.day)
    copy_rows(everybody)
    copy_rows([member for one in read for member in memberships_of(one.household, one.draft, one.people)])
    match_relatives(everybody)
    note_duplicates(everybody)


def _write_empty(households: Sequence[Household]) -> None:
    numbers = {town: iter(household_numbers(town, count)) for town, count in _counted(households).items()}
    for one in households:
        one.number = next(numbers[one.territory[:9]])
    copy_rows(households)
    copy_rows(
        [
            Residence(household=one, territory=one.territory, address=one.address, area=one.area, since=one.opened_on)
            for one in households
        ]
    )


def _counted(households: Sequence[Household]) -> Counter[str]:
    # Sorted, so that two imports that number households of the same towns at once do not wait for each other in turn.
    return Counter(sorted(one.territory[:9] for one in households))


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
