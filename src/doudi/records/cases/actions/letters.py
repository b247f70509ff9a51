"""Documents of a case: made from its record, kept as made, delivered and signed for. An office may have its own wording."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from doudi.documents.letters import (
    KINDS,
    NotPostable,
    TemplateRefused,
    ValuesRefused,
    check_template,
    render_docx,
    render_pdf,
)
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.changes import TELLS_OF_CHANGE, last_wished
from doudi.records.cases.flow import locked, locked_application
from doudi.records.cases.hands import refuse_relative
from doudi.records.cases.models import Application, Case, Letter, Step, Template
from doudi.records.cases.numbers import numbered
from doudi.records.cases.wording import Subject, words_of
from doudi.records.cases.words import ENDED_BY
from doudi.records.registry.actions.common import refuse_future
from doudi.records.registry.refusals import Refused
from doudi.records.sealing import files
from doudi.records.trail.recording import recording

# Forms the applicant signs show the whole number; what the office sends masks it.
_OF_APPLICANT = frozenset(
    (
        "application",
        "proxy",
        "authorisation",
        "commitment",
        "declaration",
        "withdrawal",
        "recheck_request",
        "applicant_change",
    )
)
_OF_COUNTY = frozenset(
    (
        "confirmation_letter",
        "refusal_letter",
        "revocation_letter",
        "exit_decision",
        "continuation_letter",
        "exit_posting_form",
        "spot_check_record",
        "return_note",
        "core_check_report",
    )
)
# What belongs to support in payment is no case's: its record knows it only in part, and whoever makes it says the rest.
_OF_SUPPORT = frozenset(
    ("roster", "adjustment_letter", "end_letter", "reverification_form", "grace_form", "expiry_notice")
)
# Which decision a letter tells; without it there is nothing to tell. A revocation is told also after the next decision.
_TELLS = {
    "confirmation_letter": "confirm",
    "refusal_letter": "refuse",
    "exit_decision": "terminate",
    "exit_letter": "terminate",
    "continuation_letter": "continue",
}
# Never anybody's to write but the record's: what a letter decides, by whom, under which number, and where it is answered.
_OF_RECORD = frozenset(
    "procedure number office issued_on made_on programme case_number applicant citizen_id households amount grant top_up "
    "grade from_on decided_on posted_from posted_until town_phone county_phone reconsideration_organ "
    "reconsideration_days court lawsuit_months articles revoked_letter revoked_number revoked_on asked_on told_on deceased "
    "died_on moved_to who_left still_here apply_at old_applicant request_number".split()
)
# No text says how long an office waits for an answer: the day of the record is one to begin with.
PROPOSED = frozenset(("reply_by_on", "object_by_on"))
# Why and how a case ended is the record's to say; what else there is to ask for, whoever writes the letter knows.
_BESIDE_AN_END = ("other_help",)
# Of an application these would not know on which article they rest.
OF_CASES = frozenset(("cooperation_request",))
# A partner department writes down what it verified, and nothing else of a case.
_OF_PARTNERS = frozenset(("certificate_check",))
_DUTIES = (
    "accept_application",
    "survey",
    "first_opinion",
    "review",
    "confirm",
    "post_notice",
    "relieve",
    "verify_facts",
)


def make_letter(
    *,
    by: Desk,
    kind: str,
    case: int | None = None,
    application: int | None = None,
    more: Mapping[str, Any] | None = None,
) -> Letter:
    """Make a document of a case or application from its record; `more` are words of it that the record does not know.

    What is wanted and not known is named. The files stay exactly as they were made. Raises NotAllowed, and Refused also
    for words that would say otherwise than the record, and for a letter of a decision that was not made or was revoked.
    """
    if kind not in KINDS:
        raise Refused({"kind": "没有这种文书"})
    if not any(by.may(duty) for duty in _DUTIES):
        by.must("accept_application")
    if by.held.partner and (kind not in _OF_PARTNERS or application is not None):
        raise NotAllowed(f"{by.held.zh}只制作本部门的核验意见")
    if kind in OF_CASES and case is None:
        raise Refused(f"{KINDS[kind].zh}请从办件制作")
    with recording(by, reason=f"制作{KINDS[kind].zh}"):
        of_case = locked(by, case) if case is not None else None
        of_application = locked_application(by, application) if application is not None else None
        if of_case is None and of_application is None:
            raise Refused("请从一份申请或一个办件制作文书")
        return write_letter(by, kind, of_case, of_application or (of_case.application if of_case else None), more=more)


def write_letter(
    by: Desk,
    kind: str,
    case: Case | None,
    application: Application | None,
    *,
    step: Step | None = None,
    more: Mapping[str, Any] | None = None,
) -> Letter:
    """The document of a locked case, kept; raises Refused naming what is wanted."""
    subject = Subject(case, application, by.day)
    office = office_of(kind, case, subject.village)
    number = numbered(office, "WS", by.day.year)
    words = words_of(subject, number=number, office=office, clerk=by.actor, kind=kind, whole_id=kind in _OF_APPLICANT)
    _refuse_undecided(kind, case)
    if kind == TELLS_OF_CHANGE and (application is None or last_wished(application.pk) is None):
        raise Refused("没有更换仍在这户的申请人，不能制作更换申请人告知书")
    words |= _added(by, kind, words, more or {})
    taken = {key: words[key] for key in KINDS[kind].words if key in words}
    template = template_for(kind, office, by.day)
    moment = timezone.make_aware(datetime.datetime.combine(by.day, datetime.time(12)))
    try:
        pdf = render_pdf(kind, taken, at=moment, template=template.text if template else None)
        docx = render_docx(kind, taken, at=moment, template=template.text if template else None)
    except (ValuesRefused, NotPostable, TemplateRefused) as why:
        raise Refused(str(why)) from None
    # Bytes without a row are sealed and harmless; a row without its bytes would be a letter lost.
    kept = files.store(pdf), files.store(docx)
    return Letter.objects.create(
        case=case,
        application=application,
        step=step,
        kind=kind,
        number=number,
        content=json.dumps(taken, ensure_ascii=False, default=_plain),
        template=str(template.pk) if template else "",
        pdf=kept[0],
        docx=kept[1],
        made_by_id=by.officer_id,
        made_on=by.day,
    )


def _refuse_undecided(kind: str, case: Case | None) -> None:
    """A letter of a decision is made while that decision is the last, that of an end where the case ended so; raises Refused."""
    if kind in ENDED_BY:
        _refuse_ended_otherwise(kind, case)
    if kind not in _TELLS:
        return
    last = case.decisions.order_by("-pk").first() if case is not None else None
    if last is None or last.kind != _TELLS[kind]:
        why = "原决定已撤销" if last is not None and last.kind == "revoke" else "还没有作出这一决定"
        raise Refused(f"{why}，不能制作{KINDS[kind].zh}")


def _refuse_ended_otherwise(kind: str, case: Case | None) -> None:
    last = case.steps.order_by("-number").first() if case is not None else None
    if last is None or last.target != "discontinued":
        raise Refused(f"办件没有终止办理，不能制作{KINDS[kind].zh}")
    if last.document != kind:
        raise Refused(f"办件不是因此终止的，请制作“{KINDS[last.document].zh}”")


def _added(by: Desk, kind: str, known: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """What an officer adds to the words of the record; raises Refused by word for what is the record's to say."""
    given = {key: value for key, value in more.items() if value not in (None, "")}
    may = set(given) & set(words_to_add(by, kind, known))
    # A word that says what the record says changes nothing.
    wrong = [key for key in given if key not in may and given[key] != known.get(key)]
    if wrong:
        raise Refused(dict.fromkeys(wrong, "这一项以办件记录为准，不能在文书上填写；记录有误的，请先更正记录"))
    return given


def words_to_add(by: Desk, kind: str, known: Mapping[str, Any]) -> list[str]:
    """The words of a kind of letter that this desk may add to what the record knows.

    To what hangs on a board nobody adds a word, nor another office to what the county signs.
    """
    if KINDS[kind].posted or (kind in _OF_COUNTY and by.held.level != "county"):
        return []
    if kind in ENDED_BY:
        return [key for key in _BESIDE_AN_END if key in KINDS[kind].words]
    if kind in _OF_SUPPORT:
        return [key for key in KINDS[kind].words if key not in ("procedure", "number", "office")]
    return [
        key
        for key in KINDS[kind].words
        if key in PROPOSED or (key not in _OF_RECORD and known.get(key) in (None, "", []))
    ]


def known_words(by: Desk, kind: str, case: Case | None, application: Application | None) -> dict[str, Any]:
    """What the record of a case or application tells a letter that is not made yet: all but its number."""
    subject = Subject(case, application or (case.application if case else None), by.day)
    office = office_of(kind, case, subject.village)
    return words_of(subject, number="", office=office, clerk=by.actor, kind=kind)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def office_of(kind: str, case: Case | None, village: str) -> str:
    """Which office signs: the county for what it decides, the town for the rest and for what it confirms by grant."""
    county = kind in _OF_COUNTY and (case is None or case.route == "county")
    if kind in ENDED_BY and case is not None:
        # Who ended it signs.
        last = case.steps.order_by("-number").first()
        county = last is not None and last.target == "discontinued" and last.party == "county"
    return village[:6] if county else village[:9]


def template_for(kind: str, office: str, day: datetime.date) -> Template | None:
    """The office's own wording in force on a day, or None for the one that comes with the program."""
    return (
        Template.objects.filter(
            kind=kind, county=office[:6], since__lte=day, checked_by__isnull=False, withdrawn_on__isnull=True
        )
        .order_by("-since", "-pk")
        .first()
    )


def deliver_letter(*, by: Desk, letter: int, to: str, how: str, on: datetime.date | None = None) -> Letter:
    """A document was delivered, to whom and how, between the day it was made and today: from then on one may appeal.

    Raises NotAllowed, Refused.
    """
    if not any(by.may(duty) for duty in _DUTIES):
        by.must("accept_application")
    if not to.strip():
        raise Refused({"to": "请填写签收人"})
    with recording(by, reason="登记送达"):
        found = (
            Letter.objects.select_for_update(of=("self",))
            .filter(by.within("case__territory") | by.within("application__territory"), pk=letter)
            .first()
        )
        if found is None:
            raise Refused("没有这份文书，或不在您的管辖范围内")
        of = found.case or found.application
        if of is not None:
            refuse_relative(of.household, by)
        if found.delivered_on is not None:
            raise Refused(f"已于{found.delivered_on}登记送达")
        day = on or by.day
        refuse_future(day, by.day)
        if day < found.made_on:
            raise Refused({"on": f"送达日期{day}早于文书制作日期（{found.made_on}），请核对"})
        found.delivered_on, found.delivered_to, found.delivered_how = day, to.strip(), how.strip()
        found.save(update_fields=["delivered_on", "delivered_to", "delivered_how"])
    return found


def letter_bytes(letter: Letter, form: str) -> bytes:
    """The kept file of a document, `pdf` or `docx`."""
    return files.fetch(letter.docx if form == "docx" else letter.pdf)


def write_template(*, by: Desk, kind: str, text: str, since: datetime.date) -> Template:
    """An office's own wording of a kind of letter, from a day on; it holds once somebody else has checked it.

    Raises NotAllowed, and Refused with every fault of the template by its line.
    """
    by.must("enter_standard")
    if kind not in KINDS:
        raise Refused({"kind": "没有这种文书"})
    faults = check_template(kind, text)
    if faults:
        raise Refused({"text": "；".join(faults)})
    with recording(by, reason=f"修改{KINDS[kind].zh}的格式"):
        return Template.objects.create(
            kind=kind, county=by.territory[:6], text=text, since=since, written_by_id=by.officer_id
        )


def check_office_template(*, by: Desk, template: int) -> Template:
    """Let a wording hold; never by the one who wrote it. Raises NotAllowed, Refused."""
    by.must("check_standard")
    with recording(by, reason="复核文书格式"):
        found = _open_template(by, template)
        if found.checked_by_id is not None:
            raise Refused("这份格式已复核")
        if found.written_by_id == by.officer_id:
            raise NotAllowed("文书格式须由修改人以外的人员复核")
        found.checked_by_id = by.officer_id
        found.save(update_fields=["checked_by"])
    return found


def withdraw_template(*, by: Desk, template: int, reason: str) -> Template:
    """Take a wording back: the one before holds again. Raises NotAllowed, Refused."""
    if not (by.may("enter_standard") or by.may("check_standard")):
        by.must("enter_standard")
    if not reason.strip():
        raise Refused({"reason": "请写明原因"})
    with recording(by, reason=reason):
        found = _open_template(by, template)
        found.withdrawn_on = by.day
        found.save(update_fields=["withdrawn_on"])
    return found


def _open_template(by: Desk, template: int) -> Template:
    found = (
        Template.objects.select_for_update().filter(by.within("county"), pk=template, withdrawn_on__isnull=True).first()
    )
    if found is None:
        raise Refused("没有这份格式，或不在您的管辖范围内")
    return found
