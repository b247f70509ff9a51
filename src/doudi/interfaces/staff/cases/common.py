"""What the pages of cases share: finding what an address names, the way here, days of limits in words."""

import re
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from doudi.documents.letters import KINDS
from doudi.interfaces.site.jinja import either
from doudi.interfaces.site.route import desk_of
from doudi.policy.procedure.clocks import DEADLINES
from doudi.policy.procedure.stages import FORMER_GROUNDS, PROCEDURES, STAGES
from doudi.policy.programmes import BY_KEY
from doudi.records.cases.clocks import Due
from doudi.records.cases.queries import application_within, case_within
from doudi.records.trail.access import log_access

Crumbs = list[tuple[str, str | None]]
# Steps and inquiries keep the Chinese of their ground and of what came of them.
_GROUNDS = {one.zh: one for one in FORMER_GROUNDS} | {
    move.ground.zh: move.ground
    for procedure in PROCEDURES.values()
    for move in (*procedure.moves, *procedure.replacing)
}
_RESULTS = (
    N_("情况属实"), N_("与初审意见不符"), N_("属实"), N_("不属实"), N_("未超过标准"), N_("超过标准"), N_("需进一步核实"),
    N_("具备生活自理能力"), N_("部分丧失生活自理能力"), N_("完全丧失生活自理能力"),
)  # fmt: skip
_VOTES = re.compile(r"(不?属实)（同意(\d+)，不同意(\d+)，弃权(\d+)）")
_TONES = {
    "confirmed": "success",
    "active": "success",
    "relieved": "success",
    "refused": "danger",
    "refusal_notified": "danger",
    "unmet": "danger",
    "core_failed": "warning",
    "objected": "warning",
    "supplement_required": "warning",
    "under_publicity": "info",
    "county_review": "info",
}


def case_or_404(request: HttpRequest, pk: int) -> Any:
    """A case the desk may see; one elsewhere and one that does not exist look alike."""
    found = case_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


def application_or_404(request: HttpRequest, pk: int) -> Any:
    """An application the desk may see."""
    found = application_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


def home_of(case: Any, step: str | None = None) -> Crumbs:
    """The way to a case, or to a step of it."""
    way: Crumbs = [(_("办件"), reverse("cases"))]
    if step is None:
        return [*way, (case.number, None)]
    return [*way, (case.number, reverse("case", args=[case.pk])), (step, None)]


def home_of_application(application: Any, step: str | None = None) -> Crumbs:
    """The way to an application, or to a step of it."""
    way: Crumbs = [(_("申请"), reverse("applications"))]
    if step is None:
        return [*way, (application.number, None)]
    return [*way, (application.number, reverse("application", args=[application.pk])), (step, None)]


def page_of(case: Any) -> str:
    """The address of a case."""
    return reverse("case", args=[case.pk])


def page_of_application(application: Any) -> str:
    """The address of an application."""
    return reverse("application", args=[application.pk])


def stage_name(stage: str) -> str:
    """A stage in the reader's language."""
    return either(STAGES[stage])


def stage_tone(stage: str) -> str:
    """The tone of a stage's badge."""
    return _TONES.get(stage, "secondary")


def programme_name(programme: str) -> str:
    """A programme in the reader's language."""
    one = BY_KEY[programme]
    return either((one.zh, one.en))


def whose(case: Any) -> str:
    """Whose case it is: the person's, or the household's by its applicant or head."""
    if case.person is not None:
        return str(case.person.name)
    return str(case.application.applicant.name if case.application is not None else case.household.label)


def ground_name(zh: str) -> str:
    """The ground of a step in the reader's language; one that no procedure declares as it was written."""
    return either(_GROUNDS[zh]) if zh in _GROUNDS else zh


def result_name(zh: str) -> str:
    """What came of an inquiry, in the reader's language; of an appraisal with its votes."""
    if votes := _VOTES.fullmatch(zh):
        found, agreed, against, abstained = votes.groups()
        told = {"found": _(found), "for": agreed, "against": against, "abstained": abstained}
        return _("%(found)s（同意%(for)s，不同意%(against)s，弃权%(abstained)s）") % told
    return _(zh) if zh in _RESULTS else zh


def due_name(due: Due) -> str:
    """What is due, in the reader's language."""
    return either(DEADLINES[due.deadline.name])


def due_said(due: Due) -> str:
    """How much time is left, in words."""
    if due.left is None:
        return _("中止中")
    if due.left < 0:
        late = -due.left
        return ngettext("已超过%(days)s个工作日", "已超过%(days)s个工作日", late) % {"days": late}
    if due.left == 0:
        return _("今天到期")
    return ngettext("还剩%(days)s个工作日", "还剩%(days)s个工作日", due.left) % {"days": due.left}


def due_tone(due: Due) -> str:
    """Red when it is over, yellow when it is near."""
    if due.left is None:
        return "secondary"
    return "danger" if due.left < 0 else "warning" if due.left <= 2 else "secondary"


def letter_name(kind: str) -> str:
    """A kind of document in the reader's language."""
    return either((KINDS[kind].zh, KINDS[kind].en)) if kind in KINDS else kind


def log_case(request: HttpRequest, case: Any, facts: list[str]) -> None:
    """Log that the sensitive facts of a case were shown: the case itself is the stated reason."""
    log_access(
        desk_of(request),
        kind="view",
        facts=facts,
        household=case.household_id,
        reason=_("办件 %(n)s") % {"n": case.number},
    )


def words() -> dict[str, Any]:
    """The words the templates of cases use."""
    return {
        "stage_name": stage_name, "stage_tone": stage_tone, "programme_name": programme_name, "whose": whose,
        "due_name": due_name, "due_said": due_said, "due_tone": due_tone, "letter_name": letter_name,
        "ground_name": ground_name, "result_name": result_name,
    }  # fmt: skip
