"""Entering a standard: the form, and beside it what held before and what is doubtful while it is filled in."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.standards.forms import StandardForm
from doudi.interfaces.staff.standards.words import WORDS, desk_of
from doudi.records.accounts.desk import Desk
from doudi.records.standards.actions import enter_standard
from doudi.records.standards.drafts import StandardDraft, read_draft, settable
from doudi.records.standards.overview import beside
from doudi.records.standards.queries import parameters_in_force
from doudi.records.standards.refusals import Doubtful, StandardRefused
from doudi.records.standards.remarks import Remark, doubts, mark_of, remarks_on

_SAID = ("parameter", "place", "area", "since", "published", "per", "notice", "note")


@route("enter_standard")
def standard_new(request: HttpRequest) -> HttpResponse:
    """Enter a standard. Doubts are shown first, and taken with the tick that says they were read."""
    by = desk_of(request)
    if request.method == "GET":
        form = StandardForm(by=by, initial={name: request.GET[name] for name in _SAID if name in request.GET})
        return render(request, "standards/new.html", {"form": form, "doubts": ()})
    form = StandardForm(request.POST, by=by, doubted="doubted" in request.POST)
    asked = doubts(_remarks(by, form.cleaned_data)) if form.is_valid() or form.cleaned_data else ()
    if form.is_valid():
        read = not asked or request.POST.get("doubted") == mark_of(asked)
        try:
            made = enter_standard(by=by, draft=_draft(form.cleaned_data), doubts_read=read)
        except Doubtful:
            # A tick given to other doubts is taken back.
            again = request.POST.copy()
            again.pop("doubts_read", None)
            form = StandardForm(again, by=by, doubted=True)
        except StandardRefused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("已录入，待另一人复核后生效"))
            return redirect("standard", made.pk)
    page = {"form": form, "doubts": asked, "mark": mark_of(asked)}
    return render(request, "standards/new.html", page, status=422)


def _draft(told: dict[str, Any]) -> StandardDraft:
    return StandardDraft(**{name: told[name] for name in _SAID})


def _refuse(form: StandardForm, refused: StandardRefused) -> None:
    for name, fault in refused.faults.items():
        form.add_error(name if name in form.fields else None, fault)


def _remarks(by: Desk, told: dict[str, Any]) -> tuple[Remark, ...]:
    """What is to be looked at in what was filled in so far; nothing while it cannot be read."""
    try:
        draft = read_draft(StandardDraft(**{"notice": "—", **_filled(told)}), today=by.day)
        return remarks_on(draft, parameters_in_force(), today=by.day)
    except (StandardRefused, TypeError):
        return ()


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in _SAID if told.get(name)}


@route("enter_standard", methods=("GET",))
def beside_new(request: HttpRequest) -> HttpResponse:
    """The fragment beside the form: what held before, other entries for the day, what is doubtful."""
    by = desk_of(request)
    form = StandardForm(request.GET, by=by)
    form.is_valid()
    told = form.cleaned_data
    found = None
    if told.get("parameter") in settable() and told.get("place") and isinstance(told.get("since"), datetime.date):
        found = beside(
            by=by,
            parameter=told["parameter"],
            place=told["place"],
            area=told.get("area") or None,
            since=told["since"],
        )
    remarks = _remarks(by, told) if found else ()
    if request.GET.get("doubted") == mark_of(doubts(remarks)):
        # They stand above the form already.
        remarks = tuple(remark for remark in remarks if not remark.asks)
    page = {"beside": found, "remarks": remarks, **WORDS}
    return render(request, "standards/beside.html", page)
