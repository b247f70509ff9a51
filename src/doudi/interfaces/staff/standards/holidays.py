"""The State Council's holiday notices: which years the limits are counted by, entered by one and checked by another."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.standards.day_lists import read_days, write_days
from doudi.interfaces.staff.standards.forms import ReasonForm
from doudi.interfaces.staff.standards.listing import READERS
from doudi.interfaces.staff.standards.words import desk_of
from doudi.records.accounts.desk import NotAllowed
from doudi.records.registry.refusals import Refused
from doudi.records.standards.holidays import (
    check_holidays,
    enter_holidays,
    holiday_years,
    withdraw_holidays,
    work_calendar,
)
from doudi.records.standards.refusals import StandardRefused

_FIRST, _LAST = 2015, 2099


class HolidayForm(forms.Form):
    """A year's notice as it is published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        days = forms.Textarea(attrs={"rows": 8})
        self.fields |= {
            "year": forms.IntegerField(label=_("年份"), min_value=_FIRST, max_value=_LAST),
            "number": forms.CharField(
                label=_("通知文号"),
                max_length=200,
                required=False,
                help_text=_("如“国办发明电〔2026〕9号”；还没有文号的留空，推算的期限标为暂定"),
            ),
            "days_off": forms.CharField(
                label=_("放假的日子"),
                widget=days,
                help_text=_("每行一个或一段，如 2027-02-05至2027-02-11；落在周末的也要写上"),
            ),
            "makeup_days": forms.CharField(
                label=_("补班的周六、周日"), widget=forms.Textarea(attrs={"rows": 3}), required=False
            ),
        }

    def clean(self) -> dict[str, Any]:
        """The days read; what cannot be read is named beside its field."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("days_off", "makeup_days"):
            if name in told and "year" in told:
                try:
                    told[name] = read_days(told[name], told["year"])
                except ValueError as fault:
                    self.add_error(name, str(fault))
        return told


@route(*READERS, methods=("GET",))
def holidays(request: HttpRequest) -> HttpResponse:
    """The years the limits are counted by, and every notice entered."""
    by, calendar = desk_of(request), work_calendar()
    years = [
        {"year": year, "number": notice.number, "provisional": notice.provisional, "off": len(notice.days_off)}
        for year, notice in sorted(calendar.notices.items(), reverse=True)
        if year >= _FIRST
    ]
    page = {
        "years": years,
        "entries": list(holiday_years()),
        "write_days": write_days,
        "may_enter": by.may("enter_standard"),
        "may_check": by.may("check_standard"),
        "own": by.officer_id,
    }
    return render(request, "standards/holidays.html", page)


@route("enter_standard")
def holidays_new(request: HttpRequest) -> HttpResponse:
    """Enter a year's notice; it holds once somebody else has checked it."""
    by = desk_of(request)

    def do(told: dict[str, Any]) -> Any:
        try:
            return enter_holidays(
                by=by,
                year=told["year"],
                days_off=told["days_off"],
                makeup_days=told["makeup_days"],
                number=told["number"],
            )
        except StandardRefused as refused:
            raise Refused(refused.faults) from None

    return act(
        request, HolidayForm(request.POST or None, initial={"year": _next_year(by.day)}), do,
        title=_("录入节假日安排"), onward=reverse("holidays"), done=_("已录入，待另一人复核后生效"), button=_("录入"),
        crumbs=[*_crumbs(), (_("录入"), None)],
        lead=_("照国务院办公厅通知原文录入放假的日子和补班的日子；办理期限按工作日推算时以此为准。"),
    )  # fmt: skip


def _next_year(today: datetime.date) -> int:
    return today.year + 1


@route("check_standard", methods=("POST",))
def holidays_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a notice hold; never by the one who entered it."""
    try:
        checked = check_holidays(by=desk_of(request), entry=pk)
    except (StandardRefused, NotAllowed) as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("已复核，%(year)s年的期限从现在起按它推算") % {"year": checked.year})
    return redirect("holidays")


@route("check_standard")
def holidays_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a notice that waits to be checked, with the reason."""
    by = desk_of(request)

    def do(told: dict[str, Any]) -> Any:
        try:
            return withdraw_holidays(by=by, entry=pk, reason=told["reason"])
        except StandardRefused as refused:
            raise Refused(refused.faults) from None

    return act(
        request, ReasonForm(request.POST or None), do,
        title=_("撤回节假日安排"), onward=reverse("holidays"), done=_("已撤回"), button=_("撤回"),
        crumbs=[*_crumbs(), (_("撤回"), None)],
        lead=_("撤回后不再等待复核；录入会一直保留。已复核的安排有误的，请录入更正后的安排，由另一人复核。"),
    )  # fmt: skip


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("标准"), reverse("standards")), (_("节假日安排"), reverse("holidays"))]
