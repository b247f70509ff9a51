"""The staff of the demonstration: an officer for every post, and the near relatives they filed."""

from dataclasses import dataclass
from datetime import date

from doudi.synthetic.demonstration.stories import RELATIVE_NUMBER

COUNTY, CITY, PROVINCE = "341502", "341500", "340000"
NEXT_TOWN = "341502101"


@dataclass(frozen=True)
class StoryOfficer:
    """An officer: a village by its place in the town, `at` another place than the post's usual one."""

    login: str
    name: str
    post: str
    village: int | None = None
    at: str = ""


@dataclass(frozen=True)
class StoryRelative:
    """A near relative as filed."""

    staff_name: str
    staff_role: str
    officer: str
    name: str
    relation: str
    born: date
    number: str = ""


def staff(villages: int) -> tuple[StoryOfficer, ...]:
    """Everybody who works in the demonstration; every three villages share an assistant."""
    assistants = tuple(
        StoryOfficer(f"village{1 + place // 3}", name, "village_assistant", place)
        for place, name in zip(
            range(0, villages, 3), ("潘小梅", "钟志强", "毛春兰", "段立新", "秦爱莲", "侯海波"), strict=False
        )
    )
    return (
        *assistants,
        StoryOfficer("acceptance", "任秀芝", "township_acceptance"),
        # The clerk whose brother applies has to stand aside.
        StoryOfficer("acceptance2", "陶桂珍", "township_acceptance"),
        StoryOfficer("surveyor1", "姜永平", "township_surveyor"),
        StoryOfficer("surveyor2", "石玉华", "township_surveyor"),
        StoryOfficer("approver", "顾正林", "township_approver"),
        # What the county left to the town is confirmed by somebody who gave no opinion on it.
        StoryOfficer("approver2", "江明远", "township_approver"),
        StoryOfficer("neighbour", "施文静", "township_acceptance", at=NEXT_TOWN),
        StoryOfficer("reviewer", "邵敏", "county_reviewer"),
        StoryOfficer("confirmer", "孟宪章", "county_approver"),
        StoryOfficer("finance", "汤丽", "county_finance"),
        StoryOfficer("city", "万海涛", "city_supervisor"),
        StoryOfficer("province", "尹文博", "province_supervisor"),
        StoryOfficer("federation", "易小红", "partner_disability"),
        StoryOfficer("medical", "武建华", "partner_medical"),
        StoryOfficer("education", "乔雪", "partner_education"),
        StoryOfficer("partnerfinance", "贺立群", "partner_finance"),
        StoryOfficer("auditor", "严守正", "auditor"),
        StoryOfficer("admin", "龙岩", "administrator"),
    )


def relatives() -> tuple[StoryRelative, ...]:
    """The near relatives filed: one lives in the township, one does not; a third was never filed."""
    return (
        StoryRelative("任秀芝", "镇民政办受理岗", "acceptance", "任建国", "sibling", date(1970, 5, 6), RELATIVE_NUMBER),
        StoryRelative("顾正林", "镇分管负责人", "approver", "顾德明", "parent", date(1946, 9, 9)),
    )
