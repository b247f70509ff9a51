"""Another member goes on with an application whose applicant died, left the household or can no longer apply.

A family asks, not one person of it: it names who speaks for it (DB57 article 4), and may name another. What was signed
stays with those who signed it; from that day on the letters go to the new applicant. Who is still there is replaced by two
hands: the window enters it with the paper it rests on, and whoever gives opinions confirms it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions.intake import take_down_notices
from doudi.records.cases.changes import last_change, names_told, untold_change
from doudi.records.cases.flow import locked_application, replacement_of, write_step
from doudi.records.cases.hands import refuse_who_entered, take_in_hand
from doudi.records.cases.models import Application, Case, Replacement
from doudi.records.cases.notices import is_minor
from doudi.records.evidence.models import Document
from doudi.records.registry.actions.common import refuse_future
from doudi.records.registry.models import Membership, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.statements import prepared
from doudi.records.trail.recording import recording

SHORTEST_REASON = 4
# What an applicant who is still there signs; and what shows of themselves that they cannot apply any more.
CONSENT = "applicant_consent"
_SHOWS_UNABLE = ("medical_papers", "disability_certificate", "self_care_assessment")
_DOWN = "申请人已更换，公示内容不再属实"


@dataclass(frozen=True)
class NewApplicant:
    """Who goes on with an application, since the day they signed that they do, and why.

    `agent_*` where somebody acts for them: a guardian, whom they sent, or the village committee for those who have nobody;
    `agent_paper` is the number of the letter of proxy or of the proof of guardianship. `document` is a paper of the
    household: the consent the first applicant signed, or what shows of them that they cannot go on. Where the first is
    still there it was filed since they applied.
    """

    person: int
    reason: str
    on: datetime.date
    agent_name: str = ""
    agent_relation: str = ""
    agent_paper: str = ""
    document: int | None = None


def replace_applicant(*, by: Desk, application: int, new: NewApplicant, version: int | None = None) -> Application:
    """Put another member in the applicant's place, in every open case of the application that goes on without the first.

    Where the first died or left, what was found out, said and posted of the household is found out anew; a case that was
    theirs alone is ended by itself. Where the first is still there it is entered alone, and waits until somebody else
    confirms it (`confirm_replacement`). Raises NotAllowed, Refused, Stale.
    """
    by.must("accept_application")
    with recording(by, reason="更换申请人"):
        found = locked_application(by, application, version=version)
        members = _living(found, by.day)
        gone = found.applicant_id not in members
        going_on = _allowed(found, new, by.day, members)
        if gone:
            _drop(waiting_of(found.pk), by, "原申请人死亡或离户，另行更换")
            _go_on(found, going_on, new, by, members)
        else:
            _enter(found, going_on, new, by)
    return found


def confirm_replacement(*, by: Desk, application: int, version: int | None = None) -> Application:
    """Confirm that another takes the place of an applicant who is still there, as it was entered; never by who entered it.

    Who applied before is told in writing from then on. Raises NotAllowed, Refused where it would not be entered today, Stale.
    """
    by.must("first_opinion")
    with recording(by, reason="确认更换申请人"):
        found = locked_application(by, application, version=version)
        row = _waiting(found)
        refuse_who_entered(row.entered_by_id, by)
        members = _living(found, by.day)
        if found.applicant_id not in members:
            raise Refused("登记以后原申请人已死亡或离户：请由受理窗口重新更换，这份登记随之作废")
        new = _as_entered(row)
        _go_on(found, _allowed(found, new, by.day, members), new, by, members)
        row.confirmed_by_id, row.confirmed_on = by.officer_id, by.day
        row.confirmed_at = Now()  # type: ignore[assignment]
        row.save(update_fields=["confirmed_by", "confirmed_on", "confirmed_at"])
    return found


def drop_replacement(*, by: Desk, application: int, reason: str, version: int | None = None) -> Application:
    """Take back, or do not confirm, what was entered: the applicant stays who they are. Raises NotAllowed, Refused, Stale."""
    if not by.may("first_opinion"):
        by.must("accept_application")
    if not reason.strip():
        raise Refused({"reason": "请写明不予更换的原因"})
    with recording(by, reason="不予更换申请人"):
        found = locked_application(by, application, version=version)
        _drop(_waiting(found), by, reason)
        _touch(found)
    return found


def waiting_of(application: int) -> Replacement | None:
    """What was entered and waits to be confirmed, or None."""
    return _waits.one(application)


@prepared
def _waits(application: int) -> QuerySet[Replacement]:
    found = Replacement.objects.filter(application=application, confirmed_on__isnull=True, dropped_on__isnull=True)
    return found.select_related("old", "person", "document", "entered_by")


def _waiting(application: Application) -> Replacement:
    row = waiting_of(application.pk)
    if row is None:
        raise Refused("没有等待确认的更换申请人登记，或已由他人办理；请刷新页面")
    return row


def _living(application: Application, day: datetime.date) -> dict[int, Membership]:
    """The living members of the household on a day, by person."""
    return {one.person_id: one for one in members_on(application.household, day) if one.person.died_on is None}


def _allowed(
    application: Application, new: NewApplicant, day: datetime.date, members: dict[int, Membership]
) -> list[Case]:
    """The cases in which the new applicant goes on; raises Refused where they may not."""
    gone = application.applicant_id not in members
    going_on = _going_on(application, members)
    change = untold_change(application.pk) if not gone else None
    if change is not None:
        raise Refused(
            f"上次更换申请人还没有书面告知原申请人{names_told(change.reason)}：请先送达“更换申请人告知书”，再更换"
        )
    _refuse(application, new, day, members, gone=gone)
    for case in going_on:
        replacement_of(case, gone=gone)
    return going_on


def _enter(application: Application, cases: Sequence[Case], new: NewApplicant, by: Desk) -> None:
    """Keep what the window entered, until another confirms it; who enters it has taken in."""
    if waiting_of(application.pk) is not None:
        raise Refused("已登记更换申请人，等待确认；要改的，请先撤销原来的登记")
    for case in cases:
        take_in_hand(case, by, "acceptance")
    Replacement.objects.create(
        application=application,
        old=application.applicant,
        person_id=new.person,
        on=new.on,
        reason=new.reason.strip(),
        agent_name=new.agent_name.strip(),
        agent_relation=new.agent_relation.strip(),
        agent_paper=new.agent_paper.strip(),
        document_id=new.document,
        entered_by_id=by.officer_id,
        entered_on=by.day,
    )
    _touch(application)


def _as_entered(row: Replacement) -> NewApplicant:
    """What was entered, as the action takes it."""
    return NewApplicant(
        person=row.person_id,
        reason=row.reason,
        on=row.on,
        agent_name=row.agent_name,
        agent_relation=row.agent_relation,
        agent_paper=row.agent_paper,
        document=row.document_id,
    )


def _drop(row: Replacement | None, by: Desk, reason: str) -> None:
    if row is None:
        return
    row.dropped_by_id, row.dropped_on, row.dropped_reason = by.officer_id, by.day, reason.strip()
    row.save(update_fields=["dropped_by", "dropped_on", "dropped_reason"])


def _touch(application: Application) -> None:
    application.version += 1
    application.save(update_fields=["version"])


def _go_on(
    application: Application, cases: Sequence[Case], new: NewApplicant, by: Desk, members: dict[int, Membership]
) -> None:
    """Another applies from now on, in these cases of a locked application."""
    old, chosen, gone = application.applicant, members[new.person].person, application.applicant_id not in members
    for case in cases:
        _replace(case, by, _told(old, chosen, new), gone=gone)
    application.applicant = chosen
    application.agent_name, application.agent_relation = new.agent_name.strip(), new.agent_relation.strip()
    application.agent_paper = new.agent_paper.strip()
    # Who goes on promises anew, and whoever left no longer follows or ends it with the old code.
    application.promised_on, application.code_digest = new.on, ""
    application.version += 1
    application.save(
        update_fields=[
            *("applicant", "agent_name", "agent_relation", "agent_paper", "promised_on", "code_digest", "version"),
        ]
    )


def others_who_may(application: Application, day: datetime.date) -> list[Membership]:
    """Who of the household may take the applicant's place on a day: the living members beside the applicant."""
    return [one for person, one in _living(application, day).items() if person != application.applicant_id]


def is_gone(application: Application, day: datetime.date) -> bool:
    """Whether the applicant died or left the household by a day."""
    return application.applicant_id not in _living(application, day)


def _going_on(application: Application, members: dict[int, Membership]) -> list[Case]:
    """The open cases that do not end with whoever left: raises Refused where none is left, saying what ends them."""
    household = application.household
    if household.closed_on is not None or household.territory != application.territory:
        raise Refused("这户已销户或迁出，不能更换申请人；请用“终止办理”结束办件，迁出的由迁入地重新申请")
    open_now = list(application.cases.filter(closed_on__isnull=True).select_related("household", "person"))
    if not open_now:
        raise Refused("这份申请已全部办结，不能更换申请人")
    if not set(members) - {application.applicant_id}:
        raise Refused("这户已没有其他成员可以继续申请；请用“终止办理”结束办件")
    found = [case for case in open_now if case.person_id is None or case.person_id in members]
    if not found:
        numbers = "、".join(case.number for case in open_now)
        raise Refused(f"在办的项目只属于已死亡或离户的本人，不能由他人继续；请用“终止办理”结束办件（{numbers}）")
    if application.applicant_id not in members:
        # What was confirmed for one who is still there stands; what was confirmed for the family is revoked first.
        found = [case for case in found if case.person_id is None or case.stage != "confirmed"] or found
    for case in found:
        case.application = application
    return found


def _refuse(
    application: Application, new: NewApplicant, day: datetime.date, members: dict[int, Membership], *, gone: bool
) -> None:
    refuse_future(new.on, day)
    faults = _faults_of_person(application, new, day, members)
    if len(new.reason.strip()) < SHORTEST_REASON:
        faults["reason"] = "请写明更换申请人的原因"
    died = application.applicant.died_on
    earliest = max(application.arrived_on, died) if died is not None else application.arrived_on
    if new.on < earliest:
        faults["on"] = f"签署日期早于{'申请人死亡' if earliest == died else '申请'}的日期（{earliest}），请核对"
    if new.document is None and not gone:
        faults["document"] = "原申请人仍是这户成员的，须有其书面同意或不能继续申请的证明；请先上传材料，再选择"
    elif new.document is not None:
        faults |= _fault_of_paper(application, new.document, gone=gone)
    if faults:
        raise Refused(faults)


def _fault_of_paper(application: Application, document: int, *, gone: bool) -> dict[str, str]:
    """It lies with the household; and nobody living is replaced on a paper that was there before the wish could be."""
    filed = application.household.documents.filter(withdrawn_at__isnull=True)
    if not filed.filter(pk=document).exists():
        return {"document": "没有这份材料，或不属于这户"}
    if not gone and document not in {one.pk for one in papers_to_show(application, gone=False)}:
        return {
            "document": "须是本次申请（或上次更换申请人）以后上传的书面同意（材料种类选“更换申请人同意书”），"
            "或原申请人本人不能继续申请的证明（诊断证明、残疾人证、自理能力评估，上传时选本人）"
        }
    return {}


def _faults_of_person(
    application: Application, new: NewApplicant, day: datetime.date, members: dict[int, Membership]
) -> dict[str, str]:
    """Of the household on the day, somebody else than before, and able to act: an adult, or represented by one."""
    faults = {}
    chosen = members.get(new.person)
    if new.person == application.applicant_id:
        faults["person"] = "此人就是现在的申请人"
    elif chosen is None:
        faults["person"] = "新的申请人应是这户现在的成员"
    elif chosen.person.born_on is None and not new.agent_name.strip():
        faults["agent_name"] = f"{chosen.person.name}没有登记出生日期，不能确定已成年：请先登记，或由监护人代为办理"
    elif is_minor(chosen.person, day) and not new.agent_name.strip():
        faults["agent_name"] = f"{chosen.person.name}未成年，须由监护人代为办理；没有监护人的，填写村（居）民委员会"
    if new.agent_name.strip() and not new.agent_paper.strip():
        faults["agent_paper"] = "请填写委托书、监护证明或村（居）委会证明的编号"
    return faults


def _told(old: Person, chosen: Person, new: NewApplicant) -> str:
    """What the history says of it, sealed: who was, who is, who acts for them, and why."""
    acts = f"（由{new.agent_name.strip()}代为办理）" if new.agent_name.strip() else ""
    died = f"（{old.died_on}死亡）" if old.died_on is not None else ""
    paper = f"；材料第{new.document}号" if new.document is not None else ""
    return f"原申请人{old.name}{died}，现申请人{chosen.name}{acts}，{new.on}签署确认：{new.reason.strip()}{paper}"


def _replace(case: Case, by: Desk, told: str, *, gone: bool) -> None:
    move = replacement_of(case, gone=gone)
    if gone:
        # Of who is still there the window has taken it in when it was entered.
        take_in_hand(case, by, "acceptance")
        take_down_notices(case, by, _DOWN)
    write_step(case, move, by=by, reason=told)


def papers_to_show(application: Application, *, gone: bool) -> Sequence[Document]:
    """The papers of the household one of which shows why another applies; `gone` where the first died or left.

    Who is still there has signed their consent, or was found unable, since they applied or took the place themselves.
    """
    filed = application.household.documents.filter(withdrawn_at__isnull=True).order_by("-pk")
    if gone:
        return list(filed)
    change = last_change(application.pk)
    since = change.at if change is not None else application.created_at
    unable = Q(kind__in=_SHOWS_UNABLE, person=application.applicant_id)
    return list(filed.filter(Q(kind=CONSENT) | unable, filed_at__gt=since))
