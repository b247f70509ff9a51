"""What a person should look at: kept apart from every amount."""

from doudi.policy.words import Code, Count, FenMonth, FenYear, Truth, Years, remark


@remark(
    programme="dibao",
    per="person",
    label="无本地户籍：请在户籍地或符合条件的居住地申请",
    en="not registered here: see where to apply",
    cites=["最低生活保障审核确认办法#5"],
)
def remark_not_registered(registered: Truth) -> Truth:
    """Somebody registered elsewhere may have to apply elsewhere; no outcome changes."""
    return not registered


@remark(
    programme="disability_living",
    per="person",
    label="有残疾而无残疾人证：单列上报残联",
    en="disability without a certificate: list for the federation",
    cites=["特殊困难群体帮扶服务试点方案#建档"],
)
def remark_uncertified(disability_kind: Code, disability_certified: Truth) -> Truth:
    """A disability without certificate counts for nothing yet; the person is listed for the federation."""
    return disability_kind != "none" and not disability_certified


@remark(
    programme="dibao",
    per="person",
    label="无正当理由三次拒绝工作：应减发或停发本人低保金",
    en="refused suitable work three times: the own part is reduced or stopped",
    cites=["最低生活保障审核确认办法#34"],
)
def remark_refused_work(refused_work: Count, refused_work_limit: Count) -> Truth:
    """Three refusals without reason touch the person's own part."""
    return refused_work >= refused_work_limit


@remark(
    programme="tekun",
    per="person",
    label="独居且无供养人的高龄老人：优先集中供养",
    en="alone, very old, without supporter: an institution first",
    cites=["特殊困难群体帮扶服务试点方案#老"],
)
def remark_institution(
    age: Years, advanced_age: Years, lives_alone: Truth, kinless: Truth, own_income_below_standard: Truth
) -> Truth:
    """A very old person alone is offered a place first."""
    return age >= advanced_age and lives_alone and kinless and own_income_below_standard


@remark(
    programme="tekun",
    per="person",
    label="生活不能自理而拟在家供养：请落实照料人并签订照料协议",
    en="cannot look after themselves at home: name a carer and sign the agreement",
    cites=["社会救助兜底脱贫帮扶方案#特困"],
)
def remark_carer(tekun_eligible: Truth, unable_items: Count, care_mode: Code) -> Truth:
    """Care at home needs a named carer and a signed agreement."""
    return tekun_eligible and unable_items > 0 and care_mode == "home"


@remark(
    programme="dibao",
    label="按收入在标准以下但财产核查未通过：请复核财产",
    en="income below the standard, assets over: look again at the assets",
    cites=["最低生活保障审核确认办法#18"],
)
def remark_assets(below_standard: Truth, assets_acceptable: Truth) -> Truth:
    """Somebody below the line who fails only the assets may object with evidence."""
    return below_standard and not assets_acceptable


@remark(
    programme="dibao",
    label="家庭现正领取低保，本次结果不符合：停发前须作出有理由的书面决定",
    en="in payment and no longer eligible: stop only by a reasoned decision",
    cites=["最低生活保障审核确认办法#32"],
)
def remark_in_payment(receiving_dibao: FenMonth, dibao_eligible: Truth) -> Truth:
    """Dibao in payment is stopped by a decision with reasons, never by a calculation."""
    return receiving_dibao > 0 and not dibao_eligible


@remark(
    programme="unattended_child",
    per="person",
    label="儿童保障不设公示环节",
    en="never posted",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#二.2"],
)
def remark_never_posted(unattended_child_conditions: Truth) -> Truth:
    """The children's programmes are never posted."""
    return unattended_child_conditions


@remark(
    programme="orphan",
    per="person",
    label="儿童保障不设公示环节",
    en="never posted",
    cites=["关于进一步加强事实无人抚养儿童保障工作的意见#二.2"],
)
def remark_orphan_never_posted(orphan_conditions: Truth) -> Truth:
    """The children's programmes are never posted."""
    return orphan_conditions


@remark(
    programme="near_dibao",
    label="未享受低保而仍有困难：列为潜在救助对象持续关注",
    en="still in difficulty without dibao: keep under watch",
    cites=["社会救助兜底脱贫帮扶方案#潜在对象"],
)
def remark_watch(dibao_conditions: Truth, essential_spending: FenYear, below_near_line: Truth) -> Truth:
    """Somebody refused who is near the line or has rigid spending stays under watch."""
    return not dibao_conditions and (below_near_line or essential_spending > 0)
