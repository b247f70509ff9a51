"""Questions about places. Names are kept in memory for a minute."""

import datetime
import threading
from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db.models import Q, QuerySet

from doudi.records.territory.models import Place
from doudi.vocabulary.territory import parents, place_name

_NAMES = "territory.names"


def standing_on(day: datetime.date) -> QuerySet[Place]:
    """The places that stand on a day."""
    return Place.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


def place_on(code: str, day: datetime.date) -> Place | None:
    """The place of a code on a day, or None."""
    return standing_on(day).filter(code=code).first()


def children_of(code: str, day: datetime.date) -> QuerySet[Place]:
    """The places right under a place, in order of code."""
    return standing_on(day).filter(parent_code=code).order_by("code")


def villages_in(spans: Iterable[tuple[str, str]], day: datetime.date) -> QuerySet[Place]:
    """The villages inside spans of codes."""
    return standing_on(day).filter(_inside(spans), level="village").order_by("code")


def name_of(code: str) -> str:
    """A place's own name, the latest it has; the code where nobody knows it."""
    return _names().get(code) or (place_name(code) if len(code) == 6 else code)


def path_name(code: str, on: datetime.date | None = None) -> str:
    """County, town and village together, as an address begins; with a day under the names they had then."""
    if not code:
        return ""
    around = [place for place in reversed(parents(code)) if len(place) > 6 or place == code[:6]]
    return "".join(name_of(place) if on is None else name_on(place, on) for place in around)


def name_on(code: str, day: datetime.date) -> str:
    """The name a place had on a day; the latest it has where it did not stand that day."""
    place = place_on(code, day)
    return place.name if place else name_of(code)


def history_of(code: str) -> list[Place]:
    """Every name a code had, the latest first, with what became of it."""
    return list(Place.objects.filter(code=code).order_by("-since"))


def ended_in(spans: Iterable[tuple[str, str]], day: datetime.date) -> QuerySet[Place]:
    """The names and codes inside spans of codes that ended until a day, renamed or merged; the latest first."""
    return Place.objects.filter(_inside(spans), until__lte=day).order_by("-until", "code")


def found_within(spans: Iterable[tuple[str, str]], word: str, day: datetime.date) -> QuerySet[Place]:
    """The places inside spans of codes that stand on a day and have a word in their name or begin with it as a code."""
    named = Q(name__contains=word) | Q(code__startswith=word)
    return standing_on(day).filter(_inside(spans), named).order_by("code")


def office_of(code: str) -> str:
    """The township office that answers for a place."""
    if len(code) < 9:
        return ""
    return f"{name_of(code[:6])}{name_of(code[:9])}民政办"


def tree_changed() -> None:
    """Let this process read the names anew at once; the others do within a minute."""
    cache.delete(_NAMES)


def _names() -> dict[str, str]:
    """The latest name of every code. The cache keeps a word for its state alone: taking the whole out of it costs more."""
    state = cache.get_or_set(_NAMES, uuid4, 60)
    if _kept.state != state:
        _kept.state, _kept.names = state, dict(Place.objects.order_by("since").values_list("code", "name"))
    return _kept.names


class _Kept(threading.local):
    """The names as one thread read them last."""

    state: UUID | None = None
    names: ClassVar[dict[str, str]] = {}


_kept = _Kept()


def standing_within(spans: Iterable[tuple[str, str]], day: datetime.date) -> QuerySet[Place]:
    """The places inside spans of codes that stand on a day, from the widest down; a city lies inside its own span."""
    return standing_on(day).filter(_inside(spans)).order_by("code")


def _inside(spans: Iterable[tuple[str, str]]) -> Q:
    inside = Q(pk__in=())
    for low, high in spans:
        inside |= Q(code__gte=low, code__lt=high)
    return inside
