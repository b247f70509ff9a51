"""The random spot check: drawn by the system from a frame that is kept, visited by the county, concluded case by case."""

import secrets
from fractions import Fraction
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from doudi.policy.procedure.draw import draw, spot_check_on
from doudi.records.accounts.desk import Desk
from doudi.records.cases.flow import locked
from doudi.records.cases.hands import take_in_hand
from doudi.records.cases.models import Case, Decision, Draw, Inquiry, SpotCheck, Step
from doudi.records.cases.numbers import numbered
from doudi.records.cases.programmes import profile_of
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# What townships confirmed is looked at again in the share the law asks of tekun; no text fixes one for it.
DELEGATED_SHARE = Fraction(30, 100)


def draw_checks(*, by: Desk, kind: str = "tekun") -> Draw:
    """Draw at least three in ten, village by village, of the cases that wait at the county and were in no draw yet.

    What was sent back and is received again is drawn from again: its facts are others than those that were checked.
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
    cases = Case.objects.select_for_update(of=("self",)).filter(by.within("territory")).order_by("number")
    if kind == "tekun":
        waiting = cases.filter(procedure="tekun", stage="county_review", closed_on__isnull=True)
        received = waiting.annotate(received_on=Subquery(_received(OuterRef("pk")).values("on")[:1]))
        return received.exclude(Exists(_checks(OuterRef("pk"), OuterRef("received_on"))))
    if kind == "delegated":
        undrawn = cases.exclude(pk__in=SpotCheck.objects.values("case"))
        return undrawn.filter(route="township", pk__in=Decision.objects.filter(kind="confirm").values("case"))
    raise Refused({"kind": "请选择抽查的种类"})


def _received(case: Any) -> QuerySet[Step]:
    """The steps by which a case came to the county, the latest first; a revoked confirmation brings no new file.

    Nor does another applicant, who stands where the first stood.
    """
    came = Step.objects.filter(case=case, target="county_review").exclude(source__in=("confirmed", "county_review"))
    return came.order_by("-number")


def _checks(case: Any, since: Any) -> QuerySet[SpotCheck]:
    """The draws of tekun a case was in since a day. Between two files of a case lie the days of a notice."""
    return SpotCheck.objects.filter(case=case, draw__kind="tekun", draw__on__gte=since)


def check_of(case: Case) -> SpotCheck | None:
    """What the draw made of a case as it was received last, or None where it was in none since."""
    received = _received(case.pk).first()
    return _checks(case.pk, received.on if received is not None else case.opened_on).order_by("-pk").first()


def conclude_check(*, by: Desk, check: int, inquiry: int) -> SpotCheck:
    """Write what the visit to a drawn case found; the visit is a finished form of the county. Raises NotAllowed, Refused."""
    by.must("review")
    with recording(by, reason="登记抽查结论"):
        seen = SpotCheck.objects.filter(by.within("case__territory"), pk=check).first()
        if seen is None or not seen.drawn:
            raise Refused("没有这项抽查，或没有被抽中")
        case = locked(by, seen.case_id)
        # Read again under the lock: of two who conclude at once the second is told.
        row = SpotCheck.objects.select_for_update(of=("self",)).select_related("draw").get(pk=seen.pk)
        if row.conclusion:
            raise Refused("这项抽查已有结论")
        visit = Inquiry.objects.filter(pk=inquiry, case=case, kind="county_visit", finished_at__isnull=False).first()
        if visit is None or visit.on < row.draw.on:
            raise Refused({"inquiry": "请先填写并完成抽签之后的县级入户核查"})
        take_in_hand(case, by, "review")
        row.inquiry = visit
        row.conclusion = "right" if visit.result == "情况属实" else "wrong"
        row.visited_on, row.visited_by_id = visit.on, by.officer_id
        row.save(update_fields=["inquiry", "conclusion", "visited_on", "visited_by"])
    return row
