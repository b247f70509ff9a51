"""Days as clerks copy them from a holiday notice: one a line or many, single or from–to, with or without the year."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator

_BETWEEN = re.compile(r"[\s,，、;；]+")
_DAY = re.compile(r"(?:(?P<year>\d{4})[-./年])?(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?", re.ASCII)
_LONGEST = 31


def read_days(text: str, year: int) -> list[datetime.date]:
    """The days of a text, in order; a day without a year is of `year`. Raises ValueError, naming what cannot be read."""
    found: set[datetime.date] = set()
    for piece in filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", text))):
        found |= set(_read(piece, year))
    return sorted(found)


def _read(piece: str, year: int) -> Iterator[datetime.date]:
    first, to, last = next(
        (piece.partition(mark) for mark in ("至", "到", "~", "—", "–") if mark in piece), (piece, "", "")
    )
    since = _day(first, year, piece)
    until = _day(last, since.year, piece) if to else since
    if not since <= until <= since + datetime.timedelta(days=_LONGEST):
        raise ValueError(f"“{piece}”的起止日期不对")
    yield from (since + datetime.timedelta(days=count) for count in range((until - since).days + 1))


def _day(text: str, year: int, piece: str) -> datetime.date:
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        return datetime.date(int(found["year"] or year), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"“{piece}”不是日期；请写成 2027-02-05，或 2027-02-05至2027-02-11") from None


def write_days(days: Iterable[datetime.date]) -> str:
    """Days as a text that `read_days` reads, runs written from–to."""
    runs: list[list[datetime.date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == datetime.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}至{run[-1]}" for run in runs)
