"""Temporary assistance (临时救助): urgent, and for spending the household cannot carry."""

from doudi.policy.words import (
    Code,
    Count,
    Fen,
    FenMonth,
    FenYear,
    Truth,
    anyone,
    is_published,
    rule,
)


@rule(label="符合急难型临时救助条件", en="conditions of urgent assistance", cites=["社会救助暂行办法#47"])
def temporary_urgent_conditions(event_kind: Code, event_urgent: Truth) -> Truth:
    """Something sudden has happened and help cannot wait."""
    return event_kind != "none" and event_urgent


@rule(label="急难型救助限额已公布", en="the range of urgent assistance is published", cites=["郎溪县临时救助规定#标准"])
def temporary_urgent_published(
    dibao_standard: FenMonth, temporary_urgent_min: Count, temporary_urgent_max: Count
) -> Truth:
    """The local standard and its multiples are published for the place and the day."""
    return is_published(dibao_standard) and is_published(temporary_urgent_min) and is_published(temporary_urgent_max)


@rule(label="急难型救助下限", en="least urgent assistance", unit="fen/month", cites=["郎溪县临时救助规定#标准"])
def temporary_urgent_least(dibao_standard: FenMonth, temporary_urgent_min: Count) -> FenMonth:
    """A multiple of the monthly standard of the place, for the household and the event."""
    return dibao_standard * temporary_urgent_min


@rule(label="急难型救助上限", en="most urgent assistance", unit="fen/month", cites=["郎溪县临时救助规定#标准"])
def temporary_urgent_most(dibao_standard: FenMonth, temporary_urgent_max: Count) -> FenMonth:
    """A multiple of the monthly standard of the place, for the household and the event."""
    return dibao_standard * temporary_urgent_max


@rule(
    label="家庭收入低于当地居民人均可支配收入",
    en="income per head below the local disposable income",
    cites=["关于加强低收入人口动态监测做好分层分类社会救助工作的意见#二"],
)
def below_disposable_income(countable_income: FenYear, disposable_income: FenYear, members_counted: Count) -> Truth:
    """Income per head is below last year's disposable income per head of the place."""
    return countable_income < disposable_income * members_counted


@rule(
    label="家庭属低收入",
    en="the household is of low income",
    cites=["社会救助暂行办法#47", "关于加强低收入人口动态监测做好分层分类社会救助工作的意见#二"],
)
def of_low_income(
    dibao_eligible: Truth,
    near_dibao_conditions: Truth,
    tekun_eligible: Truth,
    assets_acceptable: Truth,
    below_disposable_income: Truth,
) -> Truth:
    """Dibao, near-dibao or tekun; or income below the local disposable income with acceptable assets."""
    return (
        dibao_eligible
        or near_dibao_conditions
        or anyone(tekun_eligible)
        or (assets_acceptable and below_disposable_income)
    )


@rule(label="符合支出型临时救助条件", en="conditions of assistance with spending", cites=["社会救助暂行办法#47"])
def temporary_spending_conditions(event_kind: Code, event_self_paid: Fen, of_low_income: Truth) -> Truth:
    """A household of low income that pays for illness or education itself.

    Reading: whether the spending is more than the household can carry is the office's finding, within the range.
    """
    return event_kind in ("illness", "education") and event_self_paid > 0 and of_low_income


@rule(
    label="支出型救助限额已公布",
    en="the range of assistance with spending is published",
    cites=["郎溪县临时救助规定#标准"],
)
def temporary_spending_published(
    dibao_standard: FenMonth,
    event_kind: Code,
    temporary_medical_min: Count,
    temporary_medical_max: Count,
    temporary_education_min: Count,
    temporary_education_max: Count,
) -> Truth:
    """The local standard and its multiples are published for the place and the day."""
    return is_published(dibao_standard) and (
        (is_published(temporary_education_min) and is_published(temporary_education_max))
        if event_kind == "education"
        else (is_published(temporary_medical_min) and is_published(temporary_medical_max))
    )


@rule(label="支出型救助下限", en="least assistance with spending", unit="fen/month", cites=["郎溪县临时救助规定#标准"])
def temporary_spending_least(
    dibao_standard: FenMonth, event_kind: Code, temporary_medical_min: Count, temporary_education_min: Count
) -> FenMonth:
    """A multiple of the monthly standard that depends on what was paid for."""
    return dibao_standard * (temporary_education_min if event_kind == "education" else temporary_medical_min)


@rule(label="支出型救助上限", en="most assistance with spending", unit="fen/month", cites=["郎溪县临时救助规定#标准"])
def temporary_spending_most(
    dibao_standard: FenMonth, event_kind: Code, temporary_medical_max: Count, temporary_education_max: Count
) -> FenMonth:
    """A multiple of the monthly standard that depends on what was paid for."""
    return dibao_standard * (temporary_education_max if event_kind == "education" else temporary_medical_max)
