"""What the register's actions share: locking a household, its label, how deaths and spans are checked."""

import datetime
from collections.abc import Iterable

from django.db.models import F

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.refusals import Refused, Stale


def lock_household(by: Desk, household: int, *, duty: str, version: int | None = None) -> Household:
    """The household, locked and marked as changed; refused outside the desk's duties, territory or an older state.

    Raises NotAllowed, Refused for one that does not exist, and Stale where `version` is not the state of today.
    """
    by.must(duty)
    found = Household.objects.select_for_update().filter(by.within("territory"), pk=household).first()
    if found is None:
        raise Refused("没有这户，或不在您的管辖范围内")
    if version is not None and version != found.version:
        raise Stale("这户的档案在您打开页面之后已被他人修改；请刷新后核对再保存，您填写的内容仍在本页")
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


def person_of(by: Desk, person: int) -> Person:
    """A person the desk reaches, or who belongs to a household it reaches; raises Refused."""
    found = Person.objects.filter(pk=person, merged_into__isnull=True).first()
    if found is None or not (by.reaches(found.territory) or _in_reached_household(by, person)):
        raise Refused("没有这个人，或不在您的管辖范围内")
    return found


def _in_reached_household(by: Desk, person: int) -> bool:
    kin_of = Household.objects.filter(by.within("territory"), memberships__person__kin__relative=person)
    member_of = Household.objects.filter(by.within("territory"), memberships__person=person)
    return member_of.exists() or kin_of.exists()


def current(household: Household) -> list[Membership]:
    """The memberships of today, head first."""
    found = household.memberships.filter(until__isnull=True).select_related("person")
    return sorted(found, key=lambda one: (one.relation != "head", one.position, one.pk))


def relabel(households: Iterable[Household]) -> None:
    """Keep the head's name beside each household, for lists."""
    for household in households:
        heads = household.memberships.filter(relation="head").order_by("until", "pk").select_related("person")
        head = next((one for one in heads if one.until is None), heads.last())
        if head is not None and household.label != head.person.name:
            household.label, household.label_pinyin = head.person.name, head.person.pinyin
            household.save(update_fields=["label", "label_pinyin"])
