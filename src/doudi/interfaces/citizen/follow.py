"""Following one's application: where it stands, what is wanted, the letters, who looked at it, and taking it back."""

import unicodedata
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.citizen.common import affair, close_affair, drafts_of, open_affair, today_of
from doudi.interfaces.citizen.forms import FollowForm, SendForm, WithdrawForm
from doudi.interfaces.citizen.limits import (
    FOLLOWING,
    FOLLOWING_NUMBER,
    SENDING,
    forgive,
    limited,
    too_often,
    wait_about,
)
from doudi.interfaces.citizen.words import words
from doudi.interfaces.site.route import ANYBODY, route
from doudi.interfaces.site.uploads import is_too_large
from doudi.records.accounts.desk import Desk, citizen_desk
from doudi.records.cases.actions.applicants import waiting_of
from doudi.records.cases.actions.ending import papers_until
from doudi.records.cases.actions.intake import withdraw_case
from doudi.records.cases.actions.online import send_papers
from doudi.records.cases.citizens import (
    cases_of,
    codes_given,
    decisions_told,
    followed,
    letters_to,
    looks_at,
    mark_of,
    may_withdraw,
)
from doudi.records.cases.clocks import running
from doudi.records.cases.gaps import blocking, gaps_of
from doudi.records.cases.queries import application_of_code, contact_of
from doudi.records.evidence.documents import PaperLost, opened
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import name_of
from doudi.records.trail.access import log_access

FOLLOW = "citizen_following"
_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@sensitive_post_parameters("code")
@route(ANYBODY)
@limited(FOLLOWING)
def follow(request: HttpRequest) -> HttpResponse:
    """Number and code. A wrong code and a number that does not exist get the same answer."""
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = "".join(unicodedata.normalize("NFKC", form.cleaned_data["number"]).split()).upper()
        minutes = wait_about(request, FOLLOWING_NUMBER, number)
        if minutes:
            return too_often(request, minutes)
        found = application_of_code(number, form.cleaned_data["code"])
        if found is not None:
            forgive(request, FOLLOWING_NUMBER, number)
            open_affair(request, FOLLOW, application=found.pk, code=mark_of(found))
            return redirect("citizen-application")
        form.add_error(None, _("编号或查询码不对，请核对后再试。查询码丢了的，请带身份证到受理窗口重新领取。"))
    return render(request, "citizen/follow.html", {"form": form}, status=422 if form.errors else 200)


@route(ANYBODY, methods=("GET",))
def application(request: HttpRequest) -> HttpResponse:
    """One's application, whole: programme by programme, and what is still wanted."""
    found = _followed(request)
    if found is None:
        return redirect("citizen-follow")
    day = today_of(request)
    cases = cases_of(found)
    log_access(desk_of(request, found), kind="view", facts=["application"], household=found.household_id)
    gaps = blocking(gaps_of(found, day)) if found.closed_on is None and found.accepted_on is None else []
    context = {
        "application": found, "gaps": gaps, "notice": getattr(found, "notice", None), "papers_until": papers_until(found),
        "cases": [
            {
                "case": one, "dues": running(one, day), "decisions": decisions_told(one),
                "may_withdraw": may_withdraw(desk_of(request, found), one),
            }
            for one in cases
        ],
        "letters": letters_to(found, cases), "looks": looks_at(found), "codes": codes_given(found), "contact": contact_of(found.office),
        "county": name_of(found.territory[:6]), "replacement": waiting_of(found.pk) if found.closed_on is None else None, **words(),
    }  # fmt: skip
    return render(request, "citizen/application.html", context)


@route(ANYBODY)
@limited(SENDING)
def send(request: HttpRequest) -> HttpResponse:
    """Papers to one's application."""
    found = _followed(request)
    if found is None:
        return redirect("citizen-follow")
    form = SendForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if is_too_large(request):
        form.add_error(None, _("文件太大（一次合计不超过20 MB）。请分几次上传。"))
    elif request.method == "POST" and form.is_valid():
        papers = drafts_of(form, form.given())
        if not form.errors and _done(
            form, lambda: send_papers(
                by=desk_of(request, found), application=found.pk, papers=papers, note=form.cleaned_data["note"]
            ),
        ):  # fmt: skip
            messages.success(request, _("已收到%(count)s份材料") % {"count": len(papers)})
            return redirect("citizen-application")
    return render(request, "citizen/send.html", {"form": form}, status=422 if form.is_bound else 200)


@route(ANYBODY)
@limited(SENDING)
def withdraw(request: HttpRequest, case: int) -> HttpResponse:
    """One programme of one's application taken back."""
    found = _followed(request)
    if found is None:
        return redirect("citizen-follow")
    one = next((one for one in cases_of(found) if one.pk == case), None)
    if one is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"] or "申请人网上撤回"
        if _done(form, lambda: withdraw_case(by=desk_of(request, found), case=one.pk, reason=reason)):
            messages.success(request, _("已撤回"))
            return redirect("citizen-application")
    context = {"form": form, "case": one, **words()}
    return render(request, "citizen/withdraw.html", context, status=422 if form.errors else 200)


@route(ANYBODY, methods=("GET",))
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter made for the family, as it was made."""
    found = _followed(request)
    if found is None:
        return redirect("citizen-follow")
    one = next((one for one in letters_to(found, cases_of(found)) if one.pk == pk), None)
    if one is None:
        raise Http404
    try:
        data = opened(one.pdf)
    except PaperLost as lost:
        messages.error(request, str(lost))
        return redirect("citizen-application")
    log_access(desk_of(request, found), kind="view", facts=[f"letter:{one.pk}"], household=found.household_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{one.number}.pdf"'
    response["Content-Security-Policy"] = _SANDBOX
    return response


@route(ANYBODY, methods=("POST",))
def leave(request: HttpRequest) -> HttpResponse:
    """The end of following: whoever sits down at the browser next sees nothing of it."""
    close_affair(request, FOLLOW)
    request.session.cycle_key()
    return redirect("citizen-home")


def desk_of(request: HttpRequest, application: Any) -> Desk:
    """The desk of whoever follows an application: it reaches the village alone."""
    name = application.applicant.name
    return citizen_desk(today_of(request), village=application.territory, name=name, request=request.number)  # type: ignore[attr-defined]


def _followed(request: HttpRequest) -> Any:
    """The application whose code was given in this session, while that is open."""
    kept = affair(request, FOLLOW)
    return followed(kept["application"], kept["code"]) if kept and "code" in kept else None


def _done(form: Any, do: Any) -> bool:
    """Do it, or put what was refused on the form."""
    try:
        do()
    except Refused as why:
        for name, fault in why.faults.items():
            form.add_error(name if name in form.fields else None, fault)
        return False
    return True
