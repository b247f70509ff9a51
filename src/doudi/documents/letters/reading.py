"""A template's YAML read into blocks, with the line of whatever is wrong; what it means is `checking`'s matter."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import yaml

from doudi.documents.letters.parts import (
    WIDTH,
    Block,
    Body,
    Break,
    Cell,
    Column,
    Grid,
    LetterTemplate,
    Receipt,
    Seal,
    Sentences,
    Sign,
    Table,
    Text,
    TextStyle,
)
from doudi.documents.letters.wording import Phrase, WordingRefused, phrase
from doudi.engine.faults import CaseRefused
from doudi.engine.strict_text import read_yaml

LONGEST = 60_000
_MOST_BLOCKS = 120
_TEXTS: tuple[TextStyle, ...] = ("text", "to", "heading", "note", "centre", "right", "appeal")
_TOP = ("title", "organ", "edition", "size", "blocks")
_SIZES = {"16": 16.0, "14": 14.0, "12": 12.0, "10.5": 10.5}
_PLACEHOLDER = "{"
_MOST_LINES = 30
# The strict reader tells a line in the path of a fault, or in its sentence.
_TOLD_LINE = re.compile(r"(?:line ([0-9]+) |.*?第([0-9]+)行：)(.*)", re.DOTALL)


Read = TypeVar("Read")


class Unreadable(Exception):
    """A part of a template that cannot be read; the message has no line, `line` is it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class Faults:
    """What is wrong with a template, each with its line; line 0 is the whole."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note one fault."""
        self.found.append((line, message))

    def told(self) -> list[str]:
        """The faults as an office reads them, in the order of their lines."""
        ordered = sorted(dict.fromkeys(self.found), key=lambda fault: fault[0])
        return [f"第{line}行：{message}" if line else message for line, message in ordered]


def read_template(text: str, faults: Faults) -> LetterTemplate | None:
    """The template in a YAML text; None where there is none, with the reason among the faults."""
    root = _root(text, faults)
    if root is None:
        return None
    parts = dict(_pairs(root, faults, _TOP, "模板"))
    if "title" not in parts or "blocks" not in parts:
        faults.add(0, "模板要有标题（title）和内容（blocks）")
        return None
    blocks = tuple(_blocks(parts["blocks"], faults))
    title, organ = (_tried(_phrase, parts.get(key), faults) for key in ("title", "organ"))
    edition = _tried(_words, parts.get("edition"), faults)
    size = _tried(_size, parts.get("size"), faults)
    if title is None:
        return None
    return LetterTemplate(title, organ, edition or "", size or 12.0, blocks)


def _root(text: str, faults: Faults) -> yaml.Node | None:
    if len(text) > LONGEST:
        faults.add(0, f"模板超过{LONGEST}个字；请删减")
        return None
    try:
        # Read strictly first: that reader counts depth before libyaml can crash on it, and knows keys written twice.
        _, ill = read_yaml(text)
    except CaseRefused as refused:
        ill = list(refused.errors)
    for fault in ill:
        told = _TOLD_LINE.match(f"{fault.path} {fault.message_zh}")
        faults.add(int(told[1] or told[2]), told[3]) if told else faults.add(0, fault.message_zh)
    return None if ill else yaml.compose(text, Loader=yaml.CSafeLoader)


def _tried(read: Callable[[yaml.Node], Read], node: yaml.Node | None, faults: Faults) -> Read | None:
    if node is None:
        return None
    try:
        return read(node)
    except Unreadable as fault:
        faults.add(fault.line, fault.message)
        return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _pairs(node: yaml.Node, faults: Faults, known: tuple[str, ...], where: str) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        faults.add(_line(node), f"{where}应写成“名称: 内容”的形式")
        return
    for key, value in node.value:
        if key.value in known:
            yield str(key.value), value
        else:
            faults.add(_line(key), f"{where}里没有“{key.value}”这一项；可用的有：{'、'.join(known)}")


def _blocks(node: yaml.Node, faults: Faults) -> Iterator[Block]:
    items = _items(node) if isinstance(node, yaml.SequenceNode) else []
    if not items or len(items) > _MOST_BLOCKS:
        faults.add(_line(node), f"内容（blocks）应是1到{_MOST_BLOCKS}个以“- ”开头的段落或表格")
        return
    for item in items:
        block = _tried(_block, item, faults)
        if block:
            yield block


def _block(node: yaml.Node) -> Block:
    parts = {str(key.value): value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    when = parts.pop("when", None)
    if len(parts) != 1 or next(iter(parts)) not in _READERS:
        raise Unreadable(_line(node), f"每一块以下列之一开头，只能有一个：{'、'.join(_READERS)}")
    ((key, below),) = parts.items()
    return Block(_line(node), _READERS[key](below), _words(when) if when is not None else None)


def _items(node: yaml.Node) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise Unreadable(_line(node), "这里应是一个列表")
    return list(node.value)


def _words(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise Unreadable(_line(node), "这里应是一段文字；含有 {{ }} 时请加引号")
    return "" if node.value in ("~", "null") and node.style is None else str(node.value)


def _phrase(node: yaml.Node) -> Phrase:
    words = _words(node)
    # The text of a block that begins with | or > stands from the next line on.
    first = _line(node) + (isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"))
    try:
        return phrase(words, first)
    except WordingRefused as refused:
        raise Unreadable(first + refused.line - 1, str(refused)) from None


def _phrases(node: yaml.Node) -> tuple[Phrase, ...]:
    return tuple(_phrase(item) for item in _items(node))


def _whole(node: yaml.Node, most: int) -> int:
    words = _words(node)
    if not (words.isascii() and words.isdigit() and len(words) < 4 and 0 < int(words) <= most):
        raise Unreadable(_line(node), f"“{words}”应是1到{most}之间的整数")
    return int(words)


def _truth(node: yaml.Node) -> bool:
    if _words(node) not in ("true", "false"):
        raise Unreadable(_line(node), "这里只能写 true 或 false")
    return _words(node) == "true"


def _size(node: yaml.Node) -> float:
    if _words(node) not in _SIZES:
        raise Unreadable(_line(node), f"字号（size）只能是：{'、'.join(_SIZES)}（磅）")
    return _SIZES[_words(node)]


def _parts(node: yaml.Node, known: tuple[str, ...], needed: tuple[str, ...] = ()) -> dict[str, yaml.Node]:
    faults = Faults()
    parts = dict(_pairs(node, faults, known, "这一块"))
    for key in needed:
        if key not in parts:
            faults.add(_line(node), f"这一块缺少“{key}”")
    if faults.found:
        raise Unreadable(*faults.found[0])
    return parts


def _text(style: TextStyle) -> Callable[[yaml.Node], Text]:
    return lambda node: Text(style, _phrase(node))


def _sentences(node: yaml.Node) -> Sentences:
    parts = _parts(node, ("rows", "text"), ("rows", "text"))
    return Sentences(_words(parts["rows"]), _phrase(parts["text"]))


def _grid(node: yaml.Node) -> Grid:
    parts = _parts(node, ("widths", "rows"), ("widths", "rows"))
    widths = tuple(_whole(width, WIDTH) for width in _items(parts["widths"]))
    _refuse_width(widths, parts["widths"])
    return Grid(widths, tuple(_rows(parts["rows"], len(widths))))


def _refuse_width(widths: Iterable[int], node: yaml.Node) -> None:
    if sum(widths) != WIDTH:
        raise Unreadable(_line(node), f"各列宽度相加应为{WIDTH}毫米，现在是{sum(widths)}毫米")


def _rows(node: yaml.Node, columns: int) -> Iterator[tuple[Cell, ...]]:
    """The rows of a grid; the last cell of a row takes the columns that are left."""
    taken = [0] * columns
    for row in _items(node):
        cells, free = _items(row), taken.count(0)
        made = [_cell(cell) for cell in cells]
        short = free - sum(cell.across for cell in made)
        if not made or short < 0:
            raise Unreadable(_line(row), f"这一行可用{free}格，实际写了{free - short}格")
        last = made[-1]
        made[-1] = Cell(last.phrase, last.across + short, last.down, last.label, last.high, last.foot)
        _occupy(taken, made, row)
        yield tuple(made)
    if any(taken):
        raise Unreadable(_line(node), "最后一行之下仍有向下合并的格子；请减少 down")


def _occupy(taken: list[int], cells: Iterable[Cell], row: yaml.Node) -> None:
    """Note for every column how many rows below are taken by a cell that reaches down."""
    free = [column for column, below in enumerate(taken) if below == 0]
    fresh: set[int] = set()
    for cell in cells:
        columns, free = free[: cell.across], free[cell.across :]
        if columns[-1] - columns[0] + 1 != len(columns):
            raise Unreadable(_line(row), "横向合并的格子之间隔着向下合并的格子；请调整 across")
        for column in columns:
            taken[column] = cell.down - 1
            fresh.add(column)
    for column, below in enumerate(taken):
        if column not in fresh and below:
            taken[column] = below - 1


def _cell(node: yaml.Node) -> Cell:
    """A cell; a text without placeholders is a label, unless it says otherwise."""
    if not isinstance(node, yaml.MappingNode):
        words = _phrase(node)
        return Cell(words, 1, 1, label=_labels(words))
    parts = _parts(node, ("text", "across", "down", "label", "high", "foot"), ("text",))
    words = _phrase(parts["text"])
    return Cell(
        words,
        across=_whole(parts["across"], 20) if "across" in parts else 1,
        down=_whole(parts["down"], _MOST_LINES) if "down" in parts else 1,
        label=_truth(parts["label"]) if "label" in parts else _labels(words),
        high=_whole(parts["high"], 200) if "high" in parts else 0,
        foot=_phrases(parts["foot"]) if "foot" in parts else (),
    )


def _labels(words: Phrase) -> bool:
    return bool(words.text) and _PLACEHOLDER not in words.text


def _table(node: yaml.Node) -> Table:
    parts = _parts(node, ("rows", "columns", "least", "title"), ("rows", "columns"))
    columns = tuple(_columns(parts["columns"]))
    _refuse_width((column.width for column in columns), parts["columns"])
    return Table(
        _words(parts["rows"]),
        columns,
        _whole(parts["least"], _MOST_LINES) if "least" in parts else 0,
        _phrase(parts["title"]) if "title" in parts else None,
    )


def _columns(node: yaml.Node) -> Iterator[Column]:
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable(_line(node), "列应写成“列名: [宽度, 内容]”")
    for key, value in node.value:
        two = _items(value)
        if len(two) != 2:
            raise Unreadable(_line(key), "列应写成“列名: [宽度, 内容]”")
        yield Column(_words(key), _whole(two[0], WIDTH), _phrase(two[1]))


def _sign(node: yaml.Node) -> Sign:
    if isinstance(node, yaml.SequenceNode):
        return Sign(_phrases(node), None, finger=False, day=True)
    parts = _parts(node, ("who", "rows", "finger", "day"), ("who",))
    return Sign(
        _phrases(parts["who"]),
        _words(parts["rows"]) if "rows" in parts else None,
        finger=_truth(parts["finger"]) if "finger" in parts else False,
        day=_truth(parts["day"]) if "day" in parts else True,
    )


def _seal(node: yaml.Node) -> Seal:
    parts = _parts(node, ("unit", "on"), ("unit", "on"))
    return Seal(_phrase(parts["unit"]), _phrase(parts["on"]))


def _receipt(node: yaml.Node) -> Receipt:
    parts = _parts(node, ("text", "items"), ("text", "items"))
    return Receipt(_phrase(parts["text"]), _phrases(parts["items"]))


_READERS: dict[str, Callable[[yaml.Node], Body]] = {
    **{style: _text(style) for style in _TEXTS},
    "list": _sentences,
    "grid": _grid,
    "table": _table,
    "sign": _sign,
    "seal": _seal,
    "receipt": _receipt,
    "break": lambda _: Break(),
}
