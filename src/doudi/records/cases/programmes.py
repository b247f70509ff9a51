"""Which procedure a programme follows, whose it is, which power a county may leave to a township, what it needs signed."""

from dataclasses import dataclass

from doudi.engine.determine import profile_for
from doudi.policy.procedure.stages import PROCEDURES, Procedure
from doudi.policy.programmes import BY_KEY, Programme


@dataclass(frozen=True)
class Asked:
    """A programme as it is applied for. `means` where the means of all adults are checked, `obligors` theirs too.

    `letter` is the two letters of its case numbers; `once` where it is paid once and no support follows.
    """

    key: str
    procedure: str
    letter: str
    power: str = ""
    means: bool = False
    obligors: bool = False
    once: bool = False
    status: bool = False

    @property
    def programme(self) -> Programme:
        """The programme of the rules."""
        return BY_KEY[self.key]

    @property
    def declared(self) -> Procedure:
        """Its procedure as declared."""
        return PROCEDURES[self.procedure]

    @property
    def of_person(self) -> bool:
        """Whether it is one person's."""
        return self.programme.unit == "person"


_ALL = (
    Asked("dibao", "dibao", "DB", "confirm_dibao", means=True, obligors=True),
    Asked("near_dibao", "near_dibao", "BY", "confirm_near_dibao", means=True, obligors=True, status=True),
    Asked("dibao_single", "dibao_single", "DR", "confirm_dibao", means=True, obligors=True),
    Asked("tekun", "tekun", "TK", "confirm_tekun", means=True, obligors=True),
    Asked("rigid_expenditure", "rigid_expenditure", "GX", "confirm_rigid_expenditure", means=True, status=True),
    Asked("temporary_urgent", "temporary_urgent", "JN", "confirm_temporary", once=True),
    Asked("temporary_spending", "temporary_spending", "LZ", "confirm_temporary", means=True, once=True),
    Asked("disability_living", "disability_subsidy", "CS"),
    Asked("disability_nursing", "disability_subsidy", "CH"),
    Asked("orphan", "orphan", "GE"),
    Asked("unattended_child", "unattended_child", "SW"),
)
ASKED: dict[str, Asked] = {one.key: one for one in _ALL}
# The end of tekun is nobody's application; its cases have letters of their own.
EXIT_LETTER = "TZ"

# Programmes that shut each other out share a slot, of which a person has one benefit a day.
_SLOTS: dict[str, tuple[str, ...]] = {
    "dibao": ("dibao",),
    "dibao_single": ("dibao", "tekun:dibao_single"),
    "tekun": (
        "tekun",
        "dibao",
        "tekun:dibao_single",
        "tekun:disability_living",
        "tekun:disability_nursing",
        "tekun:orphan",
        "tekun:unattended_child",
    ),
    "disability_living": ("disability_living", "tekun:disability_living", "living:orphan", "living:unattended_child"),
    "disability_nursing": ("disability_nursing", "tekun:disability_nursing"),
    "orphan": ("child", "tekun:orphan", "living:orphan"),
    "unattended_child": ("child", "tekun:unattended_child", "living:unattended_child"),
    "near_dibao": ("near_dibao",),
    "rigid_expenditure": ("rigid_expenditure",),
}


def slots_of(programme: str) -> tuple[str, ...]:
    """The slots a benefit of a programme takes up for each person it covers."""
    return _SLOTS.get(programme, ())


def profile_of(place: str) -> str:
    """The profile of the procedures at a place."""
    return profile_for(place)
