"""What the log keeps of an error: where and of what kind, never a row."""

import logging
import logging.config

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from doudi.interfaces.site.logs import Plain
from doudi.records.registry.models import Person

pytestmark = pytest.mark.django_db


def told(error: BaseException, *args: object) -> str:
    """The line the office's own handler writes of an error."""
    record = logging.LogRecord("x", logging.ERROR, "", 0, "broke: %s", args or ("此页",), None)
    record.exc_info = (type(error), error, error.__traceback__)
    return Plain("%(levelname)s %(message)s").format(record)


WHO, DIED = "沈某", "1999-01-01"


def broken_row() -> IntegrityError:
    """What the database says of a row it refuses."""
    columns = {"name_key": WHO, "pinyin": "shenmou", "initials": "sm", "grams": [WHO], "citizen_id": WHO}
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Person.objects.create(name=WHO, born_on="2000-01-01", died_on=DIED, **columns)
    return caught.value


def test_a_row_the_database_refused_is_not_in_the_log() -> None:
    error = broken_row()
    assert WHO in str(error)
    line = told(error, error)
    assert WHO not in line and DIED not in line
    assert line.startswith("ERROR broke: IntegrityError") and "CheckViolation (death_after_birth)" in line
    assert "test_logs.py" in line


def test_nor_is_it_when_another_error_came_of_it() -> None:
    outer = RuntimeError("failed")
    outer.__cause__ = broken_row()
    line = told(outer)
    assert WHO not in line and "CheckViolation (death_after_birth)" in line and line.endswith("RuntimeError")


def test_other_errors_are_told_as_ever() -> None:
    assert told(ValueError("of a page")).endswith("ValueError: of a page")


def test_the_office_writes_its_log_so() -> None:
    [formatter] = settings.LOGGING["formatters"].values()
    assert formatter["()"] == f"{Plain.__module__}.{Plain.__name__}"
    assert connection.vendor == "postgresql"
