"""What the citizens' pages share: today, the places to choose from, the session of one affair, papers taken in."""

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doudi.documents.uploads import UploadRefused, checked_upload, with_thumbnail
from doudi.engine.telling import Language
from doudi.records.evidence.documents import PaperDraft
from doudi.records.territory.queries import name_of, path_name, villages_in

EVERYWHERE = (("0", "Z"),)
# So long an affair stays open in a browser that somebody else may sit down at.
AFFAIR_MINUTES = 30


def today_of(request: HttpRequest) -> datetime.date:
    """Today, as the door read it."""
    return timezone.localdate(request.now)  # type: ignore[attr-defined]


def reader_language() -> Language:
    """The language the engine is to tell in."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def village_choices(day: datetime.date, *, towns: bool = False) -> list[tuple[str, Any]]:
    """Every village under the name of its town; with `towns` also the town itself, for whoever knows no more."""
    found: list[tuple[str, Any]] = []
    codes = [(one.code, one.name) for one in villages_in(EVERYWHERE, day)]
    for town, villages in groupby(codes, key=lambda one: one[0][:9]):
        listed = [(town, _("%(town)s（不知道哪个村）") % {"town": name_of(town)})] if towns else []
        found.append((path_name(town), [*listed, *villages]))
    return found


def open_affair(request: HttpRequest, name: str, **told: Any) -> None:
    """Remember in the session, under a number of its own, what the next pages of an affair go by."""
    request.session.cycle_key()
    until = request.now + datetime.timedelta(minutes=AFFAIR_MINUTES)  # type: ignore[attr-defined]
    request.session[name] = {**told, "until": until.timestamp()}


def affair(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """What was remembered for an affair, while it is open."""
    kept = request.session.get(name)
    if not isinstance(kept, dict) or request.now.timestamp() > kept["until"]:  # type: ignore[attr-defined]
        return None
    return kept


def close_affair(request: HttpRequest, name: str) -> None:
    """Forget an affair."""
    request.session.pop(name, None)


def drafts_of(form: Any, given: Iterable[tuple[str, str, Any]]) -> list[PaperDraft]:
    """A draft for each (field, kind, file); what is wrong with a file stands beside its field, with the file's name."""
    drafts = []
    for field, kind, file in given:
        try:
            data = file.read()
            known = checked_upload(data, file.name or "")
            data, small = with_thumbnail(data, known)
            drafts.append(PaperDraft(data, known.mime, kind, thumbnail=small, pages=known.pages or 1))
        except UploadRefused as refused:
            form.add_error(field, _("%(file)s：%(why)s") % {"file": file.name, "why": refused})
    return drafts
