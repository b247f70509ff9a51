"""Bank accounts, and benefits in payment that are taken over as they were found."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from doudi.policy.facts import CODES
from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk
from doudi.records.registry.actions.common import lock_household, person_in_hand, refuse_closed, refuse_future
from doudi.records.registry.actions.rivals import Paid, rival_of
from doudi.records.registry.identity import account_columns
from doudi.records.registry.models import BankAccount, Benefit, Household, Person
from doudi.records.registry.reach import people_in_hand
from doudi.records.registry.refusals import Refused
from doudi.records.registry.words import HOLDERS
from doudi.records.trail.recording import recording
from doudi.vocabulary.names import match_key


@dataclass(frozen=True)
class AccountDraft:
    """An account as an officer gives it; a collector's needs the number of the filed agreement."""

    number: str
    bank: str = ""
    holder_kind: str = "own"
    holder_name: str = ""
    agreement: str = ""


def open_account(*, by: Desk, person: int, draft: AccountDraft, since: datetime.date, reason: str = "") -> BankAccount:
    """Pay a person into this account from a day on; the account before it ends that day.

    What should be looked at stands in its `warnings`. Raises NotAllowed, Refused.
    """
    by.must("record_facts")
    refuse_future(since, by.day, "since")
    with recording(by, reason=reason or "登记银行账号"):
        of = person_in_hand(by, person, lock=True)
        if of.id_unverified:
            raise Refused({"number": f"{of.name}的证件号未核实，核实后才能登记账号"})
        if of.died_on is not None:
            raise Refused(f"{of.name}已登记死亡，不能再登记账号")
        columns = account_columns(draft.number)
        _check_holder(draft, of)
        _make_way(of, columns["number_index"], since)
        return BankAccount.objects.create(
            person=of,
            bank=draft.bank.strip(),
            holder_kind=draft.holder_kind,
            holder_name=draft.holder_name.strip() or of.name,
            agreement=draft.agreement.strip(),
            since=since,
            **columns,
        )


def _check_holder(draft: AccountDraft, of: Person) -> None:
    holder = draft.holder_name.strip()
    if draft.holder_kind not in dict(HOLDERS):
        raise Refused({"holder_kind": "请选择账户是谁的"})
    if draft.holder_kind == "own" and holder and match_key(holder) != of.name_key:
        raise Refused({"holder_name": f"本人账户的开户人应为{of.name}；是他人账户的，请改选监护人或代领人"})
    if draft.holder_kind != "own" and not holder:
        raise Refused({"holder_name": "请填写开户人姓名"})
    if draft.holder_kind == "collector" and not draft.agreement.strip():
        raise Refused({"agreement": "代领人须已备案，请填写代领协议编号"})


def _make_way(of: Person, number: bytes, since: datetime.date) -> None:
    """End the account in use; raises Refused where the new one would stand beside an older one or repeats it."""
    old = of.accounts.select_for_update().filter(until__isnull=True).first()
    if old is not None and bytes(old.number_index or b"") == number:
        raise Refused({"number": "与现在使用的账号相同，不必重复登记"})
    if old is not None and since < old.since:
        raise Refused({"since": f"日期早于现账号的起始日期（{old.since}），请核对"})
    before = of.accounts.filter(Q(until__gt=F("since")), until__gt=since).order_by("-until").first()
    if before is not None:
        raise Refused({"since": f"到{before.until}使用的是另一账号，起始日期不能更早"})
    if old is not None:
        old.until = since
        old.save(update_fields=["until"])


def close_account(*, by: Desk, account: int, on: datetime.date, reason: str) -> BankAccount:
    """An account is no longer paid into. Raises NotAllowed, Refused."""
    by.must("record_facts")
    refuse_future(on, by.day)
    with recording(by, reason=reason):
        standing = BankAccount.objects.select_for_update().filter(pk=account, until__isnull=True)
        # Those another office answers for are not told apart from those that are not there.
        found = standing.filter(person__in=Person.objects.filter(people_in_hand(by))).first()
        if found is None:
            raise Refused("没有这个账号，或已停用")
        if on < found.since:
            raise Refused({"on": f"日期早于账号的起始日期（{found.since}），请核对"})
        found.until = on
        found.save(update_fields=["until"])
    return found


@dataclass(frozen=True)
class BenefitDraft:
    """A benefit in payment as found on paper; `monthly` in fen, `since` the first day of the first month paid."""

    programme: str
    monthly: int
    since: datetime.date
    person: int | None = None
    dibao_class: str = ""
    care_mode: str = ""
    next_review_on: datetime.date | None = None
    certificate: str = ""
    note: str = ""
    until: datetime.date | None = None


def take_over_benefit(*, by: Desk, household: int, draft: BenefitDraft, version: int | None = None) -> Benefit:
    """Write a benefit that is in payment already, decided before this register; raises NotAllowed, Refused, Stale."""
    check_benefit(draft)
    with recording(by, reason="接管在保对象"):
        found = lock_household(by, household, duty="take_over", version=version)
        refuse_closed(found)
        refuse_future(draft.since, by.day, "since")
        if draft.person is not None:
            _refuse_unpayable(found, draft)
        _refuse_overlap(found, draft)
        return Benefit.objects.create(household=found, **_columns(draft))


def _columns(draft: BenefitDraft) -> dict[str, Any]:
    return {
        "person_id": draft.person,
        "programme": draft.programme,
        "dibao_class": draft.dibao_class,
        "care_mode": draft.care_mode,
        "monthly": draft.monthly,
        "since": draft.since,
        "until": draft.until,
        "next_review_on": draft.next_review_on,
        "certificate": draft.certificate.strip(),
        "note": draft.note.strip(),
    }


def grant_benefit(*, by: Desk, household: int, draft: BenefitDraft) -> Benefit:
    """Write a benefit that was confirmed by a decision; it may begin on a day to come. Raises NotAllowed, Refused."""
    check_benefit(draft)
    with recording(by, reason="确认救助"):
        found = lock_household(by, household, duty="confirm")
        refuse_closed(found)
        if draft.person is not None:
            _refuse_unpayable(found, draft)
        _refuse_overlap(found, draft)
        return Benefit.objects.create(household=found, **_columns(draft))


def check_benefit(draft: BenefitDraft) -> None:
    """Raise Refused for a benefit that cannot be in payment."""
    programme = BY_KEY.get(draft.programme)
    faults = {}
    if programme is None or programme.referral:
        faults["programme"] = "请选择在发的救助项目"
    elif (programme.unit == "person") != (draft.person is not None):
        faults["person"] = "该项目按人发放，请选择是谁的" if programme.unit == "person" else "该项目按户发放，不选个人"
    if draft.monthly < 0:
        faults["monthly"] = "月金额不能为负"
    if draft.dibao_class not in ("", *CODES["class"]):
        faults["dibao_class"] = "类别应为A、B或C"
    if draft.care_mode not in ("", *CODES["care_mode"]):
        faults["care_mode"] = "供养方式应为分散或集中"
    if draft.next_review_on and draft.next_review_on < draft.since:
        faults["next_review_on"] = "下次复核日期早于起始日期，请核对"
    if faults:
        raise Refused(faults)


def _refuse_unpayable(household: Household, draft: BenefitDraft) -> None:
    """Only somebody of the household whose number is known is paid, nobody after death and nobody who is gone."""
    whose = Person.objects.filter(memberships__household=household, pk=draft.person).first()
    if whose is None:
        raise Refused({"person": "此人不是本户成员"})
    if whose.id_unverified:
        raise Refused({"person": f"{whose.name}的证件号未核实，核实后才能登记发放"})
    if whose.died_on is not None and draft.since > whose.died_on:
        raise Refused({"person": f"{whose.name}已于{whose.died_on}死亡，请核对"})
    here = household.memberships.filter(person=whose, until__isnull=True).exists()
    if not here and whose.died_on is None and draft.until is None:
        raise Refused({"person": f"{whose.name}已离开本户；在他户的，请在那一户登记"})


def _refuse_overlap(household: Household, draft: BenefitDraft) -> None:
    same = Benefit.objects.filter(programme=draft.programme, person=draft.person)
    # What a person is paid follows the person, whichever household they belonged to.
    same = same.filter(household=household) if draft.person is None else same
    if same.filter(until__isnull=True).exists():
        raise Refused({"programme": "该项目已在发；有变动请先停发原来的一笔"})
    if same.filter(until__gt=draft.since).exists():
        raise Refused({"since": "与该项目此前的发放期间重叠，请核对起始月份"})
    if rival := rival_of(household, Paid(draft.programme, draft.person, draft.since, draft.until)):
        raise Refused({"programme": rival})


def _locked_benefit(by: Desk, benefit: int, duty: str) -> Benefit:
    """A benefit in payment, its household locked before it; raises Refused for one that is elsewhere or not there."""
    # A status is granted until a day, and may have to end before it.
    open_still = Q(until__isnull=True) | Q(until__gt=by.day)
    standing = Benefit.objects.filter(by.within("household__territory"), open_still, pk=benefit)
    seen = standing.first()
    if seen is not None:
        lock_household(by, seen.household_id, duty=duty)
    found = standing.select_for_update(of=("self",)).first() if seen is not None else None
    if found is None:
        raise Refused("没有这笔在发的救助，或已停发")
    return found


def end_benefit(*, by: Desk, benefit: int, on: datetime.date, reason: str, duty: str = "take_over") -> Benefit:
    """A benefit in payment ends; `on` is the first day no longer paid. Ended by a decision, `duty` is that of deciding.

    Raises NotAllowed, Refused.
    """
    by.must(duty)
    with recording(by, reason=reason):
        found = _locked_benefit(by, benefit, duty)
        if on < found.since:
            raise Refused({"on": f"日期早于起始日期（{found.since}），请核对"})
        if found.until is not None and on >= found.until:
            raise Refused("没有这笔在发的救助，或已停发")
        if not reason.strip():
            raise Refused({"reason": "请写明停发原因"})
        found.until, found.ended_reason = on, reason.strip()
        found.save(update_fields=["until", "ended_reason"])
    return found


def go_on(*, by: Desk, benefit: int) -> Benefit:
    """A benefit whose end has not come yet goes on after all, because the decision to end it was revoked.

    Raises NotAllowed, Refused.
    """
    by.must("confirm")
    with recording(by, reason="停发决定已撤销，继续发放"):
        found = _locked_benefit(by, benefit, "confirm")
        found.until, found.ended_reason = None, ""
        found.save(update_fields=["until", "ended_reason"])
    return found
