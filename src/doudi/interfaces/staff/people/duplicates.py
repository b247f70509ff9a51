"""Possible duplicates: the list, two records side by side, merging, parting again."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.people.common import desk_of
from doudi.interfaces.staff.people.forms import ReasonForm
from doudi.records.evidence.merging import merge_persons, preview_merge, undo_merge
from doudi.records.registry.duplicates import declare_different, merges_within, open_pairs_within
from doudi.records.registry.refusals import Refused

PER_PAGE, LATEST_MERGES = 50, 20


@route("merge_persons", methods=("GET",))
def duplicates(request: HttpRequest) -> HttpResponse:
    """The undecided pairs of the territory, and the latest merges."""
    by = desk_of(request)
    page = Paginator(open_pairs_within(by), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "pairs": page,
        "pages": pages_of(request, page, words=_("第 %(page)s 页，共 %(count)s 对")),
        "merges": merges_within(by)[:LATEST_MERGES],
        "crumbs_": [(_("人员"), reverse("people")), (_("可能重复"), None)],
    }
    return render(request, "people/duplicates.html", shown)


@route("merge_persons")
def merge(request: HttpRequest, kept: int, absorbed: int) -> HttpResponse:
    """Two records side by side, and the merge of the second into the first."""
    by = desk_of(request)
    try:
        preview = preview_merge(by=by, kept=kept, absorbed=absorbed)
    except Refused:
        raise Http404 from None
    form = ReasonForm(request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        return merge_persons(by=by, kept=kept, absorbed=absorbed, reason=told["reason"])

    return act(
        request, form, do,
        title=_("合并重复人员"), onward=lambda made: reverse("person", args=[made.kept_id]),
        done=_("已合并；可在本页撤销"), button=_("合并"), back=reverse("duplicates"),
        crumbs=[(_("可能重复"), reverse("duplicates")), (_("合并"), None)],
        template="people/merge.html", context={"preview": preview},
    )  # fmt: skip


@route("merge_persons")
def different(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a pair to be two people."""
    by = desk_of(request)
    pair = open_pairs_within(by).filter(pk=pk).first()
    if pair is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        return declare_different(by=by, pair=pk, reason=told["reason"])

    return act(
        request, form, do,
        title=_("不是同一人"), onward=reverse("duplicates"), done=_("已记录，不再提示"), button=_("确认不是同一人"),
        crumbs=[(_("可能重复"), reverse("duplicates")), (_("不是同一人"), None)],
        lead=f"{pair.one.name} {pair.one.citizen_shown} – {pair.other.name} {pair.other.citizen_shown}",
    )  # fmt: skip


@route("merge_persons")
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Part two merged records again."""
    by = desk_of(request)
    found = merges_within(by).filter(pk=pk, undone_at__isnull=True).first()
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def do(told: dict[str, Any]) -> Any:
        return undo_merge(by=by, merge=pk, reason=told["reason"])

    return act(
        request, form, do,
        title=_("撤销合并"), onward=lambda made: reverse("person", args=[made.kept_id]), done=_("已撤销，两条记录恢复如前"),
        button=_("撤销合并"), back=reverse("person", args=[found.kept_id]),
        crumbs=[(_("可能重复"), reverse("duplicates")), (_("撤销合并"), None)],
        lead=_("“%(absorbed)s”将重新成为单独的记录，合并时移动的各项恢复原状。") % {"absorbed": found.absorbed.name},
    )  # fmt: skip
