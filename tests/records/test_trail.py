"""The audit trail: every changed row leaves its line, whoever changed it and however, and the lines stand for ever."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from doudi.records.accounts.actions import AccountRefused, engage_officer
from doudi.records.accounts.desk import system_desk
from doudi.records.accounts.models import Appointment, Officer
from doudi.records.accounts.overview import (
    changes_by_nobody_within,
    changes_within,
    reaches_every_office,
    views_within,
)
from doudi.records.accounts.self_service import Oneself, change_own_password
from doudi.records.registry.models import Household, Person
from doudi.records.standards.models import StandardEntry
from doudi.records.trail.access import log_access
from doudi.records.trail.models import AccessEntry, AuditEntry
from doudi.records.trail.queries import changes, changes_by_nobody, sealed_columns, since, views
from doudi.records.trail.recording import recording
from support.one_of_each import EACH, append_only_models, audited_columns, audited_models, is_never_deleted, officer
from support.rolled_back import rolled_back
from world import DAY, FAR_TOWN, OTHER_COUNTY, PASSWORD, TOWN, World, build_world, couple_and_child

pytestmark = pytest.mark.django_db
MODELS = sorted(audited_models(), key=lambda model: model._meta.label)
Model = type[models.Model]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with rolled_back(django_db_blocker):
        yield build_world()


def name_of(model: Model) -> str:
    return model._meta.label


def lines_of(row: models.Model, operation: str = "") -> list[AuditEntry]:
    found = AuditEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk).order_by("pk")
    return list(found.filter(operation=operation) if operation else found)


LINES = [model for model in MODELS if model in append_only_models()]


def is_frozen(model: Model) -> bool:
    """Whether a row may only be withdrawn as a whole, or not changed at all."""
    return model is StandardEntry or model in LINES


def test_every_audited_table_is_tried_here() -> None:
    assert set(EACH) == set(MODELS)


def test_every_table_of_the_records_is_audited_or_known_not_to_be() -> None:
    left_out = {model._meta.label for model in _records() if model not in MODELS and model not in append_only_models()}
    assert left_out == {
        "accounts.Guesses",
        "accounts.KeptAnswer",
        "cases.Knock",
        "registry.Counter",
        "rosters.ImportRow",
    }


def _records() -> list[Model]:
    return [model for model in apps.get_models() if model.__module__.startswith("doudi.records")]


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_row_that_is_made_leaves_its_line(model: Model) -> None:
    made = EACH[model][0]()
    [line] = lines_of(made)
    assert (line.operation, line.before) == ("insert", None)
    # A password's hash is the one thing left out: lines stand for ever.
    written = {field.column for field in model._meta.concrete_fields} - {"password"}
    assert line.after["id"] == made.pk and set(line.after) == written
    assert line.actor.startswith("sql:")


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "sql"])
@pytest.mark.parametrize("model", [one for one in MODELS if not is_frozen(one)], ids=name_of)
def test_a_row_that_is_changed_leaves_a_line_with_what_changed(model: Model, way: str) -> None:
    make, column, value = EACH[model]
    row = make()
    before = getattr(row, column)
    _change(row, column, value, way)
    [line] = lines_of(row, "update")
    assert (line.before, line.after) == ({column: before}, {column: value})


def _change(row: models.Model, column: str, value: Any, way: str) -> None:
    rows = type(row)._default_manager
    setattr(row, column, value)
    if way == "save":
        row.save(update_fields=[column])
    elif way == "update":
        rows.filter(pk=row.pk).update(**{column: value})
    elif way == "bulk_update":
        rows.bulk_update([row], [column])
    else:
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE id = %s', [value, row.pk])


def test_a_standard_is_withdrawn_with_a_line(world: World) -> None:
    row = EACH[StandardEntry][0]()
    whole = {"withdrawn_by": officer(), "withdrawn_at": "2026-03-02T01:00:00Z", "withdrawn_reason": "重复"}
    StandardEntry.objects.filter(pk=row.pk).update(**whole)
    [line] = lines_of(row, "update")
    assert set(line.after) == {"withdrawn_by_id", "withdrawn_at", "withdrawn_reason"}


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_row_is_not_taken_away_unless_the_table_lets_go_and_then_with_a_line(model: Model) -> None:
    row = EACH[model][0]()
    if is_never_deleted(model) or model in LINES:
        for delete in (_deleted_by_sql, _deleted_by_queryset):
            with pytest.raises(DatabaseError, match="annot (update or )?delete"), transaction.atomic():
                delete(row)
        assert type(row)._default_manager.filter(pk=row.pk).exists() and len(lines_of(row)) == 1
        return
    _deleted_by_sql(row)
    [line] = lines_of(row, "delete")
    assert line.after is None and line.before["id"] == row.pk


def _deleted_by_sql(row: models.Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


def _deleted_by_queryset(row: models.Model) -> None:
    type(row)._default_manager.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_the_triggers_of_the_trail_stand_in_the_database_and_are_on(model: Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [model._meta.db_table],
        )
        found = dict(cursor.fetchall())
    for operation in ("insert", "update", "delete"):
        assert any(f"audit_{operation}" in name and on == "O" for name, on in found.items())


@pytest.mark.parametrize("model", [*MODELS, AuditEntry, AccessEntry], ids=name_of)
def test_no_table_of_the_trail_is_emptied(model: Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never emptied"), transaction.atomic():
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_a_copy_of_many_rows_leaves_a_line_for_each(world: World) -> None:
    rows = "".join(f"N-{number}\t341591001201\t\t\t\t\t\t{{}}\t2026-03-02\t\t\t1\n" for number in range(50))
    columns = (
        "number, territory, address, area, label, label_pinyin, type, causes, opened_on, closed_reason, story, version"
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY registry_household ({columns}) FROM STDIN") as copy:
        copy.write(rows)
    ids = set(Household.objects.filter(number__startswith="N-").values_list("pk", flat=True))
    lines = AuditEntry.objects.filter(table_name="registry_household", operation="insert", row_id__in=ids)
    assert len(ids) == 50 and lines.count() == 50


def test_rows_made_from_others_in_one_statement_leave_a_line_each(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_household (number, territory, address, area, label, label_pinyin, type, causes,"
            " opened_on, closed_reason, story, version) SELECT 'S-' || n, '341591001201', '', '', '', '', '', '{}',"
            " DATE '2026-03-02', '', '', 1 FROM generate_series(1, 20) AS n"
        )
    assert AuditEntry.objects.filter(after__number__startswith="S-").count() == 20


def test_rows_written_in_bulk_leave_a_line_each(world: World) -> None:
    made = Household.objects.bulk_create(
        Household(number=f"B-{number}", territory="341591001201", opened_on=DAY) for number in range(20)
    )
    for one in made:
        one.address = "七组"
    Household.objects.bulk_update(made, ["address"])
    lines = AuditEntry.objects.filter(table_name="registry_household", row_id__in=[one.pk for one in made])
    assert lines.filter(operation="insert").count() == lines.filter(operation="update").count() == 20


def test_what_was_written_and_not_changed_leaves_no_line(world: World) -> None:
    household = couple_and_child(world.desk("township_acceptance"))
    before = len(lines_of(household))
    household.save()
    Household.objects.filter(pk=household.pk).update(address=household.address)
    assert len(lines_of(household)) == before


def test_a_change_rolled_back_leaves_no_line(world: World) -> None:
    def made_and_refused() -> None:
        with recording(world.desk("administrator")):
            officer()
            engage_officer(by=world.desk("administrator"), login="顾", name="顾满", password=PASSWORD)

    count = AuditEntry.objects.count()
    with pytest.raises(AccountRefused):
        made_and_refused()
    assert AuditEntry.objects.count() == count


# Who, in which post, why, in which request


def test_a_line_says_who_in_which_post_for_whom_why_and_in_which_request(world: World) -> None:
    desk = replace(world.desk("township_acceptance"), acting_for="李安", request="0a1b2c")
    with recording(desk, reason="核对户口簿"):
        made = EACH[Household][0]()
    [line] = lines_of(made)
    assert (line.officer_id, line.actor, line.post) == (desk.officer_id, desk.actor, f"township_acceptance@{TOWN}")
    assert (line.acting_for, line.reason, line.request) == ("李安", "核对户口簿", "0a1b2c")


def test_within_another_recording_the_inner_reason_holds_until_it_ends(world: World) -> None:
    outer, inner = world.desk("township_acceptance"), world.desk("township_approver")
    with recording(outer, reason="外"):
        first = EACH[Household][0]()
        with recording(inner, reason="内"):
            second = EACH[Household][0]()
        third = EACH[Household][0]()
    told = [(lines_of(one)[0].actor, lines_of(one)[0].reason) for one in (first, second, third)]
    assert told == [(outer.actor, "外"), (inner.actor, "内"), (outer.actor, "外")]


def test_after_a_failure_inside_the_outer_reason_holds_again(world: World) -> None:
    desk = world.desk("township_acceptance")
    with recording(desk, reason="外"):
        with pytest.raises(RuntimeError), recording(desk, reason="内"):
            raise RuntimeError
        made = EACH[Household][0]()
    assert lines_of(made)[0].reason == "外"


def test_nothing_of_a_recording_is_left_for_what_comes_after(world: World) -> None:
    with recording(world.desk("township_acceptance"), reason="外"):
        pass
    assert lines_of(EACH[Household][0]())[0].actor.startswith("sql:")


def test_the_system_and_direct_writes_are_named_as_such(world: World) -> None:
    with recording(system_desk(DAY, purpose="夜间任务"), reason="整理"):
        made = EACH[Household][0]()
    by_hand = EACH[Household][0]()
    lines = {line.row_id: line for line in changes_by_nobody() if line.table_name == "registry_household"}
    assert lines[made.pk].actor == "系统·夜间任务" and lines[by_hand.pk].actor.startswith("sql:")


def test_what_nobody_did_is_told_where_one_office_has_the_database_to_itself(world: World) -> None:
    EACH[Household][0]()
    auditor = world.desk("auditor")
    assert not reaches_every_office(auditor) and not changes_by_nobody_within(auditor).exists()
    Appointment.objects.filter(territory__startswith=OTHER_COUNTY).update(until=DAY)
    assert changes_by_nobody_within(auditor).exists()
    assert not changes_by_nobody_within(world.desk("administrator")).exists()


# The lines stand for ever


@pytest.mark.parametrize("model", [AuditEntry, AccessEntry], ids=name_of)
def test_lines_are_neither_changed_nor_taken_away(world: World, model: Model) -> None:
    log_access(world.desk("auditor"), kind="view", facts=["income"])
    row = model._default_manager.order_by("pk")[0]
    for attempt in (
        lambda: model._default_manager.filter(pk=row.pk).update(actor="别人"),
        lambda: _deleted_by_sql(row),
        lambda: _deleted_by_queryset(row),
        lambda: _change(row, "actor", "别人", "sql"),
    ):
        with pytest.raises(DatabaseError, match="annot (update|delete)"), transaction.atomic():
            attempt()


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "sql"])
@pytest.mark.parametrize("model", LINES, ids=name_of)
def test_what_stands_for_ever_in_a_case_is_not_changed(model: Model, way: str) -> None:
    make, column, value = EACH[model]
    row = make()
    with pytest.raises(DatabaseError, match="annot update"), transaction.atomic():
        _change(row, column, value, way)
    assert len(lines_of(row)) == 1


def test_the_tables_of_lines_are_these() -> None:
    of_cases = {"Step", "Hand", "Notice", "InquiryPaper", "Finding", "Opinion", "Decision", "Draw"}
    assert {name_of(model) for model in append_only_models()} == {
        "trail.AuditEntry", "trail.AccessEntry", *(f"cases.{name}" for name in of_cases),
    }  # fmt: skip


# What is read


def test_secrets_stand_in_the_trail_as_ciphers_only(world: World) -> None:
    couple_and_child(world.desk("township_acceptance"))
    line = AuditEntry.objects.filter(table_name="registry_person", operation="insert").latest("pk")
    person = Person.objects.get(pk=line.row_id)
    assert person.citizen_id and person.citizen_id not in str(line.after)
    assert {"citizen_id", "citizen_index", "phone", "phone_index"} <= sealed_columns("registry_person")
    assert "password" in sealed_columns("accounts_officer") and "name" not in sealed_columns("registry_person")
    assert {"person_id", "relative_id", "obligor"} <= set(audited_columns()["registry_kinship"])
    assert "trail_auditentry" not in audited_columns()


def test_an_auditor_reads_what_was_done_at_the_desks_of_the_territory(world: World) -> None:
    couple_and_child(world.desk("township_acceptance"))
    couple_and_child(world.desk("township_acceptance", FAR_TOWN), "341592001201", sequence=301)
    for county, towns in (("", {TOWN}), (OTHER_COUNTY, {FAR_TOWN})):
        lines = changes_within(world.desk("auditor", county)).filter(table_name="registry_household")
        assert {line.post.partition("@")[2] for line in lines} == towns
    assert not changes_within(world.desk("township_approver")).exists()
    assert not views_within(world.desk("administrator")).exists()


def test_what_officers_do_to_their_own_account_is_read_where_they_work(world: World) -> None:
    whose = Officer.objects.get(login=f"township-surveyor-{TOWN}")
    change_own_password(by=Oneself(whose), current=PASSWORD, new="spring-lantern-911")
    for county, seen in (("", True), (OTHER_COUNTY, False)):
        lines = changes_within(world.desk("auditor", county)).filter(reason="本人修改密码")
        assert lines.exists() == seen


def test_views_are_read_by_territory_and_by_whose_they_are(world: World) -> None:
    for desk in (world.desk("township_acceptance"), world.desk("township_acceptance", FAR_TOWN)):
        log_access(desk, kind="view", facts=["income", "income"], household=7, person=8, reason="核查", listed=[1, 2])
    [line] = views_within(world.desk("auditor"))
    assert (line.facts, line.household_id, line.reason) == (["income"], 7, "核查") and len(line.list_hash) == 64
    assert views(household=7).count() == views(person=8).count() == 2 and not views(household=9).exists()
    assert views(officers=[line.officer_id]).count() == 1


def test_lines_are_found_by_day_table_row_and_officer(world: World) -> None:
    desk = world.desk("township_acceptance")
    household = couple_and_child(desk)
    found = changes(table="registry_household", row=household.pk, officers=[desk.officer_id or 0])
    today = found[0].at.astimezone(datetime.UTC) + datetime.timedelta(hours=8)
    day = today.date()
    assert since(found, day, day).count() == found.count() > 0
    assert not since(found, day + datetime.timedelta(days=1), None).exists()
    assert not since(found, None, day - datetime.timedelta(days=1)).exists()
    assert not changes(officers=[0]).exists()
