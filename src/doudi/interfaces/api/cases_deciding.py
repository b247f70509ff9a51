"""Opinions, notices and decisions through the API. Everything a page may not do, a program may not do either."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from doudi.interfaces.api.cases_finding import case_of, desk_of, found_or_404, told_case
from doudi.interfaces.api.cases_shapes import (
    AsideIn,
    CaseOut,
    DecisionOut,
    DecisionsOut,
    DeliveredIn,
    DisposalIn,
    MoneyIn,
    NoteIn,
    ObjectionIn,
    ObjectionOut,
    PostingOut,
    ReasonIn,
    RefusalIn,
    ReliefIn,
    VersionIn,
    ViewIn,
)
from doudi.interfaces.api.desks import asks
from doudi.interfaces.api.repeating import writes
from doudi.records.cases import queries
from doudi.records.cases.actions import deciding, opinions, publicity, temporary
from doudi.records.cases.actions.opinions import OpinionDraft
from doudi.records.cases.models import Case, Decision

router = Router(tags=["cases"])


def _draft(body: ViewIn) -> OpinionDraft:
    return OpinionDraft(**body.dict(exclude={"version"}))


def _decided(case: Case, made: Decision, status: int = 201) -> Status:
    return Status(status, DecisionsOut(case=told_case(case), items=[DecisionOut.of(made)]))


@router.post("/cases/{case}/first-opinion", response=CaseOut)
@asks("first_opinion")
@writes
def give_first_opinion(request: HttpRequest, case: int, body: ViewIn) -> Any:
    """The township's opinion after the survey."""
    found = case_of(request, case)
    opinions.give_first_opinion(by=desk_of(request), case=found.pk, draft=_draft(body), version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/second-opinion", response=CaseOut)
@asks("first_opinion")
@writes
def give_second_opinion(request: HttpRequest, case: int, body: ViewIn) -> Any:
    """The opinion after an objection."""
    found = case_of(request, case)
    opinions.give_second_opinion(by=desk_of(request), case=found.pk, draft=_draft(body), version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/review", response=CaseOut)
@asks("review")
@writes
def give_review(request: HttpRequest, case: int, body: ViewIn) -> Any:
    """The county reviewer's opinion."""
    found = case_of(request, case)
    opinions.give_review(by=desk_of(request), case=found.pk, draft=_draft(body), version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/send-back", response=CaseOut)
@asks("review", "confirm")
@writes
def send_back(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """Back to the township for a further survey."""
    found = case_of(request, case)
    opinions.send_back(by=desk_of(request), case=found.pk, reason=body.reason, version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/postings", response={201: PostingOut})
@asks("post_notice")
@writes
def post_case(request: HttpRequest, case: int, body: VersionIn) -> Any:
    """Post the first opinion, or the new one. A children's case is never posted."""
    found = case_of(request, case)
    return Status(201, PostingOut.of(publicity.post_case(by=desk_of(request), case=found.pk, version=body.version)))


@router.post("/cases/{case}/result", response={201: PostingOut})
@asks("post_notice")
@writes
def publish_result(request: HttpRequest, case: int) -> Any:
    """Make the result known in the village. A children's case is never published."""
    found = case_of(request, case)
    return Status(201, PostingOut.of(publicity.publish_result(by=desk_of(request), case=found.pk)))


@router.post("/postings/{posting}/take-down", response=PostingOut)
@asks("post_notice")
@writes
def take_down(request: HttpRequest, posting: int, body: ReasonIn) -> Any:
    """Take a notice down."""
    found = found_or_404(queries.posting_within(desk_of(request), posting))
    return Status(200, PostingOut.of(publicity.take_down(by=desk_of(request), posting=found.pk, reason=body.reason)))


@router.post("/postings/{posting}/objections", response={201: ObjectionOut})
@asks("enter_application", "post_notice", "review")
@writes
def object_to(request: HttpRequest, posting: int, body: ObjectionIn) -> Any:
    """Somebody objects to a notice."""
    found = found_or_404(queries.posting_within(desk_of(request), posting))
    return Status(201, ObjectionOut.of(publicity.object_to(by=desk_of(request), posting=found.pk, **body.dict())))


@router.post("/objections/{objection}/disposal", response=ObjectionOut)
@asks("first_opinion", "review")
@writes
def dispose_objection(request: HttpRequest, objection: int, body: DisposalIn) -> Any:
    """Write what came of an objection."""
    found = found_or_404(queries.objection_within(desk_of(request), objection))
    done = publicity.dispose_objection(by=desk_of(request), objection=found.pk, disposal=body.disposal)
    return Status(200, ObjectionOut.of(done))


@router.post("/objections/{objection}/set-aside", response=ObjectionOut)
@asks("first_opinion", "review")
@writes
def set_objection_aside(request: HttpRequest, objection: int, body: AsideIn) -> Any:
    """Whoever objected on the web cannot be reached: what they said is a clue, and the notice goes on."""
    found = found_or_404(queries.objection_within(desk_of(request), objection))
    tries = [publicity.Attempt(**one.dict()) for one in body.attempts]
    done = publicity.set_objection_aside(by=desk_of(request), objection=found.pk, attempts=tries, found=body.found)
    return Status(200, ObjectionOut.of(done))


@router.post("/cases/{case}/put-back", response=CaseOut)
@asks("post_notice")
@writes
def put_back(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """A case whose notice came down before its last day goes back to where it was posted from."""
    found = case_of(request, case)
    publicity.put_back(by=desk_of(request), case=found.pk, reason=body.reason, version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/send", response=CaseOut)
@asks("first_opinion", "survey")
@writes
def send_to_county(request: HttpRequest, case: int, body: VersionIn) -> Any:
    """Send the whole file to the county."""
    found = case_of(request, case)
    publicity.send_to_county(by=desk_of(request), case=found.pk, version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/raise", response=CaseOut)
@asks("first_opinion")
@writes
def raise_to_county(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """A delegated case goes to the county after all."""
    found = case_of(request, case)
    deciding.raise_to_county(by=desk_of(request), case=found.pk, reason=body.reason)
    return Status(200, told_case(found))


@router.post("/cases/{case}/confirm", response={201: DecisionsOut})
@asks("confirm")
@writes
def confirm_case(request: HttpRequest, case: int, body: ViewIn) -> Any:
    """Confirm: the benefit is written from the month the law says."""
    found = case_of(request, case)
    made = deciding.confirm_case(by=desk_of(request), case=found.pk, draft=_draft(body), version=body.version)
    return _decided(found, made)


@router.post("/cases/{case}/refuse", response={201: DecisionsOut})
@asks("confirm")
@writes
def refuse_case(request: HttpRequest, case: int, body: RefusalIn) -> Any:
    """Refuse, with the facts and the article."""
    found = case_of(request, case)
    return _decided(found, deciding.refuse_case(by=desk_of(request), case=found.pk, **body.dict()))


@router.post("/cases/{case}/refusal-told", response=CaseOut)
@asks("accept_application", "survey")
@writes
def tell_refusal(request: HttpRequest, case: int, body: DeliveredIn) -> Any:
    """The refusal was delivered in writing."""
    found = case_of(request, case)
    deciding.tell_refusal(by=desk_of(request), case=found.pk, delivered_to=body.to, how=body.how)
    return Status(200, told_case(found))


@router.post("/decisions/{decision}/revoke", response={201: DecisionsOut})
@asks("confirm")
@writes
def revoke_decision(request: HttpRequest, decision: int, body: ReasonIn) -> Any:
    """Revoke a wrong decision by another one."""
    found = found_or_404(queries.decision_within(desk_of(request), decision))
    made = deciding.revoke_decision(by=desk_of(request), decision=found.pk, reason=body.reason)
    return _decided(found.case, made)


@router.post("/cases/{case}/relief", response={201: DecisionsOut})
@asks("relieve")
@writes
def relieve(request: HttpRequest, case: int, body: ReliefIn) -> Any:
    """Give relief at once, day or night."""
    found, moment = case_of(request, case), request.now  # type: ignore[attr-defined]
    return _decided(found, temporary.relieve(by=desk_of(request), case=found.pk, at=moment, **body.dict()))


@router.post("/cases/{case}/relief-papers", response=CaseOut)
@asks("relieve")
@writes
def complete_papers(request: HttpRequest, case: int, body: NoteIn) -> Any:
    """The papers of an urgent case are complete."""
    found = case_of(request, case)
    temporary.complete_papers(by=desk_of(request), case=found.pk, note=body.note)
    return Status(200, told_case(found))


@router.post("/cases/{case}/escalate", response=CaseOut)
@asks("relieve")
@writes
def escalate(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """More is needed than the township may give."""
    found = case_of(request, case)
    temporary.escalate(by=desk_of(request), case=found.pk, reason=body.reason)
    return Status(200, told_case(found))


@router.post("/cases/{case}/relief-more", response={201: DecisionsOut})
@asks("confirm")
@writes
def decide_escalated(request: HttpRequest, case: int, body: MoneyIn) -> Any:
    """The county decides what more is given."""
    found = case_of(request, case)
    return _decided(found, temporary.decide_escalated(by=desk_of(request), case=found.pk, **body.dict()))


@router.post("/cases/{case}/close-relief", response=CaseOut)
@asks("post_notice", "relieve")
@writes
def close_urgent(request: HttpRequest, case: int) -> Any:
    """Post afterwards and close."""
    found = case_of(request, case)
    temporary.close_urgent(by=desk_of(request), case=found.pk)
    return Status(200, told_case(found))


@router.post("/cases/{case}/paid", response=CaseOut)
@asks("relieve", "pay")
@writes
def note_paid(request: HttpRequest, case: int, body: NoteIn) -> Any:
    """The amount fixed was paid; the note names the payment."""
    found = case_of(request, case)
    temporary.note_paid(by=desk_of(request), case=found.pk, reference=body.note)
    return Status(200, told_case(found))


@router.post("/cases/{case}/close-paid", response=CaseOut)
@asks("post_notice", "relieve")
@writes
def close_paid(request: HttpRequest, case: int, body: DeliveredIn) -> Any:
    """Signed for and filed."""
    found = case_of(request, case)
    temporary.close_paid(by=desk_of(request), case=found.pk, received_by=body.to)
    return Status(200, told_case(found))
