"""Old-age allowance (高龄津贴) and services for disabled elders (失能老人)."""

from doudi.policy.words import Count, FenMonth, Truth, Years, bands, is_published, rule


@rule(
    label="符合高龄津贴条件",
    en="conditions of the old-age allowance",
    per="person",
    cites=["合肥市社会救助标准通知#高龄津贴"],
)
def old_age_allowance_conditions(age: Years, advanced_age: Years) -> Truth:
    """Everybody from eighty on."""
    return age >= advanced_age


@rule(label="高龄津贴标准已公布", en="the old-age allowance is published", cites=["合肥市社会救助标准通知#高龄津贴"])
def old_age_allowance_published(old_age_80: FenMonth, old_age_90: FenMonth, old_age_100: FenMonth) -> Truth:
    """The bands are published for the place and the day."""
    return is_published(old_age_80) and is_published(old_age_90) and is_published(old_age_100)


@rule(
    label="高龄津贴（月）",
    en="monthly old-age allowance",
    unit="fen/month",
    per="person",
    cites=["合肥市社会救助标准通知#高龄津贴"],
)
def old_age_allowance_monthly(
    age: Years, old_age_80: FenMonth, old_age_90: FenMonth, old_age_100: FenMonth
) -> FenMonth:
    """The published allowance of the person's age band."""
    return bands(age, 0, (80, old_age_80), (90, old_age_90), (100, old_age_100))


@rule(
    label="孤寡（无有能力的义务人）",
    en="without an able supporter",
    per="person",
    cites=["特殊困难群体帮扶服务试点方案#老", "特困人员认定办法#8"],
)
def kinless(able_obligor_elsewhere: Truth, able_obligor_at_home: Truth) -> Truth:
    """Nobody who is bound to support the person is able to."""
    return not able_obligor_elsewhere and not able_obligor_at_home


@rule(
    label="符合失能老人社会化服务补贴条件",
    en="conditions of the service for disabled elders",
    per="person",
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def disabled_elder_service_conditions(
    age: Years, advanced_age: Years, unable_items: Count, kinless: Truth, tekun_eligible: Truth
) -> Truth:
    """Somebody of eighty or over who cannot look after themselves and has a supporter.

    Reading: one self-care item that cannot be done is enough for a referral.
    """
    return age >= advanced_age and unable_items >= 1 and not kinless and not tekun_eligible
