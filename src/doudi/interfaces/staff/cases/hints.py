"""What has to be there before a case can go on, and whose turn it is: the words beside the buttons of the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.documents.letters import KINDS
from doudi.interfaces.site.jinja import either
from doudi.policy.procedure.stages import LOST, PROCEDURES
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import POSTS
from doudi.records.cases.actions.opinions import FOUND_OUT
from doudi.records.cases.duties import posts_of
from doudi.records.cases.forms import FORMS

_CHECKED = ("dibao", "near_dibao", "dibao_single")
_CHILDREN = ("orphan", "unattended_child")
_WAYS_OUT = frozenset(("withdrawn", "discontinued"))
_NOTICES = ("first_opinion", "second", "exit")


@dataclass(frozen=True)
class Hint:
    """One thing the next step waits for, whether it is there, and where the reader does it (empty: not theirs)."""

    said: str
    done: bool
    href: str = ""


@dataclass(frozen=True)
class File:
    """What a case has gathered, and who reads it.

    `mends` where relief was given without an answer of the rules, `answered` whether they answer now.
    """

    case: Any
    by: Desk
    inquiries: Sequence[Any]
    postings: Sequence[Any]
    opinions: Sequence[Any]
    mends: bool = False
    answered: bool = True

    def form(self, kind: str, said: str) -> Hint:
        """A form to be finished; it leads to the one begun, or to a new one."""
        of_kind = [one for one in self.inquiries if one.kind == kind]
        if any(one.finished_at for one in of_kind):
            return Hint(said, True)
        if not any(self.by.may(duty) for duty in FORMS[kind].duties):
            return Hint(said, False)
        if of_kind:
            return Hint(said, False, reverse("inquiry", args=[of_kind[0].pk]))
        return Hint(said, False, f"{reverse('inquiry-new', args=[self.case.pk])}?kind={kind}")


def turn_of(case: Any) -> list[str]:
    """The posts that can take the case on from where it stands, in the reader's language."""
    keys = {
        key
        for move in PROCEDURES[case.procedure].moves
        if move.source == case.stage != move.target
        and not move.revoking
        and move.target not in _WAYS_OUT
        and "anyone" not in move.by
        and move.route in ("any", case.route)
        for key in posts_of(move)
    }
    return [either((post.zh, post.en)) for post in POSTS.values() if post.key in keys]


def hints_of(file: File) -> list[Hint]:
    """What the next step waits for at the stage of the case."""
    match file.case.stage:
        case "accepted" | "surveying" | "appraised":
            return _survey(file)
        case "under_publicity" | "second_opinion" | "objected":
            return _notice(file)
        case "county_review":
            return _county(file)
        case "discontinued":
            return _told_of_the_end(file)
        case "relieved" | "escalated" if file.mends:
            to = "" if file.answered else reverse("household", args=[file.case.household_id])
            return [Hint(_("更正有矛盾的情况，系统能够研判"), file.answered, to)]
    return []


def _told_of_the_end(file: File) -> list[Hint]:
    """Who asked and got no decision is told in writing: the letter of this end made, and delivered."""
    kind = list(file.case.steps.all())[-1].document
    made = list(file.case.letters.filter(kind=kind).order_by("-pk"))
    name = either((KINDS[kind].zh, KINDS[kind].en))
    tells = any(file.by.may(duty) for duty in ("accept_application", "first_opinion", "review", "confirm"))
    new = reverse("letter-new", args=[file.case.pk, kind]) if tells and not made else ""
    delivered = any(one.delivered_on for one in made)
    deliver = reverse("letter-deliver", args=[made[0].pk]) if tells and made and not delivered else ""
    return [
        Hint(_("制作%(letter)s") % {"letter": name}, bool(made), new),
        Hint(_("送达%(letter)s") % {"letter": name}, delivered, deliver),
    ]


def _survey(file: File) -> list[Hint]:
    procedure = file.case.procedure
    if procedure in _CHILDREN:
        return [file.form("data_comparison", _("部门信息比对")), *_found_out_anew(file, "data_comparison")]
    found = [file.form("home_visit", _("两人入户调查")), *_found_out_anew(file, "home_visit")]
    if procedure in _CHECKED:
        found.append(_data_check(file))
    if procedure == "tekun":
        found.append(file.form("self_care", _("生活自理能力评估")))
    return found


def _found_out_anew(file: File, kind: str) -> list[Hint]:
    """What was found out before the case came back, or before the applicant was lost, answers for nothing since."""
    back = [
        step.at
        for step in file.case.steps.all()
        if (step.document == "return_note" and step.target == "surveying")
        or (step.document == "applicant_change" and step.ground in LOST)
    ]
    if not back:
        return []
    since = any(one.finished_at and one.finished_at > back[-1] and one.kind in FOUND_OUT for one in file.inquiries)
    new = f"{reverse('inquiry-new', args=[file.case.pk])}?kind={kind}"
    may = any(file.by.may(duty) for duty in FORMS[kind].duties)
    return [Hint(_("发回或更换申请人以后的新调查记录"), since, new if may and not since else "")]


def _data_check(file: File) -> Hint:
    """The report of the county, which the township asks for first."""
    if any(one.kind == "core_check" and one.finished_at for one in file.inquiries):
        return Hint(_("县级信息核对报告"), True)
    if any(step.event == "core_check_requested" for step in file.case.steps.all()):
        return file.form("core_check", _("县级信息核对报告"))
    asks = file.case.stage == "surveying" and file.by.may("survey")
    return Hint(_("提请县级信息核对"), False, reverse("case-request-check", args=[file.case.pk]) if asks else "")


def _notice(file: File) -> list[Hint]:
    hanging = [one for one in file.postings if one.kind in _NOTICES]
    if not hanging:
        return []
    found = _hangs(file, hanging[-1]) if file.case.stage == "under_publicity" else []
    objections = [one for posting in hanging for one in posting.objections.all() if one.timely]
    heard = [one.received_on for one in objections if one.is_identified and not one.is_set_aside]
    if file.case.stage == "objected" and heard:
        since = max(heard)
        again = any(
            one.kind in ("home_visit", "appraisal") and one.finished_at and one.on >= since for one in file.inquiries
        )
        new = f"{reverse('inquiry-new', args=[file.case.pk])}?kind=home_visit" if file.by.may("survey") else ""
        found.append(Hint(_("重新入户调查或民主评议"), again, "" if again else new))
    if objections:
        found.append(_answered(file, objections))
    return found


def _hangs(file: File, last: Any) -> list[Hint]:
    """The last notice: to hang until its day is over, then to be taken down; one that came down early hangs anew."""
    if last.taken_down_on is not None and last.taken_down_on <= last.ends_on:
        again = "case-post" if file.by.held.level == "town" and last.kind != "exit" else "case-put-back"
        to = reverse(again, args=[file.case.pk]) if file.by.may("post_notice") else ""
        return [Hint(_("公示在期满之前撤下，须重新公示"), False, to)]
    over = file.by.day > last.ends_on
    takes = over and last.taken_down_on is None and file.by.may("post_notice")
    return [
        Hint(_("公示至 %(day)s 期满") % {"day": last.ends_on.isoformat()}, over, reverse("posting", args=[last.pk])),
        Hint(
            _("撤下公示"), last.taken_down_on is not None, reverse("posting-take-down", args=[last.pk]) if takes else ""
        ),
    ]


def _answered(file: File, objections: Sequence[Any]) -> Hint:
    waiting = [one for one in objections if not one.disposed_on]
    may = file.by.may("first_opinion") or file.by.may("review")
    to = reverse("case-objection", args=[file.case.pk, waiting[0].pk]) if waiting and may else ""
    return Hint(_("公示异议有处理结果"), not waiting, to)


def _county(file: File) -> list[Hint]:
    case, found = file.case, []
    if case.route != "county":
        return []
    application = case.application
    if application is not None and (application.near_relative or application.complaint):
        found.append(file.form("county_visit", _("县级入户核查")))
    if case.procedure == "tekun":
        found += _drawn(file)
    if case.procedure != "tekun_exit":
        reviewed = bool(file.opinions) and file.opinions[-1].kind == "review"
        to = reverse("case-review", args=[case.pk]) if not reviewed and file.by.may("review") else ""
        found.append(Hint(_("县级审核意见"), reviewed, to))
    return found


def _drawn(file: File) -> list[Hint]:
    """Tekun goes through a draw; who is drawn is visited, and the visit concluded."""
    checks = list(file.case.spot_checks.order_by("-pk"))
    if not checks:
        return [Hint(_("进入随机抽查"), False, reverse("draws") if file.by.may("review") else "")]
    found = [Hint(_("进入随机抽查"), True)]
    if checks[0].drawn:
        found.append(file.form("county_visit", _("被抽中：县级入户核查")))
        to = reverse("draw", args=[checks[0].draw_id]) if file.by.may("review") else ""
        found.append(Hint(_("被抽中：登记抽查结论"), bool(checks[0].conclusion), to))
    return found
