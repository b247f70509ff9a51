"""The stories the tests of cases tell: which household each is about, and its case as it is opened."""

import datetime

from doudi.records.cases.actions.exits import report_exit
from doudi.records.cases.models import Case
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.models import Household
from support import caseways
from support import families_of_cases as families
from support.case_world import member_of, ready
from support.caseways import Way
from support.families_registered import family_on
from world import World

# Story: (how its household is made, the programme asked for, whose it is by place in the household).
_OF = {
    "dibao": (lambda world, sequence: family_on(world, "600", sequence=sequence), "dibao", None),
    "near_dibao": (lambda world, sequence: families.near_dibao(world, sequence=sequence), "near_dibao", None),
    "dibao_single": (lambda world, sequence: families.severe_grown_child(world, sequence=sequence), "dibao_single", 2),
    "tekun": (lambda world, sequence: families.elder(world, sequence=sequence), "tekun", 0),
    "tekun_exit": (lambda world, sequence: families.elder(world, sequence=sequence), "", 0),
    "temporary_urgent": (lambda world, sequence: families.burned(world, sequence=sequence), "temporary_urgent", None),
    "temporary_spending": (lambda world, sequence: families.sick(world, sequence=sequence), "temporary_spending", None),
    "rigid_expenditure": (
        lambda world, sequence: families.burdened(world, sequence=sequence), "rigid_expenditure", None,
    ),
    "disability_subsidy": (
        lambda world, sequence: families.severe_grown_child(world, sequence=sequence), "disability_nursing", 2,
    ),
    "unattended_child": (
        lambda world, sequence: families.child_alone(world, sequence=sequence), "unattended_child", 1,
    ),
    "orphan": (lambda world, sequence: families.child_alone(world, sequence=sequence, orphan=True), "orphan", 1),
}  # fmt: skip
# Other ways of the same stories.
_SAME = {
    "refused": "dibao", "core_failed": "dibao", "appraised": "dibao", "withdrawn": "dibao", "discontinued": "dibao",
    "objected": "tekun", "exit_objected": "tekun_exit", "exit_anew": "tekun_exit", "escalated": "temporary_urgent", "refused_anew": "dibao",
    "urgent_anew": "temporary_urgent", "turned_against": "tekun", "down_too_early": "tekun",
    "urgent_by_mistake": "temporary_urgent", "goes_on": "dibao", "set_aside": "dibao", "heard_online": "dibao",
    "papers_overdue": "dibao", "died": "tekun", "moved": "dibao", "mistaken": "dibao", "wished": "dibao",
    "draft_back": "dibao", "child_draft_back": "unattended_child",
}  # fmt: skip
STORIES = tuple(_OF)
_EVERY = (*_OF, *_SAME)


def household_for(world: World, story: str, *, again: bool = False) -> Household:
    """A household for a story with its papers filed; `again` for a second one beside the first."""
    make = _OF[_SAME.get(story, story)][0]
    # No number may end in 000: none of a family is a multiple of a hundred.
    sequence = 105 + 6 * _EVERY.index(story) + (400 if again else 0)
    return ready(world, lambda world: make(world, sequence))


def opened_case(way: Way, story: str, household: Household) -> Case:
    """The case of a story as it is opened, everything signed."""
    _make, programme, position = _OF[_SAME.get(story, story)]
    person = member_of(household, position) if position is not None else None
    if programme:
        return caseways.apply_for(way, household, (programme, person)).cases.get()
    paid = BenefitDraft(programme="tekun", monthly=93_800, since=datetime.date(2025, 1, 1), person=person)
    benefit = take_over_benefit(by=way.desk("township_acceptance"), household=household.pk, draft=paid)
    return report_exit(by=way.desk("township_surveyor"), benefit=benefit.pk, reason="已有法定义务人")
