"""The lists of households and people: what a desk sees of them, narrowed, in order, counted no further than is of use."""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from doudi.records.accounts.desk import Desk, span_of
from doudi.records.accounts.queries import standing
from doudi.records.registry import listing_conditions as conditions
from doudi.records.registry.listing_filters import ANY, NONE, Filters, HouseholdFilters, PeopleFilters, refuse_unseen
from doudi.records.registry.models import Benefit, Household, Membership, Person
from doudi.records.registry.queries import households_within, people_within
from doudi.records.statements import Prepared, prepared

PAGE = 50
# Up to so many are counted and can all be paged through; of a longer list only the first pages are shown.
MOST_COUNTED = 10_000
PAGES_OF_MORE = 20
# A count that takes longer is left out: a page that says less is better than one that comes late.
COUNTING_MS = 120
# Walking a list in order finds a page soon where many fit. Where it takes longer few do, and they are all fetched.
WALKING_MS = 120
IN_VAIN_SECONDS = 60
# So long a way that was too slow is not tried again; then the register, or what else the machine does, may have changed.
SLOW_SECONDS = 300
# A helper process costs more to start than a page has time for. And the register is in memory or on a disk without a
# head: PostgreSQL's own guess, that a row somewhere else costs four, makes it read whole tables for a few hundred rows.
_LIMITS = """
SELECT set_config('statement_timeout', %s, true), set_config('max_parallel_workers_per_gather', '0', true),
       set_config('random_page_cost', '1.1', true)
"""


@dataclass(frozen=True)
class Listing:
    """A list: its rows without an order, and the columns of its order, all ascending or all descending.

    `alike` is the same for lists that take as long as each other to be found; empty where nothing is known of that.
    """

    found: QuerySet[Any]
    order: tuple[str, ...]
    descending: bool = False
    alike: str = ""

    @property
    def ordered(self) -> QuerySet[Any]:
        """The rows in order."""
        return self.found.order_by(*(f"-{column}" if self.descending else column for column in self.order))


def listed(by: Desk, filters: Filters) -> Listing:
    """The list a desk sees for its filters; raises NotAllowed for what the post does not see, Refused."""
    found = households_listed(by, filters) if isinstance(filters, HouseholdFilters) else people_listed(by, filters)
    return replace(found, alike=_alike(by, filters))


def _alike(by: Desk, filters: Filters) -> str:
    """What decides how long a list takes: where, and by what it is narrowed. A household's name is looked for in every row."""
    if isinstance(filters, HouseholdFilters) and filters.q:
        filters = replace(filters, q="*")
    return hashlib.sha256(repr((by.spans, by.post_key, filters)).encode()).hexdigest()


def households_listed(by: Desk, filters: HouseholdFilters) -> Listing:
    """The households of the territory that fit; raises NotAllowed for what the post does not see, Refused."""
    refuse_unseen(by, filters)
    found = households_within(by)
    for condition in _of_households(by, filters):
        found = found.filter(condition)
    if filters.sort == "review":
        return Listing(_to_review(found, by), ("review__next_review_on", "pk"))
    if filters.sort == "opened":
        return Listing(found, ("opened_on", "pk"), descending=True)
    return Listing(found, ("number",) if filters.sort == "number" else ("territory", "label_pinyin", "pk"))


def people_listed(by: Desk, filters: PeopleFilters) -> Listing:
    """The people of the territory who fit; raises NotAllowed for what the post does not see, Refused."""
    refuse_unseen(by, filters)
    found = people_within(by)
    for condition in _of_people(by, filters):
        found = found.filter(condition)
    if filters.sort == "newest":
        return Listing(found, ("pk",), descending=True)
    return Listing(found, ("territory", "pinyin", "pk"))


def _of_households(by: Desk, filters: HouseholdFilters) -> list[Any]:
    """A condition for each filter that is set."""
    found: list[Any] = [_of_place(filters.territory)]
    if filters.q:
        found.append(conditions.labelled(filters.q))
    # What is paid though nobody is left to be paid is found wherever it is: most such households are closed.
    if filters.state == "closed" or not (filters.state or _of_the_gone(filters)):
        found.append(Q(closed_on__isnull=filters.state == ""))
    if filters.cause:
        found.append(Q(causes__contains=[filters.cause]))
    found += [Q(**{name: value}) for name in ("type", "area") if (value := getattr(filters, name))]
    if filters.programme:
        paid = conditions.paid_into("" if filters.programme in (ANY, NONE) else filters.programme, by.day)
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
    if filters.gone_paid:
        found.append(Q(pk__in=conditions.paid_though_gone(by.day).values("household")))
    if filters.size:
        found.append(conditions.of_size(filters.size))
    if filters.review_before:
        found.append(conditions.to_review(filters.review_before, by.day))
    return found


def _of_people(by: Desk, filters: PeopleFilters) -> list[Any]:
    """A condition for each filter that is set."""
    found: list[Any] = [_of_place(filters.territory)]
    if filters.q:
        found.append(conditions.named(filters.q))
    # Asked who is paid though dead, the list does not keep to the living.
    if filters.living == "dead" or not (filters.living or filters.dead_paid):
        found.append(Q(died_on__isnull=filters.living == ""))
    if filters.sex:
        found.append(Q(sex=filters.sex))
    if filters.age:
        found.append(conditions.of_age(filters.age, by.day))
    if filters.placed:
        inside = Exists(Membership.objects.filter(person=OuterRef("pk"), until__isnull=True))
        found.append(inside if filters.placed == "in" else ~inside)
    if filters.programme:
        found.append(conditions.paid_to(filters.programme, by.day))
    if filters.disability:
        found.append(Exists(Person.objects.filter(_disabled(filters, by), pk=OuterRef("pk"))))
    if filters.no_id:
        found.append(Q(citizen_index__isnull=True))
    if filters.relative:
        found.append(Q(pk__in=conditions.relatives_filed().values("person")))
    if filters.dead_paid:
        found.append(Q(pk__in=conditions.any_of(conditions.still_paid_people(by.day))))
    if filters.gone_paid:
        found.append(Q(pk__in=conditions.paid_though_gone(by.day).values("person")))
    return found


def _of_the_gone(filters: HouseholdFilters) -> bool:
    return filters.dead_paid or filters.gone_paid


def _disabled(filters: Filters, by: Desk, prefix: str = "") -> Q:
    kind = "" if filters.disability == ANY else filters.disability
    return conditions.disabled(kind, filters.grade, by.day, prefix)


def _of_place(territory: str) -> Q:
    if not territory:
        return Q()
    low, high = span_of(territory)
    return Q(territory__gte=low, territory__lt=high)


def _to_review(households: QuerySet[Household], by: Desk) -> QuerySet[Household]:
    """The households with a day of review, each beside the benefit that is reviewed first."""
    dated = standing(by.day) & Q(next_review_on__isnull=False)
    earlier = Q(next_review_on__lt=OuterRef("review__next_review_on"))
    same_day = Q(next_review_on=OuterRef("review__next_review_on"), pk__lt=OuterRef("review__pk"))
    sooner = Benefit.objects.filter(dated, earlier | same_day, household=OuterRef("pk"))
    joined = households.alias(review=FilteredRelation("benefits", condition=_of_benefits(by)))
    # Both in one call: a second one would join the benefits once more, and compare with another of them.
    return joined.filter(Q(review__next_review_on__isnull=False), ~Exists(sooner))


def _of_benefits(by: Desk) -> Q:
    stand = Q(benefits__until__isnull=True) | Q(benefits__until__gt=by.day)
    return Q(benefits__since__lte=by.day) & stand


@dataclass(frozen=True)
class Page:
    """One page of a list. `count` is None where counting took too long; `more` says there are over MOST_COUNTED."""

    rows: list[Any]
    number: int
    count: int | None
    more: bool
    has_next: bool


def page_of(listing: Listing, number: int, *, without: tuple[str, ...] = ()) -> Page:
    """A page of a list, without the columns named; a page beyond the last is the last.

    The keys of a list that can be counted are fetched and put in order here; a longer one is walked in its order. Which
    of the two is quick depends on how many rows fit, and that nobody knows before: so each is given a time. What took too
    long is not tried again for a while on a list that takes as long.
    """
    slow = _found_slow(listing)
    keys = None if slow else _keys_within(listing, COUNTING_MS)
    if keys is not None and len(keys) <= MOST_COUNTED:
        return _page_of_keys(listing, keys, number, without)
    if slow != "walked":
        if keys is None:
            _note_slow(listing, "counted")
        try:
            with _at_most(WALKING_MS):
                return _page_walked(listing, number, without, counted=keys is not None)
        except OperationalError:
            pass
    was_counted, keys = keys is not None, _keys_within(listing)
    if keys is not None and len(keys) <= MOST_COUNTED:
        if not was_counted:
            _note_slow(listing, "walked")
        return _page_of_keys(listing, keys, number, without)
    # Where many fit, walking is the way after all.
    if not was_counted:
        _note_slow(listing, "counted")
    return _page_walked(listing, number, without, counted=True)


def _found_slow(listing: Listing) -> str:
    """Which of the ways was too slow lately: `counted`, `walked` (then both), or none of them."""
    return str(cache.get(f"slow_list:{listing.alike}", "")) if listing.alike else ""


def _note_slow(listing: Listing, way: str) -> None:
    if listing.alike:
        cache.set(f"slow_list:{listing.alike}", way, SLOW_SECONDS)


def paid_in_vain(by: Desk) -> dict[str, int]:
    """How many households of the territory are paid though somebody died, or left, by the name of the filter that lists them.

    As it stood within the last minute: it takes as long to find them for one village as for everybody, so they are found for
    everybody, and every first page is answered from that.
    """
    found = cache.get_or_set(f"paid_in_vain:{by.day}", lambda: _paid_in_vain(by.day), IN_VAIN_SECONDS) or {}
    return {name: sum(map(by.reaches, places)) for name, places in found.items()}


def _paid_in_vain(day: datetime.date) -> dict[str, list[str]]:
    """The places of those households, one for each."""
    wanted = {
        "dead_paid": conditions.any_of(conditions.still_paid_households(day)),
        "gone_paid": conditions.paid_though_gone(day).values("household"),
    }
    with _at_most(0):
        return {
            name: list(Household.objects.filter(pk__in=ids).values_list("territory", flat=True))
            for name, ids in wanted.items()
        }


def _page_of_keys(listing: Listing, keys: list[tuple[Any, ...]], number: int, without: tuple[str, ...]) -> Page:
    """A page of a list whose keys are all here."""
    last = max(1, -(-len(keys) // PAGE))
    number = max(1, min(number, last))
    shown = [key[-1] for key in sorted(keys, reverse=listing.descending)[(number - 1) * PAGE : number * PAGE]]
    rows = {row.pk: row for row in _by_ids(listing.found.model, without)(shown)}
    return Page([rows[pk] for pk in shown if pk in rows], number, len(keys), more=False, has_next=number < last)


@lru_cache(maxsize=64)
def _by_ids(model: type[Any], without: tuple[str, ...]) -> Prepared[Any]:
    """The rows of some ids, without the columns named."""
    return prepared(lambda ids: model._default_manager.defer(*without).filter(pk__any_of=ids))


def _page_walked(listing: Listing, number: int, without: tuple[str, ...], *, counted: bool) -> Page:
    """A page of a list too long to be counted: its order is walked, which is why it does not reach far."""
    number = max(1, min(number, PAGES_OF_MORE))
    rows = list(listing.ordered.defer(*without)[(number - 1) * PAGE : number * PAGE + 1])
    has_next = len(rows) > PAGE and number < PAGES_OF_MORE
    return Page(rows[:PAGE], number, MOST_COUNTED if counted else None, more=counted, has_next=has_next)


def _keys_within(listing: Listing, milliseconds: int = 0) -> list[tuple[Any, ...]] | None:
    """What each row is put in order by, and its id last, of one more than are counted; None where that takes longer.

    0 milliseconds are as many as it takes.
    """
    columns = listing.order if listing.order[-1] == "pk" else (*listing.order, "pk")
    try:
        with _at_most(milliseconds):
            return list(listing.found.order_by().values_list(*columns)[: MOST_COUNTED + 1])
    except OperationalError:
        return None


@contextmanager
def _at_most(milliseconds: int) -> Iterator[None]:
    """Let statements be planned for a page, and none take longer: one that does raises OperationalError.

    Only for reading: within another transaction a rollback ends the settings. Of a transaction of its own the end does, and
    a rollback would have psycopg forget every statement that was prepared on the connection.
    """
    within = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LIMITS, [str(milliseconds)])
        yield
        transaction.set_rollback(within)
