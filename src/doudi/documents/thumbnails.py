"""Small pictures of documents for a list: of a picture itself, of the first page of a PDF, or a card with its kind and size."""

import io

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from doudi.documents.pdf_picture import first_page
from doudi.documents.pictures import PICTURE_FORMATS, PictureRefused, small_picture

SIDE = 240
_CARD = (180, 240)
_KINDS = {
    "application/pdf": ("PDF", "#B3261E"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("DOCX", "#1D4F91"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("XLSX", "#1E6B3C"),
}
_OTHER = ("文件", "#5A5F66")


def thumbnail(data: bytes, mime: str) -> bytes:
    """A PNG of at most 240 pixels a side, without metadata; where nothing can be drawn, a card with kind and size.

    A PDF costs a process of its own, a third of a second and more: make thumbnails once, when a document comes in.
    """
    try:
        if mime in PICTURE_FORMATS.values():
            return small_picture(data, SIDE)
        page = first_page(data) if mime == "application/pdf" else None
        return small_picture(page, SIDE) if page else card(mime, len(data))
    except PictureRefused:
        return card(mime, len(data))


def card(mime: str, size: int) -> bytes:
    """A sheet with a folded corner, the kind of document across it and its size in words below."""
    kind, colour = _KINDS.get(mime, _OTHER)
    width, height = _CARD
    picture = Image.new("RGB", _CARD, "white")
    draw = ImageDraw.Draw(picture)
    draw.polygon(
        [(4, 4), (width - 44, 4), (width - 4, 44), (width - 4, height - 4), (4, height - 4)], "#FAFAFA", "#9AA0A6"
    )
    draw.polygon([(width - 44, 4), (width - 44, 44), (width - 4, 44)], "#E3E6E8", "#9AA0A6")
    draw.rectangle((4, 104, width - 4, 160), colour)
    _centred(draw, kind, 132, 34, "white")
    _centred(draw, size_words(size), 196, 20, "#5A5F66")
    into = io.BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()


def _centred(draw: ImageDraw.ImageDraw, words: str, middle: int, points: int, colour: str) -> None:
    font = ImageFont.truetype(pylopdf_fonts_zh_cn.sans_path(), points)
    draw.text((_CARD[0] / 2, middle), words, fill=colour, font=font, anchor="mm")


def size_words(size: int) -> str:
    """A size as people read it: 812 字节 as `1 KB`, 2,400,000 as `2.3 MB`."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"
