"""Invented values for a kind, for previews and tests: people who do not exist, numbers made up when asked for."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any

from doudi.documents.letters.fields import Field
from doudi.documents.letters.kinds import KINDS
from doudi.vocabulary.identity import generate_citizen_id, mask_account, mask_citizen_id

_NAMES = ("秦葵", "秦桑", "秦小麦", "苏叶", "陶松", "白芷", "乔禾", "柳絮")
_OFFICE_PHONES = ("clerk_phone", "town_phone", "county_phone")
# The six things of the assessment, since a table of one thing six times shows nothing.
_ITEMS = ("自主吃饭", "自主穿衣", "自主上下床", "自主如厕", "室内自主行走", "自主洗澡")
_VARIED = {
    ("members", "relation"): ("本人", "儿子", "孙女"),
    ("adults", "relation"): ("本人", "儿子", "孙女"),
    ("incomes", "kind"): ("工资性收入", "经营净收入", "财产净收入", "转移净收入"),
    ("assets", "kind"): ("现金和存款", "房屋", "机动车辆", "有价证券和保险"),
    ("bodies", "name"): ("公安机关", "人力资源社会保障部门", "税务部门", "不动产登记机构"),
    ("bodies", "items"): ("户籍、出入境、车辆登记", "社会保险、就业", "纳税", "房屋和土地登记"),
    ("papers", "name"): ("救助申请书", "核对授权书", "户口簿复印件"),
    ("missing", "what"): ("残疾人证复印件", "2025年7月以来的工资流水", "秦桑是否在校就读"),
    ("missing", "why"): ("认定残疾类别和等级", "核算家庭收入", "认定共同生活的家庭成员"),
    ("missing", "where"): ("县残联办证窗口", "工资卡开户银行任一网点", "如实告知经办人即可"),
    ("deadlines", "step"): ("启动入户调查", "提出初审意见并公示", "作出确认决定"),
    ("abilities", "item"): _ITEMS,
    ("abilities", "able"): (True, True, True, False, True, False),
    ("reasons", "fact"): (
        "你户共3人，家庭人均月收入812.00元，高于当地月标准760.00元",
        "名下有2023年购置的小型普通客车1辆",
        "经复查，上述情况属实",
    ),
    ("households", "village"): ("柳湾村", "柳湾村", "枫林村"),
}
# What is said of one kind of letter only.
_TEKUN = {"programme": "特困人员救助供养", "procedure": "tekun_exit"}
_ENDING = {("households", "result"): "拟终止供养"}
_ASKED = {"asked": "提供务工单位出具的工资证明，并与调查人员约定入户的时间。"}
_URGENT = {"programme": "急难型临时救助", "procedure": "temporary_urgent"}
_OF_KIND: dict[str, dict[Any, Any]] = {
    "exit_posting_form": {**_TEKUN, **_ENDING},
    "exit_decision": _TEKUN,
    "exit_letter": _TEKUN,
    "exit_report": _TEKUN,
    "continuation_letter": _TEKUN,
    "self_care_assessment": _TEKUN,
    "care_agreement": _TEKUN,
    "late_posting_form": {**_URGENT, ("households", "result"): "已先行救助"},
    "relief_receipt": _URGENT,
    "escalation_form": _URGENT,
    "papers_form": _URGENT,
    "report_record": _URGENT,
    "result_publication": {("households", "result"): "予以确认"},
    "certificate_check": {"programme": "困难残疾人生活补贴"},
    "adjustment_letter": {"former_amount": 74300},
    "proof_of_delivery": {"reason": ""},
    "cooperation_request": {**_ASKED, "articles": "《最低生活保障审核确认办法》第29条"},
    "no_cooperation_notice": {
        **_ASKED,
        "asked_on": date(2026, 7, 8),
        "delivered_on": date(2026, 7, 9),
        ("reasons", "fact"): "两次约定入户均无人在家，也没有说明理由",
        ("reasons", "article"): "《最低生活保障审核确认办法》第29条",
    },
    "papers_overdue_notice": {
        ("reasons", "fact"): "补正期限已满，没有收到上列材料",
        ("reasons", "article"): "《最低生活保障审核确认办法》第10条",
    },
    "move_notice": {"articles": "《最低生活保障审核确认办法》第4条", "who_left": ""},
    "applicant_change_notice": {"old_applicant": "秦桑"},
    "applicant_change": {"old_applicant": "秦桑", "reason": "原申请人去世", "agent": ""},
}


def sample_values(kind: str, *, rows: int = 3) -> dict[str, Any]:
    """A value for every word of a kind, with so many rows in each list (the self-care assessment has its six items)."""
    numbers, own = count(11), _OF_KIND.get(kind, {})
    return {
        word: own[word] if word in own else _sample(field, rows, numbers, own)
        for word, field in KINDS[kind].words.items()
    }


def _sample(field: Field, rows: int, numbers: Iterator[int], own: Mapping[Any, Any]) -> Any:
    if field.kind != "rows":
        return _plain(field, next(numbers))
    length = len(_ITEMS) if field.key == "abilities" else rows
    return [
        {below.key: _in_row(field, below, place, next(numbers), own) for below in field.fields}
        for place in range(length)
    ]


def _in_row(table: Field, field: Field, place: int, number: int, own: Mapping[Any, Any]) -> Any:
    if (table.key, field.key) in own:
        return own[table.key, field.key]
    varied = _VARIED.get((table.key, field.key))
    if varied:
        return varied[place % len(varied)]
    if field.key in ("name", "head", "person") and table.key not in ("papers", "bodies"):
        return _NAMES[place % len(_NAMES)]
    return _plain(field, number)


def _plain(field: Field, number: int) -> Any:
    if field.kind == "citizen_id":
        made = generate_citizen_id("341221", date(1953 + number % 50, 3, 4), 112 + 10 * (number % 80))
        return mask_citizen_id(made) if field.key.startswith("masked") else made
    if field.kind == "phone":
        return f"0558-{7000000 + number}" if field.key in _OFFICE_PHONES else f"1990000{number:04d}"
    if field.kind == "account":
        made = f"62200000{number:011d}"
        return mask_account(made) if field.key.startswith("masked") else made
    return field.example
