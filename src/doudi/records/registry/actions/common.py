"""What the register's actions share: locking a household, its label, how deaths and spans are checked."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import F, Q

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.reach import people_in_hand
from doudi.records.registry.refusals import AlreadyRegistered, Refused, Stale
from doudi.records.trail.access import log_access
from doudi.records.trail.recording import recording


@contextmanager
def writing(by: Desk, *, reason: str) -> Iterator[None]:
    """The transaction of an action that may meet an ID number of another office; that it was met is logged either way.

    The line is written after the transaction was rolled back, or it would go with it.
    """
    try:
        with recording(by, reason=reason):
            yield
    except Refused as why:
        for known in {id(one): one for one in (why, *why.members.values())}.values():
            if isinstance(known, AlreadyRegistered) and known.elsewhere is not None:
                told = "登记时证件号已存在于其他单位"
                log_access(by, kind="search", facts=["citizen_id"], person=known.elsewhere, reason=told)
        raise


def lock_household(by: Desk, household: int, *, duty: str, version: int | None = None) -> Household:
    """The household, locked and marked as changed; refused outside the desk's duties, territory or an older state.

    Raises NotAllowed, Refused for one that does not exist, and Stale where `version` is not the state of today.
    """
    by.must(duty)
    found = Household.objects.select_for_update().filter(by.within("territory"), pk=household).first()
    if found is None:
        raise Refused("没有这户，或不在您的管辖范围内")
    if version is not None and version != found.version:
        raise Stale("这户的档案在您打开页面之后已被他人修改，您填写的内容仍在本页", found.version)
    Household.objects.filter(pk=found.pk).update(version=F("version") + 1)
    found.version += 1
    return found


def refuse_closed(household: Household) -> None:
    """A closed household takes nothing new."""
    if household.closed_on is not None:
        raise Refused(f"这户已于{household.closed_on}销户，不能再变动")


def refuse_future(on: datetime.date, today: datetime.date, field: str = "on") -> None:
    """What happened lies not after today."""
    if on > today:
        raise Refused({field: f"日期{on}晚于今天（{today}），请核对"})


def lock_households(by: Desk, *households: int, duty: str, version: int | None = None) -> list[Household]:
    """Several households, locked in one order whoever asks, so that two officers never wait for each other.

    The answer is in the order given; `version` is that of the last. Raises as `lock_household`.
    """
    versions = dict.fromkeys(households) | {households[-1]: version}
    locked = {pk: lock_household(by, pk, duty=duty, version=versions[pk]) for pk in sorted(set(households))}
    return [locked[pk] for pk in households]


def person_in_hand(by: Desk, person: int, *, lock: bool = False) -> Person:
    """A person of the desk's office, whose entries it may change; raises Refused for any other.

    Locked, the households they belong to, headed or died in are locked first, as by every action: households, people,
    then rows.
    """
    if lock:
        _lock_homes(person)
    rows = Person.objects.select_for_update() if lock else Person.objects
    found = rows.filter(people_in_hand(by), pk=person, merged_into__isnull=True).first()
    if found is None:
        raise Refused("没有这个人，或不在您的管辖范围内")
    return found


def _lock_homes(person: int) -> None:
    ties = Q(until__isnull=True) | Q(relation="head") | Q(ended="death")
    own = Membership.objects.filter(ties, person=person)
    homes = Household.objects.select_for_update().filter(pk__in=own.values("household")).order_by("pk")
    list(homes.values_list("pk"))


def current(household: Household) -> list[Membership]:
    """The memberships of today, head first."""
    found = household.memberships.filter(until__isnull=True).select_related("person")
    return sorted(found, key=lambda one: (one.relation != "head", one.position, one.pk))


def relabel(households: Iterable[Household]) -> None:
    """Keep the head's name beside each household, for lists."""
    for household in households:
        heads = list(household.memberships.filter(relation="head").order_by("until", "pk").select_related("person"))
        head = next((one for one in heads if one.until is None), heads[-1] if heads else None)
        if head is not None:
            label(household, head.person)


def label(household: Household, head: Person) -> None:
    """Keep the name of a head beside the household."""
    if household.label != head.name:
        household.label, household.label_pinyin = head.name, head.pinyin
        household.save(update_fields=["label", "label_pinyin"])
