"""The household: who is counted, what it has to live on, what it owns."""

from doudi.policy.words import (
    Code,
    Count,
    Fen,
    FenMonth,
    FenYear,
    Months,
    Truth,
    Years,
    anyone,
    at_least,
    count,
    everyone,
    half_up,
    months_a_year,
    rule,
    total,
)


@rule(label="属于共同生活的家庭成员", en="belongs to the family", per="person", cites=["最低生活保障审核确认办法#7"])
def belongs(
    relation: Code,
    age: Years,
    adult_age: Years,
    dependent: Truth,
    school: Code,
    cohabits: Truth,
    absent: Truth,
) -> Truth:
    """Spouse, minor children, adult children who cannot live independently, and supporters living with the family.

    Reading: a student up to bachelor counts wherever he lives; another adult child counts where he lives with the
    family and is not at school, or where an officer finds him dependent.
    """
    return not absent and (
        relation in ("head", "spouse")
        or (
            relation == "child"
            and (
                age < adult_age
                or dependent
                or school in ("compulsory", "senior_secondary", "vocational", "bachelor")
                or (cohabits and school == "none")
            )
        )
        or (relation in ("parent", "grandparent", "grandchild", "sibling") and cohabits)
    )


@rule(label="共同生活人数（含特困人员）", en="people in the family", unit="count", cites=["最低生活保障审核确认办法#7"])
def family_size(belongs: Truth) -> Count:
    """Everyone who belongs to the family, before anybody stays out as tekun."""
    return count(belongs)


@rule(label="全家均为特困人员", en="everyone is tekun", cites=["特困人员认定办法#4"])
def everyone_tekun(family_size: Count, belongs: Truth, tekun_eligible: Truth) -> Truth:
    """A family that consists of tekun people only is supported as such."""
    return family_size > 0 and everyone(not belongs or tekun_eligible)


@rule(label="计入低保人口", en="counted", per="person", cites=["最低生活保障审核确认办法#7", "特困人员认定办法#4"])
def counted(belongs: Truth, family_size: Count, everyone_tekun: Truth, tekun_eligible: Truth) -> Truth:
    """A tekun member of a larger family stays out of the count.

    Reading: where everybody is tekun the count stays, so that the other programmes can say what excludes them.
    """
    return belongs and (family_size == 1 or everyone_tekun or not tekun_eligible)


@rule(label="计入人数", en="members counted", unit="count", cites=["最低生活保障审核确认办法#7"])
def members_counted(counted: Truth) -> Count:
    """The household is set against the standard for the members who count."""
    return count(counted)


@rule(
    label="本人应计收入（年）",
    en="own income that counts",
    unit="fen/year",
    per="person",
    cites=["最低生活保障审核确认办法#13"],
)
def own_income(
    income_wage: FenYear,
    income_business: FenYear,
    income_property: FenYear,
    income_transfer: FenYear,
    income_support: FenYear,
    income_pension: FenYear,
    income_old_age_allowance: FenYear,
    income_insurance_benefit: FenYear,
    income_other: FenYear,
) -> FenYear:
    """All income counts except what the article exempts.

    Reading: the basic pension is exempt whole; preferential, family-planning, scholarship and bravery payments,
    government assistance, disability subsidies and child allowances do not count.
    """
    return (
        income_wage
        + income_business
        + income_property
        + income_transfer
        + income_support
        + income_pension
        + income_old_age_allowance
        + income_insurance_benefit
        + income_other
    )


@rule(
    label="必要就业成本（年）",
    en="necessary cost of working",
    unit="fen/year",
    per="person",
    cites=["最低生活保障审核确认办法#13"],
)
def working_cost(income_wage: FenYear, income_business: FenYear, employment_cost: FenMonth) -> FenYear:
    """The necessary cost of working is deducted from somebody who earns."""
    return employment_cost * months_a_year if income_wage > 0 or income_business > 0 else 0


@rule(
    label="本人刚性支出（年）",
    en="own rigid spending",
    unit="fen/year",
    per="person",
    profile="anhui",
    cites=["社会救助兜底脱贫帮扶方案#低保", "特殊困难群体帮扶服务试点方案#支出型"],
)
def own_rigid_spending(
    spending_medical: FenYear, spending_education: FenYear, spending_disability_care: FenYear
) -> FenYear:
    """Medical, education and disability-care costs are deducted in full; several causes stack."""
    return spending_medical + spending_education + spending_disability_care


@rule(
    edition_of="own_rigid_spending",
    label="本人刚性支出（年）",
    en="own rigid spending",
    unit="fen/year",
    per="person",
    profile="national",
    cites=["最低生活保障审核确认办法#13"],
)
def own_rigid_spending_national(spending_medical: FenYear, spending_disability_care: FenYear) -> FenYear:
    """Costs that disability and serious illness bring are deducted.

    Reading: the ministry's text names disability and illness; education is a local addition.
    """
    return spending_medical + spending_disability_care


@rule(
    label="本人扣减后收入（年）",
    en="own income after deductions",
    unit="fen/year",
    per="person",
    cites=["最低生活保障审核确认办法#13"],
)
def own_net_income(own_income: FenYear, working_cost: FenYear, own_rigid_spending: FenYear) -> FenYear:
    """What a person brings to the household's income, which may be less than nothing."""
    return own_income - working_cost - own_rigid_spending


@rule(
    label="本人可计算收入（年）",
    en="own countable income",
    unit="fen/year",
    per="person",
    cites=["最低生活保障审核确认办法#13"],
)
def own_countable_income(own_net_income: FenYear) -> FenYear:
    """A person's own income is never below zero."""
    return at_least(0, own_net_income)


@rule(
    label="家庭共有收入（年）",
    en="income of the household as a whole",
    unit="fen/year",
    cites=["最低生活保障审核确认办法#13"],
)
def shared_income(
    household_income_wage: FenYear,
    household_income_business: FenYear,
    household_income_property: FenYear,
    household_income_transfer: FenYear,
    household_income_support: FenYear,
    household_income_pension: FenYear,
    household_income_old_age_allowance: FenYear,
    household_income_insurance_benefit: FenYear,
    household_income_other: FenYear,
) -> FenYear:
    """Income that belongs to nobody alone, such as land transfer or a collective dividend."""
    return (
        household_income_wage
        + household_income_business
        + household_income_property
        + household_income_transfer
        + household_income_support
        + household_income_pension
        + household_income_old_age_allowance
        + household_income_insurance_benefit
        + household_income_other
    )


@rule(
    label="家庭共有刚性支出（年）",
    en="rigid spending of the household as a whole",
    unit="fen/year",
    profile="anhui",
    cites=["社会救助兜底脱贫帮扶方案#低保"],
)
def shared_rigid_spending(
    household_spending_medical: FenYear,
    household_spending_education: FenYear,
    household_spending_disability_care: FenYear,
) -> FenYear:
    """Rigid costs that are entered for the household and not for one person."""
    return household_spending_medical + household_spending_education + household_spending_disability_care


@rule(
    edition_of="shared_rigid_spending",
    label="家庭共有刚性支出（年）",
    en="rigid spending of the household as a whole",
    unit="fen/year",
    profile="national",
    cites=["最低生活保障审核确认办法#13"],
)
def shared_rigid_spending_national(
    household_spending_medical: FenYear, household_spending_disability_care: FenYear
) -> FenYear:
    """Rigid costs of illness and disability that are entered for the household."""
    return household_spending_medical + household_spending_disability_care


@rule(
    label="家庭可计算收入（年）",
    en="countable income of the household",
    unit="fen/year",
    cites=["最低生活保障审核确认办法#13"],
)
def countable_income(
    counted: Truth, own_net_income: FenYear, shared_income: FenYear, shared_rigid_spending: FenYear
) -> FenYear:
    """The incomes of the counted members and of the household, less their costs, never below zero."""
    return at_least(0, total(own_net_income if counted else 0) + shared_income - shared_rigid_spending)


@rule(label="家庭月收入", en="monthly income", unit="fen/month", cites=["最低生活保障审核确认办法#13"])
def monthly_income(countable_income: FenYear) -> FenMonth:
    """A month's income is a twelfth of the year's, shown rounded; comparisons use the exact value."""
    return half_up(countable_income / months_a_year)


@rule(label="家庭人均月收入", en="income per head", unit="fen/month", cites=["最低生活保障审核确认办法#13"])
def income_per_head(countable_income: FenYear, members_counted: Count) -> FenMonth:
    """Income per head is shown rounded; comparisons use the exact value."""
    return half_up(countable_income / (months_a_year * members_counted))


@rule(label="住房、车辆、市场主体符合规定", en="modest property", cites=["最低生活保障审核确认办法#14"])
def modest_property(homes: Count, asset_limit_homes: Count, vehicles: Count, businesses: Count) -> Truth:
    """At most one home, no vehicle, no business."""
    return homes <= asset_limit_homes and vehicles == 0 and businesses == 0


@rule(label="家庭财产符合规定", en="assets acceptable", cites=["最低生活保障审核确认办法#14"])
def assets_acceptable(
    asset_finding: Code,
    financial_assets: Fen,
    dibao_standard: FenMonth,
    asset_limit_months: Months,
    members_counted: Count,
    modest_property: Truth,
) -> Truth:
    """The office's own finding settles the asset test; otherwise savings and property are held against the limits."""
    return asset_finding == "passed" or (
        asset_finding == "none"
        and financial_assets <= dibao_standard * asset_limit_months * members_counted
        and modest_property
    )


@rule(
    label="家庭财产符合特困规定", en="assets acceptable for tekun", cites=["特困人员认定办法#6", "特困人员认定办法#7"]
)
def family_assets_acceptable(
    asset_finding: Code,
    financial_assets: Fen,
    dibao_standard: FenMonth,
    asset_limit_months: Months,
    family_size: Count,
    modest_property: Truth,
) -> Truth:
    """The same test over everyone who belongs to the family.

    Reading: whether somebody is tekun is settled before anybody stays out of the count.
    """
    return asset_finding == "passed" or (
        asset_finding == "none"
        and financial_assets <= dibao_standard * asset_limit_months * family_size
        and modest_property
    )


@rule(label="家庭有学生", en="somebody is at school", cites=["社会救助暂行办法#33"])
def has_student(counted: Truth, relation: Code, age: Years, adult_age: Years, school: Code) -> Truth:
    """A counted minor or child of the head who is at school."""
    return anyone(
        counted
        and (relation == "child" or age < adult_age)
        and school in ("compulsory", "senior_secondary", "vocational", "bachelor")
    )
