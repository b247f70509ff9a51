"""Opening, correcting, moving and closing households, and the page from which all of it is reached."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import desk_of, home_of, household_or_404, page_of
from doudi.interfaces.staff.people.forms import EndForm, Versioned
from doudi.interfaces.staff.people.forms_households import HouseholdCorrectionForm, HouseholdMoveForm
from doudi.records.registry.actions.households import close_household, correct_household
from doudi.records.registry.actions.members import move_household
from doudi.records.registry.queries import accounts_on, benefits_on, kin_of, members_on

_DESCRIBED = ("address", "area", "type", "causes")


@route("register", "record_facts", "take_over", methods=("GET",))
def household_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that can happen to a household and its members, each with the way to its form."""
    household, by = household_or_404(request, pk), desk_of(request)
    members = members_on(household, by.day)
    people = [one.person_id for one in members]
    paid = by.sees("receiving")
    page = {
        "household": household,
        "members": members,
        "kin": kin_of(people, by.day),
        "benefits": benefits_on(household, by.day) if paid else [],
        "accounts": accounts_on(people, by.day) if paid else [],
        "may": by.may,
        "crumbs_": [*home_of(household), (_("变动办理"), None)],
    }
    return render(request, "people/household_change.html", page)


@route("register")
def household_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct address, standard, type and causes."""
    household, by = household_or_404(request, pk), desk_of(request)
    initial = {name: getattr(household, name) for name in (*_DESCRIBED, "version")}
    form = HouseholdCorrectionForm(request.POST or None, initial=initial)

    def do(told: dict[str, Any]) -> Any:
        changes = {name: told[name] for name in _DESCRIBED}
        return correct_household(by=by, household=pk, changes=changes, reason=told["reason"], version=told["version"])

    return act(
        request, form, do,
        title=_("更正家庭情况"), onward=page_of(household), done=_("已更正"), button=_("保存更正"),
        crumbs=[*home_of(household), (_("更正"), None)],
    )  # fmt: skip


@route("register")
def household_move(request: HttpRequest, pk: int) -> HttpResponse:
    """A household moves to another village, perhaps of another office."""
    household, by = household_or_404(request, pk), desk_of(request)
    form = HouseholdMoveForm(request.POST or None, by=by, initial={"version": household.version})

    def do(told: dict[str, Any]) -> Any:
        return move_household(
            by=by, household=pk, territory=told["territory"] or told["elsewhere"], address=told["address"],
            on=told["on"], reason=told["reason"], version=told["version"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("整户迁移"), onward=lambda made: page_of(made) if by.reaches(made.territory) else reverse("households"),
        done=_("已迁移"), button=_("办理迁移"), back=page_of(household),
        crumbs=[*home_of(household), (_("整户迁移"), None)],
        warning=_("迁往外单位后，档案由迁入地经办，您将不能再查看。迁错了由迁入地再迁回。"),
    )  # fmt: skip


class ClosingForm(Versioned, EndForm):
    """A household is closed on a day, for a reason."""


@route("register")
def household_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a household."""
    household, by = household_or_404(request, pk), desk_of(request)
    form = ClosingForm(request.POST or None, by=by, initial={"version": household.version})

    def do(told: dict[str, Any]) -> Any:
        return close_household(by=by, household=pk, **told)

    return act(
        request, form, do,
        title=_("销户"), onward=page_of(household), done=_("已销户"), button=_("销户"),
        crumbs=[*home_of(household), (_("销户"), None)],
        warning=_("销户不能撤销；档案和历史仍可查看。"),
    )  # fmt: skip
