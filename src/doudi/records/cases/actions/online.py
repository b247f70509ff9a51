"""What a citizen does from home: leave word, apply, send papers, bring what was asked for. Nothing but the own affair."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.posts import ONLINE
from doudi.records.cases.actions.intake import (
    ApplicationDraft,
    bring_papers,
    issue_code,
    open_application,
    sign_commitment,
    submit_application,
)
from doudi.records.cases.flow import locked_application
from doudi.records.cases.models import Application, Forwarded
from doudi.records.evidence.documents import PaperDraft, keep_papers
from doudi.records.evidence.models import Document
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import place_on
from doudi.records.trail.recording import recording

MOST_PAPERS = 60
_LONGEST = 2000


@dataclass(frozen=True)
class Applied:
    """An application made online, and the code to follow it with, which is told this once."""

    application: Application
    code: str


def leave_word(*, by: Desk, name: str, phone: str, words: str, village: str) -> Forwarded:
    """Word to the township of a village from a family that asks for help. Raises NotAllowed, Refused."""
    _refuse_officers(by)
    faults = {}
    if not name.strip():
        faults["name"] = "请填写姓名"
    if not phone.strip():
        faults["phone"] = "请填写电话，工作人员好联系您"
    if not words.strip():
        faults["words"] = "请写一写家里的困难"
    elif len(words) > _LONGEST:
        faults["words"] = f"最多{_LONGEST}字"
    if len(village) != 12 or place_on(village, by.day) is None:
        faults["village"] = "请选择所在的村（社区）"
    if faults:
        raise Refused(faults)
    by.must("enter_application", village)
    with recording(by, reason="网上留言"):
        return Forwarded.objects.create(
            name=name.strip(),
            phone=phone.strip(),
            words=words.strip(),
            village=village,
            from_office=village[:9],
            to_office=village[:9],
            arrived_on=by.day,
            forwarded_on=by.day,
        )


def apply_online(
    *, by: Desk, household: int, draft: ApplicationDraft, papers: Sequence[PaperDraft] = (), promised: bool = False
) -> Applied:
    """Apply from home, with papers: written down, handed in, and given a code.

    `promised` where the applicant has said that all is true and changes will be told: the commitment the window would
    have signed. Raises NotAllowed, Refused.
    """
    _refuse_officers(by)
    with recording(by, reason="网上申请"):
        application = open_application(by=by, household=household, draft=replace(draft, channel="online"))
        _file(by, application, papers)
        if promised:
            sign_commitment(by=by, application=application.pk, on=by.day)
        # Urgent need is reported at once and has no draft to hand in.
        if application.cases.filter(stage="draft").exists():
            submit_application(by=by, application=application.pk)
        code = issue_code(by=by, application=application.pk)
    application.refresh_from_db()
    return Applied(application, code)


def send_papers(*, by: Desk, application: int, papers: Sequence[PaperDraft], note: str = "") -> list[Document]:
    """Papers to one's own application that is still open; what the notice asked for counts as brought.

    Raises NotAllowed, Refused.
    """
    _refuse_officers(by)
    with recording(by, reason="网上补充材料"):
        found = locked_application(by, application)
        if found.closed_on is not None:
            raise Refused("这份申请已办结，不再收材料；有新情况请重新申请")
        if not papers:
            raise Refused({"papers": "请选择要上传的材料"})
        kept = _file(by, found, papers)
        if found.cases.filter(stage="supplement_required", closed_on__isnull=True).exists():
            bring_papers(by=by, application=found.pk, note=note)
    return kept


def _file(by: Desk, application: Application, papers: Sequence[PaperDraft]) -> list[Document]:
    sent = Document.objects.filter(household=application.household_id, filed_by__isnull=True).count()
    if sent + len(papers) > MOST_PAPERS:
        raise Refused({"papers": f"网上提交的材料最多{MOST_PAPERS}份；其余请带到乡镇（街道）受理窗口"})
    return keep_papers(by=by, household=application.household, drafts=papers) if papers else []


def _refuse_officers(by: Desk) -> None:
    """These ways are citizens' own; an officer has those of the office, which name whoever acts."""
    if by.post_key != ONLINE.key:
        raise NotAllowed("这是群众网上办理的入口；工作人员请在办件页面办理")
    by.must("enter_application")
