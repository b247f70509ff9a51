"""The keys of a case file: which there are at every level, which fact each answers, and how its value is read.

All of it is made when the module is loaded, so that reading a case builds no table.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from doudi.engine.case_values import OLDEST_AGE, Reader, amount, truth, whole, word
from doudi.policy.facts import CODES, FACTS, INCOME_KINDS, SPENDING_KINDS, Entity
from doudi.policy.programmes import PROGRAMMES

Value = int | bool | str | None
Facts = dict[str, Value]

MOST_MONTHS = 12 * OLDEST_AGE


@dataclass(frozen=True, slots=True)
class Key:
    """A key that answers one fact: how it is read, and its default, which is listed when it is used."""

    key: str
    fact: str
    read: Reader[int | bool | str]
    default: Value = None


def _codes(name: str, zh: str, en: str, *, leaving_out: str = "") -> Reader[str]:
    return word(zh, en, tuple(code for code in CODES[name] if code != leaving_out))


RELATION = _codes("relation", "与户主的关系", "a relation")
ABSENCE = _codes("absence", "离家情形", "an absence")
AGE = whole("年龄", "an age", most=OLDEST_AGE)
GRADE = whole("残疾等级", "a grade", least=1, most=4)
MONTHS = whole("月数", "a number of months", most=MOST_MONTHS)
SELF_CARE = word("自理项目", "a self-care item", ("eat", "dress", "bed", "toilet", "walk", "bath"))
KIND_OF_DISABILITY = _codes("disability_kind", "残疾类别", "a kind of disability", leaving_out="none")
PER = word("计算周期", "a period", ("month", "year"))
STATE = _codes("parent_state", "父母情况", "a state of a parent")
PROGRAMME = word("救助项目", "a programme", tuple(one.key for one in PROGRAMMES if one.in_contract))

CASE = (Key("area", "area", _codes("area", "城乡", "an area")),)
MEMBER = (
    Key("relation", "relation", RELATION),
    Key("sex", "sex", _codes("sex", "性别", "a sex")),
    Key("cohabits", "cohabits", truth, True),
    Key("registered", "registered", truth, True),
    Key("absence", "absence", ABSENCE, "none"),
    Key("school", "school", _codes("school", "就读情况", "a school")),
    Key("serious_illness", "serious_illness", truth),
    Key("long_term_care", "long_term_care", truth),
    Key("labour", "labour", _codes("labour", "劳动能力", "a labour capacity")),
    Key("care_mode", "care_mode", _codes("care_mode", "供养方式", "a mode of care")),
    Key("employment_cost", "employment_cost", amount),
    Key("refused_work", "refused_work", whole("次数", "a number of refusals"), 0),
    Key("lives_alone", "lives_alone", truth),
    Key("left_behind", "left_behind", truth),
    Key("work_injury_nursing", "work_injury_nursing", truth, False),
)
HOUSEHOLD = (
    Key("relapse_watch", "relapse_watch", truth),
    Key("has_farmland", "has_farmland", truth),
    Key("two_daughter_family", "two_daughter_family", truth),
)
ASSETS = (
    Key("financial", "financial_assets", amount),
    Key("homes", "homes", whole("住房套数", "a number of homes")),
    Key("vehicles", "vehicles", whole("车辆等台数", "a number of vehicles")),
    Key("businesses", "businesses", whole("市场主体数", "a number of businesses")),
)
EVENT = (
    Key("kind", "event_kind", _codes("event_kind", "突发事件", "a kind of event", leaving_out="none")),
    Key("urgent", "event_urgent", truth),
    Key("loss", "event_loss", amount),
    Key("self_paid", "event_self_paid", amount),
)
OBLIGOR = (
    Key("age", "obligor_age", AGE),
    Key("income", "obligor_income", amount),
    Key("assets_over", "obligor_assets_over", truth),
    Key("absence", "obligor_absence", ABSENCE, "none"),
)
DISABILITY: dict[str, tuple[Key, ...]] = {
    entity: (
        Key("kind", f"{prefix}disability_kind", KIND_OF_DISABILITY),
        Key("grade", f"{prefix}disability_grade", GRADE),
    )
    for entity, prefix in (("person", ""), ("obligor", "obligor_"))
}
PARENT: dict[str, tuple[Key, ...]] = {
    parent: (Key("state", f"{parent}_state", STATE), Key("months", f"{parent}_months", MONTHS))
    for parent in ("father", "mother")
}
OBLIGOR_RELATION = _codes("relation", "与被赡养、抚养、扶养人的关系", "a relation", leaving_out="head")

PROGRAMME_KEYS = frozenset(one.key for one in PROGRAMMES if one.in_contract)
CASE_KEYS = frozenset({"case", "day", "place", "area", "members", "household", "expect"})
MEMBER_KEYS = frozenset(one.key for one in MEMBER) | {
    *("id", "name", "citizen_id", "born", "age", "absent_since", "dependent", "disability", "disability_certified"),
    *("unable", "incomes", "spending", "parents"),
}
HOUSEHOLD_KEYS = frozenset(one.key for one in HOUSEHOLD) | {
    *("assets", "incomes", "spending", "receiving", "event", "obligors"),
}
ASSETS_KEYS = frozenset(one.key for one in ASSETS) | {"passed"}
EVENT_KEYS = frozenset(one.key for one in EVENT) | {"day"}
OBLIGOR_KEYS = frozenset(one.key for one in OBLIGOR) | {"of", "relation", "receiving", "disability"}
ITEM_KEYS = frozenset({"kind", "amount", "per"})
DISABILITY_KEYS = frozenset({"kind", "grade"})
DISABILITY_FACTS = {entity: (kind.fact, grade.fact) for entity, (kind, grade) in DISABILITY.items()}
PARENTS_KEYS = frozenset(PARENT)
PARENT_KEYS = frozenset({"state", "months"})
# Words people write for a key that are not near it in spelling; YAML 1.1 reads `on` as true, so the key is `day`.
OFTEN_WRITTEN = {"on": "day", "date": "day", "gender": "sex", "birthday": "born", "people": "members"}


class Sums:
    """The items of one list by kind: which fact each kind is added to, and how the kind is read."""

    def __init__(self, entity: Entity, prefix: str, kinds: Iterable[str], zh: str, en: str) -> None:
        self.entity = entity
        self.fact_of = {kind: f"{prefix}{kind}" for kind in kinds}
        self.nothing: Facts = dict.fromkeys(self.fact_of.values(), 0)
        self.kind = word(zh, en, tuple(self.fact_of))


INCOMES = Sums("person", "income_", INCOME_KINDS, "收入类别", "a kind of income")
SPENDING = Sums("person", "spending_", SPENDING_KINDS, "支出类别", "a kind of spending")
HOUSEHOLD_INCOMES = Sums("household", "household_income_", INCOME_KINDS, "收入类别", "a kind of income")
HOUSEHOLD_SPENDING = Sums("household", "household_spending_", SPENDING_KINDS, "支出类别", "a kind of spending")


def _unknown(entity: Entity) -> Facts:
    return {fact.name: None for fact in FACTS.values() if fact.entity == entity}


UNKNOWN_PERSON, UNKNOWN_HOUSEHOLD, UNKNOWN_OBLIGOR = _unknown("person"), _unknown("household"), _unknown("obligor")
ASSET_FACTS = ("financial_assets", "homes", "vehicles", "businesses", "asset_finding")
NO_EVENT: Facts = {"event_kind": "none", "event_urgent": False, "event_loss": 0, "event_self_paid": 0}
