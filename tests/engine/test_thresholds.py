"""Just below, at and just above every threshold of the rules; the day before and the day of every dated value.

The standard in this district of Hefei is 924 yuan a month, 11088 a year; in Jin'an 756 in town.
"""

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from doudi.engine.dated import Value, published_parameters
from support.families import (
    FEIDONG,
    HEFEI,
    JINAN,
    LANGXI,
    YINGZHOU,
    Told,
    family,
    found,
    monthly,
    somebody,
    with_values,
    yearly,
)

YES, NO, UNKNOWN = "eligible", "not_eligible", "unknown"


def couple(**told: Any) -> list[Told]:
    """Husband and wife of working age, of class C; `told` is different about him."""
    return [somebody("he", **told), somebody("she", "spouse", sex="female")]


def elder(age: int = 72, **told: Any) -> Told:
    return somebody("elder", age=age, **told)


def of_grade(kind: str, grade: int) -> Told:
    return {"kind": kind, "grade": grade}


def with_sibling(age: int) -> Told:
    """He and a sibling at home, whose son elsewhere is able to support: nobody is tekun and both count."""
    sibling = somebody("sibling", "sibling", age=age)
    return family(somebody("he"), sibling, obligors=[of_elder()[0] | {"of": "sibling"}])


# The line of dibao and that of near-dibao.


@pytest.mark.parametrize(
    ("income", "dibao", "near_dibao", "pays"),
    [
        ("22175.99", YES, NO, "0.00"),
        ("22176.00", NO, YES, None),
        ("22176.01", NO, YES, None),
        ("33263.99", NO, YES, None),
        ("33264.00", NO, NO, None),
        ("33264.01", NO, NO, None),
    ],
)
def test_income_per_head_is_strictly_below_the_standard_and_one_and_a_half_of_it(
    income: str, dibao: str, near_dibao: str, pays: str | None
) -> None:
    answer = found(family(*couple(incomes=yearly("property", income))))
    assert (answer.outcome("dibao"), answer.outcome("near_dibao")) == (dibao, near_dibao)
    assert answer.pays("dibao") == pays


@pytest.mark.parametrize(("income", "pays"), [("1847.99", "0.01"), ("1848.00", None), ("1848.01", None)])
def test_income_one_fen_below_the_standard_is_paid_one_fen(income: str, pays: str | None) -> None:
    assert found(family(*couple(incomes=monthly("property", income)))).pays("dibao") == pays


@pytest.mark.parametrize(("spending", "counts"), [("1999.99", "0.01"), ("2000.00", "0.00"), ("2000.01", "0.00")])
def test_income_after_costs_is_never_below_zero(spending: str, counts: str) -> None:
    case = family(*couple(incomes=monthly("pension", "2000"), spending=monthly("medical", spending)))
    assert found(case).told["household"]["income"] == counts


@pytest.mark.parametrize(("wage", "income"), [("0.00", "100.00"), ("0.01", "0.01"), ("100.00", "100.00")])
def test_the_cost_of_working_is_taken_from_somebody_who_earns_anything(wage: str, income: str) -> None:
    # 100 of support counts in full; of whoever earns, 100 a month are the cost of working.
    incomes = [*monthly("support", "100"), *monthly("wage", wage)]
    answer = found(family(somebody("he", incomes=incomes, employment_cost="100")))
    assert answer.told["household"]["income"] == income


@pytest.mark.parametrize(
    ("income", "outcome", "pays"), [("11087.99", YES, "0.00"), ("11088.00", NO, None), ("11088.01", NO, None)]
)
def test_the_own_income_for_single_dibao_is_strictly_below_the_standard(
    income: str, outcome: str, pays: str | None
) -> None:
    # The two together have 14784 and more a year: above the standard for two, below one and a half of it.
    ill = somebody("he", serious_illness=True, incomes=yearly("pension", income))
    case = family(ill, somebody("she", "spouse", sex="female", incomes=monthly("wage", "1000")))
    answer = found(case)
    assert answer.outcome("near_dibao") == YES
    assert answer.of("dibao_single", "he").get("monthly") == pays
    assert answer.outcome("dibao_single", "he") == outcome


# The assets.


@pytest.mark.parametrize(("savings", "outcome"), [("44351.99", YES), ("44352.00", YES), ("44352.01", NO)])
def test_savings_reach_to_twenty_four_standards_a_head(savings: str, outcome: str) -> None:
    assets = {"financial": savings, "homes": 1, "vehicles": 0, "businesses": 0}
    assert found(family(*couple(), assets=assets)).outcome("dibao") == outcome


@pytest.mark.parametrize(
    ("asset", "number", "outcome"),
    [
        ("homes", 0, YES),
        ("homes", 1, YES),
        ("homes", 2, NO),
        ("vehicles", 0, YES),
        ("vehicles", 1, NO),
        ("vehicles", 2, NO),
        ("businesses", 0, YES),
        ("businesses", 1, NO),
        ("businesses", 2, NO),
    ],
)
def test_a_family_owns_one_home_and_neither_vehicle_nor_business(asset: str, number: int, outcome: str) -> None:
    assets = {"financial": "0", "homes": 1, "vehicles": 0, "businesses": 0} | {asset: number}
    answer = found(family(*couple(), assets=assets))
    assert answer.outcome("dibao") == outcome
    assert ("请复核财产" in "".join(answer.of("dibao")["remarks"])) == (outcome == NO)


@pytest.mark.parametrize(("savings", "outcome"), [("22175.99", YES), ("22176.00", YES), ("22176.01", NO)])
def test_savings_for_tekun_reach_to_twenty_four_standards_a_head(savings: str, outcome: str) -> None:
    assets = {"financial": savings, "homes": 1, "vehicles": 0, "businesses": 0}
    assert found(family(elder(), assets=assets)).outcome("tekun", "elder") == outcome


def test_the_offices_finding_overrides_what_is_owned() -> None:
    rich = {"financial": "900000", "homes": 3, "vehicles": 2, "businesses": 1}
    assert found(family(*couple(), assets=rich | {"passed": True})).outcome("dibao") == YES
    assert found(family(*couple(), assets={"passed": False})).outcome("dibao") == NO


# Ages.


@pytest.mark.parametrize(("age", "counts"), [(17, True), (18, False), (19, False)])
def test_a_child_elsewhere_counts_until_eighteen(age: int, counts: bool) -> None:
    child = somebody("child", "child", age=age, cohabits=False)
    assert ("child" in found(family(somebody("he"), child)).counted()) == counts


@pytest.mark.parametrize(("age", "group"), [(17, "B"), (18, "C"), (19, "C"), (59, "C"), (60, "B"), (61, "B")])
def test_the_young_and_the_old_are_class_b(age: int, group: str) -> None:
    answer = found(with_sibling(age))
    parts = [part for part in answer.of("dibao")["parts"] if part.get("person") == "sibling"]
    assert [part["class"] for part in parts] == ([] if group == "C" else [group])
    # One of two has nothing to live on: a share of 924, of which class B has a fifth.
    assert answer.pays("dibao") == ("1848.00" if group == "C" else "2032.80")


@pytest.mark.parametrize(("age", "months"), [(59, 6), (60, 12), (61, 12)])
def test_a_family_with_somebody_of_class_b_is_looked_at_yearly(age: int, months: int) -> None:
    answer = found(with_sibling(age))
    assert answer.of("dibao")["review_every_months"] == months


@pytest.mark.parametrize(("age", "tekun"), [(15, YES), (16, NO), (17, NO), (59, NO), (60, YES), (61, YES)])
def test_somebody_under_sixteen_or_of_sixty_and_without_kin_is_tekun(age: int, tekun: str) -> None:
    answer = found(family(somebody("alone", age=age)))
    assert answer.outcome("tekun", "alone") == tekun
    assert answer.outcome("dibao") == ("excluded" if tekun == YES else YES)


@pytest.mark.parametrize(
    ("age", "outcome", "pays"),
    [
        (79, NO, None),
        (80, YES, "120.00"),
        (81, YES, "120.00"),
        (89, YES, "120.00"),
        (90, YES, "240.00"),
        (91, YES, "240.00"),
        (99, YES, "240.00"),
        (100, YES, "600.00"),
        (101, YES, "600.00"),
    ],
)
def test_the_old_age_allowance_begins_at_eighty_and_rises_at_ninety_and_a_hundred(
    age: int, outcome: str, pays: str | None
) -> None:
    answer = found(family(elder(age)))
    assert (answer.outcome("old_age_allowance", "elder"), answer.pays("old_age_allowance", "elder")) == (outcome, pays)


@pytest.mark.parametrize(("age", "outcome"), [(79, NO), (80, YES), (81, YES)])
def test_the_service_for_disabled_elders_begins_at_eighty(age: int, outcome: str) -> None:
    daughter = {"of": "elder", "relation": "child", "age": 50, "receiving": [], "disability": "none"}
    daughter |= {"income": "5000", "assets_over": False}
    case = family(elder(age, unable=["walk"]), obligors=[daughter])
    assert found(case).outcome("disabled_elder_service", "elder") == outcome


@pytest.mark.parametrize(("age", "outcome"), [(15, NO), (16, YES), (17, YES), (59, YES), (60, NO), (61, NO)])
def test_somebody_of_sixteen_to_fifty_nine_without_work_is_referred_to_employment(age: int, outcome: str) -> None:
    # He earns what keeps him himself from being referred; only the sibling could be.
    case = family(somebody("he", incomes=monthly("wage", "500")), somebody("sibling", "sibling", age=age))
    assert found(case).outcome("employment") == outcome


@pytest.mark.parametrize(("day", "outcome"), [("2026-02-27", YES), ("2026-02-28", YES), ("2026-03-01", NO)])
def test_somebody_born_on_29_february_is_eighteen_on_1_march(day: str, outcome: str) -> None:
    both_dead = {"father": {"state": "dead"}, "mother": {"state": "dead"}}
    child = somebody("child", born="2008-02-29", parents=both_dead)
    assert found(family(child, day=day)).outcome("orphan", "child") == outcome


@pytest.mark.parametrize(("day", "tekun"), [("2024-02-28", NO), ("2024-02-29", YES), ("2024-03-01", YES)])
def test_somebody_born_on_29_february_is_sixty_on_that_day_of_a_leap_year(day: str, tekun: str) -> None:
    assert found(family(somebody("elder", born="1964-02-29"), day=day)).outcome("tekun", "elder") == tekun


@pytest.mark.parametrize(("day", "tekun"), [("2024-08-14", NO), ("2024-08-15", YES), ("2024-08-16", YES)])
def test_a_year_of_age_is_complete_on_the_birthday(day: str, tekun: str) -> None:
    assert found(family(somebody("elder", born="1964-08-15"), day=day)).outcome("tekun", "elder") == tekun


# Disability.


@pytest.mark.parametrize(
    ("kind", "grade", "group"),
    [
        ("physical", 1, "A"),
        ("physical", 2, "A"),
        ("physical", 3, "B"),
        ("physical", 4, "B"),
        ("mental", 2, "A"),
        ("mental", 3, "A"),
        ("mental", 4, "B"),
        ("intellectual", 2, "A"),
        ("intellectual", 3, "A"),
        ("intellectual", 4, "B"),
        ("hearing", 2, "A"),
        ("hearing", 3, "B"),
        ("multiple", 2, "A"),
        ("multiple", 3, "B"),
    ],
)
def test_grades_one_and_two_are_class_a_and_three_where_it_is_of_the_mind(kind: str, grade: int, group: str) -> None:
    he, she = couple(disability=of_grade(kind, grade))
    topups = [part for part in found(family(he, she)).of("dibao")["parts"] if part["part"] == "topup"]
    # The share is 924: 30 % of it is 277.20, 20 % 184.80.
    amount = "277.20" if group == "A" else "184.80"
    assert topups == [{"part": "topup", "person": "he", "class": group, "amount": amount}]


@pytest.mark.parametrize(
    ("kind", "grade", "tekun"),
    [
        ("physical", 1, YES),
        ("physical", 2, YES),
        ("physical", 3, NO),
        ("visual", 1, YES),
        ("visual", 2, NO),
        ("mental", 2, YES),
        ("mental", 3, YES),
        ("mental", 4, NO),
        ("intellectual", 3, YES),
        ("intellectual", 4, NO),
        ("hearing", 1, NO),
        ("speech", 1, NO),
        ("multiple", 1, NO),
    ],
)
def test_the_disabilities_that_take_the_capacity_to_work(kind: str, grade: int, tekun: str) -> None:
    assert found(family(somebody("alone", disability=of_grade(kind, grade)))).outcome("tekun", "alone") == tekun


@pytest.mark.parametrize(("grade", "pays"), [(1, "277.00"), (2, "277.00"), (3, "185.00"), (4, "185.00")])
def test_the_living_allowance_is_larger_for_grades_one_and_two(grade: int, pays: str) -> None:
    assert found(family(*couple(disability=of_grade("hearing", grade)))).pays("disability_living", "he") == pays


@pytest.mark.parametrize(("grade", "outcome"), [(1, YES), (2, YES), (3, NO)])
def test_the_nursing_allowance_is_for_grades_one_and_two(grade: int, outcome: str) -> None:
    he, she = couple(disability=of_grade("mental", grade), long_term_care=True)
    assert found(family(he, she)).outcome("disability_nursing", "he") == outcome


# Care of tekun people, in rural Jin'an: 938 basic, and 58, 386 or 676 for care at home.

ITEMS = ["eat", "dress", "bed", "toilet", "walk", "bath"]


@pytest.mark.parametrize(
    ("unable", "care"), [(0, "58.00"), (1, "386.00"), (2, "386.00"), (3, "386.00"), (4, "676.00"), (6, "676.00")]
)
def test_care_is_half_from_one_item_and_full_from_four(unable: int, care: str) -> None:
    answer = found(family(elder(unable=ITEMS[:unable]), place=JINAN, area="rural")).of("tekun", "elder")
    assert answer["parts"] == [{"part": "basic", "amount": "938.00"}, {"part": "care", "amount": care}]
    assert ("请落实照料人" in "".join(answer["remarks"])) == (unable > 0)


@pytest.mark.parametrize(("unable", "care"), [(0, "78.00"), (1, "579.00"), (3, "579.00"), (4, "965.00")])
def test_care_in_an_institution_is_paid_more(unable: int, care: str) -> None:
    person = elder(unable=ITEMS[:unable], care_mode="institution")
    answer = found(family(person, place=JINAN, area="rural")).of("tekun", "elder")
    assert answer["parts"][1] == {"part": "care", "amount": care}
    assert answer["remarks"] == []


@pytest.mark.parametrize(
    ("rent", "outcome", "basic"), [("8651.99", YES, "217.00"), ("8652.00", NO, ""), ("8652.01", NO, "")]
)
def test_no_source_is_an_own_income_strictly_below_the_standard(rent: str, outcome: str, basic: str) -> None:
    # 721 a month in the country are 8652 a year; 938 less 720.999… is 217.00.
    answer = found(family(elder(incomes=yearly("property", rent)), place=JINAN, area="rural")).of("tekun", "elder")
    assert answer["outcome"] == outcome
    assert not basic or answer["parts"][0] == {"part": "basic", "amount": basic}


# Obligors.


def of_elder(**told: Any) -> list[Told]:
    """The elder's son, listed as an obligor."""
    son: Told = {"of": "elder", "relation": "child", "age": 45, "receiving": [], "disability": "none"}
    return [son | {"income": "800", "assets_over": False} | told]


def tekun_with(obligors: Sequence[Told], **more: Any) -> str:
    return found(family(elder(), obligors=list(obligors)), **more).outcome("tekun", "elder")


@pytest.mark.parametrize(("age", "tekun"), [(17, YES), (18, NO), (19, NO)])
def test_an_obligor_is_able_from_eighteen(age: int, tekun: str) -> None:
    assert tekun_with(of_elder(age=age)) == tekun


@pytest.mark.parametrize(("age", "tekun"), [(59, NO), (60, YES), (61, YES)])
def test_an_obligor_of_sixty_with_dibao_is_not_able(age: int, tekun: str) -> None:
    assert tekun_with(of_elder(age=age, receiving=["dibao"])) == tekun


@pytest.mark.parametrize(("age", "tekun"), [(69, NO), (70, UNKNOWN), (71, UNKNOWN)])
def test_whether_an_obligor_of_seventy_is_able_depends_on_a_limit_nobody_published(age: int, tekun: str) -> None:
    assert tekun_with(of_elder(age=age)) == tekun
    assert tekun_with(of_elder(age=age, assets_over=True)) == NO


@pytest.mark.parametrize(("income", "tekun"), [("799.99", YES), ("800.00", NO), ("800.01", NO)])
def test_an_old_obligor_is_unable_with_an_income_strictly_below_the_limit(income: str, tekun: str) -> None:
    limit = with_values(obligor_income_limit="800.00")
    assert tekun_with(of_elder(age=70, income=income), parameters=limit) == tekun
    assert tekun_with(of_elder(age=70, income=income, assets_over=True), parameters=limit) == NO
    assert tekun_with(of_elder(age=69, income=income), parameters=limit) == NO


@pytest.mark.parametrize(
    ("kind", "grade", "tekun"), [("physical", 2, YES), ("physical", 3, NO), ("mental", 3, YES), ("mental", 4, NO)]
)
def test_a_severely_disabled_obligor_is_unable_with_an_income_below_the_limit(
    kind: str, grade: int, tekun: str
) -> None:
    limit = with_values(obligor_income_limit="801.00")
    assert tekun_with(of_elder(disability=of_grade(kind, grade)), parameters=limit) == tekun


@pytest.mark.parametrize(("income", "tekun"), [("799.99", YES), ("800.00", NO), ("800.01", NO)])
def test_a_member_of_seventy_is_judged_by_the_same_limit(income: str, tekun: str) -> None:
    # Income keeps the wife from being tekun herself; whether she can support him is the limit's question.
    wife = somebody("wife", "spouse", age=70, incomes=monthly("old_age_allowance", income), sex="female")
    refuge = [{"of": "wife", "relation": "child", "age": 40, "receiving": [], "disability": "none", "income": "9000"}]
    case = family(elder(), wife, obligors=[one | {"assets_over": False} for one in refuge])
    assert found(case, parameters=with_values(obligor_income_limit="800.00")).outcome("tekun", "elder") == tekun


@pytest.mark.parametrize(("dibao", "tekun"), [(None, NO), ("0", NO), ("0.01", YES)])
def test_a_member_of_sixty_in_a_household_with_dibao_in_payment_is_no_able_obligor(
    dibao: str | None, tekun: str
) -> None:
    # The wife of 65 has a son who could support her, so that she is not tekun herself.
    case = family(
        elder(), somebody("wife", "spouse", age=65, sex="female"), receiving={"dibao": dibao} if dibao else {}
    )
    case["household"]["obligors"] = [of_elder(age=40)[0] | {"of": "wife"}]
    assert found(case).outcome("tekun", "elder") == tekun


# Absence and children.


@pytest.mark.parametrize(("since", "counts"), [("2021-08-14", False), ("2021-08-15", False), ("2021-08-16", True)])
def test_somebody_religious_for_three_years_is_outside_the_family(since: str, counts: bool) -> None:
    monk = somebody("monk", "child", age=30, absence="religious", absent_since=since)
    answer = found(family(somebody("he"), monk))
    assert ("monk" in answer.counted()) == counts
    # Outside the family he is a household of one: the whole standard and no top-up.
    assert answer.pays("dibao_single", "monk") == (None if counts else "924.00")


@pytest.mark.parametrize(("months", "outcome"), [(5, NO), (6, YES), (7, YES)])
@pytest.mark.parametrize("state", ["prison", "detained", "deported", "lost_contact"])
@pytest.mark.parametrize("parent", ["father", "mother"])
def test_a_parent_away_for_six_months_cannot_bring_up_a_child(
    parent: str, state: str, months: int, outcome: str
) -> None:
    parents: Told = {"father": {"state": "dead"}, "mother": {"state": "dead"}}
    parents[parent] = {"state": state, "months": months}
    child = somebody("child", age=9, parents=parents)
    assert found(family(child)).outcome("unattended_child", "child") == outcome


@pytest.mark.parametrize(("age", "outcome"), [(17, YES), (18, NO), (19, NO)])
def test_the_programmes_for_children_end_at_eighteen(age: int, outcome: str) -> None:
    gone = {"father": {"state": "dead"}, "mother": {"state": "missing", "months": 1}}
    assert found(family(somebody("child", age=age, parents=gone))).outcome("orphan", "child") == outcome
    ill = {"father": {"state": "dead"}, "mother": {"state": "serious_illness", "months": 0}}
    assert found(family(somebody("child", age=age, parents=ill))).outcome("unattended_child", "child") == outcome


@pytest.mark.parametrize(
    ("dibao", "pays"),
    [("0", "2420.00"), ("600", "1820.00"), ("2419.99", "0.01"), ("2420", "0.00"), ("2420.01", "0.00")],
)
def test_an_unattended_child_has_the_orphan_standard_less_its_dibao_and_never_less_than_nothing(
    dibao: str, pays: str
) -> None:
    parents = {"father": {"state": "dead"}, "mother": {"state": "severe_disability", "months": 0}}
    case = family(somebody("child", age=9, parents=parents), receiving={"dibao": dibao})
    assert found(case).pays("unattended_child", "child") == pays


# Events, refused work, spending and prices.


@pytest.mark.parametrize(("paid", "outcome"), [("0", NO), ("0.01", YES), ("100", YES)])
@pytest.mark.parametrize(("kind", "most"), [("illness", "9240.00"), ("education", "5544.00")])
def test_assistance_with_spending_needs_something_paid(kind: str, most: str, paid: str, outcome: str) -> None:
    event = {"kind": kind, "day": "2024-08-01", "urgent": False, "loss": "0", "self_paid": paid}
    answer = found(family(*couple(), event=event)).of("temporary_spending")
    assert answer["outcome"] == outcome
    # Two to ten standards for illness, two to six for education.
    assert answer.get("one_off") == ({"min": "1848.00", "max": most} if outcome == YES else None)


@pytest.mark.parametrize(("refused", "told"), [(2, False), (3, True), (4, True)])
def test_the_third_refusal_of_work_is_remarked_and_changes_no_amount(refused: int, told: bool) -> None:
    answer = found(family(*couple(refused_work=refused)))
    assert ("三次拒绝工作" in "".join(answer.of("dibao")["remarks"])) == told
    assert answer.pays("dibao") == "1848.00"


RIGID = {"disposable_income": "30000.00", "rigid_spending_percent": 60}


@pytest.mark.parametrize(("spent", "outcome"), [("23999.99", NO), ("24000.00", NO), ("24000.01", YES)])
def test_rigid_spending_is_more_than_the_local_share_of_income(spent: str, outcome: str) -> None:
    # 40000 a year for two, 20000 a head; 60 % of 40000 is 24000. Other costs are not deducted from income.
    he, she = couple(incomes=yearly("pension", "40000"), spending=yearly("other", spent))
    answer = found(family(he, she, day="2025-01-01"), parameters=with_values(**RIGID))
    assert answer.outcome("rigid_expenditure") == outcome


@pytest.mark.parametrize(("income", "outcome"), [("59999.99", YES), ("60000.00", NO), ("60000.01", NO)])
def test_total_income_is_strictly_below_the_disposable_income_of_the_place(income: str, outcome: str) -> None:
    he, she = couple(incomes=yearly("pension", income), spending=yearly("other", "50000"))
    answer = found(family(he, she, day="2025-01-01"), parameters=with_values(**RIGID))
    assert answer.outcome("rigid_expenditure") == outcome


@pytest.mark.parametrize(("prices", "outcome"), [(34, NO), (35, YES), (36, YES)])
def test_prices_that_rose_by_thirty_five_in_a_thousand_trigger_the_subsidy(prices: int, outcome: str) -> None:
    risen = with_values(cpi_yoy_permille=prices, food_cpi_yoy_permille=0, scpi_yoy_permille=50)
    subsidy = found(family(*couple()), parameters=risen).of("price_subsidy")
    assert subsidy["outcome"] == outcome
    # 924 × 5 % is 46.20, to the yuan 46, for two people.
    assert subsidy.get("monthly") == ("92.00" if outcome == YES else None)


@pytest.mark.parametrize(("food", "outcome"), [(59, NO), (60, YES), (61, YES)])
def test_food_prices_that_rose_by_sixty_in_a_thousand_trigger_it_too(food: int, outcome: str) -> None:
    risen = with_values(cpi_yoy_permille=0, food_cpi_yoy_permille=food, scpi_yoy_permille=50)
    assert found(family(*couple()), parameters=risen).outcome("price_subsidy") == outcome


@pytest.mark.parametrize(("index", "each"), [(49, "45.00"), (50, "46.00"), (51, "47.00")])
def test_the_price_subsidy_is_rounded_to_the_yuan(index: int, each: str) -> None:
    # 45.276, 46.20 and 47.124.
    risen = with_values(cpi_yoy_permille=35, food_cpi_yoy_permille=0, scpi_yoy_permille=index)
    assert found(family(somebody("he")), parameters=risen).pays("price_subsidy") == each


@pytest.mark.parametrize(
    ("income", "grace", "bonus"), [("1847.99", NO, NO), ("1848.00", YES, YES), ("1848.01", YES, YES)]
)
def test_grace_and_bonus_begin_when_income_reaches_the_standard(income: str, grace: str, bonus: str) -> None:
    he, she = couple(incomes=monthly("pension", income))
    answer = found(family(he, she, receiving={"dibao": "600.00"}, relapse_watch=True))
    assert (answer.outcome("grace_period"), answer.outcome("exit_bonus")) == (grace, bonus)
    assert answer.of("exit_bonus").get("one_off") == ({"min": "600.00", "max": "1800.00"} if bonus == YES else None)


# Days.


def standard_on(day: str, place: str, area: str = "urban") -> str | None:
    shown: str | None = found(family(*couple(), day=day, place=place, area=area)).told["household"]["standard"]
    return shown


@pytest.mark.parametrize(
    ("place", "area", "day_before", "before", "day_of", "after"),
    [
        (HEFEI, "urban", "2023-06-30", "717.00", "2023-07-01", "924.00"),
        (HEFEI, "rural", "2021-06-30", "686.00", "2021-07-01", "717.00"),
        (FEIDONG, "urban", "2021-06-30", "646.00", "2021-07-01", "717.00"),
        (FEIDONG, "rural", "2023-06-30", "717.00", "2023-07-01", "881.00"),
        (YINGZHOU, "rural", "2023-06-30", None, "2023-07-01", "703.00"),
        (JINAN, "urban", "2024-06-30", None, "2024-07-01", "756.00"),
        (LANGXI, "rural", "2024-06-30", "210.00", "2024-07-01", "755.00"),
    ],
)
def test_a_standard_holds_from_its_day(
    place: str, area: str, day_before: str, before: str | None, day_of: str, after: str
) -> None:
    assert (standard_on(day_before, place, area), standard_on(day_of, place, area)) == (before, after)


@pytest.mark.parametrize(("day", "pays"), [("2023-06-30", "717.00"), ("2023-07-01", "924.00")])
def test_the_grant_follows_the_standard_of_the_day(day: str, pays: str) -> None:
    assert found(family(somebody("he"), day=day)).pays("dibao") == pays


@pytest.mark.parametrize(("day", "outcome"), [("2024-12-31", NO), ("2025-01-01", UNKNOWN)])
def test_rigid_expenditure_families_are_recognised_from_2025(day: str, outcome: str) -> None:
    he, she = couple(incomes=monthly("pension", "4000"))
    answer = found(family(he, she, day=day)).of("rigid_expenditure")
    assert answer["outcome"] == outcome
    assert ("自2025年1月1日起施行" in "".join(answer["remarks"])) == (outcome == NO)
    unpublished = ["parameter:disposable_income", "parameter:rigid_spending_percent"]
    assert answer["missing"] == (unpublished if outcome == UNKNOWN else [])


@pytest.mark.parametrize(
    ("profile", "day", "months"),
    [
        ("national", "2022-10-19", None),
        ("national", "2022-10-20", 6),
        ("anhui", "2019-12-31", None),
        ("anhui", "2020-01-01", 12),
        ("anhui", "2022-10-20", 12),
    ],
)
def test_the_months_of_grace_are_twelve_in_anhui_and_six_in_the_ministrys_notice(
    profile: str, day: str, months: int | None
) -> None:
    he, she = couple(incomes=monthly("pension", "4000"))
    case = family(he, she, day=day, receiving={"dibao": "600.00"}, relapse_watch=True)
    assert found(case, profile=profile).of("grace_period").get("months") == months


@pytest.mark.parametrize(("profile", "outcome"), [("anhui", YES), ("national", UNKNOWN)])
def test_only_anhui_has_a_bonus_for_leaving(profile: str, outcome: str) -> None:
    he, she = couple(incomes=monthly("pension", "4000"))
    case = family(he, she, receiving={"dibao": "600.00"})
    assert found(case, profile=profile).outcome("exit_bonus") == outcome


@pytest.mark.parametrize(("profile", "income"), [("anhui", "800.00"), ("national", "1000.00")])
def test_education_costs_are_deducted_in_anhui_alone(profile: str, income: str) -> None:
    he, she = couple(incomes=monthly("pension", "1000"), spending=monthly("education", "200"))
    assert found(family(he, she), profile=profile).told["household"]["income"] == income


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2019-06-30", UNKNOWN), ("2019-07-01", YES), ("2019-07-31", YES), ("2019-08-01", UNKNOWN)],
)
def test_a_price_index_of_a_month_holds_in_that_month_alone(day: str, outcome: str) -> None:
    # 639 × 8 % is 51.12, to the yuan 51, for two people.
    subsidy = found(family(*couple(), day=day)).of("price_subsidy")
    assert subsidy["outcome"] == outcome
    assert subsidy.get("monthly") == ("102.00" if outcome == YES else None)


@pytest.mark.parametrize(("day", "provisional"), [("2024-05-26", True), ("2024-05-27", False)])
def test_the_range_of_urgent_relief_in_langxi_is_certain_from_the_day_of_its_rule(day: str, provisional: bool) -> None:
    event = {"kind": "fire", "day": "2024-05-20", "urgent": True, "loss": "0"}
    answer = found(family(*couple(), day=day, place=LANGXI, area="rural", event=event))
    assert any(name.startswith("temporary_urgent_min ") for name in answer.told["provisional"]) == provisional
    assert answer.of("temporary_urgent")["one_off"] == {"min": "420.00", "max": "2100.00"}


@pytest.mark.parametrize(("day", "provisional"), [("2021-06-30", True), ("2021-07-01", False)])
def test_the_line_of_near_dibao_is_certain_from_the_day_of_the_measures(day: str, provisional: bool) -> None:
    answer = found(family(*couple(), day=day))
    assert ("near_dibao_percent (000000 2014-05-01)" in answer.told["provisional"]) == provisional


VALUES: tuple[Value, ...] = tuple(
    value for name in published_parameters().names() for value in published_parameters().published(name)
)


def in_force(value: Value, on: datetime.date) -> Value | None:
    """What holds where a value was published, for whom it was published."""
    return published_parameters().value(
        value.parameter, place=value.place, area=value.area or "urban", on=on, profile=value.profile or "anhui"
    )


def test_every_published_value_holds_on_its_first_day() -> None:
    # A profile with values of its own does not read those of no profile.
    own = {value.parameter for value in VALUES if value.profile is not None}
    asked = [value for value in VALUES if value.profile is not None or value.parameter not in own]
    assert [value for value in asked if in_force(value, value.since) != value] == []


def test_no_published_value_holds_on_the_day_before() -> None:
    assert [value for value in VALUES if in_force(value, value.since - datetime.timedelta(days=1)) == value] == []


def test_no_value_holds_on_the_day_it_ends() -> None:
    assert [value for value in VALUES if value.until and in_force(value, value.until) == value] == []


@pytest.mark.parametrize(
    ("day", "starts"), [("2024-11-30", "2024-12"), ("2024-12-01", "2025-01"), ("2024-12-31", "2025-01")]
)
def test_a_benefit_starts_in_the_month_after_the_decision(day: str, starts: str) -> None:
    assert found(family(*couple(), day=day)).of("dibao")["starts"] == starts
