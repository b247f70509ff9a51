"""Documents of a case through the API: made from its record, fetched as they were made, delivered."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Status

from doudi.interfaces.api.cases_finding import application_of, case_of, desk_of, found_or_404, log_seen
from doudi.interfaces.api.cases_shapes import DeliveredIn, LetterIn, LetterOut, LettersOut
from doudi.interfaces.api.desks import asks
from doudi.interfaces.api.repeating import writes
from doudi.records.cases import queries
from doudi.records.cases.actions import letters

router = Router(tags=["letters"])
_MAKERS = ("accept_application", "survey", "first_opinion", "review", "confirm", "post_notice", "relieve")
_MIME = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@router.get("/cases/{case}/letters", response=LettersOut)
@asks("see_cases")
def list_letters(request: HttpRequest, case: int) -> Any:
    """The documents made for a case and its application."""
    found = queries.letters_seen(desk_of(request), case_of(request, case))
    return LettersOut(items=[LetterOut.of(one) for one in found])


@router.post("/cases/{case}/letters", response={201: LetterOut})
@asks(*_MAKERS)
@writes
def make_case_letter(request: HttpRequest, case: int, body: LetterIn) -> Any:
    """Make a document of a case from its record."""
    found = case_of(request, case)
    return Status(
        201, LetterOut.of(letters.make_letter(by=desk_of(request), kind=body.kind, case=found.pk, more=body.more))
    )


@router.post("/applications/{application}/letters", response={201: LetterOut})
@asks(*_MAKERS)
@writes
def make_application_letter(request: HttpRequest, application: int, body: LetterIn) -> Any:
    """Make a document of an application from its record."""
    found = application_of(request, application)
    made = letters.make_letter(by=desk_of(request), kind=body.kind, application=found.pk, more=body.more)
    return Status(201, LetterOut.of(made))


@router.get("/letters/{letter}/{form}", response={200: bytes})
@asks("see_sensitive")
def fetch_letter(request: HttpRequest, letter: int, form: Literal["pdf", "docx"], x_reason: str = Header("")) -> Any:
    """The kept file, as PDF or docx. Needs X-Reason, which is logged."""
    found = found_or_404(queries.letter_within(desk_of(request), letter))
    case = found.case or (found.application.cases.first() if found.application else None)
    log_seen(request, found_or_404(case), ["income"], x_reason)
    answer = HttpResponse(letters.letter_bytes(found, form), content_type=_MIME[form])
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.{form}"'
    return answer


@router.post("/letters/{letter}/delivery", response=LetterOut)
@asks(*_MAKERS)
@writes
def deliver_letter(request: HttpRequest, letter: int, body: DeliveredIn) -> Any:
    """A document was delivered, to whom and how."""
    found = found_or_404(queries.letter_within(desk_of(request), letter))
    done = letters.deliver_letter(by=desk_of(request), letter=found.pk, to=body.to, how=body.how, on=body.on)
    return Status(200, LetterOut.of(done))
