"""Two records that are one person: found, merged with a preview, parted again as they were."""

import datetime

import pytest

from doudi.records.evidence.actions import FactDraft, record_fact
from doudi.records.evidence.merging import merge_persons, preview_merge, undo_merge
from doudi.records.evidence.models import Evidence
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.duplicates import declare_different, open_pairs_within
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import DuplicatePair, Household, Membership, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from world import DAY, LIULIN, SHIQIAO, World, citizen_id, couple_and_child, member

pytestmark = pytest.mark.django_db
BORN = datetime.date(1980, 5, 6)


def twice(world: World, name: str = "沈立国") -> tuple[Household, Household]:
    """A household, and its head once more, without a number, as the head of another."""
    desk = world.desk("township_acceptance")
    first = couple_and_child(desk)
    again = PersonDraft(name, born_on=BORN, sex="male", no_id_reason="lost", phone="13800001111")
    second = register_household(
        by=desk, draft=HouseholdDraft(SHIQIAO, (MemberDraft(again, "head"),), datetime.date(2024, 6, 1))
    )
    return first, second


def state() -> list[tuple[object, ...]]:
    """Everything a merge could touch, to hold a state against another."""
    people = Person.objects.order_by("pk").values_list("pk", "citizen_index", "phone_index", "born_on", "merged_into")
    members = Membership.objects.order_by("pk").values_list("pk", "person", "household", "since", "until", "ended")
    facts = Evidence.objects.order_by("pk").values_list("pk", "person", "topic", "superseded_at")
    return [*map(tuple, people), *map(tuple, members), *map(tuple, facts)]


def heads(first: Household, second: Household) -> tuple[int, int]:
    return members_on(first, DAY)[0].person_id, members_on(second, DAY)[0].person_id


@pytest.mark.parametrize(("name", "why"), [("沈立国", "name"), ("沈利国", "sound")])
def test_the_same_or_a_like_sounding_name_with_the_same_birth_is_found(world: World, name: str, why: str) -> None:
    twice(world, name)
    assert [pair.why for pair in open_pairs_within(world.desk("township_acceptance"))] == [why]
    assert not open_pairs_within(world.desk("village_assistant")).exists()


def test_another_birth_is_nobody_alike(world: World) -> None:
    desk = world.desk("township_acceptance")
    couple_and_child(desk)
    draft = HouseholdDraft(LIULIN, (member("沈立国", "head", "1979-05-06", 333),), datetime.date(2024, 1, 1))
    register_household(by=desk, draft=draft)
    assert not DuplicatePair.objects.exists()


def test_who_was_declared_different_is_not_asked_again(world: World) -> None:
    first, second = twice(world)
    desk = world.desk("township_acceptance")
    pair = open_pairs_within(desk).get()
    with pytest.raises(Refused, match="依据"):
        declare_different(by=desk, pair=pair.pk, reason=" ")
    declare_different(by=desk, pair=pair.pk, reason="堂兄弟，已核对")
    correct_person(by=desk, person=heads(first, second)[1], changes={"marital": "10"}, reason="补录")
    assert not open_pairs_within(desk).exists()


def test_a_merge_moves_everything_and_its_undo_puts_it_back(world: World) -> None:
    first, second = twice(world)
    desk = world.desk("township_acceptance")
    kept, absorbed = heads(first, second)
    for household, person, amount in ((first, kept, "1000"), (second, absorbed, "1200")):
        value = {"kind": "wage", "amount": amount, "per": "month"}
        draft = FactDraft("income", value, datetime.date(2025, 1, 1), "declared")
        record_fact(by=desk, household=household.pk, person=person, draft=draft)
    school = FactDraft("veteran", True, datetime.date(2025, 1, 1), "declared")
    record_fact(by=desk, household=second.pk, person=absorbed, draft=school)
    before = state()
    preview = preview_merge(by=desk, kept=kept, absorbed=absorbed)
    assert not preview.forbidden and [row.amount for row in preview.giving_way] == [120000]
    merge = merge_persons(by=desk, kept=kept, absorbed=absorbed, reason="同一人，已核对")
    person = Person.objects.get(pk=kept)
    assert person.phone == "13800001111"
    standing = Evidence.objects.filter(person=kept, superseded_at__isnull=True)
    assert sorted(standing.values_list("topic", "amount")) == [("income", 100000), ("veteran", None)]
    assert Membership.objects.get(person=kept, until__isnull=True).household == first
    assert Person.objects.get(pk=absorbed).merged_into_id == kept
    assert DuplicatePair.objects.get().state == "merged"
    undo_merge(by=desk, merge=merge.pk, reason="弄错了")
    assert state() == before
    assert DuplicatePair.objects.get().state == "open"


def test_a_head_with_others_is_not_absorbed(world: World) -> None:
    first, second = twice(world)
    with_number, without = heads(first, second)
    before = state()
    with pytest.raises(Refused, match="户主"):
        merge_persons(by=world.desk("township_acceptance"), kept=without, absorbed=with_number, reason="保留新记录")
    assert state() == before


def test_the_number_goes_with_the_merge_and_back(world: World) -> None:
    desk = world.desk("township_acceptance")
    alone = HouseholdDraft(LIULIN, (member("高山青", "head", "1980-05-06", 101),), datetime.date(2024, 1, 1))
    again = PersonDraft("高山青", born_on=BORN, sex="male", no_id_reason="lost")
    kept_draft = HouseholdDraft(SHIQIAO, (MemberDraft(again, "head"),), datetime.date(2024, 6, 1))
    absorbed, kept = (
        members_on(register_household(by=desk, draft=draft), DAY)[0].person_id for draft in (alone, kept_draft)
    )
    before = state()
    merge = merge_persons(by=desk, kept=kept, absorbed=absorbed, reason="保留新记录")
    assert Person.objects.get(pk=kept).citizen_id == citizen_id(BORN, 101)
    undo_merge(by=desk, merge=merge.pk, reason="弄错了")
    assert state() == before
    assert Person.objects.get(pk=kept).citizen_id == "" and Person.objects.get(pk=absorbed).citizen_id


def test_two_numbers_are_two_people(world: World) -> None:
    first, second = twice(world)
    desk = world.desk("township_acceptance")
    kept, absorbed = heads(first, second)
    correct_person(
        by=desk, person=absorbed, changes={"citizen_id": citizen_id(BORN, 555), "no_id_reason": ""}, reason="补证"
    )
    with pytest.raises(Refused, match="证件号不同"):
        merge_persons(by=desk, kept=kept, absorbed=absorbed, reason="同一人")


def test_a_change_after_the_merge_forbids_the_undo_and_is_named(world: World) -> None:
    first, second = twice(world)
    desk = world.desk("township_acceptance")
    kept, absorbed = heads(first, second)
    merge = merge_persons(by=desk, kept=kept, absorbed=absorbed, reason="同一人")
    correct_person(by=desk, person=kept, changes={"phone": "13800002222"}, reason="换号")
    with pytest.raises(Refused, match="phone"):
        undo_merge(by=desk, merge=merge.pk, reason="弄错了")


def test_nobody_merges_what_they_do_not_reach(world: World) -> None:
    first, second = twice(world)
    kept, absorbed = heads(first, second)
    with pytest.raises(Refused, match="管辖范围"):
        merge_persons(by=world.desks["township_acceptance@341591002"], kept=kept, absorbed=absorbed, reason="同一人")


JANUARY, JUNE, START = datetime.date(2024, 1, 1), datetime.date(2024, 6, 1), datetime.date(2020, 1, 1)
Said = tuple[str, datetime.date, datetime.date | None]


def say(world: World, household: Household, person: int, topic: str, value: object, *span: datetime.date) -> int:
    draft = FactDraft(topic, value, span[0], "survey", until=span[1] if len(span) > 1 else None)
    return record_fact(by=world.desk("township_acceptance"), household=household.pk, person=person, draft=draft).pk


def said(person: int, topic: str) -> list[Said]:
    """What stands of a topic: the kind or the value, and the days."""
    found = Evidence.objects.filter(person=person, topic=topic, superseded_at__isnull=True).order_by("since", "pk")
    return [(one.kind or str(one.value), one.since, one.until) for one in found]


def test_facts_of_other_kinds_or_other_days_stand_side_by_side_after_a_merge(world: World) -> None:
    first, second = twice(world)
    kept, absorbed = heads(first, second)
    say(world, first, kept, "income", {"kind": "wage", "amount": "100", "per": "month"}, START, JANUARY)
    say(world, second, absorbed, "income", {"kind": "pension", "amount": "2000", "per": "month"}, START)
    say(world, second, absorbed, "income", {"kind": "wage", "amount": "900", "per": "month"}, JANUARY)
    say(world, first, kept, "illness", True, START, JANUARY)
    say(world, second, absorbed, "illness", False, JANUARY)
    desk = world.desk("township_acceptance")
    assert preview_merge(by=desk, kept=kept, absorbed=absorbed).giving_way == ()
    merge_persons(by=desk, kept=kept, absorbed=absorbed, reason="同一人")
    assert said(kept, "income") == [("wage", START, JANUARY), ("pension", START, None), ("wage", JANUARY, None)]
    assert said(kept, "illness") == [("True", START, JANUARY), ("False", JANUARY, None)]


def test_on_the_days_both_speak_of_the_kept_record_s_word_stands_and_an_undo_parts_them_again(world: World) -> None:
    first, second = twice(world)
    kept, absorbed = heads(first, second)
    say(world, first, kept, "labour", "none", JANUARY, JUNE)
    whole = say(world, second, absorbed, "labour", "full", START)
    wage = {"kind": "wage", "amount": "900", "per": "month"}
    say(world, first, kept, "income", wage, START)
    say(world, second, absorbed, "income", {**wage, "amount": "1"}, JANUARY)
    before, standing = state(), Evidence.objects.filter(superseded_at__isnull=True)
    stood = set(standing.values_list("pk", "person"))
    desk = world.desk("township_acceptance")
    assert {row.pk for row in preview_merge(by=desk, kept=kept, absorbed=absorbed).giving_way} >= {whole}
    merge = merge_persons(by=desk, kept=kept, absorbed=absorbed, reason="同一人")
    assert said(kept, "labour") == [("full", START, JANUARY), ("none", JANUARY, JUNE), ("full", JUNE, None)]
    assert said(kept, "income") == [("wage", START, None)]
    undo_merge(by=desk, merge=merge.pk, reason="不是同一人")
    assert set(standing.values_list("pk", "person")) == stood and before == state()[: len(before)]


def test_a_pair_of_a_record_merged_into_another_is_asked_no_more_until_it_is_parted(world: World) -> None:
    desk = world.desk("township_acceptance")
    people = []
    for _time in range(3):
        again = MemberDraft(PersonDraft("郑同", born_on=BORN, sex="male", no_id_reason="lost"), "head")
        draft = HouseholdDraft(LIULIN, (again,), datetime.date(2024, 1, 1))
        people.append(members_on(register_household(by=desk, draft=draft), DAY)[0].person_id)
    assert open_pairs_within(desk).count() == 3
    merge = merge_persons(by=desk, kept=people[0], absorbed=people[1], reason="同一人")
    assert [(pair.one_id, pair.other_id) for pair in open_pairs_within(desk)] == [(people[0], people[2])]
    undo_merge(by=desk, merge=merge.pk, reason="不是同一人")
    assert open_pairs_within(desk).count() == 3
