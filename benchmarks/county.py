"""Loads an invented county into an empty office, for measuring pages: `python -m benchmarks.county HOME --persons 1000000`.

People and households are those of the synthetic population, all put into the villages of one county; names, numbers and
five years of events are added here: deaths, closings, reviews, accounts, what was looked at. Rows go in by COPY, with the
audit trail's triggers on, so that the tables are as large as those of an office that has worked for years. Nobody's data
is in it.
"""

import argparse
import datetime
import itertools
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DAY = datetime.date(2026, 3, 2)
COUNTY = "341522"
# Households of many members, put together from several: the pages of these are measured too.
LARGE = (20, 8)
OF_EACH = 20
BATCH = 4000


def main() -> None:
    """Make the population, load it, say how long it took."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.county", description=__doc__)
    said.add_argument("home", type=Path, help="the office's folder; must hold no register yet")
    said.add_argument("--persons", type=int, default=1_000_000)
    said.add_argument("--assisted", type=int, default=60_000, help="households with facts and benefits")
    arguments = said.parse_args()
    enter(arguments.home)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    load(arguments.persons, arguments.assisted)


def enter(home: Path) -> None:
    """Set this process up for an office, with its database running."""
    os.environ["DOUDI_HOME"] = str(home.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "doudi.interfaces.site.settings"
    import django

    from doudi.interfaces.site.embedded import ensure_running

    home.mkdir(parents=True, exist_ok=True)
    ensure_running(home)
    django.setup()


def load(persons: int, assisted: int) -> None:
    """Load the county into the office of the settings; refuses one that holds households already."""
    from django.db import connection

    from benchmarks.county_around import add_around
    from benchmarks.county_rows import Writer
    from doudi.records.registry.models import Household

    if Household.objects.exists():
        sys.exit("the office holds households already: choose an empty home")
    staff()
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        cases = _with_large(_population(Path(folder), persons))
        writer, acting = Writer(cursor, assisted), _actors()
        began = time.perf_counter()
        while batch := list(itertools.islice(cases, BATCH)):
            cursor.execute("SELECT set_config('doudi.context', %s, false)", [next(acting)])
            writer.write(batch)
            told = f"{writer.people:>9,} people, {writer.households:,} households"
            print(f"\r{told}, {time.perf_counter() - began:.0f} s", end="", flush=True)
        writer.finish()
        cursor.execute("SELECT set_config('doudi.context', '', false)")
        add_around(cursor)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        print(f"\nloaded in {time.perf_counter() - began:.0f} s, {cursor.fetchone()[0]}")


def _population(folder: Path, persons: int) -> Iterator[dict[str, Any]]:
    from doudi.synthetic.population import synthesise
    from doudi.synthetic.samples import sample_cases_of

    synthesise(persons=persons, seed=7, out=folder, day=DAY)
    return sample_cases_of(folder)


def _with_large(cases: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The households with some of many members first, made of several; `long` says that their file is the oldest."""
    for size in LARGE * OF_EACH:
        case: dict[str, Any] = {}
        while len(case.get("members", ())) < size:
            other = next(cases)
            members = [{**one, "relation": "other_relative"} for one in other["members"]]
            case = {**case, "members": [*case["members"], *members]} if case else {**other, "long": True}
        yield {**case, "members": case["members"][:size]}
    yield from cases


def _actors() -> Iterator[str]:
    """Who the trail says has entered a batch: the clerks of the towns in turn."""
    from doudi.records.accounts.models import Officer
    from doudi.synthetic.places import places

    clerk = Officer.objects.get(login="township-acceptance")
    towns = [one.code for one in places() if one.code.startswith(COUNTY) and not one.is_village]
    for town in itertools.cycle(towns):
        post = f"township_acceptance@{town}"
        yield json.dumps({"officer": clerk.pk, "actor": clerk.name, "post": post, "reason": "建档"}, ensure_ascii=False)


def staff() -> None:
    """The county's places, and an officer of every post with the password `bench-river-482`."""
    from doudi.records.accounts.actions import appoint, engage_officer
    from doudi.records.accounts.desk import system_desk
    from doudi.records.accounts.posts import POSTS
    from doudi.records.territory.actions import PlaceDraft, add_places
    from doudi.synthetic.places import places

    system, began = system_desk(DAY, purpose="建立测试县"), datetime.date(2020, 1, 1)
    there = [place for place in places() if place.code.startswith(COUNTY)]
    above = [("340000", "安徽省"), ("341500", "六安市"), (COUNTY, "测试县")]
    drafts = [PlaceDraft(code, name, began) for code, name in [*above, *((one.code, one.name) for one in there)]]
    add_places(by=system, places=drafts)
    village = next(one.code for one in there if one.is_village)
    at = {"village": village, "town": village[:9], "county": COUNTY, "city": "341500", "province": "340000"}
    for post in POSTS.values():
        officer = engage_officer(
            by=system,
            login=post.key.replace("_", "-"),
            name=post.zh,
            password="bench-river-482",
            must_change_password=False,
        )
        appoint(by=system, officer=officer, post=post.key, territory=at[post.level], since=began)


if __name__ == "__main__":
    main()
