"""The documents of a case: which can be made, what is still wanted for one, the kept files, delivery."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.documents.letters import KINDS
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.cases.common import (
    application_or_404,
    case_or_404,
    desk_of,
    home_of,
    home_of_application,
    words,
)
from doudi.interfaces.staff.people.forms import day, text
from doudi.records.cases.actions import letters as making
from doudi.records.cases.models import Application, Case, Letter
from doudi.records.cases.queries import letter_within, letters_seen
from doudi.records.trail.access import log_access

_MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# What an applicant signs or is told before there is a case.
_INTAKE = (
    "application", "proxy", "authorisation", "commitment", "declaration", "one_time_notice", "supplement",
    "acceptance_notice", "applicant_change_notice",
)  # fmt: skip


@route("see_cases", methods=("GET",))
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of a case: those made, and those that can be made."""
    case = case_or_404(request, pk)
    kinds = [kind for kind in KINDS.values() if not kind.posted and kind.key != "roster"]
    context = {
        "case": case, "letters": letters_seen(desk_of(request), case), "crumbs_": home_of(case, _("文书")),
        "kinds": [(kind.key, either((kind.zh, kind.en)), reverse("letter-new", args=[pk, kind.key])) for kind in kinds],
        "may": desk_of(request).may, **words(),
    }  # fmt: skip
    return render(request, "cases/letters.html", context)


@route("see_cases", methods=("GET",))
def application_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of an application before it is accepted."""
    found = application_or_404(request, pk)
    kinds = [KINDS[key] for key in _INTAKE]
    context = {
        "case": None, "letters": list(found.letters.order_by("pk")), "crumbs_": home_of_application(found, _("文书")),
        "kinds": [
            (kind.key, either((kind.zh, kind.en)), reverse("application-letter", args=[pk, kind.key])) for kind in kinds
        ],
        "may": desk_of(request).may, **words(),
    }  # fmt: skip
    return render(request, "cases/letters.html", context)


class MoreForm(forms.Form):
    """Words an officer adds to what the record tells: those it does not know."""

    def __init__(self, *args: Any, kind: str, asked: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, word in KINDS[kind].words.items():
            if word.kind == "text" and key in asked:
                self.fields[key] = forms.CharField(label=word.zh, required=False, max_length=1000)
            elif key in making.PROPOSED and key in asked:
                self.fields[key] = day(word.zh, required=False, help_text=_("不填的，为制作之日起15天"))


def _made(request: HttpRequest, kind: str, crumbs: Any, back: str, found: Case | Application) -> HttpResponse:
    if kind not in KINDS or KINDS[kind].posted:
        raise Http404
    by = desk_of(request)
    case, application = (found, None) if isinstance(found, Case) else (None, found)
    # Where nothing was typed nothing is added, and the record is read once, for the letter.
    typed = request.method != "POST" or any(request.POST.get(word) for word in KINDS[kind].words)
    asked = making.words_to_add(by, kind, making.known_words(by, kind, case, application)) if typed else []
    form = MoreForm(request.POST if request.method == "POST" else None, kind=kind, asked=asked)
    of = {"case": found.pk} if case else {"application": found.pk}
    return act(
        request, form, lambda told: making.make_letter(by=by, kind=kind, more=told, **of),
        title=either((KINDS[kind].zh, KINDS[kind].en)), onward=lambda made: reverse("letter", args=[made.pk]),
        done=_("已制作"), crumbs=crumbs, button=_("制作"), back=back,
        lead=_("内容取自办件记录，记录有误的请先更正；下面是记录里没有的词，需要的可以补充。"),
    )  # fmt: skip


@route("see_cases")
def letter_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Make a document of a case."""
    case = case_or_404(request, pk)
    return _made(request, kind, home_of(case, _("制作文书")), reverse("letters", args=[pk]), case)


@route("see_cases")
def application_letter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Make a document of an application."""
    found = application_or_404(request, pk)
    if kind in making.OF_CASES:
        raise Http404
    crumbs = home_of_application(found, _("制作文书"))
    return _made(request, kind, crumbs, reverse("application-letters", args=[pk]), found)


def _letter_or_404(request: HttpRequest, pk: int) -> Letter:
    found = letter_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


@route("see_cases", methods=("GET",))
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its files and whether it was delivered."""
    found = _letter_or_404(request, pk)
    crumbs = home_of(found.case, found.number) if found.case else home_of_application(found.application, found.number)
    context = {"letter": found, "crumbs_": crumbs, "may": desk_of(request).may, "kind": KINDS[found.kind], **words()}
    return render(request, "cases/letter.html", context)


@route("see_cases", methods=("GET",))
def letter_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The kept file itself; each download is logged."""
    found = _letter_or_404(request, pk)
    by = desk_of(request)
    if form not in _MIME or not by.may("see_sensitive"):
        raise Http404
    household = found.case.household_id if found.case else found.application.household_id  # type: ignore[union-attr]
    log_access(by, kind="print", facts=["letter"], household=household, reason=found.number)
    answer = HttpResponse(making.letter_bytes(found, form), content_type=_MIME[form])
    answer["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{found.number}.{form}"'
    return answer


class DeliveryForm(forms.Form):
    """To whom, how and when."""

    to = text(gettext_lazy("签收人"), required=True)
    how = text(gettext_lazy("送达方式"), help_text=gettext_lazy("如当面送达、邮寄（单号）"))
    on = day(gettext_lazy("送达日期"))


@route("accept_application", "survey", "first_opinion", "review", "confirm")
def letter_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """The document delivered."""
    found, by = _letter_or_404(request, pk), desk_of(request)
    form = DeliveryForm(request.POST or None, initial={"on": by.day})
    crumbs = home_of(found.case, _("登记送达")) if found.case else home_of_application(found.application, _("登记送达"))
    return act(
        request, form,
        lambda told: making.deliver_letter(by=by, letter=pk, to=told["to"], how=told["how"], on=told["on"]),
        title=_("登记送达"), onward=reverse("letter", args=[pk]), done=_("已登记送达"), crumbs=crumbs, button=_("登记"),
    )  # fmt: skip
