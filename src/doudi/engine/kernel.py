"""The rules as one compiled loop over households: generated from the nodes, compiled by numba, kept on disk.

Each household is worked out in passes: a household's own rules, then a loop over its members, then the household
rules that gather them, and so on. A truth travels as two flags (it holds; it does not hold: neither is unknown), a
number as its value and whether it is known. Numba is imported only when a kernel is built.
"""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any as Whatever

import numpy as np

from doudi.policy.edition import Edition
from doudi.policy.facts import CODES, FACTS, Entity
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
    Rule,
    children,
)

UNKNOWN_NUMBER = np.iinfo(np.int64).min
UNKNOWN_FLAG = 2


@dataclass(frozen=True)
class Layout:
    """What a kernel reads and writes, in the order of its arguments."""

    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    outputs: tuple[str, ...]
    source: str


@dataclass
class _Plan:
    """In which pass each rule is worked out, and what must be kept from one pass to a later one."""

    rules: list[Rule]
    passes: dict[str, int]
    gathered: dict[int, list[tuple[Over, int]]] = field(default_factory=dict)


def _walk(node: Node) -> Iterable[Node]:
    yield node
    for child in children(node):
        yield from _walk(child)


def _pass_of(node: Node, entity: Entity, passes: dict[str, int]) -> int:
    """The first pass in which an expression of an entity can be worked out.

    A household's pass k comes before the members' pass k; gathering members of pass k is ready in household pass k+1.
    """
    ready = 0
    for part in _expression(node):
        if isinstance(part, Ref) and part.source == "rule":
            ready = max(ready, passes[part.name])
        elif isinstance(part, Over):
            inside = _pass_of(part.item, "person" if entity == "household" else "obligor", passes)
            ready = max(ready, inside + 1 if entity == "household" else inside)
    return ready


def _expression(node: Node) -> Iterable[Node]:
    """The nodes of an expression, not those gathered over members."""
    yield node
    if not isinstance(node, Over):
        for child in children(node):
            yield from _expression(child)


class _Writer:
    """Writes the loop, one statement a line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.indent = 0
        self.count = 0

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    def fresh(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"


def _both(left: str, right: str) -> str:
    if left == "True":
        return right
    return left if right == "True" else f"({left} & {right})"


def _opposite(name: str) -> str:
    if name.startswith("(not "):
        return name[5:-1]
    return {"True": "False", "False": "True"}.get(name, f"(not {name})")


def _certain(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether each truth is either so or not so: its second flag is the opposite of its first."""
    return all(fails == _opposite(holds) for holds, fails in pairs)


class _Emitter:
    """Turns nodes into statements; gives back names: (value, known) of a number, (holds, fails) of a truth."""

    def __init__(self, writer: _Writer, names: Callable[[Ref], tuple[str, str]], standards_known: bool) -> None:
        self.writer, self.names, self.standards_known = writer, names, standards_known
        self.gathered: dict[int, tuple[str, str]] = {}

    def emit(self, node: Node) -> tuple[str, str]:
        pair: tuple[str, str] = getattr(self, f"emit_{type(node).__name__.lower()}")(node)
        return pair

    def keep(self, letters: str, first: str, second: str) -> tuple[str, str]:
        """Give two expressions names of their own."""
        one, two = self.writer.fresh(letters[0]), self.writer.fresh(letters[1])
        self.writer.line(f"{one} = {first}")
        if second in ("True", "False"):
            return one, second
        self.writer.line(f"{two} = {second}")
        return one, two

    def truth(self, holds: str, fails: str, certain: bool) -> tuple[str, str]:
        """A truth's two flags; where nothing in it can be unknown, one is the other's opposite and costs nothing."""
        if not certain:
            return self.keep("tf", holds, fails)
        name = self.writer.fresh("t")
        self.writer.line(f"{name} = {holds}")
        return name, _opposite(name)

    def emit_const(self, node: Const) -> tuple[str, str]:
        if isinstance(node.value, bool):
            return str(node.value), str(not node.value)
        if isinstance(node.value, str):
            return str(CODES[node.type.codes].index(node.value)), "True"
        return str(node.value), "True"

    def emit_ref(self, node: Ref) -> tuple[str, str]:
        return self.names(node)

    def emit_arithmetic(self, node: Arithmetic) -> tuple[str, str]:
        (a, known_a), (b, known_b) = self.emit(node.left), self.emit(node.right)
        return self.keep("vk", f"{a} {node.op} {b}", _both(known_a, known_b))

    def emit_comparison(self, node: Comparison) -> tuple[str, str]:
        (a, known_a), (b, known_b) = self.emit(node.left), self.emit(node.right)
        known = _both(known_a, known_b)
        if known == "True":
            return self.truth(f"{a} {node.op} {b}", "", True)
        test = self.writer.fresh("c")
        self.writer.line(f"{test} = {a} {node.op} {b}")
        return self.truth(_both(known, test), _both(known, _opposite(test)), False)

    def emit_oneof(self, node: OneOf) -> tuple[str, str]:
        item, known = self.emit(node.item)
        words = [CODES[node.item.type.codes].index(word) for word in node.words]
        found = " | ".join(f"({item} == {word})" for word in words)
        if known == "True":
            return self.truth(found, "", True)
        test = self.writer.fresh("c")
        self.writer.line(f"{test} = {found}")
        return self.truth(_both(known, test), _both(known, _opposite(test)), False)

    def emit_all(self, node: All) -> tuple[str, str]:
        parts = [self.emit(part) for part in node.parts]
        return self.truth(" & ".join(t for t, _ in parts), " | ".join(f for _, f in parts), _certain(parts))

    def emit_any(self, node: Any) -> tuple[str, str]:
        parts = [self.emit(part) for part in node.parts]
        return self.truth(" | ".join(t for t, _ in parts), " & ".join(f for _, f in parts), _certain(parts))

    def emit_not(self, node: Not) -> tuple[str, str]:
        holds, fails = self.emit(node.part)
        return fails, holds

    def emit_choice(self, node: Choice) -> tuple[str, str]:
        (holds, fails), (a, sure_a), (b, sure_b) = (
            self.emit(node.condition),
            self.emit(node.then),
            self.emit(node.otherwise),
        )
        certain = _certain([(holds, fails)])
        if node.type.kind == "truth":
            sure = f"({holds} & {sure_a}) | ({fails} & {sure_b})"
            both = certain and _certain([(a, sure_a), (b, sure_b)])
            return self.truth(f"({holds} & {a}) | ({fails} & {b})", sure, both)
        if certain and sure_a == sure_b == "True":
            return self.keep("vk", f"select({holds}, {a}, {b})", "True")
        if sure_a == sure_b == "True":
            return self.keep("vk", f"select({holds}, {a}, {b})", f"{holds} | {fails}")
        return self.keep("vk", f"select({holds}, {a}, {b})", f"({holds} & {sure_a}) | ({fails} & {sure_b})")

    def emit_extreme(self, node: Extreme) -> tuple[str, str]:
        (a, known_a), (b, known_b) = self.emit(node.left), self.emit(node.right)
        op = ">" if node.word == "at_least" else "<"
        return self.keep("vk", f"select({a} {op} {b}, {a}, {b})", _both(known_a, known_b))

    def emit_rounded(self, node: Rounded) -> tuple[str, str]:
        (a, known_a), (b, known_b) = self.emit(node.numerator), self.emit(node.denominator)
        safe, known = b, _both(known_a, known_b)
        if not b.isdigit():
            safe = self.writer.fresh("d")
            self.writer.line(f"{safe} = select({b} > 0, {b}, 1)")
            known = _both(known, f"({b} > 0)")
        quotient = {
            "half_up": f"(2 * {a} + {safe}) // (2 * {safe})",
            "ceiling": f"-((-{a}) // {safe})",
            "rounded_down": f"{a} // {safe}",
        }[node.word]
        return self.keep("vk", quotient, known)

    def emit_published(self, node: Published) -> tuple[str, str]:
        known = "True" if self.standards_known else f"published_{node.parameter}"
        return known, _opposite(known)

    def emit_over(self, node: Over) -> tuple[str, str]:
        return self.gathered[id(node)]


_START = {
    "anyone": ("False", "True"),
    "everyone": ("True", "False"),
    "count": ("0", "True"),
    "total": ("0", "True"),
    "largest": (str(UNKNOWN_NUMBER + 1), "True"),
}


class KernelSource:
    """Writes the source of the loop for chosen outputs of an edition."""

    def __init__(
        self,
        edition: Edition,
        outputs: Iterable[str],
        *,
        certain: frozenset[str] = frozenset(),
        standards_known: bool = False,
    ) -> None:
        self.edition, self.outputs = edition, tuple(outputs)
        self.certain, self.standards_known = certain, standards_known
        self.sure: set[str] = set()
        self.rules = edition.needed_for(self.outputs)
        self.passes: dict[str, int] = {}
        for rule in self.rules:
            self.passes[rule.name] = _pass_of(rule.node, rule.entity, self.passes)
        self.writer = _Writer()
        self.facts = self._named("fact")
        self.parameters = self._named("parameter")
        self.kept = self._kept()
        self.emitters: dict[Entity, _Emitter] = {
            entity: _Emitter(self.writer, self._names_in(entity), standards_known)
            for entity in ("household", "person", "obligor")
        }

    def _named(self, source: str) -> tuple[str, ...]:
        found = set[str]()
        for rule in self.rules:
            for node in _walk(rule.node):
                if isinstance(node, Ref) and node.source == source:
                    found.add(node.name)
                if isinstance(node, Published) and source == "parameter":
                    found.add(node.parameter)
        return tuple(sorted(found))

    def _kept(self) -> set[str]:
        """Member rules that a later pass reads again."""
        kept = set[str]()
        for rule in self.rules:
            for node in _walk(rule.node):
                if isinstance(node, Ref) and node.source == "rule" and node.entity == "person":
                    reader = self.passes[rule.name] - (1 if rule.entity == "household" else 0)
                    if self._read_later(rule, node, reader):
                        kept.add(node.name)
        return kept

    def _read_later(self, rule: Rule, node: Ref, reader: int) -> bool:
        if rule.entity != "household":
            return self.passes[node.name] < reader
        gathers = [part for part in _expression(rule.node) if isinstance(part, Over)]
        return any(
            self.passes[node.name] < _pass_of(part.item, "person", self.passes)
            for part in gathers
            if any(inner is node for inner in _walk(part.item))
        )

    def _names_in(self, entity: Entity) -> Callable[[Ref], tuple[str, str]]:
        def names(node: Ref) -> tuple[str, str]:
            if node.source == "parameter":
                return f"value_{node.name}", "True" if self.standards_known else f"published_{node.name}"
            if node.source == "fact":
                return self._fact(node)
            if node.type.kind == "truth":
                holds = f"t_{node.name}"
                return holds, _opposite(holds) if node.name in self.sure else f"f_{node.name}"
            return f"v_{node.name}", "True" if node.name in self.sure else f"k_{node.name}"

        return names

    def _fact(self, node: Ref) -> tuple[str, str]:
        index = {"household": "h", "person": "i", "obligor": "o"}[str(node.entity)]
        cell = f"fact_{node.name}[{index}]"
        if node.type.kind == "truth":
            holds = f"({cell} == 1)"
            return holds, _opposite(holds) if node.name in self.certain else f"({cell} == 0)"
        return f"np.int64({cell})", "True" if node.name in self.certain else f"({cell} >= 0)"

    def write(self) -> Layout:
        """The source of a function `kernel(first, last, …)` over households first to last."""
        line = self.writer.line
        arguments = [
            "first, last, members, obligors, cell, parameter_values, parameters_known, widest",
            *(f"fact_{name}" for name in self.facts),
            *(f"out_{name}" for name in self.outputs),
        ]
        line("import numba\nimport numpy as np\nfrom doudi.engine.kernel_words import select\n\n")
        line("@numba.njit(cache=True, nogil=True, error_model='numpy')")
        line(f"def kernel({', '.join(arguments)}):")
        self.writer.indent = 1
        # Unsigned numbers index arrays without the question whether they count from the end.
        line("one = np.uint64(1)")
        declared = len(self.writer.lines)
        line("for h in range(np.uint64(first), np.uint64(last)):")
        self.writer.indent = 2
        line("start, end, here = members[h], members[h + one], cell[h]")
        for number, name in enumerate(self.parameters):
            line(f"value_{name}, published_{name} = parameter_values[{number}, here], parameters_known[{number}, here]")
        for number in range(max(self.passes.values(), default=0) + 1):
            self._household_pass(number)
            self._member_pass(number)
        self.writer.lines[declared:declared] = [
            f"    kept_{letter}_{name} = np.empty(widest, {'np.int64' if letter == 'v' else 'np.bool_'})"
            for name in sorted(self.kept)
            for letter in self._letters(name)
        ]
        return Layout(self.facts, self.parameters, self.outputs, "\n".join(self.writer.lines) + "\n")

    def _letters(self, name: str) -> tuple[str, ...]:
        """The variables a rule's value needs: one where it cannot be unknown, else two."""
        letters = ("t", "f") if self.edition.rules[name].unit == "truth" else ("v", "k")
        return letters[:1] if name in self.sure else letters

    def _household_pass(self, number: int) -> None:
        for rule in self.rules:
            if rule.entity == "household" and self.passes[rule.name] == number:
                self._rule(rule)

    def _rule(self, rule: Rule) -> None:
        pair = self.emitters[rule.entity].emit(rule.node)
        if _certain([pair]) if rule.unit == "truth" else pair[1] == "True":
            self.sure.add(rule.name)
        for letter, value in zip(self._letters(rule.name), pair, strict=False):
            self.writer.line(f"{letter}_{rule.name} = {value}")
        if rule.name in self.outputs and rule.entity != "obligor":
            self._output(rule)
        if rule.name in self.kept:
            for letter in self._letters(rule.name):
                self.writer.line(f"kept_{letter}_{rule.name}[i - start] = {letter}_{rule.name}")

    def _output(self, rule: Rule) -> None:
        index = "h" if rule.entity == "household" else "i"
        name = rule.name
        if name in self.sure:
            self.writer.line(f"out_{name}[{index}] = {'t' if rule.unit == 'truth' else 'v'}_{name}")
        elif rule.unit == "truth":
            self.writer.line(f"out_{name}[{index}] = select(t_{name}, 1, select(f_{name}, 0, {UNKNOWN_FLAG}))")
        else:
            self.writer.line(f"out_{name}[{index}] = select(k_{name}, v_{name}, {UNKNOWN_NUMBER})")

    def _gatherings(self, entity: Entity, number: int) -> list[Over]:
        """What the rules of an entity gather over its members in a pass of theirs."""
        inner: Entity = "person" if entity == "household" else "obligor"
        return [
            node
            for rule in self.rules
            if rule.entity == entity
            for node in _expression(rule.node)
            if isinstance(node, Over) and _pass_of(node.item, inner, self.passes) == number
        ]

    def _member_pass(self, number: int) -> None:
        rules = [rule for rule in self.rules if rule.entity == "person" and self.passes[rule.name] == number]
        gatherings = self._gatherings("household", number)
        if not rules and not gatherings:
            return
        self._start(gatherings, "household")
        self.writer.line("for i in range(start, end):")
        self.writer.indent += 1
        for name in self._reread(rules, gatherings, number):
            for letter in self._letters(name):
                self.writer.line(f"{letter}_{name} = kept_{letter}_{name}[i - start]")
        for rule in rules:
            self._obligors_for(rule)
            self._rule(rule)
        self._gather(gatherings, "household", "person")
        self.writer.indent -= 1
        self._finish(gatherings, "household")

    def _reread(self, rules: list[Rule], gatherings: list[Over], number: int) -> list[str]:
        nodes = [rule.node for rule in rules] + [gathering.item for gathering in gatherings]
        names = {
            node.name
            for root in nodes
            for node in _walk(root)
            if isinstance(node, Ref) and node.source == "rule" and node.entity == "person"
        }
        return sorted(name for name in names if self.passes[name] < number)

    def _obligors_for(self, rule: Rule) -> None:
        """The loop over a person's obligors, where a rule of the person gathers them."""
        gatherings = [node for node in _expression(rule.node) if isinstance(node, Over)]
        if not gatherings:
            return
        needed = self._obligor_rules(gatherings)
        self._start(gatherings, "person")
        self.writer.line("for o in range(obligors[i], obligors[i + one]):")
        self.writer.indent += 1
        for inner in needed:
            self._rule(inner)
        self._gather(gatherings, "person", "obligor")
        self.writer.indent -= 1
        self._finish(gatherings, "person")

    def _obligor_rules(self, gatherings: list[Over]) -> list[Rule]:
        names = [
            node.name
            for gathering in gatherings
            for node in _walk(gathering.item)
            if isinstance(node, Ref) and node.source == "rule"
        ]
        return [rule for rule in self.edition.needed_for(names) if rule.entity == "obligor"]

    def _start(self, gatherings: list[Over], entity: Entity) -> None:
        for node in gatherings:
            pair = (self.writer.fresh("g"), self.writer.fresh("g"))
            self.emitters[entity].gathered[id(node)] = pair
            for name, value in zip(pair, _START[node.word], strict=True):
                self.writer.line(f"{name} = {value}")

    def _gather(self, gatherings: list[Over], entity: Entity, inner: Entity) -> None:
        line = self.writer.line
        for node in gatherings:
            one, two = self.emitters[entity].gathered[id(node)]
            first, second = self.emitters[inner].emit(node.item)
            truth = node.word in ("anyone", "everyone")
            certain = _certain([(first, second)]) if truth or node.word == "count" else second == "True"
            if certain:
                self.emitters[entity].gathered[id(node)] = (one, _opposite(one) if truth else "True")
            if node.word == "anyone":
                line(f"{one} = {one} | {first}")
            elif node.word == "everyone":
                line(f"{one} = {one} & {first}")
            elif node.word == "count":
                line(f"{one} = {one} + select({first}, 1, 0)")
            elif node.word == "total":
                line(f"{one} = {one} + " + (first if certain else f"select({second}, {first}, 0)"))
            else:
                line(f"{one} = select({_both(second, f'({first} > {one})')}, {first}, {one})")
            if not certain:
                known = {"anyone": f"& {second}", "everyone": f"| {second}", "count": f"& ({first} | {second})"}
                line(f"{two} = {two} {known.get(node.word, f'& {second}')}")

    def _finish(self, gatherings: list[Over], entity: Entity) -> None:
        """The largest of nobody is unknown."""
        for node in gatherings:
            if node.word == "largest":
                one, two = self.emitters[entity].gathered[id(node)]
                some = "end > start" if entity == "household" else "obligors[i + one] > obligors[i]"
                known = self.writer.fresh("g")
                self.writer.line(f"{known} = {_both(two, f'({some})')}")
                self.emitters[entity].gathered[id(node)] = (one, known)


def cache_folder() -> Path:
    """Where compiled kernels are kept: DOUDI_CACHE, else the user's cache folder."""
    stated = os.environ.get("DOUDI_CACHE")
    if stated:
        return Path(stated)
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "doudi"


@dataclass(frozen=True)
class Kernel:
    """A compiled loop with what it reads and writes."""

    layout: Layout
    run: Callable[..., None]


def kernel_for(
    edition: Edition,
    outputs: Iterable[str],
    *,
    certain: frozenset[str] = frozenset(),
    standards_known: bool = False,
) -> Kernel:
    """Compile (or fetch from the cache) the loop that works out these rules of an edition.

    A loop carries no flags for `certain` facts, nor for standards that are all published, and is faster; only a batch
    in which they are known may be given to it.
    """
    source = KernelSource(edition, outputs, certain=certain, standards_known=standards_known)
    layout = source.write()
    return Kernel(layout, _compiled(layout.source))


def _compiled(source: str) -> Callable[..., None]:
    name = f"kernel_{hashlib.sha256(source.encode()).hexdigest()[:20]}"
    if name in sys.modules:
        return _function(sys.modules[name])
    folder = cache_folder() / "kernels"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.py"
    if not path.exists():
        # Written beside and renamed: another process must never read half a kernel.
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(source, "utf-8")
        beside.rename(path)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return _function(module)


def _function(module: Whatever) -> Callable[..., None]:
    run: Callable[..., None] = module.kernel
    return run


def empty_output(rule: Rule, length: int) -> np.ndarray[Whatever, Whatever]:
    """The array a rule's values are written to."""
    return np.empty(length, np.int8 if rule.unit == "truth" else np.int64)


def fact_type(name: str) -> type[np.generic]:
    """The narrowest type that holds a fact, with -1 for unknown."""
    kind = FACTS[name].kind
    if kind in ("truth", "code"):
        return np.int8
    return np.int64 if kind.startswith("fen") else np.int32
