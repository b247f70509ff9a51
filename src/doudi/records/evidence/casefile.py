"""The case file of a household on a day, from its evidence: exactly what the engine is asked, and what a decision keeps."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.queries import standing
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import OF_OBLIGORS
from doudi.records.evidence.values import household_keys, obligor_keys, person_keys
from doudi.records.registry.models import Benefit, Household, Kinship, Membership, Residence
from doudi.records.registry.queries import benefits_on, members_on, obligors_of, residence_on
from doudi.records.statements import prepared
from doudi.vocabulary.money import yuan
from doudi.vocabulary.periods import completed_years


@dataclass(frozen=True)
class Known:
    """Everything of a household that stands on a day, as known at a moment; `evidence` oldest first."""

    household: Household
    day: datetime.date
    residence: Residence | None
    members: Sequence[Membership]
    obligors: Sequence[Kinship]
    benefits: Sequence[Benefit]
    evidence: Sequence[Evidence]


def known_of(household: Household, day: datetime.date, as_known: datetime.datetime | None = None) -> Known:
    """What stands on a day; with `as_known` what was recorded by that moment, before any later correction. Five queries.

    Of obligors that is what the law asks of them and no more. What a desk may be told of it is `Reach`'s to say.
    """
    members = members_on(household, day)
    people = [one.person_id for one in members]
    obligors = obligors_of(people, day)
    return Known(
        household=household,
        day=day,
        residence=residence_on(household, day),
        members=members,
        obligors=obligors,
        benefits=benefits_on(household, day),
        evidence=_evidence(household.pk, people, [one.relative_id for one in obligors], day, as_known),
    )


@prepared
def _evidence(
    household: int, people: list[int], obligors: list[int], day: datetime.date, as_known: datetime.datetime | None
) -> QuerySet[Evidence]:
    of_obligors = Q(person__any_of=obligors, topic__in=OF_OBLIGORS)
    found = Evidence.objects.filter(
        Q(household=household) | Q(person__any_of=people) | of_obligors, standing(day), _as_known(as_known)
    )
    return found.select_related("document", "recorded_by").order_by("since", "pk")


def _as_known(moment: datetime.datetime | None) -> Q:
    if moment is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=moment) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment))


def case_of(known: Known) -> dict[str, Any]:
    """The mapping of the case file. Members are called by their names, numbered where two share one."""
    place = known.residence.territory if known.residence else known.household.territory
    area = known.residence.area if known.residence else known.household.area
    names = called([one.person.name for one in known.members])
    by_person, of_household = _by_topic(known.evidence)
    members = [
        _member(one, name, by_person.get(one.person_id, {})) for one, name in zip(known.members, names, strict=True)
    ]
    case: dict[str, Any] = {"case": known.household.number, "day": known.day.isoformat(), "place": place}
    if area:
        case["area"] = area
    told = household_keys(of_household)
    told["receiving"] = _receiving(known.benefits)
    obligors = _obligors(known, dict(zip((one.person_id for one in known.members), names, strict=True)), by_person)
    if obligors or (of_household.get("obligors_listed") or [None])[-1]:
        told["obligors"] = obligors
    return {**case, "members": members, "household": told}


def called(names: Iterable[str]) -> list[str]:
    """Each name, with a number behind it from the second that is the same on."""
    seen: dict[str, int] = defaultdict(int)
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return told


def _by_topic(rows: Iterable[Evidence]) -> tuple[dict[int, dict[str, list[Any]]], dict[str, list[Any]]]:
    by_person: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    of_household: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        topics = of_household if row.person_id is None else by_person[row.person_id]
        topics[row.topic].append(row.value)
    return by_person, of_household


def _member(membership: Membership, name: str, topics: dict[str, list[Any]]) -> dict[str, Any]:
    person = membership.person
    told: dict[str, Any] = {"id": name}
    if membership.relation:
        told["relation"] = membership.relation
    if person.sex:
        told["sex"] = person.sex
    if person.born_on:
        told["born"] = person.born_on.isoformat()
    if membership.cohabits is not None:
        told["cohabits"] = membership.cohabits
    for topic, values in topics.items():
        told |= person_keys(topic, values)
    return told


def _receiving(benefits: Sequence[Benefit]) -> dict[str, str]:
    """What is in payment by programme; the case file knows those of the contract and no others."""
    paid: dict[str, int] = defaultdict(int)
    for one in benefits:
        if BY_KEY[one.programme].in_contract:
            paid[one.programme] += one.monthly
    return {programme: yuan(fen) for programme, fen in sorted(paid.items())}


def _obligors(known: Known, names: dict[int, str], by_person: dict[int, dict[str, list[Any]]]) -> list[dict[str, Any]]:
    told = []
    for kin in known.obligors:
        one: dict[str, Any] = {"of": names[kin.person_id], "relation": kin.relation}
        if kin.relative.born_on:
            one["age"] = completed_years(kin.relative.born_on, known.day)
        for topic, values in by_person.get(kin.relative_id, {}).items():
            one |= obligor_keys(topic, values[-1])
        told.append(one)
    return told
