"""The case file: one household on one day, read strictly and turned into facts.

What is left out is unknown and has a path under which it can be asked for; only the defaults of the format are filled
in, and each is listed. Nothing is repaired: a file with a fault is refused whole, with every fault named.
"""

import difflib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from doudi.engine.case_values import (
    OLDEST_AGE,
    Reader,
    Wrong,
    amount,
    day,
    day_of_decision,
    name_of_case,
    place,
    text,
    truth,
    whole,
    word,
)
from doudi.engine.faults import CaseRefused, Fault, below
from doudi.engine.strict_text import MAX_BYTES, decoded, not_a_key, read_json, read_tree, seen
from doudi.policy.facts import CODES, FACTS, INCOME_KINDS, SPENDING_KINDS, Entity
from doudi.policy.programmes import PROGRAMMES
from doudi.vocabulary.identity import CitizenId, IdentityError, check_citizen_id
from doudi.vocabulary.money import Fen
from doudi.vocabulary.periods import completed_years

__all__ = [
    "CaseFacts",
    "CaseRefused",
    "Fault",
    "Refusal",
    "facts_from_mapping",
    "read_case",
    "read_case_file",
    "read_cases_jsonl",
]

Value = int | bool | str | None
Facts = dict[str, Value]
Told = dict[str, object]

MOST_MEMBERS = 200
MOST_MONTHS = 12 * OLDEST_AGE
# Under this age a child's parents are asked after; where nothing is said of them both are taken as able, and that is listed.
ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a case file says of a household, ready for the rules.

    Every fact of `FACTS` is a key of `household`, of each of `persons` and of each obligor; None is unknown. Money is
    fen (incomes and spending fen a year), codes are words. An obligor stands with the index of the member it is of.
    `missing` maps (entity, index, fact) to the path that answers it; `assumed` are the paths of the defaults used,
    `names` the members' names for display, `doubts` what a person should look at in the citizen numbers, in Chinese.
    """

    case: str | None
    day: date
    place: str
    members: tuple[str, ...]
    household: Facts
    persons: tuple[Facts, ...]
    obligors: tuple[tuple[int, Facts], ...]
    missing: dict[tuple[str, int, str], str]
    assumed: tuple[str, ...]
    names: tuple[str | None, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line of a file of cases that is refused: its number, counted from 1, and what is wrong with it."""

    line: int
    case: str | None
    errors: tuple[Fault, ...]

    def as_json(self) -> dict[str, object]:
        """The answer to the line, as the contract of the case file lays it out."""
        return CaseRefused(self.errors, self.case).as_json()


# The doors: text, a file, lines, a mapping.


def read_case(source: str | bytes, *, name: str) -> CaseFacts:
    """Read the text of one case file, YAML or JSON; `name` is the file's (`.json` is read as JSON alone).

    Raises CaseRefused with every fault of the file.
    """
    try:
        tree, faults = read_tree(source, name=name)
    except CaseRefused as refused:
        refused.name = name
        raise
    return _facts(tree, faults, name)


def read_case_file(path: str | Path) -> CaseFacts:
    """Read a case file by its path, `-` for standard input; raises CaseRefused, also where it cannot be opened."""
    try:
        if str(path) == "-":
            return read_case(sys.stdin.buffer.read(MAX_BYTES + 1), name="-")
        with open(path, "rb") as file:
            source = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CaseRefused([Fault("", f"文件无法打开：{reason}", f"the file cannot be opened: {reason}")], None, str(path)) from None
    return read_case(source, name=str(path))


def read_cases_jsonl(lines: Iterable[str | bytes]) -> Iterator[CaseFacts | Refusal]:
    """Read one case a line, in order; a refused line gives a Refusal and the rest goes on.

    Empty lines at the end are no lines; one in between is refused, so that answers and lines stay beside each other.
    """
    empty: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            empty.append(number)
            continue
        for before in empty:
            yield Refusal(before, None, (Fault(f"line {before}", "这一行是空的", "the line is empty"),))
        empty.clear()
        yield _read_line(line, number)


def _read_line(line: str | bytes, number: int) -> CaseFacts | Refusal:
    try:
        return _facts(*read_json(decoded(line), first_line=number), "")
    except CaseRefused as refused:
        return Refusal(number, refused.case, refused.errors)


def facts_from_mapping(data: object) -> CaseFacts:
    """The facts of a case already parsed from JSON; raises CaseRefused with every fault."""
    return _facts(data, [], "")


def _facts(tree: object, faults: list[Fault], name: str) -> CaseFacts:
    reading = _Reading(faults)
    facts = reading.read(tree)
    if faults or facts is None:
        raise CaseRefused(faults, reading.case, name)
    return facts


# What each key asks for.


@dataclass(frozen=True, slots=True)
class _Key:
    """A key that answers one fact: how it is read, and its default, which is listed when it is used."""

    key: str
    fact: str
    read: Reader[int] | Reader[bool] | Reader[str]
    default: Value = None


def _codes(name: str, zh: str, en: str, *, leaving_out: str = "") -> Reader[str]:
    return word(zh, en, tuple(code for code in CODES[name] if code != leaving_out))


_RELATION = _codes("relation", "与户主的关系", "a relation")
_ABSENCE = _codes("absence", "离家情形", "an absence")
_AGE = whole("年龄", "an age", most=OLDEST_AGE)
_GRADE = whole("残疾等级", "a grade", least=1, most=4)
_MONTHS = whole("月数", "a number of months", most=MOST_MONTHS)
_SELF_CARE = word("自理项目", "a self-care item", ("eat", "dress", "bed", "toilet", "walk", "bath"))
_KIND_OF_DISABILITY = _codes("disability_kind", "残疾类别", "a kind of disability")
_PER = word("计算周期", "a period", ("month", "year"))
_STATE = _codes("parent_state", "父母情况", "a state of a parent")
_PROGRAMME_KEYS = frozenset(programme.key for programme in PROGRAMMES if programme.in_contract)
_PROGRAMME = word(
    "救助项目", "a programme", tuple(programme.key for programme in PROGRAMMES if programme.in_contract)
)

_MEMBER = (
    _Key("relation", "relation", _RELATION),
    _Key("sex", "sex", _codes("sex", "性别", "a sex")),
    _Key("cohabits", "cohabits", truth, True),
    _Key("registered", "registered", truth, True),
    _Key("absence", "absence", _ABSENCE, "none"),
    _Key("school", "school", _codes("school", "就读情况", "a school")),
    _Key("serious_illness", "serious_illness", truth),
    _Key("long_term_care", "long_term_care", truth),
    _Key("labour", "labour", _codes("labour", "劳动能力", "a labour capacity")),
    _Key("care_mode", "care_mode", _codes("care_mode", "供养方式", "a mode of care")),
    _Key("employment_cost", "employment_cost", amount),
    _Key("refused_work", "refused_work", whole("次数", "a number of refusals"), 0),
    _Key("lives_alone", "lives_alone", truth),
    _Key("left_behind", "left_behind", truth),
    _Key("work_injury_nursing", "work_injury_nursing", truth, False),
)
_HOUSEHOLD = (
    _Key("relapse_watch", "relapse_watch", truth),
    _Key("has_farmland", "has_farmland", truth),
    _Key("two_daughter_family", "two_daughter_family", truth),
)
_ASSETS = (
    _Key("financial", "financial_assets", amount),
    _Key("homes", "homes", whole("住房套数", "a number of homes")),
    _Key("vehicles", "vehicles", whole("车辆等台数", "a number of vehicles")),
    _Key("businesses", "businesses", whole("市场主体数", "a number of businesses")),
)
_EVENT = (
    _Key("kind", "event_kind", _codes("event_kind", "突发事件", "a kind of event", leaving_out="none")),
    _Key("urgent", "event_urgent", truth),
    _Key("loss", "event_loss", amount),
    _Key("self_paid", "event_self_paid", amount),
)
_OBLIGOR = (
    _Key("age", "obligor_age", _AGE),
    _Key("income", "obligor_income", amount),
    _Key("assets_over", "obligor_assets_over", truth),
    _Key("absence", "obligor_absence", _ABSENCE, "none"),
)
_OBLIGOR_RELATION = _codes("relation", "与被赡养、抚养、扶养人的关系", "a relation", leaving_out="head")

_CASE_KEYS = frozenset({"case", "day", "place", "area", "members", "household", "expect"})
_MEMBER_KEYS = frozenset(one.key for one in _MEMBER) | {
    *("id", "name", "citizen_id", "born", "age", "absent_since", "dependent", "disability", "disability_certified"),
    *("unable", "incomes", "spending", "parents"),
}
_HOUSEHOLD_KEYS = frozenset(one.key for one in _HOUSEHOLD) | {
    *("assets", "incomes", "spending", "receiving", "event", "obligors"),
}
_ASSETS_KEYS = frozenset(one.key for one in _ASSETS) | {"passed"}
_EVENT_KEYS = frozenset(one.key for one in _EVENT) | {"day"}
_OBLIGOR_KEYS = frozenset(one.key for one in _OBLIGOR) | {"of", "relation", "receiving", "disability"}
_ITEM_KEYS = frozenset({"kind", "amount", "per"})
_DISABILITY_KEYS = frozenset({"kind", "grade"})
_PARENTS_KEYS = frozenset({"father", "mother"})
_PARENT_KEYS = frozenset({"state", "months"})
# Words people write for a key that are not near it in spelling; YAML 1.1 reads `on` as true, so the key is `day`.
_OFTEN_WRITTEN = {"on": "day", "date": "day", "gender": "sex", "birthday": "born", "birth_date": "born", "people": "members"}


class _Sums:
    """The items of one list by kind: which fact each kind is added to, and how the kind is read."""

    def __init__(self, entity: Entity, prefix: str, kinds: Iterable[str], zh: str, en: str) -> None:
        self.entity = entity
        self.fact_of = {kind: f"{prefix}{kind}" for kind in kinds}
        self.nothing: Facts = dict.fromkeys(self.fact_of.values(), 0)
        self.kind = word(zh, en, tuple(self.fact_of))


_INCOMES = _Sums("person", "income_", INCOME_KINDS, "收入类别", "a kind of income")
_SPENDING = _Sums("person", "spending_", SPENDING_KINDS, "支出类别", "a kind of spending")
_HOUSEHOLD_INCOMES = _Sums("household", "household_income_", INCOME_KINDS, "收入类别", "a kind of income")
_HOUSEHOLD_SPENDING = _Sums("household", "household_spending_", SPENDING_KINDS, "支出类别", "a kind of spending")


def _unknown(entity: Entity) -> Facts:
    return {fact.name: None for fact in FACTS.values() if fact.entity == entity}


_UNKNOWN_PERSON, _UNKNOWN_HOUSEHOLD, _UNKNOWN_OBLIGOR = _unknown("person"), _unknown("household"), _unknown("obligor")
_ASSET_FACTS = ("financial_assets", "homes", "vehicles", "businesses", "asset_finding")
_EVENT_FACTS = ("event_kind", "event_urgent", "event_loss", "event_self_paid")
_NO_EVENT: Facts = {"event_kind": "none", "event_urgent": False, "event_loss": 0, "event_self_paid": 0}
_NO_DISABILITY: Facts = {"disability_kind": "none", "disability_grade": 0}
_BOTH_ABLE: Facts = {"father_state": "able", "mother_state": "able"}


class _Reading:
    """One case being read: walks it once, notes every fault, every unknown fact and every default used."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.case: str | None = None
        self.day: date | None = None
        self.missing: dict[tuple[str, int, str], str] = {}
        self.assumed: list[str] = []
        self.ids: dict[str, int] = {}
        self.citizen_ids: dict[str, int] = {}
        self.names: list[str | None] = []
        self.doubts: list[str] = []

    # The file as a whole.

    def read(self, tree: object) -> CaseFacts | None:
        """The facts of a case; None where a fault was noted that leaves nothing to tell."""
        told = self._mapping(tree, "", _CASE_KEYS)
        if told is None:
            return None
        self.case = self._optional(name_of_case, told.get("case"), "case")
        self.day = self._required(day_of_decision, told.get("day"), "day")
        where = self._required(place, told.get("place"), "place")
        persons = self._members(told.get("members"))
        raw = told.get("household")
        household = self._household({} if raw is None else self._mapping(raw, "household", _HOUSEHOLD_KEYS) or {})
        self._area(told.get("area"), household)
        obligors = self._obligors(raw.get("obligors") if isinstance(raw, dict) else None, household)
        if self.day is None or where is None or self.faults:
            return None
        return CaseFacts(
            case=self.case,
            day=self.day,
            place=where,
            members=tuple(self.ids),
            household=household,
            persons=tuple(persons),
            obligors=tuple(obligors),
            missing=self.missing,
            assumed=tuple(self.assumed),
            names=tuple(self.names),
            doubts=tuple(self.doubts),
        )
