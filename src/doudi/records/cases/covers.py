"""Who is covered by which benefit, in the slots that keep incompatible supports apart; the database refuses two in one."""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q

from doudi.policy.programmes import BY_KEY
from doudi.records.cases.models import Cover
from doudi.records.cases.programmes import slots_of
from doudi.records.registry.models import Benefit, Household, Person
from doudi.records.registry.queries import members_on
from doudi.records.registry.refusals import Refused
from doudi.records.trail.races import tell_race

# Also where two records become one person, each of them covered.
tell_race("one_benefit_a_slot_a_day", lambda: Refused("此人在同一期间已享受不能同时享受的救助；请先停发其中一项"))


def cover(benefit: Benefit, people: Iterable[int]) -> None:
    """Cover people by a benefit; raises Refused naming who has what already, where two shut each other out."""
    rows = [
        Cover(benefit=benefit, person_id=person, slot=slot, since=benefit.since, until=benefit.until)
        for person in people
        for slot in slots_of(benefit.programme)
    ]
    try:
        with transaction.atomic():
            Cover.objects.bulk_create(rows)
    except IntegrityError:
        raise Refused(_named(rows) or "有成员已在领取不能同时享受的救助") from None


def _named(rows: list[Cover]) -> str:
    for row in rows:
        other = Cover.objects.filter(person=row.person_id, slot=row.slot, until__isnull=True).first()
        if other is not None:
            name = Person.objects.values_list("name", flat=True).get(pk=row.person_id)
            return f"{name}已在领{BY_KEY[other.benefit.programme].zh}，不能同时享受；请先停发"
    return ""


def cover_taken_over(household: Household, day: datetime.date) -> None:
    """Write the covers of benefits that were taken over before there were decisions, so that the database minds them too."""
    people = [one.person_id for one in members_on(household, day)]
    found = Benefit.objects.filter(until__isnull=True, covers=None).filter(
        Q(household=household, person__isnull=True) | Q(person__in=people)
    )
    for benefit in found:
        supported = set(
            Benefit.objects.filter(person__in=people, programme="tekun", until__isnull=True).values_list(
                "person", flat=True
            )
        )
        whom = [benefit.person_id] if benefit.person_id else [one for one in people if one not in supported]
        cover(benefit, [one for one in whom if one is not None])
