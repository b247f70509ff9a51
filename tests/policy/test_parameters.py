"""The parameter files themselves: complete, cited, sourced, and adding up to the published collection."""

from pathlib import Path

import pytest

from doudi.engine.dated import Value, published_parameters
from doudi.policy.instruments import resolve
from doudi.policy.left_out import as_markdown, collected_rows, left_out
from doudi.vocabulary.territory import is_division

PARAMETERS = published_parameters()
VALUES: tuple[Value, ...] = tuple(value for name in PARAMETERS.names() for value in PARAMETERS.published(name))
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "standards-left-out.md"
# Local figures nobody has been seen to publish; whoever asks for them is unknown.
WITHOUT_VALUES = {"disposable_income", "obligor_income_limit", "rigid_spending_percent", "rural_consumption"}


def test_every_value_has_a_source() -> None:
    assert [value for value in VALUES if not value.source.strip()] == []


def test_no_source_is_an_address_or_a_path() -> None:
    assert [value.source for value in VALUES if "/" in value.source or "\\" in value.source] == []


def test_a_value_that_is_not_of_high_confidence_is_provisional() -> None:
    assert [value for value in VALUES if value.confidence != "high" and not value.provisional] == []


def test_every_parameter_rests_on_articles_on_record() -> None:
    for name in PARAMETERS.names():
        for cite in PARAMETERS.definition(name).cites:
            assert resolve(cite).zh


def test_every_parameter_has_a_label_in_both_languages() -> None:
    for name in PARAMETERS.names():
        definition = PARAMETERS.definition(name)
        assert definition.zh and definition.en.isascii()


def test_only_the_local_figures_nobody_published_have_no_value() -> None:
    assert {name for name in PARAMETERS.names() if not PARAMETERS.published(name)} == WITHOUT_VALUES


def test_every_place_is_a_division() -> None:
    places = {place for value in VALUES for place in (value.place, *value.excepted)} - {"000000"}
    assert [place for place in sorted(places) if not is_division(place)] == []


def test_a_value_stands_in_the_folder_of_its_province() -> None:
    provinces = {"national": "00", "anhui": "34", "beijing": "11", "shanghai": "31", "guizhou": "52", "hubei": "42"}
    provinces |= {"shandong": "37", "sichuan": "51", "shaanxi": "61", "guangxi": "45", "liaoning": "21"}
    for path in sorted(PARAMETERS.root.glob("*/*.yaml")):
        codes = {line.split('place: "')[1][:2] for line in path.read_text("utf-8").splitlines() if 'place: "' in line}
        # The plan of 2020 is Anhui's reading wherever its profile is used, so its places are the whole country.
        allowed = {provinces[path.parent.name]} | ({"00"} if "profile: anhui" in path.read_text("utf-8") else set())
        assert codes <= allowed, path


def test_every_row_of_the_collection_is_a_value_or_is_left_out_and_none_is_both() -> None:
    loaded = {value.row for value in VALUES if value.row is not None}
    left = {row.row for row in left_out()}
    assert loaded & left == set()
    assert loaded | left == set(range(1, collected_rows() + 1))
    assert (len(loaded), len(left), collected_rows()) == (239, 51, 290)


def test_every_row_left_out_says_why() -> None:
    assert all(row.reason for row in left_out())


def test_the_page_of_what_is_left_out_is_current() -> None:
    assert PAGE.read_text("utf-8") == as_markdown()


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("adult_age", 18),
        ("elder_age", 60),
        ("tekun_child_age", 16),
        ("obligor_elder_age", 70),
        ("advanced_age", 80),
        ("separation_months", 6),
        ("religious_years", 3),
        ("refused_work_limit", 3),
        ("near_dibao_percent", 150),
        ("asset_limit_months", 24),
        ("asset_limit_homes", 1),
        ("review_months_stable", 12),
        ("review_months_unstable", 6),
        ("class_a_topup_percent", 30),
        ("class_b_topup_percent", 20),
    ],
)
def test_a_legal_figure_is_in_force_everywhere_since_the_interim_measures(name: str, amount: int) -> None:
    for place in ("340102", "520100"):
        values = PARAMETERS.history(name, place=place, area=None)
        assert {value.amount for value in values} == {amount}
        assert values[0].since.isoformat() <= "2014-05-01"
        assert values[-1].until is None
