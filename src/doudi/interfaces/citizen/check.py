"""“What may our family get?”: three short pages of questions and an answer. Nothing is kept anywhere."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doudi.engine.casefile import CaseRefused
from doudi.engine.faults import Fault
from doudi.interfaces.citizen.check_answer import Plain, in_plain_words
from doudi.interfaces.citizen.check_case import case_of, names_of
from doudi.interfaces.citizen.check_forms import DetailForm, HouseForm, StartForm, WhoForm
from doudi.interfaces.citizen.common import EVERYWHERE, reader_language, today_of, village_choices
from doudi.interfaces.citizen.limits import CHECKING, limited
from doudi.interfaces.site.route import ANYBODY, route
from doudi.policy.edition import EditionError
from doudi.records.cases.queries import contact_of
from doudi.records.evidence.answers import answer_to
from doudi.records.territory.queries import villages_in

PAGES = ("start", "who", "details", "answer")
_OURS = ("csrfmiddlewaretoken", "to")


@dataclass
class Asked:
    """The forms of all pages, filled in as far as the family has come."""

    start: StartForm
    who: list[WhoForm]
    details: list[DetailForm]
    house: HouseForm

    @property
    def names(self) -> list[str]:
        """What each of the family is called."""
        return names_of([one.cleaned_data for one in self.who])


@route(ANYBODY)
@limited(CHECKING)
def check(request: HttpRequest) -> HttpResponse:
    """The questions page by page, each with all answers of the others carried along, and the answer at the end."""
    to = request.POST.get("to", "start")
    asked, page = _asked(request, to if to in PAGES else "start")
    if page != "answer":
        return _page(request, page, asked)
    try:
        plain, town = _answer(request, asked)
    except CaseRefused as why:
        return _page(request, "details", asked, [_said(fault) for fault in why.errors])
    except EditionError:
        return _page(request, "start", asked, [_("这一天还没有可用的规则，不能测算")])
    contact = contact_of(town) if len(town) == 9 else None
    context = {
        "plain": plain,
        "town": town,
        "contact": contact,
        "carried": _carried(request, []),
        "day": today_of(request),
    }
    return render(request, "citizen/check_answer.html", context)


def _asked(request: HttpRequest, to: str) -> tuple[Asked, str]:
    """The forms, and the page to show: the first that is not filled in right, at the latest the one asked for."""
    data = request.POST or None
    start = StartForm(data, places=village_choices(today_of(request), towns=True), initial={"size": 3})
    asked = Asked(start, [], [], HouseForm(_given(data, "house"), prefix="house"))
    if to == "start" or not start.is_valid():
        return asked, "start"
    size = start.cleaned_data["size"]
    asked.who = [WhoForm(_given(data, f"p{n}"), prefix=f"p{n}", first=n == 0) for n in range(size)]
    if to == "who" or not all(one.is_valid() for one in asked.who):
        return asked, "who"
    ages = [one.cleaned_data.get("age") for one in asked.who]
    asked.details = [DetailForm(_given(data, f"d{n}"), prefix=f"d{n}", age=age) for n, age in enumerate(ages)]
    if to == "details" or not all(one.is_valid() for one in (*asked.details, asked.house)):
        return asked, "details"
    return asked, "answer"


def _given(data: Any, prefix: str) -> Any:
    """What was sent of a form, or None where its page was not seen yet."""
    return data if data and any(key.startswith(f"{prefix}-") for key in data) else None


def _page(request: HttpRequest, page: str, asked: Asked, faults: list[str] | None = None) -> HttpResponse:
    shown: list[forms.Form] = {
        "start": [asked.start],
        "who": list(asked.who),
        "details": [*asked.details, asked.house],
    }[page]  # type: ignore[assignment]
    context = {
        "page": page, "asked": asked, "faults": faults or [], "number": PAGES.index(page) + 1,
        "carried": _carried(request, shown), "next": PAGES[PAGES.index(page) + 1],
    }  # fmt: skip
    wrong = bool(faults) or any(one.errors for one in shown)
    return render(request, "citizen/check.html", context, status=422 if wrong else 200)


def _carried(request: HttpRequest, shown: list[Any]) -> list[tuple[str, str]]:
    """The answers of the other pages, as hidden fields."""
    here = {form[name].html_name for form in shown for name in form.fields}
    return [
        (key, value)
        for key, values in request.POST.lists()
        for value in values
        if key not in here and key not in _OURS
    ]  # fmt: skip


def _answer(request: HttpRequest, asked: Asked) -> tuple[Plain, str]:
    """What the law makes of the answers, and the town they came from."""
    day = today_of(request)
    first = villages_in(EVERYWHERE, day).values_list("code", flat=True).first() or ""
    case = case_of(
        asked.start.cleaned_data,
        [one.cleaned_data for one in asked.who],
        [one.cleaned_data for one in asked.details],
        asked.house.cleaned_data,
        day=day,
        county=first[:6],
    )
    return in_plain_words(answer_to(case), reader_language()), case["place"][:9]


def _said(fault: Fault) -> str:
    return fault.in_chinese() if reader_language() == "zh" else str(fault)
