"""Two people at the same moment: one of them is told so, and the register keeps one truth."""

import datetime

import pytest

from doudi.records.accounts.desk import Desk
from doudi.records.standards.actions import check_standard, enter_standard, withdraw_standard
from doudi.records.standards.drafts import StandardDraft
from doudi.records.standards.models import StandardEntry
from doudi.records.standards.queries import standing_entries
from support.at_once import at_once
from world import COUNTY, World, build_world

FIRST = datetime.date(2026, 7, 1)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world(far=False)


def enter(by: Desk, area: str = "rural") -> StandardEntry:
    draft = StandardDraft("dibao_standard", COUNTY, FIRST, "760.00", "金民〔2026〕8号", area=area)
    return enter_standard(by=by, draft=draft, doubts_read=True)


def test_of_two_checks_one_is_told_so(world: World) -> None:
    entry = enter(world.desk("county_reviewer"))
    desks = (world.desk("county_approver"), world.desk("city_supervisor"))
    answers = at_once(
        *(lambda by=by: check_standard(by=by, entry=entry.pk, doubts_read=True).checked_by_id for by in desks)
    )
    checked_by = StandardEntry.objects.get(pk=entry.pk).checked_by_id
    assert checked_by in {by.officer_id for by in desks}
    assert sorted(map(str, answers)) == sorted([str(checked_by), "这条录入已由他人复核；请刷新页面"])


def test_of_two_entries_whose_areas_meet_one_is_told_so(world: World) -> None:
    answers = at_once(
        lambda: enter(world.desk("county_reviewer"), "rural").area,
        lambda: enter(world.desk("city_supervisor"), "").area,
    )
    assert StandardEntry.objects.count() == 1
    assert sum("已有一条录入" in str(answer) for answer in answers) == 1


def test_a_check_and_a_withdrawal_leave_no_entry_half_way(world: World) -> None:
    entry = enter(world.desk("county_reviewer"))
    check, withdrawal = at_once(
        lambda: check_standard(by=world.desk("county_approver"), entry=entry.pk, doubts_read=True),
        lambda: withdraw_standard(by=world.desk("city_supervisor"), entry=entry.pk, reason="录错了"),
    )
    assert isinstance(withdrawal, StandardEntry)
    if isinstance(check, StandardEntry):
        # Checked first: the withdrawal waits for another.
        assert standing_entries().get().withdrawal_asked_at is not None
    else:
        assert "已退回或撤回" in check and not standing_entries().exists()
