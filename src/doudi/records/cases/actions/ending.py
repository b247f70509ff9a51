"""A case ends without a decision: nobody is left to decide for, the papers never came, nobody cooperates, it was a mistake.

Why is read from the register and the record wherever they know it; each end has a letter of its own.
"""

import datetime
import json
import re
from typing import NoReturn

from django.db.models import Q
from django.utils import timezone

from doudi.policy.procedure.stages import STAGES
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.actions.inquiries import latest
from doudi.records.cases.actions.intake import SUPPLEMENT_DAYS, refuse_untold, take_down_notices
from doudi.records.cases.actions.opinions import FOUND_OUT
from doudi.records.cases.flow import locked, open_moves, take
from doudi.records.cases.gaps import blocking, gaps_of
from doudi.records.cases.hands import refuse_who_asked
from doudi.records.cases.models import Application, Authorisation, Case, Letter, Notice, Step
from doudi.records.cases.words import ENDS, INQUIRIES
from doudi.records.registry.models import Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

# No law says how long a family has to answer a request; less than this is no time to find a paper.
LEAST_DAYS_TO_ANSWER = 3
_OPINION_GIVERS = ("first_opinion", "review", "confirm")
# What no register and no record shows is told by whoever ends a case.
TOLD = ("no_cooperation", "mistaken")
_WANTING_PAPERS = ("submitted", "supplement_required")
# Nobody of the family asked for these.
_FOUND_BY_THE_OFFICE = ("ex_officio", "hotline")
# Of these a family has one: who asks for another of the same kind has asked twice. Of the rest only for the same again.
_ALIKE = (
    ("dibao", "near_dibao", "dibao_single", "tekun"),
    ("temporary_urgent", "temporary_spending"),
    ("orphan", "unattended_child"),
)
_IN_PAYMENT = ("active", "reviewing", "in_grace")
# Kinds of papers that come from a family, whoever files them; the rest the office makes itself.
_BROUGHT_BY_FAMILIES = tuple(
    "application proxy authorisation commitment means_statement support_pledge care_agreement unattended_child_form "
    "identity_card household_register disability_certificate medical_papers receipts income_proof study_proof "
    "applicant_consent".split()
)
_NUMBER = re.compile(r"\d{9}-[A-Z]+-\d{4}-\d+")
_STILL = "（仍缺："


def discontinue_case(*, by: Desk, case: int, reason: str, cause: str = "", version: int | None = None) -> Step:
    """End a case that nobody can be decided for; `cause` is a key of `ENDS`, empty only for what the record says by itself.

    Another cause than the record shows is refused: each has its own letter.

    It takes the place of no refusal: after an opinion was given only what the register shows ends a case without a
    decision (REG649 article 11: whoever is refused is told why). Want of cooperation ends one where it was asked for in
    writing, the day for the answer is over and nothing was found out or brought since (DB57 article 29). What a family handed in is
    a mistake where its other case is named, or the county says so. Raises NotAllowed, Refused.
    """
    if not reason.strip():
        raise Refused({"reason": "请写明终止办理的原因（死亡、迁出、不配合、逾期未补正）"})
    if cause not in ("", *ENDS):
        raise Refused({"cause": "请选择终止的情形"})
    with recording(by, reason="终止办理"):
        found = locked(by, case, version=version)
        if found.stage == "draft":
            raise Refused("这份申请还没有提交，不用终止办理：不再申请的，请用“撤回申请”，写明原因")
        shown = cause_of(found, by.day)
        if shown and cause not in ("", shown):
            raise Refused({"cause": f"登记和办件记录显示的是“{ENDS[shown].zh}”，不能以“{ENDS[cause].zh}”终止"})
        if shown not in ("died", "moved"):
            _refuse_living(found, by.day)
            refuse_untold(found)
        if not shown:
            _refuse_told(found, by, cause, reason)
        if shown == "papers_overdue":
            reason = f"{reason.strip()}{_STILL}{'；'.join(_wanted_still(found, by.day))}）"
        take_down_notices(found, by, "终止办理")
        return take(found, "discontinued", by=by, document=_document(found, shown or cause), reason=reason)


def cause_of(case: Case, day: datetime.date) -> str:
    """Why a case may end without a decision, by what the register and the record show; empty where they show nothing."""
    return gone_how(case, day) or ("papers_overdue" if _papers_are_overdue(case, day) else "")


def gone_how(case: Case, day: datetime.date) -> str:
    """`died` or `moved` where the register shows nobody to decide for; empty where somebody can go on.

    What is one person's ends with their death alone: where the others died or left, who lives asks anew.
    """
    household, person = case.household, case.person
    if person is not None and person.died_on is not None:
        return "died"
    if case.ends is not None and case.ends.until is not None:
        return "moved"
    applicant = _applicant(case)
    nobody = "died" if person is None and (applicant is None or applicant.died_on is not None) else "moved"
    if household.closed_on is not None:
        return nobody
    if household.territory != case.territory:
        return "moved"
    members = {one.person_id for one in members_on(household, day) if one.person.died_on is None}
    left = members if person is None else members & {person.pk}
    return "" if left else nobody


def _applicant(case: Case) -> Person | None:
    return case.application.applicant if case.application is not None else None


def _papers_are_overdue(case: Case, day: datetime.date) -> bool:
    """The notice was given, its last day is over, and something it named is still wanted."""
    until = papers_until(case.application)
    return case.stage in _WANTING_PAPERS and until is not None and day > until and bool(_wanted_still(case, day))


def papers_until(application: Application | None) -> datetime.date | None:
    """The last day for the papers a notice asked for; who applies since has as long from then on. None without a notice."""
    notice = Notice.objects.filter(application=application).first() if application is not None else None
    if notice is None:
        return None
    changes = Step.objects.filter(case__application=application, document="applicant_change")
    step = changes.order_by("-on", "-pk").first()
    return max(notice.answer_by, step.on + datetime.timedelta(days=SUPPLEMENT_DAYS)) if step else notice.answer_by


def _wanted_still(case: Case, day: datetime.date) -> list[str]:
    """What the notice named for a case and nobody has brought."""
    application = case.application
    notice = Notice.objects.filter(application=application).first() if application is not None else None
    if application is None or notice is None:
        return []
    named = {item["key"] for item in notice.items}
    return [gap.what for gap in blocking(gaps_of(application, day, cases=[case])) if gap.key in named]


def never_brought(step: Step, items: list[dict[str, str]]) -> list[dict[str, str]]:
    """Of what a notice named, what was still wanted on the day a case ended, as its step says: nobody counts it later."""
    wanted = step.reason.rpartition(_STILL)[2].removesuffix("）").split("；")
    return [item for item in items if item["what"] in wanted] or items


def _refuse_living(case: Case, day: datetime.date) -> None:
    """Somebody is there to be decided for; raises Refused where no words of anybody end the case."""
    if case.procedure == "tekun_exit":
        raise Refused("供养对象没有登记死亡，供养也没有停发；请作出是否终止的决定")
    # Nobody is held to days that ran after they died.
    _refuse_gone_alone(case, day)


def _refuse_told(case: Case, by: Desk, told: str, reason: str) -> None:
    """Whoever can be decided for is decided for, unless what is told of them ends a case here; raises NotAllowed, Refused."""
    if case.stage == "supplement_required" or told == "papers_overdue":
        _refuse_not_overdue(case, by.day)
    if told in ("died", "moved"):
        raise Refused({"cause": f"登记簿没有显示“{ENDS[told].zh}”：请先在户籍和成员信息中登记"})
    declared = {move.document for move in open_moves(case) if move.target == "discontinued"}
    here = [key for key in TOLD if ENDS[key].document in declared]
    if not here:
        raise Refused("已提出审核意见的，应当作出决定；死亡、迁出的，请先在户籍和成员信息中登记")
    if told and told not in here:
        raise Refused(f"办件在“{STAGES[case.stage].zh}”阶段，不能以“{ENDS[told].zh}”终止；不再申请的，由申请人撤回")
    if not any(by.may(duty) for duty in _OPINION_GIVERS):
        raise NotAllowed("不配合调查或误报的，由乡镇审核负责人或县级终止；死亡、迁出的，请先在户籍和成员信息中登记")
    if not told:
        raise Refused({"cause": f"请选择终止的情形：{'、'.join(ENDS[key].zh for key in here)}"})
    if told == "no_cooperation":
        _refuse_unasked(case, by)
    else:
        _refuse_handed_in(case, by, reason)


def _refuse_not_overdue(case: Case, day: datetime.date) -> NoReturn:
    """The papers are not overdue: raises Refused saying what to do instead."""
    until = papers_until(case.application)
    if until is None:
        raise Refused({"cause": "还没有一次性告知所缺材料，不能以逾期未补正终止"})
    if case.stage not in _WANTING_PAPERS:
        raise Refused({"cause": f"办件在“{STAGES[case.stage].zh}”阶段，不能以逾期未补正终止"})
    if not _wanted_still(case, day):
        gaps = gaps_of(case.application, day, cases=[case]) if case.application is not None else []
        unsigned = "；".join(gap.what for gap in gaps if gap.kind == "signature")
        if unsigned:
            # Nobody was told of it by the notice: whoever does not want to sign says so.
            raise Refused(f"告知的材料已齐，还差签字（{unsigned}）：请其签署后受理；不愿签署的，由申请人撤回")
        raise Refused(f"材料已齐，请{'登记补正' if case.stage == 'supplement_required' else '受理'}")
    raise Refused(f"补正期限至{until}，期满未补正的才能终止办理")


def _refuse_handed_in(case: Case, by: Desk, reason: str) -> None:
    """What a family handed in is a mistake where its other case is named, or to the county; raises Refused."""
    application = case.application
    if application is None or by.held.level == "county":
        return
    if application.submitted_on is None and application.channel in _FOUND_BY_THE_OFFICE:
        return
    if not _asked_twice(case, application.applicant, reason, by):
        raise Refused(
            {
                "reason": "这份申请是申请人提交的：重复的，请在原因中写明这家同类救助另一在办或在发办件的编号；"
                "误报或登记有误的，由县级终止，或由申请人撤回"
            }
        )


def _asked_twice(case: Case, applicant: Person, reason: str, by: Desk) -> bool:
    """Whether a reason names another case by which the family gets or will get an answer to the same question.

    One that was refused or ended answers no new application: that is a decision of its own.
    """
    # A family that was entered twice has its other case under the other household.
    family = Q(household=case.household)
    for one in (applicant, case.person):
        if one is not None:
            person = "household__memberships__person__"
            family |= Q(**{f"{person}name_key": one.name_key, f"{person}born_on": one.born_on})
    alike = next((group for group in _ALIKE if case.programme in group), (case.programme,))
    named = Case.objects.filter(family, by.within("territory"), number__in=_NUMBER.findall(reason), programme__in=alike)
    answered = Q(closed_on__isnull=True) | Q(stage__in=_IN_PAYMENT)
    return named.filter(answered).exclude(pk=case.pk).exclude(stage__in=("draft", "refused")).exists()


def _refuse_gone_alone(case: Case, day: datetime.date) -> None:
    """Where the applicant died or left another goes on for whoever is left; raises Refused."""
    application = case.application
    if application is None:
        return
    applicant = application.applicant
    if applicant.died_on is not None or applicant.pk not in {one.person_id for one in members_on(case.household, day)}:
        why = "已死亡" if applicant.died_on is not None else "已离户"
        raise Refused(
            f"申请人{applicant.name}{why}，家里还有其他成员：请用“更换申请人”继续办理；家里不再申请的，由新的申请人撤回"
        )


def _refuse_unasked(case: Case, by: Desk) -> None:
    """It was asked for in writing, the letter came, the day for the answer is over, and nothing was found out or brought since.

    Raises Refused saying what is wanted, NotAllowed for whoever asked where somebody else may judge.
    """
    asked = request_of(case)
    if asked is None:
        raise Refused(
            "还没有书面要求其配合：请先制作“配合调查通知书”，写明要求和期限，送达并登记；期满仍不配合的，才能终止"
        )
    if asked.delivered_on is None:
        raise Refused(f"配合调查通知书（{asked.number}）还没有登记送达；送达并期满后才能终止")
    until = answer_by(asked)
    if by.day <= until:
        raise Refused(f"配合调查的期限至{until}，期满仍不配合的才能终止")
    since = latest(case, *FOUND_OUT, after=asked.made_at)
    if since is not None:
        raise Refused(
            f"书面要求配合（{asked.made_on}）之后已有调查记录（{INQUIRIES[since.kind][0]}，{since.on}），请据以提出意见；"
            "此后又不配合的，重新书面要求"
        )
    brought = brought_since(case, asked)
    if brought:
        raise Refused(
            f"书面要求配合（{asked.made_on}）之后这家已提交：{'、'.join(brought)}；请据以办理，仍不齐的，重新书面要求，写明还缺什么"
        )
    refuse_who_asked(case, asked.made_by_id, by)


def brought_since(case: Case, asked: Letter) -> list[str]:
    """What a family brought or signed since it was asked to cooperate, in Chinese: whoever brings anything cooperates.

    What was taken back since was brought as well; an authorisation that was revoked is none.
    """
    theirs = Q(filed_by__isnull=True) | Q(kind__in=_BROUGHT_BY_FAMILIES)
    papers = case.household.documents.filter(theirs, filed_at__gt=asked.made_at).order_by("pk")
    found = [f"{one.title}（{timezone.localtime(one.filed_at).date()}）" for one in papers]
    signed = Authorisation.objects.filter(application=case.application_id, revoked_on__isnull=True)
    signed = signed.filter(signed_on__gt=asked.made_on).select_related("person").order_by("pk")
    return [*found, *(f"{one.person.name}的核对授权书（{one.signed_on}）" for one in signed)]


def request_of(case: Case) -> Letter | None:
    """The last letter that asked whoever applies now to cooperate, in this round of the survey; or None."""
    asked = case.letters.filter(kind="cooperation_request")
    since = _round_since(case)
    found: Letter | None = (asked.filter(made_at__gt=since) if since is not None else asked).order_by("-pk").first()
    return found


def _round_since(case: Case) -> datetime.datetime | None:
    """When a case last came back to the survey, or another last took the applicant's place; None where neither was."""
    back = Q(target="surveying") & ~Q(source__in=("accepted", "surveying"))
    steps = case.steps.filter(back | Q(document="applicant_change"))
    return steps.order_by("-number").values_list("at", flat=True).first()


def answer_by(letter: Letter) -> datetime.date:
    """The last day to answer a request: as it says, and never sooner than some days after it came."""
    told = datetime.date.fromisoformat(str(json.loads(letter.content)["reply_by_on"]))
    came = letter.delivered_on or letter.made_on
    return max(told, came + datetime.timedelta(days=LEAST_DAYS_TO_ANSWER))


def _document(case: Case, cause: str) -> str:
    """The letter of an end; the end of tekun has one for all."""
    return "discontinuation_notice" if case.procedure == "tekun_exit" else ENDS[cause].document
