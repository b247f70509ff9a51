"""Changing the tree: a list of codes taken in, a new name, a merge."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.site.uploads import is_too_large
from doudi.interfaces.staff.acting import act, attempt
from doudi.interfaces.staff.people.common import Crumbs, desk_of, or_404
from doudi.interfaces.staff.territory.forms import ConfirmListForm, ListForm, MergeForm, RenameForm
from doudi.records.registry.actions.places import give_name, merge_place, preview_place_merge, take_in_places
from doudi.records.territory.lists import MOST_ROWS, read_places
from doudi.records.territory.queries import name_of, path_name, place_on


def _home(*steps: tuple[str, str | None]) -> Crumbs:
    return [(_("区划"), reverse("territory")), *steps]


def _page_of(code: str) -> str:
    return f"{reverse('territory')}?under={code}"


def _place_or_404(request: HttpRequest, code: str) -> Any:
    """A place of the territory that stands today."""
    by = desk_of(request)
    return or_404(place_on(code, by.day) if by.reaches(code) else None)


@route("manage_territory")
def place_import(request: HttpRequest) -> HttpResponse:
    """A list of codes: read and shown, then taken in. Between the two it travels in the form; no file is kept."""
    if "rows" in request.POST:
        return _take_in(request)
    by = desk_of(request)
    form = ListForm(request.POST or None, request.FILES or None, by=by)
    sent = request.method == "POST" and form.is_valid()
    if is_too_large(request):
        form.add_error("file", _("文件太大；每次最多 %(count)s 行") % {"count": MOST_ROWS})
    elif sent:
        read, refused = attempt(form, lambda told: read_places(told["file"].read(), since=told["since"]))
        if not refused:
            return _shown(request, form.cleaned_data, read)
    page = {"form": form, "crumbs_": _home((_("导入区划代码"), None))}
    return render(request, "territory/place_import.html", page, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, told: dict[str, Any], read: Any) -> HttpResponse:
    """What a list would change, with the form that does it."""
    by = desk_of(request)
    rows = {"rows": read.as_csv(), "since": told["since"], "reason": told["reason"]}
    touched = [*read.new, *(draft for _place, draft in read.changed)]
    page = {
        "read": read,
        "form": ConfirmListForm(initial=rows),
        "since": told["since"],
        "reason": told["reason"],
        "outside": [one for one in touched if not by.reaches(one.code)],
        "crumbs_": _home((_("导入区划代码"), reverse("place-import")), (_("核对"), None)),
    }
    return render(request, "territory/place_preview.html", page)


def _take_in(request: HttpRequest) -> HttpResponse:
    """The rows that were looked at are read once more, against the tree of now, and taken in."""
    by, form = desk_of(request), ConfirmListForm(request.POST)

    def do(told: dict[str, Any]) -> Any:
        read = read_places(told["rows"].encode(), since=told["since"])
        return take_in_places(by=by, read=read, since=told["since"], reason=told["reason"])

    return act(
        request, form, do,
        title=_("导入区划代码"), onward=reverse("territory"), button=_("确认导入"), back=reverse("place-import"),
        done=lambda count: _("已导入，新增或更名 %(count)s 个区划") % {"count": count},
        crumbs=_home((_("导入区划代码"), None)),
    )  # fmt: skip


@route("manage_territory")
def place_rename(request: HttpRequest, code: str) -> HttpResponse:
    """A place gets another name from a day on."""
    by, place = desk_of(request), _place_or_404(request, code)
    form = RenameForm(request.POST or None, by=by, initial={"name": place.name})
    return act(
        request, form, lambda told: give_name(by=by, code=code, **told),
        title=_("%(name)s更名") % {"name": place.name}, onward=_page_of(code), done=_("已更名；原名称在沿革中保留"),
        button=_("更名"), crumbs=_home((place.name, _page_of(code)), (_("更名"), None)),
        lead=_("查看该日之前的情况时，仍显示原名称。"),
    )  # fmt: skip


@route("manage_territory")
def place_merge(request: HttpRequest, code: str) -> HttpResponse:
    """A place goes on in another; its households move on paper."""
    by, place = desk_of(request), _place_or_404(request, code)
    form = MergeForm(request.POST or None, by=by, place=place)

    def do(told: dict[str, Any]) -> Any:
        merged, count = merge_place(by=by, code=code, successor=told["successor"], on=told["on"], reason=told["reason"])
        return merged.successor_code, count

    return act(
        request, form, do,
        title=_("%(name)s并入其他区划") % {"name": path_name(code)}, onward=lambda made: _page_of(made[0]),
        done=lambda made: _("已并入%(name)s，%(count)s 户随之转入") % {"name": name_of(made[0]), "count": made[1]},
        button=_("办理撤并"), back=_page_of(code), crumbs=_home((place.name, _page_of(code)), (_("撤并"), None)),
        template="territory/place_merge.html",
        context={"place": place, "preview": preview_place_merge(by=by, code=code)},
    )  # fmt: skip
