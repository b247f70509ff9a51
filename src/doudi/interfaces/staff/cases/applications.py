"""Applying: from the household to the acceptance, on one page that says what is still wanted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.interfaces.site.gaps_said import gap_said
from doudi.interfaces.site.route import route
from doudi.interfaces.staff.acting import act
from doudi.interfaces.staff.cases.common import (
    application_or_404,
    desk_of,
    home_of_application,
    page_of,
    page_of_application,
    words,
)
from doudi.interfaces.staff.cases.forms import ReasonForm, SureForm
from doudi.interfaces.staff.cases.forms_intake import (
    ApplicantForm,
    ApplicationForm,
    BringingForm,
    ForwardForm,
    HouseholdForm,
    ProgrammeForm,
    PromiseForm,
    ProxyForm,
    SignatureForm,
    WaiverForm,
)
from doudi.interfaces.staff.cases.ways import ways_of
from doudi.interfaces.staff.households.page import reader_language
from doudi.interfaces.staff.households.reasons import reasons_of
from doudi.records.accounts.desk import Desk
from doudi.records.cases.actions import applicants, ending, exits, intake
from doudi.records.cases.changes import TELLS_OF_CHANGE, changes_of, letters_of_change, names_told, untold_change
from doudi.records.cases.gaps import blocking, gaps_of
from doudi.records.cases.hands import refuse_relative
from doudi.records.cases.models import Application
from doudi.records.cases.queries import forwarded_within, moves_of, open_cases_of
from doudi.records.evidence.answers import tell
from doudi.records.evidence.casefile import known_of
from doudi.records.registry.queries import benefit_within, household_by_number, household_within, members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access


@route("enter_application")
def application_new(request: HttpRequest) -> HttpResponse:
    """The way in: which household applies. Whoever is not registered yet is registered first."""
    by = desk_of(request)
    forwarded = request.GET.get("forwarded", "")
    form = HouseholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = household_by_number(by, form.cleaned_data["number"])
        if found is not None:
            onward = reverse("application-open", args=[found.pk])
            return redirect(f"{onward}?forwarded={forwarded}" if forwarded.isdecimal() else onward)
        form.add_error("number", _("没有这个户编号，或不在您的管辖范围内；外乡镇的请用“转办”"))
    row = (
        forwarded_within(by).filter(pk=int(forwarded)).first()
        if forwarded.isdecimal() and len(forwarded) < 10
        else None
    )
    context = {"form": form, "forwarded": row, "crumbs_": [(_("申请"), reverse("applications")), (_("登记申请"), None)]}
    return render(request, "cases/application_new.html", context, status=422 if form.errors else 200)


@route("enter_application")
def application_open(request: HttpRequest, household: int) -> HttpResponse:
    """An application of one household: who, for what, why; with what the rules say of it today."""
    by = desk_of(request)
    found = household_within(by, household)
    if found is None:
        raise Http404
    forwarded = request.GET.get("forwarded", "")
    form = ApplicationForm(
        request.POST or None, members=members_on(found, by.day),
        initial={"arrived_on": by.day, "channel": "village" if by.held.level == "village" else "window"},
    )  # fmt: skip

    def do(_told: dict[str, Any]) -> Application:
        draft = form.draft(int(forwarded) if forwarded.isdecimal() and len(forwarded) < 10 else None)
        return intake.open_application(by=by, household=household, draft=draft, at=request.now)  # type: ignore[attr-defined]

    return act(
        request, form, do,
        title=_("登记申请"), onward=page_of_application, done=lambda made: _("已登记申请 %(n)s") % {"n": made.number},
        crumbs=[(_("申请"), reverse("applications")), (f"{found.label} {found.number}", reverse("household", args=[found.pk])),
                (_("登记申请"), None)],
        button=_("登记"), back=reverse("household", args=[found.pk]), template="cases/application_open.html",
        context={"household": found, "open_ones": open_cases_of(found.pk), **words()},
    )  # fmt: skip


@route("see_cases", methods=("GET",))
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """An application: what it asks for, what the rules say, what is wanted, what is signed, what comes next."""
    found, by = application_or_404(request, pk), desk_of(request)
    shows = by.may("see_sensitive")
    known = known_of(found.household, by.day)
    told = tell(known, reader_language()) if shows else None
    if shows:
        log_access(
            by,
            kind="view",
            facts=["income", "answer"],
            household=found.household_id,
            reason=_("申请 %(n)s") % {"n": found.number},
        )
    cases = list(found.cases.select_related("person", "household", "application__applicant").order_by("pk"))
    wanted = gaps_of(found, by.day, known) if found.closed_on is None else []
    asked = {case.programme for case in cases}
    context = {
        "application": found, "cases": cases, "crumbs_": home_of_application(found), "shows": shows, "told": told,
        "ways": {case.pk: ways_of(case, moves_of(by, case), by) for case in cases},
        "reasons": reasons_of(told, ()) if told is not None and told.answer is not None else [],
        "asked": asked, "gaps": wanted, "blocking": blocking(wanted), "may": by.may,
        "notice": getattr(found, "notice", None), "papers_until": ending.papers_until(found),
        "replaced": list(changes_of(found)) if shows else [], "replacement": applicants.waiting_of(found.pk),
        **_owed(found, by),
        "signed": list(found.authorisations.select_related("person").order_by("pk")),
        "stages": {case.stage for case in cases if case.closed_on is None}, **words(),
    }  # fmt: skip
    return render(request, "cases/application.html", context)


def _owed(found: Application, by: Desk) -> dict[str, Any]:
    """Who applied before and has not been told in writing, and where the letter is made or its delivery written down."""
    change = untold_change(found.pk) if by.may("accept_application") else None
    if change is None:
        return {}
    made = letters_of_change(found.pk, change)
    new = reverse("application-letter", args=[found.pk, TELLS_OF_CHANGE])
    return {"untold": names_told(change.reason), "tell": reverse("letter-deliver", args=[made[0].pk]) if made else new}


def _step(
    request: HttpRequest, found: Any, form: Any, do: Any, *, title: str, done: str, button: str, lead: str = ""
) -> HttpResponse:
    """The page of one step of an application."""
    return act(
        request, form, do, title=title, onward=page_of_application(found), done=done,
        crumbs=home_of_application(found, title), button=button, lead=lead,
    )  # fmt: skip


@route("enter_application")
def add_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One more programme of the same application."""
    found, by = application_or_404(request, pk), desk_of(request)
    form = ProgrammeForm(request.POST or None, members=members_on(found.household, by.day))

    def do(_told: dict[str, Any]) -> Any:
        programme, person = form.chosen()
        return intake.add_programme(by=by, application=pk, programme=programme, person=person)

    return _step(request, found, form, do, title=_("增加申请项目"), done=_("已增加"), button=_("添加"))


@route("enter_application", methods=("POST",))
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The application handed in."""
    return _at_once(request, pk, lambda by: intake.submit_application(by=by, application=pk), _("已提交"))


@route("accept_application", methods=("POST",))
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The application accepted: the clocks run from today."""
    return _at_once(
        request, pk, lambda by: intake.accept_application(by=by, application=pk), _("已受理，期限自今日起算")
    )


@route("accept_application", methods=("POST",))
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything wanted told at once, and only once."""
    return _at_once(
        request, pk, lambda by: intake.give_notice(by=by, application=pk), _("已一次性告知，请打印告知书交申请人")
    )


def _at_once(request: HttpRequest, pk: int, do: Any, done: str) -> HttpResponse:
    """A step without a form; what is refused is said on the page it came from."""
    found = application_or_404(request, pk)
    try:
        do(desk_of(request))
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return redirect(page_of_application(found))


@route("enter_application")
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant brought what was wanted."""
    found, by = application_or_404(request, pk), desk_of(request)
    return _step(
        request, found, BringingForm(request.POST or None),
        lambda told: intake.bring_papers(by=by, application=pk, note=told["note"]),
        title=_("登记补正"), done=_("已登记补正"), button=_("登记"),
    )  # fmt: skip


@route("enter_application")
def sign(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """An authorisation signed."""
    found, by = application_or_404(request, pk), desk_of(request)
    form = SignatureForm(request.POST or None, initial={"signed_on": by.day})
    return _step(
        request, found, form,
        lambda told: intake.sign_authorisation(
            by=by, application=pk, person=person, signed_on=told["signed_on"], signed_by=told["signed_by"],
            finger_print=told["finger_print"],
        ),
        title=_("登记核对授权"), done=_("已登记授权"), button=_("登记"),
    )  # fmt: skip


@route("enter_application")
def revoke_signature(request: HttpRequest, pk: int, authorisation: int) -> HttpResponse:
    """An authorisation taken back."""
    found, by = application_or_404(request, pk), desk_of(request)
    if not found.authorisations.filter(pk=authorisation).exists():
        raise Http404
    return _step(
        request, found, ReasonForm(request.POST or None),
        lambda told: intake.revoke_authorisation(by=by, authorisation=authorisation, reason=told["reason"]),
        title=_("撤回核对授权"), done=_("已撤回，此后不再据此核对"), button=_("撤回"),
    )  # fmt: skip


@route("enter_application")
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """The commitment signed."""
    found, by = application_or_404(request, pk), desk_of(request)
    form = PromiseForm(request.POST or None, initial={"on": by.day})
    return _step(
        request, found, form, lambda told: intake.sign_commitment(by=by, application=pk, on=told["on"]),
        title=_("登记诚信承诺"), done=_("已登记承诺"), button=_("登记"),
    )  # fmt: skip


@route("enter_application")
def proxy(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of proxy filed."""
    found, by = application_or_404(request, pk), desk_of(request)
    return _step(
        request, found, ProxyForm(request.POST or None),
        lambda told: intake.file_proxy(by=by, application=pk, paper=told["paper"]),
        title=_("登记委托书"), done=_("已登记"), button=_("登记"),
    )  # fmt: skip


@route("accept_application")
def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """Another member in the applicant's place."""
    found, by = application_or_404(request, pk), desk_of(request)
    members = applicants.others_who_may(found, by.day)
    gone, title = applicants.is_gone(found, by.day), _("更换申请人")
    papers = list(applicants.papers_to_show(found, gone=gone))
    form = ApplicantForm(
        request.POST or None, members=members, papers=papers, initial={"on": by.day, "version": found.version}
    )
    return act(
        request, form,
        lambda told: applicants.replace_applicant(
            by=by, application=pk, new=form.told(), version=told["version"]
        ),
        title=title, onward=page_of_application(found), done=_replaced_said, crumbs=home_of_application(found, title),
        button=_("更换"), template="cases/applicant.html",
        context={"application": found, "consent": "" if gone else applicants.CONSENT},
        lead=_("申请人死亡或离户的，家庭其他成员可以继续申请：已有的审核意见和公示作废，退回调查环节重新核实，期限继续计算。"
               "只属于本人的项目请另行终止；户内没有其他成员的，用“终止办理”。已签署的核对授权仍归签署人。"
               "原申请人仍在这户的，登记后由审核负责人确认，确认后须将“更换申请人告知书”送达本人。"),
    )  # fmt: skip


def _replaced_said(found: Application) -> str:
    """What was done: another applies now, or it waits to be confirmed."""
    if applicants.waiting_of(found.pk) is not None:
        return _("已登记，等待审核负责人确认；确认之前申请人不变")
    return _("已更换申请人；以后的文书送新的申请人，请发放新的查询码")


def _waiting_or_404(request: HttpRequest, pk: int) -> tuple[Application, Any]:
    """An application with what was entered of another applicant, read before it is confirmed; the look is logged."""
    found, by = application_or_404(request, pk), desk_of(request)
    waits = applicants.waiting_of(pk)
    if waits is None:
        raise Http404
    refuse_relative(found.household, by)
    log_access(
        by,
        kind="view",
        facts=["application"],
        household=found.household_id,
        reason=_("申请 %(n)s") % {"n": found.number},
    )
    return found, waits


@route("first_opinion")
def confirm_applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """Another in the place of an applicant who is still there, confirmed as it was entered."""
    found, waits = _waiting_or_404(request, pk)
    by = desk_of(request)
    title = _("确认更换申请人")
    return act(
        request, SureForm(request.POST or None, initial={"version": found.version}),
        lambda told: applicants.confirm_replacement(by=by, application=pk, version=told["version"]),
        title=title, onward=page_of_application(found), done=_("已确认更换；请将“更换申请人告知书”送达原申请人"),
        crumbs=home_of_application(found, title), button=_("确认更换"), template="cases/applicant_confirm.html",
        lead=_("请核对材料是否为原申请人本人所签，或确能证明其不能继续申请；有疑问的，电话或当面向其核实。"),
        context={"application": found, "waits": waits},
    )  # fmt: skip


@route("accept_application", "first_opinion")
def drop_applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered of another applicant taken back, or not confirmed."""
    found, _waits = _waiting_or_404(request, pk)
    by = desk_of(request)
    return _step(
        request, found, ReasonForm(request.POST or None, initial={"version": found.version}),
        lambda told: applicants.drop_replacement(
            by=by, application=pk, reason=told["reason"], version=told["version"]
        ),
        title=_("不予更换申请人"), done=_("已撤销更换申请人的登记，申请人不变"), button=_("不予更换"),
    )  # fmt: skip


@route("accept_application")
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Something wanted that is asked for no longer; `?key=` says what."""
    found, by = application_or_404(request, pk), desk_of(request)
    key = request.GET.get("key", "")
    gap = next((one for one in gaps_of(found, by.day) if one.key == key), None)
    if gap is None:
        raise Http404
    return _step(
        request, found, WaiverForm(request.POST or None),
        lambda told: intake.waive_gap(by=by, application=pk, key=key, reason=told["reason"]),
        title=_("免予提交"), done=_("已登记"), button=_("免予提交"), lead=gap_said(gap.what),
    )  # fmt: skip


@route("enter_application")
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """A complaint about the application: the county visits in person."""
    found, by = application_or_404(request, pk), desk_of(request)
    return _step(
        request, found, ReasonForm(request.POST or None),
        lambda told: intake.note_complaint(by=by, application=pk, reason=told["reason"]),
        title=_("登记投诉举报"), done=_("已登记；这户由县级入户核查并确认"), button=_("登记"),
    )  # fmt: skip


@route("accept_application", methods=("POST",))
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code for the citizen to follow the application with: shown this once."""
    found = application_or_404(request, pk)
    told = intake.issue_code(by=desk_of(request), application=pk)
    context = {"application": found, "code": told, "crumbs_": home_of_application(found, _("查询码"))}
    return render(request, "cases/application_code.html", context)


@route("accept_application")
def forward(request: HttpRequest) -> HttpResponse:
    """Somebody came to the wrong office: word is sent to the right one, with the day they came."""
    by = desk_of(request)
    form = ForwardForm(request.POST or None, initial={"arrived_on": by.day})
    return act(
        request, form,
        lambda told: intake.forward(
            by=by, name=told["name"], phone=told["phone"], words=told["words"], village=told["village"].strip(),
            arrived_on=told["arrived_on"],
        ),
        title=_("转办"), onward=reverse("applications"), done=_("已转给有权受理的单位，到达日期不变"),
        crumbs=[(_("申请"), reverse("applications")), (_("转办"), None)], button=_("转办"),
        lead=_("申请人户籍不在本乡镇（街道）的，登记后转给户籍地；到达日期按今天保留。"),
    )  # fmt: skip


@route("see_cases")
def report_exit(request: HttpRequest, benefit: int) -> HttpResponse:
    """Somebody on tekun may no longer qualify: the case of ending it is opened."""
    by = desk_of(request)
    found = benefit_within(by, benefit)
    if found is None or found.programme != "tekun" or found.until is not None:
        raise Http404
    return act(
        request, ReasonForm(request.POST or None),
        lambda told: exits.report_exit(by=by, benefit=benefit, reason=told["reason"]),
        title=_("报告终止供养"), onward=page_of, done=_("已立案，请调查核实"),
        crumbs=[(_("家庭"), reverse("household", args=[found.household_id])), (_("报告终止供养"), None)],
        button=_("报告"), back=reverse("household", args=[found.household_id]),
    )  # fmt: skip
