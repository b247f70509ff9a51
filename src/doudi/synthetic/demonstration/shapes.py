"""What a story is made of. Topics and values are those of the evidence; days are real, people are not."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class StoryFact:
    """A fact of a person (or of the household) from a day on. `certificate`: the paper has a number of its own."""

    topic: str
    value: Any
    since: date
    source: str = "declared"
    vouched_by: str = ""
    until: date | None = None
    certificate: bool = False


@dataclass(frozen=True)
class StoryAccount:
    """A bank account: `holder` empty is the person's own; a collector has the number of an agreement."""

    number: str
    bank: str
    holder_kind: str = "own"
    holder: str = ""
    agreement: str = ""


@dataclass(frozen=True)
class StoryPerson:
    """A member: `number` is the ID as the paper has it (18 or 15 digits, or empty with the reason)."""

    name: str
    relation: str
    sex: str
    born: date
    number: str
    no_id_reason: str = ""
    phone: str = ""
    ethnic: str = "01"
    hukou: str = "2"
    facts: tuple[StoryFact, ...] = ()
    account: StoryAccount | None = None


@dataclass(frozen=True)
class StoryObligor:
    """Somebody elsewhere who is bound to support a member; `of` is the member's place in the household."""

    of: int
    relation: str
    name: str
    sex: str
    born: date
    number: str
    facts: tuple[StoryFact, ...] = ()


@dataclass(frozen=True)
class StoryBenefit:
    """A benefit in payment, of the household or of the member at a place; `monthly` in fen."""

    programme: str
    monthly: int
    since: date
    person: int | None = None
    dibao_class: str = ""
    care_mode: str = ""
    next_review_on: date | None = None


@dataclass(frozen=True)
class StoryHappening:
    """Something that changed who lives where: birth, marriage_in, leave, death, move_household, head.

    `person` is the place of the member concerned, `joins` somebody new, `relations` the others' relations to a new head.
    """

    kind: str
    on: date
    person: int | None = None
    joins: StoryPerson | None = None
    new_head: int | None = None
    relations: tuple[tuple[int, str], ...] = ()
    village: int | None = None
    why: str = ""


@dataclass(frozen=True)
class StoryCorrection:
    """A fact found wrong later: of the member at a place (or of the household), what it really is, and why."""

    person: int | None
    topic: str
    value: Any
    why: str


@dataclass(frozen=True)
class StoryHousehold:
    """A household with its story. `village` is the place of its village in the town, `groups` what it is an example of.

    `owed` are programmes the law gives it (at least one person of it) on the day of the demonstration, `refused` ones
    that it does not; both are checked by a test.
    """

    village: int
    address: str
    opened_on: date
    members: tuple[StoryPerson, ...]
    tells: str = ""
    groups: tuple[str, ...] = ()
    type: str = ""
    causes: tuple[str, ...] = ()
    facts: tuple[StoryFact, ...] = ()
    obligors: tuple[StoryObligor, ...] = ()
    benefits: tuple[StoryBenefit, ...] = ()
    happenings: tuple[StoryHappening, ...] = ()
    corrections: tuple[StoryCorrection, ...] = ()
    owed: tuple[str, ...] = ()
    refused: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class StoryStep:
    """One thing done with an application, its cases or the end of a support: what, on which day, by whom, about what.

    `by` is the log-in of who does it, empty for whoever usually does; `of` the programme, empty for every case that can;
    `words` what is said or written down; `at` the time of day where hours count.
    """

    do: str
    on: date
    by: str = ""
    of: str = ""
    words: str = ""
    at: str = ""


@dataclass(frozen=True)
class StoryApplication:
    """What a household of the township (by one of its groups) asks for, and everything done about it until today.

    `programmes` are pairs of a programme and the place of the member whose it is (None for the household's). `rests` says
    of each programme at which stage its case is on the day of the demonstration; a test holds it to that.
    """

    household: str
    programmes: tuple[tuple[str, int | None], ...]
    steps: tuple[StoryStep, ...]
    rests: dict[str, str]
    tells: str = ""
    channel: str = "window"
    agent: str = ""
    request: str = ""
