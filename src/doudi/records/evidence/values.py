"""Checking a value before it is written: the engine's own reader of case files is asked, so that what is kept can be read."""

import datetime
from typing import Any

from doudi.engine.casefile import CaseRefused, facts_from_mapping
from doudi.records.evidence.topics import Topic
from doudi.records.registry.refusals import Refused
from doudi.vocabulary.codes import load_list
from doudi.vocabulary.money import parse_yuan

# What the kind of an item says when there is none of it.
NONE = "none"

# A roster says the same thing thousands of times; what the engine could read once it need not read again.
_readable: set[tuple[str, str, datetime.date]] = set()
_MOST_KEPT = 10_000


def checked(topic: Topic, value: Any, day: datetime.date) -> Any:
    """The value where the engine can read it on a day; raises Refused with its own message."""
    if topic.shape == "housing":
        return _housing(value)
    if topic.key in ("veteran", "obligors_listed") and not isinstance(value, bool):
        raise Refused({"value": "请选择是或否"})
    if topic.shape == "item" and isinstance(value, dict) and value.get("kind") != NONE:
        _refuse_half(value)
    # The text of a value tells 1 from True and from "1".
    known = (topic.key, repr(value), day)
    if known not in _readable:
        _refuse_unreadable(topic, value, day)
        if len(_readable) >= _MOST_KEPT:
            _readable.clear()
        _readable.add(known)
    return value


def _refuse_unreadable(topic: Topic, value: Any, day: datetime.date) -> None:
    try:
        facts_from_mapping(_probe(topic, value, day))
    except CaseRefused as refused:
        raise Refused({"value": "；".join(fault.message_zh for fault in refused.errors)}) from None


def amount_of(topic: Topic, value: Any) -> tuple[int | None, str, str]:
    """What lists need of a value: fen, the period, the kind."""
    if topic.shape == "amount":
        return parse_yuan(value), "", ""
    if topic.shape != "item":
        return None, "", value.get("kind", "") if isinstance(value, dict) else ""
    if value["kind"] == NONE:
        return 0, "", NONE
    return parse_yuan(value["amount"]), value["per"], value["kind"]


def _refuse_half(value: dict[str, Any]) -> None:
    if not value.get("amount") or not value.get("per"):
        raise Refused({"value": "请填写金额和周期（每月或每年）；没有的请选择“无”"})


def _housing(value: Any) -> Any:
    faults = []
    if value.get("tenure") not in load_list("housing").by_identifier:
        faults.append("请选择住房来源")
    if value.get("safety") not in ("", None, *load_list("housing_safety").by_identifier):
        faults.append("安全等级应为A、B、C或D")
    if faults:
        raise Refused({"value": "；".join(faults)})
    return value


def _probe(topic: Topic, value: Any, day: datetime.date) -> dict[str, Any]:
    """The smallest case file that holds the value."""
    member: dict[str, Any] = {"id": "本人", "relation": "head", "born": "1980-01-01"}
    household: dict[str, Any] = {}
    if topic.key.startswith("obligor_"):
        household["obligors"] = [{"of": "本人", "relation": "child", **obligor_keys(topic.key, value)}]
    elif topic.subject == "person":
        member |= person_keys(topic.key, [value])
    else:
        household |= household_keys({topic.key: [value]})
    return {"day": day.isoformat(), "place": "340000", "members": [member], "household": household}


def person_keys(topic: str, values: list[Any]) -> dict[str, Any]:
    """The keys of a member in a case file for the values of a topic that stand on a day, the latest last."""
    last = values[-1]
    match topic:
        case "income" | "spending":
            key = "incomes" if topic == "income" else "spending"
            return {key: [value for value in values if value["kind"] != NONE]}
        case "disability":
            if last["kind"] == NONE:
                return {"disability": NONE}
            # A grade nobody knows yet is left out, and so asked for.
            told: dict[str, Any] = {"disability": {key: last[key] for key in ("kind", "grade") if last.get(key)}}
            if "certified" in last:
                told["disability_certified"] = last["certified"]
            return told
        case "illness":
            return {"serious_illness": last}
        case "self_care":
            return {"unable": last}
        case "absence":
            since = {"absent_since": last["since"]} if last.get("since") else {}
            return {"absence": last["state"], **since}
        case "veteran" | "obligor_income" | "obligor_assets_over" | "obligor_receiving":
            return {}
        case _:
            return {topic: last}


def household_keys(values: dict[str, list[Any]]) -> dict[str, Any]:
    """The keys of the household in a case file for its topics' values."""
    told: dict[str, Any] = {}
    assets = {"financial_assets": "financial", "homes": "homes", "vehicles": "vehicles", "businesses": "businesses"}
    known = {key: values[topic][-1] for topic, key in assets.items() if topic in values}
    if "asset_finding" in values:
        known["passed"] = values["asset_finding"][-1]
    if known:
        told["assets"] = known
    for topic, key in (("household_income", "incomes"), ("household_spending", "spending")):
        if topic in values:
            told[key] = [value for value in values[topic] if value["kind"] != NONE]
    for topic in ("relapse_watch", "has_farmland", "two_daughter_family"):
        if topic in values:
            told[topic] = values[topic][-1]
    if "event" in values:
        told["event"] = None if values["event"][-1]["kind"] == NONE else values["event"][-1]
    return told


def obligor_keys(topic: str, value: Any) -> dict[str, Any]:
    """The keys of an obligor in a case file for one topic."""
    match topic:
        case "obligor_income":
            return {"income": value}
        case "obligor_assets_over":
            return {"assets_over": value}
        case "obligor_receiving":
            return {"receiving": value}
        case "disability" | "absence":
            told = person_keys(topic, [value])
            told.pop("disability_certified", None)
            told.pop("absent_since", None)
            return told
        case _:
            return {}
