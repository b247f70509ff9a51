"""One row of every table that leaves lines in the audit trail, written directly, and a column of it that may change."""

import datetime
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from doudi.records.accounts.models import (
    ApiToken,
    Appointment,
    Cover,
    Grant,
    Officer,
    StaffRelative,
)
from doudi.records.evidence.models import Document, Evidence, Opening
from doudi.records.registry.models import (
    BankAccount,
    Benefit,
    DuplicatePair,
    Household,
    Kinship,
    Membership,
    Merge,
    Person,
    RelativeMatch,
    Residence,
    SavedFilter,
)
from doudi.records.rosters.models import ColumnMemory, ListExport, RosterImport
from doudi.records.standards.models import HolidayYear, StandardEntry, StandardPreview
from doudi.records.territory.models import Place
from support.one_of_each_case import EACH_OF_CASES

DAY = datetime.date(2026, 3, 2)
MOMENT = timezone.make_aware(datetime.datetime(2026, 3, 2, 9))
_made = iter(range(1, 10_000))


def officer() -> Officer:
    number = next(_made)
    return Officer.objects.create(login=f"x{number}", name=f"某{number}")


def appointment() -> Appointment:
    return Appointment.objects.create(officer=officer(), post="township_surveyor", territory="341591001", since=DAY)


def person() -> Person:
    number = next(_made)
    return Person.objects.create(
        name="沈某", name_key="沈某", pinyin="shenmou", initials="sm", grams=["沈"], citizen_id=f"一{number}"
    )


def household() -> Household:
    return Household.objects.create(number=f"N{next(_made)}", territory="341591001201", opened_on=DAY)


def relative() -> StaffRelative:
    return StaffRelative.objects.create(
        staff_name="周某", staff_role="支书", territory="341591001201", name="沈某", name_key="沈某", relation="child",
        filed_on=DAY,
    )  # fmt: skip


def entry() -> StandardEntry:
    place = f"3415{next(_made) % 90 + 10}"
    return StandardEntry.objects.create(
        parameter="dibao_standard", place=place, since=DAY, published="1", notice="文", entered_by=officer()
    )


def pair() -> DuplicatePair:
    return DuplicatePair.objects.create(one=person(), other=person(), why="name")


def place() -> Place:
    return Place.objects.create(code=f"341593{next(_made) % 900 + 100}", name="某镇", level="town", since=DAY)


# How a row of each table comes about, and a change it takes: (make, column, value).
EACH: dict[type[models.Model], tuple[Callable[[], models.Model], str, Any]] = {
    Place: (place, "note", "改"),
    Officer: (officer, "name", "改"),
    Appointment: (appointment, "note", "改"),
    Cover: (
        lambda: Cover.objects.create(
            appointment=appointment(), deputy=officer(), since=DAY, until=DAY + datetime.timedelta(days=1), reason="休"
        ),
        "reason",
        "改",
    ),
    Grant: (
        lambda: Grant.objects.create(
            power="confirm_dibao", county="341591", town="341591001", notice="文", since=DAY, granted_by=officer()
        ),
        "notice",
        "改",
    ),
    StaffRelative: (relative, "staff_role", "改"),
    ApiToken: (
        lambda: ApiToken.objects.create(
            appointment=appointment(), label="甲", digest=str(next(_made)), expires_on=DAY
        ),
        "label",
        "改",
    ),
    StandardEntry: (entry, "withdrawn_reason", None),
    StandardPreview: (
        lambda: StandardPreview.objects.create(
            entry=entry(), valid_on=DAY, held_by=appointment(), asked_by=officer()
        ),
        "message",
        "改",
    ),
    HolidayYear: (
        lambda: HolidayYear.objects.create(year=2027, days_off=[DAY], entered_by=officer()), "withdrawn_reason", "改",
    ),
    Person: (person, "note", "改"),
    Household: (household, "address", "改"),
    Residence: (
        lambda: Residence.objects.create(household=household(), territory="341591001201", since=DAY),
        "address",
        "改",
    ),
    Membership: (
        lambda: Membership.objects.create(
            household=household(), person=person(), relation="head", since=DAY, began="opened"
        ),
        "note",
        "改",
    ),
    Kinship: (
        lambda: Kinship.objects.create(person=person(), relative=person(), relation="sibling"),
        "note",
        "改",
    ),
    BankAccount: (
        lambda: BankAccount.objects.create(
            person=person(), number="1", number_shown="1", holder_kind="own", holder_name="沈某", since=DAY
        ),
        "bank",
        "改",
    ),
    Benefit: (
        lambda: Benefit.objects.create(household=household(), programme="dibao", monthly=1, since=DAY),
        "note",
        "改",
    ),
    Merge: (
        lambda: Merge.objects.create(kept=person(), absorbed=person(), moved=[], reason="同", merged_by=officer()),
        "undone_reason",
        "改",
    ),
    DuplicatePair: (pair, "reason", "改"),
    RelativeMatch: (
        lambda: RelativeMatch.objects.create(person=person(), relative=relative(), by="name"),
        "by",
        "id",
    ),
    SavedFilter: (
        lambda: SavedFilter.objects.create(officer=officer(), page="households", name="甲", query=""),
        "query",
        "改",
    ),
    Document: (
        lambda: Document.objects.create(
            household=household(), kind="other", title="甲", mime="image/png", size=1, digest="d", filed_by=officer()
        ),
        "withdrawn_reason",
        "改",
    ),
    Evidence: (
        lambda: Evidence.objects.create(
            household=household(), topic="has_farmland", value=True, since=DAY, source="survey"
        ),
        "superseded_reason",
        "改",
    ),
    Opening: (
        lambda: Opening.objects.create(
            household=household(), officer=officer(), post="x", reason="查", until=MOMENT
        ),
        "reason",
        "改",
    ),
    ColumnMemory: (
        lambda: ColumnMemory.objects.create(territory="341591001", headers_digest=str(next(_made)), mapping={}),
        "territory",
        "341591002",
    ),
    RosterImport: (
        lambda: RosterImport.objects.create(
            title="甲", digest="d", territory="341591001", valid_on=DAY, held_by=appointment(), started_by=officer()
        ),
        "title",
        "改",
    ),
    ListExport: (
        lambda: ListExport.objects.create(
            title="甲", query="", columns=[], reason="查", format="csv", territory="341591001", state="ready",
            made_by=officer(), expires_at=MOMENT,
        ),
        "title",
        "改",
    ),
    **EACH_OF_CASES,
}  # fmt: skip


def audited_models() -> list[type[models.Model]]:
    """Every model whose table has the trigger of the trail."""
    return [model for model in apps.get_models() if _has(model, "audit_insert")]


def audited_columns() -> dict[str, tuple[str, ...]]:
    """Every table that leaves lines in the trail, with its columns."""
    return {
        model._meta.db_table: tuple(field.column for field in model._meta.concrete_fields) for model in audited_models()
    }


def append_only_models() -> list[type[models.Model]]:
    """Every model whose rows stand for ever."""
    return [model for model in apps.get_models() if _has(model, "append_only")]


def is_never_deleted(model: type[models.Model]) -> bool:
    """Whether rows of a model may be closed but not taken away."""
    return _has(model, "never_deleted")


def _has(model: type[models.Model], trigger: str) -> bool:
    return any(one.name == trigger for one in getattr(model._meta, "triggers", ()))
