"""Three territories with one of everything an address can name, and with people who moved from each to the next.

What belongs to a territory carries its surname, and what its office learns of people who came to it carries its marks:
a page that shows a mark to somebody who does not reach the territory shows too much. A new kind of thing gets a line in
`KINDS` and a plant.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from doudi.records.accounts.actions import appoint, engage_officer
from doudi.records.accounts.desk import Desk, system_desk
from doudi.records.accounts.powers import create_token, file_relative, grant_power
from doudi.records.accounts.staffing import arrange_cover
from doudi.records.cases.actions.applicants import CONSENT, NewApplicant, replace_applicant
from doudi.records.cases.actions.intake import ApplicationDraft, open_application
from doudi.records.cases.models import Application, Case
from doudi.records.evidence.actions import FactDraft, open_sensitive, record_fact
from doudi.records.evidence.documents import file_documents
from doudi.records.evidence.merging import merge_persons
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import merge_households, move_household, split_household
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.listing_filters import HouseholdFilters
from doudi.records.registry.listing_saved import keep_filter
from doudi.records.registry.models import DuplicatePair, Household, Person
from doudi.records.registry.queries import members_on
from doudi.records.rosters.exports import ExportDraft, start_export
from doudi.records.rosters.models import RosterImport
from doudi.records.standards.actions import enter_standard
from doudi.records.standards.drafts import StandardDraft
from doudi.records.standards.models import StandardPreview
from support.household_story import a_paper
from support.territories_cases import plant_case
from world import DAY, PASSWORD, World, couple_and_child, member

NOBODY = 99_999_999
NOWHERE = "341599999999"
BEGAN = datetime.date(2020, 1, 1)
SINCE = datetime.date(2025, 1, 1)
LEFT = datetime.date(2025, 2, 1)
# A past day on which whoever moved away still belonged here.
EARLIER = datetime.date(2024, 6, 1)
# Own town, the next town of the county, a town of another county: the surname, the village, the desk that plants.
PLACES = {
    "own": ("鲍", "341591001201", ""),
    "next": ("瞿", "341591002201", "@341591002"),
    "far": ("臧", "341592001201", "@341592001"),
}
# What an address segment stands for, by how the address begins.
KINDS = (
    ("rosters/", "roster"), ("standards/previews/", "preview"), ("standards/", "standard"), ("exports/", "export"),
    ("officers/posts/", "appointment"), ("officers/covers/", "cover"), ("officers/powers/", "grant"),
    ("officers/relatives/", "relative"), ("officers/tokens/", "token"), ("officers/", "officer"),
    ("households/", "household"), ("members/", "membership"), ("people/", "person"), ("kin/", "kin"),
    ("accounts/", "account"), ("benefits/", "benefit"), ("duplicates/", "pair"), ("merges/", "merge"),
    ("applications/", "application"), ("cases/", "case"), ("payments/", "benefit"), ("letters/", "letter"),
    ("notices/", "posting"), ("draws/", "draw"), ("inquiries/", "inquiry"), ("templates/", "template"),
    ("lists/", "filter"), ("citizen/notices/", "notice"), ("citizen/follow/letters/", "letter"),
)  # fmt: skip
# What a segment of this name stands for wherever it stands.
SEGMENTS = (
    "household", "evidence", "paper", "benefit", "person", "case", "application", "decision", "objection", "authorisation",
    "check", "draw", "inquiry", "posting", "letter",
)  # fmt: skip
# Notices of holidays hold everywhere: they are no territory's.
EVERYBODYS = ("standards/holidays/",)


@dataclass
class Planted:
    """One of everything in a territory. `marks` are texts that occur nowhere else.

    `around` are households somebody left for the territory `gone_to`, each with what is named by its address there now.
    """

    village: str
    surname: str
    marks: list[str]
    ids: dict[str, Any] = field(default_factory=dict)
    around: list[tuple[Household, dict[str, int]]] = field(default_factory=list)
    gone_to: str = ""


def plant_all(world: World) -> dict[str, Planted]:
    """The three territories, and people who moved from each to the one after it."""
    planted = {key: _plant(world, *told, sequence=101 + 40 * n) for n, (key, told) in enumerate(PLACES.items())}
    keys = [*PLACES]
    for n, key in enumerate(keys):
        following = keys[(n + 1) % len(keys)]
        here, there = (world.desks[f"township_acceptance{PLACES[one][2]}"] for one in (key, following))
        planted[key].gone_to = following
        _cross(here, planted[key], there, planted[following], 401 + 20 * n)
    return planted


def _plant(world: World, surname: str, village: str, at: str, *, sequence: int) -> Planted:
    """Everything an address can name, made by the actions of that territory's staff."""
    desk = world.desks[f"township_acceptance{at}"]
    household = couple_and_child(desk, village, sequence=sequence, surname=surname)
    members = members_on(household, DAY)
    marks = [f"{surname}{rest}" for rest in ("立国", "小满", "远山", "密语", "名册", "远亲", "代岗")]
    found = Planted(village, surname, marks)
    found.ids |= {"household": household.pk, "person": members[0].person_id, "membership": members[2].pk}
    found.ids |= _of_household(desk, household, members[0].person_id, surname, sequence)
    found.ids |= _twice(desk, village, surname)
    found.ids |= _of_office(world, desk, at, village, surname)
    found.ids |= plant_case(Case.objects.get(pk=found.ids["case"]), desk, _reviewer(world, at), f"{surname}密语")
    return found


def _reviewer(world: World, at: str) -> Desk:
    return world.desks[f"county_reviewer{'@341592' if at.startswith('@341592') else ''}"]


def _of_household(desk: Desk, household: Household, head: int, surname: str, sequence: int) -> dict[str, int]:
    (paper,) = file_documents(by=desk, household=household.pk, drafts=[a_paper("income_proof", title=f"{surname}密语")])
    fact = FactDraft("veteran", True, SINCE, "declared", note=f"{surname}密语", document=paper.pk)
    relative = PersonDraft(f"{surname}远山", born_on=datetime.date(2001, 1, 1), sex="male")
    account = AccountDraft(f"622848{sequence:012d}", "银行")
    benefit = BenefitDraft("dibao", 50000, SINCE)
    application = ApplicationDraft(head, [("temporary_urgent", None)], request=f"{surname}密语")
    applied = open_application(by=desk, household=household.pk, draft=application)
    take_over_benefit(by=desk, household=household.pk, draft=benefit)
    _another_is_to_apply(desk, applied, surname)
    return {
        "paper": paper.pk,
        "evidence": record_fact(by=desk, household=household.pk, person=head, draft=fact).pk,
        "kin": add_kin(by=desk, person=head, relation="child", relative=relative, obligor=True).pk,
        "account": open_account(by=desk, person=head, draft=account, since=SINCE).pk,
        "application": applied.pk,
        "case": applied.cases.get().pk,
    }


def _another_is_to_apply(desk: Desk, applied: Application, surname: str) -> None:
    """The second of the household is entered in the applicant's place, on a consent, and waits to be confirmed."""
    consent = a_paper(CONSENT, title=f"{surname}密语")
    (paper,) = file_documents(by=desk, household=applied.household_id, drafts=[consent])
    spouse = members_on(applied.household, DAY)[1].person_id
    new = NewApplicant(person=spouse, reason=f"{surname}密语：配偶申请", on=DAY, document=paper.pk)
    replace_applicant(by=desk, application=applied.pk, new=new)


def _twice(desk: Desk, village: str, surname: str) -> dict[str, int]:
    """The head twice more: a pair still open, of whom one is on tekun, and a merge."""
    for _time in range(2):
        again = PersonDraft(f"{surname}立国", born_on=datetime.date(1980, 5, 6), sex="male", no_id_reason="lost")
        alone = HouseholdDraft(village, (MemberDraft(again, "head"),), datetime.date(2024, 1, 1))
        register_household(by=desk, draft=alone)
    first, second, third = Person.objects.filter(name=f"{surname}立国").order_by("pk")
    merge = merge_persons(by=desk, kept=first.pk, absorbed=third.pk, reason=f"{surname}密语")
    pair = DuplicatePair.objects.get(one=first, other=second)
    home = second.memberships.get().household_id
    tekun = BenefitDraft("tekun", 90000, SINCE, person=second.pk, care_mode="home")
    paid = take_over_benefit(by=desk, household=home, draft=tekun)
    return {"merge": merge.pk, "pair": pair.pk, "absorbed": second.pk, "benefit": paid.pk}


def _of_office(world: World, desk: Desk, at: str, village: str, surname: str) -> dict[str, int]:
    secret = f"{surname}密语"
    assert desk.appointment_id is not None and desk.officer_id is not None
    roster = RosterImport.objects.create(
        title=f"{surname}名册", digest="0" * 64, territory=desk.territory, valid_on=SINCE, state="done",
        held_by_id=desk.appointment_id, started_by_id=desk.officer_id,
    )  # fmt: skip
    approver = world.desks[f"township_approver{at}"]
    reviewer = _reviewer(world, at)
    confirmer = world.desks[f"county_approver{'@341592' if at.startswith('@341592') else ''}"]
    entry = StandardDraft("orphan_home", village[:9], datetime.date(2025, 7, 1), "1500.00", secret)
    standard = enter_standard(by=reviewer, draft=entry, doubts_read=True)
    preview = StandardPreview.objects.create(
        entry=standard, valid_on=DAY, state="failed", message=secret, held_by_id=reviewer.appointment_id,
        asked_by_id=reviewer.officer_id,
    )  # fmt: skip
    system = system_desk(DAY, purpose="测试")
    deputy = engage_officer(by=system, login=f"deputy-{village}", name=f"{surname}代岗", password=PASSWORD)
    appoint(by=system, officer=deputy, post="village_assistant", territory=village, since=BEGAN)
    surveyor = world.desks[f"township_surveyor{at}"]
    assert surveyor.appointment_id is not None
    cover = arrange_cover(
        by=approver, appointment=surveyor.appointment_id, deputy=deputy, since=DAY,
        until=DAY + datetime.timedelta(days=5), reason=secret,
    )  # fmt: skip
    filters = HouseholdFilters()
    draft = ExportDraft("households", filters, ["number", "label"], reason=f"{secret}：核对")
    return {
        "roster": roster.pk,
        "officer": desk.officer_id,
        "appointment": desk.appointment_id,
        "token": create_token(
            by=desk, appointment=desk.appointment_id, label=secret, expires_on=DAY.replace(year=2027)
        )[0].pk,
        "relative": file_relative(
            by=approver, staff_name=f"{surname}远山", staff_role="村干部", territory=village, name=f"{surname}小满",
            relation="child", born_on=datetime.date(1999, 1, 1),
        ).pk,
        "grant": grant_power(by=confirmer, power="confirm_dibao", town=village[:9], since=DAY, notice=secret).pk,
        "standard": standard.pk,
        "preview": preview.pk,
        "cover": cover.pk,
        "export": start_export(by=desk, draft=draft, now=timezone.now()).pk,
        "filter": keep_filter(by=desk, page="households", name=secret, query=f"q={secret}").pk,
    }  # fmt: skip


def _cross(here: Desk, left: Planted, there: Desk, reached: Planted, sequence: int) -> None:
    """A wife and an obligor who moved from one territory to another, and the head of a household that was closed."""
    parted, fathers, closed, joined = (_a_family(here, left.village, sequence + 4 * n) for n in range(4))
    wife, (father, _mother, son) = members_on(parted, DAY)[1], members_on(fathers, DAY)
    add_kin(by=here, person=father.person_id, relation="child", relative=son.person_id, obligor=True)
    relations = {one.person_id: "other_relative" for one in members_on(closed, DAY)}
    head = members_on(closed, DAY)[0].person_id
    merge_households(
        by=here, into=joined.pk, household=closed.pk, relations=relations, on=datetime.date(2024, 9, 1), reason="并户"
    )
    for n, (household, whose) in enumerate(((parted, wife.person_id), (fathers, son.person_id), (joined, head))):
        gone = _moves(here, household, whose, there, reached, sequence + 4 * n)
        left.around.append((closed if household == joined else household, gone))


def _a_family(by: Desk, village: str, sequence: int) -> Household:
    """People of names that are nobody's mark."""
    members = (
        member("周某", "head", "1960-01-01", sequence),
        member("吴某", "spouse", "1962-01-01", sequence + 1),
        member("周子", "child", "1985-01-01", sequence + 2),
    )
    return register_household(by=by, draft=HouseholdDraft(village, members, BEGAN))


def _moves(
    here: Desk, household: Household, whose: int, there: Desk, reached: Planted, sequence: int
) -> dict[str, int]:
    """Somebody parts and moves to the other territory, where everything learnt of them carries its marks."""
    secret = f"{reached.surname}密语"
    new = split_household(by=here, household=household.pk, people={whose: "head"}, on=SINCE, reason="分户")
    move_household(by=here, household=new.pk, territory=reached.village, address="外地", on=LEFT, reason="迁")
    medical = {"kind": "medical", "amount": f"7{sequence}.31", "per": "month"}
    learnt = {"disability": {"kind": "visual", "grade": 1}, "absence": {"state": "prison"}, "spending": medical}
    for topic, value in learnt.items():
        draft = FactDraft(topic, value, EARLIER, "survey", vouched_by=secret, note=secret)
        evidence = record_fact(by=there, household=new.pk, person=whose, draft=draft).pk
    phone, card = f"139000{sequence:05d}", f"621700{sequence:012d}"
    correct_person(by=there, person=whose, changes={"phone": phone, "note": secret}, reason=secret)
    account = open_account(by=there, person=whose, draft=AccountDraft(card), since=EARLIER)
    kin = add_kin(by=there, person=whose, relation="sibling", relative=PersonDraft(f"{reached.surname}远亲"))
    reached.marks += [phone, card, f"{sequence}.31", Person.objects.get(pk=whose).phone_shown]
    return {
        "household": new.pk, "person": whose, "evidence": evidence, "account": account.pk, "kin": kin.pk,
        "membership": new.memberships.get().pk,
    }  # fmt: skip


def open_everything(by: Desk, planted: Planted) -> None:
    """The desk opens the sensitive facts of the households of a territory it reaches, where its post may."""
    if by.may("see_sensitive"):
        for household in (planted.ids["household"], *(one.pk for one, _gone in planted.around)):
            open_sensitive(by=by, household=household, reason="来访")
