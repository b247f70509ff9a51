"""The words of the rule language as type checkers and editors see them; rule files are read and never run.

Each function states the types a word takes and gives. Calling one is a mistake, and says so.
"""

from collections.abc import Callable
from typing import NoReturn, TypeVar

Truth = bool
Count = int
Fen = int
FenMonth = int
FenYear = int
Months = int
Years = int
Percent = int
Code = str

months_a_year = 12

_F = TypeVar("_F", bound=Callable[..., object])
_V = TypeVar("_V", int, str)


def _read_only(word: str) -> NoReturn:
    raise TypeError(f"{word} is a word of the rule language: rules are read by an engine, not called")


def rule(
    *,
    label: str,
    en: str,
    cites: list[str],
    unit: str = "truth",
    per: str = "household",
    since: str = "2014-05-01",
    until: str | None = None,
    profile: str | None = None,
    edition_of: str | None = None,
) -> Callable[[_F], _F]:
    """Head of a rule of law; `edition_of` names the rule that this is another edition of."""
    _read_only("rule")


def remark(*, label: str, en: str, cites: list[str], programme: str, per: str = "household") -> Callable[[_F], _F]:
    """Head of something a person should look at; never part of an amount."""
    _read_only("remark")


def advice(*, label: str, en: str, cites: list[str], recommends: list[str], per: str = "person") -> Callable[[_F], _F]:
    """Head of a recommendation of the township pilot; it never overrides a determination."""
    _read_only("advice")


def anyone(item: bool) -> bool:
    """One member at least, of whom the claim holds."""
    _read_only("anyone")


def everyone(item: bool) -> bool:
    """The claim holds of every member."""
    _read_only("everyone")


def count(item: bool) -> int:
    """How many members the claim holds of."""
    _read_only("count")


def total(item: int) -> int:
    """The sum over the members."""
    _read_only("total")


def largest(item: int) -> int:
    """The largest over the members; unknown where there are none."""
    _read_only("largest")


def at_least(left: int, right: int) -> int:
    """The larger of the two."""
    _read_only("at_least")


def at_most(left: int, right: int) -> int:
    """The smaller of the two."""
    _read_only("at_most")


def bands(value: int, below: _V, *pairs: tuple[int, _V]) -> _V:
    """The result of the highest lower bound that the value reaches."""
    _read_only("bands")


def half_up(quotient: float) -> int:
    """An exact quotient rounded half up to a whole number."""
    _read_only("half_up")


def ceiling(quotient: float) -> int:
    """An exact quotient rounded up."""
    _read_only("ceiling")


def rounded_down(quotient: float) -> int:
    """An exact quotient rounded down."""
    _read_only("rounded_down")


def is_published(parameter: int) -> bool:
    """Whether the parameter has a value for the place and the day."""
    _read_only("is_published")
