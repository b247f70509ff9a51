"""From the first word to acceptance: opening, signing, telling once what is wanted, accepting, withdrawing."""

import datetime
import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from doudi.policy.procedure.stages import PROCEDURES
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Grant
from doudi.records.accounts.powers import grant_in_force
from doudi.records.cases.changes import names_told, untold_change
from doudi.records.cases.flow import locked, locked_application, move_to, open_cases, take
from doudi.records.cases.gaps import Gap, blocking, gaps_of
from doudi.records.cases.hands import is_near_relative, refuse_relative
from doudi.records.cases.models import Application, Authorisation, Case, Forwarded, Notice, Step
from doudi.records.cases.numbers import numbered
from doudi.records.cases.programmes import ASKED, Asked, profile_of
from doudi.records.cases.words import CHANNELS
from doudi.records.evidence.models import Document
from doudi.records.registry.actions.common import refuse_closed, refuse_future
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on, obligors_of
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import name_of, place_on
from doudi.records.trail.recording import recording

# Usual practice of places: gaps not closed in a month may end the procedure. The law fixes no length.
SUPPLEMENT_DAYS = 30
# Whatever lay about longer is applied for anew: its facts are not of today.
LONGEST_ON_THE_WAY = 365


@dataclass(frozen=True)
class ApplicationDraft:
    """An application as it comes: for whom, by which way, for which programmes.

    `programmes` are pairs of a programme and whose it is (None for the household's). `agent_*` where somebody else
    applies for them; `agent_paper` is the number of the letter of proxy.
    """

    applicant: int
    programmes: Sequence[tuple[str, int | None]]
    channel: str = "window"
    request: str = ""
    causes: tuple[str, ...] = ()
    agent_name: str = ""
    agent_relation: str = ""
    agent_paper: str = ""
    arrived_on: datetime.date | None = None
    forwarded: int | None = None


def open_application(
    *, by: Desk, household: int, draft: ApplicationDraft, at: datetime.datetime | None = None
) -> Application:
    """Write down an application for one or more programmes; its cases are drafts until it is submitted.

    Urgent need counts as reported from this moment. Raises NotAllowed, and Refused for a household or programme
    that cannot be applied for, or where a case of the same programme is open already (which one, stands in it).
    """
    by.must("enter_application")
    with recording(by, reason="填报申请"):
        found = Household.objects.select_for_update().filter(by.within("territory"), pk=household).first()
        if found is None:
            raise Refused("没有这户，或不在您的管辖范围内；不属本乡镇的，请用“转办”")
        refuse_closed(found)
        refuse_relative(found, by)
        _check(found, draft, by.day)
        arrived = draft.arrived_on or by.day
        _refuse_arrival(arrived, by.day)
        office = found.territory[:9]
        application = Application.objects.create(
            number=numbered(office, "SQ", by.day.year),
            household=found,
            applicant_id=draft.applicant,
            territory=found.territory,
            office=office,
            channel=draft.channel,
            agent_name=draft.agent_name.strip(),
            agent_relation=draft.agent_relation.strip(),
            agent_paper=draft.agent_paper.strip(),
            request=draft.request.strip(),
            causes=list(draft.causes),
            arrived_on=arrived,
            arrived_at=by.territory if by.officer_id else office,
            entered_by_id=by.officer_id,
        )
        if draft.forwarded is not None:
            _take_forwarded(by, application, draft.forwarded)
        for programme, person in draft.programmes:
            _open_case(application, ASKED[programme], person, by, at)
    return application


def _refuse_arrival(arrived: datetime.date, day: datetime.date) -> None:
    """An application first came to some office today or within the year before; raises Refused."""
    refuse_future(arrived, day, "arrived_on")
    if arrived < day - datetime.timedelta(days=LONGEST_ON_THE_WAY):
        raise Refused({"arrived_on": f"首次收到日期{arrived}在一年以前，请核对"})


def _check(household: Household, draft: ApplicationDraft, day: datetime.date) -> None:
    faults = {}
    members = {one.person_id: one for one in members_on(household, day)}
    applicant = members.get(draft.applicant)
    if applicant is None:
        faults["applicant"] = "申请人应是这户的成员；他人代为申请的，请填写代办人"
    elif applicant.person.died_on is not None:
        faults["applicant"] = f"{applicant.person.name}已登记死亡，请另选申请人"
    if draft.channel not in dict(CHANNELS):
        faults["channel"] = "请选择申请方式"
    if draft.channel == "proxy" and not draft.agent_name.strip():
        faults["agent_name"] = "他人代为申请的，请填写代办人姓名"
    if not draft.programmes:
        faults["programmes"] = "请选择至少一个救助项目"
    for programme, person in draft.programmes:
        asked = ASKED.get(programme)
        if asked is None:
            faults["programmes"] = f"“{programme}”不能在这里申请"
        elif asked.of_person and (person is None or person not in members):
            faults["programmes"] = f"{asked.programme.zh}按人申请，请选择户内成员"
        elif not asked.of_person and person is not None:
            faults["programmes"] = f"{asked.programme.zh}按户申请，不选个人"
    if len(set(draft.programmes)) != len(draft.programmes):
        faults["programmes"] = "同一项目选了两次"
    if faults:
        raise Refused(faults)


def _open_case(
    application: Application, asked: Asked, person: int | None, by: Desk, at: datetime.datetime | None
) -> Case:
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=numbered(application.office, asked.letter, by.day.year),
                application=application,
                household=application.household,
                person_id=person,
                programme=asked.key,
                procedure=asked.procedure,
                profile=profile_of(application.territory),
                stage=PROCEDURES[asked.procedure].first,
                # Whether it is urgent is the township's to say (REG649 article 48).
                route="township" if asked.procedure == "temporary_urgent" else "county",
                territory=application.territory,
                opened_on=by.day,
            )
    except IntegrityError:
        open_one = Case.objects.filter(
            household=application.household, programme=asked.key, person=person, closed_on__isnull=True
        ).first()
        raise Refused({"programmes": f"{asked.programme.zh}已有在办的申请{_where_open(open_one, by)}"}) from None
    if asked.procedure == "temporary_urgent":
        take(case, "reported", by=by, at=at)
    return case


def _where_open(case: Case | None, by: Desk) -> str:
    """Which case of the same is open, and who ends it where the desk cannot reach it."""
    if case is None or by.reaches(case.territory):
        return f"（{case.number if case is not None else ''}），请在原申请上继续办理"
    ends = "登记撤回（还没有提交）" if case.stage == "draft" else "终止办理（迁出）"
    return f"（{case.number}），由{name_of(case.territory[:9])}办理；请其{ends}后再申请"


def add_programme(*, by: Desk, application: int, programme: str, person: int | None = None) -> Case:
    """Ask for one more programme in an application not yet accepted (一门受理). Raises NotAllowed, Refused."""
    by.must("enter_application")
    with recording(by, reason="增加申请项目"):
        found = locked_application(by, application)
        if found.accepted_on is not None or found.closed_on is not None:
            raise Refused("这份申请已受理或已办结；新的项目请另行申请")
        _check(
            found.household,
            ApplicationDraft(found.applicant_id, [(programme, person)], found.channel, agent_name="-"),
            by.day,
        )
        case = _open_case(found, ASKED[programme], person, by, None)
        if found.submitted_on is not None and case.stage == "draft":
            take(case, "submitted", by=by)
        _touch(found)
    return case


def submit_application(*, by: Desk, application: int, version: int | None = None) -> Application:
    """The applicant hands the application in: signed, with what there is. Raises NotAllowed, Refused, Stale."""
    by.must("enter_application")
    with recording(by, reason="提交申请"):
        found = locked_application(by, application, version=version)
        _each(found, "draft", lambda case: take(case, "submitted", by=by))
        found.submitted_on = found.submitted_on or by.day
        found.save(update_fields=["submitted_on"])
        _touch(found)
    return found


def sign_authorisation(
    *,
    by: Desk,
    application: int,
    person: int,
    signed_on: datetime.date,
    signed_by: str = "",
    finger_print: bool = False,
    document: int | None = None,
) -> Authorisation:
    """An adult member or an obligor has signed the authorisation to check their means; a guardian may sign for them.

    Raises NotAllowed, Refused.
    """
    by.must("enter_application")
    refuse_future(signed_on, by.day, "signed_on")
    with recording(by, reason="登记核对授权"):
        found = locked_application(by, application)
        members = [one.person_id for one in members_on(found.household, by.day)]
        if person not in members and person not in {one.relative_id for one in obligors_of(members, by.day)}:
            raise Refused({"person": "此人不是这户的成员，也不是成员的法定义务人"})
        _check_paper(found, document)
        if found.authorisations.filter(person=person, revoked_on__isnull=True).exists():
            raise Refused({"person": "此人的授权已登记"})
        return Authorisation.objects.create(
            application=found,
            person_id=person,
            signed_on=signed_on,
            signed_by=signed_by.strip(),
            finger_print=finger_print,
            document_id=document,
        )


def revoke_authorisation(*, by: Desk, authorisation: int, reason: str) -> Authorisation:
    """An authorisation is taken back: no further check rests on it, those made stand. Raises NotAllowed, Refused."""
    by.must("enter_application")
    if not reason.strip():
        raise Refused({"reason": "请写明撤回授权的原因"})
    with recording(by, reason="撤回核对授权"):
        standing = Authorisation.objects.filter(pk=authorisation, revoked_on=None)
        seen = standing.filter(application__in=Application.objects.filter(by.within("territory"))).first()
        if seen is None:
            raise Refused("没有这份授权，或已撤回")
        locked_application(by, seen.application_id)
        # Read again under the lock: of two who take it back at once the second is told.
        row = standing.first()
        if row is None:
            raise Refused("没有这份授权，或已撤回")
        row.revoked_on, row.revoked_reason = by.day, reason.strip()
        row.save(update_fields=["revoked_on", "revoked_reason"])
    return row


def sign_commitment(*, by: Desk, application: int, on: datetime.date) -> Application:
    """The applicant has signed that what was told is true and changes will be told. Raises NotAllowed, Refused."""
    by.must("enter_application")
    refuse_future(on, by.day)
    with recording(by, reason="登记诚信承诺"):
        found = locked_application(by, application)
        found.promised_on = on
        found.save(update_fields=["promised_on"])
    return found


def file_proxy(*, by: Desk, application: int, paper: str) -> Application:
    """The letter of proxy of somebody who applies for them is filed under its number. Raises NotAllowed, Refused."""
    by.must("enter_application")
    if not paper.strip():
        raise Refused({"paper": "请填写委托书编号"})
    with recording(by, reason="登记委托书"):
        found = locked_application(by, application)
        found.agent_paper = paper.strip()
        found.save(update_fields=["agent_paper"])
    return found


def waive_gap(*, by: Desk, application: int, key: str, reason: str) -> Application:
    """Ask no longer for something the platform of the government can show (DB57 article 10), with the reason.

    Signatures are never waived. Raises NotAllowed, Refused.
    """
    by.must("accept_application")
    if not reason.strip():
        raise Refused({"reason": "请写明免予提交的原因"})
    if key.startswith("sign:"):
        raise Refused("签字的授权、承诺、委托不能免交")
    with recording(by, reason="免予提交"):
        found = locked_application(by, application)
        if key not in {gap.key for gap in gaps_of(found, by.day)}:
            raise Refused("没有这项待补，请刷新页面")
        found.waived = [*found.waived, key]
        found.waived_reasons = _with_line(found.waived_reasons, by.day, reason)
        found.save(update_fields=["waived", "waived_reasons"])
    return found


def give_notice(*, by: Desk, application: int, version: int | None = None) -> Notice:
    """Tell the applicant, once, everything that is wanted; the clocks do not run until it is complete.

    Raises Refused where nothing is wanted, or where the notice was given before: what was forgotten then the office
    has to find out itself.
    """
    by.must("accept_application")
    with recording(by, reason="一次性告知"):
        found = locked_application(by, application, version=version)
        if Notice.objects.filter(application=found).exists():
            raise Refused("已一次性告知过，不能再次要求补正；漏列的事项由本机关自行查明，或按免交处理")
        wanted = blocking(gaps_of(found, by.day))
        if not wanted:
            raise Refused("材料已齐备，请直接受理")
        _each(found, "submitted", lambda case: take(case, "supplement_required", by=by))
        notice = Notice.objects.create(
            application=found,
            items=[_told(gap) for gap in wanted],
            told_on=by.day,
            answer_by=by.day + datetime.timedelta(days=SUPPLEMENT_DAYS),
            told_by_id=by.officer_id,
        )
        _touch(found)
    return notice


def _told(gap: Gap) -> dict[str, str]:
    return {"key": gap.key, "kind": gap.kind, "what": gap.what, "bring": gap.bring, "where": gap.where}


def bring_papers(*, by: Desk, application: int, note: str = "") -> Application:
    """The applicant has brought what the notice asked for: the application is looked at again. Raises NotAllowed, Refused."""
    by.must("enter_application")
    with recording(by, reason="补正材料"):
        found = locked_application(by, application)
        _each(found, "supplement_required", lambda case: take(case, "submitted", by=by, reason=note))
        _touch(found)
    return found


def accept_application(*, by: Desk, application: int, version: int | None = None) -> Application:
    """Accept what is complete: from this day the clocks run. Near relatives of staff are marked for the county.

    Raises Refused naming what the applicant still has to bring, NotAllowed.
    """
    by.must("accept_application")
    with recording(by, reason="受理申请"):
        found = locked_application(by, application, version=version)
        wanted = blocking(gaps_of(found, by.day))
        told = (
            {item["key"] for item in found.notice.items} if Notice.objects.filter(application=found).exists() else None
        )
        # After the notice only what it named can keep the application waiting.
        still = wanted if told is None else [gap for gap in wanted if gap.key in told or gap.kind == "signature"]
        if still:
            raise Refused("材料不齐，不能受理：" + "；".join(gap.what for gap in still[:12]) + _and_more(still, 12))
        found.near_relative = found.near_relative or is_near_relative(found, by.day)
        found.accepted_on = found.accepted_on or by.day
        found.save(update_fields=["near_relative", "accepted_on"])
        _each(found, "submitted", lambda case: _accept(case, found, by))
        _touch(found)
    return found


def _and_more(found: Sequence[Gap], shown: int) -> str:
    return f"；……共{len(found)}项" if len(found) > shown else ""


def _accept(case: Case, application: Application, by: Desk) -> Step:
    grant = grant_for(case, by.day)
    # A registered near relative's case and a complaint are the county's own (DB57 article 20).
    if grant is not None and not (application.near_relative or application.complaint):
        case.route, case.grant = "township", grant
        case.save(update_fields=["route", "grant"])
    return take(case, "accepted", by=by)


def grant_for(case: Case, day: datetime.date) -> Grant | None:
    """The grant under which the township confirms a case of this programme on a day, or None."""
    asked = ASKED.get(case.programme)
    if asked is None or not asked.power:
        return None
    return grant_in_force(asked.power, case.territory[:9], day)


def withdraw_case(*, by: Desk, case: int, reason: str, version: int | None = None) -> Step:
    """The applicant takes the application for one programme back: from home, or at the window, which writes down why.

    Raises NotAllowed, Refused, Stale.
    """
    _must_be_family_or_window(by)
    if not reason.strip():
        raise Refused({"reason": "请写明申请人撤回的原因，并请申请人在撤回申请书上签字"})
    with recording(by, reason="撤回申请"):
        found = locked(by, case, version=version)
        refuse_untold(found)
        take_down_notices(found, by, "申请人撤回")
        return take(found, "withdrawn", by=by, reason=reason)


def refuse_untold(case: Case) -> None:
    """Nobody ends what another asked for before that other knows who applies now; raises Refused."""
    change = untold_change(case.application_id) if case.application_id is not None else None
    if change is not None:
        before = names_told(change.reason)
        raise Refused(f"更换申请人一事还没有书面告知原申请人{before}：请先送达“更换申请人告知书”，再撤回或终止")


def _must_be_family_or_window(by: Desk) -> None:
    """The applicant from home, or who accepts applications: nobody else speaks for the family. Raises NotAllowed."""
    by.must("enter_application")
    if by.officer_id is not None:
        by.must("accept_application")


def take_down_notices(case: Case, by: Desk, reason: str) -> None:
    """Everything that hangs of a locked case comes down: what it tells does not hold any more."""
    case.postings.filter(taken_down_on__isnull=True).update(
        taken_down_on=by.day, taken_down_reason=reason, taken_down_by=by.officer_id
    )


def note_complaint(*, by: Desk, application: int, reason: str) -> Application:
    """A complaint was made about this application: the county visits in person (DB57 article 20). Raises NotAllowed, Refused."""
    by.must("enter_application")
    if not reason.strip():
        raise Refused({"reason": "请写明投诉举报的内容"})
    with recording(by, reason="投诉举报"):
        found = locked_application(by, application)
        found.complaint_reasons = _with_line(found.complaint_reasons, by.day, reason)
        found.save(update_fields=["complaint_reasons"])
        complained_of(found.pk)
        found.refresh_from_db()
    return found


def complained_of(application: int) -> None:
    """Mark a locked application as complained of: the county visits, and decides what it had delegated and nobody decided."""
    Application.objects.filter(pk=application).update(complaint=True)
    undecided = Case.objects.filter(application=application, route="township", closed_on__isnull=True)
    undecided = undecided.exclude(procedure="temporary_urgent").exclude(stage__in=("confirmed", "refused", "paid"))
    undecided.update(route="county", grant=None)


def _with_line(before: str, day: datetime.date, reason: str) -> str:
    """What was written before, and a line more with its day."""
    return f"{before}\n{day} {' '.join(reason.split())}".strip()


def issue_code(*, by: Desk, application: int) -> str:
    """A new code for the citizen to follow the application with; told once, only its hash is kept.

    With it one acts as the family: it is given out at the window alone, and the family's page tells that it was. Raises
    NotAllowed, Refused.
    """
    _must_be_family_or_window(by)
    code = f"{secrets.randbelow(10**8):08d}"
    with recording(by, reason="发放查询码"):
        found = locked_application(by, application)
        found.code_digest = code_digest(found.number, code)
        found.save(update_fields=["code_digest"])
    return code


def code_digest(number: str, code: str) -> str:
    """What is kept of a code: slow to try, and worth nothing without the application's number."""
    return hashlib.scrypt(code.encode(), salt=number.encode(), n=2**12, r=8, p=1).hex()


def forward(
    *, by: Desk, name: str, phone: str, words: str, village: str, arrived_on: datetime.date | None = None
) -> Forwarded:
    """Somebody came to the wrong office: send word to the right one, with the day they first came. Raises NotAllowed, Refused."""
    by.must("accept_application")
    faults = {}
    if not name.strip():
        faults["name"] = "请填写申请人姓名"
    if place_on(village, by.day) is None or len(village) != 12:
        faults["village"] = "请选择户籍所在的村（社区）"
    elif by.reaches(village):
        faults["village"] = "该村属本单位，请直接登记申请"
    if faults:
        raise Refused(faults)
    arrived = arrived_on or by.day
    _refuse_arrival(arrived, by.day)
    with recording(by, reason="转办"):
        return Forwarded.objects.create(
            name=name.strip(),
            phone=phone.strip(),
            words=words.strip(),
            village=village,
            from_office=by.territory,
            to_office=village[:9],
            arrived_on=arrived,
            forwarded_by_id=by.officer_id,
            forwarded_on=by.day,
        )


def _take_forwarded(by: Desk, application: Application, forwarded: int) -> None:
    row = Forwarded.objects.select_for_update().filter(by.within("village"), pk=forwarded, taken_as=None).first()
    if row is None:
        raise Refused({"forwarded": "没有这份转办，或已登记为申请"})
    application.arrived_on, application.arrived_at = row.arrived_on, row.from_office
    application.save(update_fields=["arrived_on", "arrived_at"])
    row.taken_as = application
    row.save(update_fields=["taken_as"])


def _each(application: Application, stage: str, do: Callable[[Case], object]) -> None:
    """Do something with every open case at a stage; raises Refused where there is none."""
    standing = open_cases(application.pk)
    cases = [case for case in standing if case.stage == stage]
    if not cases:
        any_case = min(standing, key=lambda case: case.pk, default=None)
        if any_case is None:
            raise Refused("这份申请已全部办结")
        # The sentence says where it stands and what may be done from there.
        target = {"draft": "submitted", "submitted": "accepted", "supplement_required": "submitted"}[stage]
        move_to(any_case, target)
        raise Refused("这份申请不在可以这样办理的阶段，请刷新页面")
    for case in cases:
        case.application = application
        do(case)


def _touch(application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(version=F("version") + 1)
    application.refresh_from_db()


def _check_paper(application: Application, document: int | None) -> None:
    if (
        document is not None
        and not Document.objects.filter(
            household=application.household_id, pk=document, withdrawn_at__isnull=True
        ).exists()
    ):
        raise Refused({"document": "没有这份材料，或不属于这户"})
