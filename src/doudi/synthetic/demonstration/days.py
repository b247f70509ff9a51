"""The days of the cases: so many working days before the day of the demonstration."""

from datetime import date, timedelta
from functools import cache

from doudi.synthetic.demonstration.shapes import StoryStep
from doudi.synthetic.demonstration.stories import DAY
from doudi.vocabulary.workdays import calendar

Move = str | tuple[str, str]


@cache
def workdays_ago(count: int) -> date:
    """The day that lies so many working days before the day of the demonstration; 0 is that day."""
    day = DAY
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return day


def step(move: Move) -> StoryStep:
    """A step from its line: what is done, when, then in any order `@who`, the programme, and `HH:MM`.

    `("object 4 dibao", "门面出租")` is an objection four working days ago, with what it says. The day may also be a day
    of 2026, `02-20`.
    """
    line, words = (move, "") if isinstance(move, str) else move
    do, day, *rest = line.split()
    on = date.fromisoformat(f"{DAY.year}-{day}") if "-" in day else workdays_ago(int(day))
    by = "".join(one[1:] for one in rest if one.startswith("@"))
    at = "".join(one for one in rest if ":" in one)
    of = "".join(one for one in rest if one[0] != "@" and ":" not in one)
    return StoryStep(do, on, by, of, words, at)


def steps(*moves: Move) -> tuple[StoryStep, ...]:
    """Several steps by their days; those of one day in the order in which they are told."""
    return tuple(sorted((step(one) for one in moves), key=lambda one: one.on))
