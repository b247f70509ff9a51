"""Two runs of one batch held against each other: who enters, who leaves, whose amount changes, who is near the line.

A unit is a household, or a person for the programmes of persons. What one unit gets is its outcome and its amounts in
fen; an amount is told apart only where both runs know it.
"""

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.engine.kernel import UNKNOWN_NUMBER
from doudi.engine.population import Batch
from doudi.engine.results import amounts_of
from doudi.policy.programmes import OUTCOMES, PROGRAMMES, Programme

Array = np.ndarray[Any, Any]
# A run's results of one batch: the households' table and the persons'.
Results = tuple[pa.Table, pa.Table]

_ELIGIBLE, _UNKNOWN = OUTCOMES.index("eligible"), OUTCOMES.index("unknown")
_CHANGED_SCHEMA = pa.schema(
    [
        pa.field("household_id", pa.int64(), nullable=False),
        pa.field("person_id", pa.int64()),
        pa.field("place", pa.string()),
        pa.field("programme", pa.string(), nullable=False),
        pa.field("outcome_before", pa.string(), nullable=False),
        pa.field("outcome_after", pa.string(), nullable=False),
        pa.field("amount_before", pa.int64()),
        pa.field("amount_after", pa.int64()),
        pa.field("least_before", pa.int64()),
        pa.field("least_after", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Compared:
    """One programme in one place before and after: units counted, money in fen a month.

    Entrants become eligible out of a refusal or an exclusion, leavers the other way; `settled` become eligible out of
    an unknown outcome, `unsettled` the other way. So `eligible_after` is `eligible_before` and the entrants and the
    settled, less the leavers and the unsettled. Who is eligible both times has an amount that is higher, lower, the
    same, or not known in one of the runs; a one-off range is higher where its upper limit is, or else its lower one.
    """

    eligible_before: int = 0
    eligible_after: int = 0
    entrants: int = 0
    leavers: int = 0
    settled: int = 0
    unsettled: int = 0
    higher: int = 0
    lower: int = 0
    same: int = 0
    amount_unknown: int = 0
    unknown_before: int = 0
    unknown_after: int = 0
    monthly_before: int = 0
    monthly_after: int = 0

    @property
    def monthly_difference(self) -> int:
        """What a month costs more (or, below zero, less), in fen."""
        return self.monthly_after - self.monthly_before

    @property
    def changed(self) -> bool:
        """Whether anybody's outcome or amount differs."""
        moved = (self.entrants, self.leavers, self.settled, self.unsettled, self.higher, self.lower)
        return any(moved) or (self.unknown_before, self.monthly_before) != (self.unknown_after, self.monthly_after)

    def __add__(self, other: "Compared") -> "Compared":
        mine, its = dataclasses.astuple(self), dataclasses.astuple(other)
        return Compared(*(a + b for a, b in zip(mine, its, strict=True)))


@dataclass(frozen=True)
class Sides:
    """What one programme gives every unit of a batch: outcome codes and the amounts, the upper one of a range first."""

    programme: Programme
    before: Array
    after: Array
    amounts: tuple[tuple[Array, Array], ...]

    @cached_property
    def direction(self) -> Array:
        """Of everyone's amounts: 0 the same, 1 higher, 2 lower, 3 not known in one of the runs."""
        found = np.zeros(len(self.before), np.int8)
        for before, after in reversed(self.amounts):
            found = np.where(after > before, 1, np.where(after < before, 2, found)).astype(np.int8)
        for before, after in self.amounts:
            found[(before == UNKNOWN_NUMBER) | (after == UNKNOWN_NUMBER)] = 3
        return found

    @cached_property
    def changed(self) -> Array:
        """Whose outcome or amount differs."""
        differs: Array = self.before != self.after
        for before, after in self.amounts:
            differs = differs | (before != after)
        return differs

    def monthly(self, where: Array, places: int, side: int) -> Array:
        """The monthly cost of each place, before (0) or after (1)."""
        cost = np.zeros(places, np.int64)
        if self.programme.monthly:
            amount = self.amounts[0][side]
            known = amount != UNKNOWN_NUMBER
            np.add.at(cost, where[known], amount[known])
        return cost

    def compared(self, where: Array, places: int) -> list[Compared]:
        """The counts of each place; `where` says which place each unit is of."""
        moves = np.bincount(where * 16 + self.before * np.int64(4) + self.after, minlength=16 * places)
        stays = (self.before == _ELIGIBLE) & (self.after == _ELIGIBLE)
        amounts = np.bincount(where[stays] * 4 + self.direction[stays], minlength=4 * places).reshape(-1, 4)
        cost = [self.monthly(where, places, side) for side in (0, 1)]
        return [
            _compared(moves[at], amounts[place], int(cost[0][place]), int(cost[1][place]))
            for place in range(places)
            for at in [slice(16 * place, 16 * place + 16)]
        ]


def _compared(moves: Array, amounts: Array, before: int, after: int) -> Compared:
    """The counts of one place from its moves between outcomes (row before, column after) and its amounts."""
    table = moves.reshape(4, 4)
    stayed, settled = int(table[_ELIGIBLE, _ELIGIBLE]), int(table[_UNKNOWN, _ELIGIBLE])
    unsettled = int(table[_ELIGIBLE, _UNKNOWN])
    eligible = int(table[_ELIGIBLE].sum()), int(table[:, _ELIGIBLE].sum())
    return Compared(
        eligible_before=eligible[0],
        eligible_after=eligible[1],
        entrants=eligible[1] - stayed - settled,
        leavers=eligible[0] - stayed - unsettled,
        settled=settled,
        unsettled=unsettled,
        same=int(amounts[0]),
        higher=int(amounts[1]),
        lower=int(amounts[2]),
        amount_unknown=int(amounts[3]),
        unknown_before=int(table[_UNKNOWN].sum()),
        unknown_after=int(table[:, _UNKNOWN].sum()),
        monthly_before=before,
        monthly_after=after,
    )


def sides_of(before: Results, after: Results) -> list[Sides]:
    """Every programme's two sides, in the programmes' order."""
    return [_sides(programme, before, after) for programme in PROGRAMMES]


def _sides(programme: Programme, before: Results, after: Results) -> Sides:
    table = 0 if programme.unit == "household" else 1
    columns = sorted((column for column, _ in amounts_of(programme)), reverse=True)
    amounts = tuple((_amounts(before[table], column), _amounts(after[table], column)) for column in columns)
    outcomes = [side[table][programme.key].to_numpy() for side in (before, after)]
    return Sides(programme, outcomes[0], outcomes[1], amounts)


def _amounts(table: pa.Table, column: str) -> Array:
    amounts: Array = table[column].fill_null(UNKNOWN_NUMBER).to_numpy()
    return amounts


def changed_households(sides: list[Sides], batch: Batch) -> int:
    """How many households of a batch have any outcome or amount that differs, the household's or a member's."""
    touched = np.zeros(len(batch.household_ids), np.bool_)
    of = _household_of(batch)
    for side in sides:
        touched[_positions(side, of)] = True
    return int(touched.sum())


def changed_rows(sides: list[Sides], batch: Batch) -> pa.Table:
    """A row for every outcome or amount that differs: by household, then programme, then person.

    `amount` is fen a month, or the upper limit of a one-off payment, whose lower limit is `least`; NULL where there is
    nothing to pay or it is not known. `person_id` is NULL for a programme of households.
    """
    of = _household_of(batch)
    tables = [_rows(side, batch, _positions(side, of)) for side in sides]
    positions = np.concatenate([_positions(side, of) for side in sides])
    return pa.concat_tables(tables).take(np.argsort(positions, kind="stable"))


def _household_of(batch: Batch) -> Array:
    return np.repeat(np.arange(len(batch.household_ids)), np.diff(batch.members))


def _positions(side: Sides, household_of: Array) -> Array:
    """Which household of the batch each change of a programme is in."""
    units = np.flatnonzero(side.changed)
    return units if side.programme.unit == "household" else household_of[units]


def _rows(side: Sides, batch: Batch, households: Array) -> pa.Table:
    units = np.flatnonzero(side.changed)
    of_persons = side.programme.unit == "person"
    words = pa.array(OUTCOMES)
    nothing = np.full(len(units), UNKNOWN_NUMBER)
    amounts = [array[units] for pair in side.amounts for array in pair] + [nothing] * 4
    columns = [
        batch.household_ids.take(households),
        batch.person_ids.take(units) if of_persons else pa.nulls(len(units), pa.int64()),
        batch.places.take(pa.array(households)).cast(pa.string()),
        pa.repeat(pa.scalar(side.programme.key), len(units)),
        words.take(pa.array(side.before[units])),
        words.take(pa.array(side.after[units])),
        *(pa.array(array, mask=array == UNKNOWN_NUMBER) for array in amounts[:4]),
    ]
    return pa.table(columns, schema=_CHANGED_SCHEMA)


def changed_schema() -> pa.Schema:
    """The columns of `changed_rows`."""
    return _CHANGED_SCHEMA


@dataclass(frozen=True, order=True)
class NearLine:
    """A household whose income per head is near the standard in one of the runs; money in fen a month.

    `distance` is the smaller distance from the standard, in millionths of it.
    """

    distance: int
    household_id: int
    place: str
    income_per_head_before: int | None
    income_per_head_after: int | None
    standard_before: int | None
    standard_after: int | None
    outcome_before: str
    outcome_after: str


def near_line(
    before: Results, after: Results, standards: tuple[Array, Array], batch: Batch, percent: int, limit: int
) -> tuple[int, list[NearLine]]:
    """How many households are within `percent` of the standard before or after, and the nearest of them."""
    heads = [_amounts(side[0], "income_per_head") for side in (before, after)]
    away = [_distance(head, standard, percent) for head, standard in zip(heads, standards, strict=True)]
    nearest = np.minimum(*away)
    near = np.flatnonzero(nearest != _FAR)
    chosen = near[np.lexsort((batch.household_ids.to_numpy()[near], nearest[near]))][:limit]
    outcomes = [side[0]["dibao"].to_numpy() for side in (before, after)]
    return len(near), [
        NearLine(
            distance=int(nearest[at]),
            household_id=batch.household_ids[int(at)].as_py(),
            place=batch.places[int(at)].as_py(),
            income_per_head_before=_known(heads[0][at]),
            income_per_head_after=_known(heads[1][at]),
            standard_before=_known(standards[0][at]),
            standard_after=_known(standards[1][at]),
            outcome_before=OUTCOMES[outcomes[0][at]],
            outcome_after=OUTCOMES[outcomes[1][at]],
        )
        for at in chosen
    ]


_FAR = np.iinfo(np.int64).max


def _distance(heads: Array, standards: Array, percent: int) -> Array:
    """How far each income per head is from the standard in millionths of it, or _FAR where it is not near."""
    away = np.full(len(heads), _FAR)
    known = np.flatnonzero((heads != UNKNOWN_NUMBER) & (standards != UNKNOWN_NUMBER) & (standards > 0))
    gap = np.abs(heads[known] - standards[known])
    near = gap * 100 <= standards[known] * percent
    away[known[near]] = gap[near] * 1_000_000 // standards[known[near]]
    return away


def _known(number: Any) -> int | None:
    return None if number == UNKNOWN_NUMBER else int(number)
