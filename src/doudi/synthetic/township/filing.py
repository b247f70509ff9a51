"""What lies in a household's file: whose account its money goes to, and the papers."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from doudi.synthetic.township.case import members_on
from doudi.synthetic.township.shapes import StoryAccount, StoryBenefit, StoryDocument, StoryHousehold, StoryPerson
from doudi.vocabulary.periods import completed_years

Card = Callable[..., StoryAccount]
_ADULT = 18


def with_accounts(household: StoryHousehold, card: Card, day: date) -> StoryHousehold:
    """Everybody who is paid has an account: the head for the household, a guardian's for a child.

    A tekun person in an institution has none, because the institution is paid.
    """
    paid = {one.person or "head" for one in household.benefits if one.care_mode != "institution"}
    members = tuple(_paid_into(one, household, card, day) if one.key in paid else one for one in household.members)
    return replace(household, members=members)


def _paid_into(person: StoryPerson, household: StoryHousehold, card: Card, day: date) -> StoryPerson:
    if person.accounts or not person.citizen_id:
        return person
    if completed_years(person.born, day) >= _ADULT:
        return replace(person, accounts=(card(household.opened_on),))
    guardian = next((one for one in household.members if completed_years(one.born, day) >= _ADULT), None)
    holder = guardian.name if guardian else "村委会代管"
    return replace(person, accounts=(card(household.opened_on, "guardian", holder),))


def papers_of(household: StoryHousehold, draw: random.Random, day: date) -> StoryHousehold:
    """The household with the papers its facts and benefits must have come from, oldest first."""
    papers = [*_usual_papers(household, draw), *_papers_of_facts(household)]
    for benefit in household.benefits:
        papers += _papers_of(benefit)
    told = sorted((one for one in papers if one.dated_on <= day), key=lambda one: (one.dated_on, one.kind))
    return replace(household, documents=tuple(told))


def _usual_papers(household: StoryHousehold, draw: random.Random) -> Iterator[StoryDocument]:
    pages = 2 + len(household.members)
    yield StoryDocument("household_register", "户口簿复印件", household.opened_on, pages=pages)
    if household.members[0].citizen_id:
        yield StoryDocument("identity_card", "户主身份证复印件", household.opened_on, "head", 2)
    if household.tells or draw.random() < 0.3:
        yield StoryDocument("photographs", "住房照片", household.opened_on + timedelta(days=3), pages=3)


def _papers_of_facts(household: StoryHousehold) -> Iterator[StoryDocument]:
    for person in members_on(household, household.opened_on):
        for fact in person.facts:
            if fact.topic == "disability" and fact.certificate:
                yield StoryDocument("disability_certificate", "残疾人证复印件", fact.since, person.key, 2)
            if fact.topic == "serious_illness" and fact.value:
                yield StoryDocument("medical_papers", "诊断证明和出院小结", fact.since, person.key, 4)
            if fact.topic == "unable" and fact.value:
                yield StoryDocument("self_care_assessment", "生活自理能力评估表", fact.recorded_on, person.key)


def _papers_of(benefit: StoryBenefit) -> Iterator[StoryDocument]:
    """The papers of the decision, made before the register was: application, visit, check, confirmation."""
    if benefit.programme not in ("dibao", "tekun", "dibao_single"):
        return
    asked = benefit.since - timedelta(days=47)
    yield StoryDocument("application", "救助申请书", asked, benefit.person, 2)
    yield StoryDocument("authorisation", "家庭经济状况核对授权书", asked, benefit.person)
    yield StoryDocument("home_visit", "入户调查表", asked + timedelta(days=6), benefit.person, 4)
    yield StoryDocument("core_report", "核对报告", asked + timedelta(days=11), benefit.person, 2)
    yield StoryDocument("confirmation_notice", "确认通知书", benefit.since - timedelta(days=8), benefit.person)
    if benefit.care_mode == "home":
        yield StoryDocument("care_agreement", "委托照料护理协议", benefit.since, benefit.person, 3)
