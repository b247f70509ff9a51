"""Entering, checking, returning and withdrawing standards. Nothing is edited: a mistake is withdrawn and entered anew."""

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Func

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.queries import posts_with
from doudi.records.standards.drafts import StandardDraft, read_draft
from doudi.records.standards.models import StandardEntry
from doudi.records.standards.queries import parameters_in_force
from doudi.records.standards.refusals import Doubtful, StandardRefused
from doudi.records.standards.remarks import doubts, remarks_on
from doudi.records.trail.recording import recording

SHORTEST_REASON, LONGEST_REASON = 2, 500


class Moment(Func):
    """The moment of the writing itself. `now()` is when the transaction began, which may be before what it waited for."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def enter_standard(*, by: Desk, draft: StandardDraft, doubts_read: bool = False) -> StandardEntry:
    """Enter a standard of a place in the desk's territory; it holds once somebody else has checked it.

    Raises NotAllowed, StandardRefused, and Doubtful where there are doubts and the officer has not said they were read.
    """
    by.must("enter_standard", draft.place)
    read = read_draft(draft, today=by.day)
    _refuse_unread(read, by, doubts_read)
    with recording(by, reason=f"录入标准（{read.notice}）"):
        try:
            with transaction.atomic():
                return StandardEntry.objects.create(**vars(read), entered_by_id=by.officer_id)
        except IntegrityError as fault:
            if "standard_once" not in str(fault):
                raise
            raise StandardRefused(
                {"since": "该地这一天已有一条录入的标准（待复核或已复核）；请先退回或撤回那一条"}
            ) from None


def check_standard(*, by: Desk, entry: int, doubts_read: bool = False) -> StandardEntry:
    """Let an entry hold from its day; never by the one who entered it.

    Raises NotAllowed, StandardRefused, and Doubtful where there are doubts and the officer has not said they were read.
    """
    with recording(by, reason="复核标准"):
        found = _lock(by, entry, "check_standard")
        if found.entered_by_id == by.officer_id:
            who = "、".join(POSTS[post].zh for post in posts_with("check_standard"))
            raise NotAllowed(f"标准须由录入人以外的人员复核；可由{who}中的另一人办理")
        _refuse_settled(found)
        _refuse_unread(found, by, doubts_read)
        StandardEntry.objects.filter(pk=found.pk).update(checked_by=by.officer_id, checked_at=Moment())
        found.refresh_from_db()
    return found


def return_standard(*, by: Desk, entry: int, reason: str) -> StandardEntry:
    """Send an entry back unchecked, with the reason; it stays to be read. Raises NotAllowed, StandardRefused."""
    with recording(by, reason=f"退回标准：{reason.strip()}"):
        found = _lock(by, entry, "check_standard")
        _refuse_settled(found)
        return _close(found, by, reason)


def withdraw_standard(*, by: Desk, entry: int, reason: str) -> StandardEntry:
    """Take an entry back, with the reason: a draft at once, by those who enter.

    Of one that holds the withdrawal is asked for, and it holds on until another officer has confirmed that. Raises
    NotAllowed, StandardRefused.
    """
    with recording(by, reason=f"撤回标准：{reason.strip()}"):
        found = _lock(by, entry, "enter_standard" if by.may("enter_standard") else "check_standard")
        if found.withdrawn_at is not None:
            raise StandardRefused("这条录入已退回或撤回；请刷新页面")
        if found.checked_at is None:
            by.must("enter_standard", found.place)
            return _close(found, by, reason)
        if found.withdrawal_asked_at is not None:
            raise StandardRefused("已有人申请撤回，正等另一人确认；请刷新页面")
        return _ask(found, by, reason)


def confirm_withdrawal(*, by: Desk, entry: int) -> StandardEntry:
    """Let an entry no longer hold, as another officer asked; what it replaced holds again, from its day on.

    Raises NotAllowed, StandardRefused.
    """
    with recording(by, reason="确认撤回标准"):
        found = _lock_asked(by, entry)
        if found.withdrawal_asked_by_id == by.officer_id:
            who = "、".join(POSTS[post].zh for post in posts_with("check_standard"))
            raise NotAllowed(f"撤回须由申请人以外的人员确认；可由{who}中的另一人办理")
        return _close(found, by, found.withdrawal_reason)


def decline_withdrawal(*, by: Desk, entry: int, reason: str) -> StandardEntry:
    """Let an entry hold on although its withdrawal was asked for, also one's own asking. Raises NotAllowed, StandardRefused."""
    with recording(by, reason=f"不撤回标准：{_checked(reason)}"):
        found = _lock_asked(by, entry)
        StandardEntry.objects.filter(pk=found.pk).update(
            withdrawal_asked_by=None, withdrawal_asked_at=None, withdrawal_reason=""
        )
        found.refresh_from_db()
    return found


def _lock_asked(by: Desk, entry: int) -> StandardEntry:
    found = _lock(by, entry, "check_standard")
    if found.withdrawn_at is not None or found.withdrawal_asked_at is None:
        raise StandardRefused("没有待确认的撤回申请；请刷新页面")
    return found


def _ask(entry: StandardEntry, by: Desk, reason: str) -> StandardEntry:
    StandardEntry.objects.filter(pk=entry.pk).update(
        withdrawal_asked_by=by.officer_id, withdrawal_asked_at=Moment(), withdrawal_reason=_checked(reason)
    )
    entry.refresh_from_db()
    return entry


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise StandardRefused({"reason": f"请写明原因（{SHORTEST_REASON}至{LONGEST_REASON}字）"})
    return reason


def _close(entry: StandardEntry, by: Desk, reason: str) -> StandardEntry:
    reason = _checked(reason)
    StandardEntry.objects.filter(pk=entry.pk).update(
        withdrawn_by=by.officer_id, withdrawn_at=Moment(), withdrawn_reason=reason
    )
    entry.refresh_from_db()
    return entry


def _lock(by: Desk, entry: int, duty: str) -> StandardEntry:
    """The entry, locked until the transaction ends; refused outside the desk's duties and territory."""
    by.must(duty)
    found = StandardEntry.objects.select_for_update().filter(by.within("place"), pk=entry).first()
    if found is None:
        raise StandardRefused("没有这条录入，或不在您的管辖范围内")
    return found


def _refuse_settled(entry: StandardEntry) -> None:
    if entry.withdrawn_at is not None:
        raise StandardRefused("这条录入已退回或撤回；请刷新页面")
    if entry.checked_at is not None:
        raise StandardRefused("这条录入已由他人复核；请刷新页面")


def _refuse_unread(said: StandardDraft | StandardEntry, by: Desk, doubts_read: bool) -> None:
    """Doubts are worked out even where they are said to be read: the engine's reader refuses here what cannot be."""
    asked = doubts(remarks_on(said, parameters_in_force(), today=by.day))
    if asked and not doubts_read:
        raise Doubtful(asked)
