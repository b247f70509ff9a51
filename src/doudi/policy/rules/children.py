"""Orphans (孤儿) and children whom nobody in fact brings up (事实无人抚养儿童). Neither is ever posted."""

from doudi.policy.words import (
    Code,
    Count,
    FenMonth,
    Months,
    Truth,
    Years,
    at_least,
    half_up,
    is_published,
    rule,
)


@rule(label="父亲死亡或失踪", en="father dead or missing", per="person", cites=["关于加强孤儿保障工作的意见#一"])
def father_lost(father_state: Code) -> Truth:
    """The father is dead or declared missing."""
    return father_state in ("dead", "missing")


@rule(label="母亲死亡或失踪", en="mother dead or missing", per="person", cites=["关于加强孤儿保障工作的意见#一"])
def mother_lost(mother_state: Code) -> Truth:
    """The mother is dead or declared missing."""
    return mother_state in ("dead", "missing")


@rule(
    label="父亲无法履行抚养责任",
    en="father cannot bring up the child",
    per="person",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#一"],
)
def father_unable(father_lost: Truth, father_state: Code, father_months: Months, separation_months: Months) -> Truth:
    """Severe disability, serious illness or rehabilitation at once; prison, detention or lost contact from six months.

    Reading: somebody deported is treated as somebody in prison.
    """
    return (
        father_lost
        or father_state in ("severe_disability", "serious_illness", "compulsory_rehab")
        or (father_state in ("prison", "detained", "deported", "lost_contact") and father_months >= separation_months)
    )


@rule(
    label="母亲无法履行抚养责任",
    en="mother cannot bring up the child",
    per="person",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#一"],
)
def mother_unable(mother_lost: Truth, mother_state: Code, mother_months: Months, separation_months: Months) -> Truth:
    """Severe disability, serious illness or rehabilitation at once; prison, detention or lost contact from six months.

    Reading: somebody deported is treated as somebody in prison.
    """
    return (
        mother_lost
        or mother_state in ("severe_disability", "serious_illness", "compulsory_rehab")
        or (mother_state in ("prison", "detained", "deported", "lost_contact") and mother_months >= separation_months)
    )


@rule(label="符合孤儿条件", en="conditions of an orphan", per="person", cites=["关于加强孤儿保障工作的意见#一"])
def orphan_conditions(age: Years, adult_age: Years, father_lost: Truth, mother_lost: Truth) -> Truth:
    """A minor both of whose parents are dead or missing."""
    return age < adult_age and father_lost and mother_lost


@rule(label="孤儿标准已公布", en="the orphan standard is published", cites=["关于加强孤儿保障工作的意见#二"])
def orphan_published(orphan_home: FenMonth) -> Truth:
    """The standard for orphans living at home is published for the place and the day."""
    return is_published(orphan_home)


@rule(
    label="孤儿基本生活费（月）",
    en="monthly orphan allowance",
    unit="fen/month",
    per="person",
    cites=["关于加强孤儿保障工作的意见#二"],
)
def orphan_monthly(orphan_home: FenMonth) -> FenMonth:
    """An orphan living at home is paid the published standard."""
    return orphan_home


@rule(
    label="符合事实无人抚养儿童条件",
    en="conditions of an unattended child",
    per="person",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#一"],
)
def unattended_child_conditions(
    age: Years, adult_age: Years, father_unable: Truth, mother_unable: Truth, father_lost: Truth, mother_lost: Truth
) -> Truth:
    """A minor neither of whose parents can bring it up, and who is not an orphan."""
    return age < adult_age and father_unable and mother_unable and not (father_lost and mother_lost)


@rule(
    label="该儿童分摊的低保金",
    en="the child's share of the dibao in payment",
    unit="fen/month",
    per="person",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#三.1"],
)
def dibao_share(counted: Truth, receiving_dibao: FenMonth, members_counted: Count) -> FenMonth:
    """The child's equal share of the dibao the household receives today, shown rounded.

    Reading: the amount is divided by the members counted today; a child outside the count has no share.
    """
    return half_up(receiving_dibao / members_counted) if counted else 0


@rule(
    label="事实无人抚养儿童基本生活补贴（月）",
    en="monthly allowance of an unattended child",
    unit="fen/month",
    per="person",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#三.1"],
)
def unattended_child_monthly(
    orphan_home: FenMonth, counted: Truth, receiving_dibao: FenMonth, members_counted: Count
) -> FenMonth:
    """The orphan standard less the child's exact share of the household's dibao, rounded half up to the fen.

    Reading: where the household receives no dibao there is nothing to share out, whoever counts.
    """
    return (
        at_least(0, half_up((orphan_home * members_counted - receiving_dibao) / members_counted))
        if receiving_dibao > 0 and counted
        else orphan_home
    )
