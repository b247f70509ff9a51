"""What stands around the rows of a list, read once for a whole page: members, benefits, accounts, marks.

How many queries that takes depends on the columns chosen, never on how many rows there are.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from django.db.models import Count, Q, QuerySet

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.queries import standing
from doudi.records.registry.listing_columns import ListColumn, ListName
from doudi.records.registry.listing_conditions import marks_of_households, marks_of_people
from doudi.records.registry.listing_filters import Pair
from doudi.records.registry.models import BankAccount, Benefit, Household, Membership, Person
from doudi.records.registry.reach import is_in_hand
from doudi.records.registry.search_hits import UNSHOWN, memberships_today
from doudi.records.statements import Prepared, prepared

Language = Literal["zh", "en"]
Owner = tuple[Literal["household", "shared", "person"], int | None]

_OF_HEAD = {"head_id", "head_phone", "account", "head_id_whole", "head_phone_whole", "account_whole"}
_PAID = {"programmes", "monthly", "next_review"}
_SEALED = {"head_id_whole": "citizen_id", "id_whole": "citizen_id", "head_phone_whole": "phone", "phone_whole": "phone"}


@dataclass(frozen=True)
class Around:
    """What the rows of one page are told with. `benefits` are those standing, under whom they are paid to."""

    by: Desk
    language: Language
    benefits: Mapping[Owner, list[Benefit]] = field(default_factory=dict)
    accounts: Mapping[int, BankAccount] = field(default_factory=dict)
    marks: Mapping[int, list[str]] = field(default_factory=dict)
    sizes: Mapping[int, int] = field(default_factory=dict)
    heads: Mapping[int, Person] = field(default_factory=dict)
    memberships: Mapping[int, Membership] = field(default_factory=dict)

    @classmethod
    def households(cls, by: Desk, found: Sequence[Household], keys: set[str], language: Language) -> Self:
        """What the columns of `keys` need of households."""
        ids = [one.pk for one in found]
        heads = _heads(by, ids, keys) if keys & _OF_HEAD else {}
        return cls(
            by,
            language,
            benefits=_benefits(by, _paid_into, ids) if keys & _PAID else {},
            accounts=_accounts(by, [one.pk for one in heads.values()], keys),
            marks=marks_of_households(by, ids) if "marks" in keys else {},
            sizes=_sizes(ids) if "size" in keys else {},
            heads=heads,
        )

    @classmethod
    def people(cls, by: Desk, found: Sequence[Person], keys: set[str], language: Language) -> Self:
        """What the columns of `keys` need of people; a household outside the desk's territory is none."""
        ids = [one.pk for one in found]
        memberships = {pk: one for pk, one in memberships_today(ids).items() if by.reaches(one.household.territory)}
        of = [one.household_id for one in memberships.values()]
        return cls(
            by,
            language,
            benefits=_benefits(by, _paid_to, ids, of) if keys & _PAID else {},
            accounts=_accounts(by, ids, keys),
            marks=_marks_of_people(by, found) if "marks" in keys else {},
            memberships=memberships,
        )

    def word(self, pairs: Mapping[str, Pair], key: str) -> str:
        """A code in the reader's language; the code itself where nobody knows it."""
        zh, en = pairs.get(key, (key, key))
        return en if self.language == "en" else zh

    def words(self, pairs: Mapping[str, Pair], keys: Sequence[str]) -> str:
        """Several codes in the reader's language."""
        return (", " if self.language == "en" else "、").join(self.word(pairs, key) for key in keys)

    def household_of(self, person: Person) -> int | None:
        """The household somebody belongs to today."""
        membership = self.memberships.get(person.pk)
        return membership.household_id if membership else None

    def paid_to(self, person: Person) -> list[Benefit]:
        """What is paid to somebody, with their household or alone."""
        shared = self.benefits.get(("shared", self.household_of(person)), [])
        return [*shared, *self.benefits.get(("person", person.pk), [])]

    def paid_into(self, household: Household) -> list[Benefit]:
        """What is paid to a household and to each in it."""
        return self.benefits.get(("household", household.pk), [])

    def account_of(self, person: Person | None, *, whole: bool = False) -> str:
        """The account somebody is paid into, masked or whole."""
        account = self.accounts.get(person.pk) if person else None
        if account is None:
            return ""
        return account.number if whole else account.number_shown


def unneeded(name: ListName, columns: Sequence[ListColumn]) -> tuple[str, ...]:
    """The columns of the table that the list does not show: sealed ones cost time to open."""
    if name == "households":
        return ("story", "closed_reason")
    wanted = {_SEALED[column.key] for column in columns if column.key in _SEALED}
    return tuple(column for column in UNSHOWN if column not in wanted)


def _heads(by: Desk, households: Sequence[int], keys: set[str]) -> dict[int, Person]:
    """The head of each household today, or the last one of a closed one; none whom another office answers for now."""
    wanted = {_SEALED[key] for key in keys if key in _SEALED}
    found = Membership.objects.filter(household__in=households, relation="head").select_related("person")
    found = found.defer(*(f"person__{column}" for column in UNSHOWN if column not in wanted))
    heads = {one.household_id: one.person for one in found.order_by("since", "pk")}
    return {household: person for household, person in heads.items() if is_in_hand(by, person)}


def _sizes(households: Sequence[int]) -> dict[int, int]:
    return {row["household"]: row["size"] for row in _counted(list(households))}


@prepared
def _counted(households: list[int]) -> QuerySet[Membership, dict[str, int]]:
    found = Membership.objects.filter(household__any_of=households, until__isnull=True).values("household")
    return found.annotate(size=Count("pk"))


@prepared
def _paid_into(day: datetime.date, households: list[int]) -> QuerySet[Benefit]:
    return Benefit.objects.filter(standing(day), household__any_of=households).order_by("programme", "pk")


@prepared
def _paid_to(day: datetime.date, people: list[int], households: list[int]) -> QuerySet[Benefit]:
    shared = Q(person__isnull=True, household__any_of=households)
    return Benefit.objects.filter(standing(day), Q(person__any_of=people) | shared).order_by("programme", "pk")


def _benefits(by: Desk, paid: Prepared[Benefit], *ids: list[int]) -> dict[Owner, list[Benefit]]:
    """What is in payment: under the household, and under the person or, where it is for all, as shared."""
    if not by.sees("receiving"):
        return {}
    found: dict[Owner, list[Benefit]] = {}
    for one in paid(by.day, *ids):
        owner: Owner = ("person", one.person_id) if one.person_id else ("shared", one.household_id)
        found.setdefault(("household", one.household_id), []).append(one)
        found.setdefault(owner, []).append(one)
    return found


def _accounts(by: Desk, people: Sequence[int], keys: set[str]) -> dict[int, BankAccount]:
    if not keys & {"account", "account_whole"} or not by.may("reveal_account"):
        return {}
    found = BankAccount.objects.filter(standing(by.day), person__in=people)
    return {one.person_id: one for one in (found if "account_whole" in keys else found.defer("number"))}


def _marks_of_people(by: Desk, people: Sequence[Person]) -> dict[int, list[str]]:
    found = marks_of_people(by, [one.pk for one in people])
    for one in people:
        told = (("dead", one.died_on is not None), ("temporary", one.id_kind == "temporary"))
        found.setdefault(one.pk, []).extend(mark for mark, holds in told if holds)
    return found
