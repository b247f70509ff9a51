"""Every letter, both ways, from invented values: what is in it, how it is kept together, and that it never changes."""

import io
import re
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents.household import pages_of
from doudi.documents.letters import KINDS, ValuesRefused, render_docx, render_pdf, sample_values
from doudi.policy.procedure.stages import DOCUMENTS
from doudi.vocabulary.identity import check_citizen_id
from doudi.vocabulary.money import in_capitals, yuan

CHINA = timezone(timedelta(hours=8))
AT = datetime(2026, 7, 20, 10, 30, tzinfo=CHINA)
LONG = "阿卜杜勒·𠮷𬭚䶮·买买提江·居马洪古丽"
# Checked and not printed, or printed as boxes to tick.
_UNPRINTED = {"procedure"}


def words_in(docx: bytes) -> str:
    """All words of the body and the foot, without spaces."""
    document = Document(io.BytesIO(docx))
    parts = (document.element.body, document.sections[0].footer._element)
    return re.sub(r"\s", "", "".join(node.text or "" for part in parts for node in part.iter(qn("w:t"))))


def printed(value: Any, kind: str) -> str:
    """How a value stands on the page, in its shortest form and without spaces."""
    if kind == "money":
        return yuan(value)
    if kind == "day":
        return f"{value.year}年{value.month}月"
    return "" if kind == "flag" else re.sub(r"\s", "", str(value))


def expected(kind: str, values: dict[str, Any]) -> list[str]:
    """What of the needed values must be readable."""
    fields = KINDS[kind].words
    return [
        printed(values[word], fields[word].kind)
        for word in KINDS[kind].needs
        if fields[word].kind != "rows" and word not in _UNPRINTED
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_needed_value_can_be_read_in_both_files(kind: str) -> None:
    values = sample_values(kind)
    pdf, docx = "".join(pages_of(render_pdf(kind, values, at=AT))), words_in(render_docx(kind, values, at=AT))
    assert [words for words in expected(kind, values) if words not in pdf] == []
    assert [words for words in expected(kind, values) if words not in docx] == []


@pytest.mark.parametrize("kind", KINDS)
def test_same_values_give_the_same_bytes(kind: str) -> None:
    values = sample_values(kind)
    assert render_docx(kind, values, at=AT) == render_docx(kind, values, at=AT)
    assert render_pdf(kind, values, at=AT) == render_pdf(kind, values, at=AT)


@pytest.mark.parametrize("kind", [key for key, kind in KINDS.items() if kind.form])
def test_form_is_printed_empty_to_be_filled_in_by_hand(kind: str) -> None:
    assert pages_of(render_pdf(kind, {}, at=AT))
    assert words_in(render_docx(kind, {}, at=AT))


@pytest.mark.parametrize("kind", [key for key, kind in KINDS.items() if not kind.form])
def test_letter_is_not_written_while_something_is_unknown(kind: str) -> None:
    with pytest.raises(ValuesRefused, match="缺少“制发机关”") as refused:
        render_pdf(kind, {}, at=AT)
    limits = {"reconsideration_days", "lawsuit_months"}
    assert set(refused.value.faults) == set(KINDS[kind].needs) - limits


def with_long_names(kind: str) -> dict[str, Any]:
    """Twenty rows in every list, and everybody with a name of 19 characters, three of them rare."""
    values = sample_values(kind, rows=20)
    fields = KINDS[kind].words
    for word, value in values.items():
        if fields[word].kind == "rows":
            values[word] = [
                {key: LONG if key in ("name", "head") else told for key, told in row.items()} for row in value
            ]
    return {**values, **{word: LONG for word in ("applicant", "agent", "payee", "recipient") if word in values}}


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_long_and_rare_names_are_all_there(kind: str) -> None:
    values = with_long_names(kind)
    lists = [values[word] for word in KINDS[kind].needs if KINDS[kind].words[word].kind == "rows"]
    named = sum(LONG in row.values() for rows in lists for row in rows)
    for words in ("".join(pages_of(render_pdf(kind, values, at=AT))), words_in(render_docx(kind, values, at=AT))):
        assert words.count(LONG) >= named
        assert "〔U+" not in words


def test_head_of_a_table_comes_again_on_every_page_and_rows_stay_whole() -> None:
    values = with_long_names("review_form")
    pages = pages_of(render_pdf("review_form", values, at=AT))
    heads = [page for page in pages if "健康状况劳动能力" in page]
    assert len(heads) > 1
    table = Document(io.BytesIO(render_docx("review_form", values, at=AT))).tables[1]
    first, second = (row._tr.trPr for row in table.rows[:2])
    assert first.find(qn("w:tblHeader")) is not None
    assert second.find(qn("w:tblHeader")) is None
    assert second.find(qn("w:cantSplit")) is not None


def test_pages_are_counted_on_every_page() -> None:
    pages = pages_of(render_pdf("authorisation", with_long_names("authorisation"), at=AT))
    assert [f"第{number}页共{len(pages)}页" in page for number, page in enumerate(pages, start=1)] == [True] * len(
        pages
    )
    footer = Document(io.BytesIO(render_docx("authorisation", {}, at=AT))).sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in footer.iter(qn("w:fldSimple"))] == [" PAGE ", " NUMPAGES "]


def test_paper_and_type_are_those_of_public_documents() -> None:
    values = sample_values("refusal_letter")
    box = PdfReader(io.BytesIO(render_pdf("refusal_letter", values, at=AT))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    document = Document(io.BytesIO(render_docx("refusal_letter", values, at=AT)))
    section = document.sections[0]
    assert [round(margin.mm) for margin in (section.top_margin, section.left_margin)] == [37, 28]
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 156
    assert round(section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm) == 225
    faces = document.styles.element.find(f".//{qn('w:rFonts')}")
    assert faces.get(qn("w:eastAsia")) == "仿宋_GB2312"
    title = next(paragraph for paragraph in document.paragraphs if paragraph.text == "不予确认告知书")
    assert title.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert title.runs[0].font.size.pt == 22


def test_word_file_names_nobody() -> None:
    docx = render_docx("refusal_letter", sample_values("refusal_letter"), at=AT)
    told = Document(io.BytesIO(docx)).core_properties
    assert (told.author, told.last_modified_by, told.comments, told.keywords) == ("", "", "", "")
    assert told.created.replace(tzinfo=None) == datetime(2026, 7, 20, 2, 30)
    with ZipFile(io.BytesIO(docx)) as archive:
        names = set(archive.namelist())
        everything = b"".join(archive.read(name) for name in names)
        assert {part.date_time for part in archive.infolist()} == {(2026, 7, 20, 2, 30, 0)}
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert b"Macintosh" not in everything and b"python-docx" not in everything


def test_every_part_a_word_file_speaks_of_is_in_it() -> None:
    with ZipFile(io.BytesIO(render_docx("refusal_letter", sample_values("refusal_letter"), at=AT))) as archive:
        names = set(archive.namelist())
        listed = set(re.findall(r'PartName="/([^"]+)"', archive.read("[Content_Types].xml").decode()))
        related = set(re.findall(r'Target="([^"]+)"', archive.read("word/_rels/document.xml.rels").decode()))
    assert listed <= names
    assert {f"word/{target}" for target in related} <= names


def test_cell_over_several_rows_is_one_in_word() -> None:
    template = """
title: 报告登记表
blocks:
  - grid:
      widths: [40, 58, 58]
      rows:
        - [{text: 合并, down: 2}, "{{ reporter }}", "{{ reporter_kind }}"]
        - ["{{ channel }}{{ made_on }}{{ address }}", "{{ event }}{{ handling }}{{ applicant }}"]
  - sign: [登记人]
"""
    table = Document(io.BytesIO(render_docx("report_record", {}, at=AT, template=template))).tables[0]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert "合并" in "".join(pages_of(render_pdf("report_record", {}, at=AT, template=template)))


@pytest.mark.parametrize("fen", [1, 10, 81900, 100000, 1000000005, 12345678900])
def test_amounts_stand_in_figures_and_in_capitals(fen: int) -> None:
    values = {**sample_values("confirmation_letter"), "amount": fen}
    for words in (
        "".join(pages_of(render_pdf("confirmation_letter", values, at=AT))),
        words_in(render_docx("confirmation_letter", values, at=AT)),
    ):
        assert f"{yuan(fen)}元（大写：人民币{in_capitals(fen)}）" in words


def test_unknown_amount_is_not_zero() -> None:
    values = {**sample_values("payment_receipt"), "amount": None}
    for words in (
        "".join(pages_of(render_pdf("payment_receipt", values, at=AT))),
        words_in(render_docx("payment_receipt", values, at=AT)),
    ):
        assert "支付金额支付日期" in words


def test_values_are_data_and_never_markup() -> None:
    name = '{{ office }} #let x = 1 <w:t> & "秦" $a$ {% if x %}'
    values = {**sample_values("refusal_letter"), "applicant": name}
    bare = re.sub(r"\s", "", name)
    assert bare in "".join(pages_of(render_pdf("refusal_letter", values, at=AT)))
    assert bare in words_in(render_docx("refusal_letter", values, at=AT))


def test_control_characters_do_not_spoil_a_word_file() -> None:
    values = {**sample_values("refusal_letter"), "applicant": "秦\0葵\x0b\ufffe"}
    assert "〔U+0000〕" in words_in(render_docx("refusal_letter", values, at=AT))


@pytest.mark.parametrize(
    ("word", "value", "fault"),
    [
        ("horoscope", "狮子座", "没有“horoscope”这项内容"),
        ("applicant", 5, "“申请人”应是文字"),
        ("issued_on", "2026-07-20", "“制发日期”应是日期"),
        ("reasons", "一条", "“认定的事实和依据”应是列表"),
        ("reasons", [{"fact": "甲", "secret": "乙"}], "“认定的事实和依据”第1行只能有：fact、article"),
        ("reasons", [{"fact": "甲"}], "“认定的事实和依据”第1行缺少“依据条款”"),
        ("reasons", [], "缺少“认定的事实和依据”"),
    ],
)
def test_value_of_the_wrong_sort_is_refused_by_its_word(word: str, value: Any, fault: str) -> None:
    with pytest.raises(ValuesRefused) as refused:
        render_pdf("refusal_letter", {**sample_values("refusal_letter"), word: value}, at=AT)
    assert fault in "".join(refused.value.faults.values())


def test_amount_is_never_a_float() -> None:
    with pytest.raises(ValuesRefused, match=re.escape("“救助金额”应是整数（分）")):
        render_docx("payment_receipt", {**sample_values("payment_receipt"), "amount": 819.0}, at=AT)


def test_limits_of_appeal_are_those_of_the_law() -> None:
    values = sample_values("refusal_letter")
    for word in ("reconsideration_days", "lawsuit_months"):
        del values[word]
    words = "".join(pages_of(render_pdf("refusal_letter", values, at=AT)))
    assert "60日内向云岭县人民政府申请行政复议" in words
    assert "6个月内依法向云岭县人民法院提起行政诉讼" in words


def test_every_document_of_the_procedures_has_a_kind_of_its_name() -> None:
    assert set(DOCUMENTS) <= set(KINDS)
    assert {document for kind in KINDS.values() for document in kind.serves} == set(DOCUMENTS)


def test_samples_are_made_up_when_asked_for() -> None:
    values = sample_values("application")
    numbers = [values["citizen_id"], *(row["citizen_id"] for row in values["members"])]
    assert len(set(numbers)) == 4
    assert all(check_citizen_id(number, date(2026, 7, 1)).number18 == number for number in numbers)
