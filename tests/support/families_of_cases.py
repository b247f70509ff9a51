"""Households of the invented county that each qualify for another programme, everything about them known."""

import datetime
from collections.abc import Iterable
from typing import Any

from doudi.records.evidence.actions import FactDraft, record_facts
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.models import Household, Person
from doudi.records.registry.queries import members_on
from doudi.records.standards.actions import check_standard, enter_standard
from doudi.records.standards.drafts import StandardDraft
from support.families_registered import KNOWN_SINCE, family_on
from world import COUNTY, DAY, LIULIN, World, member

OPENED = datetime.date(2024, 1, 1)
NONE = {"kind": "none"}
_OF_EVERYBODY: dict[str, Any] = {
    "spending": NONE, "disability": NONE, "illness": False, "self_care": [], "long_term_care": False, "income": NONE,
    "employment_cost": "0.00", "school": "none",
}  # fmt: skip
_OF_HOUSEHOLD: dict[str, Any] = {
    "household_income": NONE, "household_spending": NONE, "asset_finding": True, "obligors_listed": True,
}  # fmt: skip


# What the county pays, invented: (parameter, the figure of its notice).
STANDARDS = (
    ("tekun_care_home_self", "120.00"), ("tekun_care_home_half", "386.00"), ("tekun_care_home_full", "760.00"),
    ("tekun_care_institution_self", "220.00"), ("orphan_home", "1320.00"), ("disability_living_severe", "100.00"),
    ("disability_nursing", "100.00"), ("disability_living_other", "80.00"), ("temporary_medical_min", "1"), ("temporary_medical_max", "8"), ("temporary_urgent_min", "1"), ("temporary_urgent_max", "6"),
    ("rigid_spending_percent", "30"), ("disposable_income", "36000.00"),
)  # fmt: skip


def standards_entered(world: World) -> None:
    """The county's standards that no published list has, entered by one and checked by another."""
    for parameter, figure in STANDARDS:
        draft = StandardDraft(parameter, COUNTY, KNOWN_SINCE, figure, "金民〔2026〕1号")
        entry = enter_standard(by=world.desk("county_reviewer"), draft=draft, doubts_read=True)
        check_standard(by=world.desk("county_approver"), entry=entry.pk, doubts_read=True)


def household_of(
    world: World, *members: MemberDraft, told: Iterable[tuple[int | None, str, Any]] = (), village: str = LIULIN
) -> Household:
    """A household of these members with nothing unusual but what is told, by the member's place and topic."""
    clerk = world.desk("township_acceptance")
    household = register_household(by=clerk, draft=HouseholdDraft(village, members, OPENED, address="四组"))
    people: dict[int | None, Person | None] = {at: one.person for at, one in enumerate(members_on(household, DAY))}
    facts = {(at, topic): value for at in people for topic, value in _OF_EVERYBODY.items()}
    facts |= {(None, topic): value for topic, value in _OF_HOUSEHOLD.items()}
    facts |= {(at, topic): value for at, topic, value in told}
    drafts = [(people.get(at), FactDraft(topic, value, KNOWN_SINCE, "survey")) for (at, topic), value in facts.items()]
    record_facts(by=clerk, household=household, drafts=drafts)
    return household


def elder(world: World, *, sequence: int = 501, name: str = "孟大海") -> Household:
    """An old man alone without kin, who cannot walk or bathe: tekun."""
    pension = {"kind": "basic_pension", "amount": "123", "per": "month"}
    told = [(0, "income", pension), (0, "self_care", ["walk", "bath"]), (0, "care_mode", "home")]
    return household_of(world, member(name, "head", "1950-03-04", sequence), told=told)


def child_alone(world: World, *, sequence: int = 521, orphan: bool = False) -> Household:
    """A grandmother and a boy whose parents are dead, or one in prison and one not heard of."""
    dead = {"state": "dead"}
    parents = {"father": {"state": "prison", "months": 36}, "mother": {"state": "lost_contact", "months": 8}}
    told: list[tuple[int | None, str, Any]] = [
        (1, "parents", {"father": dead, "mother": dead} if orphan else parents), (1, "school", "compulsory"),
    ]  # fmt: skip
    return household_of(
        world,
        member("孔凤英", "head", "1954-03-04", sequence + 1),
        member("孔小舟", "grandchild", "2015-09-10", sequence),
        told=told,
    )


def severe_grown_child(world: World, *, sequence: int = 561) -> Household:
    """A near-dibao couple with a severely disabled grown son: dibao for him alone."""
    severe = {"kind": "physical", "grade": 1, "certified": True}
    wage = {"kind": "wage", "amount": "2700", "per": "month"}
    told = [
        (0, "income", wage), (0, "labour", "full"), (1, "labour", "full"),
        (2, "disability", severe), (2, "labour", "none"), (2, "dependent", True), (2, "long_term_care", True),
        (2, "self_care", ["walk"]),
    ]  # fmt: skip
    return household_of(
        world,
        member("陶有田", "head", "1970-03-04", sequence),
        member("罗秀英", "spouse", "1972-03-04", sequence + 1),
        member("陶平安", "child", "1998-03-04", sequence + 2),
        told=told,
    )


def near_dibao(world: World, *, sequence: int = 581) -> Household:
    """A family somewhat over the standard of dibao."""
    return family_on(world, "2700", sequence=sequence, surname="于")


def burdened(world: World, *, sequence: int = 601) -> Household:
    """A family over the line of near-dibao whom an illness costs more than they earn."""
    medical = {"kind": "medical", "amount": "30000", "per": "year"}
    return family_on(world, "6000", sequence=sequence, surname="申", of_head={"spending": medical})


def burned(world: World, *, sequence: int = 621) -> Household:
    """A family whose house has burned."""
    return _after(world, sequence, {"kind": "fire", "day": "2026-02-28", "urgent": True, "loss": "8000"})


def sick(world: World, *, sequence: int = 641) -> Household:
    """A family that has paid for an illness."""
    return _after(world, sequence, {"kind": "illness", "day": "2026-01-20", "self_paid": "26000"})


def _after(world: World, sequence: int, event: dict[str, Any]) -> Household:
    household = family_on(world, "2700", sequence=sequence, surname="霍")
    clerk = world.desk("township_acceptance")
    record_facts(by=clerk, household=household, drafts=[(None, FactDraft("event", event, DAY, "survey"))])
    return household
