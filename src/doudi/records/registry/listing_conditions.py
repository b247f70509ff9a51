"""What lists are narrowed by: each condition gives the ids of the households, or of the people, it holds of.

A condition is a query of its own, which the database starts from whichever side is smaller. The evidence stands above
the register: it is reached here by the name of its relation alone.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual

from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import EVERY_TOPIC
from doudi.records.accounts.queries import standing
from doudi.records.registry.models import Benefit, Membership, Person, RelativeMatch
from doudi.records.registry.search_people import pairs_of
from doudi.records.registry.search_terms import name_wanted, numbers_wanted
from doudi.records.statements import prepared
from doudi.vocabulary.codes import load_list

Ids = QuerySet[Any, Any]

# What an officer should look at, as lists and results say it, with the tone of its badge.
MARKS: dict[str, tuple[str, str, str]] = {
    "dead_paid": ("死亡后仍在发", "paid after a death", "danger"),
    "gone_paid": ("离户后仍在发", "paid after leaving", "danger"),
    "dead": ("已死亡", "died", "secondary"),
    "no_id": ("有成员无证件号", "a member without ID", "warning"),
    "temporary": ("临时编号", "temporary number", "warning"),
    "unverified": ("证件号未核实", "ID not verified", "warning"),
    "relative": ("疑似备案近亲属", "filed near relative", "info"),
}

# Age groups by completed years, the upper bound not included.
AGES: dict[str, tuple[str, str, int, int | None]] = {
    "0-15": ("0–15岁", "0–15", 0, 16),
    "16-59": ("16–59岁", "16–59", 16, 60),
    "60-79": ("60–79岁", "60–79", 60, 80),
    "80-": ("80岁以上", "80 and over", 80, None),
}
GRADES: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "1": ("一级", "grade 1", (1,)),
    "2": ("二级", "grade 2", (2,)),
    "3": ("三级", "grade 3", (3,)),
    "4": ("四级", "grade 4", (4,)),
    "1-2": ("重度（一、二级）", "severe (1, 2)", (1, 2)),
}


def a_member(people: Q) -> Exists:
    """That the household has a member today of whom a condition on `person__…` holds."""
    return Exists(Membership.objects.filter(people, household=OuterRef("pk"), until__isnull=True))


def labelled(text: str) -> Q:
    """That the head's name holds the text or its pinyin begins so, or that the text is the household's number."""
    if number := numbers_wanted(text).household:
        return Q(number=number)
    wanted = name_wanted(text)
    if wanted is None:
        return Q(pk__in=())
    found = Q(label__contains=wanted.text)
    return found | Q(label_pinyin__startswith=wanted.spelled) if wanted.spelled else found


def named(text: str) -> Q:
    """That somebody's name holds the text, is the same folded, or is spelled or abbreviated so.

    Every part of the condition has an index, so that the rarest one decides what it costs.
    """
    wanted = name_wanted(text)
    if wanted is None:
        number = numbers_wanted(text).temporary
        return Q(temporary_number=number) if number else Q(pk__in=())
    found = Q(name__startswith=wanted.text) | Q(name_key=wanted.key)
    if wanted.spelled:
        found |= Q(pinyin__startswith=wanted.spelled) | Q(initials=wanted.spelled)
    if not wanted.is_one_character:
        found |= Q(grams__contains=pairs_of(wanted.text), name__contains=wanted.text)
    return found


def of_age(group: str, day: datetime.date, prefix: str = "") -> Q:
    """That somebody is of an age group on a day."""
    _, _, least, before = AGES[group]
    born = Q(**{f"{prefix}born_on__lte": years_before(day, least)})
    return born if before is None else born & Q(**{f"{prefix}born_on__gt": years_before(day, before)})


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The last day to be born on for being so many years old on a day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # On 29 February of a leap year, asked for a common one.
        return day.replace(year=day.year - years, day=28)


def disabled(kind: str, grade: str, day: datetime.date, prefix: str = "") -> Q:
    """That a disability of somebody is on record on a day; of a kind and of a grade where these are not empty."""
    wanted: dict[str, Any] = {"topic": "disability", "superseded_at__isnull": True, "since__lte": day}
    # That none is on record is evidence of the kind `none`. Each kind is named: a `not` over many rows would be asked of
    # every one of them by itself.
    wanted["kind__in"] = [kind] if kind else [code.identifier for code in load_list("disability_kind")]
    if grade:
        grades = GRADES[grade][2]
        wanted["value__grade__in"] = [*grades, *map(str, grades)]
    of = f"{prefix}evidence__"
    until = Q(**{f"{of}until__isnull": True}) | Q(**{f"{of}until__gt": day})
    return until & Q(**{f"{of}{name}": value for name, value in wanted.items()})


def paid_into(programme: str, day: datetime.date) -> Exists:
    """That a programme is paid into the household on a day, to all or to one of them; any where none is named."""
    return Exists(_paid(programme, day).filter(household=OuterRef("pk")))


def paid_to(programme: str, day: datetime.date) -> Exists:
    """That a programme is paid to somebody on a day: to them, or to the household they belong to today."""
    if BY_KEY[programme].unit == "person":
        return Exists(_paid(programme, day).filter(person=OuterRef("pk")))
    shared = _paid(programme, day).filter(household=OuterRef("household"))
    return Exists(Membership.objects.filter(Exists(shared), person=OuterRef("pk"), until__isnull=True))


def _paid(programme: str, day: datetime.date) -> QuerySet[Benefit]:
    found = Benefit.objects.filter(standing(day))
    return found.filter(programme=programme) if programme else found


def to_review(before: datetime.date, day: datetime.date) -> Exists:
    """That something paid into the household is to be reviewed before a day."""
    return Exists(_paid("", day).filter(household=OuterRef("pk"), next_review_on__lt=before))


def relatives_filed() -> QuerySet[RelativeMatch]:
    """The matches with near relatives of staff whose filing stands."""
    return RelativeMatch.objects.filter(relative__closed_on__isnull=True)


def still_paid_households(day: datetime.date) -> list[Ids]:
    """The households something is paid into on a day although it is meant for somebody dead: three ways to see it.

    The one it is paid to died; the household is closed; a member died while it was paid and nobody worked it out anew.
    """
    died = _paid("", day).filter(person__died_on__isnull=False).values("household")
    closed = _paid("", day).filter(household__closed_on__isnull=False).values("household")
    return [died, closed, _died_while_paid(day).values("household")]


def still_paid_people(day: datetime.date) -> list[Ids]:
    """The dead to whom, or for whom, something is paid on a day."""
    own = _paid("", day).filter(person__died_on__isnull=False).values("person")
    return [own, _died_while_paid(day).values("person")]


def paid_though_gone(day: datetime.date) -> QuerySet[Benefit]:
    """What is paid on a day to somebody living who does not belong any more to the household it is paid into."""
    still = Membership.objects.filter(household=OuterRef("household"), person=OuterRef("person"), until__isnull=True)
    return _paid("", day).filter(~Exists(still), person__isnull=False, person__died_on__isnull=True)


def _died_while_paid(day: datetime.date) -> QuerySet[Membership]:
    shared = _paid("", day).filter(person__isnull=True, household=OuterRef("household"), since__lt=OuterRef("until"))
    return Membership.objects.filter(Exists(shared), ended="death")


def any_of(ways: Sequence[Ids]) -> Ids:
    """The ids that one of several conditions gives."""
    first, *rest = ways
    return first.union(*rest) if rest else first


def marks_of_people(by: Desk, people: Iterable[int]) -> dict[int, list[str]]:
    """The marks of people, by id. One query."""
    # Without payments no day is asked for, and a prepared query takes no value it does not ask for.
    day = by.day if by.sees("receiving") else None
    return _collected(_marked_people(list(people), sees_relatives(by), day))


def marks_of_households(by: Desk, households: Iterable[int]) -> dict[int, list[str]]:
    """The marks of households, by id. One query."""
    day = by.day if by.sees("receiving") else None
    return _collected(_marked_households(list(households), sees_relatives(by), day))


@prepared
def _marked_people(ids: list[int], relatives: bool, paid_on: datetime.date | None) -> Ids:
    rows = [("unverified", Person.objects.filter(pk__any_of=ids, id_unverified=True).values("pk"))]
    if relatives:
        rows.append(("relative", relatives_filed().filter(person__any_of=ids).values("person")))
    if paid_on is not None:
        rows += [("dead_paid", way.filter(person__any_of=ids)) for way in still_paid_people(paid_on)]
        rows.append(("gone_paid", paid_though_gone(paid_on).filter(person__any_of=ids).values("person")))
    return _marked(rows)


@prepared
def _marked_households(ids: list[int], relatives: bool, paid_on: datetime.date | None) -> Ids:
    inside = {"household__any_of": ids, "until__isnull": True}
    rows = [("no_id", Membership.objects.filter(person__citizen_index__isnull=True, **inside).values("household"))]
    if relatives:
        matched = relatives_filed().values("person")
        rows.append(("relative", Membership.objects.filter(person__in=matched, **inside).values("household")))
    if paid_on is not None:
        rows += [("dead_paid", way.filter(household__any_of=ids)) for way in still_paid_households(paid_on)]
        rows.append(("gone_paid", paid_though_gone(paid_on).filter(household__any_of=ids).values("household")))
    return _marked(rows)


def sees_relatives(by: Desk) -> bool:
    """Whether the desk is told of near relatives of staff: only the posts that see a household whole are."""
    return by.may("see_register") and by.held.topics >= EVERY_TOPIC


_NUMBERED = tuple(MARKS)


def _marked(rows: Sequence[tuple[str, Ids]]) -> Ids:
    """Who has which mark, as its place among them: one statement."""
    return any_of([way.annotate(mark=Value(_NUMBERED.index(mark), IntegerField())) for mark, way in rows])


def _collected(rows: Iterable[dict[str, Any]]) -> dict[int, list[str]]:
    """The marks by id."""
    found: dict[int, list[str]] = {}
    for row in rows:
        (pk,) = (value for name, value in row.items() if name != "mark")
        found.setdefault(pk, []).append(_NUMBERED[row["mark"]])
    return found


def of_size(size: str) -> Case:
    """That so many belong to the household today; `6-` is six and more."""
    members = Membership.objects.filter(household=OuterRef("pk"), until__isnull=True).order_by()
    counted = Coalesce(Subquery(members.values("household").annotate(n=Count("pk")).values("n")), 0)
    holds = GreaterThanOrEqual(counted, 6) if size == "6-" else Exact(counted, int(size))
    # A planner takes one in two hundred to be equal to what it cannot foresee, and then works through all of them
    # before it shows one; of a case it expects every other.
    return Case(When(holds, then=Value(True)), default=Value(False), output_field=BooleanField())
