"""The random spot check: drawn by the system from a frame that is kept, visited by the county, concluded case by case."""

import secrets
from fractions import Fraction

from django.db.models import QuerySet

from doudi.policy.procedure.draw import draw, spot_check_on
from doudi.records.accounts.desk import Desk
from doudi.records.cases.flow import locked
from doudi.records.cases.hands import take_in_hand
from doudi.records.cases.models import Case, Decision, Draw, Inquiry, SpotCheck
from doudi.records.cases.numbers import numbered
from doudi.records.cases.programmes import profile_of
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# What townships confirmed is looked at again in the share the law asks of tekun; no text fixes one for it.
DELEGATED_SHARE = Fraction(30, 100)


def draw_checks(*, by: Desk, kind: str = "tekun") -> Draw:
    """Draw at least three in ten, village by village, of the cases that wait at the county and were in no draw yet.

    `delegated` draws from what townships confirmed under a grant. The seed is made here and kept, so that anybody can
    draw again. Raises NotAllowed, Refused where nothing waits.
    """
    by.must("review")
    with recording(by, reason="随机抽查抽签"):
        waiting = list(_frame(by, kind))
        if not waiting:
            raise Refused("没有等待抽查的办件")
        frame = tuple((case.number, case.territory) for case in waiting)
        seed = secrets.token_hex(16)
        share = _share(kind, by)
        drawn = set(draw(frame, ratio=share, seed=seed).cases)
        made = Draw.objects.create(
            number=numbered(by.territory, "CQ", by.day.year),
            county=by.territory,
            kind=kind,
            on=by.day,
            share=f"{share.numerator}/{share.denominator}",
            seed=seed,
            frame=[list(one) for one in frame],
            drawn=sorted(drawn),
            drawn_by_id=by.officer_id,
        )
        SpotCheck.objects.bulk_create(SpotCheck(draw=made, case=case, drawn=case.number in drawn) for case in waiting)
    return made


def _share(kind: str, by: Desk) -> Fraction:
    bound = spot_check_on("tekun", profile_of(by.territory), by.day) if kind == "tekun" else None
    return bound.share if bound is not None else DELEGATED_SHARE


def _frame(by: Desk, kind: str) -> QuerySet[Case]:
    undrawn = Case.objects.select_for_update(of=("self",)).exclude(pk__in=SpotCheck.objects.values("case"))
    cases = undrawn.filter(by.within("territory")).order_by("number")
    if kind == "tekun":
        return cases.filter(procedure="tekun", stage="county_review", closed_on__isnull=True)
    if kind == "delegated":
        return cases.filter(route="township", pk__in=Decision.objects.filter(kind="confirm").values("case"))
    raise Refused({"kind": "请选择抽查的种类"})


def conclude_check(*, by: Desk, check: int, inquiry: int) -> SpotCheck:
    """Write what the visit to a drawn case found; the visit is a finished form of the county. Raises NotAllowed, Refused."""
    by.must("review")
    with recording(by, reason="登记抽查结论"):
        row = SpotCheck.objects.filter(by.within("case__territory"), pk=check).select_related("case").first()
        if row is None or not row.drawn:
            raise Refused("没有这项抽查，或没有被抽中")
        if row.conclusion:
            raise Refused("这项抽查已有结论")
        case = locked(by, row.case_id)
        visit = Inquiry.objects.filter(pk=inquiry, case=case, kind="county_visit", finished_at__isnull=False).first()
        if visit is None:
            raise Refused({"inquiry": "请先填写并完成县级入户核查"})
        take_in_hand(case, by, "review")
        row.inquiry = visit
        row.conclusion = "right" if visit.result == "情况属实" else "wrong"
        row.visited_on, row.visited_by_id = visit.on, by.officer_id
        row.save(update_fields=["inquiry", "conclusion", "visited_on", "visited_by"])
    return row
