"""The forms of inquiries, as declared data: what each asks, what must be filled in before it is finished, who fills it in.

A field's `kind` is text, words (long text), day, yes, number, money (yuan as text), choice, rows (a table of fields).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "words", "day", "yes", "number", "money", "choice", "rows", "people"]

LONGEST = 4000
MOST_ROWS = 60
_MONEY = re.compile(r"\d{1,9}(\.\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Field:
    """One question of a form, in Chinese and English; `of` are the columns of a table or the choices of a choice."""

    key: str
    zh: str
    en: str
    kind: Kind = "text"
    needed: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()
    columns: tuple["Field", ...] = ()
    help: str = ""


@dataclass(frozen=True)
class Form:
    """One kind of inquiry. `result_of` says in a word what came of it; `letter` is the document it is printed as."""

    key: str
    zh: str
    en: str
    duties: tuple[str, ...]
    fields: tuple[Field, ...]
    letter: str
    by_two: bool = False
    after_acceptance: bool = True
    result_of: Callable[[Mapping[str, Any]], str] = lambda _content: ""

    def field(self, key: str) -> Field:
        """One field; raises KeyError."""
        return next(field for field in self.fields if field.key == key) if key in self.keys else _missing(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields' keys in order."""
        return tuple(field.key for field in self.fields)


def _missing(key: str) -> Field:
    raise KeyError(key)


def _rows(key: str, zh: str, en: str, *columns: Field, needed: bool = False) -> Field:
    return Field(key, zh, en, "rows", needed, columns=columns)


_SIGNED = (
    Field("present", "在场家庭成员", "member present", needed=True),
    Field("present_signed", "在场成员已签字（按手印）", "the member present has signed", "yes", needed=True),
)
_HOME_VISIT = (
    Field("met_at", "调查地点", "place", needed=True),
    _rows(
        "members", "家庭成员", "members",
        Field("name", "姓名", "name", needed=True),
        Field("relation", "与户主关系", "relation"),
        Field("health", "健康状况", "health"),
        Field("labour", "劳动能力", "capacity to work"),
        Field("work", "工作单位、务工地点", "work"),
        Field("monthly", "月收入（元）", "monthly income", "money"),
    ),
    Field("land", "承包土地（自种、转包、转租，亩，年收益）", "land", "words"),
    Field("livestock", "养殖情况", "livestock", "words"),
    Field("business", "经营情况", "business", "words"),
    Field(
        "housing", "住房", "housing", "choice", needed=True,
        choices=(
            ("own", "自有", "own"), ("rented", "租赁", "rented"), ("borrowed", "借住", "borrowed"),
            ("none", "无房", "none"), ("dangerous", "危房", "dangerous"),
        ),
    ),
    Field("housing_note", "住房结构、面积、产权", "structure, area, ownership", "words"),
    Field("vehicles", "车辆、农机", "vehicles and machines"),
    Field("deposits", "存款、理财（元）", "deposits", "money"),
    _rows(
        "support", "赡养、抚养、扶养", "support",
        Field("name", "义务人", "obligor", needed=True),
        Field("relation", "关系", "relation"),
        Field("monthly", "每月给付（元）", "a month", "money"),
        Field("note", "说明", "note"),
    ),
    _rows(
        "spending", "刚性支出（近12个月）", "rigid spending over twelve months",
        Field("kind", "类别", "kind", needed=True),
        Field("amount", "金额（元）", "amount", "money", needed=True),
        Field("note", "说明", "note"),
    ),
    Field("living", "实际生活状况", "living conditions", "words", needed=True),
    Field("opinion", "调查意见", "opinion", "words", needed=True),
    *_SIGNED,
)  # fmt: skip
_ITEMS = (
    ("eat", "自主吃饭", "eat"),
    ("dress", "自主穿衣", "dress"),
    ("bed", "自主上下床", "get in and out of bed"),
    ("toilet", "自主如厕", "use the toilet"),
    ("walk", "室内自主行走", "walk indoors"),
    ("bath", "自主洗澡", "bathe"),
)


def _appraised(content: Mapping[str, Any]) -> str:
    votes = {key: int(content.get(key) or 0) for key in ("for", "against", "abstained")}
    passed = votes["for"] * 2 > sum(votes.values())
    return f"{'属实' if passed else '不属实'}（同意{votes['for']}，不同意{votes['against']}，弃权{votes['abstained']}）"


def _checked(content: Mapping[str, Any]) -> str:
    return {"within": "未超过标准", "over": "超过标准", "unclear": "需进一步核实"}.get(str(content.get("finding")), "")


def _ability(content: Mapping[str, Any]) -> str:
    """Tekun: six items done is full ability, up to three undone partial, four or more complete loss (articles 21, 22)."""
    unable = sum(content.get(key) == "no" for key, _zh, _en in _ITEMS)
    return "具备生活自理能力" if unable == 0 else "部分丧失生活自理能力" if unable <= 3 else "完全丧失生活自理能力"


_YES_NO = (("yes", "能", "can"), ("no", "不能", "cannot"))

FORMS: dict[str, Form] = {
    form.key: form
    for form in (
        Form("home_visit", "入户调查", "home visit", ("survey",), _HOME_VISIT, "survey_form", by_two=True),
        Form(
            "neighbour_visit", "邻里访问", "neighbour visit", ("survey",),
            (
                Field("who", "受访人及与申请人关系", "who was visited", needed=True),
                Field("told", "受访人反映的情况", "what they told", "words", needed=True),
                Field("signed", "受访人已签字", "signed", "yes"),
            ),
            "neighbour_visit",
        ),
        Form(
            "letter_evidence", "信函索证", "evidence by letter", ("survey",),
            (
                Field("sent_to", "发往单位", "sent to", needed=True),
                Field("asked", "询问事项", "what was asked", "words", needed=True),
                Field("sent_on", "发函日期", "sent on", "day", needed=True),
                Field("answered_on", "复函日期", "answered on", "day"),
                Field("answer", "复函内容", "the answer", "words"),
            ),
            "letter_evidence",
        ),
        Form(
            "data_comparison", "部门信息比对", "comparison of data", ("survey",),
            (
                Field("sources", "比对部门及系统", "departments compared", needed=True),
                Field("found", "比对结果", "what was found", "words", needed=True),
                Field("doubts", "有疑问、需走访核实的事项", "doubts", "words"),
            ),
            "data_comparison",
        ),
        Form(
            "core_check", "信息核对", "data check", ("core_check",),
            (
                Field("number", "核对报告编号", "number of the report", needed=True),
                _rows(
                    "sources", "比对结果", "compared",
                    Field("source", "部门、机构", "source", needed=True),
                    Field("found", "结果", "found", needed=True),
                    Field("amount", "金额（元）", "amount", "money"),
                    needed=True,
                ),
                Field(
                    "finding", "结论", "finding", "choice", needed=True,
                    choices=(
                        ("within", "未超过标准", "within the limits"), ("over", "超过标准", "over the limits"),
                        ("unclear", "需进一步核实", "to be looked into"),
                    ),
                ),
                Field("note", "说明", "note", "words"),
            ),
            "core_check_report",
            result_of=_checked,
        ),
        Form(
            "appraisal", "民主评议", "community appraisal", ("appraise",),
            (
                Field("place", "地点", "place", needed=True),
                Field("chair", "主持人", "chair", needed=True),
                Field("recorder", "记录人", "recorder", needed=True),
                Field("due", "应到人数", "due", "number", needed=True),
                Field("came", "实到人数", "came", "number", needed=True),
                Field("recused", "回避人员（近亲属）", "recused"),
                Field("policy_read", "已宣讲政策", "the policy was read out", "yes", needed=True),
                Field("presented", "情况介绍和发言要点", "what was said", "words", needed=True),
                Field("for", "同意票", "for", "number", needed=True),
                Field("against", "不同意票", "against", "number", needed=True),
                Field("abstained", "弃权票", "abstained", "number", needed=True),
                Field("signed", "与会人员已签字", "all have signed", "yes", needed=True),
            ),
            "appraisal_record",
            result_of=_appraised,
        ),
        Form(
            "self_care", "生活自理能力评估", "self-care assessment", ("survey",),
            (
                Field("person", "被评估人", "person", needed=True),
                *(Field(key, zh, en, "choice", True, _YES_NO) for key, zh, en in _ITEMS),
                Field("note", "说明", "note", "words"),
            ),
            "self_care_assessment",
            result_of=_ability,
        ),
        Form(
            "obligor_income", "赡养人收入调查", "survey of obligors' income", ("survey",),
            (
                _rows(
                    "obligors", "法定义务人", "obligors",
                    Field("name", "姓名", "name", needed=True),
                    Field("relation", "关系", "relation", needed=True),
                    Field("work", "工作和收入来源", "work and income"),
                    Field("family", "家庭人口", "family size", "number"),
                    Field("monthly", "月收入（元）", "monthly income", "money"),
                    Field("pays", "每月应付赡养费（元）", "owes a month", "money"),
                    needed=True,
                ),
                Field("opinion", "义务人履行能力意见", "opinion", "words", needed=True),
            ),
            "obligor_form",
        ),
        Form(
            "county_visit", "县级入户核查", "visit by the county", ("review",),
            (
                Field("why", "核查原因", "why", "choice", True, (
                    ("relative", "近亲属备案对象", "near relative"), ("complaint", "投诉举报", "complaint"),
                    ("drawn", "随机抽查", "drawn"), ("doubt", "情况存疑", "doubt"),
                )),
                Field("found", "核查情况", "found", "words", needed=True),
                Field("finding", "结论", "finding", "choice", True, (
                    ("right", "情况属实", "as told"), ("wrong", "与初审意见不符", "not as told"),
                )),
                *_SIGNED,
            ),
            "spot_check_record",
            result_of=lambda content: {"right": "情况属实", "wrong": "与初审意见不符"}.get(str(content.get("finding")), ""),
        ),
        Form(
            "certificate_check", "残疾人证核验", "check of the certificate", ("verify_facts",),
            (
                Field("category", "残疾类别", "kind", needed=True),
                Field("grade", "残疾等级", "grade", "number", needed=True),
                Field("valid", "证件有效", "valid", "yes", needed=True),
                Field("note", "说明", "note", "words"),
            ),
            "certificate_check",
        ),
        Form(
            "care_agreement", "委托照料协议", "care agreement", ("survey", "accept_application"),
            (
                Field("carer", "照料人", "carer", needed=True),
                Field("relation", "与对象关系", "relation", needed=True),
                Field("duties", "照料内容", "duties", "words", needed=True),
                Field("pay", "照料护理费（元/月）", "pay a month", "money", needed=True),
                Field("since", "起始日期", "since", "day", needed=True),
                Field("until", "终止日期", "until", "day"),
                Field("signed", "双方已签字", "both have signed", "yes", needed=True),
            ),
            "care_agreement",
            after_acceptance=False,
        ),
    )
}  # fmt: skip


def check_form(form: Form, content: Mapping[str, Any]) -> dict[str, str]:
    """What keeps a form from being finished, by field, in Chinese; empty where it is complete."""
    faults: dict[str, str] = {}
    for key in set(content) - set(form.keys):
        faults[key] = f"表中没有“{key}”这一项"
    for field in form.fields:
        said = _fault(field, content.get(field.key))
        if said:
            faults[field.key] = said
    return faults | (_appraisal_faults(content) if form.key == "appraisal" and not faults else {})


def _fault(field: Field, value: Any) -> str:
    if value in (None, "", [], False):
        return f"请填写“{field.zh}”" if field.needed else ""
    if field.kind == "rows":
        return _rows_fault(field, value)
    if field.kind == "yes":
        return "" if value is True else f"“{field.zh}”应为是或否"
    text = str(value)
    if len(text) > LONGEST:
        return f"“{field.zh}”最多{LONGEST}字"
    if field.kind == "money" and not _MONEY.fullmatch(text):
        return f"“{field.zh}”应是金额，如1200或1200.50"
    if field.kind == "number" and not (text.isascii() and text.isdigit() and len(text) <= 6):
        return f"“{field.zh}”应是整数"
    if field.kind == "day" and not _DAY.fullmatch(text):
        return f"“{field.zh}”应是日期，如2026-03-02"
    if field.kind == "choice" and text not in {key for key, _zh, _en in field.choices}:
        return f"请选择“{field.zh}”"
    return ""


def _rows_fault(field: Field, value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        return f"“{field.zh}”最多{MOST_ROWS}行"
    for number, row in enumerate(value, 1):
        if not isinstance(row, Mapping) or set(row) - {column.key for column in field.columns}:
            return f"“{field.zh}”第{number}行的列不对"
        for column in field.columns:
            said = _fault(column, row.get(column.key))
            if said:
                return f"“{field.zh}”第{number}行：{said}"
    return ""


def _appraisal_faults(content: Mapping[str, Any]) -> dict[str, str]:
    """Two thirds of those due must have come (DB220 article 22), and no more votes than people."""
    due, came = int(content["due"]), int(content["came"])
    votes = sum(int(content[key]) for key in ("for", "against", "abstained"))
    if came > due:
        return {"came": "实到人数多于应到人数，请核对"}
    if came * 3 < due * 2:
        return {"came": f"实到不足应到人数的三分之二（应到{due}人，至少{-(-due * 2 // 3)}人），评议无效，请重新召集"}
    if votes != came:
        return {"for": f"票数合计{votes}，与实到人数{came}不符"}
    return {}
