"""One entry: what it says, what it would change, who did what; checking, returning and withdrawing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.standards.forms import CheckForm, ReasonForm
from doudi.interfaces.staff.standards.listing import READERS
from doudi.interfaces.staff.standards.previews import shown_preview
from doudi.interfaces.staff.standards.words import WORDS, definition_of, desk_of, entry_or_404, name_of_parameter
from doudi.records.accounts.desk import Desk
from doudi.records.registry.refusals import Refused
from doudi.records.standards.actions import (
    check_standard,
    confirm_withdrawal,
    decline_withdrawal,
    return_standard,
    withdraw_standard,
)
from doudi.records.standards.drafts import value_of
from doudi.records.standards.queries import parameters_without, state_of, trail_of
from doudi.records.standards.refusals import StandardRefused
from doudi.records.standards.remarks import doubts, mark_of, remarks_on, values_before


@route(*READERS, methods=("GET",))
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry with everything to judge it by."""
    entry, by = entry_or_404(request, pk), desk_of(request)
    return render(request, "standards/standard.html", _shown(by, entry))


def _shown(by: Desk, entry: Any, form: CheckForm | None = None) -> dict[str, Any]:
    without = parameters_without(entry)
    remarks = remarks_on(entry, without, today=by.day) if state_of(entry) == "waiting" else ()
    works = by.reaches(entry.place) and (by.may("enter_standard") or by.may("check_standard"))
    return {
        "entry": entry,
        "definition": definition_of(entry),
        "state": state_of(entry),
        "before": values_before(value_of(entry, without), without),
        "remarks": remarks,
        "mark": mark_of(doubts(remarks)),
        "works": works,
        "trail": trail_of(entry) if works else (),
        "own": entry.entered_by_id == by.officer_id,
        "may_check": by.may("check_standard") and by.reaches(entry.place),
        "may_withdraw": _may_withdraw(by, entry),
        "asked_by_me": entry.withdrawal_asked_by_id == by.officer_id,
        "form": form or CheckForm(doubted=bool(doubts(remarks))),
        **(shown_preview(entry) if works else {"preview": None}),
        **WORDS,
    }


def _may_withdraw(by: Desk, entry: Any) -> bool:
    if entry.withdrawn_at is not None or entry.withdrawal_asked_at is not None or not by.reaches(entry.place):
        return False
    return by.may("enter_standard") or (by.may("check_standard") and entry.checked_at is not None)


@route("check_standard", methods=("POST",))
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an entry hold from its day; a tick given to other doubts than stand now is not taken."""
    entry, by = entry_or_404(request, pk), desk_of(request)
    asked = doubts(remarks_on(entry, parameters_without(entry), today=by.day))
    form = CheckForm(request.POST, doubted=bool(asked))
    if form.is_valid():
        read = not asked or request.POST.get("doubted") == mark_of(asked)
        try:
            check_standard(by=by, entry=pk, doubts_read=read)
        except StandardRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已复核，自%(day)s起执行") % {"day": entry.since.isoformat()})
            return redirect("standard", pk)
    return render(request, "standards/standard.html", _shown(by, entry_or_404(request, pk), form), status=422)


@route("check_standard")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an entry back unchecked, with the reason."""
    return _take_back(
        request, pk, return_standard,
        title=_("退回录入"), done=_("已退回；录入人可以更正后重新录入"), button=_("退回"),
        lead=_("退回后这条录入不再生效，但会一直保留。"),
    )  # fmt: skip


@route("enter_standard", "check_standard")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a draft back, with the reason; of an entry that holds, ask for it."""
    if entry_or_404(request, pk).checked_at is None:
        return _take_back(
            request, pk, withdraw_standard,
            title=_("撤回标准"), done=_("已撤回"), button=_("撤回"), lead=_("撤回的录入会一直保留。"), warning="",
        )  # fmt: skip
    return _take_back(
        request, pk, withdraw_standard,
        title=_("申请撤回标准"), done=_("已申请撤回；由另一人确认后撤回"), button=_("申请撤回"),
        lead=_("撤回须由另一人确认；确认前仍按这条标准执行。"),
        warning=_("这条标准正在执行（或将要执行）。撤回后自执行日期起恢复为原来的标准，有关家庭的核定结果随之改变。"),
    )  # fmt: skip


@route("check_standard", methods=("POST",))
def withdrawal_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an entry no longer hold, as another officer asked."""
    entry_or_404(request, pk)
    try:
        confirm_withdrawal(by=desk_of(request), entry=pk)
        messages.success(request, _("已撤回"))
    except StandardRefused as refused:
        messages.error(request, str(refused))
    return redirect("standard", pk)


@route("check_standard")
def withdrawal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an entry hold on although its withdrawal was asked for."""
    return _take_back(
        request, pk, decline_withdrawal,
        title=_("不撤回标准"), done=_("不撤回，继续执行"), button=_("不撤回"), lead=_("这条标准继续执行。"),
    )  # fmt: skip


def _take_back(request: HttpRequest, pk: int, action: Callable[..., Any], **words: str) -> HttpResponse:
    entry, by = entry_or_404(request, pk), desk_of(request)
    page = reverse("standard", args=[pk])

    def do(told: dict[str, Any]) -> Any:
        try:
            return action(by=by, entry=pk, reason=told["reason"])
        except StandardRefused as refused:
            raise Refused(refused.faults) from None

    crumbs = [
        (_("标准"), reverse("standards")),
        (name_of_parameter(definition_of(entry)), page),
        (words["title"], None),
    ]
    return act(request, ReasonForm(request.POST or None), do, onward=page, crumbs=crumbs, **words)
