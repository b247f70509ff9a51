"""The demonstration township: about 400 invented households with stories, and the staff of every post. Plain data."""

from doudi.synthetic.demonstration.asking_office import applications, office_steps
from doudi.synthetic.demonstration.cases import case_of
from doudi.synthetic.demonstration.shapes import (
    StoryAccount,
    StoryApplication,
    StoryBenefit,
    StoryCorrection,
    StoryFact,
    StoryHappening,
    StoryHousehold,
    StoryObligor,
    StoryPerson,
    StoryStep,
)
from doudi.synthetic.demonstration.staff import StoryOfficer, StoryRelative, relatives, staff
from doudi.synthetic.demonstration.stories import DAY
from doudi.synthetic.demonstration.township import TOWN, Township, township

__all__ = [
    "DAY",
    "TOWN",
    "StoryAccount",
    "StoryApplication",
    "StoryBenefit",
    "StoryCorrection",
    "StoryFact",
    "StoryHappening",
    "StoryHousehold",
    "StoryObligor",
    "StoryOfficer",
    "StoryPerson",
    "StoryRelative",
    "StoryStep",
    "Township",
    "applications",
    "case_of",
    "office_steps",
    "relatives",
    "staff",
    "township",
]
