"""The few words rules are written in: a rule is a small Python function that is read and never run.

The source of `policy/rules/*.py` is parsed into frozen, typed nodes. What is outside the small language is refused
with file, line and the words that may be used. Engines walk, compile or translate the nodes; the nodes hold no data.

Every value may be unknown. Truth follows Kleene: `and` is false as soon as one side is false, `or` true as soon as
one side is true, and anything else that meets an unknown is unknown. There are no floats: a division stands only
inside a named rounding.
"""

import ast
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from doudi.policy.facts import CODES, FACTS, Entity

Dimension = tuple[int, int, int]
ENTITIES: tuple[Entity, ...] = ("household", "person", "obligor")
MEMBERS: dict[Entity, Entity] = {"household": "person", "person": "obligor"}

# The power of fen, month and year in each unit a rule, fact or parameter may carry.
UNITS: dict[str, Dimension] = {
    "fen": (1, 0, 0),
    "fen/month": (1, -1, 0),
    "fen/year": (1, 0, -1),
    "count": (0, 0, 0),
    "percent": (0, 0, 0),
    "permille": (0, 0, 0),
    "months": (0, 1, 0),
    "years": (0, 0, 1),
}
PROFILES = ("anhui", "national")
WORDS = (
    "and or not · if else · < <= == != >= > in · + - * · anyone everyone count total largest (over members) · "
    "at_least at_most bands · half_up ceiling rounded_down (of a / b) · is_published · months_a_year"
)


class RuleError(Exception):
    """A rule that is not written in the language; says where and what may be written."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file, self.line, self.problem = file, line, problem


@dataclass(frozen=True)
class Type:
    """A truth, a code of a list, or a whole number with a dimension; `literal` numbers take on the other side's."""

    kind: Literal["truth", "code", "number"]
    dimension: Dimension = (0, 0, 0)
    codes: str = ""
    literal: bool = False

    def __str__(self) -> str:
        if self.kind == "number":
            return next((unit for unit, powers in UNITS.items() if powers == self.dimension), str(self.dimension))
        return self.codes if self.kind == "code" else "truth"


TRUTH = Type("truth")


def type_of_unit(unit: str, codes: str | None = None) -> Type:
    """The type behind a unit word of a fact, parameter or rule (`code:class` for a code of a list)."""
    if unit == "truth":
        return TRUTH
    if unit == "code" and codes:
        return Type("code", codes=codes)
    if unit.startswith("code:") and unit[5:] in CODES:
        return Type("code", codes=unit[5:])
    return Type("number", UNITS[unit])


@dataclass(frozen=True)
class Node:
    """One word of a rule: its type and the narrowest entity it speaks of (None where it speaks of nobody)."""

    type: Type
    entity: Entity | None


@dataclass(frozen=True)
class Const(Node):
    """A literal: a number, a truth or a code word."""

    value: int | bool | str


@dataclass(frozen=True)
class Ref(Node):
    """The value of a fact, a parameter or another rule."""

    name: str
    source: Literal["fact", "parameter", "rule"]


@dataclass(frozen=True)
class Arithmetic(Node):
    """Sum, difference or product of whole numbers."""

    op: Literal["+", "-", "*"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Comparison(Node):
    """Two numbers of one dimension, or two codes of one list, held against each other."""

    op: Literal["<", "<=", "==", "!=", ">=", ">"]
    left: Node
    right: Node


@dataclass(frozen=True)
class OneOf(Node):
    """A code is one of these words."""

    item: Node
    words: tuple[str, ...]


@dataclass(frozen=True)
class All(Node):
    """Every part holds (Kleene and)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any(Node):
    """One part at least holds (Kleene or)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    """The part does not hold."""

    part: Node


@dataclass(frozen=True)
class Choice(Node):
    """One value if the condition holds, another if it does not; unknown while the condition is unknown."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Extreme(Node):
    """The larger (`at_least`) or the smaller (`at_most`) of two numbers; unknown if either is."""

    word: Literal["at_least", "at_most"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Rounded(Node):
    """The whole number an exact quotient is rounded to, half up, up or down."""

    word: Literal["half_up", "ceiling", "rounded_down"]
    numerator: Node
    denominator: Node


@dataclass(frozen=True)
class Over(Node):
    """A word over the members of a household, or over the obligors of a person."""

    word: Literal["anyone", "everyone", "count", "total", "largest"]
    item: Node


@dataclass(frozen=True)
class Published(Node):
    """Whether a parameter has a value for the place and the day: always known."""

    parameter: str


@dataclass(frozen=True)
class Rule:
    """One rule of law: what it is called, when it holds, what it cites, and its nodes."""

    name: str
    entity: Entity
    unit: str
    zh: str
    en: str
    since: datetime.date
    until: datetime.date | None
    profile: str | None
    cites: tuple[str, ...]
    sentence: str
    reading: str
    role: Literal["rule", "remark", "advice"]
    recommends: tuple[str, ...]
    programme: str
    node: Node
    uses: tuple[str, ...]
    file: str
    line: int
    source: str

    def holds_on(self, day: datetime.date, profile: str) -> bool:
        """Whether this edition of the rule is the law of the profile on the day."""
        if self.profile is not None and self.profile != profile:
            return False
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Heading:
    """What the decorator of a rule says, before its body is read."""

    name: str
    role: Literal["rule", "remark", "advice"]
    words: dict[str, object]
    function: ast.FunctionDef
    file: str
    source: str

    @property
    def entity(self) -> Entity:
        """Of whom the rule speaks."""
        return cast(Entity, self.words.get("per", "person" if self.role == "advice" else "household"))

    @property
    def unit(self) -> str:
        """The unit of the rule's value."""
        return str(self.words.get("unit", "truth"))


def headings(file: str, text: str) -> Iterator[Heading]:
    """Read the decorated functions of one rule file.

    Raises RuleError where the file holds anything but imports, a docstring and rules.
    """
    for statement in ast.parse(text, file).body:
        if isinstance(statement, ast.ImportFrom) or _is_docstring(statement):
            continue
        if not isinstance(statement, ast.FunctionDef) or len(statement.decorator_list) != 1:
            raise RuleError(file, statement.lineno, "a rule file holds decorated rules and nothing else")
        yield _heading(file, text, statement)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


_ROLES = ("rule", "remark", "advice")
_HEADING_WORDS = {
    "label",
    "en",
    "unit",
    "per",
    "since",
    "until",
    "profile",
    "cites",
    "recommends",
    "programme",
    "edition_of",
}


def _heading(file: str, text: str, function: ast.FunctionDef) -> Heading:
    decorator = function.decorator_list[0]
    if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id in _ROLES):
        raise RuleError(file, function.lineno, f"{function.name}: write @rule(...), @remark(...) or @advice(...)")
    try:
        words = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in decorator.keywords}
    except ValueError:
        raise RuleError(file, function.lineno, f"{function.name}: a heading holds literal values only") from None
    for missing in {"label", "en", "cites"} - words.keys():
        raise RuleError(file, function.lineno, f"{function.name}: the heading says no {missing}")
    for unknown in words.keys() - _HEADING_WORDS:
        raise RuleError(file, function.lineno, f"{function.name}: the heading does not know {unknown}")
    _check_words(file, function, words)
    role = cast(Literal["rule", "remark", "advice"], decorator.func.id)
    first, last = decorator.lineno, function.end_lineno
    source = "\n".join(text.splitlines()[first - 1 : last])
    return Heading(str(words.get("edition_of", function.name)), role, words, function, file, source)


def _check_words(file: str, function: ast.FunctionDef, words: dict[str, object]) -> None:
    """Refuse a heading that names a unit, entity, profile or day there is not."""

    def refuse(problem: str) -> RuleError:
        return RuleError(file, function.lineno, f"{function.name}: {problem}")

    unit = str(words.get("unit", "truth"))
    if unit != "truth" and unit not in UNITS and unit.removeprefix("code:") not in CODES:
        raise refuse(f"no unit {unit}; there are truth, {', '.join(UNITS)} and code:<list>")
    if words.get("per", "person") not in ENTITIES:
        raise refuse(f"no entity {words['per']}; there are {', '.join(ENTITIES)}")
    if words.get("profile") not in (None, *PROFILES):
        raise refuse(f"no profile {words['profile']}; there are {', '.join(PROFILES)}")
    for key in ("since", "until"):
        try:
            datetime.date.fromisoformat(str(words.get(key, "2014-05-01")))
        except ValueError:
            raise refuse(f"{key}: {words[key]} is not a day as 2024-07-01") from None


@dataclass(frozen=True)
class Name:
    """What a name in a rule stands for: its type, whose it is, and where its value comes from."""

    type: Type
    entity: Entity | None
    source: Literal["fact", "parameter", "rule"]


Names = Callable[[str], Name | None]


def read_rule(heading: Heading, names: Names) -> Rule:
    """Read a rule's body into typed nodes.

    Raises RuleError for a name nobody knows, a word outside the language, or an ill-typed expression.
    """
    reader = _Reader(heading, names)
    node = reader.body()
    words = heading.words
    sentence, reading = reader.docstring()
    return Rule(
        name=heading.name,
        entity=heading.entity,
        unit=heading.unit,
        zh=str(words["label"]),
        en=str(words["en"]),
        since=datetime.date.fromisoformat(str(words.get("since", "2014-05-01"))),
        until=datetime.date.fromisoformat(str(words["until"])) if "until" in words else None,
        profile=cast(str | None, words.get("profile")),
        cites=tuple(cast(list[str], words["cites"])),
        sentence=sentence,
        reading=reading,
        role=heading.role,
        recommends=tuple(cast(list[str], words.get("recommends", []))),
        programme=str(words.get("programme", "")),
        node=node,
        uses=tuple(reader.used),
        file=heading.file,
        line=heading.function.lineno,
        source=heading.source,
    )


class _Reader:
    """Turns one function body into nodes, checking types and entities on the way."""

    def __init__(self, heading: Heading, names: Names) -> None:
        self.heading, self.names = heading, names
        self.arguments = {argument.arg for argument in heading.function.args.args}
        self.used: list[str] = []

    def refuse(self, at: ast.AST, problem: str) -> RuleError:
        line = getattr(at, "lineno", self.heading.function.lineno)
        return RuleError(self.heading.file, line, f"{self.heading.name}: {problem}; the language has: {WORDS}")

    def docstring(self) -> tuple[str, str]:
        text = ast.get_docstring(self.heading.function)
        if not text:
            raise self.refuse(self.heading.function, "a rule says its article in one sentence (docstring)")
        sentence, _, reading = text.partition("Reading:")
        return " ".join(sentence.split()), " ".join(reading.split())

    def body(self) -> Node:
        statements = [statement for statement in self.heading.function.body if not _is_docstring(statement)]
        if len(statements) != 1 or not isinstance(statements[0], ast.Return) or statements[0].value is None:
            raise self.refuse(self.heading.function, "a rule is one return of one expression")
        node = self.read(statements[0].value, self.heading.entity)
        expected = type_of_unit(self.heading.unit)
        self.agree(statements[0], node.type, expected)
        for unused in self.arguments - set(self.used):
            raise self.refuse(self.heading.function, f"the argument {unused} is not used")
        return node

    def agree(self, at: ast.AST, left: Type, right: Type) -> None:
        """Refuse to mix kinds, lists of codes or dimensions; a bare number takes on the other's dimension."""
        if left.kind != right.kind or left.codes != right.codes:
            raise self.refuse(at, f"a {left} cannot meet a {right}")
        if left.dimension != right.dimension and not (left.literal or right.literal):
            raise self.refuse(at, f"{left} cannot meet {right}")

    def read(self, at: ast.expr, entity: Entity) -> Node:
        reader = getattr(self, f"read_{type(at).__name__}", None)
        if reader is None:
            raise self.refuse(at, f"{type(at).__name__} is not a word of the language")
        return cast(Node, reader(at, entity))

    def read_Constant(self, at: ast.Constant, entity: Entity) -> Node:
        if isinstance(at.value, bool):
            return Const(TRUTH, None, at.value)
        if isinstance(at.value, int):
            return Const(Type("number", literal=True), None, at.value)
        raise self.refuse(at, f"{at.value!r} is not a whole number or a truth")

    def read_Name(self, at: ast.Name, entity: Entity) -> Node:
        if at.id == "months_a_year":
            return Const(Type("number", (0, 1, -1)), None, 12)
        found = self.names(at.id)
        if at.id not in self.arguments or found is None:
            raise self.refuse(at, f"{at.id} is not an argument that is a fact, a parameter or a rule")
        if found.entity is not None and ENTITIES.index(found.entity) > ENTITIES.index(entity):
            raise self.refuse(
                at, f"{at.id} is a {found.entity}'s, not a {entity}'s: gather it with a word over members"
            )
        if at.id not in self.used:
            self.used.append(at.id)
        return Ref(found.type, found.entity, at.id, found.source)

    def read_BinOp(self, at: ast.BinOp, entity: Entity) -> Node:
        op = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}.get(type(at.op))
        if op is None:
            raise self.refuse(at, "a division stands only inside half_up, ceiling or rounded_down")
        left, right = self.read(at.left, entity), self.read(at.right, entity)
        if left.type.kind != "number" or right.type.kind != "number":
            raise self.refuse(at, f"{left.type} {op} {right.type} is not arithmetic on numbers")
        if op == "*":
            dimension = _sum(left.type.dimension, right.type.dimension)
            result = Type("number", dimension, literal=left.type.literal and right.type.literal)
        else:
            self.agree(at, left.type, right.type)
            result = right.type if left.type.literal else left.type
        return Arithmetic(result, _narrower(left, right), cast(Literal["+", "-", "*"], op), left, right)

    def read_Compare(self, at: ast.Compare, entity: Entity) -> Node:
        operands = [at.left, *at.comparators]
        parts = [self.compare(at, operands[i], op, operands[i + 1], entity) for i, op in enumerate(at.ops)]
        return parts[0] if len(parts) == 1 else All(TRUTH, _narrower(*parts), tuple(parts))

    def compare(self, at: ast.AST, left: ast.expr, op: ast.cmpop, right: ast.expr, entity: Entity) -> Node:
        item = self.read(left, entity)
        if isinstance(op, ast.In | ast.NotIn):
            inside = OneOf(TRUTH, item.entity, item, self.words(right, item.type))
            return inside if isinstance(op, ast.In) else Not(TRUTH, item.entity, inside)
        word = _COMPARISONS.get(type(op))
        if word is None:
            raise self.refuse(at, f"{type(op).__name__} is not a comparison of the language")
        if item.type.kind == "code":
            if word not in ("==", "!="):
                raise self.refuse(at, "codes are equal or not; they have no order")
            if isinstance(right, ast.Constant) and isinstance(right.value, str):
                inside = OneOf(TRUTH, item.entity, item, self.words(right, item.type))
                return inside if word == "==" else Not(TRUTH, item.entity, inside)
        other = self.read(right, entity)
        self.agree(at, item.type, other.type)
        if item.type.kind == "truth" and word not in ("==", "!="):
            raise self.refuse(at, "truths are equal or not; they have no order")
        return Comparison(TRUTH, _narrower(item, other), word, item, other)

    def words(self, at: ast.expr, type_: Type) -> tuple[str, ...]:
        items = at.elts if isinstance(at, ast.Tuple) else [at]
        words = tuple(item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str))
        if type_.kind != "code" or len(words) != len(items):
            raise self.refuse(at, "only a code is held against words")
        for word in words:
            if word not in CODES[type_.codes]:
                raise self.refuse(at, f"{word} is not a {type_.codes}: {', '.join(CODES[type_.codes])}")
        return words

    def read_BoolOp(self, at: ast.BoolOp, entity: Entity) -> Node:
        parts = tuple(self.truth(value, entity) for value in at.values)
        return (All if isinstance(at.op, ast.And) else Any)(TRUTH, _narrower(*parts), parts)

    def read_UnaryOp(self, at: ast.UnaryOp, entity: Entity) -> Node:
        if not isinstance(at.op, ast.Not):
            raise self.refuse(at, "only `not` stands before a value")
        part = self.truth(at.operand, entity)
        return Not(TRUTH, part.entity, part)

    def truth(self, at: ast.expr, entity: Entity) -> Node:
        node = self.read(at, entity)
        self.agree(at, node.type, TRUTH)
        return node

    def read_IfExp(self, at: ast.IfExp, entity: Entity) -> Node:
        condition = self.truth(at.test, entity)
        then, otherwise = self.branch(at.body, entity), self.branch(at.orelse, entity)
        self.agree(at, then.type, otherwise.type)
        result = otherwise.type if then.type.literal else then.type
        return Choice(result, _narrower(condition, then, otherwise), condition, then, otherwise)

    def branch(self, at: ast.expr, entity: Entity) -> Node:
        """One side of a choice; a bare word is a code of the rule's own list."""
        if isinstance(at, ast.Constant) and isinstance(at.value, str):
            type_ = type_of_unit(self.heading.unit)
            return Const(type_, None, self.words(at, type_)[0])
        return self.read(at, entity)

    def read_Call(self, at: ast.Call, entity: Entity) -> Node:
        word = at.func.id if isinstance(at.func, ast.Name) else ""
        if word in ("half_up", "ceiling", "rounded_down"):
            return self.rounded(at, word, entity)
        if word in ("anyone", "everyone", "count", "total", "largest"):
            return self.over(at, word, entity)
        if word in ("at_least", "at_most"):
            return self.extreme(at, word, entity)
        if word == "bands":
            return self.bands(at, entity)
        if word == "is_published":
            return self.published(at)
        raise self.refuse(at, f"{word or 'this call'} is not a word of the language")

    def rounded(self, at: ast.Call, word: str, entity: Entity) -> Node:
        if len(at.args) != 1 or not (isinstance(at.args[0], ast.BinOp) and isinstance(at.args[0].op, ast.Div)):
            raise self.refuse(at, f"write {word}(a / b)")
        quotient = at.args[0]
        top, bottom = self.read(quotient.left, entity), self.read(quotient.right, entity)
        if top.type.kind != "number" or bottom.type.kind != "number":
            raise self.refuse(at, "only numbers are divided")
        dimension = _sum(top.type.dimension, tuple(-power for power in bottom.type.dimension))
        word_ = cast(Literal["half_up", "ceiling", "rounded_down"], word)
        return Rounded(Type("number", dimension), _narrower(top, bottom), word_, top, bottom)

    def over(self, at: ast.Call, word: str, entity: Entity) -> Node:
        if entity not in MEMBERS or len(at.args) != 1:
            raise self.refuse(
                at, f"{word} gathers one expression over the members of a household or a person's obligors"
            )
        item = self.read(at.args[0], MEMBERS[entity])
        if word in ("anyone", "everyone", "count"):
            self.agree(at, item.type, TRUTH)
        elif item.type.kind != "number":
            raise self.refuse(at, f"{word} gathers numbers")
        result = {"count": Type("number"), "total": item.type, "largest": item.type}.get(word, TRUTH)
        word_ = cast(Literal["anyone", "everyone", "count", "total", "largest"], word)
        return Over(result, entity, word_, item)

    def extreme(self, at: ast.Call, word: str, entity: Entity) -> Node:
        if len(at.args) != 2:
            raise self.refuse(at, f"write {word}(a, b)")
        left, right = (self.read(argument, entity) for argument in at.args)
        self.agree(at, left.type, right.type)
        result = right.type if left.type.literal else left.type
        return Extreme(result, _narrower(left, right), cast(Literal["at_least", "at_most"], word), left, right)

    def bands(self, at: ast.Call, entity: Entity) -> Node:
        """`bands(value, below, (bound, result), …)`: the result of the highest lower bound the value reaches."""
        if len(at.args) < 3:
            raise self.refuse(at, "write bands(value, below, (lower bound, result), …)")
        value, chosen = self.read(at.args[0], entity), self.read(at.args[1], entity)
        bounds = [bound for pair in at.args[2:] for bound in _bound(pair)]
        if bounds != sorted(bounds):
            raise self.refuse(at, "bands stand in the order of their lower bounds")
        for pair in at.args[2:]:
            if not isinstance(pair, ast.Tuple) or len(pair.elts) != 2:
                raise self.refuse(pair, "a band is (lower bound, result)")
            bound, result = (self.read(element, entity) for element in pair.elts)
            self.agree(pair, value.type, bound.type)
            self.agree(pair, result.type, chosen.type)
            reached = Comparison(TRUTH, _narrower(value, bound), ">=", value, bound)
            type_ = chosen.type if result.type.literal else result.type
            chosen = Choice(type_, _narrower(reached, result, chosen), reached, result, chosen)
        return chosen

    def published(self, at: ast.Call) -> Node:
        argument = at.args[0] if len(at.args) == 1 else None
        found = self.names(argument.id) if isinstance(argument, ast.Name) else None
        known = isinstance(argument, ast.Name) and argument.id in self.arguments
        if not known or not isinstance(argument, ast.Name) or found is None or found.source != "parameter":
            raise self.refuse(at, "is_published asks about one parameter")
        if argument.id not in self.used:
            self.used.append(argument.id)
        return Published(TRUTH, None, argument.id)


_COMPARISONS: dict[type[ast.cmpop], Literal["<", "<=", "==", "!=", ">=", ">"]] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.GtE: ">=",
    ast.Gt: ">",
}


def _bound(pair: ast.expr) -> list[int]:
    """The lower bound of a band, where it is a plain number."""
    first = pair.elts[0] if isinstance(pair, ast.Tuple) and pair.elts else None
    return [first.value] if isinstance(first, ast.Constant) and isinstance(first.value, int) else []


def _sum(left: tuple[int, ...], right: tuple[int, ...]) -> Dimension:
    return (left[0] + right[0], left[1] + right[1], left[2] + right[2])


def _narrower(*nodes: Node) -> Entity | None:
    """The narrowest entity any of the nodes speaks of."""
    spoken = [node.entity for node in nodes if node.entity is not None]
    return max(spoken, key=ENTITIES.index, default=None)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    match node:
        case Arithmetic() | Comparison() | Extreme():
            return (node.left, node.right)
        case All() | Any():
            return node.parts
        case Not():
            return (node.part,)
        case Choice():
            return (node.condition, node.then, node.otherwise)
        case Rounded():
            return (node.numerator, node.denominator)
        case Over() | OneOf():
            return (node.item,)
    return ()


def fact_name(name: str) -> Name | None:
    """What a fact's name stands for."""
    fact = FACTS.get(name)
    return Name(type_of_unit(fact.kind, fact.codes), fact.entity, "fact") if fact else None
