"""Making invented people: names, numbers, telephones, accounts, and the facts that say there is nothing."""

import random
from datetime import date
from typing import Any

from doudi.synthetic.demonstration.shapes import StoryAccount, StoryFact, StoryPerson
from doudi.vocabulary.identity import generate_citizen_id, luhn_holds

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文"
MALE = "国强建军志明德福永贵长根立新大山海波家旺世平金宝有才全林春生卫东正华学文光明来福水清"
FEMALE = "秀英桂兰玉珍翠花春梅素芳月娥凤霞彩云巧玲爱莲红艳小燕淑芬美华银杏腊梅秋菊冬梅"
YOUNG = "子涵雨桐浩然思远梓萱一诺晨曦欣怡宇航可欣嘉怡俊熙若溪明轩安然"
_COUNTIES = ("341502", "341503", "341504", "341522", "341523", "342401", "342422")


class Maker:
    """Draws invented people from a seed; the same seed gives the same people."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self._sequences: dict[tuple[str, date, int], int] = {}
        self._phone = self._account = 0
        self._names: set[str] = set()

    def number(self, born: date, sex: str, region: str = "") -> str:
        """An ID number nobody else of this maker has."""
        region = region or self.draw.choice(_COUNTIES[:5] if born.year > 1999 else _COUNTIES)
        odd = 1 if sex == "male" else 0
        while True:
            used = self._sequences.get((region, born, odd), 10 + odd)
            self._sequences[region, born, odd] = used + 2
            try:
                return generate_citizen_id(region, born, used)
            except ValueError:
                continue

    def name(self, sex: str, born: date, surname: str = "") -> str:
        """A name that occurs once in the township."""
        for _try in range(200):
            pool = YOUNG if born.year >= 2008 else MALE if sex == "male" else FEMALE
            family = surname or self.draw.choice(SURNAMES)
            length = self.draw.choice((1, 2, 2, 2))
            at = self.draw.randrange(0, len(pool) - 1)
            given = (
                pool[at : at + 2]
                if length == 2 and self.draw.random() < 0.6
                else "".join(self.draw.sample(pool, length))
            )
            if family + given not in self._names:
                self._names.add(family + given)
                return family + given
        raise AssertionError("too few given names")

    def person(
        self,
        relation: str,
        sex: str,
        born: str | date,
        *facts: StoryFact,
        name: str = "",
        surname: str = "",
        **rest: Any,
    ) -> StoryPerson:
        """A member with a number of their own, unless `number` says otherwise."""
        day = date.fromisoformat(born) if isinstance(born, str) else born
        rest.setdefault("number", self.number(day, sex, rest.pop("region", "")))
        return StoryPerson(name or self.name(sex, day, surname), relation, sex, day, facts=facts, **rest)

    def phone(self) -> str:
        """A telephone number out of a range given to nobody in the demonstration twice."""
        self._phone += 1
        return f"138000{self._phone:05d}"

    def account(self, bank: str = "农村商业银行", **rest: str) -> StoryAccount:
        """A bank card whose last digit fits."""
        self._account += 1
        stem = f"622848{self._account:012d}"
        last = next(str(digit) for digit in range(10) if luhn_holds(f"{stem}{digit}"))
        return StoryAccount(stem + last, bank, **rest)


KNOWN_ON = date(2025, 7, 1)


def fact(topic: str, value: Any, since: date = KNOWN_ON, source: str = "declared", **rest: Any) -> StoryFact:
    """A fact from a day on."""
    return StoryFact(topic, value, since, source, **rest)


def wage(amount: int, since: date = KNOWN_ON, source: str = "core_check") -> tuple[StoryFact, ...]:
    """A monthly wage in yuan, without a cost of working."""
    return item("income", "wage", amount, "month", since, source), fact("employment_cost", "0", since)


def item(topic: str, kind: str, amount: int, per: str, since: date = KNOWN_ON, source: str = "declared") -> StoryFact:
    """An income or an expense of a kind."""
    return fact(topic, {"kind": kind, "amount": f"{amount}.00", "per": per}, since, source)


def disabled(kind: str, grade: int, *, certified: bool = True) -> StoryFact:
    """A disability with its certificate."""
    value = {"kind": kind, "grade": grade, "certified": certified}
    return fact("disability", value, source="certificate", vouched_by="县残联", certificate=certified)


NONE = {"kind": "none"}


def settled(person: StoryPerson, day: date) -> StoryPerson:
    """The person with every fact that was not told said to be absent, so that the law can be applied to them."""
    told = {one.topic for one in person.facts}
    age = day.year - person.born.year - ((day.month, day.day) < (person.born.month, person.born.day))
    usual: list[tuple[str, Any]] = [
        ("income", NONE), ("spending", NONE), ("disability", NONE), ("illness", False), ("long_term_care", False),
        ("self_care", []), ("lives_alone", False), ("left_behind", False), ("care_mode", "home"),
        ("labour", "full" if 18 <= age < 60 else "none"),
    ]  # fmt: skip
    if person.relation in ("child", "grandchild"):
        usual.append(("school", _school(age)))
    more = tuple(
        fact(topic, value, source="survey", vouched_by="包村干部") for topic, value in usual if topic not in told
    )
    return StoryPerson(**{**person.__dict__, "facts": (*person.facts, *more)})


def _school(age: int) -> str:
    return "compulsory" if 6 <= age < 15 else "senior_secondary" if 15 <= age < 18 else "none"


def means(*told: StoryFact) -> tuple[StoryFact, ...]:
    """The household's facts, with those not told said to be absent."""
    topics = {one.topic for one in told}
    usual: list[tuple[str, Any]] = [
        ("household_income", NONE), ("household_spending", NONE), ("financial_assets", "0"), ("homes", 1),
        ("vehicles", 0), ("businesses", 0), ("relapse_watch", False), ("has_farmland", True),
        ("two_daughter_family", False), ("event", NONE), ("obligors_listed", True),
        ("housing", {"tenure": "owned", "safety": "B"}),
    ]  # fmt: skip
    return (*told, *(fact(topic, value, source="survey") for topic, value in usual if topic not in topics))
