"""Minimum living standard guarantee (最低生活保障, dibao): the household's gap to the standard, and class top-ups."""

from doudi.policy.words import (
    Code,
    Count,
    FenMonth,
    FenYear,
    Months,
    Percent,
    Truth,
    anyone,
    half_up,
    months_a_year,
    rule,
    total,
)


@rule(
    label="家庭人均收入低于低保标准",
    en="income per head below the standard",
    cites=["社会救助暂行办法#9", "最低生活保障审核确认办法#8"],
)
def below_standard(countable_income: FenYear, dibao_standard: FenMonth, members_counted: Count) -> Truth:
    """Income per head is strictly below the standard: the year's income against the standard for all counted."""
    return countable_income < dibao_standard * months_a_year * members_counted


@rule(label="符合低保条件", en="conditions of dibao", cites=["社会救助暂行办法#9"])
def dibao_conditions(members_counted: Count, below_standard: Truth, assets_acceptable: Truth) -> Truth:
    """A household whose income per head is below the local standard and whose assets are acceptable has dibao."""
    return members_counted > 0 and below_standard and assets_acceptable


@rule(label="享受低保", en="gets dibao", cites=["社会救助暂行办法#9", "特困人员认定办法#4"])
def dibao_eligible(dibao_conditions: Truth, everyone_tekun: Truth) -> Truth:
    """A household that is supported as tekun does not get dibao as well."""
    return dibao_conditions and not everyone_tekun


@rule(
    label="全家年保障缺口",
    en="gap to the standard over a year",
    unit="fen/year",
    cites=["社会救助暂行办法#12", "最低生活保障审核确认办法#23"],
)
def dibao_gap(dibao_standard: FenMonth, members_counted: Count, countable_income: FenYear) -> FenYear:
    """What the household's income falls short of the standard for all its counted members, exactly."""
    return dibao_standard * months_a_year * members_counted - countable_income


@rule(
    label="低保月补差额",
    en="monthly grant",
    unit="fen/month",
    cites=["社会救助暂行办法#12", "最低生活保障审核确认办法#23"],
)
def dibao_grant(dibao_gap: FenYear) -> FenMonth:
    """A month's grant is a twelfth of the gap, rounded half up to the fen."""
    return half_up(dibao_gap / months_a_year)


@rule(label="增发比例", en="top-up rate", unit="percent", per="person", cites=["安徽省低保实施方案#保障标准"])
def top_up_percent(top_up_class: Code, class_a_topup_percent: Percent, class_b_topup_percent: Percent) -> Percent:
    """Class A and class B people get a top-up on their own grant."""
    return class_a_topup_percent if top_up_class == "A" else class_b_topup_percent if top_up_class == "B" else 0


@rule(
    label="分类施保月增发额",
    en="monthly class top-up",
    unit="fen/month",
    per="person",
    cites=["安徽省低保实施方案#保障标准"],
)
def dibao_top_up(counted: Truth, dibao_gap: FenYear, members_counted: Count, top_up_percent: Percent) -> FenMonth:
    """A counted person's top-up is the rate times the person's own exact share of the grant.

    Reading: the share is taken before any rounding, and each top-up is rounded half up to the fen by itself.
    """
    return half_up((dibao_gap * top_up_percent) / (months_a_year * members_counted * 100)) if counted else 0


@rule(
    label="低保月保障金",
    en="monthly dibao",
    unit="fen/month",
    cites=["社会救助暂行办法#12", "安徽省低保实施方案#保障标准"],
)
def dibao_monthly(dibao_grant: FenMonth, dibao_top_up: FenMonth) -> FenMonth:
    """A household is paid its grant and the top-ups of its members."""
    return dibao_grant + total(dibao_top_up)


@rule(
    label="定期核查间隔",
    en="months between re-verifications",
    unit="months",
    cites=["安徽省低保实施方案#动态管理", "最低生活保障审核确认办法#31"],
)
def dibao_review_months(
    counted: Truth, class_a: Truth, class_b: Truth, review_months_stable: Months, review_months_unstable: Months
) -> Months:
    """A household takes the class of its most vulnerable member: A and B yearly, C half-yearly."""
    return review_months_stable if anyone(counted and (class_a or class_b)) else review_months_unstable
