"""The posts officers hold: appointing, ending, cover during leave, handing over."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.forms import AppointForm, CoverForm, EndPostForm, HandOverForm
from doudi.interfaces.staff.accounts.officers import home, officer_home, officer_or_404
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import desk_of, or_404
from doudi.interfaces.staff.people.forms import ReasonForm
from doudi.records.accounts.actions import appoint
from doudi.records.accounts.overview import appointments_ahead, covers_within, officers_within
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.staffing import arrange_cover, end_appointment, hand_over, open_work, revoke_cover
from doudi.records.territory.queries import path_name


def _appointment_or_404(request: HttpRequest, pk: int) -> Any:
    """A post of the territory that stands or is still to begin."""
    return or_404(appointments_ahead(desk_of(request)).filter(pk=pk).first())


def _named(appointment: Any) -> str:
    """A post with its place."""
    post = POSTS[appointment.post]
    return f"{path_name(appointment.territory)} {either((post.zh, post.en))}"


def _page_of(appointment: Any) -> str:
    return reverse("officer", args=[appointment.officer_id])


@route("manage_officers")
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an officer hold a post."""
    by, found = desk_of(request), officer_or_404(request, pk)
    form = AppointForm(request.POST or None, by=by)
    return act(
        request, form, lambda told: appoint(by=by, officer=found, **told),
        title=_("安排%(name)s任职") % {"name": found.name}, onward=reverse("officer", args=[pk]), done=_("已任职"),
        button=_("任职"), crumbs=officer_home(found, _("任职")),
        lead=_("岗位决定能办什么、看什么，区划决定看哪里。不相容的岗位不能由一人同时担任。"),
    )  # fmt: skip


@route("manage_officers")
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A post ends."""
    by, held = desk_of(request), _appointment_or_404(request, pk)
    form = EndPostForm(request.POST or None, by=by)
    return act(
        request, form, lambda told: end_appointment(by=by, appointment=pk, **told),
        title=_("结束任职：%(post)s") % {"post": _named(held)}, onward=_page_of(held), done=_("已结束任职"),
        button=_("结束任职"), crumbs=officer_home(held.officer, _("结束任职")),
        lead=_("名下未办结的工作：%(count)s 件") % {"count": open_work(pk)},
    )  # fmt: skip


@route("arrange_cover")
def cover_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody stand in during leave."""
    by, held = desk_of(request), _appointment_or_404(request, pk)
    form = CoverForm(request.POST or None, by=by, without=held.officer_id)

    def do(told: dict[str, Any]) -> Any:
        deputy = or_404(officers_within(by).filter(pk=told.pop("deputy")).first())
        return arrange_cover(by=by, appointment=pk, deputy=deputy, **told)

    return act(
        request, form, do,
        title=_("为%(name)s安排代班") % {"name": held.officer.name}, onward=_page_of(held), done=_("已安排代班"),
        button=_("安排代班"), crumbs=officer_home(held.officer, _("代班")), lead=_named(held),
    )  # fmt: skip


@route("arrange_cover")
def cover_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A cover ends today."""
    by, form = desk_of(request), ReasonForm(request.POST or None)
    found = or_404(covers_within(by).filter(pk=pk).first())
    return act(
        request, form, lambda told: revoke_cover(by=by, cover=pk, reason=told["reason"]),
        title=_("撤销代班"), onward=reverse("officers"), done=_("已撤销代班"), button=_("撤销代班"),
        crumbs=home((_("撤销代班"), None)),
        lead=_("%(deputy)s代%(officer)s") % {"deputy": found.deputy.name, "officer": found.appointment.officer.name},
    )  # fmt: skip


@route("arrange_cover")
def work_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything open under a post goes to a colleague of the same post at the same place."""
    by, held = desk_of(request), _appointment_or_404(request, pk)
    form = HandOverForm(request.POST or None, by=by, giving=held)
    alone = len(form.fields["to"].choices) == 1  # type: ignore[attr-defined]
    return act(
        request, form, lambda told: hand_over(by=by, appointment=pk, **told),
        title=_("移交%(name)s的工作") % {"name": held.officer.name}, onward=_page_of(held),
        done=lambda count: _("已移交 %(count)s 件工作") % {"count": count}, button=_("移交"),
        crumbs=officer_home(held.officer, _("移交")),
        lead=_("%(post)s名下未办结的工作：%(count)s 件") % {"post": _named(held), "count": open_work(pk)},
        warning=_("同一单位没有另一名同岗位的工作人员；请先安排接手人任职。") if alone else "",
    )  # fmt: skip
