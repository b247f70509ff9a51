"""The wording of letters: the one that comes with the program, an office's own, written by one and checked by another."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.documents.letters import KINDS, Kind, TemplateRefused, render_pdf, sample_values, template_text
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.cases.common import Crumbs, desk_of
from doudi.interfaces.staff.cases.forms import ReasonForm, SureForm
from doudi.interfaces.staff.people.forms import day
from doudi.records.cases.actions import letters as making
from doudi.records.cases.models import Template
from doudi.records.cases.queries import template_within, templates_within

_LONGEST = 40_000


def _kind_or_404(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _way(kind: Kind | None = None, step: str | None = None) -> Crumbs:
    way: Crumbs = [(_("文书格式"), reverse("templates") if kind else None)]
    if kind is not None:
        way.append((either((kind.zh, kind.en)), reverse("template", args=[kind.key]) if step else None))
    return [*way, (step, None)] if step else way


@route("enter_standard", "check_standard", methods=("GET",))
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of letter, and which of them the office words itself."""
    own = {one.kind: one for one in templates_within(desk_of(request)).filter(withdrawn_on=None).order_by("pk")}
    rows = [(kind.key, either((kind.zh, kind.en)), own.get(kind.key)) for kind in KINDS.values()]
    return render(request, "cases/templates.html", {"rows": rows, "crumbs_": _way()})


class TemplateForm(forms.Form):
    """The text of a template and the day from which it holds."""

    since = day(gettext_lazy("自何日起使用"))
    text = forms.CharField(
        label=gettext_lazy("格式文本"), max_length=_LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "font-monospace"}),
    )  # fmt: skip


@route("enter_standard", "check_standard")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The wording of one kind: the text in force, to be changed; what was written before."""
    found, by = _kind_or_404(kind), desk_of(request)
    history = list(templates_within(by).filter(kind=kind).order_by("-pk"))
    standing = next((one for one in history if one.withdrawn_on is None), None)
    initial = {"since": by.day, "text": standing.text if standing else template_text(kind)}
    form = TemplateForm(request.POST or None, initial=initial)

    def do(told: dict[str, Any]) -> Template:
        return making.write_template(by=by, kind=kind, text=told["text"], since=told["since"])

    return act(
        request, form, do, title=either((found.zh, found.en)), onward=reverse("template", args=[kind]),
        done=_("已保存，复核后使用"), crumbs=_way(found), button=_("保存"), back=reverse("templates"),
        template="cases/template.html",
        context={
            "kind": found, "history": history, "may": by.may,
            "words": [(key, word.zh, key in found.needs) for key, word in found.words.items()],
        },
    )  # fmt: skip


@route("enter_standard", "check_standard", methods=("GET",))
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The letter as it would look, with invented people; `?template=` one of the office's, else the one in force."""
    _kind_or_404(kind)
    by, asked = desk_of(request), request.GET.get("template", "")
    row = template_within(by, int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    text = row.text if row is not None and row.kind == kind else None
    try:
        made = render_pdf(kind, sample_values(kind), at=request.now, template=text)  # type: ignore[attr-defined]
    except TemplateRefused as why:
        return HttpResponse(str(why), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(made, content_type="application/pdf")


@route("check_standard")
def check(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Let a wording hold."""
    found, by = _kind_or_404(kind), desk_of(request)
    if template_within(by, pk) is None:
        raise Http404
    return act(
        request, SureForm(request.POST or None),
        lambda _told: making.check_office_template(by=by, template=pk),
        title=_("复核文书格式"), onward=reverse("template", args=[kind]), done=_("已复核，自起用日期起使用"),
        crumbs=_way(found, _("复核文书格式")), button=_("复核通过"), lead=_("请先看预览。"),
    )  # fmt: skip


@route("enter_standard", "check_standard")
def withdraw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a wording back."""
    found, by = _kind_or_404(kind), desk_of(request)
    if template_within(by, pk) is None:
        raise Http404
    return act(
        request, ReasonForm(request.POST or None),
        lambda told: making.withdraw_template(by=by, template=pk, reason=told["reason"]),
        title=_("撤回文书格式"), onward=reverse("template", args=[kind]), done=_("已撤回，此前的格式恢复使用"),
        crumbs=_way(found, _("撤回文书格式")), button=_("撤回"),
    )  # fmt: skip
