"""What a story is made of: plain frozen values, in the words of the case file. The days are real, the people are not.

Money is fen where a field is an amount, and yuan as text inside the value of a fact, as a case file has it. Days end
in `_on`; `since` is the first day something holds and `until` the first day it no longer does.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

# What a fact may be about. Of a person: the keys of a member in a case file, a disability with whether it is certified
# and an absence with its first day; and whether somebody served in the forces, which no rule asks for.
PERSON_TOPICS = frozenset(
    "incomes spending employment_cost disability serious_illness long_term_care labour unable care_mode school absence "
    "parents dependent registered lives_alone left_behind refused_work work_injury_nursing veteran".split()
)
# Of a household: the keys of its assets, each by itself, the other keys of a household, and its housing.
HOUSEHOLD_TOPICS = frozenset(
    "incomes spending financial homes vehicles businesses passed relapse_watch has_farmland two_daughter_family event "
    "obligors housing".split()
)
# Of somebody bound to support a member: the keys of an obligor.
OBLIGOR_TOPICS = frozenset("income assets_over receiving disability absence".split())
# Of these several stand side by side, one for each kind; of the others the latest holds.
SEVERAL = frozenset({"incomes", "spending"})

MEMBERSHIP_EVENTS = frozenset(
    "birth marriage adoption moved_in death married_out moved_out to_household split merge head_change moved_home "
    "left_for_work returned".split()
)
TOLD_EVENTS = frozenset(
    "school_left illness fire disability_certified imprisoned released enlisted institution income_rose accident "
    "mended".split()
)
PLANTED = frozenset(
    "paid_too_much paid_too_little dead_still_paid not_owed wrong_class owed_unpaid".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoryMending:
    """What was found wrong in a fact on a day: what it really is, for the same days, and why."""

    recorded_on: date
    value: Any
    reason: str


@dataclass(frozen=True, slots=True)
class StoryFact:
    """A fact from a day on, as it was entered on the day `recorded_on`; `mended` where it was put right afterwards.

    `value` has the shape of the case file; of incomes and spending it is one item, `{"kind": "none"}` says that there
    is none of any kind. `certificate` is the number of the paper that shows it.
    """

    topic: str
    value: Any
    since: date
    source: str
    vouched_by: str
    recorded_on: date
    until: date | None = None
    certificate: str = ""
    mended: StoryMending | None = None


@dataclass(frozen=True, slots=True)
class StoryAccount:
    """A bank account from a day on. `holder_name` is empty for the person's own; a collector has a filed agreement."""

    number: str
    bank: str
    since: date
    holder_kind: str = "own"
    holder_name: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """A member, called `key` within the household. `citizen_id` is as the paper has it: 18 digits, 15, or none.

    `same_as` ("H007/child") says that this is somebody another household of the township had before.
    """

    key: str
    name: str
    relation: str
    sex: str
    born: date
    citizen_id: str
    no_id_reason: str = ""
    phone: str = ""
    ethnic: str = "01"
    education: str = ""
    marital: str = ""
    hukou: str = "2"
    hukou_place: str = ""
    cohabits: bool | None = True
    facts: tuple[StoryFact, ...] = ()
    accounts: tuple[StoryAccount, ...] = ()
    same_as: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoryObligor:
    """Somebody elsewhere who is bound to support the member called `of`; equal `key`s are one person bound to several."""

    key: str
    of: str
    relation: str
    name: str
    sex: str
    born: date
    citizen_id: str
    phone: str = ""
    lives_in: str = ""
    facts: tuple[StoryFact, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """Something that happened on a day and was learnt on another. Kinds: `MEMBERSHIP_EVENTS`, `TOLD_EVENTS`.

    `person` is whom it concerns, `joins` who came. `relations` are the members' relations afterwards, where a new head
    changes them. `household` is the other household of a move, a split or a merge; `village` and `address` where a
    household moved.
    """

    kind: str
    on: date
    recorded_on: date
    person: str = ""
    joins: tuple[StoryPerson, ...] = ()
    new_head: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    household: str = ""
    village: str = ""
    address: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class StoryBenefit:
    """A benefit in payment taken over from paper: of the household, or of the member called `person`.

    `monthly` in fen; `since` the first day of the first month paid.
    """

    programme: str
    monthly: int
    since: date
    person: str = ""
    dibao_class: str = ""
    care_mode: str = ""
    next_review_on: date | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """A paper in the file: `kind` is an identifier of the list document_type."""

    kind: str
    title: str
    dated_on: date
    person: str = ""
    pages: int = 1


@dataclass(frozen=True, slots=True)
class StoryExpectation:
    """What the law says of a programme on the day of the story; `person` is empty for the household's programmes."""

    programme: str
    outcome: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class StoryHousehold:
    """A household with its story. `tells` is its story in a sentence and `group` what it is an example of.

    `village` has 12 digits. `members` are those of the day it was opened; what came after stands in `events`, in
    order. `expects` and `pilot_rows` are what the engine says on the day of the township, with the county's standards
    entered. `planted` names what is wrong with its payments, if anything (`PLANTED`). `split_from` is the household it
    came out of: its members were members there.
    """

    key: str
    village: str
    address: str
    area: str
    opened_on: date
    members: tuple[StoryPerson, ...]
    type: str = ""
    causes: tuple[str, ...] = ()
    tells: str = ""
    group: tuple[str, ...] = ()
    facts: tuple[StoryFact, ...] = ()
    obligors: tuple[StoryObligor, ...] = ()
    events: tuple[StoryEvent, ...] = ()
    benefits: tuple[StoryBenefit, ...] = ()
    documents: tuple[StoryDocument, ...] = ()
    expects: tuple[StoryExpectation, ...] = ()
    pilot_rows: tuple[str, ...] = ()
    planted: str = ""
    split_from: str = ""


@dataclass(frozen=True, slots=True)
class StoryPair:
    """Two people ("H090/head") who look like one: `same` says whether they are, `why` what shows it."""

    one: str
    other: str
    same: bool
    why: str


@dataclass(frozen=True, slots=True)
class StoryOfficer:
    """An officer: how they sign in, the post they hold and where."""

    login: str
    name: str
    post: str
    territories: tuple[str, ...]
    phone: str


@dataclass(frozen=True, slots=True)
class StoryRelative:
    """A near relative of an officer who lives in the township; `filed_on` is None where it was never filed."""

    officer: str
    staff_role: str
    relation: str
    name: str
    sex: str
    born: date
    citizen_id: str
    filed_on: date | None


@dataclass(frozen=True, slots=True)
class StoryStandard:
    """A standard the invented county sets for itself: yuan as text for money, a whole number otherwise."""

    parameter: str
    place: str
    since: date
    published: str
    notice: str
    per: str = ""
