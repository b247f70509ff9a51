"""Officers and what they hold: posts, cover, open work, delegated powers, near relatives, tokens."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from doudi.records.accounts.actions import AccountRefused, appoint, engage_officer
from doudi.records.accounts.desk import Desk, NotAllowed, system_desk
from doudi.records.accounts.models import Appointment, Cover, Grant, Officer, StaffRelative
from doudi.records.accounts.overview import (
    appointments_ahead,
    appointments_within,
    covers_within,
    officers_within,
    tokens_of,
    tokens_within,
)
from doudi.records.accounts.powers import (
    close_relative,
    create_token,
    file_relative,
    grant_in_force,
    grant_power,
    revoke_grant,
    revoke_token,
)
from doudi.records.accounts.queries import desk_of_token, desks_of, holders
from doudi.records.accounts.second_step import reset_second_step
from doudi.records.accounts.staffing import (
    arrange_cover,
    close_account,
    end_appointment,
    first_password,
    hand_over,
    open_work,
    reopen_account,
    reset_password,
    revoke_cover,
)
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.models import RelativeMatch
from doudi.records.registry.queries import matches_within, members_on
from doudi.records.registry.relatives import file_and_match
from doudi.records.rosters.models import RosterImport
from support.rolled_back import rolled_back
from world import (
    BEGAN,
    COUNTY,
    DAY,
    FAR_TOWN,
    LIULIN,
    OTHER_COUNTY,
    OTHER_TOWN,
    PASSWORD,
    TOWN,
    World,
    build_world,
    citizen_id,
    couple_and_child,
)

pytestmark = pytest.mark.django_db
APRIL = datetime.date(2026, 4, 1)
TEN_DAYS = datetime.date(2026, 3, 12)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def admin(world: World) -> Desk:
    return world.desk("administrator")


@pytest.fixture
def approver(world: World) -> Desk:
    """Of the town: arranges cover there."""
    return world.desk("township_approver")


def engaged(by: Desk, login: str = "gu-man", name: str = "顾满") -> Officer:
    return engage_officer(by=by, login=login, name=name, password=PASSWORD)


def appointed(by: Desk, officer: Officer, post: str, place: str = TOWN, **span: Any) -> Appointment:
    return appoint(by=by, officer=officer, post=post, territory=place, **{"since": DAY, **span})


def held(world: World, post: str, place: str = TOWN) -> Appointment:
    """The appointment of whoever held it from the beginning."""
    return Appointment.objects.filter(post=post, territory=place).order_by("pk")[0]


# Opening an account


def test_an_account_may_do_nothing_until_it_holds_a_post(admin: Desk) -> None:
    officer = engaged(admin, " Gu-Man ")
    assert officer.login == "gu-man" and officer.must_change_password and desks_of(officer, DAY) == []
    appointed(admin, officer, "township_surveyor")
    assert [desk.post for desk in desks_of(officer, DAY)] == [f"township_surveyor@{TOWN}"]
    assert desks_of(officer, DAY - datetime.timedelta(days=1)) == []


def test_two_with_the_same_password_have_another_hash_each_unless_it_is_one_by_intent(admin: Desk) -> None:
    first, second = engaged(admin, "gu-man"), engaged(admin, "gu-xia")
    assert first.password != second.password
    third = engage_officer(by=admin, login="gu-qiu", name="顾秋", password=PASSWORD, password_as=first)
    assert third.check_password(PASSWORD) and Officer.objects.get(pk=third.pk).password == first.password
    with pytest.raises(AccountRefused, match="数字"):
        engage_officer(by=admin, login="gu-dong", name="顾冬", password="12345678901234", password_as=first)


@pytest.mark.parametrize(
    ("login", "name", "password", "told"),
    [
        ("顾满", "顾满", PASSWORD, "英文字母"),
        ("gu man", "顾满", PASSWORD, "英文字母"),
        ("", "顾满", PASSWORD, "英文字母"),
        ("gu-man", " ", PASSWORD, "姓名"),
        ("auditor-341591", "顾满", PASSWORD, "已被使用"),
        ("gu-man", "顾满", "12345678901234", "数字"),
    ],
)
def test_an_account_that_cannot_be_is_refused(admin: Desk, login: str, name: str, password: str, told: str) -> None:
    with pytest.raises(AccountRefused, match=told):
        engage_officer(by=admin, login=login, name=name, password=password)


def test_only_administrators_open_accounts(world: World) -> None:
    for post in ("township_approver", "county_approver", "auditor"):
        with pytest.raises(NotAllowed):
            engaged(world.desk(post))


# Appointing


@pytest.mark.parametrize(
    ("post", "place", "span", "told"),
    [
        ("township_surveyor", COUNTY, {}, "须设在乡镇"),
        ("county_reviewer", TOWN, {}, "须设在县"),
        ("mayor", TOWN, {}, "没有这个岗位"),
        ("township_surveyor", "341591009", {}, "须设在乡镇"),
        ("township_surveyor", TOWN, {"until": DAY}, "晚于起始"),
    ],
)
def test_a_post_stands_at_its_level_in_a_place_that_is_there(
    admin: Desk, post: str, place: str, span: dict[str, Any], told: str
) -> None:
    with pytest.raises(AccountRefused, match=told):
        appointed(admin, engaged(admin), post, place, **span)


def test_nobody_is_appointed_outside_the_territory_or_to_a_closed_account(world: World, admin: Desk) -> None:
    officer = engaged(admin)
    with pytest.raises(NotAllowed):
        appointed(admin, officer, "township_surveyor", FAR_TOWN)
    close_account(by=admin, officer=officer.pk, reason="调离")
    with pytest.raises(AccountRefused, match="已停用"):
        appointed(admin, Officer.objects.get(pk=officer.pk), "township_surveyor")


def test_the_same_post_is_not_held_twice_at_once(admin: Desk) -> None:
    officer = engaged(admin)
    appointed(admin, officer, "township_surveyor", until=APRIL)
    with pytest.raises(AccountRefused, match="不必重复"):
        appointed(admin, officer, "township_surveyor", since=datetime.date(2026, 3, 31))
    assert appointed(admin, officer, "township_surveyor", since=APRIL).pk


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("township_surveyor", "county_approver"),
        ("township_acceptance", "county_approver"),
        ("county_approver", "county_finance"),
        ("county_reviewer", "county_finance"),
        ("administrator", "township_surveyor"),
        ("auditor", "township_surveyor"),
        ("auditor", "county_finance"),
    ],
)
def test_incompatible_duties_are_not_held_over_the_same_days(admin: Desk, one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        officer = engaged(admin, f"x-{first}".replace("_", "-"))
        appointed(admin, officer, first, COUNTY if first in COUNTY_POSTS else TOWN, until=APRIL)
        place = COUNTY if second in COUNTY_POSTS else TOWN
        with pytest.raises(AccountRefused, match="不相容"):
            appointed(admin, officer, second, place, since=datetime.date(2026, 3, 31))
        assert appointed(admin, officer, second, place, since=APRIL).pk


COUNTY_POSTS = ("county_approver", "county_finance", "county_reviewer", "administrator", "auditor")


def test_a_post_is_held_against_cover_as_well(world: World, admin: Desk, approver: Desk) -> None:
    officer = engaged(admin)
    appointed(admin, officer, "county_finance", COUNTY, since=datetime.date(2026, 3, 10))
    other = engaged(admin, "li-an", "李安")
    appointed(admin, other, "village_assistant", LIULIN)
    cover(approver, held(world, "township_approver"), other)
    with pytest.raises(AccountRefused, match="所代乡镇审核负责人不相容"):
        appointed(admin, other, "county_finance", COUNTY, since=datetime.date(2026, 3, 10))
    assert appointed(admin, other, "county_finance", COUNTY, since=datetime.date(2026, 3, 12)).pk


def test_a_post_ends_on_a_day_not_past_and_never_later_than_it_did(admin: Desk) -> None:
    officer = engaged(admin)
    post = appointed(admin, officer, "township_surveyor", since=datetime.date(2026, 2, 1), until=APRIL)
    for until, told in (
        (datetime.date(2026, 3, 1), "不能早于今天"),
        (datetime.date(2026, 5, 1), "本已到2026-04-01止"),
        (datetime.date(2026, 2, 1), "晚于任职起始"),
    ):
        with pytest.raises(AccountRefused, match=told):
            end_appointment(by=admin, appointment=post.pk, until=until, reason="调离")
    end_appointment(by=admin, appointment=post.pk, until=DAY, reason="调离")
    assert desks_of(officer, DAY) == []


def test_nobody_ends_the_post_they_sit_at(admin: Desk) -> None:
    with pytest.raises(AccountRefused, match="正在使用的岗位"):
        end_appointment(by=admin, appointment=admin.appointment_id or 0, until=APRIL, reason="试")


def test_cover_that_was_to_begin_after_the_end_falls_away(world: World, admin: Desk, approver: Desk) -> None:
    giving, deputy = held(world, "township_surveyor"), world.officers[f"township-acceptance-{TOWN}"]
    now = cover(approver, giving, deputy)
    later = cover(approver, giving, deputy, since=datetime.date(2026, 3, 20), until=APRIL)
    end_appointment(by=admin, appointment=giving.pk, until=TEN_DAYS, reason="调离")
    now.refresh_from_db()
    later.refresh_from_db()
    assert now.revoked_on is None and later.revoked_on == DAY


# Cover


def cover(by: Desk, appointment: Appointment, deputy: Officer, **span: Any) -> Cover:
    told = {"since": DAY, "until": TEN_DAYS, "reason": "年休假", **span}
    return arrange_cover(by=by, appointment=appointment.pk, deputy=deputy, **told)


def test_a_deputy_sits_at_the_desk_until_the_cover_ends(world: World, approver: Desk) -> None:
    deputy = world.officers[f"township-acceptance-{TOWN}"]
    cover(approver, held(world, "township_surveyor"), deputy)
    seats = [(desk.post_key, desk.acting_for) for desk in desks_of(deputy, DAY)]
    assert seats == [("township_acceptance", ""), ("township_surveyor", "乡镇调查岗甲")]
    assert len(desks_of(deputy, datetime.date(2026, 3, 11))) == 2
    assert len(desks_of(deputy, TEN_DAYS)) == 1


def test_a_revoked_cover_is_over_at_once(world: World, approver: Desk) -> None:
    deputy = world.officers[f"township-acceptance-{TOWN}"]
    made = cover(approver, held(world, "township_surveyor"), deputy)
    revoke_cover(by=approver, cover=made.pk, reason="提前回岗")
    assert len(desks_of(deputy, DAY)) == 1 and not covers_within(approver).exists()
    with pytest.raises(AccountRefused, match="已撤销"):
        revoke_cover(by=approver, cover=made.pk, reason="再撤")


@pytest.mark.parametrize(
    ("span", "told"),
    [
        ({"until": datetime.date(2026, 4, 2)}, "1到30天"),
        ({"until": DAY}, "1到30天"),
        ({"since": datetime.date(2026, 3, 1)}, "过去"),
        ({"reason": " "}, "代班原因"),
    ],
)
def test_cover_that_cannot_be_is_refused(world: World, approver: Desk, span: dict[str, Any], told: str) -> None:
    deputy = world.officers[f"township-acceptance-{TOWN}"]
    with pytest.raises(AccountRefused, match=told):
        cover(approver, held(world, "township_surveyor"), deputy, **span)


def test_thirty_days_of_cover_are_allowed(world: World, approver: Desk) -> None:
    deputy = world.officers[f"township-acceptance-{TOWN}"]
    assert cover(approver, held(world, "township_surveyor"), deputy, until=APRIL).pk


def test_a_deputy_is_somebody_else_of_the_territory_who_is_there(world: World, admin: Desk, approver: Desk) -> None:
    post = held(world, "township_surveyor")
    away = world.officers[f"township-acceptance-{FAR_TOWN}"]
    for deputy, told in ((post.officer, "不能是本人"), (away, "辖区内"), (engaged(admin), "辖区内")):
        with pytest.raises(AccountRefused, match=told):
            cover(approver, post, deputy)
    closed = close_account(by=admin, officer=world.officers[f"village-assistant-{LIULIN}"].pk, reason="离职")
    with pytest.raises(AccountRefused, match="已停用"):
        cover(approver, post, closed)


def test_one_deputy_stands_in_at_a_time(world: World, approver: Desk) -> None:
    post = held(world, "township_surveyor")
    cover(approver, post, world.officers[f"township-acceptance-{TOWN}"])
    with pytest.raises(AccountRefused, match="已由乡镇受理岗甲代班"):
        cover(approver, post, world.officers[f"village-assistant-{LIULIN}"], since=datetime.date(2026, 3, 11))


def test_cover_is_refused_against_duties_held_later_in_it_and_covered_elsewhere(
    world: World, admin: Desk, approver: Desk
) -> None:
    officer = engaged(admin)
    appointed(admin, officer, "village_assistant", LIULIN)
    appointed(admin, officer, "county_finance", COUNTY, since=datetime.date(2026, 3, 11))
    with pytest.raises(AccountRefused, match="所任县级资金岗不相容"):
        cover(approver, held(world, "township_approver"), officer)
    assert cover(approver, held(world, "township_approver"), officer, until=datetime.date(2026, 3, 11)).pk
    with pytest.raises(AccountRefused, match="所代乡镇审核负责人不相容"):
        cover(world.desk("county_approver"), held(world, "county_finance", COUNTY), officer)


def test_covers_close_to_each_other_count_as_one(world: World, approver: Desk) -> None:
    post, deputy = held(world, "township_surveyor"), world.officers[f"township-acceptance-{TOWN}"]
    cover(approver, post, deputy, until=APRIL)
    for since, until in (("2026-04-01", "2026-04-02"), ("2026-04-30", "2026-05-02")):
        span = {"since": datetime.date.fromisoformat(since), "until": datetime.date.fromisoformat(until)}
        with pytest.raises(AccountRefused, match="不能超过30天"):
            cover(approver, post, deputy, **span)
    assert cover(approver, post, deputy, since=datetime.date(2026, 5, 1), until=datetime.date(2026, 5, 31)).pk


def test_cover_taken_back_early_counts_for_the_days_it_stood(world: World, approver: Desk) -> None:
    post, deputy = held(world, "township_surveyor"), world.officers[f"township-acceptance-{TOWN}"]
    made = cover(approver, post, deputy, until=APRIL)
    revoke_cover(by=approver, cover=made.pk, reason="提前回岗")
    assert cover(approver, post, deputy, until=APRIL).pk


def test_a_day_at_the_end_of_the_calendar_is_no_trouble(world: World, approver: Desk) -> None:
    post, deputy = held(world, "township_surveyor"), world.officers[f"township-acceptance-{TOWN}"]
    span = {"since": datetime.date(9999, 12, 20), "until": datetime.date(9999, 12, 31)}
    assert cover(approver, post, deputy, **span).pk


def test_nobody_is_their_own_choice_as_a_deputy(world: World, approver: Desk) -> None:
    with pytest.raises(AccountRefused, match="不能安排自己代班"):
        cover(approver, held(world, "township_surveyor"), Officer.objects.get(pk=approver.officer_id))


@pytest.fixture
def deputy_chief(world: World, admin: Desk, approver: Desk) -> Desk:
    """A village assistant who sits at the town approver's desk for ten days."""
    officer = engaged(admin)
    appointed(admin, officer, "village_assistant", LIULIN)
    cover(approver, held(world, "township_approver"), officer)
    return next(desk for desk in desks_of(officer, DAY) if desk.acting_for)


def test_a_deputy_does_not_arrange_what_outlasts_the_leave(world: World, deputy_chief: Desk) -> None:
    by, clerk = deputy_chief, world.officers[f"township-acceptance-{TOWN}"]
    chief, surveyor = held(world, "township_approver"), held(world, "township_surveyor")
    assert by.may("arrange_cover") and not by.may_in_person("arrange_cover") and by.may("file_relatives")
    for act in (
        lambda: cover(by, chief, clerk, since=TEN_DAYS, until=APRIL),
        lambda: hand_over(by=by, appointment=surveyor.pk, to=surveyor.pk, reason="调离"),
        lambda: file_relative(
            by=by,
            staff_name="冯某",
            staff_role="村主任",
            territory=LIULIN,
            name="冯小",
            relation="child",
            born_on=BEGAN,
        ),
        lambda: close_relative(by=by, relative=1, reason="离任"),
    ):
        with pytest.raises(NotAllowed, match="代班期间"):
            act()


def test_a_deputy_leaves_no_power_to_a_town(world: World, admin: Desk) -> None:
    by = replace(world.desk("county_approver"), acting_for="某人")
    with pytest.raises(NotAllowed, match="代班期间"):
        granted(by)


def test_nobody_arranges_cover_for_another_office(world: World, approver: Desk) -> None:
    deputy = world.officers[f"township-acceptance-{TOWN}"]
    with pytest.raises(AccountRefused, match="管辖范围"):
        cover(approver, held(world, "township_surveyor", OTHER_TOWN), deputy)
    with pytest.raises(NotAllowed):
        cover(world.desk("township_acceptance"), held(world, "township_surveyor"), deputy)


# Handing over, closing


def roster_of(world: World) -> RosterImport:
    mine = held(world, "township_acceptance")
    return RosterImport.objects.create(
        title="一月", digest="d", territory=TOWN, valid_on=DAY, held_by=mine, started_by=mine.officer
    )


def test_open_work_moves_to_a_colleague_of_the_same_post_and_place(world: World, admin: Desk, approver: Desk) -> None:
    roster, giving = roster_of(world), held(world, "township_acceptance")
    done = roster_of(world)
    done.state = "done"
    done.save()
    with pytest.raises(AccountRefused, match="1件未办结"):
        end_appointment(by=admin, appointment=giving.pk, until=APRIL, reason="调离")
    colleague = appointed(admin, engaged(admin), "township_acceptance")
    assert open_work(giving.pk) == 1
    assert hand_over(by=approver, appointment=giving.pk, to=colleague.pk, reason="调离") == 1
    roster.refresh_from_db()
    done.refresh_from_db()
    assert roster.held_by == colleague and done.held_by == giving and open_work(giving.pk) == 0
    assert end_appointment(by=admin, appointment=giving.pk, until=APRIL, reason="调离").until == APRIL


def test_work_goes_to_nobody_else(world: World, admin: Desk) -> None:
    giving = held(world, "township_acceptance")
    later = appointed(admin, engaged(admin), "township_acceptance", since=APRIL)
    for to, told in (
        (giving, "另一名"),
        (held(world, "township_surveyor"), "同一岗位"),
        (held(world, "township_acceptance", OTHER_TOWN), "同一单位"),
        (later, "不在岗"),
        (held(world, "township_acceptance", FAR_TOWN), "管辖范围"),
    ):
        with pytest.raises(AccountRefused, match=told):
            hand_over(by=admin, appointment=giving.pk, to=to.pk, reason="调离")


def test_a_closed_account_sits_nowhere_and_covers_nobody_until_it_is_reopened(
    world: World, admin: Desk, approver: Desk
) -> None:
    officer = world.officers[f"township-acceptance-{TOWN}"]
    made = cover(approver, held(world, "township_surveyor"), officer)
    epoch = Officer.objects.get(pk=officer.pk).session_epoch
    with pytest.raises(AccountRefused, match="停用原因"):
        close_account(by=admin, officer=officer.pk, reason="")
    closed = close_account(by=admin, officer=officer.pk, reason="离职")
    made.refresh_from_db()
    assert closed.session_epoch == epoch + 1 and made.revoked_on == DAY
    assert desks_of(closed, DAY) == [] and holders("township_acceptance", TOWN, DAY) == []
    with pytest.raises(AccountRefused, match="没有停用"):
        reopen_account(by=admin, officer=world.officers[f"township-surveyor-{TOWN}"].pk, reason="试")
    assert len(desks_of(reopen_account(by=admin, officer=officer.pk, reason="返聘"), DAY)) == 1


def test_nobody_closes_their_own_account(admin: Desk) -> None:
    with pytest.raises(AccountRefused, match="自己"):
        close_account(by=admin, officer=admin.officer_id or 0, reason="试")


def test_a_reset_password_ends_every_session_and_has_to_be_changed(world: World, admin: Desk) -> None:
    officer = world.officers[f"township-surveyor-{TOWN}"]
    before = Officer.objects.get(pk=officer.pk)
    password = reset_password(by=admin, officer=officer.pk, reason="本人书面申请")
    after = Officer.objects.get(pk=officer.pk)
    assert after.check_password(password) and after.must_change_password
    assert after.get_session_auth_hash() != before.get_session_auth_hash()
    assert len({first_password() for _ in range(20)}) == 20


def test_an_account_of_another_office_is_not_taken_over(world: World, admin: Desk) -> None:
    """Who once worked here and works elsewhere now is managed there."""
    there = world.desk("administrator", OTHER_COUNTY)
    gone = engaged(admin)
    appointed(admin, gone, "township_surveyor", until=datetime.date(2026, 3, 3))
    appointed(there, gone, "township_surveyor", FAR_TOWN, since=datetime.date(2026, 3, 3))
    stranger = world.officers[f"township-surveyor-{FAR_TOWN}"]
    for officer, told in ((gone, "其他单位任职"), (stranger, "管辖范围")):
        for act in (reset_password, close_account, reopen_account):
            with pytest.raises(AccountRefused, match=told):
                act(by=admin, officer=officer.pk, reason="试")


def test_lists_show_the_offices_own_people_only(world: World, admin: Desk) -> None:
    there = world.desk("administrator", OTHER_COUNTY)
    mine, theirs = engaged(admin), engaged(there, "deng-he", "邓禾")
    logins = {one.login for one in officers_within(admin)}
    assert mine.login in logins and theirs.login not in logins
    assert f"township-surveyor-{FAR_TOWN}" not in logins and f"city-supervisor-{COUNTY}" not in logins
    assert mine.login not in {one.login for one in officers_within(world.desk("township_approver"))}
    assert not officers_within(world.desk("auditor")).exists()
    assert [one.login for one in officers_within(admin, word="GU-")] == [mine.login]
    ahead = appointed(admin, mine, "township_surveyor", since=APRIL)
    assert ahead in appointments_ahead(admin) and ahead not in appointments_within(admin)


# Delegated powers


def granted(by: Desk, power: str = "confirm_dibao", town: str = TOWN, **more: Any) -> Grant:
    return grant_power(by=by, power=power, town=town, **{"since": DAY, "notice": "金民〔2026〕3号", **more})


def test_a_power_is_left_to_a_town_for_a_span_of_days(world: World) -> None:
    by = world.desk("county_approver")
    made = granted(by, until=APRIL)
    assert grant_in_force("confirm_dibao", TOWN, DAY) == made
    for day in (datetime.date(2026, 3, 1), APRIL):
        assert grant_in_force("confirm_dibao", TOWN, day) is None
    assert grant_in_force("confirm_dibao", OTHER_TOWN, DAY) is None


def test_a_power_is_not_left_to_a_town_for_days_that_are_over(world: World) -> None:
    with pytest.raises(AccountRefused, match="过去的日期"):
        granted(world.desk("county_approver"), since=DAY - datetime.timedelta(days=1))
    assert granted(world.desk("county_approver"), since=DAY).pk


def test_a_ceiling_is_asked_of_the_power_that_has_one_and_of_no_other(world: World) -> None:
    by = world.desk("county_approver")
    assert granted(by, "confirm_temporary", ceiling=100000).ceiling == 100000
    for power, ceiling, told in (
        ("confirm_temporary", None, "须写明限额"),
        ("confirm_dibao", 100000, "没有限额"),
        ("confirm_temporary", 0, "大于零"),
        ("confirm_everything", None, "请选择委托的权限"),
    ):
        with pytest.raises(AccountRefused, match=told):
            granted(by, power, OTHER_TOWN, ceiling=ceiling)


def test_the_same_power_is_not_left_twice_over_the_same_days(world: World) -> None:
    by = world.desk("county_approver")
    made = granted(by, until=APRIL)
    with pytest.raises(AccountRefused, match="已有这项委托"):
        granted(by, since=datetime.date(2026, 3, 31))
    revoke_grant(by=by, grant=made.pk, reason="审核质量不达标")
    assert grant_in_force("confirm_dibao", TOWN, DAY) is None
    assert granted(by, since=datetime.date(2026, 3, 31)).pk


def test_only_the_county_grants_and_revokes_in_its_own_towns(world: World) -> None:
    by = world.desk("county_approver")
    with pytest.raises(NotAllowed):
        granted(by, town=FAR_TOWN)
    with pytest.raises(NotAllowed):
        granted(world.desk("township_approver"))
    with pytest.raises(AccountRefused, match="乡镇"):
        granted(by, town=LIULIN)
    made = granted(by)
    with pytest.raises(AccountRefused, match="没有这项委托"):
        revoke_grant(by=world.desk("county_approver", OTHER_COUNTY), grant=made.pk, reason="试")
    with pytest.raises(AccountRefused, match="撤销原因"):
        revoke_grant(by=by, grant=made.pk, reason=" ")


# Near relatives


def filed(by: Desk, **more: Any) -> dict[str, Any]:
    told = {"staff_name": "周支书", "staff_role": "柳林村党支部书记", "territory": LIULIN, "name": "沈立国"}
    return {**told, "relation": "sibling", **more}


BORN = datetime.date(1980, 5, 6)


def test_a_filed_relative_is_found_in_the_register_by_number_and_by_name_and_birth(
    world: World, approver: Desk
) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    relative, found = file_and_match(by=approver, **filed(approver, citizen_id=citizen_id(BORN, 101)))
    assert found == 1 and relative.citizen_shown.startswith("3415") and relative.born_on == BORN
    wife = {"name": "顾秀梅", "born_on": datetime.date(1982, 7, 8), "relation": "spouse"}
    file_and_match(by=approver, **filed(approver, **wife))
    matches = RelativeMatch.objects.filter(person__memberships__household=household).order_by("pk")
    assert [(one.person.name, one.by) for one in matches] == [("沈立国", "id"), ("顾秀梅", "name")]


def test_whoever_is_registered_later_is_found_too(world: World, approver: Desk) -> None:
    file_relative(by=approver, **filed(approver, citizen_id=citizen_id(BORN, 101)))
    file_relative(by=approver, **filed(approver, name="顾秀梅", born_on=datetime.date(1982, 7, 8), relation="spouse"))
    couple_and_child(world.desk("township_acceptance"))
    assert {(one.person.name, one.by) for one in matches_within(approver)} == {("沈立国", "id"), ("顾秀梅", "name")}


def test_the_same_name_and_birth_with_another_number_is_somebody_else(world: World, approver: Desk) -> None:
    couple_and_child(world.desk("township_acceptance"))
    assert file_and_match(by=approver, **filed(approver, citizen_id=citizen_id(BORN, 999)))[1] == 0


def test_a_match_by_name_becomes_one_by_number_when_it_is_learnt(world: World, approver: Desk) -> None:
    clerk = world.desk("township_acceptance")
    household = couple_and_child(clerk)
    head = members_on(household, DAY)[0].person
    correct_person(by=clerk, person=head.pk, changes={"citizen_id": "", "no_id_reason": "lost"}, reason="号码待核")
    file_and_match(by=approver, **filed(approver, citizen_id=citizen_id(BORN, 101)))
    assert RelativeMatch.objects.get().by == "name"
    correct_person(by=clerk, person=head.pk, changes={"citizen_id": citizen_id(BORN, 101)}, reason="核对原件")
    assert RelativeMatch.objects.get().by == "id"


def test_people_of_another_office_are_marked_and_not_counted(world: World, approver: Desk) -> None:
    elsewhere = world.desk("township_acceptance", OTHER_TOWN)
    couple_and_child(elsewhere, "341591002201")
    assert file_and_match(by=approver, **filed(approver, citizen_id=citizen_id(BORN, 101)))[1] == 0
    assert not matches_within(approver).exists()
    assert matches_within(world.desk("township_approver", OTHER_TOWN)).count() == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"relation": "other_relative", "born_on": BORN}, "近亲属指"),
        ({"staff_name": " ", "born_on": BORN}, "姓名和职务"),
        ({"name": "沈3", "born_on": BORN}, "数字"),
        ({}, "出生日期"),
        ({"citizen_id": "123"}, "18位"),
        ({"citizen_id": "x", "born_on": BORN}, "18位"),
        ({"born_on": datetime.date(2026, 3, 3)}, "晚于今天"),
        ({"born_on": BORN, "territory": "341591001999"}, "现有的区划"),
    ],
)
def test_a_filing_that_cannot_be_is_refused(approver: Desk, more: dict[str, Any], told: str) -> None:
    with pytest.raises(AccountRefused, match=told):
        file_relative(by=approver, **filed(approver, **more))


def test_a_birth_that_contradicts_the_number_is_refused(approver: Desk) -> None:
    more = {"citizen_id": citizen_id(BORN, 101), "born_on": datetime.date(1980, 5, 7)}
    with pytest.raises(AccountRefused, match="不一致"):
        file_relative(by=approver, **filed(approver, **more))


def test_a_relative_is_filed_once_and_closed_with_a_reason(world: World, approver: Desk) -> None:
    made = file_relative(by=approver, **filed(approver, born_on=BORN))
    with pytest.raises(AccountRefused, match="已备案"):
        file_relative(by=approver, **filed(approver, born_on=BORN))
    with pytest.raises(AccountRefused, match="注销原因"):
        close_relative(by=approver, relative=made.pk, reason="")
    with pytest.raises(AccountRefused, match="没有这条备案"):
        close_relative(by=world.desk("township_approver", OTHER_TOWN), relative=made.pk, reason="试")
    close_relative(by=approver, relative=made.pk, reason="支书换届")
    couple_and_child(world.desk("township_acceptance"))
    assert not RelativeMatch.objects.exists() and StaffRelative.objects.count() == 1


# Tokens


def test_a_token_sits_at_the_post_until_it_expires(world: World) -> None:
    by = world.desk("township_acceptance")
    token, secret = create_token(by=by, appointment=by.appointment_id or 0, label="民政专网", expires_on=TEN_DAYS)
    assert secret not in token.digest and list(tokens_of(by)) == [token]
    desk = desk_of_token(secret, DAY)
    assert desk is not None and desk.post == by.post
    assert desk_of_token(secret, TEN_DAYS) is None and desk_of_token("x" + secret, DAY) is None


def test_a_token_dies_with_the_post_the_account_and_its_revocation(world: World, admin: Desk) -> None:
    by = world.desk("township_acceptance")
    secrets = [create_token(by=by, appointment=by.appointment_id or 0, label="甲", expires_on=APRIL) for _ in range(2)]
    revoke_token(by=by, token=secrets[0][0].pk)
    assert desk_of_token(secrets[0][1], DAY) is None and desk_of_token(secrets[1][1], DAY) is not None
    end_appointment(by=admin, appointment=by.appointment_id or 0, until=TEN_DAYS, reason="调离")
    assert desk_of_token(secrets[1][1], TEN_DAYS) is None
    close_account(by=admin, officer=by.officer_id or 0, reason="调离")
    assert desk_of_token(secrets[1][1], DAY) is None


@pytest.mark.parametrize("how", ["password", "second step", "closing and reopening"])
def test_a_token_does_not_outlive_an_account_that_is_not_trusted(world: World, admin: Desk, how: str) -> None:
    by = world.desk("township_acceptance")
    officer = Officer.objects.get(pk=by.officer_id)
    _, secret = create_token(by=by, appointment=by.appointment_id or 0, label="甲", expires_on=APRIL)
    if how == "password":
        reset_password(by=admin, officer=officer.pk, reason="本人书面申请")
    elif how == "second step":
        reset_second_step(by=admin, officer=officer, reason="手机丢失")
    else:
        close_account(by=admin, officer=officer.pk, reason="停职")
        reopen_account(by=admin, officer=officer.pk, reason="复职")
    assert desk_of_token(secret, DAY) is None


def test_a_token_is_good_no_longer_than_the_post(world: World, admin: Desk) -> None:
    by = world.desk("township_acceptance")
    token, secret = create_token(by=by, appointment=by.appointment_id or 0, label="甲", expires_on=APRIL)
    end_appointment(by=admin, appointment=by.appointment_id or 0, until=TEN_DAYS, reason="调离")
    token.refresh_from_db()
    assert token.expires_on == TEN_DAYS and desk_of_token(secret, DAY) is not None


@pytest.mark.parametrize(
    ("label", "expires_on", "told"),
    [(" ", TEN_DAYS, "哪个程序"), ("甲", DAY, "一年"), ("甲", datetime.date(2027, 3, 4), "一年")],
)
def test_a_token_that_cannot_be_is_refused(world: World, label: str, expires_on: datetime.date, told: str) -> None:
    by = world.desk("township_acceptance")
    with pytest.raises(AccountRefused, match=told):
        create_token(by=by, appointment=by.appointment_id or 0, label=label, expires_on=expires_on)


def test_tokens_are_made_by_whoever_holds_the_post_alone(world: World, approver: Desk) -> None:
    deputy = world.officers[f"township-acceptance-{TOWN}"]
    cover(approver, held(world, "township_surveyor"), deputy)
    acting = desks_of(deputy, DAY)[1]
    with pytest.raises(AccountRefused, match="本人"):
        create_token(by=acting, appointment=acting.appointment_id or 0, label="甲", expires_on=APRIL)
    with pytest.raises(NotAllowed):
        create_token(by=world.desk("village_assistant"), appointment=1, label="甲", expires_on=APRIL)


def test_a_token_is_revoked_by_its_owner_or_whoever_manages_the_office(world: World, admin: Desk) -> None:
    by = world.desk("township_acceptance")
    one, two = (
        create_token(by=by, appointment=by.appointment_id or 0, label="甲", expires_on=APRIL)[0] for _ in range(2)
    )
    for stranger in (world.desk("township_surveyor"), world.desk("administrator", OTHER_COUNTY)):
        with pytest.raises(AccountRefused, match="没有这个令牌"):
            revoke_token(by=stranger, token=one.pk)
    revoke_token(by=by, token=one.pk)
    assert set(tokens_within(admin)) == {one, two} and not tokens_within(by).exists()
    revoke_token(by=admin, token=two.pk)
    with pytest.raises(AccountRefused, match="已作废"):
        revoke_token(by=admin, token=two.pk)


def test_the_system_sets_up_an_office_and_is_named_so(world: World) -> None:
    desk = system_desk(DAY, purpose="建立测试县")
    assert desk.actor == "系统·建立测试县" and desk.reaches(LIULIN) and BEGAN < DAY
    assert not desk.may("see_register")
