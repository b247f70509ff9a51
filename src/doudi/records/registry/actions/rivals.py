"""What may not be in payment at once, as the rules have it of who applies."""

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


def rival_of(household: Household, programme: str, person: int | None) -> str:
    """What is in payment and may not be paid beside a programme, in Chinese; an empty text where nothing is.

    `person` is whose it would be, None for the whole household's.
    """
    if person is not None:
        for other in Benefit.objects.filter(person=person, until__isnull=True):
            if frozenset((programme, other.programme)) in _RIVALS:
                return f"此人已在领{BY_KEY[other.programme].zh}，两项不能同时享受"
    if programme in ("dibao", "dibao_single"):
        return _beside_dibao(household, programme) or _whole_family_tekun(household, programme, person)
    return _whole_family_tekun(household, programme, person) if programme == "tekun" else ""


def _beside_dibao(household: Household, programme: str) -> str:
    """Dibao is the whole household's or, single-person dibao, one member's who stands alone."""
    paid = set(household.benefits.filter(until__isnull=True).values_list("programme", flat=True))
    if programme == "dibao" and "dibao_single" in paid:
        return "户内有人在领单人保，请先停发"
    if programme == "dibao_single" and "dibao" in paid:
        return "这户已在领最低生活保障，不能再领单人保"
    return ""


def _whole_family_tekun(household: Household, programme: str, person: int | None) -> str:
    """Where tekun supports everybody, nobody is left for dibao."""
    paid = list(household.benefits.filter(until__isnull=True).values_list("programme", "person"))
    supported = {whose for key, whose in paid if key == "tekun"} | ({person} if programme == "tekun" else set())
    members = set(household.memberships.filter(until__isnull=True).values_list("person", flat=True))
    if not members or members - supported:
        return ""
    if programme == "dibao":
        return "全家已在领特困人员救助供养，不能再领最低生活保障"
    if programme == "tekun" and any(key == "dibao" for key, _whose in paid):
        return "这户在领最低生活保障；全家转为特困供养的，请先停发低保"
    return ""
