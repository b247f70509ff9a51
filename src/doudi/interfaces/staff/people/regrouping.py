"""Households that split, join, or get another head."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import desk_of, home_of, household_or_404, numbered, page_of, people_of
from doudi.interfaces.staff.people.forms_households import HeadForm, MergeHouseholdForm, SplitForm
from doudi.records.registry.actions.members import change_head, merge_households, split_household
from doudi.records.registry.queries import members_on


@route("register")
def household_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Some members become a household of their own."""
    household, by = household_or_404(request, pk), desk_of(request)
    initial = {"version": household.version}
    # The head stays: whoever wants to part from the head's place changes the head first.
    people = [(one.person_id, one.person.name) for one in members_on(household, by.day) if one.relation != "head"]
    form = SplitForm(request.POST or None, by=by, people=people, initial=initial)

    def do(told: dict[str, Any]) -> Any:
        return split_household(
            by=by, household=pk, people=form.relations(), on=told["on"], reason=told["reason"],
            address=told["address"], version=told["version"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("分户"), onward=page_of, done=_("已分户，这是新户的档案"), button=_("办理分户"), back=page_of(household),
        crumbs=[*home_of(household), (_("分户"), None)],
        lead=_("给分出的每个人选择与新户主的关系，其中一人选“户主”；留在原户的不选。户主要分出的，请先变更户主。"),
    )  # fmt: skip


@route("register")
def household_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of this household joins another; this one is closed."""
    household, by = household_or_404(request, pk), desk_of(request)
    initial = {"version": household.version}
    form = MergeHouseholdForm(request.POST or None, by=by, people=people_of(household, by), initial=initial)

    def do(told: dict[str, Any]) -> Any:
        return merge_households(
            by=by, into=numbered(by, told["number"]), household=pk, relations=form.relations(), on=told["on"],
            reason=told["reason"], version=told["version"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("并户"), onward=page_of, done=_("已并户，这是并入后的档案"), button=_("办理并户"), back=page_of(household),
        crumbs=[*home_of(household), (_("并户"), None)], fields={"into": "number"},
        lead=_("填写并入的户，并给每个人选择与那户户主的关系。"),
        warning=_("并户后本户销户，不能恢复；两户的历史都会保留。"),
    )  # fmt: skip


@route("register")
def head_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another member becomes the head."""
    household, by = household_or_404(request, pk), desk_of(request)
    initial = {"version": household.version}
    form = HeadForm(request.POST or None, by=by, people=people_of(household, by), initial=initial)

    def do(told: dict[str, Any]) -> Any:
        return change_head(
            by=by, household=pk, new_head=told["new_head"], relations=form.relations(), on=told["on"],
            reason=told["reason"], version=told["version"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("变更户主"), onward=page_of(household), done=_("已变更户主"), button=_("办理变更"),
        crumbs=[*home_of(household), (_("变更户主"), None)],
        lead=_("选择新户主，并填写其他成员与新户主的关系。"),
    )  # fmt: skip
