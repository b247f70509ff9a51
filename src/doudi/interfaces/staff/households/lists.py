"""The lists of households and people: narrowed, paged, with columns of one's own, filters kept under a name, on paper."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import unquote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.forms_lists import ColumnsForm, ListForm, label_of
from doudi.interfaces.staff.households.page import reader_language
from doudi.interfaces.staff.households.search_reading import whole_number
from doudi.interfaces.staff.people.common import desk_of
from doudi.records.registry.listing import MOST_COUNTED, PAGE, PAGES_OF_MORE, Page, listed, page_of
from doudi.records.registry.listing_around import unneeded
from doudi.records.registry.listing_columns import ListColumn, chosen, columns_of
from doudi.records.registry.listing_conditions import MARKS
from doudi.records.registry.listing_filters import LISTS, ListName, sensitive_of
from doudi.records.registry.listing_rows import rows_of
from doudi.records.registry.listing_saved import drop_filter, filters_kept, keep_filter
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access

MOST_PRINTED = 500
TITLES: dict[ListName, str] = {"households": N_("家庭"), "people": N_("人员")}


@route("see_register", methods=("GET",))
def households(request: HttpRequest) -> HttpResponse:
    """The households of the territory."""
    return show_list(request, "households")


def show_list(request: HttpRequest, name: ListName) -> HttpResponse:
    """A page of a list for the filters of the address; what is wrong with them stands beside them, and then no row."""
    by = desk_of(request)
    form, columns = ListForm(by, name, request.GET), columns_shown(request, name)
    shown: dict[str, Any] = {"rows": [], "pages": None, "narrowed": True}
    if form.is_valid():
        page = page_of(
            listed(by, form.filters), whole_number(request.GET.get("page"), 1), without=unneeded(name, columns)
        )
        rows = rows_of(by, name, page.rows, columns, reader_language())
        log_sensitive(request, form, [row.pk for row in rows])
        shown = {"rows": rows, "pages": pages_of(request, name, page), "narrowed": form.filters.narrowed}
    return render(
        request, "households/list.html", context_of(request, name, form, columns) | shown, status=status_of(form)
    )


def status_of(form: ListForm) -> int:
    """422 for filters that are refused."""
    return 200 if form.is_valid() else 422


def context_of(request: HttpRequest, name: ListName, form: ListForm, columns: Sequence[ListColumn]) -> dict[str, Any]:
    """What every form of a list shows: its filters, its columns, where it leads to."""
    by = desk_of(request)
    return {
        "name": name,
        "title": _(TITLES[name]),
        "form": form,
        "columns": [(column, label_of(column)) for column in columns],
        "columns_form": ColumnsForm(by, name, [column.key for column in columns]),
        "kept": filters_kept(by, name),
        "query": query_of(request),
        "MARKS": MARKS,
        "may_export": by.may("export_lists"),
        "may_print": by.may("print_file") or by.may("export_lists"),
    }


def columns_shown(request: HttpRequest, name: ListName) -> list[ListColumn]:
    """The columns the address names, else those the officer chose in this session, else the usual ones."""
    keys = request.GET.getlist("col") or request.session.get("columns", {}).get(name, [])
    return chosen(desk_of(request), name, keys)


def query_of(request: HttpRequest, **changes: Any) -> str:
    """The query of the address without its page, with changes."""
    told = [(key, value) for key, values in request.GET.lists() if key != "page" for value in values if value]
    return urlencode([*told, *changes.items()])


def log_sensitive(request: HttpRequest, form: ListForm, ids: Sequence[int], *, kind: str = "") -> None:
    """Log a list that tells a sensitive fact of everybody on it, or one that leaves the screen."""
    facts = sensitive_of(form.filters)
    if ids and (facts or kind):
        log_access(
            desk_of(request),
            kind=kind or "view",
            facts=facts or ["list"],
            reason=f"筛选：{unquote(form.filters.to_query()) or '无'}",
            count=len(ids),
            listed=ids,
        )


def pages_of(request: HttpRequest, name: ListName, page: Page) -> dict[str, Any]:
    """Where one is in a list, and the ways on and back."""
    here = reverse(name)
    return {
        "number": page.number,
        "has_next": page.has_next,
        "next_url": f"{here}?{query_of(request, page=page.number + 1)}" if page.has_next else "",
        "previous_url": f"{here}?{query_of(request, page=page.number - 1)}" if page.number > 1 else "",
        "counted": _counted(page),
    }


def _counted(page: Page) -> str:
    if page.count is None:
        return _("第 %(page)s 页；数量较多，没有逐一计数") % {"page": page.number}
    if page.more:
        told = {"page": page.number, "most": MOST_COUNTED, "reach": PAGE * PAGES_OF_MORE}
        return _("第 %(page)s 页，超过 %(most)s 条；只能翻看前 %(reach)s 条，请缩小范围") % told
    return _("第 %(page)s 页，共 %(count)s 条") % {"page": page.number, "count": page.count}


@route("print_file", "export_lists", methods=("GET",))
def list_print(request: HttpRequest, name: str) -> HttpResponse:
    """The list on paper: up to 500 rows in one table, with its filters; logged."""
    known, by = list_or_404(name), desk_of(request)
    form, columns = ListForm(by, known, request.GET), columns_shown(request, known)
    rows: list[Any] = []
    if form.is_valid():
        found = listed(by, form.filters).ordered.defer(*unneeded(known, columns))[: MOST_PRINTED + 1]
        rows = rows_of(by, known, list(found), columns, reader_language())
        log_sensitive(request, form, [row.pk for row in rows[:MOST_PRINTED]], kind="print")
    context = context_of(request, known, form, columns) | {
        "rows": rows[:MOST_PRINTED],
        "told": form.told() if form.is_valid() else [],
        "cut": len(rows) > MOST_PRINTED,
        "most": MOST_PRINTED,
    }
    return render(request, "households/list_print.html", context, status=status_of(form))


def list_or_404(name: str) -> ListName:
    """A list by the name in an address."""
    if name not in LISTS:
        raise Http404
    return cast(ListName, name)


@route("see_register", methods=("POST",))
def list_columns(request: HttpRequest, name: str) -> HttpResponse:
    """Choose the columns of a list for this session; none chosen is the usual ones again."""
    known, by = list_or_404(name), desk_of(request)
    keys = [column.key for column in columns_of(by, known) if column.key in request.POST.getlist("col")]
    if "usual" in request.POST:
        keys = []
    request.session["columns"] = {**request.session.get("columns", {}), known: keys}
    return _back(request, known)


@route("see_register", methods=("POST",))
def filter_keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the filters of the list and its columns under a name."""
    known, by = list_or_404(name), desk_of(request)
    form = ListForm(by, known, request.GET)
    if not form.is_valid():
        messages.error(request, _("筛选条件有误，没有保存"))
        return _back(request, known)
    columns = [("col", column.key) for column in columns_shown(request, known)]
    query = "&".join(part for part in (form.filters.to_query(), urlencode(columns)) if part)
    try:
        keep_filter(by=by, page=known, name=request.POST.get("name", ""), query=query)
        messages.success(request, _("筛选已保存"))
    except Refused as why:
        messages.error(request, str(why))
    return _back(request, known)


@route("see_register", methods=("POST",))
def filter_drop(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Take away a filter of one's own."""
    known = list_or_404(name)
    try:
        drop_filter(by=desk_of(request), pk=pk)
    except Refused:
        raise Http404 from None
    messages.success(request, _("筛选已删除"))
    return _back(request, known)


def _back(request: HttpRequest, name: ListName) -> HttpResponse:
    """The list with the filters of the address; columns named there give way to those chosen."""
    told = [(key, value) for key, values in request.GET.lists() if key not in ("page", "col") for value in values]
    return redirect(f"{reverse(name)}?{urlencode(told)}" if told else reverse(name))
