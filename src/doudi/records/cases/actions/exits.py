"""The end of tekun: reported, verified, posted, decided; who leaves is told in writing and what else there is."""

from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions.deciding import SHORTEST_REASON
from doudi.records.cases.actions.inquiries import latest, moment_of
from doudi.records.cases.actions.publicity import hang, put_back_if_down, refuse_notice_open
from doudi.records.cases.clocks import deadlines_of
from doudi.records.cases.findings import find, keep
from doudi.records.cases.flow import locked, take
from doudi.records.cases.hands import refuse_relative
from doudi.records.cases.models import Case, Decision, Objection
from doudi.records.cases.numbers import numbered
from doudi.records.cases.programmes import EXIT_LETTER, profile_of
from doudi.records.registry.actions.payments import end_benefit
from doudi.records.registry.models import Benefit
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording
from doudi.vocabulary.periods import Month


def report_exit(*, by: Desk, benefit: int, reason: str) -> Case:
    """Somebody on tekun may no longer qualify: told by them, a carer, the village, an institution, or found at work.

    Raises NotAllowed, Refused.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": "请写明不再符合条件的情形"})
    by.must("see_cases")
    with recording(by, reason="报告不再符合供养条件"):
        row = (
            Benefit.objects.filter(by.within("household__territory"), pk=benefit, programme="tekun", until__isnull=True)
            .select_related("household")
            .first()
        )
        if row is None:
            raise Refused("没有这笔在发的特困供养")
        refuse_relative(row.household, by)
        if Case.objects.filter(ends=row, closed_on__isnull=True).exists():
            raise Refused("终止供养的办件已经在办")
        case = Case.objects.create(
            number=numbered(row.household.territory[:9], EXIT_LETTER, by.day.year),
            household=row.household,
            person_id=row.person_id,
            programme="tekun",
            procedure="tekun_exit",
            profile=profile_of(row.household.territory),
            stage=PROCEDURES["tekun_exit"].first,
            territory=row.household.territory,
            opened_on=by.day,
            ends=row,
        )
        take(case, "surveying", by=by, reason=reason)
    return case


def hand_up_exit(*, by: Desk, case: int, opinion: str) -> Case:
    """The township has verified it and puts it to the county. Raises NotAllowed, Refused."""
    if len(opinion.strip()) < SHORTEST_REASON:
        raise Refused({"opinion": "请写明调查核实的情况和意见"})
    with recording(by, reason="报县级核准"):
        found = locked(by, case)
        if latest(found, "home_visit", "data_comparison") is None:
            raise Refused("还没有完成调查核实")
        take(found, "county_review", by=by, reason=opinion)
    return found


def propose_exit(*, by: Desk, case: int) -> Case:
    """The county proposes to end the support and posts it for seven days. Raises NotAllowed, Refused."""
    with recording(by, reason="拟终止供养公示"):
        found = locked(by, case)
        put_back_if_down(found, by)
        take(found, "under_publicity", by=by)
        hang(found, by, "exit", ends_on=deadlines_of(found)["posting_ends"].due)
    return found


def decide_exit(*, by: Desk, case: int, ends: bool, reason: str) -> Decision:
    """The county decides whether the support ends; after an objection the decision is posted again.

    An end stops the benefit from next month. Raises NotAllowed, Refused.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": "请写明理由"})
    with recording(by, reason="终止供养决定"):
        found = locked(by, case)
        objected = found.stage == "objected"
        if found.stage == "under_publicity":
            refuse_notice_open(found, by)
        if objected:
            _refuse_unverified(found)
        take(found, "end_decided" if ends else "continued", by=by, event="decided", reason=reason)
        decision = Decision.objects.create(
            case=found,
            number=numbered(found.territory[:6], "JD", by.day.year),
            kind="terminate" if ends else "continue",
            on=by.day,
            finding=keep(found, find(found, by), by),
            reason=reason.strip(),
            people=[found.person_id] if found.person_id else [],
            decided_by_id=by.officer_id,
            benefit=found.ends,
        )
        if ends:
            end_benefit(
                by=by,
                benefit=found.ends_id or 0,
                on=Month(by.day.year, by.day.month).next().first_day,
                # Why stands sealed in the decision.
                reason=f"终止供养（{decision.number}）",
                duty="confirm",
            )
            if objected:
                take(found, "end_decided", by=by, event="reposted")
                hang(found, by, "exit_again", ends_on=None, decision=decision)
    return decision


def _refuse_unverified(case: Case) -> None:
    """An objection is verified and answered before it is decided about (TK43 article 26, paragraph 2); raises Refused."""
    after = moment_of(case, "objected")
    if latest(case, "home_visit", "data_comparison", "county_visit", after=after) is None:
        raise Refused("收到异议后还没有组织调查核实，不能作出决定")
    if Objection.objects.filter(posting__case=case, timely=True, disposed_on__isnull=True).exists():
        raise Refused("还有公示异议没有处理结果")


def tell_exit(*, by: Desk, case: int, delivered_to: str, other_help: str) -> Case:
    """The reasons were told in writing to the person and the village, with what else can be applied for. Raises NotAllowed, Refused."""
    faults = {}
    if not delivered_to.strip():
        faults["delivered_to"] = "请填写签收人"
    if not other_help.strip():
        faults["other_help"] = "请写明可以申请的其他救助（低保、临时救助等），没有的写“无”"
    if faults:
        raise Refused(faults)
    with recording(by, reason="送达终止供养通知书"):
        found = locked(by, case)
        take(found, "terminated", by=by, reason=f"{delivered_to.strip()}；可申请：{other_help.strip()}")
    return found
