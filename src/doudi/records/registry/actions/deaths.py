"""A day of death that was written down wrong: another day, or nobody died."""

import datetime

from django.db.models import F, Q

from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import lock_household, person_in_hand
from doudi.records.registry.actions.people import record_death_day
from doudi.records.registry.models import Household, Membership, Person
from doudi.records.registry.refusals import Refused
from doudi.records.trail.models import AuditEntry
from doudi.records.trail.recording import recording


def correct_death(*, by: Desk, person: int, died_on: datetime.date | None, reason: str) -> Person:
    """Put the day of a death right, or take the death back where `died_on` is None.

    With another day the membership ends on that day, and so do the relations the death ended; who was taken for dead
    is a member again, unless a new head took the place: then they join anew. Raises NotAllowed, Refused.
    """
    by.must("register")
    if not reason.strip():
        raise Refused({"reason": "请写明更正依据，如“死亡证明日期有误”"})
    with recording(by, reason=reason):
        found = person_in_hand(by, person, lock=True)
        if found.died_on is None:
            raise Refused(f"{found.name}没有登记死亡")
        last = found.memberships.filter(ended="death").order_by("-until", "-since").first()
        household = lock_household(by, last.household_id, duty="register") if last is not None else None
        if died_on is None:
            found.died_on = None
            found.save(update_fields=["died_on"])
        elif died_on == found.died_on:
            raise Refused({"died_on": "与原登记的死亡日期相同"})
        else:
            record_death_day(found, died_on, by.day)
        if last is not None and household is not None:
            _put_back(found, last)
            _follow(household, last, died_on)
            if died_on is not None:
                end_by_death(found, died_on)
    return found


def end_by_death(dead: Person, on: datetime.date) -> None:
    """What reaches over the day of death ends on it; what was written down as begun later never was."""
    over = Q(until__isnull=True) | (Q(until__gt=on) & Q(until__gt=F("since")))
    for one in dead.memberships.filter(over):
        one.until, one.ended = max(on, one.since), "death"
        one.save(update_fields=["until", "ended"])


def _put_back(found: Person, last: Membership) -> None:
    """What a death learnt of late had cut of earlier memberships stands again as the trail has it from before."""
    for one in found.memberships.filter(ended="death").exclude(pk=last.pk):
        lines = AuditEntry.objects.filter(table_name=Membership._meta.db_table, row_id=one.pk, operation="update")
        line = lines.filter(after__ended="death").order_by("-pk").first()
        before = (line.before or {}) if line is not None else {}
        if "until" in before:
            one.until = before["until"] and datetime.date.fromisoformat(before["until"])
        one.ended = before.get("ended", one.ended)
        one.save(update_fields=["until", "ended"])


def _follow(household: Household, last: Membership, died_on: datetime.date | None) -> None:
    """Let the household follow: what the death ended on its day, and what began with it."""
    ended_on = last.until
    alone = household.closed_on is not None and not household.memberships.filter(until__isnull=True).exists()
    if died_on is None:
        if last.relation != "head" or alone:
            last.until, last.ended = None, ""
            last.save(update_fields=["until", "ended"])
            _open_again(household)
        return
    begun_later = last.until == last.since
    if died_on < last.since and begun_later:
        return
    if died_on < last.since:
        raise Refused(
            {"died_on": f"死亡日期早于{last.person.name}最近一次入户的日期（{last.since}），请先更正户内关系"}
        )
    if last.relation == "head" and not alone and ended_on is not None:
        _move_succession(household, last, ended_on, died_on)
    else:
        last.until = died_on
        last.save(update_fields=["until"])
    if alone:
        household.residences.filter(until=household.closed_on).update(until=max(died_on, household.opened_on))
        household.closed_on = max(died_on, household.opened_on)
        household.save(update_fields=["closed_on"])


def _open_again(household: Household) -> None:
    """A household closed because its last member was taken for dead is open again."""
    if household.closed_on is None:
        return
    household.residences.filter(until=household.closed_on).update(until=None)
    household.closed_on, household.closed_reason = None, ""
    household.save(update_fields=["closed_on", "closed_reason"])


def _move_succession(household: Household, last: Membership, old: datetime.date, new: datetime.date) -> None:
    """The dead head's membership and the relations to them end, and those to the new head begin, on the other day."""
    ended = household.memberships.filter(until=old, ended__in=("death", "head_changed"))
    ended = ended.filter(Q(since__lt=old) | Q(pk=last.pk))
    begun = household.memberships.filter(since=old, began="other")
    if ended.filter(since__gt=new).exists() or begun.filter(until__lte=new).exists():
        raise Refused({"died_on": "这一天与户内其他变动冲突，请先更正户内关系"})
    # The database allows no day on which somebody has two relations, not even between two statements.
    steps = ((list(ended), "until"), (list(begun), "since"))
    for rows, column in steps if new < old else reversed(steps):
        for row in rows:
            setattr(row, column, new)
            row.save(update_fields=[column])
