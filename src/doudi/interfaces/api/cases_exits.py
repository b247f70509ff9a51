"""The end of tekun through the API: reported, looked into, posted, decided, told."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from doudi.interfaces.api.cases_finding import case_of, desk_of, told_case
from doudi.interfaces.api.cases_shapes import CaseOut, DecisionOut, DecisionsOut, EndIn, ReasonIn, ToldEndIn
from doudi.interfaces.api.desks import asks
from doudi.interfaces.api.repeating import writes
from doudi.records.cases.actions import exits

router = Router(tags=["cases"])


@router.post("/benefits/{benefit}/exit", response={201: CaseOut})
@asks("survey", "review")
@writes
def report_exit(request: HttpRequest, benefit: int, body: ReasonIn) -> Any:
    """Somebody on tekun may no longer qualify."""
    return Status(201, told_case(exits.report_exit(by=desk_of(request), benefit=benefit, reason=body.reason)))


@router.post("/cases/{case}/exit/hand-up", response=CaseOut)
@asks("survey", "first_opinion")
@writes
def hand_up_exit(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """The township has verified it; the reason is its opinion."""
    found = case_of(request, case)
    exits.hand_up_exit(by=desk_of(request), case=found.pk, opinion=body.reason)
    return Status(200, told_case(found))


@router.post("/cases/{case}/exit/propose", response=CaseOut)
@asks("post_notice")
@writes
def propose_exit(request: HttpRequest, case: int) -> Any:
    """The county posts that the support is to end."""
    found = case_of(request, case)
    exits.propose_exit(by=desk_of(request), case=found.pk)
    return Status(200, told_case(found))


@router.post("/cases/{case}/exit/decide", response={201: DecisionsOut})
@asks("confirm")
@writes
def decide_exit(request: HttpRequest, case: int, body: EndIn) -> Any:
    """The county decides whether the support ends."""
    found = case_of(request, case)
    made = exits.decide_exit(by=desk_of(request), case=found.pk, ends=body.ends, reason=body.reason)
    return Status(201, DecisionsOut(case=told_case(found), items=[DecisionOut.of(made)]))


@router.post("/cases/{case}/exit/told", response=CaseOut)
@asks("accept_application", "survey")
@writes
def tell_exit(request: HttpRequest, case: int, body: ToldEndIn) -> Any:
    """The end was told in writing, with what else there is."""
    found = case_of(request, case)
    exits.tell_exit(by=desk_of(request), case=found.pk, delivered_to=body.to, other_help=body.other_help)
    return Status(200, told_case(found))
