"""The township pilot's decision table for the old, the weak, the sick and the disabled.

Each row recommends programmes for a person to look at; none overrides a determination.
"""

from doudi.policy.words import Code, Count, FenMonth, FenYear, Truth, Years, advice, months_a_year, rule


@rule(
    label="家庭困难（人均收入不高于低保标准1倍，或监测对象）",
    en="in hardship",
    cites=["特殊困难群体帮扶服务试点方案#低收入"],
)
def in_hardship(income_at_most_standard: Truth, assets_acceptable: Truth, relapse_watch: Truth) -> Truth:
    """Income per head up to the standard with acceptable assets, or under relapse watch."""
    return relapse_watch or (income_at_most_standard and assets_acceptable)


@rule(
    label="人均收入不高于低保标准",
    en="income per head up to the standard",
    cites=["特殊困难群体帮扶服务试点方案#低收入"],
)
def income_at_most_standard(countable_income: FenYear, dibao_standard: FenMonth, members_counted: Count) -> Truth:
    """Income per head at or below once the standard."""
    return countable_income <= dibao_standard * months_a_year * members_counted


@rule(label="有医疗刚性支出", en="pays medical costs", per="person", cites=["特殊困难群体帮扶服务试点方案#病"])
def pays_medical_costs(spending_medical: FenYear) -> Truth:
    """The person pays medical costs itself."""
    return spending_medical > 0


@rule(label="因病或因灾", en="struck by illness or disaster", per="person", cites=["特殊困难群体帮扶服务试点方案#老"])
def struck(serious_illness: Truth, pays_medical_costs: Truth, event_kind: Code) -> Truth:
    """Illness of the person, or a disaster in the household."""
    return serious_illness or pays_medical_costs or event_kind in ("disaster", "fire", "illness")


@advice(
    label="80岁以上独居孤寡、无稳定收入：特困集中供养",
    en="80+, alone, kinless, no stable income: tekun in an institution",
    recommends=["tekun"],
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def pilot_old_kinless(
    age: Years, advanced_age: Years, lives_alone: Truth, kinless: Truth, own_income_below_standard: Truth
) -> Truth:
    """Somebody of eighty or over living alone without supporter and without stable income."""
    return age >= advanced_age and lives_alone and kinless and own_income_below_standard


@advice(
    label="80岁以上失能、非孤寡：失能社会化服务补贴和居家服务",
    en="80+, disabled, with a supporter: service for disabled elders",
    recommends=["disabled_elder_service"],
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def pilot_old_disabled(age: Years, advanced_age: Years, unable_items: Count, kinless: Truth) -> Truth:
    """Somebody of eighty or over who cannot look after themselves and has a supporter."""
    return age >= advanced_age and unable_items >= 1 and not kinless


@advice(
    label="80岁以上困境老人因病因灾、非孤寡：临时救助",
    en="80+, in hardship through illness or disaster: temporary assistance",
    recommends=["temporary_spending"],
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def pilot_old_struck(
    age: Years, advanced_age: Years, kinless: Truth, left_behind: Truth, in_hardship: Truth, struck: Truth
) -> Truth:
    """An elder in hardship with a supporter, struck by illness or disaster."""
    return age >= advanced_age and not kinless and not left_behind and in_hardship and struck


@advice(
    label="80岁以上困境老人符合低保、非孤寡：低保",
    en="80+, in hardship, meets dibao: dibao",
    recommends=["dibao"],
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def pilot_old_dibao(
    age: Years, advanced_age: Years, kinless: Truth, left_behind: Truth, dibao_conditions: Truth
) -> Truth:
    """An elder with a supporter whose household meets the conditions of dibao."""
    return age >= advanced_age and not kinless and not left_behind and dibao_conditions


@advice(
    label="80岁以上留守老人，监测对象或困境：低保",
    en="80+, left behind, watched or in hardship: dibao",
    recommends=["dibao"],
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def pilot_old_left_behind(age: Years, advanced_age: Years, left_behind: Truth, in_hardship: Truth) -> Truth:
    """A left-behind elder under watch or in hardship."""
    return age >= advanced_age and left_behind and in_hardship


@advice(
    label="80岁以上留守老人有医疗刚性支出：临时救助",
    en="80+, left behind, medical costs: temporary assistance",
    recommends=["temporary_spending"],
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def pilot_old_left_behind_ill(age: Years, advanced_age: Years, left_behind: Truth, pays_medical_costs: Truth) -> Truth:
    """A left-behind elder with rigid medical spending."""
    return age >= advanced_age and left_behind and pays_medical_costs


@advice(
    label="孤儿、事实无人抚养儿童：低保、特困或孤儿政策",
    en="orphans and unattended children: dibao, tekun or the children's programmes",
    recommends=["orphan", "unattended_child", "dibao", "tekun"],
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def pilot_child_without_care(orphan_conditions: Truth, unattended_child_conditions: Truth) -> Truth:
    """A child without parents who could bring it up."""
    return orphan_conditions or unattended_child_conditions


@advice(
    label="困境儿童：低保或临时救助，并确保不失学",
    en="children in difficulty: dibao or temporary assistance, and school",
    recommends=["dibao", "temporary_spending", "education"],
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def pilot_child_in_difficulty(
    age: Years, adult_age: Years, left_behind: Truth, in_hardship: Truth, pilot_child_without_care: Truth
) -> Truth:
    """A minor in a household in hardship, cared for by its parents."""
    return age < adult_age and not left_behind and in_hardship and not pilot_child_without_care


@advice(
    label="农村留守儿童，低保或监测对象家庭：寄宿生营养餐和生活补贴",
    en="rural left-behind child of a dibao or watched family: school meals and boarding subsidy",
    recommends=["education"],
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def pilot_left_behind_child(
    age: Years, adult_age: Years, left_behind: Truth, area: Code, dibao_eligible: Truth, relapse_watch: Truth
) -> Truth:
    """A left-behind child in the country whose family has dibao or is under watch."""
    return age < adult_age and left_behind and area == "rural" and (dibao_eligible or relapse_watch)


@advice(
    label="其他困难留守儿童：临时救助",
    en="other left-behind children in hardship: temporary assistance",
    recommends=["temporary_spending"],
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def pilot_other_left_behind_child(
    age: Years,
    adult_age: Years,
    left_behind: Truth,
    area: Code,
    in_hardship: Truth,
    near_dibao_conditions: Truth,
    dibao_eligible: Truth,
    relapse_watch: Truth,
) -> Truth:
    """A left-behind child in the country, in hardship, whose family has neither dibao nor is under watch.

    Reading: a family without dibao is in hardship up to the near-dibao line.
    """
    return (
        age < adult_age
        and left_behind
        and area == "rural"
        and (in_hardship or near_dibao_conditions)
        and not dibao_eligible
        and not relapse_watch
    )


@rule(
    label="农村留守妇女",
    en="a left-behind woman in the country",
    per="person",
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def left_behind_woman(
    sex: Code, age: Years, adult_age: Years, advanced_age: Years, left_behind: Truth, area: Code
) -> Truth:
    """An adult woman under eighty, left behind in the country."""
    return sex == "female" and age >= adult_age and age < advanced_age and left_behind and area == "rural"


@advice(
    label="农村留守妇女、计生二女结扎户，人均收入不高于低保标准1倍：低保",
    en="left-behind woman of a two-daughter family at or below the standard: dibao",
    recommends=["dibao"],
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def pilot_two_daughters(
    left_behind_woman: Truth, two_daughter_family: Truth, income_at_most_standard: Truth, assets_acceptable: Truth
) -> Truth:
    """A left-behind woman of a two-daughter family whose income per head is at most the standard."""
    return left_behind_woman and two_daughter_family and income_at_most_standard and assets_acceptable


@advice(
    label="农村留守妇女大病支出型贫困：低保并临时救助",
    en="left-behind woman poor through big illness: dibao and temporary assistance",
    recommends=["dibao", "temporary_spending"],
    cites=["特殊困难群体帮扶服务试点方案#弱"],
)
def pilot_woman_ill(left_behind_woman: Truth, serious_illness: Truth, pays_medical_costs: Truth) -> Truth:
    """A left-behind woman whom big illness has made poor."""
    return left_behind_woman and serious_illness and pays_medical_costs


@advice(
    label="因大病重病丧失劳动能力：按支出型贫困家庭纳入低保",
    en="illness took the capacity to work: dibao as expenditure-poor",
    recommends=["dibao"],
    cites=["特殊困难群体帮扶服务试点方案#病"],
)
def pilot_ill(serious_illness: Truth, labour: Code, left_behind_woman: Truth) -> Truth:
    """Somebody who lost the capacity to work through serious illness."""
    return serious_illness and labour == "none" and not left_behind_woman


@advice(
    label="大病自费超额部分：临时救助和县爱心扶贫基金两个途径",
    en="self-paid medical excess: temporary assistance and the charity fund",
    recommends=["temporary_spending", "charity_fund"],
    cites=["特殊困难群体帮扶服务试点方案#病"],
)
def pilot_ill_and_paying(ill_and_paying: Truth) -> Truth:
    """The part of medical costs the person pays itself goes through two channels."""
    return ill_and_paying


@advice(
    label="重度残疾人（含三级精神、智力）：按支出型贫困家庭纳入低保",
    en="severely disabled: dibao as expenditure-poor",
    recommends=["dibao"],
    cites=["特殊困难群体帮扶服务试点方案#残"],
)
def pilot_severely_disabled(severely_disabled: Truth) -> Truth:
    """A severely disabled person, grade 3 of a mental or intellectual disability included."""
    return severely_disabled


@advice(
    label="重度残疾人有医疗刚性支出：临时救助",
    en="severely disabled with medical costs: temporary assistance",
    recommends=["temporary_spending"],
    cites=["特殊困难群体帮扶服务试点方案#残"],
)
def pilot_severely_disabled_ill(severely_disabled: Truth, pays_medical_costs: Truth) -> Truth:
    """A severely disabled person with rigid medical spending."""
    return severely_disabled and pays_medical_costs


@advice(
    label="其他残疾人符合低保条件：低保",
    en="other disability, meets dibao: dibao",
    recommends=["dibao"],
    cites=["特殊困难群体帮扶服务试点方案#残"],
)
def pilot_disabled_dibao(certified_disability: Truth, severely_disabled: Truth, dibao_conditions: Truth) -> Truth:
    """A person with another disability whose household meets the conditions of dibao."""
    return certified_disability and not severely_disabled and dibao_conditions


@advice(
    label="其他残疾人因病因灾有刚性支出：临时救助",
    en="other disability, rigid spending through illness or disaster: temporary assistance",
    recommends=["temporary_spending"],
    cites=["特殊困难群体帮扶服务试点方案#残"],
)
def pilot_disabled_paying(
    certified_disability: Truth, severely_disabled: Truth, spending_medical: FenYear, spending_disaster: FenYear
) -> Truth:
    """A person with another disability and rigid spending through illness or disaster."""
    return certified_disability and not severely_disabled and (spending_medical > 0 or spending_disaster > 0)
