"""Rows written by COPY are those that were meant, whatever stands in them, and leave their lines like any others."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from doudi.records.evidence.models import Evidence
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.trail.copying import copy_rows
from doudi.records.trail.models import AuditEntry
from doudi.records.trail.recording import recording
from world import DAY, LIULIN, World, couple_and_child

pytestmark = pytest.mark.django_db
AWKWARD = (
    "", "\\N", "\\", "a\tb", "a\nb", "a\r\nb", '{"a",b}', "it's", "NULL", "\\.", "\u2028", "𠮷😀", "\x01\x7f", " x ", "\\x00", "%s",
)  # fmt: skip


def person(**columns: Any) -> Person:
    told = {
        "name": "沈立国",
        "name_key": "沈立国",
        "pinyin": "shenliguo",
        "initials": "slg",
        "grams": ["沈"],
        **columns,
    }
    return Person(**told)


@pytest.mark.parametrize("text", AWKWARD, ids=map(repr, AWKWARD))
def test_a_text_comes_back_as_it_went(text: str) -> None:
    [made] = copy_rows([person(note=text, grams=[text, "沈"], citizen_id=text, citizen_index=text.encode())])
    found = Person.objects.get(pk=made.pk)
    assert (found.note, found.grams, found.citizen_id) == (text, [text, "沈"], text)
    assert found.citizen_index is not None and bytes(found.citizen_index) == text.encode()


def test_every_kind_of_column_comes_back_as_it_went(world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    value = {"kind": "wage", "amount": "1\\2\n\t", "per": "month", "数": [1, None, True, "é"]}
    row = Evidence(
        household=household, topic="event", value=value, amount=-5, since=DAY, source="roster",
        recorded_at=datetime.datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=datetime.UTC),
    )  # fmt: skip
    copy_rows([row])
    found = Evidence.objects.get(pk=row.pk)
    assert (found.value, found.amount, found.since, found.until) == (value, -5, DAY, None)
    assert (found.person_id, found.household_id, found.recorded_at) == (None, household.pk, row.recorded_at)


def test_a_copied_row_equals_one_that_was_saved(world: World) -> None:
    first, second = (person(born_on=DAY, phone="13800001111", citizen_index=None) for _ in range(2))
    first.save()
    copy_rows([second])
    with connection.cursor() as cursor:
        left_out = "{id,created_at,phone}"
        cursor.execute("SELECT count(DISTINCT to_jsonb(p) - %s::text[]) FROM registry_person p", [left_out])
        assert cursor.fetchone() == (1,)
    assert Person.objects.get(pk=second.pk).phone == "13800001111"


def test_each_row_has_its_number_and_its_line_with_who_and_why(world: World) -> None:
    by = world.desk("township_acceptance")
    with recording(by, reason="试写"):
        made = copy_rows([person(note=str(at)) for at in range(20)])
    assert len({one.pk for one in made}) == 20 and not any(one._state.adding for one in made)
    assert {one.pk: one.note for one in Person.objects.all()} == {one.pk: one.note for one in made}
    lines = AuditEntry.objects.filter(table_name="registry_person", operation="insert", reason="试写")
    assert sorted(lines.values_list("row_id", flat=True)) == [one.pk for one in made]
    assert {(line.officer_id, line.post) for line in lines} == {(by.officer_id, by.post)}
    copy_rows([person()])
    assert Person.objects.count() == 21


def test_what_breaks_a_constraint_is_refused_and_nothing_stands(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([person(), person(citizen_index=b"1"), person(citizen_index=b"1")])
    assert not Person.objects.exists() and not AuditEntry.objects.filter(table_name="registry_person").exists()


def test_a_row_of_somebody_unwritten_is_refused() -> None:
    home = Household(number="1", territory=LIULIN, opened_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([Membership(household=home, person=person(), relation="head", since=DAY, began="opened")])


def test_a_column_is_left_to_the_database_in_every_row_or_in_none() -> None:
    told = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    with pytest.raises(ValueError, match="left to the database"):
        copy_rows([person(), person(created_at=told)])


def test_a_kind_of_column_nobody_thought_of_is_refused() -> None:
    class Clock(models.Model):
        at = models.TimeField()

        class Meta:
            app_label = "trail_tests"
            db_table = "registry_person"

    with pytest.raises(TypeError, match="no way to copy"):
        copy_rows([Clock(at=datetime.time(1))])


def test_no_rows_are_no_statement() -> None:
    assert copy_rows([]) == []
