"""Who belongs to a household: joining, leaving, moving, dying, splitting, merging, and what is refused."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.registry.actions.deaths import correct_death
from doudi.records.registry.actions.households import (
    HouseholdDraft,
    MemberDraft,
    close_household,
    correct_household,
    open_household_for,
    register_household,
)
from doudi.records.registry.actions.members import (
    add_member,
    change_head,
    end_membership,
    join_household,
    merge_households,
    move_household,
    move_member,
    record_death,
    split_household,
)
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Benefit, Household, Kinship, Membership, Person
from doudi.records.registry.queries import benefits_on, members_on, residence_on
from doudi.records.registry.refusals import AlreadyRegistered, Refused, Stale
from doudi.records.trail.models import AuditEntry
from support.rolled_back import rolled_back
from world import (
    DAY,
    FAR_VILLAGE,
    FENGLING,
    LIULIN,
    SHIQIAO,
    World,
    build_world,
    couple_and_child,
    member,
    person,
)

pytestmark = pytest.mark.django_db
FEBRUARY = datetime.date(2026, 2, 1)
JANUARY = datetime.date(2025, 1, 1)
JUNE = datetime.date(2025, 6, 1)
OPENED = datetime.date(2024, 1, 1)
TOMORROW = datetime.date(2026, 3, 3)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


@pytest.fixture
def shen(clerk: Desk) -> Household:
    return couple_and_child(clerk)


@pytest.fixture
def tao(clerk: Desk) -> Household:
    return couple_and_child(clerk, sequence=301, surname="陶")


def alone(clerk: Desk, name: str = "高山青", sequence: int = 501) -> Household:
    draft = HouseholdDraft(LIULIN, (member(name, "head", "1950-01-02", sequence),), datetime.date(2024, 1, 1))
    return register_household(by=clerk, draft=draft)


def names(household: Household, on: datetime.date = DAY) -> list[str]:
    return [one.person.name for one in members_on(household, on)]


def relations(household: Household, on: datetime.date = DAY) -> dict[str, str]:
    return {one.person.name: one.relation for one in members_on(household, on)}


def named(household: Household, name: str) -> Membership:
    return next(one for one in members_on(household, DAY) if one.person.name == name)


def paid(by: Desk, household: Household, programme: str, whose: int | None = None, monthly: int = 10000) -> Benefit:
    draft = BenefitDraft(programme, monthly, datetime.date(2025, 7, 1), whose, certificate="Z1")
    return take_over_benefit(by=by, household=household.pk, draft=draft)


# Joining


def test_a_child_is_born_into_a_household_and_is_the_heads_child(clerk: Desk, shen: Household) -> None:
    newborn = PersonDraft("沈安", sex="female", no_id_reason="newborn")
    born = datetime.date(2026, 2, 20)
    joined = add_member(by=clerk, household=shen.pk, draft=MemberDraft(newborn, "child", began="birth"), on=born)
    assert joined.person.born_on == born and joined.person.temporary_number
    assert names(shen)[-1] == "沈安" and "沈安" not in names(shen, datetime.date(2026, 2, 19))
    assert Kinship.objects.filter(person__name="沈立国", relative__name="沈安", relation="child").exists()


def test_the_trail_says_in_words_how_somebody_joined(clerk: Desk, shen: Household) -> None:
    draft = MemberDraft(person("沈平", "1950-03-04", 11), "parent", began="moved_in")
    joined = add_member(by=clerk, household=shen.pk, draft=draft, on=FEBRUARY)
    line = AuditEntry.objects.get(table_name="registry_membership", row_id=joined.pk, operation="insert")
    assert line.reason == "增加成员：迁入"


@pytest.mark.parametrize(
    ("relation", "began", "on", "told"),
    [
        ("spouse", "marriage", FEBRUARY, "配偶只能有一名"),
        ("head", "moved_in", FEBRUARY, "请选择与户主的关系"),
        ("uncle", "moved_in", FEBRUARY, "请选择与户主的关系"),
        ("child", "opened", FEBRUARY, "入户方式"),
        ("child", "moved_in", TOMORROW, "晚于今天"),
        ("parent", "moved_in", datetime.date(2023, 12, 31), "建档日期"),
    ],
)
def test_who_cannot_join_is_refused(
    clerk: Desk, shen: Household, relation: str, began: str, on: datetime.date, told: str
) -> None:
    draft = MemberDraft(person("周玉兰", "1950-03-04", 12), relation, began=began)
    with pytest.raises(Refused, match=told):
        add_member(by=clerk, household=shen.pk, draft=draft, on=on)
    assert not Person.objects.filter(name="周玉兰").exists()


def test_nobody_joins_before_birth(clerk: Desk, shen: Household) -> None:
    draft = MemberDraft(person("沈安", "2026-02-20", 2), "child", began="birth")
    with pytest.raises(Refused, match="早于沈安的出生日期"):
        add_member(by=clerk, household=shen.pk, draft=draft, on=datetime.date(2026, 2, 19))


def test_a_child_older_than_the_head_is_refused_and_a_step_child_is_not(clerk: Desk, shen: Household) -> None:
    older = MemberDraft(person("沈长", "1979-01-01", 13), "child", began="moved_in")
    with pytest.raises(Refused, match="不能是其父母"):
        add_member(by=clerk, household=shen.pk, draft=older, on=FEBRUARY)
    step = MemberDraft(person("李小满", "1990-01-01", 15), "child", began="moved_in")
    joined = add_member(by=clerk, household=shen.pk, draft=step, on=FEBRUARY)
    assert not Kinship.objects.filter(relative=joined.person).exists()


def test_who_left_and_comes_back_joins_again(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满")
    end_membership(by=clerk, membership=child.pk, on=JANUARY, ended="moved_out", reason="随外婆生活")
    with pytest.raises(Refused, match="到2025-01-01还在另一户"):
        rejoin(clerk, shen, child.person_id, on=datetime.date(2024, 6, 1))
    rejoin(clerk, shen, child.person_id, on=FEBRUARY)
    assert "沈小满" in names(shen) and "沈小满" not in names(shen, datetime.date(2025, 6, 1))


def rejoin(by: Desk, household: Household, whose: int, on: datetime.date) -> Membership:
    return join_household(by=by, household=household.pk, person=whose, relation="child", began="moved_in", on=on)


def test_who_belongs_somewhere_does_not_join_elsewhere(clerk: Desk, shen: Household, tao: Household) -> None:
    with pytest.raises(Refused, match="现属另一户"):
        rejoin(clerk, tao, named(shen, "沈小满").person_id, on=FEBRUARY)


# Leaving


def test_the_head_does_not_leave_others_behind(clerk: Desk, shen: Household) -> None:
    with pytest.raises(Refused, match="先变更户主"):
        end_membership(by=clerk, membership=named(shen, "沈立国").pk, on=DAY, ended="moved_out", reason="外出")


def test_the_last_to_leave_closes_the_household(clerk: Desk) -> None:
    household = alone(clerk)
    end_membership(by=clerk, membership=named(household, "高山青").pk, on=FEBRUARY, ended="moved_out", reason="迁外省")
    household.refresh_from_db()
    assert household.closed_on == FEBRUARY and residence_on(household, DAY) is None


def test_who_was_paid_for_all_does_not_leave_before_the_payment_ends(clerk: Desk) -> None:
    household = alone(clerk)
    paid(clerk, household, "dibao")
    with pytest.raises(Refused, match="在发的最低生活保障"):
        end_membership(by=clerk, membership=named(household, "高山青").pk, on=DAY, ended="moved_out", reason="迁外省")


def test_one_entered_by_mistake_never_was(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满")
    end_membership(by=clerk, membership=child.pk, on=DAY, ended="mistake", reason="录到了别人家")
    assert "沈小满" not in names(shen, JANUARY)


@pytest.mark.parametrize(
    ("on", "ended", "told"),
    [
        (TOMORROW, "moved_out", "晚于今天"),
        (FEBRUARY, "death", "登记死亡"),
        (datetime.date(2023, 1, 1), "moved_out", "早于沈小满入户的日期"),
    ],
)
def test_a_leaving_that_cannot_be_is_refused(
    clerk: Desk, shen: Household, on: datetime.date, ended: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        end_membership(by=clerk, membership=named(shen, "沈小满").pk, on=on, ended=ended, reason="试")


# Moving


def test_what_a_person_is_paid_goes_with_them(clerk: Desk, shen: Household, tao: Household) -> None:
    child = named(shen, "沈小满")
    paid(clerk, shen, "orphan", child.person_id, 120000)
    moved(clerk, child, tao)
    here, there = benefits_on(shen, DAY), benefits_on(tao, DAY)
    assert not here and [(one.monthly, one.since, one.certificate) for one in there] == [(120000, FEBRUARY, "Z1")]
    before = benefits_on(shen, datetime.date(2026, 1, 31))
    assert [one.programme for one in before] == ["orphan"] and not benefits_on(tao, datetime.date(2026, 1, 31))


def moved(by: Desk, membership: Membership, to: Household, relation: str = "grandchild") -> Membership:
    return move_member(
        by=by, membership=membership.pk, household=to.pk, relation=relation, on=FEBRUARY, reason="随祖父母生活"
    )


def test_the_last_to_move_closes_the_household(clerk: Desk, shen: Household) -> None:
    household = alone(clerk)
    moved(clerk, named(household, "高山青"), shen, "parent")
    household.refresh_from_db()
    assert household.closed_on == FEBRUARY and relations(shen)["高山青"] == "parent"


@pytest.mark.parametrize(("relation", "told"), [("head", "关系"), ("", "关系"), ("spouse", "配偶只能有一名")])
def test_a_relation_that_cannot_be_is_refused_on_moving(
    clerk: Desk, shen: Household, tao: Household, relation: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        moved(clerk, named(shen, "沈小满"), tao, relation)
    assert "沈小满" in names(shen)


def test_nobody_moves_into_a_household_of_another_office(world: World, clerk: Desk, shen: Household) -> None:
    other = couple_and_child(world.desk("township_acceptance", FENGLING[:9]), FENGLING, sequence=701, surname="邓")
    with pytest.raises(Refused, match="管辖范围"):
        moved(clerk, named(shen, "沈小满"), other)


def test_a_household_moves_and_its_new_office_answers_for_it(world: World, clerk: Desk, shen: Household) -> None:
    move(clerk, shen, FAR_VILLAGE, "一组")
    shen.refresh_from_db()
    assert shen.territory == FAR_VILLAGE and Person.objects.filter(territory=FAR_VILLAGE).count() == 3
    before = residence_on(shen, datetime.date(2026, 1, 31))
    assert before is not None and before.territory == LIULIN
    with pytest.raises(Refused, match="管辖范围"):
        move(clerk, shen, LIULIN)
    move(world.desk("township_acceptance", FAR_VILLAGE[:9]), shen, LIULIN, "三组")


def move(by: Desk, household: Household, to: str, address: str = "", on: datetime.date = FEBRUARY) -> Household:
    return move_household(by=by, household=household.pk, territory=to, address=address, on=on, reason="搬迁")


def test_a_household_moves_to_a_village_that_stands(clerk: Desk, shen: Household) -> None:
    for place, address, on, told in (
        ("341591001", "", FEBRUARY, "村（居）"),
        (LIULIN, "三组", FEBRUARY, "相同"),
        (SHIQIAO, "", datetime.date(2023, 12, 1), "现住址的起始日期"),
        (SHIQIAO, "", TOMORROW, "晚于今天"),
    ):
        with pytest.raises(Refused, match=told):
            move(clerk, shen, place, address, on)


# Death


def test_a_death_learnt_of_late_ends_what_was_written_down_since(clerk: Desk, shen: Household) -> None:
    spouse, child = named(shen, "顾秀梅").person_id, named(shen, "沈小满").person_id
    head = named(shen, "沈立国").person_id
    told = {head: "spouse", child: "child"}
    change_head(by=clerk, household=shen.pk, new_head=spouse, relations=told, on=JANUARY, reason="协商")
    died = datetime.date(2024, 5, 1)
    record_death(by=clerk, person=head, died_on=died, reason="火化证明")
    assert "沈立国" not in names(shen, died) and "沈立国" in names(shen, datetime.date(2024, 4, 30))
    assert relations(shen)["顾秀梅"] == "head"


def test_who_joined_after_the_heads_death_is_the_new_heads_from_the_first(clerk: Desk, shen: Household) -> None:
    baby = MemberDraft(PersonDraft("沈安", sex="female", no_id_reason="newborn"), "child", began="birth")
    add_member(by=clerk, household=shen.pk, draft=baby, on=datetime.date(2025, 9, 1))
    died = datetime.date(2025, 5, 1)
    head, spouse = named(shen, "沈立国").person_id, named(shen, "顾秀梅").person_id
    children = {named(shen, name).person_id: "child" for name in ("沈小满", "沈安")}
    record_death(by=clerk, person=head, died_on=died, new_head=spouse, relations=children)
    assert relations(shen) == {"顾秀梅": "head", "沈小满": "child", "沈安": "child"}
    assert named(shen, "沈安").since == datetime.date(2025, 9, 1)


def test_the_last_to_die_closes_the_household(clerk: Desk) -> None:
    household = alone(clerk)
    record_death(by=clerk, person=named(household, "高山青").person_id, died_on=FEBRUARY)
    household.refresh_from_db()
    assert household.closed_on == FEBRUARY and household.closed_reason == "户内已无人"


def test_a_death_before_the_household_was_opened_closes_it_on_its_first_day(clerk: Desk) -> None:
    household = alone(clerk)
    record_death(by=clerk, person=named(household, "高山青").person_id, died_on=datetime.date(2023, 5, 1))
    household.refresh_from_db()
    assert household.closed_on == household.opened_on


@pytest.mark.parametrize(
    ("on", "told"), [(datetime.date(1980, 5, 5), "早于出生日期"), (TOMORROW, "晚于今天")], ids=["birth", "future"]
)
def test_a_day_of_death_that_cannot_be_is_refused(clerk: Desk, shen: Household, on: datetime.date, told: str) -> None:
    with pytest.raises(Refused, match=told):
        record_death(by=clerk, person=named(shen, "沈立国").person_id, died_on=on)


def test_nobody_dies_twice(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满").person_id
    record_death(by=clerk, person=child, died_on=FEBRUARY)
    with pytest.raises(Refused, match="更正死亡登记"):
        record_death(by=clerk, person=child, died_on=FEBRUARY)


def test_a_wrong_day_of_death_moves_what_it_ended_and_began(clerk: Desk, shen: Household) -> None:
    head, spouse = named(shen, "沈立国").person_id, named(shen, "顾秀梅").person_id
    told = {named(shen, "沈小满").person_id: "child"}
    record_death(by=clerk, person=head, died_on=JANUARY, new_head=spouse, relations=told)
    for day in (datetime.date(2025, 3, 1), datetime.date(2024, 11, 1)):
        correct_death(by=clerk, person=head, died_on=day, reason="证明日期有误")
        assert relations(shen, day) == {"顾秀梅": "head", "沈小满": "child"}
        assert relations(shen, day - datetime.timedelta(days=1))["沈立国"] == "head"


def test_who_was_taken_for_dead_is_a_member_again(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满")
    record_death(by=clerk, person=child.person_id, died_on=JANUARY)
    correct_death(by=clerk, person=child.person_id, died_on=None, reason="同名误登")
    assert "沈小满" in names(shen) and Person.objects.get(pk=child.person_id).died_on is None


def test_a_household_closed_by_a_death_that_was_none_is_open_again(clerk: Desk) -> None:
    household = alone(clerk)
    whose = named(household, "高山青").person_id
    record_death(by=clerk, person=whose, died_on=FEBRUARY)
    correct_death(by=clerk, person=whose, died_on=None, reason="同名误登")
    household.refresh_from_db()
    assert household.closed_on is None and residence_on(household, DAY) is not None and names(household) == ["高山青"]


def spans(person: int) -> list[tuple[datetime.date, datetime.date | None, str]]:
    found = Membership.objects.filter(person=person).order_by("since", "pk")
    return [(one.since, one.until, one.ended) for one in found]


@pytest.fixture
def mover(clerk: Desk, shen: Household) -> int:
    """The child of the family, who moved to another family in June 2025."""
    other = couple_and_child(clerk, sequence=301, surname="陶")
    child = named(shen, "沈小满")
    move_member(
        by=clerk, membership=child.pk, household=other.pk, relation="other_relative", on=JUNE, reason="投靠亲属"
    )
    return child.person_id


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (None, [(OPENED, JUNE, "moved_out"), (JUNE, None, "")]),
        (datetime.date(2025, 8, 1), [(OPENED, JUNE, "moved_out"), (JUNE, datetime.date(2025, 8, 1), "death")]),
        (JUNE, [(OPENED, JUNE, "moved_out"), (JUNE, JUNE, "death")]),
        (datetime.date(2025, 5, 31), [(OPENED, datetime.date(2025, 5, 31), "death"), (JUNE, JUNE, "death")]),
        (datetime.date(2024, 12, 1), [(OPENED, datetime.date(2024, 12, 1), "death"), (JUNE, JUNE, "death")]),
    ],
)
def test_a_death_of_a_wrong_year_put_right_leaves_the_moves_since_as_they_were(
    clerk: Desk, mover: int, day: datetime.date | None, stands: list[tuple[datetime.date, datetime.date | None, str]]
) -> None:
    record_death(by=clerk, person=mover, died_on=datetime.date(2025, 1, 10), reason="误记")
    assert spans(mover) == [(OPENED, datetime.date(2025, 1, 10), "death"), (JUNE, JUNE, "death")]
    correct_death(by=clerk, person=mover, died_on=day, reason="年份写错")
    assert spans(mover) == stands
    if day is not None:
        correct_death(by=clerk, person=mover, died_on=None, reason="同名误登")
        assert spans(mover) == [(OPENED, JUNE, "moved_out"), (JUNE, None, "")]


def test_a_death_does_not_touch_what_was_entered_by_mistake_and_taken_back(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满")
    end_membership(by=clerk, membership=child.pk, on=DAY, ended="mistake", reason="重复登记")
    record_death(by=clerk, person=child.person_id, died_on=datetime.date(2023, 5, 1))
    assert spans(child.person_id) == [(OPENED, OPENED, "mistake")]


def test_a_death_is_corrected_only_with_a_reason_and_where_there_is_one(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满").person_id
    with pytest.raises(Refused, match="没有登记死亡"):
        correct_death(by=clerk, person=child, died_on=None, reason="误登")
    record_death(by=clerk, person=child, died_on=FEBRUARY)
    with pytest.raises(Refused, match="依据"):
        correct_death(by=clerk, person=child, died_on=None, reason=" ")
    with pytest.raises(Refused, match="相同"):
        correct_death(by=clerk, person=child, died_on=FEBRUARY, reason="误登")


# Heads, splitting, merging, closing


def test_the_head_is_not_made_head_again(clerk: Desk, shen: Household) -> None:
    head = named(shen, "沈立国").person_id
    with pytest.raises(Refused, match="已是户主"):
        change_head(by=clerk, household=shen.pk, new_head=head, relations={}, on=DAY, reason="协商")


def test_two_spouses_of_a_new_head_are_refused(clerk: Desk, shen: Household) -> None:
    ids = {one.person.name: one.person_id for one in members_on(shen, DAY)}
    told = {ids["沈立国"]: "spouse", ids["沈小满"]: "spouse"}
    with pytest.raises(Refused, match="只能有一名"):
        change_head(by=clerk, household=shen.pk, new_head=ids["顾秀梅"], relations=told, on=DAY, reason="协商")


def test_those_who_split_off_take_their_own_payments_and_a_head(clerk: Desk, shen: Household) -> None:
    ids = {one.person.name: one.person_id for one in members_on(shen, DAY)}
    paid(clerk, shen, "orphan", ids["沈小满"])
    people = {ids["沈小满"]: "child", ids["顾秀梅"]: "head"}
    new = split_household(by=clerk, household=shen.pk, people=people, on=FEBRUARY, reason="离异", address="五组")
    assert relations(new) == {"顾秀梅": "head", "沈小满": "child"} and new.address == "五组"
    assert names(shen) == ["沈立国"] and [one.programme for one in benefits_on(new, DAY)] == ["orphan"]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"顾秀梅": "child"}, "一名户主"),
        ({"沈立国": "head"}, "原户主不能分出"),
        ({"沈立国": "child", "顾秀梅": "head", "沈小满": "child"}, "至少留下一人"),
        ({"顾秀梅": "head", "沈小满": "cousin"}, "关系"),
    ],
)
def test_a_split_that_cannot_be_is_refused(clerk: Desk, shen: Household, chosen: dict[str, str], told: str) -> None:
    people = {named(shen, name).person_id: relation for name, relation in chosen.items()}
    with pytest.raises(Refused, match=told):
        split_household(by=clerk, household=shen.pk, people=people, on=FEBRUARY, reason="分户")
    assert Household.objects.count() == 1


def test_a_household_joins_another_and_is_closed(clerk: Desk, shen: Household, tao: Household) -> None:
    told = dict.fromkeys((one.person_id for one in members_on(tao, DAY)), "other_relative")
    merged(clerk, tao, shen, told)
    tao.refresh_from_db()
    assert tao.closed_on == FEBRUARY and len(names(shen)) == 6 and names(tao, JANUARY)[0] == "陶立国"


def merged(by: Desk, household: Household, into: Household, relations: dict[int, str], **more: Any) -> Household:
    return merge_households(
        by=by, into=into.pk, household=household.pk, relations=relations, on=FEBRUARY, reason="合住", **more
    )


def test_a_merge_that_cannot_be_is_refused(clerk: Desk, shen: Household, tao: Household) -> None:
    ids = [one.person_id for one in members_on(tao, DAY)]
    for told, relation in (("请填写", ""), ("请填写", "head"), ("配偶", "spouse"), ("关系", "cousin")):
        with pytest.raises(Refused, match=told):
            merged(clerk, tao, shen, dict.fromkeys(ids, relation))
    with pytest.raises(Refused, match="同一户"):
        merged(clerk, shen, shen, {})
    paid(clerk, tao, "dibao")
    with pytest.raises(Refused, match="停发"):
        merged(clerk, tao, shen, dict.fromkeys(ids, "other_relative"))


def test_a_household_in_payment_is_not_closed(clerk: Desk, shen: Household) -> None:
    paid(clerk, shen, "dibao")
    with pytest.raises(Refused, match="先停发"):
        close_household(by=clerk, household=shen.pk, on=DAY, reason="试")


def test_a_closed_household_takes_nothing_new(clerk: Desk, shen: Household, tao: Household) -> None:
    close_household(by=clerk, household=shen.pk, on=DAY, reason="全家迁出")
    for again in (
        lambda: close_household(by=clerk, household=shen.pk, on=DAY, reason="再销"),
        lambda: moved(clerk, named(tao, "陶小满"), shen),
        lambda: move(clerk, shen, SHIQIAO),
    ):
        with pytest.raises(Refused, match="销户"):
            again()


def test_somebody_without_a_household_gets_their_own(clerk: Desk, shen: Household) -> None:
    child = named(shen, "沈小满")
    with pytest.raises(Refused, match="现属另一户"):
        own(clerk, child.person_id)
    end_membership(by=clerk, membership=child.pk, on=JANUARY, ended="moved_out", reason="外出")
    new = own(clerk, child.person_id)
    assert new.label == "沈小满" and relations(new) == {"沈小满": "head"} and new.area == "rural"


def own(by: Desk, whose: int) -> Household:
    return open_household_for(by=by, person=whose, territory=SHIQIAO, on=FEBRUARY, reason="单独立户", address="四组")


# Registering and correcting


def test_every_wrong_member_of_a_new_household_is_named(clerk: Desk, shen: Household) -> None:
    members = (
        member("沈立国", "head", "1980-05-06", 101),
        MemberDraft(PersonDraft("王1"), "child"),
        member("顾秀梅", "spouse", "1982-07-08", 777),
    )
    with pytest.raises(AlreadyRegistered) as refused:
        register_household(by=clerk, draft=HouseholdDraft(LIULIN, members, FEBRUARY))
    wrong = refused.value.members
    assert set(wrong) == {0, 1} and wrong[0].person == named(shen, "沈立国").person_id
    assert "数字" in wrong[1].faults["name"]


def test_the_same_number_twice_in_one_household_is_refused(clerk: Desk) -> None:
    members = (member("沈立国", "head", "1980-05-06", 101), member("沈立邦", "sibling", "1980-05-06", 101))
    with pytest.raises(Refused, match="两名成员的证件号相同"):
        register_household(by=clerk, draft=HouseholdDraft(LIULIN, members, FEBRUARY))


def test_a_household_is_corrected_with_a_reason(clerk: Desk, shen: Household) -> None:
    changes = {"address": "七组", "area": "urban", "type": "relief", "causes": ["illness", "illness"]}
    with pytest.raises(Refused, match="更正原因"):
        correct_household(by=clerk, household=shen.pk, changes=changes, reason=" ")
    correct_household(by=clerk, household=shen.pk, changes=changes, reason="走访核实")
    shen.refresh_from_db()
    assert (shen.address, shen.area, shen.type, shen.causes) == ("七组", "urban", "relief", ["illness"])
    with pytest.raises(Refused, match="不认识的致困原因"):
        correct_household(by=clerk, household=shen.pk, changes={"causes": ["luck"]}, reason="试")


def test_a_form_on_an_older_state_is_told_so_with_the_state_of_now(clerk: Desk, shen: Household) -> None:
    correct_household(by=clerk, household=shen.pk, changes={"address": "七组"}, reason="核实", version=1)
    with pytest.raises(Stale) as refused:
        close_household(by=clerk, household=shen.pk, on=DAY, reason="试", version=1)
    assert refused.value.state == 2


def test_posts_without_the_duty_change_nothing(world: World, shen: Household) -> None:
    for post in ("county_finance", "auditor", "partner_disability", "city_supervisor", "county_approver"):
        with pytest.raises(NotAllowed):
            correct_household(by=world.desk(post), household=shen.pk, changes={"address": "x"}, reason="试")
