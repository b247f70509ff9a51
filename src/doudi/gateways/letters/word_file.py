"""The paragraphs of a Word document, as they would be printed: without what was struck out or commented.

Only the one part that holds the text is read, by a parser that knows no entities and fetches nothing. The file has been
looked through before, part by part, by the checks every upload passes.
"""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from doudi.gateways.letters.refusals import LetterRefused

_MAIN_PART = "word/document.xml"
_LARGEST_PART = 20_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _BREAKS = f"{_W}p", {f"{_W}br", f"{_W}cr"}
# A text box is written twice, once for old programs.
_TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNPRINTED = {_TWICE, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"}
_DAMAGED = "Word 文件已损坏，读不出文字；请用 Word 或 WPS 另存为 .docx 后重新上传，或把文字直接粘贴到页面上"


def paragraphs_of(data: bytes) -> list[str]:
    """The paragraphs of a checked docx in the order of the file, those of tables and text boxes among them.

    Raises `LetterRefused`.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive, archive.open(_MAIN_PART) as part:
            content = part.read(_LARGEST_PART + 1)
        if len(content) > _LARGEST_PART:
            raise LetterRefused("too_long", "Word 文件的正文过大，不像一份申请书；请只留下申请书的内容后上传")
        return list(_paragraphs(content))
    except (BadZipFile, KeyError, OSError, EOFError, NotImplementedError, ParseError, DefusedXmlException):
        raise LetterRefused("damaged", _DAMAGED) from None


def _paragraphs(content: bytes) -> Iterator[str]:
    """A paragraph may hold a text box with paragraphs of its own, which come first: hence the stack."""
    open_paragraphs: list[list[str]] = []
    hidden = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if element.tag in _UNPRINTED:
            hidden += 1 if event == "start" else -1
        elif hidden:
            continue
        elif element.tag == _PARAGRAPH and event == "start":
            open_paragraphs.append([])
        elif element.tag == _PARAGRAPH:
            yield "".join(open_paragraphs.pop())
            element.clear()
        elif event == "end" and open_paragraphs:
            open_paragraphs[-1].append(_words(element))


def _words(element: Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    if element.tag == f"{_W}tab":
        return "\t"
    return "\n" if element.tag in _BREAKS else ""
