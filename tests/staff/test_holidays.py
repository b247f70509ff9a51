"""The page of holiday notices: entered as published, checked by another, counted by from then on."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from doudi.interfaces.staff.standards.day_lists import read_days, write_days
from doudi.records.standards.holidays import work_calendar
from doudi.records.standards.models import HolidayYear
from world import COUNTY, TOWN, World

pytestmark = pytest.mark.django_db
Day = datetime.date
FORM = {
    "year": "2027", "number": "国办发明电〔2026〕9号", "days_off": "1月1日至1月3日\n2027-02-05至2027-02-11",
    "makeup_days": "2027-02-13",
}  # fmt: skip


@pytest.fixture
def reviewer(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(f"county-reviewer-{COUNTY}")


@pytest.fixture
def approver(signed_in: Callable[[str], Client]) -> Client:
    return signed_in(f"county-approver-{COUNTY}")


def test_a_notice_holds_once_somebody_else_has_checked_it(world: World, reviewer: Client, approver: Client) -> None:
    assert work_calendar().is_provisional(Day(2027, 2, 8))
    assert reviewer.post("/standards/holidays/new/", FORM).status_code == 302
    entry = HolidayYear.objects.get()
    assert work_calendar().is_workday(Day(2027, 2, 8))
    assert "待复核" in reviewer.get("/standards/holidays/").content.decode()
    assert reviewer.post(f"/standards/holidays/{entry.pk}/check/").status_code == 403
    page = approver.post(f"/standards/holidays/{entry.pk}/check/", follow=True).content.decode()
    assert "2027年的期限从现在起按它推算" in page
    calendar = work_calendar()
    assert not calendar.is_workday(Day(2027, 2, 8))
    assert calendar.is_workday(Day(2027, 2, 13))
    assert not calendar.is_provisional(Day(2027, 2, 8))


def test_a_notice_withdrawn_is_not_checked_any_more(world: World, reviewer: Client, approver: Client) -> None:
    reviewer.post("/standards/holidays/new/", FORM)
    entry = HolidayYear.objects.get()
    assert approver.post(f"/standards/holidays/{entry.pk}/withdraw/", {"reason": ""}).status_code == 422
    page = approver.post(f"/standards/holidays/{entry.pk}/withdraw/", {"reason": "录错年份"}, follow=True)
    assert "录错年份" in page.content.decode()
    approver.post(f"/standards/holidays/{entry.pk}/check/")
    assert work_calendar().is_workday(Day(2027, 2, 8))


def test_nobody_alone_takes_back_a_notice_that_holds(world: World, reviewer: Client, approver: Client) -> None:
    reviewer.post("/standards/holidays/new/", FORM)
    entry = HolidayYear.objects.get()
    approver.post(f"/standards/holidays/{entry.pk}/check/")
    assert f"{entry.pk}/withdraw/" not in approver.get("/standards/holidays/").content.decode()
    page = approver.post(f"/standards/holidays/{entry.pk}/withdraw/", {"reason": "录错年份"})
    assert page.status_code == 422 and "不能一人撤回" in page.content.decode()
    assert not work_calendar().is_workday(Day(2027, 2, 8))
    reviewer.post("/standards/holidays/new/", {**FORM, "days_off": "2027-02-05至2027-02-07"})
    approver.post(f"/standards/holidays/{HolidayYear.objects.latest('pk').pk}/check/")
    assert work_calendar().is_workday(Day(2027, 2, 8))


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("days_off", "二月五日", "不是日期"),
        ("days_off", "2027-02-11至2027-02-05", "起止日期不对"),
        ("days_off", "2025-02-05", "不属于2027年"),
        ("makeup_days", "2027-02-15", "不是周六或周日"),
    ],
)
def test_what_cannot_be_is_named(world: World, reviewer: Client, field: str, typed: str, told: str) -> None:
    typed_in = {**FORM, field: typed}
    page = reviewer.post("/standards/holidays/new/", typed_in)
    assert page.status_code == 422

    assert told in page.content.decode()
    assert not HolidayYear.objects.exists()


def test_a_township_reads_and_does_not_enter(world: World, signed_in: Callable[[str], Client]) -> None:
    clerk = signed_in(f"township-acceptance-{TOWN}")
    assert "2026" in clerk.get("/standards/holidays/").content.decode()
    assert clerk.get("/standards/holidays/new/").status_code == 403


def test_days_are_written_as_they_are_read() -> None:
    days = read_days("２０２７－０２－０５至２０２７－０２－０７，10月1日", 2027)
    assert days == [Day(2027, 2, 5), Day(2027, 2, 6), Day(2027, 2, 7), Day(2027, 10, 1)]
    assert write_days(days) == "2027-02-05至2027-02-07、2027-10-01"
    assert read_days(write_days(days), 2027) == days
