"""A standard as an officer gives it, read by the engine's own reader before anything is written."""

import datetime
import re
from dataclasses import dataclass, replace
from typing import Any, Protocol

from doudi.engine.case_values import LAST_YEAR
from doudi.engine.dated import Parameters, Value, published_parameters
from doudi.engine.parameter_files import FEN_UNITS, Definition, ParameterError
from doudi.policy.edition import changes as days_of_law
from doudi.records.standards.refusals import StandardRefused
from doudi.records.territory.queries import place_on
from doudi.vocabulary.money import parse_yuan, yuan

LONGEST_NOTICE, LONGEST_NOTE = 200, 500
_LEVELS = ("province", "city", "county", "town")
_WHOLE = re.compile(r"-?[0-9]{1,4}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# How the engine's reader names a key, and what the field is called here.
_FIELDS = {"value": "published", "per": "per", "place": "place", "area": "area", "since": "since", "source": "notice"}
_FAULT = re.compile(r"：(?P<key>[a-z_]+) 写的是 .*?；(?P<mend>.+)", re.DOTALL)


class Said(Protocol):
    """What an entry and a draft both say."""

    parameter: str
    place: str
    area: str
    since: datetime.date
    published: str
    per: str
    notice: str
    note: str


@dataclass(frozen=True)
class StandardDraft:
    """One value as the notice gives it: `published` in yuan for money, else a whole number; `per` the period of the figure.

    `area` empty is town and country alike.
    """

    parameter: str
    place: str
    since: datetime.date
    published: str
    notice: str
    area: str = ""
    per: str = ""
    note: str = ""


def change_of(said: Said) -> dict[str, Any]:
    """An entry as the engine takes a change; certain, with its notice as the source."""
    definition = published_parameters().definition(said.parameter)
    change: dict[str, Any] = {
        "parameter": said.parameter,
        "place": said.place,
        "since": said.since,
        "value": said.published if definition.unit in FEN_UNITS else int(said.published),
        "source": said.notice,
        "confidence": "high",
        "provisional": False,
    }
    optional = {"area": said.area, "per": said.per, "note": said.note}
    return change | {key: word for key, word in optional.items() if word}


def settable() -> dict[str, Definition]:
    """The parameters a place may set, by name; the limits the State Council sets for everybody are not among them."""
    every = published_parameters()
    return {name: every.definition(name) for name in every.names() if "place" in every.definition(name).by}


def read_draft(draft: StandardDraft, *, today: datetime.date) -> StandardDraft:
    """The draft as it will be written, every field checked, the engine's reader last; raises StandardRefused."""
    said = {name: " ".join(getattr(draft, name).split()) for name in ("published", "notice", "note")}
    draft = replace(draft, **said)
    definition = settable().get(draft.parameter)
    if definition is None:
        raise StandardRefused({"parameter": "请选择一项由地方公布的标准；全国统一的限额不在此录入"})
    faults = _faults_of_place(draft, definition, today) | _faults_of_words(draft) | _faults_of_day(draft)
    if draft.published and definition.unit not in FEN_UNITS and not _WHOLE.fullmatch(draft.published):
        faults["published"] = "应为最多四位的整数，用半角数字"
    if not draft.published:
        faults["published"] = "请填写通知公布的数额"
    if faults:
        raise StandardRefused(faults)
    value_of(draft, published_parameters())
    return replace(draft, published=_written(draft.published, definition))


def value_of(said: Said, parameters: Parameters) -> Value:
    """The value the engine makes of an entry, laid over the parameters; raises StandardRefused with its reader's reason."""
    try:
        changed = parameters.with_changes([change_of(said)])
    except ParameterError as fault:
        raise StandardRefused(_faults_of_reader(str(fault))) from None
    return next(value for value in changed.published(said.parameter) if _is(value, said))


def _is(value: Value, said: Said) -> bool:
    """Whether a value is the one that was said; where a profile has values of its own there are several alike."""
    return (value.place, value.since, value.area or "") == (said.place, said.since, said.area)


def _written(published: str, definition: Definition) -> str:
    """Money with two decimals, as the parameter files write it."""
    return yuan(parse_yuan(published)) if definition.unit in FEN_UNITS else str(int(published))


def _faults_of_place(draft: StandardDraft, definition: Definition, today: datetime.date) -> dict[str, str]:
    faults = {}
    place = place_on(draft.place, today)
    if place is None or place.level not in _LEVELS:
        faults["place"] = "请选择现有的市、县（市、区）或乡镇（街道）；标准不按村公布"
    if draft.area and "area" not in definition.by:
        faults["area"] = "这项标准不分城乡，请选“城乡一致”"
    return faults


def _faults_of_words(draft: StandardDraft) -> dict[str, str]:
    faults = {}
    if not draft.notice:
        faults["notice"] = "请填写通知文号，如“六民〔2025〕12号”"
    for field, most in (("notice", LONGEST_NOTICE), ("note", LONGEST_NOTE)):
        text = getattr(draft, field)
        if len(text) > most:
            faults[field] = f"最多{most}字"
        elif _UNSEEN.search(text):
            faults[field] = "含有看不见的字符，请重新录入"
    return faults


def _faults_of_day(draft: StandardDraft) -> dict[str, str]:
    first = days_of_law()[0]
    if draft.since < first:
        return {"since": f"执行日期早于{first}：本系统没有更早的规则，请核对日期"}
    if draft.since.year > LAST_YEAR:
        return {"since": f"执行日期晚于{LAST_YEAR}年，请核对日期"}
    return {}


def _faults_of_reader(message: str) -> dict[str, str]:
    """The reader's sentence at the field it speaks of, without the words of a file."""
    found = _FAULT.search(message)
    if found is None or found["key"] not in _FIELDS:
        return {"": message}
    return {_FIELDS[found["key"]]: found["mend"]}
