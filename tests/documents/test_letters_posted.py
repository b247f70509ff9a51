"""What hangs on a board shows what the law lets it show, whoever typed what into which word."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from documents.household import pages_of
from doudi.documents.letters import (
    KINDS,
    NotPostable,
    ValuesRefused,
    check_template,
    render_docx,
    render_pdf,
    sample_values,
    template_text,
)
from doudi.policy.procedure.stages import PROCEDURES
from doudi.vocabulary.identity import generate_citizen_id

AT = datetime(2026, 7, 20, tzinfo=UTC)
POSTED = [key for key, kind in KINDS.items() if kind.posted]
ALLOWED = {
    "office", "number", "issued_on", "county", "town", "village", "programme", "procedure",
    "posted_from", "posted_until", "households", "town_phone", "county_phone",
}  # fmt: skip
ALLOWED_OF_A_HOUSEHOLD = {"village", "head", "size", "result", "amount"}


def with_household(kind: str, **told: Any) -> dict[str, Any]:
    values = sample_values(kind)
    values["households"] = [{**values["households"][0], **told}]
    return values


def test_notices_are_those_of_the_procedures() -> None:
    assert set(POSTED) == {
        "posting_form", "second_posting_form", "late_posting_form", "exit_posting_form", "result_publication",
    }  # fmt: skip


@pytest.mark.parametrize("kind", POSTED)
def test_notice_takes_only_words_that_may_be_shown(kind: str) -> None:
    words = KINDS[kind].words
    assert set(words) <= ALLOWED
    assert {field.key for field in words["households"].fields} <= ALLOWED_OF_A_HOUSEHOLD


@pytest.mark.parametrize("kind", POSTED)
@pytest.mark.parametrize("word", ["citizen_id", "phone", "address", "members", "reasons", "account"])
def test_notice_can_neither_be_told_nor_made_to_print_more(kind: str, word: str) -> None:
    with pytest.raises(ValuesRefused):
        render_pdf(kind, {**sample_values(kind), word: "甲"}, at=AT)
    assert check_template(kind, f'{template_text(kind)}  - text: "{{{{ {word} }}}}"\n')


@pytest.mark.parametrize("kind", POSTED)
@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (f"秦葵 {generate_citizen_id('341221', date(1964, 3, 4), 112)}", "证件号或账号"),
        ("秦葵 3412************12", "证件号或账号"),
        ("6220 0000 0000 0000 127", "证件号或账号"),
        ("电话19900000012", "电话号码"),
        ("0558-7000012", "电话号码"),
        ("秦葵（肢体残疾二级）", "健康、残疾或处罚情况"),
        ("因服刑停发", "健康、残疾或处罚情况"),
        ("3号楼2单元", "门牌号"),
    ],
)
def test_what_may_not_be_shown_is_found_wherever_it_was_typed(kind: str, typed: str, what: str) -> None:
    for render in (render_pdf, render_docx):
        for told in ({"head": typed}, {"result": typed}, {"village": typed}):
            with pytest.raises(NotPostable, match=what):
                render(kind, with_household(kind, **told), at=AT)
        with pytest.raises(NotPostable, match=what):
            render(kind, {**sample_values(kind), "village": typed}, at=AT)


@pytest.mark.parametrize("kind", POSTED)
def test_telephones_of_the_offices_are_shown(kind: str) -> None:
    values = sample_values(kind)
    words = "".join(pages_of(render_pdf(kind, values, at=AT)))
    assert values["town_phone"] in words
    assert values["county_phone"] in words


@pytest.mark.parametrize("kind", POSTED)
@pytest.mark.parametrize("procedure", [name for name, procedure in PROCEDURES.items() if procedure.never_posted])
def test_case_of_a_child_is_never_posted(kind: str, procedure: str) -> None:
    for render in (render_pdf, render_docx):
        with pytest.raises(NotPostable, match="一律不公示"):
            render(kind, {**sample_values(kind), "procedure": procedure}, at=AT)


def test_unknown_procedure_is_not_posted_either() -> None:
    with pytest.raises(NotPostable, match="没有名为“dibo”的程序"):
        render_pdf("posting_form", {**sample_values("posting_form"), "procedure": "dibo"}, at=AT)


def test_notice_of_the_subsidies_may_name_its_programme() -> None:
    values = {**sample_values("posting_form"), "programme": "困难残疾人生活补贴"}
    assert "困难残疾人生活补贴公示" in "".join(pages_of(render_pdf("posting_form", values, at=AT)))
