"""Loads the cases of five years into the invented county: `python -m benchmarks.county_cases HOME`.

Some 3,000 open ones at every stage, spread over eighteen towns with deadlines around today, and 60,000 closed ones with
their decisions; and the 150 officers who work on them. The household's benefit that a decision led to is the one it had.
Households that apply anew had theirs ended before.
"""

import argparse
import datetime
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.county import COUNTY, enter

TOWNS = 18
FINDINGS = 100
PASSWORD = "bench-river-482"
# How many hold each post: in each of the towns, and at the county or above it.
OF_TOWN = {"township_acceptance": 2, "township_surveyor": 2, "township_approver": 1}
OF_COUNTY = {
    "county_reviewer": 8, "county_approver": 5, "county_finance": 2, "auditor": 2, "partner_disability": 2,
    "partner_medical": 1, "partner_education": 1, "city_supervisor": 1, "province_supervisor": 1,
}  # fmt: skip
VILLAGES = 30
_ABOVE = {"city_supervisor": "341500", "province_supervisor": "340000"}
# Closed cases beside those that led to a benefit in payment: how many of a thousand.
_OTHERS = (
    ("temporary_spending", "closed", 117), ("temporary_urgent", "closed", 42), ("dibao", "refusal_notified", 50),
    ("dibao", "withdrawn", 25),
)  # fmt: skip
_BATCH = 4000


def main() -> None:
    """Load, say how long it took."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.county_cases", description=__doc__)
    said.add_argument("home", type=Path, help="an office loaded by benchmarks.county")
    said.add_argument("--open", type=int, default=3600, help="open cases")
    said.add_argument("--closed", type=int, default=60_000)
    said.add_argument(
        "--on", type=datetime.date.fromisoformat, help="the day that deadlines lie around; today if not said"
    )
    arguments = said.parse_args()
    enter(arguments.home)
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    Loader(arguments.on or timezone.localdate(), arguments.open, arguments.closed).load()


class Loader:
    """The cases of one county on a day."""

    def __init__(self, today: datetime.date, opened: int, closed: int) -> None:
        self.today, self.opened, self.closed = today, opened, closed
        self.draw = random.Random(23)

    def load(self) -> None:
        """Officers, cases, what applications still want."""
        from django.db import connection, transaction

        from benchmarks.county_cases_rows import Writer
        from doudi.records.cases.models import Case

        if Case.objects.exists():
            sys.exit("the office holds cases already")
        began = time.perf_counter()
        towns = _towns()
        staff = officers(towns)
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(
                "SELECT set_config('doudi.context', %s, true)", [json.dumps({"actor": "建档", "reason": "建档"})]
            )
            households = _households(cursor, towns)
            self.draw.shuffle(households)
            asking, decided = households[: self.opened], households[self.opened :]
            _end_benefits(cursor, [one.household for one in asking], self.today)
            print(f"officers and households: {time.perf_counter() - began:.0f} s", flush=True)
            writer = Writer(cursor, staff, [kept for one in decided[:FINDINGS] if (kept := self._kept(one, "dibao"))])
            self._open(writer, asking)
            print(f"open cases: {time.perf_counter() - began:.0f} s", flush=True)
            self._closed(writer, cursor, decided)
            writer.finish()
        with connection.cursor() as cursor:
            self._waive()
            self._contacts()
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT count(*) FILTER (WHERE closed_on IS NULL), count(*) FROM cases_case")
            print("{:,} open of {:,} cases".format(*cursor.fetchone()), f"in {time.perf_counter() - began:.0f} s")

    def _open(self, writer: Any, asking: list[Any]) -> None:
        from benchmarks.county_cases_ways import PROGRAMMES, STAGES
        from doudi.records.cases.programmes import ASKED

        for one in asking:
            (programme,) = self.draw.choices(list(PROGRAMMES), list(PROGRAMMES.values()))
            whose = _of_person(one, programme, self.draw) if ASKED[programme].of_person else one
            for _try in range(50):
                (stage,) = self.draw.choices(list(STAGES), list(STAGES.values()))
                asked = stage in ("first_opinion", "under_publicity", "objected", "second_opinion", "county_review")
                kept = self._kept(whose, programme) if asked else None
                if writer.open_case(whose, programme, stage, self.today, kept):
                    break
        writer.write()

    def _kept(self, one: Any, programme: str) -> Any:
        """What the rules say of a household today, as a finding keeps it; None where its facts contradict each other."""
        from dataclasses import replace

        from benchmarks.county_cases_rows import Kept
        from doudi.engine.determine import as_json
        from doudi.engine.kept import kept_values
        from doudi.records.accounts.desk import system_desk
        from doudi.records.cases.findings import find
        from doudi.records.cases.models import Case
        from doudi.records.registry.refusals import Refused

        by = replace(system_desk(self.today, purpose="建档"), day=self.today)
        case = Case(household_id=one.household, person_id=one.person, programme=programme)
        try:
            found = find(case, by)
        except Refused:
            return None
        answer = json.dumps(as_json(found.answer), ensure_ascii=False, sort_keys=True)
        return Kept(
            found.answer.edition.fingerprint, found.answer.profile, json.dumps(found.case_file, ensure_ascii=False),
            json.dumps(kept_values(found.answer)), answer, found.one.outcome, found.one.monthly,
        )  # fmt: skip

    def _closed(self, writer: Any, cursor: Any, decided: list[Any]) -> None:
        from dataclasses import replace

        others = sum(share for _programme, _stage, share in _OTHERS)
        paid = _in_payment(cursor, {one.household: one for one in decided}, self.closed * (1000 - others) // 1000)
        told = [(one, programme, "active", one.since - datetime.timedelta(days=0)) for one, programme in paid]
        for programme, stage, share in _OTHERS:
            for _number in range(self.closed * share // 1000):
                last = self.today - datetime.timedelta(days=self.draw.randint(20, 1700))
                told.append((replace(self.draw.choice(decided), benefit=None), programme, stage, last))
        told.sort(key=lambda one: one[3])
        for number, (one, programme, stage, last) in enumerate(told, 1):
            writer.closed_case(one, programme, stage, last)
            if number % _BATCH == 0:
                writer.write()
                print(f"\r{number:,} closed cases", end="", flush=True)
        writer.write()
        print()

    def _waive(self) -> None:
        """What submitted applications still want is said to be on the platform: they can be accepted, but for one in ten."""
        from doudi.records.cases.gaps import blocking, gaps_of
        from doudi.records.cases.models import Application

        ready = []
        for one in Application.objects.filter(closed_on=None, cases__stage="submitted").select_related("household"):
            if self.draw.random() > 0.1:
                one.waived = [gap.key for gap in blocking(gaps_of(one, self.today))]
                ready.append(one)
        Application.objects.bulk_update(ready, ["waived"], batch_size=500)

    def _contacts(self) -> None:
        from doudi.records.cases.models import OfficeContact

        places = [COUNTY, *_towns()]
        OfficeContact.objects.bulk_create(
            OfficeContact(territory=place, phone=f"0564-7{number:06d}") for number, place in enumerate(places, 100_001)
        )


def _towns() -> list[str]:
    """The towns that take part: those with the most villages."""
    from django.db.models import Count
    from django.db.models.functions import Left

    from doudi.records.territory.models import Place

    counted = Place.objects.filter(level="village", code__startswith=COUNTY).values(town=Left("code", 9))
    return sorted(row["town"] for row in counted.annotate(n=Count("pk")).order_by("-n", "town")[:TOWNS])


def officers(towns: list[str]) -> Any:
    """Engage and appoint everybody; the staff of the cases."""
    from benchmarks.county_cases_rows import Hand, Staff
    from doudi.records.accounts.models import Officer
    from doudi.records.territory.models import Place

    at_towns, at_county = defaultdict(list), defaultdict(list)
    one = _Engaging()
    for town in towns:
        for post, count in OF_TOWN.items():
            at_towns[town, post] = [one.engage(post, town, number) for number in range(count)]
    for post, count in OF_COUNTY.items():
        at_county[post] = [one.engage(post, _ABOVE.get(post, COUNTY), number) for number in range(count)]
    villages = Place.objects.filter(level="village", code__startswith=COUNTY).order_by("code")
    for place in [place for place in villages if place.code[:9] in towns][::7][:VILLAGES]:
        one.engage("village_assistant", place.code, 0)
    assert Officer.objects.count() >= 150 and Hand
    return Staff(dict(at_towns), dict(at_county))


class _Engaging:
    """Engages officers with one password, which is hashed once: a hundred and fifty hashes are a minute."""

    def __init__(self) -> None:
        from django.contrib.auth.hashers import make_password

        from doudi.records.accounts.desk import system_desk

        self.system = system_desk(datetime.date(2021, 3, 1), purpose="建立测试县")
        self.password = make_password(PASSWORD)

    def engage(self, post: str, territory: str, number: int) -> Any:
        from benchmarks.county_cases_rows import Hand
        from doudi.records.accounts.actions import appoint
        from doudi.records.accounts.models import Officer
        from doudi.records.accounts.posts import POSTS
        from doudi.records.trail.recording import recording

        login = f"{post.replace('_', '-')}-{territory}-{number}"
        name = f"{POSTS[post].zh}{territory[-4:]}{number + 1}"
        with recording(self.system, reason="开设账号"):
            officer = Officer.objects.create(login=login, name=name, password=self.password)
        appoint(by=self.system, officer=officer, post=post, territory=territory, since=self.system.day)
        return Hand(officer.pk, officer.name, f"{post}@{territory}")


def _households(cursor: Any, towns: list[str]) -> list[Any]:
    """The assisted households of the towns with their people of today."""
    from benchmarks.county_cases_rows import Asking

    cursor.execute(
        """SELECT h.id, h.territory, h.address, array_agg(m.person_id ORDER BY m.position),
                  array_agg(m.person_id ORDER BY m.position) FILTER (WHERE p.born_on < date '2007-01-01'),
                  array_agg(k.relative_id) FILTER (WHERE k.relative_id IS NOT NULL)
           FROM registry_household h JOIN registry_membership m ON m.household_id = h.id AND m.until IS NULL
           JOIN registry_person p ON p.id = m.person_id AND p.died_on IS NULL
           LEFT JOIN registry_kinship k ON k.person_id = p.id AND k.obligor
           WHERE h.id <= 60000 AND h.closed_on IS NULL AND left(h.territory, 9) = ANY(%s) GROUP BY h.id ORDER BY h.id""",
        [towns],
    )
    rows = cursor.fetchall()
    return [
        Asking(pk, place, address, list(dict.fromkeys(people)), list(dict.fromkeys(adults)), tuple(kin or ()))
        for pk, place, address, people, adults, kin in rows
        if adults
    ]


def _of_person(one: Any, programme: str, draw: random.Random) -> Any:
    from dataclasses import replace

    children = [person for person in one.people if person not in one.adults]
    chosen = children if programme in ("orphan", "unattended_child") and children else one.adults
    return replace(one, person=draw.choice(chosen))


def _end_benefits(cursor: Any, households: list[int], today: datetime.date) -> None:
    """Their dibao ended half a year ago: they may apply anew."""
    cursor.execute(
        "UPDATE registry_benefit SET until = %s, ended_reason = '复核不再符合' "
        "WHERE household_id = ANY(%s) AND until IS NULL AND since < %s",
        [(today - datetime.timedelta(days=180)).replace(day=1), households, today - datetime.timedelta(days=220)],
    )


def _in_payment(cursor: Any, decided: dict[int, Any], most: int) -> list[tuple[Any, str]]:
    """The benefits in payment of these households, as cases that led to them."""
    from dataclasses import replace

    cursor.execute(
        "SELECT id, household_id, person_id, programme, monthly, since, until FROM registry_benefit "
        "WHERE until IS NULL AND household_id = ANY(%s) ORDER BY programme DESC, id LIMIT %s",
        [list(decided), most],
    )
    found = []
    for pk, household, person, programme, monthly, since, until in cursor.fetchall():
        one = decided[household]
        people = [person] if person else one.people
        told = {"person": person, "benefit": pk, "monthly": monthly, "since": since, "until": until, "people": people}
        found.append((replace(one, **told), programme))
    return found


if __name__ == "__main__":
    main()
