"""Typst with our manners: text is data and never markup, and a character no font can draw is written out as its code.

The PDF is PDF/A-2u, the form archives keep: everything it needs is inside, and text can be read out of it again. That
standard refuses characters without a glyph, which tells us which ones to write out.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from doudi.documents.fonts import families, font_store

_UNDRAWN = re.compile(r'the text `(".*?")` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
# A word of this length gets places where it may be broken, or it would run over the edge of its cell.
_LONG_WORD = re.compile(r"[!-~]{22,}")
_BREAK = "\u200b"
# Marks that turn the direction of what follows can make a name read as another; the standard forbids the last three.
_NEVER_DRAWN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff")
_COMMON = re.compile("[ -~\u4e00-\u9fa5]")
_LONGEST = 20_000
# What is written out changes how its neighbours are shaped, so a second refusal may follow the first.
_ATTEMPTS = 4


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    pictures: Sequence[str] = (),
    font_folder: Path | None = None,
) -> bytes:
    """Set a template of `pages/` with data of texts, numbers, lists and mappings; the answer is a PDF.

    `pictures` are SVG texts, which the data name by their place. `at` is the moment of making written into the file,
    so that the same data give the same bytes. Raises `typst.TypstError` where the template itself is wrong.
    """
    compiled = partial(_compiled, template, pictures=pictures, at=at, font_folder=font_folder)
    undrawn: frozenset[str] = frozenset()
    for _ in range(_ATTEMPTS):
        try:
            return compiled(printable(data, undrawn))
        except typst.TypstError as refusal:
            found = _undrawn(str(refusal.diagnostic))
            if found <= undrawn:
                raise
            undrawn |= found
    return compiled(printable(data, undrawn))


def printable(value: Any, undrawn: frozenset[str] = frozenset()) -> Any:
    """The same data with every text made fit for a page.

    Control characters, marks that turn the direction of writing and the characters in `undrawn` become 〔U+20BB7〕;
    very long words may be broken; a text beyond 20,000 characters is cut, and says so.
    """
    if isinstance(value, str):
        return _fit(value, _NEVER_DRAWN | undrawn)
    if isinstance(value, Mapping):
        return {key: printable(below, undrawn) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [printable(below, undrawn) for below in value]
    return value


def _fit(text: str, undrawn: frozenset[str]) -> str:
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}……〔+{len(text) - _LONGEST}〕"
    drawn = "".join(_drawn(character, undrawn) for character in text.replace("\r\n", "\n"))
    return _LONG_WORD.sub(lambda word: _BREAK.join(re.findall(".{1,8}", word[0])), drawn)


def _drawn(character: str, undrawn: frozenset[str]) -> str:
    if character in "\n\t":
        return character
    unseen = character in undrawn or unicodedata.category(character) in ("Cc", "Cs")
    return f"〔U+{ord(character):04X}〕" if unseen else character


def _undrawn(diagnostic: str) -> frozenset[str]:
    """The characters a refusal names; Typst writes them as Rust does, `"\\u{e000}"` or as they are."""
    told = (_ESCAPE.sub(lambda code: chr(int(code[1], 16)), quoted[1:-1]) for quoted in _UNDRAWN.findall(diagnostic))
    # A common character under a mark that no font has is named with it, though its own glyph is there.
    return frozenset(character for text in told for character in text if not _COMMON.match(character))


def _compiled(template: str, data: Any, *, pictures: Sequence[str], at: datetime, font_folder: Path | None) -> bytes:
    fonts = font_store(font_folder)
    given = {"data": data, "pictures": list(pictures), "fonts": families(fonts)}
    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in given.items()}
    # A compiler of our own each time: one may not be used by two threads, and making it takes a millisecond.
    compiler = typst.Compiler(_sources(template), font_paths=fonts, sys_inputs=inputs)
    pdf = compiler.compile(format="pdf", pdf_standards="a-2u", timestamp=int(at.timestamp()))
    assert isinstance(pdf, bytes)
    return pdf


def _sources(template: str) -> dict[str, bytes]:
    """The template as `main` and the parts beside it by name, read from the package."""
    folder = files("doudi.documents") / "pages"
    parts = {part.name: part.read_bytes() for part in folder.iterdir() if part.name.endswith(".typ")}
    return {**parts, "main": parts[f"{template}.typ"]}
