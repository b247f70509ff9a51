"""Uploads: what a file is by its content, what may come in, and what is said of the rest."""

import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.household import HOUSEHOLD, PRINTED, picture
from documents.uploaded import (
    archive,
    locked,
    lying_about_length,
    office,
    packed_pages,
    pdf,
    pdf_with_packed_objects,
    relation,
    with_action,
    with_attachment,
    with_form,
    with_password,
)
from doudi.documents import pdf_checks
from doudi.documents.columns import Column
from doudi.documents.correction import roster_template
from doudi.documents.household_file import print_household_file
from doudi.documents.uploads import LARGEST_BYTES, Upload, UploadRefused, checked_upload, kept, with_thumbnail
from doudi.documents.workbooks import roster_workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (Column("name", "姓名", choices=("甲", "乙")),)
XML = '<?xml version="1.0" encoding="UTF-8"?>'


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (picture(), "a.jpg", Upload("image/jpeg", "jpg", 1)),
        (picture(), "a.JPEG", Upload("image/jpeg", "jpg", 1)),
        (picture(form="PNG"), "a.png", Upload("image/png", "png", 1)),
        (picture(form="WEBP"), "a.webp", Upload("image/webp", "webp", 1)),
        (pdf(3), "扫描件.pdf", Upload("application/pdf", "pdf", 3)),
        (packed_pages(12), "a.pdf", Upload("application/pdf", "pdf", 12)),
        (office(), "a.docx", Upload(DOCX, "docx", None)),
        (office("xl/workbook.xml"), "a.xlsx", Upload(XLSX, "xlsx", None)),
    ],
    ids=["jpg", "jpeg", "png", "webp", "pdf", "packed pdf", "docx", "xlsx"],
)
def test_harmless_file_is_what_its_content_says(data: bytes, name: str, expected: Upload) -> None:
    assert checked_upload(data, name) == expected


def test_our_own_files_come_in_again() -> None:
    printed = checked_upload(print_household_file(HOUSEHOLD), "a.pdf")
    assert printed.mime == "application/pdf" and printed.pages and printed.pages > 5
    roster = roster_workbook(COLUMNS, [{"name": "秦葵"}] * 1000, watermark=PRINTED)
    assert checked_upload(roster, "a.xlsx").extension == "xlsx"
    assert checked_upload(roster_template(COLUMNS), "a.xlsx").warnings == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.png", "“.png”与内容不符"),
        ("a", "没有扩展名"),
        ("a.pdf.exe", "像是程序"),
        ("a.html", "像是程序"),
        ("a.docm", "像是程序"),
    ],
)
def test_name_that_says_something_else_is_a_warning_and_the_content_holds(name: str, said: str) -> None:
    upload = checked_upload(picture(), name)
    assert upload.extension == "jpg" and said in upload.warnings[0]


def refused(data: bytes, said: str, name: str = "a.pdf") -> None:
    with pytest.raises(UploadRefused, match=said):
        checked_upload(data, name)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"MZ\x90\0" + b"\0" * 100, "可执行"),
        (b"\x7fELF" + b"\0" * 100, "可执行"),
        (b"#!/bin/sh\n", "可执行"),
        (b"L\0\0\0\x01\x14\x02\0", "可执行"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版格式"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\0\0\0\x18ftypisom", "视频"),
        (b"GIF89a", "GIF"),
        (b"BM\0\0", "BMP"),
        (b"II*\0", "TIFF"),
        (b"Rar!\x1a\x07\0", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b\x08", "压缩包"),
        (b"{\\rtf1", "RTF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>", "网页"),
        (b"<html><body>", "网页"),
        ("姓名,身份证号\n".encode(), "无法识别"),
        (b"plain text", "无法识别"),
        (archive({"a.txt": "x"}), "压缩包"),
        (archive({"OFD.xml": "<x/>"}), "OFD"),
        (b"PK\x03\x04" + b"x" * 50, "损坏"),
    ],
)
def test_other_kinds_are_refused_with_what_to_hand_in_instead(data: bytes, said: str) -> None:
    refused(data, said, "a.jpg")


def test_file_of_the_largest_size_comes_in_and_one_byte_more_does_not() -> None:
    whole = picture()
    assert checked_upload(whole + b"\0" * (LARGEST_BYTES - len(whole)), "a.jpg").extension == "jpg"
    refused(whole + b"\0" * (LARGEST_BYTES - len(whole) + 1), "20 MB")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (with_attachment, "内嵌"),
        (with_password, "密码"),
        (with_form, "XFA"),
        (with_action("/Launch"), "启动外部程序"),
        (with_action("/SubmitForm"), "提交"),
        (with_action("/ImportData"), "提交"),
        (with_action("/GoToE"), "提交"),
        (with_action("/JavaScript"), "JavaScript"),
    ],
)
def test_pdf_that_does_something_is_refused(change, said: str) -> None:  # type: ignore[no-untyped-def]
    refused(pdf(1, change), said)


def test_name_written_with_escapes_is_read_all_the_same() -> None:
    refused(pdf(1, with_action("/Launch")).replace(b"/Launch", b"/L#61unch"), "启动外部程序")
    refused(pdf_with_packed_objects(zlib.compress(b"1 0 << /S /J#61va#53cript >>")), "JavaScript")


def test_action_in_packed_objects_is_found() -> None:
    refused(pdf_with_packed_objects(zlib.compress(b"1 0 << /S /Launch /F (x) >>")), "启动外部程序")
    assert checked_upload(pdf_with_packed_objects(zlib.compress(b"1 0 << /Kind /None >>")), "a.pdf").pages == 2


@pytest.mark.parametrize(
    "keys",
    [
        "/Filter /ASCIIHexDecode",
        "/Filter [/ASCII85Decode /FlateDecode]",
        "/Filter /Fl#61teDecode /DecodeParms << /Predictor 12 /Columns 4 >>",
        "/Filter /LZWDecode",
    ],
)
def test_objects_packed_in_a_way_we_do_not_unpack_are_refused(keys: str) -> None:
    refused(pdf_with_packed_objects(b"3C3C", keys=keys), "压缩方式")


def test_pdf_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_checks, "_LARGEST_UNPACKED", 1_000_000)
    assert checked_upload(pdf_with_packed_objects(zlib.compress(b" " * 1_000_000)), "a.pdf").pages == 2
    refused(pdf_with_packed_objects(zlib.compress(b" " * 1_000_001)), "展开后过大")


def test_pdf_with_something_before_or_too_much_behind_is_refused() -> None:
    refused(b"\n" + pdf(), "开头")
    refused(b"GIF89a" + pdf(), "开头")
    refused(pdf() + b"x" * 10_000, "不完整")
    refused(pdf()[:-200], "不完整")
    assert checked_upload(pdf() + b"\0" * 10_000, "a.pdf").pages == 2


def test_pdf_that_repeats_one_word_without_end_is_refused() -> None:
    refused(b"%PDF-1.7\n" + b"stream\n" * 300_000 + b"%%EOF", "结构异常")
    refused(b"%PDF-1.7\n" + b"endobj stream\n" * 60_000 + b"%%EOF", "结构异常")
    refused(b"%PDF-1.7\n" + b"/#41" * 200_000 + b"%%EOF", "结构异常")
    refused(b"%PDF-1.7\n" + b"/Type/Pages " * 100_000 + b"%%EOF", "没有页面")


def test_pdf_without_a_page_is_refused() -> None:
    refused(b"%PDF-1.7\nnothing\n%%EOF", "没有页面")
    refused(pdf(0), "没有页面")


def test_words_about_actions_in_the_text_of_a_page_do_no_harm() -> None:
    assert checked_upload(pdf_with_packed_objects(zlib.compress(b"1 0 (JavaScript Launch)")), "a.pdf").pages == 2


@pytest.mark.parametrize(
    "data",
    [
        picture() + archive({"a.txt": "x"}),
        picture(form="PNG") + archive({"x.class": "x"}),
        pdf() + archive({"a.txt": "x"}) + b"%%EOF",
        picture() + b"Rar!\x1a\x07\x01\0" + b"x" * 100,
        picture()[:20] + b"\xff\xfe\0\x20<script>alert(1)</script>      " + picture()[20:],
        picture()[:20] + b"\xff\xfe\0\x0a%PDF-1.7" + picture()[20:],
    ],
    ids=["jpg+zip", "png+jar", "pdf+zip", "jpg+rar", "jpg+html", "jpg+pdf"],
)
def test_file_that_is_two_things_at_once_is_refused(data: bytes) -> None:
    refused(data, "另一种格式", "a.jpg")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (office(more={"word/vbaProject.bin": b"x"}), "宏"),
        (office("xl/workbook.xml", {"xl/macrosheets/sheet1.xml": "<x/>"}), "宏"),
        (office("xl/workbook.xml", {"[Content_Types].xml": "<x>application/vnd.ms-excel.sheet.macroEnabled.main+xml</x>"}), "宏"),
        (office(more={"word/activeX/activeX1.xml": "<x/>"}), "宏"),
        (office(more={"word/embeddings/oleObject1.bin": b"x"}), "内嵌"),
        (office(more={"media/run.exe": b"MZ"}), "内嵌"),
        (office(more={"word/_rels/settings.xml.rels": relation("attachedTemplate", "https://example.invalid/a.dotm")}), "外部"),
        (office(more={"word/document.xml": f"{XML}<w:t>DDEAUTO c:\\\\cmd</w:t>"}), "外部"),
        (office("xl/workbook.xml", {"xl/externalLinks/externalLink1.xml": f'{XML}<x:ddeLink ddeService="cmd"/>'}), "外部"),
        (office(more={"word/document.xml": f'{XML}<!DOCTYPE w [<!ENTITY a "b">]><w/>'}), "外部"),
        (office(more={"word/document.xml": "<?xml version='1.0' encoding='UTF-7'?><w/>"}), "编码"),
        (office(more={"word/document.xml": "<w/>".encode("utf-16")}), "编码"),
        (office(more={"word/document.xml": b" " * 90_000_000}), "压缩比例"),
        (office(more={f"word/media/{n}.xml": b"" for n in range(3_000)}), "过大"),
        (office(more={"../../outside.xml": "<x/>"}), "结构异常"),
        (office(more={"/outside.xml": "<x/>"}), "结构异常"),
        (office(more={"xl/workbook.xml": "<x/>"}), "压缩包"),
        (b"MZ" + office(), "可执行"),
        (office() + b"%PDF-1.7", "结构异常"),
        (locked(office()), "密码"),
        (office()[:200], "损坏"),
        (lying_about_length(office(more={"word/a.xml": "<a>" + "b" * 70_001}), "word/a.xml", 300), "损坏|过大"),
    ],
)  # fmt: skip
def test_document_that_does_something_or_is_out_of_order_is_refused(data: bytes, said: str) -> None:
    refused(data, said, "a.docx")


def test_part_that_stands_twice_is_refused(recwarn: pytest.WarningsRecorder) -> None:
    twice = office(more={"word/same1.xml": "<a/>", "word/same2.xml": "<b/>"}).replace(b"same2", b"same1")
    refused(twice, "结构异常", "a.docx")


def test_link_a_reader_clicks_on_is_allowed() -> None:
    linked = office(more={"word/_rels/document.xml.rels": relation("hyperlink", "https://example.invalid/")})
    assert checked_upload(linked, "a.docx").extension == "docx"


def test_kept_picture_has_lost_what_hung_on_it() -> None:
    data = picture() + b"serial number of the telephone"
    assert b"telephone" not in kept(data, checked_upload(data, "a.jpg"))


def test_kept_document_is_as_it_came() -> None:
    data = pdf()
    assert kept(data, checked_upload(data, "a.pdf")) == data


def test_upload_comes_with_its_thumbnail() -> None:
    data, paper = picture() + b"serial number of the telephone", pdf()
    known = checked_upload(data, "a.jpg")
    assert with_thumbnail(data, known)[0] == kept(data, known) and with_thumbnail(data, known)[1].startswith(b"\x89PNG")
    assert with_thumbnail(paper, checked_upload(paper, "a.pdf"))[0] == paper


@pytest.mark.parametrize("how", [kept, with_thumbnail])
def test_picture_damaged_inside_is_refused_when_it_is_kept(how: Callable[[bytes, Upload], object]) -> None:
    data = picture(900, 600)[:-400]
    with pytest.raises(UploadRefused, match="损坏"):
        how(data, checked_upload(data, "a.jpg"))


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-1.7\n", b"PK\x03\x04", b"RIFF\0\0\0\0WEBP"])
)
def test_any_bytes_are_taken_in_or_refused_in_words(data: bytes, beginning: bytes) -> None:
    assert answer(beginning + data) in ("taken in", "refused in Chinese")


def answer(data: bytes) -> str:
    try:
        checked_upload(data, "a.jpg")
    except UploadRefused as refusal:
        return (
            "refused in Chinese" if any("\u4e00" <= character <= "\u9fa5" for character in str(refusal)) else "refused"
        )
    return "taken in"


@pytest.mark.parametrize("whole", [picture(), picture(form="PNG"), pdf(), office()], ids=["jpg", "png", "pdf", "docx"])
@given(data=st.data())
def test_a_changed_file_is_taken_in_or_refused_and_never_fails_otherwise(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + data.draw(st.binary(max_size=8)) + whole[place + data.draw(st.integers(0, 8)) :]
    try:
        kept(changed, checked_upload(changed, "a.jpg"))
    except UploadRefused:
        return
