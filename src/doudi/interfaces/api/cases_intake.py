"""Asking, through the API: an application opened, signed, handed in, told what it lacks, accepted, withdrawn."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from doudi.interfaces.api.cases_finding import application_of, case_of, desk_of, told_application, told_case
from doudi.interfaces.api.cases_shapes import (
    ApplicantIn,
    ApplicationIn,
    ApplicationOut,
    AskedIn,
    CaseOut,
    DayIn,
    DiscontinueIn,
    GapIn,
    NoteIn,
    NoticeOut,
    ReasonIn,
    SignedOut,
    SignIn,
    VersionIn,
)
from doudi.interfaces.api.desks import asks
from doudi.interfaces.api.repeating import writes
from doudi.records.cases.actions import applicants, ending, intake

router = Router(tags=["applications"])


@router.post("/applications", response={201: ApplicationOut})
@asks("enter_application")
@writes
def open_application(request: HttpRequest, body: ApplicationIn) -> Any:
    """Write down an application for one or more programmes; its cases are drafts until it is submitted."""
    told = body.dict(exclude={"household", "programmes"})
    programmes = [(one.programme, one.person) for one in body.programmes]
    draft = intake.ApplicationDraft(**{**told, "programmes": programmes, "causes": tuple(body.causes)})
    moment = request.now  # type: ignore[attr-defined]
    made = intake.open_application(by=desk_of(request), household=body.household, draft=draft, at=moment)
    return Status(201, told_application(made))


@router.post("/applications/{application}/programmes", response={201: CaseOut})
@asks("enter_application")
@writes
def add_programme(request: HttpRequest, application: int, body: AskedIn) -> Any:
    """Ask for one more programme before acceptance."""
    found = application_of(request, application)
    made = intake.add_programme(by=desk_of(request), application=found.pk, programme=body.programme, person=body.person)
    return Status(201, told_case(made))


@router.post("/applications/{application}/authorisations", response={201: SignedOut})
@asks("enter_application")
@writes
def sign_authorisation(request: HttpRequest, application: int, body: SignIn) -> Any:
    """An adult member or obligor has signed the authorisation to check their means."""
    found = application_of(request, application)
    made = intake.sign_authorisation(by=desk_of(request), application=found.pk, **body.dict())
    return Status(201, SignedOut(id=made.pk, person_id=made.person_id, signed_on=made.signed_on))


@router.post("/applications/{application}/commitment", response=ApplicationOut)
@asks("enter_application")
@writes
def sign_commitment(request: HttpRequest, application: int, body: DayIn) -> Any:
    """The applicant has signed the commitment."""
    found = application_of(request, application)
    intake.sign_commitment(by=desk_of(request), application=found.pk, on=body.on)
    return Status(200, told_application(found))


@router.post("/applications/{application}/submit", response=ApplicationOut)
@asks("enter_application")
@writes
def submit_application(request: HttpRequest, application: int, body: VersionIn) -> Any:
    """Hand the application in."""
    found = application_of(request, application)
    intake.submit_application(by=desk_of(request), application=found.pk, version=body.version)
    return Status(200, told_application(found))


@router.post("/applications/{application}/notice", response={201: NoticeOut})
@asks("accept_application")
@writes
def give_notice(request: HttpRequest, application: int, body: VersionIn) -> Any:
    """Tell the applicant, once, everything that is wanted."""
    found = application_of(request, application)
    made = intake.give_notice(by=desk_of(request), application=found.pk, version=body.version)
    return Status(201, NoticeOut(told_on=made.told_on, answer_by=made.answer_by, items=made.items))


@router.post("/applications/{application}/papers-brought", response=ApplicationOut)
@asks("enter_application")
@writes
def bring_papers(request: HttpRequest, application: int, body: NoteIn) -> Any:
    """What the notice asked for was brought."""
    found = application_of(request, application)
    intake.bring_papers(by=desk_of(request), application=found.pk, note=body.note)
    return Status(200, told_application(found))


@router.post("/applications/{application}/waivers", response=ApplicationOut)
@asks("accept_application")
@writes
def waive_gap(request: HttpRequest, application: int, body: GapIn) -> Any:
    """Ask no longer for something the platform of the government can show."""
    found = application_of(request, application)
    intake.waive_gap(by=desk_of(request), application=found.pk, key=body.key, reason=body.reason)
    return Status(200, told_application(found))


@router.post("/applications/{application}/accept", response=ApplicationOut)
@asks("accept_application")
@writes
def accept_application(request: HttpRequest, application: int, body: VersionIn) -> Any:
    """Accept what is complete; the clocks run from this day."""
    found = application_of(request, application)
    intake.accept_application(by=desk_of(request), application=found.pk, version=body.version)
    return Status(200, told_application(found))


@router.post("/applications/{application}/complaint", response=ApplicationOut)
@asks("enter_application")
@writes
def note_complaint(request: HttpRequest, application: int, body: ReasonIn) -> Any:
    """A complaint was made about the application: the county visits in person."""
    found = application_of(request, application)
    intake.note_complaint(by=desk_of(request), application=found.pk, reason=body.reason)
    return Status(200, told_application(found))


@router.post("/applications/{application}/applicant", response={200: ApplicationOut, 202: ApplicationOut})
@asks("accept_application")
@writes
def replace_applicant(request: HttpRequest, application: int, body: ApplicantIn) -> Any:
    """Another member goes on with an application whose applicant died, left the household or cannot apply any more.

    202 where the first is still there: who applies stays as it is until somebody else confirms it.
    """
    found = application_of(request, application)
    new = applicants.NewApplicant(**body.dict(exclude={"version"}))
    applicants.replace_applicant(by=desk_of(request), application=found.pk, new=new, version=body.version)
    out = told_application(found)
    return Status(200 if out.next_applicant_id is None else 202, out)


@router.post("/applications/{application}/applicant/confirm", response=ApplicationOut)
@asks("first_opinion")
@writes
def confirm_replacement(request: HttpRequest, application: int, body: VersionIn) -> Any:
    """Confirm that another takes the place of an applicant who is still there, as it was entered."""
    found = application_of(request, application)
    applicants.confirm_replacement(by=desk_of(request), application=found.pk, version=body.version)
    return Status(200, told_application(found))


@router.post("/applications/{application}/applicant/drop", response=ApplicationOut)
@asks("accept_application", "first_opinion")
@writes
def drop_replacement(request: HttpRequest, application: int, body: ReasonIn) -> Any:
    """Take back, or do not confirm, that another applies: the applicant stays who they are."""
    found = application_of(request, application)
    applicants.drop_replacement(by=desk_of(request), application=found.pk, reason=body.reason, version=body.version)
    return Status(200, told_application(found))


@router.post("/cases/{case}/withdraw", response=CaseOut)
@asks("accept_application")
@writes
def withdraw_case(request: HttpRequest, case: int, body: ReasonIn) -> Any:
    """The applicant takes the application for one programme back."""
    found = case_of(request, case)
    intake.withdraw_case(by=desk_of(request), case=found.pk, reason=body.reason, version=body.version)
    return Status(200, told_case(found))


@router.post("/cases/{case}/discontinue", response=CaseOut)
@asks("accept_application", "first_opinion", "review", "confirm")
@writes
def discontinue_case(request: HttpRequest, case: int, body: DiscontinueIn) -> Any:
    """End a case that nobody can be decided for."""
    found = case_of(request, case)
    ending.discontinue_case(
        by=desk_of(request), case=found.pk, reason=body.reason, cause=body.cause, version=body.version
    )
    return Status(200, told_case(found))
