"""What waits for an officer today, ordered by what is due; for supervisors how each office stands."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doudi.documents.letters import KINDS
from doudi.interfaces.site.jinja import either, url
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.cases.common import desk_of, words
from doudi.interfaces.staff.cases.ways import ways_of
from doudi.records.cases.owed import Owed, owed_by
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
        "owed": [(one, *_owed_said(one)) for one in owed_by(by)],
        **words(),
    }
    return render(request, "cases/today.html", context)


def _owed_said(one: Owed) -> tuple[str, str, str]:
    """What is owed, and the button to it with its address: to make a letter, to write down that it came, to confirm."""
    if not one.kind:
        return _("更换申请人"), _("核对并确认"), url("application-applicant-confirm", one.application.pk)  # type: ignore[union-attr]
    said = either((KINDS[one.kind].zh, KINDS[one.kind].en))
    if one.letter is not None:
        return said, _("登记送达"), url("letter-deliver", one.letter)
    of, name = (one.case, "letter-new") if one.case is not None else (one.application, "application-letter")
    return said, _("制作文书"), url(name, of.pk, one.kind)  # type: ignore[union-attr]


@route("see_cases", methods=("GET",))
def offices(request: HttpRequest) -> HttpResponse:
    """How each office stands: open cases, overdue, due soon. Worked out when asked; nothing about lateness is stored."""
    by = desk_of(request)
    length = 12 if by.held.level in ("town", "village") else 9 if by.held.level == "county" else 6
    return render(request, "cases/offices.html", {"loads": load_by_office(by, length)})
