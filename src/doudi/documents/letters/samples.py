"""Invented values for a kind, for previews and tests: people who do not exist, numbers made up when asked for."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from doudi.documents.letters.fields import Field
from doudi.documents.letters.kinds import KINDS
from doudi.vocabulary.identity import generate_citizen_id

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
}


def sample_values(kind: str, *, rows: int = 3) -> dict[str, Any]:
    """A value for every word of a kind, with so many rows in each list (the self-care assessment has its six items)."""
    numbers = count(11)
    return {word: _sample(field, rows, numbers) for word, field in KINDS[kind].words.items()}


def _sample(field: Field, rows: int, numbers: Iterator[int]) -> Any:
    if field.kind != "rows":
        return _plain(field, next(numbers))
    length = len(_ITEMS) if field.key == "abilities" else rows
    return [
        {below.key: _in_row(field, below, place, next(numbers)) for below in field.fields} for place in range(length)
    ]


def _in_row(table: Field, field: Field, place: int, number: int) -> Any:
    varied = _VARIED.get((table.key, field.key))
    if varied:
        return varied[place % len(varied)]
    if field.key in ("name", "head") and table.key not in ("papers", "bodies"):
        return _NAMES[place % len(_NAMES)]
    return _plain(field, number)


def _plain(field: Field, number: int) -> Any:
    if field.kind == "citizen_id":
        return generate_citizen_id("341221", date(1953 + number % 50, 3, 4), 100 + number)
    if field.kind == "phone":
        return f"0558-{7000000 + number}" if field.key in _OFFICE_PHONES else f"1990000{number:04d}"
    return f"62200000{number:011d}" if field.kind == "account" else field.example
