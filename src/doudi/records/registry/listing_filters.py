"""What a list may be narrowed and sorted by: the values allowed, who may ask, and the same as the text of an address."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args
from urllib.parse import parse_qsl, urlencode

from doudi.policy.facts import CODES
from doudi.policy.programmes import PROGRAMMES
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.posts import EVERY_TOPIC
from doudi.records.registry.listing_conditions import sees_relatives
from doudi.records.registry.refusals import Refused
from doudi.vocabulary.codes import load_list

ListName = Literal["households", "people"]
LISTS: tuple[ListName, ...] = get_args(ListName)
Pair = tuple[str, str]

ANY, NONE = "any", "none"
PAYABLE: dict[str, Pair] = {one.key: (one.zh, one.en) for one in PROGRAMMES if not one.referral}
IN_PAYMENT: dict[str, Pair] = {
    ANY: ("有在发项目", "something in payment"),
    NONE: ("无在发项目", "nothing in payment"),
    **PAYABLE,
}
CAUSES: dict[str, Pair] = {code.identifier: (code.zh, code.en) for code in load_list("cause")}
TYPES: dict[str, Pair] = {
    code.identifier: (code.zh, code.en)
    for code in load_list("household_type")
    if code.identifier in CODES["household_type"]
}
AREAS: dict[str, Pair] = {code.identifier: (code.zh, code.en) for code in load_list("area")}
SEXES: dict[str, Pair] = {"male": ("男", "male"), "female": ("女", "female")}
DISABILITIES: dict[str, Pair] = {
    ANY: ("有残疾", "any disability"),
    **{code.identifier: (code.zh, code.en) for code in load_list("disability_kind")},
}
STATES: dict[str, Pair] = {"": ("在册", "open"), "closed": ("已销户", "closed"), "all": ("全部", "all")}
LIVING: dict[str, Pair] = {"": ("在世", "living"), "dead": ("已死亡", "dead"), "all": ("全部", "all")}
PLACED: dict[str, Pair] = {"in": ("在户", "in a household"), "out": ("不在任何户内", "in none")}
SIZES: dict[str, Pair] = {**{str(n): (f"{n}人", str(n)) for n in range(1, 6)}, "6-": ("6人以上", "6 or more")}
HOUSEHOLD_SORTS: dict[str, Pair] = {
    "": ("按村和户主拼音", "by village and head"),
    "number": ("按户号", "by number"),
    "opened": ("按建档日期（新的在前）", "by day opened, newest first"),
    "review": ("按下次复核日期", "by next review"),
}
PEOPLE_SORTS: dict[str, Pair] = {
    "": ("按村和姓名拼音", "by village and name"),
    "newest": ("按登记先后（新的在前）", "by registration, newest first"),
}

# Which topic a post must see to be told of a cause; the others tell nothing of a person's body, schooling or losses.
_CAUSE_TOPICS = {
    "illness": "illness",
    "epidemic": "illness",
    "disability": "disability",
    "education": "school",
    "disaster": "event",
    "accident": "event",
    "family_upheaval": "event",
    "no_labour": "labour",
    "housing": "housing",
    "debt": "spending",
}


@dataclass(frozen=True, kw_only=True)
class _Filters:
    """What both lists share. `day`s are dates, ticks are truths, everything else a key of the dictionaries above."""

    territory: str = ""
    q: str = ""
    programme: str = ""
    age: str = ""
    disability: str = ""
    grade: str = ""
    no_id: bool = False
    relative: bool = False
    dead_paid: bool = False
    gone_paid: bool = False
    sort: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The filters for the values of a form; what it does not ask keeps its default."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in names and value is not None})

    @classmethod
    def from_query(cls, query: str) -> Self:
        """What `to_query` wrote."""
        values: dict[str, Any] = dict(parse_qsl(query))
        for field in fields(cls):
            if field.name in values and field.type is bool:
                values[field.name] = True
            if field.name in values and field.name == "review_before":
                values[field.name] = datetime.date.fromisoformat(values[field.name])
        return cls.of(values)

    def to_query(self) -> str:
        """The filters that are set, as the query of an address; empty where nothing is."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: "1" if value is True else value for name, value in told.items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")


@dataclass(frozen=True, kw_only=True)
class HouseholdFilters(_Filters):
    """What a list of households is narrowed by: `age`, `disability`, `no_id` and `relative` speak of a member today."""

    cause: str = ""
    type: str = ""
    area: str = ""
    state: str = ""
    size: str = ""
    review_before: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class PeopleFilters(_Filters):
    """What a list of people is narrowed by; `programme` is their own or their household's."""

    sex: str = ""
    living: str = ""
    placed: str = ""


Filters = HouseholdFilters | PeopleFilters
FILTERS: dict[ListName, type[HouseholdFilters] | type[PeopleFilters]] = {
    "households": HouseholdFilters,
    "people": PeopleFilters,
}


def causes_seen(by: Desk) -> dict[str, Pair]:
    """The causes the desk may filter by and is told of."""
    return {key: pair for key, pair in CAUSES.items() if sees_cause(by, key)}


def sees_cause(by: Desk, cause: str) -> bool:
    """Whether the desk is told that a household is poor for a cause."""
    topic = _CAUSE_TOPICS.get(cause)
    return by.sees(topic) if topic else by.held.topics >= EVERY_TOPIC


def sorts_of(by: Desk, name: ListName | _Filters) -> dict[str, Pair]:
    """The orders the desk may ask of a list; one by review would tell in whose household something is paid."""
    if name == "people" or isinstance(name, PeopleFilters):
        return PEOPLE_SORTS
    return {key: pair for key, pair in HOUSEHOLD_SORTS.items() if key != "review" or by.sees("receiving")}


def filters_closed_to(by: Desk) -> dict[str, str]:
    """The filters the desk may not ask, each with the reason."""
    closed: dict[str, str] = {}
    if not by.sees("receiving"):
        closed |= dict.fromkeys(("programme", "review_before", "dead_paid", "gone_paid"), "在发救助")
    if not by.sees("disability"):
        closed |= dict.fromkeys(("disability", "grade"), "残疾情况")
    if not sees_relatives(by):
        closed["relative"] = "近亲属备案"
    if not causes_seen(by):
        closed["cause"] = "致困原因"
    return closed


def sensitive_of(filters: Filters) -> list[str]:
    """The topics of sensitive facts that a list so narrowed tells of everybody on it."""
    told = {"disability"} if filters.disability else set()
    if isinstance(filters, HouseholdFilters):
        told |= {_CAUSE_TOPICS.get(filters.cause, "")} & {"illness", "disability"}
    return sorted(told)


def refuse_unseen(by: Desk, filters: Filters) -> None:
    """Refuse to answer by what the desk may not see or does not reach; raises NotAllowed, Refused."""
    for name, what in filters_closed_to(by).items():
        if getattr(filters, name, None):
            raise NotAllowed(f"{by.held.zh}不办理“{what}”，不能按它筛选")
    if filters.sort not in sorts_of(by, filters):
        raise NotAllowed(f"{by.held.zh}不办理“在发救助”，不能按复核日期排序")
    if isinstance(filters, HouseholdFilters) and filters.cause and not sees_cause(by, filters.cause):
        raise NotAllowed(f"{by.held.zh}不能按“{CAUSES[filters.cause][0]}”筛选")
    if filters.territory and not by.reaches(filters.territory):
        raise Refused({"territory": "没有这个地方，或不在您的管辖范围内"})
    if filters.grade and not filters.disability:
        raise Refused({"grade": "按残疾等级筛选时，请同时选择残疾类别（或“有残疾”）"})
