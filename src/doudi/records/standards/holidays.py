"""The working-day calendar of the office: the seeded notices, those entered and checked here, and a strict draft for the rest.

A year whose notice is not out yet is counted by its weekends and the statutory days of fixed date only. That counts
more working days than there will be, so no limit comes later than the law has it, and every such limit says that it
is provisional.
"""

import datetime
from collections.abc import Sequence
from functools import lru_cache

from django.db.models import QuerySet
from django.db.models.functions import Now

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.standards.models import HolidayYear
from doudi.records.standards.refusals import StandardRefused
from doudi.records.statements import prepared
from doudi.records.trail.recording import recording
from doudi.vocabulary.workdays import HolidayNotice, StateCouncilCalendar, calendar, state_council_calendar

# 全国年节及纪念日放假办法 (2024-11): the days of fixed date. Those of the moon are left to the notice.
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_DRAFT_YEARS = 3


def work_calendar() -> StateCouncilCalendar:
    """The calendar in force; one small query tells whether a notice was entered since the last asking."""
    return _laid_over(tuple(_standing_numbers()))


@prepared
def _standing_numbers() -> QuerySet[HolidayYear, int]:
    return _standing().order_by("pk").values_list("pk", flat=True)


def _standing() -> QuerySet[HolidayYear]:
    return HolidayYear.objects.filter(checked_at__isnull=False, withdrawn_at__isnull=True)


@lru_cache(maxsize=4)
def _laid_over(standing: tuple[int, ...]) -> StateCouncilCalendar:
    entered = [_notice(one) for one in HolidayYear.objects.filter(pk__in=standing).order_by("pk")]
    last = max(calendar.notices)
    drafts = [_draft(year) for year in range(last + 1, last + 1 + _DRAFT_YEARS)]
    return state_council_calendar([*drafts, *entered])


def _draft(year: int) -> HolidayNotice:
    return HolidayNotice(year, frozenset(datetime.date(year, *day) for day in _FIXED), frozenset())


def _notice(one: HolidayYear) -> HolidayNotice:
    return HolidayNotice(one.year, frozenset(one.days_off), frozenset(one.makeup_days), one.number)


def holiday_years() -> QuerySet[HolidayYear]:
    """Every notice entered, the latest year first."""
    return HolidayYear.objects.select_related("entered_by", "checked_by").order_by("-year", "-pk")


def enter_holidays(
    *,
    by: Desk,
    year: int,
    days_off: Sequence[datetime.date],
    makeup_days: Sequence[datetime.date] = (),
    number: str = "",
) -> HolidayYear:
    """Enter a year's notice; it holds once somebody else has checked it. Raises NotAllowed, StandardRefused."""
    by.must("enter_standard")
    try:
        notice = HolidayNotice(year, frozenset(days_off), frozenset(makeup_days), number.strip())
    except ValueError as fault:
        raise StandardRefused({"days_off": str(fault)}) from None
    with recording(by, reason=f"录入{year}年节假日安排"):
        return HolidayYear.objects.create(
            year=year,
            number=notice.number,
            days_off=sorted(notice.days_off),
            makeup_days=sorted(notice.makeup_days),
            entered_by_id=by.officer_id,
        )


def check_holidays(*, by: Desk, entry: int) -> HolidayYear:
    """Let a notice hold; never by the one who entered it. Raises NotAllowed, StandardRefused."""
    by.must("check_standard")
    with recording(by, reason="复核节假日安排"):
        found = _open(entry)
        if found.entered_by_id == by.officer_id:
            raise NotAllowed("节假日安排须由录入人以外的人员复核")
        HolidayYear.objects.filter(pk=found.pk).update(checked_by=by.officer_id, checked_at=Now())
        found.refresh_from_db()
    return found


def withdraw_holidays(*, by: Desk, entry: int, reason: str) -> HolidayYear:
    """Take back a notice nobody has checked yet, with the reason; it stays to be read.

    One that was checked by a second person is put right by two as well: entered anew, and checked, it goes before the
    old. Raises NotAllowed, StandardRefused.
    """
    by.must("check_standard")
    if not reason.strip():
        raise StandardRefused({"reason": "请写明原因"})
    with recording(by, reason=reason):
        found = HolidayYear.objects.select_for_update().filter(pk=entry, withdrawn_at__isnull=True).first()
        if found is None:
            raise StandardRefused("没有这条录入，或已撤回")
        if found.checked_at is not None:
            raise StandardRefused("已复核的安排不能一人撤回；有误的请录入更正后的安排，由另一人复核后以新的为准")
        HolidayYear.objects.filter(pk=found.pk).update(withdrawn_at=Now(), withdrawn_reason=reason.strip())
        found.refresh_from_db()
    return found


def _open(entry: int) -> HolidayYear:
    found = (
        HolidayYear.objects.select_for_update()
        .filter(pk=entry, withdrawn_at__isnull=True, checked_at__isnull=True)
        .first()
    )
    if found is None:
        raise StandardRefused("没有待复核的这条录入，或已由他人处理")
    return found
