"""People who may be one and the same: found on entry, kept as pairs until somebody decides.

The same ID number is never a pair: the register refuses the second. A pair is the same folded name and birth, a name
that sounds the same with the same birth, or the same name in one village where a birth is not known.
"""

from collections import Counter
from collections.abc import Sequence

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import DuplicatePair, Merge, Person
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording

COUNTED_SECONDS = 60
# A common name is borne by hundreds, of whom only those born on the very day are wanted: name and day go in pairs.
_ALIKE = """
SELECT p.id FROM registry_person p JOIN unnest(%s::text[], %s::date[]) AS t (name, day)
    ON p.name_key = t.name AND p.born_on = t.day
UNION SELECT p.id FROM registry_person p JOIN unnest(%s::text[], %s::date[]) AS t (sound, day)
    ON p.pinyin = t.sound AND p.born_on = t.day
UNION SELECT p.id FROM registry_person p WHERE p.name_key = ANY(%s::text[]) AND p.born_on IS NULL
UNION SELECT p.id FROM registry_person p WHERE p.name_key = ANY(%s::text[])
"""


def alike(people: Sequence[Person]) -> QuerySet[Person]:
    """Everybody of the register who could be one of the people, themselves too: one query, to be held against each."""
    born = [one for one in people if one.born_on]
    births = [one.born_on for one in born]
    told = [[one.name_key for one in born], births, [one.pinyin for one in born], births]
    told += [[one.name_key for one in people], [one.name_key for one in people if one.born_on is None]]
    found = Person.objects.filter(pk__in=RawSQL(_ALIKE, told), merged_into__isnull=True)
    # Nobody's sealed columns are fetched.
    return found.only("name_key", "pinyin", "born_on", "sex", "territory")


def note_duplicates(people: Sequence[Person]) -> list[DuplicatePair]:
    """Write a pair for each two that are alike, once; pairs already decided stay decided."""
    found = alike(people)
    by_name: dict[str, list[Person]] = {}
    by_sound: dict[tuple[str, object], list[Person]] = {}
    for one in found:
        by_name.setdefault(one.name_key, []).append(one)
        if one.born_on:
            by_sound.setdefault((one.pinyin, one.born_on), []).append(one)
    pairs: dict[tuple[int, int], str] = {}
    for person in people:
        for other in (*by_name.get(person.name_key, ()), *by_sound.get((person.pinyin, person.born_on), ())):
            why = why_alike(person, other)
            if why:
                pairs.setdefault((min(person.pk, other.pk), max(person.pk, other.pk)), why)
    rows = [DuplicatePair(one_id=one, other_id=other, why=why) for (one, other), why in pairs.items()]
    return DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True) if rows else []


def why_alike(one: Person, other: Person) -> str:
    """Why two could be the same person, or an empty text."""
    if one.pk == other.pk or (one.sex and other.sex and one.sex != other.sex):
        return ""
    same_name = one.name_key == other.name_key
    if one.born_on and other.born_on:
        if one.born_on != other.born_on:
            return ""
        return "name" if same_name else "sound" if one.pinyin == other.pinyin else ""
    return "unborn" if same_name and one.territory and one.territory == other.territory else ""


def open_pairs_within(by: Desk) -> QuerySet[DuplicatePair]:
    """The undecided pairs of which the desk reaches both people and neither was merged into another, latest first."""
    if not by.may("see_register"):
        return DuplicatePair.objects.none()
    both = by.within("one__territory") & by.within("other__territory")
    found = DuplicatePair.objects.filter(both, state="open")
    # A merge can be undone: then the question is there again.
    found = found.filter(one__merged_into__isnull=True, other__merged_into__isnull=True)
    return found.select_related("one", "other").order_by("-found_at", "-pk")


def count_open_pairs(by: Desk) -> int:
    """How many `open_pairs_within` finds, as it stood within the last minute: every first page tells it.

    For one town it takes as long to find them as for everybody, so they are counted for everybody, by where the two are.
    """
    if not by.may("see_register"):
        return 0
    places = cache.get_or_set("open_pairs", _places_of_open_pairs, COUNTED_SECONDS) or {}
    return sum(count for (one, other), count in places.items() if by.reaches(one) and by.reaches(other))


def _places_of_open_pairs() -> dict[tuple[str, str], int]:
    found = DuplicatePair.objects.filter(
        state="open", one__merged_into__isnull=True, other__merged_into__isnull=True
    ).order_by()
    return dict(Counter(found.values_list("one__territory", "other__territory")))


def open_pairs_of(by: Desk, person: int) -> QuerySet[DuplicatePair]:
    """The undecided pairs somebody is in of which the desk reaches both people."""
    return open_pairs_within(by).filter(Q(one=person) | Q(other=person))


def declare_different(*, by: Desk, pair: int, reason: str) -> DuplicatePair:
    """Say that two are different people, so that nobody is asked again; raises NotAllowed, Refused."""
    by.must("merge_persons")
    if not reason.strip():
        raise Refused({"reason": "请写明依据，如“两人证件号不同，已核对原件”"})
    with recording(by, reason=reason):
        found = open_pairs_within(by).select_for_update(of=("self",)).filter(pk=pair).first()
        if found is None:
            raise Refused("没有这对待处理的重复，或不在您的管辖范围内")
        found.state, found.reason = "different", reason.strip()
        found.decided_by_id, found.decided_at = by.officer_id, timezone.now()
        found.save()
    return found


def merges_within(by: Desk) -> QuerySet[Merge]:
    """The merges of people the desk reaches, latest first."""
    found = Merge.objects.filter(by.within("kept__territory")).select_related("kept", "absorbed", "merged_by")
    return found.order_by("-pk")
