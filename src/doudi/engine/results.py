"""What a bulk run writes: the same columns whichever engine worked them out."""

from typing import Any

import numpy as np
import pyarrow as pa

from doudi.engine.kernel import UNKNOWN_NUMBER
from doudi.engine.population import Batch
from doudi.policy.edition import Edition
from doudi.policy.language import Rule
from doudi.policy.programmes import PROGRAMMES, Programme

Array = np.ndarray[Any, Any]

HOUSEHOLD_EXTRAS = ("members_counted", "income_per_head", "dibao_review_months", "village_plan_type")
PERSON_EXTRAS = ("counted", "top_up_class")
# What a column is called in the results where it is not called like its rule.
COLUMN = {"members_counted": "counted"}

# The outcome for each of conditions, excluded, published (0 no, 1 yes, 2 unknown), as `determine.outcome_of` says it.
_OUTCOMES = np.array(
    [
        0 if c == 0 else (3 if c == 1 else 0) if x == 1 else 2 if c == 2 or x == 2 or p == 0 else 1
        for c in range(3)
        for x in range(3)
        for p in range(3)
    ],
    np.int8,
)


def programmes_of(unit: str) -> tuple[Programme, ...]:
    """The programmes of households, or of persons."""
    return tuple(programme for programme in PROGRAMMES if programme.unit == unit)


def amounts_of(programme: Programme) -> tuple[tuple[str, str], ...]:
    """The amount columns of a programme: (column, rule)."""
    named = (("monthly", programme.monthly), ("least", programme.least), ("most", programme.most))
    return tuple((f"{programme.key}_{word}", rule) for word, rule in named if rule)


def rules_wanted(programmes: tuple[Programme, ...] = PROGRAMMES) -> tuple[str, ...]:
    """Every rule whose value the result columns of these programmes are made of."""
    wanted = dict.fromkeys(HOUSEHOLD_EXTRAS + PERSON_EXTRAS)
    for programme in programmes:
        named = (programme.conditions, programme.excluded, programme.published)
        wanted |= dict.fromkeys([rule for rule in named if rule] + [rule for _, rule in amounts_of(programme)])
    return tuple(wanted)


def outcome_array(values: dict[str, Array], programme: Programme, edition: Edition, batch: Batch) -> Array:
    """The outcome codes of one programme for every household or person of a batch."""
    conditions = values[programme.conditions]
    if not programme.excluded and not programme.published:
        return conditions
    excluded = _spread(values, programme.excluded, programme, edition, batch)
    published = _spread(values, programme.published, programme, edition, batch)
    outcomes: Array = _OUTCOMES.take(
        conditions * np.int8(9)
        + (np.int8(0) if excluded is None else excluded * np.int8(3))
        + (np.int8(1) if published is None else published)
    )
    return outcomes


def _spread(values: dict[str, Array], rule: str, programme: Programme, edition: Edition, batch: Batch) -> Array | None:
    """A rule's array over the programme's units: a household's value spread over its members where need be."""
    if not rule:
        return None
    array = values[rule]
    if programme.unit == "person" and edition.rules[rule].entity == "household":
        array = np.repeat(array, np.diff(batch.members))
    return array


def household_results(values: dict[str, Array], edition: Edition, batch: Batch) -> pa.Table:
    """The households' columns: outcome and amounts of each programme, income per head, review, type."""
    columns: dict[str, pa.Array] = {"household_id": batch.household_ids}
    columns |= {COLUMN.get(name, name): _numbers(values[name], edition.rules[name]) for name in HOUSEHOLD_EXTRAS}
    return pa.table(columns | _programme_columns("household", values, edition, batch))


def person_results(values: dict[str, Array], edition: Edition, batch: Batch) -> pa.Table:
    """The persons' columns: whether they count, their class, outcome and amount of each programme."""
    columns: dict[str, pa.Array] = {"household_id": batch.person_households, "person_id": batch.person_ids}
    columns["counted"] = pa.array(values["counted"])
    columns["top_up_class"] = _numbers(values["top_up_class"], edition.rules["top_up_class"])
    return pa.table(columns | _programme_columns("person", values, edition, batch))


def _programme_columns(unit: str, values: dict[str, Array], edition: Edition, batch: Batch) -> dict[str, pa.Array]:
    columns: dict[str, pa.Array] = {}
    for programme in programmes_of(unit):
        outcomes = outcome_array(values, programme, edition, batch)
        columns[programme.key] = pa.array(outcomes)
        for column, rule in amounts_of(programme):
            amount = _spread(values, rule, programme, edition, batch)
            assert amount is not None
            columns[column] = pa.array(amount, mask=(outcomes != 1) | (amount == UNKNOWN_NUMBER))
    return columns


def _numbers(array: Array, rule: Rule) -> pa.Array:
    """A column of numbers with NULL for unknown; codes take a byte."""
    narrow = array.astype(np.int8) if rule.unit.startswith("code:") else array
    return pa.array(narrow, mask=array == UNKNOWN_NUMBER)
