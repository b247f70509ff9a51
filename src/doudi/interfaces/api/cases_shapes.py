"""What the API of cases takes and gives. Reasons and findings, which tell of people, are given only against a reason."""

import datetime
import uuid
from typing import Any

from ninja import Field, Schema

from doudi.policy.procedure.stages import STAGES, Move
from doudi.records.cases.actions.applicants import waiting_of
from doudi.records.cases.clocks import Due
from doudi.records.cases.models import Application, Case, Decision, Draw, Inquiry, Letter, Objection, Posting, Step
from doudi.records.cases.queries import filed_only

_LONGEST = 2000
Words = Field(default="", max_length=_LONGEST)


def _taken(row: Any, schema: type[Schema], **more: Any) -> dict[str, Any]:
    """The values of a row that a schema names, beside those given."""
    return {name: getattr(row, name) for name in schema.model_fields if name not in more} | more


class CaseOut(Schema):
    """A case: one programme of an application, and where it stands."""

    id: int
    number: str
    application_id: int | None
    household_id: int
    person_id: int | None
    programme: str
    procedure: str
    stage: str
    stage_name: str
    route: str
    territory: str
    opened_on: datetime.date
    extended_on: datetime.date | None
    closed_on: datetime.date | None
    version: int

    @staticmethod
    def of(case: Case) -> "CaseOut":
        """From its row."""
        return CaseOut(**_taken(case, CaseOut, stage_name=STAGES[case.stage].zh))


class MoveOut(Schema):
    """What may be done next with a case, by the token's post."""

    to: str
    ground: str
    document: str | None
    event: str | None

    @staticmethod
    def of(move: Move) -> "MoveOut":
        """From the declared move."""
        return MoveOut(to=move.target, ground=move.ground.zh, document=move.document, event=move.records)


class DueOut(Schema):
    """A limit that runs: `left` working days, negative when over; none while it is suspended. `because` is how it was counted."""

    limit: str
    on: datetime.date | None
    left: int | None
    over: bool
    suspended: bool
    provisional: bool
    because: list[str]
    cites: list[str]

    @staticmethod
    def of(due: Due) -> "DueOut":
        """From a running limit."""
        deadline = due.deadline
        return DueOut(
            limit=deadline.name,
            on=due.on,
            left=due.left,
            over=due.is_over,
            suspended=due.standing,
            provisional=deadline.provisional,
            because=list(deadline.because),
            cites=list(deadline.cites),
        )


class StepOut(Schema):
    """A step that was taken; its reason is not told here."""

    number: int
    source: str
    target: str
    event: str
    document: str
    ground: str
    actor: str
    post: str
    on: datetime.date
    at: datetime.datetime

    @staticmethod
    def of(step: Step) -> "StepOut":
        """From its row."""
        return StepOut(**_taken(step, StepOut))


class CaseFileOut(CaseOut):
    """A case with its moves, limits and steps."""

    moves: list[MoveOut]
    dues: list[DueOut]
    steps: list[StepOut]


class CasesOut(Schema):
    """A page of cases; `next` is the id to ask `after` for the page behind it."""

    items: list[CaseOut]
    next: int | None


class ApplicationOut(Schema):
    """What a household asks for, with its cases.

    `next_applicant_id` where another was entered in the place of an applicant who is still there, and nobody confirmed it yet.
    """

    id: int
    number: str
    household_id: int
    applicant_id: int
    next_applicant_id: int | None
    territory: str
    channel: str
    arrived_on: datetime.date
    submitted_on: datetime.date | None
    accepted_on: datetime.date | None
    closed_on: datetime.date | None
    near_relative: bool
    complaint: bool
    version: int
    cases: list[CaseOut]

    @staticmethod
    def of(application: Application) -> "ApplicationOut":
        """From its row."""
        application.refresh_from_db()
        cases = [CaseOut.of(one) for one in application.cases.order_by("pk")]
        waits = waiting_of(application.pk)
        told = {"cases": cases, "next_applicant_id": waits.person_id if waits is not None else None}
        return ApplicationOut(**_taken(application, ApplicationOut, **told))


class GapOut(Schema):
    """One thing still wanted, with where to get it; `of` is who brings it: the applicant or the office."""

    key: str
    kind: str
    what: str
    bring: str
    where: str
    of: str


class GapsOut(Schema):
    """Everything still wanted."""

    items: list[GapOut]


class NoticeOut(Schema):
    """The one-time notice as it was given."""

    told_on: datetime.date
    answer_by: datetime.date
    items: list[dict[str, str]]


class SignedOut(Schema):
    """An authorisation that was signed."""

    id: int
    person_id: int
    signed_on: datetime.date


class InquiryOut(Schema):
    """What is being found out or was; its content is given only against a reason.

    `filed_only`: the day its case was closed; nobody decides by the record any more.
    """

    id: int
    application_id: int | None
    case_id: int | None
    kind: str
    on: datetime.date
    result: str
    finished: bool
    version: int
    filed_only: datetime.date | None = None

    @staticmethod
    def of(inquiry: Inquiry) -> "InquiryOut":
        """From its row."""
        inquiry.refresh_from_db()
        told = {"finished": inquiry.finished_at is not None, "filed_only": filed_only(inquiry)}
        return InquiryOut(**_taken(inquiry, InquiryOut, **told))


class PostingOut(Schema):
    """A notice: exactly the lines that hang on the board and on the web, from when until when."""

    id: int
    case_id: int
    number: str
    kind: str
    place: str
    starts_on: datetime.date
    ends_on: datetime.date
    taken_down_on: datetime.date | None
    board: list[str]
    web: list[str]

    @staticmethod
    def of(posting: Posting) -> "PostingOut":
        """From its row."""
        board, web = posting.content.get("board", []), posting.content.get("web", [])
        return PostingOut(**_taken(posting, PostingOut, board=board, web=web))


class PostingsOut(Schema):
    """Notices."""

    items: list[PostingOut]


class ObjectionOut(Schema):
    """An objection: never who objected, nor how they are reached; only whether somebody can be asked (`identified`)."""

    id: int
    posting_id: int
    received_on: datetime.date
    timely: bool
    identified: bool
    set_aside: bool
    disposed_on: datetime.date | None

    @staticmethod
    def of(objection: Objection) -> "ObjectionOut":
        """From its row."""
        told = {"identified": objection.is_identified, "set_aside": objection.is_set_aside}
        return ObjectionOut(**_taken(objection, ObjectionOut, **told))


class DecisionOut(Schema):
    """A decision; money in fen. `revokes` is the decision it undoes."""

    id: int
    case_id: int
    number: str
    kind: str
    on: datetime.date
    monthly: int | None
    once: int | None
    dibao_class: str
    care_mode: str
    since: datetime.date | None
    until: datetime.date | None
    next_review_on: datetime.date | None
    people: list[int]
    article: str
    departs: bool
    grant_id: int | None
    revokes_id: int | None

    @staticmethod
    def of(decision: Decision) -> "DecisionOut":
        """From its row."""
        return DecisionOut(**_taken(decision, DecisionOut))


class DecisionsOut(Schema):
    """Decisions, with the case as it stands."""

    case: CaseOut
    items: list[DecisionOut]


class ReplayOut(Schema):
    """A decision worked out again from its own facts and values: the part of the answer that concerns its case."""

    decision: DecisionOut
    reason: str
    same_answer: bool
    same_rules: bool
    determination: dict[str, Any]


class CheckOut(Schema):
    """A case of a draw."""

    id: int
    case_id: int
    case: str
    drawn: bool
    conclusion: str
    visited_on: datetime.date | None


class DrawOut(Schema):
    """A draw with all it takes to draw it again: the frame of case numbers and villages, the share, the seed."""

    id: int
    number: str
    kind: str
    on: datetime.date
    share: str
    seed: str
    frame: list[list[str]]
    drawn: list[str]
    checks: list[CheckOut]

    @staticmethod
    def of(draw: Draw) -> "DrawOut":
        """From its row."""
        checks = [
            CheckOut(**_taken(one, CheckOut, case=one.case.number))
            for one in draw.checks.select_related("case").order_by("case__number")
        ]
        return DrawOut(**_taken(draw, DrawOut, checks=checks))


class DrawsOut(Schema):
    """Draws, the latest first."""

    items: list[DrawOut]


class LetterOut(Schema):
    """A document as it was made; its files are fetched as PDF or docx."""

    id: int
    case_id: int | None
    application_id: int | None
    kind: str
    number: str
    made_on: datetime.date
    delivered_on: datetime.date | None
    delivered_to: str
    delivered_how: str

    @staticmethod
    def of(letter: Letter) -> "LetterOut":
        """From its row."""
        return LetterOut(**_taken(letter, LetterOut))


class LettersOut(Schema):
    """Documents in their order."""

    items: list[LetterOut]


class AskedIn(Schema):
    """A programme asked for, and whose it is where it is one person's."""

    programme: str
    person: int | None = None


class ApplicationIn(Schema):
    """An application as it comes."""

    household: int
    applicant: int
    programmes: list[AskedIn] = Field(min_length=1, max_length=20)
    channel: str = "window"
    request: str = Words
    causes: list[str] = []
    agent_name: str = ""
    agent_relation: str = ""
    agent_paper: str = ""
    arrived_on: datetime.date | None = None
    forwarded: int | None = None


class SignIn(Schema):
    """An authorisation, signed by the person or whoever may sign for them; `document` is the paper filed."""

    person: int
    signed_on: datetime.date
    signed_by: str = ""
    finger_print: bool = False
    document: int | None = None


class DayIn(Schema):
    """A day."""

    on: datetime.date


class VersionIn(Schema):
    """The version the caller last saw; another answers 409. None does not ask."""

    version: int | None = None


class ReasonIn(VersionIn):
    """A reason, and the version last seen."""

    reason: str = Words


class NoteIn(Schema):
    """A note."""

    note: str = Words


class GapIn(Schema):
    """What is not asked for any more, and why."""

    key: str
    reason: str = Words


class InquiryIn(Schema):
    """An inquiry to begin, of an application or a case; `client_key` is the program's own, sent again with it."""

    kind: str
    on: datetime.date
    application: int | None = None
    case: int | None = None
    content: dict[str, Any] = {}
    second: int | None = None
    client_key: uuid.UUID | None = None
    replaces: int | None = None


class SaveIn(Schema):
    """What is filled in so far."""

    content: dict[str, Any]
    second: int | None = None
    on: datetime.date | None = None
    version: int | None = None


class ViewIn(VersionIn):
    """What an officer finds right; money in fen. Where it departs from the rules' answer the reason must say why."""

    grants: bool
    monthly: int | None = None
    once: int | None = None
    dibao_class: str = ""
    care_mode: str = ""
    reason: str = Words


class RefusalIn(VersionIn):
    """A refusal, with the article it rests on."""

    article: str
    reason: str = Words


class DeliveredIn(Schema):
    """To whom something was delivered, and how."""

    to: str
    how: str = ""
    on: datetime.date | None = None


class ObjectionIn(Schema):
    """What somebody says against a notice, who they are and how they are reached; that stays with the office."""

    content: str = Words
    objector: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)
    received_on: datetime.date | None = None


class AttemptIn(Schema):
    """One try to reach whoever objected: when, how, and what came of it."""

    on: datetime.date
    how: str = Field(max_length=200)
    result: str = Field(max_length=200)


class AsideIn(Schema):
    """The tries to reach somebody, and what came of looking into what they said."""

    attempts: list[AttemptIn] = Field(max_length=20)
    found: str = Words


class DiscontinueIn(ReasonIn):
    """Why a case ends without a decision; `cause`, no_cooperation or mistaken, is required where the record shows none."""

    cause: str = ""


class ApplicantIn(VersionIn):
    """Who goes on with an application, since which day, why, who acts for them, and the paper that shows it."""

    person: int
    reason: str = Words
    on: datetime.date
    agent_name: str = Field(default="", max_length=200)
    agent_relation: str = Field(default="", max_length=200)
    agent_paper: str = Field(default="", max_length=200)
    document: int | None = None


class DisposalIn(Schema):
    """What came of an objection."""

    disposal: str = Words


class ReliefIn(Schema):
    """Relief at once: fen, goods in words, why, and why again where it was given before this year."""

    once: int = 0
    goods: str = ""
    reason: str = Words
    again: str = Words


class MoneyIn(Schema):
    """An amount in fen, with the reason."""

    once: int
    reason: str = Words


class EndIn(Schema):
    """Whether tekun ends, with the reason."""

    ends: bool
    reason: str = Words


class ToldEndIn(Schema):
    """To whom the end was told, and what else can be asked for."""

    to: str
    other_help: str = Words


class DrawIn(Schema):
    """What to draw from: `tekun`, or `delegated`."""

    kind: str = "tekun"


class ConcludeIn(Schema):
    """The finished visit to a drawn case."""

    inquiry: int


class LetterIn(Schema):
    """A document to make; `more` are words an officer adds."""

    kind: str
    more: dict[str, str] = {}
