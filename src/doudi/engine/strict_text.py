"""Text into plain values, strictly: YAML or JSON in which nothing can be read in two ways.

Only `true` and `false` are truths, only plain decimal digits a whole number; every other number is kept as it was written,
so that whoever expected something else can say what was seen. Words such as `yes`, and dates, stay text. Written
for case files, but nothing here knows what is in one.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from doudi.engine.faults import CaseRefused, Fault, below, printable

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 20

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_LONGEST_WHOLE = 18
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# What YAML 1.1 takes for a number: decimals, exponents, octal, hexadecimal, binary, underscores, sixties, inf and nan.
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:0[xob][0-9a-fA-F_]+|\.(?:inf|Inf|INF|nan|NaN|NAN)"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?)"
)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:\n]')


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no plain whole number, as it was written: `58.13`, `1e3`, `NaN`, `0x1F`, `1_000`."""

    text: str


class NotReadable(CaseRefused):
    """Text that is neither YAML nor JSON."""


def read_tree(source: str | bytes, *, name: str) -> tuple[object, list[Fault]]:
    """The values in a text, and the faults that do not keep the rest from being read (keys written twice, tags …).

    A name that ends in `.json` is read as JSON alone. Raises CaseRefused where nothing can be read.
    """
    text = decoded(source)
    if name.lower().endswith((".json", ".jsonl")):
        return read_json(text)
    if text.lstrip()[:1] in ("{", "["):
        return _read_json_or_yaml(text)
    return read_yaml(text)


def _read_json_or_yaml(text: str) -> tuple[object, list[Fault]]:
    """YAML, too, may begin with a brace; where the text is neither, the fault of the JSON is told."""
    try:
        return read_json(text)
    except NotReadable as refused:
        try:
            return read_yaml(text)
        except NotReadable:
            raise refused from None


def decoded(source: str | bytes) -> str:
    """The text without a byte-order mark; raises CaseRefused for too much of it and for anything but UTF-8."""
    if isinstance(source, str):
        source = _encoded(source)
    if len(source) > MAX_BYTES:
        _refuse(
            f"文件超过 {MAX_BYTES} 字节（2 MB），一份个案不会这么大",
            f"the file is larger than {MAX_BYTES} bytes (2 MB)",
        )
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_encoding(source, error)
    if not text.strip():
        _refuse_empty()
    return text


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        _refuse("文字中有不成对的代理码，请重新录入", "the text holds half of a surrogate pair")


def _refuse_encoding(source: bytes, error: UnicodeDecodeError) -> NoReturn:
    line = source.count(b"\n", 0, error.start) + 1
    likely = _likely_encoding(source)
    guess_zh = f"，很可能是 {likely} 编码" if likely else ""
    guess_en = f"; it is likely {likely}" if likely else ""
    _refuse(
        f"文件不是 UTF-8 编码（第{line}行起无法读取）{guess_zh}；请另存为 UTF-8",
        f"the file is not UTF-8 (from line {line} on){guess_en}; save it as UTF-8",
    )


def _likely_encoding(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        source.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030"


def _refuse(message_zh: str, message_en: str, path: str = "") -> NoReturn:
    raise CaseRefused([Fault(path, message_zh, message_en)])


def _refuse_empty() -> NoReturn:
    _refuse("文件是空的，没有内容可读", "the file is empty")


def _refuse_depth() -> NoReturn:
    _refuse(f"嵌套超过 {MAX_DEPTH} 层，不像是个案文件", f"the nesting is deeper than {MAX_DEPTH} levels")


# JSON.


def read_json(text: str, *, first_line: int = 1) -> tuple[object, list[Fault]]:
    """The values of a JSON text, as `read_tree`; `first_line` is where the text begins in its file."""
    try:
        tree, faults = _JSON.decode(text), list[Fault]()
    except _KeyTwice:
        tree, faults = _JSON_KEEPING_FIRST.decode(text), list(_keys_twice(text, first_line))
    except json.JSONDecodeError as error:
        raise NotReadable([_json_fault(error, first_line)]) from None
    except RecursionError:
        _refuse_depth()
    if _depth(tree) > MAX_DEPTH:
        _refuse_depth()
    return tree, faults


def _json_fault(error: json.JSONDecodeError, first_line: int) -> Fault:
    return Fault(
        f"line {error.lineno + first_line - 1}",
        f"第{error.colno}列处不是合法的 JSON，请检查引号、逗号和括号",
        f"not valid JSON at column {error.colno}: {error.msg}",
    )


class _KeyTwice(Exception):
    """Some mapping of a JSON text holds a key twice."""


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _KeyTwice
    return made


def _integer(text: str) -> int | Number:
    # `int` would take seconds, or refuse, where somebody wrote thousands of digits.
    return int(text) if len(text) <= _LONGEST_WHOLE and text != "-0" else Number(text)


_JSON = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_integer, parse_float=Number, parse_constant=Number)
_JSON_KEEPING_FIRST = json.JSONDecoder(
    object_pairs_hook=lambda pairs: dict(reversed(pairs)),
    parse_int=_integer,
    parse_float=Number,
    parse_constant=Number,
)


def _depth(tree: object, so_far: int = 0) -> int:
    """How deep lists and mappings stand in each other; counting stops where it is already too deep."""
    if so_far > MAX_DEPTH:
        return so_far
    if type(tree) is dict:
        return max((_depth(value, so_far + 1) for value in tree.values()), default=so_far + 1)
    if type(tree) is list:
        return max((_depth(value, so_far + 1) for value in tree), default=so_far + 1)
    return so_far


def _keys_twice(text: str, first_line: int) -> Iterator[Fault]:
    """The keys written twice in a text known to be JSON, with their lines, which the decoder does not tell."""
    line = first_line
    open_ones: list[_Open] = []
    for token in _JSON_TOKEN.findall(text):
        inside = open_ones[-1] if open_ones else None
        if token == "\n":
            line += 1
        elif token in "{[":
            open_ones.append(_Open(token == "{", inside.path_below() if inside else ""))
        elif token in "}]":
            open_ones.pop()
        elif token == "," and inside:
            inside.step()
        elif token[0] == '"' and inside and inside.expects_key:
            fault = inside.take_key(json.loads(token), line)
            if fault:
                yield fault


@dataclass
class _Open:
    """A mapping or list that is being read: the keys so far with their lines, and where in it we stand."""

    is_mapping: bool
    path: str
    lines: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    index: int = 0

    @property
    def expects_key(self) -> bool:
        """Whether the next thing in it is a key."""
        return self.is_mapping and self.key is None

    def path_below(self) -> str:
        """The path of what is read next."""
        return below(self.path, self.key or "?") if self.is_mapping else f"{self.path}[{self.index}]"

    def step(self) -> None:
        """Go on to the next key or item."""
        self.key, self.index = None, self.index + 1

    def take_key(self, key: str, line: int) -> Fault | None:
        """Note a key; the fault where it was there before."""
        self.key = key
        if key in self.lines:
            return _written_twice(below(self.path, key), self.lines[key], line)
        self.lines[key] = line
        return None


def _written_twice(path: str, first: int, again: int) -> Fault:
    return Fault(
        path,
        f"这个键写了两次（第{first}行和第{again}行），请只留一个",
        f"the key is written twice (lines {first} and {again})",
    )


# YAML.


def read_yaml(text: str) -> tuple[object, list[Fault]]:
    """The value of the one document in a YAML text, as `read_tree`."""
    _refuse_tabs(text)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        raise NotReadable([_yaml_fault(error)]) from None
    if builder.root is None:
        _refuse_empty()
    return builder.root, builder.faults


def _refuse_tabs(text: str) -> None:
    if "\t" in text:
        lines = [number for number, line in enumerate(text.split("\n"), start=1) if "\t" in line]
        raise NotReadable(
            [
                Fault(f"line {line}", "含有制表符（Tab），请改用空格", "a tab; YAML is written with spaces")
                for line in lines
            ]
        )


def _yaml_fault(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Fault(
            "", "文件含有不允许的控制字符，请重新录入", "the file holds a control character that is not allowed"
        )
    problem = getattr(error, "problem", None) or "something is out of place"
    return Fault(
        f"line {mark.line + 1}",
        f"第{mark.column + 1}列处不是合法的 YAML 或 JSON，请检查缩进、冒号、引号和括号",
        f"not valid YAML or JSON at column {mark.column + 1}: {problem}",
    )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


class _Dropped:
    """Stands for a key that cannot be one; its value is left aside."""


_DROPPED = _Dropped()


@dataclass
class _Collection:
    """A mapping or list under construction."""

    value: dict[str, object] | list[object]
    path: str
    lines: dict[str, int] = field(default_factory=dict)
    key: str | _Dropped | None = None

    def path_below(self) -> str:
        """The path of what is read next."""
        if isinstance(self.value, list):
            return f"{self.path}[{len(self.value)}]"
        return below(self.path, self.key) if isinstance(self.key, str) else below(self.path, "?")


class _Builder:
    """Builds the tree from libyaml's events: no recursion, and a stop as soon as it gets too deep."""

    def __init__(self) -> None:
        self.root: object = None
        self.faults: list[Fault] = []
        self.documents = 0
        self.open_ones: list[_Collection] = []

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the text."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._take_document(event)
        elif self.documents > 1:
            return
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event)
            self._place(_scalar(event), event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._place(self.open_ones.pop().value, event)
        elif isinstance(event, yaml.AliasEvent):
            self._fault(
                event,
                f"不接受别名 *{event.anchor}，请把内容写全",
                f"the alias *{event.anchor} is not allowed; write it out",
            )
            self._place(None, event)

    def _take_document(self, event: yaml.Event) -> None:
        self.documents += 1
        if self.documents == 2:
            line = _line(event)
            self.faults.append(
                Fault(
                    f"line {line}",
                    "文件中有第二份文档（---），一个文件只写一份个案",
                    "a second document begins here; a file holds one case",
                )
            )

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_marks(event)
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open_ones.append(_Collection(value, self._path()))
        if len(self.open_ones) > MAX_DEPTH:
            _refuse_depth()

    def _path(self) -> str:
        return self.open_ones[-1].path_below() if self.open_ones else ""

    def _fault(self, event: yaml.Event, message_zh: str, message_en: str) -> None:
        line = _line(event)
        self.faults.append(Fault(self._path(), f"第{line}行：{message_zh}", f"{message_en} (line {line})"))

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._fault(event, f"不接受锚点 &{event.anchor}", f"the anchor &{event.anchor} is not allowed")
        if event.tag is not None:
            self._fault(event, f"不接受标签 {event.tag}", f"the tag {event.tag} is not allowed")

    def _place(self, value: object, event: yaml.Event) -> None:
        """Put a finished value where it belongs: the root, an item, a key, or the value of the key before it."""
        if not self.open_ones:
            self.root = value
            return
        inside = self.open_ones[-1]
        if isinstance(inside.value, list):
            inside.value.append(value)
        elif inside.key is None:
            inside.key = self._key(inside, value, event)
        else:
            if isinstance(inside.key, str):
                inside.value.setdefault(inside.key, value)
            inside.key = None

    def _key(self, inside: _Collection, value: object, event: yaml.Event) -> str | _Dropped:
        line = _line(event)
        if not isinstance(value, str):
            self.faults.append(not_a_key(inside.path, value, line))
            return _DROPPED
        if value in inside.lines:
            self.faults.append(_written_twice(below(inside.path, value), inside.lines[value], line))
        inside.lines.setdefault(value, line)
        return value


def _scalar(event: yaml.ScalarEvent) -> object:
    text = str(event.value)
    if not event.implicit[0]:
        return text
    if text in _NULLS:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return Number(text) if _NUMBER_LIKE.fullmatch(text) else text


# Showing what was seen.


def not_a_key(path: str, key: object, line: int | None = None) -> Fault:
    """The fault of a key that is a number, a truth, nothing at all, or a collection."""
    where_zh, where_en = (f"第{line}行：", f" (line {line})") if line else ("", "")
    seen_zh, seen_en = seen(key)
    return Fault(path, f"{where_zh}键 {seen_zh} 不是文字", f"the key {seen_en} is not text{where_en}")


def seen(value: object) -> tuple[str, str]:
    """What stands in the file, in Chinese and English; text that looks like something else is put in quotes."""
    if isinstance(value, dict):
        return "一组键值", "a mapping"
    if isinstance(value, list):
        return "一个列表", "a list"
    if isinstance(value, int) and abs(value) >= 10**_LONGEST_WHOLE:
        return "超过18位的数", "a number of more than 18 digits"
    shown = _shown(value)
    return shown, shown


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'"{printable(value)}"' if _looks_like_something_else(value) else printable(value)
    if isinstance(value, Number):
        return printable(value.text)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return printable(repr(value)) if isinstance(value, int | float) else type(value).__name__


def _looks_like_something_else(text: str) -> bool:
    return (
        text in _NULLS or text in ("true", "false") or text != text.strip() or _NUMBER_LIKE.fullmatch(text) is not None
    )
