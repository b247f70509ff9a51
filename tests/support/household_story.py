"""The 何 family of 柳林村, invented: five people with a history, kin outside, facts of every kind, payments, papers.

The head earns a little and farms, his wife is disabled and ill, their son is back from prison and works, a grandson goes
to school, a baby has no number yet, the old father has died. A daughter lives elsewhere. Built only through actions.
"""

import datetime
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from doudi.documents.thumbnails import thumbnail
from doudi.records.accounts.desk import Desk
from doudi.records.evidence.actions import FactDraft, correct_fact, record_fact
from doudi.records.evidence.documents import PaperDraft, file_documents
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import add_member, move_household, record_death
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.actions.people import correct_person
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.queries import members_on
from world import DAY, LIULIN, SHIQIAO, member, person

OPENED = datetime.date(2024, 1, 8)
ACCOUNT = "6217000010012345678"


@dataclass
class Story:
    """The household, its people by name, and its facts by topic and name."""

    household: Household
    people: dict[str, Person]
    facts: dict[tuple[str, str], int] = field(default_factory=dict)


def the_he_family(by: Desk) -> Story:
    """The whole story, told by one township desk."""
    household = _registered(by)
    people = {one.person.name: one.person for one in members_on(household, OPENED)}
    _changes(by, household, people)
    story = Story(household, people)
    _facts(by, story)
    _payments(by, story)
    household.refresh_from_db()
    return story


def _registered(by: Desk) -> Household:
    members = (
        member("何德福", "head", "1938-03-12", 301),
        MemberDraft(person("何长根", "1962-05-06", 303, phone="13805641234"), "child"),
        member("许桂英", "other_relative", "1968-07-08", 304),
        member("何小军", "grandchild", "1990-09-10", 305),
        member("何安", "other_relative", "2016-11-12", 307),
    )
    draft = HouseholdDraft(
        SHIQIAO, members, OPENED, "东圩组7号", type="relief", causes=("disability", "no_labour"), story="例户"
    )
    return register_household(by=by, draft=draft)


def _changes(by: Desk, household: Household, people: dict[str, Person]) -> None:
    move_household(
        by=by,
        household=household.pk,
        territory=LIULIN,
        address="沿河组12号",
        on=datetime.date(2024, 9, 1),
        reason="搬迁",
    )
    relations = {"许桂英": "spouse", "何小军": "child", "何安": "grandchild"}
    record_death(
        by=by,
        person=people["何德福"].pk,
        died_on=datetime.date(2025, 6, 3),
        new_head=people["何长根"].pk,
        relations={people[name].pk: relation for name, relation in relations.items()},
    )
    baby = PersonDraft("何悦", sex="female", born_on=datetime.date(2026, 1, 20), no_id_reason="newborn")
    born = datetime.date(2026, 1, 20)
    draft = MemberDraft(baby, "grandchild", True, born, "birth")
    people["何悦"] = add_member(by=by, household=household.pk, draft=draft, on=born).person
    kin = add_kin(
        by=by,
        person=people["何长根"].pk,
        relation="child",
        relative=person("何小梅", "1988-02-03", 302),
        obligor=True,
        since=OPENED,
    )
    people["何小梅"] = kin.relative
    correct_person(by=by, person=people["许桂英"].pk, changes={"phone": "13905645678"}, reason="换了号码")


def _facts(by: Desk, story: Story) -> None:
    def fact(name: str, topic: str, value: Any, since: str = "2024-01-08", **rest: Any) -> int:
        draft = FactDraft(topic, value, datetime.date.fromisoformat(since), rest.pop("source", "survey"), **rest)
        whose = story.people[name].pk if name else None
        made = record_fact(by=by, household=story.household.pk, person=whose, draft=draft).pk
        story.facts[topic, name] = made
        return made

    paper = file_documents(by=by, household=story.household.pk, drafts=[a_paper("disability_certificate")])[0]
    wage = fact("何长根", "income", {"kind": "wage", "amount": "900", "per": "month"}, vouched_by="村委会 周某")
    fact("何长根", "income", {"kind": "business", "amount": "2400", "per": "year"})
    fact("何长根", "employment_cost", "120")
    fact("何长根", "labour", "partial")
    fact(
        "许桂英",
        "disability",
        {"kind": "physical", "grade": 2, "certified": True},
        certificate="34000000000042",
        document=paper.pk,
    )
    fact("许桂英", "labour", "partial")
    fact("何小军", "absence", {"state": "prison"}, "2024-02-01", source="department")
    fact("何小军", "absence", {"state": "none"}, "2025-08-01", source="department")
    fact("何小军", "labour", "full")
    fact("何小军", "school", "none")
    fact("何小军", "income", {"kind": "wage", "amount": "1400", "per": "month"}, "2025-10-01", source="declared")
    fact("何小军", "employment_cost", "200", "2025-10-01")
    fact("何安", "school", "compulsory")
    for name in ("许桂英", "何安", "何悦"):
        fact(name, "income", {"kind": "none"}, "2026-01-20")
    for name in ("何长根", "何小军", "何安", "何悦"):
        fact(name, "disability", {"kind": "none"}, "2026-01-20")
    fact("许桂英", "spending", {"kind": "medical", "amount": "3600", "per": "year"}, source="certificate")
    for name in ("何长根", "何小军", "何安", "何悦"):
        fact(name, "spending", {"kind": "none"}, "2026-01-20")
    fact("许桂英", "illness", True)
    for name in ("何长根", "何小军", "何安", "何悦"):
        fact(name, "illness", False, "2026-01-20")
    fact("", "household_income", {"kind": "none"})
    fact("", "household_spending", {"kind": "none"})
    fact("", "event", {"kind": "none"})
    fact("", "relapse_watch", False)
    for name, items in (("许桂英", ["dress", "bath"]), ("何安", []), ("何悦", [])):
        fact(name, "self_care", items, "2026-01-20")
        fact(name, "care_mode", "home", "2026-01-20")
    fact("", "financial_assets", "5200", source="core_check")
    for topic, value in (("homes", 1), ("vehicles", 0), ("businesses", 0)):
        fact("", topic, value, source="core_check")
    fact("", "housing", {"tenure": "owned", "safety": "C"})
    fact("何小梅", "obligor_income", "3100", source="letter")
    changes = {"value": {"kind": "wage", "amount": "980", "per": "month"}}
    corrected = correct_fact(
        by=by, evidence=wage, household=story.household.pk, changes=changes, reason="核对工资单，原数少记80元"
    )
    story.facts["income", "何长根"] = corrected.pk


def a_paper(kind: str, **rest: Any) -> PaperDraft:
    """A small picture as a paper."""
    into = io.BytesIO()
    Image.new("RGB", (320, 220), (188, 204, 220)).save(into, "PNG")
    return PaperDraft(into.getvalue(), "image/png", kind, thumbnail=thumbnail(into.getvalue(), "image/png"), **rest)


def _payments(by: Desk, story: Story) -> None:
    household = story.household.pk
    since = datetime.date(2024, 3, 1)
    review = DAY - datetime.timedelta(days=10)
    dibao = BenefitDraft("dibao", 86000, since, dibao_class="B", next_review_on=review, certificate="低保2024-017")
    take_over_benefit(by=by, household=household, draft=dibao)
    nursing = BenefitDraft("disability_nursing", 8000, since, person=story.people["许桂英"].pk)
    take_over_benefit(by=by, household=household, draft=nursing)
    account = AccountDraft(ACCOUNT, bank="金山农商行河东支行")
    open_account(by=by, person=story.people["何长根"].pk, draft=account, since=since)


def memberships_of(story: Story) -> list[Membership]:
    """The members of the day of the tests."""
    return members_on(story.household, DAY)


__all__ = ["ACCOUNT", "OPENED", "Story", "a_paper", "memberships_of", "the_he_family"]
