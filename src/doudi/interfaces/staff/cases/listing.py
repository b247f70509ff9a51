"""The lists of cases and applications: by stage, programme, place, number or name."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of, rows_of_ids
from doudi.interfaces.staff.cases.common import desk_of, words
from doudi.policy.procedure.stages import STAGES
from doudi.records.cases.clocks import running
from doudi.records.cases.programmes import ASKED
from doudi.records.cases.queries import (
    amounts_to_pay,
    applications_in_lists,
    applications_within,
    cases_within,
    listed_with_clocks,
)
from doudi.records.standards.holidays import work_calendar
from doudi.records.territory.queries import villages_in

PAGE = 30
_LONGEST_WORD = 60
_FEW = 2000


@route("see_cases", methods=("GET",))
def cases(request: HttpRequest) -> HttpResponse:
    """Every case of the territory, open ones unless asked otherwise, the newest first."""
    by = desk_of(request)
    asked = {
        key: request.GET.get(key, "").strip()[:_LONGEST_WORD]
        for key in ("word", "stage", "programme", "place", "state")
    }
    found = _filtered(cases_within(by), asked).select_related(None).values_list("pk", flat=True)
    page = Paginator(_newest_first(found), PAGE).get_page(request.GET.get("page"))
    calendar = work_calendar()
    rows = [(case, (running(case, by.day, calendar) or [None])[0]) for case in listed_with_clocks(list(page))]
    context = {
        "rows": rows,
        "page": pages_of(request, page),
        "asked": asked,
        "stages": [(key, either(name)) for key, name in STAGES.items()],
        "programmes": [(key, either((one.programme.zh, one.programme.en))) for key, one in ASKED.items()],
        "places": [(one.code, one.name) for one in villages_in(by.spans, by.day)[:600]],
        "states": [("", _("在办")), ("closed", _("已办结")), ("all", _("全部"))],
        **words(),
    }
    return render(request, "cases/list.html", context)


@route("pay", methods=("GET",))
def to_pay(request: HttpRequest) -> HttpResponse:
    """What was confirmed to be paid once and is not yet: for whoever pays, and nothing else of the cases."""
    return render(request, "cases/to_pay.html", {"rows": amounts_to_pay(desk_of(request)), **words()})


def _newest_first(found: QuerySet[Any]) -> Sequence[int] | QuerySet[Any]:
    """Ids with the greatest first. A few are fetched: to find the newest thirty of them the database would walk all there are."""
    few = list(found.order_by()[: _FEW + 1])
    return found if len(few) > _FEW else sorted(few, reverse=True)


def _filtered(found: QuerySet[Any], asked: dict[str, str]) -> QuerySet[Any]:
    """The cases that answer every question asked; an unknown code finds nothing."""
    if asked["state"] != "all":
        found = found.filter(closed_on__isnull=asked["state"] != "closed")
    for key in ("stage", "programme"):
        if asked[key]:
            found = found.filter(**{key: asked[key]})
    if asked["place"]:
        found = found.filter(territory__startswith=asked["place"])
    if word := asked["word"].replace("\x00", ""):
        found = found.filter(
            Q(number__icontains=word) | Q(household__label__startswith=word) | Q(person__name__startswith=word)
            | Q(application__applicant__name__startswith=word) | Q(application__number=word)
        )  # fmt: skip
    return found


@route("see_cases", methods=("GET",))
def applications(request: HttpRequest) -> HttpResponse:
    """Every application of the territory, the newest first."""
    by = desk_of(request)
    word = request.GET.get("word", "").strip()[:_LONGEST_WORD].replace("\x00", "")
    state = request.GET.get("state", "")
    within = applications_within(by)
    found = within.select_related(None).values_list("pk", flat=True)
    if state != "all":
        found = found.filter(closed_on__isnull=state != "closed")
    if word:
        found = found.filter(
            Q(number__icontains=word) | Q(applicant__name__startswith=word) | Q(household__label__startswith=word)
        )
    page = Paginator(_newest_first(found), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": rows_of_ids(applications_in_lists(within), page), "page": pages_of(request, page), "word": word, "state": state,
        "states": [("", _("在办")), ("closed", _("已办结")), ("all", _("全部"))], **words(),
    }  # fmt: skip
    return render(request, "cases/applications.html", context)
