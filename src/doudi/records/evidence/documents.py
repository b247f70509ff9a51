"""Papers of a household: filed sealed under their hash, withdrawn with a reason, never taken away."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.models import Document
from doudi.records.evidence.sight import Sight
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.models import Household, Person
from doudi.records.registry.queries import households_within
from doudi.records.registry.reach import tied_to
from doudi.records.registry.refusals import Refused
from doudi.records.sealing import files
from doudi.records.sealing.ciphers import SealBroken
from doudi.records.statements import prepared, with_owner
from doudi.records.trail.recording import recording
from doudi.vocabulary.codes import load_list

_LONGEST_TITLE = 100


class PaperLost(Exception):
    """The bytes of a paper are gone or damaged; says what to do, in Chinese."""


@dataclass(frozen=True)
class PaperDraft:
    """A paper already checked and cleaned: its bytes and those of its thumbnail (a PNG, or none), what it is and whose."""

    data: bytes
    mime: str
    kind: str
    title: str = ""
    thumbnail: bytes = b""
    pages: int = 1
    person: int | None = None
    dated_on: datetime.date | None = None


def file_documents(*, by: Desk, household: int, drafts: Sequence[PaperDraft]) -> list[Document]:
    """Keep papers for a household, all or none: first the bytes, then the rows that name them.

    A household's version stays as it is: a paper more makes no form stale. Raises NotAllowed, Refused.
    """
    by.must("file_documents")
    return keep_papers(by=by, household=_household(by, household), drafts=drafts)


def keep_papers(*, by: Desk, household: Household, drafts: Sequence[PaperDraft]) -> list[Document]:
    """Keep papers of a household, for actions that have asked whether the desk may bring them. Raises Refused."""
    for draft in drafts:
        _check(draft, household, by.day)
    # Bytes without a row are sealed and harmless; a row without its bytes would be a paper lost.
    kept = [_kept(draft) for draft in drafts]
    with recording(by, reason="上传材料"):
        rows = [
            Document(
                household=household,
                person_id=draft.person,
                kind=draft.kind,
                title=draft.title.strip() or load_list("document_type").by_identifier[draft.kind].zh,
                mime=draft.mime,
                size=len(draft.data),
                digest=digest,
                thumbnail=thumbnail,
                pages=draft.pages,
                dated_on=draft.dated_on,
                filed_by_id=by.officer_id,
            )
            for draft, (digest, thumbnail) in zip(drafts, kept, strict=True)
        ]
        return Document.objects.bulk_create(rows)


def _kept(draft: PaperDraft) -> tuple[str, str]:
    return files.store(draft.data), files.store(draft.thumbnail) if draft.thumbnail else ""


def withdraw_document(*, by: Desk, document: int, reason: str) -> Document:
    """Take a paper out of the file: it is no longer shown, and stays to be read in the trail with the reason.

    Refused while a fact that stands rests on it; a partner's post withdraws its own papers only.
    """
    by.must("file_documents")
    if not reason.strip():
        raise Refused({"reason": "请写明撤回原因"})
    with recording(by, reason=reason):
        found = _own(by).select_for_update(of=("self",)).filter(pk=document, withdrawn_at__isnull=True).first()
        if found is None:
            raise Refused("没有这份材料，或已撤回")
        cited = found.evidence.filter(superseded_at__isnull=True).values_list("topic", flat=True)
        if topics := sorted({TOPICS[one].zh for one in cited}):
            raise Refused(f"这份材料是“{'、'.join(topics)}”的依据；请先更正那些情况，再撤回材料")
        Document.objects.filter(pk=found.pk).update(withdrawn_at=Now(), withdrawn_reason=reason.strip())
        found.refresh_from_db(fields=["withdrawn_at", "withdrawn_reason"])
    return found


def papers_of(sight: Sight, household: Household) -> list[Document]:
    """The papers of a household that a desk sees, latest first: a partner's post those it filed or that show its topics."""
    found = _papers(household.pk)
    if not sight.is_whole:
        seen = set(household.documents.filter(_seen(sight)).values_list("pk", flat=True))
        found = [one for one in found if one.pk in seen]
    return with_owner(found, household=household)


@prepared
def _papers(household: int) -> QuerySet[Document]:
    found = Document.objects.filter(household=household, withdrawn_at__isnull=True)
    return found.select_related("person", "filed_by").order_by("-filed_at", "-pk")


def document_within(by: Desk, pk: int) -> Document | None:
    """One paper of a household the desk reaches, or None; whether the desk may see inside is `is_seen`."""
    found = Document.objects.filter(household__in=households_within(by), withdrawn_at__isnull=True, pk=pk)
    return found.select_related("household", "person").first()


def opened(digest: str) -> bytes:
    """The bytes kept under a hash, of a paper or its thumbnail; raises PaperLost."""
    try:
        return files.fetch(digest)
    except (FileNotFoundError, SealBroken):
        raise PaperLost("这份材料的文件已损坏或丢失；请联系系统管理员从备份恢复，或重新上传") from None


def is_seen(sight: Sight, document: Document) -> bool:
    """Whether a desk may see a paper of a household it reaches."""
    return Document.objects.filter(_seen(sight), pk=document.pk).exists()


def _seen(sight: Sight) -> Q:
    if sight.is_whole:
        return Q()
    topics = [topic for topic in TOPICS if sight.knows(topic)]
    shown = Q(evidence__topic__in=topics, evidence__superseded_at__isnull=True)
    return Q(filed_by=sight.by.officer_id) | (shown if sight.by.may("see_sensitive") else Q(pk__in=()))


def _own(by: Desk) -> QuerySet[Document]:
    found = Document.objects.filter(household__in=households_within(by))
    return found.filter(filed_by=by.officer_id) if by.held.partner else found


def _household(by: Desk, household: int) -> Household:
    found = households_within(by).filter(pk=household).first()
    if found is None:
        raise Refused("没有这户，或不在您的管辖范围内")
    return found


def _check(draft: PaperDraft, household: Household, today: datetime.date) -> None:
    faults = {}
    if not draft.data:
        faults["files"] = "文件是空的，请重新选择"
    if draft.kind not in load_list("document_type").by_identifier:
        faults["kind"] = "请选择材料种类"
    if len(draft.title.strip()) > _LONGEST_TITLE:
        faults["title"] = f"名称最多{_LONGEST_TITLE}个字"
    if draft.dated_on is not None and draft.dated_on > today:
        faults["dated_on"] = f"日期{draft.dated_on}晚于今天（{today}），请核对"
    # A paper is the household's; it may be about those of another office too, and says no more of them than the name.
    if draft.person is not None and not Person.objects.filter(tied_to(household), pk=draft.person).exists():
        faults["person"] = "此人不是本户成员，也不是成员的亲属"
    if faults:
        raise Refused(faults)
