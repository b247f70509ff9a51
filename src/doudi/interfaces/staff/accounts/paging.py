"""Where one is in a list that is read page by page, with the question kept in its address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Leaf:
    """One page of a list that is too long to be counted; `more` says whether another follows."""

    number: int
    rows: list[Any]
    more: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def has_next(self) -> bool:
        """Whether another page follows."""
        return self.more

    def has_previous(self) -> bool:
        """Whether this is not the first."""
        return self.number > 1


def leaf_of(request: HttpRequest, found: Any, *, size: int, most: int) -> Leaf:
    """The page of a list an address asks for (`?page=`), the first for anything else; none lies beyond the last allowed."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and 0 < int(asked) <= most else 1
    rows = list(found[(number - 1) * size : number * size + 1])
    return Leaf(number, rows[:size], len(rows) > size and number < most)


def rows_of_ids(found: QuerySet[Any], page: Iterable[int]) -> list[Any]:
    """The rows of a page of ids, in its order: where a list is long, only ids are put in order, and few rows are fetched."""
    ids = list(page)
    rows = found.in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def pages_of(request: HttpRequest, page: Any, *, words: str = "") -> dict[str, Any]:
    """What the pager shows; a leaf of a list that is not counted says only which it is.

    `words` say what is counted, where it is something else than lines.
    """
    told = {"page": page.number}
    if isinstance(page, Leaf):
        counted = _("第 %(page)s 页") % told
    else:
        counted = (words or _("第 %(page)s 页，共 %(count)s 条")) % {**told, "count": page.paginator.count}
    return {
        "number": page.number,
        "has_next": page.has_next(),
        "next_url": _address(request, page.number + 1) if page.has_next() else "",
        "previous_url": _address(request, page.number - 1) if page.has_previous() else "",
        "counted": counted,
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
