"""What each word of the rule language means: Kleene's truth, exact numbers, roundings, words over members."""

import datetime
from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.engine.reference import Calculation, Reference, Value, rounded, unknown_inputs
from doudi.policy.edition import Edition, edition_of, read_rules

DAY = datetime.date(2024, 8, 15)
PARAMETERS = {"limit": "count", "unpublished": "count"}
TRUTHS: tuple[bool | None, ...] = (True, False, None)


def edition_with(body: str, arguments: str, unit: str = "truth", per: str = "household") -> Edition:
    """An edition of one rule, `trial`."""
    given_names = ", ".join(f"{name}: Truth" for name in arguments.split())
    text = (
        f'@rule(label="试", en="trial", unit="{unit}", per="{per}", cites=[])\n'
        f'def trial({given_names}) -> Truth:\n    """Try it."""\n    return {body}\n'
    )
    return edition_of(read_rules({"trial.py": text}, PARAMETERS), DAY, "anhui")


def calculation(
    edition: Edition,
    household: dict[str, Value] | None = None,
    persons: Sequence[dict[str, Value]] = (),
    obligors: Sequence[tuple[int, dict[str, Value]]] = (),
) -> Calculation:
    return Calculation(Reference(edition), household or {}, persons, obligors, {"limit": 3, "unpublished": None}.get)


def of_household(body: str, arguments: str, unit: str = "truth", **household: Value) -> Value:
    return calculation(edition_with(body, arguments, unit), household).of_household("trial")


def over_people(body: str, fact: str, values: Sequence[Value], unit: str = "truth") -> Value:
    persons = [{fact: value} for value in values]
    return calculation(edition_with(body, fact, unit), persons=persons).of_household("trial")


# Truth.


@pytest.mark.parametrize("left", TRUTHS)
@pytest.mark.parametrize("right", TRUTHS)
def test_and_is_false_once_one_side_is_and_or_true_once_one_side_is(left: bool | None, right: bool | None) -> None:
    both, either = (
        of_household(
            f"relapse_watch {word} has_farmland", "relapse_watch has_farmland", relapse_watch=left, has_farmland=right
        )
        for word in ("and", "or")
    )
    assert both is (False if False in (left, right) else None if None in (left, right) else True)
    assert either is (True if True in (left, right) else None if None in (left, right) else False)


@pytest.mark.parametrize(("value", "opposite"), [(True, False), (False, True), (None, None)])
def test_not_of_an_unknown_is_unknown(value: bool | None, opposite: bool | None) -> None:
    assert of_household("not relapse_watch", "relapse_watch", relapse_watch=value) is opposite


@pytest.mark.parametrize(
    ("condition", "then", "otherwise", "value"),
    [
        (True, 5, 7, 5),
        (False, 5, 7, 7),
        (True, 5, None, 5),
        (False, None, 7, 7),
        (True, None, 7, None),
        (None, 5, 7, None),
        (None, 5, 5, None),
    ],
)
def test_a_choice_is_unknown_while_its_condition_is(
    condition: bool | None, then: int | None, otherwise: int | None, value: int | None
) -> None:
    facts: dict[str, Value] = {"relapse_watch": condition, "homes": then, "vehicles": otherwise}
    arguments = "relapse_watch homes vehicles"
    assert of_household("homes if relapse_watch else vehicles", arguments, "count", **facts) == value


@pytest.mark.parametrize(("word", "value"), [("fire", True), ("illness", False), (None, None)])
def test_a_code_is_one_of_the_words_or_unknown(word: str | None, value: bool | None) -> None:
    assert of_household('event_kind in ("fire", "disaster")', "event_kind", event_kind=word) is value
    opposite = None if value is None else not value
    assert of_household('event_kind not in ("fire", "disaster")', "event_kind", event_kind=word) is opposite


@pytest.mark.parametrize("op", ["<", "<=", "==", "!=", ">=", ">"])
@pytest.mark.parametrize("homes", [2, 3, 4, None])
def test_a_comparison_with_an_unknown_is_unknown(op: str, homes: int | None) -> None:
    below, at, above = {
        "<": (1, 0, 0),
        "<=": (1, 1, 0),
        "==": (0, 1, 0),
        "!=": (1, 0, 1),
        ">=": (0, 1, 1),
        ">": (0, 0, 1),
    }[op]
    expected = {2: bool(below), 3: bool(at), 4: bool(above), None: None}[homes]
    assert of_household(f"homes {op} limit", "homes limit", homes=homes) is expected


def test_a_chain_that_fails_at_one_end_is_false_whatever_the_other_is() -> None:
    assert of_household("homes < 2 <= vehicles", "homes vehicles", homes=5, vehicles=None) is False
    assert of_household("homes < 2 <= vehicles", "homes vehicles", homes=1, vehicles=None) is None


# Numbers.


@pytest.mark.parametrize("op", ["+", "-", "*"])
@pytest.mark.parametrize(("left", "right"), [(None, 0), (0, None), (None, None)])
def test_arithmetic_with_an_unknown_is_unknown_even_where_nothing_is_multiplied(
    op: str, left: int | None, right: int | None
) -> None:
    assert of_household(f"homes {op} vehicles", "homes vehicles", "count", homes=left, vehicles=right) is None


@pytest.mark.parametrize(
    ("left", "right", "larger", "smaller"),
    [(2, 5, 5, 2), (5, 2, 5, 2), (4, 4, 4, 4), (None, 0, None, None), (9, None, None, None)],
)
def test_at_least_and_at_most_pick_the_larger_and_the_smaller(
    left: int | None, right: int | None, larger: int | None, smaller: int | None
) -> None:
    facts: dict[str, Value] = {"homes": left, "vehicles": right}
    assert of_household("at_least(homes, vehicles)", "homes vehicles", "count", **facts) == larger
    assert of_household("at_most(homes, vehicles)", "homes vehicles", "count", **facts) == smaller


@pytest.mark.parametrize(
    ("top", "bottom", "half_up", "ceiling", "down"),
    [
        (7, 2, 4, 4, 3),
        (5, 2, 3, 3, 2),
        (9, 4, 2, 3, 2),
        (11, 4, 3, 3, 2),
        (6, 3, 2, 2, 2),
        (0, 5, 0, 0, 0),
        (1, 3, 0, 1, 0),
        # A half goes towards plus infinity, below zero too.
        (-1, 2, 0, 0, -1),
        (-3, 2, -1, -1, -2),
        (-5, 2, -2, -2, -3),
        (-5, 3, -2, -1, -2),
        (-4, 3, -1, -1, -2),
        (-6, 3, -2, -2, -2),
    ],
)
def test_quotients_are_rounded_by_name_below_zero_too(
    top: int, bottom: int, half_up: int, ceiling: int, down: int
) -> None:
    expected = {"half_up": half_up, "ceiling": ceiling, "rounded_down": down}
    for word, value in expected.items():
        # A fact is never negative, so the numerator goes below zero by a subtraction.
        body = f"{word}((homes - 100) / vehicles)"
        assert of_household(body, "homes vehicles", "count", homes=100 + top, vehicles=bottom) == value
        assert rounded(word, Fraction(top, bottom)) == value


@pytest.mark.parametrize("bottom", [0, -1, -7])
@pytest.mark.parametrize("word", ["half_up", "ceiling", "rounded_down"])
def test_a_quotient_by_nothing_or_less_is_unknown(word: str, bottom: int) -> None:
    body = f"{word}(homes / (vehicles - 10))"
    assert of_household(body, "homes vehicles", "count", homes=5, vehicles=10 + bottom) is None


@pytest.mark.parametrize(("top", "bottom"), [(None, 2), (2, None), (None, 0)])
def test_a_quotient_of_an_unknown_is_unknown(top: int | None, bottom: int | None) -> None:
    assert of_household("half_up(homes / vehicles)", "homes vehicles", "count", homes=top, vehicles=bottom) is None


def test_yearly_amounts_beyond_machine_words_stay_exact() -> None:
    large = 10**30 + 5
    value = of_household("half_up(financial_assets / 10)", "financial_assets", "fen", financial_assets=large)
    assert value == 10**29 + 1


@pytest.mark.parametrize(
    ("age", "band"), [(79, 0), (80, 1), (89, 1), (90, 2), (99, 2), (100, 3), (130, 3), (None, None)]
)
def test_a_band_begins_at_its_bound(age: int | None, band: int | None) -> None:
    body = "bands(age, 0, (80, 1), (90, 2), (100, 3))"
    worked_out = calculation(edition_with(body, "age", "count", "person"), persons=[{"age": age}])
    assert worked_out.of_person("trial", 0) == band


def test_whether_a_parameter_is_published_is_always_known() -> None:
    assert of_household("is_published(limit)", "limit") is True
    assert of_household("is_published(unpublished)", "unpublished") is False
    assert of_household("unpublished > 0", "unpublished") is None


# Over members.


@pytest.mark.parametrize(
    ("people", "anyone", "everyone", "count"),
    [
        ((), False, True, 0),
        ((True,), True, True, 1),
        ((False,), False, False, 0),
        ((None,), None, None, None),
        ((True, False), True, False, 1),
        ((True, None), True, None, None),
        ((False, None), None, False, None),
        ((True, False, None), True, False, None),
        ((True, True, True), True, True, 3),
    ],
)
def test_anyone_everyone_and_count(
    people: tuple[bool | None, ...], anyone: bool | None, everyone: bool | None, count: int | None
) -> None:
    assert over_people("anyone(serious_illness)", "serious_illness", people) is anyone
    assert over_people("everyone(serious_illness)", "serious_illness", people) is everyone
    assert over_people("count(serious_illness)", "serious_illness", people, "count") == count


@pytest.mark.parametrize(
    ("numbers", "total", "largest"),
    [((), 0, None), ((4,), 4, 4), ((4, 9, 2), 15, 9), ((0, 0), 0, 0), ((4, None), None, None), ((None,), None, None)],
)
def test_total_and_largest(numbers: tuple[int | None, ...], total: int | None, largest: int | None) -> None:
    assert over_people("total(refused_work)", "refused_work", numbers, "count") == total
    assert over_people("largest(refused_work)", "refused_work", numbers, "count") == largest


def test_a_member_left_out_by_a_choice_adds_nothing_though_its_number_is_unknown() -> None:
    persons: list[dict[str, Value]] = [{"cohabits": True, "refused_work": 4}, {"cohabits": False, "refused_work": None}]
    edition = edition_with("total(refused_work if cohabits else 0)", "refused_work cohabits", "count")
    worked_out = calculation(edition, persons=persons)
    assert worked_out.of_household("trial") == 4


def test_obligors_are_gathered_by_the_person_they_are_bound_to() -> None:
    persons: list[dict[str, Value]] = [{}, {}, {}]
    obligors: list[tuple[int, dict[str, Value]]] = [
        (0, {"obligor_age": 61}),
        (1, {"obligor_age": 30}),
        (0, {"obligor_age": 20}),
    ]
    edition = edition_with("anyone(obligor_age >= 60)", "obligor_age", per="person")
    worked_out = calculation(edition, persons=persons, obligors=obligors)
    assert [worked_out.of_person("trial", index) for index in range(3)] == [True, False, False]


# What is asked for.


def asked(body: str, arguments: str, persons: Sequence[dict[str, Value]] = (), **household: Value) -> set[str]:
    """What is asked for, after the number of the member where it is a member's."""
    edition = edition_with(body, arguments)
    worked_out = calculation(edition, household, persons)
    assert worked_out.of_household("trial") is None
    places = unknown_inputs(worked_out, edition, "trial", "household", -1)
    return {name if person < 0 else f"{person}.{name}" for _, person, _, name in places}


def test_only_what_is_unknown_is_asked_for() -> None:
    arguments = "relapse_watch has_farmland homes"
    body = "relapse_watch and (has_farmland or homes > 0)"
    assert asked(body, arguments, relapse_watch=True, has_farmland=None, homes=0) == {"has_farmland"}
    assert asked(body, arguments, relapse_watch=None, has_farmland=None, homes=1) == {"relapse_watch"}


def test_both_sides_of_an_undecided_choice_are_asked_for() -> None:
    body = "has_farmland if relapse_watch else homes > 0"
    facts: dict[str, Value] = {"relapse_watch": None, "has_farmland": None, "homes": None}
    assert asked(body, "relapse_watch has_farmland homes", **facts) == {"relapse_watch", "has_farmland", "homes"}


def test_of_members_only_the_unknown_ones_are_asked_for() -> None:
    persons: list[dict[str, Value]] = [{"age": 40}, {"age": None}, {"age": None}]
    assert asked("anyone(age >= 60)", "age", persons) == {"1.age", "2.age"}


def test_an_unpublished_parameter_is_named() -> None:
    assert asked("homes > unpublished", "homes unpublished", homes=1) == {"parameter:unpublished"}


# Random expressions, worked out a second time by the few lines below.

NUMBERS = ("homes", "vehicles", "businesses")
CLAIMS = ("relapse_watch", "has_farmland", "two_daughter_family")
TWO_NUMBERS = ("at_least", "at_most", "half_up", "ceiling", "rounded_down")
Tree = tuple[Any, ...]


NUMBER_TREES: st.SearchStrategy[Tree] = st.deferred(
    lambda: (
        st.sampled_from([("fact", name) for name in NUMBERS])
        | st.integers(0, 9).map(lambda number: ("number", number))
        | st.tuples(st.sampled_from(["+", "-", "*"]), NUMBER_TREES, NUMBER_TREES)
        | st.tuples(st.sampled_from(TWO_NUMBERS), NUMBER_TREES, NUMBER_TREES)
        | st.tuples(st.just("choice"), CLAIM_TREES, NUMBER_TREES, NUMBER_TREES)
    )
)
CLAIM_TREES: st.SearchStrategy[Tree] = st.deferred(
    lambda: (
        st.sampled_from([("fact", name) for name in CLAIMS])
        | st.tuples(st.sampled_from(["and", "or"]), CLAIM_TREES, CLAIM_TREES)
        | st.tuples(st.just("not"), CLAIM_TREES)
        | st.tuples(st.sampled_from(["<", "<=", "==", "!=", ">=", ">"]), NUMBER_TREES, NUMBER_TREES)
    )
)


def as_source(tree: Tree) -> str:
    word, *parts = tree
    if word in ("fact", "number"):
        return str(parts[0])
    shown = [as_source(part) for part in parts]
    if word in ("half_up", "ceiling", "rounded_down"):
        return f"{word}({shown[0]} / {shown[1]})"
    if word in ("at_least", "at_most"):
        return f"{word}({', '.join(shown)})"
    if word == "choice":
        return f"({shown[1]} if {shown[0]} else {shown[2]})"
    return f"(not {shown[0]})" if word == "not" else f"({shown[0]} {word} {shown[1]})"


def worked_out_plainly(tree: Tree, facts: dict[str, Any]) -> Any:
    word, *parts = tree
    if word == "fact":
        return facts[parts[0]]
    if word == "number":
        return parts[0]
    values = [worked_out_plainly(part, facts) for part in parts]
    if word == "and":
        return False if False in values else None if None in values else True
    if word == "or":
        return True if True in values else None if None in values else False
    if word == "choice":
        return None if values[0] is None else values[1] if values[0] else values[2]
    return None if None in values else known(word, *values)


def known(word: str, a: Any, b: Any = None) -> Any:
    if word in ("half_up", "ceiling", "rounded_down"):
        if b <= 0:
            return None
        return {"half_up": floor(Fraction(2 * a + b, 2 * b)), "ceiling": -(-a // b), "rounded_down": a // b}[word]
    simple: dict[str, Any] = {"not": lambda: not a, "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b}
    simple |= {"at_least": lambda: max(a, b), "at_most": lambda: min(a, b), "<": lambda: a < b, "<=": lambda: a <= b}
    simple |= {"==": lambda: a == b, "!=": lambda: a != b, ">=": lambda: a >= b, ">": lambda: a > b}
    return simple[word]()


def used_facts(tree: Tree) -> set[str]:
    word, *parts = tree
    if word == "fact":
        return {parts[0]}
    return set() if word == "number" else set().union(*(used_facts(part) for part in parts))


@settings(deadline=None, max_examples=200)
@given(
    tree=CLAIM_TREES,
    facts=st.fixed_dictionaries(
        {name: st.none() | st.integers(0, 9) for name in NUMBERS} | {name: st.none() | st.booleans() for name in CLAIMS}
    ),
)
def test_a_random_expression_means_what_plain_python_makes_of_it(tree: Tree, facts: dict[str, Any]) -> None:
    found = of_household(as_source(tree), " ".join(sorted(used_facts(tree))), **facts)
    assert found is worked_out_plainly(tree, facts)
