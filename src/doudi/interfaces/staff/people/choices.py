"""The choices of forms, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from doudi.policy.facts import CODES
from doudi.records.accounts.desk import Desk
from doudi.records.territory.queries import name_of, villages_in
from doudi.vocabulary.codes import load_list

Choices = list[tuple[str, str]]


def listed(name: str, *, by_identifier: bool = True, blank: str | None = None) -> Choices:
    """The lines of a code list, with an empty choice first where `blank` says what it means."""
    english = (get_language() or "").startswith("en")
    lines = [
        (one.identifier if by_identifier else one.code, one.en if english else one.zh)
        for one in load_list(name)
        if one.identifier or not by_identifier
    ]
    return [*([("", blank)] if blank is not None else []), *lines]


def relations(*, without: Iterable[str] = ()) -> Choices:
    """Relations to the head, as the engine counts them."""
    known = [pair for pair in listed("kinship") if pair[0] in CODES["relation"] and pair[0] not in without]
    return [("", _("请选择")), *known]


def villages(by: Desk) -> Choices:
    """The villages of the desk's territory, with their town before the name where there are several."""
    found = list(villages_in(by.spans, by.day))
    towns = {place.code[:9] for place in found}
    named = [(p.code, p.name if len(towns) == 1 else f"{name_of(p.code[:9])}{p.name}") for p in found]
    return [("", _("请选择")), *named]


def labels(pairs: Iterable[tuple[str, str]], *, only: Iterable[str] = ()) -> Choices:
    """Choices declared beside a model, translated; `only` keeps some of them."""
    kept = set(only)
    return [("", _("请选择")), *((key, _(label)) for key, label in pairs if not kept or key in kept)]
