"""Migrating a database from nothing, without Django working out the same models over and over.

After every operation Django makes the classes of the model anew, and of all that are related to it. Of a trigger that is
three quarters of the whole work, for nothing: it is no part of any class, and where a database is made from nothing nobody
asks the classes for it. What is written to the database is the same to the last word.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from doudi.interfaces.site.garbage import garbage_let_lie


@contextmanager
def from_nothing() -> Iterator[None]:
    """For migrations forwards that begin with an empty database: the state learns of triggers, its classes do not.

    Backwards a class would be asked for them, where a table that was dropped is made again.
    """
    forwards = AddTrigger.state_forwards, RemoveTrigger.state_forwards
    AddTrigger.state_forwards, RemoveTrigger.state_forwards = _added, _removed
    try:
        # The classes of a state are cycles; what is here for good is not looked through for them.
        with garbage_let_lie():
            yield
    finally:
        AddTrigger.state_forwards, RemoveTrigger.state_forwards = forwards


def _added(self: AddTrigger, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _removed(self: RemoveTrigger, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [one for one in options.get("triggers", []) if one.name != self.name]
