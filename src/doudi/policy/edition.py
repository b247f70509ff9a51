"""The rules in force on a day under a profile, in the order in which they may be worked out."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from pathlib import Path

from doudi.policy.facts import Entity
from doudi.policy.language import (
    Heading,
    Name,
    Names,
    Rule,
    RuleError,
    fact_name,
    headings,
    read_rule,
    type_of_unit,
)

RULES_FOLDER = Path(__file__).parent / "rules"


class EditionError(Exception):
    """No rule of a name holds on the day, two do, or rules wait for each other."""


@dataclass(frozen=True, eq=False)
class Edition:
    """The rules that are law together; each stands after the rules it uses."""

    profile: str
    rules: dict[str, Rule]
    fingerprint: str

    def of(self, *roles: str) -> Iterator[Rule]:
        """The rules of these roles (`rule`, `remark`, `advice`)."""
        return (rule for rule in self.rules.values() if rule.role in roles)

    def needed_for(self, names: Iterable[str]) -> list[Rule]:
        """These rules and all they use, in working order."""
        wanted, queue = set[str](), list(names)
        while queue:
            name = queue.pop()
            if name in self.rules and name not in wanted:
                wanted.add(name)
                queue.extend(self.rules[name].uses)
        return [rule for name, rule in self.rules.items() if name in wanted]


def rule_texts() -> dict[str, str]:
    """The rule files of the package, by name."""
    return {
        path.name: path.read_text("utf-8") for path in sorted(RULES_FOLDER.glob("*.py")) if path.name != "__init__.py"
    }


def parameter_units() -> dict[str, str]:
    """Every parameter's name and unit, as the parameter files head them."""
    from doudi.policy.parameters import units

    return units()


def read_rules(texts: dict[str, str], parameters: dict[str, str]) -> tuple[Rule, ...]:
    """Read all editions of all rules.

    Raises RuleError for a rule that is not in the language, names what nobody knows, or takes the name of a fact.
    """
    found = [heading for file, text in texts.items() for heading in headings(file, text)]
    signatures: dict[str, tuple[str, Entity]] = {}
    for heading in found:
        _check_signature(heading, signatures, parameters)
    names = _names(signatures, parameters)
    return tuple(read_rule(heading, names) for heading in found)


def _check_signature(heading: Heading, signatures: dict[str, tuple[str, Entity]], parameters: dict[str, str]) -> None:
    said = (heading.unit, heading.entity)
    if signatures.setdefault(heading.name, said) != said:
        problem = f"{heading.name}: every edition of a rule has the same unit and speaks of the same entity"
        raise RuleError(heading.file, heading.function.lineno, problem)
    if fact_name(heading.name) or heading.name in parameters:
        problem = f"{heading.name} is the name of a fact or a parameter already"
        raise RuleError(heading.file, heading.function.lineno, problem)


def _names(signatures: dict[str, tuple[str, Entity]], parameters: dict[str, str]) -> Names:
    def look_up(name: str) -> Name | None:
        if name in signatures:
            unit, entity = signatures[name]
            return Name(type_of_unit(unit), entity, "rule")
        if name in parameters:
            return Name(type_of_unit(parameters[name]), None, "parameter")
        return fact_name(name)

    return look_up


def edition_of(rules: tuple[Rule, ...], day: datetime.date, profile: str) -> Edition:
    """Choose the editions in force and put them in working order.

    Raises EditionError where two editions of one rule hold on the day, where a rule uses one that does not hold,
    or where rules wait for each other.
    """
    chosen: dict[str, Rule] = {}
    for rule in rules:
        if rule.holds_on(day, profile):
            if rule.name in chosen:
                raise EditionError(f"two editions of {rule.name} hold on {day} under {profile}")
            chosen[rule.name] = rule
    everything = {rule.name for rule in rules}
    for rule in chosen.values():
        for used in rule.uses:
            if used in everything and used not in chosen:
                raise EditionError(f"{rule.name} uses {used}, which has no edition on {day} under {profile}")
    try:
        order = TopologicalSorter(
            {name: set(rule.uses) & chosen.keys() for name, rule in chosen.items()}
        ).static_order()
        ordered = {name: chosen[name] for name in order}
    except CycleError as cycle:
        raise EditionError(f"rules wait for each other: {' → '.join(cycle.args[1])}") from None
    fingerprint = sha256("\n".join(ordered[name].source for name in sorted(ordered)).encode()).hexdigest()
    return Edition(profile, ordered, fingerprint)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every edition of every rule of the package."""
    return read_rules(rule_texts(), parameter_units())


@cache
def _edition(days: tuple[datetime.date, ...], day: datetime.date, profile: str) -> Edition:
    return edition_of(all_rules(), day, profile)


@cache
def changes() -> tuple[datetime.date, ...]:
    """The days on which the law changes: where some edition begins or ends."""
    days = {rule.since for rule in all_rules()} | {rule.until for rule in all_rules() if rule.until}
    return tuple(sorted(days))


def current(day: datetime.date, profile: str) -> Edition:
    """The edition in force on a day under a profile, kept between calls.

    Raises EditionError before the first rule is in force.
    """
    began = [change for change in changes() if change <= day]
    if not began:
        raise EditionError(f"{day}: no rule is in force before {changes()[0]}")
    return _edition(changes(), began[-1], profile)
