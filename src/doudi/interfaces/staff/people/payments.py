"""Accounts people are paid into, and benefits taken over as they were found."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import (
    desk_of,
    home_of,
    home_of_person,
    household_or_404,
    or_404,
    page_of,
    people_home,
    people_of,
    standing_or_404,
)
from doudi.interfaces.staff.people.forms import EndForm
from doudi.interfaces.staff.people.forms_payments import AccountForm, BenefitForm
from doudi.records.cases.actions.stopping import stop_benefit
from doudi.records.registry.actions.payments import (
    AccountDraft,
    BenefitDraft,
    close_account,
    open_account,
    take_over_benefit,
)
from doudi.records.registry.queries import account_reached, benefit_within


@route("record_facts")
def account_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay a person into an account; the one before it ends."""
    found, by = standing_or_404(request, pk), desk_of(request)
    form = AccountForm(request.POST or None, by=by)

    def do(told: dict[str, Any]) -> Any:
        draft = AccountDraft(**{name: told[name] for name in told if name != "since"})
        made = open_account(by=by, person=pk, draft=draft, since=told["since"])
        if made.warnings:
            messages.warning(request, _("请核对账号：%(warnings)s") % {"warnings": made.warnings})
        return made

    return act(
        request, form, do,
        title=_("登记%(name)s的银行账号") % {"name": found.name}, onward=home_of_person(found, by),
        done=_("已登记账号"), button=_("登记"), crumbs=people_home(found, _("银行账号")),
        lead=_("登记新账号后，原账号自该日起停用。"),
    )  # fmt: skip


@route("record_facts")
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """An account is no longer paid into."""
    by = desk_of(request)
    account = or_404(account_reached(by, pk))
    form = EndForm(request.POST or None, by=by)

    def do(told: dict[str, Any]) -> Any:
        return close_account(by=by, account=pk, **told)

    return act(
        request, form, do,
        title=_("停用账号 %(shown)s") % {"shown": account.number_shown}, onward=home_of_person(account.person, by),
        done=_("已停用"), button=_("停用"), crumbs=people_home(account.person, _("停用账号")),
    )  # fmt: skip


@route("take_over")
def benefit_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over a benefit that is in payment already."""
    household, by = household_or_404(request, pk), desk_of(request)
    people = people_of(household, by)
    form = BenefitForm(request.POST or None, people=people, initial={"version": household.version})

    def do(told: dict[str, Any]) -> Any:
        draft = BenefitDraft(**{name: told[name] for name in told if name != "version"})
        return take_over_benefit(by=by, household=pk, draft=draft, version=told["version"])

    return act(
        request, form, do,
        title=_("接管在发救助"), onward=page_of(household), done=_("已接管"), button=_("接管"),
        crumbs=[*home_of(household), (_("接管在发救助"), None)],
        lead=_("登记本系统启用之前已经审批、正在发放的救助，按原审批照录，不在此改变金额。"),
    )  # fmt: skip


@route("take_over", "confirm")
def benefit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A benefit ends: one taken over, or one decided here by whoever may decide it."""
    by = desk_of(request)
    benefit = or_404(benefit_within(by, pk))
    form = EndForm(request.POST or None, by=by)

    def do(told: dict[str, Any]) -> Any:
        return stop_benefit(by=by, benefit=pk, **told)

    return act(
        request, form, do,
        title=_("停发"), onward=page_of(benefit.household), done=_("已停发"), button=_("停发"),
        crumbs=[*home_of(benefit.household), (_("停发"), None)],
        lead=_("日期选不再发放的第一天（一般为次月1日）。"),
    )  # fmt: skip
