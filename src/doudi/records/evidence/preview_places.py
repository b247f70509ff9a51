"""The changed households of a preview counted village by village."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa

from doudi.policy.programmes import BY_KEY


@dataclass
class Moved:
    """One programme in one village: how many units change and how, and what a month costs more, in fen.

    Entrants, leavers and the rest are counted as `engine.comparing.Compared` counts them.
    """

    entrants: int = 0
    leavers: int = 0
    settled: int = 0
    unsettled: int = 0
    higher: int = 0
    lower: int = 0
    other: int = 0
    monthly_difference: int = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one changed unit."""
        kind = kind_of_move(row)
        setattr(self, kind, getattr(self, kind) + 1)
        if BY_KEY[row["programme"]].monthly:
            self.monthly_difference += (row["amount_after"] or 0) - (row["amount_before"] or 0)


MOVES = tuple(field.name for field in fields(Moved) if field.name != "monthly_difference")


def kind_of_move(row: Mapping[str, Any]) -> str:
    """What happened to one unit: entrants, leavers, settled, unsettled, higher, lower or other."""
    before, after = row["outcome_before"], row["outcome_after"]
    if after == "eligible" != before:
        return "settled" if before == "unknown" else "entrants"
    if before == "eligible" != after:
        return "unsettled" if after == "unknown" else "leavers"
    if before == after == "eligible":
        return _direction(row)
    return "other"


def _direction(row: Mapping[str, Any]) -> str:
    """By the upper amount, or else the lower one; not known in one of the runs is neither."""
    pairs = [(row["amount_before"], row["amount_after"])]
    if BY_KEY[row["programme"]].least:
        pairs.append((row["least_before"], row["least_after"]))
    if any(None in pair for pair in pairs):
        return "other"
    gaps = [after - before for before, after in pairs if after != before]
    return "other" if not gaps else "higher" if gaps[0] > 0 else "lower"


def by_village(changed: pa.Table) -> dict[str, dict[str, Moved]]:
    """Every programme that changes in every village, villages in order of their codes."""
    found: defaultdict[str, defaultdict[str, Moved]] = defaultdict(lambda: defaultdict(Moved))
    for row in changed.to_pylist():
        found[row["place"]][row["programme"]].add(row)
    order = list(BY_KEY)
    return {
        village: dict(sorted(of.items(), key=lambda one: order.index(one[0]))) for village, of in sorted(found.items())
    }
