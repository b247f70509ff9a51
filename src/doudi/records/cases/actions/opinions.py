"""What the township proposes after its survey, and what the county's reviewer does, each beside the rules' own answer."""

import datetime
from dataclasses import dataclass

from doudi.policy.facts import CODES
from doudi.policy.procedure.stages import STAGES
from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions.inquiries import core_report_of, latest, left_at, moment_of, sent_back_at
from doudi.records.cases.actions.intake import take_down_notices
from doudi.records.cases.findings import Found, find, keep
from doudi.records.cases.flow import locked, take
from doudi.records.cases.hands import take_in_hand
from doudi.records.cases.models import Case, Finding, Objection, Opinion
from doudi.records.cases.programmes import ASKED
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# What answers the county's question after it sent a case back: any of the ways to find out, the data check among them.
FOUND_OUT = (
    "home_visit",
    "neighbour_visit",
    "letter_evidence",
    "data_comparison",
    "core_check",
    "appraisal",
    "self_care",
    "obligor_income",
)
_CHECKED = ("dibao", "near_dibao", "dibao_single", "rigid_expenditure")
SHORTEST_REASON = 4
# Only these have a class (分类施保).
_CLASSED = ("dibao", "dibao_single")
# Fen; whatever is more was typed with the wrong keys.
MOST_MONEY = 1_000_000_000


@dataclass(frozen=True)
class OpinionDraft:
    """What an officer finds right: granted or not, how much (fen a month, or fen once), and why."""

    grants: bool
    monthly: int | None = None
    once: int | None = None
    dibao_class: str = ""
    care_mode: str = ""
    reason: str = ""


def give_first_opinion(*, by: Desk, case: int, draft: OpinionDraft, version: int | None = None) -> Opinion:
    """The township's opinion after the survey; one against the application is not posted.

    Raises Refused where the survey, the data check or an assessment is wanting, or a departure has no reason.
    """
    by.must("first_opinion")
    with recording(by, reason="初审"):
        found = locked(by, case, version=version)
        _refuse_unsurveyed(found, draft)
        answer = find(found, by)
        opinion = _opinion(found, by, "first", draft, answer)
        take(found, "first_opinion" if draft.grants else "unmet", by=by, reason=draft.reason)
    return opinion


def give_second_opinion(*, by: Desk, case: int, draft: OpinionDraft, version: int | None = None) -> Opinion:
    """The opinion after an objection: the household was visited again or the appraisal held.

    One against the application is not posted, and what still hangs in its favour comes down; the county refuses it from
    there. Raises NotAllowed, Refused.
    """
    by.must("first_opinion")
    with recording(by, reason="异议后重新审核"):
        found = locked(by, case, version=version)
        objection = Objection.objects.filter(posting__case=found).order_by("pk").last()
        # Of the same day only what was finished after the objection came is a new look.
        again = latest(found, "home_visit", "appraisal", "data_comparison", after=moment_of(found, "objected"))
        if objection is None or again is None or again.on < _objected_on(found):
            raise Refused("收到异议后还没有重新入户调查或民主评议，不能提出新的意见")
        opinion = _opinion(found, by, "second", draft, find(found, by))
        take(found, "second_opinion" if draft.grants else "unmet", by=by, reason=draft.reason)
        if not draft.grants:
            take_down_notices(found, by, "重新审核后认为不符合条件")
    return opinion


def give_review(*, by: Desk, case: int, draft: OpinionDraft, version: int | None = None) -> Opinion:
    """The county reviewer's opinion on the whole file, before somebody else confirms. Raises NotAllowed, Refused."""
    by.must("review")
    with recording(by, reason="县级审核"):
        found = locked(by, case, version=version)
        if found.stage not in ("county_review", "unmet"):
            raise Refused(f"办件在“{STAGES[found.stage].zh}”阶段，还没有报到县级")
        take_in_hand(found, by, "review")
        return _opinion(found, by, "review", draft, find(found, by))


def send_back(*, by: Desk, case: int, reason: str, version: int | None = None) -> Case:
    """The county sends a case back for a further survey, saying what is unclear. Raises NotAllowed, Refused."""
    if not reason.strip():
        raise Refused({"reason": "请写明需要补充调查的事项"})
    with recording(by, reason="发回补充调查"):
        found = locked(by, case, version=version)
        take(found, "surveying", by=by, reason=reason)
    return found


def verify_certificate(*, by: Desk, case: int, version: int | None = None) -> Case:
    """The disabled persons' federation has verified the certificate by its form. Raises NotAllowed, Refused."""
    with recording(by, reason="残疾人证核验"):
        found = locked(by, case, version=version)
        if latest(found, "certificate_check") is None:
            raise Refused("请先填写并完成残疾人证核验")
        take(found, "federation_verified", by=by)
    return found


def _objected_on(case: Case) -> datetime.date:
    """The day of the objection a case stands still for; of one that does not, today's visits are new enough."""
    on = case.steps.filter(target="objected", event="objected").order_by("-number").values_list("on", flat=True).first()
    return on or datetime.date.min


def _refuse_unsurveyed(case: Case, draft: OpinionDraft) -> None:
    children = case.procedure in ("orphan", "unattended_child")
    survey = latest(case, "data_comparison" if children else "home_visit")
    if survey is None:
        raise Refused("还没有完成部门信息比对" if children else "还没有完成入户调查（不少于2人），不能提出初审意见")
    if case.procedure in _CHECKED and draft.grants and core_report_of(case) is None:
        raise Refused("还没有收到信息核对报告，不能提出同意的初审意见")
    if case.procedure == "tekun" and draft.grants and latest(case, "self_care") is None:
        raise Refused("还没有生活自理能力评估，照料护理档次定不下来")
    back = sent_back_at(case)
    if back is not None and latest(case, *FOUND_OUT, after=back) is None:
        why = "更换申请人" if back == left_at(case) else "县级发回补充调查"
        raise Refused(f"{why}后还没有新的调查记录，不能再次提出初审意见")


def _opinion(case: Case, by: Desk, kind: str, draft: OpinionDraft, found: Found) -> Opinion:
    check_amounts(case, draft)
    departs = departs_from(found, draft)
    if departs and len(draft.reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": f"意见与系统研判不一致（{departs}），请写明理由"})
    if not draft.grants and len(draft.reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": "不同意的，请写明理由"})
    finding: Finding = keep(case, found, by)
    return Opinion.objects.create(
        case=case,
        kind=kind,
        finding=finding,
        grants=draft.grants,
        monthly=draft.monthly if draft.grants else None,
        once=draft.once if draft.grants else None,
        dibao_class=draft.dibao_class,
        care_mode=draft.care_mode,
        reason=draft.reason.strip(),
        departs=bool(departs),
        given_by_id=by.officer_id,
        given_on=by.day,
    )


def check_amounts(case: Case, draft: OpinionDraft) -> None:
    """Raise Refused for what the programme does not give: an amount of the other kind, money for a status, a class or mode."""
    asked = ASKED[case.programme]
    faults = {}
    if draft.grants and (asked.once or asked.status) and draft.monthly:
        faults["monthly"] = "这一项目不按月发放，不填月保障金额"
    if draft.grants and not asked.once and draft.once:
        faults["once"] = "这一项目不是一次性救助，不填救助金额"
    if draft.grants and asked.once and not draft.once:
        faults["once"] = "请填写救助金额"
    if draft.grants and not asked.once and not asked.status and draft.monthly is None:
        faults["monthly"] = "请填写月保障金额"
    for name, fen in (("monthly", draft.monthly), ("once", draft.once)):
        if fen is not None and fen < 0:
            faults[name] = "金额不能为负"
        if fen is not None and fen > MOST_MONEY:
            faults[name] = f"金额超过{MOST_MONEY // 1_000_000}万元，请核对"
    if draft.dibao_class not in ("", *CODES["class"]):
        faults["dibao_class"] = "类别应为A、B或C"
    elif draft.dibao_class and case.programme not in _CLASSED:
        faults["dibao_class"] = "这一项目不分类别"
    if draft.care_mode not in ("", *CODES["care_mode"]):
        faults["care_mode"] = "供养方式应为分散或集中"
    elif draft.care_mode and case.programme != "tekun":
        faults["care_mode"] = "这一项目没有供养方式"
    if faults:
        raise Refused(faults)


def departs_from(found: Found, draft: OpinionDraft) -> str:
    """In what an officer's view departs from the rules' answer, in Chinese; empty where it does not."""
    outcome = found.one.outcome
    if outcome == "unknown":
        return "系统因情况不全尚不能研判" if draft.grants else ""
    if (outcome == "eligible") != draft.grants:
        return "系统研判为符合条件" if outcome == "eligible" else "系统研判为不符合条件"
    if not draft.grants:
        return ""
    if found.one.monthly is not None and draft.monthly is not None and draft.monthly != found.one.monthly:
        return f"系统核定每月{found.one.monthly / 100:.2f}元"
    least, most = found.one.least, found.one.most
    if draft.once is not None and least is not None and most is not None and not least <= draft.once <= most:
        return f"系统核定{least / 100:.2f}元至{most / 100:.2f}元"
    return _class_departs(found, draft) or _mode_departs(found, draft)


def _class_departs(found: Found, draft: OpinionDraft) -> str:
    """The class of a family is the highest of those counted, of a single person their own."""
    if not draft.dibao_class:
        return ""
    answer, one = found.answer, found.one
    counted = set(answer.household()["counted"])  # type: ignore[call-overload]
    places = [at for at, name in enumerate(answer.case.members) if name in counted]
    of_person = answer.calculation.of_person
    told = [str(of_person("top_up_class", at)) for at in ([one.person] if one.person >= 0 else places)]
    highest = min((each for each in told if each in CODES["class"]), default="")
    return f"系统研判为{highest}类" if highest and highest != draft.dibao_class else ""


def _mode_departs(found: Found, draft: OpinionDraft) -> str:
    members = found.case_file["members"]
    told = members[found.one.person].get("care_mode", "") if 0 <= found.one.person < len(members) else ""
    if draft.care_mode and told and told != draft.care_mode:
        return f"登记的供养方式为{'分散供养' if told == 'home' else '集中供养'}"
    return ""
