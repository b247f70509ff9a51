"""What the generated SQL reads and hands over: facts of a population, parameters by place, and result columns."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import sqlglot

from doudi.engine.dated import Parameters
from doudi.engine.places import PlaceTable
from doudi.engine.results import COLUMN, HOUSEHOLD_EXTRAS, PERSON_EXTRAS, amounts_of, programmes_of
from doudi.engine.sql_columns import Column, Columns, columns_for, fact_type, quoted
from doudi.engine.sql_stages import Plan, plan_for, select_of
from doudi.policy.edition import Edition
from doudi.policy.facts import CODES, FACTS, Entity
from doudi.policy.programmes import Programme

FILES: dict[Entity, tuple[str, ...]] = {
    "household": ("households",),
    "person": ("persons", "incomes", "spending"),
    "obligor": ("obligors",),
}
# Ages move with the day, so populations hold the days they are counted from.
DATED = {"age": "born", "absent_years": "absent_since"}
# Spark gives up on a query nested some fifty deep; DuckDB does not mind.
DEPTH = {"duckdb": 60, "spark": 10}

LookUp = Callable[[str, str | None, str | None], int | None]


@dataclass(frozen=True)
class Result:
    """One column of a result file and the column of the plan it shows."""

    name: str
    column: str


def statements(plan: Plan, dialect: str) -> tuple[tuple[str, str], ...]:
    """The name and the SELECT of each table, in working order, as a dialect writes it."""
    return tuple((stage.name, in_dialect(select_of(plan, stage), dialect)) for stage in plan.stages)


def in_dialect(sql: str, dialect: str) -> str:
    """Carry our SQL (DuckDB's) over to another dialect."""
    return sql if dialect == "duckdb" else sqlglot.transpile(sql, read="duckdb", write=dialect)[0]


@dataclass(frozen=True)
class Held:
    """What a population's files hold: the columns of each file, and the day ages are counted to.

    A fact no file has is unknown for everyone.
    """

    columns: Mapping[str, Iterable[str]]
    day: datetime.date | None = None

    def files_of(self, entity: Entity) -> list[str]:
        """The files there are of an entity."""
        return [file for file in FILES[entity] if file in self.columns]

    def where(self, fact: str) -> tuple[str, str] | None:
        """The file and column that hold a fact, or the day it is counted from."""
        for file in self.files_of(FACTS[fact].entity):
            for column in (fact, DATED.get(fact, fact)):
                if column in self.columns[file]:
                    return file, column
        return None

    def shown(self, fact: str) -> str:
        """The fact as a column of its own name and type."""
        where = self.where(fact)
        value = "NULL" if where is None else f"{where[0]}.{quoted(where[1])}"
        if where is not None and where[1] != fact:
            value = _completed_years(value, self.day)
        return f"CAST({value} AS {fact_type(fact)}) AS {quoted(fact)}"


def source_select(plan: Plan, entity: Entity, held: Held) -> str:
    """The facts of an entity that are needed, by their names and types, from the population's files."""
    names = [column.name for column in plan.columns.sources(entity)]
    if entity == "household" and "area" not in names:
        names.append("area")
    files, keys = held.files_of(entity), plan.keys(entity)
    facts = [held.shown(name) for name in names]
    if not files:
        nobody = [f"CAST(NULL AS BIGINT) AS {key}" for key in keys]
        return f"SELECT {', '.join([*nobody, *facts])} WHERE FALSE"
    shown = [f"{files[0]}.{key}" for key in keys]
    if entity == "household":
        shown.append("households.place" if "place" in held.columns["households"] else "CAST(NULL AS VARCHAR) AS place")
    read = {where[0] for where in map(held.where, names) if where}
    beside = [f" LEFT JOIN {file} ON {_same_row(files[0], file, keys)}" for file in files[1:] if file in read]
    return f"SELECT {', '.join([*shown, *facts])} FROM {files[0]}{''.join(beside)}"


def _same_row(left: str, right: str, keys: Iterable[str]) -> str:
    return " AND ".join(f"{left}.{key} = {right}.{key}" for key in keys)


def _completed_years(since: str, day: datetime.date | None) -> str:
    """Years complete on the day, as `periods.completed_years`; a day still to come is no day to count from: unknown."""
    if day is None:
        raise ValueError("表中只有出生日期或离家日期，须同时给出计算日期")
    on = day.year * 10000 + day.month * 100 + day.day
    begun = f"(YEAR({since}) * 10000 + MONTH({since}) * 100 + DAY({since}))"
    return f"CASE WHEN {begun} <= {on} THEN ({on} - {begun}) // 10000 END"


def parameter_table(places: Iterable[tuple[str | None, int | None]], names: Sequence[str], look_up: LookUp) -> pa.Table:
    """One row for each place and area (index of the code, or None) with the value of each parameter there."""
    rows = sorted(set(places), key=lambda row: (row[0] or "", -1 if row[1] is None else row[1]))
    areas = [None if area is None else CODES["area"][area] for _, area in rows]
    columns = {
        "place": pa.array([place for place, _ in rows], pa.string()),
        "area": pa.array([area for _, area in rows], pa.int8()),
    }
    for name in names:
        found = [look_up(name, place, area) for (place, _), area in zip(rows, areas, strict=True)]
        columns[name] = pa.array(found, pa.int64())
    return pa.table(columns)


def published_at(parameters: Parameters, names: Sequence[str], day: datetime.date, profile: str) -> LookUp:
    """The values in force on a day, looked up once for all places that share them."""
    table = PlaceTable(parameters, tuple(names), day, profile)
    found: dict[tuple[str, str | None, str | None], int | None] = {}

    def look_up(name: str, place: str | None, area: str | None) -> int | None:
        around = place if place is None else table.narrow(place)
        key = (name, around, area)
        if key not in found:
            value = parameters.value(name, place=around, area=area, on=day, profile=profile)
            found[key] = None if value is None else value.amount
        return found[key]

    return look_up


def result_plan(edition: Edition, dialect: str) -> tuple[Plan, dict[Entity, list[Result]]]:
    """The plan of the two result files, and their columns after the identifiers, in the order of `results`."""
    columns = Columns(edition)
    results: dict[Entity, list[Result]] = {
        "household": [Result(COLUMN.get(name, name), columns.rule(name)) for name in HOUSEHOLD_EXTRAS],
        "person": [Result(name, _coded(columns, name)) for name in PERSON_EXTRAS],
    }
    for entity, shown in results.items():
        for programme in programmes_of(entity):
            shown += _programme(columns, programme)
    outputs = [result.column for shown in results.values() for result in shown]
    return plan_for(columns, outputs, depth=DEPTH[dialect]), results


def _coded(columns: Columns, rule: str) -> str:
    """A rule as a result shows it: a truth is 0 false, 1 true, 2 unknown."""
    name = columns.rule(rule)
    if columns.edition.rules[rule].unit != "truth":
        return name
    sql = f"CAST(CASE {quoted(name)} WHEN TRUE THEN 1 WHEN FALSE THEN 0 ELSE 2 END AS TINYINT)"
    return columns.add(Column(f"{rule}__code", columns.by_name[name].entity, sql, (name,)))


def _programme(columns: Columns, programme: Programme) -> list[Result]:
    """The outcome of a programme and its amounts, which are known only where it is eligible."""
    outcome = columns.add(_outcome(columns, programme))
    results = [Result(programme.key, outcome)]
    for shown, rule in amounts_of(programme):
        amount = columns.rule(rule)
        sql = f"CASE WHEN {quoted(outcome)} = 1 THEN {quoted(amount)} END"
        name = columns.add(Column(f"{shown}__shown", programme.unit, sql, (outcome, amount)))
        results.append(Result(shown, name))
    return results


def _outcome(columns: Columns, programme: Programme) -> Column:
    """`determine.outcome_of` as one CASE: 0 not eligible, 1 eligible, 2 unknown, 3 excluded."""
    rules = [columns.rule(name) for name in (programme.conditions, programme.excluded, programme.published) if name]
    met = quoted(programme.conditions)
    arms = [f"WHEN NOT {met} THEN 0"]
    if programme.excluded:
        excluded = quoted(programme.excluded)
        arms += [f"WHEN {excluded} AND {met} THEN 3", f"WHEN {excluded} THEN 0", f"WHEN {excluded} IS NULL THEN 2"]
    arms.append(f"WHEN {met} IS NULL THEN 2")
    if programme.published:
        arms.append(f"WHEN NOT {quoted(programme.published)} THEN 2")
    sql = f"CAST(CASE {' '.join(arms)} ELSE 1 END AS TINYINT)"
    return Column(f"{programme.key}__outcome", programme.unit, sql, tuple(rules))


def result_select(plan: Plan, entity: Entity, results: Iterable[Result]) -> str:
    """The rows of one result file, from the last table of its entity."""
    shown = [*plan.keys(entity), *(f"{quoted(result.column)} AS {quoted(result.name)}" for result in results)]
    return f"SELECT {', '.join(shown)} FROM {plan.last[entity]}"


def duckdb_statements(edition: Edition, outputs: Sequence[str]) -> tuple[str, ...]:
    """The tables that work these rules out, in order, each one CREATE statement.

    They read `households_in`, `persons_in` and `obligors_in` (identifiers and facts by name) and `parameters_in`
    (`place`, `area` and parameters by name). Raises KeyError for a rule the edition does not have.
    """
    plan = plan_for(columns_for(edition, outputs), outputs, depth=DEPTH["duckdb"])
    return tuple(created(plan, name, sql) for name, sql in statements(plan, "duckdb"))


def spark_statements(edition: Edition, outputs: Sequence[str]) -> tuple[str, ...]:
    """The same tables as Spark writes them, as temporary views over the same four inputs."""
    plan = plan_for(columns_for(edition, outputs), outputs, depth=DEPTH["spark"])
    return tuple(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {sql}" for name, sql in statements(plan, "spark"))


def created(plan: Plan, name: str, sql: str) -> str:
    """The statement that creates a stage in DuckDB."""
    return f"CREATE TEMP {'TABLE' if plan.created(name) else 'VIEW'} {name} AS {sql}"
