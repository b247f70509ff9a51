"""The one place where a case moves: from stage to stage as its procedure declares, each step written for ever."""

import datetime
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import QuerySet

from doudi.policy.procedure.stages import LOST, PROCEDURES, STAGES, WISHED, Move, Procedure
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.duties import may_take, party_of, who_may
from doudi.records.cases.hands import refuse_relative, take_in_hand
from doudi.records.cases.models import Application, Case, Step
from doudi.records.registry.refusals import Refused, Stale
from doudi.records.statements import prepared
from doudi.records.trail.races import tell_race

# A case has left the procedure at these stages; `confirmed` waits for its support to begin.
CLOSED = frozenset(
    ("refusal_notified", "active", "ended", "withdrawn", "discontinued", "closed", "terminated", "continued")
)
_ROLES = {
    "supplement_required": "acceptance",
    "accepted": "acceptance",
    "core_failed": "survey",
    "first_opinion": "opinion",
    "unmet": "opinion",
    "second_opinion": "opinion",
    "under_publicity": "publicity",
    "confirmed": "confirmation",
    "refused": "confirmation",
    "end_decided": "confirmation",
    "continued": "confirmation",
    "relieved": "relief",
}

# What is done first where a decision stands, told to who would put another in the applicant's place.
_BEFORE_REPLACING = {
    "confirmed": "：请先由县级撤销确认决定，退回县级审核后再更换，家庭情况重新核实",
    "refused": "：不予确认的决定是对原申请人作出的，请先送达；不服的由其申请复议或者重新申请",
}

# What the database refuses of two who act at the same moment, told to the later one: the field, and what is said.
RACES = {
    "one_open_case_a_household": ("", "这户的同一项目刚刚由他人立案；请刷新页面"),
    "one_open_case_a_person": ("", "此人的同一项目刚刚由他人立案；请刷新页面"),
    "cases_inquiry_client_key_key": ("", "这份记录刚刚已收到；请刷新页面查看"),
    "cases_inquiry_replaces_id_key": ("replaces", "这份记录刚刚已由他人更正；请刷新页面"),
    "one_notice_hangs": ("", "这一公示刚刚已由他人张贴；请刷新页面"),
    "authorised_once": ("person", "此人的授权刚刚已由他人登记；请刷新页面"),
    "one_benefit_a_slot_a_day": ("", "有成员已在领取不能同时享受的救助；请先停发"),
    "home_visit_by_two": ("second", "两名调查人员应是不同的人"),
}


def _tell(constraint: str, field: str, message: str) -> None:
    tell_race(constraint, lambda: Refused({field: message}))


for _constraint, (_field, _message) in RACES.items():
    _tell(_constraint, _field, _message)

# Locks are taken before every step of every case: statements as they stand, for Django takes longer to word them than to
# have them answered. The spans are those of the desk.
_WITHIN = "EXISTS (SELECT FROM unnest(%s::text[], %s::text[]) AS span (low, high) WHERE territory >= low AND territory < high)"
_CASE = f"SELECT id FROM cases_case WHERE id = %s AND {_WITHIN} FOR UPDATE"
_APPLICATION = f"SELECT id FROM cases_application WHERE id = %s AND {_WITHIN} FOR UPDATE"
_APPLICATION_OF = f"""
SELECT id FROM cases_application
WHERE id = (SELECT application_id FROM cases_case WHERE id = %s) AND {_WITHIN} FOR UPDATE
"""


def locked(by: Desk, case: int, *, version: int | None = None) -> Case:
    """The case, locked, with its application and household; refused outside the desk's territory or an older state.

    The application is locked first, as `locked_application` does: in the other order two officers at one application would
    each wait for the other. Raises Refused, Stale, NotAllowed for a relative's.
    """
    _lock(_APPLICATION_OF, case, by)
    found = read_case.one(case) if _lock(_CASE, case, by) else None
    if found is None:
        raise Refused("没有这一办件，或不在您的管辖范围内")
    if version is not None and version != found.version:
        raise Stale("这一办件在您打开页面之后已被他人办理，您填写的内容仍在本页", found.version)
    refuse_relative(found.household, by)
    return found


def locked_application(by: Desk, application: int, *, version: int | None = None) -> Application:
    """The application, locked, and its cases with it; raises Refused, Stale, NotAllowed."""
    found = read_application.one(application) if _lock(_APPLICATION, application, by) else None
    if found is None:
        raise Refused("没有这份申请，或不在您的管辖范围内")
    if version is not None and version != found.version:
        raise Stale("这份申请在您打开页面之后已被他人办理，您填写的内容仍在本页", found.version)
    refuse_relative(found.household, by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case WHERE application_id = %s ORDER BY id FOR UPDATE", [found.pk])
    return found


def _lock(statement: str, key: int, by: Desk) -> bool:
    """Lock a row that the desk's territory reaches until the transaction ends; what is read of it afterwards stands."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock outside of a transaction would hold nothing")
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, [low for low, _high in by.spans], [high for _low, high in by.spans]])
        return cursor.fetchone() is not None


@prepared
def open_cases(application: int) -> QuerySet[Case]:
    """The open cases of an application, each with its household and the application as they were read with it."""
    found = Case.objects.filter(application=application, closed_on__isnull=True)
    return found.select_related("household", "application")


@prepared
def read_case(case: int) -> QuerySet[Case]:
    """A case with whose it is; whether the desk may see it is asked of what was found."""
    return Case.objects.filter(pk=case).select_related("application__applicant", "household", "person")


@prepared
def read_application(application: int) -> QuerySet[Application]:
    """An application with whose it is; whether the desk may see it is asked of what was found."""
    return Application.objects.filter(pk=application).select_related("household", "applicant")


def take(
    case: Case,
    target: str,
    *,
    by: Desk,
    reason: str = "",
    event: str | None = None,
    document: str | None = None,
    at: datetime.datetime | None = None,
    on: datetime.date | None = None,
    revoking: bool = False,
) -> Step:
    """Move a locked case to a stage and write the step; `event` tells steps beside the main line apart.

    `document` tells the ways apart in which a case ends without a decision. `revoking` where a decision is revoked, a notice
    taken down early or an objection set aside: only so is such a move made, and no other. Raises Refused where the procedure has no such move from here, NotAllowed where this desk may not take it.
    """
    move = move_to(
        case, target, event=event, document=document, chosen=lambda one: may_take(by, one), revoking=revoking
    )
    if not may_take(by, move):
        raise NotAllowed(f"“{STAGES[move.target].zh}”不由{by.held.zh}办理；可由{who_may(move)}办理")
    if not by.reaches(case.territory):
        raise NotAllowed("该地不在您的管辖范围内；请由当地经办人员办理")
    role = role_of(move, party_of(by))
    if role:
        take_in_hand(case, by, role)
    return write_step(case, move, by=by, reason=reason, at=at, on=on)


def role_of(move: Move, party: str) -> str:
    """The role in which a move puts a case in somebody's hands."""
    if move.source == "under_publicity" and move.revoking:
        return "publicity"
    if move.source == "objected" and move.revoking:
        # Who may set an objection aside is no matter of pairs: the action refuses it, and writes the hand.
        return ""
    if move.revoking:
        # To revoke a decision is to decide.
        return "confirmation"
    if move.target == "surveying":
        # Whoever writes down what an applicant objects to has surveyed nothing.
        return "review" if party == "county" else "survey" if party in move.by else ""
    if move.target == "county_review":
        return ""
    # What the county gives beyond the township's relief is a decision of its own.
    if move.target == "papers_complete":
        return "confirmation" if party == "county" else ""
    return _ROLES.get(move.target, "")


def move_to(
    case: Case,
    target: str,
    *,
    event: str | None = None,
    document: str | None = None,
    chosen: Callable[[Move], bool] = lambda _move: True,
    revoking: bool = False,
) -> Move:
    """The declared move of a case to a stage; raises Refused, naming what may be done instead, where there is none."""
    declared = open_moves(case, revoking=revoking)
    found = [
        move
        for move in declared
        if move.target == target
        and (event is None or move.records == event)
        and (document is None or move.document == document)
    ]
    if not found:
        onward = "、".join(dict.fromkeys(STAGES[move.target].zh for move in open_moves(case))) or "无，已办结"
        wanted = STAGES[target].zh if target in STAGES else target
        raise Refused(f"办件在“{STAGES[case.stage].zh}”阶段，不能转为“{wanted}”；从这里可以：{onward}")
    return next((move for move in found if chosen(move)), found[0])


def open_moves(case: Case, *, revoking: bool = False) -> tuple[Move, ...]:
    """The moves the procedure declares from where a case stands, on its route; `revoking` those made in no other way."""
    return tuple(
        move
        for move in procedure_of(case).moves
        if move.source == case.stage and move.route in ("any", case.route) and move.revoking == revoking
    )


def replacement_of(case: Case, *, gone: bool) -> Move:
    """The move by which another becomes the applicant of a case, where it stands; raises Refused where nobody applies any more.

    `gone` where the first died or left: what was found out before is then found out anew, and what was confirmed revoked.
    """
    grounds = LOST if gone else (WISHED.zh,)
    declared = (one for one in procedure_of(case).replacing if one.source == case.stage and one.ground.zh in grounds)
    found = next(declared, None)
    if found is None:
        before = _BEFORE_REPLACING.get(case.stage, "")
        raise Refused(f"办件（{case.number}）在“{STAGES[case.stage].zh}”阶段，不能更换申请人{before}")
    return found


def procedure_of(case: Case) -> Procedure:
    """The declared procedure of a case."""
    return PROCEDURES[case.procedure]


def write_step(
    case: Case,
    move: Move,
    *,
    by: Desk,
    reason: str = "",
    at: datetime.datetime | None = None,
    on: datetime.date | None = None,
) -> Step:
    """Write a step of a locked case and set its stage by it."""
    moment = {"at": at} if at is not None else {}
    last = _last_number.one(case.pk) or 0
    step = Step.objects.create(
        case=case,
        number=last + 1,
        source=move.source,
        target=move.target,
        party=party_of(by),
        event=move.records or "",
        document=move.document or "",
        ground=move.ground.zh,
        reason=reason.strip(),
        officer_id=by.officer_id,
        actor=by.actor,
        post=by.post,
        acting_for=by.acting_for,
        on=on or by.day,
        **moment,
    )
    was_open = case.closed_on is None
    case.stage, case.version = move.target, case.version + 1
    case.closed_on = by.day if move.target in CLOSED else None
    case.save(update_fields=["stage", "version", "closed_on"])
    if not (was_open and case.closed_on is None):
        _close_application(case, by.day)
    return step


@prepared
def _last_number(case: int) -> QuerySet[Step, int]:
    return Step.objects.filter(case=case).order_by("-number").values_list("number", flat=True)[:1]


def _close_application(case: Case, day: datetime.date) -> None:
    """An application is closed when its last case is; it is open again with any."""
    if case.application_id is None:
        return
    open_left = Case.objects.filter(application=case.application_id, closed_on__isnull=True).exists()
    Application.objects.filter(pk=case.application_id).update(closed_on=None if open_left else day)
