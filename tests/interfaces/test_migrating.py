"""A database migrated from nothing, with the models of triggers not made anew, is the one that is made the long way."""

import gc
from typing import Any

import pgtrigger
import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from doudi.interfaces.site.migrating import from_nothing


def test_the_models_end_the_same_with_every_trigger() -> None:
    loader = MigrationLoader(None)
    long_way = told(loader.project_state())
    with from_nothing():
        short = told(loader.project_state())
    assert short == long_way
    assert sum(len(options.get("triggers", ())) for options, _fields in short.values()) > 100


def told(state: ProjectState) -> dict[tuple[str, str], tuple[dict[str, Any], list[str]]]:
    """What the migrations say of every model: its options, the triggers among them, and its columns."""
    return {key: (model.options, list(model.fields)) for key, model in state.models.items()}


@pytest.mark.django_db
def test_every_trigger_of_the_models_is_in_the_database_as_declared() -> None:
    """The database of the tests is migrated this way."""
    found = {trigger.get_installation_status(model)[0] for model, trigger in pgtrigger.registered()}
    assert found == {"INSTALLED"}


def test_afterwards_migrating_and_the_collector_are_as_before() -> None:
    before = (AddTrigger.state_forwards, gc.get_threshold())
    with pytest.raises(ZeroDivisionError), from_nothing():
        assert AddTrigger.state_forwards is not before[0] and 1 / 0
    assert (AddTrigger.state_forwards, gc.get_threshold()) == before
