"""Households of random facts in the invented county, entered through the register's own actions."""

import datetime
import random
from collections.abc import Sequence
from typing import Any

from doudi.engine.case_keys import PROGRAMME_KEYS
from doudi.policy.facts import CODES, INCOME_KINDS, SPENDING_KINDS
from doudi.records.accounts.desk import Desk
from doudi.records.evidence.actions import FactDraft, correct_fact, end_fact, record_facts, withdraw_fact
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import TOPICS, Topic
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household, Person
from doudi.vocabulary.identity import generate_citizen_id
from doudi.vocabulary.money import yuan

ENTERED = datetime.date(2026, 1, 1)
# Yearly standards of the invented county and one and a half of them: incomes land on, just below and just above.
LINES = (721 * 1200, 756 * 1200, 1081 * 1200 + 600, 938 * 1200, 4 * 721 * 1200)
SELF_CARE = ("eat", "dress", "bed", "toilet", "walk", "bath")
_AS_WORDS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
PAID = ("dibao", "tekun", "disability_living", "disability_nursing", "orphan", "old_age_allowance")


class RandomRegister:
    """Fills the county of a desk with households; the same seed gives the same facts."""

    def __init__(self, by: Desk, villages: Sequence[str], *, seed: int) -> None:
        self.by, self.villages, self.random = by, villages, random.Random(seed)
        self.sequence = 0

    def fill(self, households: int) -> list[Household]:
        """Register so many households with facts, kin and payments; a tenth of them says nothing at all."""
        return [self.household() for _ in range(households)]

    def household(self) -> Household:
        relations = [
            "head",
            *self.random.choices(["child", "parent", "sibling", "grandchild", "none"], k=self.among(0, 3)),
        ]
        if self.chance(0.5):
            relations.insert(1, "spouse")
        draft = HouseholdDraft(
            territory=self.random.choice(self.villages),
            members=tuple(self.member(relation) for relation in relations),
            opened_on=datetime.date(2024, 1, 1),
            area=self.random.choice(["", "urban", "rural"]),
        )
        household = register_household(by=self.by, draft=draft)
        if self.chance(0.9):
            people = list(Person.objects.filter(memberships__household=household).order_by("pk"))
            self.kin(household, people)
            self.facts(household, people)
            self.payments(household, people)
        return household

    def member(self, relation: str) -> MemberDraft:
        name = "测试" + str(self.next()).translate(_AS_WORDS)
        return MemberDraft(self.person(name), relation, self.random.choice([None, None, True, False]))

    def person(self, name: str) -> PersonDraft:
        if self.chance(0.15):
            born = self.random.choice([None, self.birthday()])
            return PersonDraft(name, no_id_reason="lost", born_on=born, sex=self.random.choice(["", "male", "female"]))
        return PersonDraft(name, self.number(self.birthday()))

    def number(self, born: datetime.date) -> str:
        """An ID number of somebody born on a day; some would end in 000, and those are nobody's."""
        try:
            return generate_citizen_id("341502", born, self.next() % 900 + 1)
        except ValueError:
            return self.number(born)

    def birthday(self) -> datetime.date:
        """Also on the very day the tests ask on, and the day after."""
        year = 2026 - self.random.choice([1, 3, 9, 16, 18, 30, 45, 59, 60, 69, 70, 80, 90, 99])
        return datetime.date(year, 3, self.random.choice([1, 2, 3, 20]))

    def kin(self, household: Household, people: Sequence[Person]) -> None:
        for person in people:
            if self.chance(0.3):
                kin = add_kin(
                    by=self.by, person=person.pk, relation="sibling", relative=self.person("外地亲属"), obligor=True
                )
                self.record(household, [(kin.relative, topic) for topic in self.some(OBLIGOR_TOPICS, 0.6)])
        if len(people) > 1 and self.chance(0.5):
            # An obligor who lives in the same household is none of those outside.
            add_kin(by=self.by, person=people[0].pk, relation="sibling", relative=people[-1].pk, obligor=True)

    def facts(self, household: Household, people: Sequence[Person]) -> None:
        share = self.random.choice([0.2, 0.7, 0.97])
        self.record(household, [(None, topic) for topic in self.some(HOUSEHOLD_TOPICS, share)])
        self.record(household, [(person, topic) for person in people for topic in self.some(PERSON_TOPICS, share)])
        found = Evidence.objects.filter(household=household) | Evidence.objects.filter(person__in=people)
        # In the order they were made: the same seed makes the same register.
        rows = list(found.order_by("pk"))
        for row in self.random.sample(rows, min(3, len(rows))):
            change = self.random.choice([self.correct, self.end, self.withdraw])
            change(household, row)

    def record(self, household: Household, wanted: Sequence[tuple[Person | None, Topic]]) -> None:
        drafts = [(person, self.draft(topic)) for person, topic in wanted for _ in range(2 if topic.several else 1)]
        record_facts(by=self.by, household=household, drafts=drafts)

    def draft(self, topic: Topic) -> FactDraft:
        until = datetime.date(2026, 3, self.random.choice([2, 3, 9])) if self.chance(0.05) else None
        return FactDraft(topic.key, self.value(topic), ENTERED, "survey", until=until)

    def correct(self, household: Household, row: Evidence) -> None:
        changes = {"value": self.value(TOPICS[row.topic])}
        correct_fact(by=self.by, evidence=row.pk, household=household.pk, changes=changes, reason="录错了")

    def end(self, household: Household, row: Evidence) -> None:
        end_fact(by=self.by, evidence=row.pk, household=household.pk, until=datetime.date(2026, 3, 3))

    def withdraw(self, household: Household, row: Evidence) -> None:
        withdraw_fact(by=self.by, evidence=row.pk, household=household.pk, reason="录错了")

    def payments(self, household: Household, people: Sequence[Person]) -> None:
        if self.chance(0.3):
            programme = self.random.choice(PAID)
            person = None if programme == "dibao" else people[0].pk
            monthly = self.among(1, 150_000)
            draft = BenefitDraft(programme, monthly, datetime.date(2025, 1, 1), person=person)
            take_over_benefit(by=self.by, household=household.pk, draft=draft)

    def value(self, topic: Topic) -> Any:
        """A value of the topic's shape."""
        match topic.shape:
            case "truth":
                return self.chance(0.5)
            case "count":
                return self.among(0, 3)
            case "amount":
                return yuan(self.amount() // 12)
            case "code":
                return self.random.choice(CODES[topic.codes])
            case "item":
                return self.item(INCOME_KINDS if topic.codes == "income" else SPENDING_KINDS)
            case "disability":
                return self.disability()
            case "absence":
                state = self.random.choice(CODES["absence"])
                return {"state": state} | ({"since": "2023-03-02"} if self.chance(0.5) else {})
            case "parents":
                return {parent: self.parent() for parent in ("father", "mother") if self.chance(0.8)}
            case "words":
                return self.random.sample(SELF_CARE, self.among(0, 6))
            case "list":
                return self.random.sample(sorted(PROGRAMME_KEYS), self.among(0, 2))
            case "event":
                return self.event()
        raise AssertionError(topic.shape)

    def item(self, kinds: dict[str, tuple[str, str]]) -> dict[str, Any]:
        if self.chance(0.4):
            return {"kind": "none"}
        return {"kind": self.random.choice(list(kinds)), "amount": yuan(self.amount()), "per": "year"}

    def amount(self) -> int:
        return self.random.choice(LINES) * self.among(1, 3) + self.among(-1, 1)

    def disability(self) -> dict[str, Any]:
        kind = self.random.choice(CODES["disability_kind"])
        if kind == "none":
            return {"kind": "none"}
        return {"kind": kind, "grade": self.among(1, 4)} | ({"certified": False} if self.chance(0.2) else {})

    def parent(self) -> dict[str, Any]:
        return {"state": self.random.choice(CODES["parent_state"])} | ({"months": 6} if self.chance(0.6) else {})

    def event(self) -> dict[str, Any]:
        kind = self.random.choice(CODES["event_kind"])
        told = {"urgent": self.chance(0.5), "loss": "50000.00", "self_paid": "60000.00"}
        return {"kind": kind} | {key: value for key, value in told.items() if kind != "none" and self.chance(0.8)}

    def some(self, topics: Sequence[Topic], share: float) -> list[Topic]:
        return [topic for topic in topics if self.chance(share)]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def among(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def next(self) -> int:
        self.sequence += 1
        return self.sequence


_OF_OBLIGORS = ("obligor_income", "obligor_assets_over", "obligor_receiving")
OBLIGOR_TOPICS = tuple(TOPICS[key] for key in (*_OF_OBLIGORS, "disability", "absence"))
PERSON_TOPICS = tuple(one for one in TOPICS.values() if one.subject == "person" and one.key not in _OF_OBLIGORS)
HOUSEHOLD_TOPICS = tuple(one for one in TOPICS.values() if one.subject == "household" and one.key != "housing")
