"""A form that does one action: shown, checked, done, or given back with what was refused beside its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.records.accounts.actions import AccountRefused
from doudi.records.registry.refusals import AlreadyRegistered, Refused, Stale
from doudi.records.territory.refusals import PlacesRefused
from doudi.records.trail.races import is_deadlock

_MOST_TOLD = 50
Do = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Attempt:
    """What came of an action: what it made, or that it was refused.

    `stale` where somebody else was faster, `known` is whose number was met where the desk may see them.
    """

    made: Any = None
    refused: bool = False
    stale: bool = False
    known: int | None = None


def act(
    request: HttpRequest,
    form: forms.BaseForm,
    do: Do,
    *,
    title: str,
    onward: str | Callable[[Any], str],
    done: str | Callable[[Any], str],
    crumbs: list[tuple[str, str | None]],
    button: str,
    back: str = "",
    lead: str = "",
    warning: str = "",
    fields: Mapping[str, str] | None = None,
    answer: Callable[[Any], HttpResponse] | None = None,
    template: str = "act.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of one action.

    `do` gets the form's data and answers what it made; `onward` is the address to go to and `done` what is said there,
    or what makes them from it. What the action refuses stands beside the field it concerns (`fields` says which field
    of the form one of the action is), and nothing typed is lost. `answer` shows what was made at once, for what is told
    only this once and may not be kept until another page is asked for.
    """
    tried = Attempt()
    if request.method == "POST" and form.is_valid():
        tried = try_action(form, do, fields or {})
        if not tried.refused and answer is not None:
            return answer(tried.made)
        if not tried.refused:
            messages.success(request, done(tried.made) if callable(done) else done)
            return redirect(onward(tried.made) if callable(onward) else onward)
    page = {
        "form": form, "title": title, "crumbs_": crumbs, "button": button, "lead": lead, "warning": warning,
        "back": back or (onward if isinstance(onward, str) else ""), "tried": tried, **(context or {}),
    }  # fmt: skip
    return render(request, template, page, status=422 if form.is_bound else 200)


def attempt(form: forms.BaseForm, do: Do) -> tuple[Any, bool]:
    """Do it, or put what was refused on the form: (what was made, whether it was refused)."""
    tried = try_action(form, do, {})
    return tried.made, tried.refused


def try_action(form: forms.BaseForm, do: Do, fields: Mapping[str, str]) -> Attempt:
    """Do it, or put what was refused on the form; `fields` says which field of the form one of the action is."""
    try:
        return Attempt(_done(do, form.cleaned_data))
    except Stale as why:
        _show(form, why.faults, fields)
        _take_state(form, why.state)
        return Attempt(refused=True, stale=True)
    except (Refused, AccountRefused) as why:
        _show(form, why.faults, fields)
        return Attempt(refused=True, known=why.person if isinstance(why, AlreadyRegistered) else None)
    except PlacesRefused as why:
        for fault in why.faults[:_MOST_TOLD]:
            form.add_error(None, fault)
        if len(why.faults) > _MOST_TOLD:
            form.add_error(None, _("……共 %(count)s 处问题") % {"count": len(why.faults)})
    return Attempt(refused=True)


def _done(do: Do, told: dict[str, Any]) -> Any:
    """Do it; where the database ended it because another waited for it as well, once more, then it is refused."""
    for last in (False, True):
        try:
            # Some take what they need out of what was told.
            return do(dict(told))
        except OperationalError as fault:
            if not is_deadlock(fault):
                raise
            if last:
                raise Refused(_("他人同时在办理，没有办成；请再提交一次")) from None
    return None


def _show(form: forms.BaseForm, faults: Mapping[str, str], fields: Mapping[str, str]) -> None:
    for name, fault in faults.items():
        field = fields.get(name, name)
        form.add_error(field if field in form.fields else None, fault)


def _take_state(form: forms.BaseForm, state: object) -> None:
    """Let the form stand on the state of now: whoever has looked at what changed may send it once more."""
    data = form.data.copy()
    data[form.add_prefix("version")] = str(state or "")
    form.data = data
