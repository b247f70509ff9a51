"""Papers of a household: uploading, looking at, withdrawing."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from doudi.documents.pictures import PICTURE_FORMATS
from doudi.documents.uploads import UploadRefused, checked_upload, with_thumbnail
from doudi.interfaces.site.route import route
from doudi.interfaces.site.uploads import is_too_large
from doudi.interfaces.staff.households.choices import people_to_choose
from doudi.interfaces.staff.households.forms_papers import PaperForm
from doudi.interfaces.staff.households.forms_reason import ReasonForm
from doudi.interfaces.staff.households.happened import paper_name
from doudi.interfaces.staff.households.page import household_or_404
from doudi.interfaces.staff.households.words import said_of
from doudi.interfaces.staff.signing_in.onward import page_within
from doudi.records.evidence.documents import (
    PaperDraft,
    PaperLost,
    document_within,
    file_documents,
    is_seen,
    opened,
    withdraw_document,
)
from doudi.records.evidence.sight import Sight, sight_of
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access

# What a paper may do in the browser that shows it: nothing.
_SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'; frame-ancestors 'none'"


@route("file_documents")
def paper_new(request: HttpRequest, household: int) -> HttpResponse:
    """Take in one or several files, all or none: each is looked into, cleaned and given a small picture.

    The page that asked for them says which kind it wants (`kind`), and is gone back to (`next`).
    """
    found = household_or_404(request, household)
    sight = sight_of(request.desk, found.pk, request.now)
    members, kin = people_to_choose(found, request.desk.day, sight)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*given, people=[*members, *kin], kind=request.GET.get("kind", ""))
    back = page_within(request.GET.get("next"))
    if is_too_large(request):
        form.add_error("files", _("文件合计超过 20 MB，没有收下；请压缩图片、降低扫描分辨率或分几次上传"))
    elif request.method == "POST" and form.is_valid():
        taken = _taken(form)
        if not form.errors and _filed(request, found.pk, form, taken):
            messages.success(request, _("已存入%(count)s份材料") % {"count": len(taken)})
            return redirect(back or f"{reverse('household', args=(found.pk,))}#papers")
    return render(request, "households/paper_new.html", {"household": found, "form": form, "back": back})


def _taken(form: PaperForm) -> list[PaperDraft]:
    """A draft for each file; what is wrong with any stands in the form with the file's name."""
    drafts = []
    for file in form.cleaned_data["files"]:
        try:
            drafts.append(_draft(file, form.cleaned_data))
        except UploadRefused as refused:
            form.add_error("files", said_of(file.name, str(refused)) if file.name else str(refused))
    return drafts


def _draft(file: UploadedFile, typed: dict[str, Any]) -> PaperDraft:
    data = file.read()
    known = checked_upload(data, file.name or "")
    data, small = with_thumbnail(data, known)
    told = {name: typed[name] for name in ("kind", "title", "person", "dated_on")}
    return PaperDraft(data, known.mime, thumbnail=small, pages=known.pages or 1, **told)


def _filed(request: HttpRequest, household: int, form: PaperForm, drafts: list[PaperDraft]) -> bool:
    try:
        file_documents(by=request.desk, household=household, drafts=drafts)
    except Refused as refused:
        for name, message in refused.faults.items():
            form.add_error(name if name in form.fields else None, message)
        return False
    return True


@route("see_register", methods=("GET",))
def paper(request: HttpRequest, household: int, paper: int) -> HttpResponse:
    """A paper itself, while sensitive facts are open; each look is logged. Pictures are shown, all else is saved."""
    document, sight = _paper(request, household, paper)
    if not sight.is_open:
        if not sight.may_open:
            raise Http404
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('household-open', args=(household,))}?{query}")
    try:
        data = opened(document.digest)
    except PaperLost as lost:
        messages.error(request, str(lost))
        return redirect("household", household)
    facts = [f"document:{document.pk}"]
    log_access(
        request.desk, kind="view", facts=facts, household=household, person=document.person_id, reason=sight.reason
    )
    picture = document.mime in PICTURE_FORMATS.values()
    return sent(data, document.mime, _file_name(document), inline=picture)


@route("see_register", methods=("GET",))
def paper_thumbnail(request: HttpRequest, household: int, paper: int) -> HttpResponse:
    """The small picture of a paper, logged as a look at it: it can be asked for without the page that shows it."""
    document, sight = _paper(request, household, paper)
    if not sight.is_open or not document.thumbnail:
        raise Http404
    try:
        data = opened(document.thumbnail)
    except PaperLost:
        raise Http404 from None
    facts = [f"thumbnail:{document.pk}"]
    log_access(
        request.desk, kind="view", facts=facts, household=household, person=document.person_id, reason=sight.reason
    )
    return sent(data, "image/png", "thumbnail.png", inline=True)


@route("file_documents")
def paper_withdraw(request: HttpRequest, household: int, paper: int) -> HttpResponse:
    """Take a paper out of the file, with the reason."""
    document, sight = _paper(request, household, paper)
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_document(by=request.desk, document=document.pk, reason=form.cleaned_data["reason"])
            messages.success(request, _("已撤回材料"))
            return redirect(f"{reverse('household', args=(household,))}#papers")
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"household": document.household, "form": form, "name": paper_name(document, sight), "paper": document}
    return render(request, "households/paper_withdraw.html", context)


def _paper(request: HttpRequest, household: int, paper: int) -> tuple[Any, Sight]:
    """A paper of the household that the desk may see; anything else is not there."""
    document = document_within(request.desk, paper)
    sight = sight_of(request.desk, household, request.now)
    if document is None or document.household_id != household or not is_seen(sight, document):
        raise Http404
    return document, sight


def _file_name(document: Any) -> str:
    """A name that says nothing of anybody: the household's number and the paper's own."""
    extension = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
    ending = extension.get(document.mime) or ("xlsx" if "spreadsheet" in document.mime else "docx")
    return f"{document.household.number}-{document.pk}.{ending}"


def sent(data: bytes, mime: str, name: str, *, inline: bool) -> HttpResponse:
    """Bytes with everything that keeps a browser from doing more than show or save them."""
    response = HttpResponse(data, content_type=mime)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
