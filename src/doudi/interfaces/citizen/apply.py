"""Applying from home: for a household on record, or word to the township from one that is not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.citizen.common import affair, close_affair, drafts_of, open_affair, today_of, village_choices
from doudi.interfaces.citizen.forms import ApplyForm, ProofForm, WordForm
from doudi.interfaces.citizen.limits import (
    APPLYING,
    LEAVING_WORD,
    PROVING,
    PROVING_NUMBER,
    forgive,
    limited,
    too_often,
    wait_about,
)
from doudi.interfaces.citizen.words import words
from doudi.interfaces.site.route import ANYBODY, route
from doudi.interfaces.site.uploads import is_too_large
from doudi.records.accounts.desk import Desk, citizen_desk
from doudi.records.cases.actions.intake import ApplicationDraft
from doudi.records.cases.actions.online import Applied, apply_online, leave_word
from doudi.records.cases.citizens import plain_number, recognised, still_applying
from doudi.records.cases.gaps import blocking, gaps_of
from doudi.records.cases.queries import contact_of
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused

APPLY = "citizen_applying"


@sensitive_post_parameters("name", "citizen_id", "phone")
@route(ANYBODY)
@limited(PROVING)
def apply(request: HttpRequest) -> HttpResponse:
    """Who applies. Whatever does not fit gets one and the same answer, and the way to leave word."""
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        number = plain_number(told["citizen_id"], today_of(request))
        minutes = wait_about(request, PROVING_NUMBER, number)
        if minutes:
            return too_often(request, minutes)
        found = recognised(name=told["name"], citizen_id=told["citizen_id"], phone=told["phone"], day=today_of(request))
        if found is not None:
            forgive(request, PROVING_NUMBER, number)
            open_affair(request, APPLY, person=found.person.pk, household=found.household.pk)
            return redirect("citizen-apply-form")
        form.add_error(
            None,
            _(
                "姓名、身份证号、电话三项与登记的不能都对上，不能在网上直接申请。可以改正后再试，或用下面的“给乡镇留言”，工作人员会联系您。"
            ),
        )
    return render(request, "citizen/apply.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@route(ANYBODY)
@limited(APPLYING)
def apply_form(request: HttpRequest) -> HttpResponse:
    """What is applied for. At the end the number and the code are shown, this once."""
    kept = affair(request, APPLY)
    found = still_applying(kept["person"], kept["household"]) if kept else None
    if found is None:
        return redirect("citizen-apply")
    day = today_of(request)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ApplyForm(*given, members=members_on(found.household, day))
    if is_too_large(request):
        form.add_error(None, _("文件太大（一次合计不超过20 MB）。请少传几张，提交后再补。"))
    elif request.method == "POST" and form.is_valid():
        papers = drafts_of(form, form.given())
        by = citizen_desk(day, village=found.household.territory, name=found.person.name, request=request.number)  # type: ignore[attr-defined]
        made = None if form.errors else _applied(by, found, form, papers)
        if made is not None:
            close_affair(request, APPLY)
            return _told_once(request, made)
    return render(request, "citizen/apply_form.html", {"form": form}, status=422 if form.is_bound else 200)


def _applied(by: Desk, found: Any, form: ApplyForm, papers: list[Any]) -> Applied | None:
    draft = ApplicationDraft(
        applicant=found.person.pk, programmes=form.chosen(), channel="online", request=form.cleaned_data["request"]
    )
    try:
        promised = form.cleaned_data["honest"]
        return apply_online(by=by, household=found.household.pk, draft=draft, papers=papers, promised=promised)
    except Refused as why:
        for name, fault in why.faults.items():
            form.add_error(name if name in form.fields else None, fault)
    return None


def _told_once(request: HttpRequest, made: Applied) -> HttpResponse:
    """The number and the code, and what is wanted next."""
    day = today_of(request)
    application = made.application
    context = {
        "application": application, "code": made.code, "gaps": blocking(gaps_of(application, day)),
        "contact": contact_of(application.office), **words(),
    }  # fmt: skip
    return render(request, "citizen/applied.html", context)


@sensitive_post_parameters()
@route(ANYBODY)
@limited(LEAVING_WORD)
def word(request: HttpRequest) -> HttpResponse:
    """Word to the township of a family that is not on record, or does not know what is."""
    day = today_of(request)
    form = WordForm(request.POST or None, places=village_choices(day))
    if request.method == "POST" and form.is_valid():
        village = form.cleaned_data["village"]
        # Who asks is sealed in what they leave; the trail names the way they came.
        by = citizen_desk(day, village=village, name="留言", request=request.number)  # type: ignore[attr-defined]
        try:
            left = leave_word(by=by, **form.cleaned_data)
        except Refused as why:
            for name, fault in why.faults.items():
                form.add_error(name if name in form.fields else None, fault)
        else:
            return render(
                request, "citizen/word_left.html", {"village": left.village, "contact": contact_of(village[:9])}
            )
    return render(request, "citizen/word.html", {"form": form}, status=422 if form.errors else 200)
