"""How the forms of inquiries are filled in: invented words, the same for every household of a kind."""

from collections.abc import Mapping
from typing import Any

_SIGNED = {"present": "户主", "present_signed": True}

FILLED_IN: Mapping[str, Mapping[str, Any]] = {
    "home_visit": {
        "met_at": "申请人家中", "housing": "own", "housing_note": "砖瓦房三间，约80平方米", "land": "自种口粮田两亩",
        "opinion": "入户所见与申报一致", **_SIGNED,
    },
    "neighbour_visit": {"who": "东邻，非亲属", "told": "一家人老实，日子紧，没听说有别的收入", "signed": True},
    "letter_evidence": {"sent_to": "县砖瓦厂", "asked": "近十二个月工资", "sent_on": "2026-02-24"},
    "data_comparison": {"sources": "公安、法院、残联、卫健", "found": "比对结果与申报一致"},
    "core_check": {
        "sources": [
            {"source": "银行", "found": "存款余额", "amount": "1860.00"}, {"source": "不动产登记", "found": "自有住房一处"},
            {"source": "车管", "found": "名下无机动车"}, {"source": "市场监管", "found": "无登记"},
        ],
        "finding": "within",
    },
    "appraisal": {
        "place": "村委会会议室", "chair": "村委会副主任", "recorder": "村文书", "due": "18", "came": "15", "policy_read": True,
        "presented": "驻村干部介绍了入户情况，代表们认为属实", "for": "13", "against": "1", "abstained": "1", "signed": True,
    },
    "self_care": {"eat": "yes", "dress": "yes", "bed": "yes", "toilet": "yes", "walk": "yes", "bath": "yes"},
    "county_visit": {"why": "drawn", "found": "入户所见与乡镇调查一致", "finding": "right", **_SIGNED},
    "certificate_check": {"category": "肢体", "grade": "1", "valid": True},
    "care_agreement": {
        "duties": "做饭、洗衣、陪同看病、夜间照看", "pay": "120", "since": "2026-03-01", "signed": True,
    },
}  # fmt: skip
