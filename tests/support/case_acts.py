"""Everything anybody may try with a case, each by its action: for walks through procedures, right and wrong ones."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from doudi.records.accounts.desk import Desk, NotAllowed, citizen_desk, system_desk
from doudi.records.cases.actions import (
    applicants,
    deciding,
    draws,
    ending,
    exits,
    inquiries,
    intake,
    opinions,
    publicity,
    temporary,
    timing,
)
from doudi.records.cases.actions.letters import deliver_letter, make_letter
from doudi.records.cases.findings import find
from doudi.records.cases.forms import FORMS
from doudi.records.cases.models import Application, Authorisation, Case, Decision, Objection, Posting, SpotCheck
from doudi.records.evidence.documents import PaperDraft, file_documents, withdraw_document
from doudi.records.registry.actions.members import move_household, record_death
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from support.caseways import CONTENT, PNG, consent_filed
from world import FENGLING, World

# What an action may answer instead of doing anything.
REFUSALS = (Refused, NotAllowed)
_ARTICLES = {"temporary_urgent": "社会救助暂行办法#47"}


@dataclass
class At:
    """A case on a day, and who tries something with it."""

    world: World
    case: Case
    by: Desk

    @property
    def day(self) -> datetime.date:
        """Today."""
        return self.by.day

    @property
    def application(self) -> int:
        """The application of the case; 0 where it has none."""
        return self.case.application_id or 0


@dataclass(frozen=True)
class Act:
    """One thing to try: which posts it belongs to, at which stages it makes sense, and how it is done.

    `around` what happens to the family or its papers, or what a citizen does: no officer's hand in the case.
    """

    posts: tuple[str, ...]
    stages: frozenset[str]
    do: Callable[[At], Any]
    around: bool = False


def _draft(at: At, **over: Any) -> opinions.OpinionDraft:
    one = find(at.case, at.by).one
    once = (one.least or 50_000) if at.case.programme.startswith("temporary") else None
    draft = opinions.OpinionDraft(
        grants=one.outcome == "eligible", monthly=one.monthly, once=once, care_mode="", reason="调查属实，无其他情况"
    )
    return replace(draft, **over)


def _inquire(kind: str, *, of_application: bool = False) -> Callable[[At], Any]:
    def do(at: At) -> Any:
        own = at.world.desk("township_surveyor").officer_id
        other = at.world.desk("township_surveyor_second").officer_id
        whole = of_application and at.case.application_id is not None
        begun = inquiries.begin_inquiry(
            by=at.by,
            kind=kind,
            on=at.day,
            application=at.application if whole else None,
            case=None if whole else at.case.pk,
            content=CONTENT[kind](),
            second=(other if at.by.officer_id == own else own) if FORMS[kind].by_two else None,
        )
        return inquiries.finish_inquiry(by=at.by, inquiry=begun.pk)

    return do


def _last_posting(at: At) -> Posting:
    found = at.case.postings.order_by("-pk").first()
    if found is None:
        raise Refused("没有公示")
    return found


def _object(at: At) -> Any:
    return publicity.object_to(by=at.by, posting=_last_posting(at).pk, content="家里另有收入", objector="某村民")


def _dispose(at: At) -> Any:
    open_one = Objection.objects.filter(posting__case=at.case, disposed_on=None).first()
    return publicity.dispose_objection(by=at.by, objection=open_one.pk if open_one else 0, disposal="已核实，不属实")


def _conclude(at: At) -> Any:
    check = SpotCheck.objects.filter(case=at.case, drawn=True, conclusion="").first()
    visit = at.case.inquiries.filter(kind="county_visit", finished_at__isnull=False).last()
    return draws.conclude_check(by=at.by, check=check.pk if check else 0, inquiry=visit.pk if visit else 0)


def _revoke_decision(at: At) -> Any:
    last = Decision.objects.filter(case=at.case).exclude(kind="revoke").last()
    return deciding.revoke_decision(by=at.by, decision=last.pk if last else 0, reason="事实认定有误，撤销原决定")


def _revoke_authorisation(at: At) -> Any:
    one = Authorisation.objects.filter(application=at.application, revoked_on=None).first()
    return intake.revoke_authorisation(by=at.by, authorisation=one.pk if one else 0, reason="本人撤回授权")


def _ask_to_cooperate(at: At) -> Any:
    more = {"asked": "提供务工单位的工资证明，并约定入户时间", "reply_by_on": at.day + datetime.timedelta(days=5)}
    letter = make_letter(by=at.by, kind="cooperation_request", case=at.case.pk, more=more)
    return deliver_letter(by=at.by, letter=letter.pk, to="户主", how="直接送达")


def _discontinue(at: At) -> Any:
    """As the record shows by itself; where it shows nothing, for want of cooperation."""
    found = Case.objects.select_related("application__applicant", "household", "person").get(pk=at.case.pk)
    cause = "" if ending.cause_of(found, at.day) else "no_cooperation"
    return ending.discontinue_case(by=at.by, case=at.case.pk, reason="三次约定入户均未在家", cause=cause)


def _bring_paper(at: At) -> Any:
    paper = PaperDraft(PNG + b"income", "image/png", "income_proof")
    return file_documents(by=at.by, household=at.case.household_id, drafts=[paper])


def _applicant_dies(at: At) -> Any:
    """The applicant dies today; the next of the household becomes its head."""
    applicant = at.case.application.applicant if at.case.application is not None else None
    if applicant is None:
        raise Refused("没有申请")
    left = [one.person_id for one in members_on(at.case.household, at.day) if one.person_id != applicant.pk]
    relations = dict.fromkeys(left[1:], "other_relative")
    return record_death(
        by=at.by,
        person=applicant.pk,
        died_on=at.day,
        new_head=left[0] if left else None,
        relations=relations,
    )


def _replace_applicant(at: At, **more: Any) -> Any:
    """The first of the others goes on, with an agent whatever their age."""
    application = Application.objects.filter(pk=at.application).first()
    others = applicants.others_who_may(application, at.day) if application is not None else []
    new = applicants.NewApplicant(
        person=others[0].person_id if others else 0,
        reason="原申请人去世，家庭继续申请",
        on=at.day,
        agent_name="柳林村民委员会",
        agent_paper="村证〔2026〕3号",
        **more,
    )
    return applicants.replace_applicant(by=at.by, application=at.application, new=new)


def _another_applies(at: At) -> Any:
    return _replace_applicant(at, document=consent_filed(at.by, at.case.household_id))


def _tell_old_applicant(at: At) -> Any:
    letter = make_letter(by=at.by, kind="applicant_change_notice", application=at.application)
    return deliver_letter(by=at.by, letter=letter.pk, to="原申请人", how="直接送达")


def _lose_papers(at: At) -> Any:
    """The papers that were filed are taken back: the notice then asks for them."""
    filed = at.case.household.documents.filter(withdrawn_at__isnull=True)
    return [withdraw_document(by=at.by, document=one.pk, reason="错传") for one in filed]


def _move_away(at: At) -> Any:
    return move_household(
        by=at.by, household=at.case.household_id, territory=FENGLING, on=at.day, reason="举家搬迁", address="一组"
    )


def _set_aside(at: At) -> Any:
    open_one = Objection.objects.filter(posting__case=at.case, disposed_on=None, online=True).first()
    tries = [
        publicity.Attempt(at.day - datetime.timedelta(days=1), "拨打所留电话", "空号"),
        publicity.Attempt(at.day, "发短信", "没有回复"),
    ]
    return publicity.set_objection_aside(
        by=at.by, objection=open_one.pk if open_one else 0, attempts=tries, found="走访邻居，未发现所述情况"
    )


def _object_online(at: At) -> Any:
    village = citizen_desk(at.day, village=at.case.territory, name="公示异议", request="r")
    return publicity.object_to(
        by=village, posting=_last_posting(at).pk, content="家里有车", objector="某人", contact="13700002222"
    )


def _refuse(at: At) -> Any:
    article = _ARTICLES.get(at.case.procedure, "社会救助暂行办法#13")
    return deciding.refuse_case(by=at.by, case=at.case.pk, article=article, reason="不符合规定的条件")


def _begin_support(at: At) -> Any:
    return deciding.begin_support(by=system_desk(at.day, purpose="到期"), on=at.day)


def _opinion(give: Callable[..., Any], **over: Any) -> Callable[[At], Any]:
    return lambda at: give(by=at.by, case=at.case.pk, draft=_draft(at, **over))


def _case(action: Callable[..., Any], **told: Any) -> Callable[[At], Any]:
    return lambda at: action(by=at.by, case=at.case.pk, **told)


def _application(action: Callable[..., Any], **told: Any) -> Callable[[At], Any]:
    return lambda at: action(by=at.by, application=at.application, **told)


def _act(posts: str, stages: str, do: Callable[[At], Any], *, around: bool = False) -> Act:
    return Act(tuple(posts.split()), frozenset(stages.split()), do, around)


WINDOW, SURVEY, TOWN_HEAD = "township_acceptance", "township_surveyor", "township_approver"
REVIEWER, APPROVER, SECOND_APPROVER = "county_reviewer", "county_approver", "county_approver_second"
ACTS: dict[str, Act] = {
    "submit": _act(f"{WINDOW} village_assistant", "draft", _application(intake.submit_application)),
    "give_notice": _act(WINDOW, "submitted", _application(intake.give_notice)),
    "bring_papers": _act(WINDOW, "supplement_required", _application(intake.bring_papers)),
    "accept": _act(WINDOW, "submitted", _application(intake.accept_application)),
    "complain": _act(WINDOW, "surveying", _application(intake.note_complaint, reason="邻居举报隐瞒收入")),
    "revoke_authorisation": _act(WINDOW, "surveying", _revoke_authorisation),
    "withdraw": _act(WINDOW, "draft surveying under_publicity", _case(intake.withdraw_case, reason="不再申请")),
    "ask_to_cooperate": _act(SURVEY, "accepted surveying appraised core_failed", _ask_to_cooperate),
    "bring_paper": _act(WINDOW, "accepted surveying appraised", _bring_paper, around=True),
    "discontinue": _act(
        f"{TOWN_HEAD} {WINDOW}",
        "surveying objected",
        _discontinue,
    ),
    "discontinue_mistaken": _act(
        f"{REVIEWER} {TOWN_HEAD}",
        "draft submitted accepted reported",
        _case(ending.discontinue_case, reason="登记有误", cause="mistaken"),
    ),
    "applicant_dies": _act(
        WINDOW, "surveying first_opinion under_publicity objected county_review", _applicant_dies, around=True
    ),
    "replace_applicant": _act(
        WINDOW, "submitted accepted surveying first_opinion under_publicity objected county_review", _replace_applicant
    ),
    "lose_papers": _act(WINDOW, "draft", _lose_papers, around=True),
    "move_away": _act(WINDOW, "surveying under_publicity", _move_away, around=True),
    "discontinue_overdue": _act(WINDOW, "supplement_required", _case(ending.discontinue_case, reason="期满未补正")),
    "another_applies": _act(WINDOW, "surveying under_publicity county_review refused", _another_applies),
    "confirm_replacement": _act(
        f"{TOWN_HEAD} {WINDOW}",
        "surveying under_publicity county_review",
        _application(applicants.confirm_replacement),
    ),
    "drop_replacement": _act(
        f"{TOWN_HEAD} {WINDOW}",
        "surveying under_publicity county_review",
        _application(applicants.drop_replacement, reason="签字不是本人所签"),
    ),
    "tell_old_applicant": _act(
        f"{WINDOW} {SURVEY}", "surveying under_publicity county_review", _tell_old_applicant
    ),
    "home_visit": _act(SURVEY, "accepted surveying objected", _inquire("home_visit", of_application=True)),
    "data_comparison": _act(SURVEY, "accepted surveying", _inquire("data_comparison")),
    "self_care": _act(SURVEY, "surveying", _inquire("self_care")),
    "appraisal": _act(f"{SURVEY} village_assistant", "surveying objected", _inquire("appraisal")),
    "request_check": _act(SURVEY, "surveying", _case(inquiries.request_core_check)),
    "core_check": _act(REVIEWER, "surveying", _inquire("core_check")),
    "core_failed": _act(SURVEY, "surveying", _case(inquiries.tell_core_failed, reason="存款超过标准")),
    "object_to_check": _act(WINDOW, "core_failed", _case(inquiries.object_to_core_check, evidence="存款系代管")),
    "county_visit": _act(REVIEWER, "county_review", _inquire("county_visit")),
    "certificate": _act("partner_disability", "first_opinion", _inquire("certificate_check")),
    "verify": _act("partner_disability", "first_opinion", _case(opinions.verify_certificate)),
    "first_opinion": _act(TOWN_HEAD, "surveying appraised", _opinion(opinions.give_first_opinion)),
    "first_against": _act(TOWN_HEAD, "surveying", _opinion(opinions.give_first_opinion, grants=False)),
    "second_opinion": _act(TOWN_HEAD, "objected", _opinion(opinions.give_second_opinion)),
    "second_against": _act(TOWN_HEAD, "objected", _opinion(opinions.give_second_opinion, grants=False)),
    "review": _act(REVIEWER, "county_review unmet", _opinion(opinions.give_review)),
    "send_back": _act(f"{REVIEWER} {APPROVER}", "county_review unmet", _case(opinions.send_back, reason="支出情况不清")),
    "post": _act(f"{WINDOW} {TOWN_HEAD}", "first_opinion second_opinion", _case(publicity.post_case)),
    "take_down": _act(
        WINDOW,
        "under_publicity county_review objected second_opinion",
        lambda at: publicity.take_down(by=at.by, posting=_last_posting(at).pk, reason="公示期满"),
    ),
    "object": _act(WINDOW, "under_publicity", _object),
    "object_online": _act(WINDOW, "under_publicity", _object_online, around=True),
    "set_aside": _act(f"{TOWN_HEAD} {REVIEWER}", "objected", _set_aside),
    "dispose": _act(f"{TOWN_HEAD} {REVIEWER}", "second_opinion under_publicity county_review", _dispose),
    "send_up": _act(
        TOWN_HEAD,
        "under_publicity second_opinion first_opinion federation_verified",
        _case(publicity.send_to_county),
    ),
    "raise": _act(TOWN_HEAD, "under_publicity", _case(deciding.raise_to_county, reason="情况复杂，报县级")),
    "draw": _act(REVIEWER, "county_review", lambda at: draws.draw_checks(by=at.by)),
    "conclude": _act(REVIEWER, "county_review", _conclude),
    "confirm": _act(f"{APPROVER} {TOWN_HEAD}", "county_review under_publicity", _opinion(deciding.confirm_case)),
    "refuse": _act(f"{APPROVER} {TOWN_HEAD}", "unmet core_failed county_review", _refuse),
    "refuse_urgent": _act(TOWN_HEAD, "reported", _refuse),
    "tell_refusal": _act(f"{WINDOW} {SURVEY}", "refused", _case(deciding.tell_refusal, delivered_to="户主")),
    "revoke_decision": _act(
        APPROVER, "confirmed refusal_notified end_decided terminated continued", _revoke_decision
    ),
    "revoke_refusal": _act(SECOND_APPROVER, "refused refusal_notified", _revoke_decision),
    "begin_support": _act(APPROVER, "confirmed", _begin_support),
    "publish": _act(WINDOW, "confirmed active", _case(publicity.publish_result)),
    "hand_up_exit": _act(TOWN_HEAD, "surveying", _case(exits.hand_up_exit, opinion="建议终止供养")),
    "propose_exit": _act(REVIEWER, "county_review", _case(exits.propose_exit)),
    "end_exit": _act(
        APPROVER,
        "under_publicity objected county_review",
        _case(exits.decide_exit, ends=True, reason="已有法定义务人"),
    ),
    "continue_exit": _act(
        APPROVER, "county_review objected", _case(exits.decide_exit, ends=False, reason="仍符合供养条件")
    ),
    "tell_exit": _act(WINDOW, "end_decided", _case(exits.tell_exit, delivered_to="本人", other_help="低保")),
    "relieve": _act(
        f"{SURVEY} {TOWN_HEAD}", "reported", _case(temporary.relieve, once=80_000, reason="房屋烧毁", again="再次受灾")
    ),
    "papers": _act(f"{SURVEY} {TOWN_HEAD}", "relieved", _case(temporary.complete_papers)),
    "escalate": _act(f"{SURVEY} {TOWN_HEAD}", "relieved", _case(temporary.escalate, reason="重建缺口大")),
    "decide_more": _act(
        APPROVER, "escalated", _case(temporary.decide_escalated, once=300_000, reason="按标准追加救助")
    ),
    "close_urgent": _act(WINDOW, "papers_complete", _case(temporary.close_urgent)),
    "pay": _act(f"{SURVEY} county_finance", "confirmed", _case(temporary.note_paid, reference="P-1")),
    "close_paid": _act(WINDOW, "paid", _case(temporary.close_paid, received_by="户主")),
    "suspend": _act(TOWN_HEAD, "surveying", lambda at: timing.suspend(
        by=at.by, case=at.case.pk, since=at.day, reason="等待司法鉴定")),
    "resume": _act(TOWN_HEAD, "surveying", lambda at: timing.resume(by=at.by, case=at.case.pk, on=at.day)),
    "extend": _act(TOWN_HEAD, "surveying", _case(timing.extend, reason="情况特殊")),
}  # fmt: skip

# The way of each procedure to its end, as (act, days later); one right officer a step.
_TAKEN_IN = "submit accept"
STRAIGHT: dict[str, str] = {
    "dibao": f"{_TAKEN_IN} home_visit request_check core_check first_opinion post +8 take_down send_up review confirm publish",
    "tekun": f"{_TAKEN_IN} home_visit self_care first_opinion post +8 take_down send_up review draw county_visit conclude "
    "confirm publish",
    "tekun_exit": "home_visit hand_up_exit propose_exit +8 take_down end_exit tell_exit",
    "temporary_urgent": "relieve papers close_urgent",
    "temporary_spending": f"{_TAKEN_IN} home_visit core_check first_opinion post +6 take_down send_up review confirm pay close_paid",
    "rigid_expenditure": f"{_TAKEN_IN} home_visit core_check first_opinion send_up review confirm",
    "disability_subsidy": f"{_TAKEN_IN} home_visit first_opinion certificate verify send_up review confirm",
    "unattended_child": f"{_TAKEN_IN} data_comparison first_opinion send_up review confirm",
    "refused": f"{_TAKEN_IN} home_visit first_against review refuse tell_refusal",
    "core_failed": f"{_TAKEN_IN} home_visit request_check core_check core_failed refuse tell_refusal",
    "appraised": f"{_TAKEN_IN} home_visit request_check core_check appraisal first_opinion post +8 send_up send_back",
    "objected": f"{_TAKEN_IN} home_visit self_care first_opinion post +3 object home_visit second_opinion dispose take_down post",
    "exit_objected": "home_visit hand_up_exit propose_exit +3 object home_visit dispose continue_exit",
    "turned_against": f"{_TAKEN_IN} home_visit self_care first_opinion post +3 object home_visit second_against dispose review "
    "refuse tell_refusal",
    "down_too_early": f"{_TAKEN_IN} home_visit self_care first_opinion post +3 take_down post +8 take_down send_up",
    "urgent_by_mistake": "withdraw",
    "exit_anew": "home_visit hand_up_exit propose_exit +8 take_down end_exit revoke_decision propose_exit +8 take_down "
    "end_exit tell_exit",
    "escalated": "relieve escalate decide_more close_urgent",
    "refused_anew": f"{_TAKEN_IN} home_visit request_check core_check first_against review refuse tell_refusal revoke_refusal "
    "first_opinion post +8 take_down send_up review confirm",
    "urgent_anew": "refuse_urgent tell_refusal revoke_refusal relieve papers close_urgent",
    "withdrawn": f"{_TAKEN_IN} withdraw",
    "discontinued": f"{_TAKEN_IN} home_visit bring_paper ask_to_cooperate +6 discontinue",
    "papers_overdue": "lose_papers submit give_notice +31 discontinue_overdue",
    "died": f"{_TAKEN_IN} home_visit self_care first_opinion post +3 applicant_dies discontinue",
    "moved": f"{_TAKEN_IN} home_visit move_away discontinue",
    "mistaken": "submit discontinue_mistaken",
    "draft_back": "withdraw",
    "child_draft_back": "withdraw",
    "goes_on": f"{_TAKEN_IN} home_visit request_check core_check first_opinion post +2 applicant_dies replace_applicant "
    "home_visit first_opinion post +8 take_down send_up review confirm publish",
    "wished": f"{_TAKEN_IN} home_visit another_applies drop_replacement another_applies confirm_replacement tell_old_applicant "
    "withdraw",
    "set_aside": f"{_TAKEN_IN} home_visit request_check core_check first_opinion post +2 object_online +1 set_aside +5 take_down "
    "send_up review confirm",
    "heard_online": f"{_TAKEN_IN} home_visit request_check core_check first_opinion post +2 object_online home_visit second_opinion "
    "dispose +6 take_down send_up review confirm",
}
for _other in ("near_dibao", "dibao_single"):
    STRAIGHT[_other] = STRAIGHT["dibao"]
STRAIGHT["orphan"] = STRAIGHT["unattended_child"]
