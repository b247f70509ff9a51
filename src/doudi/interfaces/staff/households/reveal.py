"""Opening sensitive facts for a reason, and showing one number whole, each logged."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.forms_opening import OpeningForm
from doudi.interfaces.staff.households.page import household_or_404
from doudi.interfaces.staff.signing_in.onward import page_within
from doudi.records.evidence.actions import open_sensitive
from doudi.records.evidence.numbers import Number, number_of
from doudi.records.evidence.queries import opening_of
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access

_DUTY = {"id": "reveal_id", "phone": "reveal_id", "account": "reveal_account"}


@route("see_sensitive")
def household_open(request: HttpRequest, household: int) -> HttpResponse:
    """Ask why a household's sensitive facts are opened, open them, and go on to where they are shown."""
    found = household_or_404(request, household)
    onward = _onward(request, household)
    form = OpeningForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            open_sensitive(by=request.desk, household=household, reason=form.stated)
            return redirect(onward)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "households/household_open.html", {"household": found, "form": form, "next": onward})


def _onward(request: HttpRequest, household: int) -> str:
    """Where to go on: an address of this site, or the household's page."""
    asked = request.POST.get("next") or request.GET.get("next")
    return page_within(asked) or reverse("household", args=(household,))


@route("reveal_id", "reveal_account", methods=("POST",))
def reveal(request: HttpRequest, household: int, what: str, pk: int) -> HttpResponse:
    """One number whole, as a fragment that hides itself again; without an opening it asks for the reason first."""
    if what not in _DUTY:
        raise Http404
    request.desk.must(_DUTY[what])
    found = household_or_404(request, household)
    number = number_of(request.desk, found, what, pk)
    if number is None:
        raise Http404
    opening = opening_of(request.desk, household, request.now)
    form = OpeningForm(request.POST if "reason" in request.POST else None, label_suffix="", auto_id=f"{what}-{pk}-%s")
    if opening is None and not form.is_valid():
        return render(request, "households/reveal_reason.html", _fragment(request, number, form=form))
    reason = opening.reason if opening else form.stated
    log_access(request.desk, kind="view", facts=[number.fact], household=household, person=number.person, reason=reason)
    return render(request, "households/reveal.html", _fragment(request, number))


def _fragment(request: HttpRequest, number: Number, **more: Any) -> dict[str, Any]:
    return {"number": number, "address": request.path, **more}
