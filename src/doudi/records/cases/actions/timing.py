"""What changes a clock: a suspension while it is nobody's fault, and the longer limit in special circumstances."""

import datetime

from doudi.policy.procedure.clocks import clocks_of
from doudi.records.accounts.desk import Desk
from doudi.records.cases.clocks import running
from doudi.records.cases.flow import locked
from doudi.records.cases.models import Case, Suspension
from doudi.records.registry.actions.common import refuse_future
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording


def suspend(*, by: Desk, case: int, since: datetime.date, reason: str) -> Suspension:
    """Stop the clocks of a case from a day, with the reason: from today, only the county from an earlier one.

    No limit that is over is made good by it. Raises NotAllowed, Refused.
    """
    _must(by)
    refuse_future(since, by.day, "since")
    if not reason.strip():
        raise Refused({"reason": "请写明中止的原因和依据"})
    with recording(by, reason="中止计时"):
        found = _open(by, case)
        if found.suspensions.filter(until__isnull=True).exists():
            raise Refused("这一办件已经中止")
        _refuse_afterwards(found, by, since)
        if since < found.opened_on or found.suspensions.filter(until__gt=since).exists():
            raise Refused({"since": "日期早于办件开始，或与此前的中止重叠"})
        return Suspension.objects.create(case=found, since=since, reason=reason.strip())


def resume(*, by: Desk, case: int, on: datetime.date) -> Suspension:
    """Let the clocks of a case run again from a day, which counts. Raises NotAllowed, Refused."""
    _must(by)
    refuse_future(on, by.day)
    with recording(by, reason="恢复计时"):
        found = _open(by, case)
        row = found.suspensions.filter(until__isnull=True).first()
        if row is None:
            raise Refused("这一办件没有中止")
        if on <= row.since:
            raise Refused({"on": f"恢复日期应晚于中止日期（{row.since}）"})
        row.until = on
        row.save(update_fields=["until"])
    return row


def extend(*, by: Desk, case: int, reason: str) -> Case:
    """The longer limit in special circumstances, where the procedure has one (DB57 article 22: 45 days). Raises NotAllowed, Refused."""
    _must(by)
    if not reason.strip():
        raise Refused({"reason": "请写明特殊情况"})
    with recording(by, reason="延长期限"):
        found = _open(by, case)
        if all(clock.extended is None for clock in clocks_of(found.procedure, found.profile)):
            raise Refused("这一程序没有特殊情况延长期限的规定")
        if found.extended_on is not None:
            raise Refused("期限已经延长过，不能再次延长")
        missed = [due.on for due in running(found, by.day) if due.is_over and due.deadline.clock.extended is not None]
        if missed:
            raise Refused(f"期限已于{missed[0]}届满，届满之后不能延长")
        found.extended_on, found.extended_reason = by.day, reason.strip()
        found.version += 1
        found.save(update_fields=["extended_on", "extended_reason", "version"])
    return found


def _refuse_afterwards(case: Case, by: Desk, since: datetime.date) -> None:
    """Lateness is not wiped out: the county alone suspends from an earlier day, and from none before a limit was missed."""
    if since < by.day and by.held.level != "county":
        raise Refused({"since": "中止从当天起算；需要从此前某日起中止的，由县级办理"})
    missed = [due.on for due in running(case, by.day) if due.is_over and due.on is not None]
    if missed and since <= max(missed):
        raise Refused({"since": f"有期限已于{max(missed)}届满，中止不能早于次日"})


def _must(by: Desk) -> None:
    if not (by.may("first_opinion") or by.may("review") or by.may("confirm")):
        by.must("first_opinion")


def _open(by: Desk, case: int) -> Case:
    found = locked(by, case)
    if found.closed_on is not None:
        raise Refused("这一办件已经办结")
    return found
