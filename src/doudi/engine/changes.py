"""A what-if: values laid over the published ones, stated or scaled, without touching a file."""

import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from doudi.engine.parameter_files import (
    AREAS,
    FEN_UNITS,
    VALUE_KEYS,
    Area,
    ParameterError,
    Value,
    ValueReader,
    listed,
    load_yaml,
)
from doudi.vocabulary.money import half_up, yuan
from doudi.vocabulary.territory import COUNTRY, parents

if TYPE_CHECKING:
    from doudi.engine.dated import Parameters

# A what-if is nobody's law: it is provisional, so that every answer that rests on one says so.
_UNSAID = {"source": "假设的调整", "confidence": "low", "provisional": True, "place": COUNTRY}
_CHANGE_KEYS = (VALUE_KEYS - {"row"}) | {"scale_percent"}

Changes = Path | str | Mapping[str, Any] | Sequence[Mapping[str, Any]]


def laid_over(parameters: "Parameters", changes: Changes) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The values each entry of a what-if stands for, by parameter; raises `ParameterError` naming the entry."""
    label, entries = _entries(changes)
    for index, (name, entry) in enumerate(entries, start=1):
        at = f"{label} 第{index}项（{name}）"
        if name not in parameters.names():
            near = difflib.get_close_matches(name, parameters.names(), n=3)
            raise ParameterError(f"{at}：没有这个参数" + (f"；相近的有：{'、'.join(near)}" if near else ""))
        if unknown := entry.keys() - _CHANGE_KEYS:
            raise ParameterError(f"{at}：不认识 {listed(unknown)}；可写的是 {listed(_CHANGE_KEYS)}")
        read = _scaled if "scale_percent" in entry else _stated
        yield name, read(parameters, name, entry, at)


def overlaid(values: Iterable[Value], changes: Iterable[Value]) -> tuple[Value, ...]:
    """The values with the changes over them, in order; one for the same place, day, profile and area is replaced."""
    kept = list(values)
    for change in changes:
        kept = [part for value in kept for part in _left_of(value, change)] + [change]
    return tuple(kept)


def _left_of(value: Value, change: Value) -> list[Value]:
    """What a change leaves of a value: all, nothing, or the half for country where it speaks of town alone."""
    if (change.place, change.since, change.profile) != (value.place, value.since, value.profile):
        return [value]
    if change.area is None or value.area == change.area:
        return []
    if value.area is not None:
        return [value]
    return [dataclasses.replace(value, area=area) for area in AREAS if area != change.area]


def _stated(parameters: "Parameters", name: str, entry: Mapping[str, Any], at: str) -> tuple[Value, ...]:
    value = ValueReader(parameters.definition(name), at).value({**_UNSAID, **entry})
    return tuple(dataclasses.replace(value, profile=profile) for profile in _profiles(parameters, value))


def _profiles(parameters: "Parameters", value: Value) -> list[str | None]:
    """The profile a change names, or else all: none and every one with values of its own."""
    if value.profile is not None:
        return [value.profile]
    return [None, *sorted({own.profile for own in parameters.published(value.parameter) if own.profile})]


def _scaled(parameters: "Parameters", name: str, entry: Mapping[str, Any], at: str) -> tuple[Value, ...]:
    percent = entry["scale_percent"]
    if "value" in entry or type(percent) is not int or percent < 0:
        raise ParameterError(f"{at}：scale_percent 应是不小于零的整数（105 即提高百分之五），且不与 value 同写")
    # The stand-in value lets the other keys be checked as those of any value are.
    stand_in = {key: item for key, item in entry.items() if key != "scale_percent"} | {"value": 0}
    pattern = _stated(parameters, name, stand_in, at)[0]
    areas: tuple[Area | None, ...] = (None,)
    if "area" in parameters.definition(name).by:
        areas = (pattern.area,) if pattern.area else AREAS
    scaled = [
        _times(value, percent, pattern)
        for profile in _profiles(parameters, pattern)
        for area in areas
        for value in _held_within(parameters, pattern, area, profile)
    ]
    if not scaled:
        raise ParameterError(f"{at}：{pattern.place} 在 {pattern.since} 没有 {name} 的数值，无从调整")
    return tuple(scaled)


def _held_within(parameters: "Parameters", pattern: Value, area: Area | None, profile: str | None) -> Iterator[Value]:
    """What holds on the day in the place and in every place inside it that the values speak of.

    A place inside that has no value goes on having none: it is excepted.
    """
    spoken_of = {place for value in parameters.published(pattern.parameter) for place in (value.place, *value.excepted)}
    inside = sorted({pattern.place} | {place for place in spoken_of if pattern.place in parents(place)})
    held = {
        place: parameters.value(
            pattern.parameter, place=place, area=area, on=pattern.since, profile=profile or "national"
        )
        for place in inside
    }
    without = [place for place, value in held.items() if value is None]
    for place, value in held.items():
        if value is not None:
            excepted = tuple(inner for inner in without if place in parents(inner))
            yield dataclasses.replace(value, place=place, excepted=excepted, area=area, profile=profile)


def _times(value: Value, percent: int, pattern: Value) -> Value:
    amount = half_up(value.amount * percent, 100)
    return dataclasses.replace(
        pattern,
        amount=amount,
        published=yuan(amount) if value.unit in FEN_UNITS else str(amount),
        per=None,
        place=value.place,
        excepted=value.excepted,
        area=value.area,
        profile=value.profile,
    )


def _entries(changes: Changes) -> tuple[str, list[tuple[str, Mapping[str, Any]]]]:
    """Where the changes stand, for messages, and their entries by parameter."""
    label, content = "调整", cast(object, changes)
    if isinstance(changes, Path | str):
        label = str(changes)
        content = load_yaml(Path(changes), label)
    if isinstance(content, Mapping) and "parameter" not in content:
        pairs = [(str(name), entry) for name, entries in content.items() for entry in _list(entries, label)]
    else:
        listed_entries = [content] if isinstance(content, Mapping) else _list(content, label)
        pairs = [_named(entry, label) for entry in listed_entries]
    for name, entry in pairs:
        if not isinstance(entry, Mapping):
            raise ParameterError(f"{label}：{name} 之下的每一项应写成 {{place: …, since: …, value: …}}")
    return label, pairs


def _list(entries: object, label: str) -> list[Any]:
    if isinstance(entries, list | tuple):
        return list(entries)
    raise ParameterError(f"{label}：应写成“参数名: [数值…]”，或一列各带 parameter 的数值")


def _named(entry: object, label: str) -> tuple[str, Any]:
    if not isinstance(entry, Mapping) or "parameter" not in entry:
        raise ParameterError(f"{label}：每一项应带 parameter，写明改哪个参数")
    return str(entry["parameter"]), {key: item for key, item in entry.items() if key != "parameter"}
