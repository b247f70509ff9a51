"""Cases as a program reads them: where each stands, what may be done next, what is due and why, how it was decided."""

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Header, Router

from doudi.interfaces.api.cases_finding import application_of, case_of, desk_of, found_or_404, log_seen
from doudi.interfaces.api.cases_shapes import (
    ApplicationOut,
    CaseFileOut,
    CaseOut,
    CasesOut,
    DecisionOut,
    DecisionsOut,
    DueOut,
    GapOut,
    GapsOut,
    MoveOut,
    PostingOut,
    PostingsOut,
    ReplayOut,
    StepOut,
)
from doudi.interfaces.api.desks import asks
from doudi.records.cases import queries
from doudi.records.cases.clocks import running
from doudi.records.cases.findings import determination_of, replayed
from doudi.records.cases.gaps import gaps_of
from doudi.records.registry.refusals import Refused

router = Router(tags=["cases"])
PAGE = 100
# What a determination and its reason tell of.
_FACTS = ["income", "disability", "illness"]


@router.get("/cases", response=CasesOut)
@asks("see_cases")
def list_cases(
    request: HttpRequest,
    after: int = 0,
    territory: str = "",
    stage: str = "",
    programme: str = "",
    household: int | None = None,
    open: bool = False,
) -> Any:
    """Cases of the token's territory, by id."""
    asked = {"territory": territory, "stage": stage, "programme": programme, "household": household}
    found = queries.cases_within(desk_of(request)).filter(pk__gt=after, **{k: v for k, v in asked.items() if v})
    if open:
        found = found.filter(closed_on__isnull=True)
    rows = list(found.order_by("pk")[: PAGE + 1])
    return CasesOut(
        items=[CaseOut.of(one) for one in rows[:PAGE]], next=rows[PAGE - 1].pk if len(rows) > PAGE else None
    )


@router.get("/cases/{case}", response=CaseFileOut)
@asks("see_cases")
def get_case(request: HttpRequest, case: int) -> Any:
    """A case with what this post may do next, every limit that runs with its reckoning, and the steps taken."""
    found, by = case_of(request, case), desk_of(request)
    return CaseFileOut(
        **CaseOut.of(found).model_dump(),
        moves=[MoveOut.of(one) for one in queries.moves_of(by, found)],
        dues=[DueOut.of(one) for one in running(found, by.day)],
        steps=[StepOut.of(one) for one in queries.steps_of(found)],
    )


@router.get("/applications/{application}", response=ApplicationOut)
@asks("see_cases")
def get_application(request: HttpRequest, application: int) -> Any:
    """An application with its cases."""
    return ApplicationOut.of(application_of(request, application))


@router.get("/applications/{application}/gaps", response=GapsOut)
@asks("see_cases")
def list_gaps(request: HttpRequest, application: int) -> Any:
    """Everything still wanted: facts, papers, signatures."""
    found = gaps_of(application_of(request, application), desk_of(request).day)
    return GapsOut(items=[GapOut(**vars(one)) for one in found])


@router.get("/cases/{case}/decisions", response=DecisionsOut)
@asks("see_cases")
def list_decisions(request: HttpRequest, case: int) -> Any:
    """The decisions on a case, revoked ones too."""
    found = case_of(request, case)
    return DecisionsOut(case=CaseOut.of(found), items=[DecisionOut.of(one) for one in queries.decisions_of(found)])


@router.get("/decisions/{decision}/replay", response=ReplayOut)
@asks("see_sensitive")
def replay_decision(request: HttpRequest, decision: int, x_reason: str = Header("")) -> Any:
    """A decision worked out again from what was kept of it, with its explanation. Needs X-Reason, which is logged."""
    found = found_or_404(queries.decision_within(desk_of(request), decision))
    if found.finding is None:
        raise Refused("这一决定没有研判可以重算（撤销决定，或先行救助时情况有矛盾）")
    log_seen(request, found.case, _FACTS, x_reason)
    again = replayed(found.finding)
    return ReplayOut(
        decision=DecisionOut.of(found),
        reason=found.reason,
        same_answer=again.same_answer,
        same_rules=again.same_rules,
        determination=determination_of(found.finding, found.case),
    )


@router.get("/postings", response=PostingsOut)
@asks("see_cases")
def list_postings(request: HttpRequest, village: str = "", hanging_on: datetime.date | None = None) -> Any:
    """The latest hundred notices of the token's territory, or of a village; those that hang on a day."""
    found = queries.postings_within(desk_of(request))
    if village:
        found = found.filter(place=village)
    if hanging_on is not None:
        found = found.filter(taken_down_on__isnull=True, starts_on__lte=hanging_on)
    return PostingsOut(items=[PostingOut.of(one) for one in found[:PAGE]])
