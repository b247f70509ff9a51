"""The register through its actions: people, households, who belongs where, and that every write leaves its line."""

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.records.accounts.desk import NotAllowed
from doudi.records.evidence.actions import FactDraft, correct_fact, record_fact
from doudi.records.evidence.answers import tell
from doudi.records.evidence.casefile import known_of
from doudi.records.registry.actions.households import HouseholdDraft, register_household
from doudi.records.registry.actions.members import change_head, move_member, record_death, split_household
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.queries import household_within, households_within, members_on, people_within
from doudi.records.registry.refusals import AlreadyRegistered, Refused
from doudi.records.trail.models import AuditEntry
from world import DAY, FAR_VILLAGE, FENGLING, LIULIN, World, couple_and_child, member, person

pytestmark = pytest.mark.django_db


def test_a_household_is_registered_with_its_members(world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    assert household.number.startswith("341591001-")
    assert household.label == "沈立国" and household.area == "rural"
    assert [one.relation for one in members_on(household, DAY)] == ["head", "spouse", "child"]


def test_what_lies_elsewhere_is_not_there(world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    assert household_within(world.desk("village_assistant"), household.pk) is not None
    for elsewhere in ("village_assistant@341591001202", "township_acceptance@341591002", "county_reviewer@341592"):
        assert household_within(world.desks[elsewhere], household.pk) is None
        assert not people_within(world.desks[elsewhere]).exists()
    assert household_within(world.desk("province_supervisor"), household.pk) is not None
    assert not households_within(world.desk("administrator")).exists()


def test_nobody_registers_outside_the_territory_or_the_duties(world: World) -> None:
    for desk, place in (("township_acceptance", FENGLING), ("county_finance", LIULIN), ("administrator", LIULIN)):
        with pytest.raises(NotAllowed):
            couple_and_child(world.desk(desk), place)
    assert not Household.objects.exists() and not Person.objects.exists()


def test_the_same_number_is_refused_and_outside_only_the_office_is_named(world: World) -> None:
    couple_and_child(world.desk("township_acceptance"))
    with pytest.raises(AlreadyRegistered, match="沈立国"):
        couple_and_child(world.desk("township_surveyor"))
    with pytest.raises(AlreadyRegistered, match="河东镇民政办") as refused:
        couple_and_child(world.desks[f"township_acceptance@{FAR_VILLAGE[:9]}"], FAR_VILLAGE)
    assert "沈立国" not in str(refused.value) and refused.value.person is None


def test_what_is_wrong_of_several_members_is_told_in_their_order(world: World) -> None:
    by = world.desk("township_acceptance")
    couple_and_child(by)
    known, unread = member("沈立国", "head", "1980-05-06", 101), member("顾秀梅", "spouse", "1982-07-08", 108)
    unread = replace(unread, person=replace(unread.person, citizen_id="12"))
    twice = [member(name, "child", "2015-09-10", 107) for name in ("沈大满", "沈二满")]
    draft = HouseholdDraft(LIULIN, (known, unread, *twice), DAY)
    with pytest.raises(AlreadyRegistered, match="沈立国") as refused:
        register_household(by=by, draft=draft)
    assert list(refused.value.members) == [0, 1, 3]
    assert Household.objects.count() == 1 and Person.objects.count() == 3


@pytest.mark.parametrize(
    ("relations", "told"),
    [((), "至少"), (("spouse",), "没有户主"), (("head", "head"), "一名户主"), (("head", "spouse", "spouse"), "配偶")],
)
def test_a_household_that_cannot_be_is_refused(world: World, relations: tuple[str, ...], told: str) -> None:
    members = tuple(member(f"周大{'一二三'[n]}", one, "1980-01-01", 101 + n) for n, one in enumerate(relations))
    draft = HouseholdDraft(LIULIN, members, datetime.date(2024, 1, 1))
    with pytest.raises(Refused, match=told):
        register_household(by=world.desk("township_acceptance"), draft=draft)
    assert not Person.objects.exists()


def test_a_head_dies_and_another_takes_the_place(world: World) -> None:
    desk = world.desk("township_acceptance")
    household = couple_and_child(desk)
    head, spouse, child = members_on(household, DAY)
    with pytest.raises(Refused, match="新户主"):
        record_death(by=desk, person=head.person_id, died_on=datetime.date(2025, 5, 1))
    assert Person.objects.get(pk=head.person_id).died_on is None
    record_death(
        by=desk,
        person=head.person_id,
        died_on=datetime.date(2025, 5, 1),
        new_head=spouse.person_id,
        relations={child.person_id: "child"},
    )
    assert [one.person.name for one in members_on(household, DAY)] == ["顾秀梅", "沈小满"]
    assert next(one.person.name for one in members_on(household, datetime.date(2025, 4, 30))) == "沈立国"
    assert Household.objects.get(pk=household.pk).label == "顾秀梅"


def test_a_member_moves_and_the_old_household_remembers(world: World) -> None:
    desk = world.desk("township_acceptance")
    household, other = couple_and_child(desk), couple_and_child(desk, sequence=301, surname="陶")
    child = members_on(household, DAY)[2]
    move_member(
        by=desk,
        membership=child.pk,
        household=other.pk,
        relation="grandchild",
        on=datetime.date(2026, 2, 1),
        reason="随祖父母生活",
    )
    assert len(members_on(household, DAY)) == 2 and len(members_on(other, DAY)) == 4
    assert len(members_on(household, datetime.date(2026, 1, 31))) == 3


def test_some_members_become_a_household_of_their_own(world: World) -> None:
    desk = world.desk("township_acceptance")
    household = couple_and_child(desk)
    child = members_on(household, DAY)[2]
    new = split_household(by=desk, household=household.pk, people={child.person_id: "head"}, on=DAY, reason="分户")
    assert new.label == "沈小满" and new.number != household.number
    assert [one.person.name for one in members_on(new, DAY)] == ["沈小满"]


def test_the_head_changes_with_everybodys_relation(world: World) -> None:
    desk = world.desk("township_acceptance")
    household = couple_and_child(desk)
    head, spouse, child = members_on(household, DAY)
    with pytest.raises(Refused, match="请填写与新户主的关系"):
        change_head(by=desk, household=household.pk, new_head=spouse.person_id, relations={}, on=DAY, reason="协商")
    relations = {head.person_id: "spouse", child.person_id: "child"}
    change_head(by=desk, household=household.pk, new_head=spouse.person_id, relations=relations, on=DAY, reason="协商")
    assert {one.person.name: one.relation for one in members_on(household, DAY)} == {
        "顾秀梅": "head",
        "沈立国": "spouse",
        "沈小满": "child",
    }


def test_the_database_itself_refuses_two_households_a_day(world: World) -> None:
    desk = world.desk("township_acceptance")
    household, other = couple_and_child(desk), couple_and_child(desk, sequence=301, surname="陶")
    one = members_on(household, DAY)[2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            household=other, person=one.person, relation="child", since=datetime.date(2025, 1, 1), began="other"
        )


def test_a_person_without_a_number_needs_a_reason_and_gets_a_temporary_one(world: World) -> None:
    desk = world.desk("township_acceptance")
    newborn = person("沈安安", "2026-02-20", 2)
    draft = HouseholdDraft(LIULIN, (), datetime.date(2024, 1, 1))
    head = member("沈立国", "head", "1980-05-06", 101)
    for reason, fits in (("", False), ("newborn", True)):
        from dataclasses import replace

        child = replace(
            member("沈安安", "child", "2026-02-20", 2),
            person=replace(
                newborn, citizen_id="", born_on=datetime.date(2026, 2, 20), sex="female", no_id_reason=reason
            ),
        )
        if not fits:
            with pytest.raises(Refused, match="证件号"):
                register_household(by=desk, draft=replace(draft, members=(head, child)))
            continue
        register_household(by=desk, draft=replace(draft, members=(head, child)))
    assert Person.objects.get(name="沈安安").temporary_number.startswith("L341591001")


def test_income_in_the_file_changes_the_explained_answer(world: World) -> None:
    desk = world.desk("township_acceptance")
    household = couple_and_child(desk)
    people = [one.person_id for one in members_on(household, DAY)]
    start = datetime.date(2025, 1, 1)

    def fact(topic: str, value: object, person: int | None = None) -> int:
        draft = FactDraft(topic, value, start, "declared")
        return record_fact(by=desk, household=household.pk, person=person, draft=draft).pk

    wage = fact("income", {"kind": "wage", "amount": "1900", "per": "month"}, people[0])
    fact("employment_cost", "0", people[0])
    for one in people[1:]:
        fact("income", {"kind": "none"}, one)
    for one in people:
        fact("spending", {"kind": "none"}, one)
        fact("disability", {"kind": "none"}, one)
        fact("illness", False, one)
    fact("household_income", {"kind": "none"})
    fact("household_spending", {"kind": "none"})
    for topic, value in (("financial_assets", "0"), ("homes", 1), ("vehicles", 0), ("businesses", 0)):
        fact(topic, value)
    before = tell(known_of(household, DAY))
    assert before.answer is not None and "最低生活保障" in before.paragraph
    changed = {"value": {"kind": "wage", "amount": "9000", "per": "month"}}
    correct_fact(by=desk, evidence=wage, household=household.pk, changes=changed, reason="工资单更正")
    after = tell(known_of(household, DAY))
    outcomes = [{one.programme.key: one.outcome for one in told.answer.determinations} for told in (before, after)]
    assert outcomes[0]["dibao"] == "eligible" and outcomes[1]["dibao"] == "not_eligible"


def test_every_changed_row_is_in_the_trail_with_who_and_why(world: World) -> None:
    desk = world.desk("township_acceptance")
    household = couple_and_child(desk)
    line = AuditEntry.objects.get(table_name="registry_household", row_id=household.pk, operation="insert")
    assert (line.actor, line.post, line.officer_id) == (desk.actor, desk.post, desk.officer_id)
    assert AuditEntry.objects.filter(table_name="registry_person").count() == 3


def test_raw_sql_and_bulk_writes_are_in_the_trail_too(world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    AuditEntry_count = AuditEntry.objects.filter(table_name="registry_person", operation="update").count()
    Person.objects.filter(memberships__household=household).update(note="批量")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET note = '直接改库' WHERE name = '沈立国'")
    lines = AuditEntry.objects.filter(table_name="registry_person", operation="update").order_by("pk")
    assert lines.count() == AuditEntry_count + 4
    last = lines.last()
    assert last is not None and last.actor.startswith("sql:") and last.after == {"note": "直接改库"}
