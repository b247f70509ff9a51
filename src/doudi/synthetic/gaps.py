"""What is not known: a stated share of all facts, most of it in the few households whose papers are incomplete.

Facts that one paper shows are unknown together, as a case file leaves out one key: a list of incomes, the assets, a
disability. Facts with a default in a case file and those the household register always shows are never unknown.
"""

from collections.abc import Iterable

import numpy as np

from doudi.policy.facts import INCOME_KINDS, SPENDING_KINDS
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Draws, Truths, Whole

Columns = dict[str, Whole]
Unknown = dict[str, Truths]

_INCOMES = tuple(f"income_{kind}" for kind in INCOME_KINDS)
_SPENDING = tuple(f"spending_{kind}" for kind in SPENDING_KINDS)
_DISABILITY = ("disability_kind", "disability_grade", "disability_certified")
PERSON_PAPERS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in ("sex", "school", "serious_illness", "long_term_care", "labour", "unable_items")),
    *((name,) for name in ("care_mode", "employment_cost", "lives_alone", "left_behind")),
    _DISABILITY,
    _INCOMES,
    _SPENDING,
)
_ASSETS = ("financial_assets", "homes", "vehicles", "businesses")
_EVENT = ("event_kind", "event_urgent", "event_loss", "event_self_paid")
HOUSEHOLD_PAPERS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in ("relapse_watch", "obligors_listed", "has_farmland", "two_daughter_family")),
    (*_ASSETS, "asset_finding"),
    tuple(f"household_income_{kind}" for kind in INCOME_KINDS),
    tuple(f"household_spending_{kind}" for kind in SPENDING_KINDS),
    ("receiving_dibao", "receiving_tekun"),
    _EVENT,
)
OBLIGOR_PAPERS: tuple[tuple[str, ...], ...] = (
    ("obligor_income",),
    ("obligor_assets_over",),
    ("obligor_receives_dibao", "obligor_receives_tekun"),
    ("obligor_disability_kind", "obligor_disability_grade"),
)


class Gaps:
    """How incomplete the papers of each household of a chunk are: `rate` in ten thousand facts."""

    def __init__(self, draws: Draws, households: int, unknown_permille: int) -> None:
        self._draws = draws
        sorts = np.array(stated.GAPS) * unknown_permille * 10 // stated.GAPS_PER
        self.rate = sorts[draws.read(stated.PAPERS, households)]

    def households(self, facts: Columns) -> Unknown:
        """Which household facts are unknown."""
        unknown = self._lost(HOUSEHOLD_PAPERS, self.rate)
        happened = facts["event_kind"] > 0
        for name in _EVENT[1:]:
            self._lose_also(unknown, (name,), happened, self.rate)
        for name in _ASSETS:
            self._lose_also(unknown, (name,), np.ones(len(self.rate), bool), self.rate // 4)
        return unknown

    def people(self, home: Whole, facts: Columns) -> Unknown:
        """Which facts of persons are unknown, money among them; `absent_since` also where nobody is absent."""
        rate = self.rate[home]
        unknown = self._lost(PERSON_PAPERS, rate)
        self._lose_also(unknown, ("disability_grade",), facts["disability_kind"] > 0, rate)
        for parent in ("father", "mother"):
            self._lose_also(unknown, (f"{parent}_months",), facts[f"{parent}_state"] > 0, rate)
        for name in (*_INCOMES, *_SPENDING):
            self._lose_also(unknown, (name,), facts[name] > 0, rate // 2)
        unknown["absent_since"] = facts["absence"] == 0
        self._lose_also(unknown, ("absent_since",), facts["absence"] > 0, rate)
        return unknown

    def obligors(self, home: Whole) -> Unknown:
        """Which facts of obligors are unknown."""
        return self._lost(OBLIGOR_PAPERS, self.rate[home])

    def _lost(self, papers: Iterable[tuple[str, ...]], rate: Whole) -> Unknown:
        unknown: Unknown = {}
        for names in papers:
            self._lose_also(unknown, names, rate > 0, rate)
        return unknown

    def _lose_also(self, unknown: Unknown, names: tuple[str, ...], among: Truths, rate: Whole) -> None:
        lost = self._draws.some(among & (rate > 0), rate)
        if not len(lost):
            return
        for name in names:
            unknown.setdefault(name, np.zeros(len(rate), bool))[lost] = True
