"""What of a row the register knows already: whether it would change anything of somebody registered."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from doudi.policy.programmes import BY_KEY
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import TOPICS
from doudi.records.registry.identity import ACCOUNT, phone_columns
from doudi.records.registry.models import BankAccount, Benefit, Person
from doudi.records.rosters.payments import in_payment
from doudi.records.sealing.ciphers import blind_index

if TYPE_CHECKING:
    from doudi.records.rosters.checking import Found


@dataclass
class Standing:
    """Somebody of the register a row speaks of, and what the row would change: names of columns, and facts."""

    person: int
    household: int
    outcome: str = "same"
    columns: list[str] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    account: bool = False


def standing_of(found: Sequence["Found"], on: datetime.date) -> None:
    """Fill in what each known row would change, and put that on its line: four queries for the whole chunk.

    `on` is the roster's day.
    """
    known = [(one, number, standing) for one in found for number, standing in one.known.items()]
    ids = [standing.person for _, _, standing in known]
    people = Person.objects.in_bulk(ids)
    facts: dict[tuple[int, str], list[Evidence]] = {}
    for row in Evidence.objects.filter(person__in=ids, superseded_at__isnull=True, until__isnull=True):
        facts.setdefault((row.person_id or 0, row.topic), []).append(row)
    accounts = dict(
        BankAccount.objects.filter(person__in=ids, until__isnull=True).values_list("person", "number_index")
    )
    homes = [standing.household for _, _, standing in known]
    paid = _paid(ids, homes, on)
    for one, number, standing in known:
        line = one.lines[number]
        standing.columns = _columns(line["person"], people[standing.person])
        standing.facts = [fact for fact in line["facts"] if not _stands(fact, facts, standing.person)]
        account = line["account"]
        index = blind_index(account["number"], ACCOUNT) if account else None
        standing.account = bool(account) and bytes(accounts.get(standing.person) or b"") != index
        new_benefit = bool(line["benefit"]) and _whose(line["benefit"]["programme"], standing) not in paid
        if standing.columns or standing.facts or standing.account or new_benefit:
            standing.outcome = "change"
        line["changes"] = {"columns": standing.columns, "facts": standing.facts, "account": standing.account}


def _paid(people: Sequence[int], homes: Sequence[int], on: datetime.date) -> set[tuple[str, int, bool]]:
    """What is in payment: the programme, whose, and whether that is a person."""
    rows = Benefit.objects.filter(in_payment(on), Q(household__in=homes) | Q(person__in=people))
    return {
        (programme, household, False) if person is None else (programme, person, True)
        for household, programme, person in rows.values_list("household", "programme", "person")
    }


def _whose(programme: str, standing: Standing) -> tuple[str, int, bool]:
    of_person = BY_KEY[programme].unit == "person"
    return programme, standing.person if of_person else standing.household, of_person


def _columns(told: dict[str, Any], person: Person) -> list[str]:
    """The columns a row says differently; what it leaves empty it does not change."""
    differing = [name for name in ("ethnic", "hukou") if told.get(name) and told[name] != getattr(person, name)]
    phone = told.get("phone")
    if phone and phone_columns(phone)["phone_index"] != bytes(person.phone_index or b""):
        differing.append("phone")
    if told["name"] != person.name:
        differing.append("name")
    return differing


def _stands(fact: dict[str, Any], facts: dict[tuple[int, str], list[Evidence]], person: int) -> bool:
    same = facts.get((person, fact["topic"]), [])
    if TOPICS[fact["topic"]].several:
        return any(row.value == fact["value"] for row in same)
    return bool(same) and same[-1].value == fact["value"]
