"""Cases driven through their procedures by actions, by the officers of the invented county; each step by whom it belongs to."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions import applicants, deciding, inquiries, intake, opinions, publicity
from doudi.records.cases.actions.contacts import set_contact
from doudi.records.cases.findings import find
from doudi.records.cases.forms import FORMS
from doudi.records.cases.gaps import gaps_of
from doudi.records.cases.models import Application, Case, Inquiry
from doudi.records.evidence.documents import PaperDraft, file_documents
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from world import World

PNG = bytes.fromhex("89504e470d0a1a0a")


@dataclass
class Way:
    """The officers of the invented county on a day that moves on; each does what is theirs."""

    world: World
    day: datetime.date

    def desk(self, post: str, territory: str = "") -> Desk:
        """The desk of a post today."""
        return replace(self.world.desk(post, territory), day=self.day)

    def on(self, day: datetime.date) -> "Way":
        """The same officers on another day."""
        return Way(self.world, day)

    def later(self, days: int) -> "Way":
        """The same officers some days later."""
        return self.on(self.day + datetime.timedelta(days=days))


def bring_papers(by: Desk, household: Household) -> None:
    """Identity card and household register."""
    papers = [PaperDraft(PNG + kind.encode(), "image/png", kind) for kind in ("identity_card", "household_register")]
    file_documents(by=by, household=household.pk, drafts=papers)


def consent_filed(by: Desk, household: int) -> int:
    """The number of the consent of an applicant, filed today: another may apply."""
    paper = PaperDraft(PNG + b"consent", "image/png", applicants.CONSENT, title="原申请人书面同意")
    return file_documents(by=by, household=household, drafts=[paper])[0].pk


def replaced(
    way: Way, application: int, new: applicants.NewApplicant, *, post: str = "township_acceptance"
) -> Application:
    """Another in the applicant's place: entered at the window, and confirmed where the first is still there."""
    found = applicants.replace_applicant(by=way.desk(post), application=application, new=new)
    if applicants.waiting_of(application) is None:
        return found
    return applicants.confirm_replacement(by=way.desk("township_approver"), application=application)


def apply_for(way: Way, household: Household, *programmes: tuple[str, int | None], **rest: Any) -> Application:
    """An application at the window, with every signature."""
    by = way.desk("township_acceptance")
    head = members_on(household, way.day)[0].person_id
    draft = intake.ApplicationDraft(applicant=head, programmes=programmes, **rest)
    application = intake.open_application(by=by, household=household.pk, draft=draft)
    sign_all(way, application)
    return application


def sign_all(way: Way, application: Application) -> None:
    """Every signature the application wants."""
    by = way.desk("township_acceptance")
    for gap in gaps_of(application, way.day):
        if gap.key.startswith("sign:authorisation:"):
            person = int(gap.key.rpartition(":")[2])
            intake.sign_authorisation(
                by=by, application=application.pk, person=person, signed_on=way.day, finger_print=True
            )
    intake.sign_commitment(by=by, application=application.pk, on=way.day)


def accepted(way: Way, household: Household, *programmes: tuple[str, int | None]) -> Application:
    """An accepted application of a family whose papers are there."""
    application = apply_for(way, household, *programmes)
    by = way.desk("township_acceptance")
    intake.submit_application(by=by, application=application.pk)
    return intake.accept_application(by=by, application=application.pk)


CONTENT: dict[str, Callable[[], dict[str, Any]]] = {
    "home_visit": lambda: {
        "met_at": "家中", "housing": "own", "living": "靠打零工度日，家具陈旧", "opinion": "情况属实，建议纳入",
        "present": "户主", "present_signed": True,
    },
    "neighbour_visit": lambda: {"who": "邻居", "told": "收入少，孩子上学"},
    "letter_evidence": lambda: {"sent_to": "务工单位", "asked": "工资", "sent_on": "2026-03-02"},
    "data_comparison": lambda: {"sources": "公安、残联、司法", "found": "与申报一致"},
    "core_check": lambda: {
        "number": "HD-2026-1", "sources": [{"source": "银行", "found": "存款", "amount": "1800.00"}],
        "finding": "within",
    },
    "appraisal": lambda: {
        "place": "村委会", "chair": "主持人", "recorder": "记录人", "due": "18", "came": "15", "policy_read": True,
        "presented": "介绍了情况", "for": "13", "against": "1", "abstained": "1", "signed": True,
    },
    "self_care": lambda: {
        "person": "本人", "eat": "yes", "dress": "yes", "bed": "yes", "toilet": "yes", "walk": "yes", "bath": "no",
    },
    "obligor_income": lambda: {"obligors": [{"name": "义务人", "relation": "子女"}], "opinion": "无力履行"},
    "county_visit": lambda: {
        "why": "drawn", "found": "与调查一致", "finding": "right", "present": "户主", "present_signed": True,
    },
    "certificate_check": lambda: {"category": "肢体", "grade": "1", "valid": True},
    "care_agreement": lambda: {
        "carer": "邻居", "relation": "邻居", "duties": "做饭、送医", "pay": "300", "since": "2026-04-01", "signed": True,
    },
}  # fmt: skip


def inquire(
    way: Way,
    kind: str,
    *,
    application: Application | None = None,
    case: Case | None = None,
    post: str = "",
    **over: Any,
) -> Inquiry:
    """A finished inquiry of a kind, by who does it; a home visit by two."""
    of = {"core_check": "county_reviewer", "county_visit": "county_reviewer", "certificate_check": "partner_disability"}
    by = way.desk(post or of.get(kind, "township_surveyor"))
    second = way.world.desk("township_surveyor_second").officer_id if FORMS[kind].by_two else None
    begun = inquiries.begin_inquiry(
        by=by,
        kind=kind,
        on=way.day,
        application=application.pk if application else None,
        case=case.pk if case else None,
        content=CONTENT[kind]() | over,
        second=second,
    )
    return inquiries.finish_inquiry(by=by, inquiry=begun.pk)


def surveyed(way: Way, application: Application) -> None:
    """The household visited by two, and its data checked where the programme wants it."""
    inquire(way, "home_visit", application=application)
    for case in application.cases.filter(stage="surveying"):
        if case.procedure in ("dibao", "near_dibao", "dibao_single"):
            inquiries.request_core_check(by=way.desk("township_surveyor"), case=case.pk)
            inquire(way, "core_check", case=case)
        if case.procedure == "tekun":
            inquire(way, "self_care", case=case)


def view_of(way: Way, case: Case, *, post: str = "township_approver", **over: Any) -> opinions.OpinionDraft:
    """What the rules say of a case, as an officer would propose it."""
    found = find(case, way.desk(post))
    once = found.one.least if case.programme.startswith("temporary") else None
    draft = opinions.OpinionDraft(
        grants=found.one.outcome == "eligible", monthly=found.one.monthly, once=once, reason="调查属实"
    )
    return replace(draft, **over)


def reachable(way: Way) -> None:
    """Township and county have telephones for objections."""
    set_contact(by=way.desk("township_acceptance"), phone="0564-7123456", address="河东镇政府一楼")
    set_contact(by=way.desk("county_reviewer"), phone="0564-7654321")


def posted(way: Way, case: Case, **over: Any) -> None:
    """The first opinion given and posted."""
    opinions.give_first_opinion(by=way.desk("township_approver"), case=case.pk, draft=view_of(way, case, **over))
    reachable(way)
    publicity.post_case(by=way.desk("township_acceptance"), case=case.pk)


def at_county(way: Way, case: Case) -> None:
    """The notice over and taken down, the file at the county and reviewed."""
    last = case.postings.order_by("-pk").first()
    if last is not None:
        publicity.take_down(by=way.desk("township_acceptance"), posting=last.pk, reason="公示期满")
    publicity.send_to_county(by=way.desk("township_approver"), case=case.pk)
    opinions.give_review(by=way.desk("county_reviewer"), case=case.pk, draft=view_of(way, case, post="county_reviewer"))


def confirmed(way: Way, case: Case, **over: Any) -> Any:
    """Confirmed by the county's approver."""
    draft = view_of(way, case, post="county_approver", **over)
    return deciding.confirm_case(by=way.desk("county_approver"), case=case.pk, draft=draft)
