"""Support of people in extreme difficulty (特困人员救助供养, tekun) and the test of their legal obligors."""

from doudi.policy.words import (
    Code,
    Count,
    FenMonth,
    FenYear,
    Truth,
    Years,
    anyone,
    at_least,
    half_up,
    is_published,
    months_a_year,
    rule,
)


@rule(label="无劳动能力", en="no capacity to work", per="person", cites=["特困人员认定办法#5"])
def no_labour(
    age: Years,
    elder_age: Years,
    tekun_child_age: Years,
    certified_disability: Truth,
    disability_kind: Code,
    disability_grade: Count,
) -> Truth:
    """The old, children under sixteen, and people with the disabilities the article names have no capacity to work."""
    return (
        age >= elder_age
        or age < tekun_child_age
        or (
            certified_disability
            and (
                (disability_kind in ("intellectual", "mental") and disability_grade <= 3)
                or (disability_kind == "physical" and disability_grade <= 2)
                or (disability_kind == "visual" and disability_grade == 1)
            )
        )
    )


@rule(
    label="特困核算收入（年）", en="own income for tekun", unit="fen/year", per="person", cites=["特困人员认定办法#6"]
)
def tekun_income(
    income_wage: FenYear,
    income_business: FenYear,
    income_property: FenYear,
    income_transfer: FenYear,
    income_support: FenYear,
    income_pension: FenYear,
    income_other: FenYear,
    working_cost: FenYear,
    own_rigid_spending: FenYear,
) -> FenYear:
    """The person's own income, leaving out what dibao exempts, old-age allowances and insurance benefits."""
    return at_least(
        0,
        income_wage
        + income_business
        + income_property
        + income_transfer
        + income_support
        + income_pension
        + income_other
        - working_cost
        - own_rigid_spending,
    )


@rule(label="无生活来源", en="no source of livelihood", per="person", cites=["特困人员认定办法#6"])
def no_source(tekun_income: FenYear, dibao_standard: FenMonth, family_assets_acceptable: Truth) -> Truth:
    """Own income below the dibao standard, and acceptable assets."""
    return tekun_income < dibao_standard * months_a_year and family_assets_acceptable


@rule(label="义务人重度残疾", en="the obligor is severely disabled", per="obligor", cites=["特困人员认定办法#8"])
def obligor_severely_disabled(obligor_disability_kind: Code, obligor_disability_grade: Count) -> Truth:
    """Grades 1 and 2, and grade 3 of an intellectual or mental disability."""
    return (obligor_disability_kind != "none" or obligor_disability_grade > 0) and (
        obligor_disability_grade <= 2
        or (obligor_disability_grade == 3 and obligor_disability_kind in ("intellectual", "mental"))
    )


@rule(label="义务人有履行义务能力", en="the obligor is able to support", per="obligor", cites=["特困人员认定办法#8"])
def obligor_able(
    obligor_age: Years,
    adult_age: Years,
    elder_age: Years,
    obligor_elder_age: Years,
    obligor_receives_tekun: Truth,
    obligor_receives_dibao: Truth,
    obligor_severely_disabled: Truth,
    obligor_income: FenMonth,
    obligor_income_limit: FenMonth,
    obligor_assets_over: Truth,
    obligor_absence: Code,
) -> Truth:
    """An obligor is able unless the article names the reason why not.

    Reading: somebody of seventy or severely disabled is unable only with an income below the local limit and assets
    not over theirs; a minor is never an able obligor.
    """
    return (
        obligor_age >= adult_age
        and not obligor_receives_tekun
        and not (obligor_receives_dibao and obligor_age >= elder_age)
        and not (
            (obligor_age >= obligor_elder_age or obligor_severely_disabled)
            and obligor_income < obligor_income_limit
            and not obligor_assets_over
        )
        and not (obligor_absence in ("prison", "missing") and not obligor_assets_over)
    )


@rule(
    label="有家庭外有能力的义务人",
    en="an able obligor elsewhere",
    per="person",
    cites=["特困人员认定办法#4", "特困人员认定办法#8"],
)
def able_obligor_elsewhere(obligor_able: Truth, obligors_listed: Truth) -> Truth:
    """One able obligor outside the household is enough; while the list is not given, nobody knows."""
    return anyone(obligor_able) or not obligors_listed


@rule(
    label="不计同住亲属时符合特困条件",
    en="tekun apart from the other members",
    per="person",
    cites=["特困人员认定办法#4"],
)
def tekun_apart(belongs: Truth, no_labour: Truth, no_source: Truth, able_obligor_elsewhere: Truth) -> Truth:
    """The conditions of tekun before the other members are looked at as obligors."""
    return belongs and no_labour and no_source and not able_obligor_elsewhere


@rule(label="有赡养、抚养、扶养能力的成员", en="a member able to support", per="person", cites=["特困人员认定办法#8"])
def able_member(
    age: Years,
    adult_age: Years,
    elder_age: Years,
    obligor_elder_age: Years,
    absent: Truth,
    belongs: Truth,
    tekun_apart: Truth,
    receiving_dibao: FenMonth,
    severely_disabled: Truth,
    own_countable_income: FenYear,
    obligor_income_limit: FenMonth,
    family_assets_acceptable: Truth,
) -> Truth:
    """Members are judged by the same article on their own facts.

    Reading: the household's dibao in payment is that of the members who belong to the family.
    """
    return (
        age >= adult_age
        and not absent
        and not tekun_apart
        and not (belongs and age >= elder_age and receiving_dibao > 0)
        and not (
            (age >= obligor_elder_age or severely_disabled)
            and own_countable_income < obligor_income_limit * months_a_year
            and family_assets_acceptable
        )
    )


@rule(label="户主有供养能力", en="the head is able to support", cites=["特困人员认定办法#8"])
def head_able(able_member: Truth, relation: Code) -> Truth:
    """The head of the household is an able obligor."""
    return anyone(relation == "head" and able_member)


@rule(label="户主配偶有供养能力", en="the head's spouse is able to support", cites=["特困人员认定办法#8"])
def spouse_able(able_member: Truth, relation: Code) -> Truth:
    """The spouse of the head is an able obligor."""
    return anyone(relation == "spouse" and able_member)


@rule(label="子女有供养能力", en="a child is able to support", cites=["特困人员认定办法#8"])
def child_able(able_member: Truth, relation: Code) -> Truth:
    """A child of the head is an able obligor."""
    return anyone(relation == "child" and able_member)


@rule(label="父母有供养能力", en="a parent is able to support", cites=["特困人员认定办法#8"])
def parent_able(able_member: Truth, relation: Code) -> Truth:
    """A parent of the head is an able obligor."""
    return anyone(relation == "parent" and able_member)


@rule(label="兄弟姐妹有供养能力", en="a sibling of the head is able", cites=["特困人员认定办法#8"])
def sibling_able(able_member: Truth, relation: Code) -> Truth:
    """A sibling of the head, who is a child of the head's parents, is an able obligor."""
    return anyone(relation == "sibling" and able_member)


@rule(label="孙子女有供养能力", en="a grandchild of the head is able", cites=["特困人员认定办法#8"])
def grandchild_able(able_member: Truth, relation: Code) -> Truth:
    """A grandchild of the head, who is a child of the head's child, is an able obligor."""
    return anyone(relation == "grandchild" and able_member)


@rule(label="祖父母有供养能力", en="a grandparent of the head is able", cites=["特困人员认定办法#8"])
def grandparent_able(able_member: Truth, relation: Code) -> Truth:
    """A grandparent of the head, who is a parent of the head's parent, is an able obligor."""
    return anyone(relation == "grandparent" and able_member)


@rule(label="有同户有能力的义务人", en="an able obligor among the members", per="person", cites=["特困人员认定办法#8"])
def able_obligor_at_home(
    relation: Code,
    head_able: Truth,
    spouse_able: Truth,
    child_able: Truth,
    parent_able: Truth,
    sibling_able: Truth,
    grandchild_able: Truth,
    grandparent_able: Truth,
) -> Truth:
    """Spouse, children and parents named as members are obligors too.

    Reading: relations are read through the head: two parents of the head are each other's spouses, siblings are the
    parents' children, grandchildren the children's, and parents the grandparents'.
    """
    return (
        (relation == "head" and (spouse_able or child_able or parent_able))
        or (relation == "spouse" and (head_able or child_able))
        or (relation == "child" and (head_able or spouse_able or grandchild_able))
        or (relation == "parent" and (head_able or parent_able or sibling_able or grandparent_able))
        or (relation in ("grandparent", "sibling") and parent_able)
        or (relation == "grandchild" and child_able)
    )


@rule(
    label="符合特困条件",
    en="conditions of tekun",
    per="person",
    cites=["特困人员认定办法#4", "安徽省特困供养实施方案#对象"],
)
def tekun_conditions(tekun_apart: Truth, able_obligor_at_home: Truth) -> Truth:
    """No capacity to work, no source of livelihood, and no obligor who is able."""
    return tekun_apart and not able_obligor_at_home


@rule(label="已纳入儿童保障", en="supported as a child without care", per="person", cites=["特困人员认定办法#9"])
def tekun_excluded(orphan_conditions: Truth, unattended_child_conditions: Truth) -> Truth:
    """A minor in the orphan or unattended-child programme is not tekun."""
    return orphan_conditions or unattended_child_conditions


@rule(label="享受特困供养", en="is tekun", per="person", cites=["特困人员认定办法#4", "特困人员认定办法#9"])
def tekun_eligible(tekun_conditions: Truth, tekun_excluded: Truth) -> Truth:
    """The conditions hold and no children's programme takes precedence."""
    return tekun_conditions and not tekun_excluded


@rule(label="照料护理档次", en="grade of care", unit="code:care_grade", per="person", cites=["特困人员认定办法#22"])
def care_grade(unable_items: Count) -> Code:
    """All six self-care items done: self; up to three not done: half; four or more not done: full."""
    return "self" if unable_items == 0 else "half" if unable_items <= 3 else "full"


@rule(
    label="基本生活标准（按供养方式）",
    en="basic standard for the mode of care",
    unit="fen/month",
    per="person",
    cites=["安徽省特困供养实施方案#标准"],
)
def tekun_basic_standard(care_mode: Code, tekun_basic_home: FenMonth, tekun_basic_institution: FenMonth) -> FenMonth:
    """The published basic standard for the place and the mode of care."""
    return tekun_basic_home if care_mode == "home" else tekun_basic_institution


@rule(
    label="照料护理标准（按档次和方式）",
    en="care standard for grade and mode",
    unit="fen/month",
    per="person",
    cites=["安徽省特困供养实施方案#标准", "特困人员认定办法#20"],
)
def tekun_care(
    care_mode: Code,
    care_grade: Code,
    tekun_care_home_self: FenMonth,
    tekun_care_home_half: FenMonth,
    tekun_care_home_full: FenMonth,
    tekun_care_institution_self: FenMonth,
    tekun_care_institution_half: FenMonth,
    tekun_care_institution_full: FenMonth,
) -> FenMonth:
    """The published care standard for the grade of care and where it is given."""
    return (
        (
            tekun_care_home_self
            if care_grade == "self"
            else tekun_care_home_half
            if care_grade == "half"
            else tekun_care_home_full
        )
        if care_mode == "home"
        else (
            tekun_care_institution_self
            if care_grade == "self"
            else tekun_care_institution_half
            if care_grade == "half"
            else tekun_care_institution_full
        )
    )


@rule(
    label="特困标准已公布", en="the tekun standards are published", per="person", cites=["安徽省特困供养实施方案#标准"]
)
def tekun_published(
    care_mode: Code,
    care_grade: Code,
    tekun_basic_home: FenMonth,
    tekun_basic_institution: FenMonth,
    tekun_care_home_self: FenMonth,
    tekun_care_home_half: FenMonth,
    tekun_care_home_full: FenMonth,
    tekun_care_institution_self: FenMonth,
    tekun_care_institution_half: FenMonth,
    tekun_care_institution_full: FenMonth,
) -> Truth:
    """The standards this person would be paid by are published for the place and the day."""
    return (
        care_mode == "home"
        and is_published(tekun_basic_home)
        and (
            (care_grade == "self" and is_published(tekun_care_home_self))
            or (care_grade == "half" and is_published(tekun_care_home_half))
            or (care_grade == "full" and is_published(tekun_care_home_full))
        )
    ) or (
        care_mode == "institution"
        and is_published(tekun_basic_institution)
        and (
            (care_grade == "self" and is_published(tekun_care_institution_self))
            or (care_grade == "half" and is_published(tekun_care_institution_half))
            or (care_grade == "full" and is_published(tekun_care_institution_full))
        )
    )


@rule(
    label="特困基本生活补助（月）",
    en="basic support paid",
    unit="fen/month",
    per="person",
    cites=["安徽省特困供养实施方案#标准"],
)
def tekun_basic(tekun_basic_standard: FenMonth, tekun_income: FenYear) -> FenMonth:
    """The basic standard less the person's own income, rounded half up to the fen, never below zero."""
    return at_least(0, half_up((tekun_basic_standard * months_a_year - tekun_income) / months_a_year))


@rule(
    label="特困月供养金",
    en="monthly tekun support",
    unit="fen/month",
    per="person",
    cites=["安徽省特困供养实施方案#标准"],
)
def tekun_monthly(tekun_basic: FenMonth, tekun_care: FenMonth) -> FenMonth:
    """Basic support and care together."""
    return tekun_basic + tekun_care
