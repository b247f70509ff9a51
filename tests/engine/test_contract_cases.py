"""Every worked case and every worked calendar of the tests gives what it says it expects."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from doudi.engine.casefile import read_case
from doudi.engine.deadlines import deadlines, read_events, to_json
from doudi.engine.determine import as_json, determine

TESTS = Path(__file__).parents[1]
CASES = sorted((TESTS / "cases").glob("*.yaml"))
EVENTS = sorted((TESTS / "events").glob("*.yaml"))


def as_set(items: list[Any]) -> set[Any]:
    """A list whose order says nothing; no item is there twice."""
    kept = [tuple(sorted(item.items())) if isinstance(item, dict) else item for item in items]
    assert len(set(kept)) == len(kept)
    return set(kept)


def check(key: str, got: Any, wanted: Any) -> None:
    """Every key given matches exactly, `parts` and `counted` as sets, `missing_includes` as a subset."""
    if key in ("parts", "counted"):
        assert as_set(got) == as_set(wanted), key
    elif key == "missing_includes":
        assert set(wanted) <= set(got), key
    else:
        assert got == wanted, key


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_case_gives_what_it_expects(path: Path) -> None:
    expected = yaml.safe_load(path.read_text("utf-8"))["expect"]
    told: Any = as_json(determine(read_case(path.read_bytes(), name=path.name)))
    for key, wanted in expected.get("household", {}).items():
        check(key, told["household"][key], wanted)
    answered = {(one["programme"], one.get("person")): one for one in told["determinations"]}
    for one in expected["determinations"]:
        got = answered[one["programme"], one.get("person")]
        for key, wanted in one.items():
            check(key, got["missing" if key == "missing_includes" else key], wanted)


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: path.stem)
def test_a_worked_calendar_gives_the_days_it_expects(path: Path) -> None:
    expected = yaml.safe_load(path.read_text("utf-8"))["expect"]
    told = to_json(deadlines(read_events(path.read_bytes(), path.name)))
    for deadline, day in expected.items():
        assert told[deadline] == (day.isoformat() if isinstance(day, datetime.date) else day), deadline


def test_there_are_worked_cases_and_calendars() -> None:
    assert (len(CASES), len(EVENTS)) >= (8, 1)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_parts_of_every_amount_add_up_to_it(path: Path) -> None:
    told: Any = as_json(determine(read_case(path.read_bytes(), name=path.name)), explain=False)
    for one in told["determinations"]:
        if "parts" in one:
            assert sum(in_fen(part["amount"]) for part in one["parts"]) == in_fen(one["monthly"])


def in_fen(amount: str) -> int:
    return int(amount.replace(".", ""))
