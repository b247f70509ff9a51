"""The teller: turns the sketches of a story into a household, giving out names, numbers, days and what is usual."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from doudi.synthetic.places import Place
from doudi.synthetic.township.facts import OPEN
from doudi.synthetic.township.filing import papers_of, with_accounts
from doudi.synthetic.township.names import Names, surname_of
from doudi.synthetic.township.numbers import (
    Numbers,
    disability_certificate,
    first_of_month,
    old_number,
    some_day,
)
from doudi.synthetic.township.paying import Wanted, with_benefits
from doudi.synthetic.township.shapes import (
    StoryAccount,
    StoryEvent,
    StoryExpectation,
    StoryFact,
    StoryHousehold,
    StoryMending,
    StoryObligor,
    StoryPerson,
)
from doudi.synthetic.township.sketches import Elsewhere, Happened, Sketch, Story
from doudi.synthetic.township.usual import (
    soon_after,
    usual_education,
    usual_marital,
    usual_of_household,
    usual_of_person,
)
from doudi.vocabulary.periods import completed_years

# The day the stories are written for; on another day every day in them moves by as much.
DAY = date(2026, 3, 2)
_NO_ID = ("newborn", "lost", "unregistered", "other")
_BANKS = ("六安农村商业银行", "邮政储蓄银行", "农业银行")
_GROUPS = "一二三四五六七八九"
_SPOTS = ("上郢", "下郢", "老庄", "新庄", "大塘", "小湾", "东冲", "西冲", "后岗", "前圩")
_FULL_NUMBER = 18


class Teller:
    """Tells households one after the other; the same seed tells the same ones."""

    def __init__(self, day: date, seed: int, villages: tuple[Place, ...]) -> None:
        self.day, self.villages = day, villages
        self.draw = random.Random(seed)
        self.names, self.numbers = Names(self.draw), Numbers(self.draw)
        self.households: dict[str, StoryHousehold] = {}
        self._moved = day - DAY

    def at(self, day: date) -> date:
        """A day of a story on the calendar of this township."""
        return day + self._moved

    def tell(self, story: Story) -> StoryHousehold:
        """Add a household: its people, what is known of them, what happened, what is paid, the papers."""
        household = self._household(story)
        if story.pays:
            wanted = self._wanted(story, household.opened_on)
            household = with_benefits(household, wanted, self.day, self.draw, self.numbers)
        return self.put(papers_of(with_accounts(household, self.card, self.day), self.draw, self.day))

    def _household(self, story: Story) -> StoryHousehold:
        opened = self.written(story.opened) or self._opened()
        # What is known is known from a visit of the last half-year, and not before the household was.
        visited = self.written(story.visited) or self._visited(opened)
        assembly = Assembly(self, opened, visited, story.complete)
        place = self.villages[self._village() if story.village is None else story.village]
        return StoryHousehold(
            key=f"H{len(self.households) + 1:03d}",
            village=place.code,
            address=f"{self.draw.choice(_SPOTS)}{self.draw.choice(_GROUPS)}组",
            area="rural" if place.is_rural else "urban",
            opened_on=opened,
            members=assembly.members(story.people),
            type=story.type,
            causes=tuple(story.causes.split()),
            tells=story.tells,
            group=tuple(story.group.split()),
            facts=assembly.household_facts(story.facts),
            obligors=assembly.obligors(story.obligors),
            events=assembly.events(story.events),
            expects=_expects(story),
            pilot_rows=tuple(story.rows.split()),
            planted=story.planted,
            split_from=story.split_from,
        )

    def _wanted(self, story: Story, opened: date) -> Wanted:
        return Wanted(
            words=story.pays,
            on=self.written(story.paid_on) or self.day,
            since=self._paid_since(story.paid_since, opened),
            off_by=story.off_by,
            dibao_class=story.paid_class,
        )

    def written(self, day: str) -> date | None:
        """A day as a story writes it, on the calendar of this township; None where it is left open."""
        return self.at(date.fromisoformat(day)) if day else None

    def put(self, household: StoryHousehold) -> StoryHousehold:
        """Add a household, or put a changed one in the place of its older self."""
        self.households[household.key] = household
        return household

    def happens(self, household: StoryHousehold, event: Happened) -> StoryHousehold:
        """Let something happen to a household told already, in the order of days."""
        assembly = Assembly(self, household.opened_on, household.opened_on, complete=False)
        events = sorted((*household.events, *assembly.events([event])), key=lambda one: one.on)
        return self.put(replace(household, events=tuple(events)))

    def somebody(self, who: str) -> StoryPerson:
        """A member of a household told already, by `H007/child`."""
        household, _, key = who.partition("/")
        told = self.households[household]
        everybody = (*told.members, *(one for event in told.events for one in event.joins))
        return next(one for one in everybody if one.key == key)

    def card(self, since: date, kind: str = "own", holder: str = "", agreement: str = "") -> StoryAccount:
        """A bank card nobody else has."""
        return StoryAccount(self.numbers.card(), self.draw.choice(_BANKS), since, kind, holder, agreement)

    def _opened(self) -> date:
        """Most households were written down in the survey of May 2021, the others since."""
        first = date(2021, 5, 10)
        return self.at(some_day(self.draw, first, first + timedelta(days=15 if self.draw.random() < 0.6 else 1400)))

    def _visited(self, opened: date) -> date:
        return max(some_day(self.draw, self.day - timedelta(days=220), self.day - timedelta(days=45)), opened)

    def _village(self) -> int:
        """The villages of the country in turn; the residents' committee comes first in the list and is passed over."""
        return 1 + len(self.households) % (len(self.villages) - 1)

    def _paid_since(self, told: str, opened: date) -> date:
        if since := self.written(told):
            return first_of_month(since)
        latest = first_of_month(self.day, -3)
        return min(first_of_month(some_day(self.draw, opened, opened + timedelta(days=900)), 2), latest)


class Assembly:
    """One household being put together: when it was opened and visited, and whether the visit found everything out."""

    def __init__(self, teller: Teller, opened: date, visited: date, complete: bool) -> None:
        self.teller, self.opened, self.visited, self.complete = teller, opened, visited, complete
        self.draw, self.names, self.numbers = teller.draw, teller.names, teller.numbers
        self.surname = self.head_surname = ""
        self.with_spouse = False
        self.keys: dict[str, int] = {}
        # Somebody elsewhere who is bound to several members is one person.
        self.known: dict[str, StoryObligor] = {}

    def members(self, sketches: Iterable[Sketch]) -> tuple[StoryPerson, ...]:
        """The members of the first day, in order, the head first."""
        sketches = tuple(sketches)
        self.with_spouse = any(one.relation == "spouse" for one in sketches)
        alone = len(sketches) == 1
        return tuple(self._person(one, alone=alone) for one in sketches)

    def household_facts(self, facts: tuple[StoryFact, ...]) -> tuple[StoryFact, ...]:
        """The household's facts with their days."""
        usual = tuple(usual_of_household(facts, self.draw)) if self.complete else ()
        return tuple(self._dated(one, self.visited) for one in (*map(self._on_calendar, facts), *usual))

    def obligors(self, elsewhere: Iterable[Elsewhere]) -> tuple[StoryObligor, ...]:
        """The people elsewhere, each with one number however many they are bound to."""
        return tuple(self._obligor(one, number) for number, one in enumerate(elsewhere))

    def events(self, happened: Iterable[Happened]) -> tuple[StoryEvent, ...]:
        """What happened, in the order of days."""
        return tuple(sorted((self._event(one) for one in happened), key=lambda one: one.on))

    def _person(self, sketch: Sketch, *, alone: bool = False, since: date | None = None) -> StoryPerson:
        told = dict(sketch.told)
        key = self._key(told.pop("key", sketch.relation))
        if same_as := told.pop("same_as", ""):
            known = self.teller.somebody(same_as)
            return replace(known, key=key, relation=sketch.relation, same_as=same_as, accounts=())
        born = self.teller.at(sketch.born)
        papers = told.pop("papers", "")
        citizen_id = "" if papers in _NO_ID else self.numbers.citizen_id(born, sketch.sex, told.pop("region", ""))
        citizen_id = told.pop("number", citizen_id)
        visited = max(self.visited, since or self.visited)
        usual = usual_of_person(sketch, born, alone=alone, opened=since or self.opened, visited=visited)
        facts = [self._dated(self._on_calendar(one), visited, citizen_id) for one in sketch.facts]
        facts += [self._dated(one, visited) for one in usual if self.complete]
        age = completed_years(born, self.teller.day)
        fields: dict[str, Any] = {
            "phone": self._phone(told.pop("phone", None), age),
            "education": usual_education(born, self.teller.day),
            "marital": usual_marital(sketch.relation, age, with_spouse=self.with_spouse, draw=self.draw),
            "hukou_place": self.teller.villages[0].code[:6],
            "no_id_reason": papers if papers in _NO_ID else "",
        }
        accounts = tuple(self._account(*one) for one in told.pop("accounts", ()))
        return StoryPerson(
            key=key,
            name=self._name(sketch, told.pop("name", ""), born),
            relation=sketch.relation,
            sex=sketch.sex,
            born=born,
            citizen_id=old_number(citizen_id) if papers == "15" else citizen_id,
            facts=tuple(facts),
            accounts=accounts,
            **(fields | told),
        )

    def _key(self, wanted: str) -> str:
        """A key nobody of the household has: child, child2, child3."""
        self.keys[wanted] = number = self.keys.get(wanted, 0) + 1
        return wanted if number == 1 else f"{wanted}{number}"

    def _name(self, sketch: Sketch, given: str, born: date) -> str:
        """The name the story gives, or one with the surname that a family of this village would have."""
        wanted = {
            "child": self.surname,
            "grandchild": self.surname,
            "sibling": self.head_surname,
            "parent": self.head_surname if sketch.sex == "male" else "",
            "grandparent": self.head_surname if sketch.sex == "male" else "",
        }.get(sketch.relation, "")
        name = self.names.keep(given) if given else self.names.name(sketch.sex, born, wanted)
        if sketch.relation == "head":
            self.head_surname = surname_of(name)
        if sketch.relation == "head" or (sketch.relation == "spouse" and sketch.sex == "male"):
            # A widow's children have their father's surname, which nobody else here has.
            self.surname = surname_of(name) if sketch.sex == "male" else ""
        if sketch.relation == "child" and not self.surname:
            self.surname = surname_of(name)
        return name

    def _phone(self, told: bool | None, age: int) -> str:
        has = told if told is not None else self.complete and age >= 18 and self.draw.random() < 0.6
        return self.numbers.phone() if has else ""

    def _account(self, kind: str, holder: str = "", agreement: str = "") -> StoryAccount:
        return self.teller.card(self.opened, kind, holder, agreement)

    def _obligor(self, one: Elsewhere, number: int) -> StoryObligor:
        key = one.key or f"obligor{number + 1}"
        if key in self.known:
            return replace(self.known[key], of=one.of, relation=one.relation)
        born = self.teller.at(one.born)
        self.known[key] = StoryObligor(
            key=key,
            of=one.of,
            relation=one.relation,
            name=one.name or self.names.name(one.sex, born, self.surname if one.relation == "child" else ""),
            sex=one.sex,
            born=born,
            citizen_id=self.numbers.citizen_id(born, one.sex),
            phone=self.numbers.phone(),
            lives_in=one.lives_in,
            facts=tuple(self._dated(self._on_calendar(fact), self.visited) for fact in one.facts),
        )
        return self.known[key]

    def _event(self, one: Happened) -> StoryEvent:
        on = self.teller.at(one.on)
        recorded = self.teller.at(one.recorded) if one.recorded else soon_after(on, self.draw, self.teller.day)
        return StoryEvent(
            kind=one.kind,
            on=on,
            recorded_on=recorded,
            person=one.person,
            joins=tuple(self._person(joining, since=on) for joining in one.joins),
            **one.told,
        )

    def _on_calendar(self, one: StoryFact) -> StoryFact:
        """A fact of a story with every day of its own, those inside its value too, on the calendar of the township."""
        return replace(
            one,
            value=self._moved(one.value),
            since=self._moved(one.since),
            until=self._moved(one.until),
            recorded_on=self._moved(one.recorded_on),
            mended=one.mended and self._mending(one.mended),
        )

    def _moved(self, value: Any) -> Any:
        if isinstance(value, date):
            return value if value == OPEN else self.teller.at(value)
        if not isinstance(value, dict):
            return value
        days = {key: self.teller.at(date.fromisoformat(value[key])) for key in ("since", "day") if key in value}
        return value | {key: day.isoformat() for key, day in days.items()}

    def _mending(self, one: StoryMending) -> StoryMending:
        return replace(one, recorded_on=self._moved(one.recorded_on), value=self._moved(one.value))

    def _dated(self, one: StoryFact, visited: date, citizen_id: str = "") -> StoryFact:
        """The days a story leaves open are those of the visit, or of the day the household was written down."""
        since = visited if one.since == OPEN else one.since
        recorded = one.recorded_on
        if recorded == OPEN:
            recorded = soon_after(max(since, self.opened), self.draw, self.teller.day)
        certificate = one.certificate or self._certificate(one, citizen_id)
        return replace(one, since=since, recorded_on=recorded, certificate=certificate)

    def _certificate(self, one: StoryFact, citizen_id: str) -> str:
        certified = one.topic == "disability" and isinstance(one.value, dict) and one.value.get("certified")
        if not certified or len(citizen_id) != _FULL_NUMBER:
            return ""
        return disability_certificate(citizen_id, one.value["kind"], one.value["grade"])


def _expects(story: Story) -> tuple[StoryExpectation, ...]:
    said = {
        "eligible": story.gives,
        "not_eligible": story.refuses,
        "unknown": story.unknown,
        "excluded": story.excludes,
    }
    words = [(outcome, *word.partition("@")) for outcome, line in said.items() for word in line.split()]
    return tuple(StoryExpectation(programme, outcome, person) for outcome, programme, _, person in words)
