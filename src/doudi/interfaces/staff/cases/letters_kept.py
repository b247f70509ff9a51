"""A letter between two pages: sealed beside the other files, named in the officer's session, dropped when it is done."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from doudi.documents.uploads import checked_upload, kept
from doudi.gateways.letters import LetterText, read_letter
from doudi.records.evidence.documents import PaperLost, opened
from doudi.records.sealing import files

_SESSION = "letter_read"


@dataclass(frozen=True)
class KeptLetter:
    """A letter that is being gone through: its text, how it was read, and the file it came in (none where pasted).

    `digest` tells it from another that was opened in the same session.
    """

    digest: str
    text: str
    remarks: tuple[str, ...]
    certainty: float | None
    data: bytes
    mime: str
    pages: int


def read_and_keep(request: HttpRequest, data: bytes, name: str) -> LetterText:
    """Read a letter and keep it for the next page; raises LetterRefused."""
    letter = read_letter(data, name)
    forget_letter(request)
    original, mime, pages = "", "", 1
    if letter.source in ("word", "picture"):
        known = checked_upload(data, name)
        original, mime, pages = files.store(kept(data, known)), known.mime, known.pages or 1
    # A number of its own, so that two officers who read the same letter do not drop each other's.
    told = {
        "number": secrets.token_hex(8),
        "text": letter.text,
        "remarks": letter.remarks,
        "certainty": letter.certainty,
    }
    digest = files.store(json.dumps(told, ensure_ascii=False).encode())
    request.session[_SESSION] = {"text": digest, "original": original, "mime": mime, "pages": pages}
    return letter


def kept_letter(request: HttpRequest) -> KeptLetter | None:
    """The letter of this session, or None where there is none any more."""
    told: dict[str, Any] | None = request.session.get(_SESSION)
    if not told:
        return None
    try:
        read = json.loads(opened(told["text"]))
        data = opened(told["original"]) if told["original"] else b""
    except PaperLost:
        return None
    return KeptLetter(
        told["text"], read["text"], tuple(read["remarks"]), read["certainty"], data, told["mime"], told["pages"]
    )


def forget_letter(request: HttpRequest) -> None:
    """Drop what was read; what was filed of it stays."""
    told = request.session.pop(_SESSION, None)
    if told:
        files.forget(told["text"])


def household_of_letter(request: HttpRequest) -> int | None:
    """The household chosen for the letter of this session."""
    return (request.session.get(_SESSION) or {}).get("household")


def choose_household(request: HttpRequest, household: int | None) -> None:
    """Remember for whom the letter is, or that it is to be chosen again."""
    request.session[_SESSION] = {**(request.session.get(_SESSION) or {}), "household": household}
