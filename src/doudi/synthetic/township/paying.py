"""What the township pays: the amounts the engine gives, and on purpose, here and there, others."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from doudi.engine.casefile import facts_from_mapping
from doudi.engine.determine import Answer, Determination, determine
from doudi.synthetic.township.case import case_of, members_on
from doudi.synthetic.township.numbers import Numbers, first_of_month
from doudi.synthetic.township.shapes import StoryBenefit, StoryHousehold
from doudi.synthetic.township.standards import parameters_of

# The child's allowance is less the share of the dibao in payment, so the household's programmes come first.
_DEPENDS_ON_PAYMENTS = frozenset({"unattended_child"})
_WORDS = {
    "dibao": "低保", "dibao_single": "单人保", "tekun": "特困", "orphan": "孤儿", "unattended_child": "事无儿童",
    "disability_living": "残补生", "disability_nursing": "残补护", "old_age_allowance": "高龄",
}  # fmt: skip
_REVIEWED = frozenset({"dibao", "dibao_single", "tekun", "orphan", "unattended_child"})


@dataclass(frozen=True)
class Wanted:
    """What a story wants in payment: `programme@person` words, reckoned as things stood `on` a day, and what is wrong.

    `off_by` are yuan a month more or less than the engine says, by programme; `since` the month it began.
    """

    words: str
    on: date
    since: date
    off_by: Mapping[str, int] = field(default_factory=dict)
    dibao_class: str = ""


def answer_of(household: StoryHousehold, on: date, day: date) -> Answer:
    """The engine's answer for a household on a day, under the standards of the county on the day of the township."""
    return determine(facts_from_mapping(case_of(household, on)), parameters=parameters_of(day))


def with_benefits(
    household: StoryHousehold, wanted: Wanted, day: date, draw: random.Random, numbers: Numbers
) -> StoryHousehold:
    """The household with what is wanted in payment; raises AssertionError where the engine gives no amount for it."""
    for later in (False, True):
        words = [one for one in wanted.words.split() if (one.partition("@")[0] in _DEPENDS_ON_PAYMENTS) is later]
        if words:
            told = answer_of(household, wanted.on, day)
            new = [_benefit(household, word, told, wanted, day, draw, numbers) for word in words]
            household = replace(household, benefits=(*household.benefits, *new))
    return household


def _benefit(
    household: StoryHousehold,
    word: str,
    answer: Answer,
    wanted: Wanted,
    day: date,
    draw: random.Random,
    numbers: Numbers,
) -> StoryBenefit:
    programme, _, person = word.partition("@")
    one = found(answer, programme, person)
    assert one.monthly is not None, (household.key, household.tells, word, one.outcome, one.missing)
    dibao_class = wanted.dibao_class or class_of(one) if programme in ("dibao", "dibao_single") else ""
    return StoryBenefit(
        programme=programme,
        monthly=one.monthly + wanted.off_by.get(programme, 0) * 100,
        since=wanted.since,
        person=person,
        dibao_class=dibao_class,
        care_mode=_care_mode(household, person, wanted.on) if programme == "tekun" else "",
        next_review_on=_review(programme, dibao_class, wanted.since, day, draw),
        certificate=numbers.certificate(_WORDS[programme], wanted.since),
    )


def found(answer: Answer, programme: str, person: str = "") -> Determination:
    """The determination of one programme, of a person where it is a person's."""
    index = answer.case.members.index(person) if person else -1
    return next(
        one for one in answer.determinations if one.programme.key == programme and one.person in (index, -1)
    )


def class_of(one: Determination) -> str:
    """The class of a household is that of its most vulnerable member: A before B before C."""
    classes = {group for word, _person, group, _fen in one.parts if word == "topup"}
    return min(classes, default="C")


def _care_mode(household: StoryHousehold, person: str, on: date) -> str:
    told = next(one for one in members_on(household, on) if one.key == person)
    return next((str(one.value) for one in reversed(told.facts) if one.topic == "care_mode"), "home")


def _review(programme: str, dibao_class: str, since: date, day: date, draw: random.Random) -> date | None:
    """The next review: within the year, class C within the half-year; one in ten is overdue."""
    if programme not in _REVIEWED:
        return None
    months = 6 if dibao_class == "C" else 12
    ahead = -draw.randrange(1, 3) if draw.random() < 0.1 else draw.randrange(0, months)
    return max(first_of_month(day, ahead), first_of_month(since, months))


def eligible(answer: Answer, programmes: Iterable[str]) -> Iterator[str]:
    """The words (`programme@person`) of everything with an amount that the household could have in payment."""
    for one in answer.determinations:
        if one.programme.key in programmes and one.outcome == "eligible" and one.monthly:
            person = answer.case.members[one.person] if one.person >= 0 else ""
            yield f"{one.programme.key}@{person}" if person else one.programme.key
