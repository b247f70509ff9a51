"""Temporary assistance: relief first and papers later where it is urgent; paid and closed where it is for spending."""

import datetime
import json

from django.db.models import Q

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.powers import grant_in_force
from doudi.records.cases.actions.opinions import MOST_MONEY
from doudi.records.cases.actions.publicity import hang
from doudi.records.cases.findings import Asked, NoAnswer, asked_without_waiting, find, keep
from doudi.records.cases.flow import locked, take
from doudi.records.cases.models import Case, Decision
from doudi.records.cases.numbers import numbered
from doudi.records.evidence.queries import standing_facts
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# Where the county has left a township no power, only what keeps somebody fed until the county decides: two months'
# dibao for one person is what published rules give at the least (郎溪 2024), kept in yuan for the worst case.
SMALL_SUM = 200_000


def relieve(
    *,
    by: Desk,
    case: int,
    once: int,
    reason: str,
    goods: str = "",
    again: str = "",
    at: datetime.datetime | None = None,
) -> Decision:
    """Give relief at once, day or night: money in fen, goods in words; the papers follow in five working days.

    It does not wait for the rules: where the facts contradict each other, the decision says so and the papers mend it.
    `again` is why the same household is helped for the same cause a second time in one year. Raises NotAllowed for an
    amount over what the county left to the township, Refused.
    """
    faults = {}
    if once < 0 or (once == 0 and not goods.strip()):
        faults["once"] = "请填写救助金额，或写明所给物资"
    if not reason.strip():
        faults["reason"] = "请写明紧急情况"
    if faults:
        raise Refused(faults)
    with recording(by, reason="先行救助"):
        found = locked(by, case)
        limit = small_sum_limit(found, by)
        if once > limit:
            raise NotAllowed(f"金额超过乡镇先行救助限额{limit / 100:.2f}元；请先在限额内救助，余额报县级审批")
        _refuse_twice(found, by, again)
        told = f"{reason.strip()}{_goods(goods)}{_again(again)}"
        decision = _decided(found, by, "relief", once, told, asked_without_waiting(found, by))
        take(found, "relieved", by=by, reason=reason, at=at)
    return decision


def _goods(goods: str) -> str:
    return f"；物资：{goods.strip()}" if goods.strip() else ""


def _again(again: str) -> str:
    return f"；同一年内再次救助的理由：{again.strip()}" if again.strip() else ""


def small_sum_limit(case: Case, by: Desk) -> int:
    """How much the township may give by itself, in fen: the ceiling the county left it, else the small sum."""
    grant = grant_in_force("confirm_temporary", case.territory[:9], by.day)
    return grant.ceiling if grant is not None and grant.ceiling is not None else SMALL_SUM


def _refuse_twice(case: Case, by: Desk, again: str) -> None:
    """The same cause is helped once in a calendar year unless somebody says why again.

    Whoever was helped counts, in whichever household they lived then, and temporary assistance of either kind.
    """
    members = [one.person_id for one in members_on(case.household, by.day)]
    given = Q(kind__in=("relief", "relief_more")) | Q(kind="confirm", case__procedure="temporary_spending")
    whose = Q(case__household=case.household) | Q(people__overlap=members)
    earlier = Decision.objects.filter(given, whose, on__year=by.day.year, revoked_by=None).exclude(case=case)
    if earlier.exists() and not again.strip():
        raise Refused({"again": "这户或户内成员今年已得到过临时救助；同一原因一年只救助一次，确需再次救助的请写明理由"})


def _decided(case: Case, by: Desk, kind: str, once: int, reason: str, asked: Asked) -> Decision:
    return Decision.objects.create(
        case=case,
        number=numbered(case.territory[:9] if kind == "relief" else case.territory[:6], "JZ", by.day.year),
        kind=kind,
        on=by.day,
        finding=asked.finding,
        unanswered=json.dumps(asked.said, ensure_ascii=False) if asked.said else "",
        once=once,
        people=[one.person_id for one in members_on(case.household, by.day)],
        reason=reason,
        departs=asked.found is not None and asked.found.one.outcome not in ("eligible", "unknown"),
        decided_by_id=by.officer_id,
        grant=grant_in_force("confirm_temporary", case.territory[:9], by.day) if kind == "relief" else None,
    )


def complete_papers(*, by: Desk, case: int, note: str = "") -> Case:
    """The papers of an urgent case are complete: who was helped is known, and what happened is shown.

    What contradicted itself when relief was given is mended by now: the rules answer, and their answer is kept. Raises
    NotAllowed, Refused.
    """
    with recording(by, reason="补齐救助手续"):
        found = locked(by, case)
        if not standing_facts(found.household, "event", None):
            raise Refused("还没有登记发生了什么（突发事件），请先补录")
        _mended(found, by)
        take(found, "papers_complete", by=by, reason=note)
    return found


def _mended(case: Case, by: Desk) -> None:
    """Keep what the rules answer now where they had no answer when relief was given; raises Refused while they have none."""
    relief = case.decisions.filter(kind="relief", finding=None).first()
    if relief is None:
        return
    try:
        keep(case, find(case, by), by)
    except NoAnswer as why:
        raise Refused(
            f"先行救助时没有得出研判结果，补齐手续前请先更正：{'；'.join(zh for zh, _en in why.said)}"
        ) from None


def escalate(*, by: Desk, case: int, reason: str) -> Case:
    """More is needed than the township may give: put to the county. Raises NotAllowed, Refused."""
    if not reason.strip():
        raise Refused({"reason": "请写明需要县级审批的金额和理由"})
    with recording(by, reason="报县级审批"):
        found = locked(by, case)
        take(found, "escalated", by=by, reason=reason)
    return found


def decide_escalated(*, by: Desk, case: int, once: int, reason: str) -> Decision:
    """The county decides what more is given (it may be nothing). Raises NotAllowed, Refused."""
    if not reason.strip() or once < 0:
        raise Refused({"reason": "请写明决定的理由"})
    if once > MOST_MONEY:
        raise Refused({"once": f"金额超过{MOST_MONEY // 1_000_000}万元，请核对"})
    with recording(by, reason="县级审批救助"):
        found = locked(by, case)
        answer = find(found, by)
        asked = Asked(answer, keep(found, answer, by))
        decision = _decided(found, by, "relief_more", once, reason.strip(), asked)
        take(found, "papers_complete", by=by, event="decided", reason=reason)
    return decision


def close_urgent(*, by: Desk, case: int) -> Case:
    """Post afterwards and close. Raises NotAllowed, Refused."""
    with recording(by, reason="事后公示并办结"):
        found = locked(by, case)
        decision = found.decisions.filter(kind__in=("relief", "relief_more")).order_by("-pk").first()
        take(found, "closed", by=by, event="posted")
        hang(found, by, "late", ends_on=None, decision=decision)
    return found


def note_paid(*, by: Desk, case: int, reference: str) -> Case:
    """The amount fixed was paid; `reference` names the payment. Raises NotAllowed, Refused."""
    if not reference.strip():
        raise Refused({"reference": "请填写支付凭证号"})
    with recording(by, reason="登记支付"):
        found = locked(by, case)
        take(found, "paid", by=by, reason=reference)
    return found


def close_paid(*, by: Desk, case: int, received_by: str) -> Case:
    """Signed for and filed. Raises NotAllowed, Refused."""
    if not received_by.strip():
        raise Refused({"received_by": "请填写签收人"})
    with recording(by, reason="签收归档"):
        found = locked(by, case)
        take(found, "closed", by=by, reason=received_by)
    return found
