"""What holds in a place on a day, and the history of one parameter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.engine.dated import UnknownParameter
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.standards.words import WORDS, day_asked, desk_of, place_asked, place_choices
from doudi.records.standards.overview import history_of, places_of, standards_on
from doudi.records.standards.queries import waiting_within

READERS = ("see_register", "enter_standard", "check_standard")


@route(*READERS, methods=("GET",))
def standards(request: HttpRequest) -> HttpResponse:
    """Every parameter in a place on a day, and what waits for a second person."""
    by, place, on = desk_of(request), place_asked(request), day_asked(request)
    page = {
        "place": place,
        "on": on,
        "today": by.day,
        "places": place_choices(places_of(by)),
        "groups": standards_on(by=by, place=place, on=on),
        "waiting": waiting_within(by),
        "may_enter": by.may("enter_standard"),
        "enters_here": by.may("enter_standard") and by.reaches(place) and len(place) < 12,
        **WORDS,
    }
    return render(request, "standards/standards.html", page)


@route(*READERS, methods=("GET",))
def history(request: HttpRequest, parameter: str) -> HttpResponse:
    """Everything one parameter has been in a place, and every entry made for it."""
    by, place = desk_of(request), place_asked(request)
    try:
        found = history_of(by=by, parameter=parameter, place=place)
    except UnknownParameter:
        raise Http404 from None
    page = {
        "place": place,
        "places": place_choices(places_of(by)),
        "history": found,
        "enters_here": by.may("enter_standard") and by.reaches(place) and "place" in found.definition.by,
        **WORDS,
    }
    return render(request, "standards/history.html", page)
