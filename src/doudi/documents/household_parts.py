"""The values a printed household file is made of: plain texts, days, fen and pictures, already masked and translated.

Nothing here works anything out. Whoever fills it in decides what the reader may see: numbers come masked, coded facts
come as words in the language of the print. An empty text prints as a dash, an unknown amount as 不详.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from doudi.engine.telling import Line
from doudi.vocabulary.money import Fen


@dataclass(frozen=True)
class Cover:
    """The first page: what the archive files it under, and who made it up.

    `year` is the year it is filed under, `retention` the term of keeping in words (`永久`, `30年`).
    """

    year: int
    programmes: tuple[str, ...]
    archive_number: str
    household_number: str
    head: str
    county: str
    town: str
    village: str
    retention: str
    made_by: str
    made_on: date
    title: str = ""


@dataclass(frozen=True)
class Account:
    """Where money is paid to: the number comes masked; `filed_as` says why this holder (`本人`, `监护人`)."""

    holder: str
    filed_as: str
    bank: str
    masked_number: str


@dataclass(frozen=True)
class BasicFacts:
    """The household today: `as_of` is the day the facts are told for, `others` any further facts as label and value."""

    as_of: date
    address: str
    area: str
    household_type: str
    housing: str
    causes: tuple[str, ...]
    phone: str = ""
    plan: str = ""
    accounts: tuple[Account, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Member:
    """One member of the household; `birth_year` is None where nobody knows it."""

    name: str
    sex: str
    birth_year: int | None
    relation: str
    masked_id: str
    labour: str
    condition: str
    school: str
    note: str = ""


@dataclass(frozen=True)
class Obligor:
    """Somebody outside the household who owes it support; `support` is fen for each `period`, None where unknown."""

    name: str
    relation: str
    masked_id: str
    address: str
    ability: str
    support: Fen | None
    period: str = ""
    note: str = ""


@dataclass(frozen=True)
class Evidence:
    """One finding on what the household has, earns or spends.

    `amount` is fen for the `period` in words (`每月`), None where unknown. The days are half-open as everywhere:
    printed is the last day on which it held. `superseded` ones are printed struck out, since nothing is overwritten.
    """

    group: Literal["income", "asset", "spending"]
    kind: str
    person: str
    amount: Fen | None
    period: str
    source: str
    vouched_by: str
    from_on: date | None
    until_on: date | None = None
    superseded: bool = False


@dataclass(frozen=True)
class Benefit:
    """One benefit in payment: fen for each `period`, since when, when it is next looked at, where it is paid to."""

    programme: str
    persons: str
    amount: Fen | None
    period: str
    since_on: date | None
    review_on: date | None = None
    masked_account: str = ""


@dataclass(frozen=True)
class ProgrammeView:
    """What the engine says of one programme: the outcome in a word, a paragraph, and the reasons as a tree."""

    programme: str
    outcome: str
    words: str
    reasons: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Missing:
    """One thing still to be found out: for which programmes, with which papers, who brings them and by which day."""

    what: str
    programmes: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    who: str = ""
    by_on: date | None = None


@dataclass(frozen=True)
class Happening:
    """One thing that happened: the day, what, who did or recorded it, and the document that shows it."""

    on: date
    what: str
    who: str
    document: str = ""


@dataclass(frozen=True)
class Attachment:
    """One document kept with the file.

    JPEG, PNG and WebP come with `data` and are printed as pages; everything else is only listed. `pages` is how many
    pages the document has where that is known.
    """

    title: str
    responsible: str
    on: date | None
    mime: str
    data: bytes | None = None
    pages: int | None = None
    note: str = ""
