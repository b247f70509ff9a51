"""A person's page as its template reads it: what the desk may see, with the ways on."""

from typing import Any

from django.urls import reverse

from doudi.records.accounts.desk import Desk
from doudi.records.evidence.merging import merges_of
from doudi.records.evidence.sight import Sight
from doudi.records.registry.duplicates import open_pairs_of
from doudi.records.registry.queries import (
    accounts_on,
    benefits_of,
    household_of,
    household_within,
    kin_either_way,
    memberships_of,
    relative_matches,
)
from doudi.records.registry.reach import is_in_hand


def seen_of(person: Any, by: Desk) -> dict[str, Any]:
    """Everything the page of a person shows to a desk; a post that sees few topics sees who it is and little else."""
    sight = Sight(by)
    memberships = [one for one in memberships_of(person) if one.until is None or one.until > one.since]
    visible = {one.household_id for one in memberships if household_within(by, one.household_id)}
    today = next((one for one in memberships if one.until is None), None)
    kin = kin_either_way(by, person) if sight.is_whole else []
    through = _through(by, memberships, visible, kin, person.pk)
    merging = by.may("merge_persons")
    return {
        "person": person,
        "whole": sight.is_whole,
        "memberships": memberships,
        "visible": visible,
        "today": today if today and today.household_id in visible else None,
        "is_homeless": today is None,
        "kin": [(one, _others_page(one, person, by)) for one in kin],
        "benefits": benefits_of(person, by.day) if sight.sees_payments else [],
        "accounts": accounts_on([person.pk], by.day) if sight.sees_accounts else [],
        "reveals": _reveals(person, by, through),
        "through": through,
        "pairs": list(open_pairs_of(by, person.pk)) if merging else [],
        "merges": list(merges_of(person.pk)) if merging else [],
        "matches": relative_matches([person.pk]) if sight.is_whole else [],
        "may": by.may,
        "in_hand": is_in_hand(by, person),
    }


def _through(by: Desk, memberships: list[Any], visible: set[int], kin: list[Any], person: int) -> int | None:
    """The household through which a whole number may be asked for: the person's own, or that of whose kin they are."""
    own = next((one.household_id for one in memberships if one.household_id in visible), None)
    if own is not None:
        return int(own)
    for one in kin:
        if one.relative_id == person:
            home = household_of(one.person_id, by.day)
            if home is not None and household_within(by, home.pk) is not None:
                return int(home.pk)
    return None


def _reveals(person: Any, by: Desk, through: int | None) -> dict[str, str]:
    """The addresses that show a number whole, empty where there is none or the desk may not."""
    shown = {"id": person.citizen_shown, "phone": person.phone_shown}
    may = through is not None and by.may("reveal_id")
    return {what: reverse("reveal", args=(through, what, person.pk)) if may and shown[what] else "" for what in shown}


def _others_page(kinship: Any, person: Any, by: Desk) -> str:
    """The page of the other one of two who are kin, where the desk reaches it."""
    other = kinship.relative if kinship.person_id == person.pk else kinship.person
    reached = by.reaches(other.territory) or (not other.territory and by.reaches(person.territory))
    return reverse("person", args=[other.pk]) if reached and other.merged_into_id is None else ""
