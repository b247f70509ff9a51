"""What the law gives one household on a day in a place: every programme, its amount, what is missing, and why."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from doudi.engine.casefile import CaseFacts
from doudi.engine.dated import Area, Parameters, published_parameters
from doudi.engine.dated import Value as ParameterValue
from doudi.engine.explain import Teller
from doudi.engine.reference import Calculation, Place, Reference, Value, unknown_inputs
from doudi.policy.edition import Edition, current
from doudi.policy.facts import Entity
from doudi.policy.language import Rule
from doudi.policy.programmes import PROGRAMMES, Programme
from doudi.vocabulary.money import yuan
from doudi.vocabulary.periods import Month

AREAS: tuple[Area, ...] = ("urban", "rural")
# How many months a finding stands before it is looked at again; dibao's own rule says its own.
YEARLY = ("dibao_single", "tekun", "rigid_expenditure", "orphan", "unattended_child")


def profile_for(place: str) -> str:
    """The profile a place follows unless another is asked for: Anhui its own, everywhere else the ministry's texts."""
    return "anhui" if place.startswith("34") else "national"


@dataclass(frozen=True)
class Determination:
    """One programme for the household or one person: the outcome, money in fen, and what is still missing."""

    programme: Programme
    person: int
    outcome: str
    monthly: int | None = None
    parts: tuple[tuple[str, int, str, int], ...] = ()
    least: int | None = None
    most: int | None = None
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass
class Answer:
    """Everything found for one household, with the calculation it rests on."""

    case: CaseFacts
    profile: str
    edition: Edition
    calculation: Calculation
    used: dict[str, ParameterValue | None]
    standards: "PlaceAndDay"
    determinations: tuple[Determination, ...] = ()
    advice: tuple[tuple[str, int], ...] = ()

    def labels(self, parameter: str) -> str:
        """A parameter's Chinese name."""
        return self.standards.parameters.definition(parameter).zh

    def differs_by_area(self, parameter: str) -> bool:
        """Whether town and country have standards here that differ."""
        there = self.standards
        return any(
            there.parameters.value(parameter, place=there.place, area=area, on=there.day, profile=there.profile)
            for area in AREAS
        )

    def household(self) -> dict[str, object]:
        """Who is counted, the household's monthly income, its income per head and the standard, as the answer shows."""
        c = self.calculation
        counted = [c.of_person("counted", i) for i in range(len(c.persons))]
        tekun_only = c.of_household("everyone_tekun") is True and counted.count(True) > 1
        if tekun_only or not any(member is not False for member in counted):
            # Tekun members of a larger household stay out of the count: here that leaves nobody.
            return {
                "counted": [],
                "income": None,
                "income_per_head": None,
                "standard": _yuan(c.parameters["dibao_standard"]),
            }
        shown: dict[str, object] = {
            "counted": [member for member, counts in zip(self.case.members, counted, strict=True) if counts],
            "income": _yuan(c.of_household("monthly_income")),
            "income_per_head": _yuan(c.of_household("income_per_head")),
            "standard": _yuan(c.parameters["dibao_standard"]),
        }
        if None in counted:
            shown["counted_unknown"] = [
                member for member, counts in zip(self.case.members, counted, strict=True) if counts is None
            ]
        return shown


_references: dict[str, Reference] = {}


def reference_for(day: datetime.date, profile: str) -> Reference:
    """The reference engine with the rules of the day, kept between calls."""
    edition = current(day, profile)
    if edition.fingerprint not in _references:
        _references[edition.fingerprint] = Reference(edition)
    return _references[edition.fingerprint]


class PlaceAndDay:
    """The parameter values of one place, area and day, kept between households that share them."""

    def __init__(self, parameters: Parameters, place: str, area: str | None, day: datetime.date, profile: str) -> None:
        self.parameters, self.place, self.area, self.day, self.profile = parameters, place, area, day, profile
        self.found: dict[str, ParameterValue | None] = {}

    def value(self, name: str) -> ParameterValue | None:
        """The value in force, with its source, or None where none is published."""
        if name not in self.found:
            self.found[name] = self.parameters.value(
                name, place=self.place, area=self.area, on=self.day, profile=self.profile
            )
        return self.found[name]


# Bounded: each set of standards an office has ever had in force would be kept for ever otherwise.
@lru_cache(maxsize=4096)
def _place_and_day(
    parameters: Parameters, place: str, area: str | None, day: datetime.date, profile: str
) -> PlaceAndDay:
    return PlaceAndDay(parameters, place, area, day, profile)


def determine(case: CaseFacts, *, profile: str | None = None, parameters: Parameters | None = None) -> Answer:
    """Work out every programme for one household.

    `profile` is that of the place unless given. Raises EditionError for a day before any rule is in force.
    """
    chosen = profile or profile_for(case.place)
    reference = reference_for(case.day, chosen)
    area = case.household["area"]
    table = parameters or published_parameters()
    standards = _place_and_day(table, case.place, area if isinstance(area, str) else None, case.day, chosen)
    used: dict[str, ParameterValue | None] = {}

    def look_up(name: str) -> int | None:
        value = used[name] = standards.value(name)
        return None if value is None else value.amount

    calculation = Calculation(reference, case.household, case.persons, case.obligors, look_up)
    answer = Answer(case, chosen, reference.edition, calculation, used, standards)
    answer.determinations = tuple(_determine_all(answer))
    answer.advice = tuple(_advice(answer))
    return answer


def _determine_all(answer: Answer) -> Iterator[Determination]:
    people = range(len(answer.case.members))
    for programme in PROGRAMMES:
        for person in people if programme.unit == "person" else (-1,):
            yield _determine(answer, programme, person)


def outcome_of(conditions: Value, excluded: Value, published: Value) -> str:
    """The outcome of one programme from its conditions, what excludes it, and whether its standards are published.

    A programme whose standard is not published is unknown for everybody who meets its conditions.
    """
    if conditions is False:
        return "not_eligible"
    if excluded is True:
        return "excluded" if conditions else "not_eligible"
    if conditions is None or excluded is None or published is False:
        return "unknown"
    return "eligible"


def _value(answer: Answer, rule: str, person: int) -> Value:
    entity = answer.edition.rules[rule].entity
    return answer.calculation.value(rule, entity, person, -1)


def _amount(answer: Answer, rule: str, person: int) -> int | None:
    value = _value(answer, rule, person) if rule else None
    return value if isinstance(value, int) else None


def _determine(answer: Answer, programme: Programme, person: int) -> Determination:
    conditions = _value(answer, programme.conditions, person)
    if conditions is False:
        return Determination(programme, person, "not_eligible", remarks=_remarks(answer, programme, person))
    excluded = _value(answer, programme.excluded, person) if programme.excluded else False
    published = _value(answer, programme.published, person) if programme.published else True
    outcome = outcome_of(conditions, excluded, published)
    if outcome in ("not_eligible", "excluded"):
        return Determination(programme, person, outcome, remarks=_remarks(answer, programme, person, outcome))
    amounts = [rule for rule in (programme.monthly, programme.least, programme.most) if rule]
    asked = [programme.conditions, *([programme.excluded] if programme.excluded else []), *amounts]
    missing = _missing(answer, [rule for rule in asked if _value(answer, rule, person) is None], person)
    remarks = _remarks(answer, programme, person, outcome)
    if outcome == "unknown":
        return Determination(programme, person, outcome, missing=missing, remarks=remarks)
    monthly = _amount(answer, programme.monthly, person)
    return Determination(
        programme,
        person,
        outcome,
        monthly=monthly,
        parts=tuple(_parts(answer, programme, person)) if monthly is not None else (),
        least=_amount(answer, programme.least, person),
        most=_amount(answer, programme.most, person),
        missing=missing,
        remarks=remarks,
    )


def _parts(answer: Answer, programme: Programme, person: int) -> Iterator[tuple[str, int, str, int]]:
    """The parts of an amount: (word, person or -1, class or empty, fen). Only class A and B have a top-up."""
    for word, rule in programme.parts:
        entity = answer.edition.rules[rule].entity
        gathered = entity == "person" and programme.unit == "household"
        for index in range(len(answer.case.members)) if gathered else (person,):
            group = ""
            if word == "topup":
                group = str(answer.calculation.of_person("top_up_class", index))
                if group == "C" or (gathered and answer.calculation.of_person("counted", index) is not True):
                    continue
            amount = answer.calculation.value(rule, entity, index, -1)
            assert isinstance(amount, int)
            yield (word, index if word == "topup" else -1, group, amount)


def _missing(answer: Answer, rules: list[str], person: int) -> tuple[str, ...]:
    found: set[Place] = set()
    for rule in rules:
        entity: Entity = answer.edition.rules[rule].entity
        found |= unknown_inputs(answer.calculation, answer.edition, rule, entity, person if entity == "person" else -1)
    return tuple(sorted({path_of(answer, *place) for place in found}, key=_path_order))


def path_of(answer: Answer, entity: Entity, person: int, obligor: int, name: str) -> str:
    """Where a case file would answer an unknown fact; a parameter is named by itself."""
    if name.startswith("parameter:"):
        return _standard_path(answer, name)
    index = person if entity == "person" else 0
    if entity == "obligor":
        index = [number for number, (of, _) in enumerate(answer.case.obligors) if of == person][obligor]
    return answer.case.missing[(entity, index, name)]


def _standard_path(answer: Answer, name: str) -> str:
    """What would settle an unknown standard: whether the household is urban or rural, or the standard itself."""
    if answer.case.household["area"] is None and answer.differs_by_area(name.removeprefix("parameter:")):
        return "area"
    return name


def _path_order(path: str) -> tuple[int, str]:
    """Members first, then the household, then parameters."""
    return (0 if path.startswith("members") else 2 if path.startswith("parameter") else 1, path)


def _remarks(answer: Answer, programme: Programme, person: int, outcome: str = "") -> tuple[str, ...]:
    told = [f"不重复享受：{programme.excluded_by}"] if outcome == "excluded" else []
    for rule in _remarks_of(answer.edition, programme.key):
        told.extend(_remark(answer, rule, programme, person))
    if programme.key == "rigid_expenditure" and answer.case.day < datetime.date(2025, 1, 1):
        told.append("刚性支出困难家庭认定办法自2025年1月1日起施行")
    return tuple(told)


@cache
def _remarks_of(edition: Edition, programme: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in edition.of("remark") if rule.programme == programme)


def _remark(answer: Answer, rule: Rule, programme: Programme, person: int) -> Iterator[str]:
    if rule.entity == "household" or programme.unit == "person":
        if _value(answer, rule.name, person) is True:
            yield rule.zh
        return
    for index, member in enumerate(answer.case.members):
        if answer.calculation.of_person(rule.name, index) is True:
            yield f"{member}：{rule.zh}"


def _advice(answer: Answer) -> Iterator[tuple[str, int]]:
    for rule in answer.edition.of("advice"):
        for person in range(len(answer.case.members)):
            if answer.calculation.of_person(rule.name, person) is True:
                yield (rule.name, person)


def _yuan(fen: Value) -> str | None:
    return yuan(fen) if isinstance(fen, int) else None


def as_json(answer: Answer, *, explain: bool = True) -> dict[str, object]:
    """The answer as the contract of the case file lays it out, ready to be written as JSON."""
    case = answer.case
    teller = Teller(
        answer.calculation,
        answer.edition,
        case.members,
        lambda *place: path_of(answer, *place),
        answer.used,
        answer.labels,
    )
    told = [_determination_json(answer, one, teller if explain else None) for one in answer.determinations]
    in_contract = [one.programme.in_contract for one in answer.determinations]
    shown: dict[str, object] = {
        "case": case.case,
        "day": case.day.isoformat(),
        "place": case.place,
        "profile": answer.profile,
        "edition": answer.edition.fingerprint[:16],
        "assumed": list(case.assumed),
        "household": answer.household(),
        "determinations": [one for one, inside in zip(told, in_contract, strict=True) if inside],
        "also": [one for one, inside in zip(told, in_contract, strict=True) if not inside],
        "household_type": answer.calculation.of_household("village_plan_type"),
        "advice": [_advice_json(answer, name, person) for name, person in answer.advice],
        "provisional": _provisional(answer),
    }
    return shown


def _advice_json(answer: Answer, name: str, person: int) -> dict[str, object]:
    rule = answer.edition.rules[name]
    return {
        "row": name,
        "person": answer.case.members[person],
        "label": rule.zh,
        "recommends": list(rule.recommends),
        "cites": list(rule.cites),
    }


def _provisional(answer: Answer) -> list[str]:
    """The values used that are not certain: named in every answer that used them."""
    return [
        f"{name} ({value.place} {value.since.isoformat()})"
        for name, value in sorted(answer.used.items())
        if value is not None and value.provisional
    ]


def _determination_json(answer: Answer, one: Determination, teller: Teller | None) -> dict[str, object]:
    programme, members = one.programme, answer.case.members
    shown: dict[str, object] = {"programme": programme.key, "unit": programme.unit}
    if programme.unit == "person":
        shown["person"] = members[one.person]
    shown["outcome"] = one.outcome
    if one.monthly is not None:
        shown["monthly"] = yuan(one.monthly)
    if one.parts:
        shown["parts"] = [_part_json(part, members) for part in one.parts]
    if one.least is not None and one.most is not None:
        shown["one_off"] = {"min": yuan(one.least), "max": yuan(one.most)}
    if one.outcome == "eligible":
        shown.update(_timing(answer, programme))
    shown["missing"] = list(one.missing)
    shown["remarks"] = list(one.remarks)
    if teller is not None:
        shown["because"] = list(because(answer, one, teller))
    return shown


def _timing(answer: Answer, programme: Programme) -> dict[str, object]:
    """From which month a benefit runs, and how often it is looked at again."""
    if programme.referral or programme.least:
        return {}
    shown: dict[str, object] = {"starts": str(Month(answer.case.day.year, answer.case.day.month).next())}
    if programme.key in ("dibao", "near_dibao"):
        months = answer.calculation.of_household("dibao_review_months")
        if months is not None:
            shown["review_every_months"] = months
    elif programme.key in YEARLY:
        shown["review_every_months"] = 12
    elif programme.key == "grace_period":
        shown["months"] = answer.calculation.of_household("grace_period_months")
    return shown


def _part_json(part: tuple[str, int, str, int], members: tuple[str, ...]) -> dict[str, object]:
    word, person, group, amount = part
    shown: dict[str, object] = {"part": word}
    if person >= 0:
        shown["person"] = members[person]
    if group:
        shown["class"] = group
    shown["amount"] = yuan(amount)
    return shown


def waits_for_a_standard(answer: Answer, one: Determination) -> bool:
    """Whether the conditions are met and only a standard that is not published leaves the programme unknown."""
    return one.outcome == "unknown" and _value(answer, one.programme.conditions, one.person) is True


def because(answer: Answer, one: Determination, teller: Teller) -> Iterator[dict[str, object]]:
    """The trees an outcome rests on: its conditions, what excluded it, and its amounts."""
    programme = one.programme
    yield _tree(answer, programme.conditions, one.person, teller)
    if one.outcome == "excluded":
        yield _tree(answer, programme.excluded, one.person, teller)
    if one.outcome == "eligible" or waits_for_a_standard(answer, one):
        for rule in (programme.monthly, programme.least, programme.most):
            if rule:
                yield _tree(answer, rule, one.person, teller)


def _tree(answer: Answer, rule: str, person: int, teller: Teller) -> dict[str, object]:
    return teller.rule(rule, person if answer.edition.rules[rule].entity == "person" else -1)
