"""The documents of a household file and its table of contents, as the template of its pages reads them."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from doudi.documents.household_labels import Wording
from doudi.documents.household_parts import Attachment, Cover
from doudi.documents.pictures import PICTURE_FORMATS, PictureRefused, picture_for_print


def attachment_items(attachments: Sequence[Attachment], wording: Wording) -> list[dict[str, Any]]:
    """Every document with its number, and as `picture` the SVG text where it can be printed, else None."""
    return [_attachment(number, part, wording) for number, part in enumerate(attachments, start=1)]


def placed(attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same documents with the place of each picture among the pictures instead of the picture itself."""
    places = count()
    return [
        {
            **{name: value for name, value in part.items() if name != "picture"},
            "place": next(places) if part["picture"] else None,
        }
        for part in attachments
    ]


def _attachment(number: int, part: Attachment, wording: Wording) -> dict[str, Any]:
    picture, form = _picture(part)
    return {
        "number": str(number),
        "caption": wording.filled("attachment", number=number),
        "title": wording.text(part.title),
        "responsible": wording.text(part.responsible),
        "date": wording.day(part.on),
        "pages": str(part.pages) if part.pages is not None else "—",
        "form": wording.words[form],
        "note": wording.text(part.note),
        "picture": picture,
    }


def _picture(part: Attachment) -> tuple[str | None, str]:
    """The picture to print, if there is one, and the label of what became of it."""
    if part.data is None or part.mime not in PICTURE_FORMATS.values():
        return None, "kept_apart"
    try:
        return picture_for_print(part.data), "printed_here"
    except PictureRefused:
        return None, "unreadable"


def contents(
    cover: Cover, headings: dict[str, str], attachments: list[dict[str, Any]], wording: Wording
) -> list[dict[str, str]]:
    """A line for every section and every document, with the mark at whose page it begins."""
    sections = [_entry(name, heading, cover.made_by, cover.made_on, wording) for name, heading in headings.items()]
    documents = [
        {
            "mark": f"attachment-{part['number']}" if part["place"] is not None else "attachments",
            "item": f"{part['caption']}{wording.words['colon']}{part['title']}",
            "responsible": part["responsible"],
            "date": part["date"],
        }
        for part in attachments
    ]
    return sections + documents


def _entry(name: str, heading: str, made_by: str, made_on: date, wording: Wording) -> dict[str, str]:
    return {"mark": name, "item": heading, "responsible": wording.text(made_by), "date": wording.day(made_on)}
