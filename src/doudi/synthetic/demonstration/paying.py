"""What is in payment to the households without a story: what the law owes them, to the fen."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from doudi.engine.casefile import facts_from_mapping
from doudi.engine.determine import determine
from doudi.synthetic.demonstration.cases import case_of
from doudi.synthetic.demonstration.making import Maker
from doudi.synthetic.demonstration.shapes import StoryBenefit, StoryHousehold
from doudi.synthetic.demonstration.stories import REVIEW
from doudi.synthetic.places import Place

# Of those who are owed dibao some never applied.
_NEVER_APPLIED = 0.15


def paid(maker: Maker, households: Iterable[StoryHousehold], villages: tuple[Place, ...]) -> list[StoryHousehold]:
    """The households with dibao in payment where the law owes it."""
    return [replace(one, benefits=_benefits(maker, one, villages)) for one in households]


def _benefits(maker: Maker, household: StoryHousehold, villages: tuple[Place, ...]) -> tuple[StoryBenefit, ...]:
    answer = determine(facts_from_mapping(case_of(household, villages)))
    owed = next(one for one in answer.determinations if one.programme.key == "dibao")
    if owed.monthly is None or maker.draw.random() < _NEVER_APPLIED:
        return ()
    since = (household.opened_on.replace(day=1) + timedelta(days=62)).replace(day=1)
    review = REVIEW + timedelta(days=maker.draw.randrange(-150, 240))
    highest = min(str(answer.calculation.of_person("top_up_class", at)) for at in range(len(household.members)))
    return (StoryBenefit("dibao", owed.monthly, since, dibao_class=highest, next_review_on=review),)
