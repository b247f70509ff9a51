"""Statements that are worded once: `prepared` for queries asked again and again with other values."""

from doudi.records.statements.prepared import AnyOf, NotPreparable, Prepared, ask, hold, prepared, with_owner

__all__ = ["AnyOf", "NotPreparable", "Prepared", "ask", "hold", "prepared", "with_owner"]
