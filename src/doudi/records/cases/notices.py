"""What stands in a public notice of a case: built from the list of what is allowed, and searched before it hangs."""

import datetime
from typing import Any

from doudi.documents.notices import Notice, NoticeLine, NoticeRefused, compose_notice
from doudi.documents.withheld import Withheld
from doudi.records.cases.models import Case, Decision, OfficeContact, Opinion
from doudi.records.evidence.models import Evidence
from doudi.records.registry.models import BankAccount, Household, Person
from doudi.records.registry.queries import members_on, obligors_of
from doudi.records.registry.refusals import Refused
from doudi.records.territory.queries import name_of, path_name
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.periods import completed_years

ADULT = 18


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
    """The content of a notice as it will hang: its values, and its lines of text for the board and for the web.

    Raises Refused where it may not be posted, where an office has no telephone for objections yet, or where the
    text would show anything of the household that it may not.
    """
    try:
        notice = _notice(case, kind, number, starts_on, ends_on, decision)
        composed = compose_notice(notice, [withheld_of(case, starts_on)])
    except NoticeRefused as why:
        raise Refused(str(why)) from None
    line = notice.lines[0]
    return {
        "kind": kind,
        "title": notice.title,
        "number": number,
        "programme": case.programme,
        "procedure": line.procedure,
        "village": line.village,
        "applicant": line.name_shown("board"),
        "persons": line.persons,
        "category": line.category,
        "amount": line.amount,
        "office": notice.office,
        "phones": list(notice.phones),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "board": list(composed.board),
        "web": list(composed.web),
        "remarks": list(composed.remarks),
    }


def _notice(
    case: Case, kind: str, number: str, starts_on: datetime.date, ends_on: datetime.date, decision: Decision | None
) -> Notice:
    shows_amount = kind in ("result", "late") and decision is not None
    who = applicant_of(case)
    line = NoticeLine(
        procedure="tekun" if case.procedure == "tekun_exit" and kind not in ("exit", "exit_again") else case.procedure,
        village=path_name(case.territory),
        applicant=who.name,
        persons=_how_many(case, starts_on, decision),
        case_number=case.number,
        shielded=is_minor(who, starts_on),
        category=decision.dibao_class if shows_amount and decision is not None else "",
        amount=_amount_of(decision) if shows_amount and decision is not None else None,
    )
    office = case.territory[:6] if kind in ("exit", "exit_again") else case.territory[:9]
    return Notice(
        kind=kind,
        number=number,
        office=name_of(office),
        phones=_phones(case.territory),
        starts_on=starts_on,
        ends_on=ends_on,
        lines=(line,),
    )


def _amount_of(decision: Decision) -> int | None:
    """What a notice tells of money, in fen; of a status, and of help in goods alone, nothing."""
    return (decision.once if decision.once is not None else decision.monthly) or None


def applicant_of(case: Case) -> Person:
    """Whose name stands on a notice or letter: the person of a person's programme, else the applicant, else the head."""
    if case.person is not None:
        return case.person
    if case.application is not None:
        return case.application.applicant
    return members_on(case.household, case.opened_on)[0].person


def is_minor(person: Person, day: datetime.date) -> bool:
    """Whether somebody is known to be under age on a day."""
    return person.born_on is not None and person.born_on <= day and completed_years(person.born_on, day) < ADULT


def _how_many(case: Case, day: datetime.date, decision: Decision | None) -> int:
    if case.person_id is not None:
        return 1
    return len(decision.people) if decision is not None and decision.people else len(members_on(case.household, day))


def _phones(village: str) -> tuple[str, ...]:
    """The telephones of township and county; raises Refused naming the office that has none on record."""
    codes = (village[:9], village[:6])
    known = {one.territory: one.phone for one in OfficeContact.objects.filter(territory__in=codes)}
    for code in codes:
        if code not in known:
            raise Refused(f"{name_of(code)}还没有登记受理异议的办公电话，请先在“办公电话”页登记")
    return tuple(dict.fromkeys(known[code] for code in codes))


def withheld_of(case: Case, day: datetime.date) -> Withheld:
    """Everything of the household that a notice may not show; read only to search for it."""
    household, who = case.household, applicant_of(case)
    members = [one.person for one in members_on(household, day)]
    kin = [one.relative for one in obligors_of([one.pk for one in members], day)]
    people = {one.pk: one for one in (*members, *kin)}
    others = tuple(one.name for one in people.values() if one.pk != who.pk and one.name != who.name)
    accounts = BankAccount.objects.filter(person__in=people, until__isnull=True)
    numbers = [*(one.number for one in accounts), *(one.citizen_id for one in people.values())]
    numbers += [one.phone for one in people.values()]
    return Withheld(
        names=others,
        numbers=tuple(one for one in numbers if one),
        addresses=tuple(one for one in (household.address,) if one),
        illnesses=_illnesses(household, list(people)),
    )


def _illnesses(household: Household, people: list[int]) -> tuple[str, ...]:
    kinds = load_list("disability_kind").by_identifier
    rows = Evidence.objects.filter(person__in=people, topic="disability", superseded_at__isnull=True)
    found = {str(row.value.get("kind")) for row in rows if isinstance(row.value, dict)}
    return tuple(sorted(f"{kinds[one].zh}残疾" for one in found if one in kinds and one != "none"))
