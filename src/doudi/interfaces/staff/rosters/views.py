"""A roster on its way in: upload, columns, dry run, answers, commit, and what is to be mended."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from doudi.documents.columns import Column
from doudi.documents.correction import Problem, ProblemRow, correction_workbook, roster_template
from doudi.documents.watermark import Watermark
from doudi.gateways.spreadsheets.columns import ROSTER_COLUMNS
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.acting import act, attempt
from doudi.interfaces.staff.people.common import desk_of
from doudi.interfaces.staff.people.forms import ReasonForm
from doudi.interfaces.staff.rosters.forms import MappingForm, UploadForm
from doudi.records.registry.identity import without_numbers
from doudi.records.rosters.actions import (
    answer_rows,
    correction_rows,
    discard_roster,
    map_columns,
    sheets_of,
    start_commit,
    upload_roster,
)
from doudi.records.rosters.queries import counts_of, rosters_within, rows_of
from doudi.records.rosters.words import OUTCOMES, STATES
from doudi.records.territory.queries import name_of
from doudi.vocabulary.cells import shown
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.identity import mask_citizen_id

PER_PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CODED = {
    "relation": "relation", "sex": "sex", "ethnic_group": "ethnic_group", "hukou": "hukou", "area": "area",
    "disability_kind": "disability_kind", "disability_grade": "disability_grade", "labour": "labour",
    "school": "school", "programme": "programme", "dibao_class": "dibao_class", "household_type": "household_type",
}  # fmt: skip
_WORKING = ("checking", "committing")


def _home(*steps: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("花名册"), reverse("rosters")), *steps]


def _roster(request: HttpRequest, pk: int) -> Any:
    found = rosters_within(desk_of(request)).filter(pk=pk).exclude(state="discarded").first()
    if found is None:
        raise Http404
    return found


@route("import_roster", methods=("GET",))
def rosters(request: HttpRequest) -> HttpResponse:
    """The imports of the territory."""
    page = Paginator(rosters_within(desk_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "rosters/rosters.html", {"rosters": page, "pages": pages_of(request, page), "STATES": dict(STATES)}
    )


@route("import_roster")
def roster_new(request: HttpRequest) -> HttpResponse:
    """Upload a roster."""
    by = desk_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, by=by)
    if request.method == "POST" and request.META.get("doudi.too_large"):
        form.add_error("file", _("文件超过20MB，请分成几个文件"))

    def do(told: dict[str, Any]) -> Any:
        file = told["file"]
        # A file is often named after whom it is about, and its name is kept in clear.
        name, title = without_numbers(file.name), without_numbers(told["title"])
        return upload_roster(by=by, data=file.read(), filename=name, valid_on=told["valid_on"], title=title)

    return act(
        request, form, do,
        title=_("导入花名册"), onward=lambda made: reverse("roster-columns", args=[made.pk]), done=_("文件已读取，请核对各列"),
        button=_("上传"), back=reverse("rosters"), crumbs=_home((_("导入"), None)),
        lead=_("先试算，逐行看到会新建、变更、拒绝什么和原因，确认后才写入登记簿。"),
        template="rosters/upload.html",
    )  # fmt: skip


@route("import_roster")
def roster_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column is; the office's last choice for the same headers is proposed."""
    by, roster = desk_of(request), _roster(request, pk)
    if roster.state in ("committing", "done"):
        return redirect("roster", pk=pk)
    book = sheets_of(roster)
    sheet = next((one for one in book.sheets if one.name == roster.sheet), book.main)
    initial = {f"column_{at}": name for at, name in roster.mapping.items()} | roster.options | {"sheet": roster.sheet}
    form = MappingForm(
        request.POST or None,
        by=by,
        headers=list(sheet.headers),
        sheets=[one.name for one in book.sheets],
        initial=initial,
    )
    asked = [one for one in roster.questions if one["verdict"] == "ask"]
    if request.method == "POST" and form.is_valid():
        if asked and not form.cleaned_data["understood"]:
            form.add_error("understood", _("请核对提示后勾选"))
        else:
            refused = _map(by, roster, form)
            if not refused:
                return redirect("roster", pk=pk)
    page = {
        "form": form, "roster": roster, "questions": asked, "sample": _sample(sheet), "encoding": book.encoding,
        "columns": [form[f"column_{at}"] for at in range(len(sheet.headers))], "crumbs_": _home((roster.title, None)),
    }  # fmt: skip
    return render(request, "rosters/columns.html", page, status=422 if form.is_bound else 200)


def _sample(sheet: Any) -> list[dict[str, Any]]:
    """The first rows for the eye; of long numbers only the beginning, as everywhere."""
    return [{"number": row.number, "cells": [_shown(cell) for cell in row.cells]} for row in sheet.sample]


def _shown(cell: object) -> str:
    text = shown(cell)
    return mask_citizen_id(text) if sum(character.isdigit() for character in text) > 10 else text


def _map(by: Any, roster: Any, form: MappingForm) -> bool:
    def do(told: dict[str, Any]) -> Any:
        return map_columns(
            by=by, roster=roster.pk, mapping=form.mapping(), options=form.options(), sheet=told.get("sheet", "")
        )

    return attempt(form, do)[1]


@route("import_roster", methods=("GET",))
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The import: how far it is, and after the dry run every row by what becomes of it."""
    found = _roster(request, pk)
    if found.state == "uploaded":
        return redirect("roster-columns", pk=pk)
    counts = counts_of(found)
    first = next((key for key in ("refuse", "ask", "create", "change") if counts.get(key)), "create")
    chosen = request.GET.get("show", first)
    outcome = chosen if chosen in dict(OUTCOMES) else first
    page = Paginator(rows_of(found, outcome), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "roster": found, "counts": counts, "outcome": outcome, "OUTCOMES": dict(OUTCOMES), "STATES": dict(STATES),
        "rows": page, "pages": pages_of(request, page), "working": found.state in _WORKING,
        "total": sum(counts.values()), "crumbs_": _home((found.title, None)),
        "ready": found.state in ("checked", "failed") and bool(counts.get("create") or counts.get("change")),
    }  # fmt: skip
    return render(request, "rosters/roster.html", shown)


@route("import_roster", methods=("GET",))
def roster_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the job is, as a fragment asked for again every second; done, it lets the page be read anew."""
    found = _roster(request, pk)
    response = render(request, "rosters/progress.html", {"roster": found, "working": found.state in _WORKING})
    if found.state not in _WORKING:
        response["HX-Refresh"] = "true"
    return response


@route("import_roster", methods=("POST",))
def roster_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept what is proposed, or leave rows out: those ticked, or all in doubt."""
    _roster(request, pk)
    rows = [int(number) for number in request.POST.getlist("row") if number.isdecimal() and len(number) < 8]
    whole = request.POST.get("all") == "1"
    if rows or whole:
        form = forms.Form({})
        form.is_valid()
        answer = request.POST.get("answer", "")
        attempt(
            form, lambda _told: answer_rows(by=desk_of(request), roster=pk, rows=[] if whole else rows, answer=answer)
        )
        _tell(request, form)
    return redirect("roster", pk=pk)


@route("import_roster", methods=("POST",))
def roster_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Start taking in what the dry run found right."""
    _roster(request, pk)
    form = forms.Form({})
    form.is_valid()
    attempt(form, lambda _told: start_commit(by=desk_of(request), roster=pk))
    _tell(request, form)
    return redirect("roster", pk=pk)


def _tell(request: HttpRequest, form: forms.Form) -> None:
    for fault in form.non_field_errors():
        messages.error(request, fault)


@route("import_roster")
def roster_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an import up before it is taken in."""
    found, form = _roster(request, pk), ReasonForm(request.POST or None)
    return act(
        request, form, lambda told: discard_roster(by=desk_of(request), roster=pk, reason=told["reason"]),
        title=_("放弃导入"), onward=reverse("rosters"), done=_("已放弃，文件已删除"), button=_("放弃"),
        back=reverse("roster", args=[pk]), crumbs=_home((found.title, reverse("roster", args=[pk])), (_("放弃"), None)),
        warning=_("放弃后上传的文件和试算结果删除，不能恢复；登记簿没有任何变动。"),
    )  # fmt: skip


@route("import_roster", methods=("POST",))
def roster_corrections(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows not taken in as a sheet to mend and upload again; it holds whole numbers and is logged."""
    _roster(request, pk)
    found, headers, rows = correction_rows(by=desk_of(request), roster=pk)
    lines = [
        ProblemRow(number, cells, tuple(Problem(one["message"], _at(one["column"])) for one in problems))
        for number, cells, problems in rows
    ]
    data = correction_workbook(headers, lines, watermark=_watermark(request))
    return _download(data, f"{found.title}-更正表.xlsx")


@route("import_roster", methods=("GET",))
def roster_blank(request: HttpRequest) -> HttpResponse:
    """An empty roster with every column the import understands."""
    columns = [
        Column(one.field, one.label, "text", note="、".join(one.synonyms[:6]), choices=_choices(one.field), required=one.missing == "refused")
        for one in ROSTER_COLUMNS
    ]  # fmt: skip
    return _download(roster_template(columns, watermark=_watermark(request)), "花名册模板.xlsx")


def _choices(field: str) -> tuple[str, ...]:
    return tuple(one.zh for one in load_list(_CODED[field])) if field in _CODED else ()


def _watermark(request: HttpRequest) -> Watermark:
    by = desk_of(request)
    return Watermark(by.actor, by.held.zh, name_of(by.territory), request.now, by.request)  # type: ignore[attr-defined]


def _download(data: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(data, content_type=SHEET)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response


def _at(letter: str) -> int | None:
    """The place of a column's letter, from 0."""
    if not letter:
        return None
    place = 0
    for character in letter:
        place = place * 26 + ord(character) - ord("A") + 1
    return place - 1
