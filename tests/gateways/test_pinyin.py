"""Pinyin of names: family names in their own readings, and nobody lost for a rare character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.gateways.pinyin import initials_of, pinyin_of, syllables_of


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单小芳", "shan xiao fang"),
        ("單小芳", "shan xiao fang"),
        ("曾大山", "zeng da shan"),
        ("解小河", "xie xiao he"),
        ("仇小河", "qiu xiao he"),
        ("查小河", "zha xiao he"),
        ("任小河", "ren xiao he"),
        ("区小河", "ou xiao he"),
        ("朴小河", "piao xiao he"),
        ("覃小河", "qin xiao he"),
        ("翟小河", "zhai xiao he"),
        ("尉迟大山", "yu chi da shan"),
        ("尉大山", "wei da shan"),
        ("令狐大山", "ling hu da shan"),
        ("万俟大山", "mo qi da shan"),
        ("长孙大山", "zhang sun da shan"),
        ("澹台大山", "tan tai da shan"),
        ("吕小河", "lv xiao he"),
        ("王女", "wang nv"),
        ("李长江", "li chang jiang"),
        ("王单", "wang dan"),
        ("买买提·吐尔逊", "mai mai ti tu er xun"),
        ("䶮林", "yan lin"),
        ("\ue863林", "yan lin"),
        ("\uf9e1明", "li ming"),
    ],
)
def test_a_name_is_read_as_its_bearers_read_it(name: str, pinyin: str) -> None:
    assert pinyin_of(name) == pinyin


def test_a_character_without_a_reading_stays_as_it_is() -> None:
    assert pinyin_of("王\U000323af") == "wang \U000323af"
    assert initials_of("王\U000323af") == "w\U000323af"


@pytest.mark.parametrize(
    ("name", "pinyin"), [("Nguyễn Hoa", "nguyen hoa"), ("J. Smith", "j. smith"), ("김철수", "김철수")]
)
def test_words_of_other_scripts_stay_whole(name: str, pinyin: str) -> None:
    assert pinyin_of(name) == pinyin


def test_initials_are_the_first_letters() -> None:
    assert initials_of("欧阳小河") == "oyxh"
    assert initials_of("") == ""


@given(st.text(max_size=30))
def test_any_text_has_syllables(text: str) -> None:
    assert all(syllables_of(text))
    assert len(initials_of(text)) == len(syllables_of(text))
