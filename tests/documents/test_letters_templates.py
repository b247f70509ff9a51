"""An office's own template: what it may do, what it may not leave out, and that faults are told line by line."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.household import pages_of
from doudi.documents import letters
from doudi.documents.letters import (
    KINDS,
    TemplateRefused,
    check_template,
    render_docx,
    render_pdf,
    sample_values,
    template_text,
)
from doudi.documents.letters.kinds import PARTS
from doudi.documents.letters.words import VOCABULARY

AT = datetime(2026, 7, 20, tzinfo=UTC)
OURS = template_text("withdrawal")


def withdrawal(block: str) -> str:
    """The form of withdrawal with one more block at its end."""
    return f"{OURS}{block}\n"


def last_line(text: str) -> int:
    return text.rstrip("\n").count("\n") + 1


@pytest.mark.parametrize("kind", KINDS)
def test_template_that_comes_with_us_is_without_fault(kind: str) -> None:
    assert check_template(kind, template_text(kind)) == []


def test_every_template_belongs_to_a_kind() -> None:
    folder = Path(letters.__file__).parent
    assert {path.stem for path in folder.glob("*.yaml")} == set(KINDS)


def test_every_word_is_taken_by_some_kind_and_has_a_label() -> None:
    taken = {word for kind in KINDS.values() for word in kind.words}
    assert taken == set(VOCABULARY)
    assert all(field.zh for field in VOCABULARY.values())


def test_office_s_own_words_are_printed() -> None:
    text = withdrawal("  - text: 窗口咨询时间为{{ programme }}办理日。")
    assert check_template("withdrawal", text) == []
    assert "窗口咨询时间为最低生活保障办理日" in "".join(
        pages_of(render_pdf("withdrawal", sample_values("withdrawal"), at=AT, template=text))
    )


def test_unknown_placeholder_is_told_with_its_line_and_those_there_are() -> None:
    text = withdrawal("  - text: |\n      第一行\n      {{ diagnosis }}")
    (fault,) = check_template("withdrawal", text)
    assert fault.startswith(f"第{last_line(text)}行：这里不能用占位符“diagnosis”；可用的有：")
    assert "applicant（申请人）" in fault
    for render in (render_pdf, render_docx):
        with pytest.raises(TemplateRefused, match="diagnosis"):
            render("withdrawal", sample_values("withdrawal"), at=AT, template=text)


@pytest.mark.parametrize(
    "block",
    [
        "{% for x in applicant %}{{ x }}{% endfor %}",
        "{{ applicant.__class__ }}",
        "{{ applicant['x'] }}",
        "{{ applicant() }}",
        "{{ applicant * 1000000000 }}",
        "{{ 'x' ~ applicant }}",
        "{{ range(9) }}",
        "{% set applicant = 'x' %}",
        "{% include 'secrets' %}",
        "{% import 'os' as os %}",
        "{% macro x() %}{% endmacro %}",
        "{{ applicant|upper }}",
        "{{ applicant|attr('raw') }}",
        "{{ made_on|both }}",
        "{{ applicant|blank(programme) }}",
        "{{ applicant|blank('x') }}",
        "{{ applicant|blank(1, 2) }}",
        "{{ applicant|blank(width=9) }}",
        "{{ 'x'|blank }}",
        "{{ applicant|blank|blank }}",
        "{{ applicant",
        "{% if applicant %}",
        "{{ applicant if programme else phone }}",
        "{{ applicant is defined }}",
    ],
)
def test_nothing_but_words_conditions_and_our_filters_is_taken(block: str) -> None:
    text = withdrawal(f'  - text: "{block}"')
    faults = check_template("withdrawal", text)
    assert len(faults) == 1
    assert faults[0].startswith(f"第{last_line(text)}行：")


@pytest.mark.parametrize("deep", ["{{ " + "(" * 5000 + "applicant" + ")" * 5000 + " }}", "{{ " + "9" * 9000 + " }}"])
def test_sentence_made_to_break_the_reader_is_only_refused(deep: str) -> None:
    assert check_template("withdrawal", withdrawal(f'  - text: "{deep}"'))


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("  - poem: 秦葵", "每一块以下列之一开头"),
        ("  - text: 甲\n    note: 乙", "每一块以下列之一开头"),
        ("  - text: [甲]", "这里应是一段文字"),
        ("  - seal: {unit: 甲}", "缺少“on”"),
        ("  - seal: {unit: 甲, on: 乙, where: 丙}", "没有“where”这一项"),
        ("  - grid: {widths: [50, 50], rows: [[甲, 乙]]}", "相加应为156毫米，现在是100毫米"),
        ("  - grid: {widths: [56, 100], rows: [[甲, 乙, 丙]]}", "这一行可用2格，实际写了3格"),
        ("  - grid: {widths: [56, 100], rows: [[{text: 甲, down: 3}, 乙]]}", "向下合并"),
        ("  - grid: {widths: [56, 100], rows: [[{text: 甲, across: 0}, 乙]]}", "应是1到20之间的整数"),
        ("  - table: {rows: applicant, columns: {姓名: [156, 甲]}}", "不是可以逐行列出的内容"),
        ("  - table: {rows: members, columns: {姓名: [156, 甲]}}", "不是可以逐行列出的内容"),
        ("  - sign: {who: [甲], finger: 'yes'}", "只能写 true 或 false"),
        ("  - when: weather\n    text: 甲", "不能用占位符“weather”"),
    ],
)
def test_fault_of_a_block_is_told_with_its_line(block: str, words: str) -> None:
    faults = check_template("withdrawal", withdrawal(block))
    assert len(faults) == 1
    assert re.match("第[0-9]+行：", faults[0])
    assert words in faults[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "文件是空的"),
        ("title: 甲", "模板要有标题"),
        ("title: 甲\nblocks: []", "内容（blocks）应是"),
        ("title: 甲\ntitle: 乙\nblocks: [{text: 甲}]", "写了两次"),
        ("title: 甲\nblocks: [{text: 甲", "不是合法的 YAML"),
        ("title: 甲\n\tblocks: 乙", "第2行：含有制表符"),
        ("title: &a 甲\nblocks: [{text: *a}]", "不接受"),
        ("title: 甲\nsize: 72\nblocks: [{text: 甲}]", "第2行：字号"),
        ("[" * 60_000, "层"),
        ("title: 甲\n" * 9000, "超过"),
    ],
)
def test_text_that_is_no_template_is_refused_in_chinese(text: str, words: str) -> None:
    faults = check_template("withdrawal", text)
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize("kind", KINDS)
def test_every_mandatory_part_is_missed_when_it_is_cut_out(kind: str) -> None:
    heads = {"receipt": "receipt", "appeal": "appeal"}
    for part in set(KINDS[kind].parts) & set(heads):
        cut = re.sub(rf"(?m)^  - {heads[part]}:.*\n(?:    .*\n)*", "", template_text(kind))
        assert any(PARTS[part] in fault for fault in check_template(kind, cut)), part


def test_seal_and_finger_print_cannot_be_left_out() -> None:
    cut = re.sub(r"(?m)^  - seal:.*\n", "  - right: '{{ issued_on }}'\n", template_text("refusal_letter"))
    assert check_template("refusal_letter", cut) == [
        "缺少公章位置（seal）；“不予确认告知书”不能没有它，也不能给它加条件"
    ]
    assert len(check_template("commitment", template_text("commitment").replace("finger: true, ", ""))) == 1


def test_part_under_a_condition_counts_as_missing() -> None:
    text = template_text("refusal_letter").replace("  - appeal:", "  - when: other_help\n    appeal:")
    faults = check_template("refusal_letter", text)
    assert any(PARTS["appeal"] in fault for fault in faults)


@pytest.mark.parametrize("word", ["reconsideration_organ", "reconsideration_days", "court", "lawsuit_months"])
def test_appeal_names_both_ways_and_both_limits(word: str) -> None:
    text = template_text("refusal_letter").replace(f"{{{{ {word} }}}}", "某")
    assert any(word in fault and "救济途径" in fault for fault in check_template("refusal_letter", text))


def test_facts_and_articles_of_a_refusal_cannot_be_left_out() -> None:
    cut = re.sub(r"(?m)^  - list:\n(?:      .*\n)*", "", template_text("refusal_letter"))
    assert check_template("refusal_letter", cut) == [
        "缺少必须写明的内容“认定的事实和依据”（{{ reasons }}），也不能只在某种条件下才写"
    ]
    without_article = template_text("refusal_letter").replace("依据：{{ article }}。", "")
    assert any("依据条款" in fault for fault in check_template("refusal_letter", without_article))


def test_needed_word_under_a_condition_counts_as_missing() -> None:
    text = OURS.replace("{{ programme|blank(8) }}", "{% if reason %}{{ programme }}{% endif %}")
    assert check_template("withdrawal", text) == [
        "缺少必须写明的内容“救助项目”（{{ programme }}），也不能只在某种条件下才写"
    ]


def test_block_under_its_own_word_is_drawn_only_where_the_word_is_known() -> None:
    values = sample_values("declaration")
    with_it = "".join(pages_of(render_pdf("declaration", values, at=AT)))
    without = "".join(pages_of(render_pdf("declaration", {**values, "spending": []}, at=AT)))
    assert "四、刚性支出" in with_it
    assert "四、刚性支出" not in without
