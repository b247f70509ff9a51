"""The forms of facts: whatever may be entered goes through its form and back unchanged, and nothing is taken for none."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.interfaces.staff.households.forms_facts import FactForm, initial_of
from doudi.interfaces.staff.households.shapes import SHAPES
from doudi.policy.facts import CODES, INCOME_KINDS, SPENDING_KINDS
from doudi.policy.programmes import PROGRAMMES
from doudi.records.evidence.topics import TOPICS
from doudi.records.evidence.values import checked
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import yuan
from support.topic_values import OF_HOUSEHOLDS, OF_MEMBERS, OF_OBLIGORS, OF_THE_REGISTER

DAY = datetime.date(2026, 3, 2)
COMMON = {"since": "2026-03-02", "until": "", "source": "survey", "vouched_by": "", "document": "", "note": ""}
MONEY = st.integers(0, 10**9).map(yuan)
DAYS = st.dates(datetime.date(2000, 1, 1), DAY).map(datetime.date.isoformat)
VALUES: dict[str, Any] = {
    **{topic: row[0] for table in (OF_MEMBERS, OF_HOUSEHOLDS, OF_OBLIGORS) for topic, row in table.items()},
    **OF_THE_REGISTER,
}


def _items(kinds: Any) -> st.SearchStrategy[Any]:
    some = st.fixed_dictionaries(
        {"kind": st.sampled_from(sorted(kinds)), "amount": MONEY, "per": st.sampled_from(["month", "year"])}
    )
    return some | st.just({"kind": "none"})


def _parent() -> st.SearchStrategy[Any]:
    states = st.sampled_from(CODES["parent_state"])
    return st.fixed_dictionaries({"state": states}, optional={"months": st.integers(0, 1560)})


def _subsets(words: Any) -> st.SearchStrategy[Any]:
    order = list(words)
    return st.sets(st.sampled_from(order)).map(lambda chosen: [one for one in order if one in chosen])


SHAPED: dict[str, st.SearchStrategy[Any]] = {
    "truth": st.booleans(),
    "count": st.integers(0, 9999),
    "amount": MONEY,
    "disability": st.just({"kind": "none"})
    | st.fixed_dictionaries(
        {"kind": st.sampled_from(CODES["disability_kind"][1:]), "grade": st.integers(1, 4)},
        optional={"certified": st.booleans()},
    ),
    "absence": st.fixed_dictionaries({"state": st.sampled_from(CODES["absence"])}, optional={"since": DAYS}),
    "parents": st.fixed_dictionaries({"father": _parent()}, optional={"mother": _parent()})
    | st.fixed_dictionaries({"mother": _parent()}),
    "event": st.just({"kind": "none"})
    | st.fixed_dictionaries(
        {"kind": st.sampled_from(CODES["event_kind"][1:])},
        optional={"day": DAYS, "urgent": st.booleans(), "loss": MONEY, "self_paid": MONEY},
    ),
    "housing": st.fixed_dictionaries(
        {"tenure": st.sampled_from(sorted(load_list("housing").by_identifier))},
        optional={"safety": st.sampled_from(["A", "B", "C", "D"])},
    ),
    "list": _subsets(one.key for one in PROGRAMMES if one.in_contract and not one.referral),
}


def values_of(topic: str) -> st.SearchStrategy[Any]:
    """Every value a topic may have."""
    known = TOPICS[topic]
    if known.shape == "item":
        return _items(INCOME_KINDS if known.codes == "income" else SPENDING_KINDS)
    if known.shape == "code":
        return st.sampled_from([word for word in CODES[known.codes] if word in load_list(known.codes).by_identifier])
    if known.shape == "words":
        return _subsets(load_list(known.codes).by_identifier)
    return SHAPED[known.shape]


def _typed(topic: str, value: Any) -> dict[str, Any]:
    """What a browser sends for the fields as they are filled from a value."""
    told = initial_of(TOPICS[topic], value)
    typed = {name: _sent(one) for name, one in told.items() if one is not None and one is not False}
    return {**COMMON, **typed}


def _sent(value: Any) -> Any:
    return "on" if value is True else value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_topic_has_a_form_that_takes_its_value(topic: str) -> None:
    form = FactForm(_typed(topic, VALUES[topic]), topic=TOPICS[topic])
    assert form.is_valid(), form.errors
    assert set(SHAPES) >= {TOPICS[topic].shape}
    assert checked(TOPICS[topic], form.value, DAY) == form.value


@given(st.sampled_from(sorted(TOPICS)).flatmap(lambda topic: st.tuples(st.just(topic), values_of(topic))))
def test_what_may_be_entered_goes_through_its_form_and_back_unchanged(told: tuple[str, Any]) -> None:
    topic, value = told
    form = FactForm(_typed(topic, value), topic=TOPICS[topic])
    assert form.is_valid(), form.errors
    assert form.value == value
    assert checked(TOPICS[topic], value, DAY) == value


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_form_sent_empty_says_nothing_and_is_refused(topic: str) -> None:
    form = FactForm(dict(COMMON), topic=TOPICS[topic])
    assert not form.is_valid()
    assert set(form.errors) <= set(form.value_fields)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1900", "1900.00"),
        ("１，９００.5元", "1900.50"),
        (" 58.13 ", "58.13"),
        ("0", "0.00"),
        ("1,234,567.8", "1234567.80"),
    ],
)
def test_amounts_are_taken_as_clerks_type_them(typed: str, kept: str) -> None:
    form = FactForm({**COMMON, "value": typed}, topic=TOPICS["financial_assets"])
    assert form.is_valid(), form.errors
    assert form.value == kept


@pytest.mark.parametrize("typed", ["-5", "1.234", "约三千", "1e3", "NaN", "12345678901", "3 万"])
def test_amounts_that_are_none_are_refused_in_chinese_and_stay_in_the_form(typed: str) -> None:
    form = FactForm({**COMMON, "value": typed}, topic=TOPICS["financial_assets"])
    assert not form.is_valid() and "金额应为数字" in str(form.errors["value"])
    assert form["value"].value() == typed


@pytest.mark.parametrize(
    ("topic", "typed", "field", "told"),
    [
        ("income", {"kind": "wage"}, "amount", "请填写金额"),
        ("income", {"kind": "wage", "amount": "5"}, "per", "每月还是每年"),
        ("income", {"kind": "none", "amount": "5"}, "amount", "应留空"),
        ("disability", {"kind": "visual"}, "grade", "残疾等级"),
        ("disability", {"kind": "none", "grade": "1"}, "grade", "不填等级"),
        ("absence", {"state": "religious", "away_since": "2026-03-03"}, "away_since", "晚于起始日期"),
        ("parents", {}, "father_state", "至少"),
        ("parents", {"father_state": "dead", "mother_months": "3"}, "mother_state", "请选择情况"),
        ("self_care", {}, "value", "各项均能自理"),
        ("self_care", {"value": ["eat"], "nothing": "on"}, "nothing", "不能同时"),
        ("obligor_receiving", {}, "value", "未享受任何救助"),
        ("event", {"kind": "none", "loss": "3"}, "loss", "应留空"),
        ("event", {"kind": "fire", "day": "2026-03-03"}, "since", "早于发生日期"),
        ("illness", {}, "value", "是或否"),
        ("illness", {"value": "yes", "until": "2026-03-01"}, "until", "早于起始"),
        ("illness", {"value": "yes", "source": ""}, "source", "请选择"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(topic: str, typed: dict[str, Any], field: str, told: str) -> None:
    form = FactForm({**COMMON, **typed}, topic=TOPICS[topic])
    assert not form.is_valid()
    assert told in str(form.errors[field])


def test_of_incomes_that_stand_one_has_to_say_whether_it_replaces_any() -> None:
    typed = {**COMMON, "kind": "wage", "amount": "5", "per": "month"}
    standing = [(7, "工资性收入")]
    form = FactForm(typed, topic=TOPICS["income"], standing=standing)
    assert not form.is_valid() and "并存" not in str(form.errors) and list(form.errors) == ["replaces"]
    for chosen, row in (("beside", None), ("7", 7)):
        form = FactForm({**typed, "replaces": chosen}, topic=TOPICS["income"], standing=standing)
        assert form.is_valid() and form.replaces == row


def test_what_an_action_refuses_stands_beside_the_field_it_names() -> None:
    form = FactForm({**COMMON, "value": "yes"}, topic=TOPICS["illness"])
    assert form.is_valid()
    form.refuse({"value": "不对", "since": "太早", "person": "不是本户成员", "": "已销户"})
    assert "不对" in str(form.errors["value"]) and "太早" in str(form.errors["since"])
    assert "不是本户成员" in str(form.non_field_errors()) and "已销户" in str(form.non_field_errors())
