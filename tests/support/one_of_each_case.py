"""One row of every table of the cases, written directly, and a column of it that may change (or, of lines, may not)."""

import datetime
from collections.abc import Callable
from itertools import count
from typing import Any

from django.db import models

from doudi.records.accounts.models import Officer
from doudi.records.cases.models import (
    Application,
    Authorisation,
    Case,
    Cover,
    Decision,
    Draw,
    Finding,
    Forwarded,
    Hand,
    Inquiry,
    InquiryPaper,
    Letter,
    Notice,
    Objection,
    OfficeContact,
    Opinion,
    Posting,
    Replacement,
    SpotCheck,
    Step,
    Suspension,
    Template,
)
from doudi.records.evidence.models import Document
from doudi.records.registry.models import Benefit, Household, Person

DAY = datetime.date(2026, 3, 2)
VILLAGE = "341591001201"
_made = count(1)


def officer() -> Officer:
    return Officer.objects.create(login=f"c{next(_made)}", name="某")


def person() -> Person:
    return Person.objects.create(
        name="沈某", name_key="沈某", pinyin="shenmou", initials="sm", grams=["沈"], citizen_id=f"二{next(_made)}"
    )


def household() -> Household:
    return Household.objects.create(number=f"C{next(_made)}", territory=VILLAGE, opened_on=DAY)


def document() -> Document:
    return Document.objects.create(
        household=household(), kind="other", title="甲", mime="image/png", size=1, digest="d", filed_by=officer()
    )


def application() -> Application:
    return Application.objects.create(
        number=f"SQ{next(_made)}", household=household(), applicant=person(), territory=VILLAGE,
        office=VILLAGE[:9], channel="window", arrived_on=DAY, arrived_at=VILLAGE[:9],
    )  # fmt: skip


def replacement() -> Replacement:
    return Replacement.objects.create(
        application=application(), old=person(), person=person(), on=DAY, document=document(), entered_by=officer(),
        entered_on=DAY,
    )  # fmt: skip


def case() -> Case:
    return Case.objects.create(
        number=f"DB{next(_made)}", household=household(), programme="dibao", procedure="dibao", profile="anhui",
        stage="draft", territory=VILLAGE, opened_on=DAY,
    )  # fmt: skip


def benefit() -> Benefit:
    return Benefit.objects.create(household=household(), programme="dibao", monthly=1, since=DAY)


def inquiry() -> Inquiry:
    return Inquiry.objects.create(case=case(), kind="core_check", on=DAY, begun_by=officer())


def finding() -> Finding:
    return Finding.objects.create(case=case(), day=DAY, profile="anhui", edition="e", parameters=[], outcome="eligible")


def posting() -> Posting:
    return Posting.objects.create(
        case=case(), number=f"GS{next(_made)}", kind="first_opinion", place=VILLAGE, starts_on=DAY, ends_on=DAY,
        content={}, posted_by=officer(),
    )  # fmt: skip


def draw() -> Draw:
    return Draw.objects.create(
        number=f"CQ{next(_made)}", county="341591", kind="tekun", on=DAY, share="3/10", seed="一", frame=[], drawn=[],
        drawn_by=officer(),
    )  # fmt: skip


def decision() -> Decision:
    return Decision.objects.create(
        case=case(), number=f"JD{next(_made)}", kind="confirm", on=DAY, finding=finding(), decided_by=officer()
    )


def step() -> Step:
    return Step.objects.create(
        case=case(), number=1, source="draft", target="submitted", party="applicant", ground="申请", actor="某", post="x",
        on=DAY,
    )  # fmt: skip


def opinion() -> Opinion:
    return Opinion.objects.create(
        case=case(), kind="first", finding=finding(), grants=True, given_by=officer(), given_on=DAY
    )


# How a row of each table comes about, and a change it takes (a line: does not take): (make, column, value).
EACH_OF_CASES: dict[type[models.Model], tuple[Callable[[], models.Model], str, Any]] = {
    Application: (application, "agent_name", "改"),
    Case: (case, "profile", "national"),
    Step: (step, "ground", "改"),
    Hand: (lambda: Hand.objects.create(case=case(), officer=officer(), role="survey", since=DAY), "role", "opinion"),
    Suspension: (lambda: Suspension.objects.create(case=case(), since=DAY, reason="鉴定"), "until", "2026-03-09"),
    Authorisation: (
        lambda: Authorisation.objects.create(application=application(), person=person(), signed_on=DAY),
        "signed_by",
        "改",
    ),
    Replacement: (replacement, "agent_name", "改"),
    Notice: (
        lambda: Notice.objects.create(
            application=application(), items=[], told_on=DAY, answer_by=DAY, told_by=officer()
        ),
        "items",
        "[1]",
    ),
    Forwarded: (
        lambda: Forwarded.objects.create(
            name="沈某", village=VILLAGE, from_office="341591002", to_office="341591001", arrived_on=DAY,
            forwarded_by=officer(), forwarded_on=DAY,
        ),
        "from_office",
        "341592001",
    ),
    Inquiry: (inquiry, "result", "改"),
    InquiryPaper: (
        lambda: InquiryPaper.objects.create(inquiry=inquiry(), document=document()), "inquiry_id", 0,
    ),
    Finding: (finding, "outcome", "ineligible"),
    Opinion: (opinion, "dibao_class", "A"),
    Decision: (decision, "article", "改"),
    Posting: (posting, "place", "341591001202"),
    Objection: (
        lambda: Objection.objects.create(posting=posting(), received_on=DAY, timely=True, content="有门面"),
        "timely",
        False,
    ),
    Draw: (draw, "seed", "二"),
    SpotCheck: (lambda: SpotCheck.objects.create(draw=draw(), case=case(), drawn=True), "conclusion", "right"),
    Letter: (
        lambda: Letter.objects.create(
            case=case(), kind="acceptance_notice", number=f"WS{next(_made)}", made_on=DAY, made_by=officer()
        ),
        "template",
        "改",
    ),
    Template: (
        lambda: Template.objects.create(
            kind="acceptance_notice", county="341591", text="一", since=DAY, written_by=officer()
        ),
        "text",
        "改",
    ),
    OfficeContact: (
        lambda: OfficeContact.objects.create(territory=f"34159100{next(_made)}", phone="0564-7123456"), "hours", "改",
    ),
    Cover: (
        lambda: Cover.objects.create(benefit=benefit(), person=person(), slot="dibao", since=DAY), "slot", "child",
    ),
}  # fmt: skip
