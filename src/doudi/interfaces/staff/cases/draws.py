"""Random spot checks: drawing, seeing who was drawn and why, writing what the visits found."""

import csv
import io
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.cases.common import desk_of, words
from doudi.policy.procedure.draw import draw as draw_again
from doudi.policy.procedure.draw import place_in_draw
from doudi.records.cases.actions.draws import conclude_check, draw_checks
from doudi.records.cases.models import Draw
from doudi.records.cases.queries import check_within, checks_of, draws_within, waiting_for_draw
from doudi.records.registry.refusals import Refused

PAGE = 30


@route("see_cases", methods=("GET",))
def draws(request: HttpRequest) -> HttpResponse:
    """The draws made, and how many cases wait for one."""
    by = desk_of(request)
    page = Paginator(draws_within(by), PAGE).get_page(request.GET.get("page"))
    waiting = {kind: waiting_for_draw(by, kind).count() for kind in ("tekun", "delegated")} if by.may("review") else {}
    context = {"rows": page, "page": pages_of(request, page), "waiting": waiting, "may": by.may}
    return render(request, "cases/draws.html", context)


@route("review", methods=("POST",))
def draw_new(request: HttpRequest) -> HttpResponse:
    """Draw now, from all that waits."""
    try:
        made = draw_checks(by=desk_of(request), kind=request.POST.get("kind", ""))
    except Refused as why:
        messages.error(request, str(why))
        return redirect("draws")
    messages.success(request, _("已抽签；抽中的须由县级入户核查"))
    return redirect("draw", made.pk)


def _draw_or_404(request: HttpRequest, pk: int) -> Draw:
    found = draws_within(desk_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@route("see_cases", methods=("GET",))
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw: its frame, seed and share, who was drawn, and the same drawn again before the reader's eyes."""
    found, by = _draw_or_404(request, pk), desk_of(request)
    frame = tuple((case, village) for case, village in found.frame)
    again = draw_again(frame, ratio=Fraction(found.share), seed=found.seed)
    context = {
        "draw": found, "checks": list(checks_of(found)), "same": sorted(again.cases) == sorted(found.drawn),
        "villages": again.villages, "place_in_draw": place_in_draw, "may": by.may,
        "crumbs_": [(_("抽查"), reverse("draws")), (found.number, None)], **words(),
    }  # fmt: skip
    return render(request, "cases/draw.html", context)


@route("see_cases", methods=("GET",))
def draw_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a draw as CSV, so that anybody can draw again with a few lines of their own."""
    found = _draw_or_404(request, pk)
    sheet = io.StringIO()
    lines = csv.writer(sheet)
    lines.writerow(["number", found.number, "share", found.share, "seed", found.seed])
    lines.writerow(["case", "village", "drawn"])
    for case, village in found.frame:
        lines.writerow([case, village, "1" if case in found.drawn else "0"])
    answer = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return answer


class ConclusionForm(forms.Form):
    """Which finished visit concludes a check."""

    inquiry = forms.TypedChoiceField(label=gettext_lazy("县级入户核查记录"), coerce=int)

    def __init__(self, *args: Any, visits: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inquiry"].choices = visits  # type: ignore[attr-defined]


@route("review")
def conclude(request: HttpRequest, pk: int, check: int) -> HttpResponse:
    """What the visit to a drawn case found."""
    found, by = _draw_or_404(request, pk), desk_of(request)
    row = check_within(by, check)
    if row is None or row.draw_id != found.pk or not row.drawn:
        raise Http404
    visits = [
        (one.pk, f"{one.on.isoformat()} {one.result}")
        for one in row.case.inquiries.filter(kind="county_visit", finished_at__isnull=False).order_by("-pk")
    ]
    return act(
        request, ConclusionForm(request.POST or None, visits=visits),
        lambda told: conclude_check(by=by, check=check, inquiry=told["inquiry"]),
        title=_("登记抽查结论"), onward=reverse("draw", args=[pk]), done=_("已登记"),
        crumbs=[(_("抽查"), reverse("draws")), (found.number, reverse("draw", args=[pk])), (row.case.number, None)],
        button=_("登记"),
        lead=_("先在办件 %(number)s 里填写“县级入户核查”，完成后在这里选。") % {"number": row.case.number},
    )  # fmt: skip
