"""The towns and villages of one prefecture, Lu'an (六安), where the invented households live.

`places.csv` lists statistical division codes and names as collected by the china-division
package 2.7.0: 9 digits for a town or street, 12 for a village or residents' committee.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from doudi.synthetic.draws import Whole

_FILE = Path(__file__).with_name("places.csv")
_URBAN = 0
_RURAL = 1


@dataclass(frozen=True)
class Place:
    """A division by its code and Chinese name."""

    code: str
    name: str

    @property
    def is_village(self) -> bool:
        """Whether this is the lowest level: a village or a residents' committee."""
        return len(self.code) == 12

    @property
    def is_rural(self) -> bool:
        """Whether it is a village committee (code from 200 on) rather than a residents' committee."""
        return self.is_village and int(self.code[9:]) >= 200


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Every town and village of the prefecture, in order of code within its level."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(Place(row["code"], row["name"]) for row in csv.DictReader(lines))


@lru_cache(maxsize=1)
def villages() -> tuple[Place, ...]:
    """The places a household can live in."""
    return tuple(place for place in places() if place.is_village)


@lru_cache(maxsize=1)
def _by_area() -> dict[int, Whole]:
    rural = np.array([place.is_rural for place in villages()])
    return {_URBAN: np.flatnonzero(~rural), _RURAL: np.flatnonzero(rural)}


def settle(area: Whole, at: Whole) -> Whole:
    """The index in `villages()` of each household: `at` (0 to 65535) picks evenly among those of its `area`."""
    found = np.empty(len(area), np.int16)
    for code, choices in _by_area().items():
        there = area == code
        found[there] = choices[at[there].astype(np.int64) * len(choices) >> 16]
    return found
