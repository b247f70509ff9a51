"""What follows from being in payment: price-linked subsidy, grace period, voluntary-exit bonus."""

from doudi.policy.words import (
    Count,
    FenMonth,
    Months,
    Percent,
    Truth,
    count,
    half_up,
    is_published,
    rule,
)


@rule(
    label="价格联动机制启动",
    en="the price linkage is triggered",
    cites=["关于进一步健全社会救助和保障标准与物价上涨挂钩联动机制的通知#一"],
)
def price_linkage_triggered(
    cpi_yoy_permille: Percent,
    cpi_trigger_permille: Percent,
    food_cpi_yoy_permille: Percent,
    food_trigger_permille: Percent,
) -> Truth:
    """Consumer prices, or food prices, have risen by the trigger or more over a year."""
    return cpi_yoy_permille >= cpi_trigger_permille or food_cpi_yoy_permille >= food_trigger_permille


@rule(
    label="享受价格临时补贴人数",
    en="people with the price subsidy",
    unit="count",
    cites=["关于进一步健全社会救助和保障标准与物价上涨挂钩联动机制的通知#二"],
)
def price_subsidy_people(
    counted: Truth,
    dibao_eligible: Truth,
    tekun_eligible: Truth,
    dibao_single_conditions: Truth,
    orphan_conditions: Truth,
    unattended_child_conditions: Truth,
) -> Count:
    """Everyone who is in payment under dibao, tekun or a children's programme, once."""
    return count(
        (counted and dibao_eligible)
        or tekun_eligible
        or dibao_single_conditions
        or orphan_conditions
        or unattended_child_conditions
    )


@rule(
    label="符合价格临时补贴条件",
    en="conditions of the price subsidy",
    cites=["关于进一步健全社会救助和保障标准与物价上涨挂钩联动机制的通知#一"],
)
def price_subsidy_conditions(price_linkage_triggered: Truth, price_subsidy_people: Count) -> Truth:
    """The linkage is triggered and somebody in the household is in payment."""
    return price_linkage_triggered and price_subsidy_people > 0


@rule(
    label="每人价格临时补贴（月）",
    en="price subsidy a person",
    unit="fen/month",
    cites=["关于进一步健全社会救助和保障标准与物价上涨挂钩联动机制的通知#三"],
)
def price_subsidy_each(dibao_standard: FenMonth, scpi_yoy_permille: Percent) -> FenMonth:
    """The standard times the rise of the basic-living price index, rounded half up to the yuan."""
    return half_up((dibao_standard * scpi_yoy_permille) / 100000) * 100


@rule(
    label="价格临时补贴（月）",
    en="monthly price subsidy",
    unit="fen/month",
    cites=["关于进一步健全社会救助和保障标准与物价上涨挂钩联动机制的通知#三"],
)
def price_subsidy_monthly(price_subsidy_each: FenMonth, price_subsidy_people: Count) -> FenMonth:
    """The subsidy for everyone in payment."""
    return price_subsidy_each * price_subsidy_people


@rule(
    label="符合渐退期条件",
    en="conditions of the grace period",
    cites=["最低生活保障审核确认办法#33", "社会救助兜底脱贫帮扶方案#低保"],
)
def grace_period_conditions(
    receiving_dibao: FenMonth, below_standard: Truth, assets_acceptable: Truth, relapse_watch: Truth
) -> Truth:
    """A registered household in payment whose income has reached the standard keeps its grant for a while."""
    return receiving_dibao > 0 and not below_standard and assets_acceptable and relapse_watch


@rule(
    label="渐退期月数",
    en="months of grace",
    unit="months",
    cites=["社会救助兜底脱贫帮扶方案#低保", "关于进一步做好最低生活保障等社会救助兜底工作的通知#一.3"],
)
def grace_period_months(grace_months: Months) -> Months:
    """Twelve months in the Anhui plan; six in the ministry's notice."""
    return grace_months


@rule(
    label="渐退期内月保障金",
    en="monthly amount during grace",
    unit="fen/month",
    cites=["社会救助兜底脱贫帮扶方案#低保"],
)
def grace_period_monthly(receiving_dibao: FenMonth) -> FenMonth:
    """The household keeps the amount it received before."""
    return receiving_dibao


@rule(label="可得主动退保奖励", en="conditions of the voluntary-exit bonus", cites=["社会救助兜底脱贫帮扶方案#低保"])
def exit_bonus_conditions(receiving_dibao: FenMonth, below_standard: Truth) -> Truth:
    """A household in payment whose income has reached the standard may leave of its own accord with a bonus."""
    return receiving_dibao > 0 and not below_standard


@rule(label="退保奖励规定已公布", en="the voluntary-exit bonus is published", cites=["社会救助兜底脱贫帮扶方案#低保"])
def exit_bonus_published(exit_bonus_months_min: Count) -> Truth:
    """Only the Anhui plan has a bonus."""
    return is_published(exit_bonus_months_min)


@rule(label="退保奖励下限", en="least voluntary-exit bonus", unit="fen/month", cites=["社会救助兜底脱贫帮扶方案#低保"])
def exit_bonus_least(receiving_dibao: FenMonth, exit_bonus_months_min: Count) -> FenMonth:
    """One month's dibao money at least."""
    return receiving_dibao * exit_bonus_months_min


@rule(label="退保奖励上限", en="most voluntary-exit bonus", unit="fen/month", cites=["社会救助兜底脱贫帮扶方案#低保"])
def exit_bonus_most(receiving_dibao: FenMonth, exit_bonus_months_max: Count) -> FenMonth:
    """Three months' dibao money at most."""
    return receiving_dibao * exit_bonus_months_max
