"""The calendar of a demonstration: begun by its stories, moved on and never back, and of no other office."""

import datetime
from pathlib import Path

import pytest

from doudi.interfaces.site.demonstration_day import begin_calendar, day_of, days_of, move_calendar
from doudi.interfaces.site.serving_lock import CannotServe

FIRST = datetime.date(2026, 3, 2)


def test_a_demonstration_begins_on_the_day_of_its_stories_and_is_moved_on(tmp_path: Path) -> None:
    begin_calendar(tmp_path, first=FIRST)
    assert day_of(tmp_path) == FIRST
    move_calendar(tmp_path, to=datetime.date(2026, 3, 11))
    assert day_of(tmp_path) == datetime.date(2026, 3, 11)


def test_it_never_goes_back(tmp_path: Path) -> None:
    begin_calendar(tmp_path, first=FIRST)
    with pytest.raises(CannotServe, match="2026-03-01"):
        move_calendar(tmp_path, to=datetime.date(2026, 3, 1))
    assert day_of(tmp_path) == FIRST


def test_every_other_office_lives_today_and_is_not_moved(tmp_path: Path) -> None:
    assert days_of(tmp_path) == 0
    with pytest.raises(CannotServe):
        move_calendar(tmp_path, to=FIRST)
