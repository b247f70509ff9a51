"""What of the people of a household its file may tell a desk: all of its own office's people, of others' what was so with them.

Of somebody who left for another office the file keeps what it knew until then. What the other office learns is not in it,
and neither are their numbers, accounts and kin. Of kin outside it holds what the law asks of an obligor, and shows it of
its own office's people; the answer rests on it either way. Decision 0011.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.casefile import Known
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import OF_OBLIGORS
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.reach import as_told, is_in_hand, people_in_hand, tied_to
from doudi.records.statements import prepared, with_owner


@dataclass(frozen=True)
class Reach:
    """A desk before a household it reaches, with every membership there ever was; the people come with them."""

    by: Desk
    household: Household
    memberships: Sequence[Membership]

    @cached_property
    def left_on(self) -> dict[int, datetime.date | None]:
        """Everybody who is or was a member with the day they left last, None while they belong."""
        left: dict[int, datetime.date | None] = {}
        for one in sorted(self.memberships, key=lambda one: (one.until is None, one.until or one.since)):
            left[one.person_id] = one.until
        return left

    def tells(self, fact: Evidence, person: Person | None) -> bool:
        """Whether a fact of the household, or of one who was in it or is kin of one, may be told."""
        if person is None:
            return True
        if is_in_hand(self.by, person):
            return person.pk in self.left_on or fact.topic in OF_OBLIGORS
        return self._was_known(fact.since, fact.recorded_at, person)

    def tells_ending(self, fact: Evidence, person: Person | None) -> bool:
        """Whether it may be told that such a fact was withdrawn."""
        if person is None or is_in_hand(self.by, person) or fact.superseded_at is None:
            return True
        return self._was_known(fact.since, fact.superseded_at, person)

    def _was_known(self, since: datetime.date, at: datetime.datetime, person: Person) -> bool:
        """Whether something that began on a day was recorded before the person left."""
        left = self.left_on.get(person.pk)
        return left is not None and since < left and timezone.localdate(at) < left

    def answered(self, known: Known) -> Known:
        """What is known as the office may work with it: without what another learnt of those who left for it."""
        people = {one.person_id: one.person for one in known.members}
        outside = {one.relative_id for one in known.obligors}
        facts = [
            one
            for one in known.evidence
            if one.person_id is None or one.person_id in outside or self.tells(one, people.get(one.person_id))
        ]
        own = [one for one in known.obligors if is_in_hand(self.by, people[one.person_id])]
        for kin in own:
            kin.relative = as_told(self.by, kin.relative)
        return replace(known, members=self.told(known.members), obligors=own, evidence=facts)

    def shown(self, known: Known) -> Known:
        """What is known as the desk may read it: of obligors its own office's people alone."""
        elsewhere = {one.relative_id for one in known.obligors if not is_in_hand(self.by, one.relative)}
        return replace(known, evidence=[one for one in known.evidence if one.person_id not in elsewhere])

    def told(self, memberships: Sequence[Membership]) -> list[Membership]:
        """Memberships with the people as the desk may read of them."""
        for one in memberships:
            one.person = as_told(self.by, one.person)
        return list(memberships)


def reach_of(by: Desk, household: Household) -> Reach:
    """A desk before a household it reaches; one query."""
    return Reach(by, household, with_owner(_memberships(household.pk), household=household))


@prepared
def _memberships(household: int) -> QuerySet[Membership]:
    found = Membership.objects.filter(household=household).select_related("person")
    return found.order_by("since", "position", "pk")


def fact_of(by: Desk, household: Household, pk: int) -> Evidence | None:
    """A fact the desk may change through a household it reaches, standing or not; None for any other.

    It is the household's, or of one of the desk's own office's people who is or was in it or is kin of one.
    """
    people = Person.objects.filter(people_in_hand(by), tied_to(household))
    found = Evidence.objects.filter(Q(household=household) | Q(person__in=people), pk=pk)
    return found.select_related("person", "recorded_by", "document").first()
