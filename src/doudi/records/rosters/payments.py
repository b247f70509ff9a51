"""What a roster says is in payment, held against itself and the register: other amounts, and what is not paid together."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import F, Q

from doudi.gateways.spreadsheets import Problem
from doudi.policy.programmes import BY_KEY
from doudi.records.registry.actions.payments import BenefitDraft
from doudi.records.registry.actions.rivals import Paid, clash
from doudi.records.registry.models import Benefit, Membership
from doudi.records.rosters.drafting import benefit_draft
from doudi.vocabulary.money import yuan

if TYPE_CHECKING:
    from doudi.records.rosters.checking import Found

Told = Mapping[int, BenefitDraft]


def check_payments(found: Sequence["Found"], on: datetime.date) -> None:
    """Name every row whose payment cannot be, or is in the register with another amount: two queries for all of them.

    The register's amount stands where a row is accepted: what is paid is changed by ending it, not by a list.
    """
    homes = [one.household for one in found if one.household is not None]
    people = [standing.person for one in found for standing in one.known.values()]
    paid = Benefit.objects.filter(Q(household__in=homes) | Q(person__in=people))
    register = list(paid.exclude(until=F("since")))
    members: dict[int, set[int]] = {}
    for home, person in Membership.objects.filter(household__in=homes, until__isnull=True).values_list(
        "household", "person"
    ):
        members.setdefault(home, set()).add(person)
    for one in found:
        told = drafts_of(one, on)
        for number, why in faults_of(told):
            _say(one, number, "refused", why, "amounts")
        _beside_the_register(one, told, register, members.get(one.household or 0, set()), on)


def in_payment(on: datetime.date) -> Q:
    """The condition that a benefit is paid on a day or will be, also where its last day is set."""
    return Q(until__isnull=True) | Q(until__gt=on)


def drafts_of(one: "Found", on: datetime.date) -> dict[int, BenefitDraft]:
    """The payments of a household's rows by their number; who is not in the register yet stands for by the row, negative."""
    drafts = {}
    for number, line in one.lines.items():
        if line["benefit"]:
            person = one.known[number].person if number in one.known else -number
            drafts[number] = benefit_draft(line["benefit"], person, on)
    return drafts


def faults_of(told: Told) -> Iterator[tuple[int, str]]:
    """The rows that give a household's payment another amount or class than a row before them, and what is wrong."""
    first: dict[str, tuple[int, BenefitDraft]] = {}
    for number, draft in told.items():
        if draft.person is not None:
            continue
        row, before = first.setdefault(draft.programme, (number, draft))
        if _worded(before) != _worded(draft):
            zh = BY_KEY[draft.programme].zh
            yield (
                number,
                f"同户的{zh}第{row}行写的是{_worded(before)}，这里是{_worded(draft)}；{zh}按户发放，请改为一致，或只写在户主行",
            )


def _worded(draft: BenefitDraft) -> str:
    """What a row says of a payment of the whole household, as a clerk reads it."""
    monthly = f"每月{yuan(draft.monthly)}元"
    return f"{draft.dibao_class}类、{monthly}" if draft.dibao_class else monthly


def _beside_the_register(
    one: "Found", told: Told, register: Sequence[Benefit], members: set[int], on: datetime.date
) -> None:
    homes = [paid for paid in register if paid.household_id == one.household]
    people = members | {one.known[n].person if n in one.known else -n for n in one.lines}
    beside = [as_paid(paid) for paid in homes]
    owned = [as_paid(paid) for paid in register if paid.person_id in people]
    for number, draft in told.items():
        same = [paid for paid in register if is_same(paid, draft, one.household)]
        going_on = [paid for paid in same if paid.until is None or paid.until > on]
        if going_on:
            _compare(one, number, draft, going_on[0].monthly)
            continue
        if ended := max((paid.until for paid in same if paid.until and paid.until > draft.since), default=None):
            said = f"登记簿中{BY_KEY[draft.programme].zh}已于{ended}停发；之后又发放的，请把起保月份改为停发以后的月份"
            _say(one, number, "refused", said, "ended")
            continue
        new = Paid(draft.programme, draft.person, draft.since, draft.until)
        if new in beside and draft.person is None:
            # Another row said so of the same household.
            continue
        if why := clash(new, _of(owned, draft.person), beside, people):
            _say(one, number, "refused", why, "rival")
        beside.append(new)
        owned.append(new)


def is_same(paid: Benefit, draft: BenefitDraft, household: int | None) -> bool:
    """Whether the register pays what a row says: to the person, wherever, or to the whole of the household."""
    if paid.programme != draft.programme or paid.person_id != draft.person:
        return False
    return draft.person is not None or paid.household_id == household


def as_paid(one: Benefit) -> Paid:
    """A benefit of the register, as rivals are looked for."""
    return Paid(one.programme, one.person_id, one.since, one.until)


def _of(owned: Iterable[Paid], person: int | None) -> list[Paid]:
    return [one for one in owned if person is not None and one.person == person]


def _compare(one: "Found", number: int, draft: BenefitDraft, monthly: int) -> None:
    if monthly != draft.monthly:
        zh = BY_KEY[draft.programme].zh
        told = (
            f"登记簿中{zh}每月{yuan(monthly)}元，名册是{yuan(draft.monthly)}元；金额有变动的，请在家庭页面停发后重新登记。"
            "接受则保持登记簿的金额"
        )
        _say(one, number, "ask", told, "amount")


def _say(one: "Found", number: int, verdict: str, told: str, rule: str) -> None:
    problem = Problem(number, "", "monthly", verdict, f"第{number}行“月保障金”：{told}", rule=rule)
    one.problems[number].append(problem)
