"""An application letter read: what it says is shown at its sentence, and an officer confirms each thing or does not."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.documents.received import received_letter
from doudi.documents.thumbnails import thumbnail
from doudi.gateways.letters import (
    EXTRA,
    LetterRefused,
    can_read_pictures,
    propose_facts,
    questions_after,
    reads_like_letter,
)
from doudi.interfaces.site.route import route
from doudi.interfaces.site.uploads import is_too_large
from doudi.interfaces.staff.cases.common import Crumbs, desk_of
from doudi.interfaces.staff.cases.letters_kept import (
    KeptLetter,
    choose_household,
    forget_letter,
    household_of_letter,
    kept_letter,
    read_and_keep,
)
from doudi.interfaces.staff.cases.letters_said import (
    ConfirmForm,
    LetterForm,
    WhoseForm,
    how_sure,
    pieces_of,
    topic_of,
    who_says,
    written_on,
)
from doudi.records.cases.actions.letters_taken import take_letter
from doudi.records.evidence.documents import PaperDraft
from doudi.records.registry.queries import household_by_number, household_within, households_within, members_on
from doudi.records.registry.refusals import Refused

_RECENT = 5


@route("enter_application")
def letter_read(request: HttpRequest) -> HttpResponse:
    """The way in: a letter pasted, or uploaded as text, Word, PDF or picture. Nothing is recorded by reading it."""
    form = LetterForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if is_too_large(request):
        form.add_error("file", _("文件超过 20 MB，没有收下；请压缩或拆分后上传"))
    elif request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = (file.read(), file.name or "-") if file else (form.cleaned_data["text"].encode(), "")
        try:
            read_and_keep(request, data, name)
        except LetterRefused as why:
            form.add_error("file" if file else "text", str(why))
        else:
            return redirect("letter-confirm")
    context = {"form": form, "crumbs_": _way(), "pictures": can_read_pictures(), "extra": EXTRA}
    return render(request, "cases/letter_read.html", context, status=422 if form.is_bound else 200)


@route("enter_application")
def letter_confirm(request: HttpRequest) -> HttpResponse:
    """The letter with what it says. First for whom it is, then each thing is confirmed by a tick."""
    letter = kept_letter(request)
    if letter is None:
        messages.info(request, _("请先粘贴或上传申请书"))
        return redirect("letter-read")
    by = desk_of(request)
    proposals = propose_facts(letter.text, on=by.day)
    chosen = household_of_letter(request)
    household = household_within(by, chosen) if chosen is not None else None
    whose = WhoseForm(request.POST if "number" in request.POST else None)
    form = _confirming(request, by, letter, proposals, household)
    if request.method == "POST":
        answer = _chosen(request, by, whose) if "number" in request.POST else _taken(request, letter, household, form)
        if answer is not None:
            return answer
    wrong = (form is not None and form.is_bound) or whose.is_bound
    context = {
        "letter": letter, "pieces": pieces_of(letter.text, proposals), "proposals": list(enumerate(proposals, 1)),
        "form": form, "whose": whose, "household": household, "crumbs_": _way(_("核对申请书")),
        "recent": [] if household else list(households_within(by).filter(closed_on=None).order_by("-pk")[:_RECENT]),
        "questions": questions_after(proposals, on=by.day, place=by.territory), "topic_of": topic_of,
        "who_says": who_says, "how_sure": how_sure, "is_letter": reads_like_letter(letter.text),
    }  # fmt: skip
    return render(request, "cases/letter_confirm.html", context, status=422 if wrong else 200)


@route("enter_application", methods=("POST",))
def letter_again(request: HttpRequest) -> HttpResponse:
    """Another household for the letter, or the letter laid aside."""
    if request.POST.get("what") == "household":
        choose_household(request, None)
        return redirect("letter-confirm")
    forget_letter(request)
    return redirect("letter-read")


def _way(step: str = "") -> Crumbs:
    way: Crumbs = [(_("申请"), reverse("applications")), (_("登记申请"), reverse("application-new"))]
    if not step:
        return [*way, (_("从申请书读取"), None)]
    return [*way, (_("从申请书读取"), reverse("letter-read")), (step, None)]


def _confirming(
    request: HttpRequest, by: Any, letter: KeptLetter, proposals: Any, household: Any
) -> ConfirmForm | None:
    if household is None:
        return None
    given = request.POST if request.method == "POST" and "since" in request.POST else None
    since = written_on(proposals, by.day) or by.day
    return ConfirmForm(
        given,
        letter=letter.digest,
        proposals=proposals,
        members=members_on(household, by.day),
        initial={"since": since},
    )


def _chosen(request: HttpRequest, by: Any, whose: WhoseForm) -> HttpResponse | None:
    """The household of a number, remembered; None where it is not the desk's, which the form then says."""
    if not whose.is_valid():
        return None
    found = household_by_number(by, whose.cleaned_data["number"])
    if found is None:
        whose.add_error("number", _("没有这个户编号，或不在您的管辖范围内"))
        return None
    choose_household(request, found.pk)
    return redirect("letter-confirm")


def _taken(request: HttpRequest, letter: KeptLetter, household: Any, form: ConfirmForm | None) -> HttpResponse | None:
    """What was confirmed recorded, the letter filed, and on to the application; None where something was refused."""
    if form is None:
        raise Http404
    if not form.is_valid():
        return None
    confirmed = form.confirmed()
    try:
        take_letter(by=desk_of(request), household=household.pk, paper=_paper(request, letter), confirmed=confirmed)
    except Refused as why:
        for key, fault in why.faults.items():
            form.add_error(key if key in form.fields else None, fault)
        return None
    forget_letter(request)
    messages.success(request, _("申请书已存入材料，记下了%(count)s项情况") % {"count": len(confirmed)})
    return redirect("application-open", household.pk)


def _paper(request: HttpRequest, letter: KeptLetter) -> PaperDraft:
    """The letter as a paper: the file it came in, or its words set on a page."""
    by = desk_of(request)
    if letter.data:
        data, mime = letter.data, letter.mime
    else:
        data, mime = received_letter(letter.text, on=by.day, at=request.now), "application/pdf"  # type: ignore[attr-defined]
    dated_on = written_on(propose_facts(letter.text, on=by.day), by.day)
    return PaperDraft(data, mime, "application", thumbnail=thumbnail(data, mime), pages=letter.pages, dated_on=dated_on)
