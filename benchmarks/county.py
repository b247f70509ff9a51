"""Loads an invented county into an empty office, for measuring pages: `python -m benchmarks.county HOME --persons 1000000`.

People and households are those of the synthetic population, all put into the villages of one county; names, numbers and
five years of events are added here. Rows go in by COPY, with the audit trail's triggers on, so that the tables are as
large as those of an office that has worked for years. Nobody's data is in it.
"""

import argparse
import datetime
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

DAY = datetime.date(2026, 3, 2)
YEARS = 5
COUNTY = "341522"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰萍红建国志文海东晓燕春梅雪松云龙山河青禾安宁"


def main() -> None:
    """Make the population, load it, say how long each part took."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.county", description=__doc__)
    said.add_argument("home", type=Path, help="the office's folder; must hold no register yet")
    said.add_argument("--persons", type=int, default=1_000_000)
    said.add_argument("--assisted", type=int, default=60_000, help="households with facts and benefits")
    arguments = said.parse_args()
    os.environ["DOUDI_HOME"] = str(arguments.home.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "doudi.interfaces.site.settings"
    import django

    from doudi.interfaces.site.embedded import ensure_running

    arguments.home.mkdir(parents=True, exist_ok=True)
    ensure_running(arguments.home)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    load(arguments.persons, arguments.assisted)


def load(persons: int, assisted: int) -> None:
    """Load the county into the office of the settings; refuses one that holds households already."""
    from django.db import connection

    from doudi.records.registry.models import Household

    if Household.objects.exists():
        sys.exit("the office holds households already: choose an empty home")
    staff()
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        cases = _population(Path(folder), persons)
        writer = Writer(cursor, assisted)
        began = time.perf_counter()
        for batch in _batched(cases, 4000):
            writer.write(batch)
            print(f"\r{writer.people:>9,} people, {writer.households:,} households", end="", flush=True)
        writer.finish()
        cursor.execute("VACUUM ANALYZE")
        print(f"\nloaded in {time.perf_counter() - began:.0f} s")


def _batched(cases: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(cases, size)):
        yield batch


def _population(folder: Path, persons: int) -> Iterator[dict[str, Any]]:
    from doudi.synthetic.population import synthesise
    from doudi.synthetic.samples import sample_cases_of

    synthesise(persons=persons, seed=7, out=folder, day=DAY)
    return sample_cases_of(folder)


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


class Writer:
    """Writes batches of case files as rows of the register, table by table."""

    def __init__(self, cursor: Any, assisted: int) -> None:
        from doudi.synthetic.places import villages

        self.cursor, self.assisted = cursor, assisted
        self.villages = [one for one in villages() if one.code.startswith(COUNTY)]
        self.people = self.households = 0
        self.evidence = self.memberships = 0
        self.numbers: dict[datetime.date, list[int]] = {}
        self.draw = random.Random(7)

    def write(self, cases: Iterable[dict[str, Any]]) -> None:
        """One batch: people, households, residences, memberships, facts, benefits."""
        people, households, residences, memberships, facts, benefits = [], [], [], [], [], []
        for case in cases:
            self.households += 1
            household, place = self.households, self.villages[self.households % len(self.villages)]
            began = DAY - datetime.timedelta(days=self.draw.randrange(30, 365 * YEARS))
            first = self.people + 1
            for position, member in enumerate(case["members"]):
                people.append(self.person(member, place.code))
                self.memberships += 1
                born = datetime.date.fromisoformat(member["born"])
                memberships.append(
                    (self.memberships, household, self.people, member.get("relation") or "", max(began, born), position)
                )
            head = people[first - self.people - 1]
            households.append(
                (household, f"{place.code[:9]}-{household:06d}", place.code, case["area"], head[1], head[3], began)
            )
            residences.append((household, household, place.code, case["area"], began))
            if household <= self.assisted:
                facts.extend(self.facts(case, household, first, began))
                benefits.extend(self.benefits(case, household, began))
        self.copy("registry_person", PERSON, people)
        self.copy("registry_household", HOUSEHOLD, households, [[], "", "", "", "", 1])
        self.copy("registry_residence", "id household_id territory area since address", residences, [""])
        self.copy(
            "registry_membership",
            "id household_id person_id relation since position began ended note",
            memberships,
            ["opened", "", ""],
        )
        self.copy("evidence_evidence", EVIDENCE, facts, [b"", "", "", ""])
        self.copy(
            "registry_benefit",
            "household_id programme monthly since next_review_on certificate dibao_class care_mode ended_reason note",
            benefits,
            ["", "", "", "", ""],
        )

    def person(self, member: dict[str, Any], place: str) -> tuple[Any, ...]:
        """The row of a person, with a name and a number of their own."""
        from doudi.records.registry.identity import CITIZEN, grams_of
        from doudi.records.sealing.ciphers import blind_index, seal
        from doudi.vocabulary.identity import generate_citizen_id, mask_citizen_id

        self.people += 1
        born, sex = datetime.date.fromisoformat(member["born"]), member.get("sex") or "male"
        name = self.draw.choice(_SURNAMES) + "".join(self.draw.choices(_GIVEN, k=self.draw.choice((1, 2, 2, 2))))
        number = None
        while number is None:
            try:
                number = generate_citizen_id(COUNTY, born, self.sequence(born, sex))
            except ValueError:
                continue
        pinyin, initials = _sound(name)
        return (
            self.people, name, name, pinyin, initials, grams_of(name), sex, born,
            seal(number.encode(), "registry_person.citizen_id"), blind_index(number, CITIZEN), mask_citizen_id(number),
            "resident", place, *_EMPTY,
        )  # fmt: skip

    def sequence(self, born: datetime.date, sex: str) -> int:
        """The next free order number of a birthday and sex."""
        used = self.numbers.setdefault(born, [1, 2])
        at = 0 if sex == "male" else 1
        used[at] += 2
        return used[at]

    def facts(
        self, case: dict[str, Any], household: int, first: int, began: datetime.date
    ) -> Iterator[tuple[Any, ...]]:
        """The facts of a household, each with corrections over the years."""
        for offset, member in enumerate(case["members"]):
            for topic, value in _topics(member):
                yield from self.versions(topic, value, first + offset, None, began)
        for topic, value in _household_topics(case["household"]):
            yield from self.versions(topic, value, None, household, began)

    def versions(
        self, topic: str, value: Any, person: int | None, household: int | None, began: datetime.date
    ) -> Iterator[tuple[Any, ...]]:
        """A fact, and for money the ones before it, each ended by the next: yearly for as long as the file stands."""
        from doudi.records.evidence.topics import TOPICS
        from doudi.records.evidence.values import amount_of

        amount, per, kind = amount_of(TOPICS[topic], value)
        changes = range(1 + (DAY - began).days // 365 if amount else 1)
        for year in changes:
            since = began + datetime.timedelta(days=365 * year)
            until = began + datetime.timedelta(days=365 * (year + 1)) if year < len(changes) - 1 else None
            self.evidence += 1
            yield (
                self.evidence, person, household, topic, kind, orjson.dumps(value).decode(), amount, per, since, until,
                "declared",
            )  # fmt: skip

    def benefits(self, case: dict[str, Any], household: int, began: datetime.date) -> Iterator[tuple[Any, ...]]:
        """What is in payment: dibao as the case says, or a share of households without."""
        from doudi.vocabulary.money import parse_yuan

        paid = (case["household"].get("receiving") or {}).get("dibao") or str(self.draw.randrange(150, 1900))
        since = began.replace(day=1)
        review = DAY + datetime.timedelta(days=self.draw.randrange(-20, 360))
        yield (household, "dibao", parse_yuan(paid), since, review)

    def copy(self, table: str, columns: str, rows: list[Any], rest: list[Any] | None = None) -> None:
        """COPY rows, each followed by the same `rest`."""
        if not rows:
            return
        names = ", ".join(columns.split())
        with self.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([*row, *(rest or [])])

    def finish(self) -> None:
        """Set the sequences behind the ids given, and the counters behind the numbers."""
        last = {"registry_person": self.people, "registry_household": self.households}
        last |= {"registry_residence": self.households, "registry_membership": self.memberships}
        last |= {"evidence_evidence": self.evidence}
        for table, value in last.items():
            self.cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(value, 1)])
        towns = {one.code[:9] for one in self.villages}
        rows = [(f"household.{town}", self.households) for town in towns]
        self.cursor.executemany("INSERT INTO registry_counter (key, value) VALUES (%s, %s)", rows)


PERSON = (
    "id name name_key pinyin initials grams sex born_on citizen_id citizen_index citizen_shown id_kind territory "
    "born_note id_note id_unverified no_id_reason temporary_number phone phone_shown ethnic marital education hukou "
    "hukou_place note"
)
_EMPTY = ("", "", False, "", "", b"", "", "", "", "", "", "", "")
HOUSEHOLD = "id number territory area label label_pinyin opened_on causes address type closed_reason story version"
EVIDENCE = (
    "id person_id household_id topic kind value amount per since until source certificate vouched_by note "
    "superseded_reason"
)


@cache
def _sound(name: str) -> tuple[str, str]:
    from doudi.gateways.pinyin import initials_of, pinyin_of

    return pinyin_of(name).replace(" ", ""), initials_of(name)


def _topics(member: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The facts of a member of a case file, as topics."""
    same = "long_term_care labour care_mode school dependent registered lives_alone left_behind refused_work".split()
    for key in (*same, "work_injury_nursing", "employment_cost", "parents"):
        if member.get(key) is not None:
            yield key, member[key]
    for key, topic in (("serious_illness", "illness"), ("unable", "self_care")):
        if member.get(key) is not None:
            yield topic, member[key]
    if member.get("absence"):
        yield "absence", {"state": member["absence"], "since": member.get("absent_since")}
    if member.get("disability") is not None:
        told = member["disability"]
        yield "disability", {"kind": "none"} if told == "none" else {**told, "certified": True}
    for key, topic in (("incomes", "income"), ("spending", "spending")):
        yield from _items(topic, member.get(key))


def _household_topics(household: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    assets = household.get("assets") or {}
    for key, topic in (("financial", "financial_assets"), ("homes", "homes"), ("vehicles", "vehicles")):
        if assets.get(key) is not None:
            yield topic, assets[key]
    if assets.get("businesses") is not None:
        yield "businesses", assets["businesses"]
    for key in ("relapse_watch", "has_farmland", "two_daughter_family"):
        if household.get(key) is not None:
            yield key, household[key]
    yield from _items("household_income", household.get("incomes"))
    yield from _items("household_spending", household.get("spending"))
    yield "obligors_listed", True


def _items(topic: str, items: list[dict[str, Any]] | None) -> Iterator[tuple[str, Any]]:
    """The items of a list; an item that lacks its amount is left out, an empty list says there is none."""
    if items is not None:
        known = [item for item in items if item.get("amount") and item.get("per")]
        yield from ((topic, item) for item in known or [{"kind": "none"}])


if __name__ == "__main__":
    main()
