"""One row of a roster as the register takes it: the person, the place in a household, the facts, the account, the benefit.

A line is plain data, so that it can be kept sealed between the dry run and the commit.
"""

import datetime
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from doudi.gateways.spreadsheets import RosterRow
from doudi.policy.facts import INCOME_KINDS, SPENDING_KINDS
from doudi.policy.programmes import BY_KEY
from doudi.records.registry.identity import PersonDraft
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import yuan

Line = dict[str, Any]
_SEXES = {"1": "male", "2": "female"}
_CHILDREN = {*"20 21 22 23 24 25 26 27 29 30 31 32 33 34 35 36 37 39".split()}
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("head", frozenset({"01", "02"})),
    ("spouse", frozenset({"10", "11", "12"})),
    ("child", frozenset(_CHILDREN)),
    ("grandchild", frozenset("40 41 42 43 44 47 48 49".split())),
    ("parent", frozenset("50 51 52 57 58 59".split())),
    ("grandparent", frozenset("60 61 62 63 64 66 67 69".split())),
    ("sibling", frozenset("70 71 73 75 77 79".split())),
    ("none", frozenset({"99"})),
)


def relation_of(code: str) -> str:
    """The relation the engine counts by, from that of GB/T 4761; in-laws and the rest are other relatives."""
    return next((relation for relation, codes in _GROUPS if code in codes), "other_relative")


def line_of(row: RosterRow, *, proposals: bool, valid_on: datetime.date) -> Line:
    """The line of a row; with `proposals` what was proposed for a doubtful cell stands for it."""
    told = {field: row.values[field] for field in row.values}
    if proposals:
        for problem in row.problems:
            if problem.rule == "cell" and problem.field not in told and problem.proposal is not None:
                told[problem.field] = problem.proposal
    return {
        "person": _person(told, valid_on),
        "relation": relation_of(told["relation"]) if "relation" in told else "",
        "household": _household(told),
        "facts": list(_facts(told)),
        "account": _account(told),
        "benefit": _benefit(told),
    }


def draft_of(line: Line) -> PersonDraft:
    """The person of a line."""
    born = line["person"].get("born_on")
    return PersonDraft(**{**line["person"], "born_on": datetime.date.fromisoformat(born) if born else None})


def _person(told: Mapping[str, Any], valid_on: datetime.date) -> dict[str, Any]:
    person: dict[str, Any] = {"name": told["name"].text if "name" in told else ""}
    citizen, born = told.get("citizen_id"), told.get("born")
    if citizen is not None:
        person |= {"citizen_id": citizen.number18, "seen_on_paper": True}
    else:
        young = born is not None and (valid_on - born).days < 366
        person["no_id_reason"] = "newborn" if young else "other"
        person["sex"] = _SEXES.get(told.get("sex", ""), "")
        if born is not None:
            person["born_on"] = born.isoformat()
    for field, name in (("ethnic_group", "ethnic"), ("hukou", "hukou"), ("phone", "phone"), ("note", "note")):
        if told.get(field):
            person[name] = told[field]
    return person


def _household(told: Mapping[str, Any]) -> dict[str, Any]:
    household: dict[str, Any] = {"village": told.get("village", ""), "address": told.get("address", "")}
    household["area"] = identifier("area", told["area"]) if "area" in told else ""
    household["type"] = identifier("household_type", told["household_type"]) if "household_type" in told else ""
    household["causes"] = [identifier("cause", code) for code in told.get("causes", ())]
    household["number"] = told.get("household_no", "")
    return household


def _facts(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "disability_kind" in told and "disability_grade" in told:
        kind, certificate = identifier("disability_kind", told["disability_kind"]), told.get("disability_certificate")
        value = {"kind": kind, "grade": int(told["disability_grade"]), "certified": bool(certificate)}
        yield {"topic": "disability", "value": value, "certificate": certificate or ""}
    for field, topic, codes in (("labour", "labour", "labour"), ("school", "school", "school")):
        if field in told and identifier(codes, told[field]):
            yield {"topic": topic, "value": identifier(codes, told[field])}
    if "serious_illness" in told:
        yield {"topic": "illness", "value": told["serious_illness"], "note": told.get("illness", "")}
    yield from _items(told, "income", INCOME_KINDS)
    yield from _items(told, "spending", SPENDING_KINDS)


def _items(told: Mapping[str, Any], topic: str, kinds: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """The incomes or spending of a row; where every column given says nothing, that there is none."""
    given = [(kind, told[field], per) for field, kind, per in _fields(topic, tuple(kinds)) if field in told]
    some = [{"kind": kind, "amount": yuan(fen), "per": per} for kind, fen, per in given if fen]
    if given:
        yield from ({"topic": topic, "value": value} for value in some or [{"kind": "none"}])


@cache
def _fields(topic: str, kinds: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """The fields of incomes or spending, each with its kind and period."""
    periods = (("monthly", "month"), ("yearly", "year"))
    return tuple((f"{topic}_{kind}_{period}", kind, per) for kind in kinds for period, per in periods)


def _account(told: Mapping[str, Any]) -> dict[str, Any] | None:
    if "account" not in told:
        return None
    holder = told["account_holder"].text if "account_holder" in told else ""
    return {"number": told["account"], "bank": told.get("bank", ""), "holder": holder}


def _benefit(told: Mapping[str, Any]) -> dict[str, Any] | None:
    if "programme" not in told or "monthly" not in told:
        return None
    key, started, review = identifier("programme", told["programme"]), told.get("started"), told.get("review_on")
    if key not in BY_KEY or BY_KEY[key].referral:
        return None
    return {
        "programme": key,
        "monthly": told["monthly"],
        "dibao_class": identifier("dibao_class", told["dibao_class"]) if "dibao_class" in told else "",
        "since": started.first_day.isoformat() if started is not None else "",
        "next_review_on": review.isoformat() if review is not None else "",
    }


@cache
def identifier(codes: str, code: str) -> str:
    """The word the programs use for a code; empty where the list has none for it."""
    return load_list(codes)[code].identifier
