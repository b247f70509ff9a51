"""Officers: the list, one of them, opening and closing accounts, passwords."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.navigation import may_open
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.forms import OfficerForm, OfficerSearch
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.accounts.secrets import told_once
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import Crumbs, desk_of, or_404
from doudi.interfaces.staff.people.forms import ReasonForm
from doudi.records.accounts.actions import AccountRefused, engage_officer
from doudi.records.accounts.overview import covers_within, officers_within, tokens_within
from doudi.records.accounts.second_step import asks_second_step, reset_second_step
from doudi.records.accounts.staffing import (
    close_account,
    first_password,
    officer_in_charge,
    open_work,
    reopen_account,
    reset_password,
)
from doudi.records.territory.queries import place_on

_HOME, PER_PAGE = "officers", 50


def home(*steps: tuple[str, str | None]) -> Crumbs:
    """The way to a page about officers."""
    return [(_("工作人员"), reverse(_HOME)), *steps]


def officer_home(officer: Any, step: str) -> Crumbs:
    """The way to a page about one officer."""
    return home((officer.name, reverse("officer", args=[officer.pk])), (step, None))


def officer_or_404(request: HttpRequest, pk: int) -> Any:
    """An officer of the territory, with their posts there."""
    return or_404(officers_within(desk_of(request)).filter(pk=pk).first())


@route("manage_officers", "arrange_cover", "grant_powers", "file_relatives", "use_api", methods=("GET",))
def officers(request: HttpRequest) -> HttpResponse:
    """Who works in the territory, in which posts, and who stands in for whom; who may see none of it goes on to what they may."""
    by = desk_of(request)
    if not (by.may("manage_officers") or by.may("arrange_cover")):
        return redirect(next(name for name in ("relatives", "grants", "tokens") if may_open(request, name)))
    form = OfficerSearch(request.GET or None)
    word = form.cleaned_data["word"].strip() if form.is_valid() else ""
    page = Paginator(officers_within(by, word=word), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "officers": page,
        "pages": pages_of(request, page),
        "form": form,
        "covers": covers_within(by),
        "may": by.may,
    }
    return render(request, "accounts/officers.html", {**shown, "word": word, "day": by.day})


@route("manage_officers", "arrange_cover", methods=("GET",))
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """One officer: the posts, the work open under each, the covers, the tokens."""
    by, found = desk_of(request), officer_or_404(request, pk)
    posts = [(one, open_work(one.pk), place_on(one.territory, by.day) is None) for one in found.held_here]
    covers = covers_within(by)
    page = {
        "officer": found,
        "posts": posts,
        "covering": covers.filter(deputy=pk),
        "covered": covers.filter(appointment__officer=pk),
        "tokens": tokens_within(by).filter(appointment__officer=pk),
        "managed": _is_managed(by, pk),
        "asks_code": asks_second_step(found),
        "may": by.may,
        "arranges": by.may_in_person("arrange_cover"),
        "day": by.day,
        "now": request.now,  # type: ignore[attr-defined]
        "crumbs_": home((found.name, None)),
    }
    return render(request, "accounts/officer.html", page)


def _is_managed(by: Any, pk: int) -> bool:
    """Whether the account is this desk's to manage: not where the officer works for another office as well."""
    if not by.may("manage_officers"):
        return False
    try:
        officer_in_charge(by, pk)
    except AccountRefused:
        return False
    return True


@route("manage_officers")
def officer_new(request: HttpRequest) -> HttpResponse:
    """Open an account; the first password is shown once."""
    by, form = desk_of(request), OfficerForm(request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        password = first_password()
        return engage_officer(by=by, password=password, **told), password

    return act(
        request, form, do,
        title=_("开设账号"), onward=reverse(_HOME), done="", button=_("开设"),
        crumbs=home((_("开设账号"), None)), lead=_("初始密码由系统生成，本人首次登录须修改。"),
        answer=lambda made: told_once(
            request, made[1], label=_("%(login)s的初始密码") % {"login": made[0].login}, title=_("账号已开设"),
            crumbs=officer_home(made[0], _("初始密码")), onward=reverse("officer", args=[made[0].pk]),
            hint=_("请当面或电话告知本人，首次登录须修改。接着请安排岗位：没有岗位的账号什么也不能办。"),
        ),
    )  # fmt: skip


@route("manage_officers")
def officer_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new first password, shown once; every session of the officer ends."""
    by, found, form = desk_of(request), officer_or_404(request, pk), ReasonForm(request.POST or None)

    return act(
        request, form, lambda told: reset_password(by=by, officer=pk, reason=told["reason"]),
        title=_("重置%(name)s的密码") % {"name": found.name}, onward=reverse("officer", args=[pk]), done="",
        button=_("重置密码"), crumbs=officer_home(found, _("重置密码")),
        lead=_("原密码立即失效，正在使用的会话随即结束。"),
        answer=lambda password: told_once(
            request, password, label=_("%(login)s的新密码") % {"login": found.login}, title=_("密码已重置"),
            crumbs=officer_home(found, _("新密码")), onward=reverse("officer", args=[pk]),
            hint=_("请当面或电话告知本人，登录后须修改。"),
        ),
    )  # fmt: skip


@route("manage_officers")
def officer_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second step off an officer who lost the telephone and the recovery codes."""
    by, found, form = desk_of(request), officer_or_404(request, pk), ReasonForm(request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        reset_second_step(by=by, officer=officer_in_charge(by, pk), reason=told["reason"])

    return act(
        request, form, do,
        title=_("取消%(name)s的两步验证") % {"name": found.name}, onward=reverse("officer", args=[pk]),
        done=_("已取消，本人登录后可重新启用"), button=_("取消两步验证"), crumbs=officer_home(found, _("两步验证")),
        lead=_("只在本人丢失手机和备用码、并核实身份之后办理。"),
    )  # fmt: skip


@route("manage_officers")
def officer_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen an account."""
    by, found, form = desk_of(request), officer_or_404(request, pk), ReasonForm(request.POST or None)
    waiting = sum(open_work(one.pk) for one in found.held_here)
    do_it, word = (close_account, _("停用账号")) if found.is_active else (reopen_account, _("重新启用"))
    return act(
        request, form, lambda told: do_it(by=by, officer=pk, reason=told["reason"]),
        title=_("%(word)s：%(name)s") % {"word": word, "name": found.name}, onward=reverse("officer", args=[pk]),
        done=_("已办理"), button=word, crumbs=officer_home(found, word),
        lead=_("停用后立即不能登录，正在使用的会话随即结束，代班随之撤销；以后可以重新启用。") if found.is_active else "",
        warning=_("名下还有 %(count)s 件未办结的工作，请先移交。") % {"count": waiting} if found.is_active and waiting else "",
    )  # fmt: skip
