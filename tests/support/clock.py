"""A clock for tests: it stands still and moves only when it is told to."""

import datetime
from zoneinfo import ZoneInfo


class Clock:
    """Called, it says its moment; it takes the place of `timezone.now`."""

    def __init__(self, moment: datetime.datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime.datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        """Let time pass: `pass_by(minutes=5)`."""
        self.moment += datetime.timedelta(**span)


def ten_on(day: datetime.date) -> Clock:
    """A clock that stands at ten in the morning of a day."""
    return Clock(datetime.datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
