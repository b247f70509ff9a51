"""The search box. A text with a name stands in the address; one that may be a number of identity is only ever posted."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.households.search_reading import whole_number
from doudi.interfaces.staff.people.common import desk_of
from doudi.records.registry.listing_conditions import MARKS
from doudi.records.registry.listing_rows import RELATIONS
from doudi.records.registry.search import Results, find
from doudi.records.registry.search_people import MOST
from doudi.records.registry.search_terms import LONGEST, is_secret


@sensitive_post_parameters("q")
@route("see_register")
def search(request: HttpRequest) -> HttpResponse:
    """What the text means, in groups. A secret number in the address is refused, and nothing is looked up."""
    if request.method == "POST":
        return _posted(request, request.POST.get("q", ""))
    text = request.GET.get("q", "")
    if is_secret(text):
        _forget(request)
        return render(request, "households/search.html", _shown(None, "", refused=True), status=400)
    if not text.strip():
        return render(request, "households/search.html", _shown(None, ""))
    results = find(desk_of(request), text, page=whole_number(request.GET.get("page"), 1))
    return render(request, "households/search.html", _shown(results, text.strip()[:LONGEST]))


def _posted(request: HttpRequest, text: str) -> HttpResponse:
    """A secret number is answered at once and stands nowhere; anything else gets an address to go back to."""
    if not is_secret(text):
        return redirect(f"{reverse('search')}?{urlencode({'q': text.strip()[:LONGEST]})}" if text.strip() else "search")
    results = find(desk_of(request), text)
    return render(request, "households/search.html", _shown(results, ""))


def _forget(request: HttpRequest) -> None:
    """Take the number out of what the rest of the page may show of the address."""
    request.GET = QueryDict("")  # type: ignore[assignment]
    request.META["QUERY_STRING"] = ""


def _shown(results: Results | None, text: str, *, refused: bool = False) -> dict[str, Any]:
    return {
        "results": results,
        "text": text,
        "refused": refused,
        "pages": _pages(results, text) if results and results.people else None,
        "list_query": urlencode({"q": text}),
        "MARKS": MARKS,
        "RELATIONS": RELATIONS,
    }


def _pages(results: Results, text: str) -> dict[str, Any]:
    here = reverse("search")
    told = {"page": results.number, "count": results.count}
    many = _("第 %(page)s 页；只列最接近的 %(most)s 人，请补充姓名") % {"page": results.number, "most": MOST}
    return {
        "number": results.number,
        "has_next": results.has_next,
        "next_url": f"{here}?{urlencode({'q': text, 'page': results.number + 1})}" if results.has_next else "",
        "previous_url": f"{here}?{urlencode({'q': text, 'page': results.number - 1})}" if results.number > 1 else "",
        "counted": many if results.more else _("第 %(page)s 页，共 %(count)s 人") % told,
    }
