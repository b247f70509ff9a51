"""Words that are declared beside the data and shown through gettext: choices of models, columns, posts, programmes.

The templates say `_(label)` of them, which no reader of source text can see; the catalogue gets them from here, with
their English where the declaration has it.
"""

from collections.abc import Iterator

from django.apps import apps

from doudi.gateways.spreadsheets import ROSTER_COLUMNS
from doudi.policy.facts import FACTS
from doudi.policy.programmes import PROGRAMMES
from doudi.records.accounts.posts import DUTIES, POSTS, POWERS


def labels() -> dict[str, str]:
    """Every declared word and its English; an empty text where only the catalogue can have it."""
    found = dict.fromkeys(
        [*_choices(), *(one.label for one in ROSTER_COLUMNS), *(one.bring for one in FACTS.values())], ""
    )
    found |= {one.zh: one.en for one in (*POSTS.values(), *PROGRAMMES)}
    found |= dict(DUTIES.values())
    found |= {zh: found.get(zh, "") for zh, _ceiling in POWERS.values()}
    return {zh: en for zh, en in found.items() if zh}


def _choices() -> Iterator[str]:
    """The labels of what a column of the records may hold."""
    for model in apps.get_models():
        if model.__module__.startswith("doudi.records"):
            for column in model._meta.get_fields():
                for _value, label in getattr(column, "choices", None) or ():
                    yield str(label)
