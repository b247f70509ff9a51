"""What somebody still waits for beside the stages of cases: a letter of an end, word of another applicant, a second hand.

Each for the desk whose it is: letters go out where the end was written down, by who receives families there, or at the
county by whoever decides; whoever gives opinions confirms that another applies.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from doudi.records.accounts.desk import Desk
from doudi.records.cases.changes import TELLS_OF_CHANGE
from doudi.records.cases.models import Application, Case, Letter, Replacement, Step
from doudi.records.cases.words import ENDED_BY
from doudi.records.statements import prepared

# More of a kind are shown when these are done.
MOST = 20


@dataclass(frozen=True)
class Owed:
    """A letter that nobody has delivered yet, or a change of applicant that nobody has confirmed (`kind` is then empty).

    `since` is the day it has been owed from, `letter` the number of the one that was made. It is a case's or an application's.
    """

    since: datetime.date
    whose: str
    kind: str = ""
    letter: int | None = None
    case: Case | None = None
    application: Application | None = None


def owed_by(by: Desk) -> list[Owed]:
    """What a desk owes, what has been owed longest first; at most `MOST` of a kind."""
    if not by.may("see_cases") or by.held.partner:
        return []
    found: list[Owed] = []
    if by.held.level == "town" and by.may("accept_application"):
        found += [*_ends(by, "township"), *map(_word, _asked(_untold, by))]
    if by.held.level == "town" and by.may("first_opinion"):
        found += [_change(one) for one in _asked(_unconfirmed, by) if one.entered_by_id != by.officer_id]
    if by.held.level == "county" and (by.may("review") or by.may("confirm")):
        found += _ends(by, "county")
    return sorted(found, key=lambda one: one.since)


def _asked(ask: Callable[..., Sequence[Any]], by: Desk, *more: str) -> list[Any]:
    return list(chain.from_iterable(ask(low, high, *more) for low, high in by.spans))[:MOST]


def _ends(by: Desk, party: str) -> list[Owed]:
    return [_end(one) for one in _asked(_ended, by, party)]


def _end(case: Any) -> Owed:
    person = case.person or (case.application.applicant if case.application is not None else None)
    whose = person.name if person is not None else case.household.label
    return Owed(case.closed_on, whose, case.kind, case.letter, case=case)


def _word(row: Any) -> Owed:
    return Owed(row.confirmed_on, row.old.name, TELLS_OF_CHANGE, row.letter, application=row.application)


def _change(row: Replacement) -> Owed:
    return Owed(row.entered_on, row.old.name, application=row.application)


@prepared
def _ended(low: str, high: str, party: str) -> QuerySet[Case]:
    """The cases that ended without a decision by a party's hand, and whose letter nobody has delivered."""
    last = Step.objects.filter(case=OuterRef("pk")).order_by("-number")
    letters = Letter.objects.filter(case=OuterRef("pk"), kind__in=sorted(ENDED_BY))
    found = Case.objects.filter(territory__gte=low, territory__lt=high, stage="discontinued")
    found = found.filter(~Exists(letters.filter(delivered_on__isnull=False))).annotate(
        kind=Subquery(last.values("document")[:1]),
        by_party=Subquery(last.values("party")[:1]),
        letter=Subquery(letters.order_by("-pk").values("pk")[:1]),
    )
    found = found.filter(by_party=party).select_related("application__applicant", "household", "person")
    return found.order_by("closed_on", "pk")[:MOST]


@prepared
def _untold(low: str, high: str) -> QuerySet[Replacement]:
    """The changes of which who applied before, and lives, has not been told in writing."""
    letters = Letter.objects.filter(
        application=OuterRef("application"), kind=TELLS_OF_CHANGE, made_at__gt=OuterRef("confirmed_at")
    )
    found = Replacement.objects.filter(application__territory__gte=low, application__territory__lt=high)
    found = found.filter(~Exists(letters.filter(delivered_on__isnull=False)), confirmed_on__isnull=False)
    found = found.filter(old__died_on__isnull=True).annotate(letter=Subquery(letters.order_by("-pk").values("pk")[:1]))
    return found.select_related("application", "old").order_by("confirmed_on", "pk")[:MOST]


@prepared
def _unconfirmed(low: str, high: str) -> QuerySet[Replacement]:
    """The changes of applicant that wait for a second hand."""
    found = Replacement.objects.filter(application__territory__gte=low, application__territory__lt=high)
    found = found.filter(confirmed_on__isnull=True, dropped_on__isnull=True, application__closed_on__isnull=True)
    return found.select_related("application", "old").order_by("entered_on", "pk")[:MOST]
