"""A new household with its members, one row a member."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.people.common import desk_of, draft_from, page_of
from doudi.interfaces.staff.people.forms_households import HouseholdForm
from doudi.interfaces.staff.people.forms_people import MemberFormSet
from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.refusals import AlreadyRegistered, Refused

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 4, 4, 40
_PREFIX = "members"


@route("register")
def household_new(request: HttpRequest) -> HttpResponse:
    """Open a household with its members; rows left empty are no members, `more` asks for more rows."""
    by = desk_of(request)
    form, rows = _forms(request, by)
    if request.method == "POST" and "more" not in request.POST and form.is_valid() and rows.is_valid():
        made = _registered(by, form, rows)
        if made is not None:
            messages.success(request, _("已登记，户编号 %(number)s") % {"number": made.number})
            return redirect(page_of(made))
    page = {"form": form, "rows": rows, "may_grow": rows.total_form_count() < MOST_ROWS}
    return render(request, "people/household_new.html", page, status=422 if form.is_bound else 200)


def _forms(request: HttpRequest, by: Desk) -> tuple[HouseholdForm, Any]:
    """The forms empty, as sent, or with what was typed and more rows."""
    if request.method != "POST":
        first = [{"relation": "head"}, *({} for _row in range(FIRST_ROWS - 1))]
        return HouseholdForm(by=by), MemberFormSet(prefix=_PREFIX, initial=first)
    form, rows = HouseholdForm(request.POST, by=by), MemberFormSet(request.POST, prefix=_PREFIX)
    if "more" not in request.POST:
        return form, rows
    typed = [{name: row[name].value() for name in row.fields} for row in rows]
    more: list[dict[str, Any]] = [{} for _row in range(MORE_ROWS)]
    kept = {name: form[name].value() for name in form.fields}
    return HouseholdForm(by=by, initial=kept), MemberFormSet(prefix=_PREFIX, initial=[*typed, *more][:MOST_ROWS])


def _registered(by: Desk, form: HouseholdForm, rows: Any) -> Any:
    """What was registered, or None; then each row says what was refused of it."""
    begun = [row for row in rows if row.cleaned_data.get("name")]
    members = [MemberDraft(draft_from(row.cleaned_data), row.cleaned_data["relation"]) for row in begun]
    told = {**form.cleaned_data, "causes": tuple(form.cleaned_data["causes"])}
    try:
        return register_household(by=by, draft=HouseholdDraft(**told, members=members), reason=_("登记"))
    except Refused as why:
        for at, wrong in why.members.items():
            _show(begun[at], wrong)
        if not why.members:
            _show(form, why)
    return None


def _show(form: Any, why: Refused) -> None:
    """What was refused beside its field; `known` is the person whose number it is, where the desk may see them."""
    for name, fault in why.faults.items():
        form.add_error(name if name in form.fields else None, fault)
    form.known = why.person if isinstance(why, AlreadyRegistered) else None
