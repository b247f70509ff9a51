"""The calendar of a demonstration: it begins on the day of its stories, its days pass like ours, and it can be moved on.

Only an office into which the demonstration was loaded has one: a file beside its database says by how many days it
differs from the true calendar. Every other office lives today.
"""

import datetime
import json
import os
from pathlib import Path

from doudi.engine.deadlines import CHINA
from doudi.interfaces.cli.language import say
from doudi.interfaces.site.serving_lock import CannotServe

FILE = "demonstration.json"
ENVIRONMENT = "DOUDI_DEMONSTRATION_DAYS"


def begin_calendar(home: Path, *, first: datetime.date) -> None:
    """Let the calendar of a demonstration just loaded begin on a day."""
    _write(home, (first - _today()).days)


def move_calendar(home: Path, *, to: datetime.date) -> None:
    """Move the calendar on to a day.

    Raises CannotServe where the office is no demonstration, or where the day is over there.
    """
    if not (home / FILE).exists():
        raise CannotServe(
            say(
                "只有示范数据的日期可以改：这里不是示范数据（--day 只与 --demo 同用）",
                "Only a demonstration's day can be chosen, and this is none (--day goes with --demo)",
            )
        )
    now = day_of(home)
    if to < now:
        raise CannotServe(
            say(
                f"示范数据已到 {now}，不能回到 {to}；要从头开始的，换一个 DOUDI_HOME",
                f"The demonstration has come to {now} and does not go back to {to}; to begin anew, use another "
                f"DOUDI_HOME",
            )
        )
    _write(home, days_of(home) + (to - now).days)


def day_of(home: Path) -> datetime.date:
    """The day it is in an office."""
    return _today() + datetime.timedelta(days=days_of(home))


def days_of(home: Path) -> int:
    """By how many days an office's calendar differs from the true one; 0 but in a demonstration."""
    path = home / FILE
    return int(json.loads(path.read_text("utf-8"))["days"]) if path.exists() else 0


def live_on_its_day() -> None:
    """In a process of a demonstration, let every reading of the clock be on its day; the hour stays the true one.

    To be called before Django is set up, so that nothing has taken hold of the true clock yet.
    """
    from django.utils import timezone

    days = datetime.timedelta(days=int(os.environ.get(ENVIRONMENT) or 0))
    if days:
        true_now = timezone.now
        timezone.now = lambda: true_now() + days


def _today() -> datetime.date:
    return datetime.datetime.now(CHINA).date()


def _write(home: Path, days: int) -> None:
    (home / FILE).write_text(json.dumps({"days": days}), "utf-8")
