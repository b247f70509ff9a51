"""Working days by the State Council's yearly holiday notices, make-up days included.

The notices of 2004 to 2026 are seeded from the `chinesecalendar` package. A later year is refused until its
notice is entered; a draft entered before the notice has a number is provisional, and can be asked to say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Protocol

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_SEEDED_NUMBER = "国务院办公厅部分节假日安排通知（据 chinesecalendar 录入）"


class CalendarNotLoaded(LookupError):
    """The holiday notice of `year` is not loaded, so no working day of that year can be told."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year}年的节假日安排通知尚未载入，不能推算该年的工作日；"
            f"请先录入国务院办公厅关于{year}年部分节假日安排的通知"
        )


@dataclass(frozen=True)
class HolidayNotice:
    """What one yearly notice says: weekdays and weekends off, and weekends worked to make up.

    `days_off` lists every day of rest it names, `makeup_days` the Saturdays and Sundays to be worked. Both may
    reach into the December before and the January after. Without a `number` the notice is provisional. Raises
    `ValueError`, in Chinese, where the days contradict each other or the year.
    """

    year: int
    days_off: frozenset[date]
    makeup_days: frozenset[date]
    number: str = ""

    def __post_init__(self) -> None:
        # Callers may hand over any collection of days: what is kept cannot be changed afterwards.
        object.__setattr__(self, "days_off", frozenset(self.days_off))
        object.__setattr__(self, "makeup_days", frozenset(self.makeup_days))
        if not self.days_off:
            raise ValueError(f"{self.year}年的节假日安排没有列出任何放假日")
        self._refuse_foreign_days()
        self._refuse_contradictions()

    @property
    def provisional(self) -> bool:
        """Whether it was entered before the notice itself, and has no number to show."""
        return not self.number

    def _refuse_foreign_days(self) -> None:
        first, last = date(self.year - 1, 12, 1), date(self.year + 1, 1, 31)
        for day in sorted(self.days_off | self.makeup_days):
            if not first <= day <= last:
                raise ValueError(f"{day} 不属于{self.year}年的节假日安排，请核对年份")

    def _refuse_contradictions(self) -> None:
        for day in sorted(self.days_off & self.makeup_days):
            raise ValueError(f"{day} 既列为放假又列为补班，请核对通知原文")
        for day in sorted(self.makeup_days):
            if day.weekday() < _SATURDAY:
                raise ValueError(f"{day} 不是周六或周日，不会是补班日，请核对通知原文")


class WorkCalendar(Protocol):
    """Whoever can tell a working day from a day off."""

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; raises `CalendarNotLoaded` where its year is not known."""


@dataclass(frozen=True)
class StateCouncilCalendar:
    """The calendar of the yearly notices: the seeded ones and those `entered` since.

    An entered notice replaces a seeded one of its year; of two entered for one year the later in order holds.
    """

    entered: tuple[HolidayNotice, ...] = ()

    def with_notice(self, notice: HolidayNotice) -> "StateCouncilCalendar":
        """This calendar with one more notice entered; this one stays as it is."""
        return StateCouncilCalendar((*(held for held in self.entered if held.year != notice.year), notice))

    @cached_property
    def notices(self) -> dict[int, HolidayNotice]:
        """The notice in force for each loaded year."""
        return {**_seeded_notices(), **{notice.year: notice for notice in self.entered}}

    @cached_property
    def _exceptions(self) -> dict[date, bool]:
        """The days a notice speaks of and whether they are worked; an entered notice has the last word."""
        years_entered = {notice.year for notice in self.entered}
        ordered = sorted(self.notices.values(), key=lambda notice: (notice.year in years_entered, notice.year))
        said: dict[date, bool] = {}
        for notice in ordered:
            said.update(dict.fromkeys(notice.days_off, False))
            said.update(dict.fromkeys(notice.makeup_days, True))
        return said

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked; raises `CalendarNotLoaded` where its year's notice is not loaded."""
        if day.year not in self.notices:
            raise CalendarNotLoaded(day.year)
        return self._exceptions.get(day, day.weekday() < _SATURDAY)

    def is_provisional(self, day: date) -> bool:
        """Whether the year of the day rests on a notice without a number; raises `CalendarNotLoaded`."""
        if day.year not in self.notices:
            raise CalendarNotLoaded(day.year)
        return self.notices[day.year].provisional


@cache
def _seeded_notices() -> dict[int, HolidayNotice]:
    # The import waits until a day is asked for, so that a command that counts no days does not pay for it.
    from chinese_calendar.constants import holidays, workdays

    years = {day.year for day in holidays}
    return {year: _seeded_notice(year, holidays, workdays) for year in sorted(years)}


def _seeded_notice(year: int, holidays: Iterable[date], workdays: Iterable[date]) -> HolidayNotice:
    return HolidayNotice(
        year=year,
        days_off=frozenset(day for day in holidays if day.year == year),
        makeup_days=frozenset(day for day in workdays if day.year == year),
        number=_SEEDED_NUMBER,
    )


def state_council_calendar(entered: Iterable[HolidayNotice] = ()) -> StateCouncilCalendar:
    """The seeded calendar, with further notices entered in order."""
    made = StateCouncilCalendar()
    for notice in entered:
        made = made.with_notice(notice)
    return made


calendar = state_council_calendar()


def add_workdays(day: date, n: int, calendar: WorkCalendar = calendar) -> date:
    """The n-th working day after a day, which is itself not counted; for n = 0 the day itself.

    Raises `ValueError` for a negative n and `CalendarNotLoaded` where a year is not loaded.
    """
    if n < 0:
        raise ValueError(f"工作日数不能为负：{n}")
    while n:
        day += _ONE_DAY
        n -= calendar.is_workday(day)
    return day


def next_workday_on_or_after(day: date, calendar: WorkCalendar = calendar) -> date:
    """The day itself if it is worked, else the next one that is; raises `CalendarNotLoaded`."""
    while not calendar.is_workday(day):
        day += _ONE_DAY
    return day


def workdays_between(start: date, end: date, calendar: WorkCalendar = calendar) -> int:
    """How many working days lie after `start` up to and including `end`: the inverse of `add_workdays`.

    Raises `ValueError` where `end` lies before `start` and `CalendarNotLoaded` where a year is not loaded.
    """
    if end < start:
        raise ValueError(f"截止日 {end} 早于起算日 {start}")
    days = (end - start).days
    return sum(calendar.is_workday(start + timedelta(days=count)) for count in range(1, days + 1))
