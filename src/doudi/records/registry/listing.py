"""The lists of households and people: what a desk sees of them, narrowed, in order, counted no further than is of use."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from doudi.records.accounts.desk import Desk, span_of
from doudi.records.registry import listing_conditions as conditions
from doudi.records.registry.listing_filters import ANY, NONE, Filters, HouseholdFilters, PeopleFilters, refuse_unseen
from doudi.records.registry.models import Benefit, Household, Membership, Person
from doudi.records.registry.queries import households_within, people_within, standing
from doudi.records.registry.search_people import by_pattern

PAGE = 50
# Beyond these nobody turns pages: the list asks to be narrowed instead.
MOST_COUNTED = 10_000
MOST_PAGES = MOST_COUNTED // PAGE


def listed(by: Desk, filters: Filters) -> QuerySet[Any]:
    """The households or people of a list, in its order; raises NotAllowed, Refused."""
    if isinstance(filters, HouseholdFilters):
        return households_listed(by, filters)
    return people_listed(by, filters)


def households_listed(by: Desk, filters: HouseholdFilters) -> QuerySet[Household]:
    """The households of the territory that fit; raises NotAllowed for what the post does not see, Refused."""
    refuse_unseen(by, filters)
    found = households_within(by)
    for condition in _of_households(by, filters):
        found = found.filter(condition)
    if filters.size:
        found = _of_size(found, filters.size)
    return _households_in_order(found, by, filters.sort)


def people_listed(by: Desk, filters: PeopleFilters) -> QuerySet[Person]:
    """The people of the territory who fit; raises NotAllowed for what the post does not see, Refused."""
    refuse_unseen(by, filters)
    found = people_within(by)
    for condition in _of_people(by, filters):
        found = found.filter(condition)
    orders: dict[str, tuple[Any, ...]] = {
        "": ("territory", "pinyin", "pk"),
        "newest": ("-pk",),
        "name": (by_pattern("pinyin"), "pk"),
    }
    return found.order_by(*orders[filters.sort])


def _of_households(by: Desk, filters: HouseholdFilters) -> list[Any]:
    """A condition for each filter that is set."""
    found: list[Any] = [_of_place(filters.territory)]
    if filters.q:
        found.append(conditions.labelled(filters.q))
    if filters.state != "all":
        found.append(Q(closed_on__isnull=filters.state == ""))
    if filters.cause:
        found.append(Q(causes__contains=[filters.cause]))
    found += [Q(**{name: value}) for name in ("type", "area") if (value := getattr(filters, name))]
    if filters.programme:
        paid = conditions.paid_into(_programme(filters), by.day)
        found.append(~paid if filters.programme == NONE else paid)
    if filters.age:
        found.append(conditions.a_member(conditions.of_age(filters.age, by.day, "person__")))
    if filters.disability:
        found.append(conditions.a_member(_disabled(filters, by, "person__")))
    if filters.no_id:
        found.append(conditions.a_member(Q(person__citizen_index__isnull=True)))
    if filters.relative:
        found.append(conditions.a_member(Q(person__in=conditions.relatives_filed().values("person"))))
    if filters.dead_paid:
        found.append(Q(pk__in=conditions.any_of(conditions.still_paid_households(by.day))))
    if filters.review_before:
        found.append(conditions.to_review(filters.review_before, by.day))
    return found


def _of_people(by: Desk, filters: PeopleFilters) -> list[Any]:
    """A condition for each filter that is set."""
    found: list[Any] = [_of_place(filters.territory)]
    if filters.q:
        found.append(conditions.named(filters.q))
    if filters.living != "all":
        found.append(Q(died_on__isnull=filters.living == ""))
    if filters.sex:
        found.append(Q(sex=filters.sex))
    if filters.age:
        found.append(conditions.of_age(filters.age, by.day))
    if filters.placed:
        inside = Exists(Membership.objects.filter(person=OuterRef("pk"), until__isnull=True))
        found.append(inside if filters.placed == "in" else ~inside)
    if filters.programme:
        paid = conditions.paid_to(_programme(filters), by.day)
        found.append(~paid if filters.programme == NONE else paid)
    if filters.disability:
        found.append(Exists(Person.objects.filter(_disabled(filters, by), pk=OuterRef("pk"))))
    if filters.no_id:
        found.append(Q(citizen_index__isnull=True))
    if filters.relative:
        found.append(Q(pk__in=conditions.relatives_filed().values("person")))
    if filters.dead_paid:
        found.append(Q(pk__in=conditions.any_of(conditions.still_paid_people(by.day))))
    return found


def _disabled(filters: Filters, by: Desk, prefix: str = "") -> Q:
    kind = "" if filters.disability == ANY else filters.disability
    return conditions.disabled(kind, filters.grade, by.day, prefix)


def _programme(filters: Filters) -> str:
    return "" if filters.programme in (ANY, NONE) else filters.programme


def _of_place(territory: str) -> Q:
    if not territory:
        return Q()
    low, high = span_of(territory)
    return Q(territory__gte=low, territory__lt=high)


def _of_size(households: QuerySet[Household], size: str) -> QuerySet[Household]:
    counted = conditions.with_size(households)
    return counted.filter(size__gte=6) if size == "6-" else counted.filter(size=int(size))


def _households_in_order(households: QuerySet[Household], by: Desk, sort: str) -> QuerySet[Household]:
    if sort == "number":
        return households.order_by("number")
    if sort == "opened":
        return households.order_by("-opened_on", "-pk")
    if sort == "review":
        return _by_review(households, by)
    return households.order_by("territory", "label_pinyin", "pk")


def _by_review(households: QuerySet[Household], by: Desk) -> QuerySet[Household]:
    """The households with a day of review ahead, by the first of them: the benefits are walked in the order of the days."""
    dated = Benefit.objects.filter(standing(by.day), next_review_on__isnull=False)
    earlier = Q(next_review_on__lt=OuterRef("next_review_on")) | Q(
        next_review_on=OuterRef("next_review_on"), pk__lt=OuterRef("pk")
    )
    first = dated.filter(~Exists(dated.filter(earlier, household=OuterRef("household"))))
    found = households.alias(review=FilteredRelation("benefits")).filter(review__in=first)
    return found.order_by("review__next_review_on", "pk")


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, which page it is, how many there are up to MOST_COUNTED, and whether there are more."""

    rows: list[Any]
    number: int
    count: int
    more: bool

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one that may be turned to."""
        return self.number < MOST_PAGES and (self.more or self.number * PAGE < self.count)


def page_of(found: QuerySet[Any], number: int) -> Page:
    """A page of a list; a page beyond the last is the last. Two queries."""
    count = found.order_by()[: MOST_COUNTED + 1].count()
    last = max(1, min(MOST_PAGES, -(-count // PAGE)))
    number = max(1, min(number, last))
    rows = list(found[(number - 1) * PAGE : number * PAGE])
    return Page(rows, number, min(count, MOST_COUNTED), count > MOST_COUNTED)
