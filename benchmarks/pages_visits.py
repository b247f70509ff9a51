"""The pages the benchmark visits: every list, search, household and record page, by somebody of the loaded county.

What is asked for is the same in every run: ids and names come from the county, which is drawn from one seed, and pairs of
filters from another.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from benchmarks.county_rows import account_of, certificate_of, phone_of
from doudi.records.accounts.desk import Desk
from doudi.records.evidence.models import Evidence
from doudi.records.registry.listing_columns import columns_of
from doudi.records.registry.models import DuplicatePair, Household, Membership
from doudi.records.registry.queries import households_within, people_within
from doudi.records.rosters.queries import rosters_within
from doudi.records.territory.models import Place

PAIRS = 24
_SHARED: dict[str, Sequence[str]] = {
    "q": ("王建", "wang", "wj", "欧阳"),
    "age": ("0-15", "16-59", "60-79", "80-"),
    "disability": ("any", "mental"),
    "no_id": ("on",),
    "relative": ("on",),
    "dead_paid": ("on",),
}
_OF_LIST: dict[str, dict[str, Sequence[str]]] = {
    "households": {
        **_SHARED,
        "programme": ("any", "none", "dibao", "disability_living", "orphan"),
        "state": ("closed", "all"),
        "cause": ("illness", "no_labour"),
        "type": ("relief",),
        "area": ("urban", "rural"),
        "size": ("1", "3", "5", "6-"),
        "review_before": ("2026-03-10", "2026-12-31"),
        "sort": ("number", "opened", "review"),
    },
    "people": {
        **_SHARED,
        "programme": ("dibao", "disability_living", "orphan"),
        "living": ("dead", "all"),
        "sex": ("male",),
        "placed": ("in", "out"),
        "sort": ("newest",),
    },
}
_TRAIL = (
    {},
    {"page": "2"},
    {"page": "200"},
    {"table": "registry_person"},
    {"table": "registry_benefit"},
    {"table": "registry_merge"},
    {"officer": "0"},
    {"request": "0123456789abcdef"},
    {"since": "2026-01-01"},
    {"until": "2024-06-30"},
    {"since": "2023-01-01", "until": "2023-01-31"},
)


@dataclass(frozen=True)
class Visit:
    """One page: the group it is reported in, its address, and what is posted to it, if anything is."""

    group: str
    path: str
    data: dict[str, str] = field(default_factory=dict)
    what: str = ""

    @property
    def told(self) -> str:
        """How the table names it."""
        return self.what or self.path


def visits_of(by: Desk) -> Iterator[Visit]:
    """Everything a desk is measured with; a page its post may not open answers 403 and is left out of the table."""
    yield Visit("home", reverse("home"))
    for name in ("households", "people"):
        yield from _lists(by, name)
    if by.may("see_register"):
        yield from _searches(by)
        yield from _files(by)
        yield from _duplicates(by)
    yield from _trail(by)
    yield from _rest(by)


def _lists(by: Desk, name: str) -> Iterator[Visit]:
    here, filters = reverse(name), dict(_OF_LIST[name])
    within = Place.objects.filter(by.within("code"))
    filters["territory"] = [within.filter(level=level).order_by("code")[0].code for level in ("town", "village")]
    asked: list[dict[str, str]] = [{}, {"page": "20"}]
    asked += [{key: value} for key, values in filters.items() for value in values]
    asked += [{"disability": "any", "grade": grade} for grade in ("1", "1-2")]
    draw = random.Random(3)
    for one, other in draw.sample(list(combinations(sorted(filters), 2)), PAIRS):
        asked.append({one: draw.choice(filters[one]), other: draw.choice(filters[other])})
    yield from (Visit(name, _address(here, query)) for query in asked)
    every = urlencode([("col", column.key) for column in columns_of(by, name)])  # type: ignore[arg-type]
    yield Visit(name, f"{here}?{every}", what=f"{here} all columns")
    yield Visit(name, reverse("list-export", args=[name]))


def _searches(by: Desk) -> Iterator[Visit]:
    """Each way of finding somebody; numbers are posted."""
    here = reverse("search")
    person = people_within(by).filter(phone_index__isnull=False, citizen_index__isnull=False).order_by("pk")[0]
    household = households_within(by).order_by("pk")[0]
    village = Place.objects.filter(by.within("code"), level="village").order_by("-code")[0]
    names = {"name": person.name, "family name": "王", "part": "建国", "pinyin": "wangjianguo", "pinyin part": "wang"}
    names |= {"initials": "wjg", "homophone": "汪建国", "nobody": "诸葛孔明", "village": village.name[:3]}
    names |= {"household": household.number, "household tail": "1234"}
    for way, text in names.items():
        yield Visit("search", _address(here, {"q": text}), what=f"{here} {way}")
    head = Membership.objects.filter(household=household, until__isnull=True).order_by("position")[0].person_id
    numbers = {"ID": person.citizen_id, "phone": phone_of(person.pk), "account": account_of(head)}
    fact = Evidence.objects.filter(by.within("person__territory"), certificate_index__isnull=False).order_by("pk")[0]
    numbers |= {"certificate": certificate_of(fact.person_id or 0, fact.value), "nobody's ID": "110101199003074258"}
    for way, text in numbers.items():
        yield Visit("search", here, {"q": text}, what=f"{here} {way} (posted)")


def _files(by: Desk) -> Iterator[Visit]:
    """The files of households of 3, 8 and 20, with years behind them; masked or open as the desk has them."""
    for size, one in households_to_open(by).items():
        here = reverse("household", args=[one.pk])
        told = f"{size} members"
        yield Visit("household", here, what=f"household, {told}")
        day = max(one.opened_on.isoformat(), "2025-01-15")
        yield Visit("household", _address(here, {"on": day}), what=f"household on a day, {told}")
        yield Visit("household", _address(here, {"on": day, "known": "then"}), what=f"household as known then, {told}")
        head = Membership.objects.filter(household=one, until__isnull=True).order_by("position")[0]
        yield Visit("person", reverse("person", args=[head.person_id]), what=f"person of {told}")
        yield Visit("person", reverse("member-new", args=[one.pk]), what=f"new member, {told}")
        yield Visit("person", reverse("fact-new", args=[one.pk]), what=f"new fact, {told}")


def households_to_open(by: Desk) -> dict[int, Household]:
    """The first household of the territory with 3, 8 and 20 members today, as far as there is one."""
    found = {}
    for size in (3, 8, 20):
        today = Membership.objects.filter(by.within("household__territory"), until__isnull=True, household__lt=20_000)
        of_size = today.values("household").annotate(n=Count("pk")).filter(n=size).order_by("household")[:1]
        for row in of_size:
            found[size] = Household.objects.get(pk=row["household"])
    return found


def _duplicates(by: Desk) -> Iterator[Visit]:
    yield Visit("duplicates", reverse("duplicates"))
    pair = (
        DuplicatePair.objects.filter(by.within("one__territory") & by.within("other__territory")).order_by("pk").first()
    )
    if pair:
        yield Visit(
            "duplicates", reverse("person-merge", args=[pair.one_id, pair.other_id]), what="a pair side by side"
        )


def _trail(by: Desk) -> Iterator[Visit]:
    officer = str(by.officer_id)
    for name in ("trail", "trail-views"):
        for query in (*_TRAIL, {"officer": officer}, {"officer": officer, "since": "2023-01-01"}):
            if name == "trail" or (not {"table"} & set(query) and query.get("officer") != "0"):
                yield Visit("trail", _address(reverse(name), query))


def _rest(by: Desk) -> Iterator[Visit]:
    for name in ("standards", "rosters", "exports", "officers", "grants", "relatives", "territory", "standard-new"):
        yield Visit(name.partition("-")[0], reverse(name))
    yield Visit("standards", reverse("standard-history", args=["dibao_standard"]))
    town = Place.objects.filter(by.within("code"), level="town").order_by("code")[0]
    for query in ({"under": town.code}, {"q": "村"}, {"on": "2024-01-01"}):
        yield Visit("territory", _address(reverse("territory"), query))
    for roster in rosters_within(by).order_by("-rows")[:1]:
        yield Visit("rosters", reverse("roster", args=[roster.pk]), what=f"a roster of {roster.rows} rows")
        yield Visit("rosters", reverse("roster-columns", args=[roster.pk]), what="its columns")
        yield Visit("rosters", reverse("roster-progress", args=[roster.pk]), what="its progress")


def _address(here: str, query: dict[str, str]) -> str:
    return f"{here}?{urlencode(query)}" if query else here
