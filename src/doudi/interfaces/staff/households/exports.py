"""Lists handed out as files: asked for with a reason, watched while a job makes them, fetched once they are ready."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import attempt
from doudi.interfaces.staff.households.forms_lists import ExportForm, ListForm
from doudi.interfaces.staff.households.lists import TITLES, columns_shown, list_or_404, query_of
from doudi.interfaces.staff.households.page import reader_language
from doudi.interfaces.staff.people.common import desk_of
from doudi.records.registry.refusals import Refused
from doudi.records.rosters.exports import (
    KEPT_HOURS,
    LISTS,
    STATES,
    ExportDraft,
    download_export,
    export_of,
    exports_of,
    may_download,
    start_export,
)

PER_PAGE = 50
MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@sensitive_post_parameters("password")
@route("export_lists")
def list_export(request: HttpRequest, name: str) -> HttpResponse:
    """Ask why and which columns, then make the file of the list that the address narrows."""
    known, by = list_or_404(name), desk_of(request)
    filters = ListForm(by, known, request.GET)
    if not filters.is_valid():
        return redirect(f"{reverse(known)}?{query_of(request)}")
    shown = [column.key for column in columns_shown(request, known)]
    form = ExportForm(by, request.user, known, shown, request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        draft = ExportDraft(
            name=known,
            filters=filters.filters,
            columns=[*told["columns"], *told.get("whole", ())],
            reason=told["reason"],
            format=told["format"],
            language=reader_language(),
            confirmed=bool(told.get("confirmed")),
        )
        return start_export(by=by, draft=draft, now=request.now)

    if request.method == "POST" and form.is_valid():
        made, refused = attempt(form, do)
        if not refused:
            return redirect("export", pk=made.pk)
    page = {
        "form": form, "told": filters.told(), "name": known, "query": query_of(request), "hours": KEPT_HOURS,
        "title": _(TITLES[known]), "crumbs_": [(_(TITLES[known]), reverse(known)), (_("导出"), None)],
    }  # fmt: skip
    return render(request, "households/export_new.html", page, status=422 if form.is_bound else 200)


@route("export_lists", "read_trail", methods=("GET",))
def exports(request: HttpRequest) -> HttpResponse:
    """The officer's own exports; those who read the trail see the territory's."""
    by, now = desk_of(request), request.now
    page = Paginator(exports_of(by), PER_PAGE).get_page(request.GET.get("page"))
    found = [(one, may_download(by, one, now)) for one in page.object_list]
    pages = {
        "number": page.number,
        "has_next": page.has_next(),
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "counted": _("第 %(page)s 页，共 %(count)s 次") % {"page": page.number, "count": page.paginator.count},
    }
    return render(
        request, "households/exports.html", {"exports": found, "pages": pages, "STATES": STATES, "title_of": title_of}
    )


@route("export_lists", "read_trail", methods=("GET",))
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """One export: how far it is, and the file once there is one."""
    found = export_or_404(request, pk)
    page = {
        "export": found,
        "may_download": may_download(desk_of(request), found, request.now),
        "STATES": STATES,
        "title_of": title_of,
        "crumbs_": [(_("导出记录"), reverse("exports")), (title_of(found), None)],
    }
    fragment = bool(getattr(request, "htmx", False))
    return render(request, "households/export_state.html" if fragment else "households/export.html", page)


@route("export_lists", methods=("POST",))
def export_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of an own export."""
    found = export_or_404(request, pk)
    try:
        data = download_export(by=desk_of(request), export=found, now=request.now)
    except Refused:
        return redirect("export", pk=pk)
    day = timezone.localtime(found.made_at).strftime("%Y%m%d-%H%M")
    return HttpResponse(
        data,
        content_type=MIMES[found.format],
        headers={"Content-Disposition": content_disposition_header(True, f"{title_of(found)}-{day}.{found.format}")},
    )


def title_of(export: Any) -> str:
    """What an export is called, in the reader's language."""
    return either(LISTS[export.columns["list"]])


def export_or_404(request: HttpRequest, pk: int) -> Any:
    """An export the desk sees; another's and none look alike."""
    found = export_of(desk_of(request), pk)
    if found is None:
        raise Http404
    return found
