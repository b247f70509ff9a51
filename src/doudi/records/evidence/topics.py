"""The topics of evidence: of whom each is asked, what a value looks like, whether several stand side by side, how sensitive.

A value is JSON of the shape the case file gives the same fact, so that what an officer enters is what the engine
reads. Money is text in yuan, as in a case file; `amount` of the row keeps the same in fen, for lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Subject = Literal["person", "household"]
Shape = Literal[
    "truth", "count", "amount", "code", "item", "disability", "absence", "parents", "words", "event", "housing", "list"
]

SOURCES: dict[str, tuple[str, str]] = {
    "declared": ("本人申报", "declared"),
    "certificate": ("证件材料", "paper shown"),
    "survey": ("入户调查", "home visit"),
    "core_check": ("信息核对", "data check"),
    "department": ("部门信息", "another department"),
    "neighbour": ("邻里访问", "neighbours"),
    "letter": ("信函索证", "letter"),
    "roster": ("花名册", "roster"),
}


@dataclass(frozen=True)
class Topic:
    """One topic: `key` is its case-file key; `several` where rows of different kinds stand side by side.

    `sensitive` ones are masked until an officer opens them for a stated reason, and every view is logged.
    """

    key: str
    subject: Subject
    zh: str
    en: str
    shape: Shape
    codes: str = ""
    several: bool = False
    sensitive: bool = False


_ALL = (
    Topic("income", "person", "收入", "income", "item", "income", several=True, sensitive=True),
    Topic("spending", "person", "刚性支出", "rigid spending", "item", "spending", several=True, sensitive=True),
    Topic("employment_cost", "person", "必要就业成本（每月）", "cost of working a month", "amount", sensitive=True),
    Topic("disability", "person", "残疾", "disability", "disability", sensitive=True),
    Topic("illness", "person", "患重病", "serious illness", "truth", sensitive=True),
    Topic("long_term_care", "person", "需长期照护", "needs long-term care", "truth", sensitive=True),
    Topic("labour", "person", "劳动能力", "labour capacity", "code", "labour"),
    Topic("self_care", "person", "不能自理的项目", "self-care items that cannot be done", "words", "self_care_item"),
    Topic("care_mode", "person", "供养方式", "mode of care", "code", "care_mode"),
    Topic("school", "person", "就读情况", "school", "code", "school"),
    Topic("veteran", "person", "退役军人", "veteran", "truth"),
    Topic("absence", "person", "离家情形", "absence", "absence", "absence", sensitive=True),
    Topic("parents", "person", "父母情况", "state of the parents", "parents", "parent_state", sensitive=True),
    Topic("dependent", "person", "认定不能独立生活", "found unable to live independently", "truth"),
    Topic("registered", "person", "本地户籍", "registered here", "truth"),
    Topic("lives_alone", "person", "独居", "lives alone", "truth"),
    Topic("left_behind", "person", "留守", "left behind", "truth"),
    Topic("refused_work", "person", "无正当理由拒绝工作次数", "suitable jobs refused", "count"),
    Topic(
        "work_injury_nursing", "person", "领取工伤护理费", "draws a work-injury nursing fee", "truth", sensitive=True
    ),
    Topic("obligor_income", "person", "义务人月收入", "obligor's monthly income", "amount", sensitive=True),
    Topic(
        "obligor_assets_over", "person", "义务人财产超限", "obligor's assets over the limit", "truth", sensitive=True
    ),
    Topic("obligor_receiving", "person", "义务人享受的救助", "what the obligor receives", "list", "programme"),
    Topic(
        "household_income", "household", "家庭收入", "household income", "item", "income", several=True, sensitive=True
    ),
    Topic(
        "household_spending",
        "household",
        "家庭刚性支出",
        "household spending",
        "item",
        "spending",
        several=True,
        sensitive=True,
    ),
    Topic("financial_assets", "household", "金融资产", "financial assets", "amount", sensitive=True),
    Topic("homes", "household", "住房套数", "homes owned", "count", sensitive=True),
    Topic("vehicles", "household", "车辆等台数", "vehicles", "count", sensitive=True),
    Topic("businesses", "household", "市场主体数", "registered businesses", "count", sensitive=True),
    Topic("asset_finding", "household", "财产核查通过", "assets found within the limits", "truth", sensitive=True),
    Topic("housing", "household", "住房", "housing", "housing"),
    Topic("relapse_watch", "household", "防返贫监测对象", "under relapse watch", "truth"),
    Topic("has_farmland", "household", "有耕地", "has farmland", "truth"),
    Topic("two_daughter_family", "household", "计生二女结扎户", "two-daughter family-planning household", "truth"),
    Topic("event", "household", "突发事件", "what happened", "event", "event_kind", sensitive=True),
    Topic("obligors_listed", "household", "法定义务人名单已提供", "the list of obligors is given", "truth"),
)

TOPICS: Mapping[str, Topic] = {topic.key: topic for topic in _ALL}

# Which topic of a post's list covers a topic of the evidence; the rest cover themselves.
COVERED_BY = {
    "household_income": "income",
    "household_spending": "spending",
    "obligor_income": "income",
    "obligor_assets_over": "financial_assets",
    "obligor_receiving": "receiving",
}


def covering(topic: str) -> str:
    """The topic a post must see to see this one."""
    return COVERED_BY.get(topic, topic)


# What the law asks of an obligor: all that a household's file holds of kin outside it.
OF_OBLIGORS = frozenset({"obligor_income", "obligor_assets_over", "obligor_receiving", "disability", "absence"})
