"""The order of the SELECTs: what of households, persons and obligors can be worked out before the next gathering.

A stage is one table of one entity. It reads the stage before it of the same entity, what the wider entity has worked
out so far, and the members gathered in a group; and it keeps only the columns that are read later. Inside a stage the
columns are projected by how deep they depend on each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from doudi.engine.sql_columns import Column, Columns, quoted
from doudi.policy.facts import Entity
from doudi.policy.language import ENTITIES, MEMBERS

# Households come first, for their parameters; obligors before the persons they are gathered for.
_ROUND: tuple[Entity, ...] = ("household", "obligor", "person")
SOURCES: dict[Entity, str] = {"household": "households_in", "person": "persons_in", "obligor": "obligors_in"}
PARAMETERS = "parameters_in"


@dataclass(frozen=True)
class Stage:
    """One table: `levels` are the columns worked out here, each level from those before; `keeps` what it hands on.

    `reads` are the tables of wider entities (named `w0`, `w1`) with their entity; `groups` the members' table.
    """

    name: str
    entity: Entity
    levels: tuple[tuple[Column, ...], ...]
    before: str
    first: bool
    reads: tuple[tuple[Entity, str], ...] = ()
    groups: str = ""
    keeps: tuple[str, ...] = ()

    @property
    def new(self) -> Iterator[Column]:
        """Every column worked out here."""
        return (column for level in self.levels for column in level)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of other stages this one reads."""
        own = () if self.first else (self.before,)
        return (*own, *(table for _, table in self.reads), *([self.groups] if self.groups else []))


@dataclass
class Plan:
    """The stages in order, and where each output stands in the end."""

    columns: Columns
    outputs: tuple[str, ...]
    depth: int
    numbered_obligors: bool = False
    stages: list[Stage] = field(default_factory=list)
    last: dict[Entity, str] = field(default_factory=dict)

    def keys(self, entity: Entity) -> tuple[str, ...]:
        """The columns that say which row is whose."""
        if entity == "household":
            return ("household_id",)
        number = ("obligor",) if entity == "obligor" and self.numbered_obligors else ()
        return ("household_id", "person_id", *number)

    def readers(self, table: str) -> int:
        """How often a table is read; an output table is read once more, at the end."""
        final = any(self.last.get(entity) == table and self.outputs_of(entity) for entity in ENTITIES)
        return sum(stage.tables.count(table) for stage in self.stages) + final

    def created(self, table: str) -> bool:
        """Whether a stage is a table of its own: it is read twice. What is read once may be a view."""
        return self.readers(table) > 1

    def finished(self, index: int) -> list[str]:
        """The tables nothing reads any more once this stage is there; a view that waits keeps what it reads."""
        kept = {self.last[entity] for entity in self.last if self.outputs_of(entity)}
        for later in self.stages[index + 1 :]:
            kept.update(later.tables)
        for stage in reversed(self.stages[: index + 1]):
            if stage.name in kept and not self.created(stage.name):
                kept.update(stage.tables)
        before = [stage.name for stage in self.stages[: index + 1] if self.created(stage.name)]
        return [name for name in before if name not in kept]

    def outputs_of(self, entity: Entity) -> list[str]:
        """The outputs that speak of an entity."""
        return [name for name in self.outputs if self.columns.by_name[name].entity == entity]


def plan_for(columns: Columns, outputs: Sequence[str], *, depth: int, numbered_obligors: bool = False) -> Plan:
    """Lay the columns out in stages of at most `depth` levels."""
    plan = Plan(columns, tuple(outputs), depth, numbered_obligors)
    pending, done = dict(columns.by_name), dict[str, int]()
    while pending:
        for entity in _ROUND:
            levels = _ready(pending, done, entity, depth)
            if levels:
                stage = _stage(plan, entity, levels)
                plan.stages.append(stage)
                plan.last[entity] = stage.name
                for column in stage.new:
                    done[column.name] = len(plan.stages) - 1
                    del pending[column.name]
    plan.stages = [replace(stage, keeps=_keeps(plan, index, done)) for index, stage in enumerate(plan.stages)]
    return plan


def _ready(pending: dict[str, Column], done: dict[str, int], entity: Entity, depth: int) -> list[tuple[Column, ...]]:
    """The columns of an entity that can be worked out now, by level: sources and gatherings stand at level 0."""
    waiting = {name: column for name, column in pending.items() if column.entity == entity}
    levels: list[tuple[Column, ...]] = []
    here: set[str] = set()
    while len(levels) <= depth:
        found = tuple(each for each in waiting.values() if _can(each, done, here, bool(levels)))
        if not found and levels:
            break
        levels.append(found)
        here |= {column.name for column in found}
        waiting = {name: column for name, column in waiting.items() if name not in here}
    return levels if here else []


def _can(column: Column, done: dict[str, int], here: set[str], begun: bool) -> bool:
    if not column.sql or column.gathered:
        return not begun and all(used in done for used in column.uses)
    return begun and all(used in done or used in here for used in column.uses)


def _stage(plan: Plan, entity: Entity, levels: list[tuple[Column, ...]]) -> Stage:
    number = sum(stage.entity == entity for stage in plan.stages)
    uses = {used for level in levels for column in level for used in column.uses}
    speak_of = {plan.columns.by_name[name].entity for name in uses}
    wider = ENTITIES[: ENTITIES.index(entity)]
    members = MEMBERS.get(entity)
    return Stage(
        name=f"{entity}_{number}",
        entity=entity,
        levels=tuple(levels),
        before=plan.last.get(entity, SOURCES[entity]),
        first=number == 0,
        reads=tuple((each, plan.last[each]) for each in wider if each in speak_of),
        groups=plan.last[members] if members in speak_of and members else "",
    )


def _keeps(plan: Plan, index: int, done: dict[str, int]) -> tuple[str, ...]:
    """What later stages and the outputs read of all that this entity has worked out so far."""
    entity = plan.stages[index].entity
    wanted = set(plan.outputs)
    for later in plan.stages[index + 1 :]:
        wanted.update(used for column in later.new for used in column.uses)
    by_name = plan.columns.by_name
    return tuple(name for name in by_name if name in wanted and by_name[name].entity == entity and done[name] <= index)


def select_of(plan: Plan, stage: Stage) -> str:
    """The SELECT of a stage: its joins innermost, then one projection a level, then what it keeps."""
    keys = plan.keys(stage.entity)
    own = {column.name for column in stage.new}
    wanted = _outwards(stage)
    sql = _joined(plan, stage, own, wanted[0])
    for number, level in enumerate(stage.levels[1:], start=1):
        here = {column.name: column for column in level}
        shown = [_shown(here.get(name), name) for name in wanted[number]]
        sql = f"SELECT {', '.join([*keys, *shown])} FROM ({sql}) AS l{number}"
    return sql


def _shown(column: Column | None, name: str) -> str:
    return quoted(name) if column is None else f"{column.sql} AS {quoted(name)}"


def _outwards(stage: Stage) -> list[list[str]]:
    """The columns each level of a stage must show, from the innermost to the outermost."""
    shown = dict.fromkeys(stage.keeps)
    levels = [list(shown)]
    for level in reversed(stage.levels[1:]):
        here = {column.name: column for column in level}
        below = {name: None for name in shown if name not in here}
        for column in level:
            below.update(dict.fromkeys(column.uses))
        shown = below
        levels.append(list(shown))
    return levels[::-1]


def _joined(plan: Plan, stage: Stage, own: set[str], wanted: Iterable[str]) -> str:
    """The innermost level: the stage before, what wider entities know, the parameters and the members' group."""
    by_name = plan.columns.by_name
    aliases = {entity: f"w{number}" for number, (entity, _) in enumerate(stage.reads)}
    shown = [f"s.{key}" for key in plan.keys(stage.entity)]
    for name in wanted:
        column = by_name[name]
        if column.gathered and name in own:
            shown.append(_shown(column, name))
        elif column.parameter and name in own:
            shown.append(f"v.{quoted(name)}")
        else:
            shown.append(f"{aliases.get(column.entity, 's')}.{quoted(name)}")
    return f"SELECT {', '.join(shown)} FROM {stage.before} AS s{''.join(_joins(plan, stage))}"


def _joins(plan: Plan, stage: Stage) -> Iterator[str]:
    for number, (entity, table) in enumerate(stage.reads):
        yield f" JOIN {table} AS w{number} ON {_same(plan.keys(entity), f'w{number}')}"
    if stage.first and stage.entity == "household":
        same = " AND ".join(f"s.{key} IS NOT DISTINCT FROM v.{key}" for key in ("place", "area"))
        yield f" LEFT JOIN {PARAMETERS} AS v ON {same}"
    if stage.groups:
        keys = plan.keys(stage.entity)
        gathered = [f"{each.gathered} AS {quoted(each.name)}" for each in stage.levels[0] if each.gathered]
        group = f"SELECT {', '.join([*keys, *gathered])} FROM {stage.groups} GROUP BY {', '.join(keys)}"
        yield f" LEFT JOIN ({group}) AS g ON {_same(keys, 'g')}"


def _same(keys: Iterable[str], alias: str) -> str:
    return " AND ".join(f"s.{key} = {alias}.{key}" for key in keys)
