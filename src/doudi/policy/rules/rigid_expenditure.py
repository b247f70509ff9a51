"""Families in hardship from rigid spending (刚性支出困难家庭): a status, from 2025."""

from doudi.policy.words import Count, FenYear, Percent, Truth, anyone, rule, total


@rule(
    label="成员刚性支出（年）",
    en="rigid spending of a member",
    unit="fen/year",
    per="person",
    cites=["刚性支出困难家庭认定办法#5"],
)
def own_essential_spending(
    spending_medical: FenYear,
    spending_education: FenYear,
    spending_disability_care: FenYear,
    spending_disaster: FenYear,
    spending_accident: FenYear,
    spending_other: FenYear,
) -> FenYear:
    """Medical, education and rehabilitation costs, and others the county recognises."""
    return (
        spending_medical
        + spending_education
        + spending_disability_care
        + spending_disaster
        + spending_accident
        + spending_other
    )


@rule(
    label="家庭刚性支出总额（年）",
    en="rigid spending of the household",
    unit="fen/year",
    cites=["刚性支出困难家庭认定办法#5"],
)
def essential_spending(
    counted: Truth,
    own_essential_spending: FenYear,
    household_spending_medical: FenYear,
    household_spending_education: FenYear,
    household_spending_disability_care: FenYear,
    household_spending_disaster: FenYear,
    household_spending_accident: FenYear,
    household_spending_other: FenYear,
) -> FenYear:
    """What the counted members and the household spent over twelve months on what it could not avoid."""
    return (
        total(own_essential_spending if counted else 0)
        + household_spending_medical
        + household_spending_education
        + household_spending_disability_care
        + household_spending_disaster
        + household_spending_accident
        + household_spending_other
    )


@rule(
    label="家庭总收入（年）", en="total income of the household", unit="fen/year", cites=["刚性支出困难家庭认定办法#4"]
)
def total_income(counted: Truth, own_income: FenYear, shared_income: FenYear) -> FenYear:
    """Income before any spending is taken off."""
    return total(own_income if counted else 0) + shared_income


@rule(label="刚性支出占比超出规定", en="rigid spending over the local share", cites=["刚性支出困难家庭认定办法#4"])
def spending_over_share(essential_spending: FenYear, total_income: FenYear, rigid_spending_percent: Percent) -> Truth:
    """Rigid spending is more than the local share of total income."""
    return essential_spending * 100 > total_income * rigid_spending_percent


@rule(
    label="总收入低于当地居民人均可支配收入",
    en="total income per head below the local disposable income",
    cites=["刚性支出困难家庭认定办法#4"],
)
def total_income_below_disposable(total_income: FenYear, disposable_income: FenYear, members_counted: Count) -> Truth:
    """Total income per head is below last year's disposable income per head."""
    return total_income < disposable_income * members_counted


@rule(
    label="符合刚性支出困难家庭条件",
    en="conditions of rigid-expenditure status",
    since="2025-01-01",
    cites=["刚性支出困难家庭认定办法#4"],
)
def rigid_expenditure_conditions(
    members_counted: Count,
    dibao_eligible: Truth,
    near_dibao_conditions: Truth,
    tekun_eligible: Truth,
    assets_acceptable: Truth,
    total_income_below_disposable: Truth,
    spending_over_share: Truth,
) -> Truth:
    """A household outside dibao, near-dibao and tekun whose income, assets and rigid spending meet the local tests.

    Reading: the asset test is that of near-dibao families, as the article allows.
    """
    return (
        members_counted > 0
        and not dibao_eligible
        and not near_dibao_conditions
        and not anyone(tekun_eligible)
        and assets_acceptable
        and total_income_below_disposable
        and spending_over_share
    )


@rule(
    edition_of="rigid_expenditure_conditions",
    label="刚性支出困难家庭认定办法尚未施行",
    en="rigid-expenditure status is not yet law",
    until="2025-01-01",
    cites=["刚性支出困难家庭认定办法#14"],
)
def rigid_expenditure_conditions_before_2025() -> Truth:
    """Before 2025 nobody has the status."""
    return False
