"""Whose people are whose: who may read and who may change what is recorded of somebody. Decision 0011.

Somebody is of the office in whose territory they are registered and of no other, wherever they lived before and whoever
they are kin of. Kin who live elsewhere are registered in no territory; they are of every office among whose people
somebody is to whom they are kin today. What is recorded of a person is read and changed by their own office alone: to
others they are a name and a relation.
"""

import copy

from django.db.models import Exists, OuterRef, Q

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import Household, Kinship, Membership, Person

# What a desk of another office does not read of somebody; the place becomes the town, by which the office is named.
_KEPT_BACK = {
    **dict.fromkeys(("citizen_id", "citizen_shown", "id_kind", "id_note", "no_id_reason", "temporary_number"), ""),
    **dict.fromkeys(("phone", "phone_shown", "ethnic", "marital", "education", "hukou", "hukou_place", "note"), ""),
    **dict.fromkeys(("citizen_index", "phone_index", "temporary_until", "died_on"), None),
    "id_unverified": False,
}
_TOWN_DIGITS = 9


def people_in_hand(by: Desk) -> Q:
    """The condition that a person is of the desk's office: it reads and changes what is recorded of them."""
    bonds = Kinship.objects.filter(by.within("person__territory"), relative=OuterRef("pk"), until__isnull=True)
    return by.within("territory") | (Q(territory="") & Exists(bonds))


def is_in_hand(by: Desk, person: Person) -> bool:
    """The same of one who belongs to a household the desk reaches, or is kin today of one who does; no query."""
    return not person.territory or by.reaches(person.territory)


def tied_to(household: Household) -> Q:
    """The condition that somebody is or was a member of a household, or is kin today of one who is or was."""
    members = Membership.objects.filter(household=household)
    bonds = Kinship.objects.filter(person__in=members.values("person"), until__isnull=True)
    return Exists(members.filter(person=OuterRef("pk"))) | Exists(bonds.filter(relative=OuterRef("pk")))


def as_told(by: Desk, person: Person) -> Person:
    """Somebody of a household the desk reaches, or kin of one, as the desk may read of them.

    Of another office's people that is the name, the sex and the birth.
    """
    if is_in_hand(by, person):
        return person
    told = copy.copy(person)
    for name, value in _KEPT_BACK.items():
        setattr(told, name, value)
    told.territory = person.territory[:_TOWN_DIGITS]
    return told
