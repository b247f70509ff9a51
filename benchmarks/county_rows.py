"""The rows of the invented county: people, households and what happened to them, written batch by batch."""

import datetime
import random
from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson

from benchmarks.county import COUNTY, DAY
from benchmarks.county_facts import household_topics, person_topics
from doudi.gateways.pinyin import initials_of, pinyin_of
from doudi.policy.facts import CODES
from doudi.records.evidence.topics import TOPICS
from doudi.records.evidence.values import amount_of
from doudi.records.registry.identity import ACCOUNT, CERTIFICATE, CITIZEN, PHONE, grams_of
from doudi.records.sealing.ciphers import blind_index, seal
from doudi.synthetic.places import villages
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.identity import generate_citizen_id, mask_account, mask_citizen_id, mask_phone
from doudi.vocabulary.money import parse_yuan

YEARS = 5
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰萍红建国志文海东晓燕春梅雪松云龙山河青禾安宁"
_CAUSES = [code.identifier for code in load_list("cause")]
_KINDS = {code.identifier: code.code for code in load_list("disability_kind")}
Row = tuple[Any, ...]

TABLES = {
    "registry_person": "id name name_key pinyin initials grams sex born_on citizen_id citizen_index citizen_shown id_kind "
    "no_id_reason temporary_number phone phone_index phone_shown territory died_on born_note id_note id_unverified "
    "ethnic marital education hukou hukou_place note",
    "registry_household": "id number territory address area label label_pinyin type causes opened_on closed_on "
    "closed_reason story version",
    "registry_residence": "id household_id territory area since until address",
    "registry_membership": "id household_id person_id relation since until position ended began note",
    "registry_kinship": "person_id relative_id relation obligor note",
    "registry_bankaccount": "person_id number number_index number_shown bank holder_kind holder_name agreement "
    "warnings since",
    "evidence_evidence": "id person_id household_id topic kind value amount per certificate certificate_index since "
    "until source recorded_at vouched_by note superseded_reason",
    "registry_benefit": "household_id person_id programme dibao_class monthly since until next_review_on certificate "
    "care_mode ended_reason note",
}


class Writer:
    """Writes batches of case files as rows of the register, table by table. Of one seed the county is always the same."""

    def __init__(self, cursor: Any, assisted: int) -> None:
        self.cursor, self.assisted = cursor, assisted
        self.villages = [one for one in villages() if one.code.startswith(COUNTY)]
        self.people = self.households = self.evidence = self.memberships = 0
        self.numbers: dict[datetime.date, list[int]] = {}
        self.draw = random.Random(7)
        self.rows: dict[str, list[Row]] = {}

    def write(self, cases: Iterable[dict[str, Any]]) -> None:
        """One batch, household by household."""
        self.rows = {table: [] for table in TABLES}
        for case in cases:
            self.household(case)
        for table, columns in TABLES.items():
            with self.cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as copy:
                for row in self.rows[table]:
                    copy.write_row(row)

    def household(self, case: dict[str, Any]) -> None:
        """A household with everything of it; the first ones are assisted, one in fifty of the others is closed."""
        self.households += 1
        number, assisted = self.households, self.households <= self.assisted
        place = self.villages[number % len(self.villages)].code
        days = 365 * YEARS if case.get("long") else self.draw.randrange(30, 365 * YEARS)
        began = DAY - datetime.timedelta(days=days)
        closed = began + (DAY - began) / 2 if number % 50 == 0 and not assisted else None
        first = self.people + 1
        for position, member in enumerate(case["members"]):
            self.member(member, place, began, closed, position)
        died = self.elder(place, began, len(case["members"])) if self.draw.random() < 0.1 and not closed else None
        self.file(case, place, began, closed, self.rows["registry_person"][-(self.people - first + 1)])
        if assisted:
            self.facts(case, first, began)
            self.payments(case, first, began, died)
            self.rows["registry_bankaccount"].append(self.account(first, began))
        if assisted and number % 3 == 0:
            self.kin(first)

    def file(self, case: dict[str, Any], place: str, began: datetime.date, closed: Any, head: Row) -> None:
        """The household's own row and its residence."""
        number, assisted = self.households, self.households <= self.assisted
        kind = self.draw.choice(("", *CODES["household_type"])) if assisted else ""
        causes = self.draw.sample(_CAUSES, self.draw.randrange(4)) if assisted else []
        self.rows["registry_household"].append(
            (number, f"{place[:9]}-{number:06d}", place, f"{number % 20 + 1}组", case["area"], head[1], head[3], kind,
             causes, began, closed, "迁出本县" if closed else "", "", 1)
        )  # fmt: skip
        self.rows["registry_residence"].append((number, number, place, case["area"], began, closed, ""))

    def member(
        self, told: dict[str, Any], place: str, began: datetime.date, closed: datetime.date | None, position: int
    ) -> None:
        """A member of today, or of the day the household was closed on."""
        born = datetime.date.fromisoformat(told["born"])
        self.person(born, told.get("sex") or "male", place)
        since = max(began, born)
        until = max(closed, since) if closed else None
        relation = told.get("relation") or ""
        self.belongs(relation, since, until, position, "other" if closed else "")

    def elder(self, place: str, began: datetime.date, position: int) -> datetime.date:
        """Somebody old who belonged to the household and died; the day."""
        died = began + datetime.timedelta(days=self.draw.randrange(max(1, (DAY - began).days)))
        born = died - datetime.timedelta(days=365 * self.draw.randrange(65, 96))
        self.person(born, self.draw.choice(("male", "female")), place, died)
        self.belongs("parent", began, died, position, "death")
        return died

    def belongs(self, relation: str, since: Any, until: Any, position: int, ended: str) -> None:
        """The membership of the last person in the last household."""
        self.memberships += 1
        self.rows["registry_membership"].append(
            (self.memberships, self.households, self.people, relation, since, until, position, ended, "opened", "")
        )

    def person(self, born: datetime.date, sex: str, place: str, died: datetime.date | None = None) -> None:
        """A person with a name and a number of their own; one in two hundred has none yet."""
        self.people += 1
        name = self.draw.choice(_SURNAMES) + "".join(self.draw.choices(_GIVEN, k=self.draw.choice((1, 2, 2, 2))))
        identity = self.unnumbered() if self.people % 200 == 0 else self.numbered(born, sex)
        self.rows["registry_person"].append(
            (self.people, name, name, *_sound(name), grams_of(name), sex, born, *identity, *self.phone(born), place, died,
             "", "", False, "", "", "", "", "", "")
        )  # fmt: skip

    def numbered(self, born: datetime.date, sex: str) -> Row:
        """The columns of an ID number of its own."""
        used = self.numbers.setdefault(born, [1, 2])
        while True:
            used[sex != "male"] += 2
            try:
                number = generate_citizen_id(COUNTY, born, used[sex != "male"])
            except ValueError:
                continue
            self.number = number
            sealed = seal(number.encode(), "registry_person.citizen_id")
            return (sealed, blind_index(number, CITIZEN), mask_citizen_id(number), "resident", "", "")

    def unnumbered(self) -> Row:
        """The columns of somebody who has no ID number yet."""
        return (b"", None, "", "temporary", "lost", f"L{self.people:015d}")

    def phone(self, born: datetime.date) -> Row:
        """The columns of a telephone; children and every third have none."""
        if self.people % 3 == 0 or born.year > 2008:
            return b"", None, ""
        number = phone_of(self.people)
        return seal(number.encode(), "registry_person.phone"), blind_index(number, PHONE), mask_phone(number)

    def account(self, person: int, began: datetime.date) -> Row:
        """The account the head is paid into."""
        number, place = account_of(person), "registry_bankaccount.number"
        return (person, seal(number.encode(), place), blind_index(number, ACCOUNT), mask_account(number), "农商银行", "own",
                "本人", "", "", began)  # fmt: skip

    def kin(self, person: int) -> None:
        """A grown child who lives elsewhere and must support them."""
        self.person(datetime.date(1980 + self.people % 20, 1 + self.people % 12, 1 + self.people % 28), "female", "")
        self.rows["registry_kinship"].append((person, self.people, "child", True, ""))

    def facts(self, case: dict[str, Any], first: int, began: datetime.date) -> None:
        """The facts of a household, each with its amounts of the years before."""
        for offset, member in enumerate(case["members"]):
            for topic, value in person_topics(member, self.draw):
                self.versions(topic, value, first + offset, None, began)
        for topic, value in household_topics(case["household"]):
            self.versions(topic, value, None, self.households, began)

    def versions(self, topic: str, value: Any, person: int | None, household: int | None, began: datetime.date) -> None:
        """A fact, and for money the ones before it, each ended by the next: yearly for as long as the file stands."""
        amount, per, kind = amount_of(TOPICS[topic], value)
        paper: Row = (b"", None)
        if topic == "disability" and value["kind"] != "none":
            number = certificate_of(person or 0, value)
            paper = (seal(number.encode(), "evidence_evidence.certificate"), blind_index(number, CERTIFICATE))
        changes = 1 + (DAY - began).days // 365 if amount else 1
        text = orjson.dumps(value).decode()
        for year in range(changes):
            since = began + datetime.timedelta(days=365 * year)
            until = began + datetime.timedelta(days=365 * (year + 1)) if year < changes - 1 else None
            self.evidence += 1
            entered = datetime.datetime.combine(since, datetime.time(9), datetime.UTC)
            self.rows["evidence_evidence"].append(
                (self.evidence, person, household, topic, kind, text, amount, per, *paper, since, until, "declared",
                 entered, "", "", "")
            )  # fmt: skip

    def payments(self, case: dict[str, Any], first: int, began: datetime.date, died: datetime.date | None) -> None:
        """What is in payment; after a death it was worked out anew, but of one in thirty."""
        paid = (case["household"].get("receiving") or {}).get("dibao") or str(self.draw.randrange(150, 1900))
        monthly, since = parse_yuan(paid), began.replace(day=1)
        review = DAY + datetime.timedelta(days=self.draw.randrange(-20, 360))
        end = None
        if died and self.draw.random() > 1 / 30:
            end = died
            self.benefit(None, "dibao", "B", monthly + 30_000, since, end, None)
        self.benefit(None, "dibao", "B", monthly, end or since, None, review)
        for offset, member in enumerate(case["members"]):
            if (member.get("disability") or "none") != "none":
                self.benefit(first + offset, "disability_living", "", 8000, since, None, None)

    def benefit(self, person: int | None, programme: str, dibao_class: str, monthly: int, *days: Any) -> None:
        """A benefit with its days: since, until, next review."""
        number = f"LB{self.households:08d}" if programme == "dibao" else ""
        self.rows["registry_benefit"].append(
            (self.households, person, programme, dibao_class, monthly, *days, number, "", "", "")
        )

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


def phone_of(person: int) -> str:
    """The telephone of a person of the county who has one."""
    return f"139{person:08d}"


def account_of(person: int) -> str:
    """The account of a head who is assisted."""
    return f"6222{person:015d}"


def certificate_of(person: int, value: dict[str, Any]) -> str:
    """The number of a certificate of disability: 18 digits, the kind, the grade."""
    return f"{COUNTY}19500101{person % 1000:03d}1{_KINDS[value['kind']]}{value['grade']}"


@cache
def _sound(name: str) -> tuple[str, str]:
    return pinyin_of(name).replace(" ", ""), initials_of(name)
