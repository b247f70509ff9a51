"""When a village goes on in another, its people and households go with it."""

import datetime

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import Household, Person, Residence
from doudi.records.territory.changes import retire_place
from doudi.records.territory.models import Place
from doudi.records.trail.recording import recording


def merge_place(*, by: Desk, code: str, successor: str, on: datetime.date, reason: str) -> tuple[Place, int]:
    """A village ends on a day and goes on in another; every household there moves on paper. The answer counts them.

    History stays: on a day before, a household is shown in the village that stood then.
    """
    by.must("manage_territory", code, successor)
    with recording(by, reason=reason):
        place = retire_place(by=by, code=code, successor=successor, on=on, reason=reason)
        households = list(Household.objects.select_for_update().filter(territory=code, closed_on__isnull=True))
        Residence.objects.filter(household__in=households, until__isnull=True, since__lt=on).update(until=on)
        Residence.objects.filter(household__in=households, until__isnull=True, since__gte=on).update(
            territory=successor
        )
        moved = [
            Residence(household=one, territory=successor, address=one.address, area=one.area, since=on)
            for one in households
            if not Residence.objects.filter(household=one, until__isnull=True).exists()
        ]
        Residence.objects.bulk_create(moved)
        Household.objects.filter(territory=code).update(territory=successor)
        Person.objects.filter(territory=code).update(territory=successor)
    return place, len(households)
