"""Rules as columns of SQL: each rule, each part that is read twice and each gathering over members is one column.

The text is DuckDB's; sqlglot carries it over to other dialects. Unknown is NULL. `AND`, `OR` and `NOT` of SQL follow
Kleene already; every other word is guarded, since `LEAST`, `GREATEST`, `SUM` and `MAX` pass over NULLs. Truths are
BOOLEAN, codes TINYINT indexes of `facts.CODES`, numbers BIGINT.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any as Whatever

from doudi.policy.edition import Edition
from doudi.policy.facts import CODES, FACTS, Entity
from doudi.policy.language import (
    MEMBERS,
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
    Type,
    type_of_unit,
)

SQL_TYPES = {"truth": "BOOLEAN", "code": "TINYINT", "number": "BIGINT"}


@dataclass(frozen=True)
class Column:
    """One value of a household, person or obligor: how it is worked out, and from which other columns.

    `gathered` is what stands in the grouped query over the members; `sql` then reads the group as `g`.
    A column of a source has no `sql`.
    """

    name: str
    entity: Entity
    sql: str = ""
    uses: tuple[str, ...] = ()
    gathered: str = ""
    parameter: bool = False


def fact_type(name: str) -> str:
    """The type of a fact's column. Counts and years stay narrow until they are read: people have many of them."""
    fact = FACTS[name]
    if fact.kind in ("count", "years", "months"):
        return "INTEGER"
    return SQL_TYPES[type_of_unit(fact.kind, fact.codes).kind]


def quoted(name: str) -> str:
    """A name as SQL writes it, so that a rule may be called like a word of SQL."""
    return f'"{name}"'


class Columns:
    """The columns of an edition that some outputs need, each added once, by name."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.by_name: dict[str, Column] = {}
        self._parts: dict[tuple[Entity, Node], str] = {}
        self._gathered: dict[tuple[Entity, str, str], str] = {}

    def add(self, column: Column) -> str:
        """Take in a column made elsewhere; answers its name."""
        self.by_name[column.name] = column
        return column.name

    def rule(self, name: str) -> str:
        """The column of a rule, with all it needs."""
        if name not in self.by_name:
            rule = self.edition.rules[name]
            writer = _Writer(self, name, rule.entity)
            sql = writer.value(rule.node)
            self.add(Column(name, rule.entity, f"CAST({sql} AS {SQL_TYPES[rule.node.type.kind]})", tuple(writer.uses)))
        return name

    def fact(self, name: str) -> str:
        """The column of a fact."""
        return name if name in self.by_name else self.add(Column(name, FACTS[name].entity))

    def parameter(self, name: str) -> str:
        """The column of a parameter: the value for the household's place and area."""
        return name if name in self.by_name else self.add(Column(name, "household", parameter=True))

    def part(self, node: Node, entity: Entity, of: str) -> str:
        """The column of a part of a rule that is read more than once, shared by all rules that hold the same part."""
        found = self._parts.get((entity, node))
        if found is None:
            found = self._parts[entity, node] = f"{of}__{len(self._parts)}"
            writer = _Writer(self, of, entity)
            sql = writer.value(node)
            self.add(Column(found, entity, f"CAST({sql} AS {SQL_TYPES[node.type.kind]})", tuple(writer.uses)))
        return found

    def gathering(self, node: Over, of: str) -> str:
        """The column of a word over members, read from the column of what is gathered."""
        assert node.entity is not None
        item = self._item(node.item, MEMBERS[node.entity], of)
        key = (node.entity, node.word, item)
        if key not in self._gathered:
            name = self._gathered[key] = f"{of}__{node.word}_{len(self._gathered)}"
            gathered, read = _GATHERINGS[node.word]
            here = quoted(name)
            sql = read.format(value=f"g.{here}")
            self.add(Column(name, node.entity, sql, (item,), gathered.format(item=quoted(item))))
        return self._gathered[key]

    def _item(self, node: Node, entity: Entity, of: str) -> str:
        if isinstance(node, Ref) and node.entity == entity:
            return self.rule(node.name) if node.source == "rule" else self.fact(node.name)
        return self.part(node, entity, of)

    def sources(self, entity: Entity) -> list[Column]:
        """The facts of an entity that are needed."""
        return [each for each in self.by_name.values() if each.entity == entity and not each.sql and not each.parameter]

    def parameters(self) -> list[str]:
        """The names of the parameters that are needed."""
        return [each.name for each in self.by_name.values() if each.parameter]


# A truth over members travels as 2 true, 1 unknown, 0 false; whoever has no members has no group.
_AS_NUMBER = "CASE {item} WHEN TRUE THEN 2 WHEN FALSE THEN 0 ELSE 1 END"
_ALL_KNOWN = "CASE WHEN COUNT({item}) = COUNT(*) THEN "
_NOBODY = "CASE WHEN g.household_id IS NULL THEN 0 ELSE {value} END"
_GATHERINGS: dict[str, tuple[str, str]] = {
    "anyone": (f"MAX({_AS_NUMBER})", "CASE {value} WHEN 2 THEN TRUE WHEN 1 THEN NULL ELSE FALSE END"),
    "everyone": (f"MIN({_AS_NUMBER})", "CASE {value} WHEN 0 THEN FALSE WHEN 1 THEN NULL ELSE TRUE END"),
    "count": (f"{_ALL_KNOWN}COUNT(CASE WHEN {{item}} THEN 1 END) END", _NOBODY),
    "total": (f"{_ALL_KNOWN}CAST(SUM({{item}}) AS BIGINT) END", _NOBODY),
    "largest": (f"{_ALL_KNOWN}MAX({{item}}) END", "{value}"),
}


class _Writer:
    """Writes one column, noting the columns it reads."""

    def __init__(self, columns: Columns, of: str, entity: Entity) -> None:
        self.columns, self.of, self.entity = columns, of, entity
        self.uses: dict[str, None] = {}

    def value(self, node: Node) -> str:
        return _WRITERS[type(node)](self, node)

    def read(self, name: str) -> str:
        self.uses[name] = None
        return quoted(name)

    def once(self, node: Node) -> str:
        """A value that stands in the text more than once: a name or a number, never a longer expression."""
        if isinstance(node, Ref | Const):
            return self.value(node)
        return self.read(self.columns.part(node, node.entity or "household", self.of))

    def ref(self, node: Ref) -> str:
        add = {"fact": self.columns.fact, "parameter": self.columns.parameter, "rule": self.columns.rule}
        shown = self.read(add[node.source](node.name))
        narrow = node.source == "fact" and fact_type(node.name) == "INTEGER"
        return f"CAST({shown} AS BIGINT)" if narrow else shown

    def const(self, node: Const) -> str:
        if node.type.kind == "number":
            # Bare numbers are 32 bits wide, and so would be what is worked out from two of them.
            return f"CAST({node.value} AS BIGINT)"
        return str(node.value).upper() if node.type.kind == "truth" else str(_code(node.type, str(node.value)))

    def arithmetic(self, node: Arithmetic) -> str:
        return f"({self.value(node.left)} {node.op} {self.value(node.right)})"

    def comparison(self, node: Comparison) -> str:
        op = {"==": "=", "!=": "<>"}.get(node.op, node.op)
        return f"({self.value(node.left)} {op} {self.value(node.right)})"

    def one_of(self, node: OneOf) -> str:
        codes = ", ".join(str(_code(node.item.type, word)) for word in node.words)
        return f"({self.value(node.item)} IN ({codes}))" if codes else f"({self.value(node.item)} < 0)"

    def all(self, node: All) -> str:
        return f"({' AND '.join(self.value(part) for part in node.parts)})"

    def any(self, node: Any) -> str:
        return f"({' OR '.join(self.value(part) for part in node.parts)})"

    def negation(self, node: Not) -> str:
        return f"(NOT {self.value(node.part)})"

    def choice(self, node: Choice) -> str:
        then, otherwise = self.value(node.then), self.value(node.otherwise)
        return f"CASE {self.value(node.condition)} WHEN TRUE THEN {then} WHEN FALSE THEN {otherwise} END"

    def extreme(self, node: Extreme) -> str:
        left, right = self.once(node.left), self.once(node.right)
        op, opposite = (">=", "<") if node.word == "at_least" else ("<=", ">")
        return f"CASE WHEN {left} {op} {right} THEN {left} WHEN {left} {opposite} {right} THEN {right} END"

    def rounded(self, node: Rounded) -> str:
        top, bottom = self.once(node.numerator), self.once(node.denominator)
        if node.word == "half_up":
            quotient = _floor(f"(2 * {top} + {bottom})", f"(2 * {bottom})")
        elif node.word == "ceiling":
            quotient = f"(0 - {_floor(f'(0 - {top})', bottom)})"
        else:
            quotient = _floor(top, bottom)
        return f"CASE WHEN {bottom} > 0 THEN {quotient} END"

    def over(self, node: Over) -> str:
        return self.read(self.columns.gathering(node, self.of))

    def published(self, node: Published) -> str:
        return f"({self.read(self.columns.parameter(node.parameter))} IS NOT NULL)"


def _floor(top: str, bottom: str) -> str:
    """The quotient rounded down by a positive number: both dialects cut off towards zero."""
    return f"(({top} // {bottom}) - CASE WHEN {top} % {bottom} < 0 THEN 1 ELSE 0 END)"


def _code(type_: Type, word: str) -> int:
    return CODES[type_.codes].index(word)


_WRITERS: dict[type[Node], Callable[[_Writer, Whatever], str]] = {
    Const: _Writer.const,
    Ref: _Writer.ref,
    Arithmetic: _Writer.arithmetic,
    Comparison: _Writer.comparison,
    OneOf: _Writer.one_of,
    All: _Writer.all,
    Any: _Writer.any,
    Not: _Writer.negation,
    Choice: _Writer.choice,
    Extreme: _Writer.extreme,
    Rounded: _Writer.rounded,
    Over: _Writer.over,
    Published: _Writer.published,
}


def columns_for(edition: Edition, outputs: Iterable[str]) -> Columns:
    """The columns these rules need. Raises KeyError for a rule the edition does not have."""
    columns = Columns(edition)
    for name in outputs:
        columns.rule(name)
    return columns
