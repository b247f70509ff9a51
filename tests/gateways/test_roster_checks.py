"""Rows of a file against one another: households, and people who turn up twice."""

import pytest

from doudi.gateways.spreadsheets import households_of
from gateways.rosters import GOOD, read_people
from gateways.workbooks import citizen_id, household

WIFE = {**GOOD, "姓名": "李小河", "身份证号": citizen_id(1964, 124), "与户主关系": "妻", "性别": "女"}
SON = {**GOOD, "姓名": "王小山", "身份证号": citizen_id(1990, 125), "与户主关系": "长子"}
FAMILY = [GOOD, WIFE, SON]


def rules(people: list[dict[str, object]]) -> list[tuple[str, int, str]]:
    return [(problem.rule, problem.row, problem.verdict) for problem in read_people(people).problems]


def without(header: str, people: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{key: cell for key, cell in person.items() if key != header} for person in people]


def sizes(people: list[dict[str, object]]) -> list[int]:
    return [len(members) for members in households_of(read_people(people).rows)]


OTHERS = [
    {**GOOD, "户编号": "H2", "姓名": "赵七", "身份证号": citizen_id(1950, 127)},
    {**GOOD, "户编号": "H2", "姓名": "赵八", "身份证号": citizen_id(1980, 129), "与户主关系": "子"},
]


def test_a_family_that_holds_together_has_no_problems() -> None:
    assert rules(FAMILY) == []
    assert len(household()) == len(FAMILY)


def test_rows_belong_together_by_the_household_s_number_wherever_they_stand() -> None:
    assert sizes([FAMILY[0], OTHERS[0], FAMILY[1], OTHERS[1], FAMILY[2]]) == [3, 2]


def test_rows_belong_together_by_the_head_s_number() -> None:
    people = [
        {**person, "户主身份证号": head["身份证号"]}
        for head, persons in ((GOOD, FAMILY), (OTHERS[0], OTHERS))
        for person in persons
    ]
    assert sizes(without("户编号", people)) == [3, 2]
    blank = [{**person, "户主身份证号": None} if person["与户主关系"] == "户主" else person for person in people]
    assert sizes(without("户编号", blank)) == [3, 2]


def test_without_either_every_head_begins_a_household() -> None:
    assert sizes(without("户编号", [*FAMILY, *OTHERS])) == [3, 2]


def test_without_relations_every_row_is_a_household_of_its_own() -> None:
    assert sizes(without("与户主关系", without("户编号", FAMILY))) == [1, 1, 1]


def test_rows_that_name_different_heads_for_one_household_are_refused() -> None:
    people = [{**person, "户主身份证号": person["身份证号"]} for person in FAMILY]
    assert ("heads_differ", 2, "refused") in rules(people)


def test_a_head_whose_name_is_given_otherwise_is_asked() -> None:
    assert rules([{**person, "户主姓名": "王大川"} for person in FAMILY]) == [("head_name_differs", 2, "ask")]
    assert rules([{**person, "户主姓名": "王大山"} for person in FAMILY]) == []


def test_a_holder_outside_the_household_is_asked() -> None:
    [found] = read_people([{**GOOD, "开户人": "赵七"}]).problems
    assert (found.rule, found.verdict) == ("holder_outside", "ask")
    assert "监护人或代领人须先登记" in found.message
    assert rules([{**person, "开户人": "王 大山"} for person in FAMILY])[0][0] == "cell"


def test_one_account_for_a_whole_household_is_no_problem() -> None:
    shared = {"银行账号": "6228480402564890018"}
    assert rules([{**person, **shared} for person in FAMILY]) == []


def test_one_account_in_two_names_is_asked() -> None:
    shared = {"银行账号": "6228480402564890018"}
    people = [{**GOOD, **shared, "开户人": "王大山"}, {**WIFE, **shared, "开户人": "李小河"}]
    assert rules(people) == [("shared_account", 2, "ask"), ("shared_account", 3, "ask")]


def test_the_household_s_income_is_that_of_its_members() -> None:
    people = [{**person, "本人年收入合计": 1000, "家庭年收入": 2500} for person in (GOOD, WIFE)]
    [found] = [problem for problem in read_people(people).problems if problem.rule == "income_sum"]
    assert "全家 2500.00 元，各人相加为 2000.00 元" in found.message
    assert rules([{**person, "本人年收入合计": 1000, "家庭年收入": 2000} for person in (GOOD, WIFE)]) == []


@pytest.mark.parametrize(
    ("relation", "born", "rule"),
    [("父亲", 1951, "generations"), ("父亲", 1950, None), ("孙子", 1985, "generations"), ("孙子", 1986, None)],
)
def test_generations_have_their_distance(relation: str, born: int, rule: str | None) -> None:
    person = {**GOOD, "姓名": "王某山", "身份证号": citizen_id(born, 131), "与户主关系": relation}
    found = [problem.rule for problem in read_people([GOOD, person]).problems]
    assert found == ([rule] if rule else [])


def test_a_stepchild_close_in_age_is_asked_and_not_refused() -> None:
    person = {**GOOD, "姓名": "赵山", "身份证号": citizen_id(1970, 131), "与户主关系": "继子"}
    assert rules([GOOD, person]) == [("generations", 3, "ask")]


def test_a_household_in_town_and_country_at_once_is_asked() -> None:
    assert rules([{**GOOD, "城乡": "城镇"}, {**WIFE, "城乡": "农村"}]) == [("two_places", 2, "ask")]


def test_two_of_the_same_name_are_two_people() -> None:
    assert rules([GOOD, {**OTHERS[0], "姓名": "王大山"}]) == []
