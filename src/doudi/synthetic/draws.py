"""Random draws in whole numbers only, so that every machine gets the same bytes.

A draw is an even number from 0 to 65535. Whatever it is used for is a table with 65536 entries, made once: choosing
by weights and reading an amount off its quantiles are both one look-up. No floating point is involved, because
vectorised logarithms and exponentials differ between processors.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

Whole = NDArray[Any]
Truths = NDArray[np.bool_]

EVEN = 1 << 16
_BELOW = np.arange(EVEN, dtype=np.int64)


class Draws:
    """The draws of one chunk of households: the same for the same seed and chunk, whatever else is drawn elsewhere."""

    def __init__(self, seed: int, chunk: int) -> None:
        self._generator = Generator(PCG64(SeedSequence(seed, spawn_key=(chunk,))))

    def even(self, count: int) -> Whole:
        """`count` numbers from 0 to 65535, each as likely as the next."""
        return self._generator.integers(0, EVEN, count, dtype=np.uint16)

    def chance(self, in_10000: int | Whole, count: int) -> Truths:
        """True so many times in ten thousand; one rate for all or one for each."""
        limit = np.asarray(in_10000, np.int64) * EVEN // 10000
        return self.even(count) < limit

    def some(self, among: Truths, in_10000: int | Whole) -> Whole:
        """The positions of so many in ten thousand of those that are true in `among`."""
        where = np.flatnonzero(among)
        rate = in_10000[where] if isinstance(in_10000, np.ndarray) else in_10000
        return where[self.chance(rate, len(where))]

    def quota(self, among: Truths, in_10000: int) -> Whole:
        """The positions of exactly so many in ten thousand of those that are true in `among`, as nearly as can be.

        For shares that must hold in a small group too, where independent chances would scatter.
        """
        where = np.flatnonzero(among)
        exact, rest = divmod(len(where) * in_10000, 10000)
        number = exact + int(self.between(0, 9999, 1)[0] < rest)
        if number in (0, len(where)):
            return where[:number]
        # With 64 bits no two draws are equal, so that the lowest are the same set whatever the sorting.
        order = self._generator.integers(0, 1 << 63, len(where), dtype=np.int64)
        return where[np.sort(np.argpartition(order, number)[:number])]

    def between(self, low: int, high: int, count: int) -> Whole:
        """Whole numbers from `low` to `high`, both included, as int32."""
        return low + (self.even(count).astype(np.int32) * (high - low + 1) >> 16)

    def read(self, table: Whole, count: int) -> Whole:
        """One entry of a look-up table for each of `count` draws."""
        return table[self.even(count)]


def weighted(weights: Sequence[int], values: Sequence[int] | None = None) -> Whole:
    """The look-up table of a choice: entry i occurs in proportion to `weights[i]`; int8, or int16 for large values."""
    named = np.arange(len(weights)) if values is None else np.asarray(values)
    bounds = np.concatenate(([0], np.cumsum(weights))) * EVEN // sum(weights)
    kind = np.int8 if named.max() < 128 else np.int16
    return np.repeat(named, np.diff(bounds)).astype(kind)


def banded(bands: Sequence[tuple[int, int, int]]) -> Whole:
    """The look-up table of an age: bands of (first, last, weight), every year of a band as likely as the next."""
    years = [year for first, last, _ in bands for year in range(first, last + 1)]
    weights = [weight * 100_000 // (last - first + 1) for first, last, weight in bands for _ in range(first, last + 1)]
    return weighted(weights, years).astype(np.int16)


def quantiles(*points: tuple[int, int], step: int = 1) -> Whole:
    """The look-up table of an amount from points (permille of the distribution, value), straight lines between them.

    Values are rounded down to a multiple of `step`. The first point must be at 0 and the last at 1000 permille.
    """
    shares = np.array([share for share, _ in points], np.int64) * EVEN
    values = np.array([value for _, value in points], np.int64)
    at = _BELOW * 1000
    left = np.searchsorted(shares, at, side="right") - 1
    rise = (values[left + 1] - values[left]) * (at - shares[left]) // (shares[left + 1] - shares[left])
    table: Whole = (values[left] + rise) // step * step
    return table


def yuan_a_year(*points: tuple[int, int], step: int = 100) -> Whole:
    """As `quantiles`, with points and step in yuan and the table in fen."""
    return quantiles(*points, step=step) * 100
