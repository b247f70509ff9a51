"""What the rule language takes and what it refuses, and how the editions of rules stand together on a day."""

import datetime

import pytest

from doudi.policy.edition import Edition, EditionError, all_rules, current, edition_of, read_rules
from doudi.policy.facts import CODES
from doudi.policy.language import (
    All,
    Choice,
    Comparison,
    Const,
    Not,
    OneOf,
    Over,
    Published,
    Rounded,
    Rule,
    RuleError,
    children,
)

PARAMETERS = {"standard": "fen/month", "limit": "months", "share": "percent", "adult_age": "years"}
DAY = datetime.date(2024, 8, 15)


def written(body: str, arguments: str = "", *, unit: str = "truth", per: str = "household", more: str = "") -> str:
    """A file of one rule whose body stands on its fourth line."""
    given = ", ".join(f"{name}: Truth" for name in arguments.split())
    heading = f'@rule(label="试", en="trial", unit="{unit}", per="{per}", cites=[]{more})'
    return f'{heading}\ndef trial({given}) -> Truth:\n    """Try it."""\n    return {body}\n'


def read(text: str) -> Rule:
    (rule,) = read_rules({"trial.py": text}, PARAMETERS)
    return rule


def refused(text: str) -> RuleError:
    with pytest.raises(RuleError) as refusal:
        read_rules({"trial.py": text}, PARAMETERS)
    return refusal.value


# What is taken.


def test_arithmetic_carries_its_dimension_through() -> None:
    rule = read(
        written(
            "standard * months_a_year * homes - household_income_wage",
            "standard homes household_income_wage",
            unit="fen/year",
        )
    )
    assert str(rule.node.type) == "fen/year"
    assert rule.uses == ("standard", "homes", "household_income_wage")


def test_a_bare_number_takes_on_the_other_sides_dimension() -> None:
    assert str(read(written("at_least(0, standard - 100)", "standard", unit="fen/month")).node.type) == "fen/month"


def test_a_yearly_amount_over_twelve_months_is_a_monthly_amount() -> None:
    rule = read(written("half_up(household_income_wage / months_a_year)", "household_income_wage", unit="fen/month"))
    assert isinstance(rule.node, Rounded) and str(rule.node.type) == "fen/month"


@pytest.mark.parametrize("word", ["half_up", "ceiling", "rounded_down"])
def test_three_roundings_are_known(word: str) -> None:
    rule = read(written(f"{word}(homes / vehicles)", "homes vehicles", unit="count"))
    assert isinstance(rule.node, Rounded) and rule.node.word == word


def test_a_chained_comparison_is_the_two_comparisons_together() -> None:
    rule = read(written("1 <= homes < 3", "homes"))
    assert isinstance(rule.node, All)
    assert [part.op for part in rule.node.parts if isinstance(part, Comparison)] == ["<=", "<"]


def test_a_code_is_held_against_one_word_or_several() -> None:
    rule = read(written('area == "rural" or event_kind in ("fire", "traffic")', "area event_kind"))
    assert [part.words for part in children(rule.node) if isinstance(part, OneOf)] == [("rural",), ("fire", "traffic")]


def test_not_in_is_the_opposite_of_in() -> None:
    rule = read(written('event_kind not in ("fire",)', "event_kind"))
    assert isinstance(rule.node, Not) and isinstance(rule.node.part, OneOf)


def test_a_rule_may_answer_with_a_word_of_its_list() -> None:
    rule = read(written('"A" if relapse_watch else "C"', "relapse_watch", unit="code:class"))
    assert isinstance(rule.node, Choice) and rule.node.then == Const(rule.node.type, None, "A")


def test_bands_give_the_result_of_the_highest_bound_reached() -> None:
    rule = read(written("bands(age, 0, (80, 1), (90, 2))", "age", unit="count", per="person"))
    # The band read last is asked first.
    assert isinstance(rule.node, Choice) and rule.node.then == Const(rule.node.then.type, None, 2)
    assert isinstance(rule.node.otherwise, Choice) and isinstance(rule.node.otherwise.otherwise, Const)


@pytest.mark.parametrize("word", ["anyone", "everyone", "count", "total", "largest"])
def test_a_household_gathers_over_its_members(word: str) -> None:
    number = word in ("total", "largest")
    item, unit = ("refused_work", "count") if number else ("serious_illness", "truth")
    rule = read(written(f"{word}({item})", item, unit="count" if word == "count" else unit))
    assert isinstance(rule.node, Over) and rule.node.entity == "household"


def test_a_person_gathers_over_the_obligors() -> None:
    rule = read(written("anyone(obligor_age >= 60)", "obligor_age", per="person"))
    assert isinstance(rule.node, Over) and rule.node.entity == "person"


def test_a_persons_rule_may_use_the_households_facts() -> None:
    assert read(written("relapse_watch and serious_illness", "relapse_watch serious_illness", per="person")).uses == (
        "relapse_watch",
        "serious_illness",
    )


def test_a_parameter_may_be_asked_whether_it_is_published() -> None:
    rule = read(written("is_published(standard)", "standard"))
    assert isinstance(rule.node, Published) and rule.uses == ("standard",)


def test_the_docstring_is_a_sentence_and_a_reading() -> None:
    text = written("relapse_watch", "relapse_watch").replace(
        "Try it.", "Try it.\n\n    Reading: as we\n    see it.\n    "
    )
    rule = read(text)
    assert (rule.sentence, rule.reading) == ("Try it.", "as we see it.")


# What is refused: the file, the line, what is wrong, and the words there are.

ILL_TYPED = [
    (
        "household_income_wage + standard",
        "household_income_wage standard",
        "fen/year",
        "fen/year cannot meet fen/month",
    ),
    ("standard + limit", "standard limit", "fen/month", "fen/month cannot meet months"),
    ("financial_assets - limit", "financial_assets limit", "fen", "fen cannot meet months"),
    ("standard < limit", "standard limit", "truth", "fen/month cannot meet months"),
    ("at_most(standard, limit)", "standard limit", "fen/month", "fen/month cannot meet months"),
    (
        "standard if relapse_watch else limit",
        "standard relapse_watch limit",
        "fen/month",
        "fen/month cannot meet months",
    ),
    ("standard * limit", "standard limit", "fen/month", "fen cannot meet fen/month"),
    ("half_up(household_income_wage / limit)", "household_income_wage limit", "fen/year", "cannot meet fen/year"),
    ("bands(homes, 0, (standard, 1))", "homes standard", "count", "count cannot meet fen/month"),
    ("bands(homes, standard, (1, limit))", "homes standard limit", "fen/month", "months cannot meet fen/month"),
    ("standard", "standard", "truth", "a fen/month cannot meet a truth"),
    ("relapse_watch + homes", "relapse_watch homes", "count", "truth + count is not arithmetic on numbers"),
    ("half_up(relapse_watch / homes)", "relapse_watch homes", "count", "only numbers are divided"),
    ("homes and relapse_watch", "homes relapse_watch", "truth", "a count cannot meet a truth"),
    ("not homes", "homes", "truth", "a count cannot meet a truth"),
    ("area == event_kind", "area event_kind", "truth", "a area cannot meet a event_kind"),
    ('area < "urban"', "area", "truth", "codes are equal or not; they have no order"),
    ('homes in ("fire",)', "homes", "truth", "only a code is held against words"),
    ("area in (1, 2)", "area", "truth", "only a code is held against words"),
    ("count(refused_work)", "refused_work", "count", "a count cannot meet a truth"),
    ("total(serious_illness)", "serious_illness", "count", "total gathers numbers"),
]
OUTSIDE_THE_LANGUAGE = [
    (
        "household_income_wage / 12",
        "household_income_wage",
        "a division stands only inside half_up, ceiling or rounded_down",
    ),
    ("homes // 2", "homes", "a division stands only inside"),
    ("homes % 2", "homes", "a division stands only inside"),
    ("homes ** 2", "homes", "a division stands only inside"),
    ("half_up(homes)", "homes", "write half_up(a / b)"),
    ("half_up(homes / 2, 1)", "homes", "write half_up(a / b)"),
    ("homes > 0.5", "homes", "0.5 is not a whole number or a truth"),
    ("homes > 1e3", "homes", "1000.0 is not a whole number or a truth"),
    ("homes > -1", "homes", "only `not` stands before a value"),
    ('homes > "1"', "homes", "'1' is not a whole number or a truth"),
    ("homes is 1", "homes", "Is is not a comparison of the language"),
    ("[homes][0]", "homes", "Subscript is not a word of the language"),
    ("(lambda: homes)", "homes", "Lambda is not a word of the language"),
    ("total(refused_work for each in members)", "refused_work", "GeneratorExp is not a word of the language"),
    ("sum(homes)", "homes", "sum is not a word of the language"),
    ("homes.real", "homes", "Attribute is not a word of the language"),
    ("at_least(homes)", "homes", "write at_least(a, b)"),
    ("bands(homes, 0)", "homes", "write bands(value, below, (lower bound, result), …)"),
    ("bands(homes, 0, 1)", "homes", "a band is (lower bound, result)"),
    ("is_published(homes)", "homes", "is_published asks about one parameter"),
    ("is_published(standard, limit)", "standard limit", "is_published asks about one parameter"),
]


@pytest.mark.parametrize(("body", "arguments", "unit", "problem"), ILL_TYPED)
def test_kinds_units_and_lists_that_do_not_agree_are_refused(
    body: str, arguments: str, unit: str, problem: str
) -> None:
    refusal = refused(written(body, arguments, unit=unit))
    assert (refusal.file, refusal.line) == ("trial.py", 4)
    assert problem in refusal.problem
    assert str(refusal).startswith("trial.py:4: trial: ")
    assert "the language has: and or not" in str(refusal) and "is_published" in str(refusal)


@pytest.mark.parametrize(("body", "arguments", "problem"), OUTSIDE_THE_LANGUAGE)
def test_what_is_no_word_of_the_language_is_refused(body: str, arguments: str, problem: str) -> None:
    refusal = refused(written(body, arguments))
    assert (refusal.file, refusal.line) == ("trial.py", 4)
    assert problem in refusal.problem
    assert "half_up ceiling rounded_down" in str(refusal)


@pytest.mark.parametrize(
    "statements",
    ["for one in homes:\n        pass\n    return homes", "x = homes\n    return x", "if homes:\n        return homes"],
)
def test_a_rule_that_is_not_one_return_is_refused(statements: str) -> None:
    refusal = refused(written("homes", "homes").replace("return homes", statements))
    assert (refusal.line, "a rule is one return of one expression" in refusal.problem) == (2, True)


def test_a_name_nobody_knows_is_refused() -> None:
    problem = refused(written("luck > 0", "luck")).problem
    assert "luck is not an argument that is a fact, a parameter or a rule" in problem


def test_a_name_that_is_not_an_argument_is_refused() -> None:
    assert "homes is not an argument" in refused(written("homes > 0", "")).problem


def test_an_argument_that_is_not_used_is_refused() -> None:
    assert "the argument vehicles is not used" in refused(written("homes > 0", "homes vehicles")).problem


def test_a_persons_fact_in_a_households_rule_is_refused_and_says_how_to_gather_it() -> None:
    problem = refused(written("age >= 60", "age")).problem
    assert "age is a person's, not a household's: gather it with a word over members" in problem


def test_an_obligors_fact_in_a_households_gathering_is_refused() -> None:
    problem = refused(written("anyone(obligor_age >= 60)", "obligor_age")).problem
    assert "obligor_age is a obligor's, not a person's" in problem


def test_an_obligor_has_nobody_to_gather() -> None:
    assert "gathers one expression" in refused(written("anyone(relapse_watch)", "relapse_watch", per="obligor")).problem


def test_a_word_outside_the_list_is_refused_with_the_list() -> None:
    problem = refused(written('event_kind == "flood"', "event_kind")).problem
    assert f"flood is not a event_kind: {', '.join(CODES['event_kind'])}" in problem


def test_a_word_outside_the_rules_own_list_is_refused_with_the_list() -> None:
    problem = refused(written('"D" if relapse_watch else "A"', "relapse_watch", unit="code:class")).problem
    assert "D is not a class: A, B, C" in problem


def test_a_rule_without_a_sentence_is_refused() -> None:
    text = written("homes > 0", "homes").replace('    """Try it."""\n', "")
    assert "a rule says its article in one sentence" in refused(text).problem


@pytest.mark.parametrize("missing", ["label", "en", "cites"])
def test_a_heading_without_label_english_or_citations_is_refused(missing: str) -> None:
    heading = {"label": 'label="试", ', "en": 'en="trial", ', "cites": ", cites=[]"}[missing]
    refusal = refused(written("homes > 0", "homes").replace(heading, ""))
    assert str(refusal) == f"trial.py:2: trial: the heading says no {missing}"


def test_a_heading_with_an_unknown_word_is_refused() -> None:
    refusal = refused(written("homes > 0", "homes", more=', colour="red"'))
    assert str(refusal) == "trial.py:2: trial: the heading does not know colour"


def test_a_heading_that_calculates_is_refused() -> None:
    assert "literal values only" in refused(written("homes > 0", "homes", more=", since=today()")).problem


def test_a_file_holds_rules_and_nothing_else() -> None:
    assert refused("LIMIT = 3\n").problem == "a rule file holds decorated rules and nothing else"
    assert refused("def helper() -> int:\n    return 3\n").line == 1
    assert "write @rule(...), @remark(...) or @advice(...)" in refused("@cache\ndef helper():\n    return 3\n").problem


@pytest.mark.parametrize("taken", ["homes", "standard"])
def test_a_rule_may_not_take_the_name_of_a_fact_or_a_parameter(taken: str) -> None:
    refusal = refused(written("relapse_watch", "relapse_watch").replace("def trial", f"def {taken}"))
    assert refusal.problem == f"{taken} is the name of a fact or a parameter already"


# Editions.


def edition_text(name: str, body: str, arguments: str = "", more: str = "", unit: str = "truth") -> str:
    return written(body, arguments, more=more, unit=unit).replace("def trial", f"def {name}")


def edition(*texts: str, day: datetime.date = DAY, profile: str = "anhui") -> Edition:
    rules = read_rules({"trial.py": "\n\n".join(texts)}, PARAMETERS)
    return edition_of(rules, day, profile)


def test_rules_stand_after_the_rules_they_use() -> None:
    built = edition(edition_text("last", "first", "first"), edition_text("first", "relapse_watch", "relapse_watch"))
    assert list(built.rules) == ["first", "last"]
    assert [rule.name for rule in built.needed_for(["first"])] == ["first"]


def test_one_edition_ends_where_the_next_begins() -> None:
    old = edition_text("trial", "True", more=', until="2025-01-01"')
    new = edition_text("renewed", "False", more=', since="2025-01-01", edition_of="trial"')
    before = edition(old, new, day=datetime.date(2024, 12, 31))
    after = edition(old, new, day=datetime.date(2025, 1, 1))
    assert [each.rules["trial"].node for each in (before, after)] == [
        Const(before.rules["trial"].node.type, None, True),
        Const(after.rules["trial"].node.type, None, False),
    ]
    assert before.fingerprint != after.fingerprint


def test_each_profile_has_its_own_edition() -> None:
    ours = edition_text("trial", "True", more=', profile="anhui"')
    theirs = edition_text("other", "False", more=', profile="national", edition_of="trial"')
    nodes = [edition(ours, theirs, profile=profile).rules["trial"].node for profile in ("anhui", "national")]
    assert [node.value for node in nodes if isinstance(node, Const)] == [True, False]


def test_two_editions_on_one_day_are_refused() -> None:
    old, new = edition_text("trial", "True"), edition_text("renewed", "False", more=', edition_of="trial"')
    with pytest.raises(EditionError, match="two editions of trial hold on 2024-08-15 under anhui"):
        edition(old, new)


def test_editions_of_one_rule_have_one_unit() -> None:
    old = edition_text("trial", "True")
    new = edition_text("renewed", "1", unit="count", more=', edition_of="trial"')
    assert "the same unit and speaks of the same entity" in refused(f"{old}\n\n{new}").problem


def test_a_rule_that_uses_one_not_in_force_is_refused() -> None:
    past = edition_text("past", "True", more=', until="2020-01-01"')
    with pytest.raises(EditionError, match="trial uses past, which has no edition on 2024-08-15 under anhui"):
        edition(past, edition_text("trial", "past", "past"))


def test_rules_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(EditionError, match="rules wait for each other: .*one.*two"):
        edition(edition_text("one", "two", "two"), edition_text("two", "one", "one"))


def test_no_rule_is_in_force_before_the_first() -> None:
    first = min(rule.since for rule in all_rules())
    assert current(first, "anhui").rules
    with pytest.raises(EditionError, match="no rule is in force before"):
        current(first - datetime.timedelta(days=1), "anhui")


def test_the_edition_of_a_day_is_kept() -> None:
    assert current(DAY, "anhui") is current(datetime.date(2024, 8, 16), "anhui")
