"""Finding out: home visits by two, neighbours, letters, data checks, appraisals, assessments. Each is filled in and finished.

What is finished is never edited: a correction is a new inquiry that replaces the old one.
"""

import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from doudi.policy.procedure.stages import LOST, REPLACED
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.models import Appointment
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.queries import standing
from doudi.records.cases.flow import locked, locked_application, open_cases, open_moves, procedure_of, take
from doudi.records.cases.forms import FORMS, check_form
from doudi.records.cases.gaps import family_of, who_signed, who_signs
from doudi.records.cases.hands import refuse_relative, take_in_hand
from doudi.records.cases.models import Application, Case, Inquiry, InquiryPaper
from doudi.records.evidence.models import Document
from doudi.records.registry.actions.common import refuse_future
from doudi.records.registry.refusals import Refused, Stale
from doudi.records.statements import prepared
from doudi.records.trail.recording import recording

# Finding out: whoever does it never confirms. A data check and the county's own visit are part of its review.
_FINDS_OUT = frozenset(
    (
        "home_visit",
        "neighbour_visit",
        "letter_evidence",
        "data_comparison",
        "appraisal",
        "self_care",
        "obligor_income",
    )
)
_ASKS = "core_check_requested"


def begin_inquiry(
    *,
    by: Desk,
    kind: str,
    on: datetime.date,
    application: int | None = None,
    case: int | None = None,
    content: Mapping[str, Any] | None = None,
    second: int | None = None,
    client_key: uuid.UUID | None = None,
    replaces: int | None = None,
) -> Inquiry:
    """Begin an inquiry and save what there is; sent again under the same `client_key` the first stands.

    A home visit that begins moves the accepted cases of the application to their survey. Raises NotAllowed, Refused.
    """
    form = FORMS.get(kind)
    if form is None:
        raise Refused({"kind": "请选择调查方式"})
    if not any(by.may(duty) for duty in form.duties):
        who = "、".join(post.zh for post in POSTS.values() if any(post.may(duty) for duty in form.duties))
        raise NotAllowed(f"“{form.zh}”由{who}办理")
    refuse_future(on, by.day)
    with recording(by, reason=form.zh):
        if client_key is not None:
            sent = Inquiry.objects.filter(client_key=client_key).first()
            if sent is not None:
                return _own(by, sent)
        of_application = locked_application(by, application) if application is not None else None
        of_case = locked(by, case) if case is not None else None
        if of_application is None and of_case is None:
            raise Refused("请从一份申请或一个办件开始调查")
        # Sent twice at once: the first may have come in while this one waited for the lock.
        sent = Inquiry.objects.filter(client_key=client_key).first() if client_key is not None else None
        if sent is not None:
            return _own(by, sent)
        if of_application is not None and of_application.accepted_on is None and form.after_acceptance:
            raise Refused("申请尚未受理，不能开始调查")
        _refuse_before(on, kind, of_application, of_case)
        old = _replaced(replaces, kind, of_application, of_case)
        if kind == "core_check" and old is None:
            _refuse_unasked(_concerned(of_application, of_case), by)
        inquiry = Inquiry.objects.create(
            application=of_application or (of_case.application if of_case else None),
            case=of_case,
            kind=kind,
            on=on,
            content=json.dumps(content or {}, ensure_ascii=False),
            begun_by_id=by.officer_id,
            second_id=_second(by, second, kind),
            client_key=client_key,
            replaces=old,
        )
        for one in _cases(inquiry):
            _survey_begins(one, by, kind)
    return inquiry


def _refuse_before(on: datetime.date, kind: str, application: Application | None, case: Case | None) -> None:
    """Nothing is found out for an application before it came; an agreement of care may be older. Raises Refused."""
    of = application or (case.application if case is not None else None)
    came = of.arrived_on if of is not None else case.opened_on if case is not None else on
    if on < came and kind != "care_agreement":
        raise Refused({"on": f"日期{on}早于申请日期（{came}），请核对"})


def _replaced(replaces: int | None, kind: str, application: Application | None, case: Case | None) -> Inquiry | None:
    if replaces is None:
        return None
    # One of a case is kept with its application as well.
    of = (
        Inquiry.objects.filter(case=case)
        if case is not None
        else Inquiry.objects.filter(application=application, case=None)
    )
    old = of.filter(pk=replaces, kind=kind, finished_at__isnull=False, replaced_by=None).first()
    if old is None:
        raise Refused({"replaces": "没有可以更正的这份记录，或已被更正过"})
    return old


def _own(by: Desk, inquiry: Inquiry) -> Inquiry:
    if inquiry.begun_by_id != by.officer_id:
        raise Refused("这份记录由其他人员填写")
    return inquiry


def _second(by: Desk, second: int | None, kind: str) -> int | None:
    """The second investigator: somebody who holds a post here today, and not the first."""
    if second is None:
        return None
    if second == by.officer_id:
        raise Refused({"second": "两名调查人员应是不同的人"})
    held = Appointment.objects.filter(standing(by.day), officer=second, officer__is_active=True)
    if not any(by.reaches(one.territory) or one.territory.startswith(by.territory[:6]) for one in held):
        raise Refused({"second": "请选择本地有岗位的工作人员"})
    return second


def _survey_begins(case: Case, by: Desk, kind: str) -> None:
    """The first inquiry begins the survey of an accepted case; children's by the comparison of data."""
    if case.stage != "accepted" or kind not in ("home_visit", "data_comparison", "neighbour_visit", "letter_evidence"):
        return
    wanted = "data_comparison" if case.procedure in ("orphan", "unattended_child") else "home_visit"
    if kind == wanted and by.may("survey"):
        take(case, "surveying", by=by, event="survey_started")


def _cases(inquiry: Inquiry) -> list[Case]:
    return _concerned(inquiry.application, inquiry.case)


def _concerned(application: Application | None, case: Case | None) -> list[Case]:
    """The cases an inquiry concerns: its own, or all that are open of its application."""
    if case is not None:
        return [case]
    if application is None:
        return []
    return open_cases(application.pk)


def save_inquiry(
    *,
    by: Desk,
    inquiry: int,
    content: Mapping[str, Any],
    second: int | None = None,
    on: datetime.date | None = None,
    version: int | None = None,
) -> Inquiry:
    """Save what is filled in so far; nothing has to be complete. Raises NotAllowed, Refused, Stale."""
    with recording(by, reason="保存调查记录"):
        found = _open(by, inquiry, version)
        found.content = json.dumps(dict(content), ensure_ascii=False)
        if second is not None and second != found.second_id:
            if found.begun_by_id != by.officer_id:
                raise Refused({"second": "另一名调查人员由填写人更改"})
            found.second_id = _second(by, second, found.kind)
        if on is not None:
            refuse_future(on, by.day)
            _refuse_before(on, found.kind, found.application, found.case)
            found.on = on
        found.version += 1
        found.save(update_fields=["content", "second", "on", "version"])
    return found


def attach_photographs(*, by: Desk, inquiry: int, documents: Sequence[int]) -> Inquiry:
    """Photographs and signed papers of the household that belong to this inquiry.

    They may come after the form is finished: what was written stays as it is. Raises NotAllowed, Refused.
    """
    with recording(by, reason="调查照片"):
        found = _in_hand(by, inquiry)
        household = found.application.household_id if found.application else found.case.household_id  # type: ignore[union-attr]
        rows = Document.objects.filter(pk__in=documents, household=household, withdrawn_at__isnull=True)
        if len(rows) != len(set(documents)):
            raise Refused("有的材料不属于这户，或已撤回")
        InquiryPaper.objects.bulk_create(
            [InquiryPaper(inquiry=found, document=row) for row in rows], ignore_conflicts=True
        )
    return found


def finish_inquiry(*, by: Desk, inquiry: int, version: int | None = None) -> Inquiry:
    """Close an inquiry: complete by its form, signed; from now on it stands. Raises NotAllowed, Refused, Stale."""
    with recording(by, reason="完成调查记录"):
        found = _open(by, inquiry, version)
        form = FORMS[found.kind]
        content = json.loads(found.content or "{}")
        faults = check_form(form, content)
        if form.by_two and found.second_id is None:
            faults["second"] = "入户调查人员不少于2人，请选择另一名调查人员"
        if faults:
            raise Refused(faults)
        if found.kind == "core_check" and found.replaces_id is None:
            _refuse_unasked(_cases(found), by)
        found.result = form.result_of(content)
        Inquiry.objects.filter(pk=found.pk).update(finished_at=Now(), result=found.result, version=F("version") + 1)
        found.refresh_from_db()
        for case in _cases(found):
            _hands(case, found, by)
            _beside(case, found, by)
    return found


def _hands(case: Case, inquiry: Inquiry, by: Desk) -> None:
    """Whoever began an inquiry and the second investigator have the case in hand from now on, whichever of them finishes.

    At every stage: who surveys again after an objection has found out as well. What comes in after a case was closed is
    kept with it and is nobody's hand in it.
    """
    if inquiry.kind not in _FINDS_OUT or case.closed_on is not None:
        return
    for officer in dict.fromkeys((by.officer_id, inquiry.begun_by_id, inquiry.second_id)):
        if officer is not None:
            refuse_relative(case.household, _as(by, officer))
            take_in_hand(case, _as(by, officer), "survey")


def _as(by: Desk, officer: int) -> Desk:
    """The same desk with the other investigator at it: what holds for one holds for the other."""
    return replace(by, officer_id=officer)


def _refuse_unasked(cases: Sequence[Case], by: Desk) -> None:
    """A data check answers a request of the township and rests on the authorisation of all who sign; raises Refused.

    A correction of a report is no new check.
    """
    open_now = [case for case in cases if case.closed_on is None]
    application = open_now[0].application if open_now else None
    if application is None:
        raise Refused("这一办件没有申请或已办结，不能核对")
    asked = [case for case in open_now if any(move.records == _ASKS for move in procedure_of(case).moves)]
    if asked and not any(_check_is_asked(case) for case in asked):
        raise Refused("乡镇没有提请信息核对，或已就这次提请出具核对报告；需要再次核对的，请乡镇重新提请")
    _refuse_unsigned(application, open_now, by)


def _check_is_asked(case: Case) -> bool:
    """Whether the latest request for a data check has not been answered by a report."""
    events = case.steps.filter(event__in=(_ASKS, "core_check_started")).order_by("-number")
    return events.values_list("event", flat=True).first() == _ASKS


def _refuse_unsigned(application: Application, cases: Sequence[Case], by: Desk) -> None:
    signed = who_signed(application)
    wanted = who_signs(family_of(application.household, by.day), cases)
    unsigned = [one.name for one in wanted if one.pk not in signed]
    if unsigned:
        raise Refused(f"{'、'.join(unsigned)}尚未签署核对授权，或已撤回，不能核对")


def _beside(case: Case, inquiry: Inquiry, by: Desk) -> None:
    """Steps that an inquiry's end is: the report of a data check, an appraisal. A corrected report answers no new request."""
    if inquiry.kind == "core_check" and inquiry.replaces_id is not None:
        return
    if inquiry.kind == "core_check" and case.stage == "surveying" and _has(case, "core_check_started"):
        take(case, "surveying", by=by, event="core_check_started", reason=inquiry.result)
    elif inquiry.kind == "appraisal" and case.stage == "surveying" and _has_target(case, "appraised"):
        take(case, "appraised", by=by, reason=inquiry.result)


def _has(case: Case, event: str) -> bool:
    return any(move.records == event for move in open_moves(case))


def _has_target(case: Case, target: str) -> bool:
    return any(move.target == target for move in open_moves(case))


def _open(by: Desk, inquiry: int, version: int | None) -> Inquiry:
    found = _in_hand(by, inquiry)
    if found.finished_at is not None:
        raise Refused("这份记录已完成，不能修改；有误的，请另填一份更正")
    if version is not None and version != found.version:
        raise Stale("这份记录已在别处保存过，您填写的内容仍在本页", found.version)
    return found


def _in_hand(by: Desk, inquiry: int) -> Inquiry:
    """The inquiry, locked, for those who made it; raises NotAllowed, Refused."""
    found = (
        Inquiry.objects.select_for_update(of=("self",))
        .filter(by.within("application__territory") | by.within("case__territory"), pk=inquiry)
        .select_related("application__household", "case__household")
        .first()
    )
    if found is None:
        raise Refused("没有这份调查记录，或不在您的管辖范围内")
    if found.begun_by_id != by.officer_id and found.second_id != by.officer_id:
        raise NotAllowed("这份记录由填写人本人或另一名调查人员修改")
    refuse_relative(found.application.household if found.application else found.case.household, by)  # type: ignore[union-attr]
    return found


def request_core_check(*, by: Desk, case: int) -> Case:
    """Ask the county for a data check; only under the authorisation of all who must sign. Raises NotAllowed, Refused."""
    with recording(by, reason="提请信息核对"):
        found = locked(by, case)
        application = found.application
        if application is None:
            raise Refused("这一办件没有申请，不需要核对")
        _refuse_unsigned(application, [found], by)
        take(found, "surveying", by=by, event="core_check_requested")
    return found


def tell_core_failed(*, by: Desk, case: int, reason: str) -> Case:
    """The check shows means over the line: the applicant is told at once and may object with evidence (DB57 article 18)."""
    if not reason.strip():
        raise Refused({"reason": "请写明核对结果中超过标准的项目"})
    with recording(by, reason="告知核对结果"):
        found = locked(by, case)
        if not _core_reported(found):
            raise Refused("还没有核对报告")
        take(found, "core_failed", by=by, reason=reason)
    return found


def object_to_core_check(*, by: Desk, case: int, evidence: str) -> Case:
    """The applicant objects to the check's result, with evidence: it is checked again. Raises NotAllowed, Refused."""
    if not evidence.strip():
        raise Refused({"evidence": "请写明异议和佐证材料"})
    with recording(by, reason="核对结果异议"):
        found = locked(by, case)
        take(found, "surveying", by=by, reason=evidence)
    return found


def _core_reported(case: Case) -> bool:
    return core_report_of(case) is not None


def core_report_of(case: Case) -> Inquiry | None:
    """The latest finished data check that concerns a case, or None."""
    return latest(case, "core_check")


def latest(case: Case, *kinds: str, after: datetime.datetime | None = None) -> Inquiry | None:
    """The latest finished inquiry of these kinds that concerns a case and was not corrected, or None.

    `after`: one finished later than this moment.
    """
    return _latest.one(case.pk, case.application_id, list(kinds), after)


@prepared
def _latest(case: int, application: int | None, kinds: list[str], after: datetime.datetime | None) -> QuerySet[Inquiry]:
    found = Inquiry.objects.filter(
        concerns(case, application), kind__any_of=kinds, finished_at__isnull=False, replaced_by=None
    )
    if after is not None:
        found = found.filter(finished_at__gt=after)
    return found.select_related("begun_by", "second").order_by("-finished_at", "-pk")[:1]


def concerns(case: int, application: int | None) -> Q:
    """The condition that something was made for a case, by itself or with its whole application."""
    if application is None:
        return Q(case=case)
    return Q(case=case) | Q(application=application, case__isnull=True)


def moment_of(case: Case, *targets: str, sources: Sequence[str] = ()) -> datetime.datetime | None:
    """When a case last came to one of these stages (from one of `sources`, where they are told), or None."""
    steps = case.steps.filter(target__in=targets).exclude(event=REPLACED)
    if sources:
        steps = steps.filter(source__in=sources)
    return steps.order_by("-number").values_list("at", flat=True).first()


def sent_back_at(case: Case) -> datetime.datetime | None:
    """When the county last sent a case back for a further survey, or the household was left by its applicant; None: never."""
    moments = (moment_of(case, "surveying", sources=("county_review", "unmet")), left_at(case))
    return max((one for one in moments if one is not None), default=None)


def left_at(case: Case) -> datetime.datetime | None:
    """When it was last written down that the applicant of a case had died or left, or None."""
    steps = case.steps.filter(document="applicant_change", ground__in=LOST)
    return steps.order_by("-number").values_list("at", flat=True).first()
