"""How a line of the log is written: what a database error quotes, a whole row for one, never comes into it."""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import psycopg
from django.db import Error

_Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """Lines as ever, but of an error that came from the database only its kind, the constraint and where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple):
            record.args = tuple(_kind(one) if _quotes_rows(one) else one for one in record.args)
        if _quotes_rows(record.msg):
            record.msg = _kind(record.msg)
        return super().format(record)

    def formatException(self, ei: _Info) -> str:
        fault = ei[1]
        if fault is None or not any(_quotes_rows(one) for one in _chain(fault)):
            return super().formatException(ei)
        told = [line for one in _chain(fault) for line in (*traceback.format_tb(one.__traceback__), _kind(one))]
        return "\n".join(line.rstrip("\n") for line in told)


def _quotes_rows(one: Any) -> bool:
    return isinstance(one, Error | psycopg.Error)


def _kind(fault: Any) -> str:
    """The class of an error, with the constraint that was broken where there is one."""
    constraint = getattr(getattr(fault, "diag", None), "constraint_name", None)
    return f"{type(fault).__name__} ({constraint})" if constraint else type(fault).__name__


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, the first cause first."""
    before = fault.__cause__ or fault.__context__
    if before is not None:
        yield from _chain(before)
    yield fault
