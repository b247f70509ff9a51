"""The households of one chunk: how many live in each, where, how well off, and what the household owns and reports."""

from dataclasses import dataclass

import numpy as np

from doudi.policy.facts import CODES, INCOME_KINDS, SPENDING_KINDS
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Draws, Truths, Whole, weighted
from doudi.synthetic.places import settle

CHUNK = 100_000
"""Households a chunk, and a row group: fixed, because the draws of a chunk depend on it."""

LARGEST = max(stated.HOUSEHOLD_SIZES)
_SIZES = weighted(list(stated.HOUSEHOLD_SIZES.values()), list(stated.HOUSEHOLD_SIZES))
_AREAS = weighted((stated.URBAN_PERCENT, 100 - stated.URBAN_PERCENT))
_EVENT = CODES["event_kind"].index
_LOSSES = [_EVENT(word) for word in ("fire", "traffic", "disaster", "accident", "other")]
_SELF_PAID = [_EVENT(word) for word in ("illness", "education")]
_URGENT = np.array([0, 8000, 5000, 1500, 6000, 3500, 0, 1500])


def _compositions_by_size() -> Whole:
    tables = np.zeros((LARGEST + 1, 1 << 16), np.int8)
    for size in stated.HOUSEHOLD_SIZES:
        rows = [i for i, each in enumerate(stated.COMPOSITIONS) if len(each.relations) == size]
        tables[size] = weighted([stated.COMPOSITIONS[i].weight for i in rows], rows)
    return tables


_COMPOSITIONS = _compositions_by_size()


@dataclass(frozen=True)
class Households:
    """One chunk of households in order: `composition` indexes COMPOSITIONS, `place` villages(), `means` is percent."""

    first_id: int
    size: Whole
    composition: Whole
    area: Whole
    place: Whole
    means: Whole

    def __len__(self) -> int:
        return len(self.size)

    @property
    def ids(self) -> Whole:
        """Household numbers, counting from 1 through the whole population."""
        return np.arange(self.first_id, self.first_id + len(self), dtype=np.int64)

    @property
    def poor(self) -> Truths:
        """Households whose incomes are far below the usual."""
        return self.means < stated.POOR_PERCENT


def found_households(draws: Draws, *, first_id: int, persons_left: int) -> Households:
    """Draw a chunk of households; the last one is made smaller where fewer persons than it would hold are left."""
    size = _cut(draws.read(_SIZES, CHUNK), persons_left)
    count = len(size)
    composition = _COMPOSITIONS[size, draws.even(count)]
    area = draws.read(_AREAS, count)
    place = settle(area, draws.even(count))
    return Households(first_id, size, composition, area, place, draws.read(stated.MEANS, count))


def _cut(size: Whole, persons_left: int) -> Whole:
    filled = np.cumsum(size, dtype=np.int64)
    if filled[-1] <= persons_left:
        return size
    last = int(np.searchsorted(filled, persons_left))
    kept = size[: last + 1].copy()
    kept[last] -= filled[last] - persons_left
    return kept


def household_facts(draws: Draws, homes: Households) -> dict[str, Whole]:
    """Every household fact as a column, nothing unknown yet."""
    return {
        "area": homes.area,
        **_assets(draws, homes),
        **_own_money(draws, homes, "income", tuple(INCOME_KINDS), stated.HOUSEHOLD_INCOMES),
        **_own_money(draws, homes, "spending", tuple(SPENDING_KINDS), stated.HOUSEHOLD_SPENDING),
        **_in_payment(draws, homes),
        **_event(draws, len(homes)),
        "relapse_watch": draws.chance(_relapse_rate(homes), len(homes)),
        "obligors_listed": np.ones(len(homes), bool),
        "has_farmland": draws.chance(np.array(stated.FARMLAND)[homes.area], len(homes)),
        "two_daughter_family": draws.chance(np.array(stated.TWO_DAUGHTERS)[homes.area], len(homes)),
    }


def _relapse_rate(homes: Households) -> Whole:
    return np.where(
        homes.poor, np.array(stated.POOR_RELAPSE_WATCH)[homes.area], np.array(stated.RELAPSE_WATCH)[homes.area]
    )


def _assets(draws: Draws, homes: Households) -> dict[str, Whole]:
    count, poor = len(homes), homes.poor
    savings = draws.read(stated.FINANCIAL_ASSETS, count) * np.minimum(homes.means, 300) // 1_000_000 * 10_000
    return {
        "financial_assets": savings,
        "homes": np.where(poor, draws.read(stated.POOR_HOMES, count), draws.read(stated.HOMES, count)),
        "vehicles": _unless(draws, poor, draws.read(stated.VEHICLES, count)),
        "businesses": _unless(draws, poor, draws.read(stated.BUSINESSES, count)),
        "asset_finding": np.where(poor, draws.read(stated.POOR_FINDINGS, count), draws.read(stated.FINDINGS, count)),
    }


def _unless(draws: Draws, poor: Truths, owned: Whole) -> Whole:
    """What is owned, but by hardly any of the poor."""
    return np.where(poor & draws.chance(9000, len(owned)), 0, owned)


_Money = tuple[tuple[str, tuple[int, int], Whole], ...]


def _own_money(draws: Draws, homes: Households, what: str, kinds: tuple[str, ...], usual: _Money) -> dict[str, Whole]:
    """Incomes or spending of the household itself: the usual kinds often, any kind now and then."""
    columns = {kind: np.zeros(len(homes), np.int64) for kind in kinds}
    everyone = np.ones(len(homes), bool)
    for kind, rates, amounts in usual:
        having = draws.some(everyone, np.array(rates)[homes.area])
        columns[kind][having] = draws.read(amounts, len(having))
    seldom = draws.some(everyone, stated.SELDOM_IN_10000)
    which = draws.between(0, len(kinds) - 1, len(seldom))
    for index, kind in enumerate(kinds):
        having = seldom[which == index]
        columns[kind][having] += draws.read(stated.SELDOM, len(having))
    return {f"household_{what}_{kind}": column for kind, column in columns.items()}


def _in_payment(draws: Draws, homes: Households) -> dict[str, Whole]:
    dibao, tekun = (np.zeros(len(homes), np.int64) for _ in range(2))
    alone = homes.size == 1
    paid_tekun = draws.some(alone & homes.poor, 2500)
    tekun[paid_tekun] = draws.read(stated.TEKUN_IN_PAYMENT, len(paid_tekun))
    paid_dibao = draws.some(tekun == 0, np.where(homes.poor, 4500, 25))
    dibao[paid_dibao] = draws.read(stated.DIBAO_IN_PAYMENT, len(paid_dibao)) * homes.size[paid_dibao]
    return {"receiving_dibao": dibao, "receiving_tekun": tekun}


def _event(draws: Draws, count: int) -> dict[str, Whole]:
    kind = draws.read(stated.EVENTS, count)
    loss, self_paid = (np.zeros(count, np.int64) for _ in range(2))
    urgent = np.zeros(count, bool)
    urgent[draws.some(kind > 0, _URGENT[kind])] = True
    lost = np.flatnonzero(np.isin(kind, _LOSSES))
    loss[lost] = draws.read(stated.LOSS, len(lost))
    paid = np.flatnonzero(np.isin(kind, _SELF_PAID))
    self_paid[paid] = draws.read(stated.SELF_PAID, len(paid))
    return {"event_kind": kind, "event_urgent": urgent, "event_loss": loss, "event_self_paid": self_paid}
