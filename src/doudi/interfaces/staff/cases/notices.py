"""Public notices: what hangs in each village, posting and taking down in one go, the sheet to print."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.accounts.paging import pages_of, rows_of_ids
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.cases.common import case_or_404, desk_of, page_of, words
from doudi.interfaces.staff.cases.forms import ReasonForm
from doudi.interfaces.staff.people.forms import text
from doudi.records.cases.actions import contacts, publicity
from doudi.records.cases.models import Posting
from doudi.records.cases.queries import contact_of, posting_within, postings_within, waiting_to_be_posted
from doudi.records.cases.words import NOTICES
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import name_of

PAGE = 30


@route("see_cases", methods=("GET",))
def notices(request: HttpRequest) -> HttpResponse:
    """The notices of the territory: what waits to be posted, what hangs, what is over and still hangs; village by village."""
    by = desk_of(request)
    waiting = Counter(waiting_to_be_posted(by).values_list("territory", flat=True))
    hanging = list(postings_within(by).filter(taken_down_on__isnull=True).values_list("place", "ends_on"))
    up = Counter(place for place, _ends in hanging)
    over = Counter(place for place, ends in hanging if ends < by.day)
    villages = [
        {"code": code, "name": name_of(code), "waiting": waiting[code], "up": up[code], "over": over[code]}
        for code in sorted({*waiting, *up})
    ]
    within = postings_within(by)
    page = Paginator(within.select_related(None).values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    context = {
        "villages": villages, "rows": rows_of_ids(within, page), "page": pages_of(request, page), "NOTICES": NOTICES, "may": by.may,
        "contact": contact_of(by.territory), **words(),
    }  # fmt: skip
    return render(request, "cases/notices.html", context)


@route("post_notice", methods=("POST",))
def post_village(request: HttpRequest, village: str) -> HttpResponse:
    """Post everything of a village that waits."""
    _village_or_404(request, village)
    told = publicity.post_village(by=desk_of(request), village=village)
    count = len(told.done)
    if count:
        messages.success(request, ngettext("已公示 %(count)s 件", "已公示 %(count)s 件", count) % {"count": count})
    elif not told.refused:
        messages.info(request, _("没有等待公示的办件"))
    for number, why in told.refused:
        messages.error(request, f"{number}：{why}")
    return redirect("notices")


@route("post_notice", methods=("POST",))
def take_down_village(request: HttpRequest, village: str) -> HttpResponse:
    """Take down everything of a village whose time is over."""
    _village_or_404(request, village)
    told = publicity.take_down_village(by=desk_of(request), village=village)
    count = len(told.done)
    said = ngettext("已撤下 %(count)s 件", "已撤下 %(count)s 件", count) % {"count": count}
    messages.success(request, said if count else _("没有期满的公示"))
    return redirect("notices")


def _village_or_404(request: HttpRequest, village: str) -> None:
    if not desk_of(request).reaches(village):
        raise Http404


def _posting_or_404(request: HttpRequest, pk: int) -> Posting:
    found = posting_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


@route("see_cases", methods=("GET",))
def posting(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice as it hangs: the sheet for the board, and the text for the web with masked names."""
    found, by = _posting_or_404(request, pk), desk_of(request)
    context = {
        "posting": found, "case": found.case, "NOTICES": NOTICES, "may": by.may, "today": by.day,
        "crumbs_": [(_("公示"), reverse("notices")), (found.number, None)], **words(),
    }  # fmt: skip
    return render(request, "cases/posting.html", context)


@route("post_notice")
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one notice down."""
    found, by = _posting_or_404(request, pk), desk_of(request)
    early = by.day <= found.ends_on
    return act(
        request, ReasonForm(request.POST or None, initial={"reason": "" if early else _("公示期满")}),
        lambda told: publicity.take_down(by=by, posting=pk, reason=told["reason"]),
        title=_("撤下公示"), onward=reverse("posting", args=[pk]), done=_("已撤下"),
        crumbs=[(_("公示"), reverse("notices")), (found.number, reverse("posting", args=[pk])), (_("撤下公示"), None)],
        button=_("撤下"),
        warning=_("公示至%(day)s期满；提前撤下的，须重新公示满期。") % {"day": found.ends_on.isoformat()} if early else "",
    )  # fmt: skip


class BoardForm(forms.Form):
    """Which picture of the file shows the board."""

    document = forms.TypedChoiceField(label=gettext_lazy("现场照片"), coerce=int)

    def __init__(self, *args: Any, pictures: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = pictures  # type: ignore[attr-defined]


@route("file_documents")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """File the photograph of the board; it is uploaded among the papers of the household first."""
    found, by = _posting_or_404(request, pk), desk_of(request)
    household = found.case.household
    pictures = [
        (one.pk, f"{one.title} {one.filed_at:%Y-%m-%d}")
        for one in household.documents.filter(withdrawn_at__isnull=True, kind__in=("photographs", "posting")).order_by(
            "-pk"
        )
    ]
    return act(
        request, BoardForm(request.POST or None, pictures=pictures),
        lambda told: publicity.show_board(by=by, posting=pk, document=told["document"]),
        title=_("公示现场照片"), onward=reverse("posting", args=[pk]), done=_("已存档"),
        crumbs=[(_("公示"), reverse("notices")), (found.number, reverse("posting", args=[pk])), (_("公示现场照片"), None)],
        button=_("存档"), lead=_("先在家庭的“材料”里上传照片（种类选“现场照片”），再在这里选。照片只存入档案，不上网。"),
    )  # fmt: skip


class ContactForm(forms.Form):
    """How the office is reached."""

    phone = text(
        gettext_lazy("受理异议的办公电话"), required=True, help_text=gettext_lazy("印在公示和文书上，不要填私人电话")
    )
    address = text(gettext_lazy("办公地址"))
    hours = text(gettext_lazy("办公时间"))


@route("post_notice")
def contact(request: HttpRequest) -> HttpResponse:
    """The office's own telephone and address."""
    by = desk_of(request)
    known = contact_of(by.territory)
    initial = {"phone": known.phone, "address": known.address, "hours": known.hours} if known else {}
    return act(
        request, ContactForm(request.POST or None, initial=initial),
        lambda told: contacts.set_contact(by=by, phone=told["phone"], address=told["address"], hours=told["hours"]),
        title=_("办公电话"), onward=reverse("notices"), done=_("已登记"),
        crumbs=[(_("公示"), reverse("notices")), (_("办公电话"), None)], button=_("保存"),
        lead=name_of(by.territory),
    )  # fmt: skip


@route("post_notice", methods=("POST",))
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a case made known in its village."""
    case = case_or_404(request, pk)
    try:
        made = publicity.publish_result(by=desk_of(request), case=pk)
    except Refused as why:
        messages.error(request, str(why))
        return redirect(page_of(case))
    messages.success(request, _("已公布；请打印张贴"))
    return redirect("posting", made.pk)
