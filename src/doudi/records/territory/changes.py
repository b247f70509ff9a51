"""Places that merge, are renamed or come in by a list of official codes. Who may is asked by the caller."""

import datetime

from doudi.records.territory.actions import add_places, level_of
from doudi.records.territory.lists import ReadPlaces
from doudi.records.territory.models import Place
from doudi.records.territory.queries import tree_changed
from doudi.records.territory.refusals import PlacesRefused
from doudi.records.trail.recording import Actor, recording

_LONGEST_NAME = 60


def import_places(*, by: Actor, read: ReadPlaces, since: datetime.date, reason: str) -> int:
    """Add what is new and change what has another name or area now, in one transaction; the answer counts both."""
    with recording(by, reason=reason):
        add_places(by=by, places=read.new, reason=reason)
        for place, draft in read.changed:
            _go_on(_standing(place.code, since), since, name=draft.name, area=draft.area or place.area)
    tree_changed()
    return len(read.new) + len(read.changed)


def rename_place(*, by: Actor, code: str, name: str, on: datetime.date, reason: str) -> Place:
    """A place has another name from a day on; the old one stands in the history. Raises PlacesRefused."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise PlacesRefused(["请填写新名称" if not name else f"名称超过{_LONGEST_NAME}个字，请核对"])
    with recording(by, reason=reason):
        place = _standing(code, on)
        if place.name == name:
            raise PlacesRefused([f"新名称与现名称相同（{name}）"])
        new = _go_on(place, on, name=name, area=place.area)
    tree_changed()
    return new


def _go_on(place: Place, on: datetime.date, *, name: str, area: str) -> Place:
    """The place under another name or area from a day on; on its first day it is corrected in its place."""
    if place.since == on:
        place.name, place.area = name, area
        place.save(update_fields=["name", "area"])
        return place
    place.until = on
    place.save(update_fields=["until"])
    return Place.objects.create(
        code=place.code, name=name, level=place.level, parent_code=place.parent_code, area=area, since=on
    )


def retire_place(*, by: Actor, code: str, successor: str, on: datetime.date, reason: str) -> Place:
    """A place ends on a day and goes on in another that stands for good; whoever lives there is moved by the caller.

    Raises PlacesRefused. A successor that has ended itself is refused: the chain would run in a circle.
    """
    with recording(by, reason=reason):
        other = _locked(code, successor).get(successor)
        if other is None or other.level != level_of(code) or successor == code:
            raise PlacesRefused(["并入的区划须是现有的、同一级的另一个区划"])
        if other.since > on:
            raise PlacesRefused([f"并入的{other.name}自{other.since}起设立，合并日期不能更早"])
        if Place.objects.filter(parent_code=code, until__isnull=True).exists():
            raise PlacesRefused(["该区划下还有下级区划；请先把下级并入或改属"])
        place = _standing(code, on)
        if place.since == on:
            raise PlacesRefused([f"{place.name}自当天起才设立或更名；合并日期应晚于{on}"])
        place.until, place.successor_code, place.note = on, successor, reason.strip()
        place.save(update_fields=["until", "successor_code", "note"])
    tree_changed()
    return place


def _locked(*codes: str) -> dict[str, Place]:
    """The places that stand under codes, locked in one order: of two merged into each other at once one is refused."""
    rows = Place.objects.select_for_update().filter(code__in=codes, until__isnull=True).order_by("code")
    return {one.code: one for one in rows}


def _standing(code: str, on: datetime.date) -> Place:
    place = Place.objects.select_for_update().filter(code=code, until__isnull=True).first()
    if place is None:
        raise PlacesRefused([f"没有现行的区划{code}"])
    if on < place.since:
        raise PlacesRefused([f"日期早于{place.name}的起始日期（{place.since}）"])
    return place
