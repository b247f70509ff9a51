"""What may not be in payment at once, as the rules have it of who applies: held against every day on which both are paid."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet

from doudi.policy.programmes import BY_KEY
from doudi.records.registry.models import Benefit, Household

# Of one person; read in either direction.
_RIVALS = {
    *(
        frozenset(("tekun", other))
        for other in ("dibao_single", "disability_living", "disability_nursing", "orphan", "unattended_child")
    ),
    *(frozenset(("disability_living", other)) for other in ("orphan", "unattended_child")),
    frozenset(("orphan", "unattended_child")),
}


@dataclass(frozen=True)
class Paid:
    """Something in payment from a day until before another: whose it is, None for the whole household's."""

    programme: str
    person: int | None
    since: datetime.date
    until: datetime.date | None = None

    def meets(self, other: "Paid") -> bool:
        """Whether both are paid on some day."""
        begun = other.until is None or self.since < other.until
        return begun and (self.until is None or other.since < self.until)


def rival_of(household: Household, paid: Paid) -> str:
    """What may not be paid beside something, in Chinese; an empty text where nothing is in the way."""
    own = [] if paid.person is None else list(map(_paid, _standing().filter(person=paid.person)))
    beside = list(map(_paid, _standing().filter(household=household)))
    members = set(household.memberships.filter(until__isnull=True).values_list("person", flat=True))
    return clash(paid, own, beside, members)


def clash(paid: Paid, own: Iterable[Paid], beside: Iterable[Paid], members: Collection[int]) -> str:
    """The same without asking anybody: `own` is what the person is paid anywhere, `beside` what the household is."""
    for other in own:
        if frozenset((paid.programme, other.programme)) in _RIVALS and paid.meets(other):
            return f"此人已在领{BY_KEY[other.programme].zh}，两项不能同时享受"
    met = [other for other in beside if paid.meets(other)]
    if paid.programme in ("dibao", "dibao_single"):
        return _beside_dibao(paid, met) or _whole_family_tekun(paid, met, members)
    return _whole_family_tekun(paid, met, members) if paid.programme == "tekun" else ""


def _beside_dibao(paid: Paid, met: Collection[Paid]) -> str:
    """Dibao is the whole household's or, single-person dibao, one member's who stands alone."""
    programmes = {other.programme for other in met}
    if paid.programme == "dibao" and "dibao_single" in programmes:
        return "户内有人在领单人保，请先停发"
    if paid.programme == "dibao_single" and "dibao" in programmes:
        return "这户已在领最低生活保障，不能再领单人保"
    return ""


def _whole_family_tekun(paid: Paid, met: Collection[Paid], members: Collection[int]) -> str:
    """Where tekun supports everybody, nobody is left for dibao."""
    supported = {other.person for other in (*met, paid) if other.programme == "tekun"}
    if not members or set(members) - supported:
        return ""
    if paid.programme == "dibao":
        return "全家已在领特困人员救助供养，不能再领最低生活保障"
    if paid.programme == "tekun" and any(other.programme == "dibao" for other in met):
        return "这户在领最低生活保障；全家转为特困供养的，请先停发低保"
    return ""


def rivals_after_move(household: Household, person: int, on: datetime.date) -> str:
    """What of a person's own payments may not go on in a household from a day; an empty text where all may."""
    for one in _standing().filter(Q(until__isnull=True) | Q(until__gt=on), person=person):
        if rival := rival_of(household, Paid(one.programme, person, max(one.since, on), one.until)):
            return f"{BY_KEY[one.programme].zh}：{rival}"
    return ""


def rivals_of_two(kept: int, absorbed: int) -> Iterator[str]:
    """What two records of one person are paid on the same days and may not be, in Chinese, once they are one."""
    carried = list(map(_paid, _standing().filter(person=absorbed)))
    for one in map(_paid, _standing().filter(person=kept)):
        for other in carried:
            if frozenset((one.programme, other.programme)) in _RIVALS and one.meets(other):
                names = "、".join(BY_KEY[programme].zh for programme in (one.programme, other.programme))
                yield f"两条记录同时在领{names}，两项不能同时享受；请先停发其中一项"
    home = Household.objects.filter(memberships__person=kept, memberships__until__isnull=True).first()
    if home is None:
        return
    # What the absorbed record is paid goes on in the household of the kept one, who then stands there for both.
    beside = list(map(_paid, _standing().filter(household=home).exclude(person=absorbed)))
    members = set(home.memberships.filter(until__isnull=True).values_list("person", flat=True)) - {absorbed}
    for other in carried:
        if why := clash(replace(other, person=kept), [], beside, members):
            yield f"{BY_KEY[other.programme].zh}：{why}"


def _standing() -> QuerySet[Benefit]:
    """What was paid for a day at least."""
    return Benefit.objects.filter(Q(until__isnull=True) | Q(until__gt=F("since")))


def _paid(one: Benefit) -> Paid:
    return Paid(one.programme, one.person_id, one.since, one.until)
