"""Thumbnails: small PNGs of whatever was uploaded, a card where there is nothing to draw."""

import io

import pytest
from PIL import Image

from documents.household import HOUSEHOLD, picture
from doudi.documents.household_file import print_household_file
from doudi.documents.thumbnails import card, size_words, thumbnail

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def opened(data: bytes) -> Image.Image:
    drawn = Image.open(io.BytesIO(data))
    drawn.load()
    return drawn


@pytest.mark.parametrize(("form", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_picture_becomes_a_small_png(form: str, mime: str) -> None:
    small = opened(thumbnail(picture(2000, 1000, form), mime))
    assert small.format == "PNG" and small.size == (240, 120)


@pytest.mark.parametrize("mime", ["image/jpeg", DOCX, "text/unknown"])
def test_what_cannot_be_drawn_becomes_a_card(mime: str) -> None:
    assert thumbnail(b"nothing", mime) == card(mime, 7)
    assert max(opened(card(mime, 7)).size) <= 240


def test_cards_of_different_kinds_differ() -> None:
    assert len({card(mime, 5000) for mime in ("application/pdf", DOCX, "image/jpeg")}) == 3


@pytest.mark.parametrize(("size", "words"), [(0, "1 KB"), (2048, "2 KB"), (1024**2, "1.0 MB"), (2_400_000, "2.3 MB")])
def test_size_is_told_as_people_read_it(size: int, words: str) -> None:
    assert size_words(size) == words


@pytest.mark.machine
def test_first_page_of_a_pdf_is_drawn() -> None:
    pdf = print_household_file(HOUSEHOLD)
    small = opened(thumbnail(pdf, "application/pdf"))
    assert max(small.size) == 240 and thumbnail(pdf, "application/pdf") != card("application/pdf", len(pdf))


@pytest.mark.machine
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"%PDF-1.7\n%%EOF"])
def test_pdf_that_cannot_be_drawn_becomes_a_card(data: bytes) -> None:
    assert thumbnail(data, "application/pdf") == card("application/pdf", len(data))
