"""Families of the invented county of whom everything is known, entered through the register's actions."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from doudi.records.evidence.actions import FactDraft, record_facts
from doudi.records.registry.models import Household
from world import LIULIN, World, couple_and_child

KNOWN_SINCE = datetime.date(2026, 1, 1)
_OF_EVERYBODY: dict[str, Any] = {
    "spending": {"kind": "none"},
    "disability": {"kind": "none"},
    "illness": False,
    "self_care": [],
    "long_term_care": False,
}


def family_on(
    world: World,
    monthly: str | None,
    *,
    sequence: int = 101,
    surname: str = "沈",
    village: str = LIULIN,
    of_head: Mapping[str, Any] = MappingProxyType({}),
) -> Household:
    """A couple and a child of ten who live on a monthly wage in yuan; None leaves the wage unknown.

    `of_head` says otherwise of the head than of everybody, by topic.
    """
    clerk = world.desk("township_acceptance")
    household = couple_and_child(clerk, village, sequence=sequence, surname=surname)
    head, spouse, child = (one.person for one in household.memberships.order_by("position").select_related("person"))
    facts = [(person, topic, value) for topic, value in _OF_EVERYBODY.items() for person in (spouse, child)]
    facts += [(head, topic, value) for topic, value in {**_OF_EVERYBODY, **of_head}.items()]
    facts += [(person, "labour", "full") for person in (head, spouse)]
    facts += [(person, "income", {"kind": "none"}) for person in (spouse, child)]
    facts += [(child, "school", "compulsory"), (head, "employment_cost", "0.00")]
    facts += [(None, topic, {"kind": "none"}) for topic in ("household_income", "household_spending")]
    facts += [(None, "asset_finding", True)]
    if monthly is not None:
        facts.append((head, "income", {"kind": "wage", "amount": monthly, "per": "month"}))
    drafts = [(person, FactDraft(topic, value, KNOWN_SINCE, "survey")) for person, topic, value in facts]
    record_facts(by=clerk, household=household, drafts=drafts)
    return household
