"""Questions that need no register: what the law owes a case, when the steps of a case are due."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status

from doudi.engine.casefile import CaseRefused, read_case
from doudi.engine.deadlines import EventFileError, deadlines, read_events, remarks, to_json
from doudi.engine.determine import as_json, determine
from doudi.engine.faults import Fault
from doudi.interfaces.api.desks import asks
from doudi.policy.edition import EditionError
from doudi.records.standards.queries import parameters_in_force
from doudi.vocabulary.workdays import CalendarNotLoaded

router = Router(tags=["engine"])
Profile = Literal["anhui", "national"]


@router.post("/determine", response={200: dict[str, Any], 422: dict[str, Any]})
@asks("use_api")
def determine_case(request: HttpRequest, profile: Profile | None = None, explain: bool = True) -> Any:
    """The answer to a case file (JSON), under the standards this office has in force; nothing is kept."""
    try:
        case = read_case(request.body, name="body.json")
        answer = determine(case, profile=profile, parameters=parameters_in_force())
    except CaseRefused as refused:
        return Status(422, refused.as_json())
    except EditionError as error:
        fault = Fault("day", f"{case.day} 早于收录的规则，无法核定", str(error))
        return Status(422, CaseRefused([fault], case=case.case).as_json())
    return Status(200, as_json(answer, explain=explain))


@router.post("/deadlines", response={200: dict[str, Any], 422: dict[str, Any]})
@asks("use_api")
def deadlines_of_events(request: HttpRequest) -> Any:
    """When each step is due, from an event file (JSON); nothing is kept."""
    try:
        events = read_events(request.body, "body.json")
        found = deadlines(events)
    except EventFileError as refused:
        faults = [fault.partition(": ") for fault in refused.faults]
        return Status(422, CaseRefused([Fault(path, said, said) for path, _, said in faults]).as_json())
    except CalendarNotLoaded as refused:
        return Status(422, CaseRefused([Fault("events", str(refused), str(refused))]).as_json())
    return Status(200, to_json(found, remarks(events, found)))
