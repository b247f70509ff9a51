"""A case ends without a decision: nobody is left to decide for, the papers never came, nobody cooperates, it was a mistake.

Why is read from the register and the record wherever they know it; each end has a letter of its own.
"""

import datetime
import json

from doudi.policy.procedure.stages import STAGES
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.actions.intake import SUPPLEMENT_DAYS, take_down_notices
from doudi.records.cases.flow import locked, open_moves, take
from doudi.records.cases.gaps import blocking, gaps_of
from doudi.records.cases.models import Application, Case, Letter, Notice, Step
from doudi.records.cases.words import ENDS
from doudi.records.registry.models import Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# No law says how long a family has to answer a request; less than this is no time to find a paper.
LEAST_DAYS_TO_ANSWER = 3
MOST_NAMED = 12
_OPINION_GIVERS = ("first_opinion", "review", "confirm")


def discontinue_case(*, by: Desk, case: int, reason: str, cause: str = "", version: int | None = None) -> Step:
    """End a case that nobody can be decided for; `cause` is a key of `ENDS`, empty for what the record says by itself.

    It takes the place of no refusal: after an opinion was given only what the register shows ends a case without a
    decision (REG649 article 11: whoever is refused is told why). Want of cooperation ends one where it was asked for in
    writing and the day for the answer is over (DB57 article 29). Raises NotAllowed, Refused.
    """
    if not reason.strip():
        raise Refused({"reason": "请写明终止办理的原因（死亡、迁出、不配合、逾期未补正）"})
    if cause not in ("", *ENDS):
        raise Refused({"cause": "请选择终止的情形"})
    with recording(by, reason="终止办理"):
        found = locked(by, case, version=version)
        found_cause = cause_of(found, by.day, cause)
        _refuse_still_owed_a_decision(found, by, found_cause)
        if found_cause == "papers_overdue":
            reason = f"{reason.strip()}（{_still_missing(found, by.day)}）"
        take_down_notices(found, by, "终止办理")
        return take(found, "discontinued", by=by, document=_document(found, found_cause), reason=reason)


def cause_of(case: Case, day: datetime.date, told: str = "") -> str:
    """Why a case may end without a decision: what the register and the record show, else what was told."""
    known = gone_how(case, day)
    if known:
        return known
    if _papers_are_overdue(case, day):
        return "papers_overdue"
    if told in ("no_cooperation", "mistaken"):
        return told
    return "mistaken" if case.stage in ("submitted", "reported") else "no_cooperation"


def gone_how(case: Case, day: datetime.date) -> str:
    """`died` or `moved` where the register shows nobody to decide for; empty where somebody can go on."""
    if case.ends is not None and case.ends.until is not None:
        return "moved"
    household, person = case.household, case.person
    died = [one for one in (person, _applicant(case)) if one is not None and one.died_on is not None]
    if person is not None and person.died_on is not None:
        return "died"
    if household.closed_on is not None:
        return "died" if died else "moved"
    if household.territory != case.territory:
        return "moved"
    members = {one.person_id for one in members_on(household, day) if one.person.died_on is None}
    if person is not None:
        return "" if person.pk in members else "moved"
    return "" if members else "died"


def _applicant(case: Case) -> Person | None:
    return case.application.applicant if case.application is not None else None


def _papers_are_overdue(case: Case, day: datetime.date) -> bool:
    """The notice was given, its last day is over, and something it named is still wanted."""
    application = case.application
    if case.stage not in ("submitted", "supplement_required") or application is None:
        return False
    notice, until = Notice.objects.filter(application=application).first(), papers_until(application)
    if notice is None or until is None or day <= until:
        return False
    return case.stage == "supplement_required" or bool(_wanted_still(application, notice, day))


def papers_until(application: Application | None) -> datetime.date | None:
    """The last day for the papers a notice asked for; who applies since has as long from then on. None without a notice."""
    notice = Notice.objects.filter(application=application).first() if application is not None else None
    if notice is None:
        return None
    changes = Step.objects.filter(case__application=application, document="applicant_change")
    step = changes.order_by("-on", "-pk").first()
    return max(notice.answer_by, step.on + datetime.timedelta(days=SUPPLEMENT_DAYS)) if step else notice.answer_by


def _replaced(case: Case) -> Step | None:
    """When another last took the applicant's place, or None."""
    found: Step | None = case.steps.filter(document="applicant_change").order_by("-number").first()
    return found


def _wanted_still(application: Application, notice: Notice, day: datetime.date) -> list[str]:
    """What the notice named and nobody has brought."""
    named = {item["key"] for item in notice.items}
    return [gap.what for gap in blocking(gaps_of(application, day)) if gap.key in named]


def _still_missing(case: Case, day: datetime.date) -> str:
    """What is missing on the day the case ends: afterwards nobody counts it any more."""
    notice = Notice.objects.filter(application=case.application_id).first()
    wanted = _wanted_still(case.application, notice, day) if notice is not None and case.application else []
    if not wanted:
        return "材料交来后没有登记补正"
    more = f"等{len(wanted)}项" if len(wanted) > MOST_NAMED else ""
    return f"仍缺：{'、'.join(wanted[:MOST_NAMED])}{more}"


def _refuse_still_owed_a_decision(case: Case, by: Desk, cause: str) -> None:
    """Whoever can be decided for is decided for; raises NotAllowed, Refused."""
    if cause in ("died", "moved"):
        return
    if case.procedure == "tekun_exit":
        raise Refused("供养对象没有登记死亡，供养也没有停发；请作出是否终止的决定")
    # Nobody is held to days that ran after they died.
    _refuse_gone_alone(case, by.day)
    if cause == "papers_overdue":
        return
    if case.stage == "supplement_required":
        raise Refused(f"补正期限至{papers_until(case.application) or by.day}，期满未补正的才能终止办理")
    _refuse_undeclared(case, cause)
    if not any(by.may(duty) for duty in _OPINION_GIVERS):
        raise NotAllowed("不配合调查或误报的，由乡镇审核负责人或县级终止；死亡、迁出的，请先在户籍和成员信息中登记")
    if cause == "no_cooperation":
        _refuse_unasked(case, by.day)


def _refuse_gone_alone(case: Case, day: datetime.date) -> None:
    """A family whose applicant died or left goes on with another; raises Refused."""
    application = case.application
    if application is None or case.person is not None:
        return
    applicant = application.applicant
    if applicant.died_on is not None or applicant.pk not in {one.person_id for one in members_on(case.household, day)}:
        why = "已死亡" if applicant.died_on is not None else "已离户"
        raise Refused(
            f"申请人{applicant.name}{why}，家里还有其他成员：请用“更换申请人”继续办理；家里不再申请的，由新的申请人撤回"
        )


def _refuse_undeclared(case: Case, cause: str) -> None:
    """The procedure ends a case so from where it stands; raises Refused."""
    if any(move.document == ENDS[cause].document for move in open_moves(case) if move.target == "discontinued"):
        return
    if case.stage in ("submitted", "accepted", "surveying", "appraised", "core_failed", "reported"):
        raise Refused(f"办件在“{STAGES[case.stage].zh}”阶段，不能以“{ENDS[cause].zh}”终止；不再申请的，由申请人撤回")
    raise Refused("已提出审核意见的，应当作出决定；死亡、迁出的，请先在户籍和成员信息中登记")


def _refuse_unasked(case: Case, day: datetime.date) -> None:
    """It was asked for in writing, the letter came, and the day for the answer is over; raises Refused saying what is wanted."""
    asked = request_of(case)
    if asked is None:
        raise Refused(
            "还没有书面要求其配合：请先制作“配合调查通知书”，写明要求和期限，送达并登记；期满仍不配合的，才能终止"
        )
    if asked.delivered_on is None:
        raise Refused(f"配合调查通知书（{asked.number}）还没有登记送达；送达并期满后才能终止")
    until = answer_by(asked)
    if day <= until:
        raise Refused(f"配合调查的期限至{until}，期满仍不配合的才能终止")


def request_of(case: Case) -> Letter | None:
    """The last letter that asked whoever applies now to cooperate, or None."""
    asked = case.letters.filter(kind="cooperation_request")
    step = _replaced(case)
    return (asked.filter(made_at__gt=step.at) if step is not None else asked).order_by("-pk").first()


def answer_by(letter: Letter) -> datetime.date:
    """The last day to answer a request: as it says, and never sooner than some days after it came."""
    told = datetime.date.fromisoformat(str(json.loads(letter.content)["reply_by_on"]))
    came = letter.delivered_on or letter.made_on
    return max(told, came + datetime.timedelta(days=LEAST_DAYS_TO_ANSWER))


def _document(case: Case, cause: str) -> str:
    """The letter of an end; the end of tekun has one for all."""
    return "discontinuation_notice" if case.procedure == "tekun_exit" else ENDS[cause].document
