"""The tree of places: what lies under a place, as it stood on a day, and what became of what ended."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.people.common import Crumbs, desk_of
from doudi.interfaces.staff.territory.forms import TreeForm
from doudi.records.accounts.desk import Desk, spans_of
from doudi.records.registry.queries import households_by_place
from doudi.records.territory.queries import children_of, ended_in, found_within, history_of, name_of, name_on
from doudi.vocabulary.territory import COUNTRY, parents

LEVELS = {
    "province": N_("省"),
    "city": N_("市"),
    "county": N_("县（市、区）"),
    "town": N_("乡镇（街道）"),
    "village": N_("村（居）"),
}
MOST_FOUND, MOST_ENDED = 200, 100


@dataclass(frozen=True)
class Row:
    """A place as the table shows it; `households` is None where the desk does not see the register."""

    place: Any
    level: str
    households: int | None
    stands: bool


@route("see_register", "manage_territory", methods=("GET",))
def territory(request: HttpRequest) -> HttpResponse:
    """The places under one (`?under=`), or those found by name or code (`?q=`), on a day (`?on=`)."""
    by, form = desk_of(request), TreeForm(request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    day, word = told.get("on") or by.day, (told.get("q") or "").strip()
    under = _under(request, by)
    found = list(found_within(by.spans, word, day)[:MOST_FOUND] if word else children_of(under, day))
    page = {
        "form": form,
        "under": under,
        "name": name_on(under, day),
        "word": word,
        "day": day,
        "is_past": day != by.day,
        "rows": _rows(by, found, day),
        "history": history_of(under),
        "ended": ended_in(spans_of({under}), by.day)[:MOST_ENDED],
        "managed": by.may("manage_territory") and day == by.day,
        "levels": LEVELS,
        "crumbs_": _crumbs(by, under),
    }
    return render(request, "territory/territory.html", page)


def _under(request: HttpRequest, by: Desk) -> str:
    """The place asked for, inside the territory; the desk's own where none is."""
    asked = request.GET.get("under", "").strip()
    if not asked:
        return by.territory
    if not by.reaches(asked) or not history_of(asked):
        raise Http404
    return asked


def _rows(by: Desk, places: list[Any], day: datetime.date) -> list[Row]:
    """The places with how many households lived there that day; one query for each length of code."""
    lengths = {_stem(one.code): {} for one in places}
    for length in lengths:
        lengths[length] = households_by_place(by, length, day)
    sees = by.may("see_register")
    return [
        Row(one, _(LEVELS[one.level]), lengths[_stem(one.code)].get(one.code[: _stem(one.code)], 0) if sees else None,
            one.until is None)
        for one in places
    ]  # fmt: skip


def _stem(code: str) -> int:
    """How many digits of a code are its own: 2 for a province, 4 for a city, else all."""
    if len(code) > 6:
        return len(code)
    return 2 if code.endswith("0000") else 4 if code.endswith("00") else 6


def _crumbs(by: Desk, under: str) -> Crumbs:
    """The way from the desk's own place down."""
    around = [place for place in reversed(parents(under)) if place != COUNTRY and by.reaches(place)]
    steps: Crumbs = [(name_of(place), f"{reverse('territory')}?under={place}") for place in around[:-1]]
    return [(_("区划"), reverse("territory")), *steps, (name_of(under), None)]
