"""What waits for an officer today, ordered by what is due; for supervisors how each office stands."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.cases.common import desk_of, words
from doudi.interfaces.staff.cases.ways import ways_of
from doudi.records.cases.queries import forwarded_within, load_by_office, waiting_for

PAGE = 30


@route("see_cases", methods=("GET",))
def today(request: HttpRequest) -> HttpResponse:
    """The officer's own work, the most pressing first: what to do next with each case and how long there is."""
    by = desk_of(request)
    waiting = waiting_for(by)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    rows = [(one, ways_of(one.case, one.moves, by)) for one in page]
    context = {
        "rows": rows,
        "page": pages_of(request, page),
        "over": waiting.over,
        "may_survey": by.may("survey") or by.may("review"),
        "forwarded": forwarded_within(by),
        **words(),
    }
    return render(request, "cases/today.html", context)


@route("see_cases", methods=("GET",))
def offices(request: HttpRequest) -> HttpResponse:
    """How each office stands: open cases, overdue, due soon. Worked out when asked; nothing about lateness is stored."""
    by = desk_of(request)
    length = 12 if by.held.level in ("town", "village") else 9 if by.held.level == "county" else 6
    return render(request, "cases/offices.html", {"loads": load_by_office(by, length)})
