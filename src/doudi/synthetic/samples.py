"""Reads invented households back as case files, for tests and demonstrations.

Every fact of the tables comes back as a case file says it, and what is unknown is left out. The parents' states are
written for minors only, because nothing asks for them of adults. Incomes and spending are given by the year.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.facts import CODES, FACTS, INCOME_KINDS, SPENDING_KINDS
from doudi.synthetic.files import FILES
from doudi.vocabulary.money import yuan
from doudi.vocabulary.periods import completed_years

Row = Mapping[str, Any]
Case = dict[str, Any]
_ADULT_YEARS = 18
_PROGRAMMES = ("dibao", "tekun")
_SELF_CARE = ("eat", "dress", "bed", "toilet", "walk", "bath")


def sample_cases(folder: Path, n: int) -> list[Case]:
    """The first `n` households of a population as case files (all of them where there are fewer).

    Raises ValueError where the folder holds no population.
    """
    day = _day_of(folder)
    return list(islice(_cases(folder, day, n), n))


def sample_cases_of(folder: Path) -> Iterator[Case]:
    """Every household of a population as a case file, a row group at a time; raises ValueError as `sample_cases` does."""
    day = _day_of(folder)
    return _cases(folder, day, pq.ParquetFile(folder / "households.parquet").metadata.num_rows)


def _day_of(folder: Path) -> date:
    summary = folder / "summary.json"
    if not summary.exists():
        raise ValueError(f"{folder} 里没有 summary.json，不是一份虚拟人口；请先用 doudi synth 生成")
    return date.fromisoformat(orjson.loads(summary.read_bytes())["day"])


def _cases(folder: Path, day: date, n: int) -> Iterator[Case]:
    files = {name: pq.ParquetFile(folder / f"{name}.parquet") for name in FILES}
    for group in range(files["households"].num_row_groups):
        tables = {name: file.read_row_group(group) for name, file in files.items()}
        households = tables["households"].slice(0, n)
        last = households["household_id"][-1].as_py()
        n -= len(households)
        members = _by("household_id", _people(tables, last))
        obligors = _by("person_id", _rows(tables["obligors"], last))
        for household in households.to_pylist():
            yield _case(household, members[household["household_id"]], obligors, day)
        if not n:
            return


def _rows(table: pa.Table, last: int) -> list[dict[str, Any]]:
    """The rows of households up to the number `last`."""
    ids = table["household_id"].to_numpy()
    rows: list[dict[str, Any]] = table.slice(0, int(ids.searchsorted(last, side="right"))).to_pylist()
    return rows


def _people(tables: Mapping[str, pa.Table], last: int) -> Iterator[Row]:
    parts = (_rows(tables[name], last) for name in ("persons", "incomes", "spending"))
    for person, income, spent in zip(*parts, strict=True):
        yield {**person, **income, **spent}


def _by(key: str, rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


def _case(household: Row, members: list[Row], obligors: Mapping[int, list[Row]], day: date) -> Case:
    return {
        "case": f"household-{household['household_id']}",
        "day": day.isoformat(),
        "place": household["place"],
        "area": _word(household, "area"),
        "members": [_member(person, day) for person in members],
        "household": _known(
            assets=_assets(household),
            incomes=_items(household, "household_income_", INCOME_KINDS),
            spending=_items(household, "household_spending_", SPENDING_KINDS),
            receiving=_in_payment(household),
            relapse_watch=household["relapse_watch"],
            has_farmland=household["has_farmland"],
            two_daughter_family=household["two_daughter_family"],
            obligors=_obligors(members, obligors, day) if household["obligors_listed"] else None,
        )
        | _event(household, day),
    }


def _known(**answers: object) -> Case:
    return {key: answer for key, answer in answers.items() if answer is not None}


def _word(row: Row, name: str) -> str | None:
    index = row[name]
    return None if index is None else CODES[FACTS[name].codes or ""][index]


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)


def _items(row: Row, prefix: str, kinds: Iterable[str]) -> list[Case] | None:
    """The list of a case file; an unknown amount is an item without one, and a list wholly unknown is left out."""
    amounts = {kind: row[prefix + kind] for kind in kinds}
    if all(amount is None for amount in amounts.values()):
        return None
    return [_known(kind=kind, amount=_yuan(amount), per="year") for kind, amount in amounts.items() if amount != 0]


def _in_payment(household: Row) -> Case | None:
    paid = {programme: household[f"receiving_{programme}"] for programme in _PROGRAMMES}
    return None if None in paid.values() else {programme: yuan(fen) for programme, fen in paid.items() if fen}


def _assets(row: Row) -> Case | None:
    finding = _word(row, "asset_finding")
    if finding is None:
        return None
    return _known(
        financial=_yuan(row["financial_assets"]),
        homes=row["homes"],
        vehicles=row["vehicles"],
        businesses=row["businesses"],
        passed={"passed": True, "failed": False}.get(finding),
    )


def _event(row: Row, day: date) -> Case:
    kind = _word(row, "event_kind")
    if kind is None:
        return {}
    if kind == "none":
        return {"event": None}
    return {
        "event": _known(
            kind=kind,
            day=day.isoformat(),
            urgent=row["event_urgent"],
            loss=_yuan(row["event_loss"]),
            self_paid=_yuan(row["event_self_paid"]),
        )
    }


_AS_WRITTEN = (
    "cohabits",
    "registered",
    "dependent",
    "disability_certified",
    "serious_illness",
    "long_term_care",
    "refused_work",
    "lives_alone",
    "left_behind",
    "work_injury_nursing",
)
_WORDS = ("relation", "sex", "absence", "school", "labour", "care_mode")


def _member(person: Row, day: date) -> Case:
    unable, since = person["unable_items"], person["absent_since"]
    return _known(
        id=_id(person),
        born=person["born"].isoformat(),
        **{name: _word(person, name) for name in _WORDS},
        **{name: person[name] for name in _AS_WRITTEN},
        absent_since=since and since.isoformat(),
        disability=_disability(person, ""),
        unable=None if unable is None else list(_SELF_CARE[:unable]),
        incomes=_items(person, "income_", INCOME_KINDS),
        employment_cost=_yuan(person["employment_cost"]),
        spending=_items(person, "spending_", SPENDING_KINDS),
        parents=_parents(person) if completed_years(person["born"], day) < _ADULT_YEARS else None,
    )


def _id(person: Row) -> str:
    return f"p{person['person_id']}"


def _disability(row: Row, prefix: str) -> Case | str | None:
    kind = _word(row, f"{prefix}disability_kind")
    return kind if kind in (None, "none") else _known(kind=kind, grade=row[f"{prefix}disability_grade"])


def _parents(person: Row) -> Case:
    return {
        parent: _known(state=_word(person, f"{parent}_state"), months=person[f"{parent}_months"])
        for parent in ("father", "mother")
    }


def _obligors(members: list[Row], obligors: Mapping[int, list[Row]], day: date) -> list[Case]:
    return [
        _obligor(person, row, completed_years(person["born"], day))
        for person in members
        for row in obligors.get(person["person_id"], ())
    ]


def _obligor(person: Row, row: Row, age: int) -> Case:
    received = {programme: row[f"obligor_receives_{programme}"] for programme in _PROGRAMMES}
    return _known(
        of=_id(person),
        relation="parent" if row["obligor_age"] > age else "child",
        age=row["obligor_age"],
        receiving=None if None in received.values() else [name for name in _PROGRAMMES if received[name]],
        disability=_disability(row, "obligor_"),
        income=_yuan(row["obligor_income"]),
        assets_over=row["obligor_assets_over"],
        absence=_word(row, "obligor_absence"),
    )
