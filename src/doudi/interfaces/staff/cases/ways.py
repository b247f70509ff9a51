"""Where each declared move is done: the page of the step and the word on its button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.interfaces.site.jinja import url
from doudi.policy.procedure.stages import Move
from doudi.records.accounts.desk import Desk
from doudi.records.cases.forms import FORMS

# By where a move leads; the event tells apart steps beside the main line. Page, word, tone.
_WAYS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("submitted", ""): ("application", N_("到申请页办理"), "primary"),
    ("submitted", "applied"): ("application", N_("到申请页办理"), "primary"),
    ("accepted", "accepted"): ("application", N_("到申请页受理"), "primary"),
    ("supplement_required", ""): ("application", N_("到申请页告知"), "secondary"),
    ("surveying", "survey_started"): ("inquiry-new", N_("入户调查"), "primary"),
    ("surveying", "core_check_requested"): ("case-request-check", N_("提请信息核对"), "secondary"),
    ("surveying", "core_check_started"): ("inquiry-new", N_("填写核对报告"), "primary"),
    ("core_failed", ""): ("case-core-failed", N_("告知核对超标"), "warning"),
    ("appraised", ""): ("inquiry-new", N_("民主评议"), "secondary"),
    ("first_opinion", "surveyed"): ("case-opinion", N_("提出初审意见"), "primary"),
    ("unmet", "surveyed"): ("case-opinion", N_("提出初审意见"), "primary"),
    ("unmet", "resurveyed"): ("case-second-opinion", N_("重新提出意见"), "primary"),
    ("second_opinion", "resurveyed"): ("case-second-opinion", N_("重新提出意见"), "primary"),
    ("under_publicity", "posted"): ("case-post", N_("发布公示"), "primary"),
    ("under_publicity", "reposted"): ("case-post", N_("重新公示"), "primary"),
    ("objected", "objected"): ("case-object", N_("登记异议"), "secondary"),
    ("county_review", "county_received"): ("case-send", N_("报送县级"), "primary"),
    ("federation_verified", ""): ("case-verify", N_("核验残疾人证"), "primary"),
    ("confirmed", "decided"): ("case-confirm", N_("确认"), "success"),
    ("refused", "decided"): ("case-refuse", N_("不予确认"), "danger"),
    ("refusal_notified", "letter_delivered"): ("case-tell-refusal", N_("登记送达"), "primary"),
    ("withdrawn", ""): ("case-withdraw", N_("撤回申请"), "secondary"),
    ("discontinued", ""): ("case-discontinue", N_("终止办理"), "secondary"),
    ("relieved", "relieved"): ("case-relieve", N_("先行救助"), "primary"),
    ("papers_complete", "papers_completed"): ("case-papers", N_("手续已补齐"), "primary"),
    ("papers_complete", "decided"): ("case-decide-more", N_("县级审批"), "primary"),
    ("escalated", "county_received"): ("case-escalate", N_("报县级审批"), "secondary"),
    ("closed", "posted"): ("case-close", N_("事后公示并办结"), "primary"),
    ("closed", ""): ("case-close", N_("签收归档"), "primary"),
    ("paid", ""): ("case-paid", N_("登记支付"), "primary"),
    ("end_decided", "decided"): ("case-decide-exit", N_("决定是否终止"), "primary"),
    ("end_decided", "reposted"): ("case", N_("重新公示"), "secondary"),
    ("continued", "decided"): ("case-decide-exit", N_("决定是否终止"), "primary"),
    ("terminated", "letter_delivered"): ("case-tell-exit", N_("送达终止通知"), "primary"),
}
# Where the same move has another page for one of the procedures.
_OF_EXIT = {"under_publicity": "case-propose-exit", "county_review": "case-hand-up"}
# Ways out of a procedure are no work that waits.
_WAYS_OUT = frozenset(("withdrawn", "discontinued"))
_REVIEWED = ("county_review", "unmet")
_KINDS = {"core_check_started": "core_check", "survey_started": "home_visit"}


@dataclass(frozen=True)
class Way:
    """A step that can be taken: its word, the address of its page, its tone."""

    label: str
    href: str
    tone: str
    is_way_out: bool = False
    form: str = ""

    def is_open_to(self, by: Desk) -> bool:
        """Whether the post also fills in the form the step begins with."""
        return not self.form or any(by.may(duty) for duty in FORMS[self.form].duties)


def way_of(case: Any, move: Move) -> Way:
    """The page on which a declared move of a case is made."""
    key = (move.target, move.records or "")
    if move.target == "surveying" and move.records is None:
        back = move.by == ("county",)
        key_name = "case-send-back" if back else "case-core-objection"
        label = _("发回补充调查") if back else _("核对结果异议")
        return Way(label, url(key_name, case.pk), "secondary")
    name, label, tone = _WAYS.get(key, ("case", N_("办理"), "secondary"))
    if case.procedure == "tekun_exit":
        name = _OF_EXIT.get(move.target, name)
    if name == "application":
        return Way(_(label), url(name, case.application_id), tone)
    if name == "inquiry-new":
        return _inquiry(case, move, _(label), tone)
    return Way(_(label), url(name, case.pk), tone, move.target in _WAYS_OUT)


def _inquiry(case: Any, move: Move, label: str, tone: str) -> Way:
    kind = "appraisal" if move.target == "appraised" else _KINDS.get(move.records or "", "home_visit")
    if kind == "home_visit" and case.procedure in ("orphan", "unattended_child"):
        kind, label = "data_comparison", _("部门信息比对")
    return Way(label, f"{url('inquiry-new', case.pk)}?kind={kind}", tone, form=kind)


def review_way(case: Any) -> Way:
    """The county reviewer's opinion, which the procedure declares as no move of its own."""
    return Way(_("县级审核意见"), url("case-review", case.pk), "primary")


def ways_of(case: Any, moves: Sequence[Move], by: Desk) -> list[Way]:
    """The steps open to the reader, each page once, in the order the procedure declares them; the review before all."""
    found: dict[str, Way] = {}
    if case.stage in _REVIEWED and case.route == "county" and case.procedure != "tekun_exit" and by.may("review"):
        way = review_way(case)
        found[way.href] = way
    for move in moves:
        way = way_of(case, move)
        if way.is_open_to(by):
            found.setdefault(way.href, way)
    return list(found.values())
