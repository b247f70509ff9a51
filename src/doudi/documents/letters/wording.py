"""Words put into a sentence: placeholders, conditions and a few filters, and nothing else that Jinja can do.

A template comes from an office, so it is taken apart before it runs: what is not on the short list of its parts is
refused, loops, calls, attributes and arithmetic among them. A value is never read as a template.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from doudi.documents.letters.fields import FieldKind
from doudi.vocabulary.money import in_capitals, yuan

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Filter,
    nodes.Const,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_WIDEST_BLANK = 40
_ILL_WRITTEN = "占位符或条件的写法不对；占位符写作 {{ 名称 }}，条件写作 {% if 名称 %}…{% endif %}"


class Shown(str):
    """A value as it is printed, with the value itself for filters; false where it is unknown, 否 or an empty list."""

    __slots__ = ("raw",)
    raw: Any

    def __bool__(self) -> bool:
        return self.raw is not None and self.raw is not False and self.raw != "" and self.raw != ()


def shown(value: Any, kind: FieldKind) -> Shown:
    """The value in words: yuan with two decimals, a day written out, 是 or 否, an unknown as nothing."""
    words = Shown(_in_words(value, kind))
    words.raw = tuple(value) if kind == "rows" and value is not None else value
    return words


def _in_words(value: Any, kind: FieldKind) -> str:
    if value is None or kind == "rows":
        return ""
    if kind == "money":
        return f"{yuan(value)}元"
    if kind == "day":
        return f"{value.year}年{value.month}月{value.day}日"
    if kind == "flag":
        return "是" if value else "否"
    return str(value)


# The filters. Each says what it needs; used on another kind of word it fails where the template is checked.


def _capitals(words: Shown) -> str:
    return f"人民币{in_capitals(words.raw)}" if isinstance(words.raw, int) else ""


def _both(words: Shown) -> str:
    return f"{words}（大写：{_capitals(words)}）" if isinstance(words.raw, int) else ""


def _figures(words: Shown) -> str:
    return yuan(words.raw) if isinstance(words.raw, int) else ""


def _month(words: Shown) -> str:
    return f"{words.raw.year}年{words.raw.month}月" if isinstance(words.raw, date) else ""


def _blank(words: str, width: int = 8) -> str:
    return str(words) or "\u3000" * min(width, _WIDEST_BLANK)


def _tick(words: Shown) -> str:
    yes = words.raw is True
    no = words.raw is False
    return f"{_box(yes)}是　{_box(no)}否"


def _has(words: Shown) -> str:
    yes = words.raw is True
    no = words.raw is False
    return f"{_box(yes)}有　{_box(no)}无"


def _choice(words: str, *choices: str) -> str:
    return "　".join(f"{_box(str(words) == choice)}{choice}" for choice in choices)


def _box(ticked: bool) -> str:
    return "☑" if ticked else "□"


FILTERS: dict[str, tuple[Callable[..., str], tuple[FieldKind, ...], str]] = {
    "capitals": (_capitals, ("money",), "金额大写"),
    "both": (_both, ("money",), "金额小写加大写"),
    "figures": (_figures, ("money",), "只写数字的金额"),
    "month": (_month, ("day",), "只写年月的日期"),
    "tick": (_tick, ("flag",), "是否勾选"),
    "has": (_has, ("flag",), "有无勾选"),
    "blank": (_blank, (), "为空时留出填写位置"),
    "choice": (_choice, ("text",), "在几项中勾选"),
}

# What stands in the brackets of a filter.
_GIVEN: dict[str, type] = {"blank": int, "choice": str}
_EXAMPLES = {"blank": "{{ phone|blank(8) }}", "choice": "{{ ability|choice('有能力', '无能力') }}"}

_SANDBOX = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)
_SANDBOX.globals.clear()
_SANDBOX.tests.clear()
_SANDBOX.filters.clear()
_SANDBOX.filters.update({name: made for name, (made, _, _) in FILTERS.items()})


class WordingRefused(ValueError):
    """A sentence with something in it that templates may not do; `line` counts from 1 within the sentence."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Phrase:
    """A sentence that can be filled in: its text, the line of its file, the words and the filters upon them.

    `always` are the words that stand outside every condition.
    """

    text: str
    line: int
    words: tuple[str, ...]
    always: tuple[str, ...]
    filtered: tuple[tuple[str, str], ...]

    def filled(self, values: Mapping[str, Any]) -> str:
        """The sentence with values; one without placeholders comes back as it is."""
        return _compiled(self.text).render(values) if self.words or "{" in self.text else self.text


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Template:
    return _SANDBOX.from_string(text)


def phrase(text: str, line: int) -> Phrase:
    """Take a sentence apart; raises `WordingRefused`, in Chinese, for syntax errors and whatever is not allowed."""
    tree = _parsed(text)
    found = tuple(_all(tree))
    for node in found:
        _refuse_unknown(node)
    conditional = {id(node) for branch in found if isinstance(branch, nodes.If) for node in _all(branch)}
    names = [node for node in found if isinstance(node, nodes.Name)]
    return Phrase(
        text=text,
        line=line,
        words=tuple(dict.fromkeys(name.name for name in names)),
        always=tuple(dict.fromkeys(name.name for name in names if id(name) not in conditional)),
        filtered=tuple(_filtered(found)),
    )


def _parsed(text: str) -> nodes.Template:
    try:
        return _SANDBOX.parse(text)
    except TemplateSyntaxError as error:
        raise WordingRefused(_ILL_WRITTEN, error.lineno) from None
    except (RecursionError, ValueError, OverflowError):
        # Brackets by the thousand, or a number of as many digits.
        raise WordingRefused(_ILL_WRITTEN, 1) from None


def _all(node: nodes.Node) -> Iterable[nodes.Node]:
    """The node and everything below it."""
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _refuse_unknown(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED):
        raise WordingRefused("模板里只能用占位符、条件（if）和规定的过滤器，不能用循环、计算、调用等写法", node.lineno)
    if isinstance(node, nodes.Filter):
        _refuse_filter(node)


def _refuse_filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        raise WordingRefused(f"没有过滤器“{node.name}”；可用的有：{'、'.join(FILTERS)}", node.lineno)
    if not isinstance(node.node, nodes.Name):
        raise WordingRefused("过滤器只能直接用在一个占位符上，例如 {{ amount|both }}，不能连着用", node.lineno)
    wanted = _GIVEN.get(node.name)
    given = [argument.value if isinstance(argument, nodes.Const) else None for argument in node.args]
    ill = any(type(value) is not wanted for value in given) or (wanted is int and len(given) > 1)
    if ill or node.kwargs or node.dyn_args or node.dyn_kwargs:
        raise WordingRefused(f"过滤器“{node.name}”的写法不对；例如 {_EXAMPLES.get(node.name, '不带括号')}", node.lineno)


def _filtered(found: Iterable[nodes.Node]) -> Iterable[tuple[str, str]]:
    for node in found:
        if isinstance(node, nodes.Filter) and isinstance(node.node, nodes.Name):
            yield node.node.name, node.name
