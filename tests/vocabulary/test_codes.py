"""Every list loads, says where it comes from, and has each code once."""

import re
from importlib.resources import files

import pytest

from doudi.policy.facts import CODES
from doudi.vocabulary.codes import Code, CodeList, list_names, load_list

LIST_OF = {"relation": "kinship", "class": "dibao_class", "care_grade": "self_care"}


@pytest.mark.parametrize("name", list_names())
def test_a_list_loads_with_its_title_and_confidence(name: str) -> None:
    codes = load_list(name)
    assert len(codes) > 1
    assert codes.title
    assert codes.confidence in {"high", "medium", "low"}
    assert bool(codes.standard) == bool(codes.edition)


def test_the_index_names_every_file_and_no_other() -> None:
    found = {entry.name.removesuffix(".csv") for entry in (files("doudi.vocabulary") / "lists").iterdir()}
    assert found - {"index", "divisions"} == set(list_names())


@pytest.mark.parametrize("name", list_names())
def test_labels_are_chinese_and_english(name: str) -> None:
    for code in load_list(name):
        assert re.search(r"[\u4e00-\u9fff]", code.zh), code
        assert code.en.isascii(), code
        assert re.fullmatch(r"[A-Za-z0-9_]*", code.identifier), code


def test_there_are_fifty_six_ethnic_groups() -> None:
    groups = load_list("ethnic_group")
    assert [code.code for code in groups] == [f"{number:02d}" for number in range(1, 57)]
    assert (groups["01"].zh, groups["11"].zh, groups["56"].zh) == ("汉族", "满族", "基诺族")
    assert len({code.note for code in groups}) == 56


@pytest.mark.parametrize(
    ("name", "code", "zh"),
    [
        ("sex", "1", "男性"),
        ("marital", "30", "丧偶"),
        ("health", "66", "精神残疾"),
        ("employment_status", "27", "农民"),
        ("relation", "02", "户主"),
        ("relation", "68", "配偶的曾祖父母或外曾祖父母"),
        ("education", "70", "初级中学教育"),
        ("politics", "13", "群众"),
        ("disability_kind", "6", "精神残疾"),
        ("elder_ability", "4", "完全失能"),
    ],
)
def test_a_code_of_a_national_standard_means_what_it_says(name: str, code: str, zh: str) -> None:
    assert load_list(name)[code].zh == zh


def test_national_lists_carry_standard_and_edition() -> None:
    assert (load_list("relation").standard, load_list("relation").edition) == ("GB/T 4761", "2008")
    assert load_list("programme").standard == ""
    assert load_list("education").partial
    assert not load_list("sex").partial


@pytest.mark.parametrize("name", CODES)
def test_every_word_a_rule_may_ask_about_has_a_label(name: str) -> None:
    words = set(CODES[name]) - ({"none"} if name == "disability_kind" else set())
    assert words == set(load_list(LIST_OF.get(name, name)).by_identifier) & set(CODES[name])


def test_a_code_is_found_by_its_identifier() -> None:
    assert load_list("programme").by_identifier["tekun"].code == "TEKUN"
    assert "TEKUN" in load_list("programme")
    assert "tekun" not in load_list("programme")


def test_an_unknown_list_or_code_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="没有名为“nothing”的代码表"):
        load_list("nothing")
    with pytest.raises(KeyError, match="没有代码“7”"):
        load_list("sex")["7"]


def _list(*codes: Code) -> CodeList:
    return CodeList("sample", "样表", "", "", "high", False, codes)


def test_a_code_that_occurs_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="代码“1”重复"):
        _list(Code("1", "甲", "a"), Code("1", "乙", "b"))


def test_an_identifier_that_occurs_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="标识“x”重复"):
        _list(Code("1", "甲", "a", "x"), Code("2", "乙", "b", "x"))


def test_a_line_without_a_label_is_refused() -> None:
    with pytest.raises(ValueError, match="缺少"):
        _list(Code("1", "", "a"))
