"""The trace of a calculation told as a tree: which values decided, which article says so, in Chinese and English.

The explanation is read off the calculation itself. Only what decided is told: the one condition that failed, the
branch that was taken, the incomes that are not nothing. A rule told once in an answer is named, not told again.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from doudi.engine.dated import Value as ParameterValue
from doudi.engine.reference import Calculation, Value, step_of
from doudi.policy.edition import Edition
from doudi.policy.facts import FACTS, Entity
from doudi.policy.language import (
    All,
    Any,
    Arithmetic,
    Choice,
    Const,
    Node,
    Over,
    Published,
    Ref,
    children,
)
from doudi.policy.programmes import PROGRAMMES
from doudi.vocabulary.money import yuan

MONEY = ("fen", "fen/month", "fen/year")
# The ends of a range are paid once, though they are multiples of a monthly standard.
ONCE = frozenset(rule for programme in PROGRAMMES for rule in (programme.least, programme.most) if rule)


class Used(NamedTuple):
    """One name a value rests on, and where in the calculation it was read."""

    name: str
    source: str
    entity: Entity | None
    person: int
    obligor: int


Decider = Callable[[Calculation, int, int, list[Used]], None]
_deciders: dict[int, tuple[Node, Decider]] = {}


def deciding(node: Node, c: Calculation, i: int, j: int) -> Iterable[Used]:
    """The names that decided a node's value, each once, in the order the rule says them."""
    kept = _deciders.get(id(node))
    if kept is None:
        kept = _deciders[id(node)] = (node, _decider(node))
    found: list[Used] = []
    kept[1](c, i, j, found)
    return dict.fromkeys(found)


def _decider(node: Node) -> Decider:
    """The function that gathers what decided a node's value."""
    if isinstance(node, Ref):
        return _decides_itself(node)
    if isinstance(node, Published):
        published = Used(node.parameter, "parameter", None, -1, -1)
        return lambda c, i, j, found: found.append(published)
    if isinstance(node, Over):
        return _members_decide(node)
    if isinstance(node, All | Any):
        return _parts_decide(node, isinstance(node, Any))
    if isinstance(node, Choice):
        return _branch_decides(node)
    if isinstance(node, Arithmetic) and node.op in ("+", "-"):
        return _terms_decide(node)
    return _all_decide(children(node))


def _decides_itself(node: Ref) -> Decider:
    name, source, entity = node.name, node.source, node.entity
    if entity in (None, "household"):
        used = Used(name, source, entity, -1, -1)
        return lambda c, i, j, found: found.append(used)
    if entity == "person":
        return lambda c, i, j, found: found.append(Used(name, source, entity, i, -1))
    return lambda c, i, j, found: found.append(Used(name, source, entity, i, j))


def _all_decide(nodes: tuple[Node, ...]) -> Decider:
    deciders = tuple(_decider(node) for node in nodes if not isinstance(node, Const))

    def gather(c: Calculation, i: int, j: int, found: list[Used]) -> None:
        for decider in deciders:
            decider(c, i, j, found)

    return gather


def _parts_decide(node: All | Any, settled: bool) -> Decider:
    """One part that settles the truth decides it alone; else the unknown parts do, or all of them."""
    parts = tuple((step_of(part), _decider(part)) for part in node.parts)

    def gather(c: Calculation, i: int, j: int, found: list[Used]) -> None:
        unknown = []
        for step, decider in parts:
            value = step(c, i, j)
            if value is settled:
                decider(c, i, j, found)
                return
            if value is None:
                unknown.append(decider)
        for decider in unknown or [decider for _, decider in parts]:
            decider(c, i, j, found)

    return gather


def _branch_decides(node: Choice) -> Decider:
    condition, tests = step_of(node.condition), _decider(node.condition)
    then, otherwise = _decider(node.then), _decider(node.otherwise)

    def gather(c: Calculation, i: int, j: int, found: list[Used]) -> None:
        holds = condition(c, i, j)
        tests(c, i, j, found)
        if holds is not False:
            then(c, i, j, found)
        if holds is not True:
            otherwise(c, i, j, found)

    return gather


def _terms_decide(node: Arithmetic) -> Decider:
    """A term that is nothing changes no sum and is not told."""
    terms = tuple((step_of(term), _decider(term)) for term in children(node))

    def gather(c: Calculation, i: int, j: int, found: list[Used]) -> None:
        for step, decider in terms:
            if step(c, i, j) != 0:
                decider(c, i, j, found)

    return gather


def _members_decide(node: Over) -> Decider:
    item, step, of = _decider(node.item), step_of(node.item), node.entity
    assert of is not None
    settled = {"anyone": True, "everyone": False}.get(node.word)
    # Nothing added to a sum is not told; what is worked out for a sum is, because it says why there is nothing.
    silent = node.word == "total" and isinstance(node.item, Ref)

    def gather(c: Calculation, i: int, j: int, found: list[Used]) -> None:
        places = [place for place in c.places(of, i) if not (silent and step(c, *place) == 0)]
        if settled is not None:
            places = next(([place] for place in places if step(c, *place) is settled), places)
        for person, obligor in places:
            item(c, person, obligor, found)

    return gather


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
        told["unit"] = "yuan" if rule.name in ONCE else rule.unit.replace("fen", "yuan")
        told["cites"] = rule.cites
        told["uses"] = [self.used(used) for used in deciding(rule.node, self.c, person, obligor)]
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


def shown(value: Value, unit: str) -> object:
    """A value as an answer shows it: money in yuan with two decimals, everything else as it is."""
    if unit in MONEY and isinstance(value, int) and not isinstance(value, bool):
        return yuan(value)
    return value
