"""What the law says set against what is in payment: remarks for somebody to look into, never an amount that is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from doudi.engine.determine import Answer, Determination
from doudi.policy.programmes import BY_KEY, Programme
from doudi.records.evidence.casefile import Known
from doudi.records.registry.models import Benefit

Kind = Literal["dead", "left", "review", "not_owed", "excluded", "unclear", "less", "more", "unpaid"]


@dataclass(frozen=True)
class Remark:
    """One thing to look into: a programme, whose, what is paid and what would be owed, in fen a month; None is not known."""

    kind: Kind
    programme: Programme
    who: str = ""
    paid: int | None = None
    owed: int | None = None
    benefit: Benefit | None = None


def remarks_of(known: Known, answer: Answer | None) -> tuple[Remark, ...]:
    """What to look into on the day of what is known; without an answer only what the payments themselves show."""
    found = [*_of_payments(known)]
    if answer is not None:
        found += _against(known, answer)
    return tuple(found)


def _of_payments(known: Known) -> Iterator[Remark]:
    """Paid to the dead or to those who left, or due to be looked at again."""
    members = {one.person_id for one in known.members}
    for one in known.benefits:
        programme, who = BY_KEY[one.programme], one.person.name if one.person else ""
        if one.person is not None and one.person.died_on is not None and one.person.died_on <= known.day:
            yield Remark("dead", programme, who, one.monthly, benefit=one)
        elif (one.person_id is not None and one.person_id not in members) or not members:
            yield Remark("left", programme, who, one.monthly, benefit=one)
        if one.next_review_on is not None and one.next_review_on <= known.day:
            yield Remark("review", programme, who, one.monthly, benefit=one)


def _against(known: Known, answer: Answer) -> Iterator[Remark]:
    """Each programme the law pays monthly, or that is in payment, held against the other side."""
    people = [one.person_id for one in known.members]
    paid = {(one.programme, one.person_id): one for one in known.benefits}
    for found in answer.determinations:
        if not found.programme.in_contract or found.programme.referral:
            continue
        person = people[found.person] if found.person >= 0 else None
        who = answer.case.members[found.person] if found.person >= 0 else ""
        remark = _compared(found, paid.get((found.programme.key, person)), who)
        if remark is not None:
            yield remark


_DOUBTS: dict[str, Kind] = {"not_eligible": "not_owed", "excluded": "excluded", "unknown": "unclear"}


def _compared(found: Determination, benefit: Benefit | None, who: str) -> Remark | None:
    programme, owed = found.programme, found.monthly
    if benefit is None:
        owes = found.outcome == "eligible" and bool(owed)
        return Remark("unpaid", programme, who, None, owed) if owes else None
    if found.outcome in _DOUBTS:
        return Remark(_DOUBTS[found.outcome], programme, who, benefit.monthly, benefit=benefit)
    if owed is None or owed == benefit.monthly:
        return None
    return Remark("less" if benefit.monthly < owed else "more", programme, who, benefit.monthly, owed, benefit)
