"""The audit trail: what was changed, what was looked at, at the desks of the territory."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import aside
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.forms import SYSTEM, TrailFilter
from doudi.interfaces.staff.accounts.paging import leaf_of, pages_of
from doudi.interfaces.staff.accounts.trail_lines import change_of, names_of, view_of
from doudi.interfaces.staff.accounts.trail_words import table_choices
from doudi.interfaces.staff.people.common import desk_of
from doudi.records.accounts.overview import (
    appointed_in,
    changes_by_nobody_within,
    changes_within,
    reaches_every_office,
    views_within,
)
from doudi.records.trail.queries import since

PER_PAGE, MOST_PAGES = 50, 200


@route("read_trail", methods=("GET",))
def trail_changes(request: HttpRequest) -> HttpResponse:
    """Changed rows, latest first; of what no officer did only that it was done."""
    by = desk_of(request)
    form, told = _filter(request, tables=True)
    nobodys = told.get("officer") == SYSTEM
    lines = changes_by_nobody_within(by) if nobodys else changes_within(by)
    if told.get("table"):
        lines = lines.filter(table_name=told["table"])
    page = _page(request, lines, told)
    shown = [change_of(one, by, told_values=not nobodys) for one in page]
    return _render(request, "accounts/trail_changes.html", form, page, shown)


@route("read_trail", methods=("GET",))
def trail_views(request: HttpRequest) -> HttpResponse:
    """Sensitive facts looked at, latest first."""
    by = desk_of(request)
    form, told = _filter(request, tables=False)
    page = _page(request, views_within(by), told)
    names = names_of(by, list(page))
    return _render(request, "accounts/trail_views.html", form, page, [view_of(one, names) for one in page])


def _filter(request: HttpRequest, *, tables: bool) -> tuple[TrailFilter, dict[str, Any]]:
    """The filter and what it says."""
    by = desk_of(request)
    officers = [(one.pk, aside(one.name, one.login)) for one in appointed_in(by)]
    system = [(SYSTEM, _("系统和直接改库"))] if tables and reaches_every_office(by) else []
    form = TrailFilter(request.GET or None, officers=[*officers, *system], tables=table_choices() if tables else [])
    return form, form.cleaned_data if form.is_valid() else {}


def _page(request: HttpRequest, lines: Any, told: dict[str, Any]) -> Any:
    """One page of the lines a filter leaves; a trail is not counted, and read so far back as anybody turns pages."""
    if told.get("officer"):
        lines = lines.filter(officer_id=told["officer"])
    if told.get("request"):
        lines = lines.filter(request=told["request"].strip())
    found = since(lines, told.get("since"), told.get("until"))
    return leaf_of(request, found, size=PER_PAGE, most=MOST_PAGES)


def _render(request: HttpRequest, template: str, form: TrailFilter, page: Any, lines: list[Any]) -> HttpResponse:
    pages = pages_of(request, page)
    return render(request, template, {"form": form, "lines": lines, "pages": pages, "asked": bool(request.GET)})
