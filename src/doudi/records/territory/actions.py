"""Adding to the tree of places. Who may is asked by the caller: accounts stand above this app."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from doudi.records.territory.models import LEVEL_OF_LENGTH, Place
from doudi.records.territory.queries import tree_changed
from doudi.records.trail.recording import Actor, recording
from doudi.vocabulary.territory import parents, shortened


@dataclass(frozen=True)
class PlaceDraft:
    """A place as a list of codes gives it; `area` is that of a village, where it is known."""

    code: str
    name: str
    since: datetime.date
    area: str = ""


def level_of(code: str) -> str:
    """The level of a code of 6, 9 or 12 digits."""
    if len(code) == 6:
        return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    return LEVEL_OF_LENGTH[len(code)]


def add_places(*, by: Actor, places: Iterable[PlaceDraft], reason: str = "录入区划") -> list[Place]:
    """Add places that are not in the tree yet."""
    with recording(by, reason=reason):
        rows = [_place(one) for one in places]
        made = Place.objects.bulk_create(rows)
    tree_changed()
    return made


def _place(draft: PlaceDraft) -> Place:
    code = shortened(draft.code)
    around = parents(code)
    area = draft.area
    if not area and len(code) == 12:
        # Village committees have numbers from 200 on, residents' committees below.
        area = "rural" if int(code[9:]) >= 200 else "urban"
    return Place(
        code=code,
        name=draft.name.strip(),
        level=level_of(code),
        parent_code=around[1] if len(around) > 2 else "",
        area=area,
        since=draft.since,
    )
