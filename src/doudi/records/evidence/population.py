"""The register's households as a population of the engine: the same case files, written in columns.

Every household goes through `case_of` and the engine's reader of case files, so that what a bulk run sees is what the
household's own answer rests on. The files hold numbers and codes alone: no name, no ID number, no address. A person has
a running number in them; whose it is stands only in `Written.people`, in memory.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.engine.casefile import CaseFacts, CaseRefused, facts_from_mapping
from doudi.policy.facts import CODES, FACTS
from doudi.records.accounts.desk import Desk, span_of
from doudi.records.accounts.queries import standing
from doudi.records.evidence.casefile import Known, case_of
from doudi.records.evidence.models import Evidence
from doudi.records.evidence.topics import OF_OBLIGORS
from doudi.records.registry.models import Benefit, Household, Kinship, Membership, Residence
from doudi.records.registry.queries import households_within
from doudi.synthetic.files import FILES, PopulationFiles, schema_of

# Households of one row group, and read from the database at once.
AT_ONCE = 1000
_PLACES = pa.dictionary(pa.int16(), pa.string())


@dataclass
class Written:
    """What was written: `people[n]` is the person with the number n + 1 in the files.

    `silent` counts the households of which nothing is recorded, `refused` names those whose facts contradict each
    other; neither are in the files.
    """

    households: int = 0
    people: list[int] = field(default_factory=list)
    silent: int = 0
    refused: list[int] = field(default_factory=list)


def write_population(
    *,
    by: Desk,
    place: str,
    day: datetime.date,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> Written:
    """Write the households that the desk reaches inside a place, as they stand on a day, as a population folder.

    Households of which nothing is recorded are left out and counted. `progress` is told households done and in all.
    Raises ValueError for a place that is no division code.
    """
    told = told_of(by, place, day)
    numbers = list(told.order_by("pk").values_list("pk", flat=True))
    written = Written(silent=_inhabited(by, place, day).count() - len(numbers))
    with PopulationFiles(folder) as files:
        for first in range(0, len(numbers), AT_ONCE):
            part = numbers[first : first + AT_ONCE]
            cases = list(_facts_of(written, known_of_many(part, day)))
            if cases:
                files.write(_tables(written, cases))
            if progress:
                progress(first + len(part), len(numbers))
    return written


def _inhabited(by: Desk, place: str, day: datetime.date) -> QuerySet[Household]:
    """The households inside a place in which somebody lives on the day."""
    low, high = span_of(place)
    lived_in = Membership.objects.filter(standing(day), household=OuterRef("pk"))
    return households_within(by).filter(Exists(lived_in), territory__gte=low, territory__lt=high)


def told_of(by: Desk, place: str, day: datetime.date) -> QuerySet[Household]:
    """Of these the households of which something is recorded that stands on the day."""
    stands = Evidence.objects.filter(standing(day), superseded_at__isnull=True)
    members = Membership.objects.filter(standing(day), household=OuterRef("pk"))
    of_member = members.filter(Exists(stands.filter(person=OuterRef("person"))))
    paid = Benefit.objects.filter(standing(day), household=OuterRef("pk"))
    return _inhabited(by, place, day).filter(
        Exists(stands.filter(household=OuterRef("pk"))) | Exists(of_member) | Exists(paid)
    )


def known_of_many(households: Sequence[int], day: datetime.date) -> Iterator[Known]:
    """What stands of many households on a day, as `known_of` says it of one, in order of number. Seven queries.

    People are called by their numbers: a name is neither read nor needed.
    """
    members = _members(households, day)
    kin = _obligors(members, day)
    evidence_of_household, evidence_of_person = _evidence(households, members, kin, day)
    residences = {one.household_id: one for one in Residence.objects.filter(standing(day), household__in=households)}
    benefits = _by_household(
        Benefit.objects.filter(standing(day), household__in=households).order_by("programme", "pk")
    )
    fields = ("number", "territory", "area")
    for household in Household.objects.filter(pk__in=households).only(*fields).order_by("pk"):
        belonging = members[household.pk]
        obligors = kin[household.pk]
        people = {one.person_id for one in belonging}
        rows = [*evidence_of_household[household.pk], *(row for one in people for row in evidence_of_person[one])]
        outside = {one.relative_id for one in obligors} - people
        rows += (row for one in outside for row in evidence_of_person[one] if row.topic in OF_OBLIGORS)
        yield Known(
            household=household,
            day=day,
            residence=residences.get(household.pk),
            members=belonging,
            obligors=obligors,
            benefits=benefits[household.pk],
            evidence=sorted(rows, key=lambda row: (row.since, row.pk)),
        )


def _members(households: Sequence[int], day: datetime.date) -> defaultdict[int, list[Membership]]:
    found = Membership.objects.filter(standing(day), household__in=households).select_related("person")
    columns = ("household", "person", "relation", "cohabits", "position", "person__sex", "person__born_on")
    ordered = sorted(found.only(*columns), key=lambda one: (one.relation != "head", one.position, one.pk))
    for one in ordered:
        one.person.name = f"p{one.person_id}"
    return _by_household(ordered)


def _obligors(members: defaultdict[int, list[Membership]], day: datetime.date) -> defaultdict[int, list[Kinship]]:
    """The obligors of each household's members who are not among them."""
    home = {one.person_id: one.household_id for belonging in members.values() for one in belonging}
    stand = (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gt=day))
    found = Kinship.objects.filter(stand, person__in=list(home), obligor=True).select_related("relative")
    kin: defaultdict[int, list[Kinship]] = defaultdict(list)
    for one in found.only("person", "relative", "relation", "relative__born_on").order_by("pk"):
        if home.get(one.relative_id) != home[one.person_id]:
            kin[home[one.person_id]].append(one)
    return kin


class _Fact(NamedTuple):
    """What a case file needs of a fact. Half a million rows of a county are too many for whole objects."""

    pk: int
    household_id: int | None
    person_id: int | None
    topic: str
    value: Any
    since: datetime.date


def _evidence(
    households: Sequence[int],
    members: defaultdict[int, list[Membership]],
    kin: defaultdict[int, list[Kinship]],
    day: datetime.date,
) -> tuple[defaultdict[int, list[_Fact]], defaultdict[int, list[_Fact]]]:
    """The facts that stand, by household and by person; certificates stay sealed."""
    people = {one.person_id for belonging in members.values() for one in belonging}
    people |= {one.relative_id for obligors in kin.values() for one in obligors}
    stands = Evidence.objects.filter(standing(day), superseded_at__isnull=True)
    columns = ("pk", "household", "person", "topic", "value", "since")
    of_person: defaultdict[int, list[_Fact]] = defaultdict(list)
    for row in map(_Fact._make, stands.filter(person__in=people).values_list(*columns)):
        of_person[row.person_id or 0].append(row)
    of_households = stands.filter(household__in=households).values_list(*columns)
    return _by_household(map(_Fact._make, of_households)), of_person


def _by_household(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.household_id].append(row)
    return found


@dataclass(frozen=True)
class _Case:
    """One household as the engine reads it, with the days its ages are counted from."""

    household: int
    people: tuple[int, ...]
    facts: CaseFacts
    born: tuple[str | None, ...]
    absent_since: tuple[str | None, ...]


def _facts_of(written: Written, known: Iterable[Known]) -> Iterator[_Case]:
    for one in known:
        case = case_of(one)
        try:
            facts = facts_from_mapping(case)
        except CaseRefused:
            written.refused.append(one.household.pk)
            continue
        members = case["members"]
        yield _Case(
            one.household.pk,
            tuple(member.person_id for member in one.members),
            facts,
            tuple(member.get("born") for member in members),
            tuple(member.get("absent_since") for member in members),
        )


def _tables(written: Written, cases: Iterable[_Case]) -> dict[str, pa.Table]:
    """The five tables of one row group; people are numbered on from those written before."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FILES}
    for case in cases:
        written.households += 1
        keys = {"household_id": case.household}
        rows["households"].append({**keys, "place": case.facts.place, **case.facts.household})
        first = len(written.people) + 1
        written.people += case.people
        for index, facts in enumerate(case.facts.persons):
            days = {"born": _day(case.born[index]), "absent_since": _day(case.absent_since[index])}
            person = {**keys, "person_id": first + index, **facts, **days}
            for name in ("persons", "incomes", "spending"):
                rows[name].append(person)
        for of, facts in sorted(case.facts.obligors, key=lambda pair: pair[0]):
            rows["obligors"].append({**keys, "person_id": first + of, **facts})
    return {name: _table(name, rows[name]) for name in FILES}


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _table(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    schema = pa.schema([field.with_type(_PLACES) if field.name == "place" else field for field in schema_of(name)])
    return pa.Table.from_arrays([_column(field, [row[field.name] for row in rows]) for field in schema], schema=schema)


def _column(field: pa.Field, values: list[Any]) -> pa.Array:
    fact = FACTS.get(field.name)
    if field.name == "place":
        return pa.array(values, pa.string()).dictionary_encode().cast(_PLACES)
    if fact is not None and fact.kind == "code":
        index = {word: number for number, word in enumerate(CODES[fact.codes or ""])}
        values = [None if value is None else index[value] for value in values]
    return pa.array(values, field.type)
