"""The forms of inquiries, filled in on whatever there is: a desk, or a telephone in a farmyard without network."""

import datetime
import json
import uuid
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.documents.pictures import PICTURE_FORMATS
from doudi.documents.uploads import UploadRefused, checked_upload, with_thumbnail
from doudi.interfaces.site.jinja import code
from doudi.interfaces.site.route import ANYBODY, route
from doudi.interfaces.staff.cases.common import case_or_404, desk_of, home_of, home_of_application, log_case, words
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.queries import holders
from doudi.records.cases.actions import inquiries
from doudi.records.cases.forms import FORMS, MOST_ROWS, Field, Form
from doudi.records.cases.models import Inquiry
from doudi.records.cases.queries import filed_only, inquiry_within
from doudi.records.evidence.documents import PaperDraft, file_documents
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import path_name
from doudi.records.trail.access import log_access

_BLANK_ROWS = 1
# Of these the whole application is asked once, for all its programmes.
_OF_APPLICATION = ("home_visit", "neighbour_visit", "letter_evidence", "data_comparison", "appraisal", "obligor_income")


@route("survey", "appraise", "core_check", "review", "verify_facts", "accept_application")
def inquiry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new inquiry of a case (`?kind=`), with what the register knows filled in; `?replaces=` corrects a finished one."""
    case, by = case_or_404(request, pk), desk_of(request)
    form = FORMS.get(request.GET.get("kind", ""))
    if form is None or not any(by.may(duty) for duty in form.duties):
        raise Http404
    if request.method == "POST":
        return _begun(request, case, form)
    replaced = _replaced(request, by)
    content = json.loads(replaced.content) if replaced is not None else known_of_form(form, case, by)
    log_case(request, case, [form.key])
    context = {
        **_page(request, form, content, case), "case": case, "crumbs_": home_of(case, _(form.zh)), "inquiry": None,
        "client_key": uuid.uuid4(), "on": by.day, "replaces": replaced.pk if replaced else "", "faults": {},
    }  # fmt: skip
    return render(request, "cases/inquiry.html", context)


def _replaced(request: HttpRequest, by: Desk) -> Inquiry | None:
    asked = request.GET.get("replaces", "")
    return inquiry_within(by, int(asked)) if asked.isdecimal() and len(asked) < 12 else None


def _begun(request: HttpRequest, case: Any, form: Form) -> HttpResponse:
    by, told = desk_of(request), request.POST
    of_application = form.key in _OF_APPLICATION and case.application_id is not None
    try:
        made = inquiries.begin_inquiry(
            by=by,
            kind=form.key,
            on=_day(told.get("on", ""), by),
            application=case.application_id if of_application else None,
            case=None if of_application else case.pk,
            content=content_of(form, told),
            second=_number(told.get("second", "")),
            client_key=_key(told.get("client_key", "")),
            replaces=_number(told.get("replaces", "")),
        )
        made = _as_sent(by, made, content_of(form, told), _number(told.get("second", "")))
        if "finish" in told and made.finished_at is None:
            made = inquiries.finish_inquiry(by=by, inquiry=made.pk)
    except Refused as why:
        return _again(request, case, form, why, None)
    return _answered(request, made, _("已完成") if made.finished_at else _("已保存"))


def _as_sent(by: Desk, made: Inquiry, content: Mapping[str, Any], second: int | None) -> Inquiry:
    """What arrives a second time, its first answer lost on the way, may say more by now: the later word counts."""
    if made.finished_at is not None or json.loads(made.content or "{}") == content:
        return made
    return inquiries.save_inquiry(by=by, inquiry=made.pk, content=content, second=second)


@route("see_cases")
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """An inquiry: to be filled in further by those who began it, to be read by all others."""
    by = desk_of(request)
    found = inquiry_within(by, pk)
    if found is None:
        raise Http404
    case = found.case or found.application.cases.order_by("pk").first()  # type: ignore[union-attr]
    form = FORMS[found.kind]
    if request.method == "POST":
        return _saved(request, found, case, form)
    log_access(
        by, kind="view", facts=[found.kind], household=case.household_id, reason=_("办件 %(n)s") % {"n": case.number}
    )
    papers = [one.document.title for one in found.papers.select_related("document").order_by("pk")]
    own = by.officer_id in (found.begun_by_id, found.second_id) and found.finished_at is None
    context = {
        **_page(request, form, json.loads(found.content or "{}"), case), "case": case, "inquiry": found,
        "crumbs_": home_of(case, _(form.zh)) if found.case_id else home_of_application(found.application, _(form.zh)),
        "client_key": found.client_key or "", "on": found.on, "replaces": "", "faults": {}, "own": own, "papers": papers,
    }  # fmt: skip
    return render(request, "cases/inquiry.html" if own else "cases/inquiry_read.html", context)


def _saved(request: HttpRequest, found: Inquiry, case: Any, form: Form) -> HttpResponse:
    by, told = desk_of(request), request.POST
    if found.finished_at is not None and json.loads(found.content or "{}") == content_of(form, told):
        return _answered(request, found, _("已完成"))
    try:
        inquiries.save_inquiry(
            by=by,
            inquiry=found.pk,
            content=content_of(form, told),
            second=_number(told.get("second", "")),
            on=_day(told.get("on", ""), by),
            version=_number(told.get("version", "")),
        )
        if "finish" in told:
            found = inquiries.finish_inquiry(by=by, inquiry=found.pk)
    except Refused as why:
        return _again(request, case, form, why, found)
    return _answered(request, found, _("已完成") if found.finished_at else _("已保存"))


def _answered(request: HttpRequest, made: Inquiry, done: str) -> HttpResponse:
    """A page goes on; the script of a telephone is told where the form lies now."""
    closed = filed_only(made)
    if closed is not None:
        messages.warning(request, _("办件已于%(on)s办结，这份记录只归档，不再作为办理依据") % {"on": closed})
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"href": reverse("inquiry", args=[made.pk]), "finished": made.finished_at is not None})
    messages.success(request, done)
    return redirect("inquiry", made.pk)


def _again(request: HttpRequest, case: Any, form: Form, why: Refused, found: Inquiry | None) -> HttpResponse:
    """The form given back with what was refused; nothing typed is lost."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"faults": why.faults}, status=422)
    told = request.POST
    context = {
        **_page(request, form, content_of(form, told), case), "case": case, "inquiry": found, "faults": why.faults,
        "crumbs_": home_of(case, _(form.zh)), "client_key": told.get("client_key", ""), "on": told.get("on", ""),
        "replaces": told.get("replaces", ""), "own": True,
    }  # fmt: skip
    return render(request, "cases/inquiry.html", context, status=422)


def _page(request: HttpRequest, form: Form, content: Mapping[str, Any], case: Any) -> dict[str, Any]:
    by = desk_of(request)
    return {
        "form": form,
        "content": content,
        "rows": {field.key: _rows(field, content) for field in form.fields if field.kind == "rows"},
        "seconds": second_choices(by) if form.by_two else [],
        "place": path_name(case.territory),
        "household": case.household,
        "may": by.may,
        **words(),
    }


def _rows(field: Field, content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    known = content.get(field.key)
    filled = [row for row in known if isinstance(row, Mapping)] if isinstance(known, list) else []
    return [*filled, *({} for _blank in range(_BLANK_ROWS))][:MOST_ROWS]


def second_choices(by: Desk) -> list[tuple[int, str]]:
    """The officers who may be the second investigator: everybody with a post at the same place, and village staff there."""
    posts = [
        post.key
        for post in POSTS.values()
        if post.level == by.held.level
        and (post.may("survey") or post.may("accept_application") or post.may("first_opinion"))
    ]
    found = {one.pk: one.name for post in posts for one in holders(post, by.territory, by.day)}
    return [(pk, name) for pk, name in found.items() if pk != by.officer_id]


def content_of(form: Form, told: QueryDict) -> dict[str, Any]:
    """What was typed, in the shape of the form: empty answers are left out."""
    content: dict[str, Any] = {}
    for field in form.fields:
        if field.kind == "rows":
            rows = _typed_rows(field, told)
            if rows:
                content[field.key] = rows
        elif field.kind == "yes":
            if told.get(field.key):
                content[field.key] = True
        elif text := told.get(field.key, "").strip():
            content[field.key] = text
    return content


def _typed_rows(field: Field, told: QueryDict) -> list[dict[str, str]]:
    columns = {column.key: told.getlist(f"{field.key}.{column.key}") for column in field.columns}
    count = min(max((len(values) for values in columns.values()), default=0), MOST_ROWS)
    rows = []
    for number in range(count):
        row = {
            key: values[number].strip()
            for key, values in columns.items()
            if number < len(values) and values[number].strip()
        }
        if row:
            rows.append(row)
    return rows


def known_of_form(form: Form, case: Any, by: Desk) -> dict[str, Any]:
    """What the register knows already, so that nobody writes it twice."""
    if form.key != "home_visit":
        return {"person": case.person.name} if form.key == "self_care" and case.person is not None else {}
    members = [
        {"name": one.person.name, "relation": code(one.relation, "kinship") if one.relation else ""}
        for one in members_on(case.household, by.day)
    ]
    return {"members": members, "met_at": case.household.address}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _day(text: str, by: Desk) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        if not text:
            return by.day
        raise Refused({"on": _("日期应如 2026-03-02")}) from None


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@route("file_documents", methods=("POST",))
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Photographs and a signature of an inquiry: looked into, cleaned of where they were taken, filed and joined to it."""
    by = desk_of(request)
    found = inquiry_within(by, pk)
    if found is None:
        raise Http404
    case = found.case or found.application.cases.order_by("pk").first()  # type: ignore[union-attr]
    try:
        drafts = [_picture(file) for file in request.FILES.getlist("files")]
        filed = file_documents(by=by, household=case.household_id, drafts=drafts)
        inquiries.attach_photographs(by=by, inquiry=pk, documents=[one.pk for one in filed])
    except (Refused, UploadRefused) as why:
        return JsonResponse({"faults": str(why)}, status=422)
    return JsonResponse({"filed": len(filed)})


def _picture(file: Any) -> PaperDraft:
    data = file.read()
    known = checked_upload(data, file.name or "")
    if known.mime not in PICTURE_FORMATS.values():
        raise Refused(_("只收照片（JPEG、PNG）"))
    data, small = with_thumbnail(data, known)
    title = _("签字") if "signature" in (file.name or "") else _("入户照片")
    return PaperDraft(data, known.mime, "photographs", title=title, thumbnail=small)


@route(ANYBODY, methods=("GET",))
def survey_worker(request: HttpRequest) -> HttpResponse:
    """The script that serves survey pages without network; it has to come from the root to reach them."""
    text = (files("doudi.interfaces.site") / "static" / "survey-worker.js").read_text("utf-8")
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")
