"""A proposal: one thing a letter says, where it says so, and what of it the register could hold once somebody agrees."""

from dataclasses import dataclass
from typing import Any, Literal

Sure = Literal["stated", "implied", "to_ask"]
Bound = Literal["exact", "at_least", "about", "masked"]
Unit = Literal["fen", "years", "people", "times"]

# Who a fact is of; `household` is all of them together, and `letter` the letter itself.
Whose = Literal[
    "applicant", "spouse", "child", "grandchild", "parent", "grandparent", "sibling", "other_relative",
    "household", "letter",
]  # fmt: skip

PEOPLE: dict[str, str] = {
    "applicant": "申请人",
    "spouse": "配偶",
    "child": "子女",
    "grandchild": "孙辈",
    "parent": "父母",
    "grandparent": "祖父母",
    "sibling": "兄弟姐妹",
    "other_relative": "其他亲属",
    "household": "家庭",
    "letter": "申请书",
}

SURE: dict[Sure, str] = {"stated": "信中写明", "implied": "由信中推出", "to_ask": "信中不明，需要询问"}

# What a letter speaks of and the evidence has no topic for: columns of a person or the household, or the intake alone.
OWN_TOPICS: dict[str, str] = {
    "name": "姓名",
    "sex": "性别",
    "ethnic": "民族",
    "age": "年龄",
    "born": "出生日期",
    "education": "文化程度",
    "marital": "婚姻",
    "employment": "就业",
    "address": "住址",
    "addressee": "受信单位",
    "signature": "落款签名",
    "written_on": "落款日期",
    "request": "请求",
    "household_size": "家庭人口",
    "member": "家庭成员",
    "death": "死亡",
    "treatment": "治疗",
    "reimbursement": "报销",
    "debt": "债务",
    "help": "他人帮助",
    "receiving": "正在享受的救助",
    "cause": "致困原因",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a letter gives it; `number` (fen, completed years, people or times) is None where it is not known.

    `at_least` is a lower bound (`十多万`, `40多岁`); what is only about right, or struck out, has no number.
    """

    number: int | None
    bound: Bound
    unit: Unit
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing a letter says, for a person to confirm.

    `value` has the shape the register keeps under the topic; None where the letter gives nothing that could be kept,
    and a mapping without an amount where only that is wanting (see `complete`). `start` and `end` bound the sentence
    in the text, `word_start` and `word_end` the words the rule went by. `ask` is what a person still has to ask.
    """

    topic: str
    told: str
    rule: str
    sentence: str
    start: int
    end: int
    word_start: int
    word_end: int
    sure: Sure = "stated"
    value: Any = None
    kind: str = ""
    person: Whose = "applicant"
    called: str = ""
    quantity: Quantity | None = None
    ask: str = ""

    @property
    def complete(self) -> bool:
        """Whether the value could be written into the register as it is."""
        if self.value is None or not self.topic.endswith(("income", "spending")):
            return self.value is not None
        return self.value["kind"] == "none" or bool(self.value.get("amount") and self.value.get("per"))
