"""The value of a parameter on a day, in a place, for town or country: looked up, never guessed.

Of all values for the place and the places around it that are not after the day, the one with the latest `since`
holds; of equal ones the narrowest place. Where there is none the answer is None, and whoever asked is unknown.
"""

import dataclasses
import datetime
import difflib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from doudi.engine.changes import laid_over, overlaid
from doudi.engine.parameter_files import (
    AREAS,
    Area,
    Definition,
    ParameterError,
    Per,
    Value,
    read_parameter,
)
from doudi.policy.parameters import FOLDER
from doudi.vocabulary.territory import COUNTRY, parents

__all__ = [
    "AREAS",
    "Area",
    "Definition",
    "ParameterError",
    "Parameters",
    "Per",
    "UnknownParameter",
    "Value",
    "published_parameters",
]

_Read = tuple[Definition, tuple[Value, ...]]


class UnknownParameter(KeyError):
    """A parameter nobody has written a file for; names the nearest ones."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def published_parameters() -> "Parameters":
    """The parameters of this edition; each file is read once."""
    return Parameters(FOLDER)


class Parameters:
    """Every parameter under one folder; a file is read and checked when its parameter is first asked for.

    Looking up raises `UnknownParameter` for a name without a file, `ParameterError` for a file that cannot be used,
    and `ValueError` for a place that is no division code.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._changed: dict[str, tuple[Value, ...]] = {}
        self._paths: dict[str, list[Path]] = {}
        for path in sorted(root.glob("*/*.yaml"), key=lambda path: (path.parent.name != "national", path.parts)):
            self._paths.setdefault(path.stem, []).append(path)
        self._read: dict[str, _Read] = {}
        self._laid: dict[str, tuple[Value, ...]] = {}
        self._reaching: dict[tuple[str, str, str], tuple[Value, ...]] = {}

    def names(self) -> tuple[str, ...]:
        """Every parameter, in alphabetical order."""
        return tuple(sorted(self._paths))

    def definition(self, name: str) -> Definition:
        """What a parameter is."""
        return self._parameter(name)[0]

    def published(self, name: str) -> tuple[Value, ...]:
        """All values of a parameter, of every place, as they are written down (and changed, in a what-if)."""
        if name not in self._laid:
            self._laid[name] = overlaid(self._parameter(name)[1], self._changed.get(name, ()))
        return self._laid[name]

    def load_all(self) -> None:
        """Read and check every file now."""
        for name in self.names():
            self._parameter(name)

    def _parameter(self, name: str) -> _Read:
        if name not in self._read:
            if name not in self._paths:
                near = difflib.get_close_matches(name, self.names(), n=3)
                raise UnknownParameter(f"没有参数 {name}" + (f"；相近的有：{'、'.join(near)}" if near else ""))
            self._read[name] = read_parameter(self.root, name, self._paths[name])
        return self._read[name]

    def value(
        self, name: str, *, place: str | None, area: str | None, on: datetime.date, profile: str = "anhui"
    ) -> Value | None:
        """The value in force, or None where there is none.

        Where the place is unknown only a parameter that is the same everywhere has a value; where the area is unknown,
        only one that is the same for town and country there.
        """
        if place is None:
            if any(value.place != COUNTRY for value in self._of_profile(name, profile)):
                return None
            place = COUNTRY
        if area is not None or "area" not in self.definition(name).by:
            return self._in_force(name, place, area, on, profile)
        urban, rural = (self._in_force(name, place, each, on, profile) for each in AREAS)
        if urban is None or rural is None or urban.amount != rural.amount:
            return None
        provisional = urban.provisional or rural.provisional
        return urban if urban == rural else dataclasses.replace(urban, area=None, provisional=provisional)

    def _in_force(self, name: str, place: str, area: str | None, on: datetime.date, profile: str) -> Value | None:
        for value in self._that_reach(name, place, profile):
            begun_and_not_ended = value.since <= on and (value.until is None or on < value.until)
            if begun_and_not_ended and (value.area is None or value.area == area):
                return value
        return None

    def _that_reach(self, name: str, place: str, profile: str) -> tuple[Value, ...]:
        """The values for a place and the places around it, the one that prevails first."""
        key = (name, place, profile)
        if key not in self._reaching:
            around = parents(place)
            reaching = [value for value in self._of_profile(name, profile) if value.place in around]
            reaching = [value for value in reaching if not set(value.excepted) & set(around)]
            reaching.sort(key=lambda value: (-value.since.toordinal(), around.index(value.place)))
            self._reaching[key] = tuple(reaching)
        return self._reaching[key]

    def _of_profile(self, name: str, profile: str) -> tuple[Value, ...]:
        """A profile's own values where it has any of the parameter, else those of no profile."""
        values = self.published(name)
        own = tuple(value for value in values if value.profile == profile)
        return own or tuple(value for value in values if value.profile is None)

    def history(self, name: str, *, place: str, area: str | None, profile: str = "anhui") -> tuple[Value, ...]:
        """What held in a place one after the other, oldest first.

        `since` and `until` are the days it held there: where a city's value ends a county's own, the county's `until`
        says so.
        """
        reaching = self._that_reach(name, place, profile)
        days = sorted({day for value in reaching for day in (value.since, value.until) if day})
        spans: list[Value] = []
        for day, end in zip(days, [*days[1:], None], strict=False):
            value = self.value(name, place=place, area=area, on=day, profile=profile)
            if value is None:
                continue
            span = dataclasses.replace(value, since=day, until=end)
            if spans and spans[-1].until == day and _same_but_days(spans[-1], span):
                spans[-1] = dataclasses.replace(spans[-1], until=end)
            else:
                spans.append(span)
        return tuple(spans)

    def in_force(self, *, place: str, on: datetime.date, profile: str = "anhui") -> tuple[Value, ...]:
        """Every parameter's value in a place on a day; one for town and one for country where they differ."""
        found: list[Value] = []
        for name in self.names():
            both = self.value(name, place=place, area=None, on=on, profile=profile)
            each = [both] if both else [self._in_force(name, place, area, on, profile) for area in AREAS]
            found += [value for value in dict.fromkeys(each) if value is not None]
        return tuple(found)

    def with_changes(self, changes: Path | str | Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> "Parameters":
        """These parameters with a what-if laid over them; neither this object nor the files change.

        `changes` is the path of a YAML file or its content: parameter name → list of values, or one list of values
        that each name their `parameter`. A value has the keys of the files, of which only `since` and `value` are
        needed (`place` left out is the whole country), or `scale_percent` instead of `value`: everything in force in
        that place and the places inside it on the day `since`, before any of these changes, times that per cent,
        rounded half up to the fen (to the whole number where it is not money).

        A change for the same place, area, day and profile replaces the published value or an earlier change; a later
        published value still follows it. One that names no profile is meant for every profile. Raises
        `ParameterError` naming the entry.
        """
        changed = Parameters(self.root)
        changed._read = self._read
        changed._changed = dict(self._changed)
        for name, values in laid_over(self, changes):
            changed._changed[name] = overlaid(changed._changed.get(name, ()), values)
        return changed


def _same_but_days(left: Value, right: Value) -> bool:
    return dataclasses.replace(left, since=right.since, until=right.until) == right
