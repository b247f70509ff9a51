"""Parameter files, read strictly: what a parameter is, and its dated values, or an error that says what to mend.

The files are `policy/parameters/<place>/<parameter>.yaml`. The head of a parameter stands in its first file (the
national one where there is one); the others hold its name and values only. Money is written in yuan, in quotes.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from doudi.vocabulary.money import Fen, half_up, parse_yuan
from doudi.vocabulary.territory import COUNTRY, parents

Area = Literal["urban", "rural"]
Per = Literal["month", "year"]

AREAS: tuple[Area, ...] = ("urban", "rural")
FEN_UNITS = ("fen", "fen/month", "fen/year")
UNITS = (*FEN_UNITS, "count", "percent", "permille", "years", "months")
CONFIDENCES = ("high", "medium", "low")
VALUE_KEYS = frozenset(
    {"place", "except", "area", "since", "until", "value", "per", "source", "confidence"}
    | {"provisional", "profile", "note", "row"}
)
_HEAD_KEYS = frozenset({"parameter", "label", "unit", "by", "cites", "note", "values"})
_PLACE = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?")


class ParameterError(ValueError):
    """A parameter file that cannot be used; names the file, the value's index and what to mend."""


@dataclass(frozen=True)
class Definition:
    """What a parameter is: its name, label, unit, the keys that tell its values apart, and the articles it rests on."""

    name: str
    zh: str
    en: str
    unit: str
    by: tuple[str, ...]
    cites: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Value:
    """One dated value. `amount` is a whole number of `unit`: fen for money, half-up from a yearly figure for a month.

    `published` is the figure as it was published (`"19779.00"`) and `per` the period of that figure. `area` None holds
    for town and country alike; `excepted` places do not inherit it. It holds from `since` until before `until`, or
    until the next one begins. `row` is its number in the collection of published standards.
    """

    parameter: str
    unit: str
    amount: int
    published: str
    per: Per | None
    place: str
    excepted: tuple[str, ...]
    area: Area | None
    since: datetime.date
    until: datetime.date | None
    source: str
    confidence: str
    provisional: bool
    profile: str | None
    note: str = ""
    row: int | None = None

    def published_fen(self, per: Per) -> Fen:
        """The published figure in fen for a period; raises `ValueError` for a yearly one asked by the month."""
        own = self.per or ("year" if self.unit == "fen/year" else "month")
        if own == per:
            return parse_yuan(self.published)
        if own == "month":
            return parse_yuan(self.published) * 12
        raise ValueError(f"{self.parameter} 按年公布，不能不取整就折算为月")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which a key written twice is an error, not the last one silently kept."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) != len(keys):
            twice = listed({key for key in keys if keys.count(key) > 1})
            raise ParameterError(f"第{node.start_mark.line + 1}行：{twice} 写了两次，请删去一个")
        return cast(dict[Any, Any], super().construct_mapping(node, deep))


def load_yaml(path: Path, label: str) -> Any:
    """The content of a YAML file; raises `ParameterError`, beginning with the label, for one that cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except ParameterError as fault:
        raise ParameterError(f"{label} {fault}") from None
    except OSError as fault:
        raise ParameterError(f"{label}：读不到这个文件（{fault.strerror}）") from None
    except (yaml.YAMLError, ValueError) as fault:
        # An impossible date (2023-02-30) is a bare ValueError of the YAML reader.
        raise ParameterError(f"{label}：不是可读的 YAML（{' '.join(str(fault).split())}）") from None


def read_parameter(root: Path, name: str, paths: list[Path]) -> tuple[Definition, tuple[Value, ...]]:
    """What a parameter is and all its values, from its files in order; raises `ParameterError`."""
    definition: Definition | None = None
    values: list[Value] = []
    where: list[str] = []
    for path in paths:
        label = str(path.relative_to(root))
        content = load_yaml(path, label)
        definition = _head(content, name, label, definition)
        for index, entry in enumerate(content["values"]):
            where.append(f"{label} values[{index}]")
            values.append(ValueReader(definition, where[-1]).value(entry))
    _refuse_two_for_one(values, where)
    return cast(Definition, definition), tuple(values)


def _head(content: Any, name: str, label: str, first: Definition | None) -> Definition:
    """The head of the first file, or the check that a further file has only a name and values."""
    if not isinstance(content, dict) or not isinstance(content.get("values"), list):
        raise ParameterError(f"{label}：缺少 values 列表（没有数值时写 values: []）")
    if content.get("parameter") != name:
        raise ParameterError(f"{label}：parameter 应与文件名相同，写成 {name}")
    if first is not None:
        if extra := content.keys() - {"parameter", "values"}:
            raise ParameterError(f"{label}：{listed(extra)} 只写在该参数的第一个文件里，请删去")
        return first
    if unknown := content.keys() - _HEAD_KEYS:
        raise ParameterError(f"{label}：不认识 {listed(unknown)}；可写的是 {listed(_HEAD_KEYS)}")
    return _definition(content, label)


def _definition(content: dict[str, Any], label: str) -> Definition:
    names, by, cites = content.get("label"), content.get("by"), content.get("cites")
    if not isinstance(names, dict) or set(names) != {"zh", "en"}:
        raise ParameterError(f"{label}：label 应写成 {{zh: 中文名, en: English}}")
    if content.get("unit") not in UNITS:
        raise ParameterError(f"{label}：unit 应是 {listed(UNITS)} 之一")
    if by not in ([], ["place"], ["place", "area"]):
        raise ParameterError(f"{label}：by 应是 []、[place] 或 [place, area]")
    if not isinstance(cites, list) or not cites:
        raise ParameterError(f'{label}：cites 应列出依据，至少一条，如 ["社会救助暂行办法#10"]')
    return Definition(
        name=content["parameter"],
        zh=str(names["zh"]),
        en=str(names["en"]),
        unit=content["unit"],
        by=tuple(by),
        cites=tuple(cites),
        note=str(content.get("note", "")),
    )


def _refuse_two_for_one(values: list[Value], where: list[str]) -> None:
    """Two values for one place, day and profile whose areas meet would leave the answer to their order in the file."""
    seen: dict[tuple[str, datetime.date, str | None, Area | None], str] = {}
    for value, at in zip(values, where, strict=True):
        areas: Sequence[Area | None] = (None, *AREAS) if value.area is None else (value.area,)
        for area in areas:
            key = (value.place, value.since, value.profile, area)
            if key in seen:
                raise ParameterError(f"{at}：与 {seen[key]} 的地区、城乡和起算日相同，请删去一个或改正日期")
            seen[key] = at


class ValueReader:
    """Checks one value against what its parameter is; `at` says where it stands, for messages."""

    def __init__(self, definition: Definition, at: str) -> None:
        self.definition, self.at = definition, at

    def refuse(self, key: str, found: object, mend: str) -> ParameterError:
        """The error for one key: what was found and how to mend it."""
        return ParameterError(f"{self.at}：{key} 写的是 {found!r}；{mend}")

    def value(self, entry: Mapping[str, Any]) -> Value:
        """The value an entry stands for; raises `ParameterError` for the first fault."""
        self._check_keys(entry)
        per = self._one_of(entry, "per", ("month", "year"))
        since, until = self._day(entry, "since"), self._day(entry, "until")
        if since is None or (until is not None and until <= since):
            raise self.refuse("until", until, "应晚于 since，since 不能少")
        return Value(
            parameter=self.definition.name,
            unit=self.definition.unit,
            amount=self._amount(entry["value"], per),
            published=str(entry["value"]),
            per=cast(Per | None, per),
            place=self._place(entry["place"]),
            excepted=self._excepted(entry),
            area=cast(Area | None, self._area(entry)),
            since=since,
            until=until,
            source=self._text(entry, "source"),
            confidence=str(self._one_of(entry, "confidence", CONFIDENCES)),
            provisional=self._provisional(entry),
            profile=self._text(entry, "profile") if "profile" in entry else None,
            note=self._text(entry, "note") if "note" in entry else "",
            row=self._row(entry),
        )

    def _check_keys(self, entry: object) -> None:
        if not isinstance(entry, Mapping):
            raise ParameterError(
                f"{self.at}：每个数值应写成 {{place: …, since: …, value: …, source: …, confidence: …}}"
            )
        if unknown := entry.keys() - VALUE_KEYS:
            raise ParameterError(f"{self.at}：不认识 {listed(unknown)}；可写的是 {listed(VALUE_KEYS)}")
        if missing := {"place", "since", "value", "source", "confidence"} - entry.keys():
            raise ParameterError(f"{self.at}：缺少 {listed(missing)}，请补上")

    def _amount(self, value: object, per: str | None) -> int:
        unit = self.definition.unit
        if per is not None and unit != "fen/month":
            raise self.refuse("per", per, f"只有按月的标准才写 per，本参数的单位是 {unit}")
        if unit in FEN_UNITS:
            return self._fen(value, per)
        if not isinstance(value, int) or isinstance(value, bool) or (value < 0 and unit != "permille"):
            raise self.refuse("value", value, f"本参数的单位是 {unit}，应写整数，不加引号")
        return value

    def _fen(self, value: object, per: str | None) -> Fen:
        try:
            fen = parse_yuan(cast(str, value))
        except ValueError as fault:
            raise self.refuse("value", value, str(fault)) from None
        return half_up(fen, 12) if per == "year" else fen

    def _place(self, place: object) -> str:
        if not isinstance(place, str) or not _PLACE.fullmatch(place):
            raise self.refuse("place", place, '应是带引号的6、9或12位区划代码，如 "340100"')
        if place != COUNTRY and "place" not in self.definition.by:
            raise self.refuse("place", place, f'本参数全国一致，应写 "{COUNTRY}"')
        return place

    def _excepted(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        listed = entry.get("except", [])
        if not isinstance(listed, list | tuple):
            raise self.refuse("except", listed, '应是一列区划代码，如 ["340121", "340122"]')
        for place in listed:
            if entry["place"] not in parents(self._place(place))[1:]:
                raise self.refuse("except", place, f"不在 {entry['place']} 之内")
        return tuple(listed)

    def _area(self, entry: Mapping[str, Any]) -> str | None:
        area = self._one_of(entry, "area", AREAS)
        if area is not None and "area" not in self.definition.by:
            raise self.refuse("area", area, "本参数不分城乡，请删去")
        return area

    def _one_of(self, entry: Mapping[str, Any], key: str, words: Sequence[str]) -> str | None:
        if key in entry and entry[key] not in words:
            raise self.refuse(key, entry[key], f"应是 {listed(words)} 之一")
        return cast(str | None, entry.get(key))

    def _day(self, entry: Mapping[str, Any], key: str) -> datetime.date | None:
        day = entry.get(key)
        if key in entry and type(day) is not datetime.date:
            raise self.refuse(key, day, "应是 2023-07-01 这样的日期，不加引号，不带时间")
        return cast(datetime.date | None, day)

    def _text(self, entry: Mapping[str, Any], key: str) -> str:
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise self.refuse(key, entry[key], "应是不为空的文字")
        return cast(str, entry[key])

    def _provisional(self, entry: Mapping[str, Any]) -> bool:
        provisional = entry.get("provisional", False)
        if not isinstance(provisional, bool):
            raise self.refuse("provisional", provisional, "应是 true 或不写")
        if entry["confidence"] != "high" and not provisional:
            raise self.refuse("provisional", provisional, "confidence 不是 high 的数值应写 provisional: true")
        return provisional

    def _row(self, entry: Mapping[str, Any]) -> int | None:
        row = entry.get("row")
        if "row" in entry and (type(row) is not int or row < 1):
            raise self.refuse("row", row, "应是公布标准汇编中的行号，从 1 起")
        return row


def listed(words: Iterable[object]) -> str:
    """Words in order, joined for a Chinese sentence."""
    return "、".join(sorted(str(word) for word in words))
