"""Prepared queries answer as the same query worded anew does, in one statement, and refuse what cannot be worded once."""

import datetime

import pytest
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.queries import members_on
from doudi.records.statements import NotPreparable, hold, prepared
from doudi.records.trail.models import AuditEntry
from world import DAY, World, couple_and_child


@prepared
def members(household: int, day: datetime.date, until: datetime.date | None) -> QuerySet[Membership]:
    found = Membership.objects.filter(household=household, since__lte=day, until=until)
    return found.select_related("person").order_by("position", "pk")


@prepared
def named(names: list[str], people: list[int]) -> QuerySet[Person, str]:
    return (
        Person.objects.filter(Q(name__any_of=names) | Q(pk__any_of=people))
        .order_by("pk")
        .values_list("name", flat=True)
    )


@prepared
def lines(row: int, since: datetime.datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(table_name="registry_person", row_id=row, at__gte=since).order_by("pk")


@pytest.fixture
def household(world: World) -> Household:
    return couple_and_child(world.desk("township_acceptance"))


def test_rows_are_those_of_the_query_with_what_hangs_on_them(household: Household) -> None:
    expected = list(Membership.objects.filter(household=household, until=None).select_related("person"))
    for _again in range(7):
        with CaptureQueriesContext(connection) as asked:
            found = members(household.pk, DAY, None)
            assert [one.person.name for one in found] == [one.person.name for one in expected]
        assert found == expected and len(asked) == 1
    assert {name for one in found for name in vars(one)} == {name for one in expected for name in vars(one)}
    # Sealed columns are opened as they always are.
    assert [one.person.citizen_id for one in found] == [one.person.citizen_id for one in expected]


def test_values_are_those_of_the_call_and_none_is_a_wording_of_its_own(household: Household) -> None:
    assert members(household.pk, DAY, None) and members(household.pk, DAY, DAY) == []
    assert members(0, DAY, None) == [] and members(household.pk, datetime.date(1990, 1, 1), None) == []


def test_list_is_one_value_whatever_its_length(household: Household) -> None:
    people = [one.person_id for one in members_on(household, DAY)]
    names = list(Person.objects.filter(pk__in=people).order_by("pk").values_list("name", flat=True))
    assert named([], people) == named(names, []) == named(names[:1], people[1:]) == names and named([], []) == []
    assert named(["' OR true --"], [0]) == []


def test_fields_that_dress_their_values_get_them_dressed(household: Household) -> None:
    person = members_on(household, DAY)[0].person
    begin = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    assert lines(person.pk, begin) == list(AuditEntry.objects.filter(table_name="registry_person", row_id=person.pk))
    assert lines(person.pk, begin + datetime.timedelta(days=50_000)) == []


def test_held_rows_are_answered_without_asking(household: Household) -> None:
    again = Household.objects.get(pk=household.pk)
    rows = hold(again, "memberships", members(household.pk, DAY, None))
    with CaptureQueriesContext(connection) as asked:
        assert list(again.memberships.all()) == rows and all(one.household is again for one in rows)
    assert len(asked) == 0


def test_statement_is_prepared_with_the_connection(household: Household) -> None:
    members(household.pk, DAY, None)
    before = kept_statements()
    members(household.pk, DAY, None)
    assert kept_statements() == before >= 1


def test_what_was_rolled_back_is_prepared_again(household: Household) -> None:
    with transaction.atomic():
        members(household.pk, DAY, None)
        transaction.set_rollback(True)
    assert kept_statements() == 0
    assert members(household.pk, DAY, None) and kept_statements() == 1


def kept_statements() -> int:
    """How many statements about memberships the connection keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%registry_membership%%$1%%'")
        return int(cursor.fetchone()[0])


@prepared
def told(row: int) -> QuerySet[AuditEntry]:
    return (
        AuditEntry.objects.filter(table_name="registry_person", row_id=row).only("at", "after", "row_id").order_by("pk")
    )


def test_moments_and_json_come_as_they_always_do_and_what_is_left_out_when_it_is_asked_for(
    household: Household,
) -> None:
    person = members_on(household, DAY)[0].person
    found, expected = told(person.pk), list(AuditEntry.objects.filter(table_name="registry_person", row_id=person.pk))
    assert found and [(one.at, one.after, one.row_id) for one in found] == [
        (one.at, one.after, one.row_id) for one in expected
    ]
    assert "actor" in found[0].get_deferred_fields() and found[0].actor == expected[0].actor


@pytest.mark.parametrize(
    ("make", "values"),
    [
        (lambda pk: Person.objects.filter(pk=pk).select_for_update(), [1]),
        (lambda pk: Household.objects.filter(pk=pk).prefetch_related("memberships"), [1]),
        (lambda pk: Person.objects.filter(pk=3), [1]),
        (lambda name: Person.objects.filter(name__startswith=name), ["王"]),
        (lambda pk: Person.objects.filter(pk=pk, pk__in=()), [1]),
        (lambda pk: Person.objects.filter(pk=pk), [1.5]),
        # What is worked out of a value is worked out once, of the mark.
        (lambda pk, day: Membership.objects.filter(pk=pk, since__lte=day, since__gt=day - datetime.timedelta(days=9)), [1, DAY]),
        (lambda pk: Person.objects.filter(Q(pk=pk) | Q(pk=pk + 1)), [1]),
        (lambda name: Person.objects.filter(Q(name=name) | Q(name=f"{name}甲")), ["王"]),
        (lambda pks: Person.objects.filter(Q(pk__any_of=pks) | Q(pk__any_of=[one + 1 for one in pks])), [[1]]),
    ],
)  # fmt: skip
def test_what_has_to_be_worded_each_time_is_refused(db: None, make: object, values: list[object]) -> None:
    with pytest.raises(NotPreparable):
        prepared(make)(*values)  # type: ignore[arg-type]
