"""Stages, dues and decisions as a family is told of them: what it means, and whether they have to do anything."""

from typing import Any

from django.utils.translation import gettext as _

from doudi.documents.letters import KINDS
from doudi.interfaces.site.jinja import either
from doudi.policy.instruments import UnknownCitation, resolve
from doudi.policy.procedure.clocks import DEADLINES
from doudi.policy.procedure.stages import STAGES
from doudi.policy.programmes import BY_KEY
from doudi.records.cases.clocks import Due
from doudi.records.cases.words import DECISIONS, NOTICES


def stage_said(stage: str) -> str:
    """A stage in plain words."""
    told = {
        "draft": _("申请还没有提交。请联系受理窗口。"),
        "submitted": _("申请已收到，乡镇（街道）正在看材料是否齐全。您暂时不用做什么。"),
        "supplement_required": _("材料还不齐。请按下面的清单补齐，可以在本页上传，也可以送到受理窗口。"),
        "accepted": _("申请已受理，接下来会派人上门了解情况。请保持电话畅通。"),
        "surveying": _("正在调查核实，会有两名工作人员上门。请如实说明家里的情况。"),
        "core_failed": _("部门信息核对认为不符合条件。您不同意的，可以向乡镇（街道）提出复查。"),
        "appraised": _("村里已开过评议会，乡镇（街道）接着提出意见。"),
        "first_opinion": _("乡镇（街道）已提出初步意见，准备公示。"),
        "unmet": _("乡镇（街道）初步认为不符合条件，还要由县级审核。"),
        "under_publicity": _("正在村里公示。公示期满没有异议的，报县级审核。"),
        "objected": _("公示期间有人提出异议，正在重新调查。"),
        "second_opinion": _("重新调查后已提出意见。"),
        "federation_verified": _("残联已核对残疾人证，接着由县级审核。"),
        "county_review": _("材料已报到县里，正在审核。"),
        "confirmed": _("已经确认给予救助。请等待发放。"),
        "refused": _("没有通过，会书面告诉您理由。"),
        "refusal_notified": _("没有通过，已书面告知理由。不服的可以复议或起诉，见下面的说明。"),
        "active": _("正在享受救助。家里情况有变化，请在一个月内告诉村（居）委会或乡镇（街道）。"),
        "reported": _("已收到您的急难情况，乡镇（街道）会尽快先行救助。"),
        "relieved": _("已经先行救助，手续以后补办。"),
        "withdrawn": _("您已撤回这项申请。以后需要可以再申请。"),
        "discontinued": _("这项申请已终止办理，理由见通知。"),
    }
    return told.get(stage) or stage_name(stage)


def stage_name(stage: str) -> str:
    """The name of a stage."""
    return either(STAGES[stage])


def programme_name(key: str) -> str:
    """The name of a programme."""
    return either((BY_KEY[key].zh, BY_KEY[key].en))


def due_said(due: Due) -> str:
    """What the office has to do, and by when."""
    what = either(DEADLINES[due.deadline.name])
    if due.on is None:
        return _("%(what)s：等材料补齐后再计时") % {"what": what}
    if due.is_over:
        return _("%(what)s：应于%(day)s前完成，已超期；您可以向县级民政部门反映") % {"what": what, "day": due.on}
    return _("%(what)s：最迟%(day)s") % {"what": what, "day": due.on}


def letter_name(kind: str) -> str:
    """The name of a kind of letter."""
    return either((KINDS[kind].zh, KINDS[kind].en)) if kind in KINDS else kind


def decision_name(kind: str) -> str:
    """The name of a kind of decision."""
    return either(DECISIONS[kind])


def notice_name(kind: str) -> str:
    """The name of a kind of notice."""
    return either(NOTICES[kind])


def article_of(cite: str) -> str:
    """An article by its name; what is written down where it is none that is known."""
    try:
        found = resolve(cite)
    except UnknownCitation:
        return cite
    return either((found.zh, found.en))


def look_name(kind: str) -> str:
    """What was done in looking."""
    return {"view": _("查看"), "open": _("查看"), "print": _("打印"), "export": _("导出")}.get(kind, _("查看"))


def words() -> dict[str, Any]:
    """The words the citizens' templates use."""
    return {
        "stage_said": stage_said, "stage_name": stage_name, "programme_name": programme_name, "due_said": due_said,
        "letter_name": letter_name, "decision_name": decision_name, "notice_name": notice_name,
        "article_of": article_of, "look_name": look_name,
    }  # fmt: skip
