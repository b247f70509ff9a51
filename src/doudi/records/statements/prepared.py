"""Queries worded once and asked many times: neither Django nor the database works the same statement out anew.

Nearly half of what a page costs is Django putting the same queries into SQL again, and a good part of the database's share
is planning them again. A prepared query is a function from values to a QuerySet; the first call with values of a kind turns
it into SQL, later calls only put their values in, and the database keeps its plan with the connection.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, update_wrapper
from itertools import product
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Field, ForeignKey, Lookup, Model, QuerySet
from django.db.models.sql.compiler import MULTI, SQLCompiler
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE

Row = TypeVar("Row")
Held = TypeVar("Held", bound=Model)

# Values no office holds stand for the real ones while the statement is worded; they are found again among its values. They
# lie apart unevenly, so that none is another with a day or a one added.
_NUMBER = 2_000_000_000
_DAY = datetime.date(9900, 1, 1)
_MOMENT = datetime.datetime(9900, 1, 1, tzinfo=datetime.UTC)
_WORD = "\ue000\ue001{}\ue002"
_APART = (7919, datetime.timedelta(days=397))
# psycopg keeps a hundred statements a connection, and forgets the oldest for the next.
_MOST_KEPT = 500


class NotPreparable(TypeError):
    """A query that cannot be worded without its values."""


@ForeignKey.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`field__any_of=[…]`: one of a list, as one value of the statement, whatever the length of the list."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[Any]:
        """The values as the field keeps them."""
        field = self.lhs.output_field
        return [field.get_prep_value(one) for one in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        """One value: the list."""
        return "%s", [value]

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        """The condition."""
        column, values = self.process_lhs(compiler, connection)
        mark, listed = self.process_rhs(compiler, connection)
        return f"{column} = ANY({mark})", [*values, *listed]


@dataclass(frozen=True)
class _Statement:
    """A statement in words: where which of the values stands, and what Django makes rows of it with."""

    sql: str
    values: tuple[Any, ...]
    slots: tuple[tuple[int, int, Callable[[Any], Any] | None], ...]
    compiler: SQLCompiler
    converters: dict[int, Any]
    rows: Any
    queryset: dict[str, Any]

    def filled(self, given: Sequence[Any]) -> list[Any]:
        values = list(self.values)
        for place, number, dress in self.slots:
            values[place] = given[number] if dress is None else dress(given[number])
        return values


class _Ready(SQLCompiler):
    """The compiler of a statement that is worded already: it only asks the database, with the values of one call."""

    def __init__(self, statement: _Statement, given: Sequence[Any], using: str) -> None:
        self.__dict__.update(statement.compiler.__dict__)
        self.connection, self.using = connections[using], using
        self._statement, self._given = statement, given

    def execute_sql(
        self, result_type: str = MULTI, chunked_fetch: bool = False, chunk_size: int = GET_ITERATOR_CHUNK_SIZE
    ) -> Any:
        """The rows, in one part."""
        return [_asked(self.connection, self._statement.sql, self._statement.filled(self._given))]

    def get_converters(self, expressions: Iterable[Any]) -> dict[int, Any]:
        """Found when the statement was worded."""
        return self._statement.converters


class Prepared(Generic[Row]):
    """A query with values left open. Calling it with values (numbers, days, moments, words, lists of one of them) asks it.

    Values that are None or True or False are part of the wording. A list is to be compared by `any_of`.
    """

    def __init__(self, make: Callable[..., "QuerySet[Any, Row]"]) -> None:
        self._make = make
        self._statements: dict[tuple[Any, ...], _Statement] = {}
        update_wrapper(self, make)

    def __call__(self, *values: Any) -> list[Row]:
        """The rows; raises NotPreparable for a value or a query that has to be worded each time."""
        kind = tuple(map(_kind, values))
        statement = self._statements.get(kind)
        if statement is None:
            statement = self._statements[kind] = _worded(self._make, kind)
        using = statement.compiler.using
        query = SimpleNamespace(**statement.queryset["query"])
        query.get_compiler = partial(_ready, statement, values)
        asked = SimpleNamespace(**statement.queryset | {"query": query, "db": using})
        return list(statement.rows(asked))

    def one(self, *values: Any) -> Row | None:
        """The first row, or None."""
        rows = self(*values)
        return rows[0] if rows else None


def prepared(make: Callable[..., "QuerySet[Any, Row]"]) -> Prepared[Row]:
    """Let a function from values to a QuerySet be worded once. Nothing in it may look at its values but the query."""
    return Prepared(make)


def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement in SQL, with `%(name)s` for values; the database keeps its plan with the connection."""
    return _asked(connection, sql, values)


def _asked(connection: Any, sql: str, values: Any) -> list[tuple[Any, ...]]:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.connection.prepared_max = _MOST_KEPT
    # A cursor as `connection.cursor()` makes it, seen by the same wrappers and logs, but one that binds on the server.
    with connection._prepare_cursor(ServerBindingCursor(connection.connection)) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _ready(statement: _Statement, given: Sequence[Any], using: str) -> _Ready:
    return _Ready(statement, given, using)


def _kind(value: Any) -> Any:
    """What the wording may depend on: the type of a value, or the value where there are few."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, list):
        return (list, _kind(value[0]) if value else None)
    return type(value)


def _mark(number: int, kind: Any, empty: type | None) -> Any:
    """The value that stands for the real one; `empty` is what an empty list is taken to be a list of."""
    match kind:
        case None | True | False:
            return kind
        case (_, each):
            return [_mark(number, each or empty, None)]
    if kind is int:
        return _NUMBER + number * _APART[0]
    if kind is str:
        return _WORD.format(number)
    if kind is datetime.date:
        return _DAY + number * _APART[1]
    if kind is datetime.datetime:
        return _MOMENT + number * _APART[1]
    raise NotPreparable(f"{kind.__name__} is no kind of value a prepared query takes")


def _worded(make: Callable[..., "QuerySet[Any, Any]"], kinds: Sequence[Any]) -> _Statement:
    """Of what an empty list is one only the field knows that it is compared with: each kind is tried."""
    faults = []
    for each in product(*((int, str) if kind == (list, None) else (None,) for kind in kinds)):
        try:
            return _worded_with(
                make, [_mark(number, *told) for number, told in enumerate(zip(kinds, each, strict=True))]
            )
        except (NotPreparable, ValueError) as fault:
            faults.append(fault)
    raise faults[0]


def _worded_with(make: Callable[..., "QuerySet[Any, Any]"], marks: Sequence[Any]) -> _Statement:
    asked = make(*marks)
    if asked._known_related_objects or asked._prefetch_related_lookups or asked.query.select_for_update:
        raise NotPreparable(f"{make.__qualname__}: related managers, prefetching and locks are worded each time")
    compiler = asked.query.get_compiler(using=asked.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        raise NotPreparable(f"{make.__qualname__}: finds nothing whatever is asked") from None
    slots = [found for place, one in enumerate(parameters) if (found := _slot(place, one, marks)) is not None]
    open_marks = {number for number, one in enumerate(marks) if not isinstance(one, bool | None)}
    if {number for _place, number, _dress in slots} != open_marks:
        raise NotPreparable(f"{make.__qualname__}: a value is not in the statement as it was given")
    found_again = {place for place, _number, _dress in slots}
    if any(_is_of_marks(one) for place, one in enumerate(parameters) if place not in found_again):
        raise NotPreparable(f"{make.__qualname__}: something is worked out of a value before it is asked for")
    fields = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(fields)
    # That of the thread which asked first; each call has its own.
    compiler.connection = None
    selected = ("selected", "extra_select", "annotation_select", "values_select")
    query = {name: getattr(asked.query, name) for name in selected}
    told = {"model": asked.model, "_known_related_objects": {}, "_fields": asked._fields, "query": query}
    return _Statement(sql, tuple(parameters), tuple(slots), compiler, converters, asked._iterable_class, told)


def _is_of_marks(parameter: Any) -> bool:
    """Whether a value can only have come of those that stand for others."""
    match parameter:
        case bool():
            return False
        case int():
            return parameter >= _NUMBER // 2
        case str():
            return _WORD[0] in parameter
        case datetime.date():
            return parameter.year > _DAY.year // 2
        case list() | tuple():
            return any(map(_is_of_marks, parameter))
    return False


def _slot(place: int, parameter: Any, marks: Sequence[Any]) -> tuple[int, int, Callable[[Any], Any] | None] | None:
    """Which value a parameter stands for; some fields dress theirs in a type that tells the database its width."""
    for number, one in enumerate(marks):
        if not isinstance(one, bool | None) and isinstance(parameter, type(one)) and parameter == one:
            return place, number, None if type(parameter) is type(one) else type(parameter)
    return None


def hold(owner: Model, relation: str, rows: Sequence[Held]) -> list[Held]:
    """Have `owner.relation.all()` answer with these rows, as `prefetch_related` does; each knows its owner. Returns them."""
    manager = getattr(owner, relation)
    answer = manager.get_queryset()
    answer._result_cache, answer._prefetch_done = with_owner(rows, **{manager.field.name: owner}), True
    cache = vars(owner).setdefault("_prefetched_objects_cache", {})
    cache[manager.field.remote_field.cache_name] = answer
    return list(rows)


def with_owner(rows: Sequence[Held], **owner: Model) -> list[Held]:
    """The rows, each with the object it belongs to, which was read before."""
    for row in rows:
        for name, one in owner.items():
            setattr(row, name, one)
    return list(rows)
