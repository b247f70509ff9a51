"""The content of a database told in numbers: rows and fingerprint of every table, as one transaction sees them."""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from doudi.interfaces.site.backup_manifest import Table

# How values are written as text must not depend on the machine.
SESSION = (
    "SET SESSION timezone = 'UTC'",
    "SET SESSION datestyle = 'ISO, YMD'",
    "SET SESSION intervalstyle = 'postgres'",
    "SET SESSION extra_float_digits = 1",
    "SET SESSION bytea_output = 'hex'",
    "SET SESSION search_path = ''",
    "SET SESSION row_security = off",
)
TABLES = """
    SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't'
      AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1, 2
"""
# Sums of two halves of each row's SHA-256: the same in whatever order the rows lie, and a row twice is not a row once.
FINGERPRINT = """
    SELECT count(*), coalesce(sum(('x' || substr(h, 1, 15))::bit(60)::bigint), 0),
           coalesce(sum(('x' || substr(h, 16, 15))::bit(60)::bigint), 0)
    FROM (SELECT encode(sha256(convert_to((whole_row_.*)::text, 'UTF8')), 'hex') AS h FROM ONLY {table} AS whole_row_) rows_
"""

Connection = psycopg.Connection[tuple[Any, ...]]


def speak_plainly(connection: Connection) -> None:
    """Have values written the same on every machine."""
    for statement in SESSION:
        connection.execute(statement)


def table_names(connection: Connection) -> list[tuple[str, str]]:
    """Schema and name of every table that a backup holds."""
    return [(schema, name) for schema, name in connection.execute(TABLES)]


def tables_of(connection: Connection, progress: Callable[[str, int, int], None]) -> dict[str, Table]:
    """Rows and fingerprint of every table, by schema and name."""
    names = table_names(connection)
    found = {}
    for number, (schema, name) in enumerate(names, start=1):
        found[f"{schema}.{name}"] = _fingerprint(connection, schema, name)
        progress("tables", number, len(names))
    return found


def differences(expected: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """The tables that are missing, unexpected, or of another content."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def _fingerprint(connection: Connection, schema: str, name: str) -> Table:
    row = connection.execute(sql.SQL(FINGERPRINT).format(table=sql.Identifier(schema, name))).fetchone()
    assert row
    rows, first, second = row
    return Table(rows=rows, fingerprint=f"{int(first):x}-{int(second):x}")
