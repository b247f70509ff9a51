"""What is in payment is stopped by whoever may: what was decided here by whoever decides, tekun by its own procedure alone."""

import datetime

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.models import Case, Decision
from doudi.records.registry.actions.payments import end_benefit
from doudi.records.registry.models import Benefit
from doudi.records.registry.refusals import Refused


def stop_benefit(*, by: Desk, benefit: int, on: datetime.date, reason: str) -> Benefit:
    """A support ends; `on` is the first day no longer paid.

    What was found on paper and taken over is ended by who takes over. What a decision gave is ended by who may decide it,
    tekun only through its procedure, which posts first (TK43 article 26). The dead are paid no more, whoever says so.
    Raises NotAllowed, Refused.
    """
    decision = _decision_of(by, benefit)
    if decision is None:
        return end_benefit(by=by, benefit=benefit, on=on, reason=reason)
    if decision.case.procedure == "tekun":
        raise Refused("特困供养由县级决定终止：请用“报告终止供养”发起，公示期满后停发")
    _refuse_undeciding(decision.case, by)
    return end_benefit(by=by, benefit=benefit, on=on, reason=reason, duty="confirm")


def _decision_of(by: Desk, benefit: int) -> Decision | None:
    """The decision a living person's or household's support rests on, where it was decided here."""
    found = Decision.objects.filter(by.within("case__territory"), benefit=benefit, kind="confirm", revoked_by=None)
    made = found.select_related("case__person", "case__household").order_by("-pk").first()
    if made is None:
        return None
    gone = made.case.household.closed_on or (made.case.person is not None and made.case.person.died_on)
    return None if gone else made


def _refuse_undeciding(case: Case, by: Desk) -> None:
    if not by.may("confirm") or (case.route == "county" and by.held.level != "county"):
        who = "县级确认岗" if case.route == "county" else "乡镇审核负责人或县级确认岗"
        raise NotAllowed(f"这笔救助是本系统里确认的，由{who}停发")
