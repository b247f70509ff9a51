"""The rules as they are written: named, sentenced, cited, one edition a day, and an answer wherever there is a standard."""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest

from doudi.engine.dated import published_parameters
from doudi.policy.edition import all_rules, current, rule_texts
from doudi.policy.facts import CODES, FACTS
from doudi.policy.instruments import resolve
from doudi.policy.language import ENTITIES, UNITS, Rule, headings
from doudi.policy.programmes import BY_KEY, PROGRAMMES, Programme
from support.families import family, found, monthly, somebody

RULES = all_rules()
PROFILES = ("anhui", "national")
MONTHS = tuple(datetime.date(year, month, 1) for year in range(2015, 2027) for month in range(1, 13))
AREAS = ("urban", "rural")


def named(rule: Rule) -> str:
    return f"{rule.file}:{rule.line} {rule.name}"


def test_every_rule_has_a_label_an_english_label_and_a_sentence() -> None:
    assert [named(rule) for rule in RULES if not (rule.zh.strip() and rule.en.strip() and rule.sentence.strip())] == []
    assert [named(rule) for rule in RULES if not rule.en.isascii() or rule.zh.isascii()] == []


def test_a_sentence_is_one_that_ends() -> None:
    assert [named(rule) for rule in RULES if not rule.sentence.endswith(".")] == []
    assert [named(rule) for rule in RULES if rule.reading and not rule.reading.endswith(".")] == []


def test_every_rule_has_a_unit_and_speaks_of_somebody() -> None:
    units = {*UNITS, "truth", *(f"code:{codes}" for codes in CODES)}
    assert [named(rule) for rule in RULES if rule.unit not in units or rule.entity not in ENTITIES] == []


def test_every_rule_has_a_first_day_and_ends_after_it() -> None:
    # A value may be asked for from 2015 on, so no rule that is still law may begin later without an earlier edition.
    assert [named(rule) for rule in RULES if rule.until is not None and rule.until <= rule.since] == []
    assert [named(rule) for rule in RULES if rule.profile not in (None, *PROFILES)] == []


def test_every_rule_rests_on_articles_on_record() -> None:
    for rule in RULES:
        assert rule.cites, named(rule)
        for cite in rule.cites:
            assert resolve(cite).zh, named(rule)


def test_every_file_of_rules_says_what_it_is_about() -> None:
    assert [file for file, text in rule_texts().items() if not text.startswith('"""')] == []
    assert [file for file, text in rule_texts().items() if not list(headings(file, text))] == []


def test_a_remark_belongs_to_a_programme_and_an_advice_recommends_some() -> None:
    for rule in RULES:
        assert (rule.role == "remark") == (rule.programme in BY_KEY), named(rule)
        assert (rule.role == "advice") == bool(rule.recommends), named(rule)
        assert set(rule.recommends) <= BY_KEY.keys(), named(rule)


def parameters_used() -> set[str]:
    others = {rule.name for rule in RULES} | FACTS.keys()
    return {used for rule in RULES for used in rule.uses} - others


def test_every_parameter_a_rule_uses_exists_and_every_value_of_it_has_a_source() -> None:
    table = published_parameters()
    assert parameters_used() <= set(table.names())
    for name in parameters_used():
        assert [value for value in table.published(name) if not value.source.strip()] == [], name


def test_every_fact_is_asked_by_some_rule() -> None:
    used = {used for rule in RULES for used in rule.uses}
    # What nobody calculates with: kinds of income that are exempt, and what the office alone weighs.
    exempt = {
        f"{whose}income_{kind}"
        for whose in ("", "household_")
        for kind in "basic_pension preferential family_planning scholarship bravery assistance disability_subsidy child_allowance".split()
    }
    assert FACTS.keys() - used == exempt | {"event_loss", "receiving_tekun"}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_has_exactly_one_edition_on_every_first_of_a_month(profile: str) -> None:
    names = {rule.name for rule in RULES}
    for day in MONTHS:
        in_force = Counter(rule.name for rule in RULES if rule.holds_on(day, profile))
        assert in_force == Counter(dict.fromkeys(names, 1)), day
        assert current(day, profile).rules.keys() == names, day


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.key)
def test_every_rule_a_programme_names_stands_in_the_edition(programme: Programme) -> None:
    rules = current(datetime.date(2024, 8, 15), "anhui").rules
    amounts = (programme.monthly, programme.least, programme.most, *(rule for _, rule in programme.parts))
    for name in filter(None, (programme.conditions, programme.excluded, programme.published)):
        assert rules[name].unit == "truth"
        assert programme.unit == "person" or rules[name].entity == "household"
    for name in filter(None, amounts):
        assert rules[name].unit == "fen/month"


def standards() -> Iterator[tuple[str, str, datetime.date]]:
    """Every place, area and first day a dibao standard was published for."""
    for value in published_parameters().published("dibao_standard"):
        for area in (value.area,) if value.area else AREAS:
            yield value.place, area, value.since


def test_a_family_of_whom_everything_is_known_is_answered_wherever_and_whenever_there_is_a_standard() -> None:
    undecided = []
    for place, area, day in standards():
        couple = (
            somebody("husband", incomes=monthly("wage", "700"), disability={"kind": "physical", "grade": 3}),
            somebody("wife", "spouse", sex="female", serious_illness=True, labour="none"),
            somebody("son", "child", age=9, school="compulsory"),
        )
        case = family(*couple, day=day.isoformat(), place=place, area=area)
        for profile in PROFILES:
            # In the other profile the same place is asked too: the rules differ, the standard does not.
            if found(case, profile=profile).outcome("dibao") == "unknown":
                undecided.append((place, area, day, profile))
    assert undecided == []


def test_where_no_standard_is_published_dibao_is_unknown_and_names_it() -> None:
    case = family(somebody("man"), place="150102")
    dibao = found(case).of("dibao")
    assert (dibao["outcome"], dibao["missing"]) == ("unknown", ["parameter:dibao_standard"])
