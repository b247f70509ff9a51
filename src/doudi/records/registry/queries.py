"""Reads of the register. Everything starts from a desk: what its territory does not reach is not there."""

import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.queries import standing
from doudi.records.registry.models import (
    BankAccount,
    Benefit,
    Household,
    Kinship,
    Membership,
    Person,
    RelativeMatch,
    Residence,
)
from doudi.records.registry.reach import as_told, people_in_hand
from doudi.records.statements import prepared, with_owner


def households_within(by: Desk) -> QuerySet[Household]:
    """The households the desk's territory reaches; none for a post that does not see the register."""
    if not by.may("see_register"):
        return Household.objects.none()
    return Household.objects.filter(by.within("territory"))


def people_within(by: Desk) -> QuerySet[Person]:
    """The people the desk's territory reaches, without those merged into another."""
    if not by.may("see_register"):
        return Person.objects.none()
    return Person.objects.filter(by.within("territory"), merged_into__isnull=True)


def household_within(by: Desk, pk: int) -> Household | None:
    """One household, or None where there is none or it lies elsewhere: the two are not told apart."""
    found = _household.one(pk) if by.may("see_register") else None
    return found if found is not None and by.reaches(found.territory) else None


@prepared
def _household(pk: int) -> QuerySet[Household]:
    return Household.objects.filter(pk=pk)


def members_on(household: Household, day: datetime.date) -> list[Membership]:
    """Who belonged to the household on a day, head first."""
    found = with_owner(_members(household.pk, day), household=household)
    return sorted(found, key=lambda one: (one.relation != "head", one.position, one.pk))


@prepared
def _members(household: int, day: datetime.date) -> QuerySet[Membership]:
    return Membership.objects.filter(standing(day), household=household).select_related("person")


def members_told(by: Desk, household: Household, day: datetime.date) -> list[Membership]:
    """The same as the desk may read of them: of those another office answers for now, little."""
    members = members_on(household, day)
    for one in members:
        one.person = as_told(by, one.person)
    return members


def households_by_place(by: Desk, length: int, day: datetime.date) -> dict[str, int]:
    """How many households lived in each place on a day, by the first `length` digits of its code; inside the territory."""
    if not by.may("see_register"):
        return {}
    lived = Residence.objects.filter(by.within("territory"), standing(day))
    counted = lived.values(place=Substr("territory", 1, length)).annotate(count=Count("household"))
    return {one["place"]: one["count"] for one in counted.order_by()}


def residence_on(household: Household, day: datetime.date) -> Residence | None:
    """Where the household lived on a day."""
    return _residences.one(household.pk, day)


@prepared
def _residences(household: int, day: datetime.date) -> QuerySet[Residence]:
    return Residence.objects.filter(standing(day), household=household).order_by("pk")[:1]


def obligors_of(people: list[int], day: datetime.date) -> list[Kinship]:
    """The obligors of people on a day who are not among them."""
    return _obligors(people, day) if people else []


@prepared
def _obligors(people: list[int], day: datetime.date) -> QuerySet[Kinship]:
    found = Kinship.objects.filter(kinship_stands(day), person__any_of=people, obligor=True)
    return found.exclude(relative__any_of=people).select_related("relative").order_by("pk")


def kinship_stands(day: datetime.date) -> Q:
    """The condition that kinship stands on a day; of some nobody knows since when."""
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gt=day))


def benefits_on(household: Household, day: datetime.date) -> list[Benefit]:
    """What was in payment on a day."""
    return with_owner(_benefits(household.pk, day), household=household)


@prepared
def _benefits(household: int, day: datetime.date) -> QuerySet[Benefit]:
    found = Benefit.objects.filter(standing(day), household=household).select_related("person")
    return found.order_by("programme", "pk")


def benefits_of(person: Person, day: datetime.date) -> list[Benefit]:
    """What was in payment to a person of their own on a day."""
    return list(person.benefits.filter(standing(day)).select_related("household").order_by("programme", "pk"))


def accounts_on(people: list[int], day: datetime.date) -> list[BankAccount]:
    """The accounts people are paid into on a day."""
    return _accounts(people, day) if people else []


@prepared
def _accounts(people: list[int], day: datetime.date) -> QuerySet[BankAccount]:
    return BankAccount.objects.filter(standing(day), person__any_of=people).select_related("person")


def relative_matches(people: list[int]) -> list[RelativeMatch]:
    """Which of the people are filed near relatives of staff."""
    return _matches(people) if people else []


@prepared
def _matches(people: list[int]) -> QuerySet[RelativeMatch]:
    found = RelativeMatch.objects.filter(person__any_of=people, relative__closed_on__isnull=True)
    return found.select_related("person", "relative")


def household_of(person: int, day: datetime.date) -> Household | None:
    """The household somebody belongs to on a day."""
    membership = Membership.objects.filter(standing(day), person=person).select_related("household").first()
    return membership.household if membership else None


def kin_of(people: list[int], day: datetime.date) -> list[Kinship]:
    """The kin of people on a day who are not among them, obligors first."""
    return _kin(people, day) if people else []


@prepared
def _kin(people: list[int], day: datetime.date) -> QuerySet[Kinship]:
    found = Kinship.objects.filter(kinship_stands(day), person__any_of=people).exclude(relative__any_of=people)
    return found.select_related("person", "relative").order_by("-obligor", "pk")


def owing_outside(people: list[int], day: datetime.date) -> set[int]:
    """Which of the people are obligors, on a day, of somebody who is not among them."""
    found = Kinship.objects.filter(kinship_stands(day), relative__in=people, obligor=True).exclude(person__in=people)
    return set(found.values_list("relative", flat=True))


def household_by_number(by: Desk, number: str) -> Household | None:
    """The household of a number inside the territory, or None."""
    return households_within(by).filter(number=number).first()


def membership_within(by: Desk, pk: int) -> Membership | None:
    """A membership of today in a household of the territory, or None."""
    found = Membership.objects.filter(pk=pk, until__isnull=True, household__in=households_within(by))
    return found.select_related("person", "household").first()


def person_reached(by: Desk, pk: int) -> Person | None:
    """A person of the desk's office, or None; merged ones too, so that a page can say into whom."""
    if not by.may("see_register"):
        return None
    return Person.objects.filter(people_in_hand(by), pk=pk).first()


def kin_either_way(by: Desk, person: Person) -> list[Kinship]:
    """Everybody a person is kin of or who is kin of them, today; whose kin besides somebody of no office is, is others'."""
    found = Kinship.objects.filter(Q(person=person) | Q(relative=person), until__isnull=True)
    if not person.territory:
        found = found.filter(by.within("person__territory"))
    return list(found.select_related("person", "relative").order_by("pk"))


def memberships_of(person: Person) -> list[Membership]:
    """Every household somebody belonged to, latest first."""
    return list(person.memberships.select_related("household").order_by("-since", "-pk"))


def kinship_reached(by: Desk, pk: int) -> Kinship | None:
    """A relation that stands, of somebody in the territory."""
    found = Kinship.objects.filter(by.within("person__territory"), pk=pk, until__isnull=True)
    return found.select_related("person", "relative").first()


def account_reached(by: Desk, pk: int) -> BankAccount | None:
    """An account in use, of somebody in the territory."""
    found = BankAccount.objects.filter(by.within("person__territory"), pk=pk, until__isnull=True)
    return found.select_related("person").first()


def benefit_within(by: Desk, pk: int) -> Benefit | None:
    """A benefit in payment, of a household of the territory."""
    found = Benefit.objects.filter(pk=pk, until__isnull=True, household__in=households_within(by))
    return found.select_related("household", "person").first()


def matches_within(by: Desk) -> QuerySet[RelativeMatch]:
    """The filed near relatives found among the people of the territory, latest first."""
    found = RelativeMatch.objects.filter(by.within("person__territory"), relative__closed_on__isnull=True)
    return found.select_related("person", "relative").order_by("-found_at", "-pk")
