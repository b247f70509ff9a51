"""The one search box: a name, a number of any kind, a place. What lies outside the desk's territory does not exist here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, TextField, Value

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import Benefit, Household, Person
from doudi.records.registry.queries import households_within, people_within
from doudi.records.registry.search_hits import Hit, hits_of
from doudi.records.registry.search_people import WAYS, found_by_name
from doudi.records.registry.search_terms import Numbers, is_secret, name_wanted, numbers_wanted, tidied
from doudi.records.territory.models import Place
from doudi.records.territory.queries import standing_on
from doudi.records.trail.access import log_access

PAGE = 50
MOST_PLACES = 12
MOST_BY_NUMBER = 200

# How somebody was found by a number, as the results call it.
BY_NUMBER: dict[str, tuple[str, str]] = {
    "citizen_id": ("证件号相同", "ID number"),
    "phone": ("电话相同", "telephone"),
    "account": ("银行账号相同", "bank account"),
    "certificate": ("证书编号相同", "certificate"),
    "temporary": ("临时编号相同", "temporary number"),
}


@dataclass(frozen=True)
class Results:
    """What was found, in groups. `people` is one page of the names; `notes` say why something was not looked up."""

    secret: bool
    by_number: list[Hit] = field(default_factory=list)
    people: list[Hit] = field(default_factory=list)
    count: int = 0
    more: bool = False
    number: int = 1
    households: list[Household] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.by_number or self.people or self.households or self.places)

    @property
    def has_next(self) -> bool:
        """Whether there are more people found by name than these pages have shown."""
        return self.number * PAGE < self.count


def find(by: Desk, text: str, *, page: int = 1) -> Results:
    """Everything in the desk's territory that the text may mean; raises NotAllowed without a duty to see the register.

    A text that may be a secret number is logged with what it was taken for and who was found, never with the number.
    """
    by.must("see_register")
    numbers = numbers_wanted(text)
    by_number = _by_number(by, numbers)
    secret = is_secret(text)
    if secret:
        _log(by, numbers, by_number)
    named, more = _by_name(by, text)
    page = max(1, min(page, -(-len(named) // PAGE) or 1))
    shown = dict(list(named.items())[(page - 1) * PAGE : page * PAGE])
    hits = {hit.person.pk: hit for hit in hits_of(by, {**shown, **by_number})}
    return Results(
        secret=secret,
        by_number=[hits[pk] for pk in by_number if pk in hits],
        people=[hits[pk] for pk in shown if pk in hits and pk not in by_number],
        count=len(named),
        more=more,
        number=page,
        households=_households(by, numbers),
        places=_places(by, text),
        notes=_notes(by, numbers),
    )


def _by_name(by: Desk, text: str) -> tuple[dict[int, tuple[str, str]], bool]:
    wanted = name_wanted(text)
    if wanted is None:
        return {}, False
    found, more = found_by_name(people_within(by), wanted)
    return {one.person: WAYS[one.way] for one in found}, more


def _by_number(by: Desk, numbers: Numbers) -> dict[int, tuple[str, str]]:
    """Who bears the number, as any kind of number it can be. One query."""
    ways = [
        way.annotate(how=Value(how, TextField())).values_list("pk", "how")[:MOST_BY_NUMBER]
        for how, way in _ways(by, people_within(by), numbers)
    ]
    if not ways:
        return {}
    first, *rest = ways
    rows: Iterable[tuple[int, str]] = first.union(*rest, all=True) if rest else first  # type: ignore[assignment]
    found: dict[int, tuple[str, str]] = {}
    for pk, how in sorted(rows, key=lambda row: (list(BY_NUMBER).index(row[1]), row[0])):
        found.setdefault(pk, BY_NUMBER[how])
    return found


def _ways(by: Desk, people: QuerySet[Person], numbers: Numbers) -> Iterable[tuple[str, QuerySet[Person]]]:
    if numbers.citizen:
        yield "citizen_id", people.filter(citizen_index=numbers.citizen)
    if numbers.phone:
        yield "phone", people.filter(phone_index=numbers.phone)
    if numbers.account and by.may("reveal_account"):
        yield "account", people.filter(accounts__number_index=numbers.account, accounts__until__isnull=True)
    if numbers.certificates:
        # The evidence stands above the register: it is reached by the name of its relation. A certificate tells what
        # somebody has, so that only those posts find by it that see such facts.
        seen = {"evidence__topic__in": sorted(by.held.topics), "evidence__superseded_at__isnull": True}
        yield "certificate", people.filter(evidence__certificate_index__in=numbers.certificates, **seen)
    if numbers.written and by.sees("receiving"):
        paid = Benefit.objects.filter(certificate__in=numbers.written).exclude(certificate="")
        yield "certificate", people.filter(pk__in=paid.filter(person__isnull=False).values("person"))
        head = Q(memberships__relation="head", memberships__until__isnull=True)
        of_household = paid.filter(person__isnull=True).values("household")
        yield "certificate", people.filter(head, memberships__household__in=of_household)
    if numbers.temporary:
        yield "temporary", people.filter(temporary_number=numbers.temporary)


def _households(by: Desk, numbers: Numbers) -> list[Household]:
    """The households of a number, or of the last digits of one in any town of the desk."""
    within = households_within(by)
    if numbers.household:
        return list(within.filter(number=numbers.household))
    if numbers.household_tail is None:
        return []
    towns = standing_on(by.day).filter(by.within("code"), level="town").values_list("code", flat=True)
    codes = {*towns, *(low[:9] for low, _ in by.spans if len(low) >= 9)}
    wanted = [f"{code}-{numbers.household_tail:06d}" for code in codes]
    return list(within.filter(number__in=wanted).order_by(F("closed_on").asc(nulls_first=True), "number")[:PAGE])


def _places(by: Desk, text: str) -> list[Place]:
    """The towns and villages of the desk's territory in whose names the text stands."""
    plain = tidied(text)
    if len(plain) < 2 or any(character.isdigit() for character in plain):
        return []
    found = standing_on(by.day).filter(by.within("code"), name__contains=plain, level__in=("town", "village"))
    return list(found.order_by("code")[:MOST_PLACES])


def _notes(by: Desk, numbers: Numbers) -> list[str]:
    notes = [f"未按证件号查找：{numbers.fault}"] if numbers.fault else []
    if numbers.account and not (numbers.citizen or numbers.phone) and not by.may("reveal_account"):
        notes.append(f"{by.held.zh}不按银行账号查找")
    return notes


def _log(by: Desk, numbers: Numbers, found: Iterable[int]) -> None:
    people = sorted(found)
    log_access(
        by,
        kind="search",
        facts=numbers.kinds or ["text"],
        person=people[0] if len(people) == 1 else None,
        count=len(people),
        listed=people,
    )
