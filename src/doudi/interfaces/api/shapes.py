"""What the API takes and gives. ID numbers are given masked; the whole number never leaves through a list."""

import datetime
from typing import Any, Literal

from ninja import Field, Schema

from doudi.records.registry.models import Household, Membership, Person

Source = Literal["declared", "certificate", "survey", "core_check", "department", "neighbour", "letter", "roster"]


class PersonIn(Schema):
    """A person to register; either an ID number or the reason why there is none."""

    name: str
    citizen_id: str = ""
    no_id_reason: str = ""
    sex: Literal["", "male", "female"] = ""
    born_on: datetime.date | None = None
    phone: str = ""
    ethnic: str = ""
    marital: str = ""
    education: str = ""
    hukou: str = ""
    note: str = ""


class MemberIn(Schema):
    """A member of a household to register."""

    person: PersonIn
    relation: str
    cohabits: bool | None = None


class HouseholdIn(Schema):
    """A household to register; `territory` is a village of 12 digits."""

    territory: str
    opened_on: datetime.date
    members: list[MemberIn] = Field(max_length=200)
    address: str = ""
    area: str = ""
    type: str = ""
    causes: list[str] = []


class FactIn(Schema):
    """A fact; `value` has the shape the case file gives the same fact."""

    topic: str
    value: Any
    since: datetime.date
    until: datetime.date | None = None
    source: Source
    person: int | None = None
    vouched_by: str = ""
    note: str = ""
    version: int | None = None


class CorrectionIn(Schema):
    """A correction of a fact, with the reason."""

    reason: str
    value: Any = None
    # May be left out; a fact without a first day there is none.
    since: datetime.date = Field(default=None)
    until: datetime.date | None = None
    version: int | None = None


class PersonOut(Schema):
    """A person as lists show them."""

    id: int
    name: str
    sex: str
    born_on: datetime.date | None
    citizen_shown: str
    phone_shown: str
    temporary_number: str
    territory: str
    died_on: datetime.date | None

    @staticmethod
    def of(person: Person) -> "PersonOut":
        """From the register's row."""
        return PersonOut(**{name: getattr(person, name) for name in PersonOut.model_fields})


class MemberOut(Schema):
    """A member on a day."""

    membership: int
    relation: str
    since: datetime.date
    person: PersonOut

    @staticmethod
    def of(one: Membership) -> "MemberOut":
        """From the register's row."""
        return MemberOut(membership=one.pk, relation=one.relation, since=one.since, person=PersonOut.of(one.person))


class HouseholdOut(Schema):
    """A household as lists show it."""

    id: int
    number: str
    label: str
    territory: str
    address: str
    area: str
    type: str
    causes: list[str]
    opened_on: datetime.date
    closed_on: datetime.date | None
    version: int

    @staticmethod
    def of(household: Household) -> "HouseholdOut":
        """From the register's row."""
        return HouseholdOut(**{name: getattr(household, name) for name in HouseholdOut.model_fields})


class HouseholdFileOut(HouseholdOut):
    """A household with its members on a day."""

    day: datetime.date
    members: list[MemberOut]


class FactOut(Schema):
    """A fact as it stands."""

    id: int
    topic: str
    person_id: int | None
    household_id: int | None
    value: Any
    since: datetime.date
    until: datetime.date | None
    source: str
    vouched_by: str
    note: str
    recorded_at: datetime.datetime


class PageOut(Schema):
    """A page of a list; `next` is the id to ask `after` for the page behind it, none on the last."""

    items: list[Any]
    next: int | None
