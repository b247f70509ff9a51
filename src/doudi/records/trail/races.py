"""What the database refuses of two who act at the same moment, told to the later one as any other refusal.

Actions look before they write; between the look and the writing somebody else may have been faster. The constraint then
holds, and its name says what happened. Each app tells what its constraints mean.
"""

from collections.abc import Callable

from django.db import IntegrityError, OperationalError
from psycopg.errors import DeadlockDetected

Refusal = Callable[[], Exception]
_TOLD: dict[str, Refusal] = {}


def tell_race(constraint: str, refusal: Refusal) -> None:
    """Say with what an action is refused where a constraint stops it."""
    _TOLD[constraint] = refusal


def refusal_of(fault: IntegrityError) -> Exception | None:
    """The refusal a broken constraint means, or None where nobody said; it quotes nothing of the row."""
    told = _TOLD.get(getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None) or "")
    return told() if told is not None else None


def is_deadlock(fault: OperationalError) -> bool:
    """Whether two transactions waited for each other and the database ended this one: it may be begun anew."""
    return isinstance(fault.__cause__, DeadlockDetected)
