"""Every row of the township pilot's table is met by a life it was written for, and by no other row beside it."""

import datetime
from typing import Any

import pytest

from doudi.policy.edition import current
from support.families import Told, family, found, monthly, somebody, yearly

# Three thousand a month keep a household out of dibao and out of hardship.
WELL_OFF = monthly("pension", "3000")
AT_THE_STANDARD = monthly("pension", "924")
SEVERE, OTHER = {"kind": "physical", "grade": 2}, {"kind": "physical", "grade": 3}
DEAD = {"father": {"state": "dead"}, "mother": {"state": "dead"}}
DAUGHTER_ELSEWHERE = [
    {
        "of": "person",
        "relation": "child",
        "age": 50,
        "receiving": [],
        "disability": "none",
        "income": "4000",
        "assets_over": False,
    }
]


def elder(**told: Any) -> Told:
    return somebody("person", age=82, labour="none", **told)


def with_supporter(person: Told, **household: Any) -> Told:
    """The person has a daughter who could support."""
    return family(person, obligors=DAUGHTER_ELSEWHERE, **household)


def woman(**told: Any) -> Told:
    return somebody("person", sex="female", age=45, left_behind=True, **told)


def child(**told: Any) -> Told:
    return somebody("person", "child", age=9, school="compulsory", **told)


def with_father(person: Told, *, incomes: list[Told], **household: Any) -> Told:
    """The child lives with its father, who earns for both."""
    return family(somebody("father", incomes=incomes), person, area="rural", **household)


ROWS: dict[str, Told] = {
    # The old.
    "pilot_old_kinless": family(elder(lives_alone=True)),
    "pilot_old_disabled": with_supporter(elder(unable=["walk"], incomes=WELL_OFF)),
    # Exactly at the standard she is in hardship and yet not in dibao.
    "pilot_old_struck": with_supporter(
        elder(serious_illness=False, incomes=AT_THE_STANDARD),
        event={"kind": "disaster", "day": "2024-08-01", "urgent": False, "loss": "9000"},
    ),
    "pilot_old_dibao": with_supporter(elder(incomes=monthly("pension", "300"))),
    "pilot_old_left_behind": with_supporter(elder(left_behind=True, incomes=monthly("pension", "300"))),
    "pilot_old_left_behind_ill": with_supporter(
        elder(left_behind=True, incomes=WELL_OFF, spending=monthly("medical", "100"))
    ),
    # Children and women left behind.
    "pilot_child_without_care": family(somebody("person", age=9, school="compulsory", parents=DEAD)),
    "pilot_child_in_difficulty": with_father(child(), incomes=monthly("wage", "1000")),
    "pilot_left_behind_child": with_father(child(left_behind=True), incomes=monthly("wage", "1000")),
    # In hardship and yet neither in dibao nor watched is a family exactly at the standard: 1848 for two.
    "pilot_other_left_behind_child": with_father(child(left_behind=True), incomes=monthly("wage", "1848")),
    "pilot_two_daughters": family(woman(), area="rural", two_daughter_family=True),
    "pilot_woman_ill": family(
        woman(serious_illness=True, incomes=WELL_OFF, spending=monthly("medical", "100")), area="rural"
    ),
    # The sick.
    "pilot_ill": family(somebody("person", serious_illness=True, labour="none", incomes=WELL_OFF)),
    # Of a left-behind woman the illness itself is another row's; what she paid over the year is told by the event.
    "pilot_ill_and_paying": family(
        woman(serious_illness=True, labour="none", incomes=WELL_OFF),
        area="rural",
        event={"kind": "illness", "day": "2024-08-01", "urgent": False, "loss": "0", "self_paid": "60000"},
    ),
    # The disabled.
    "pilot_severely_disabled": family(somebody("person", disability=SEVERE, incomes=WELL_OFF)),
    "pilot_disabled_dibao": family(somebody("person", disability=OTHER)),
    "pilot_disabled_paying": family(
        somebody("person", disability=OTHER, incomes=WELL_OFF, spending=yearly("disaster", "900"))
    ),
}
# A row whose condition contains another row's cannot be met alone: who is severely disabled and pays medical costs is
# severely disabled, and who is seriously ill without capacity to work and pays is ill; both recommendations are meant.
TOGETHER: dict[str, tuple[Told, set[str]]] = {
    "pilot_severely_disabled_ill": (
        family(somebody("person", disability=SEVERE, incomes=WELL_OFF, spending=monthly("medical", "100"))),
        {"pilot_severely_disabled", "pilot_severely_disabled_ill"},
    ),
    "pilot_ill_and_paying": (
        family(
            somebody(
                "person", serious_illness=True, labour="none", incomes=WELL_OFF, spending=monthly("medical", "100")
            )
        ),
        {"pilot_ill", "pilot_ill_and_paying"},
    ),
}
RECOMMENDED = {
    "pilot_old_kinless": {"tekun"},
    "pilot_old_disabled": {"disabled_elder_service"},
    "pilot_old_struck": {"temporary_spending"},
    "pilot_old_dibao": {"dibao"},
    "pilot_old_left_behind": {"dibao"},
    "pilot_old_left_behind_ill": {"temporary_spending"},
    "pilot_child_without_care": {"orphan", "unattended_child", "dibao", "tekun"},
    "pilot_child_in_difficulty": {"dibao", "temporary_spending", "education"},
    "pilot_left_behind_child": {"education"},
    "pilot_other_left_behind_child": {"temporary_spending"},
    "pilot_two_daughters": {"dibao"},
    "pilot_woman_ill": {"dibao", "temporary_spending"},
    "pilot_ill": {"dibao"},
    "pilot_ill_and_paying": {"temporary_spending", "charity_fund"},
    "pilot_severely_disabled": {"dibao"},
    "pilot_severely_disabled_ill": {"temporary_spending"},
    "pilot_disabled_dibao": {"dibao"},
    "pilot_disabled_paying": {"temporary_spending"},
}


@pytest.mark.parametrize("row", ROWS)
def test_a_life_meets_exactly_its_row(row: str) -> None:
    assert found(ROWS[row]).rows("person") == {row}


@pytest.mark.parametrize("row", TOGETHER)
def test_a_row_within_another_comes_together_with_it(row: str) -> None:
    case, rows = TOGETHER[row]
    assert found(case).rows("person") == rows


def test_every_row_of_the_table_has_its_life() -> None:
    edition = current(datetime.date(2024, 8, 15), "anhui")
    in_the_table = {rule.name for rule in edition.of("advice")}
    assert ROWS.keys() | TOGETHER.keys() == in_the_table == RECOMMENDED.keys()


@pytest.mark.parametrize("row", RECOMMENDED)
def test_a_row_recommends_what_the_table_says(row: str) -> None:
    case = ROWS[row] if row in ROWS else TOGETHER[row][0]
    told = next(one for one in found(case).told["advice"] if one["row"] == row)
    assert set(told["recommends"]) == RECOMMENDED[row]
    assert told["label"] and told["cites"]


def test_an_ordinary_man_meets_no_row() -> None:
    assert found(family(somebody("person"))).told["advice"] == []


# The thresholds and exceptions of the rows.


@pytest.mark.parametrize(("age", "meets"), [(79, False), (80, True), (81, True)])
@pytest.mark.parametrize("row", [row for row in ROWS if row.startswith("pilot_old")])
def test_the_rows_of_the_old_begin_at_eighty(row: str, age: int, meets: bool) -> None:
    case = ROWS[row] | {"members": [ROWS[row]["members"][0] | {"age": age}]}
    assert (row in found(case).rows("person")) == meets


@pytest.mark.parametrize(("age", "meets"), [(17, True), (18, False), (19, False)])
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.startswith("pilot_") and row.endswith(("_child", "difficulty"))]
)
def test_the_rows_of_children_end_at_eighteen(row: str, age: int, meets: bool) -> None:
    father, person = ROWS[row]["members"]
    assert (row in found(ROWS[row] | {"members": [father, person | {"age": age}]}).rows("person")) == meets


@pytest.mark.parametrize(("age", "meets"), [(17, False), (18, True), (79, True), (80, False)])
@pytest.mark.parametrize("row", ["pilot_two_daughters", "pilot_woman_ill"])
def test_the_rows_of_women_are_for_those_of_eighteen_to_seventy_nine(row: str, age: int, meets: bool) -> None:
    case = ROWS[row] | {"members": [ROWS[row]["members"][0] | {"age": age}]}
    assert (row in found(case).rows("person")) == meets


@pytest.mark.parametrize(
    "row", ["pilot_left_behind_child", "pilot_other_left_behind_child", "pilot_two_daughters", "pilot_woman_ill"]
)
def test_somebody_left_behind_in_town_meets_no_row_of_the_country(row: str) -> None:
    assert row not in found(ROWS[row] | {"area": "urban"}).rows("person")


@pytest.mark.parametrize(("income", "meets"), [("923.99", True), ("924.00", True), ("924.01", False)])
def test_hardship_reaches_up_to_the_standard_itself(income: str, meets: bool) -> None:
    case = with_supporter(elder(left_behind=True, incomes=monthly("pension", income)))
    assert ("pilot_old_left_behind" in found(case).rows("person")) == meets


def test_somebody_under_watch_is_in_hardship_whatever_the_income() -> None:
    case = with_supporter(elder(left_behind=True, incomes=WELL_OFF), relapse_watch=True)
    assert found(case).rows("person") == {"pilot_old_left_behind"}


def test_a_watched_familys_left_behind_child_is_helped_at_school_without_dibao() -> None:
    case = with_father(child(left_behind=True), incomes=monthly("wage", "9000"), relapse_watch=True)
    assert found(case).rows("person") == {"pilot_left_behind_child"}


def test_grade_three_of_the_mind_is_severe() -> None:
    case = family(somebody("person", disability={"kind": "mental", "grade": 3}, incomes=WELL_OFF))
    assert found(case).rows("person") == {"pilot_severely_disabled"}


def test_a_recommendation_changes_no_outcome() -> None:
    answer = found(ROWS["pilot_severely_disabled"])
    assert answer.outcome("dibao") == "not_eligible"
