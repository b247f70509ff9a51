"""Near-dibao families (低保边缘家庭) and single-person dibao (单人保)."""

from doudi.policy.words import (
    Count,
    FenMonth,
    FenYear,
    Percent,
    Truth,
    half_up,
    months_a_year,
    rule,
)


@rule(
    label="家庭人均收入低于低保边缘线",
    en="income per head below the near-dibao line",
    cites=["最低生活保障审核确认办法#8", "关于加强低收入人口动态监测做好分层分类社会救助工作的意见#二"],
)
def below_near_line(
    countable_income: FenYear, dibao_standard: FenMonth, members_counted: Count, near_dibao_percent: Percent
) -> Truth:
    """Income per head is strictly below one and a half times the standard."""
    return countable_income * 100 < dibao_standard * months_a_year * members_counted * near_dibao_percent


@rule(label="符合低保边缘条件", en="conditions of near-dibao", cites=["最低生活保障审核确认办法#8"])
def near_dibao_conditions(
    members_counted: Count,
    below_near_line: Truth,
    assets_acceptable: Truth,
    dibao_eligible: Truth,
    everyone_tekun: Truth,
) -> Truth:
    """A household near the line that does not get dibao and whose assets are acceptable has the status."""
    return members_counted > 0 and below_near_line and assets_acceptable and not dibao_eligible and not everyone_tekun


@rule(label="属单人保对象", en="may apply alone", per="person", cites=["最低生活保障审核确认办法#8"])
def may_apply_alone(
    near_dibao_conditions: Truth,
    counted: Truth,
    severely_disabled: Truth,
    serious_illness: Truth,
    religious_for_long: Truth,
    tekun_eligible: Truth,
) -> Truth:
    """A severely disabled or seriously ill member of a near-dibao family, or somebody religious for three years.

    Reading: nobody is in dibao and tekun at once.
    """
    return (
        near_dibao_conditions and counted and not tekun_eligible and (severely_disabled or serious_illness)
    ) or religious_for_long


@rule(
    label="本人收入低于低保标准", en="own income below the standard", per="person", cites=["最低生活保障审核确认办法#8"]
)
def own_income_below_standard(own_countable_income: FenYear, dibao_standard: FenMonth) -> Truth:
    """The person's own countable income is strictly below the standard."""
    return own_countable_income < dibao_standard * months_a_year


@rule(
    label="符合单人保条件", en="conditions of single-person dibao", per="person", cites=["最低生活保障审核确认办法#8"]
)
def dibao_single_conditions(may_apply_alone: Truth, own_income_below_standard: Truth) -> Truth:
    """Somebody who may apply alone and whose own income is below the standard is treated as a household of one."""
    return may_apply_alone and own_income_below_standard


@rule(
    label="单人保年缺口",
    en="the person's gap over a year",
    unit="fen/year",
    per="person",
    cites=["最低生活保障审核确认办法#23"],
)
def single_gap(dibao_standard: FenMonth, own_countable_income: FenYear) -> FenYear:
    """What the person's own income falls short of the standard, exactly."""
    return dibao_standard * months_a_year - own_countable_income


@rule(
    label="单人保月补差额",
    en="monthly grant to the person",
    unit="fen/month",
    per="person",
    cites=["最低生活保障审核确认办法#23"],
)
def single_grant(single_gap: FenYear) -> FenMonth:
    """A month's grant is a twelfth of the person's gap, rounded half up to the fen."""
    return half_up(single_gap / months_a_year)


@rule(
    label="单人保月增发额",
    en="monthly top-up to the person",
    unit="fen/month",
    per="person",
    cites=["安徽省低保实施方案#保障标准"],
)
def single_top_up(single_gap: FenYear, top_up_percent: Percent) -> FenMonth:
    """The top-up of the person's class on the person's exact grant."""
    return half_up((single_gap * top_up_percent) / (months_a_year * 100))


@rule(
    label="单人保月保障金",
    en="monthly single-person dibao",
    unit="fen/month",
    per="person",
    cites=["最低生活保障审核确认办法#23", "安徽省低保实施方案#保障标准"],
)
def dibao_single_monthly(single_grant: FenMonth, single_top_up: FenMonth) -> FenMonth:
    """The person is paid the grant and the top-up."""
    return single_grant + single_top_up
