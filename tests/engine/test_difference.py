"""Why an answer changed: every fen of the change is laid to a change of facts, parameters or rules."""

import datetime
import random
from copy import deepcopy
from typing import Any

import pytest

from doudi.engine.attribution import FactChange, MemberChange, ObligorsChange, ParameterChange, RuleChange
from doudi.engine.casefile import facts_from_mapping
from doudi.engine.dated import published_parameters
from doudi.engine.determine import Answer, determine
from doudi.engine.difference import ChangedDetermination, Difference, difference, lines, to_json
from independent.households import leave_out, random_household

RAISED = {
    "dibao_standard": [{"place": "340100", "since": datetime.date(2024, 8, 1), "scale_percent": 105}],
}


def family(**household: Any) -> dict[str, Any]:
    """Father, mother and a girl of nine in Hefei who live on 1900.00 yuan a month."""
    nothing: dict[str, Any] = {"incomes": [], "spending": [], "serious_illness": False, "disability": "none"}
    return {
        "case": "family",
        "day": "2024-08-15",
        "place": "340102",
        "area": "urban",
        "members": [
            {"id": "father", "relation": "head", "age": 41, "sex": "male", "school": "none", "labour": "full"}
            | nothing
            | {"incomes": [{"kind": "wage", "amount": "1900.00", "per": "month"}], "employment_cost": "0"},
            {"id": "mother", "relation": "spouse", "age": 40, "sex": "female", "school": "none", "labour": "full"}
            | nothing,
            {"id": "girl", "relation": "child", "age": 9, "sex": "female", "school": "compulsory"} | nothing,
        ],
        "household": {
            "assets": {"passed": True},
            "incomes": [],
            "spending": [],
            "receiving": {},
            "event": None,
            "obligors": [],
        }
        | household,
    }


def answer(case: dict[str, Any], **more: Any) -> Answer:
    return determine(facts_from_mapping(deepcopy(case)), **more)


def of(found: Difference, programme: str, member: str = "") -> ChangedDetermination:
    return next(one for one in found.determinations if (one.programme.key, one.member) == (programme, member))


def sums(one: ChangedDetermination) -> tuple[int, ...]:
    return tuple(sum(each.money[part] for each in one.contributions) for part in range(3))


def test_the_same_case_twice_differs_in_nothing() -> None:
    found = difference(answer(family()), answer(family()))
    assert (found.changes, found.determinations, found.without_effect) == ((), (), ())
    assert lines(found) == ["上次（2024-08-15，安徽省合肥市瑶海区）与本次（2024-08-15，安徽省合肥市瑶海区）结果相同"]
    assert lines(found, "en")[0].endswith("the same")


def test_members_named_in_another_order_differ_in_nothing() -> None:
    turned = family()
    turned["members"].reverse()
    assert difference(answer(family()), answer(turned)).determinations == ()


def test_a_raised_standard_is_told_with_its_values_and_what_it_adds() -> None:
    raised = published_parameters().with_changes(RAISED)
    found = difference(answer(family()), answer(family(), parameters=raised))
    dibao = of(found, "dibao")
    # The gap grows by 3 × 46.20 and the girl's top-up by a fifth of 46.20.
    assert (dibao.before.monthly, dibao.after.monthly) == (872_00 + 58_13, 1010_60 + 67_37)
    assert dibao.money == (138_60 + 9_24, 0, 0) == sums(dibao)
    (only,) = dibao.contributions
    (change,) = only.changes
    assert isinstance(change, ParameterChange) and change.before and change.after
    assert (change.name, change.before.amount, change.after.amount) == ("dibao_standard", 924_00, 970_20)
    told = "\n".join(lines(found))
    assert "最低生活保障：符合，每月 930.13 元 → 符合，每月 1077.97 元，金额增加 147.84 元" in told
    assert (
        "因最低生活保障标准由 924.00 元/月 变为 970.20 元/月（自2024-08-01起，假设的调整，暂定），金额增加 147.84 元"
        in told
    )
    english = "\n".join(lines(found, "en"))
    assert "from 924.00 yuan a month to 970.20 yuan a month" in english
    assert "the amount is 147.84 yuan more" in english


def test_income_and_standard_share_the_change_in_the_fixed_order() -> None:
    case = family()
    case["members"][0]["incomes"][0]["amount"] = "2000.00"
    found = difference(answer(family()), answer(case, parameters=published_parameters().with_changes(RAISED)))
    dibao = of(found, "dibao")
    # 100.00 less of grant, and a top-up of 772 ÷ 3 × 20 % = 51.47 where it was 58.13; then the standard as before.
    assert [each.money[0] for each in dibao.contributions] == [-106_66, 147_84]
    assert dibao.money[0] == -106_66 + 147_84
    income = dibao.contributions[0].changes[0]
    assert income == FactChange("income_wage", "father", "members[0].incomes", 22800_00, 24000_00)
    assert "因father的工资性收入由 22800.00 元/年 变为 24000.00 元/年，金额减少 106.66 元" in "\n".join(lines(found))


def test_an_outcome_that_turns_is_told_at_the_step_that_turns_it() -> None:
    case = family()
    case["members"][0]["incomes"][0]["amount"] = "2772.00"
    found = difference(answer(family()), answer(case))
    assert of(found, "dibao").after.outcome == "not_eligible"
    assert of(found, "near_dibao").after.outcome == "eligible"
    assert of(found, "dibao").money == (-930_13, 0, 0)
    assert any("由“符合”变为“不符合”，金额减少 930.13 元" in line for line in lines(found))


def test_kind_and_grade_of_a_disability_change_together() -> None:
    case = family()
    case["members"][1]["disability"] = {"kind": "physical", "grade": 2}
    found = difference(answer(family()), answer(case))
    (only,) = of(found, "dibao").contributions
    assert [(change.name, change.after) for change in only.changes if isinstance(change, FactChange)] == [
        ("disability_kind", "physical"),
        ("disability_grade", 2),
        ("disability_certified", True),
    ]
    assert of(found, "dibao").money == (87_20, 0, 0)
    assert of(found, "disability_living", "mother").after.outcome == "eligible"


def test_a_child_who_joins_and_a_spouse_who_leaves_are_each_a_step() -> None:
    case = family()
    case["members"][1] = case["members"][2] | {"id": "boy", "age": 3, "school": "none", "sex": "male"}
    found = difference(answer(family()), answer(case))
    steps = [each.changes for each in of(found, "dibao").contributions]
    assert steps == [(MemberChange("boy", True),), (MemberChange("mother", False),)]
    assert sums(of(found, "dibao")) == of(found, "dibao").money
    assert {one.member for one in found.determinations if one.after.outcome == "not_eligible"} <= {""}
    assert "因boy加入" in "\n".join(lines(found)) and "boy joined" in "\n".join(lines(found, "en"))


def test_an_obligor_who_is_found_is_told() -> None:
    case = family(obligors=[{"of": "father", "relation": "sibling", "age": 50, "income": "3000", "receiving": []}])
    found = difference(answer(family()), answer(case))
    assert ObligorsChange("father", 0, 1) in found.changes
    assert "father的法定义务人由 0 名变为 1 名" in "\n".join(lines(found))


def test_a_change_of_an_obligor_is_told_by_its_facts() -> None:
    obligor = {"of": "father", "relation": "sibling", "age": 50, "income": "3000", "receiving": []}
    found = difference(answer(family(obligors=[obligor])), answer(family(obligors=[obligor | {"income": "4000"}])))
    (change,) = found.changes
    assert change == FactChange("obligor_income", "father", "household.obligors[0].income", 300000, 400000, 0)
    assert found.without_effect == (change,)
    assert lines(found)[-1].startswith("其他变化，不影响以上结果：father的义务人月收入由 3000.00 元/月 变为")


def test_an_answer_to_a_question_settles_what_was_unknown() -> None:
    case = family()
    del case["household"]["assets"]
    found = difference(answer(case), answer(family()))
    dibao = of(found, "dibao")
    assert (dibao.before.outcome, dibao.after.outcome) == ("unknown", "eligible")
    assert sums(dibao) == dibao.money == (930_13, 0, 0)
    assert "由 不详 变为" in "\n".join(lines(found))


def test_a_range_is_told_by_its_limits() -> None:
    fire = {"kind": "fire", "day": "2024-08-01", "urgent": True, "loss": "20000"}
    raised = published_parameters().with_changes(RAISED)
    found = difference(answer(family(event=fire)), answer(family(event=fire), parameters=raised))
    urgent = of(found, "temporary_urgent")
    assert urgent.money == (0, 2 * 46_20, 10 * 46_20) == sums(urgent)
    assert "下限增加 92.40 元，上限增加 462.00 元" in "\n".join(lines(found))


def test_another_profile_is_told_by_the_rules_and_parameters_that_differ() -> None:
    case = family()
    case["members"][2]["spending"] = [{"kind": "education", "amount": "100.00", "per": "month"}]
    found = difference(answer(case, profile="anhui"), answer(case, profile="national"))
    changed = {change.name for change in found.changes if isinstance(change, RuleChange) and change.kind == "changed"}
    assert {"own_rigid_spending", "shared_rigid_spending"} <= changed
    dibao = of(found, "dibao")
    by_rule = [each for each in dibao.contributions if isinstance(each.changes[0], RuleChange)]
    assert [change.name for each in by_rule for change in each.changes if isinstance(change, RuleChange)] == [
        "own_rigid_spending"
    ]
    assert by_rule[0].money[0] < 0
    assert sums(dibao) == dibao.money
    assert "规则“本人刚性支出（年）”修改" in "\n".join(lines(found))


def test_a_law_that_begins_between_the_answers_is_told_as_a_changed_rule() -> None:
    later = family() | {"day": "2025-01-01"}
    found = difference(answer(family() | {"day": "2024-12-31"}), answer(later))
    assert "rigid_expenditure_conditions" in {
        change.name for change in found.changes if isinstance(change, RuleChange) and change.kind == "changed"
    }


def test_another_place_is_told_by_its_standards() -> None:
    found = difference(answer(family()), answer(family() | {"place": "341502"}))
    (only,) = of(found, "dibao").contributions
    (change,) = only.changes
    assert isinstance(change, ParameterChange) and change.after
    assert (change.name, change.after.amount, change.after.place) == ("dibao_standard", 756_00, "341500")


def test_the_difference_is_plain_data() -> None:
    case = family()
    case["members"][0]["incomes"][0]["amount"] = "2000.00"
    told: Any = to_json(difference(answer(family()), answer(case)))
    assert told["before"]["day"] == told["after"]["day"] == "2024-08-15"
    assert told["facts"] == [
        {
            "fact": "income_wage",
            "label": "工资性收入",
            "path": "members[0].incomes",
            "person": "father",
            "before": "22800.00",
            "after": "24000.00",
        }
    ]
    assert (told["parameters"], told["rules"], told["members"]) == ([], [], [])
    dibao = told["determinations"][0]
    assert dibao["programme"] == "dibao"
    assert dibao["monthly"] == {"before": "930.13", "after": "823.47", "change": "-106.66"}
    assert dibao["because"][0]["monthly"]["change"] == "-106.66"


# Pairs nobody thought of.


def pair(rng: random.Random) -> tuple[Answer, Answer]:
    """Two answers: strangers, or one household some time later, told more or less fully, maybe under other law."""
    first = random_household(rng, unknowns=rng.random() < 0.5)
    kind = rng.randrange(4)
    if kind == 0:
        second = random_household(rng, unknowns=rng.random() < 0.5)
    elif kind == 1:
        second = deepcopy(first)
        leave_out(rng, second, of_a_hundred=10)
    elif kind == 2:
        other = random_household(rng, unknowns=False)
        second = deepcopy(first) | {key: other[key] for key in ("place", "area")}
        if second["place"] == "340102":
            second["day"] = max(first["day"], datetime.date(2023, 7, 1))
    else:
        second = deepcopy(first)
        rng.shuffle(second["members"])
        for member, stranger in zip(second["members"], random_household(rng, unknowns=False)["members"], strict=False):
            for key in ("incomes", "spending", "disability", "unable", "serious_illness"):
                if key in stranger and rng.random() < 0.4:
                    member[key] = stranger[key]
    profiles = [rng.choice((None, None, "anhui", "national")) for _ in range(2)]
    before, after = (answer(case, profile=profile) for case, profile in zip((first, second), profiles, strict=True))
    return before, after


@pytest.mark.parametrize("seed", range(60))
def test_the_contributions_add_up_to_the_whole_change(seed: int) -> None:
    before, after = pair(random.Random(seed))
    found = difference(before, after)
    assert outcomes(before) ^ outcomes(after) == told_outcomes(found)
    for one in found.determinations:
        assert sums(one) == one.money
        chain = [one.before, *(each.after for each in one.contributions)]
        assert [each.before for each in one.contributions] == chain[:-1]
        assert chain[-1] == one.after
    assert set(found.without_effect) <= set(found.changes)
    for language in ("zh", "en"):
        assert len(lines(found, language)) >= 1 + len(found.determinations)
    assert to_json(found)["determinations"] is not None


def outcomes(found: Answer) -> set[tuple[Any, ...]]:
    """What an answer gives, but for refusals, by member's id."""
    return {
        (one.programme.key, member, one.outcome, one.monthly, one.least, one.most)
        for one in found.determinations
        for member in [found.case.members[one.person] if one.person >= 0 else ""]
        if one.outcome != "not_eligible"
    }


def told_outcomes(found: Difference) -> set[tuple[Any, ...]]:
    return {
        (one.programme.key, one.member, side.outcome, side.monthly, side.least, side.most)
        for one in found.determinations
        for side in (one.before, one.after)
        if side.outcome not in ("", "not_eligible")
    }
