"""Referrals to other departments: an outcome without an amount."""

from doudi.policy.words import (
    Code,
    Count,
    Fen,
    FenYear,
    Truth,
    Years,
    anyone,
    rule,
)


@rule(
    label="已有社会救助身份",
    en="has a social-assistance status",
    cites=["社会救助暂行办法#28", "关于加强低收入人口动态监测做好分层分类社会救助工作的意见#四"],
)
def has_status(
    dibao_eligible: Truth,
    near_dibao_conditions: Truth,
    tekun_eligible: Truth,
    dibao_single_conditions: Truth,
    rigid_expenditure_conditions: Truth,
) -> Truth:
    """Dibao, near-dibao, tekun, single-person dibao or rigid-expenditure status."""
    return (
        dibao_eligible
        or near_dibao_conditions
        or anyone(tekun_eligible or dibao_single_conditions)
        or rigid_expenditure_conditions
    )


@rule(label="可转介医疗救助", en="referral to medical assistance", cites=["社会救助暂行办法#28"])
def medical_conditions(has_status: Truth, orphan_conditions: Truth, unattended_child_conditions: Truth) -> Truth:
    """Households with a status, orphans and unattended children are helped with insurance and hospital costs."""
    return has_status or anyone(orphan_conditions or unattended_child_conditions)


@rule(label="可转介教育救助", en="referral to education assistance", cites=["社会救助暂行办法#33"])
def education_conditions(
    has_status: Truth, orphan_conditions: Truth, unattended_child_conditions: Truth, has_student: Truth
) -> Truth:
    """Students of households with a status, orphans and unattended children."""
    return has_student and (has_status or anyone(orphan_conditions or unattended_child_conditions))


@rule(label="住房困难", en="in need of housing", cites=["社会救助暂行办法#37"])
def needs_housing(homes: Count, event_kind: Code) -> Truth:
    """No home of one's own, or a home struck by fire or disaster."""
    return homes == 0 or event_kind in ("fire", "disaster")


@rule(label="可转介住房救助", en="referral to housing assistance", cites=["社会救助暂行办法#37"])
def housing_conditions(
    dibao_eligible: Truth, near_dibao_conditions: Truth, tekun_eligible: Truth, needs_housing: Truth
) -> Truth:
    """A dibao, near-dibao or tekun household in need of housing."""
    return needs_housing and (dibao_eligible or near_dibao_conditions or anyone(tekun_eligible))


@rule(label="有劳动能力而未就业", en="able to work and without work", per="person", cites=["社会救助暂行办法#42"])
def without_work(
    age: Years,
    tekun_child_age: Years,
    elder_age: Years,
    labour: Code,
    school: Code,
    relation: Code,
    absence: Code,
    income_wage: FenYear,
    income_business: FenYear,
) -> Truth:
    """Of working age, able to work wholly or in part, not a student, not away, and without wage or business income."""
    return (
        age >= tekun_child_age
        and age < elder_age
        and labour in ("partial", "full")
        and (relation != "child" or school == "none")
        and absence == "none"
        and income_wage == 0
        and income_business == 0
    )


@rule(label="可转介就业救助", en="referral to employment assistance", cites=["社会救助暂行办法#42"])
def employment_conditions(
    dibao_eligible: Truth, near_dibao_conditions: Truth, counted: Truth, without_work: Truth
) -> Truth:
    """A dibao or near-dibao household with a member who could work and does not."""
    return (dibao_eligible or near_dibao_conditions) and anyone(counted and without_work)


@rule(
    label="因大病丧失劳动能力且有自费支出",
    en="illness has taken the capacity to work and money",
    per="person",
    cites=["特殊困难群体帮扶服务试点方案#病"],
)
def ill_and_paying(
    serious_illness: Truth, labour: Code, spending_medical: FenYear, event_kind: Code, event_self_paid: Fen
) -> Truth:
    """A seriously ill person without capacity to work who pays medical costs."""
    return (
        serious_illness
        and labour == "none"
        and (spending_medical > 0 or (event_kind == "illness" and event_self_paid > 0))
    )


@rule(label="可转介爱心扶贫基金", en="referral to the charity fund", cites=["特殊困难群体帮扶服务试点方案#病"])
def charity_fund_conditions(ill_and_paying: Truth) -> Truth:
    """The part of medical costs a household pays itself is helped through the county's fund as well."""
    return anyone(ill_and_paying)
