"""The page of a household: today, or how it stood on a day, as known now or as it was known then."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doudi.engine.telling import Language
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.seen import changes_told, shown
from doudi.interfaces.staff.households.words import programme_name
from doudi.interfaces.staff.people.common import household_or_404
from doudi.policy.procedure.stages import STAGES
from doudi.records.cases.queries import cases_of_household
from doudi.records.evidence.page import Moment, Page, page_of
from doudi.records.trail.access import log_access

_FRAGMENT = "household-file"


@route("see_register", methods=("GET",))
def household(request: HttpRequest, household: int) -> HttpResponse:
    """Everything of one household; `?on=` a day, `?known=then` with that day's knowledge, `?saved=` what a fact changed."""
    found = household_or_404(request, household)
    moment, doubt = moment_of(request, found.opened_on)
    page = page_of(by=request.desk, household=found, now=request.now, moment=moment, language=reader_language())
    log_view(page)
    context = {
        **shown(page),
        "cases": _cases(request, found),
        "doubt": doubt,
        "changes": changes_told(page, request.GET.get("saved", "")),
    }
    if request.htmx and request.htmx.target == _FRAGMENT:
        response = render(request, "households/household_file.html", context)
        response["HX-Push-Url"] = request.get_full_path()
        return response
    return render(request, "households/household.html", context)


def _cases(request: HttpRequest, household: Any) -> list[tuple[Any, str, str]]:
    """The household's cases the desk may see: each with its programme and its stage in words."""
    found = cases_of_household(request.desk, household.pk)
    return [(one, programme_name(one.programme), either(STAGES[one.stage])) for one in found]


def moment_of(request: HttpRequest, opened_on: datetime.date) -> tuple[Moment, str]:
    """The day asked for and the knowledge to tell it with; what is wrong with the day, where it is, and then today."""
    today, asked = request.desk.day, request.GET.get("on", "").strip()
    if not asked:
        return Moment(today, today), ""
    try:
        day = datetime.date.fromisoformat(asked)
    except ValueError:
        return Moment(today, today), _("日期无法识别，应如 2026-03-01；下面是今天的情况")
    if not opened_on <= day <= today:
        told = {"first": opened_on.isoformat(), "last": today.isoformat()}
        return Moment(today, today), _(
            "只能看建档之日（%(first)s）到今天（%(last)s）之间的情况；下面是今天的情况"
        ) % told
    then = request.GET.get("known") == "then" and day < today
    return Moment(day, today, _end_of(day) if then else None), ""


def _end_of(day: datetime.date) -> datetime.datetime:
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight) - datetime.timedelta(microseconds=1)


def reader_language() -> Language:
    """The language of the page."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def log_view(page: Page, *, kind: str = "view", reason: str = "") -> None:
    """Log that sensitive facts were shown, once for the page, under the reason they were opened for."""
    facts = page.sensitive_shown
    if facts:
        household = page.household.pk
        log_access(page.sight.by, kind=kind, facts=facts, household=household, reason=reason or page.sight.reason)
