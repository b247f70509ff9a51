"""People, households and evidence."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Header, Query, Router, Status

from doudi.interfaces.api.desks import asks, desk_of
from doudi.interfaces.api.repeating import writes
from doudi.interfaces.api.shapes import (
    CorrectionIn,
    FactIn,
    FactOut,
    HouseholdFileOut,
    HouseholdIn,
    HouseholdOut,
    MemberOut,
    PageOut,
    PersonOut,
)
from doudi.records.evidence.actions import FactDraft, correct_fact, record_fact
from doudi.records.evidence.page import known_to
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household
from doudi.records.registry.queries import household_within, households_within, members_told, people_within
from doudi.records.registry.refusals import Refused
from doudi.records.trail.access import log_access

router = Router(tags=["register"])
PAGE = 100


@router.get("/households", response=PageOut)
@asks("see_register")
def list_households(request: HttpRequest, after: int = 0, territory: str = "", label: str = "") -> Any:
    """Households of the token's territory, by id; `label` is the head's name or how it begins."""
    found = households_within(desk_of(request)).filter(pk__gt=after)
    if territory:
        found = found.filter(territory=territory)
    if label:
        found = found.filter(label__startswith=label)
    return _page([HouseholdOut.of(one) for one in found.order_by("pk")[: PAGE + 1]])


@router.post("/households", response={201: HouseholdOut})
@asks("register")
@writes
def create_household(request: HttpRequest, body: HouseholdIn) -> Any:
    """Register a household with its members, whole or not at all."""
    members = tuple(
        MemberDraft(PersonDraft(**one.person.dict()), one.relation, cohabits=one.cohabits) for one in body.members
    )
    draft = HouseholdDraft(**{**body.dict(), "members": members, "causes": tuple(body.causes)})
    return Status(201, HouseholdOut.of(register_household(by=desk_of(request), draft=draft, reason="接口登记")))


@router.get("/households/{household}", response=HouseholdFileOut)
@asks("see_register")
def get_household(request: HttpRequest, household: int, on: datetime.date | None = None) -> Any:
    """A household with its members on a day, today unless said."""
    found, day = _household(request, household), on or desk_of(request).day
    members = [MemberOut.of(one) for one in members_told(desk_of(request), found, day)]
    return HouseholdFileOut(**HouseholdOut.of(found).dict(), day=day, members=members)


@router.get("/persons", response=PageOut)
@asks("see_register")
def list_persons(request: HttpRequest, after: int = 0, name: str = Query("")) -> Any:
    """People of the token's territory, by id; `name` is how the name begins."""
    found = people_within(desk_of(request)).filter(pk__gt=after, name__startswith=name)
    return _page([PersonOut.of(one) for one in found.order_by("pk")[: PAGE + 1]])


@router.get("/persons/{person}", response=PersonOut)
@asks("see_register")
def get_person(request: HttpRequest, person: int) -> Any:
    """One person."""
    found = people_within(desk_of(request)).filter(pk=person).first()
    if found is None:
        raise Http404
    return PersonOut.of(found)


@router.get("/households/{household}/evidence", response=list[FactOut])
@asks("see_sensitive")
def list_evidence(
    request: HttpRequest, household: int, on: datetime.date | None = None, x_reason: str = Header("")
) -> Any:
    """The facts that stand on a day and that the post may see. Needs the header X-Reason, which is logged with what was shown."""
    by, found = desk_of(request), _household(request, household)
    if len(x_reason.strip()) < 2:
        raise Refused({"X-Reason": "请在请求头 X-Reason 中写明查看原因或案件编号（URL 编码的文字）"})
    rows = known_to(by, found, on or by.day).evidence
    facts = [row.topic for row in rows if TOPICS[row.topic].sensitive]
    log_access(by, kind="export", facts=facts, household=found.pk, reason=x_reason.strip(), count=len(rows))
    return [FactOut.from_orm(row) for row in rows]


@router.post("/households/{household}/evidence", response={201: FactOut})
@asks("record_facts", "verify_facts")
@writes
def create_evidence(request: HttpRequest, household: int, body: FactIn) -> Any:
    """Enter a fact."""
    given = body.dict(exclude={"person", "version"})
    draft = FactDraft(**given)
    row = record_fact(by=desk_of(request), household=household, person=body.person, draft=draft, version=body.version)
    row.refresh_from_db()
    return Status(201, FactOut.from_orm(row))


@router.post("/households/{household}/evidence/{evidence}/correction", response={201: FactOut})
@asks("record_facts", "verify_facts")
@writes
def correct_evidence(request: HttpRequest, household: int, evidence: int, body: CorrectionIn) -> Any:
    """Correct a fact; what stood before is kept."""
    changes = body.dict(exclude={"reason", "version"}, exclude_unset=True)
    row = correct_fact(
        by=desk_of(request),
        evidence=evidence,
        household=household,
        changes=changes,
        reason=body.reason,
        version=body.version,
    )
    row.refresh_from_db()
    return Status(201, FactOut.from_orm(row))


def _household(request: HttpRequest, pk: int) -> Household:
    found = household_within(desk_of(request), pk)
    if found is None:
        raise Http404
    return found


def _page(items: list[Any]) -> PageOut:
    more = len(items) > PAGE
    return PageOut(items=items[:PAGE], next=items[PAGE - 1].id if more else None)
