"""What the operations on cases share: whose desk, finding what an address names, the reason for seeing what is sensitive."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from doudi.interfaces.api.cases_shapes import ApplicationOut, CaseOut
from doudi.interfaces.api.desks import desk_of
from doudi.records.cases import queries
from doudi.records.cases.models import Application, Case
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access


def case_of(request: HttpRequest, pk: int) -> Case:
    """A case the token may see; one elsewhere and one that does not exist answer alike."""
    return found_or_404(queries.case_within(desk_of(request), pk))  # type: ignore[no-any-return]


def application_of(request: HttpRequest, pk: int) -> Application:
    """An application the token may see."""
    return found_or_404(queries.application_within(desk_of(request), pk))  # type: ignore[no-any-return]


def found_or_404(found: Any) -> Any:
    """What was found."""
    if found is None:
        raise Http404
    return found


def of_query(found: QuerySet[Any], pk: int) -> Any:
    """One row of a query that starts from the desk."""
    return found_or_404(found.filter(pk=pk).first())


def told_case(case: Case) -> CaseOut:
    """The case as it stands now."""
    case.refresh_from_db()
    return CaseOut.of(case)


def told_application(application: Application) -> ApplicationOut:
    """The application as it stands now."""
    return ApplicationOut.of(application)


def log_seen(request: HttpRequest, case: Case, facts: list[str], reason: str) -> None:
    """Log that sensitive facts left by a call; raises Refused where no reason is given."""
    if len(reason.strip()) < 2:
        raise Refused({"X-Reason": "请在请求头 X-Reason 中写明查看原因或案件编号（URL 编码的文字）"})
    log_access(desk_of(request), kind="export", facts=facts, household=case.household_id, reason=reason.strip())
