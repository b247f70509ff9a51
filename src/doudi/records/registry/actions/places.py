"""Places as an office changes them: a list of codes taken in, a new name, a village that goes on in another with its people."""

import datetime
from dataclasses import dataclass

from django.db.models import F

from doudi.records.accounts.desk import Desk
from doudi.records.accounts.models import Appointment, StaffRelative
from doudi.records.accounts.overview import appointments_at
from doudi.records.registry.models import Household, Person, Residence
from doudi.records.territory.changes import import_places, rename_place, retire_place
from doudi.records.territory.lists import ReadPlaces
from doudi.records.territory.models import Place
from doudi.records.territory.refusals import PlacesRefused
from doudi.records.trail.recording import recording


@dataclass(frozen=True)
class MergePreview:
    """Whom the merge of a place concerns: households, people, and the officers who have to be appointed anew."""

    households: int
    people: int
    appointments: tuple[Appointment, ...]


def take_in_places(*, by: Desk, read: ReadPlaces, since: datetime.date, reason: str) -> int:
    """Take a list of codes in; the answer counts what is new or changed.

    Raises NotAllowed, PlacesRefused where the list would change anything outside the desk's territory or in the future.
    """
    by.must("manage_territory")
    touched = [*read.new, *(draft for _place, draft in read.changed)]
    if outside := [one for one in touched if not by.reaches(one.code)]:
        raise PlacesRefused([f"{one.code}（{one.name}）不在您的管辖范围内" for one in outside])
    _refuse_future(since, by.day)
    _refuse_no_reason(reason)
    return import_places(by=by, read=read, since=since, reason=reason)


def give_name(*, by: Desk, code: str, name: str, on: datetime.date, reason: str) -> Place:
    """A place of the territory has another name from a day on. Raises NotAllowed, PlacesRefused."""
    by.must("manage_territory", code)
    _refuse_future(on, by.day)
    _refuse_no_reason(reason)
    return rename_place(by=by, code=code, name=name, on=on, reason=reason)


def preview_place_merge(*, by: Desk, code: str) -> MergePreview:
    """What a merge of a place would move, and whose posts are there. Raises NotAllowed."""
    by.must("manage_territory", code)
    return MergePreview(
        households=Household.objects.filter(territory=code, closed_on__isnull=True).count(),
        people=Person.objects.filter(territory=code, merged_into__isnull=True).count(),
        appointments=tuple(appointments_at(by, [code])),
    )


def merge_place(*, by: Desk, code: str, successor: str, on: datetime.date, reason: str) -> tuple[Place, int]:
    """A place ends on a day and goes on in another; every household there moves on paper. The answer counts them.

    History stays: on a day before, a household is shown in the village that stood then. Whoever held a post there
    reaches nothing with it any more, until somebody appoints them anew. Raises NotAllowed, PlacesRefused.
    """
    by.must("manage_territory", code, successor)
    _refuse_future(on, by.day)
    _refuse_no_reason(reason)
    with recording(by, reason=reason):
        place = retire_place(by=by, code=code, successor=successor, on=on, reason=reason)
        living = Household.objects.filter(territory=code, closed_on__isnull=True)
        households = list(living.select_for_update().order_by("pk"))
        _move_residences(households, successor, on)
        Household.objects.filter(territory=code).update(territory=successor, version=F("version") + 1)
        Person.objects.filter(territory=code).update(territory=successor)
        StaffRelative.objects.filter(territory=code).update(territory=successor)
    return place, len(households)


def _move_residences(households: list[Household], successor: str, on: datetime.date) -> None:
    """The residences of today end on the day and go on in the successor; those begun later are its from the first."""
    standing = Residence.objects.filter(household__in=households, until__isnull=True)
    standing.filter(since__lt=on).update(until=on)
    standing.filter(since__gte=on).update(territory=successor)
    housed = set(standing.values_list("household_id", flat=True))
    Residence.objects.bulk_create(
        Residence(household=one, territory=successor, address=one.address, area=one.area, since=on)
        for one in households
        if one.pk not in housed
    )


def _refuse_future(on: datetime.date, today: datetime.date) -> None:
    if on > today:
        raise PlacesRefused([f"日期{on}晚于今天（{today}）；请在生效之日或之后办理"])


def _refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise PlacesRefused(["请写明依据，如批复文号"])
