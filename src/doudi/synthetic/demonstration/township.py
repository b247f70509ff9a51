"""The township as a whole: its villages and its households."""

from dataclasses import dataclass
from functools import cache

from doudi.synthetic.demonstration.drawn import drawn
from doudi.synthetic.demonstration.families import tell_families
from doudi.synthetic.demonstration.making import Maker
from doudi.synthetic.demonstration.paying import paid
from doudi.synthetic.demonstration.shapes import StoryHousehold
from doudi.synthetic.demonstration.stories import Stories, tell_stories
from doudi.synthetic.places import Place, places

TOWN = "341502102"
HOUSEHOLDS = 400


@dataclass(frozen=True)
class Township:
    """The town's villages in order of code, and the households, those with a story first."""

    villages: tuple[Place, ...]
    households: tuple[StoryHousehold, ...]

    @property
    def persons(self) -> int:
        """How many people there are, with those who join later."""
        return sum(len(one.members) + sum(h.joins is not None for h in one.happenings) for one in self.households)


@cache
def township(seed: int = 1) -> Township:
    """The demonstration township; equal seeds give equal households."""
    villages = tuple(one for one in places() if one.is_village and one.code.startswith(TOWN))
    maker = Maker(seed)
    one = Stories(maker, len(villages))
    tell_stories(one)
    tell_families(one)
    rest = paid(maker, drawn(maker, HOUSEHOLDS - len(one.told), len(villages)), villages)
    return Township(villages, (*one.told, *rest))
