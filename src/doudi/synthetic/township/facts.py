"""How a story says a fact: in a word, with the source and the voucher such a fact usually has, and the days left open."""

from datetime import date
from typing import Any

from doudi.synthetic.township.shapes import StoryFact, StoryMending

# A day the story leaves open: the teller puts the day of the home visit there.
OPEN = date.min
NONE = {"kind": "none"}

_USUAL_SOURCE = {
    "incomes": "core_check", "employment_cost": "declared", "spending": "department", "disability": "certificate",
    "serious_illness": "certificate", "school": "department", "absence": "department", "parents": "department",
    "registered": "certificate", "refused_work": "department", "work_injury_nursing": "department",
    "veteran": "department", "financial": "core_check", "homes": "core_check", "vehicles": "core_check",
    "businesses": "core_check", "passed": "core_check", "relapse_watch": "department",
    "two_daughter_family": "department", "obligors": "declared", "income": "core_check", "assets_over": "core_check",
    "receiving": "department",
}  # fmt: skip
_USUAL_VOUCHER = {
    "disability": "区残联", "serious_illness": "区人民医院", "school": "区教育局学籍系统", "parents": "区民政局数据比对",
    "spending": "区医保局", "absence": "区公安分局", "registered": "派出所户籍室", "refused_work": "镇人社所",
    "work_injury_nursing": "区人社局", "veteran": "区退役军人事务局", "relapse_watch": "区农业农村局",
    "two_daughter_family": "区卫健委", "receiving": "救助系统",
}  # fmt: skip
_VOUCHER_OF_SOURCE = {
    "core_check": "区居民家庭经济状况核对中心",
    "survey": "镇入户调查组",
    "declared": "本人申报",
    "neighbour": "同村民组邻居",
    "letter": "所在单位复函",
    "department": "区有关部门",
    "certificate": "证件原件",
}
_INCOME_SOURCES = {
    "business": "survey", "property": "survey", "transfer": "department", "support": "declared", "other": "neighbour",
    "basic_pension": "department", "pension": "department", "preferential": "department",
    "family_planning": "department", "insurance_benefit": "department",
}  # fmt: skip
_SPENDING_SOURCES = {"education": "declared", "disability_care": "survey", "disaster": "survey", "other": "declared"}


def day(text: str | date) -> date:
    """A day as the stories write it."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def fact(
    topic: str,
    value: Any,
    *,
    since: str | date = OPEN,
    until: str | date | None = None,
    source: str = "",
    by: str = "",
    recorded: str | date = OPEN,
    certificate: str = "",
    mended: StoryMending | None = None,
) -> StoryFact:
    """A fact; what is left out is what such a fact usually has."""
    source = source or _source(topic, value)
    by = by or (_USUAL_VOUCHER.get(topic, "") if source == _USUAL_SOURCE.get(topic) else "")
    return StoryFact(
        topic=topic,
        value=value,
        since=day(since),
        source=source,
        vouched_by=by or _VOUCHER_OF_SOURCE[source],
        recorded_on=day(recorded),
        until=day(until) if until else None,
        certificate=certificate,
        mended=mended,
    )


def _source(topic: str, value: Any) -> str:
    if topic == "incomes" and isinstance(value, dict):
        return _INCOME_SOURCES.get(value["kind"], "core_check")
    if topic == "spending" and isinstance(value, dict):
        return _SPENDING_SOURCES.get(value["kind"], "department")
    return _USUAL_SOURCE.get(topic, "survey")


def income(kind: str, amount: int, per: str = "month", **rest: Any) -> StoryFact:
    """An income of a kind, in yuan."""
    return fact("incomes", {"kind": kind, "amount": f"{amount}.00", "per": per}, **rest)


def wage(amount: int, **rest: Any) -> StoryFact:
    """A monthly wage in yuan."""
    return income("wage", amount, **rest)


def spent(kind: str, amount: int, per: str = "year", **rest: Any) -> StoryFact:
    """Rigid spending of a kind, in yuan a year."""
    return fact("spending", {"kind": kind, "amount": f"{amount}.00", "per": per}, **rest)


def disabled(kind: str, grade: int, *, certified: bool = True, **rest: Any) -> StoryFact:
    """A disability; without a certificate it was seen on a visit."""
    if not certified:
        rest.setdefault("source", "survey")
    return fact("disability", {"kind": kind, "grade": grade, "certified": certified}, **rest)


def ill(**rest: Any) -> StoryFact:
    """A serious illness that is recognised locally."""
    return fact("serious_illness", True, **rest)


def away(state: str, since: str = "", **rest: Any) -> StoryFact:
    """Absent from home: in prison, on service, in a religious site."""
    value = {"state": state} | ({"since": since} if since else {})
    return fact("absence", value, **({"since": since} if since else {}), **rest)


def parents(father: str, mother: str) -> StoryFact:
    """What became of a minor's parents: a state, with the months it has lasted behind it ("prison 30")."""
    return fact("parents", {"father": _parent(father), "mother": _parent(mother)})


def _parent(words: str) -> dict[str, Any]:
    state, _, months = words.partition(" ")
    return {"state": state} | ({"months": int(months)} if months else {})


def event(kind: str, on: str, *, urgent: bool, loss: int = 0, self_paid: int = 0) -> StoryFact:
    """What happened to the household."""
    told: dict[str, Any] = {"kind": kind, "day": on, "urgent": urgent}
    told |= {"loss": str(loss)} if loss else {}
    told |= {"self_paid": str(self_paid)} if self_paid else {}
    return fact("event", told, since=on, by="镇应急和民政办")


def housing(tenure: str, safety: str = "B", **rest: Any) -> StoryFact:
    """Whose the home is, and how safe."""
    return fact("housing", {"tenure": tenure, "safety": safety}, **rest)


def mend(value: Any, reason: str, recorded: str) -> StoryMending:
    """What a fact really is, found out later."""
    return StoryMending(day(recorded), value, reason)
