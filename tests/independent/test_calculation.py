"""The plain calculation gives the worked examples, and its invented households are valid and varied."""

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from independent.calculation import determine_plainly, inquire
from independent.households import DEFAULTED, SPEAKING_WHEN_LEFT_OUT, leave_out, random_household
from independent.published import PUBLISHED

CASES = Path(__file__).resolve().parents[1] / "cases"
ANSWERED = {
    *("dibao", "near_dibao", "dibao_single", "tekun", "disability_living", "disability_nursing"),
    *("orphan", "unattended_child"),
}
SETTLED = {"eligible": True, "excluded": False, "not_eligible": False}


def worked_example(name: str) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return case


def answer_to(answers: dict[str, Any], programme: str, person: str | None = None) -> dict[str, Any]:
    for answer in answers["determinations"]:
        if answer["programme"] == programme and answer.get("person") == person:
            found: dict[str, Any] = answer
            return found
    raise AssertionError(f"{programme} of {person} is not answered")


def as_set(parts: list[dict[str, str]]) -> set[tuple[tuple[str, str], ...]]:
    return {tuple(sorted(part.items())) for part in parts}


def elder(**told: Any) -> dict[str, Any]:
    """An old man living alone in rural Jin'an, with the facts of the worked example but for those told."""
    case = worked_example("tekun-at-home-half-care")
    case["members"][0] |= told
    return case


def couple(income: str, *, assets: dict[str, Any] | None = None) -> dict[str, Any]:
    """Husband and wife in Hefei of class C, one of whom earns."""
    case = worked_example("income-equals-standard")
    case["members"][0]["incomes"] = [{"kind": "wage", "amount": income, "per": "month"}]
    case["household"]["assets"] = assets or {"passed": True}
    return case


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.yaml")))
def test_the_worked_example_comes_out(name: str) -> None:
    case = worked_example(name)
    expected = case.pop("expect")
    answers = determine_plainly(case, PUBLISHED)
    for key, value in expected.get("household", {}).items():
        assert (
            (set(value) == set(answers["household"][key])) if key == "counted" else answers["household"][key] == value
        )
    for expectation in expected["determinations"]:
        if expectation["programme"] in ANSWERED:
            answer = answer_to(answers, expectation["programme"], expectation.get("person"))
            for key in expectation.keys() - {"parts", "missing_includes"}:
                assert answer[key] == expectation[key], key
            if "parts" in expectation:
                assert as_set(answer["parts"]) == as_set(expectation["parts"])


@pytest.mark.parametrize(
    ("income", "dibao", "near"),
    [
        ("1847.99", "eligible", "not_eligible"),
        ("1848.00", "not_eligible", "eligible"),
        ("2771.99", "not_eligible", "eligible"),
        ("2772.00", "not_eligible", "not_eligible"),
    ],
)
def test_both_lines_are_strict(income: str, dibao: str, near: str) -> None:
    answers = determine_plainly(couple(income), PUBLISHED)
    assert answer_to(answers, "dibao")["outcome"] == dibao
    assert answer_to(answers, "near_dibao")["outcome"] == near


@pytest.mark.parametrize(
    ("financial", "outcome"), [("44351.99", "eligible"), ("44352", "eligible"), ("44352.01", "not_eligible")]
)
def test_twenty_four_standards_a_head_may_be_saved(financial: str, outcome: str) -> None:
    assets = {"financial": financial, "homes": 1, "vehicles": 0, "businesses": 0}
    answers = determine_plainly(couple("1000", assets=assets), PUBLISHED)
    assert answer_to(answers, "dibao")["outcome"] == outcome


def test_a_household_over_the_line_is_not_asked_about_its_savings() -> None:
    case = couple("2772")
    del case["household"]["assets"]
    assert answer_to(determine_plainly(case, PUBLISHED), "near_dibao")["outcome"] == "not_eligible"


def test_below_the_line_with_savings_unknown_both_family_programmes_are_unknown() -> None:
    case = couple("1000")
    del case["household"]["assets"]
    answers = determine_plainly(case, PUBLISHED)
    assert {answer_to(answers, name)["outcome"] for name in ("dibao", "near_dibao")} == {"unknown"}


def test_yearly_income_is_divided_exactly_before_it_is_compared() -> None:
    case = couple("0")
    case["members"][0]["incomes"] = [{"kind": "pension", "amount": "22175.99", "per": "year"}]
    answer = answer_to(determine_plainly(case, PUBLISHED), "dibao")
    assert answer["outcome"] == "eligible"
    assert answer["monthly"] == "0.00"


@pytest.mark.parametrize(("age", "outcome"), [(59, "not_eligible"), (60, "eligible")])
def test_at_sixty_there_is_no_labour_capacity(age: int, outcome: str) -> None:
    assert answer_to(determine_plainly(elder(age=age), PUBLISHED), "tekun", "elder")["outcome"] == outcome


@pytest.mark.parametrize(
    ("unable", "care"),
    [
        ([], "58.00"),
        (["eat"], "386.00"),
        (["eat", "bed", "walk"], "386.00"),
        (["eat", "bed", "walk", "bath"], "676.00"),
    ],
)
def test_care_is_graded_by_what_cannot_be_done(unable: list[str], care: str) -> None:
    answer = answer_to(determine_plainly(elder(unable=unable), PUBLISHED), "tekun", "elder")
    assert answer["parts"][1]["amount"] == care


def test_an_old_couple_are_both_tekun_and_an_able_child_at_home_ends_it() -> None:
    case = elder()
    wife = {**deepcopy(case["members"][0]), "id": "wife", "relation": "spouse"}
    case["members"].append(wife)
    answers = determine_plainly(case, PUBLISHED)
    assert [answer_to(answers, "tekun", who)["outcome"] for who in ("elder", "wife")] == ["eligible", "eligible"]
    assert answers["household"]["counted"] == []
    assert answer_to(answers, "dibao")["outcome"] == "excluded"
    case["members"].append({**deepcopy(wife), "id": "son", "relation": "child", "age": 40, "cohabits": False})
    answers = determine_plainly(case, PUBLISHED)
    assert [answer_to(answers, "tekun", who)["outcome"] for who in ("elder", "wife")] == [
        "not_eligible",
        "not_eligible",
    ]


def test_an_obligor_of_seventy_is_unknown_while_the_income_limit_has_no_value() -> None:
    case = elder()
    son = {
        "of": "elder",
        "relation": "child",
        "age": 70,
        "receiving": [],
        "disability": "none",
        "income": "0",
        "assets_over": False,
    }
    case["household"]["obligors"] = [son]
    answers = determine_plainly(case, PUBLISHED)
    assert answer_to(answers, "tekun", "elder")["outcome"] == "unknown"
    assert answer_to(answers, "dibao")["outcome"] == "unknown"
    son["assets_over"] = True
    assert answer_to(determine_plainly(case, PUBLISHED), "tekun", "elder")["outcome"] == "not_eligible"


def test_tekun_without_a_published_standard_is_unknown_and_still_excludes_dibao() -> None:
    case = elder()
    case["place"] = "341202"
    answers = determine_plainly(case, PUBLISHED)
    assert answer_to(answers, "tekun", "elder")["outcome"] == "unknown"
    assert answer_to(answers, "dibao")["outcome"] == "excluded"


def test_a_severely_disabled_person_of_a_near_dibao_family_has_dibao_alone() -> None:
    case = couple("1900")
    case["members"][1]["disability"] = {"kind": "mental", "grade": 3}
    answer = answer_to(determine_plainly(case, PUBLISHED), "dibao_single", "b")
    assert answer["monthly"] == "1201.20"
    answers = determine_plainly(case, PUBLISHED)
    assert answer_to(answers, "disability_living", "b")["monthly"] == "185.00"


def test_many_households_show_every_outcome_of_every_programme() -> None:
    rng = random.Random(20240229)
    seen: dict[str, set[str]] = {}
    for number in range(900):
        case = random_household(rng, unknowns=number % 2 == 0)
        for answer in determine_plainly(case, PUBLISHED)["determinations"]:
            seen.setdefault(answer["programme"], set()).add(answer["outcome"])
    for programme in ANSWERED:
        assert {"eligible", "not_eligible", "unknown"} <= seen[programme], programme
    assert {name for name, outcomes in seen.items() if "excluded" in outcomes} == {
        *("dibao", "tekun", "disability_living", "disability_nursing")
    }


def test_invented_households_are_valid_and_repeatable() -> None:
    for seed in range(300):
        case = random_household(random.Random(seed), unknowns=True)
        assert case == random_household(random.Random(seed), unknowns=True)
        ids = [member["id"] for member in case["members"]]
        relations = [member.get("relation") for member in case["members"]]
        assert len(ids) == len(set(ids))
        assert relations.count("head") == 1
        assert relations.count("spouse") <= 1
        assert relations.count("parent") <= 2
        assert all(one["of"] in ids for one in case["household"].get("obligors", []))


def test_incomes_land_on_both_sides_of_the_line_and_on_it() -> None:
    rng = random.Random(7)
    sides: dict[int, int] = {-1: 0, 0: 0, 1: 0}
    for _ in range(600):
        figures = inquire(random_household(rng, unknowns=False), PUBLISHED).figures
        if figures.heads and figures.standard is not None and figures.income is not None:
            over = (figures.income - figures.standard * figures.heads) * 100
            if abs(over) <= 1:
                sides[(over > 0) - (over < 0)] += 1
    assert min(sides.values()) > 10


def test_a_fact_left_out_never_turns_a_settled_answer_round() -> None:
    rng = random.Random(11)
    keep = frozenset(DEFAULTED | SPEAKING_WHEN_LEFT_OUT)
    for _ in range(500):
        case = random_household(rng, unknowns=False)
        thinner = deepcopy(case)
        leave_out(rng, thinner, of_a_hundred=3, keep=keep)
        known = determine_plainly(case, PUBLISHED)["determinations"]
        for full, less in zip(known, determine_plainly(thinner, PUBLISHED)["determinations"], strict=True):
            if less["outcome"] != "unknown" and full["outcome"] != "unknown":
                assert SETTLED[less["outcome"]] == SETTLED[full["outcome"]], (case, thinner, full, less)
            if "monthly" in less and "monthly" in full:
                assert less["monthly"] == full["monthly"], (case, thinner)
