"""Why it changed since last time: what differs between two answers, and what each change adds to the amount.

The changes are laid over the earlier answer one after another, in the fixed order of `attribution`, and everything is
worked out again after each with the reference engine. What a change contributes is the difference it makes at its
turn, so the contributions add up to the whole change, to the fen. An amount that is not known yet counts as nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from doudi.engine.attribution import (
    NOBODY,
    Change,
    FactChange,
    Gets,
    MemberChange,
    ObligorsChange,
    ParameterChange,
    RuleChange,
    first_state,
    steps_between,
)
from doudi.engine.dated import Value as ParameterValue
from doudi.engine.determine import Answer
from doudi.engine.explain import shown
from doudi.engine.telling import Telling
from doudi.policy.facts import FACTS
from doudi.policy.instruments import resolve
from doudi.policy.programmes import PROGRAMMES, Programme
from doudi.vocabulary.money import yuan
from doudi.vocabulary.territory import full_name

__all__ = ["ChangedDetermination", "Contribution", "Difference", "difference", "lines", "to_json"]

Language = Literal["zh", "en"]
Money = tuple[int, int, int]


@dataclass(frozen=True)
class Contribution:
    """What changes that took effect together made of one programme at their turn; `money` is (monthly, least, most)."""

    changes: tuple[Change, ...]
    before: Gets
    after: Gets

    @property
    def money(self) -> Money:
        """What they added, in fen."""
        return _added(self.before, self.after)


@dataclass(frozen=True)
class ChangedDetermination:
    """A programme, for the household or a member, whose outcome or amount differs, and what made it differ."""

    programme: Programme
    member: str
    before: Gets
    after: Gets
    contributions: tuple[Contribution, ...]

    @property
    def money(self) -> Money:
        """The whole change of (monthly, least, most), in fen: the sum of the contributions."""
        return _added(self.before, self.after)


@dataclass(frozen=True)
class Difference:
    """Two answers, every change between what they rest on, and the determinations that differ.

    `without_effect` are the changes that no determination that differs owes anything to.
    """

    before: Answer
    after: Answer
    changes: tuple[Change, ...]
    determinations: tuple[ChangedDetermination, ...]
    without_effect: tuple[Change, ...]


def _added(before: Gets, after: Gets) -> Money:
    monthly, least, most = (new - old for old, new in zip(before.amounts, after.amounts, strict=True))
    return monthly, least, most


def difference(before: Answer, after: Answer) -> Difference:
    """What changed from one answer to a later one, and why; members are matched by their ids, in whatever order."""
    old, new = _by_unit(before), _by_unit(after)
    differing = [key for key in _units(old, new) if _differ(old.get(key, NOBODY), new.get(key, NOBODY))]
    programmes = {programme.key: programme for programme in PROGRAMMES}
    wanted = [(programmes[key], member) for key, member in differing]
    entities = {name: rule.entity for side in (before, after) for name, rule in side.edition.rules.items()}
    state = first_state(before, after)
    gets = state.gets(wanted, entities)
    found: list[list[Contribution]] = [[] for _ in wanted]
    changes: list[Change] = []
    without_effect: list[Change] = []
    for step in steps_between(before, after):
        state = step.apply(state)
        then, gets = gets, state.gets(wanted, entities)
        changes.extend(step.changes)
        if then == gets:
            without_effect.extend(step.changes)
        for contributions, was, is_now in zip(found, then, gets, strict=True):
            if was != is_now:
                contributions.append(Contribution(step.changes, was, is_now))
    determinations = tuple(
        ChangedDetermination(programme, member, old.get(key, NOBODY), new.get(key, NOBODY), tuple(contributions))
        for key, (programme, member), contributions in zip(differing, wanted, found, strict=True)
    )
    return Difference(before, after, tuple(changes), determinations, tuple(without_effect))


def _differ(before: Gets, after: Gets) -> bool:
    """Whether there is something to tell: nothing is gained or lost by joining or leaving without being eligible."""
    return before != after and {before.outcome, after.outcome} != {"", "not_eligible"}


Unit = tuple[str, str]


def _by_unit(answer: Answer) -> dict[Unit, Gets]:
    """What an answer gives, by programme and member's id (empty for the household)."""
    return {
        (one.programme.key, answer.case.members[one.person] if one.person >= 0 else ""): Gets(
            one.outcome, one.monthly, one.least, one.most
        )
        for one in answer.determinations
    }


def _units(old: dict[Unit, Gets], new: dict[Unit, Gets]) -> list[Unit]:
    """The units of both, programme by programme: members of the later answer first, then those who left."""
    order = {programme.key: number for number, programme in enumerate(PROGRAMMES)}
    return sorted(dict.fromkeys([*new, *old]), key=lambda unit: order[unit[0]])


def to_json(found: Difference) -> dict[str, object]:
    """The difference as plain data: money in yuan with two decimals, days in ISO."""
    facts = [one for one in found.changes if isinstance(one, FactChange)]
    people = [one for one in found.changes if isinstance(one, MemberChange | ObligorsChange)]
    parameters = [one for one in found.changes if isinstance(one, ParameterChange)]
    rules = [one for one in found.changes if isinstance(one, RuleChange)]
    return {
        "before": _setting(found.before),
        "after": _setting(found.after),
        "members": [_change_json(one) for one in people],
        "facts": [_change_json(one) for one in facts],
        "parameters": [_change_json(one) for one in parameters],
        "rules": [_change_json(one) for one in rules],
        "determinations": [_determination_json(one) for one in found.determinations],
        "without_effect": [_change_json(one) for one in found.without_effect],
    }


def _setting(answer: Answer) -> dict[str, object]:
    return {
        "case": answer.case.case,
        "day": answer.case.day.isoformat(),
        "place": answer.case.place,
        "profile": answer.profile,
        "edition": answer.edition.fingerprint[:16],
    }


def _determination_json(one: ChangedDetermination) -> dict[str, object]:
    told: dict[str, object] = {"programme": one.programme.key, "unit": one.programme.unit}
    if one.member:
        told["person"] = one.member
    told |= _moved_json(one.before, one.after)
    told["because"] = [
        {"changes": [_change_json(change) for change in each.changes], **_moved_json(each.before, each.after)}
        for each in one.contributions
    ]
    return told


def _moved_json(before: Gets, after: Gets) -> dict[str, object]:
    """An outcome before and after, and each amount that is there, with what it changed by."""
    told: dict[str, object] = {"outcome": {"before": before.outcome or None, "after": after.outcome or None}}
    named = (("monthly", before.monthly, after.monthly), ("least", before.least, after.least))
    for (word, old, new), added in zip((*named, ("most", before.most, after.most)), _added(before, after), strict=True):
        if old is not None or new is not None:
            told[word] = {"before": _yuan(old), "after": _yuan(new), "change": yuan(added)}
    return told


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)


def _change_json(change: Change) -> dict[str, object]:
    match change:
        case MemberChange():
            return {"member": change.member, "change": "joined" if change.joined else "left"}
        case ObligorsChange():
            return {"member": change.member, "change": "obligors", "before": change.before, "after": change.after}
        case FactChange():
            return _fact_json(change)
        case ParameterChange():
            sides = {"before": _value_json(change.before), "after": _value_json(change.after)}
            return {"parameter": change.name, "label": change.zh, "unit": change.unit, **sides}
        case RuleChange():
            rule = change.rule
            return {"rule": change.name, "label": rule.zh, "change": change.kind, "cites": list(rule.cites)}


def _fact_json(change: FactChange) -> dict[str, object]:
    fact = FACTS[change.name]
    told: dict[str, object] = {"fact": change.name, "label": fact.zh, "path": change.path}
    if change.member:
        told["person"] = change.member
    return {**told, "before": shown(change.before, fact.kind), "after": shown(change.after, fact.kind)}


def _value_json(value: ParameterValue | None) -> dict[str, object] | None:
    if value is None:
        return None
    told: dict[str, object] = {"value": shown(value.amount, value.unit), "place": value.place}
    told |= {"since": value.since.isoformat(), "source": value.source}
    if value.provisional:
        told["provisional"] = True
    return told


def lines(found: Difference, language: Language = "zh") -> list[str]:
    """The difference in words: what differs, and under each what made it so with its share of the amount."""
    return list(_Words(found, language).lines())


_OUTCOMES = {
    "eligible": ("符合", "eligible"),
    "not_eligible": ("不符合", "not eligible"),
    "unknown": ("尚不能判定", "cannot be decided yet"),
    "excluded": ("符合但不重复享受", "ruled out by another programme"),
    "": ("不是家庭成员", "no member"),
}


class _Words:
    """One difference told in one language."""

    def __init__(self, found: Difference, language: Language) -> None:
        self.found, self.language = found, language
        self.telling = Telling(found.after, language)
        self.pick = self.telling.pick

    def lines(self) -> Iterator[str]:
        yield self.opening()
        for one in self.found.determinations:
            yield self.headline(one)
            yield from (f"  · {self.contribution(each)}" for each in one.contributions)
        if self.found.without_effect:
            told = self.pick("；", "; ").join(map(self.change, self.found.without_effect))
            yield self.pick(f"其他变化，不影响以上结果：{told}", f"Changed as well, without effect on these: {told}")

    def opening(self) -> str:
        before, after = (self.setting(answer) for answer in (self.found.before, self.found.after))
        count = len(self.found.determinations)
        if not count:
            return self.pick(
                f"上次（{before}）与本次（{after}）结果相同", f"Last time ({before}), now ({after}): the same"
            )
        return self.pick(
            f"上次（{before}）与本次（{after}）相比，{count}项结果有变化：",
            f"Last time ({before}), now ({after}): what differs ({count}):",
        )

    def setting(self, answer: Answer) -> str:
        return self.pick("，", ", ").join([answer.case.day.isoformat(), full_name(answer.case.place)])

    def headline(self, one: ChangedDetermination) -> str:
        who = self.pick(f"（{one.member}）", f" ({one.member})") if one.member else ""
        name = self.pick(one.programme.zh, one.programme.en) + who
        sides = f"{self.gets(one.before)} → {self.gets(one.after)}"
        return self.pick("：", ": ").join([name, self.with_money(sides, one.before, one.after)])

    def gets(self, gets: Gets) -> str:
        text = self.pick(*_OUTCOMES[gets.outcome])
        if gets.monthly is not None:
            text += self.pick(f"，每月 {yuan(gets.monthly)} 元", f", {yuan(gets.monthly)} yuan a month")
        if gets.least is not None and gets.most is not None:
            least, most = yuan(gets.least), yuan(gets.most)
            text += self.pick(f"，一次性 {least} 至 {most} 元", f", {least} to {most} yuan, once")
        return text

    def with_money(self, text: str, before: Gets, after: Gets) -> str:
        """The text with what each amount changed by."""
        names = (("金额", "the amount"), ("下限", "the least"), ("上限", "the most"))
        told = [text]
        for name, fen in zip(names, _added(before, after), strict=True):
            if fen:
                more = self.pick("增加", "more") if fen > 0 else self.pick("减少", "less")
                amount = yuan(abs(fen))
                told.append(self.pick(f"{name[0]}{more} {amount} 元", f"{name[1]} is {amount} yuan {more}"))
        return self.pick("，", ", ").join(told)

    def contribution(self, one: Contribution) -> str:
        told = self.pick("、", " and ").join(map(self.change, one.changes))
        text = self.pick(f"因{told}", f"because {told}")
        if one.before.outcome != one.after.outcome:
            old, new = (self.pick(*_OUTCOMES[gets.outcome]) for gets in (one.before, one.after))
            text += self.pick(f"，由“{old}”变为“{new}”", f", from “{old}” to “{new}”")
        return self.with_money(text, one.before, one.after)

    def change(self, change: Change) -> str:
        match change:
            case MemberChange():
                joined = change.joined
                return change.member + (self.pick("加入", " joined") if joined else self.pick("离开", " left"))
            case ObligorsChange():
                return self.pick(
                    f"{change.member}的法定义务人由 {change.before} 名变为 {change.after} 名",
                    f"{change.member} has {change.after} obligors instead of {change.before}",
                )
            case FactChange():
                return self.fact(change)
            case ParameterChange():
                return self.parameter(change)
            case RuleChange():
                return self.rule(change)

    def fact(self, change: FactChange) -> str:
        fact = FACTS[change.name]
        who = self.pick(f"{change.member}的", f"{change.member}: ") if change.member else ""
        label = who + self.pick(fact.zh, fact.en)
        old, new = (self.telling.amount(one, fact.kind, fact.codes or "") for one in (change.before, change.after))
        return self.pick(f"{label}由 {old} 变为 {new}", f"{label} went from {old} to {new}")

    def parameter(self, change: ParameterChange) -> str:
        old, new = (self.value(one, change.unit) for one in (change.before, change.after))
        text = self.pick(f"{change.zh}由 {old} 变为 {new}", f"{change.en} went from {old} to {new}")
        if change.after is None:
            return text
        since, source = change.after.since, change.after.source
        sure = self.pick("，暂定", ", provisional") if change.after.provisional else ""
        return text + self.pick(f"（自{since}起，{source}{sure}）", f" (since {since}, {source}{sure})")

    def value(self, value: ParameterValue | None, unit: str) -> str:
        return self.pick("未公布", "not published") if value is None else self.telling.amount(value.amount, unit)

    def rule(self, change: RuleChange) -> str:
        words = {"changed": ("修改", "changed"), "added": ("新增", "added"), "removed": ("废止", "removed")}
        cited = [resolve(cite) for cite in change.rule.cites]
        cites = self.pick("、", ", ").join(self.pick(one.zh, one.en) for one in cited)
        label, done = self.pick(change.rule.zh, change.rule.en), self.pick(*words[change.kind])
        return self.pick(f"规则“{label}”{done}（{cites}）", f"the rule “{label}” was {done} ({cites})")
