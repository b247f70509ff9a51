"""Where one is in a list that is read page by page, with the question kept in its address."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _


def pages_of(request: HttpRequest, page: Any, *, counted: bool = True) -> dict[str, Any]:
    """What the pager shows; without `counted` the whole is not counted, for lists that have no end."""
    told = {"page": page.number, "count": page.paginator.count if counted else 0}
    return {
        "number": page.number,
        "has_next": page.has_next(),
        "next_url": _address(request, page.number + 1) if page.has_next() else "",
        "previous_url": _address(request, page.number - 1) if page.has_previous() else "",
        "counted": (_("第 %(page)s 页，共 %(count)s 条") if counted else _("第 %(page)s 页")) % told,
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
