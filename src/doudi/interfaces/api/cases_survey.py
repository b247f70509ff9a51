"""Finding out, through the API: inquiries begun, saved and finished; the data check; what the clocks stand still for."""

import json
from typing import Any

from django.http import HttpRequest
from ninja import Header, Router, Status

from doudi.interfaces.api.cases_finding import application_of, case_of, desk_of, found_or_404, log_seen, told_case
from doudi.interfaces.api.cases_shapes import CaseOut, DayIn, InquiryIn, InquiryOut, ReasonIn, SaveIn, VersionIn
from doudi.interfaces.api.desks import asks
from doudi.interfaces.api.repeating import writes
from doudi.records.cases import queries
from doudi.records.cases.actions import inquiries, timing
from doudi.records.cases.models import Inquiry

router = Router(tags=["cases"])
_FINDERS = ("survey", "core_check", "appraise", "review", "accept_application")


class InquiryFileOut(InquiryOut):
    """An inquiry with its form as filled in."""

    content: dict[str, Any]


@router.post("/inquiries", response={201: InquiryOut})
@asks(*_FINDERS)
@writes
def begin_inquiry(request: HttpRequest, body: InquiryIn) -> Any:
    """Begin an inquiry of an application or a case and save what there is."""
    if body.application is not None:
        application_of(request, body.application)
    if body.case is not None:
        case_of(request, body.case)
    return Status(201, InquiryOut.of(inquiries.begin_inquiry(by=desk_of(request), **body.dict())))


@router.get("/inquiries/{inquiry}", response=InquiryFileOut)
@asks("see_sensitive")
def get_inquiry(request: HttpRequest, inquiry: int, x_reason: str = Header("")) -> Any:
    """An inquiry with its form as filled in. Needs X-Reason, which is logged."""
    found = _inquiry(request, inquiry)
    case = found.case or (found.application.cases.first() if found.application else None)
    log_seen(request, found_or_404(case), ["income"], x_reason)
    return InquiryFileOut(**InquiryOut.of(found).model_dump(), content=json.loads(found.content or "{}"))


@router.put("/inquiries/{inquiry}", response=InquiryOut)
@asks(*_FINDERS)
@writes
def save_inquiry(request: HttpRequest, inquiry: int, body: SaveIn) -> Any:
    """Save what is filled in so far; nothing has to be complete."""
    found = _inquiry(request, inquiry)
    return Status(200, InquiryOut.of(inquiries.save_inquiry(by=desk_of(request), inquiry=found.pk, **body.dict())))


@router.post("/inquiries/{inquiry}/finish", response=InquiryOut)
@asks(*_FINDERS)
@writes
def finish_inquiry(request: HttpRequest, inquiry: int, body: VersionIn) -> Any:
    """Close an inquiry: complete by its form, signed; from now on it stands."""
    found = _inquiry(request, inquiry)
    done = inquiries.finish_inquiry(by=desk_of(request), inquiry=found.pk, version=body.version)
    return Status(200, InquiryOut.of(done))


@router.post("/cases/{case}/core-check", response=CaseOut)
@asks("survey")
@writes
def request_core_check(request: HttpRequest, case: int) -> Any:
    """Ask the county for a data check."""
    found = case_of(request, case)
    inquiries.request_core_check(by=desk_of(request), case=found.pk)
    return Status(200, told_case(found))


@router.post("/cases/{case}/core-failed", response=CaseOut)
@asks("survey")
@writes
def tell_core_failed(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """The check shows means over the line: the applicant is told."""
    found = case_of(request, case)
    inquiries.tell_core_failed(by=desk_of(request), case=found.pk, reason=body.reason)
    return Status(200, told_case(found))


@router.post("/cases/{case}/core-objection", response=CaseOut)
@asks("enter_application")
@writes
def object_to_core_check(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """The applicant objects to the check's result, with evidence (the reason)."""
    found = case_of(request, case)
    inquiries.object_to_core_check(by=desk_of(request), case=found.pk, evidence=body.reason)
    return Status(200, told_case(found))


@router.post("/cases/{case}/suspend", response=CaseOut)
@asks("first_opinion", "review", "confirm")
@writes
def suspend(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """Stop the clocks of a case from today."""
    found, by = case_of(request, case), desk_of(request)
    timing.suspend(by=by, case=found.pk, since=by.day, reason=body.reason)
    return Status(200, told_case(found))


@router.post("/cases/{case}/resume", response=CaseOut)
@asks("first_opinion", "review", "confirm")
@writes
def resume(request: HttpRequest, case: int, body: DayIn) -> Any:
    """Let the clocks run again from a day."""
    found = case_of(request, case)
    timing.resume(by=desk_of(request), case=found.pk, on=body.on)
    return Status(200, told_case(found))


@router.post("/cases/{case}/extend", response=CaseOut)
@asks("first_opinion", "review", "confirm")
@writes
def extend(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """The longer limit in special circumstances."""
    found = case_of(request, case)
    timing.extend(by=desk_of(request), case=found.pk, reason=body.reason)
    return Status(200, told_case(found))


def _inquiry(request: HttpRequest, pk: int) -> Inquiry:
    return found_or_404(queries.inquiry_within(desk_of(request), pk))
