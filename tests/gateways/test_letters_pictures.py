"""A rendered letter photographed and scanned: with the extra it is read, word for word where the print is clear."""

import io
from datetime import date
from pathlib import Path

import pytest
import typst

from doudi.gateways.letters import EXTRA, can_read_pictures, propose_facts, read_letter
from doudi.gateways.letters.scanned_page import page_picture

LETTER = (Path(__file__).parent / "letters" / "burned_house.txt").read_text("utf-8")
PAGE = '#set page(paper: "a4")\n#set text(font: "{font}", size: 14pt, lang: "zh")\n'


def printed(form: str) -> bytes:
    paragraphs = "\n\n".join(LETTER.split("\n"))
    source = PAGE.format(font="Noto Serif CJK SC") + paragraphs
    return bytes(typst.compile(source.encode(), format=form, **({"ppi": 150} if form == "png" else {})))


@pytest.mark.machine
def test_a_page_of_a_pdf_is_drawn_large_enough_to_be_read() -> None:
    from PIL import Image

    picture = Image.open(io.BytesIO(page_picture(printed("pdf"))))
    assert 1600 < picture.width < 1700


@pytest.mark.machine
@pytest.mark.skipif(not can_read_pictures(), reason=f"needs the optional extra {EXTRA}")
@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_clear_print_is_read_and_says_what_the_letter_says(form: str) -> None:
    letter = read_letter(printed(form), f"letter.{form}")
    assert letter.source == "picture" and letter.certainty is not None and letter.certainty > 0.8
    said = {one.topic: one.value for one in propose_facts(letter.text, on=date(2024, 8, 1))}
    assert said["name"] == "石明德" and said["household_size"] == 4
    assert said["event"] == {"kind": "fire", "day": "2024-07-21", "urgent": True}
