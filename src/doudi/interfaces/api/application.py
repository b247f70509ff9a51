"""The API as a whole: its description, its errors."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from doudi.interfaces.api import (
    cases,
    cases_deciding,
    cases_draws,
    cases_exits,
    cases_intake,
    cases_letters,
    cases_survey,
)
from doudi.interfaces.api.desks import Token
from doudi.interfaces.api.register import router as register
from doudi.interfaces.api.stateless import router as stateless
from doudi.interfaces.site.route import SIGNED_IN, route
from doudi.records.accounts.desk import NotAllowed
from doudi.records.registry.refusals import AlreadyRegistered, Refused, Stale

api = NinjaAPI(
    title="兜底 Doudi",
    version="1",
    description="登记簿、办件和政策引擎的接口。令牌代表一个岗位：能看什么、能做什么与该岗位的工作人员相同。",
    auth=Token(),
    urls_namespace="api",
    # What there is to call, and how, is told to whoever works here.
    docs_decorator=route(SIGNED_IN, methods=("GET",)),
)
api.add_router("", stateless)
api.add_router("", register)
for part in (cases, cases_intake, cases_survey, cases_deciding, cases_draws, cases_exits, cases_letters):
    api.add_router("", part.router)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, why: NotAllowed) -> HttpResponse:
    """403, with who may act instead."""
    return api.create_response(request, {"detail": str(why)}, status=403)


@api.exception_handler(Refused)
def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """422 with every field that is wrong; 409 for a number already registered or an older state of the household."""
    status = 409 if isinstance(why, AlreadyRegistered | Stale) else 422
    return api.create_response(request, {"detail": str(why), "faults": why.faults}, status=status)
