"""Published standards held against the ratios of the law: what the formulas give, and what cannot be checked."""

import datetime
from fractions import Fraction

import pytest

from doudi.engine.dated import Value, published_parameters
from doudi.engine.standards_check import Finding, check_figure, check_standards
from doudi.policy.instruments import resolve

PARAMETERS = published_parameters()
FINDINGS = check_standards(PARAMETERS)


def found(name: str, place: str, since: str, ratio: str, area: str | None = None) -> Finding:
    day = datetime.date.fromisoformat(since)
    matching = [
        finding
        for finding in FINDINGS
        if (finding.figure.parameter, finding.figure.place, finding.figure.since) == (name, place, day)
        and finding.ratio.key == ratio
        and (area is None or finding.area == area)
    ]
    assert len(matching) == 1
    return matching[0]


def figures(name: str, place: str, since: str) -> Value:
    day = datetime.date.fromisoformat(since)
    return next(value for value in PARAMETERS.published(name) if (value.place, value.since) == (place, day))


def test_hefei_tekun_in_the_city_is_exactly_sixty_per_cent_of_consumption() -> None:
    finding = found("tekun_basic_home", "340100", "2023-07-01", "tekun_to_consumption")
    assert (finding.outcome, finding.rounding, finding.least) == ("ok", "exact", Fraction(1_977_900))


def test_hefei_tekun_in_the_counties_is_thirteen_tenths_of_dibao_half_up() -> None:
    finding = found("tekun_basic_home", "340121", "2023-07-01", "tekun_to_dibao")
    assert (finding.outcome, finding.rounding, finding.least) == ("ok", "half_up", Fraction(1_374_360))


def test_hefei_tekun_of_2021_is_inside_though_half_up_falls_short_by_some_fen() -> None:
    finding = found("tekun_basic_home", "340100", "2021-07-01", "tekun_to_dibao", "rural")
    assert (finding.figure.published, finding.least) == ("11185.00", Fraction(1_118_520))
    assert (finding.outcome, finding.rounding) == ("ok", "half_up")


def test_luan_rounds_tekun_up_to_the_yuan() -> None:
    finding = found("tekun_basic_home", "341500", "2024-07-01", "tekun_to_dibao", "rural")
    assert (finding.outcome, finding.rounding, finding.least) == ("ok", "ceiling", Fraction(93_730))


def test_luan_tekun_in_town_is_above_what_dibao_asks_for() -> None:
    finding = found("tekun_basic_home", "341500", "2024-07-01", "tekun_to_dibao", "urban")
    assert (finding.outcome, finding.rounding) == ("ok", "above")


def test_shitai_tekun_is_thirteen_tenths_of_dibao_half_up() -> None:
    assert found("tekun_basic_home", "341722", "2023-07-01", "tekun_to_dibao").rounding == "half_up"


@pytest.mark.parametrize(
    ("place", "since", "roundings"),
    [
        ("340400", "2022-07-01", {"exact"}),
        ("340100", "2023-07-01", {"exact", "half_up"}),
        ("341502", "2024-07-01", {"exact", "half_up", "ceiling"}),
        ("341522", "2024-07-01", {"exact", "half_up", "ceiling"}),
        ("340321", "2022-07-01", {"exact", "half_up", "ceiling"}),
    ],
)
def test_the_care_tiers_are_shares_of_the_minimum_wage(place: str, since: str, roundings: set[str]) -> None:
    for mode in ("home", "institution"):
        for grade in ("self", "half", "full"):
            finding = found(f"tekun_care_{mode}_{grade}", place, since, "care_to_wage")
            assert finding.outcome == "ok" and finding.rounding in roundings


def test_luan_rounds_care_up_where_half_up_would_fall_short() -> None:
    assert found("tekun_care_institution_self", "341502", "2024-07-01", "care_to_wage").rounding == "ceiling"
    assert found("tekun_care_home_self", "341522", "2024-07-01", "care_to_wage").rounding == "ceiling"


@pytest.mark.parametrize(
    ("name", "least"),
    [("disability_living_severe", 27_720), ("disability_living_other", 18_480), ("disability_nursing", 27_720)],
)
def test_hefei_disability_allowances_are_shares_of_dibao_half_up(name: str, least: int) -> None:
    finding = found(name, "340100", "2023-07-01", "allowance_to_dibao")
    assert (finding.outcome, finding.rounding, finding.least) == ("ok", "half_up", Fraction(least))


def test_hefei_dibao_is_between_a_quarter_and_thirty_five_per_cent_of_consumption() -> None:
    finding = found("dibao_standard", "340100", "2023-07-01", "dibao_to_consumption", "urban")
    assert finding.outcome == "ok"
    assert (finding.least, finding.most) == (Fraction(3_296_500, 48), Fraction(3_296_500 * 35, 1200))


def test_a_standard_above_the_upper_end_is_outside() -> None:
    finding = found("dibao_standard", "340300", "2022-07-01", "dibao_to_consumption", "urban")
    assert (finding.outcome, finding.rounding) == ("outside", None)
    assert finding.zh.endswith("不符") and finding.en.endswith("outside")


def test_a_county_without_its_own_consumption_is_not_held_to_the_city_and_names_what_is_missing() -> None:
    finding = found("tekun_basic_home", "340121", "2023-07-01", "tekun_to_consumption")
    assert (finding.outcome, finding.missing, finding.least) == ("cannot_check", ("urban_consumption",), None)
    assert "无法核对：缺 urban_consumption" in finding.zh
    assert "urban_consumption is missing" in finding.en


def test_a_rural_standard_is_held_to_rural_consumption() -> None:
    finding = found("tekun_basic_home", "341500", "2024-07-01", "tekun_to_consumption", "rural")
    assert finding.missing == ("rural_consumption",)


def test_care_is_a_tenth_of_the_basic_standard_at_least() -> None:
    finding = found("tekun_care_untiered", "340100", "2021-07-01", "care_to_basic", "rural")
    assert (finding.outcome, finding.least) == ("ok", Fraction(111_850))


def test_the_grade_that_can_do_everything_is_not_held_to_the_tenth() -> None:
    ratios = {
        finding.ratio.key
        for finding in check_figure(PARAMETERS, figures("tekun_care_home_self", "340400", "2022-07-01"))
    }
    assert ratios == {"care_to_wage"}


def test_care_standards_before_2022_are_not_held_to_the_minimum_wage() -> None:
    ratios = {
        finding.ratio.key
        for finding in check_figure(PARAMETERS, figures("tekun_care_home_half", "340300", "2018-07-01"))
    }
    assert ratios == {"care_to_basic"}


def test_a_figure_for_both_is_held_to_town_and_country_where_they_differ() -> None:
    areas = [
        finding.area
        for finding in check_figure(PARAMETERS, figures("tekun_care_home_half", "341502", "2024-07-01"))
        if finding.ratio.key == "care_to_basic"
    ]
    assert areas == ["urban", "rural"]


@pytest.mark.parametrize(
    ("published", "outcome", "rounding"),
    [
        ("937.00", "ok", "half_up"),
        ("937.30", "ok", "exact"),
        ("937.29", "outside", None),
        ("936.99", "outside", None),
        ("937.31", "ok", "above"),
        ("938.00", "ok", "ceiling"),
        ("939.00", "ok", "above"),
    ],
)
def test_just_below_at_and_just_above_the_least(published: str, outcome: str, rounding: str | None) -> None:
    changed = PARAMETERS.with_changes(
        {
            "tekun_basic_home": [
                {"place": "341500", "area": "rural", "since": datetime.date(2024, 7, 1), "value": published}
            ]
        }
    )
    figure = changed.value("tekun_basic_home", place="341500", area="rural", on=datetime.date(2024, 7, 1))
    assert figure is not None
    (finding,) = [one for one in check_figure(changed, figure) if one.ratio.key == "tekun_to_dibao"]
    assert (finding.outcome, finding.rounding) == (outcome, rounding)


def test_a_figure_from_outside_anhui_is_held_to_nothing() -> None:
    assert check_figure(PARAMETERS, figures("tekun_basic_home", "420100", "2023-06-14")) == ()


def test_a_place_can_be_checked_alone() -> None:
    places = {finding.figure.place for finding in check_standards(PARAMETERS, place="340400")}
    assert places == {"340400"}


def test_every_finding_has_a_sentence_in_both_languages_and_rests_on_an_article() -> None:
    for finding in FINDINGS:
        assert finding.figure.published in finding.zh and finding.figure.published in finding.en
        assert finding.en.replace("–", "-").replace("…", "").isascii()
        assert all(resolve(cite).zh for cite in finding.ratio.cites)


def test_the_sentence_names_figure_formula_expected_amount_and_outcome() -> None:
    finding = found("tekun_basic_home", "340121", "2023-07-01", "tekun_to_dibao")
    assert finding.zh == (
        "tekun_basic_home 340121 城乡 2023-07-01 13744.00 元/年："
        "应不低于低保标准的1.3倍，即 13743.60；符合（四舍五入到元）"
    )
    assert finding.en == (
        "tekun_basic_home 340121 urban and rural 2023-07-01 13744.00 yuan a year: should be at least 1.3 times the "
        "dibao standard, that is 13743.60; inside (rounded half up to the yuan)"
    )
