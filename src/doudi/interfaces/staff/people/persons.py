"""One person: the page, corrections, kin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import (
    desk_of,
    draft_from,
    home_of_person,
    or_404,
    people_home,
    people_of,
    person_or_404,
    standing_or_404,
)
from doudi.interfaces.staff.people.forms import EndForm
from doudi.interfaces.staff.people.forms_people import KinForm, PersonCorrectionForm, RenewalForm
from doudi.interfaces.staff.people.seen import seen_of
from doudi.records.registry.actions.kin import add_kin, end_kin
from doudi.records.registry.actions.people import correct_person, renew_temporary_number, state_of
from doudi.records.registry.queries import household_of, household_within, kinship_reached

_SECRET = ("citizen_id", "phone")
_ABOUT_NUMBERS = ("seen_on_paper", "unverified_reason", "clear_id", "version", "reason")
_SHOWN = (
    "name", "no_id_reason", "sex", "born_on", "born_note", "ethnic", "marital", "education", "hukou", "hukou_place",
    "note",
)  # fmt: skip


@route("see_register", methods=("GET",))
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: who they are, where they belong and belonged, kin, payments, merges, possible duplicates."""
    found, by = person_or_404(request, pk), desk_of(request)
    crumbs = [(_("人员"), reverse("people")), (found.name, None)]
    return render(request, "people/person.html", {**seen_of(found, by), "crumbs_": crumbs})


@route("register")
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what identifies a person. Number and telephone are asked anew: left empty they stay as they are."""
    found, by = standing_or_404(request, pk), desk_of(request)
    initial = {name: getattr(found, name) for name in _SHOWN} | {"version": state_of(found)}
    form = PersonCorrectionForm(request.POST or None, initial=initial)
    for name, shown in (("citizen_id", found.citizen_shown), ("phone", found.phone_shown)):
        form.fields[name].help_text = _("现为 %(shown)s；不改的不填") % {"shown": shown or _("无")}

    def do(told: dict[str, Any]) -> Any:
        return correct_person(by=by, person=pk, changes=_changes(told), reason=told["reason"], state=told["version"])

    return act(
        request, form, do,
        title=_("更正%(name)s的登记") % {"name": found.name}, onward=home_of_person(found, by), done=_("已更正"),
        button=_("保存更正"), back=reverse("person", args=[pk]), crumbs=people_home(found, _("更正")),
    )  # fmt: skip


def _changes(told: dict[str, Any]) -> dict[str, Any]:
    """The fields that are corrected: numbers left empty stay, unless one is taken off."""
    changes = {name: value for name, value in told.items() if name not in (*_SECRET, *_ABOUT_NUMBERS)}
    changes |= {name: told[name] for name in _SECRET if told[name]}
    if told["clear_id"]:
        return changes | {"citizen_id": ""}
    if told["citizen_id"]:
        changes |= {name: told[name] for name in ("seen_on_paper", "unverified_reason")}
    return changes


@route("register")
def temporary_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A temporary number stands longer."""
    found, by = standing_or_404(request, pk), desk_of(request)
    form = RenewalForm(request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        return renew_temporary_number(by=by, person=pk, **told)

    return act(
        request, form, do,
        title=_("延长%(name)s的临时编号") % {"name": found.name}, onward=reverse("person", args=[pk]), done=_("已延长"),
        button=_("延长"), crumbs=people_home(found, _("临时编号")),
        lead=_("现为 %(number)s。已取得证件的，请用“更正”录入证件号。") % {"number": found.temporary_number or _("无")},
    )  # fmt: skip


@route("register")
def kin_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write kin of a person: another member, or somebody who lives elsewhere."""
    found, by = standing_or_404(request, pk), desk_of(request)
    household = household_of(pk, by.day)
    here = household is not None and household_within(by, household.pk) is not None
    people = [pair for pair in people_of(household, by) if pair[0] != pk] if here else []
    form = KinForm(request.POST or None, by=by, people=people)

    def do(told: dict[str, Any]) -> Any:
        relative = told["registered"] or draft_from(told)
        return add_kin(
            by=by, person=pk, relation=told["relation"], relative=relative, obligor=told["obligor"],
            since=told["since"], note=told["note"],
        )  # fmt: skip

    return act(
        request, form, do,
        title=_("登记%(name)s的亲属") % {"name": found.name}, onward=home_of_person(found, by), done=_("已登记亲属"),
        button=_("登记"), back=reverse("person", args=[pk]), crumbs=people_home(found, _("亲属")),
        fields={"relative": "registered"},
    )  # fmt: skip


@route("register")
def kin_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A relation ends."""
    by = desk_of(request)
    kinship = or_404(kinship_reached(by, pk))
    form = EndForm(request.POST or None, by=by)

    def do(told: dict[str, Any]) -> Any:
        return end_kin(by=by, kinship=pk, **told)

    return act(
        request, form, do,
        title=_("结束亲属关系"), onward=home_of_person(kinship.person, by), done=_("已结束"), button=_("结束"),
        crumbs=people_home(kinship.person, _("结束亲属关系")), lead=f"{kinship.person.name} – {kinship.relative.name}",
    )  # fmt: skip
