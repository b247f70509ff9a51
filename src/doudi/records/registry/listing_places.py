"""The places a list can be narrowed to, one step down the tree at a time: a county has hundreds of villages."""

from django.db.models import Q

from doudi.records.accounts.desk import Desk
from doudi.records.territory.queries import standing_on
from doudi.vocabulary.territory import parents


def places_under(by: Desk, chosen: str) -> list[tuple[str, str]]:
    """The way from the desk's territory to the place chosen, and the places right under it, by code and name.

    Under a village there is nothing: its neighbours are offered. A place outside the territory, or one not known, leads
    nowhere. One query.
    """
    way = _way(by, chosen)
    above = next((code for code in reversed(way) if len(code) < 12), by.territory)
    offered = standing_on(by.day).filter(by.within("code")).filter(Q(parent_code=above) | Q(code__in=way))
    names = dict(offered.order_by("code").values_list("code", "name"))
    return [(code, names[code]) for code in dict.fromkeys([*way, *names]) if code in names]


def _way(by: Desk, chosen: str) -> list[str]:
    """The place chosen and those around it inside the territory, widest first, without the territory itself."""
    try:
        around = parents(chosen)
    except ValueError:
        return []
    return [code for code in reversed(around) if by.reaches(code) and code != by.territory]
