"""Delegated powers, near relatives, tokens."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.forms import GrantForm, RelativeForm, TokenForm
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.accounts.secrets import told_once
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import Crumbs, desk_of, or_404
from doudi.interfaces.staff.people.forms import ReasonForm
from doudi.records.accounts.overview import (
    appointed_in,
    grants_within,
    relatives_within,
    tokens_of,
    tokens_within,
)
from doudi.records.accounts.posts import POWERS
from doudi.records.accounts.powers import close_relative, create_token, grant_power, revoke_grant, revoke_token
from doudi.records.registry.queries import matches_within
from doudi.records.registry.relatives import file_and_match
from doudi.records.territory.queries import path_name

PER_PAGE, LATEST_MATCHES = 50, 100


@route("grant_powers", "confirm", "review", methods=("GET",))
def grants(request: HttpRequest) -> HttpResponse:
    """Which powers were left to which township, until when, up to what."""
    by = desk_of(request)
    page = Paginator(grants_within(by), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"grants": page, "pages": pages_of(request, page), "POWERS": POWERS, "day": by.day, "may": by.may}
    return render(request, "accounts/grants.html", {**shown, "grants_new": by.may_in_person("grant_powers")})


@route("grant_powers")
def grant_new(request: HttpRequest) -> HttpResponse:
    """Leave a power to a township."""
    by = desk_of(request)
    form = GrantForm(request.POST or None, by=by)
    return act(
        request, form, lambda told: grant_power(by=by, **told),
        title=_("委托下放权限"), onward=reverse("grants"), done=_("已委托"), button=_("委托"),
        crumbs=[(_("委托下放"), reverse("grants")), (_("新增"), None)],
    )  # fmt: skip


@route("grant_powers")
def grant_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a power back from today."""
    by, form = desk_of(request), ReasonForm(request.POST or None)
    found = or_404(grants_within(by).filter(pk=pk, revoked_on__isnull=True).first())
    return act(
        request, form, lambda told: revoke_grant(by=by, grant=pk, reason=told["reason"]),
        title=_("撤销委托"), onward=reverse("grants"), done=_("已撤销，自今日起不再有效"), button=_("撤销"),
        crumbs=[(_("委托下放"), reverse("grants")), (_("撤销"), None)], lead=f"{path_name(found.town)} · {_(POWERS[found.power][0])}",
    )  # fmt: skip


@route("file_relatives", "read_trail", methods=("GET",))
def relatives(request: HttpRequest) -> HttpResponse:
    """The near relatives filed, and who of the register they are."""
    by = desk_of(request)
    page = Paginator(relatives_within(by), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"relatives": page, "pages": pages_of(request, page), "may": by.may_in_person}
    matches = matches_within(by)[:LATEST_MATCHES] if by.may("see_register") else []
    return render(request, "accounts/relatives.html", {**shown, "matches": matches})


@route("file_relatives")
def relative_new(request: HttpRequest) -> HttpResponse:
    """File a near relative; who is in the register is found at once."""
    by = desk_of(request)
    form = RelativeForm(request.POST or None, by=by)

    def do(told: dict[str, Any]) -> Any:
        whose = next((one for one in appointed_in(by) if one.pk == told["officer"]), None)
        filed, found = file_and_match(by=by, **{**told, "officer": whose})
        if found:
            messages.warning(request, _("登记簿中有 %(count)s 人与之相符，已标注") % {"count": found})
        return filed

    return act(
        request, form, do,
        title=_("近亲属备案"), onward=reverse("relatives"), done=_("已备案"), button=_("备案"),
        crumbs=[(_("近亲属备案"), reverse("relatives")), (_("新增"), None)],
        lead=_("近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。备案后自动与登记簿比对，以后新登记的也会比对。"),
    )  # fmt: skip


@route("file_relatives")
def relative_close(request: HttpRequest, pk: int) -> HttpResponse:
    """A filed relative no longer counts."""
    by, form = desk_of(request), ReasonForm(request.POST or None)
    found = or_404(relatives_within(by).filter(pk=pk).first())
    return act(
        request, form, lambda told: close_relative(by=by, relative=pk, reason=told["reason"]),
        title=_("注销备案"), onward=reverse("relatives"), done=_("已注销"), button=_("注销"),
        crumbs=[(_("近亲属备案"), reverse("relatives")), (_("注销"), None)], lead=f"{found.staff_name} – {found.name}",
    )  # fmt: skip


@route("use_api", methods=("GET",))
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the post one sits at."""
    by = desk_of(request)
    shown = {"tokens": tokens_of(by), "day": by.day, "acting": bool(by.acting_for)}
    return render(request, "accounts/tokens.html", shown)


@route("use_api")
def token_new(request: HttpRequest) -> HttpResponse:
    """A token, shown once."""
    by, form = desk_of(request), TokenForm(request.POST or None)

    crumbs: Crumbs = [(_("接口令牌"), reverse("tokens")), (_("签发"), None)]
    return act(
        request, form, lambda told: create_token(by=by, appointment=by.appointment_id or 0, **told),
        title=_("签发接口令牌"), onward=reverse("tokens"), done="", button=_("签发"), crumbs=crumbs,
        lead=_("持有令牌的程序能做您在此岗位能做的事，所做的都记在您名下。"),
        answer=lambda made: told_once(
            request, made[1], label=_("“%(label)s”的令牌") % {"label": made[0].label}, title=_("令牌已签发"),
            crumbs=crumbs, onward=reverse("tokens"),
            hint=_("系统只保存它的摘要，离开本页后再也看不到；丢失的请作废后重新签发。"),
        ),
    )  # fmt: skip


@route("use_api", "manage_officers")
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A token is no longer good: one's own, or one of an officer of the territory."""
    by, form = desk_of(request), ReasonForm(request.POST or None)
    found = or_404((tokens_of(by) | tokens_within(by)).filter(pk=pk, revoked_at__isnull=True).first())
    own = found.appointment_id == by.appointment_id
    back = reverse("tokens") if own else reverse("officer", args=[found.appointment.officer_id])
    return act(
        request, form, lambda told: revoke_token(by=by, token=pk, reason=told["reason"]),
        title=_("作废令牌"), onward=back, done=_("已作废"), button=_("作废"), lead=found.label,
        crumbs=[(_("接口令牌") if own else found.appointment.officer.name, back), (_("作废"), None)],
    )  # fmt: skip
