"""Finding people by name, at the size of a county: each way of being alike is one look-up through one index.

The ways are asked in one statement and ranked by closeness. Each gives no more than `MOST` people, the first ones in
the order of its index, so that a family name borne by a hundred thousand costs no more than a rare one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, IntegerField, OrderBy, QuerySet, Value

from doudi.records.registry.identity import grams_of
from doudi.records.registry.models import Person
from doudi.records.registry.search_terms import Wanted

MOST = 200

# The ways a name can be found, closest first, as the results call them.
WAYS: tuple[tuple[str, str], ...] = (
    ("姓名相同", "same name"),
    ("姓名开头相同", "begins so"),
    ("姓名中含有", "in the name"),
    ("拼音相同", "pinyin"),
    ("拼音开头相同", "pinyin begins so"),
    ("拼音首字母相同", "initials"),
    ("拼音首字母开头相同", "initials begin so"),
    ("同音", "sounds the same"),
)
SAME, PREFIX, PART, PINYIN, PINYIN_PREFIX, INITIALS, INITIALS_PREFIX, SOUND = range(len(WAYS))


@dataclass(frozen=True)
class Found:
    """Somebody found by name: `way` is an index of WAYS."""

    person: int
    way: int


def found_by_name(people: QuerySet[Person], wanted: Wanted) -> tuple[list[Found], bool]:
    """Everybody like the name, closest first, and whether there are more than are told. One query."""
    rows = _asked_at_once([way[: MOST + 1] for way in _ways(people, wanted)])
    found: dict[int, tuple[int, str, str, int]] = {}
    for way, pinyin, name, person in sorted(rows):
        found.setdefault(person, (way, pinyin, name, person))
    most_of_one = max((sum(row[0] == way for row in rows) for way in range(len(WAYS))), default=0)
    ordered = sorted(found.values())
    return [Found(row[3], row[0]) for row in ordered[:MOST]], most_of_one > MOST or len(ordered) > MOST


def _asked_at_once(ways: Sequence[QuerySet[Person]]) -> list[tuple[int, str, str, int]]:
    first, *rest = ways
    return list(first.union(*rest, all=True) if rest else first)  # type: ignore[arg-type]


def _ways(people: QuerySet[Person], wanted: Wanted) -> Iterator[QuerySet[Person]]:
    """One query a way; the order of each is that of the index it goes by."""
    yield _as(SAME, people.filter(name_key=wanted.key))
    yield _as(PREFIX, people.filter(name__startswith=wanted.text).order_by(by_pattern("name")))
    if wanted.spelled:
        yield _as(PINYIN, people.filter(pinyin=wanted.spelled))
        yield _as(PINYIN_PREFIX, people.filter(pinyin__startswith=wanted.spelled).order_by(by_pattern("pinyin")))
    if wanted.is_one_character:
        return
    within = people.filter(grams__contains=pairs_of(wanted.text), name__contains=wanted.text)
    yield _as(PART, within.order_by("pinyin", "pk"))
    if wanted.spelled:
        yield _as(INITIALS, people.filter(initials=wanted.spelled))
        yield _as(INITIALS_PREFIX, people.filter(initials__startswith=wanted.spelled).order_by(by_pattern("initials")))
    if wanted.pinyin:
        yield _as(SOUND, people.filter(pinyin=wanted.pinyin))


def pairs_of(text: str) -> list[str]:
    """What the index of name parts is asked for a text: every two characters of it that stand together."""
    return [gram for gram in grams_of(text) if len(gram) == 2] or [text]


def _as(way: int, people: QuerySet[Person]) -> QuerySet[Person]:
    """The rows of a way: its rank and what ties are put in order by."""
    ranked = people.annotate(way=Value(way, IntegerField()))
    return ranked.values_list("way", "pinyin", "name", "pk")  # type: ignore[return-value]


def by_pattern(column: str) -> OrderBy:
    """In the order of an index with `text_pattern_ops`, whatever the order of the database: it stops at the limit."""
    order = OrderBy(F(column))
    # The remark is for Django, which wants to read a direction at the end.
    order.template = "%(expression)s USING ~<~ /* ASC */"
    return order
