"""The steps of a case, each a form that does one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.cases.common import (
    application_or_404,
    case_or_404,
    desk_of,
    home_of,
    home_of_application,
    log_case,
    page_of,
    page_of_application,
    words,
)
from doudi.interfaces.staff.cases.forms import (
    AsideForm,
    DeliveryForm,
    DisposalForm,
    EndForm,
    ExitDecisionForm,
    ExitTellingForm,
    MoreForm,
    ObjectionForm,
    OpinionForm,
    ReasonForm,
    ReceivedForm,
    ReferenceForm,
    RefusalForm,
    ReliefForm,
    ResumingForm,
    SureForm,
    SuspensionForm,
)
from doudi.interfaces.staff.cases.page import doubt_said, told_of
from doudi.records.cases.actions import (
    deciding,
    ending,
    exits,
    inquiries,
    intake,
    opinions,
    publicity,
    temporary,
    timing,
)
from doudi.records.cases.actions.opinions import OpinionDraft
from doudi.records.cases.findings import Found, find
from doudi.records.cases.hands import refuse_relative
from doudi.records.cases.queries import case_to_pay, decision_within, objection_within, opinions_of
from doudi.records.registry.refusals import Refused, Stale

# A version on a page is a number of at most nine digits.
_LARGEST_VERSION = 10**9
Doing = Callable[[dict[str, Any]], Any]


def _step(
    request: HttpRequest,
    case: Any,
    form: forms.Form,
    do: Doing,
    *,
    title: str,
    done: str,
    button: str,
    lead: str = "",
    warning: str = "",
    template: str = "act.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of one step of a case: done, it leads back to the case."""
    return act(
        request, form, do, title=title, onward=page_of(case), done=done, crumbs=home_of(case, title), button=button,
        lead=lead, warning=warning, template=template, context=context,
    )  # fmt: skip


def _bound(request: HttpRequest, case: Any, kind: type[forms.Form], /, **rest: Any) -> Any:
    initial = {"version": case.version, **rest.pop("initial", {})}
    return kind(request.POST or None, initial=initial, **rest)


def _suggested(request: HttpRequest, case: Any) -> tuple[Found | None, OpinionDraft | None, str]:
    """The rules' answer, what it would have an officer propose, and why there is none."""
    try:
        found = find(case, desk_of(request))
    except Refused as why:
        return None, None, doubt_said(why)
    log_case(request, case, ["answer"])
    draft = OpinionDraft(
        grants=found.one.outcome == "eligible",
        monthly=found.one.monthly,
        once=found.one.least,
        care_mode=_care_mode(found),
    )
    return found, draft, ""


def _last_opinion(case: Any) -> Any:
    """The last opinion on a case, or None."""
    return (opinions_of(case) or [None])[-1]


def _care_mode(found: Found) -> str:
    told = [member.get("care_mode", "") for member in found.case_file["members"]]
    return str(told[found.one.person]) if 0 <= found.one.person < len(told) else ""


def _viewed(
    request: HttpRequest, case: Any, *, title: str, button: str, done: str, do: Any, only_grant: bool = False
) -> HttpResponse:
    """A form of opinion beside the rules' answer and what was proposed before."""
    found, draft, doubt = _suggested(request, case)
    before = _last_opinion(case)
    if only_grant and before is not None and before.grants:
        draft = OpinionDraft(True, before.monthly, before.once, before.dibao_class, before.care_mode)
    form = _bound(request, case, OpinionForm, case=case, suggested=draft, only_grant=only_grant)
    context = {
        "case": case, "live": found, "doubt": doubt, "reason": told_of(found.answer, found.one) if found else None,
        "opinions": opinions_of(case), **words(),
    }  # fmt: skip
    return _step(
        request, case, form, lambda told: do(form.draft(), told["version"]), title=title, done=done, button=button,
        template="cases/viewed.html", context=context,
    )  # fmt: skip


@route("first_opinion")
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The township's first opinion."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _viewed(
        request, case, title=_("初审意见"), button=_("提出意见"), done=_("初审意见已提出"),
        do=lambda draft, version: opinions.give_first_opinion(by=by, case=pk, draft=draft, version=version),
    )  # fmt: skip


@route("first_opinion")
def second_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinion after an objection."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _viewed(
        request, case, title=_("异议后重新审核"), button=_("提出新的意见"), done=_("新的意见已提出"),
        do=lambda draft, version: opinions.give_second_opinion(by=by, case=pk, draft=draft, version=version),
    )  # fmt: skip


@route("review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The county reviewer's opinion."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _viewed(
        request, case, title=_("县级审核意见"), button=_("提出审核意见"), done=_("审核意见已提出，由另一人确认"),
        do=lambda draft, version: opinions.give_review(by=by, case=pk, draft=draft, version=version),
    )  # fmt: skip


@route("confirm")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _viewed(
        request, case, title=_("确认"), button=_("确认"), done=_("已确认"), only_grant=True,
        do=lambda draft, version: deciding.confirm_case(by=by, case=pk, draft=draft, version=version),
    )  # fmt: skip


@route("confirm")
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """Several programmes of one application confirmed at once, each as it was proposed: all or none."""
    application, by = application_or_404(request, pk), desk_of(request)
    ready = [case for case in application.cases.order_by("pk") if case.stage in ("county_review", "under_publicity")]
    proposed = [(case, _last_opinion(case)) for case in ready]
    chosen = [(case, one) for case, one in proposed if one is not None and one.grants]

    # What was read is what is confirmed: another opinion, or a case more, has to be read first.
    seen = sum(one.pk + case.version for case, one in chosen) % _LARGEST_VERSION

    def do(told: dict[str, Any]) -> Any:
        if told["version"] not in (None, seen):
            raise Stale(_("打开页面之后意见有变动；下面是现在的，请看过再确认"), seen)
        drafts = [
            (case.pk, OpinionDraft(True, one.monthly, one.once, one.dibao_class, one.care_mode, one.reason))
            for case, one in chosen
        ]
        if not drafts:
            raise Refused(_("没有可以一并确认的项目"))
        return deciding.confirm_together(by=by, cases=drafts)

    return act(
        request, SureForm(request.POST or None, initial={"version": seen}), do, title=_("一并确认"), onward=page_of_application(application),
        done=_("已一并确认"), crumbs=home_of_application(application, _("一并确认")), button=_("全部确认"),
        lead=_("按最近的意见确认下列项目，全部成功或全部不动。"), template="cases/together.html",
        context={"chosen": chosen, **words()},
    )  # fmt: skip


@route("confirm")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The refusal, with its article."""
    case, by = case_or_404(request, pk), desk_of(request)
    form = _bound(request, case, RefusalForm, case=case)
    return _step(
        request, case, form,
        lambda told: deciding.refuse_case(
            by=by, case=pk, article=form.chosen(), reason=told["reason"], version=told["version"]
        ),
        title=_("不予确认"), done=_("已决定不予确认，请在三个工作日内书面告知"), button=_("不予确认"),
        warning=_("决定不能修改；有误的，由县级另作决定撤销。"),
    )  # fmt: skip


@route("accept_application", "survey")
def tell_refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """The refusal delivered."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, DeliveryForm),
        lambda told: deciding.tell_refusal(by=by, case=pk, delivered_to=told["delivered_to"], how=told["how"]),
        title=_("送达不予确认告知书"), done=_("已登记送达"), button=_("登记送达"),
    )  # fmt: skip


@route("review", "confirm")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The case sent back for a further survey."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: opinions.send_back(by=by, case=pk, reason=told["reason"], version=told["version"]),
        title=_("发回补充调查"), done=_("已发回补充调查"), lead=_("期限继续计算。"),
    )  # fmt: skip


def _reasoned(
    request: HttpRequest, case: Any, do: Doing, *, title: str, done: str, lead: str = "", warning: str = ""
) -> HttpResponse:
    """A step that only wants its reason."""
    return _step(
        request, case, _bound(request, case, ReasonForm), do, title=title, done=done, button=title, lead=lead,
        warning=warning,
    )  # fmt: skip


@route("accept_application")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant withdraws."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: intake.withdraw_case(by=by, case=pk, reason=told["reason"], version=told["version"]),
        title=_("撤回申请"), done=_("已撤回"), warning=_("撤回后不能恢复；可以重新申请。"),
    )  # fmt: skip


@route("accept_application", "first_opinion", "review", "confirm")
def discontinue(request: HttpRequest, pk: int) -> HttpResponse:
    """The case ended without a decision."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, EndForm, shown=ending.cause_of(case, by.day)),
        lambda told: ending.discontinue_case(
            by=by, case=pk, reason=told["reason"], cause=told["cause"], version=told["version"]
        ),
        title=_("终止办理"), button=_("终止办理"), done=_("已终止办理，请制作并送达终止办理告知书"),
        warning=_("终止后不能恢复；可以重新申请。"),
        lead=_("死亡、迁出的，请先在登记簿中登记，家里还有其他成员的请更换申请人；不配合调查的，须先送达配合调查通知书，期满、其间没有提交材料也没有调查记录的，由乡镇审核负责人或县级终止；补正期满仍未补正的，才能终止。"),
    )  # fmt: skip


@route("survey")
def request_check(request: HttpRequest, pk: int) -> HttpResponse:
    """A data check asked of the county."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SureForm),
        lambda _told: inquiries.request_core_check(by=by, case=pk),
        title=_("提请信息核对"), done=_("已提请，县级应在三个工作日内启动"), button=_("提请"),
        lead=_("全体成年成员（和法定义务人）签署核对授权后才能提请。"),
    )  # fmt: skip


@route("survey")
def core_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant told that the check is over the line."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: inquiries.tell_core_failed(by=by, case=pk, reason=told["reason"]),
        title=_("告知核对结果"), done=_("已告知申请人"), lead=_("申请人有异议并提供佐证的，应当复查。"),
    )  # fmt: skip


@route("enter_application")
def core_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant's objection to the check."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: inquiries.object_to_core_check(by=by, case=pk, evidence=told["reason"]),
        title=_("核对结果异议"), done=_("已登记，退回调查环节复查"),
    )  # fmt: skip


@route("post_notice")
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The first opinion posted."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SureForm),
        lambda told: publicity.post_case(by=by, case=pk, version=told["version"]),
        title=_("发布公示"), done=_("已公示；请打印公示单张贴，并拍照存档"), button=_("发布公示"),
        lead=_("公示单只有项目、村（社区）、申请人姓名、人数、起止日期和监督电话。"),
    )  # fmt: skip


@route("enter_application", "post_notice", "review")
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection to the notice that hangs."""
    case, by = case_or_404(request, pk), desk_of(request)
    posting = case.postings.filter(kind__in=("first_opinion", "second", "exit")).order_by("-pk").first()
    if posting is None:
        raise Http404
    form = _bound(request, case, ObjectionForm, initial={"received_on": by.day})
    return _step(
        request, case, form,
        lambda told: publicity.object_to(
            by=by, posting=posting.pk, content=told["content"], objector=told["objector"], contact=told["contact"],
            received_on=told["received_on"],
        ),
        title=_("登记公示异议"), done=_("已登记异议"), button=_("登记"),
        lead=_("异议人的身份加密保存，不对外透露。"),
    )  # fmt: skip


def _objection_shown(request: HttpRequest, case: Any, pk: int) -> Any:
    """An objection to a notice of the case, with who made it: not for the family's relatives, and every look is logged."""
    by = desk_of(request)
    found = objection_within(by, pk)
    if found is None or found.posting.case_id != case.pk:
        raise Http404
    refuse_relative(case.household, by)
    log_case(request, case, ["objection"])
    return found


@route("first_opinion", "review")
def dispose(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """What came of an objection."""
    case, by = case_or_404(request, pk), desk_of(request)
    found = _objection_shown(request, case, objection)
    return _step(
        request, case, _bound(request, case, DisposalForm),
        lambda told: publicity.dispose_objection(by=by, objection=objection, disposal=told["disposal"]),
        title=_("处理公示异议"), done=_("已登记处理结果"), button=_("登记"),
        lead=_("%(content)s（异议人：%(who)s；联系方式：%(contact)s。只供核实和答复，不得告诉被公示的家庭。）") % {
            "content": found.content, "who": found.objector or _("没有留姓名"), "contact": found.contact or _("没有留"),
        },
    )  # fmt: skip


@route("first_opinion", "review")
def set_aside(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """A web objection whose author cannot be reached."""
    case, by = case_or_404(request, pk), desk_of(request)
    found = _objection_shown(request, case, objection)
    form = _bound(request, case, AsideForm, initial={"first_on": found.received_on, "last_on": by.day})
    return act(
        request, form,
        lambda told: publicity.set_objection_aside(
            by=by, objection=objection, attempts=form.attempts(), found=told["found"]
        ),
        title=_("联系不上的网上异议"), onward=page_of(case), done=_("已作为线索登记处理结果"),
        crumbs=home_of(case, _("联系不上的网上异议")), button=_("登记"), fields={"attempts": "first_on"},
        lead=_("%(content)s（异议人：%(who)s；联系方式：%(contact)s。）至少分两天联系；仍联系不上的，作为线索核实，公示继续，期限不重新计算。") % {
            "content": found.content, "who": found.objector, "contact": found.contact,
        },
    )  # fmt: skip


@route("post_notice")
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A case whose notice came down early, back to where it was posted from."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case,
        lambda told: publicity.put_back(by=by, case=pk, reason=told["reason"], version=told["version"]),
        title=_("退回重新公示"), done=_("已退回，请重新公示"),
        lead=_("公示没有挂满期限就撤下的，退回公示前的环节，由乡镇（街道）重新公示，期限从头计算。"),
    )  # fmt: skip


@route("first_opinion", "survey")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The file sent to the county."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SureForm),
        lambda told: publicity.send_to_county(by=by, case=pk, version=told["version"]),
        title=_("报送县级"), done=_("已报送县级民政部门"), button=_("报送"),
    )  # fmt: skip


@route("verify_facts")
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate verified by the federation."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SureForm),
        lambda told: opinions.verify_certificate(by=by, case=pk, version=told["version"]),
        title=_("核验残疾人证"), done=_("已核验"), button=_("核验通过"), lead=_("请先填写并完成残疾人证核验表。"),
    )  # fmt: skip


@route("relieve")
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    """Relief at once."""
    case, by = case_or_404(request, pk), desk_of(request)
    limit = temporary.small_sum_limit(case, by)
    form = _bound(request, case, ReliefForm)
    return _step(
        request, case, form,
        lambda told: temporary.relieve(
            by=by, case=pk, once=form.fen(), goods=told["goods"], reason=told["reason"], again=told["again"],
            at=request.now,  # type: ignore[attr-defined]
        ),
        title=_("先行救助"), done=_("已登记救助，请在五个工作日内补齐手续"), button=_("救助"),
        lead=_("乡镇（街道）先行救助限额%(limit)s元；超过的先在限额内救助，余额报县级。") % {"limit": f"{limit / 100:.2f}"},
    )  # fmt: skip


@route("relieve")
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers complete after relief."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SureForm), lambda _told: temporary.complete_papers(by=by, case=pk),
        title=_("补齐手续"), done=_("手续已补齐"), button=_("手续已补齐"),
    )  # fmt: skip


@route("relieve")
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put to the county."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: temporary.escalate(by=by, case=pk, reason=told["reason"]),
        title=_("报县级审批"), done=_("已报县级"),
    )  # fmt: skip


@route("confirm")
def decide_more(request: HttpRequest, pk: int) -> HttpResponse:
    """What the county gives more."""
    case, by = case_or_404(request, pk), desk_of(request)
    form = _bound(request, case, MoreForm)
    return _step(
        request, case, form,
        lambda told: temporary.decide_escalated(by=by, case=pk, once=form.fen(), reason=told["reason"]),
        title=_("县级审批"), done=_("已审批"), button=_("审批"),
    )  # fmt: skip


@route("post_notice", "relieve")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The case closed: posted afterwards, or signed for."""
    case, by = case_or_404(request, pk), desk_of(request)
    if case.procedure == "temporary_urgent":
        return _step(
            request, case, _bound(request, case, SureForm), lambda _told: temporary.close_urgent(by=by, case=pk),
            title=_("事后公示并办结"), done=_("已事后公示并办结"), button=_("公示并办结"),
        )  # fmt: skip
    return _step(
        request, case, _bound(request, case, ReceivedForm),
        lambda told: temporary.close_paid(by=by, case=pk, received_by=told["received_by"]),
        title=_("签收归档"), done=_("已办结"), button=_("办结"),
    )  # fmt: skip


@route("pay", "relieve")
def paid(request: HttpRequest, pk: int) -> HttpResponse:
    """The amount paid; who pays comes from the list of what is to pay, and goes back to it."""
    by = desk_of(request)
    case = case_to_pay(by, pk)
    if case is None:
        raise Http404
    title, sees = _("登记支付"), by.may("see_cases")
    return act(
        request, _bound(request, case, ReferenceForm),
        lambda told: temporary.note_paid(by=by, case=pk, reference=told["reference"]),
        title=title, onward=page_of(case) if sees else reverse("to-pay"), done=_("已登记支付"), button=_("登记"),
        crumbs=home_of(case, title) if sees else [(_("待支付"), reverse("to-pay")), (case.number, None)],
    )  # fmt: skip


@route("survey")
def hand_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of tekun put to the county."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: exits.hand_up_exit(by=by, case=pk, opinion=told["reason"]),
        title=_("报县级核准终止"), done=_("已报县级"),
    )  # fmt: skip


@route("post_notice")
def propose_exit(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of tekun posted."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SureForm), lambda _told: exits.propose_exit(by=by, case=pk),
        title=_("拟终止供养公示"), done=_("已公示"), button=_("发布公示"),
    )  # fmt: skip


@route("confirm")
def decide_exit(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether tekun ends."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, ExitDecisionForm),
        lambda told: exits.decide_exit(by=by, case=pk, ends=told["ends"] == "yes", reason=told["reason"]),
        title=_("终止供养决定"), done=_("已作出决定"), button=_("决定"),
    )  # fmt: skip


@route("accept_application", "survey")
def tell_exit(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of tekun told."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, ExitTellingForm),
        lambda told: exits.tell_exit(
            by=by, case=pk, delivered_to=told["delivered_to"], other_help=told["other_help"]
        ),
        title=_("送达终止供养通知书"), done=_("已登记送达"), button=_("登记送达"),
    )  # fmt: skip


@route("confirm")
def revoke(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """A wrong decision revoked."""
    case, by = case_or_404(request, pk), desk_of(request)
    made = decision_within(by, decision)
    if made is None or made.case_id != case.pk:
        raise Http404
    return _reasoned(
        request, case, lambda told: deciding.revoke_decision(by=by, decision=decision, reason=told["reason"]),
        title=_("撤销决定"), done=_("已撤销原决定"),
        warning=_("撤销后重新办理，另作决定；作出原决定的人不能撤销。原决定保留备查。")
        if made.kind == "refuse"
        else _("原决定给予的救助随之停止；原决定保留备查。"),
    )  # fmt: skip


@route("first_opinion")
def raise_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A delegated case put to the county after all."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: deciding.raise_to_county(by=by, case=pk, reason=told["reason"]),
        title=_("改由县级确认"), done=_("已改由县级确认"),
    )  # fmt: skip


@route("first_opinion", "review", "confirm")
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """The clocks stopped."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, SuspensionForm, initial={"since": by.day}),
        lambda told: timing.suspend(by=by, case=pk, since=told["since"], reason=told["reason"]),
        title=_("中止计时"), done=_("已中止"), button=_("中止"),
    )  # fmt: skip


@route("first_opinion", "review", "confirm")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The clocks run again."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _step(
        request, case, _bound(request, case, ResumingForm, initial={"on": by.day}),
        lambda told: timing.resume(by=by, case=pk, on=told["on"]),
        title=_("恢复计时"), done=_("已恢复计时"), button=_("恢复"),
    )  # fmt: skip


@route("first_opinion", "review", "confirm")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """The longer limit."""
    case, by = case_or_404(request, pk), desk_of(request)
    return _reasoned(
        request, case, lambda told: timing.extend(by=by, case=pk, reason=told["reason"]),
        title=_("延长期限"), done=_("已延长"), lead=_("仅限法规规定的特殊情况。"),
    )  # fmt: skip
