"""An application letter taken in: filed as the paper it is, and what an officer confirmed of it recorded as declared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.evidence.documents import PaperDraft, file_documents
from doudi.records.evidence.models import Document
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording


@dataclass(frozen=True)
class Confirmed:
    """One thing a letter says that an officer has confirmed, and whose it is; `key` is where a refusal is said."""

    key: str
    person: int | None
    draft: FactDraft


def take_letter(*, by: Desk, household: int, paper: PaperDraft, confirmed: Sequence[Confirmed]) -> Document:
    """File a letter for a household and record what was confirmed of it, all or nothing.

    Raises NotAllowed, and Refused with every fact that cannot be recorded, by its key.
    """
    by.must("file_documents")
    by.must("record_facts")
    faults: dict[str, str] = {}
    with recording(by, reason="读取申请书"):
        (filed,) = file_documents(by=by, household=household, drafts=[replace(paper, kind="application")])
        for one in confirmed:
            draft = replace(one.draft, source="declared", document=filed.pk)
            try:
                record_fact(by=by, household=household, person=one.person, draft=draft)
            except Refused as why:
                faults[one.key] = "；".join(why.faults.values())
        if faults:
            raise Refused(faults)
    return filed
