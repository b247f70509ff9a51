"""Hands kept apart: who has had a case, who may not have it any more, and why; and nobody touches a relative's."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.models import Appointment
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.powers import SELF
from doudi.records.accounts.queries import holders
from doudi.records.cases.models import Application, Case, Hand
from doudi.records.cases.words import ROLES, SIDE_OF
from doudi.records.registry.models import Household, RelativeMatch
from doudi.records.registry.queries import members_on, obligors_of
from doudi.records.registry.refusals import Refused

# Which earlier roles keep an officer from a later one. The first two pairs the database refuses as well.
_NEVER = {
    "confirmation": ("acceptance", "survey", "relief"),
    "acceptance": ("confirmation",),
    "survey": ("confirmation",),
}
# Kept apart where the office has somebody else to act.
_RATHER_NOT = {
    "confirmation": ("opinion", "review"),
    "opinion": ("acceptance", "survey", "confirmation"),
    "survey": ("acceptance", "opinion"),
    "acceptance": ("survey", "opinion"),
    "review": ("acceptance", "survey", "opinion", "confirmation"),
    "publicity": ("opinion",),
}
_DUTY = {
    "acceptance": "accept_application",
    "survey": "survey",
    "opinion": "first_opinion",
    "review": "review",
    "confirmation": "confirm",
    "publicity": "post_notice",
}
_RULE = "受理、调查、初审、确认须由不同人员办理"


def take_in_hand(case: Case, by: Desk, role: str) -> None:
    """Write that an officer has a case in hand in a role; raises NotAllowed where it was in the wrong hands before."""
    if by.officer_id is None:
        return
    refuse_same_hand(case, by, role)
    try:
        with transaction.atomic():
            Hand.objects.get_or_create(
                case=case,
                officer_id=by.officer_id,
                role=role,
                defaults={"side": SIDE_OF.get(role, ""), "since": by.day},
            )
    except IntegrityError:
        raise NotAllowed(f"{_RULE}；您已办理过这一办件的其他环节") from None


def refuse_same_hand(case: Case, by: Desk, role: str) -> None:
    """Raise NotAllowed where the officer had the case in a role that keeps them from this one; says who may act."""
    had = set(case.hands.filter(officer__in=_acting(by)).values_list("role", flat=True))
    for earlier in _NEVER.get(role, ()):
        if earlier in had:
            raise NotAllowed(_refusal(case, by, role, earlier))
    for earlier in _RATHER_NOT.get(role, ()):
        if earlier in had and _others(case, by, role):
            raise NotAllowed(_refusal(case, by, role, earlier))


def refuse_own_refusal(case: Case, decided_by: int, by: Desk) -> None:
    """A refusal is looked at again by somebody else than who refused, or sits in for them; raises NotAllowed."""
    if decided_by in _acting(by):
        others = _others(case, by, "confirmation")
        instead = f"可由{'、'.join(others)}办理" if others else "请由本单位其他有确认职责的人员办理"
        raise NotAllowed(f"这一不予确认由您决定，须由其他人员撤销；{instead}")


def _acting(by: Desk) -> list[int]:
    """The officer, and whoever they sit in for: what one may not do no deputy does for them."""
    found = [by.officer_id] if by.officer_id is not None else []
    if by.acting_for:
        found += Appointment.objects.filter(pk=by.appointment_id).values_list("officer", flat=True)
    return found


def _refusal(case: Case, by: Desk, role: str, earlier: str) -> str:
    words = dict(ROLES)
    others = _others(case, by, role)
    instead = f"可由{'、'.join(others)}办理" if others else "请由本单位其他有此职责的人员办理，或由县级民政部门办理"
    return f"您是这一办件的{words[earlier]}人，不能再办理{words[role]}（{_RULE}）；{instead}"


def _others(case: Case, by: Desk, role: str) -> list[str]:
    """The names of those at the same place who may take the role in this case."""
    duty = _DUTY.get(role)
    if duty is None or by.officer_id is None:
        return []
    level = by.held.level
    posts = [post.key for post in POSTS.values() if post.level == level and post.may(duty)]
    found: dict[int, str] = {}
    for post in posts:
        found |= {one.pk: one.name for one in holders(post, by.territory, by.day) if one.pk != by.officer_id}
    barred = set(
        case.hands.filter(role__in=(*_NEVER.get(role, ()), *_RATHER_NOT.get(role, ()))).values_list(
            "officer", flat=True
        )
    )
    return [name for pk, name in found.items() if pk not in barred]


def refuse_relative(household: Household, by: Desk) -> None:
    """Nobody acts on their own or a relative's case, nor does a deputy for whose relative it is; raises NotAllowed."""
    acting = _acting(by)
    if not acting:
        return
    # Few have any on the register: only then are the household's people read.
    filed = RelativeMatch.objects.filter(relative__officer__in=acting, relative__closed_on__isnull=True)
    if not filed.exists():
        return
    among = relatives_among(household, by.day).filter(relative__officer__in=acting)
    found = set(among.values_list("relative__officer", "relative__relation"))
    if (by.officer_id, SELF) in found:
        raise NotAllowed("这是您本人的家庭，您须回避；请由本单位其他人员办理")
    if any(officer == by.officer_id for officer, _relation in found):
        raise NotAllowed("这户有您备案的近亲属，您须回避；请由本单位其他人员办理")
    if found:
        raise NotAllowed(f"这户有{by.acting_for}备案的近亲属，代其办理也须回避；请由本单位其他人员办理")


def relatives_among(household: Household, day: datetime.date) -> QuerySet[RelativeMatch]:
    """The matches with filed near relatives among the household's members and their obligors."""
    members = [one.person_id for one in members_on(household, day)]
    people = [*members, *(one.relative_id for one in obligors_of(members, day))]
    return RelativeMatch.objects.filter(person__in=people, relative__closed_on__isnull=True).select_related("relative")


def is_near_relative(application: Application, day: datetime.date) -> bool:
    """Whether anybody of the household is a filed near relative: such a case the county visits in person (DB57 #11, #20)."""
    return bool(relatives_among(application.household, day).exists())


def refuse_dead(case: Case, day: datetime.date) -> None:
    """Nothing is posted or confirmed in the name of the dead, nor for them; raises Refused saying what to do instead."""
    if case.person is not None:
        if case.person.died_on is not None:
            raise Refused(f"{case.person.name}已于{case.person.died_on}死亡，不能公示或确认；请终止办理")
        return
    applicant = case.application.applicant if case.application is not None else None
    if applicant is not None and applicant.died_on is not None:
        raise Refused(
            f"申请人{applicant.name}已于{applicant.died_on}死亡，不能以其名义公示或确认；"
            "请终止办理，由在世的家庭成员重新申请"
        )
    for one in members_on(case.household, day):
        if one.person.died_on is not None:
            raise Refused(
                f"家庭成员{one.person.name}已于{one.person.died_on}死亡；请先登记其离户，再按变动后的家庭重新提出意见"
            )
