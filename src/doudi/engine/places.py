"""The parameter values of many places at once: one column for each place and area that differ."""

import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.engine.dated import Area, Parameters
from doudi.policy.facts import CODES
from doudi.vocabulary.territory import parents

Array = np.ndarray[Any, Any]
AREAS: tuple[Area | None, ...] = ("urban", "rural", None)
assert CODES["area"] == AREAS[:2]


class PlaceTable:
    """Looks up parameters once for every place that has values of its own, and for each area.

    Not for several threads at once: whoever shares one holds a lock.
    """

    def __init__(self, parameters: Parameters, names: tuple[str, ...], day: datetime.date, profile: str) -> None:
        self.parameters, self.names, self.day, self.profile = parameters, names, day, profile
        spoken = {value.place for name in names for value in parameters.published(name)}
        self.spoken = spoken | {
            place for name in names for value in parameters.published(name) for place in value.excepted
        }
        self.columns: dict[tuple[str, Area | None], int] = {}
        self.numbers: list[list[int]] = []
        self.known: list[list[bool]] = []
        self.narrowed: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.table: list[list[int]] = []

    def narrow(self, place: str) -> str:
        """The narrowest place around this one that any value speaks of: all within it share their values."""
        if place not in self.narrowed:
            around = parents(place)
            self.narrowed[place] = next((one for one in around if one in self.spoken), around[-1])
        return self.narrowed[place]

    def column(self, place: str, area: Area | None) -> int:
        """The column of a place and area; worked out when first asked for."""
        key = (self.narrow(place), area)
        if key not in self.columns:
            values = [
                self.parameters.value(name, place=key[0], area=area, on=self.day, profile=self.profile)
                for name in self.names
            ]
            self.columns[key] = len(self.numbers)
            self.numbers.append([0 if value is None else value.amount for value in values])
            self.known.append([value is not None for value in values])
        return self.columns[key]

    def cells(self, places: pa.DictionaryArray, areas: Array) -> Array:
        """Each household's column, from its place and its area (0 urban, 1 rural, -1 unknown)."""
        words = places.dictionary.to_pylist()
        for word in words:
            if word not in self.rows:
                self.rows[word] = len(self.table)
                self.table.append([self.column(word, area) for area in AREAS])
        rows = np.fromiter((self.rows[word] for word in words), np.int64, len(words))
        table = np.array(self.table, np.int32)[rows]
        indices = places.indices.to_numpy(zero_copy_only=False)
        cells: Array = table[indices, np.where(areas < 0, 2, areas)]
        return cells

    def arrays(self) -> tuple[Array, Array]:
        """Values and whether they are published, parameter by column."""
        shape = (len(self.names), max(len(self.numbers), 1))
        if not self.numbers or not self.names:
            return np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        return np.array(self.numbers, np.int64).T.copy(), np.array(self.known, np.bool_).T.copy()
