"""What stands in a public notice of a case: built from the list of what is allowed, and nothing else can get in."""

import datetime
from typing import Any

from doudi.records.cases.models import Case, Decision, OfficeContact, Opinion
from doudi.records.cases.programmes import ASKED
from doudi.records.cases.words import NOTICES
from doudi.records.registry.models import Household
from doudi.records.registry.queries import members_on
from doudi.records.territory.queries import name_of, path_name

# What a notice of a proposal says stays a proposal: amounts stand on results only (DB57 articles 19, 24).
_WITH_AMOUNT = ("result", "late")


def notice_of(
    case: Case,
    kind: str,
    number: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    *,
    opinion: Opinion | None = None,
    decision: Decision | None = None,
) -> dict[str, Any]:
    """The content of a notice: programme, village, the applicant's name, how many people, days, and whom to call.

    A result adds class and amount in fen. Nothing of any member but the applicant's name is read here.
    """
    content: dict[str, Any] = {
        "kind": kind,
        "title": NOTICES[kind][0],
        "number": number,
        "programme": case.programme,
        "programme_name": ASKED[case.programme].programme.zh,
        "village": path_name(case.territory),
        "name": _whose(case),
        "people": _how_many(case, starts_on, decision),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "contacts": _contacts(case.territory),
    }
    if kind in _WITH_AMOUNT and decision is not None:
        content |= {"monthly": decision.monthly, "once": decision.once, "class": decision.dibao_class}
    return content


def _whose(case: Case) -> str:
    """The applicant's name; of a person's programme that person's, of a household without an application its head's."""
    if case.person is not None:
        return case.person.name
    return case.application.applicant.name if case.application is not None else case.household.label


def _how_many(case: Case, day: datetime.date, decision: Decision | None) -> int:
    if case.person_id is not None:
        return 1
    return len(decision.people) if decision is not None and decision.people else len(_members(case.household, day))


def _members(household: Household, day: datetime.date) -> list[int]:
    return [one.person_id for one in members_on(household, day)]


def _contacts(village: str) -> list[dict[str, str]]:
    """The offices that take objections: township and county, with their own telephones."""
    codes = (village[:9], village[:6])
    known = {one.territory: one for one in OfficeContact.objects.filter(territory__in=codes)}
    return [{"office": name_of(code), "phone": known[code].phone if code in known else ""} for code in codes]
