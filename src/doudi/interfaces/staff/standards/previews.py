"""Previews: asking for one, watching it, and the households it would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.standards.words import WORDS, desk_of, entry_or_404
from doudi.policy.programmes import BY_KEY
from doudi.records.evidence.preview_places import MOVES, kind_of_move
from doudi.records.evidence.standards_preview import (
    ChangedPage,
    ask_preview,
    changed_households,
    near_households,
    preview_within,
    summary_of,
)
from doudi.records.standards.queries import previews_of
from doudi.records.standards.refusals import StandardRefused
from doudi.records.territory.queries import path_name
from doudi.records.trail.access import log_access

DUTIES = ("enter_standard", "check_standard")
_TONES = {
    "entrants": "success",
    "settled": "success",
    "leavers": "danger",
    "unsettled": "warning",
    "higher": "info",
    "lower": "warning",
    "other": "secondary",
}
# The topics an outcome and its amount rest on: whoever reads a list of them has looked at these.
_LOOKED_AT = ("income", "spending", "receiving")


@route(*DUTIES, methods=("POST",))
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the worker find out what an entry would change."""
    entry_or_404(request, pk)
    try:
        ask_preview(by=desk_of(request), entry=pk, now=request.now)  # type: ignore[attr-defined]
    except StandardRefused as refused:
        messages.error(request, str(refused))
    return redirect("standard", pk)


@route(*DUTIES, methods=("GET",))
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that says how far a preview is, and its summary when it is there."""
    found = _preview_or_404(request, pk)
    return render(request, "standards/preview.html", {"entry": found.entry, **shown_preview(found.entry), **WORDS})


def shown_preview(entry: Any) -> dict[str, Any]:
    """What the template of the latest preview of an entry reads."""
    found = previews_of(entry).first()
    done = found is not None and found.state == "done"
    summary = summary_of(found) if done else None
    return {
        "preview": found,
        "summary": summary,
        "programmes": _programmes(summary) if summary else [],
        "villages": _villages(summary) if summary else [],
    }


def _programmes(summary: dict[str, Any]) -> list[tuple[Any, dict[str, int]]]:
    """The programmes somebody is or would be eligible for, or of which anything changes."""
    told = []
    for key, counts in summary["programmes"].items():
        moved = any(counts[name] for name in ("entrants", "leavers", "settled", "unsettled", "higher", "lower"))
        if moved or counts["eligible_before"] or counts["unknown_before"] != counts["unknown_after"]:
            told.append((BY_KEY[key], counts))
    return told


def _villages(summary: dict[str, Any]) -> list[tuple[str, Any, dict[str, int]]]:
    return [(village, BY_KEY[key], counts) for village, of in summary["villages"].items() for key, counts in of.items()]


@route(*DUTIES, methods=("GET",))
def households(request: HttpRequest, pk: int) -> HttpResponse:
    """The households a preview changes, and those near the line; what is read of them is logged."""
    found, by = _preview_or_404(request, pk), desk_of(request)
    by.must("see_sensitive")
    if found.state != "done":
        return redirect("standard", found.entry_id)
    summary = summary_of(found)
    asked = _asked(request, summary)
    page = changed_households(by, found, **asked, number=_number(request))
    near = [] if any(asked.values()) else near_households(by, summary)
    listed = [one.household.pk for one in page.households] + [one.household.pk for one in near]
    log_access(by, kind="view", facts=_LOOKED_AT, reason=_reason(found.entry), count=len(listed), listed=listed)
    shown = {
        "entry": found.entry, "preview": found, "page": page, "near": near, "near_found": summary["near_line"]["found"],
        "near_percent": summary["near_line"]["percent"], "asked": asked, "pager_": _Pager(request, page),
        **_choices(summary), **WORDS,
    }  # fmt: skip
    return render(request, "standards/preview_households.html", shown)


def _reason(entry: Any) -> str:
    return f"推演标准的影响（{entry.notice}）"


def _preview_or_404(request: HttpRequest, pk: int) -> Any:
    found = preview_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest, summary: dict[str, Any]) -> dict[str, str]:
    """The filters of the address; one that names nothing of the preview is none."""
    known = {"programme": BY_KEY, "village": summary["villages"], "move": MOVES}
    asked = {name: request.GET.get(name, "") for name in known}
    return {name: word if word in known[name] else "" for name, word in asked.items()}


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _choices(summary: dict[str, Any]) -> dict[str, Any]:
    changed = {key for of in summary["villages"].values() for key in of}
    return {
        "programme_choices": _named((key, either((one.zh, one.en))) for key, one in BY_KEY.items() if key in changed),
        "village_choices": _named((village, path_name(village)) for village in summary["villages"]),
        "move_choices": _named(move_words().items()),
        "move_words": move_words(),
        "move_tones": _TONES,
        "kind_of_move": kind_of_move,
    }


def _named(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", _("全部")), *pairs]


def move_words() -> dict[str, str]:
    """What may happen to a household or a person, in words."""
    return {
        "entrants": _("新进"),
        "leavers": _("不再符合"),
        "settled": _("由待定转为符合"),
        "unsettled": _("由符合转为待定"),
        "higher": _("金额增加"),
        "lower": _("金额减少"),
        "other": _("其他变化"),
    }


@dataclass(frozen=True)
class _Pager:
    """Where one is in the list, and the ways on and back with the filters kept."""

    request: HttpRequest
    page: ChangedPage

    @property
    def number(self) -> int:
        return self.page.number

    @property
    def counted(self) -> str:
        return _("第 %(page)s 页，共 %(count)s 户") % {"page": self.page.number, "count": self.page.count}

    @property
    def next_url(self) -> str:
        return self._url(self.page.number + 1) if self.page.number < self.page.pages else ""

    @property
    def previous_url(self) -> str:
        return self._url(self.page.number - 1) if self.page.number > 1 else ""

    def _url(self, number: int) -> str:
        return "?" + urlencode({**self.request.GET.dict(), "page": number})
