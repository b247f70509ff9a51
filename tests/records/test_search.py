"""The search box: every way to find somebody, in order of closeness, and never beyond the desk's territory."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.members import record_death
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.registry.search import Results, find
from doudi.records.registry.search_terms import is_secret
from doudi.records.trail.models import AccessEntry
from world import (
    DAY,
    FAR_TOWN,
    FAR_VILLAGE,
    FENGLING,
    LIULIN,
    OTHER_COUNTY,
    OTHER_TOWN,
    SHIQIAO,
    World,
    citizen_id,
    couple_and_child,
    member,
    person,
)

pytestmark = pytest.mark.django_db

ID = citizen_id(datetime.date(1980, 5, 6), 101)
PHONE = "13805641234"
CARD = "6228480402564890018"


@pytest.fixture
def clerk(world: World) -> Desk:
    return world.desk("township_acceptance")


def household_of(by: Desk, *names: str, territory: str = LIULIN, sequence: int = 501, phone: str = "") -> Household:
    """A household of these people, the first at its head."""
    relations = ("head", "spouse", "child", "child")
    members = [
        MemberDraft(person(name, f"19{60 + at}-03-04", sequence + at, phone=phone), relations[at])
        for at, name in enumerate(names)
    ]
    draft = HouseholdDraft(territory=territory, opened_on=datetime.date(2024, 1, 1), members=tuple(members))
    return register_household(by=by, draft=draft)


def names_in(results: Results) -> list[str]:
    return [hit.person.name for hit in results.people]


def hows(results: Results) -> dict[str, str]:
    return {hit.person.name: hit.how[0] for hit in (*results.by_number, *results.people)}


# Names.


def test_a_name_is_found_by_its_beginning_any_part_pinyin_and_initials(clerk: Desk) -> None:
    couple_and_child(clerk)
    for text in ("沈立国", "沈立", "沈", "立国", "shenliguo", "shen li guo", "ShenLi", "slg", "SHEN'LI"):
        assert "沈立国" in names_in(find(clerk, text)), text


def test_the_closest_come_first(clerk: Desk) -> None:
    household_of(clerk, "陈立", sequence=501)
    household_of(clerk, "陈立国", sequence=511)
    household_of(clerk, "王陈立", sequence=521)
    household_of(clerk, "陈丽", sequence=531)
    results = find(clerk, "陈立")
    assert names_in(results) == ["陈立", "陈立国", "王陈立", "陈丽"]
    assert list(hows(results).values()) == ["姓名相同", "姓名开头相同", "姓名中含有", "同音"]


def test_pinyin_comes_before_initials(clerk: Desk) -> None:
    household_of(clerk, "安民", sequence=501)
    household_of(clerk, "阿木", sequence=511)
    results = find(clerk, "am")
    assert hows(results) == {"阿木": "拼音开头相同", "安民": "拼音首字母相同"}
    assert names_in(results) == ["阿木", "安民"]


def test_one_character_finds_only_what_begins_with_it(clerk: Desk) -> None:
    household_of(clerk, "李秀", "秀英")
    assert names_in(find(clerk, "秀")) == ["秀英"]
    assert names_in(find(clerk, "x")) == ["秀英"]


def test_traditional_rare_and_dotted_names_are_found_as_they_are_typed(clerk: Desk) -> None:
    household_of(clerk, "劉國強", sequence=501)
    household_of(clerk, "阿依古丽·买买提", sequence=511)
    household_of(clerk, "𠮷田", sequence=521)
    household_of(clerk, "Nguyễn Thị Hoa", sequence=531)
    assert names_in(find(clerk, "刘国强")) == ["劉國強"]
    assert names_in(find(clerk, "國強")) == ["劉國強"]
    assert names_in(find(clerk, "阿依古丽•买买提")) == ["阿依古丽·买买提"]
    assert names_in(find(clerk, "买买提")) == ["阿依古丽·买买提"]
    assert names_in(find(clerk, "𠮷")) == ["𠮷田"]
    assert names_in(find(clerk, "nguyen")) == ["Nguyễn Thị Hoa"]


def test_signs_of_patterns_stand_for_themselves(clerk: Desk) -> None:
    couple_and_child(clerk)
    for text in ("%", "_", "%国", "沈_国", "\\", "'", '"', "沈' OR '1'='1"):
        assert find(clerk, text).nothing, text


def test_a_hit_tells_household_relation_and_what_to_look_at(clerk: Desk) -> None:
    household = couple_and_child(clerk)
    child = next(hit for hit in find(clerk, "沈小满").people)
    assert (child.household, child.relation, child.marks) == (household, "child", ())
    record_death(by=clerk, person=child.person.pk, died_on=datetime.date(2025, 1, 1))
    child = next(hit for hit in find(clerk, "沈小满").people)
    assert (child.household, child.relation, child.marks) == (None, "", ("dead",))


def test_a_newborn_without_a_number_is_found_by_the_temporary_one(clerk: Desk) -> None:
    newborn = MemberDraft(PersonDraft("沈小雨", no_id_reason="newborn", born_on=datetime.date(2026, 2, 1)), "child")
    members = (member("沈大河", "head", "1990-01-01", 601), newborn)
    register_household(by=clerk, draft=HouseholdDraft(LIULIN, members, datetime.date(2024, 1, 1)))
    found = next(hit for hit in find(clerk, "沈小雨").people)
    assert found.marks == ("temporary",)
    number = found.person.temporary_number
    assert [hit.person.name for hit in find(clerk, number.lower()).by_number] == ["沈小雨"]
    assert not is_secret(number)


def test_more_people_than_are_shown_are_said_so_and_paged(clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.records.registry.search.PAGE", 2)
    for sequence, name in enumerate(("周一", "周二", "周三", "周四", "周五")):
        household_of(clerk, name, sequence=501 + 10 * sequence)
    first, second, last = (find(clerk, "周", page=number) for number in (1, 2, 3))
    assert [len(one.people) for one in (first, second, last)] == [2, 2, 1]
    assert sorted(names_in(first) + names_in(second) + names_in(last)) == sorted(
        ("周一", "周二", "周三", "周四", "周五")
    )
    assert first.has_next and not last.has_next and find(clerk, "周", page=99).number == 3
    monkeypatch.setattr("doudi.records.registry.search_people.MOST", 3)
    cut = find(clerk, "周")
    assert cut.more and cut.count == 3


# Numbers.


@pytest.mark.parametrize(
    "text",
    [ID, f" {ID} ", f"{ID[:6]}-{ID[6:14]}-{ID[14:]}", "".join(chr(ord(digit) + 0xFEE0) for digit in ID), ID.lower()],
    ids=["plain", "spaced", "hyphens", "full width", "lower case"],
)
def test_an_id_number_is_found_however_it_is_written(clerk: Desk, text: str) -> None:
    couple_and_child(clerk)
    assert hows(find(clerk, text)) == {"沈立国": "证件号相同"}
    assert is_secret(text)


def test_an_old_number_of_15_digits_finds_the_new_one(clerk: Desk) -> None:
    couple_and_child(clerk)
    assert hows(find(clerk, ID[:6] + ID[8:17])) == {"沈立国": "证件号相同"}


def test_a_wrong_number_says_why_and_never_the_number(clerk: Desk) -> None:
    couple_and_child(clerk)
    wrong = ID[:17] + ("1" if ID[17] != "1" else "2")
    results = find(clerk, wrong)
    assert results.nothing and "校验位不符" in results.notes[0]
    assert wrong not in repr(results)


def test_a_telephone_and_an_account_are_found_whole_only(clerk: Desk) -> None:
    household = household_of(clerk, "韩春生", phone=PHONE)
    head = members_on(household, DAY)[0].person
    open_account(by=clerk, person=head.pk, draft=AccountDraft(CARD), since=DAY)
    assert hows(find(clerk, PHONE)) == {"韩春生": "电话相同"}
    assert hows(find(clerk, f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}")) == {"韩春生": "电话相同"}
    assert hows(find(clerk, CARD)) == {"韩春生": "银行账号相同"}
    assert find(clerk, PHONE[:-1]).nothing and find(clerk, CARD[-4:]).nothing


def test_an_account_finds_only_for_posts_that_may_see_accounts(clerk: Desk, world: World) -> None:
    head = members_on(household_of(clerk, "韩春生"), DAY)[0].person
    open_account(by=clerk, person=head.pk, draft=AccountDraft(CARD), since=DAY)
    assert hows(find(world.desk("county_finance"), CARD)) == {"韩春生": "银行账号相同"}
    surveyor = find(world.desk("township_surveyor"), CARD)
    assert surveyor.nothing and "账号" in surveyor.notes[0]


def test_a_certificate_is_found_by_posts_that_see_what_it_certifies(clerk: Desk, world: World) -> None:
    household = household_of(clerk, "韩春生")
    head = members_on(household, DAY)[0].person
    number = f"{head.citizen_id}42"
    fact = FactDraft(
        "disability", {"kind": "physical", "grade": 2}, datetime.date(2025, 1, 1), "certificate", certificate=number
    )
    record_fact(by=clerk, household=household.pk, draft=fact, person=head.pk)
    take_over_benefit(
        by=clerk,
        household=household.pk,
        draft=BenefitDraft("dibao", 60000, datetime.date(2025, 1, 1), certificate="皖低A7"),
    )
    # The certificate of a disability begins with the ID number, by which everybody finds.
    assert hows(find(clerk, number)) == {"韩春生": "证件号相同"}
    other = FactDraft("illness", True, datetime.date(2025, 1, 1), "certificate", certificate="病B12")
    record_fact(by=clerk, household=household.pk, draft=other, person=head.pk)
    for post, text, finds in (
        ("township_surveyor", "病B12", True),
        ("partner_medical", "病B12", True),
        ("partner_disability", "病B12", False),
        ("county_finance", "病B12", False),
        ("township_surveyor", "皖低A7", True),
        ("county_finance", "皖低A7", True),
        ("partner_disability", "皖低A7", False),
    ):
        assert bool(find(world.desk(post), text).by_number) is finds, (post, text)


def test_a_household_is_found_by_its_number_or_the_last_digits(clerk: Desk, world: World) -> None:
    household = couple_and_child(clerk)
    tail = str(int(household.number[-6:]))
    for desk in (clerk, world.desk("village_assistant"), world.desk("county_reviewer")):
        for text in (household.number, household.number[-6:], tail):
            assert find(desk, text).households == [household], (desk.post, text)
    assert not is_secret(household.number)


def test_a_village_is_found_by_a_part_of_its_name(clerk: Desk, world: World) -> None:
    assert [place.code for place in find(clerk, "柳林").places] == [LIULIN]
    assert [place.code for place in find(world.desk("county_reviewer"), "河东").places] == [LIULIN[:9]]
    assert find(clerk, "枫岭").nothing


# What is secret, and what is logged.


@pytest.mark.parametrize(
    "text",
    [
        *(ID, ID[:15], PHONE, CARD, "0564-3612345", "沈立国 " + ID, "12345", f"{ID}42"),
        *(
            "".join(chr(ord(digit) + 0xFEE0) for digit in PHONE),
            "1 3 8 0 5 6",
            "٣٤١٥٠٢",
            "L34159100100000",
            "341591001-00001",
        ),
    ],
)
def test_digits_enough_for_a_number_of_identity_are_secret(text: str) -> None:
    assert is_secret(text)


@pytest.mark.parametrize("text", ["", "沈立国", "slg", "1234", "341591001-000001", "L341591001000001", "三组12号"])
def test_names_and_the_registers_own_numbers_are_not_secret(text: str) -> None:
    assert not is_secret(text)


def test_a_search_by_number_is_logged_without_the_number(clerk: Desk) -> None:
    couple_and_child(clerk)
    find(clerk, ID)
    find(clerk, PHONE)
    one, none = AccessEntry.objects.filter(kind="search").order_by("pk")
    assert (one.count, one.person_id is not None, "citizen_id" in one.facts) == (1, True, True)
    assert (none.count, none.person_id, "phone" in none.facts) == (0, None, True)
    logged = repr(list(AccessEntry.objects.values()))
    assert ID not in logged and PHONE not in logged


def test_a_search_by_name_is_not_logged(clerk: Desk) -> None:
    couple_and_child(clerk)
    find(clerk, "沈立国")
    assert not AccessEntry.objects.exists()


# Territory.


def test_hits_outside_the_territory_do_not_exist(world: World, clerk: Desk) -> None:
    couple_and_child(clerk)
    texts = ("沈立国", "沈", "slg", ID, "柳林")
    inside = {
        "village_assistant", "township_acceptance", "township_surveyor", "county_reviewer", "county_finance", "auditor",
        "city_supervisor", "province_supervisor", "partner_disability",
    }  # fmt: skip
    for post in inside:
        for text in texts:
            assert not find(world.desk(post), text).nothing, (post, text)
    outside = (f"village_assistant@{SHIQIAO}", f"township_acceptance@{OTHER_TOWN}", f"county_reviewer@{OTHER_COUNTY}")
    for key in (*outside, f"village_assistant@{FAR_VILLAGE}", f"township_acceptance@{FAR_TOWN}"):
        for text in texts:
            results = find(world.desks[key], text)
            assert results.nothing and results.count == 0 and not results.more, (key, text)


def test_the_administrator_searches_nothing(world: World) -> None:
    with pytest.raises(NotAllowed):
        find(world.desk("administrator"), "沈")


def test_a_household_elsewhere_is_not_told_of_a_person_here(world: World, clerk: Desk) -> None:
    household = couple_and_child(clerk)
    Household.objects.filter(pk=household.pk).update(territory=FENGLING)
    hit = find(clerk, "沈立国").people[0]
    assert (hit.household, hit.relation) == (None, "")


def test_relatives_of_staff_are_marked_for_whole_posts_only(world: World, clerk: Desk) -> None:
    from doudi.records.accounts.models import StaffRelative
    from doudi.records.registry.models import RelativeMatch

    head = members_on(couple_and_child(clerk), DAY)[0].person
    filed = StaffRelative.objects.create(
        staff_name="某甲", staff_role="村干部", territory=LIULIN, name=head.name, name_key=head.name_key,
        relation="sibling", filed_on=DAY,
    )  # fmt: skip
    RelativeMatch.objects.create(person=head, relative=filed, by="name")
    assert find(clerk, "沈立国").people[0].marks == ("relative",)
    assert find(world.desk("partner_disability"), "沈立国").people[0].marks == ()
    StaffRelative.objects.update(closed_on=DAY)
    assert find(clerk, "沈立国").people[0].marks == ()


# Cost.


def queries_of(by: Desk, text: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        find(by, text)
    return len(asked)


def test_the_number_of_queries_does_not_depend_on_how_many_are_found(clerk: Desk) -> None:
    household_of(clerk, "周一", phone=PHONE)
    few = [queries_of(clerk, text) for text in ("周", "zhou", PHONE)]
    for at in range(12):
        household_of(clerk, f"周{'甲乙丙丁戊己庚辛壬癸子丑'[at]}", sequence=520 + 5 * at, phone=PHONE)
    assert [queries_of(clerk, text) for text in ("周", "zhou", PHONE)] == few
    assert max(few) <= 8


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=40), st.text("0123456789Xx-－ 沈lLＡ１·%_\\'\x00\ud800", max_size=24)),
    page=st.integers(-5, 10**6),
)
def test_no_text_breaks_the_search(clerk: Desk, text: str, page: int) -> None:
    results = find(clerk, text, page=page)
    assert results.number >= 1
    assert results.secret is is_secret(text)
