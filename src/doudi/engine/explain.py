"""The trace of a calculation told as a tree: which values decided, which article says so, in Chinese and English.

The explanation is read off the calculation itself. Only what decided is told: the one condition that failed, the
branch that was taken, the incomes that are not nothing. A rule told once in an answer is named, not told again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from doudi.engine.dated import Value as ParameterValue
from doudi.engine.reference import Calculation, Value, value_at
from doudi.policy.edition import Edition
from doudi.policy.facts import FACTS, Entity
from doudi.policy.language import (
    All,
    Any,
    Arithmetic,
    Choice,
    Node,
    Over,
    Published,
    Ref,
    children,
)
from doudi.vocabulary.money import yuan

MONEY = ("fen", "fen/month", "fen/year")


@dataclass(frozen=True)
class Used:
    """One name a value rests on, and where in the calculation it was read."""

    name: str
    source: str
    entity: Entity | None
    person: int
    obligor: int


def deciding(node: Node, c: Calculation, i: int, j: int) -> Iterator[Used]:
    """The names that decided a node's value, in the order the rule says them."""
    if isinstance(node, Ref):
        person = -1 if node.entity in (None, "household") else i
        yield Used(node.name, node.source, node.entity, person, j if node.entity == "obligor" else -1)
    elif isinstance(node, Published):
        yield Used(node.parameter, "parameter", None, -1, -1)
    elif isinstance(node, Over):
        yield from _deciding_members(node, c, i)
    else:
        for part in _deciding_parts(node, c, i, j):
            yield from deciding(part, c, i, j)


def _deciding_parts(node: Node, c: Calculation, i: int, j: int) -> tuple[Node, ...]:
    if isinstance(node, All | Any):
        settled = isinstance(node, Any)
        values = [value_at(part, c, i, j) for part in node.parts]
        if settled in values:
            return (node.parts[values.index(settled)],)
        return tuple(part for part, value in zip(node.parts, values, strict=True) if value is None) or node.parts
    if isinstance(node, Choice):
        holds = value_at(node.condition, c, i, j)
        if holds is None:
            return children(node)
        return (node.condition, node.then if holds else node.otherwise)
    if isinstance(node, Arithmetic) and node.op in ("+", "-"):
        return tuple(part for part in children(node) if value_at(part, c, i, j) != 0)
    return children(node)


def _deciding_members(node: Over, c: Calculation, i: int) -> Iterator[Used]:
    assert node.entity is not None
    places = list(c.places(node.entity, i))
    settled = {"anyone": True, "everyone": False}.get(node.word)
    if settled is not None:
        places = [place for place in places if value_at(node.item, c, *place) is settled][:1] or places
    for person, obligor in places:
        yield from deciding(node.item, c, person, obligor)


class Teller:
    """Tells the values of one answer as trees of plain mappings, each rule once."""

    def __init__(
        self,
        calculation: Calculation,
        edition: Edition,
        members: tuple[str, ...],
        path: Callable[[Entity, int, int, str], str],
        parameters: dict[str, ParameterValue | None],
        label: Callable[[str], str],
    ) -> None:
        self.c, self.edition, self.members = calculation, edition, members
        self.path, self.parameters, self.label = path, parameters, label
        self.told: set[tuple[str, int, int]] = set()

    def rule(self, name: str, person: int = -1, obligor: int = -1) -> dict[str, object]:
        """The tree of one rule's value: rule, value, unit, articles, and what it used."""
        rule = self.edition.rules[name]
        value = self.c.value(name, rule.entity, person, obligor)
        told: dict[str, object] = {"rule": name, "label": rule.zh, "value": shown(value, rule.unit)}
        if person >= 0:
            told["person"] = self.members[person]
        place = (name, person, obligor)
        if place in self.told:
            told["told"] = "above"
            return told
        self.told.add(place)
        told["unit"] = rule.unit
        told["cites"] = list(rule.cites)
        told["uses"] = [self.used(used) for used in _once(deciding(rule.node, self.c, person, obligor))]
        return told

    def used(self, used: Used) -> dict[str, object]:
        """One thing a rule used: a rule's own tree, a parameter with its source, or a fact with its path."""
        if used.source == "rule":
            return self.rule(used.name, used.person, used.obligor)
        if used.source == "parameter":
            return self.parameter(used.name)
        fact = FACTS[used.name]
        value = self.c.value(used.name, used.entity, used.person, used.obligor)
        told: dict[str, object] = {"fact": used.name, "label": fact.zh, "value": shown(value, fact.kind)}
        if used.person >= 0:
            told["person"] = self.members[used.person]
        if value is None:
            told["missing"] = self.path(used.entity or "household", used.person, used.obligor, used.name)
        return told

    def parameter(self, name: str) -> dict[str, object]:
        """A parameter's value with the place, the day it holds from and its source."""
        found = self.parameters.get(name)
        if found is None:
            return {"parameter": name, "value": None, "missing": f"parameter:{name}"}
        told: dict[str, object] = {
            "parameter": name,
            "label": self.label(name),
            "value": shown(found.amount, found.unit),
            "place": found.place,
            "since": found.since.isoformat(),
            "source": found.source,
        }
        if found.provisional:
            told["provisional"] = True
        return told


def _once(used: Iterator[Used]) -> Iterator[Used]:
    seen: set[Used] = set()
    for one in used:
        if one not in seen:
            seen.add(one)
            yield one


def shown(value: Value, unit: str) -> object:
    """A value as an answer shows it: money in yuan with two decimals, everything else as it is."""
    if unit in MONEY and isinstance(value, int) and not isinstance(value, bool):
        return yuan(value)
    return value
