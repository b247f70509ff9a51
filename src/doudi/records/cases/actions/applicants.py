"""Another member goes on with an application whose applicant died, left the household or can no longer apply.

A family asks, not one person of it: it names who speaks for it (DB57 article 4), and may name another. What was signed
stays with those who signed it; from that day on the letters go to the new applicant.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions.intake import take_down_notices
from doudi.records.cases.changes import last_change
from doudi.records.cases.flow import locked_application, replacement_of, write_step
from doudi.records.cases.hands import take_in_hand
from doudi.records.cases.models import Application, Case
from doudi.records.cases.notices import is_minor
from doudi.records.evidence.models import Document
from doudi.records.registry.actions.common import refuse_future
from doudi.records.registry.models import Membership, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

SHORTEST_REASON = 4
# Everybody's papers show who somebody is, and nothing of what they wish or cannot do any more.
_SHOWS_NO_WISH = ("identity_card", "household_register")
_DOWN = "申请人已更换，公示内容不再属实"


@dataclass(frozen=True)
class NewApplicant:
    """Who goes on with an application, since the day they signed that they do, and why.

    `agent_*` where somebody acts for them: a guardian, whom they sent, or the village committee for those who have nobody;
    `agent_paper` is the number of the letter of proxy or of the proof of guardianship. `document` is a paper of the
    household: what the first applicant signed, or what shows that they cannot go on. Where the first is still there it was
    filed since they applied.
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
    theirs alone is ended by itself. Who is still there is told in writing. Raises NotAllowed, Refused, Stale.
    """
    by.must("accept_application")
    with recording(by, reason="更换申请人"):
        found = locked_application(by, application, version=version)
        members = {one.person_id: one for one in members_on(found.household, by.day) if one.person.died_on is None}
        old, gone = found.applicant, found.applicant_id not in members
        going_on = _going_on(found, members)
        _refuse(found, new, by.day, members, gone=gone)
        chosen = members[new.person].person
        for case in going_on:
            _replace(case, by, _told(old, chosen, new), gone=gone)
        found.applicant = chosen
        found.agent_name, found.agent_relation = new.agent_name.strip(), new.agent_relation.strip()
        found.agent_paper = new.agent_paper.strip()
        # Who goes on promises anew, and whoever left no longer follows or ends it with the old code.
        found.promised_on, found.code_digest = new.on, ""
        found.version += 1
        found.save(
            update_fields=[
                *("applicant", "agent_name", "agent_relation", "agent_paper", "promised_on", "code_digest", "version"),
            ]
        )
    return found


def others_who_may(application: Application, day: datetime.date) -> list[Membership]:
    """Who of the household may take the applicant's place on a day: the living members beside the applicant."""
    members = members_on(application.household, day)
    return [one for one in members if one.person_id != application.applicant_id and one.person.died_on is None]


def is_gone(application: Application, day: datetime.date) -> bool:
    """Whether the applicant died or left the household by a day."""
    living = {one.person_id for one in members_on(application.household, day) if one.person.died_on is None}
    return application.applicant_id not in living


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
            "document": "须是本次申请（或上次更换申请人）以后上传的书面同意或不能继续申请的证明，不能用身份证、户口簿代替"
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
    take_in_hand(case, by, "acceptance")
    if gone:
        take_down_notices(case, by, _DOWN)
    write_step(case, move, by=by, reason=told)


def papers_to_show(application: Application, *, gone: bool) -> Sequence[Document]:
    """The papers of the household one of which shows why another applies; `gone` where the first died or left.

    Who is still there has signed it, or was found unable, since they applied or took the place themselves.
    """
    filed = application.household.documents.filter(withdrawn_at__isnull=True).order_by("-pk")
    if gone:
        return list(filed)
    change = last_change(application.pk)
    since = change.at if change is not None else application.created_at
    return list(filed.filter(filed_at__gt=since).exclude(kind__in=_SHOWS_NO_WISH))
