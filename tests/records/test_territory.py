"""The tree of places: read from lists of codes, renamed, merged, and what that does to scope and history."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.models import StaffRelative
from doudi.records.accounts.powers import file_relative
from doudi.records.accounts.queries import desks_of
from doudi.records.evidence.reach import reach_of
from doudi.records.evidence.timeline import happenings_of
from doudi.records.registry.actions.households import close_household
from doudi.records.registry.actions.members import move_household
from doudi.records.registry.actions.places import (
    give_name,
    merge_place,
    preview_place_merge,
    take_in_places,
)
from doudi.records.registry.models import Household, Person
from doudi.records.registry.queries import household_within, people_within, residence_on
from doudi.records.territory.lists import MOST_ROWS, read_places
from doudi.records.territory.models import Place
from doudi.records.territory.queries import (
    children_of,
    ended_in,
    found_within,
    history_of,
    name_of,
    name_on,
    path_name,
    place_on,
    villages_in,
)
from doudi.records.territory.refusals import PlacesRefused
from doudi.records.trail.models import AuditEntry
from support.rolled_back import rolled_back
from world import (
    COUNTY,
    DAY,
    FAR_VILLAGE,
    FENGLING,
    LIULIN,
    SHIQIAO,
    TOWN,
    World,
    build_world,
    couple_and_child,
)

pytestmark = pytest.mark.django_db
SINCE = datetime.date(2026, 3, 1)
EVE = datetime.date(2026, 2, 28)
NEW = "341591001203"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def admin(world: World) -> Desk:
    return world.desk("administrator")


# Lists


def listed(*rows: str, header: str = "代码,名称,城乡", encoding: str = "utf-8") -> bytes:
    return "\r\n".join((header, *rows)).encode(encoding)


def taken_in(by: Desk, *rows: str, since: datetime.date = SINCE) -> int:
    return take_in_places(by=by, read=read_places(listed(*rows), since=since), since=since, reason="区划调整")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_in_every_usual_encoding(world: World, encoding: str) -> None:
    data = listed(
        f"{NEW},杨湾村委会,农村", f"{LIULIN},柳林村委会,", f"{SHIQIAO},石桥社区居委会,城镇", encoding=encoding
    )
    read = read_places(data, since=SINCE)
    assert [(one.code, one.name, one.area) for one in read.new] == [(NEW, "杨湾村委会", "rural")]
    assert read.standing == 1
    assert [(place.name, draft.name, draft.area) for place, draft in read.changed] == [
        ("石桥村委会", "石桥社区居委会", "urban")
    ]


def test_statistical_lists_and_padded_codes_are_read(world: World) -> None:
    header = "统计用区划代码,城乡分类代码,名称"
    rows = ("341591001000,,河东镇", f"{NEW},220,杨湾村委会", "341591001001,111,河东社区居委会")
    read = read_places(listed(*rows, header=header), since=SINCE)
    assert [(one.code, one.area) for one in read.new] == [("341591001001", "urban"), (NEW, "rural")]
    assert read.standing == 1


def test_a_list_read_again_from_its_own_rows_says_the_same(world: World) -> None:
    read = read_places(listed(f'{NEW},"杨湾,村",农村', f"{SHIQIAO},石桥社区,城镇"), since=SINCE)
    again = read_places(read.as_csv().encode(), since=SINCE)
    assert (again.new, [draft for _place, draft in again.changed]) == (
        read.new,
        [draft for _place, draft in read.changed],
    )


def test_every_wrong_row_is_named(world: World) -> None:
    rows = (
        "34159100120,短码村,", "３４１５９１００１２０３,全角村,", f"{NEW},,", f"{NEW},杨湾村,郊区", f"{LIULIN},柳林村委会,",
        f"{LIULIN},柳林村,", "341591009201,无镇村,", "349999,无此县,", f"{NEW},<b>村</b>,",
    )  # fmt: skip
    with pytest.raises(PlacesRefused) as refused:
        read_places(listed(*rows), since=SINCE)
    told = refused.value.faults
    expected = (
        (2, "无法识别"), (3, "无法识别"), (4, "缺少名称"), (5, "城乡"), (7, "第6行已出现"), (8, "上级区划341591009"),
        (9, "不在国家区划表"), (10, "不像区划名称"),
    )  # fmt: skip
    assert [fault.partition("：")[0] for fault in told] == [f"第{number}行" for number, _ in expected]
    assert all(word in fault for fault, (_, word) in zip(told, expected, strict=True))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"),
        (b"\r\n\r\n", "空的"),
        ("名称\r\n柳林村".encode(), "表头"),
        (b"\xff\xfe\x00\xd8", "编码"),
        ('代码,名称\r\n"341591001203,"x'.encode(), "CSV"),
        (b"code,name\r\n" + b"341591001203,x\r\n" * MOST_ROWS, "分批"),
    ],
    ids=["empty", "blank", "no header", "no encoding", "no table", "too long"],
)
def test_what_is_no_list_is_refused_with_the_reason(world: World, data: bytes, told: str) -> None:
    with pytest.raises(PlacesRefused, match=told):
        read_places(data, since=SINCE)


def test_a_list_is_taken_in_from_its_day(admin: Desk) -> None:
    rows = ("341591003,河南镇,", "341591003201,杨湾村委会,农村", f"{SHIQIAO},石桥社区居委会,城镇")
    assert taken_in(admin, *rows) == 3
    assert [one.code for one in children_of(COUNTY, SINCE)][-1] == "341591003"
    assert not children_of("341591003", EVE).exists() and children_of("341591003", SINCE).count() == 1
    assert (name_on(SHIQIAO, EVE), name_on(SHIQIAO, SINCE), name_of(SHIQIAO)) == (
        "石桥村委会", "石桥社区居委会", "石桥社区居委会",
    )  # fmt: skip
    place = place_on(SHIQIAO, SINCE)
    assert place is not None and place.area == "urban"


def test_the_same_list_again_changes_nothing(admin: Desk) -> None:
    rows = (f"{NEW},杨湾村委会,农村", f"{SHIQIAO},石桥社区居委会,城镇")
    taken_in(admin, *rows)
    before = Place.objects.count()
    assert taken_in(admin, *rows) == 0 and Place.objects.count() == before


def test_a_list_changes_nothing_outside_the_territory(admin: Desk) -> None:
    with pytest.raises(PlacesRefused, match="341592001202.*管辖范围"):
        taken_in(admin, f"{NEW},杨湾村委会,", "341592001202,沙河村委会,")
    assert not Place.objects.filter(code=NEW).exists()
    assert taken_in(admin, f"{FAR_VILLAGE},沙湾村委会,", f"{NEW},杨湾村委会,") == 1


def test_a_day_before_the_place_stood_or_after_today_is_refused(admin: Desk) -> None:
    with pytest.raises(PlacesRefused, match="第2行：生效日期早于石桥村委会"):
        taken_in(admin, f"{SHIQIAO},石桥社区,", since=datetime.date(2019, 1, 1))
    with pytest.raises(PlacesRefused, match="晚于今天"):
        taken_in(admin, f"{NEW},杨湾村,", since=datetime.date(2026, 3, 3))


def test_only_administrators_change_the_tree(world: World) -> None:
    for post in ("county_approver", "township_approver", "county_reviewer"):
        desk = world.desk(post)
        with pytest.raises(NotAllowed):
            taken_in(desk, f"{NEW},杨湾村,")
        with pytest.raises(NotAllowed):
            give_name(by=desk, code=LIULIN, name="柳林社区", on=DAY, reason="批复")
        with pytest.raises(NotAllowed):
            merge_place(by=desk, code=LIULIN, successor=SHIQIAO, on=DAY, reason="批复")


# Names


def test_a_new_name_holds_from_its_day_and_the_old_one_stands_before(admin: Desk) -> None:
    give_name(by=admin, code=LIULIN, name=" 柳林社区居委会 ", on=SINCE, reason="金政〔2026〕1号")
    assert [(one.name, one.until) for one in history_of(LIULIN)] == [("柳林社区居委会", None), ("柳林村委会", SINCE)]
    assert path_name(LIULIN) == "金山县河东镇柳林社区居委会"
    assert path_name(LIULIN, EVE) == "金山县河东镇柳林村委会"


def test_a_slip_is_put_right_on_the_same_day(admin: Desk) -> None:
    give_name(by=admin, code=LIULIN, name="柳林社去", on=SINCE, reason="批复")
    give_name(by=admin, code=LIULIN, name="柳林社区", on=SINCE, reason="录错字")
    assert [one.name for one in history_of(LIULIN)] == ["柳林社区", "柳林村委会"]


def test_places_are_found_by_name_and_code_as_they_stood(admin: Desk) -> None:
    give_name(by=admin, code=LIULIN, name="柳林社区居委会", on=SINCE, reason="批复")
    for word, day, expected in (
        ("柳林", DAY, ["柳林社区居委会"]),
        ("柳林村", DAY, []),
        ("柳林村", EVE, ["柳林村委会"]),
        ("341591002", DAY, ["河西镇", "枫岭村委会", "北塘村委会"]),
        ("沙湾", DAY, []),
    ):
        assert [one.name for one in found_within(admin.spans, word, day)] == expected


@pytest.mark.parametrize(
    ("name", "on", "reason", "told"),
    [
        (" ", DAY, "批复", "新名称"),
        ("柳林村委会", DAY, "批复", "相同"),
        ("柳" * 61, DAY, "批复", "60"),
        ("柳林社区", datetime.date(2026, 3, 3), "批复", "晚于今天"),
        ("柳林社区", datetime.date(2019, 12, 31), "批复", "起始日期"),
        ("柳林社区", DAY, " ", "依据"),
    ],
)
def test_a_name_that_cannot_be_is_refused(admin: Desk, name: str, on: datetime.date, reason: str, told: str) -> None:
    with pytest.raises(PlacesRefused, match=told):
        give_name(by=admin, code=LIULIN, name=name, on=on, reason=reason)


# Merging


def merged(by: Desk, code: str = LIULIN, successor: str = SHIQIAO, on: datetime.date = SINCE) -> int:
    return merge_place(by=by, code=code, successor=successor, on=on, reason="村级建制调整")[1]


@pytest.fixture
def shen(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


def test_a_merged_village_goes_on_in_the_other_with_its_people(world: World, admin: Desk, shen: Household) -> None:
    assert merged(admin) == 1
    shen.refresh_from_db()
    assert shen.territory == SHIQIAO and shen.version == 2
    assert set(Person.objects.values_list("territory", flat=True)) == {SHIQIAO}
    assert place_on(LIULIN, SINCE) is None
    assert LIULIN not in {one.code for one in villages_in(admin.spans, SINCE)}
    assert [(one.code, one.successor_code) for one in ended_in(admin.spans, DAY)] == [(LIULIN, SHIQIAO)]
    assert not ended_in(admin.spans, EVE).exists()


def test_a_day_before_the_merge_shows_the_village_that_stood_then(world: World, admin: Desk, shen: Household) -> None:
    merged(admin)
    before, after = residence_on(shen, EVE), residence_on(shen, SINCE)
    assert before is not None and after is not None
    assert (before.territory, after.territory) == (LIULIN, SHIQIAO)
    assert before.address == after.address == "三组"
    assert {shen.opened_on, SINCE} <= {
        one.on for one in happenings_of(reach_of(world.desk("township_acceptance"), shen))
    }


def test_closed_households_are_found_in_the_successor_and_keep_their_history(
    world: World, admin: Desk, shen: Household
) -> None:
    closed_on = datetime.date(2026, 1, 1)
    close_household(by=world.desk("township_acceptance"), household=shen.pk, on=closed_on, reason="迁外省")
    assert merged(admin) == 0
    shen.refresh_from_db()
    assert shen.territory == SHIQIAO and [one.territory for one in shen.residences.all()] == [LIULIN]


def test_who_moved_in_after_the_day_is_the_successors_from_the_first(
    world: World, admin: Desk, shen: Household
) -> None:
    clerk = world.desk("township_acceptance")
    move_household(by=clerk, household=shen.pk, territory=SHIQIAO, address="二组", on=DAY, reason="搬迁")
    move_household(by=clerk, household=shen.pk, territory=LIULIN, address="一组", on=DAY, reason="搬回")
    merged(admin)
    shen.refresh_from_db()
    now = residence_on(shen, DAY)
    assert now is not None and (now.territory, shen.territory) == (SHIQIAO, SHIQIAO)


def test_scope_follows_the_merge(world: World, admin: Desk, shen: Household) -> None:
    """The retired village's assistant reaches nobody; the successor's, and the town, reach everybody."""
    merged(admin)
    assistant, other = world.desk("village_assistant"), world.desk("village_assistant", SHIQIAO)
    assert household_within(assistant, shen.pk) is None and not people_within(assistant).exists()
    [after] = desks_of(world.officers[f"village-assistant-{LIULIN}"], DAY)
    assert after.spans == () and not after.may("register") and not after.reaches(LIULIN)
    assert household_within(other, shen.pk) is not None and people_within(other).count() == 3
    assert household_within(world.desk("township_acceptance"), shen.pk) is not None


def test_a_merge_into_another_town_takes_the_people_from_the_first_towns_scope(
    world: World, admin: Desk, shen: Household
) -> None:
    approver = world.desk("township_approver")
    file_relative(
        by=approver, staff_name="周支书", staff_role="支书", territory=LIULIN, name="沈立国", relation="sibling",
        born_on=datetime.date(1980, 5, 6),
    )  # fmt: skip
    merged(admin, LIULIN, FENGLING)
    assert household_within(world.desk("township_acceptance"), shen.pk) is None
    assert household_within(world.desk("township_acceptance", FENGLING[:9]), shen.pk) is not None
    assert StaffRelative.objects.get().territory == FENGLING


def test_the_preview_says_whom_the_merge_concerns(world: World, admin: Desk, shen: Household) -> None:
    preview = preview_place_merge(by=admin, code=LIULIN)
    assert (preview.households, preview.people) == (1, 3)
    assert [(one.post, one.territory) for one in preview.appointments] == [("village_assistant", LIULIN)]


def test_a_place_is_not_merged_back_into_one_that_has_ended(world: World, admin: Desk) -> None:
    merged(admin, LIULIN, SHIQIAO, DAY)
    with pytest.raises(PlacesRefused, match="现有的、同一级"):
        merged(admin, SHIQIAO, LIULIN, datetime.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("code", "successor", "on", "told"),
    [
        (LIULIN, LIULIN, SINCE, "另一个区划"),
        (LIULIN, TOWN, SINCE, "同一级"),
        (LIULIN, "341591001999", SINCE, "现有的"),
        ("341591001999", SHIQIAO, SINCE, "没有现行的区划"),
        (TOWN, "341591002", SINCE, "下级区划"),
        (LIULIN, SHIQIAO, datetime.date(2026, 3, 3), "晚于今天"),
        (LIULIN, SHIQIAO, datetime.date(2019, 1, 1), "不能更早"),
        (LIULIN, SHIQIAO, datetime.date(2020, 1, 1), "合并日期应晚于"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(
    admin: Desk, code: str, successor: str, on: datetime.date, told: str
) -> None:
    with pytest.raises(PlacesRefused, match=told):
        merged(admin, code, successor, on)


def test_a_place_of_another_county_is_not_merged(admin: Desk) -> None:
    for code, successor in ((LIULIN, FAR_VILLAGE), (FAR_VILLAGE, LIULIN)):
        with pytest.raises(NotAllowed):
            merged(admin, code, successor)


def test_a_town_goes_on_in_another_once_its_villages_have(world: World, admin: Desk, shen: Household) -> None:
    for code in (LIULIN, SHIQIAO):
        merged(admin, code, FENGLING)
    merged(admin, TOWN, "341591002")
    assert not children_of(TOWN, DAY).exists()
    shen.refresh_from_db()
    assert shen.territory == FENGLING


def test_a_code_is_not_given_out_while_it_stood_under_another_name(admin: Desk) -> None:
    merged(admin, LIULIN, SHIQIAO, DAY)
    with pytest.raises(PlacesRefused, match="到2026-03-02才停用"):
        taken_in(admin, f"{LIULIN},新柳村委会,", since=SINCE)
    assert taken_in(admin, f"{LIULIN},新柳村委会,", since=DAY) == 1


def test_every_change_of_the_tree_is_in_the_trail(admin: Desk) -> None:
    merged(admin)
    line = AuditEntry.objects.filter(table_name="territory_place", operation="update").latest("pk")
    assert (line.actor, line.reason) == (admin.actor, "村级建制调整")
    assert line.after["successor_code"] == SHIQIAO
