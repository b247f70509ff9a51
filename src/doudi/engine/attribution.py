"""What changed between two answers, and one change after another laid over the first until it is the second.

The order is fixed: the members as the later answer lists them (one who joined joins whole; of one who stayed the facts
in the order of `FACTS`, then the obligors), members who left, the household's facts, the parameters by name, the rules
in working order. Facts that only make sense together (kind and grade of a disability) change together. What a step
contributes depends on the order, as it must where two changes act on each other; the sum does not.
"""

import copy
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from doudi.engine.casefile import CaseFacts
from doudi.engine.dated import Value as ParameterValue
from doudi.engine.determine import Answer, outcome_of, reference_for
from doudi.engine.reference import Calculation, Reference, Value
from doudi.policy.facts import FACTS, Entity
from doudi.policy.language import Rule
from doudi.policy.programmes import Programme

Facts = Mapping[str, Value]


@dataclass(frozen=True)
class FactChange:
    """A fact that differs: whose it is, where the later case file (the earlier, for one who left) answers it."""

    name: str
    member: str
    path: str
    before: Value
    after: Value
    obligor: int = -1


@dataclass(frozen=True)
class MemberChange:
    """Somebody who joined or left the household."""

    member: str
    joined: bool


@dataclass(frozen=True)
class ObligorsChange:
    """A member's list of obligors that got longer or shorter."""

    member: str
    before: int
    after: int


@dataclass(frozen=True)
class ParameterChange:
    """A parameter whose value differs; None where none is published."""

    name: str
    zh: str
    en: str
    unit: str
    before: ParameterValue | None
    after: ParameterValue | None


@dataclass(frozen=True)
class RuleChange:
    """A rule whose text differs, that was added, or that is gone."""

    name: str
    kind: Literal["changed", "added", "removed"]
    rule: Rule


Change = FactChange | MemberChange | ObligorsChange | ParameterChange | RuleChange


@dataclass(frozen=True)
class State:
    """Facts, parameters and rules as they stand between two answers; people and their obligors by the member's id.

    `published` gives the earlier answer's parameters, `parameters` are those that have changed since.
    """

    persons: Mapping[str, Facts]
    obligors: Mapping[str, tuple[Facts, ...]]
    household: Facts
    published: Callable[[str], int | None]
    parameters: Mapping[str, int | None]
    reference: Reference

    def gets(self, wanted: list[tuple[Programme, str]], entities: Mapping[str, Entity]) -> list["Gets"]:
        """What each programme gives the household, or the member named with it, by one calculation of the reference."""
        index = {member: number for number, member in enumerate(self.persons)}
        obligors = [(index[of], one) for of, each in self.obligors.items() for one in each]
        c = Calculation(self.reference, self.household, list(self.persons.values()), obligors, self.look_up)
        return [
            NOBODY if member and member not in index else _gets(c, programme, index.get(member, -1), entities)
            for programme, member in wanted
        ]

    def look_up(self, name: str) -> int | None:
        """A parameter's value: the later one where a step has brought it, else the earlier one."""
        return self.parameters[name] if name in self.parameters else self.published(name)


@dataclass(frozen=True)
class Gets:
    """An outcome with its amounts in fen: monthly, least and most, None where there is none or it is not known.

    The outcome is empty for somebody who is no member.
    """

    outcome: str
    monthly: int | None = None
    least: int | None = None
    most: int | None = None

    @property
    def amounts(self) -> tuple[int, int, int]:
        """The amounts as they can be paid: what is not known is nothing yet."""
        return self.monthly or 0, self.least or 0, self.most or 0


NOBODY = Gets("")


def _gets(c: Calculation, programme: Programme, person: int, entities: Mapping[str, Entity]) -> Gets:
    def value(rule: str) -> Value:
        return c.value(rule, entities[rule], person, -1)

    def amount(rule: str) -> int | None:
        found = value(rule) if rule else None
        return found if isinstance(found, int) else None

    excluded = value(programme.excluded) if programme.excluded else False
    published = value(programme.published) if programme.published else True
    outcome = outcome_of(value(programme.conditions), excluded, published)
    if outcome != "eligible":
        return Gets(outcome)
    return Gets(outcome, amount(programme.monthly), amount(programme.least), amount(programme.most))


@dataclass(frozen=True)
class Step:
    """Changes that take effect together, and the state they make of the one before."""

    changes: tuple[Change, ...]
    apply: Callable[[State], State]


def first_state(before: Answer, after: Answer) -> State:
    """The state the earlier answer rests on."""

    def published(name: str) -> int | None:
        return _amount_of(before.standards.value(name))

    # Rules that only the later answer has do nothing yet: no earlier rule uses them.
    reference = copy.copy(_reference_of(before))
    reference.steps = {**_reference_of(after).steps, **reference.steps}
    persons = dict(zip(before.case.members, before.case.persons, strict=True))
    return State(persons, _obligors_of(before.case), before.case.household, published, {}, reference)


def _reference_of(answer: Answer) -> Reference:
    return reference_for(answer.case.day, answer.profile)


def _amount_of(value: ParameterValue | None) -> int | None:
    return None if value is None else value.amount


def _obligors_of(case: CaseFacts) -> dict[str, tuple[Facts, ...]]:
    return {
        member: tuple(facts for of, facts in case.obligors if of == index) for index, member in enumerate(case.members)
    }


def steps_between(before: Answer, after: Answer) -> Iterator[Step]:
    """Every step from one answer to the other, in the fixed order."""
    for index, member in enumerate(after.case.members):
        if member in before.case.members:
            yield from _facts_of_member(before.case, after.case, member)
        else:
            yield _joined(after.case, index)
    for member in before.case.members:
        if member not in after.case.members:
            yield _left(member)
    yield from _facts_of_household(before.case, after.case)
    yield from _parameters(before, after)
    yield from _rules(before, after)


def _joined(case: CaseFacts, index: int) -> Step:
    member, facts, obligors = case.members[index], case.persons[index], _obligors_of(case)[case.members[index]]

    def join(state: State) -> State:
        return dataclasses.replace(
            state,
            persons={**state.persons, member: facts},
            obligors={**state.obligors, member: obligors},
        )

    return Step((MemberChange(member, True),), join)


def _left(member: str) -> Step:
    def leave(state: State) -> State:
        persons, obligors = dict(state.persons), dict(state.obligors)
        del persons[member], obligors[member]
        return dataclasses.replace(state, persons=persons, obligors=obligors)

    return Step((MemberChange(member, False),), leave)


# Facts that one statement of the case file answers together, by the beginning of their path.
_TOGETHER = ("disability", "absence", "absent_since", "parents.father", "parents.mother", "household.event")


def _group_of(name: str) -> str:
    path = FACTS[name].path
    found = next((start for start in _TOGETHER if path.startswith(start)), name)
    return "absence" if found == "absent_since" else found


def _differing(before: Facts, after: Facts) -> list[tuple[str, ...]]:
    """The facts that differ, in groups, in the order of FACTS."""
    groups: dict[str, tuple[str, ...]] = {}
    for name in FACTS:
        if name in after and before[name] != after[name]:
            groups[_group_of(name)] = (*groups.get(_group_of(name), ()), name)
    return list(groups.values())


def _facts_of_member(before: CaseFacts, after: CaseFacts, member: str) -> Iterator[Step]:
    index = after.members.index(member)
    old, new = before.persons[before.members.index(member)], after.persons[index]
    for names in _differing(old, new):
        changes = tuple(
            FactChange(name, member, f"members[{index}].{FACTS[name].path}", old[name], new[name]) for name in names
        )
        yield Step(changes, _person_step(member, {name: new[name] for name in names}))
    yield from _obligors(before, after, member)


def _person_step(member: str, facts: Facts) -> Callable[[State], State]:
    def change(state: State) -> State:
        return dataclasses.replace(state, persons={**state.persons, member: {**state.persons[member], **facts}})

    return change


def _obligors(before: CaseFacts, after: CaseFacts, member: str) -> Iterator[Step]:
    """A member's obligors change together: nothing says which of the later ones is which of the earlier."""
    old, new = _obligors_of(before)[member], _obligors_of(after)[member]
    if old == new:
        return
    changes: list[Change] = []
    if len(old) != len(new):
        changes.append(ObligorsChange(member, len(old), len(new)))
    else:
        changes.extend(_obligor_facts(after, member, old, new))

    def change(state: State) -> State:
        return dataclasses.replace(state, obligors={**state.obligors, member: new})

    yield Step(tuple(changes), change)


def _obligor_facts(
    after: CaseFacts, member: str, old: tuple[Facts, ...], new: tuple[Facts, ...]
) -> Iterator[FactChange]:
    places = [number for number, (of, _) in enumerate(after.obligors) if after.members[of] == member]
    for number, (was, is_now) in enumerate(zip(old, new, strict=True)):
        for name in (name for names in _differing(was, is_now) for name in names):
            path = f"household.obligors[{places[number]}].{FACTS[name].path}"
            yield FactChange(name, member, path, was[name], is_now[name], number)


def _facts_of_household(before: CaseFacts, after: CaseFacts) -> Iterator[Step]:
    for names in _differing(before.household, after.household):
        changes = tuple(
            FactChange(name, "", FACTS[name].path, before.household[name], after.household[name]) for name in names
        )
        yield Step(changes, _household_step({name: after.household[name] for name in names}))


def _household_step(facts: Facts) -> Callable[[State], State]:
    def change(state: State) -> State:
        return dataclasses.replace(state, household={**state.household, **facts})

    return change


def _parameters(before: Answer, after: Answer) -> Iterator[Step]:
    """Each parameter either answer asked for whose value differs, whatever made it differ: day, place, area, what-if."""
    for name in sorted({*before.used, *after.used}):
        old, new = before.standards.value(name), after.standards.value(name)
        if _amount_of(old) != _amount_of(new):
            definition = after.standards.parameters.definition(name)
            change = ParameterChange(name, definition.zh, definition.en, definition.unit, old, new)
            yield Step((change,), _parameter_step(name, _amount_of(new)))


def _parameter_step(name: str, amount: int | None) -> Callable[[State], State]:
    def change(state: State) -> State:
        return dataclasses.replace(state, parameters={**state.parameters, name: amount})

    return change


def _rules(before: Answer, after: Answer) -> Iterator[Step]:
    old, new = before.edition.rules, after.edition.rules
    changed = [name for name in new if name in old and old[name].source != new[name].source]
    added = tuple(RuleChange(name, "added", new[name]) for name in new if name not in old)
    removed = tuple(RuleChange(name, "removed", old[name]) for name in old if name not in new)
    if added or removed:
        # By themselves these do nothing: their effect comes with the changed rule that uses them, or no longer does.
        yield Step((*added, *removed), lambda state: state)
    for names in _one_by_one(changed, old, new):
        yield Step(tuple(RuleChange(name, "changed", new[name]) for name in names), _rule_step(names, after))


def _one_by_one(changed: list[str], old: dict[str, Rule], new: dict[str, Rule]) -> list[list[str]]:
    """The changed rules one at a time, or all at once where a mixture of old and new would wait for itself."""
    mixed = {**new, **old}
    for name in changed:
        mixed[name] = new[name]
        try:
            TopologicalSorter({each: rule.uses for each, rule in mixed.items()}).prepare()
        except CycleError:
            return [changed]
    return [[name] for name in changed]


def _rule_step(names: list[str], after: Answer) -> Callable[[State], State]:
    made = _reference_of(after).steps

    def change(state: State) -> State:
        reference = copy.copy(state.reference)
        reference.steps = {**state.reference.steps, **{name: made[name] for name in names}}
        return dataclasses.replace(state, reference=reference)

    return change
