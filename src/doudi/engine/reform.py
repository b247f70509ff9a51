"""What if: a population under today's parameters and under changed ones, and what that means for people and money.

The population is streamed row group by row group through the kernel, once for each set of parameters, so memory stays
with one row group. Rules, day and profile are the same on both sides: whatever differs comes from the parameters.
"""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow.parquet as pq

from doudi.engine.bulk import county_of
from doudi.engine.changes import Changes
from doudi.engine.comparing import (
    Array,
    Compared,
    NearLine,
    Results,
    changed_households,
    changed_rows,
    changed_schema,
    near_line,
    sides_of,
)
from doudi.engine.compiled import Compiled
from doudi.engine.dated import AREAS, Parameters, Value, published_parameters
from doudi.engine.kernel import UNKNOWN_NUMBER
from doudi.engine.population import Batch, Population
from doudi.engine.results import household_results, person_results, rules_wanted
from doudi.policy.edition import current
from doudi.policy.programmes import BY_KEY, PROGRAMMES
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import full_name, place_name

__all__ = ["ChangedValue", "Compared", "NearLine", "ReformReport", "run_reform", "tables", "to_json"]

Progress = Callable[[int, int], None]
Counted = dict[str, Compared]
# A scaled standard of a whole province is hundreds of values: the text shows so many, the JSON all.
MOST_CHANGES_TOLD = 30


@dataclass(frozen=True)
class ChangedValue:
    """One value of the what-if: what it replaces on the day (None where nothing is published), and whether it holds.

    It does not hold on a day before its `since`, nor where a later or narrower published value goes before it.
    """

    value: Value
    before: int | None
    holds: bool


@dataclass(frozen=True)
class ReformReport:
    """What a what-if does to a population, by county (6 digits) and programme and in all.

    `near` are the households nearest to the dibao standard, at most as many as were asked for, of `near_found` in
    all. `households_changed` have an outcome or amount that differs, their own or a member's.
    """

    day: datetime.date
    profile: str
    rules: str
    changes: tuple[ChangedValue, ...]
    households: int
    persons: int
    households_changed: int
    places: dict[str, Counted]
    everywhere: Counted
    near_percent: int
    near_found: int
    near: tuple[NearLine, ...]


def run_reform(
    population: Path,
    *,
    day: datetime.date,
    profile: str = "anhui",
    changes: Changes,
    near_percent: int = 5,
    near_limit: int = 100,
    households: Path | None = None,
    parameters: Parameters | None = None,
    progress: Progress | None = None,
) -> ReformReport:
    """Hold a population under the published parameters against the same under changed ones (`with_changes`' format).

    `near_percent` of the dibao standard is near the line. `households` is a Parquet file for every single change;
    it appears only when it is whole. `progress` is told persons done and in all. Raises ParameterError for changes
    that cannot be read, PopulationError for a population that cannot, and EditionError before the first rule.
    """
    base = parameters or published_parameters()
    changed = base.with_changes(changes)
    run = _Run(Population(population), day, profile, (base, changed), near_percent, near_limit)
    with _rows_written_to(households) as write:
        for number in range(run.population.batches):
            run.add(run.population.read(number, run.sides[0].facts, day), write)
            if progress:
                progress(run.persons, run.population.persons)
    return run.report(_changed_values(base, changed, day, profile))


class _Run:
    """Two compiled engines and what was counted so far."""

    def __init__(
        self,
        population: Population,
        day: datetime.date,
        profile: str,
        parameters: tuple[Parameters, Parameters],
        near_percent: int,
        near_limit: int,
    ) -> None:
        self.population, self.day, self.profile = population, day, profile
        self.edition = current(day, profile)
        self.sides = [
            Compiled(self.edition, rules_wanted(), day=day, profile=profile, parameters=table) for table in parameters
        ]
        self.near_percent, self.near_limit = near_percent, near_limit
        self.persons = self.households_changed = self.near_found = 0
        self.near: list[NearLine] = []
        self.places: dict[str, Counted] = {}

    def add(self, batch: Batch, write: Callable[[Any], None] | None) -> None:
        """Work a batch out on both sides and count what differs."""
        before, after = (self.results(compiled, batch) for compiled in self.sides)
        sides = sides_of(before, after)
        counties, index = np.unique(np.array(county_of(batch), dtype="U6"), return_inverse=True)
        of_person = np.repeat(index, np.diff(batch.members))
        for side in sides:
            where = index if side.programme.unit == "household" else of_person
            for county, counted in zip(counties, side.compared(where, len(counties)), strict=True):
                _add(self.places.setdefault(str(county), {}), side.programme.key, counted)
        standards = self.standards(self.sides[0], batch), self.standards(self.sides[1], batch)
        found, near = near_line(before, after, standards, batch, self.near_percent, self.near_limit)
        self.near_found += found
        self.near = sorted(self.near + near)[: self.near_limit]
        self.households_changed += changed_households(sides, batch)
        self.persons += len(batch.person_ids)
        if write:
            write(changed_rows(sides, batch))

    def results(self, compiled: Compiled, batch: Batch) -> Results:
        """The result tables of one side."""
        values = compiled.run(batch)
        return household_results(values, self.edition, batch), person_results(values, self.edition, batch)

    def standards(self, compiled: Compiled, batch: Batch) -> Array:
        """The dibao standard of each household on one side, fen a month."""
        cells = compiled.places.cells(batch.places, batch.facts["area"])
        values, known = compiled.places.arrays()
        row = compiled.places.names.index("dibao_standard")
        standards: Array = np.where(known[row], values[row], UNKNOWN_NUMBER)[cells]
        return standards

    def report(self, changes: tuple[ChangedValue, ...]) -> ReformReport:
        """What was counted, places in order of their codes."""
        everywhere: Counted = {programme.key: Compared() for programme in PROGRAMMES}
        for counted in self.places.values():
            for key, compared in counted.items():
                _add(everywhere, key, compared)
        return ReformReport(
            day=self.day,
            profile=self.profile,
            rules=self.edition.fingerprint,
            changes=changes,
            households=self.population.households,
            persons=self.population.persons,
            households_changed=self.households_changed,
            places=dict(sorted(self.places.items())),
            everywhere=everywhere,
            near_percent=self.near_percent,
            near_found=self.near_found,
            near=tuple(self.near),
        )


def _add(counted: Counted, key: str, compared: Compared) -> None:
    counted[key] = counted.get(key, Compared()) + compared


@contextmanager
def _rows_written_to(path: Path | None) -> Iterator[Callable[[Any], None] | None]:
    """A writer of row groups to a Parquet file that appears under its name when it is whole; none without a path."""
    if path is None:
        yield None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.writing")
    try:
        with pq.ParquetWriter(beside, changed_schema(), compression="zstd") as writer:
            yield writer.write_table
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)


def _changed_values(
    base: Parameters, changed: Parameters, day: datetime.date, profile: str
) -> tuple[ChangedValue, ...]:
    """The values of the what-if that speak of the profile, by parameter, place and area."""
    found: list[ChangedValue] = []
    for name in changed.names():
        published = set(base.published(name))
        own = any(value.profile == profile for value in changed.published(name))
        for value in changed.published(name):
            if value not in published and value.profile == (profile if own else None):
                found.append(_changed_value(base, changed, value, day, profile))
    found.sort(key=lambda one: (one.value.parameter, one.value.place, one.value.area or "", one.value.since))
    return tuple(found)


def _changed_value(
    base: Parameters, changed: Parameters, value: Value, day: datetime.date, profile: str
) -> ChangedValue:
    areas = AREAS if value.area is None and "area" in base.definition(value.parameter).by else (value.area,)
    held = [
        tuple(
            table.value(value.parameter, place=value.place, area=area, on=day, profile=profile)
            for table in (base, changed)
        )
        for area in areas
    ]
    replaced = {None if before is None else before.amount for before, _ in held}
    return ChangedValue(value, replaced.pop() if len(replaced) == 1 else None, any(now == value for _, now in held))


def to_json(report: ReformReport) -> dict[str, object]:
    """The report as plain data: whole fen, days in ISO, outcomes by their words."""
    return {
        "day": report.day.isoformat(),
        "profile": report.profile,
        "rules": report.rules,
        "changes": [_change_json(change) for change in report.changes],
        "households": report.households,
        "persons": report.persons,
        "households_changed": report.households_changed,
        "programmes": {key: _compared_json(compared) for key, compared in report.everywhere.items()},
        "places": {
            place: {key: _compared_json(compared) for key, compared in counted.items()}
            for place, counted in report.places.items()
        },
        "near_line": {
            "percent": report.near_percent,
            "found": report.near_found,
            "households": [asdict(near) for near in report.near],
        },
    }


def _change_json(change: ChangedValue) -> dict[str, object]:
    value = change.value
    return {
        "parameter": value.parameter,
        "place": value.place,
        "except": list(value.excepted),
        "area": value.area,
        "since": value.since.isoformat(),
        "unit": value.unit,
        "before": change.before,
        "value": value.amount,
        "holds": change.holds,
    }


def _compared_json(compared: Compared) -> dict[str, int]:
    shown = asdict(compared)
    before, after = shown.pop("monthly_before"), shown.pop("monthly_after")
    return {
        **shown,
        "monthly_before_fen": before,
        "monthly_after_fen": after,
        "monthly_difference_fen": compared.monthly_difference,
    }


Language = Literal["zh", "en"]
TextTable = tuple[str, list[str], list[list[str]]]
_OUTCOME_WORDS = {
    "not_eligible": ("不符合", "not eligible"),
    "eligible": ("符合", "eligible"),
    "unknown": ("待定", "unknown"),
    "excluded": ("不重复享受", "excluded"),
}
_COUNT_WORDS = (
    ("项目", "programme"),
    ("原符合", "eligible before"),
    ("新符合", "eligible after"),
    ("进入", "entrants"),
    ("退出", "leavers"),
    ("增加", "higher"),
    ("减少", "lower"),
    ("不变", "same"),
    ("金额不详", "amount unknown"),
    ("原待定", "unknown before"),
    ("新待定", "unknown after"),
    ("原月支出", "a month before"),
    ("新月支出", "a month after"),
    ("月差额", "difference"),
)


def tables(report: ReformReport, language: Language = "zh") -> Iterator[TextTable]:
    """The report as text tables: title, head, rows. What does not change in a place is left out there."""
    spoken = _Spoken(language)
    yield spoken.changes(report)
    yield spoken.everywhere(report)
    yield spoken.places(report)
    yield spoken.near(report)


class _Spoken:
    """The tables of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def head(self, *words: tuple[str, str]) -> list[str]:
        return [self.say(*word) for word in words]

    def changes(self, report: ReformReport) -> TextTable:
        head = self.head(
            ("参数", "parameter"), ("地区", "place"), ("城乡", "area"), ("自", "since"), ("原值", "before"),
            ("新值", "value"), ("当日有效", "holds on the day"),
        )  # fmt: skip
        rows = [self.change(change) for change in report.changes[:MOST_CHANGES_TOLD]]
        more = len(report.changes) - len(rows)
        if more:
            rows.append([self.say(f"……另有 {more} 项", f"… and {more} more"), *[""] * (len(head) - 1)])
        return self.say("假设的调整", "What is changed"), head, rows

    def change(self, change: ChangedValue) -> list[str]:
        value = change.value
        area = {"urban": self.say("城镇", "urban"), "rural": self.say("农村", "rural"), None: ""}[value.area]
        return [
            value.parameter,
            full_name(value.place) or value.place,
            area,
            value.since.isoformat(),
            "—" if change.before is None else _figure(change.before, value.unit),
            _figure(value.amount, value.unit),
            self.say("是", "yes") if change.holds else self.say("否", "no"),
        ]

    def everywhere(self, report: ReformReport) -> TextTable:
        title = self.say(
            f"全部：{report.households} 户、{report.persons} 人，{report.households_changed} 户有变化（{report.day}；金额单位：元）",
            f"Everywhere: {report.households} households, {report.persons} people; "
            f"{report.households_changed} households change ({report.day}; money in yuan)",
        )
        told = [(key, one) for key, one in report.everywhere.items() if one.changed or one.eligible_before]
        return title, self.head(*_COUNT_WORDS), [self.counts(key, compared) for key, compared in told]

    def places(self, report: ReformReport) -> TextTable:
        rows = [
            [place_name(place), *self.counts(key, compared)]
            for place, counted in report.places.items()
            for key, compared in counted.items()
            if compared.changed
        ]
        title = self.say("按地区（有变化的项目）", "By place, where anything changes")
        return title, self.head(("地区", "place"), *_COUNT_WORDS), rows

    def counts(self, key: str, one: Compared) -> list[str]:
        counts = [one.eligible_before, one.eligible_after, one.entrants, one.leavers, one.higher, one.lower, one.same]
        counts += [one.amount_unknown, one.unknown_before, one.unknown_after]
        money = ["", "", ""]
        if BY_KEY[key].monthly:
            money = [yuan(fen) for fen in (one.monthly_before, one.monthly_after, one.monthly_difference)]
        return [self.say(BY_KEY[key].zh, BY_KEY[key].en), *(f"{count:,}" for count in counts), *money]

    def near(self, report: ReformReport) -> TextTable:
        title = self.say(
            f"人均收入在低保标准上下 {report.near_percent}% 以内：共 {report.near_found} 户，列出最近的 {len(report.near)} 户",
            f"Income per head within {report.near_percent}% of the dibao standard: {report.near_found} households, "
            f"the nearest {len(report.near)} shown",
        )
        head = self.head(
            ("家庭", "household"), ("地区", "place"), ("人均月收入", "income per head"), ("原标准", "standard before"),
            ("新标准", "standard after"), ("原低保", "dibao before"), ("新低保", "dibao after"),
        )  # fmt: skip
        return title, head, [self.near_row(near) for near in report.near]

    def near_row(self, near: NearLine) -> list[str]:
        heads = dict.fromkeys((near.income_per_head_before, near.income_per_head_after))
        return [
            str(near.household_id),
            near.place,
            " → ".join(_or_dash(head) for head in heads),
            _or_dash(near.standard_before),
            _or_dash(near.standard_after),
            self.say(*_OUTCOME_WORDS[near.outcome_before]),
            self.say(*_OUTCOME_WORDS[near.outcome_after]),
        ]


def _figure(amount: int, unit: str) -> str:
    return yuan(amount) if unit.startswith("fen") else str(amount)


def _or_dash(fen: int | None) -> str:
    return "—" if fen is None else yuan(fen)
