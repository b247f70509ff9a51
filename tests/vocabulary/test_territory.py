"""A code names a place, and the places around it follow from the code."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.vocabulary.territory import (
    COUNTRY,
    current_codes,
    division,
    divisions,
    full_name,
    is_division,
    parents,
    province,
    shortened,
)

PREFECTURES = "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城".split()


@pytest.mark.parametrize(
    ("code", "around"),
    [
        ("341502", ("341502", "341500", "340000", "000000")),
        ("341502001", ("341502001", "341502", "341500", "340000", "000000")),
        ("341502001003", ("341502001003", "341502001", "341502", "341500", "340000", "000000")),
        ("341502000000", ("341502", "341500", "340000", "000000")),
        ("341500", ("341500", "340000", "000000")),
        ("340000", ("340000", "000000")),
        ("000000", ("000000",)),
    ],
)
def test_the_places_around_a_place_come_narrowest_first(code: str, around: tuple[str, ...]) -> None:
    assert parents(code) == around


@pytest.mark.parametrize(
    "code", ["", "3415", "34150", "3415020", "340100-county", "３４１５０２", "341502\n", "34150200100300"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    assert not is_division(code)
    with pytest.raises(ValueError, match="无法识别"):
        parents(code)


@given(st.from_regex(r"[1-8][0-9]{5}([0-9]{3}([0-9]{3})?)?", fullmatch=True))
def test_each_place_lies_in_the_next(code: str) -> None:
    chain = parents(code)
    assert chain[0] == shortened(code)
    assert chain[-1] == COUNTRY
    assert all(set(parents(outer)) < set(parents(inner)) for inner, outer in pairwise(chain))


def test_anhui_has_its_sixteen_prefectures_and_one_hundred_and_four_counties() -> None:
    here = [row for rows in divisions().values() for row in rows if row.code.startswith("34") and not row.retired]
    prefectures = [row.name for row in here if row.code.endswith("00") and row.code != "340000"]
    counties = [row for row in here if not row.code.endswith("00") and not row.note.startswith("统计用")]
    assert prefectures == [f"{name}市" for name in PREFECTURES]
    assert len(counties) == 104


def test_every_province_is_listed() -> None:
    assert len([code for code in divisions() if code.endswith("0000")]) == 34


@pytest.mark.parametrize("code", ["340102", "341882", "341822", "341504", "522627", "110101", "429004", "341502001003"])
def test_a_place_of_now_or_formerly_is_a_division(code: str) -> None:
    assert is_division(code)


@pytest.mark.parametrize("code", ["340199", "349999", "000000", "990101", "340199001"])
def test_a_code_of_no_place_is_none(code: str) -> None:
    assert not is_division(code)


@pytest.mark.parametrize(
    ("code", "name", "last_year", "successor"),
    [
        ("341822", "广德县", 2019, "341882"),
        ("340221", "芜湖县", 2020, "340210"),
        ("340222", "繁昌县", 2020, "340212"),
        ("340824", "潜山县", 2018, "340882"),
        ("340225", "无为县", 2019, "340281"),
        ("341521", "寿县", 2015, "340422"),
        ("340823", "枞阳县", 2015, "340722"),
    ],
)
def test_a_renamed_or_moved_county_leads_to_its_new_code(code: str, name: str, last_year: int, successor: str) -> None:
    place = division(code)
    assert place is not None
    assert place.name == name
    assert place.stands_on(date(last_year, 12, 31))
    assert not place.stands_on(date(last_year + 1, 1, 1))
    assert current_codes(code) == (successor,)


def test_yeji_is_a_district_since_2015() -> None:
    assert division("341504", date(2014, 12, 31)) is None
    assert division("341504", date(2016, 1, 1)) is not None


def test_an_old_code_is_followed_through_all_its_changes() -> None:
    assert current_codes("342521") == ("341802",)
    assert current_codes("342401") == ("341502", "341503")
    assert current_codes("342623") == ("340281",)
    assert current_codes("340102") == ("340102",)


def test_every_successor_is_itself_in_the_table_and_leads_to_a_place_of_today() -> None:
    for code, rows in divisions().items():
        assert all(successor in divisions() for row in rows for successor in row.successors), code
        for now in current_codes(code):
            place = division(now)
            assert place is not None, code
            assert not place.retired, code


def test_a_code_has_one_current_name_at_most() -> None:
    for code, rows in divisions().items():
        assert sum(not row.retired for row in rows) <= 1, code
        assert all(row.retired for row in rows[:-1]), code


def test_a_name_is_told_as_of_the_day() -> None:
    assert full_name("340102") == "安徽省合肥市瑶海区"
    assert full_name("340102", date(1999, 1, 1)) == "安徽省合肥市东市区"
    assert full_name("341502001003") == "安徽省六安市金安区"


def test_the_province_is_known_where_the_county_is_not() -> None:
    place = province("429004")
    assert place is not None
    assert place.name == "湖北省"
    assert province("990000") is None
