"""The event file: what happened to a case and when, read strictly from YAML or JSON.

Every fault is collected and named by its path, so that one refusal mends the whole file. Left-out events did not
happen; the profile is `anhui` unless it is named.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar

import yaml

from doudi.policy.procedure.clocks import CLOCKS, EVENTS, ORDER, OUTCOMES, PROCEDURE_NAMES, PROFILES

CHINA = timezone(timedelta(hours=8))
# The urgent limit is counted in hours, so its events are moments.
PROCEDURES_IN_MOMENTS = ("temporary_urgent",)
FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_CHARACTERS = 65_536
MAX_DEPTH = 8

KEYS = ("procedure", "profile", "events", "suspensions", "extended", "delegated", "expect")
SUSPENSION_KEYS = ("from", "to", "reason")
EVENT_KEYS = tuple(name for name in EVENTS if any(name in clock.starts for clock in CLOCKS))

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_MISSING = object()
_R = TypeVar("_R")


class EventFileError(ValueError):
    """An event file that is refused whole; `faults` names every one by its path, in Chinese."""

    def __init__(self, name: str, faults: list[str]) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))


@dataclass(frozen=True)
class Suspension:
    """Days on which clocks stand still: from `since` up to, not including, `until` (None: still standing)."""

    since: date
    until: date | None
    reason: str

    def holds_on(self, day: date) -> bool:
        """Whether clocks stand still on the day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class EventFile:
    """What happened in one case. Events are days, or moments in UTC+8 for procedures counted in hours."""

    procedure: str
    profile: str
    events: Mapping[str, date]
    outcome: str | None = None
    suspensions: tuple[Suspension, ...] = ()
    extended: bool = False
    delegated: bool = False


def day_of(happened: date) -> date:
    """The day, in China, of a day or a moment."""
    return happened.astimezone(CHINA).date() if isinstance(happened, datetime) else happened


def read_events(source: str | bytes, name: str = "-") -> EventFile:
    """Read the text of an event file; `name` is how its errors call it. Raises `EventFileError` with every fault."""
    faults: list[str] = []
    tree = _load(source, name)
    if not isinstance(tree, dict):
        raise EventFileError(name, ["文件应是一组“键: 值”，请对照事件文件的格式"])
    made = _Reader(tree, faults).read()
    if faults:
        raise EventFileError(name, faults)
    return made


@dataclass
class _Reader:
    """Walks the loaded tree once, adding to `faults` instead of stopping at the first."""

    tree: dict[str, object]
    faults: list[str] = field(default_factory=list)

    def read(self) -> EventFile:
        self._refuse_unknown(self.tree, KEYS, "")
        procedure = self._word("procedure", PROCEDURE_NAMES, _MISSING)
        profile = self._word("profile", PROFILES, "anhui")
        outcome, events = self._events(procedure)
        return EventFile(
            procedure=procedure,
            profile=profile,
            events=events,
            outcome=outcome,
            suspensions=self._suspensions(procedure),
            extended=self._flag("extended"),
            delegated=self._flag("delegated"),
        )

    def _events(self, procedure: str) -> tuple[str | None, dict[str, date]]:
        given = self.tree.get("events")
        if not isinstance(given, dict):
            self.faults.append("events: 缺少事件，请写成“事件: 日期”的一组")
            return None, {}
        self._refuse_unknown(given, (*EVENT_KEYS, "outcome"), "events.")
        outcome = given.get("outcome")
        if outcome is not None and (not isinstance(outcome, str) or outcome not in OUTCOMES):
            self.faults.append(f"events.outcome: “{outcome}”不是结果，只能是 {'、'.join(OUTCOMES)}")
        read = _moment if procedure in PROCEDURES_IN_MOMENTS else _day
        found = {key: self._try(read, given[key], f"events.{key}") for key in EVENT_KEYS if given.get(key) is not None}
        events = {key: value for key, value in found.items() if value is not None}
        self._refuse_disorder(procedure, events)
        return outcome if isinstance(outcome, str) else None, events

    def _refuse_disorder(self, procedure: str, events: Mapping[str, date]) -> None:
        for earlier, later, exempt in ORDER:
            if procedure in exempt or earlier not in events or later not in events:
                continue
            if events[later] < events[earlier]:
                self.faults.append(
                    f"events.{later}: {EVENTS[later].zh}（{events[later]}）早于{EVENTS[earlier].zh}"
                    f"（events.{earlier}，{events[earlier]}），请核对日期"
                )

    def _suspensions(self, procedure: str) -> tuple[Suspension, ...]:
        given = self.tree.get("suspensions")
        if given is None:
            return ()
        if not isinstance(given, list):
            self.faults.append("suspensions: 应是一个列表，没有中止写 []")
            return ()
        read = [self._suspension(item, f"suspensions[{index}]", procedure) for index, item in enumerate(given)]
        return tuple(suspension for suspension in read if suspension is not None)

    def _suspension(self, item: object, path: str, procedure: str) -> Suspension | None:
        if not isinstance(item, dict):
            self.faults.append(f"{path}: 应写明 from、to、reason")
            return None
        self._refuse_unknown(item, SUSPENSION_KEYS, f"{path}.")
        reason = item.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            self.faults.append(f"{path}.reason: 缺少中止原因，没有原因不能中止计时")
            return None
        read = _day_or_moment if procedure in PROCEDURES_IN_MOMENTS else _day
        since = self._try(read, item.get("from"), f"{path}.from")
        until = None if item.get("to") is None else self._try(read, item["to"], f"{path}.to")
        if since is None or (item.get("to") is not None and until is None):
            return None
        if until is not None and until <= since:
            self.faults.append(f"{path}.to: {until} 不晚于开始日 {since}；to 是恢复计时的那一天")
            return None
        return Suspension(since, until, reason)

    def _word(self, key: str, known: Mapping[str, object], default: object) -> str:
        value = self.tree.get(key)
        if value is None and default is not _MISSING:
            return str(default)
        if value is None:
            self.faults.append(f"{key}: 缺少；只能是 {'、'.join(known)}")
        elif not isinstance(value, str) or value not in known:
            self.faults.append(f"{key}: “{value}”不认识；只能是 {'、'.join(known)}")
        return value if isinstance(value, str) else ""

    def _flag(self, key: str) -> bool:
        value = self.tree.get(key)
        if value is not None and not isinstance(value, bool):
            self.faults.append(f"{key}: “{value}”不是 true 或 false")
        return value is True

    def _refuse_unknown(self, given: Mapping[str, object], known: tuple[str, ...], path: str) -> None:
        for key in given:
            if key not in known:
                self.faults.append(f"{path}{key}: 没有这个键；可用的是 {'、'.join(known)}")

    def _try(self, read: Callable[[object], _R], value: object, path: str) -> _R | None:
        try:
            return read(value)
        except ValueError as fault:
            self.faults.append(f"{path}: {fault}")
            return None


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError(f"“{value}”不是日期，请写成 2024-01-31 这样")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} 这一天不存在") from None
    return _in_range(day)


def _moment(value: object) -> date:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError(f"“{value}”不是带时区的时刻，急难型救助按小时计时，请写成 2024-04-21T01:00+08:00 这样")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} 这一时刻不存在") from None
    return _in_range(moment)


def _day_or_moment(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _day(value)
    return day_of(_moment(value))


def _in_range(happened: date) -> date:
    if not FIRST_YEAR <= happened.year <= LAST_YEAR:
        raise ValueError(f"{happened} 的年份不在 {FIRST_YEAR}–{LAST_YEAR} 之间")
    return happened.astimezone(CHINA) if isinstance(happened, datetime) else happened


def _load(source: str | bytes, name: str) -> object:
    """The tree of the text, scalars as text except true, false and null; refuses what can be read in two ways."""
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
        if len(text) > MAX_CHARACTERS:
            raise EventFileError(name, [f"文件超过 {MAX_CHARACTERS} 个字符，不像是事件文件"])
        faults = _shape_faults(text)
        root = None if faults else yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        raise EventFileError(name, ["文件不是 UTF-8 编码，请另存为 UTF-8"]) from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"第{mark.line + 1}行第{mark.column + 1}列" if mark else "全文"
        raise EventFileError(name, [f"{where}: 不是合法的 YAML 或 JSON，请检查缩进、冒号和引号"]) from None
    tree = None if faults else _plain(root, "", faults)
    if faults:
        raise EventFileError(name, faults)
    return tree


def _shape_faults(text: str) -> list[str]:
    """Aliases and deep nesting, found before a tree is built: libyaml's composer crashes on thousands of levels."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            return [f"*{event.anchor}: 不接受别名，请把内容写全"]
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return [f"全文: 嵌套超过 {MAX_DEPTH} 层，不像是事件文件"]
    return []


def _plain(node: yaml.Node | None, path: str, faults: list[str]) -> object:
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, faults)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, f"{path}[{index}]", faults) for index, item in enumerate(node.value)]
    return None if node is None else _plain_scalar(node)


def _plain_mapping(node: yaml.MappingNode, path: str, faults: list[str]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        here = f"{path}.{key}" if path else key
        if key in made:
            faults.append(f"{here}: 这个键写了两次，请只留一个")
        made[key] = _plain(value_node, here, faults)
    return made


def _plain_scalar(node: yaml.Node) -> object:
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool" and node.value in ("true", "false"):
        return bool(node.value == "true")
    return str(node.value)
