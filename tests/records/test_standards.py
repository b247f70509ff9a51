"""A year's standard, entered by one person and checked by another, holds from its day; a slip of the hand does not."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from doudi.records.accounts.actions import appoint
from doudi.records.accounts.desk import Desk, NotAllowed, system_desk
from doudi.records.accounts.queries import desks_of
from doudi.records.evidence.answers import tell
from doudi.records.evidence.casefile import known_of
from doudi.records.registry.models import Household
from doudi.records.standards.actions import (
    Moment,
    check_standard,
    confirm_withdrawal,
    decline_withdrawal,
    enter_standard,
    return_standard,
    withdraw_standard,
)
from doudi.records.standards.drafts import StandardDraft, settable
from doudi.records.standards.models import StandardEntry
from doudi.records.standards.overview import history_of, standards_on
from doudi.records.standards.queries import (
    entries_within,
    entry_within,
    parameters_in_force,
    parameters_without,
    state_of,
    trail_of,
    waiting_within,
)
from doudi.records.standards.refusals import Doubtful, StandardRefused
from doudi.records.standards.remarks import remarks_on
from doudi.records.trail.models import AuditEntry
from support.families_registered import family_on
from support.rolled_back import rolled_back
from world import BEGAN, CITY, COUNTY, DAY, OTHER_COUNTY, PROVINCE, TOWN, World, build_world

FIRST = datetime.date(2026, 7, 1)
EVE = datetime.date(2026, 6, 30)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def reviewer(world: World) -> Desk:
    return world.desk("county_reviewer")


@pytest.fixture
def approver(world: World) -> Desk:
    return world.desk("county_approver")


def dibao(published: str = "760.00", **other: Any) -> StandardDraft:
    """The rural dibao standard of 金山县 from July; the city's 721 yuan hold before."""
    said = {"place": COUNTY, "since": FIRST, "area": "rural", "notice": "金民〔2026〕8号", **other}
    return StandardDraft("dibao_standard", published=published, **said)


def enter(by: Desk, draft: StandardDraft | None = None) -> StandardEntry:
    return enter_standard(by=by, draft=draft or dibao(), doubts_read=True)


def entered_and_checked(world: World, draft: StandardDraft | None = None) -> StandardEntry:
    entry = enter(world.desk("county_reviewer"), draft)
    return check_standard(by=world.desk("county_approver"), entry=entry.pk, doubts_read=True)


def rural_dibao(on: datetime.date, place: str = COUNTY, area: str = "rural") -> str:
    value = parameters_in_force().value("dibao_standard", place=place, area=area, on=on)
    assert value is not None
    return value.published


# The answer changes from the day.


@pytest.fixture
def family(world: World) -> Household:
    """A couple and a child who live on 2,100 yuan a month, 700 yuan a head."""
    return family_on(world, "2100.00")


def dibao_of(household: Household, on: datetime.date) -> tuple[str, int | None]:
    told = tell(known_of(household, on))
    assert told.answer is not None, told.faults
    found = next(one for one in told.answer.determinations if one.programme.key == "dibao")
    return found.outcome, found.monthly


def test_a_standard_entered_and_checked_by_two_people_changes_the_answer_from_its_day(
    world: World, family: Household
) -> None:
    before = {day: dibao_of(family, day) for day in (EVE, FIRST)}
    # 721 less 700 for each of three, and a fifth of the child's share on top.
    assert before == {EVE: ("eligible", 6720), FIRST: ("eligible", 6720)}
    entered_and_checked(world)
    assert dibao_of(family, EVE) == ("eligible", 6720), "the day before nothing is changed"
    assert dibao_of(family, FIRST) == ("eligible", 19200), "60 yuan a head and 12 for the child"


def test_the_explanation_names_the_notice(world: World, family: Household) -> None:
    entered_and_checked(world)
    answer = tell(known_of(family, FIRST)).answer
    assert answer is not None
    used = answer.used["dibao_standard"]
    assert used is not None
    assert (used.published, used.source, used.provisional) == ("760.00", "金民〔2026〕8号", False)


def test_an_entry_nobody_has_checked_changes_nothing(world: World, family: Household, reviewer: Desk) -> None:
    enter(reviewer)
    assert dibao_of(family, FIRST) == ("eligible", 6720)
    assert rural_dibao(FIRST) == "721.00"


def test_a_standard_stops_holding_when_a_second_person_confirmed_its_withdrawal(
    world: World, reviewer: Desk, approver: Desk
) -> None:
    entry = entered_and_checked(world)
    assert rural_dibao(FIRST) == "760.00"
    withdraw_standard(by=reviewer, entry=entry.pk, reason="通知已废止")
    assert rural_dibao(FIRST) == "760.00"
    confirm_withdrawal(by=approver, entry=entry.pk)
    assert rural_dibao(FIRST) == "721.00"
    assert StandardEntry.objects.get(pk=entry.pk).withdrawn_reason == "通知已废止"


def test_withdrawals_committed_out_of_order_are_noticed(world: World, reviewer: Desk, approver: Desk) -> None:
    one, other = entered_and_checked(world), entered_and_checked(world, dibao("790.00", area="urban"))
    for entry in (other, one):
        withdraw_standard(by=reviewer, entry=entry.pk, reason="重新核定")
        confirm_withdrawal(by=approver, entry=entry.pk)
        connection.cursor().execute("SELECT 1")
    assert (rural_dibao(FIRST), rural_dibao(FIRST, area="urban")) == ("721.00", "756.00")


def test_a_standard_of_one_area_leaves_the_other(world: World) -> None:
    entered_and_checked(world)
    assert (rural_dibao(FIRST), rural_dibao(FIRST, area="urban")) == ("760.00", "756.00")


def test_a_standard_of_the_county_is_not_that_of_the_next_county(world: World) -> None:
    entered_and_checked(world)
    assert rural_dibao(FIRST, place=OTHER_COUNTY) == "721.00"
    assert rural_dibao(FIRST, place=TOWN) == "760.00"


def test_a_yearly_figure_is_kept_as_published_and_used_by_the_month(world: World) -> None:
    entered_and_checked(world, dibao("9127.00", per="year"))
    value = parameters_in_force().value("dibao_standard", place=COUNTY, area="rural", on=FIRST)
    assert value is not None
    assert (value.published, value.per, value.amount) == ("9127.00", "year", 76058)


def test_a_town_keeps_its_own_standard_of_the_same_day(world: World) -> None:
    entered_and_checked(world, dibao("800.00", place=TOWN))
    entered_and_checked(world)
    assert (rural_dibao(FIRST, place=TOWN), rural_dibao(FIRST)) == ("800.00", "760.00")


def test_a_standard_published_later_follows_the_entered_one(world: World) -> None:
    june, july = datetime.date(2024, 6, 1), datetime.date(2024, 7, 1)
    entered_and_checked(world, dibao("700.00", since=june))
    assert {day: rural_dibao(day) for day in (june, july - datetime.timedelta(1), july)} == {
        june: "700.00",
        july - datetime.timedelta(1): "700.00",
        july: "721.00",
    }


def test_what_an_entry_changes_is_seen_against_the_parameters_without_it(world: World) -> None:
    entry = entered_and_checked(world)
    value = parameters_without(entry).value("dibao_standard", place=COUNTY, area="rural", on=FIRST)
    assert value is not None
    assert value.published == "721.00"


# Two people.


def test_the_one_who_entered_cannot_check(world: World) -> None:
    both = world.desk("city_supervisor")
    entry = enter(both, dibao(place=CITY))
    with pytest.raises(NotAllowed, match="录入人以外"):
        check_standard(by=both, entry=entry.pk, doubts_read=True)
    assert state_of(StandardEntry.objects.get(pk=entry.pk)) == "waiting"


def test_the_one_who_entered_cannot_check_from_another_desk(world: World, reviewer: Desk) -> None:
    officer = world.officers["county-reviewer-341591"]
    appoint(by=system_desk(DAY, purpose="测试"), officer=officer, post="city_supervisor", territory=CITY, since=BEGAN)
    other = next(desk for desk in desks_of(officer, DAY) if desk.post_key == "city_supervisor")
    entry = enter(reviewer)
    with pytest.raises(NotAllowed):
        check_standard(by=other, entry=entry.pk, doubts_read=True)


def test_a_post_without_the_duty_neither_enters_nor_checks(world: World, reviewer: Desk, approver: Desk) -> None:
    with pytest.raises(NotAllowed, match="录入标准"):
        enter(world.desk("township_acceptance"))
    with pytest.raises(NotAllowed, match="录入标准"):
        enter(approver)
    with pytest.raises(NotAllowed, match="复核标准"):
        check_standard(by=reviewer, entry=enter(reviewer).pk)


@pytest.mark.parametrize("post", ["county_reviewer", "county_approver", "city_supervisor"])
def test_nobody_alone_takes_back_a_standard_that_holds(world: World, post: str) -> None:
    entry, by = entered_and_checked(world), world.desk(post)
    asked = withdraw_standard(by=by, entry=entry.pk, reason="录错了")
    assert state_of(asked) == "checked" and asked in waiting_within(world.desk("county_approver"))
    with pytest.raises(NotAllowed):
        confirm_withdrawal(by=by, entry=entry.pk)
    with pytest.raises(StandardRefused, match="已有人申请撤回"):
        withdraw_standard(by=world.desk("city_supervisor"), entry=entry.pk, reason="录错了")
    assert rural_dibao(FIRST) == "760.00"


def test_a_withdrawal_that_is_declined_may_be_asked_for_again(world: World, reviewer: Desk, approver: Desk) -> None:
    entry = entered_and_checked(world)
    withdraw_standard(by=reviewer, entry=entry.pk, reason="录错了")
    decline_withdrawal(by=approver, entry=entry.pk, reason="与通知一致")
    assert not waiting_within(approver).exists()
    with pytest.raises(StandardRefused, match="没有待确认的撤回申请"):
        confirm_withdrawal(by=approver, entry=entry.pk)
    assert withdraw_standard(by=reviewer, entry=entry.pk, reason="核对后仍有误").withdrawal_asked_at is not None


def test_the_database_lets_nobody_withdraw_alone(world: World, approver: Desk) -> None:
    entry = entered_and_checked(world)
    whole = {"withdrawn_by": approver.officer_id, "withdrawn_at": Moment(), "withdrawn_reason": "重复"}
    for asked in ({}, {"withdrawal_asked_by": approver.officer_id}):
        with pytest.raises(IntegrityError, match="standard_withdrawn_by_another"), transaction.atomic():
            StandardEntry.objects.filter(pk=entry.pk).update(**whole, **asked)


def test_a_returned_entry_stays_and_a_new_one_may_be_entered(world: World, reviewer: Desk, approver: Desk) -> None:
    entry = enter(reviewer)
    returned = return_standard(by=approver, entry=entry.pk, reason="与通知附件不符")
    assert state_of(returned) == "returned"
    with pytest.raises(StandardRefused, match="已退回"):
        check_standard(by=approver, entry=entry.pk, doubts_read=True)
    assert state_of(enter(reviewer)) == "waiting"
    assert StandardEntry.objects.count() == 2


def test_a_draft_is_withdrawn_by_those_who_enter(world: World, reviewer: Desk) -> None:
    assert state_of(withdraw_standard(by=reviewer, entry=enter(reviewer).pk, reason="录错了")) == "withdrawn"


@pytest.mark.parametrize("reason", ["", " ", "错", "错" * 501])
def test_nothing_is_taken_back_without_a_reason(world: World, reviewer: Desk, reason: str) -> None:
    entry = enter(reviewer)
    with pytest.raises(StandardRefused) as refused:
        withdraw_standard(by=reviewer, entry=entry.pk, reason=reason)
    assert "reason" in refused.value.faults


# Whose standards.


def test_a_county_enters_for_itself_and_its_towns_alone(world: World, reviewer: Desk) -> None:
    enter(reviewer, dibao(place=TOWN))
    for elsewhere in (OTHER_COUNTY, CITY, PROVINCE, "341592001"):
        with pytest.raises(NotAllowed, match="管辖范围"):
            enter(reviewer, dibao(place=elsewhere))


def test_a_city_enters_for_itself_and_its_counties(world: World) -> None:
    city = world.desk("city_supervisor")
    assert {enter(city, dibao(place=place)).place for place in (CITY, COUNTY)} == {CITY, COUNTY}


def test_another_county_sees_no_draft_and_checks_none(world: World, reviewer: Desk) -> None:
    entry = enter(reviewer)
    for post in ("county_reviewer", "county_approver"):
        other = world.desk(post, OTHER_COUNTY)
        assert entry_within(other, entry.pk) is None
        assert not waiting_within(other).exists()
        assert not history_of(by=other, parameter="dibao_standard", place=COUNTY).entries
    with pytest.raises(StandardRefused, match="没有这条录入"):
        check_standard(by=world.desk("county_approver", OTHER_COUNTY), entry=entry.pk, doubts_read=True)


def test_drafts_are_for_those_who_enter_or_check_and_what_was_checked_for_everybody_there(world: World) -> None:
    draft, holds = enter(world.desk("county_reviewer")), entered_and_checked(world, dibao("790.00", area="urban"))
    seen = {
        post: set(entries_within(world.desk(post)).values_list("pk", flat=True))
        for post in ("county_reviewer", "county_approver", "village_assistant", "county_finance", "city_supervisor")
    }
    assert seen == {
        "county_reviewer": {draft.pk, holds.pk},
        "county_approver": {draft.pk, holds.pk},
        "village_assistant": {holds.pk},
        "county_finance": {holds.pk},
        "city_supervisor": {draft.pk, holds.pk},
    }
    assert not entries_within(world.desk("village_assistant", "341592001201")).exists()


def test_a_draft_of_the_city_is_not_seen_by_its_counties(world: World) -> None:
    enter(world.desk("city_supervisor"), dibao(place=CITY))
    assert not entries_within(world.desk("county_approver")).exists()


# What is refused.


REFUSED = {
    "limits of the State Council": (StandardDraft("elder_age", COUNTY, FIRST, "60", "文"), "parameter"),
    "a parameter nobody knows": (StandardDraft("dibao", COUNTY, FIRST, "60", "文"), "parameter"),
    "a village": (dibao(place="341591001201"), "place"),
    "a place that is not there": (dibao(place="341591009"), "place"),
    "no notice": (dibao(notice=" "), "notice"),
    "a notice with what cannot be seen": (dibao(notice="金民\u202e8号"), "notice"),
    "a long notice": (dibao(notice="文" * 201), "notice"),
    "a day before the first rule": (dibao(since=datetime.date(2014, 4, 30)), "since"),
    "a year that is a slip": (dibao(since=datetime.date(2206, 7, 1)), "since"),
    "no amount": (dibao(""), "published"),
    "an amount with a comma": (dibao("1,760.00"), "published"),
    "an amount below nothing": (dibao("-760.00"), "published"),
    "an amount finer than fen": (dibao("760.005"), "published"),
    "full-width digits": (dibao("７６０"), "published"),
    "an area nobody knows": (dibao(area="suburb"), "area"),
    "a period nobody knows": (dibao(per="week"), "per"),
    "town alone where there is one for both": (
        StandardDraft("minimum_wage", COUNTY, FIRST, "1900.00", "文", area="urban"),
        "area",
    ),
    "a year's figure of what is by the year": (
        StandardDraft("disposable_income", COUNTY, FIRST, "30000.00", "文", per="year"),
        "per",
    ),
    "money where a number is meant": (StandardDraft("near_dibao_percent", COUNTY, FIRST, "150.00", "文"), "published"),
    "a number that is too large": (StandardDraft("near_dibao_percent", COUNTY, FIRST, "15000", "文"), "published"),
    "a negative percentage": (StandardDraft("near_dibao_percent", COUNTY, FIRST, "-150", "文"), "published"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_at_its_field(world: World, reviewer: Desk, what: str) -> None:
    draft, field = REFUSED[what]
    with pytest.raises(StandardRefused) as refused:
        enter(reviewer, draft)
    assert set(refused.value.faults) == {field}
    assert "写的是" not in refused.value.faults[field], "the words of a file are not those of a clerk"
    assert not StandardEntry.objects.exists()


def test_the_first_day_of_law_may_be_entered(world: World, reviewer: Desk) -> None:
    assert enter(reviewer, dibao(since=datetime.date(2014, 5, 1))).since == datetime.date(2014, 5, 1)


def test_money_is_written_with_two_decimals(world: World, reviewer: Desk) -> None:
    assert enter(reviewer, dibao(" 760.5 ")).published == "760.50"


def test_every_parameter_a_place_may_set_can_be_entered(world: World, reviewer: Desk, approver: Desk) -> None:
    for name, definition in settable().items():
        entry = enter(reviewer, StandardDraft(name, COUNTY, FIRST, "120", "金民〔2026〕8号"))
        check_standard(by=approver, entry=entry.pk, doubts_read=True)
        value = parameters_in_force().value(name, place=TOWN, area="urban", on=FIRST)
        assert value is not None
        assert value.amount == (12000 if definition.unit.startswith("fen") else 120)


@pytest.mark.parametrize(("first", "second"), [("rural", "rural"), ("", "rural"), ("urban", "")])
def test_two_entries_whose_areas_meet_do_not_stand_side_by_side(
    world: World, reviewer: Desk, first: str, second: str
) -> None:
    enter(reviewer, dibao(area=first))
    with pytest.raises(StandardRefused, match="已有一条录入"):
        enter(reviewer, dibao(area=second))


# What is doubtful.


def keys(draft: StandardDraft) -> set[str]:
    return {remark.key for remark in remarks_on(draft, parameters_in_force(), today=DAY) if remark.asks}


@pytest.mark.parametrize(
    ("published", "doubted"), [("937.30", False), ("937.31", True), ("504.70", False), ("504.69", True)]
)
def test_more_than_thirty_per_cent_from_before_is_doubted(world: World, published: str, doubted: bool) -> None:
    assert ("far_from_before" in keys(dibao(published))) is doubted


def test_a_lower_standard_is_doubted(world: World) -> None:
    assert "lower" in keys(dibao("720.99"))
    assert "lower" not in keys(dibao("721.00"))


def test_a_standard_that_leaves_another_below_its_ratio_says_which(world: World) -> None:
    # 938 yuan of tekun are 1.3 times 721.92 yuan of dibao (938.496), rounded to the yuan, and not of 721.93 (938.509).
    assert "others_outside" not in keys(dibao("721.92"))
    assert "others_outside" in keys(dibao("721.93"))
    told = remarks_on(dibao("760.00"), parameters_in_force(), today=DAY)
    assert any(
        "特困人员基本生活标准（分散供养）现为 938.00 元/月" in remark.zh and "988.00" in remark.zh for remark in told
    )


def test_a_standard_outside_its_own_ratio_is_doubted(world: World) -> None:
    draft = StandardDraft("tekun_basic_home", COUNTY, FIRST, "936.00", "金民〔2026〕8号", area="rural")
    assert {"outside", "lower"} <= keys(draft)


def test_a_day_more_than_a_year_ahead_is_doubted(world: World) -> None:
    assert "far_ahead" not in keys(dibao(since=datetime.date(2027, 3, 3)))
    assert "far_ahead" in keys(dibao(since=datetime.date(2027, 3, 4)))


def test_a_value_published_for_the_same_day_is_named(world: World) -> None:
    told = remarks_on(dibao(place=CITY, since=datetime.date(2024, 7, 1)), parameters_in_force(), today=DAY)
    assert any(remark.key == "same_day" and "721.00 元/月（公告转载件 2024-11）" in remark.zh for remark in told)


def test_what_goes_before_an_entry_is_told_and_asks_nothing(world: World) -> None:
    entered_and_checked(world, dibao("800.00", place=TOWN))
    told = {one.key: one for one in remarks_on(dibao(), parameters_in_force(), today=DAY)}
    assert "河东镇" in told["narrower"].zh
    assert not told["narrower"].asks
    entered_and_checked(world, dibao("780.00", since=datetime.date(2026, 10, 1)))
    assert "2026-10-01" in {one.key: one for one in remarks_on(dibao(), parameters_in_force(), today=DAY)}["later"].zh


def test_doubts_have_to_be_read_to_enter_and_to_check(world: World, reviewer: Desk, approver: Desk) -> None:
    with pytest.raises(Doubtful) as doubtful:
        enter_standard(by=reviewer, draft=dibao("7600.00"))
    assert any("954%" in remark.zh for remark in doubtful.value.remarks)
    entry = enter_standard(by=reviewer, draft=dibao("7600.00"), doubts_read=True)
    with pytest.raises(Doubtful):
        check_standard(by=approver, entry=entry.pk)
    assert state_of(check_standard(by=approver, entry=entry.pk, doubts_read=True)) == "checked"


# What the database itself refuses.


def by_sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


UPDATE = "UPDATE standards_standardentry SET "


def test_the_database_refuses_a_check_by_the_one_who_entered(world: World, reviewer: Desk) -> None:
    entry = enter(reviewer)
    with pytest.raises(IntegrityError, match="standard_checked_by_another"):
        by_sql(UPDATE + "checked_by_id = entered_by_id, checked_at = now() WHERE id = %s", entry.pk)


def test_the_database_refuses_a_check_by_nobody(world: World, reviewer: Desk) -> None:
    with pytest.raises(IntegrityError, match="standard_checked_whole"):
        by_sql(UPDATE + "checked_at = now() WHERE id = %s", enter(reviewer).pk)


@pytest.mark.parametrize("column", ["published = '1.00'", "since = '2020-01-01'", "place = '341592'", "notice = '无'"])
def test_the_database_refuses_to_edit_what_was_entered(world: World, reviewer: Desk, column: str) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"):
        by_sql(UPDATE + column + " WHERE id = %s", enter(reviewer).pk)


def test_the_database_refuses_to_take_a_check_away(world: World) -> None:
    with pytest.raises(DatabaseError, match="Cannot update"):
        by_sql(UPDATE + "checked_at = NULL, checked_by_id = NULL WHERE id = %s", entered_and_checked(world).pk)


def test_the_database_refuses_to_bring_back_what_was_withdrawn(world: World, reviewer: Desk) -> None:
    entry = withdraw_standard(by=reviewer, entry=enter(reviewer).pk, reason="录错了")
    with pytest.raises(DatabaseError, match="Cannot update"):
        by_sql(UPDATE + "withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_reason = '' WHERE id = %s", entry.pk)


def test_the_database_refuses_to_check_what_was_withdrawn(world: World, reviewer: Desk, approver: Desk) -> None:
    entry = withdraw_standard(by=reviewer, entry=enter(reviewer).pk, reason="录错了")
    with pytest.raises(IntegrityError, match="standard_not_checked_after_withdrawal"):
        by_sql(
            UPDATE + "checked_at = clock_timestamp(), checked_by_id = %s WHERE id = %s", approver.officer_id, entry.pk
        )


def test_the_database_keeps_every_entry(world: World, reviewer: Desk) -> None:
    with pytest.raises(DatabaseError, match="Cannot delete"):
        by_sql("DELETE FROM standards_standardentry WHERE id = %s", enter(reviewer).pk)


# Who did what stays for ever.


def test_every_step_is_in_the_trail_with_who_and_why(world: World, reviewer: Desk, approver: Desk) -> None:
    entry = entered_and_checked(world)
    withdraw_standard(by=reviewer, entry=entry.pk, reason="通知已废止")
    confirm_withdrawal(by=approver, entry=entry.pk)
    told = [(line.operation, line.officer_id, line.post, line.reason) for line in trail_of(entry)]
    assert told == [
        ("insert", reviewer.officer_id, f"county_reviewer@{COUNTY}", "录入标准（金民〔2026〕8号）"),
        ("update", approver.officer_id, f"county_approver@{COUNTY}", "复核标准"),
        ("update", reviewer.officer_id, f"county_reviewer@{COUNTY}", "撤回标准：通知已废止"),
        ("update", approver.officer_id, f"county_approver@{COUNTY}", "确认撤回标准"),
    ]
    assert AuditEntry.objects.filter(table_name="standards_standardentry").count() == 4


# What is shown of a place.


def test_the_list_names_the_entry_a_value_comes_from_and_what_waits(world: World, reviewer: Desk) -> None:
    entry = entered_and_checked(world)
    waiting = enter(reviewer, dibao("790.00", area="urban"))
    rows = {row.definition.name: row for group in standards_on(by=reviewer, place=TOWN, on=FIRST) for row in group.rows}
    held = {one.value.area: (one.value.published, one.entry) for one in rows["dibao_standard"].held}
    assert held == {"urban": ("756.00", None), "rural": ("760.00", entry)}
    assert rows["dibao_standard"].waiting == (waiting,)
    assert rows["elder_age"].settable is False
    on_the_eve = standards_on(by=reviewer, place=TOWN, on=EVE)
    rows = {row.definition.name: row for group in on_the_eve for row in group.rows}
    assert [one.value.published for one in rows["dibao_standard"].held] == ["756.00", "721.00"]


def test_every_parameter_is_listed_once(world: World, reviewer: Desk) -> None:
    groups = standards_on(by=reviewer, place=COUNTY, on=DAY)
    names = [row.definition.name for group in groups for row in group.rows]
    assert sorted(names) == list(parameters_in_force().names())


def test_a_history_joins_published_and_entered_values(world: World, reviewer: Desk, approver: Desk) -> None:
    entry = entered_and_checked(world)
    withdrawn = withdraw_standard(by=reviewer, entry=enter(reviewer, dibao("1.00", area="urban")).pk, reason="录错了")
    history = history_of(by=approver, parameter="dibao_standard", place=TOWN)
    rural = [(span.value.since, span.value.published, span.entry) for span in history.spans if span.area == "rural"]
    assert rural[:2] == [(FIRST, "760.00", entry), (datetime.date(2024, 7, 1), "721.00", None)]
    assert set(history.entries) == {entry, withdrawn}
