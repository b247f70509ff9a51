"""A clock for tests: it stands still and moves only when it is told to."""

import datetime


class Clock:
    """Called, it says its moment; it takes the place of `timezone.now`."""

    def __init__(self, moment: datetime.datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime.datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        """Let time pass: `pass_by(minutes=5)`."""
        self.moment += datetime.timedelta(**span)
