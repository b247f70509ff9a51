"""The two disability subsidies (残疾人两项补贴) and what excludes them."""

from doudi.policy.words import Count, FenMonth, Truth, is_published, rule


@rule(
    label="符合困难残疾人生活补贴条件",
    en="conditions of the living allowance",
    per="person",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_living_conditions(
    certified_disability: Truth,
    counted: Truth,
    tekun_eligible: Truth,
    dibao_eligible: Truth,
    dibao_single_conditions: Truth,
) -> Truth:
    """A person with a certified disability who has dibao, with the household or alone."""
    return certified_disability and ((counted and not tekun_eligible and dibao_eligible) or dibao_single_conditions)


@rule(
    label="不得同时享受生活补贴",
    en="excluded from the living allowance",
    per="person",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_living_excluded(
    tekun_eligible: Truth,
    work_injury_nursing: Truth,
    orphan_conditions: Truth,
    unattended_child_conditions: Truth,
) -> Truth:
    """Tekun, a work-injury nursing fee and the children's programmes rule the living allowance out."""
    return tekun_eligible or work_injury_nursing or orphan_conditions or unattended_child_conditions


@rule(
    label="生活补贴标准已公布",
    en="the living allowance is published",
    per="person",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_living_published(
    disability_grade: Count, disability_living_severe: FenMonth, disability_living_other: FenMonth
) -> Truth:
    """The allowance for the person's grade is published for the place and the day."""
    return (disability_grade <= 2 and is_published(disability_living_severe)) or (
        disability_grade > 2 and is_published(disability_living_other)
    )


@rule(
    label="困难残疾人生活补贴（月）",
    en="monthly living allowance",
    unit="fen/month",
    per="person",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_living_monthly(
    disability_grade: Count, disability_living_severe: FenMonth, disability_living_other: FenMonth
) -> FenMonth:
    """The published allowance for grades 1 and 2, or for grades 3 and 4."""
    return disability_living_severe if disability_grade <= 2 else disability_living_other


@rule(
    label="符合重度残疾人护理补贴条件",
    en="conditions of the nursing allowance",
    per="person",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_nursing_conditions(certified_disability: Truth, disability_grade: Count, long_term_care: Truth) -> Truth:
    """A person with a certified disability of grade 1 or 2 who needs care for a long time."""
    return certified_disability and disability_grade <= 2 and long_term_care


@rule(
    label="不得同时享受护理补贴",
    en="excluded from the nursing allowance",
    per="person",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_nursing_excluded(tekun_eligible: Truth, work_injury_nursing: Truth) -> Truth:
    """Tekun and a work-injury nursing fee rule the nursing allowance out."""
    return tekun_eligible or work_injury_nursing


@rule(
    label="护理补贴标准已公布",
    en="the nursing allowance is published",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_nursing_published(disability_nursing: FenMonth) -> Truth:
    """The allowance is published for the place and the day."""
    return is_published(disability_nursing)


@rule(
    label="重度残疾人护理补贴（月）",
    en="monthly nursing allowance",
    unit="fen/month",
    cites=["关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二"],
)
def disability_nursing_monthly(disability_nursing: FenMonth) -> FenMonth:
    """The published allowance of the place."""
    return disability_nursing
