"""What officers wrote of families in clear is sealed by the migration, and comes back whole where it is taken back."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from doudi.records.cases.models import Authorisation, Case, Letter, Posting, Suspension
from support.one_of_each_case import EACH_OF_CASES

BEFORE, AFTER = [("cases", "0005_relief_without_an_answer")], [("cases", "0006_reasons_are_sealed")]
COLUMNS: dict[type[Any], tuple[str, ...]] = {
    Authorisation: ("revoked_reason",),
    Case: ("extended_reason",),
    Letter: ("delivered_to", "delivered_how"),
    Posting: ("taken_down_reason",),
    Suspension: ("reason",),
}


def moved(target: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        # What waits for the end of the transaction keeps a table from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate(target)


def kept(model: type[Any], column: str) -> list[Any]:
    """What the database holds in a column, as it holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {model._meta.db_table} ORDER BY id')
        return [bytes(one) if isinstance(one, memoryview) else one for (one,) in cursor.fetchall()]


@pytest.mark.django_db
def test_reasons_in_clear_are_sealed_and_come_back() -> None:
    said = {}
    for number, (model, columns) in enumerate(COLUMNS.items()):
        row, empty = EACH_OF_CASES[model][0](), EACH_OF_CASES[model][0]()
        for column in columns:
            said[model, column] = f"来电13866{number}0001，{column}"
            model.objects.filter(pk=row.pk).update(**{column: said[model, column]})
            model.objects.filter(pk=empty.pk).update(**{column: ""})
    moved(BEFORE)
    assert {one: [text for text in kept(*one) if text] for one in said} == {one: [told] for one, told in said.items()}
    moved(AFTER)
    for (model, column), told in said.items():
        sealed, *empty = kept(model, column)
        assert sealed and told.encode() not in sealed and set(empty) == {b""}
        assert list(model.objects.order_by("pk").values_list(column, flat=True))[:2] == [told, ""]
