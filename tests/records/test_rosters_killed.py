"""A commit killed with kill -9, at any moment, goes on behind the last rows that stood: nothing twice, nothing missing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count

from doudi.records.evidence.models import Evidence
from doudi.records.registry.models import BankAccount, Benefit, Household, Membership, Person, Residence
from doudi.records.rosters.actions import run_commit, start_commit
from doudi.records.rosters.models import RosterImport
from doudi.records.rosters.queries import counts_of
from doudi.records.trail.models import AuditEntry
from support.commit_roster import MOMENTS
from support.rosters import reconciles, row, tried
from world import World, build_world

pytestmark = pytest.mark.machine
HOUSEHOLDS = 24
WRITTEN = (Household, Residence, Person, Membership, Evidence, BankAccount, Benefit)
TESTS = Path(__file__).parents[1]


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world(far=False)


@pytest.fixture
def roster(world: World) -> RosterImport:
    """A roster of two dozen households, about to be taken in."""
    names = [f"陶大{one}" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"]
    told = {"月工资收入": 800, "救助项目": "低保", "分类": "A类", "月保障金": 600, "起保月份": "2024-03"}
    rows = [
        row(f"H{at}", name, f"19{50 + at}-01-02", 77, "户主", 银行账号=account(at), **told)
        for at, name in enumerate(names)
    ]
    found = tried(world, rows)
    assert counts_of(found) == {"create": HOUSEHOLDS, "note": 1}
    start_commit(by=world.desk("township_acceptance"), roster=found.pk)
    return found


def account(number: int) -> str:
    """A valid account of an invented person."""
    from doudi.vocabulary.identity import check_bank_account

    stem = f"622848100000000{number + 1:03d}"
    return next(f"{stem}{last}" for last in range(10) if not check_bank_account(f"{stem}{last}").warnings)


def committing(roster: RosterImport, moment: str) -> subprocess.Popen[str]:
    """A process of its own at work on the commit."""
    command = [sys.executable, str(TESTS / "support" / "commit_roster.py")]
    return subprocess.Popen(
        [*command, str(connection.settings_dict["NAME"]), str(roster.pk), moment],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )


def kill_at(roster: RosterImport, moment: str) -> None:
    with committing(roster, moment) as process:
        try:
            assert process.stdout and process.stdout.readline() == "here\n"
        finally:
            process.kill()
    assert process.returncode == -9


def kill_after(roster: RosterImport, seconds: float) -> None:
    """Kill it some time after it has come to the database; before that there is nothing to spoil."""
    with committing(roster, "never") as process:
        _until_it_is_connected()
        time.sleep(seconds)
        process.kill()


def is_whole(world: World, roster: RosterImport) -> bool:
    """Run it to the end; whether everything then stands once, with its line in the trail."""
    run_commit(world.desk("township_acceptance"), roster.pk)
    roster.refresh_from_db()
    assert (roster.state, counts_of(roster)) == ("done", {"create": HOUSEHOLDS, "note": 1}) and reconciles(roster)
    assert {model.__name__: model._default_manager.count() for model in WRITTEN} == {
        model.__name__: HOUSEHOLDS for model in WRITTEN
    }
    tables = [model._meta.db_table for model in WRITTEN]
    lines = AuditEntry.objects.filter(operation="insert", table_name__in=tables).values_list("table_name")
    assert dict(lines.annotate(Count("pk"))) == dict.fromkeys(tables, HOUSEHOLDS)
    done = roster.lines.filter(outcome="create").values_list("person_id", "household_id")
    return set(done) == set(Membership.objects.values_list("person_id", "household_id"))


@pytest.mark.parametrize(("moment", "stood"), list(zip(MOMENTS, (5, 5, 10, HOUSEHOLDS), strict=True)))
def test_killed_at_a_moment_only_whole_batches_stand_and_the_rest_follows(
    world: World, roster: RosterImport, moment: str, stood: int
) -> None:
    kill_at(roster, moment)
    done = roster.lines.filter(done_at__isnull=False).count()
    assert (done, Person.objects.count(), Evidence.objects.count()) == (stood, stood, stood)
    assert is_whole(world, roster)


def test_killed_again_and_again_at_any_moment_everything_stands_once(world: World, roster: RosterImport) -> None:
    for hundredths in (0, 2, 5, 9, 14):
        kill_after(roster, hundredths / 100)
    assert is_whole(world, roster)


def _until_it_is_connected() -> None:
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            if cursor.fetchone()[0] > 1:
                return
        time.sleep(0.02)
