"""Members who join, leave, move or die."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import (
    desk_of,
    draft_from,
    home_of,
    home_of_person,
    household_or_404,
    membership_or_404,
    numbered,
    page_of,
    people_home,
    people_of,
    standing_or_404,
)
from doudi.interfaces.staff.people.forms import EndForm
from doudi.interfaces.staff.people.forms_households import DeathForm, LeavingForm, MovingForm
from doudi.interfaces.staff.people.forms_people import DeathCorrectionForm, JoiningForm, RejoiningForm
from doudi.records.registry.actions.deaths import correct_death
from doudi.records.registry.actions.households import MemberDraft, open_household_for
from doudi.records.registry.actions.members import (
    add_member,
    end_membership,
    join_household,
    move_member,
    record_death,
)
from doudi.records.registry.queries import memberships_of


@route("register")
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody new to the register joins a household: born, married in, adopted, moved in."""
    household, by = household_or_404(request, pk), desk_of(request)
    form = JoiningForm(request.POST or None, by=by, initial={"version": household.version})

    def do(told: dict[str, Any]) -> Any:
        draft = MemberDraft(draft_from(told), told["relation"], began=told["began"])
        return add_member(by=by, household=pk, draft=draft, on=told["on"], version=told["version"])

    return act(
        request, form, do,
        title=_("增加成员"), onward=page_of(household), done=_("已增加成员"), button=_("登记"),
        crumbs=[*home_of(household), (_("增加成员"), None)],
        lead=_("已在登记簿、现在不属任何家庭的人，请从其人员页面办理“加入家庭”；现属另一户的，在那户办理“迁往另一户”。"),
    )  # fmt: skip


@route("register")
def member_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody registered who belongs to no household joins one, or gets one of their own."""
    found, by = standing_or_404(request, pk), desk_of(request)
    form = RejoiningForm(request.POST or None, by=by, initial={"territory": ""})

    def do(told: dict[str, Any]) -> Any:
        if told["territory"]:
            return open_household_for(
                by=by, person=pk, territory=told["territory"], on=told["on"], reason=told["reason"],
                address=told["address"],
            )  # fmt: skip
        joined = join_household(
            by=by, household=numbered(by, told["number"]), person=pk, relation=told["relation"], began=told["began"],
            on=told["on"],
        )  # fmt: skip
        return joined.household

    return act(
        request, form, do,
        title=_("%(name)s加入家庭") % {"name": found.name}, onward=page_of, done=_("已登记，这是现在的户档案"),
        button=_("登记"), back=reverse("person", args=[pk]), crumbs=people_home(found, _("加入家庭")),
    )  # fmt: skip


@route("register")
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves for a household the register does not know."""
    membership, by = membership_or_404(request, pk), desk_of(request)
    household = membership.household
    form = LeavingForm(request.POST or None, by=by, initial={"version": household.version})

    def do(told: dict[str, Any]) -> Any:
        return end_membership(by=by, membership=pk, **told)

    return act(
        request, form, do,
        title=_("%(name)s离户") % {"name": membership.person.name}, onward=page_of(household), done=_("已登记离户"),
        button=_("登记离户"), crumbs=[*home_of(household), (_("离户"), None)],
        lead=_("迁往登记簿中另一户的，请用“迁往另一户”；死亡请用“登记死亡”。"),
    )  # fmt: skip


@route("register")
def member_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A member moves to another household of the territory."""
    membership, by = membership_or_404(request, pk), desk_of(request)
    household = membership.household
    form = MovingForm(request.POST or None, by=by, initial={"version": household.version})

    def do(told: dict[str, Any]) -> Any:
        return move_member(
            by=by, membership=membership.pk, household=numbered(by, told["number"]), relation=told["relation"],
            on=told["on"], reason=told["reason"], version=told["version"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("%(name)s迁往另一户") % {"name": membership.person.name}, onward=lambda made: page_of(made.household),
        done=_("已迁移，这是迁入户的档案"), button=_("办理迁移"), back=page_of(household),
        crumbs=[*home_of(household), (_("迁往另一户"), None)], fields={"household": "number"},
        lead=_("收入、残疾等情况，银行账号和本人在发的救助随人转入；按户发放的救助留在原户。"),
    )  # fmt: skip


@route("register")
def member_death(request: HttpRequest, pk: int) -> HttpResponse:
    """A member died."""
    membership, by = membership_or_404(request, pk), desk_of(request)
    household, is_head = membership.household, membership.relation == "head"
    others = [pair for pair in people_of(household, by) if pair[0] != membership.person_id]
    initial = {"version": household.version}
    form = DeathForm(request.POST or None, by=by, people=others, is_head=is_head, initial=initial)

    def do(told: dict[str, Any]) -> Any:
        return record_death(
            by=by, person=membership.person_id, died_on=told["on"], reason=told["reason"],
            new_head=told.get("new_head"), relations=form.relations(), version=told["version"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("登记%(name)s死亡") % {"name": membership.person.name}, onward=page_of(household),
        done=_("已登记死亡；在发的救助请及时停发"), button=_("登记死亡"), back=page_of(household),
        crumbs=[*home_of(household), (_("登记死亡"), None)], fields={"died_on": "on"},
        lead=_("户主死亡，请指定新户主和其他成员与新户主的关系。") if is_head and others else "",
        warning="" if others else _("户内没有其他成员，登记后随之销户。"),
    )  # fmt: skip


@route("register")
def person_death(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody died who is a member of no household today; a member's death is told of the household."""
    found, by = standing_or_404(request, pk), desk_of(request)
    today = next((one for one in memberships_of(found) if one.until is None), None)
    if today is not None:
        return redirect("member-death", pk=today.pk)
    form = EndForm(request.POST or None, by=by)
    form.fields["on"].label = _("死亡日期")

    def do(told: dict[str, Any]) -> Any:
        return record_death(by=by, person=pk, died_on=told["on"], reason=told["reason"])

    return act(
        request, form, do,
        title=_("登记%(name)s死亡") % {"name": found.name}, onward=reverse("person", args=[pk]), done=_("已登记死亡"),
        button=_("登记死亡"), crumbs=people_home(found, _("登记死亡")), fields={"died_on": "on"},
    )  # fmt: skip


@route("register")
def death_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The day of a death is put right, or the death taken back."""
    found, by = standing_or_404(request, pk), desk_of(request)
    form = DeathCorrectionForm(request.POST or None, initial={"died_on": found.died_on})

    def do(told: dict[str, Any]) -> Any:
        return correct_death(by=by, person=pk, died_on=told["died_on"], reason=told["reason"])

    return act(
        request, form, do,
        title=_("更正%(name)s的死亡登记") % {"name": found.name}, onward=lambda made: home_of_person(made, by),
        done=lambda made: _("已更正") if made.died_on else _("已撤销死亡登记；不在任何家庭的，请办理“加入家庭”"),
        button=_("更正"), back=reverse("person", args=[pk]), crumbs=people_home(found, _("更正死亡登记")),
        lead=_("户内关系随之更正。原户主已另有新户主的，撤销后本人须重新加入家庭。"),
    )  # fmt: skip
