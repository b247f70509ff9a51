"""Days and months: half-open spans, calendar months and completed years.

A span begins on `since` and ends before `until`, so that neighbours meet without sharing a day. A day is a
`datetime.date`; nothing here knows what day it is today.
"""

import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True)
class Span:
    """The days from `since` on and before `until`; without `until` it is open to the future.

    Raises `ValueError` where it would hold no day.
    """

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise ValueError(f"时段的终止日 {self.until} 应晚于起始日 {self.since}")

    def contains(self, day: date) -> bool:
        """Whether the day lies in the span: its first day does, `until` does not."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one day."""
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, the unit in which benefits start, stop and are paid; `str` gives `2023-09`.

    Raises `ValueError` for a month that does not exist.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError(f"没有{self.year}年{self.month}月这个月份")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2023-09`; anything else is a `ValueError` in Chinese."""
        found = _MONTH.fullmatch(text)
        if found is None:
            raise ValueError(f"月份“{text}”无法识别；请写成 2023-09")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def span(self) -> Span:
        """The days of the month."""
        return Span(self.first_day, self.next().first_day)

    def next(self) -> "Month":
        """The month after this one."""
        return self.plus(1)

    def previous(self) -> "Month":
        """The month before this one."""
        return self.plus(-1)

    def plus(self, months: int) -> "Month":
        """The month so many months later, or earlier where the number is negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def completed_years(since: date, on: date) -> int:
    """How many years are complete on a day: age in whole years when `since` is the day of birth.

    A year is complete on its anniversary; that of 29 February is 1 March in a common year. Raises `ValueError`
    where `on` lies before `since`.
    """
    _refuse_reversed(since, on)
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def completed_months(since: date, on: date) -> int:
    """How many months are complete on a day; one begun on the 31st is complete on the 1st after a shorter month.

    Raises `ValueError` where `on` lies before `since`.
    """
    _refuse_reversed(since, on)
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def _refuse_reversed(since: date, on: date) -> None:
    if on < since:
        raise ValueError(f"日期 {on} 早于起算日 {since}，无法计算年数或月数")
