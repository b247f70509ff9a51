"""Decisions: confirmed with what it pays, refused with reason and article, revoked by another decision, never edited."""

import datetime
from collections.abc import Sequence

from doudi.engine.determine import as_json
from doudi.policy.instruments import UnknownCitation, resolve
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.models import Grant
from doudi.records.cases.actions.draws import check_of
from doudi.records.cases.actions.inquiries import latest, sent_back_at
from doudi.records.cases.actions.intake import grant_for, take_down_notices
from doudi.records.cases.actions.opinions import OpinionDraft, check_amounts, departs_from
from doudi.records.cases.actions.publicity import refuse_notice_open
from doudi.records.cases.covers import cover, cover_taken_over
from doudi.records.cases.findings import Found, find, keep
from doudi.records.cases.flow import locked, take
from doudi.records.cases.hands import is_near_relative, refuse_dead, refuse_own_refusal
from doudi.records.cases.models import Case, Decision, Opinion
from doudi.records.cases.numbers import numbered
from doudi.records.cases.programmes import ASKED
from doudi.records.registry.actions.payments import BenefitDraft, end_benefit, go_on, grant_benefit
from doudi.records.registry.models import Benefit
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording
from doudi.vocabulary.periods import Month

# What the county's visit is concluded with where it found otherwise.
_WRONG = "与初审意见不符"
STATUS_MONTHS = 12
SHORTEST_REASON = 4


def confirm_case(*, by: Desk, case: int, draft: OpinionDraft, version: int | None = None) -> Decision:
    """Confirm: the benefit is written with whom it covers, from the month the law says.

    Raises NotAllowed where the hands, the grant or the territory forbid it; Refused where the notice, the county's
    visit, the review or the spot check is wanting, where a departure has no reason, or a support shuts this one out.
    """
    with recording(by, reason="确认"):
        found = locked(by, case, version=version)
        by.must("confirm", found.territory)
        grant = _ground(found, by)
        _refuse_unready(found, by, draft)
        answer = find(found, by)
        return _confirm(found, by, draft, answer, grant)


def confirm_together(*, by: Desk, cases: Sequence[tuple[int, OpinionDraft]]) -> list[Decision]:
    """Confirm several programmes of one household at once: all or none. Raises as `confirm_case`."""
    with recording(by, reason="一并确认"):
        return [confirm_case(by=by, case=case, draft=draft) for case, draft in cases]


def _ground(case: Case, by: Desk) -> Grant | None:
    """The grant a township confirms under, None for the county; raises NotAllowed."""
    if case.route == "county":
        if by.held.level != "county":
            raise NotAllowed("这一办件由县级民政部门确认；没有委托，或属近亲属、投诉举报须县级办理")
        return None
    if _marked(case, by):
        raise NotAllowed("这户有近亲属备案对象，或被投诉举报，须报县级确认")
    grant = grant_for(case, by.day)
    if grant is None:
        raise NotAllowed("县级的委托已到期或撤销，这一办件须报县级确认")
    return grant


def _marked(case: Case, by: Desk) -> str:
    """Why the county has to visit in person: a relative may also have been filed since acceptance."""
    application = case.application
    if application is None:
        return ""
    if application.near_relative or is_near_relative(application, by.day):
        return "近亲属备案对象"
    return "投诉举报对象" if application.complaint else ""


def _refuse_unready(case: Case, by: Desk, draft: OpinionDraft) -> None:
    refuse_notice_open(case, by)
    _refuse_gone(case, by)
    why = _marked(case, by)
    if why:
        _refuse_unvisited(case, why)
    # A review is of the opinion before it; a new opinion of the township is reviewed anew.
    last = Opinion.objects.filter(case=case).order_by("-pk").first()
    if case.route == "county" and (last is None or last.kind != "review"):
        raise Refused("还没有县级审核意见")
    _refuse_undrawn(case)
    _refuse_over_ceiling(case, by, draft)


def _refuse_unvisited(case: Case, why: str) -> None:
    """The county has visited since it last sent the case back, and found it as told; raises Refused."""
    visit = latest(case, "county_visit", after=sent_back_at(case))
    if visit is None:
        raise Refused(f"这户是{why}，须县级入户核查后才能确认（最低生活保障审核确认办法第20条）")
    if visit.result == _WRONG:
        raise Refused("县级入户核查与初审意见不符，不能确认；请发回补充调查，或不予确认")


def _refuse_gone(case: Case, by: Desk) -> None:
    """Nothing is confirmed for a household that was closed or moved away, or for the dead; raises Refused."""
    if case.household.closed_on is not None or case.household.territory != case.territory:
        raise Refused("这户在办理期间已销户或迁出，不能确认；请终止办理，迁出的由迁入地重新申请")
    refuse_dead(case, by.day)


def _refuse_undrawn(case: Case) -> None:
    """Tekun: the county checks at least three in ten at random before it confirms (TK43 article 16)."""
    if case.procedure != "tekun" or case.route != "county":
        return
    check = check_of(case)
    if check is None:
        raise Refused("这一办件还没有进入随机抽查，请先抽签")
    if check.drawn and not check.conclusion:
        raise Refused("这一办件被抽中，抽查结论还没有登记")
    if check.conclusion == "wrong":
        raise Refused("抽查结论与初审意见不符，不能确认；请发回补充调查，或不予确认")


def _refuse_over_ceiling(case: Case, by: Desk, draft: OpinionDraft) -> None:
    if case.route != "township" or draft.once is None:
        return
    grant = grant_for(case, by.day)
    if grant is not None and grant.ceiling is not None and draft.once > grant.ceiling:
        raise NotAllowed(f"金额超过委托限额{grant.ceiling / 100:.2f}元，须报县级审批")


def _confirm(case: Case, by: Desk, draft: OpinionDraft, answer: Found, grant: Grant | None) -> Decision:
    check_amounts(case, draft)
    asked = ASKED[case.programme]
    proposed = Opinion.objects.filter(case=case, kind__in=("first", "second")).order_by("-pk").first()
    if not draft.grants or proposed is None or not proposed.grants:
        raise Refused("初审意见不同意的，不能确认；认为应当确认的，请发回补充调查")
    departs = departs_from(answer, draft)
    if departs and len(draft.reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": f"决定与系统研判不一致（{departs}），请写明理由"})
    since, until, review = _days(case, by.day, answer)
    people = _people(case, answer)
    benefit = None
    if not asked.once:
        cover_taken_over(case.household, by.day)
        benefit = grant_benefit(
            by=by,
            household=case.household_id,
            draft=BenefitDraft(
                programme=case.programme,
                monthly=draft.monthly or 0,
                since=since,
                person=case.person_id,
                dibao_class=draft.dibao_class,
                care_mode=draft.care_mode,
                next_review_on=review,
                until=until,
            ),
        )
        cover(benefit, people)
    decision = Decision.objects.create(
        case=case,
        number=numbered(case.territory[:9] if grant else case.territory[:6], "JD", by.day.year),
        kind="confirm",
        on=by.day,
        finding=keep(case, answer, by),
        monthly=None if asked.once else draft.monthly or 0,
        once=draft.once if asked.once else None,
        dibao_class=draft.dibao_class,
        care_mode=draft.care_mode,
        since=None if asked.once else since,
        until=until,
        next_review_on=review,
        people=people,
        reason=draft.reason.strip(),
        departs=bool(departs),
        decided_by_id=by.officer_id,
        grant=grant,
        benefit=benefit,
    )
    take(case, "confirmed", by=by, event="decided", reason=draft.reason)
    return decision


def _days(
    case: Case, today: datetime.date, answer: Found
) -> tuple[datetime.date, datetime.date | None, datetime.date | None]:
    """From which month support runs, until when where it ends by itself, and when it is looked at again."""
    month = Month(today.year, today.month)
    asked = ASKED[case.programme]
    if asked.status:
        end = _after(today, STATUS_MONTHS)
        return today, end, end
    if case.procedure == "disability_subsidy" and case.application is not None:
        # From the month of the application (国发〔2015〕52号).
        on = case.application.submitted_on or case.application.arrived_on
        return on.replace(day=1), None, _after(today, STATUS_MONTHS)
    since = month.next().first_day
    months = _review_months(case, answer)
    return since, None, _after(since, months) if months else None


def _review_months(case: Case, answer: Found) -> int | None:
    told = as_json(answer.answer, explain=False)
    for one in told["determinations"]:  # type: ignore[attr-defined]
        if one["programme"] == case.programme and one.get("review_every_months"):
            return int(one["review_every_months"])
    return STATUS_MONTHS


def _after(day: datetime.date, months: int) -> datetime.date:
    count = day.month - 1 + months
    return datetime.date(day.year + count // 12, count % 12 + 1, 1)


def _people(case: Case, answer: Found) -> list[int]:
    """Whom it covers: the person, or the members the rules counted."""
    if case.person_id is not None:
        return [case.person_id]
    counted = answer.answer.household()["counted"]
    names = answer.answer.case.members
    by_name = dict(zip(names, (one.person_id for one in answer.known.members), strict=True))
    found = [by_name[name] for name in counted]  # type: ignore[attr-defined]
    return found or [one.person_id for one in members_on(case.household, answer.known.day)]


def refuse_case(*, by: Desk, case: int, article: str, reason: str, version: int | None = None) -> Decision:
    """Refuse, with the facts and the article; the letter is due within three working days. Raises NotAllowed, Refused."""
    faults = {}
    if len(reason.strip()) < SHORTEST_REASON:
        faults["reason"] = "请写明不予确认的事实和理由"
    try:
        resolve(article)
    except UnknownCitation:
        faults["article"] = "请选择所依据的条款"
    if faults:
        raise Refused(faults)
    with recording(by, reason="不予确认"):
        found = locked(by, case, version=version)
        grant = None
        if found.procedure != "temporary_urgent":
            by.must("confirm", found.territory)
            grant = _ground(found, by)
        answer = find(found, by)
        decision = Decision.objects.create(
            case=found,
            number=numbered(found.territory[:9] if grant else found.territory[:6], "BY", by.day.year),
            kind="refuse",
            on=by.day,
            finding=keep(found, answer, by),
            article=article,
            reason=reason.strip(),
            departs=answer.one.outcome == "eligible",
            decided_by_id=by.officer_id,
            grant=grant,
        )
        take(found, "refused", by=by, event="decided", reason=reason)
    return decision


def tell_refusal(*, by: Desk, case: int, delivered_to: str, how: str = "") -> Case:
    """The refusal was delivered in writing, to whom and how. Raises NotAllowed, Refused."""
    if not delivered_to.strip():
        raise Refused({"delivered_to": "请填写签收人"})
    with recording(by, reason="送达不予确认告知书"):
        found = locked(by, case)
        take(found, "refusal_notified", by=by, reason=f"{delivered_to.strip()}　{how.strip()}".strip())
        found.letters.filter(kind="refusal_letter", delivered_on__isnull=True).update(
            delivered_on=by.day, delivered_to=delivered_to.strip(), delivered_how=how.strip()
        )
    return found


def revoke_decision(*, by: Desk, decision: int, reason: str) -> Decision:
    """Revoke a wrong decision by another one; the benefit it gave ends, the one it ended goes on.

    Where its support has not begun the county reviews the case anew; a case refused is handled anew, and whoever refused
    does not revoke. What was decided stays to be read. Raises NotAllowed, Refused.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused({"reason": "请写明原决定错在哪里、依据什么撤销"})
    with recording(by, reason="撤销决定"):
        old = Decision.objects.filter(by.within("case__territory"), pk=decision).select_related("case").first()
        if old is None or old.kind == "revoke":
            raise Refused("没有这一决定，或不在您的管辖范围内")
        found = locked(by, old.case_id)
        by.must("confirm", found.territory)
        if by.held.level != "county":
            raise NotAllowed("撤销决定由县级民政部门办理")
        if Decision.objects.filter(revokes=old).exists():
            raise Refused("这一决定已经撤销")
        if old.kind == "refuse":
            refuse_own_refusal(found, old.decided_by_id, by)
        if old.kind in ("refuse", "terminate", "continue"):
            _refuse_open_beside(found)
        if old.benefit_id is not None and old.kind == "confirm":
            # Why stands sealed in the decision.
            _end(old.benefit_id, by, f"撤销决定（{old.number}）")
        made = Decision.objects.create(
            case=found,
            number=numbered(found.territory[:6], "CX", by.day.year),
            kind="revoke",
            on=by.day,
            reason=reason.strip(),
            decided_by_id=by.officer_id,
            revokes=old,
        )
        take_down_notices(found, by, f"决定已撤销（{old.number}）")
        if found.stage == "confirmed":
            found.route, found.grant = "county", None
            found.save(update_fields=["route", "grant"])
            take(found, "county_review", by=by, reason=reason, revoking=True)
        if old.kind == "refuse":
            _reopen(found, by, reason)
        if old.kind == "terminate":
            _restore(found, by)
        if old.kind in ("terminate", "continue"):
            take(found, "county_review", by=by, reason=reason, revoking=True)
        return made


def _restore(case: Case, by: Desk) -> None:
    """Support that was ended wrongly goes on without a gap; from now on the case is about the support that goes on.

    What has not stopped yet is not stopped; what has is granted again from the day it stopped. To the dead nothing is paid.
    """
    ended = case.ends
    if ended is None or ended.until is None or (case.person is not None and case.person.died_on is not None):
        return
    if ended.until > by.day:
        go_on(by=by, benefit=ended.pk)
        return
    again = grant_benefit(
        by=by,
        household=ended.household_id,
        draft=BenefitDraft(
            programme=ended.programme,
            monthly=ended.monthly,
            since=ended.until,
            person=ended.person_id,
            dibao_class=ended.dibao_class,
            care_mode=ended.care_mode,
            next_review_on=ended.next_review_on if (ended.next_review_on or ended.until) > ended.until else None,
            certificate=ended.certificate,
            note=ended.note,
        ),
    )
    cover(again, [ended.person_id] if ended.person_id else [])
    case.ends = again
    case.save(update_fields=["ends"])


def _refuse_open_beside(case: Case) -> None:
    """A household has one open case of a programme; raises Refused naming the one it asked for since."""
    beside = Case.objects.filter(
        household=case.household, person=case.person, programme=case.programme, closed_on__isnull=True
    )
    other = beside.filter(procedure=case.procedure).exclude(pk=case.pk).first()
    if other is not None:
        raise Refused(f"这户此后又申请了同一项目，正在办理（{other.number}）；请在那一办件上重新作出决定")


def _reopen(case: Case, by: Desk, reason: str) -> None:
    """A case whose refusal was revoked goes back to where its facts are found; the county decides it anew."""
    if case.procedure == "temporary_urgent":
        # Relief is the township's to give.
        take(case, "reported", by=by, reason=reason, revoking=True)
        return
    case.route, case.grant = "county", None
    case.save(update_fields=["route", "grant"])
    take(case, "surveying", by=by, reason=reason, revoking=True)


def _end(benefit: int, by: Desk, reason: str) -> None:
    """What has not begun is never paid; a status ends at once, what is paid with the month."""
    row = Benefit.objects.get(pk=benefit)
    if row.until is not None and row.until <= by.day:
        return
    ends = by.day if row.monthly == 0 else Month(by.day.year, by.day.month).next().first_day
    on = row.since if row.since > by.day else max(row.since, ends)
    end_benefit(by=by, benefit=benefit, on=on, reason=reason, duty="confirm")


def raise_to_county(*, by: Desk, case: int, reason: str) -> Case:
    """A delegated case goes to the county after all: over the ceiling, a relative's, or beyond the township. Raises NotAllowed, Refused."""
    by.must("first_opinion")
    if not reason.strip():
        raise Refused({"reason": "请写明报县级确认的原因"})
    with recording(by, reason="改由县级确认"):
        found = locked(by, case)
        if found.route != "township":
            raise Refused("这一办件本来就由县级确认")
        if found.procedure == "temporary_urgent":
            raise Refused("急难救助由乡镇先行办理；需要更多救助的，请提请县级审批")
        found.route, found.grant, found.raised_reason = "county", None, reason.strip()
        found.version += 1
        found.save(update_fields=["route", "grant", "raised_reason", "version"])
    return found


def begin_support(*, by: Desk, on: datetime.date) -> list[Case]:
    """By date alone: confirmed cases whose support begins by a day leave the procedure. Done by the system every day."""
    begun = []
    # Support of a decision that was revoked never begins.
    standing = Decision.objects.filter(kind="confirm", since__lte=on, revoked_by=None)
    waiting = Case.objects.filter(stage="confirmed", closed_on__isnull=True, decisions__in=standing).distinct()
    for case in waiting.order_by("pk"):
        with recording(by, reason="到期自动"):
            found = (
                Case.objects.select_for_update(of=("self",)).select_related("household", "application").get(pk=case.pk)
            )
            if found.stage == "confirmed":
                take(found, "active", by=by)
                begun.append(found)
    return begun
