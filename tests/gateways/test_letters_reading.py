"""A letter comes as pasted text, a text file, Word or a picture; whatever else comes is refused with what to do."""

import io
import zipfile

import pytest
from docx import Document
from PIL import Image, ImageDraw

from doudi.gateways.letters import EXTRA, MOST_CHARACTERS, LetterRefused, can_read_pictures, read_letter, seen_text
from doudi.gateways.letters.seen_text import joined

TEXT = "尊敬的领导：\n    我叫石明德，请求救助。"


def word(*paragraphs: str) -> bytes:
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def with_body(data: bytes, body: str) -> bytes:
    """The docx with another body of its main part."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                text = content.decode()
                at = text.index("<w:body>") + len("<w:body>")
                content = (text[:at] + body + text[text.index("</w:body>") :]).encode()
            new.writestr(part.filename, content)
    return into.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    into = io.BytesIO(data)
    with zipfile.ZipFile(into, "a") as archive:
        archive.writestr(name, content)
    return into.getvalue()


def rule_of(data: bytes, name: str) -> str:
    with pytest.raises(LetterRefused) as refused:
        read_letter(data, name)
    return refused.value.rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_file_is_read_in_its_encoding(encoding: str) -> None:
    letter = read_letter(TEXT.encode(encoding), "申请书.txt")
    assert (letter.text, letter.source) == (TEXT, "text")
    assert bool(letter.remarks) == (encoding == "gb18030")


def test_pasted_text_has_no_name() -> None:
    assert read_letter(TEXT.encode(), "").source == "pasted"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_every_end_of_line_becomes_one(end: str) -> None:
    assert read_letter(TEXT.replace("\n", end).encode(), "a.txt").text == TEXT


def test_what_turns_the_writing_round_is_left_out() -> None:
    assert read_letter(f"\u202e{TEXT}\x07".encode(), "a.txt").text == TEXT


def test_two_encodings_in_one_file_are_refused() -> None:
    assert rule_of(TEXT.encode() + "，我的家".encode("gb18030"), "a.txt") == "encoding"


@pytest.mark.parametrize("data", [b"", b"  \r\n ", "\u3000\n".encode()])
def test_an_empty_letter_is_refused(data: bytes) -> None:
    assert rule_of(data, "a.txt") == "empty"


def test_a_letter_as_long_as_a_book_is_refused() -> None:
    assert read_letter(("我" * MOST_CHARACTERS).encode(), "a.txt")
    assert rule_of(("我" * (MOST_CHARACTERS + 1)).encode(), "a.txt") == "too_long"


def test_word_is_read_by_paragraph_with_tables() -> None:
    document = Document()
    document.add_paragraph("尊敬的领导：")
    document.add_table(1, 2).rows[0].cells[1].text = "全家4口人"
    into = io.BytesIO()
    document.save(into)
    letter = read_letter(into.getvalue(), "申请书.docx")
    assert letter.source == "word"
    assert [line for line in letter.text.split("\n") if line] == ["尊敬的领导：", "全家4口人"]


def test_what_was_struck_out_in_word_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>我家</w:t></w:r><w:del><w:r><w:delText>五</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>四</w:t></w:r></w:ins><w:r><w:t>口人</w:t><w:br/><w:t>请求救助</w:t></w:r></w:p>"
    )
    assert read_letter(with_body(word("旧"), body), "a.docx").text == "我家四口人\n请求救助"


def test_a_word_file_of_very_deep_nesting_ends() -> None:
    body = "<w:p>" * 3000 + "<w:r><w:t>我</w:t></w:r>" + "</w:p>" * 3000
    assert read_letter(with_body(word("旧"), body), "a.docx").text == "我"


def test_a_word_file_with_macros_is_refused() -> None:
    assert rule_of(with_part(word(TEXT), "word/vbaProject.bin", b"x"), "a.docx") == "file"


def test_a_word_file_that_declares_entities_is_refused() -> None:
    data = word(TEXT)
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                declared = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                content = content.replace(b"<w:document", declared + b"<w:document", 1)
            new.writestr(part.filename, content)
    assert rule_of(into.getvalue(), "a.docx") == "file"


def test_a_word_file_with_broken_markup_is_refused() -> None:
    assert rule_of(with_body(word("旧"), "<w:p><w:r>"), "a.docx") == "damaged"


def test_a_bomb_is_refused() -> None:
    assert rule_of(with_body(word("旧"), " " * 60_000_000), "a.docx") == "file"


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"{\\rtf1 a}", b"GIF89a", b"PK\x03\x04"]
)
def test_other_files_are_refused(data: bytes) -> None:
    assert rule_of(data, "a.doc") == "file"


def picture() -> bytes:
    image = Image.new("RGB", (300, 60), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 80, 40), fill="black")
    into = io.BytesIO()
    image.save(into, "PNG")
    return into.getvalue()


def test_without_the_extra_a_picture_is_refused_and_the_extra_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_text, "can_read_pictures", lambda: False)
    with pytest.raises(LetterRefused, match=r"doudi\[ocr\]") as refused:
        read_letter(picture(), "申请书.png")
    assert refused.value.rule == "ocr_missing"


def test_a_damaged_picture_is_refused() -> None:
    assert rule_of(picture()[:60], "a.png") == "file"


def test_lines_broken_by_the_paper_are_joined() -> None:
    lines = [
        "申请书",
        "我是双坝村村民石明德，家中四口人，因电线",
        "短路起火，房屋全部烧毁，一家人生活十分",
        "困难。",
        "申请人：石明德",
    ]
    assert joined(lines).split("\n") == ["申请书", "".join(lines[1:4]), "申请人：石明德"]
    assert joined([]) == ""


@pytest.mark.machine
@pytest.mark.skipif(not can_read_pictures(), reason=f"needs the optional extra {EXTRA}")
def test_a_picture_without_writing_has_no_text() -> None:
    assert rule_of(picture(), "a.png") in ("empty", "picture")
