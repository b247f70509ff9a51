"""The random spot check through the API: drawn, read with all it takes to draw it again, concluded."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from doudi.interfaces.api.cases_finding import desk_of, of_query
from doudi.interfaces.api.cases_shapes import ConcludeIn, DrawIn, DrawOut, DrawsOut
from doudi.interfaces.api.desks import asks
from doudi.interfaces.api.repeating import writes
from doudi.records.cases import queries
from doudi.records.cases.actions import draws

router = Router(tags=["cases"])
PAGE = 100


@router.get("/draws", response=DrawsOut)
@asks("see_cases")
def list_draws(request: HttpRequest) -> Any:
    """The latest hundred draws, each with its record."""
    return DrawsOut(items=[DrawOut.of(one) for one in queries.draws_within(desk_of(request))[:PAGE]])


@router.get("/draws/{draw}", response=DrawOut)
@asks("see_cases")
def get_draw(request: HttpRequest, draw: int) -> Any:
    """A draw with all it takes to draw it again."""
    return DrawOut.of(of_query(queries.draws_within(desk_of(request)), draw))


@router.post("/draws", response={201: DrawOut})
@asks("review")
@writes
def draw_checks(request: HttpRequest, body: DrawIn) -> Any:
    """Draw the spot check from what waits now; the seed is made here and kept."""
    return Status(201, DrawOut.of(draws.draw_checks(by=desk_of(request), kind=body.kind)))


@router.post("/draws/{draw}/checks/{check}", response=DrawOut)
@asks("review")
@writes
def conclude_check(request: HttpRequest, draw: int, check: int, body: ConcludeIn) -> Any:
    """Write what the visit to a drawn case found."""
    found = of_query(queries.draws_within(desk_of(request)), draw)
    row = of_query(found.checks.all(), check)
    draws.conclude_check(by=desk_of(request), check=row.pk, inquiry=body.inquiry)
    return Status(200, DrawOut.of(found))
