"""A letter as a Word file: the same page as the PDF, in the typefaces of public documents, and without anybody's traces.

The body is written as WordprocessingML and put into an empty document of python-docx, which has the parts around it.
Building it through that library's objects takes ten times as long for a table of twenty lines.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.oxml import parse_xml

from doudi.documents.letters.composing import composed
from doudi.documents.letters.word_parts import (
    APPLICATION,
    DROPPED,
    FONT_TABLE,
    RELATIONS,
    SETTINGS,
    TYPES,
    body_of,
    footer_of,
    styles_of,
)
from doudi.documents.typesetting import printable

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# What an archive can hold as a day at the earliest.
_FIRST_YEAR = 1980


def render_docx(kind: str, values: Mapping[str, Any], *, at: datetime, template: str | None = None) -> bytes:
    """The letter as docx; the same bytes for the same values, no author, `at` as the moment of making.

    Raises what `composing.composed` raises.
    """
    page = printable(composed(kind, values, template))
    # Word breaks long words by itself; the marks would be copied with a number.
    xml = body_of(page).replace("\u200b", "")
    document = Document()
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for child in parse_xml(f'<w:body xmlns:w="{_NAMESPACE}">{xml}</w:body>'):
        body.append(child)
    _write_footer(document, page)
    _name(document, page, at)
    saved = io.BytesIO()
    document.save(saved)
    return _tidied(saved.getvalue(), page, at)


def _write_footer(document: Any, page: Mapping[str, Any]) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    element = footer._element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f'<w:ftr xmlns:w="{_NAMESPACE}">{footer_of(page)}</w:ftr>'):
        element.append(child)


def _name(document: Any, page: Mapping[str, Any], at: datetime) -> None:
    """Title and moment; everything that could name a person or a machine is left empty."""
    told = document.core_properties
    told.title = page["kind"]
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None)
    told.author = told.last_modified_by = told.comments = told.keywords = told.subject = told.category = ""
    told.revision = 1


def _tidied(saved: bytes, page: Mapping[str, Any], at: datetime) -> bytes:
    """The file packed anew, at the moment of making: without the traces of the library's author."""
    replaced = {
        "word/fontTable.xml": FONT_TABLE,
        "docProps/app.xml": APPLICATION,
        "word/settings.xml": SETTINGS,
        "word/styles.xml": styles_of(page["size"]),
    }
    moment = at.astimezone(UTC)
    into = io.BytesIO()
    with ZipFile(io.BytesIO(saved)) as packed, ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name, content in _kept(packed):
            day = (max(moment.year, _FIRST_YEAR), *moment.timetuple()[1:6])
            archive.writestr(ZipInfo(name, day), replaced.get(name, content), ZIP_DEFLATED)
    return into.getvalue()


def _kept(packed: ZipFile) -> Iterator[tuple[str, str | bytes]]:
    """The parts to keep, the lists of parts and relations without those that are dropped."""
    for name in packed.namelist():
        if any(name.startswith(dropped) for dropped in DROPPED):
            continue
        content = packed.read(name)
        if name == "[Content_Types].xml":
            yield name, TYPES.sub("", content.decode())
        elif name.endswith(".rels"):
            yield name, RELATIONS.sub("", content.decode())
        else:
            yield name, content
