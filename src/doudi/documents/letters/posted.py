"""What hangs on a board is looked through before it is printed: no number of identity, no account, no illness, no private phone.

The words a notice takes are few to begin with; this is for what somebody may have typed into one of them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from doudi.documents.letters.kinds import Kind
from doudi.policy.procedure.stages import PROCEDURES, may_be_posted

_OFFICE_PHONES = ("town_phone", "county_phone")
# Twelve or more digits or stars in a row, spaces and dashes among them; a day has fewer.
_DIGITS = re.compile(r"[0-9０-９*＊Xx]{2}[0-9０-９*＊\s-]{9,}[0-9０-９*＊Xx]")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])|(?<![0-9])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9])")
_ILLNESS = re.compile("残疾|智力|精神|肢体|视力|听力|言语|癌|瘤|艾滋|尿毒|白血病|肝炎|结核|抑郁|服刑|强制戒毒|吸毒")
_DOOR = re.compile(r"[0-9]+(?:号楼|栋|幢|单元|室)|门牌")
_MARKS = (
    (_PHONE, "电话号码"),
    (_DIGITS, "证件号或账号"),
    (_ILLNESS, "健康、残疾或处罚情况"),
    (_DOOR, "门牌号"),
)
_SCANNED_APART = ("number", *_OFFICE_PHONES, "programme")


class NotPostable(ValueError):
    """A notice that may not hang: `faults` by word says in Chinese why."""

    def __init__(self, kind: Kind, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(f"“{kind.zh}”不能公示：{'；'.join(faults.values())}")


def refuse_unpostable(kind: Kind, values: Mapping[str, Any]) -> None:
    """Raise `NotPostable` where a value shows what no notice may show, or the procedure is one that is never posted."""
    faults = dict(_found(kind, values))
    procedure = values["procedure"]
    if procedure not in PROCEDURES:
        faults["procedure"] = f"没有名为“{procedure}”的程序"
    elif not may_be_posted(procedure):
        faults["procedure"] = f"{PROCEDURES[procedure].label.zh}一律不公示"
    if faults:
        raise NotPostable(kind, faults)


def _found(kind: Kind, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for word, field in kind.words.items():
        value = values.get(word)
        if isinstance(value, str) and word not in _SCANNED_APART:
            yield from _marked(word, field.zh, value)
        elif field.kind == "rows":
            for place, row in enumerate(value or (), start=1):
                for below in field.fields:
                    yield from _marked(
                        f"{word}.{place}.{below.key}", f"{field.zh}第{place}行{below.zh}", row.get(below.key)
                    )


def _marked(word: str, label: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        for pattern, what in _MARKS:
            if pattern.search(value):
                yield word, f"“{label}”里有{what}，公示时应删去"
                return
