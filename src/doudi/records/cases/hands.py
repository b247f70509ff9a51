"""Hands kept apart: who has had a case, who may not have it any more, and why; and nobody touches a relative's."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from doudi.records.accounts.conflicts import conflict_of
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.accounts.models import Appointment
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.powers import SELF
from doudi.records.accounts.queries import holders, standing
from doudi.records.cases.models import Application, Case, Hand
from doudi.records.cases.words import ROLES, SIDE_OF
from doudi.records.registry.models import Household, Kinship, Membership, RelativeMatch
from doudi.records.registry.queries import kinship_stands, members_on
from doudi.records.registry.refusals import Refused
from doudi.records.statements import prepared

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
    had = refuse_same_hand(case, by, role)
    if (by.officer_id, role) not in had:
        _write(case, by, role)


def note_hand(case: Case, by: Desk, role: str) -> None:
    """Write that an officer has had a case in a role, where other rules than the pairs say who may have it in this one."""
    if by.officer_id is not None and not case.hands.filter(officer=by.officer_id, role=role).exists():
        _write(case, by, role)


def _write(case: Case, by: Desk, role: str) -> None:
    try:
        with transaction.atomic():
            Hand.objects.create(
                case=case, officer_id=by.officer_id, role=role, side=SIDE_OF.get(role, ""), since=by.day
            )
    except IntegrityError:
        # The same officer may have taken it in the same role at this very moment: then it is in hand.
        if not case.hands.filter(officer=by.officer_id, role=role).exists():
            raise NotAllowed(f"{_RULE}；您已办理过这一办件的其他环节") from None


def refuse_same_hand(case: Case, by: Desk, role: str) -> set[tuple[int, str]]:
    """Raise NotAllowed where the officer had the case in a role that keeps them from this one; says who may act.

    The answer are the roles they have had it in, with the officer: their own, and those of whoever they sit in for.
    """
    hands = set(_hands_of(case.pk, _acting(by)))
    had = {taken for _officer, taken in hands}
    for earlier in _NEVER.get(role, ()):
        if earlier in had:
            raise NotAllowed(_refusal(case, by, role, earlier))
    for earlier in _RATHER_NOT.get(role, ()):
        if earlier in had and _others(case, by, role):
            raise NotAllowed(_refusal(case, by, role, earlier))
    return hands


@prepared
def _hands_of(case: int, officers: list[int]) -> QuerySet[Hand, tuple[int, str]]:
    return Hand.objects.filter(case=case, officer__any_of=officers).values_list("officer", "role")


def refuse_own_refusal(case: Case, decided_by: int, by: Desk) -> None:
    """A refusal is looked at again by somebody else than who refused, or sits in for them; raises NotAllowed.

    Where nobody else holds such a post, the message says whom the administrator may appoint to it for a day: no law lets
    one and the same officer judge twice, and no family waits for a second one to be hired.
    """
    if decided_by in _acting(by):
        others = _others(case, by, "confirmation")
        instead = f"可由{'、'.join(others)}办理" if others else _appointed_for_a_day(case, by, decided_by)
        raise NotAllowed(f"这一不予确认由您决定，须由其他人员撤销；{instead}")


def refuse_author(case: Case, author: int, by: Desk) -> None:
    """Who gave an opinion does not judge what is said against it, nor does who sits in for them; raises NotAllowed.

    Where the office has nobody else, they do: a township has one who gives opinions as a rule.
    """
    role = "opinion" if by.held.level == "town" else "review"
    others = _others(case, by, role, besides=author) if author in _acting(by) else []
    if others:
        raise NotAllowed(f"异议针对的意见由您提出，须由其他人员认定联系不上；可由{'、'.join(others)}办理")


def refuse_who_entered(entered_by: int, by: Desk) -> None:
    """Who entered that another takes a living applicant's place does not confirm it, nor does who sits in for them.

    Raises NotAllowed.
    """
    if entered_by in _acting(by):
        raise NotAllowed("这次更换申请人由您登记，须由另一人确认")


def refuse_who_asked(case: Case, asked_by: int | None, by: Desk) -> None:
    """Who asked a family to cooperate, or sits in for them, does not find it wanting; raises NotAllowed.

    Where the office has nobody else who may judge it, they do.
    """
    if asked_by is None or asked_by not in _acting(by):
        return
    role = "opinion" if by.held.level == "town" else "review" if by.may("review") else "confirmation"
    others = _others(case, by, role, besides=asked_by)
    if others:
        raise NotAllowed(f"配合调查通知书由您制作，是否不配合须由其他人员认定；可由{'、'.join(others)}办理")


_MOST_NAMED = 5


def _appointed_for_a_day(case: Case, by: Desk, decided_by: int) -> str:
    """What a county with one who confirms can do: who may be appointed beside them, and by whom."""
    post = POSTS[by.post_key].zh
    barred = set(case.hands.filter(role__in=_NEVER["confirmation"]).values_list("officer", flat=True)) | {decided_by}
    held = Appointment.objects.filter(standing(by.day), territory=by.territory, officer__is_active=True)
    tomorrow = by.day + datetime.timedelta(days=1)
    # Another department's people decide nothing here, and nobody decides what they audit.
    held = held.exclude(officer__in=barred).exclude(post__in=[key for key, one in POSTS.items() if one.partner])
    free = {
        one.officer.name: None
        for one in held.exclude(post="auditor").select_related("officer").order_by("pk")
        if not conflict_of(one.officer, by.post_key, by.day, tomorrow)
    }
    named = f"（可以是{'、'.join(list(free)[:_MOST_NAMED])}）" if free else "（如分管领导）"
    return (
        f"本单位今天没有其他{post}：请系统管理员在“工作人员”页给没有受理、调查过这一办件的另一人{named}安排“{post}”任职，"
        "可以只任一天，由其撤销；现任审核、资金等不相容岗位的，须先结束原任职，替您代班的人员也不能撤销。"
        "申请人还可以依法申请行政复议"
    )


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


def _others(case: Case, by: Desk, role: str, *, besides: int | None = None) -> list[str]:
    """The names of those at the same place who may take the role in this case, `besides` one more than the officer."""
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
    if case.stage in ("refused", "refusal_notified"):
        # Whoever refused does not look at it again.
        refused = case.decisions.filter(kind="refuse").order_by("-pk")
        barred |= set(refused.values_list("decided_by", flat=True)[:1])
    # Whoever has to stand aside is nobody to send anybody to: with them alone a case would be nobody's.
    barred |= {officer for officer, _relation in _filed_among(case.household_id, by.day, list(found)) if officer}
    return [name for pk, name in found.items() if pk not in barred and pk != besides]


def refuse_relative(household: Household, by: Desk) -> None:
    """Nobody acts on their own or a relative's case, nor does a deputy for whose relative it is; raises NotAllowed."""
    acting = _acting(by)
    if not acting:
        return
    found = set(_filed_among(household.pk, by.day, acting))
    if (by.officer_id, SELF) in found:
        raise NotAllowed("这是您本人的家庭，您须回避；请由本单位其他人员办理")
    if any(officer == by.officer_id for officer, _relation in found):
        raise NotAllowed("这户有您备案的近亲属，您须回避；请由本单位其他人员办理")
    if found:
        raise NotAllowed(f"这户有{by.acting_for}备案的近亲属，代其办理也须回避；请由本单位其他人员办理")


@prepared
def _filed_among(
    household: int, day: datetime.date, officers: list[int]
) -> QuerySet[RelativeMatch, tuple[int | None, str]]:
    """Whose near relatives, of these officers, are among a household's people: asked before every step of a case."""
    found = _relatives_among(household, day).filter(relative__officer__any_of=officers)
    return found.values_list("relative__officer", "relative__relation")


def _relatives_among(household: int, day: datetime.date) -> QuerySet[RelativeMatch]:
    """The matches with filed near relatives among the household's members and their obligors."""
    members = Membership.objects.filter(standing(day), household=household)
    owing = Kinship.objects.filter(kinship_stands(day), person__in=members.values("person"), obligor=True)
    among = Exists(members.filter(person=OuterRef("person"))) | Exists(owing.filter(relative=OuterRef("person")))
    return RelativeMatch.objects.filter(among, relative__closed_on__isnull=True)


def is_near_relative(application: Application, day: datetime.date) -> bool:
    """Whether anybody of the household is a filed near relative: such a case the county visits in person (DB57 #11, #20)."""
    return bool(_near_relatives(application.household_id, day))


@prepared
def _near_relatives(household: int, day: datetime.date) -> QuerySet[RelativeMatch, int]:
    return _relatives_among(household, day).values_list("pk", flat=True)[:1]


def refuse_dead(case: Case, day: datetime.date) -> None:
    """Nothing is posted or confirmed in the name of the dead, nor for them; raises Refused saying what to do instead."""
    if case.person is not None:
        if case.person.died_on is not None:
            raise Refused(f"{case.person.name}已于{case.person.died_on}死亡，不能公示或确认；请终止办理")
        return
    members = members_on(case.household, day)
    applicant = case.application.applicant if case.application is not None else None
    if applicant is not None and applicant.died_on is not None:
        raise Refused(
            f"申请人{applicant.name}已于{applicant.died_on}死亡，不能以其名义公示或确认；"
            "请先“更换申请人”，由在世的家庭成员继续申请；户内已没有其他成员的，终止办理"
        )
    if applicant is not None and applicant.pk not in {one.person_id for one in members}:
        raise Refused(
            f"申请人{applicant.name}已不是这户成员，不能以其名义公示或确认；请先“更换申请人”，由现在的家庭成员继续申请"
        )
    for one in members:
        if one.person.died_on is not None:
            raise Refused(
                f"家庭成员{one.person.name}已于{one.person.died_on}死亡；请先登记其离户，再按变动后的家庭重新提出意见"
            )
