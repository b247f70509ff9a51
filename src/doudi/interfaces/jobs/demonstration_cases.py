"""The cases of the demonstration, driven through their procedures by the people whose work it is, in the order of days."""

import datetime
from collections.abc import Mapping, Sequence

from doudi.interfaces.jobs.demonstration_deciding import Deciding
from doudi.interfaces.jobs.demonstration_offices import Offices
from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import Household, Person
from doudi.synthetic.demonstration import StoryStep, Township, applications, office_steps

OPENED = datetime.date(2025, 12, 1)


class StepFailed(Exception):
    """A step of a story was refused; names the household, the step and why. The story is wrong, or the law changed."""


def drive_cases(
    town: Township, registered: Mapping[str, tuple[Household, Sequence[Person]]], desks: Mapping[str, Desk]
) -> None:
    """Take every step of every application, day by day. `registered` are the households by their groups.

    Raises StepFailed.
    """
    offices = Offices(desks)
    offices.open(OPENED)
    driven = [Deciding(offices, one, *registered[one.household]) for one in applications()]
    # Of one day the cases come first and the offices last, except what happens by date alone.
    lines = [(step.on, 1, step, one) for one in driven for step in one.story.steps]
    lines += [(step.on, 0 if step.do == "begin_support" else 2, step, None) for step in office_steps()]  # type: ignore[misc]
    for _on, _rank, step, one in sorted(lines, key=lambda line: line[:2]):
        _take(step, one, offices, town)


def _take(step: StoryStep, one: Deciding | None, offices: Offices, town: Township) -> None:
    try:
        if one is None:
            offices.do(step, town.villages[3].code)
        else:
            one.do(step)
    except Exception as why:
        raise StepFailed(f"{one.story.household if one else '机关'}：{step}：{why}") from why
