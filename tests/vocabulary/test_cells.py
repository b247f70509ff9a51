"""Telephones, codes, yes and no, texts and the numbers people carry, as they stand in cells."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.cells import (
    Cell,
    parse_account,
    parse_certificate,
    parse_citizen_id,
    parse_code,
    parse_phone,
    parse_place,
    parse_text,
    parse_yes_no,
    shown,
)
from doudi.vocabulary.cells.synonyms import DOUBTFUL, SYNONYMS
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.identity import generate_citizen_id

OWN = generate_citizen_id("341502", date(1962, 8, 1), 123)
OLD = OWN[:6] + OWN[8:17]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13812345678", "13812345678"),
        (13812345678.0, "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("0564-3321234", "0564-3321234"),
        ("05643321234", "0564-3321234"),
        ("（0564）3321234", "0564-3321234"),
        ("010-62345678", "010-62345678"),
        ("0564-3321234转12", "0564-3321234-12"),
    ],
)
def test_a_telephone_number_is_read(cell: Cell, number: str) -> None:
    assert parse_phone(cell).value == number


@pytest.mark.parametrize(
    ("cell", "words", "proposal"),
    [
        ("13812345678/13912345678", "2个电话", "13812345678"),
        ("5643321234", "区号前的0", "0564-3321234"),
        (5643321234, "区号前的0", "0564-3321234"),
        ("3321234", "没有区号", None),
        ("1381234567", "10位数字", None),
        ("找村主任", "数字以外的字符", None),
    ],
)
def test_a_doubtful_telephone_number_is_asked(cell: Cell, words: str, proposal: str | None) -> None:
    read = parse_phone(cell)
    assert (read.verdict, read.proposal) == ("ask", proposal)
    assert words in read.note


@pytest.mark.parametrize(
    ("list_name", "cell", "code"),
    [
        ("sex", "男", "1"),
        ("sex", "女性", "2"),
        ("sex", 1.0, "1"),
        ("sex", "male", "1"),
        ("relation", "户主", "02"),
        ("relation", "2", "02"),
        ("relation", 2, "02"),
        ("relation", "老婆", "12"),
        ("relation", "二女儿", "33"),
        ("relation", "儿媳妇", "38"),
        ("ethnic_group", "汉", "01"),
        ("ethnic_group", "回 族", "03"),
        ("ethnic_group", "HA", "01"),
        ("disability_kind", "肢体", "4"),
        ("disability_grade", "Ⅱ", "2"),
        ("disability_grade", "贰级", "2"),
        ("dibao_class", "Ａ类", "A"),
        ("programme", "农村低保", "DIBAO"),
        ("programme", "五保", "TEKUN"),
        ("labour", "丧失劳动能力", "3"),
        ("school", "小学", "compulsory"),
        ("area", "城市", "urban"),
    ],
)
def test_a_code_is_read_from_the_words_offices_use(list_name: str, cell: Cell, code: str) -> None:
    assert parse_code(cell, list_name).value == code


def test_a_word_that_is_not_the_label_is_read_and_told() -> None:
    assert parse_code("男", "sex").note == ""
    assert parse_code("五保", "programme").note == "“五保”按“特困人员救助供养”登记"


@pytest.mark.parametrize(
    ("list_name", "cell", "code"),
    [
        ("disability_kind", "肢体残疾二级", "4"),
        ("labour", "无劳动能力", "3"),
        ("relation", "干儿子", "97"),
        ("school", "大专", "vocational"),
    ],
)
def test_a_near_miss_is_asked_with_a_proposal(list_name: str, cell: Cell, code: str) -> None:
    read = parse_code(cell, list_name)
    assert (read.value, read.verdict, read.proposal) == (None, "ask", code)


def test_a_word_from_nowhere_is_refused_with_what_may_be_entered() -> None:
    read = parse_code("五级", "disability_grade")
    assert read.verdict == "refused"
    assert "可填：一级、二级、三级、四级" in read.note


def test_an_unknown_list_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        parse_code("x", "no_such_list")


@pytest.mark.parametrize(
    "table", [SYNONYMS, {name: {code: word for word, code in words.items()} for name, words in DOUBTFUL.items()}]
)
def test_synonyms_lead_to_codes_that_there_are(table: dict[str, dict[str, str]]) -> None:
    assert all(code in load_list(name) for name, codes in table.items() for code in codes)


@pytest.mark.parametrize("name", list(SYNONYMS))
def test_no_word_means_two_codes(name: str) -> None:
    words = [word for synonyms in SYNONYMS[name].values() for word in synonyms.split()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", list(SYNONYMS))
def test_every_label_and_code_of_a_list_is_read_as_itself(name: str) -> None:
    for code in load_list(name):
        assert code.code in (parse_code(code.code, name).value, parse_code(code.code, name).proposal)
        assert code.code in (parse_code(code.zh, name).value, parse_code(code.zh, name).proposal)


@pytest.mark.parametrize("cell", ["是", "有", "√", "Y", "1", 1, 1.0, True, "患病"])
def test_yes_is_read(cell: Cell) -> None:
    assert parse_yes_no(cell).value is True


@pytest.mark.parametrize("cell", ["否", "无", "×", "N", "0", 0, False, "没有"])
def test_no_is_read(cell: Cell) -> None:
    assert parse_yes_no(cell).value is False


def test_perhaps_is_asked() -> None:
    assert parse_yes_no("高血压").verdict == "ask"


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "<b>x</b>", "'; DROP TABLE x", "{{7*7}}", "第一行\n第二行", "+86"]
)
def test_text_is_kept_as_it_was_typed(text: str) -> None:
    assert (parse_text(text).value, parse_text(text).verdict) == (text, "ok")


def test_what_a_database_cannot_hold_is_taken_out_of_text_and_said() -> None:
    read = parse_text("山\x00腰\u202e上")
    assert (read.value, read.verdict) == ("山腰上", "normalised")


@pytest.mark.parametrize(("length", "verdict"), [(499, "ok"), (500, "ok"), (501, "refused")])
def test_very_long_text_is_refused(length: int, verdict: str) -> None:
    assert parse_text("长" * length).verdict == verdict


def test_a_citizen_number_is_read_with_its_bearer() -> None:
    read = parse_citizen_id(OWN)
    assert read.verdict == "ok"
    assert read.value is not None
    assert (read.value.number18, read.value.born) == (OWN, date(1962, 8, 1))


@pytest.mark.parametrize("cell", [OLD, int(OLD), float(OLD)])
def test_an_old_number_is_asked_with_the_new_one(cell: Cell) -> None:
    read = parse_citizen_id(cell)
    assert read.verdict == "ask"
    assert read.proposal is not None
    assert (read.proposal.number18, read.proposal.derived) == (OWN, True)


@pytest.mark.parametrize(
    "cell", [float(OWN[:15]) * 1000, 3.6e17, 10**17, OWN[:17] + "?", "1" * 18, date(2023, 2, 3), time(0), True]
)
def test_what_is_no_citizen_number_is_refused_without_repeating_it(cell: Cell) -> None:
    read = parse_citizen_id(cell)
    assert read.verdict == "refused"
    assert OWN[:12] not in read.note


@pytest.mark.parametrize(
    ("cell", "words"),
    [("H12345678", "证件种类"), ("E12345678", "证件种类"), ("新生儿", "临时编号"), ("无", "临时编号")],
)
def test_other_papers_and_none_are_asked(cell: Cell, words: str) -> None:
    read = parse_citizen_id(cell)
    assert read.verdict == "ask"
    assert words in read.note


def test_a_county_that_was_renamed_is_a_remark_and_no_question() -> None:
    read = parse_citizen_id(generate_citizen_id("342423", date(1962, 8, 1), 123))
    assert read.verdict == "ok"
    assert "已停用" in read.note


def test_an_account_is_read_or_asked() -> None:
    assert parse_account("6228480402564890018").value == "6228480402564890018"
    assert parse_account("6228480402564890019").verdict == "ask"
    assert parse_account(6228480402564890018).verdict == "refused"
    assert parse_account("找会计").verdict == "ask"


def test_a_certificate_is_the_citizen_number_with_kind_and_grade() -> None:
    assert parse_certificate(f"{OWN}42").value == f"{OWN}42"
    assert parse_certificate(f"{OWN}42B1").value == f"{OWN}42B1"
    assert parse_certificate(OWN).verdict == "ask"
    assert parse_certificate(f"{OWN}95").verdict == "ask"
    assert parse_certificate(float(OWN) * 100).verdict == "refused"


def test_a_place_is_a_name_or_a_code() -> None:
    assert parse_place("三里村").value == "三里村"
    assert parse_place("341502001001").value == "341502001001"
    assert parse_place("349999001001").verdict == "ask"


def test_a_long_number_is_masked_wherever_it_is_shown() -> None:
    assert OWN not in shown(f"见{OWN}")
    assert OWN[:4] in shown(f"见{OWN}")
    assert shown("长" * 40) == "长" * 30 + "…"


CELLS = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
PARSERS = [parse_phone, parse_yes_no, parse_text, parse_citizen_id, parse_account, parse_certificate, parse_place]


@given(CELLS)
def test_any_cell_is_read_asked_or_refused(cell: Cell) -> None:
    for parse in PARSERS:
        assert parse(cell).verdict in ("ok", "normalised", "ask", "refused")
    for name in SYNONYMS:
        assert parse_code(cell, name).verdict in ("ok", "normalised", "ask", "refused")
