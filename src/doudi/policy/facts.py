"""The questions a rule may ask: every fact of a person, a household or an obligor, with its unit and who can supply it.

A fact left out is unknown, never zero and never false. Codes are written as words in a case file and as the
index of the word in its list in a population table (-1 for unknown).
"""

from dataclasses import dataclass
from typing import Literal

Entity = Literal["household", "person", "obligor"]
Kind = Literal["truth", "count", "fen", "fen/month", "fen/year", "years", "months", "code"]

CODES: dict[str, tuple[str, ...]] = {
    "area": ("urban", "rural"),
    "relation": (
        "head",
        "spouse",
        "child",
        "grandchild",
        "parent",
        "grandparent",
        "sibling",
        "other_relative",
        "none",
    ),
    "sex": ("male", "female"),
    "absence": ("none", "prison", "compulsory_rehab", "missing", "military", "religious"),
    "school": ("none", "compulsory", "senior_secondary", "vocational", "bachelor", "postgraduate"),
    "disability_kind": (
        "none",
        "visual",
        "hearing",
        "speech",
        "physical",
        "intellectual",
        "mental",
        "multiple",
    ),
    "labour": ("none", "partial", "full"),
    "care_mode": ("home", "institution"),
    "parent_state": (
        "able",
        "dead",
        "missing",
        "lost_contact",
        "prison",
        "detained",
        "compulsory_rehab",
        "deported",
        "severe_disability",
        "serious_illness",
    ),
    "asset_finding": ("none", "passed", "failed"),
    "event_kind": ("none", "fire", "traffic", "illness", "disaster", "accident", "education", "other"),
    "household_type": ("relief", "employment", "production"),
    "class": ("A", "B", "C"),
    "care_grade": ("self", "half", "full"),
}

INCOME_KINDS: dict[str, tuple[str, str]] = {
    "wage": ("工资性收入", "wages"),
    "business": ("经营净收入", "business income"),
    "property": ("财产净收入", "property income"),
    "transfer": ("转移净收入", "transfers"),
    "support": ("赡养、抚养、扶养费", "support payments"),
    "basic_pension": ("城乡居民基础养老金", "central basic pension"),
    "pension": ("其他养老金", "other pension"),
    "preferential": ("优待抚恤金", "preferential treatment"),
    "family_planning": ("计生奖扶", "family-planning award"),
    "scholarship": ("奖学金", "scholarship"),
    "bravery": ("见义勇为奖励", "bravery award"),
    "assistance": ("政府救助款物", "government assistance"),
    "disability_subsidy": ("残疾人两项补贴", "disability subsidies"),
    "old_age_allowance": ("高龄津贴", "old-age allowance"),
    "child_allowance": ("儿童生活补贴", "child allowance"),
    "insurance_benefit": ("社会保险待遇", "insurance benefit"),
    "other": ("其他收入", "other income"),
}

SPENDING_KINDS: dict[str, tuple[str, str]] = {
    "medical": ("自付医疗支出", "self-paid medical costs"),
    "education": ("教育支出", "education costs"),
    "disability_care": ("残疾照护支出", "disability care costs"),
    "disaster": ("因灾支出", "disaster costs"),
    "accident": ("意外事故支出", "accident costs"),
    "other": ("其他支出", "other costs"),
}


@dataclass(frozen=True)
class Fact:
    """One question: `path` is where a case file answers it, `bring` what paper shows it."""

    name: str
    entity: Entity
    kind: Kind
    zh: str
    en: str
    path: str
    codes: str | None = None
    bring: str = ""

    def index_of(self, word: str) -> int:
        """The number a population table uses for a code word."""
        assert self.codes is not None
        return CODES[self.codes].index(word)


_ID = "身份证或户口簿"
_DISABILITY = "残疾人证"
_ILLNESS = "诊断证明、出院小结"
_INCOME = "收入证明、工资单、银行流水或收入申报"
_RECEIPTS = "医保结算单、缴费票据"
_ASSETS = "家庭财产申报表、存款证明（核对授权书签字后由核对中心查询）"
_SCHOOL = "学籍或在读证明"
_PARENTS = "死亡、服刑、失联、残疾等相应证明（先由部门数据比对）"
_ASSESSED = "由乡镇（街道）入户评估"
_EVENT = "事故、火灾证明或村（居）证明，费用票据"
_OBLIGOR = "法定义务人情况声明、收入证明及核对授权书"


def _person(name: str, kind: Kind, zh: str, en: str, path: str, bring: str, codes: str | None = None) -> Fact:
    return Fact(name, "person", kind, zh, en, path, codes, bring)


def _household(name: str, kind: Kind, zh: str, en: str, path: str, bring: str, codes: str | None = None) -> Fact:
    return Fact(name, "household", kind, zh, en, path, codes, bring)


def _obligor(name: str, kind: Kind, zh: str, en: str, path: str, codes: str | None = None) -> Fact:
    return Fact(name, "obligor", kind, zh, en, path, codes, _OBLIGOR)


_ALL: tuple[Fact, ...] = (
    _person("relation", "code", "与户主关系", "relation to head", "relation", _ID, "relation"),
    _person("sex", "code", "性别", "sex", "sex", _ID, "sex"),
    _person("age", "years", "年龄", "age", "born", _ID),
    _person("cohabits", "truth", "长期共同居住", "lives with the household", "cohabits", _ASSESSED),
    _person("registered", "truth", "本地户籍", "registered here", "registered", "户口簿"),
    _person("absence", "code", "离家情形", "absence", "absence", "判决书、戒毒决定书、宣告失踪判决等", "absence"),
    _person("absent_years", "years", "离家年数", "years absent", "absent_since", "宗教场所出具的居住证明"),
    _person("school", "code", "就读情况", "school", "school", _SCHOOL, "school"),
    _person("dependent", "truth", "认定不能独立生活", "found unable to live independently", "dependent", _ASSESSED),
    _person(
        "disability_kind", "code", "残疾类别", "kind of disability", "disability.kind", _DISABILITY, "disability_kind"
    ),
    _person("disability_grade", "count", "残疾等级", "grade of disability", "disability.grade", _DISABILITY),
    _person(
        "disability_certified", "truth", "持有残疾人证", "holds the certificate", "disability_certified", _DISABILITY
    ),
    _person("serious_illness", "truth", "患重病", "seriously ill", "serious_illness", _ILLNESS),
    _person("long_term_care", "truth", "需长期照护", "needs long-term care", "long_term_care", _ASSESSED),
    _person("labour", "code", "劳动能力", "labour capacity", "labour", _ASSESSED, "labour"),
    _person("unable_items", "count", "不能自理的项数", "self-care items that cannot be done", "unable", _ASSESSED),
    _person("care_mode", "code", "供养方式", "mode of care", "care_mode", "本人意愿书", "care_mode"),
    _person(
        "employment_cost",
        "fen/month",
        "必要就业成本",
        "necessary cost of working",
        "employment_cost",
        "就业成本说明（交通、住宿等票据）",
    ),
    _person(
        "refused_work",
        "count",
        "无正当理由拒绝工作次数",
        "suitable jobs refused",
        "refused_work",
        "公共就业服务机构记录",
    ),
    _person("lives_alone", "truth", "独居", "lives alone", "lives_alone", _ASSESSED),
    _person("left_behind", "truth", "留守", "left behind", "left_behind", _ASSESSED),
    _person(
        "work_injury_nursing",
        "truth",
        "领取工伤护理费",
        "draws a work-injury nursing fee",
        "work_injury_nursing",
        "工伤保险待遇核定表",
    ),
    _person("father_state", "code", "父亲情况", "state of the father", "parents.father", _PARENTS, "parent_state"),
    _person(
        "father_months",
        "months",
        "父亲情况持续月数",
        "months the father's state lasts",
        "parents.father.months",
        _PARENTS,
    ),
    _person("mother_state", "code", "母亲情况", "state of the mother", "parents.mother", _PARENTS, "parent_state"),
    _person(
        "mother_months",
        "months",
        "母亲情况持续月数",
        "months the mother's state lasts",
        "parents.mother.months",
        _PARENTS,
    ),
    *(_person(f"income_{kind}", "fen/year", zh, en, "incomes", _INCOME) for kind, (zh, en) in INCOME_KINDS.items()),
    *(
        _person(f"spending_{kind}", "fen/year", zh, en, "spending", _RECEIPTS)
        for kind, (zh, en) in SPENDING_KINDS.items()
    ),
    _household("area", "code", "城乡", "urban or rural", "area", "户口簿", "area"),
    _household("financial_assets", "fen", "金融资产", "financial assets", "household.assets.financial", _ASSETS),
    _household("homes", "count", "住房套数", "homes owned", "household.assets.homes", "不动产登记信息"),
    _household("vehicles", "count", "车辆等台数", "vehicles", "household.assets.vehicles", "车船登记信息"),
    _household(
        "businesses", "count", "市场主体数", "registered businesses", "household.assets.businesses", "市场主体登记信息"
    ),
    _household(
        "asset_finding",
        "code",
        "财产核查结论",
        "the office's finding on assets",
        "household.assets.passed",
        "核对报告",
        "asset_finding",
    ),
    *(
        _household(f"household_income_{kind}", "fen/year", f"家庭{zh}", f"household {en}", "household.incomes", _INCOME)
        for kind, (zh, en) in INCOME_KINDS.items()
    ),
    *(
        _household(
            f"household_spending_{kind}", "fen/year", f"家庭{zh}", f"household {en}", "household.spending", _RECEIPTS
        )
        for kind, (zh, en) in SPENDING_KINDS.items()
    ),
    _household(
        "receiving_dibao", "fen/month", "正在领取的低保金", "dibao in payment", "household.receiving", "救助系统记录"
    ),
    _household(
        "receiving_tekun",
        "fen/month",
        "正在领取的特困供养金",
        "tekun in payment",
        "household.receiving",
        "救助系统记录",
    ),
    _household(
        "relapse_watch",
        "truth",
        "建档立卡或防返贫监测对象",
        "under relapse watch",
        "household.relapse_watch",
        "乡村振兴（农业农村）部门记录",
    ),
    _household("event_kind", "code", "突发事件", "what happened", "household.event", _EVENT, "event_kind"),
    _household("event_urgent", "truth", "情况紧急", "urgent", "household.event.urgent", _EVENT),
    _household("event_loss", "fen", "损失金额", "loss", "household.event.loss", _EVENT),
    _household(
        "event_self_paid",
        "fen",
        "近十二个月自付金额",
        "self-paid over twelve months",
        "household.event.self_paid",
        _EVENT,
    ),
    _household(
        "obligors_listed",
        "truth",
        "法定义务人名单已提供",
        "the list of obligors is given",
        "household.obligors",
        _OBLIGOR,
    ),
    _household("has_farmland", "truth", "有耕地", "has farmland", "household.has_farmland", "土地承包合同"),
    _household(
        "two_daughter_family",
        "truth",
        "计生二女结扎户",
        "two-daughter family-planning household",
        "household.two_daughter_family",
        "卫健部门记录",
    ),
    _obligor("obligor_age", "years", "义务人年龄", "age", "age"),
    _obligor("obligor_receives_dibao", "truth", "义务人享受低保", "receives dibao", "receiving"),
    _obligor("obligor_receives_tekun", "truth", "义务人享受特困", "receives tekun", "receiving"),
    _obligor(
        "obligor_disability_kind", "code", "义务人残疾类别", "kind of disability", "disability", "disability_kind"
    ),
    _obligor("obligor_disability_grade", "count", "义务人残疾等级", "grade of disability", "disability.grade"),
    _obligor("obligor_income", "fen/month", "义务人月收入", "monthly income", "income"),
    _obligor("obligor_assets_over", "truth", "义务人财产超限", "assets over the limit", "assets_over"),
    _obligor("obligor_absence", "code", "义务人离家情形", "absence", "absence", "absence"),
)

FACTS: dict[str, Fact] = {fact.name: fact for fact in _ALL}
