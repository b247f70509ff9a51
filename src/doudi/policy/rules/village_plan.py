"""The village plan's three household types: relief, employment, production."""

from doudi.policy.words import Code, Truth, Years, anyone, rule


@rule(label="有劳动能力", en="able to work", per="person", cites=["村级帮扶方案#分类帮扶"])
def able_to_work(age: Years, tekun_child_age: Years, elder_age: Years, labour: Code, severely_disabled: Truth) -> Truth:
    """Of working age, not severely disabled, and not assessed as without capacity."""
    return age >= tekun_child_age and age < elder_age and labour != "none" and not severely_disabled


@rule(
    label="农户帮扶类型",
    en="household type of the village plan",
    unit="code:household_type",
    cites=["村级帮扶方案#分类帮扶"],
)
def village_plan_type(counted: Truth, able_to_work: Truth, has_farmland: Truth) -> Code:
    """Without anybody able to work: relief; with farmland: production; without: employment."""
    return ("production" if has_farmland else "employment") if anyone(counted and able_to_work) else "relief"
