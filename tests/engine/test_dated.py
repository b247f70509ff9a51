"""The value of a parameter on a day in a place; files that cannot be used; a what-if laid over them."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from doudi.engine.dated import ParameterError, Parameters, UnknownParameter, Value, published_parameters
from doudi.vocabulary.money import yuan

PARAMETERS = published_parameters()
HEFEI, DISTRICT, COUNTY = "340100", "340102", "340121"
ONE_DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def at(name: str, place: str | None, on: str, area: str | None = "urban", **more: str) -> Value | None:
    return PARAMETERS.value(name, place=place, area=area, on=day(on), **more)


def dibao(place: str, on: str, area: str | None = "urban", parameters: Parameters = PARAMETERS) -> str | None:
    value = parameters.value("dibao_standard", place=place, area=area, on=day(on))
    return None if value is None else yuan(value.amount)


def test_a_new_standard_holds_from_its_day_and_not_the_day_before() -> None:
    assert dibao(HEFEI, "2023-06-30") == "717.00"
    assert dibao(HEFEI, "2023-07-01") == "924.00"


def test_a_standard_of_the_whole_city_ends_the_older_ones_of_its_counties() -> None:
    assert dibao(COUNTY, "2021-06-30") == "646.00"
    assert dibao(COUNTY, "2021-07-01") == "717.00"


def test_a_district_inherits_the_city_standard_and_a_county_that_is_excepted_does_not() -> None:
    assert dibao(DISTRICT, "2023-07-01") == "924.00"
    assert dibao(COUNTY, "2023-07-01") == "881.00"


def test_a_village_has_the_standard_of_its_county() -> None:
    assert dibao("340121102203", "2023-07-01") == "881.00"


def test_shou_county_does_not_inherit_the_standard_of_huainan_which_leaves_it_out() -> None:
    assert dibao("340422", "2020-07-01") is None
    assert dibao("340421", "2020-07-01") == "642.00"


def test_fengtai_keeps_its_standard_when_a_later_one_is_for_the_districts_alone() -> None:
    assert dibao("340421", "2022-07-01") == "642.00"
    assert dibao("340402", "2022-07-01") == "725.00"


def test_a_class_of_places_without_a_list_gives_a_value_to_the_named_county_alone() -> None:
    assert dibao("522627", "2024-04-01") == "756.00"
    assert dibao("522626", "2024-04-01") is None


def test_there_is_no_value_before_the_first() -> None:
    assert dibao(HEFEI, "2015-06-30") is None
    assert dibao(HEFEI, "2015-07-01") == "510.00"


def test_town_and_country_have_their_own_standards() -> None:
    assert dibao("341502", "2024-07-01", "urban") == "756.00"
    assert dibao("341502", "2024-07-01", "rural") == "721.00"


def test_an_unknown_area_has_a_value_only_where_town_and_country_are_alike() -> None:
    assert dibao("341502", "2024-07-01", None) is None
    assert dibao(DISTRICT, "2023-07-01", None) == "924.00"


def test_an_unknown_place_has_a_value_only_where_all_places_are_alike() -> None:
    assert at("dibao_standard", None, "2023-07-01") is None
    age = at("elder_age", None, "2023-07-01", None)
    assert age is not None and age.amount == 60


def test_a_yearly_figure_is_a_twelfth_rounded_half_up_and_keeps_what_was_published() -> None:
    basic = at("tekun_basic_home", COUNTY, "2023-07-01")
    assert basic is not None
    assert (yuan(basic.amount), basic.published, basic.per) == ("1145.33", "13744.00", "year")
    assert basic.published_fen("year") == 1_374_400
    with pytest.raises(ValueError, match="按年公布"):
        basic.published_fen("month")


def test_a_standard_without_a_mode_holds_for_both_modes() -> None:
    home, institution = (at(f"tekun_basic_{mode}", "341502", "2024-07-01", "rural") for mode in ("home", "institution"))
    assert home is not None and institution is not None
    assert yuan(home.amount) == yuan(institution.amount) == "938.00"


def test_the_floor_of_a_city_is_not_a_standard() -> None:
    floor = at("dibao_standard_floor", COUNTY, "2016-07-01")
    assert floor is not None and yuan(floor.amount) == "462.00"
    assert dibao(COUNTY, "2016-07-01") is None


def test_a_previous_value_reported_by_a_later_notice_is_provisional() -> None:
    before, after = at("dibao_standard", COUNTY, "2021-06-30"), at("dibao_standard", COUNTY, "2021-07-01")
    assert before is not None and before.provisional
    assert after is not None and not after.provisional


def test_the_grace_period_is_twelve_months_in_anhui_and_six_by_the_ministry() -> None:
    anhui, national = (at("grace_months", HEFEI, "2022-10-20", profile=profile) for profile in ("anhui", "national"))
    assert anhui is not None and anhui.amount == 12
    assert national is not None and national.amount == 6
    assert at("grace_months", HEFEI, "2022-10-19", profile="national") is None


def test_only_anhui_has_a_bonus_for_leaving() -> None:
    assert at("exit_bonus_months_min", HEFEI, "2023-07-01", profile="anhui") is not None
    assert at("exit_bonus_months_min", HEFEI, "2023-07-01", profile="national") is None


def test_langxi_has_a_rule_of_its_own_on_temporary_assistance_from_its_day() -> None:
    before, after = (at("temporary_urgent_max", "341821", on) for on in ("2024-05-26", "2024-05-27"))
    assert before is not None and (before.amount, before.provisional) == (10, True)
    assert after is not None and (after.amount, after.provisional) == (10, False)
    assert at("temporary_urgent_max", "520100", "2024-05-27") is None


def test_a_price_index_holds_for_its_month_alone() -> None:
    july = at("food_cpi_yoy_permille", DISTRICT, "2019-07-31")
    assert july is not None and july.amount == 93
    assert at("food_cpi_yoy_permille", DISTRICT, "2019-06-30") is None
    assert at("food_cpi_yoy_permille", DISTRICT, "2019-08-01") is None


def test_the_price_trigger_was_lower_for_seven_months() -> None:
    days = ("2022-08-31", "2022-09-01", "2023-03-31", "2023-04-01")
    triggers = [at("cpi_trigger_permille", HEFEI, on) for on in days]
    assert [trigger.amount for trigger in triggers if trigger] == [35, 30, 30, 35]


def test_the_history_of_a_county_says_from_when_until_when_each_standard_held_there() -> None:
    held = PARAMETERS.history("dibao_standard", place=COUNTY, area="rural")
    assert [(yuan(value.amount), str(value.since), str(value.until), value.place) for value in held] == [
        ("602.00", "2019-07-01", "2020-07-01", COUNTY),
        ("646.00", "2020-07-01", "2021-07-01", COUNTY),
        ("717.00", "2021-07-01", "2023-07-01", HEFEI),
        ("881.00", "2023-07-01", "None", COUNTY),
    ]


def test_the_history_has_gaps_where_nothing_held() -> None:
    held = PARAMETERS.history("cpi_yoy_permille", place=DISTRICT, area=None)
    assert [(str(value.since), str(value.until)) for value in held] == [("2019-07-01", "2019-08-01")]


def test_every_value_of_the_files_begins_on_its_day_and_not_the_day_before() -> None:
    for name in PARAMETERS.names():
        for value in PARAMETERS.published(name):
            asked = {"place": value.place, "area": value.area or "urban", "profile": value.profile or "national"}
            on, before = (PARAMETERS.value(name, on=when, **asked) for when in (value.since, value.since - ONE_DAY))
            assert on is not None and on.since == value.since and on.amount == value.amount
            assert before is None or before.since < value.since


def test_what_is_in_force_in_a_place_has_one_value_a_parameter_or_one_for_each_area() -> None:
    values = PARAMETERS.in_force(place="341502", on=day("2024-07-01"))
    standards = [(value.area, yuan(value.amount)) for value in values if value.parameter == "dibao_standard"]
    assert standards == [("urban", "756.00"), ("rural", "721.00")]
    assert len([value for value in values if value.parameter == "elder_age"]) == 1
    assert "rural_consumption" not in {value.parameter for value in values}


def test_an_unknown_parameter_names_the_nearest() -> None:
    with pytest.raises(UnknownParameter, match="没有参数 dibao_standart；相近的有：dibao_standard"):
        at("dibao_standart", HEFEI, "2023-07-01")


def test_a_place_that_is_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="区划代码"):
        at("dibao_standard", "合肥", "2023-07-01")


HEAD = """\
parameter: dibao_standard
label: {zh: 低保标准, en: dibao standard}
unit: fen/month
by: [place, area]
cites: ["社会救助暂行办法#10"]
"""
GOOD = '{place: "340100", area: urban, since: 2023-07-01, value: "924.00", source: 公告, confidence: high}'


def folder(tmp_path: Path, *values: str, head: str = HEAD) -> Parameters:
    (tmp_path / "anhui").mkdir()
    lines = "values:\n" + "".join(f"  - {value}\n" for value in values) if values else "values: []\n"
    (tmp_path / "anhui" / "dibao_standard.yaml").write_text(head + lines, encoding="utf-8")
    return Parameters(tmp_path)


def test_a_file_is_read_when_its_parameter_is_first_asked_for(tmp_path: Path) -> None:
    parameters = folder(tmp_path, "damaged")
    assert parameters.names() == ("dibao_standard",)
    with pytest.raises(ParameterError, match="anhui/dibao_standard.yaml values"):
        parameters.load_all()


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ('"924.00"', "924.00", "values.0.：value 写的是 924.0；.*带引号"),
        ('"924.00"', '"1e3"', "value 写的是 '1e3'；.*无法识别"),
        ('"924.00"', '"-1.00"', "value 写的是 '-1.00'"),
        ('"340100"', "340100", "place 写的是 340100；应是带引号的6、9或12位区划代码"),
        ('"340100"', '"3401"', "place 写的是 '3401'"),
        ("urban", "town", "area 写的是 'town'；应是 rural、urban 之一"),
        ("2023-07-01", '"2023-07-01"', "since 写的是 '2023-07-01'；应是 2023-07-01 这样的日期"),
        ("2023-07-01", "2023-07-01 00:00:00", "since 写的是 datetime"),
        ("2023-07-01", "2023-02-30", "anhui/dibao_standard.yaml：不是可读的 YAML"),
        ("source: 公告, ", "", "values.0.：缺少 source"),
        ("source: 公告", 'source: " "', "source 写的是 ' '；应是不为空的文字"),
        ("confidence: high", "confidence: sure", "confidence 写的是 'sure'；应是 high、low、medium 之一"),
        ("confidence: high", "confidence: medium", "provisional 写的是 False；confidence 不是 high"),
        ("confidence: high", "confidence: high, valeu: 1", "不认识 valeu；可写的是 area、"),
        ("confidence: high", "confidence: high, until: 2023-07-01", "until 写的是 .*应晚于 since"),
        ("confidence: high", 'confidence: high, except: ["341502"]', "except 写的是 '341502'；不在 340100 之内"),
        ("confidence: high", "confidence: high, source: 另一份", "第7行：source 写了两次"),
        ("confidence: high", "confidence: high, row: 0", "row 写的是 0"),
    ],
)
def test_a_fault_in_a_value_says_where_it_is_and_how_to_mend_it(
    tmp_path: Path, wrong: str, right: str, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        folder(tmp_path, GOOD.replace(wrong, right)).load_all()


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("parameter: dibao_standard", "parameter: dibao", "parameter 应与文件名相同"),
        ("unit: fen/month", "unit: yuan", "unit 应是 .*fen/month"),
        ("by: [place, area]", "by: [colour]", "by 应是"),
        ("en: dibao standard", "de: Regelsatz", "label 应写成"),
        ('cites: ["社会救助暂行办法#10"]', "cites: []", "cites 应列出依据"),
        ("unit: fen/month", "unit: fen/month\ncolour: red", "不认识 colour"),
    ],
)
def test_a_fault_in_a_head_says_how_to_mend_it(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    with pytest.raises(ParameterError, match=f"anhui/dibao_standard.yaml：{message}"):
        folder(tmp_path, GOOD, head=HEAD.replace(wrong, right)).load_all()


def test_two_values_for_one_place_day_and_area_are_refused(tmp_path: Path) -> None:
    both = GOOD.replace("area: urban, ", "")
    with pytest.raises(ParameterError, match=r"values\[1\]：与 anhui/dibao_standard.yaml values\[0\]"):
        folder(tmp_path, GOOD, both).load_all()


def test_a_second_file_of_a_parameter_has_no_head(tmp_path: Path) -> None:
    parameters = folder(tmp_path, GOOD)
    (tmp_path / "beijing").mkdir()
    (tmp_path / "beijing" / "dibao_standard.yaml").write_text(HEAD + "values: []\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="beijing/dibao_standard.yaml：by、cites、label、unit 只写在"):
        Parameters(parameters.root).load_all()


def test_a_count_is_a_whole_number_and_has_no_period(tmp_path: Path) -> None:
    head = HEAD.replace("fen/month", "count")
    with pytest.raises(ParameterError, match="单位是 count，应写整数"):
        folder(tmp_path, GOOD, head=head).load_all()


def changed(*entries: dict[str, Any]) -> Parameters:
    return PARAMETERS.with_changes([{"parameter": "dibao_standard", **entry} for entry in entries])


def test_a_stated_change_holds_from_its_day_and_the_files_stay_as_they_were() -> None:
    what_if = changed({"place": HEFEI, "area": "urban", "since": day("2025-01-01"), "value": "970.20"})
    assert dibao(DISTRICT, "2024-12-31", parameters=what_if) == "924.00"
    assert dibao(DISTRICT, "2025-01-01", parameters=what_if) == "970.20"
    assert dibao(DISTRICT, "2025-01-01", "rural", what_if) == "924.00"
    assert dibao(DISTRICT, "2025-01-01") == "924.00"


def test_a_change_is_provisional_and_says_it_is_a_supposition() -> None:
    what_if = changed({"place": HEFEI, "since": day("2025-01-01"), "value": "970.20"})
    value = what_if.value("dibao_standard", place=DISTRICT, area="urban", on=day("2025-01-01"))
    assert value is not None and value.provisional and value.source == "假设的调整"


def test_a_change_on_the_day_of_a_published_value_replaces_it_for_its_area() -> None:
    what_if = changed({"place": HEFEI, "area": "rural", "since": day("2023-07-01"), "value": "900.00"})
    assert dibao(DISTRICT, "2023-07-01", "rural", what_if) == "900.00"
    assert dibao(DISTRICT, "2023-07-01", "urban", what_if) == "924.00"


def test_a_change_for_town_leaves_the_country_half_of_a_value_for_both() -> None:
    change = {"parameter": "orphan_home", "place": HEFEI, "since": day("2023-07-01"), "area": "urban", "value": "2500"}
    what_if = PARAMETERS.with_changes(change)
    amounts = {
        area: what_if.value("orphan_home", place=DISTRICT, area=area, on=day("2023-07-01"))
        for area in ("urban", "rural")
    }
    assert {area: yuan(value.amount) for area, value in amounts.items() if value} == {
        "urban": "2500.00",
        "rural": "2420.00",
    }


def test_a_later_published_value_follows_a_change() -> None:
    what_if = changed({"place": HEFEI, "since": day("2022-01-01"), "value": "800.00"})
    assert dibao(DISTRICT, "2023-06-30", parameters=what_if) == "800.00"
    assert dibao(DISTRICT, "2023-07-01", parameters=what_if) == "924.00"


def test_a_later_change_replaces_an_earlier_one_for_the_same_day() -> None:
    entry = {"place": HEFEI, "since": day("2025-01-01")}
    what_if = changed({**entry, "value": "950.00"}, {**entry, "value": "960.00"})
    assert dibao(DISTRICT, "2025-01-01", parameters=what_if) == "960.00"


def test_scaling_a_city_scales_its_counties_own_standards_too() -> None:
    what_if = changed({"place": HEFEI, "since": day("2025-01-01"), "scale_percent": 105})
    assert dibao(DISTRICT, "2025-01-01", parameters=what_if) == "970.20"
    assert dibao(COUNTY, "2025-01-01", parameters=what_if) == "925.05"
    assert dibao("341502", "2025-01-01", "rural", what_if) == "721.00"


def test_scaling_rounds_half_up_to_the_fen() -> None:
    what_if = PARAMETERS.with_changes(
        [{"parameter": "tekun_basic_home", "place": COUNTY, "since": day("2025-01-01"), "scale_percent": 150}]
    )
    value = what_if.value("tekun_basic_home", place=COUNTY, area="rural", on=day("2025-01-01"))
    # 13744 a year is 1145.33 a month; half as much again is 1717.995.
    assert value is not None and yuan(value.amount) == "1718.00"


def test_scaling_gives_no_standard_to_a_county_that_had_none() -> None:
    what_if = changed({"place": "340400", "since": day("2023-01-01"), "scale_percent": 110})
    assert dibao("340402", "2023-01-01", parameters=what_if) == "797.50"
    assert dibao("340421", "2023-01-01", parameters=what_if) == "706.20"
    assert dibao("340422", "2023-01-01", parameters=what_if) is None


def test_scaling_a_district_scales_what_it_inherits_and_not_its_neighbours() -> None:
    what_if = changed({"place": DISTRICT, "since": day("2025-01-01"), "scale_percent": 200})
    assert dibao(DISTRICT, "2025-01-01", parameters=what_if) == "1848.00"
    assert dibao("340103", "2025-01-01", parameters=what_if) == "924.00"


def test_scaling_by_a_hundred_changes_no_amount_anywhere() -> None:
    on = day("2024-12-31")
    names = [name for name in PARAMETERS.names() if any(value.since <= on for value in PARAMETERS.published(name))]
    what_if = PARAMETERS.with_changes(
        [
            {"parameter": name, "since": on, "scale_percent": 100}
            for name in names
            if any(value.until is None for value in PARAMETERS.published(name))
        ]
    )
    for place in ("340102", "340121", "340422", "341502", "341821", "522627", "110101", "440106"):
        amounts = [
            [(value.parameter, value.area, value.amount) for value in parameters.in_force(place=place, on=on)]
            for parameters in (PARAMETERS, what_if)
        ]
        assert amounts[0] == amounts[1]


def test_a_change_without_a_profile_is_meant_for_every_profile() -> None:
    what_if = PARAMETERS.with_changes({"grace_months": [{"since": day("2025-01-01"), "value": 9}]})
    for profile in ("anhui", "national"):
        value = what_if.value("grace_months", place=HEFEI, area=None, on=day("2025-01-01"), profile=profile)
        assert value is not None and value.amount == 9


def test_changes_are_read_from_a_file_in_either_form(tmp_path: Path) -> None:
    by_name, listed = tmp_path / "by_name.yaml", tmp_path / "listed.yaml"
    by_name.write_text('dibao_standard:\n  - {place: "340100", since: 2025-01-01, value: "970.20"}\n', encoding="utf-8")
    listed.write_text(
        '- {parameter: dibao_standard, place: "340100", since: 2025-01-01, scale_percent: 105}\n', encoding="utf-8"
    )
    for path in (by_name, listed):
        assert dibao(DISTRICT, "2025-01-01", parameters=PARAMETERS.with_changes(path)) == "970.20"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dibao": []}, None),
        ({"dibao": [{"since": day("2025-01-01"), "value": "1"}]}, "调整 第1项（dibao）：没有这个参数"),
        ({"dibao_standard": [{"since": day("2025-01-01"), "valeu": "1"}]}, "不认识 valeu"),
        ({"dibao_standard": [{"since": day("2025-01-01"), "value": "1", "scale_percent": 5}]}, "不与 value 同写"),
        ({"dibao_standard": [{"since": day("2025-01-01"), "scale_percent": 1.05}]}, "应是不小于零的整数"),
        ({"dibao_standard": [{"since": day("2025-01-01")}]}, "缺少 value"),
        ({"dibao_standard": [{"value": "1"}]}, "缺少 since"),
        ({"dibao_standard": {"since": day("2025-01-01"), "value": "1"}}, "应写成"),
        ({"dibao_standard": ["970"]}, "每一项应写成"),
        ([{"since": day("2025-01-01"), "value": "1"}], "应带 parameter"),
        (
            [{"parameter": "dibao_standard", "place": "440106", "since": day("2025-01-01"), "scale_percent": 5}],
            "无从调整",
        ),
    ],
)
def test_a_change_that_cannot_be_used_says_which_and_why(change: Any, message: str | None) -> None:
    if message is None:
        assert dibao(DISTRICT, "2025-01-01", parameters=PARAMETERS.with_changes(change)) == "924.00"
        return
    with pytest.raises(ParameterError, match=message):
        PARAMETERS.with_changes(change)


def test_a_change_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ParameterError, match="no-such.yaml：读不到这个文件"):
        PARAMETERS.with_changes(Path("no-such.yaml"))
