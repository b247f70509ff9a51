"""The whole file of one household (一户一档) as one PDF: cover, contents, everything known, and the pictures."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doudi.documents import household_data as data
from doudi.documents.household_contents import attachment_items, contents, placed
from doudi.documents.household_labels import Wording
from doudi.documents.household_parts import (
    Attachment,
    BasicFacts,
    Benefit,
    Cover,
    Evidence,
    Happening,
    Member,
    Missing,
    Obligor,
    ProgrammeView,
)
from doudi.documents.typesetting import typeset
from doudi.documents.watermark import Language, Watermark


@dataclass(frozen=True)
class HouseholdFile:
    """Everything that is printed of one household, masked and in the language of the print.

    `printed` is who prints it and when: it stands across every page.
    """

    printed: Watermark
    cover: Cover
    facts: BasicFacts
    members: tuple[Member, ...]
    obligors: tuple[Obligor, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    views: tuple[ProgrammeView, ...] = ()
    missing: tuple[Missing, ...] = ()
    happenings: tuple[Happening, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def print_household_file(file: HouseholdFile, *, language: Language = "zh", font_folder: Path | None = None) -> bytes:
    """The file as a PDF (PDF/A-2u, A4), the same bytes for the same values.

    Every page carries the archive number, its own number out of all, and the watermark. `font_folder` may hold the
    typefaces of public documents (仿宋_GB2312, 方正小标宋, 黑体). A picture that cannot be opened is listed as such.
    """
    wording = Wording(language)
    attachments = attachment_items(file.attachments, wording)
    pictures = [part["picture"] for part in attachments if part["picture"]]
    return typeset(
        "household",
        _data(file, placed(attachments), wording),
        pictures=pictures,
        at=file.printed.at,
        font_folder=font_folder,
    )


def _data(file: HouseholdFile, attachments: list[dict[str, Any]], wording: Wording) -> dict[str, Any]:
    headings = data.headings(wording)
    return {
        "language": wording.language,
        "labels": wording.words,
        "headings": headings,
        "watermark": file.printed.words,
        "author": file.printed.unit,
        "cover": data.cover(file.cover, wording),
        "contents": contents(file.cover, headings, attachments, wording),
        "facts": data.facts(file.facts, len(file.members), wording),
        "members": data.member_rows(file.members, wording),
        "obligors": data.obligor_rows(file.obligors, wording),
        "evidence": data.evidence_groups(file.evidence, wording),
        "benefits": data.benefit_rows(file.benefits, wording),
        "views": data.programme_views(file.views, wording),
        "missing": data.missing_items(file.missing, wording),
        "happenings": data.happening_rows(file.happenings, wording),
        "attachments": attachments,
    }
