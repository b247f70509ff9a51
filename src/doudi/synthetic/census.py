"""Counts a population chunk by chunk, and sets the shares achieved against those stated."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from doudi.policy.facts import CODES, FACTS
from doudi.synthetic import marginals as stated
from doudi.synthetic.draws import Truths, Whole
from doudi.synthetic.gaps import HOUSEHOLD_PAPERS, OBLIGOR_PAPERS, PERSON_PAPERS
from doudi.synthetic.households import Households
from doudi.synthetic.people import People

_AGE_LABELS = {f"{first}-{last}" if last < 120 else f"{first}+": (first, last) for first, last in stated.AGE_BANDS}
_GROUP_LABELS = ("0-17", "18-59", "60-79", "80+")


class Census:
    """Running counts of everything a summary tells."""

    def __init__(self) -> None:
        self.persons = self.households = self.obligors = self.chunks = 0
        self._counts: dict[str, Counter[str]] = {}
        self._codes: dict[str, Whole] = {}
        self._unknown = self._askable = 0

    def count(
        self, homes: Households, people: People, facts: Mapping[str, Whole], unknown: Mapping[str, Truths]
    ) -> None:
        """Add one chunk."""
        self.chunks += 1
        self.households += len(homes)
        self.persons += len(people)
        self.obligors += len(facts["obligor_age"])
        self._count_shares(homes, people, facts)
        self._count_codes(facts, unknown)
        for name in unknown:
            if name != "absent_since":
                self._unknown += int(unknown[name].sum())
        self._askable += sum(len(facts[name]) for name in _nullable())

    def _count_shares(self, homes: Households, people: People, facts: Mapping[str, Whole]) -> None:
        by_age = np.bincount(people.age, minlength=120)
        bands = {label: int(by_age[first : last + 1].sum()) for label, (first, last) in _AGE_LABELS.items()}
        self._add("age", bands)
        sizes = np.bincount(homes.size, minlength=max(stated.HOUSEHOLD_SIZES) + 1)
        self._add("household_size", {str(size): int(sizes[size]) for size in stated.HOUSEHOLD_SIZES})
        self._add("area", dict(zip(CODES["area"], np.bincount(homes.area, minlength=2).tolist(), strict=True)))
        groups = np.searchsorted(stated.AGE_GROUPS, people.age, side="right")
        for name, having in (("disabled", facts["disability_kind"] > 0), ("seriously_ill", facts["serious_illness"])):
            found = np.bincount(groups[having], minlength=4).tolist()
            self._add(f"{name}_by_age", dict(zip(_GROUP_LABELS, found, strict=True)))
        self._add("people_by_age", dict(zip(_GROUP_LABELS, np.bincount(groups, minlength=4).tolist(), strict=True)))
        kinds = np.bincount(facts["disability_kind"], minlength=len(CODES["disability_kind"])).tolist()
        self._add("disability_kind", dict(zip(CODES["disability_kind"], kinds, strict=True)))
        grades = np.bincount(facts["disability_grade"], minlength=5).tolist()
        self._add("disability_grade", dict(zip(("none", "1", "2", "3", "4"), grades, strict=True)))

    def _add(self, name: str, counts: Mapping[str, int]) -> None:
        self._counts.setdefault(name, Counter()).update(counts)

    def _count_codes(self, facts: Mapping[str, Whole], unknown: Mapping[str, Truths]) -> None:
        for fact in FACTS.values():
            if fact.codes is None:
                continue
            column = facts[fact.name]
            known = column[~unknown[fact.name]] if fact.name in unknown else column
            found = np.bincount(known, minlength=len(CODES[fact.codes]))
            self._codes[fact.name] = self._codes.get(fact.name, 0) + found

    def achieved(self) -> dict[str, dict[str, float]]:
        """The shares in percent: of households (size, area), of the age group (`..._by_age`), else of persons."""
        groups = self._counts["people_by_age"]
        shares: dict[str, dict[str, float]] = {}
        for name, counts in self._counts.items():
            if name == "people_by_age":
                continue
            whole = groups if name.endswith("_by_age") else dict.fromkeys(counts, counts.total())
            shares[name] = {label: _percent(number, whole[label]) for label, number in counts.items()}
        return shares

    def codes(self) -> dict[str, dict[str, int]]:
        """How often each word of each code is known to occur."""
        return {
            name: dict(zip(CODES[FACTS[name].codes or ""], found.tolist(), strict=True))
            for name, found in self._codes.items()
        }

    def unknown_percent(self) -> float:
        """The share of facts left unknown, among those that can be."""
        return _percent(self._unknown, self._askable)

    @staticmethod
    def stated() -> dict[str, dict[str, float]]:
        """The shares the tables of `marginals` are meant to give, in percent, named as in `achieved`."""
        kinds, grades = stated.DISABILITY_KINDS, stated.DISABILITY_GRADES
        disabled = _expected_disabled()
        return {
            "age": _shares(dict(zip(_AGE_LABELS, stated.AGE_BANDS.values(), strict=True))),
            "household_size": _shares({str(size): weight for size, weight in stated.HOUSEHOLD_SIZES.items()}),
            "area": {"urban": float(stated.URBAN_PERCENT), "rural": 100.0 - stated.URBAN_PERCENT},
            "disabled_by_age": dict(zip(_GROUP_LABELS, (rate / 100 for rate in stated.DISABLED), strict=True)),
            "seriously_ill_by_age": dict(
                zip(_GROUP_LABELS, (rate / 100 for rate in stated.SERIOUSLY_ILL), strict=True)
            ),
            "disability_kind": {"none": round(100 - disabled, 2), **_shares(kinds, disabled)},
            "disability_grade": {
                "none": round(100 - disabled, 2),
                **_shares({str(grade): weight for grade, weight in grades.items()}, disabled),
            },
        }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _shares(weights: Mapping[str, int], of_percent: float = 100.0) -> dict[str, float]:
    whole = sum(weights.values())
    return {label: round(of_percent * weight / whole, 2) for label, weight in weights.items()}


def _expected_disabled() -> float:
    """Percent of all persons that the rates by age and the stated ages give together."""
    weights = [0] * len(stated.DISABLED)
    for (first, _), weight in stated.AGE_BANDS.items():
        weights[int(np.searchsorted(stated.AGE_GROUPS, first, side="right"))] += weight
    return sum(w * rate for w, rate in zip(weights, stated.DISABLED, strict=True)) / sum(weights) / 100


def _nullable() -> list[str]:
    return [name for papers in (PERSON_PAPERS, HOUSEHOLD_PAPERS, OBLIGOR_PAPERS) for names in papers for name in names]
