"""What a citizen may be told on the public pages: who they are to the register, and what became of their application.

Nothing here starts from an officer's desk. What it asks instead is what only the family knows: a whole name, number
and telephone, or the code of an application.
"""

import datetime
import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from doudi.documents.letters import KINDS
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import POSTS
from doudi.records.cases.duties import may_take
from doudi.records.cases.flow import open_moves
from doudi.records.cases.models import Application, Case, Decision, Letter, Posting
from doudi.records.cases.queries import letters_of
from doudi.records.registry.identity import CITIZEN, phone_columns
from doudi.records.registry.models import Household, Person
from doudi.records.registry.queries import household_of, members_on
from doudi.records.registry.refusals import Refused
from doudi.records.sealing.ciphers import blind_index
from doudi.records.trail.queries import changes, views
from doudi.vocabulary.identity import IdentityError, check_citizen_id
from doudi.vocabulary.names import match_key

_NOBODY = 0
_MOST_LOOKS = 200


@dataclass(frozen=True)
class Recognised:
    """Somebody of the register who told their name, number and telephone as the office has them, and their household."""

    person: Person
    household: Household


def recognised(*, name: str, citizen_id: str, phone: str, day: datetime.date) -> Recognised | None:
    """Who told all three right, of a household that stands; None for anything else, after the same work.

    Whether only one of the three was wrong, or nobody of the number is known, cannot be told from the answer.
    """
    index = blind_index(plain_number(citizen_id, day), CITIZEN)
    person = Person.objects.filter(citizen_index=index, merged_into__isnull=True).first()
    household = household_of(person.pk if person else _NOBODY, day)
    kept = (person.name_key, bytes(person.phone_index or b"")) if person else ("", b"")
    told = (match_key(name.strip()), _phone_index(phone))
    fits = hmac.compare_digest(kept[0].encode(), told[0].encode()) & hmac.compare_digest(kept[1], told[1])
    if not fits or person is None or household is None or household.closed_on or person.died_on:
        return None
    return Recognised(person, household)


def plain_number(text: str, day: datetime.date) -> str:
    """A number of identity in the one spelling it is kept and counted in, however it was typed."""
    try:
        return check_citizen_id(text, on=day, seen_on_paper=True).number18
    except IdentityError:
        return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _phone_index(text: str) -> bytes:
    """The index of a telephone, never that of none."""
    try:
        found = phone_columns(text)["phone_index"]
    except Refused:
        found = None
    return bytes(found) if found else b"-"


def followed(pk: int, code: str) -> Application | None:
    """The application whose code was given in this session, or None; also where another code was given out since."""
    found = Application.objects.filter(pk=pk).select_related("household", "applicant").first()
    return found if found is not None and hmac.compare_digest(mark_of(found), code) else None


def mark_of(application: Application) -> str:
    """What a session remembers of the code it was opened with: nothing the code could be told from."""
    return hashlib.sha256(application.code_digest.encode()).hexdigest()


def cases_of(application: Application) -> list[Case]:
    """The cases of an application in their order."""
    found = application.cases.select_related("person", "household", "application__applicant")
    return list(found.prefetch_related("steps", "suspensions").order_by("pk"))


def decisions_told(case: Case) -> list[Decision]:
    """The decisions on a case that stand, in their order: one that was revoked is told by what revoked it."""
    found = case.decisions.select_related("finding").order_by("pk")
    return [one for one in found if not hasattr(one, "revoked_by")]


def letters_to(application: Application, cases: Sequence[Case]) -> list[Letter]:
    """The letters the office made for the family: not the forms and records it keeps for itself."""
    found: dict[int, Letter] = {}
    for case in cases:
        found |= {one.pk: one for one in letters_of(case)}
    found |= {one.pk: one for one in application.letters.filter(case__isnull=True)}
    return [one for _pk, one in sorted(found.items()) if one.pdf and is_to_citizen(one.kind)]


# Sent by office to office, whatever they look like.
_BETWEEN_OFFICES = frozenset(
    ("core_check_request", "core_check_report", "letter_evidence", "return_note", "transfer_list", "forwarding_notice")
)


def is_to_citizen(kind: str) -> bool:
    """Whether a kind of letter is written to the family."""
    known = KINDS.get(kind)
    return known is not None and not known.form and not known.posted and kind not in _BETWEEN_OFFICES


@dataclass(frozen=True)
class Look:
    """Somebody of a post looked at the file on a day: who it was is the office's to say."""

    on: datetime.date
    post: tuple[str, str]
    place: str
    kind: str


def looks_at(application: Application) -> list[Look]:
    """Which posts looked at what is sensitive of the household since it applied, the latest first, each once a day."""
    found: dict[Look, None] = {}
    since = application.arrived_on
    people = [one.person_id for one in members_on(application.household, since)]
    concerns = Q(household_id=application.household_id) | Q(person_id__in=people)
    for one in views().filter(concerns, officer_id__gt=0)[:_MOST_LOOKS]:
        on = timezone.localdate(one.at)
        key, _, place = one.post.partition("@")
        if on >= since and key in POSTS:
            found[Look(on, (POSTS[key].zh, POSTS[key].en), place, one.kind)] = None
    return list(found)


@dataclass(frozen=True)
class CodeGiven:
    """A code to follow an application with was given out: when, and by which post; by the pages themselves where it is empty."""

    at: datetime.datetime
    post: tuple[str, str]
    place: str


def codes_given(application: Application) -> list[CodeGiven]:
    """Every code given out for an application, the latest first: each ended the one before."""
    found = changes(table=Application._meta.db_table, row=application.pk).filter(
        operation="update", after__has_key="code_digest"
    )
    # Where another took the applicant's place the code ended and none was given out.
    found = found.exclude(after__code_digest="")
    told = []
    for one in found:
        key, _, place = one.post.partition("@")
        told.append(CodeGiven(one.at, (POSTS[key].zh, POSTS[key].en) if key in POSTS else ("", ""), place))
    return told


def shown_until(posting: Posting, today: datetime.date) -> bool:
    """Whether a notice may still be shown: it hangs, and its last day is not over."""
    return posting.taken_down_on is None and posting.starts_on <= today <= posting.ends_on


def still_applying(person: int, household: int) -> Recognised | None:
    """Whoever was recognised a moment ago, read anew."""
    one = Person.objects.filter(pk=person, merged_into__isnull=True, died_on__isnull=True).first()
    home = Household.objects.filter(pk=household, closed_on__isnull=True).first()
    return Recognised(one, home) if one is not None and home is not None else None


def may_withdraw(by: Desk, case: Case) -> bool:
    """Whether the procedure lets the family take this case back from where it stands."""
    return any(move.target == "withdrawn" and may_take(by, move) for move in open_moves(case))
