"""People in the register: how they are identified, corrected, bound to kin, paid."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin, end_kin
from doudi.records.registry.actions.members import (
    add_member,
    end_membership,
    join_household,
    move_household,
    record_death,
)
from doudi.records.registry.actions.payments import (
    AccountDraft,
    BenefitDraft,
    close_account,
    end_benefit,
    open_account,
    take_over_benefit,
)
from doudi.records.registry.actions.people import correct_person, renew_temporary_number, state_of
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import BankAccount, Benefit, Household, Kinship, Person
from doudi.records.registry.queries import members_on, person_reached
from doudi.records.registry.refusals import AlreadyRegistered, Refused, Stale
from doudi.records.trail.models import AccessEntry
from doudi.vocabulary.identity import citizen_check_character, generate_citizen_id
from support.rolled_back import rolled_back
from world import DAY, FAR_VILLAGE, LIULIN, SHIQIAO, World, build_world, citizen_id, couple_and_child, member, person

pytestmark = pytest.mark.django_db
BORN = datetime.date(1980, 5, 6)
SINCE = datetime.date(2025, 7, 1)
CARD = "6222020000000000"


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


def who(household: Household, name: str) -> Person:
    return next(one.person for one in members_on(household, DAY) if one.person.name == name)


def registered(by: Desk, draft: PersonDraft) -> Person:
    """Somebody registered as the head of a household of their own."""
    members = (MemberDraft(draft, "head"),)
    made = register_household(by=by, draft=HouseholdDraft(LIULIN, members, datetime.date(2024, 1, 1)))
    return members_on(made, DAY)[0].person


# Names and numbers


@pytest.mark.parametrize("name", ["䶮𠮷", "买买提·吐尔逊", "㛃萱", "𬱖雨"])
def test_rare_characters_and_names_with_a_dot_are_kept_as_they_are(clerk: Desk, name: str) -> None:
    made = registered(clerk, PersonDraft(name, citizen_id(BORN, 901)))
    assert Person.objects.get(pk=made.pk).name == name
    assert Household.objects.get(label=name).label == name


@pytest.mark.parametrize("dot", ["•", "．", "・", "‧"])
def test_every_shape_of_the_dot_becomes_one(clerk: Desk, dot: str) -> None:
    assert registered(clerk, PersonDraft(f"买买提{dot}吐尔逊", citizen_id(BORN, 901))).name == "买买提·吐尔逊"


@pytest.mark.parametrize(
    ("name", "told"),
    [("沈😀", "表情"), ("沈3", "数字"), ("沈立国、沈立邦", "一人一行"), ("锟斤拷", "乱码"), ("", "为空")],
)
def test_what_is_no_name_is_refused_with_the_reason(clerk: Desk, name: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        registered(clerk, PersonDraft(name, citizen_id(BORN, 901)))


def fifteen(number: str) -> str:
    """The number as it was before 1999."""
    return number[:6] + number[8:17]


def test_a_number_of_15_digits_is_the_same_person_as_its_18(clerk: Desk) -> None:
    made = registered(clerk, PersonDraft("沈立国", fifteen(citizen_id(BORN, 101))))
    assert made.citizen_id == citizen_id(BORN, 101) and "15位旧号" in made.id_note
    with pytest.raises(AlreadyRegistered, match="沈立国"):
        registered(clerk, PersonDraft("沈立国", citizen_id(BORN, 101)))


def test_spaces_hyphens_and_small_letters_in_a_number_are_put_right(clerk: Desk) -> None:
    ends_in_x = next(number for at in range(1, 999) if (number := citizen_id(BORN, at)).endswith("X"))
    typed = f" {ends_in_x[:6]}-{ends_in_x[6:14]} {ends_in_x[14:17]}ｘ"
    made = registered(clerk, PersonDraft("沈立国", typed))
    assert made.citizen_id == ends_in_x and made.citizen_shown.startswith(ends_in_x[:4]) and "已规范" in made.id_note


@pytest.mark.parametrize(("region", "kind"), [("810000", "residence_permit"), ("830000", "residence_permit")])
def test_a_residence_permit_is_taken_as_such(clerk: Desk, region: str, kind: str) -> None:
    made = registered(clerk, PersonDraft("陈美珠", generate_citizen_id(region, BORN, 102)))
    assert (made.id_kind, made.sex, made.born_on) == (kind, "female", BORN)


def test_a_foreigners_permanent_permit_is_taken_as_such(clerk: Desk) -> None:
    made = registered(clerk, PersonDraft("Anna Bauer", generate_citizen_id("911124", BORN, 102)))
    assert made.id_kind == "foreign_permit" and "永久居留" in made.id_note


def test_a_number_that_ends_in_000_is_taken_only_when_seen_on_paper(clerk: Desk) -> None:
    first17 = next(
        text for at in range(9999) if citizen_check_character(text := f"34{at:04d}1980050600"[:15] + "00") == "0"
    )
    draft = PersonDraft("沈立国", first17 + "0")
    with pytest.raises(Refused, match="末三位为000"):
        registered(clerk, draft)
    assert registered(clerk, replace(draft, seen_on_paper=True)).citizen_id == first17 + "0"


def test_without_a_number_a_reason_is_asked_and_a_temporary_number_given_for_a_year(clerk: Desk) -> None:
    with pytest.raises(Refused, match="请填写证件号"):
        registered(clerk, PersonDraft("沈安"))
    made = registered(clerk, PersonDraft("沈安", no_id_reason="newborn"))
    assert made.temporary_number.startswith("L341591001") and made.id_kind == "temporary"
    assert made.temporary_until == datetime.date(2027, 3, 2)
    again = registered(clerk, PersonDraft("沈平", no_id_reason="lost"))
    assert again.temporary_number != made.temporary_number


def test_a_temporary_number_is_renewed_for_a_year_at_most(clerk: Desk, shen: Household) -> None:
    made = registered(clerk, PersonDraft("沈安", no_id_reason="unregistered"))
    until = datetime.date(2026, 12, 31)
    for day in (DAY, datetime.date(2027, 3, 3)):
        with pytest.raises(Refused, match="最长一年"):
            renew_temporary_number(by=clerk, person=made.pk, until=day, reason="仍未上户")
    assert renew_temporary_number(by=clerk, person=made.pk, until=until, reason="仍未上户").temporary_until == until
    with pytest.raises(Refused, match="没有使用临时编号"):
        renew_temporary_number(by=clerk, person=who(shen, "沈立国").pk, until=until, reason="试")


def wrong_number() -> str:
    """A number whose last character does not fit."""
    good = citizen_id(BORN, 101)
    return good[:-1] + ("1" if good[-1] != "1" else "2")


def test_a_wrong_number_is_kept_only_with_a_reason_and_never_paid_on(clerk: Desk) -> None:
    with pytest.raises(Refused, match="校验位不符"):
        registered(clerk, PersonDraft("沈立国", wrong_number()))
    made = registered(clerk, PersonDraft("沈立国", wrong_number(), unverified_reason="户口簿字迹不清"))
    assert made.id_unverified and made.citizen_index is None and made.citizen_shown == "未核实"
    with pytest.raises(Refused, match="未核实"):
        open_account(by=clerk, person=made.pk, draft=AccountDraft(CARD), since=SINCE)
    household = made.memberships.get().household
    with pytest.raises(Refused, match="未核实"):
        take_over(clerk, household, "disability_living", made)


def test_an_unverified_number_stays_so_until_it_is_put_right(clerk: Desk) -> None:
    made = registered(clerk, PersonDraft("沈立国", wrong_number(), unverified_reason="户口簿字迹不清"))
    once = correct_person(by=clerk, person=made.pk, changes={"phone": "13800001111"}, reason="补录")
    note = once.id_note
    again = correct_person(by=clerk, person=made.pk, changes={"marital": "10"}, reason="补录")
    assert again.id_unverified and again.id_note == note
    right = correct_person(by=clerk, person=made.pk, changes={"citizen_id": citizen_id(BORN, 101)}, reason="核对原件")
    assert not right.id_unverified and right.id_kind == "resident"


def test_birth_and_sex_that_contradict_the_number_are_refused(clerk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        registered(clerk, PersonDraft("沈立国", citizen_id(BORN, 101), born_on=datetime.date(1980, 5, 7)))
    assert "born_on" in refused.value.faults
    with pytest.raises(Refused, match="性别"):
        registered(clerk, PersonDraft("沈立国", citizen_id(BORN, 101), sex="female"))


# Corrections


def test_a_number_learnt_later_ends_the_temporary_one(clerk: Desk) -> None:
    made = registered(clerk, PersonDraft("沈立国", born_on=BORN, sex="male", no_id_reason="lost"))
    right = correct_person(by=clerk, person=made.pk, changes={"citizen_id": citizen_id(BORN, 101)}, reason="补证")
    assert (right.id_kind, right.no_id_reason, right.temporary_until) == ("resident", "", None)
    assert right.temporary_number


def test_a_number_that_was_anothers_is_taken_off_and_a_temporary_one_given(clerk: Desk, shen: Household) -> None:
    head = who(shen, "沈立国")
    changes = {"citizen_id": "", "no_id_reason": ""}
    with pytest.raises(Refused, match="请选择原因"):
        correct_person(by=clerk, person=head.pk, changes=changes, reason="录成了堂弟的号码")
    changes["no_id_reason"] = "lost"
    freed = correct_person(by=clerk, person=head.pk, changes=changes, reason="录成了堂弟的号码")
    assert freed.citizen_index is None and freed.temporary_number and freed.born_on == BORN
    assert registered(clerk, PersonDraft("沈立邦", citizen_id(BORN, 101))).pk != head.pk


def test_a_correction_on_an_older_state_is_told_so(clerk: Desk, shen: Household) -> None:
    head = who(shen, "沈立国")
    seen = state_of(head)
    correct_person(by=clerk, person=head.pk, changes={"phone": "13800001111"}, reason="换号", state=seen)
    with pytest.raises(Stale) as refused:
        correct_person(by=clerk, person=head.pk, changes={"marital": "10"}, reason="补录", state=seen)
    now = Person.objects.get(pk=head.pk)
    assert refused.value.state == state_of(now) and citizen_id(BORN, 101) not in str(refused.value.state)


def test_a_corrected_name_is_the_households(clerk: Desk, shen: Household) -> None:
    correct_person(by=clerk, person=who(shen, "沈立国").pk, changes={"name": "沈立果"}, reason="与户口簿一致")
    shen.refresh_from_db()
    assert (shen.label, shen.label_pinyin) == ("沈立果", "shenliguo")


def test_the_dead_are_not_born_later(clerk: Desk) -> None:
    made = registered(clerk, PersonDraft("沈安", born_on=BORN, sex="male", no_id_reason="lost"))
    record_death(by=clerk, person=made.pk, died_on=datetime.date(2020, 1, 1))
    with pytest.raises(Refused, match="晚于死亡日期"):
        correct_person(by=clerk, person=made.pk, changes={"born_on": datetime.date(2020, 1, 2)}, reason="核对")


def test_who_moved_away_is_corrected_there(world: World, clerk: Desk, shen: Household) -> None:
    head = who(shen, "沈立国")
    move_household(
        by=clerk, household=shen.pk, territory=FAR_VILLAGE, address="", on=datetime.date(2026, 2, 1), reason="搬迁"
    )
    assert person_reached(clerk, head.pk) is None
    with pytest.raises(Refused, match="管辖范围"):
        correct_person(by=clerk, person=head.pk, changes={"note": "试"}, reason="试")
    there = world.desk("township_acceptance", FAR_VILLAGE[:9])
    assert correct_person(by=there, person=head.pk, changes={"note": "新来"}, reason="补录").note == "新来"


# Kin


def drafted(name: str, born: str = "", sequence: int = 0) -> PersonDraft:
    return person(name, born, sequence) if born else PersonDraft(name)


def kin(by: Desk, of: Person, relation: str, relative: int | PersonDraft, **more: Any) -> Kinship:
    return add_kin(by=by, person=of.pk, relation=relation, relative=relative, **more)


def test_kin_who_live_elsewhere_need_no_number_and_are_no_offices(clerk: Desk, shen: Household) -> None:
    bond = kin(clerk, who(shen, "沈立国"), "sibling", PersonDraft("沈立邦"), obligor=False, note="在外省")
    assert bond.relative.territory == "" and not bond.relative.temporary_number
    assert person_reached(clerk, bond.relative_id) is not None
    corrected = correct_person(by=clerk, person=bond.relative_id, changes={"phone": "13800001111"}, reason="补录")
    assert corrected.phone == "13800001111"


def test_kin_in_the_register_are_found_by_their_number(world: World, clerk: Desk, shen: Household) -> None:
    son = registered(clerk, person("沈大勇", "2002-01-01", 201))
    head = who(shen, "沈立国")
    bond = kin(clerk, head, "child", drafted("沈大勇", "2002-01-01", 201), obligor=True)
    assert bond.relative_id == son.pk and Person.objects.filter(name="沈大勇").count() == 1
    with pytest.raises(Refused, match="登记的姓名是沈大勇"):
        kin(clerk, head, "child", drafted("沈小勇", "2002-01-01", 201))
    far = world.desk("township_acceptance", FAR_VILLAGE[:9])
    other = couple_and_child(far, FAR_VILLAGE, sequence=601, surname="邓")
    with pytest.raises(Refused, match="也可不填证件号"):
        kin(far, who(other, "邓立国"), "sibling", drafted("沈大勇", "2002-01-01", 201))


def test_kin_who_live_elsewhere_are_the_same_person_to_the_next_family_and_the_next_office(
    world: World, clerk: Desk, shen: Household
) -> None:
    first = kin(clerk, who(shen, "沈立国"), "parent", drafted("沈老太", "1950-01-01", 402), obligor=True)
    tao = couple_and_child(clerk, sequence=301, surname="陶")
    assert (
        kin(clerk, who(tao, "陶立国"), "parent", drafted("沈老太", "1950-01-01", 402)).relative_id == first.relative_id
    )
    far = world.desk("township_acceptance", FAR_VILLAGE[:9])
    deng = couple_and_child(far, FAR_VILLAGE, sequence=601, surname="邓")
    with pytest.raises(Refused, match="姓名与此不同") as refused:
        kin(far, who(deng, "邓立国"), "parent", drafted("邓老太", "1950-01-01", 402))
    assert "沈老太" not in str(refused.value)
    assert person_reached(far, first.relative_id) is None
    theirs = kin(far, who(deng, "邓立国"), "parent", drafted("沈老太", "1950-01-01", 402))
    assert theirs.relative_id == first.relative_id and person_reached(far, first.relative_id) is not None
    assert AccessEntry.objects.filter(kind="search", person_id=first.relative_id, officer_id=far.officer_id).exists()


def test_what_one_office_knows_of_kin_is_not_overwritten_by_another_that_writes_them_down(
    world: World, clerk: Desk, shen: Household
) -> None:
    drafted_here = replace(drafted("沈老太", "1950-01-01", 402), phone="13800001111")
    first = kin(clerk, who(shen, "沈立国"), "parent", drafted_here)
    far = world.desk("township_acceptance", FAR_VILLAGE[:9])
    deng = couple_and_child(far, FAR_VILLAGE, sequence=601, surname="邓")
    kin(far, who(deng, "邓立国"), "parent", replace(drafted_here, phone="13900002222", note="来信所知"))
    relative = Person.objects.get(pk=first.relative_id)
    assert (relative.phone, relative.note) == ("13800001111", "来信所知")


@pytest.mark.parametrize("village", [LIULIN, FAR_VILLAGE])
def test_who_was_known_as_kin_alone_applies_as_the_same_person(
    world: World, clerk: Desk, shen: Household, village: str
) -> None:
    bond = kin(clerk, who(shen, "沈立国"), "parent", drafted("沈老太", "1950-01-01", 402), obligor=True)
    desk = clerk if village == LIULIN else world.desk("township_acceptance", FAR_VILLAGE[:9])
    applying = replace(drafted("沈老太", "1950-01-01", 402), phone="13800001111")
    members = (MemberDraft(applying, "head"),)
    household = register_household(by=desk, draft=HouseholdDraft(village, members, datetime.date(2024, 1, 1)))
    found = members_on(household, DAY)[0].person
    assert (found.pk, found.territory, found.phone) == (bond.relative_id, village, "13800001111")
    assert household.label == "沈老太" and Person.objects.filter(name="沈老太").count() == 1


def test_who_was_known_as_kin_alone_joins_a_household(clerk: Desk, shen: Household) -> None:
    head = who(shen, "沈立国")
    mother = kin(clerk, head, "parent", drafted("沈老太", "1950-01-01", 402)).relative
    told: dict[str, Any] = {"by": clerk, "household": shen.pk, "on": SINCE}
    joined = join_household(person=mother.pk, relation="parent", began="moved_in", **told)
    assert joined.person.territory == shen.territory
    brother = kin(clerk, head, "sibling", PersonDraft("沈立邦")).relative
    with pytest.raises(Refused, match="还没有证件号"):
        join_household(person=brother.pk, relation="other_relative", began="moved_in", **told)
    correct_person(by=clerk, person=brother.pk, changes={"no_id_reason": "lost"}, reason="补录")
    joined = join_household(person=brother.pk, relation="other_relative", began="moved_in", **told)
    assert joined.person.temporary_number and joined.person.temporary_until
    draft = MemberDraft(person("沈小姑", "1985-01-01", 404), "other_relative", began="moved_in")
    sister = kin(clerk, head, "sibling", draft.person).relative
    assert add_member(by=clerk, household=shen.pk, draft=draft, on=SINCE).person_id == sister.pk


def test_the_dead_are_not_taken_in(clerk: Desk, shen: Household) -> None:
    mother = kin(clerk, who(shen, "沈立国"), "parent", drafted("沈老太", "1950-01-01", 402)).relative
    record_death(by=clerk, person=mother.pk, died_on=SINCE)
    draft = HouseholdDraft(LIULIN, (member("沈老太", "head", "1950-01-01", 402),), datetime.date(2024, 1, 1))
    with pytest.raises(Refused, match="已登记死亡"):
        register_household(by=clerk, draft=draft)


def test_kin_of_another_office_are_seen_and_not_changed(world: World, clerk: Desk, shen: Household) -> None:
    son = registered(clerk, person("沈大勇", "2002-01-01", 201))
    kin(clerk, who(shen, "沈立国"), "child", son.pk)
    home = son.memberships.get().household_id
    move_household(
        by=clerk, household=home, territory=FAR_VILLAGE, address="", on=datetime.date(2026, 2, 1), reason="搬迁"
    )
    assert person_reached(clerk, son.pk) is None
    with pytest.raises(Refused, match="管辖范围"):
        open_account(by=clerk, person=son.pk, draft=AccountDraft(CARD), since=SINCE)


def test_a_circle_of_kin_is_refused_with_its_path(clerk: Desk, shen: Household) -> None:
    eldest, son, grandson = (
        registered(clerk, PersonDraft(name, no_id_reason="lost")) for name in ("沈老太", "沈长庚", "沈大勇")
    )
    kin(clerk, grandson, "parent", son.pk)
    kin(clerk, eldest, "child", son.pk)
    for of, relation, relative in ((grandson, "child", eldest), (eldest, "parent", grandson)):
        with pytest.raises(Refused, match="沈老太 → 沈长庚 → 沈大勇"):
            kin(clerk, of, relation, relative.pk)


def test_the_youngest_parent_is_twelve(clerk: Desk, shen: Household) -> None:
    child = who(shen, "沈小满")
    with pytest.raises(Refused, match="大不到12岁"):
        kin(clerk, child, "parent", drafted("周小", "2003-09-11", 31))
    assert kin(clerk, child, "parent", drafted("周大", "2003-09-10", 33)).pk


def test_somebody_has_one_spouse_seen_from_either_side(clerk: Desk, shen: Household) -> None:
    head, wife = who(shen, "沈立国"), who(shen, "顾秀梅")
    for of in (head, wife):
        with pytest.raises(Refused, match="已登记有配偶"):
            kin(clerk, of, "spouse", drafted("赵一", "1981-01-01", 41 + of.pk % 2))
    brother = registered(clerk, person("沈立邦", "1978-01-01", 43))
    married = kin(clerk, brother, "spouse", drafted("钱二", "1979-01-01", 44)).relative
    with pytest.raises(Refused, match="钱二已登记有配偶沈立邦"):
        kin(clerk, registered(clerk, person("孙三", "1975-01-01", 45)), "spouse", married.pk)


def test_a_widow_marries_again(clerk: Desk, shen: Household) -> None:
    head, wife, child = (who(shen, name) for name in ("沈立国", "顾秀梅", "沈小满"))
    record_death(by=clerk, person=head.pk, died_on=SINCE, new_head=wife.pk, relations={child.pk: "child"})
    assert kin(clerk, wife, "spouse", drafted("赵一", "1981-01-01", 41)).pk


def test_two_are_not_bound_in_two_ways(clerk: Desk, shen: Household) -> None:
    head = who(shen, "沈立国")
    aunt = registered(clerk, person("沈立梅", "1975-01-01", 46))
    kin(clerk, head, "sibling", aunt.pk)
    with pytest.raises(Refused, match="另一种亲属关系"):
        kin(clerk, aunt, "spouse", head.pk)
    with pytest.raises(Refused, match="不能是自己的亲属"):
        kin(clerk, head, "sibling", head.pk)


def test_kin_of_kin_are_not_registered(clerk: Desk, shen: Household) -> None:
    brother = kin(clerk, who(shen, "沈立国"), "sibling", PersonDraft("沈立邦")).relative
    with pytest.raises(Refused, match="住在别处"):
        kin(clerk, brother, "child", PersonDraft("沈平平"))


def test_a_relation_ends_on_a_day_that_can_be(clerk: Desk, shen: Household) -> None:
    bond = kin(clerk, who(shen, "沈立国"), "sibling", PersonDraft("沈立邦"), since=SINCE)
    for on, told in ((datetime.date(2025, 6, 30), "起始日期"), (datetime.date(2026, 3, 3), "晚于今天")):
        with pytest.raises(Refused, match=told):
            end_kin(by=clerk, kinship=bond.pk, on=on, reason="登记有误")
    end_kin(by=clerk, kinship=bond.pk, on=DAY, reason="登记有误")
    with pytest.raises(Refused, match="已结束"):
        end_kin(by=clerk, kinship=bond.pk, on=DAY, reason="登记有误")


# Accounts


def luhn(first: str) -> str:
    from doudi.vocabulary.identity import luhn_holds

    return next(first + last for last in "0123456789" if luhn_holds(first + last))


def account(by: Desk, of: Person, number: str = "", since: datetime.date = SINCE, **more: str) -> BankAccount:
    number = number or luhn("621700001001234")
    return open_account(by=by, person=of.pk, draft=AccountDraft(number, **more), since=since)


def test_a_card_whose_last_digit_does_not_fit_is_a_warning_only(clerk: Desk, shen: Household) -> None:
    good = account(clerk, who(shen, "沈立国"))
    assert good.warnings == "" and good.number_shown.endswith(good.number[-4:]) and good.holder_name == "沈立国"
    wrong = good.number[:-1] + str((int(good.number[-1]) + 1) % 10)
    assert "校验位不符" in account(clerk, who(shen, "顾秀梅"), wrong).warnings


def test_a_new_account_ends_the_one_before(clerk: Desk, shen: Household) -> None:
    head, later = who(shen, "沈立国"), datetime.date(2025, 9, 1)
    first = account(clerk, head)
    with pytest.raises(Refused, match="相同"):
        account(clerk, head, since=later)
    with pytest.raises(Refused, match="早于现账号"):
        account(clerk, head, luhn("621700001001999"), datetime.date(2025, 6, 1))
    account(clerk, head, luhn("621700001001999"), later)
    first.refresh_from_db()
    assert first.until == later


def test_an_account_does_not_begin_while_an_older_one_was_used(clerk: Desk, shen: Household) -> None:
    head = who(shen, "沈立国")
    close_account(by=clerk, account=account(clerk, head).pk, on=datetime.date(2025, 9, 1), reason="销卡")
    with pytest.raises(Refused, match="使用的是另一账号"):
        account(clerk, head, luhn("621700001001999"), datetime.date(2025, 8, 1))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"holder_kind": "collector", "holder_name": "周会计"}, "代领协议编号"),
        ({"holder_kind": "guardian"}, "开户人姓名"),
        ({"holder_kind": "own", "holder_name": "顾秀梅"}, "本人账户的开户人应为沈立国"),
        ({"holder_kind": "neighbour"}, "账户是谁的"),
    ],
)
def test_an_account_says_whose_it_is(clerk: Desk, shen: Household, more: dict[str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        account(clerk, who(shen, "沈立国"), **more)


def test_a_collector_with_a_filed_agreement_is_paid(clerk: Desk, shen: Household) -> None:
    made = account(clerk, who(shen, "沈小满"), holder_kind="collector", holder_name="周会计", agreement="代2025-3")
    assert (made.holder_kind, made.agreement) == ("collector", "代2025-3")


def test_the_dead_get_no_account(clerk: Desk, shen: Household) -> None:
    child = who(shen, "沈小满")
    record_death(by=clerk, person=child.pk, died_on=SINCE)
    with pytest.raises(Refused, match="已登记死亡"):
        account(clerk, child)


# Benefits


def take_over(
    by: Desk, household: Household, programme: str, of: Person | None = None, since: datetime.date = SINCE, **more: Any
) -> Benefit:
    draft = BenefitDraft(programme, 50000, since, of.pk if of else None, **more)
    return take_over_benefit(by=by, household=household.pk, draft=draft)


def test_a_benefit_is_the_households_or_one_persons(clerk: Desk, shen: Household) -> None:
    for programme, of, told in (
        ("dibao", "沈立国", "按户发放"),
        ("orphan", "", "按人发放"),
        ("medical", "", "救助项目"),
    ):
        with pytest.raises(Refused, match=told):
            take_over(clerk, shen, programme, who(shen, of) if of else None)
    made = take_over(clerk, shen, "dibao", dibao_class="A", next_review_on=datetime.date(2026, 7, 1))
    assert (made.monthly, made.dibao_class, made.person) == (50000, "A", None)


def test_a_benefit_is_not_paid_twice_over_the_same_months(clerk: Desk, shen: Household) -> None:
    made = take_over(clerk, shen, "dibao")
    with pytest.raises(Refused, match="已在发"):
        take_over(clerk, shen, "dibao")
    end_benefit(by=clerk, benefit=made.pk, on=datetime.date(2025, 10, 1), reason="收入超标")
    with pytest.raises(Refused, match="重叠"):
        take_over(clerk, shen, "dibao", since=datetime.date(2025, 9, 1))
    assert take_over(clerk, shen, "dibao", since=datetime.date(2025, 10, 1)).pk


def test_a_person_is_not_paid_twice_from_two_households(clerk: Desk, shen: Household) -> None:
    child = who(shen, "沈小满")
    take_over(clerk, shen, "orphan", child)
    other = couple_and_child(clerk, sequence=301, surname="陶")
    with pytest.raises(Refused, match="不是本户成员"):
        take_over(clerk, other, "orphan", child)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("tekun", "disability_living"), ("disability_nursing", "tekun"), ("dibao_single", "tekun"),
        ("orphan", "unattended_child"), ("unattended_child", "disability_living"),
    ],
)  # fmt: skip
def test_what_excludes_each_other_is_not_paid_to_one_person(
    clerk: Desk, shen: Household, first: str, second: str
) -> None:
    child = who(shen, "沈小满")
    take_over(clerk, shen, first, child)
    with pytest.raises(Refused, match="不能同时享受"):
        take_over(clerk, shen, second, child)
    take_over(clerk, shen, second, who(shen, "顾秀梅"))


def test_dibao_is_not_paid_where_tekun_supports_everybody(clerk: Desk, shen: Household) -> None:
    draft = HouseholdDraft(SHIQIAO, (member("高山青", "head", "1950-01-02", 501),), datetime.date(2024, 1, 1))
    single = register_household(by=clerk, draft=draft)
    take_over(clerk, single, "tekun", who(single, "高山青"))
    with pytest.raises(Refused, match="全家已在领特困"):
        take_over(clerk, single, "dibao")
    take_over(clerk, shen, "tekun", who(shen, "沈小满"))
    assert take_over(clerk, shen, "dibao").pk


def test_the_last_of_a_family_on_dibao_does_not_become_tekun_beside_it(clerk: Desk) -> None:
    draft = HouseholdDraft(SHIQIAO, (member("高山青", "head", "1950-01-02", 501),), datetime.date(2024, 1, 1))
    single = register_household(by=clerk, draft=draft)
    take_over(clerk, single, "dibao")
    with pytest.raises(Refused, match="先停发低保"):
        take_over(clerk, single, "tekun", who(single, "高山青"))


def test_dibao_and_single_person_dibao_exclude_each_other(clerk: Desk, shen: Household) -> None:
    take_over(clerk, shen, "dibao")
    with pytest.raises(Refused, match="单人保"):
        take_over(clerk, shen, "dibao_single", who(shen, "沈小满"))
    other = couple_and_child(clerk, sequence=301, surname="陶")
    take_over(clerk, other, "dibao_single", who(other, "陶小满"))
    with pytest.raises(Refused, match="单人保"):
        take_over(clerk, other, "dibao")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"monthly": -1}, "不能为负"),
        ({"dibao_class": "D"}, "A、B或C"),
        ({"care_mode": "hotel"}, "分散或集中"),
        ({"next_review_on": datetime.date(2025, 6, 30)}, "早于起始"),
        ({"since": datetime.date(2026, 4, 1)}, "晚于今天"),
    ],
)
def test_a_benefit_that_cannot_be_in_payment_is_refused(
    clerk: Desk, shen: Household, changes: dict[str, Any], told: str
) -> None:
    draft = replace(BenefitDraft("dibao", 50000, SINCE), **changes)
    with pytest.raises(Refused, match=told):
        take_over_benefit(by=clerk, household=shen.pk, draft=draft)


def test_nobody_is_paid_from_after_their_death(clerk: Desk, shen: Household) -> None:
    child = who(shen, "沈小满")
    record_death(by=clerk, person=child.pk, died_on=datetime.date(2025, 6, 1))
    with pytest.raises(Refused, match="死亡"):
        take_over(clerk, shen, "orphan", child)


def test_a_benefit_ends_with_a_reason_from_a_day_on(clerk: Desk, shen: Household) -> None:
    made = take_over(clerk, shen, "dibao")
    for on, reason, told in ((datetime.date(2025, 6, 1), "停", "早于起始"), (DAY, " ", "停发原因")):
        with pytest.raises(Refused, match=told):
            end_benefit(by=clerk, benefit=made.pk, on=on, reason=reason)
    ended = end_benefit(by=clerk, benefit=made.pk, on=datetime.date(2026, 4, 1), reason="主动退保")
    assert (ended.until, ended.ended_reason) == (datetime.date(2026, 4, 1), "主动退保")


def test_only_posts_with_the_duty_take_over_and_enter_accounts(world: World, shen: Household) -> None:
    head = who(shen, "沈立国")
    with pytest.raises(NotAllowed):
        take_over(world.desk("village_assistant"), shen, "dibao")
    for post in ("auditor", "county_finance", "partner_medical", "administrator"):
        with pytest.raises(NotAllowed):
            account(world.desk(post), head)


# Who is registered elsewhere


def test_a_number_known_elsewhere_is_logged_and_only_the_office_named(
    world: World, clerk: Desk, shen: Household
) -> None:
    far = world.desk("township_acceptance", FAR_VILLAGE[:9])
    members = (member("沈立国", "head", "1980-05-06", 101),)
    draft = HouseholdDraft(FAR_VILLAGE, members, datetime.date(2024, 1, 1))
    with pytest.raises(AlreadyRegistered) as refused:
        register_household(by=far, draft=draft)
    assert refused.value.person is None and "沈立国" not in str(refused.value)
    line = AccessEntry.objects.latest("pk")
    assert (line.kind, line.person_id, line.officer_id) == ("search", who(shen, "沈立国").pk, far.officer_id)


def test_who_left_the_household_is_still_the_villages(clerk: Desk, shen: Household) -> None:
    child = next(one for one in members_on(shen, DAY) if one.person.name == "沈小满")
    end_membership(by=clerk, membership=child.pk, on=DAY, ended="moved_out", reason="外出")
    assert correct_person(by=clerk, person=child.person_id, changes={"note": "随母"}, reason="补录").note == "随母"
