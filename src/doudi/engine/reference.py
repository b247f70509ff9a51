"""One household in plain Python: the definition of what a rule means.

Each node becomes one small function of a calculation and the place in it (which person, which obligor). Values are
exact whole numbers; None is unknown. A value is worked out when it is first asked for and kept, so the calculation is
its own trace: the explanation reads it afterwards.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any as Whatever

from doudi.policy.edition import Edition
from doudi.policy.facts import Entity
from doudi.policy.language import (
    All,
    Any,
    Arithmetic,
    Choice,
    Comparison,
    Const,
    Extreme,
    Node,
    Not,
    OneOf,
    Over,
    Published,
    Ref,
    Rounded,
    children,
)

Value = int | bool | str | None
Step = Callable[["Calculation", int, int], Whatever]


class Reference:
    """The rules of an edition made ready to be worked out for one household after another."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.steps: dict[str, Step] = {name: step_of(rule.node) for name, rule in edition.rules.items()}


class _Parameters(dict[str, int | None]):
    """The parameter values of one place and day, looked up when first asked for."""

    def __init__(self, look_up: Callable[[str], int | None]) -> None:
        super().__init__()
        self.look_up = look_up

    def __missing__(self, name: str) -> int | None:
        value = self[name] = self.look_up(name)
        return value


class Calculation:
    """One household being worked out: facts, parameters and every value found so far.

    `look_up` gives a parameter's value for the household's place and day, or None where none is published.
    """

    __slots__ = ("household", "obligors", "parameters", "persons", "steps")

    def __init__(
        self,
        reference: Reference,
        household: Mapping[str, Value],
        persons: Sequence[Mapping[str, Value]],
        obligors: Sequence[tuple[int, Mapping[str, Value]]],
        look_up: Callable[[str], int | None],
    ) -> None:
        self.steps = reference.steps
        self.household: dict[str, Value] = dict(household)
        self.persons: list[dict[str, Value]] = [dict(person) for person in persons]
        self.obligors: list[list[dict[str, Value]]] = [[] for _ in persons]
        for of, obligor in obligors:
            self.obligors[of].append(dict(obligor))
        self.parameters = _Parameters(look_up)

    def of_household(self, name: str) -> Value:
        """The household's value of a rule or fact."""
        values = self.household
        if name not in values:
            values[name] = self.steps[name](self, -1, -1)
        return values[name]

    def of_person(self, name: str, person: int) -> Value:
        """A person's value of a rule or fact."""
        values = self.persons[person]
        if name not in values:
            values[name] = self.steps[name](self, person, -1)
        return values[name]

    def of_obligor(self, name: str, person: int, obligor: int) -> Value:
        """An obligor's value of a rule or fact."""
        values = self.obligors[person][obligor]
        if name not in values:
            values[name] = self.steps[name](self, person, obligor)
        return values[name]

    def value(self, name: str, entity: Entity | None, person: int, obligor: int) -> Value:
        """The value of whatever a name stands for, seen from a place in the calculation."""
        if entity is None:
            return self.parameters[name]
        if entity == "household":
            return self.of_household(name)
        return self.of_person(name, person) if entity == "person" else self.of_obligor(name, person, obligor)

    def places(self, of: Entity, person: int) -> Iterator[tuple[int, int]]:
        """Where the members of a household, or the obligors of a person, stand in the calculation."""
        if of == "household":
            return ((index, -1) for index in range(len(self.persons)))
        return ((person, index) for index in range(len(self.obligors[person])))


def step_of(node: Node) -> Step:
    """The function that works a node out."""
    return _STEPS[type(node)](node)


# Steps made for parts of rules, kept with their node so that its identity stays taken.
_kept: dict[int, tuple[Node, Step]] = {}


def value_at(node: Node, c: Calculation, i: int, j: int) -> Value:
    """The value of any node of a rule at a place of the calculation: what explanations and questions ask for."""
    kept = _kept.get(id(node))
    if kept is None:
        kept = _kept[id(node)] = (node, step_of(node))
    value: Value = kept[1](c, i, j)
    return value


def _const(node: Const) -> Step:
    value = node.value
    return lambda c, i, j: value


def _ref(node: Ref) -> Step:
    name = node.name
    if node.source == "parameter":
        return lambda c, i, j: c.parameters[name]

    def of_household(c: Calculation, i: int, j: int) -> Value:
        values = c.household
        if name in values:
            return values[name]
        value: Value = c.steps[name](c, -1, -1)
        values[name] = value
        return value

    def of_person(c: Calculation, i: int, j: int) -> Value:
        values = c.persons[i]
        if name in values:
            return values[name]
        value: Value = c.steps[name](c, i, -1)
        values[name] = value
        return value

    if node.entity == "household":
        return of_household
    if node.entity == "person":
        return of_person
    return lambda c, i, j: c.of_obligor(name, i, j)


def _arithmetic(node: Arithmetic) -> Step:
    left, right, op = step_of(node.left), step_of(node.right), node.op

    def add(c: Calculation, i: int, j: int) -> Value:
        a, b = left(c, i, j), right(c, i, j)
        return None if a is None or b is None else a + b

    def subtract(c: Calculation, i: int, j: int) -> Value:
        a, b = left(c, i, j), right(c, i, j)
        return None if a is None or b is None else a - b

    def multiply(c: Calculation, i: int, j: int) -> Value:
        a, b = left(c, i, j), right(c, i, j)
        return None if a is None or b is None else a * b

    return {"+": add, "-": subtract, "*": multiply}[op]


def _comparison(node: Comparison) -> Step:
    left, right = step_of(node.left), step_of(node.right)
    holds: Callable[[Whatever, Whatever], bool] = _HOLDS[node.op]

    def compare(c: Calculation, i: int, j: int) -> Value:
        a, b = left(c, i, j), right(c, i, j)
        return None if a is None or b is None else holds(a, b)

    return compare


_HOLDS: dict[str, Callable[[Whatever, Whatever], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


def _one_of(node: OneOf) -> Step:
    item, words = step_of(node.item), frozenset(node.words)

    def one_of(c: Calculation, i: int, j: int) -> Value:
        word = item(c, i, j)
        return None if word is None else word in words

    return one_of


def _all(node: All) -> Step:
    parts = tuple(step_of(part) for part in node.parts)

    def every(c: Calculation, i: int, j: int) -> Value:
        result: Value = True
        for part in parts:
            value = part(c, i, j)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return every


def _any(node: Any) -> Step:
    parts = tuple(step_of(part) for part in node.parts)

    def some(c: Calculation, i: int, j: int) -> Value:
        result: Value = False
        for part in parts:
            value = part(c, i, j)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return some


def _not(node: Not) -> Step:
    part = step_of(node.part)

    def negate(c: Calculation, i: int, j: int) -> Value:
        value = part(c, i, j)
        return None if value is None else not value

    return negate


def _choice(node: Choice) -> Step:
    condition, then, otherwise = step_of(node.condition), step_of(node.then), step_of(node.otherwise)

    def choose(c: Calculation, i: int, j: int) -> Value:
        holds = condition(c, i, j)
        if holds is None:
            return None
        chosen: Value = then(c, i, j) if holds else otherwise(c, i, j)
        return chosen

    return choose


def _extreme(node: Extreme) -> Step:
    left, right = step_of(node.left), step_of(node.right)
    pick = max if node.word == "at_least" else min

    def extreme(c: Calculation, i: int, j: int) -> Value:
        a, b = left(c, i, j), right(c, i, j)
        return None if a is None or b is None else pick(a, b)

    return extreme


def rounded(word: str, quotient: Fraction) -> int:
    """An exact quotient rounded by name: half up (towards plus infinity), up, or down."""
    if word == "half_up":
        return floor(quotient + Fraction(1, 2))
    return -floor(-quotient) if word == "ceiling" else floor(quotient)


def _rounded(node: Rounded) -> Step:
    numerator, denominator, word = step_of(node.numerator), step_of(node.denominator), node.word

    def divide(c: Calculation, i: int, j: int) -> Value:
        a, b = numerator(c, i, j), denominator(c, i, j)
        # Nothing is shared out among nobody: a quotient by zero or less has no value.
        return None if a is None or b is None or b <= 0 else rounded(word, Fraction(a, b))

    return divide


def _over(node: Over) -> Step:
    item, of = step_of(node.item), node.entity
    assert of is not None

    def values(c: Calculation, i: int) -> list[Whatever]:
        if of == "household":
            return [item(c, index, -1) for index in range(len(c.persons))]
        return [item(c, i, index) for index in range(len(c.obligors[i]))]

    def anyone(c: Calculation, i: int, j: int) -> Value:
        found = values(c, i)
        return True if True in found else None if None in found else False

    def everyone(c: Calculation, i: int, j: int) -> Value:
        found = values(c, i)
        return False if False in found else None if None in found else True

    def total(c: Calculation, i: int, j: int) -> Value:
        found = values(c, i)
        return None if None in found else sum(found)

    def largest(c: Calculation, i: int, j: int) -> Value:
        found = values(c, i)
        return None if None in found or not found else max(found)

    return {"anyone": anyone, "everyone": everyone, "count": total, "total": total, "largest": largest}[node.word]


def _published(node: Published) -> Step:
    name = node.parameter
    return lambda c, i, j: c.parameters[name] is not None


_STEPS: dict[type[Node], Callable[[Whatever], Step]] = {
    Const: _const,
    Ref: _ref,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    OneOf: _one_of,
    All: _all,
    Any: _any,
    Not: _not,
    Choice: _choice,
    Extreme: _extreme,
    Rounded: _rounded,
    Over: _over,
    Published: _published,
}

Place = tuple[Entity, int, int, str]


def unknown_inputs(calculation: Calculation, edition: Edition, root: str, entity: Entity, person: int) -> set[Place]:
    """Every unknown fact and parameter reached from a rule through the unknown values of the calculation.

    A parameter's place is ("household", -1, -1, "parameter:<name>"). Where a condition is unknown, both sides of
    the choice may be needed, and are asked for too.
    """
    found: set[Place] = set()
    seen: set[Place] = set()
    _collect(calculation, edition, edition.rules[root].node, person, -1, found, seen)
    return found


def _collect(c: Calculation, edition: Edition, node: Node, i: int, j: int, found: set[Place], seen: set[Place]) -> None:
    if isinstance(node, Ref):
        _collect_ref(c, edition, node, i, j, found, seen)
    elif isinstance(node, Over):
        assert node.entity is not None
        for person, obligor in c.places(node.entity, i):
            if value_at(node.item, c, person, obligor) is None:
                _collect(c, edition, node.item, person, obligor, found, seen)
    elif isinstance(node, Choice) and (holds := value_at(node.condition, c, i, j)) is not None:
        # Only the side that was taken is reached.
        _collect(c, edition, node.then if holds else node.otherwise, i, j, found, seen)
    else:
        for child in children(node):
            if value_at(child, c, i, j) is None:
                _collect(c, edition, child, i, j, found, seen)


def _collect_ref(
    c: Calculation, edition: Edition, node: Ref, i: int, j: int, found: set[Place], seen: set[Place]
) -> None:
    if node.source == "parameter":
        found.add(("household", -1, -1, f"parameter:{node.name}"))
        return
    assert node.entity is not None
    person, obligor = (-1, -1) if node.entity == "household" else (i, j if node.entity == "obligor" else -1)
    place = (node.entity, person, obligor, node.name)
    if node.source == "fact":
        found.add(place)
    elif place not in seen:
        seen.add(place)
        _collect(c, edition, edition.rules[node.name].node, person, obligor, found, seen)
