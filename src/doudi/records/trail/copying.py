"""Many new rows into one table by COPY, at a fraction of what an INSERT of as many costs the programs and the database.

It is one statement like any other: constraints hold, and the triggers of the trail write a line for each row. Columns that
are sealed are sealed on the way. COPY answers with no numbers, so the rows get theirs before.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import orjson
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

from doudi.records.sealing.ciphers import seal
from doudi.records.sealing.columns import SealedText

_NOTHING = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Model = TypeVar("Model", bound=models.Model)
Field = models.Field


def copy_rows(rows: Sequence[Model]) -> Sequence[Model]:
    """Write new rows of one table and give each its number; the answer is the rows.

    A column left to the database has to be so in every row. Raises IntegrityError and its kin as an INSERT would.
    """
    if not rows:
        return rows
    table = type(rows[0])._meta
    _give_numbers(rows)
    fields = [field for field in table.concrete_fields if not _is_left_to_database(field, rows)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    data = _lines(rows, fields).encode()
    statement = f'COPY "{table.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.write(data)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _give_numbers(rows: Sequence[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [rows[0]._meta.db_table, len(rows)],
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number


def _is_left_to_database(field: Field, rows: Sequence[models.Model]) -> bool:
    if not field.has_db_default():
        return False
    left = {isinstance(getattr(row, field.attname), DatabaseDefault) for row in rows}
    if len(left) > 1:
        raise ValueError(f"{field}: left to the database in some rows and not in others")
    return left.pop()


def _lines(rows: Sequence[models.Model], fields: Sequence[Field]) -> str:
    """The rows as COPY reads them, worked out column by column."""
    columns = [_column(field, [getattr(row, field.attname) for row in rows]) for field in fields]
    return "".join("\t".join(line) + "\n" for line in zip(*columns, strict=True))


def _column(field: Field, values: Sequence[Any]) -> list[str]:
    write = _writer(field)
    return [_NOTHING if value is None else write(value) for value in values]


def _writer(field: Field) -> Callable[[Any], str]:
    """How a value of a column is written; raises TypeError for a kind of column that is not known here."""
    if isinstance(field, SealedText):
        return _sealed(field.place)
    if isinstance(field, models.ForeignKey):
        return str
    for kind, write in _WRITERS:
        if isinstance(field, kind):
            return write
    raise TypeError(f"{field}: no way to copy a column of this kind")


def _sealed(place: str) -> Callable[[str], str]:
    return lambda text: _bytes(seal(text.encode(), place) if text else b"")


def _bytes(value: bytes) -> str:
    return "\\\\x" + bytes(value).hex()


def _text(text: str) -> str:
    # What can be printed has no tabs or breaks: most texts need no second look.
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def _array(values: Sequence[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return _text("{" + ",".join(f'"{value}"' for value in quoted) + "}")


def _json(value: Any) -> str:
    return _text(orjson.dumps(value).decode())


def _truth(value: bool) -> str:
    return "t" if value else "f"


def _day(value: datetime.date) -> str:
    return value.isoformat()


_WRITERS: tuple[tuple[type[Field], Callable[[Any], str]], ...] = (
    (models.BinaryField, _bytes),
    (ArrayField, _array),
    (models.JSONField, _json),
    (models.BooleanField, _truth),
    # A moment is a day, too.
    (models.DateField, _day),
    (models.TextField, _text),
    (models.IntegerField, str),
)
