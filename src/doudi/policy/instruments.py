"""The legal texts that are cited, and what a citation says.

A citation is `name#place`: `最低生活保障审核确认办法#8.2` is the second paragraph of article 8. It resolves only to a
text on record (`instruments.yaml`) and to a place that text has, so a citation cannot drift from the law unnoticed.
"""

import datetime
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

_NUMERALS = tuple("一二三四五六七八九十")
_ARTICLE = re.compile(r"([1-9][0-9]*)(?:\.([1-9][0-9]?))?(?:\.([1-9][0-9]?))?")
_PART = re.compile(r"([一二三四五六七八九十])(?:\.([1-9][0-9]?))?(?:\.([1-9][0-9]?))?")
_KEYS = {"title", "also", "number", "issuer", "since", "until", "articles", "points", "parts", "sections"}
_KEYS |= {"confidence", "note"}


class UnknownCitation(ValueError):
    """A citation of a text that is not on record, or of a place the text does not have; says which there are."""


@dataclass(frozen=True)
class Instrument:
    """One legal text, in force from `since` until before `until`.

    `articles` counts its articles; a text without articles has running `points`, numbered `parts` (for each part the
    points of its items) or named `sections` (heading and its English). None of them: it is cited only as a whole.
    """

    key: str
    zh: str
    en: str
    number: str | None
    issuer_zh: str
    issuer_en: str
    since: datetime.date
    until: datetime.date | None
    articles: int
    points: int
    parts: tuple[tuple[int, ...], ...]
    sections: Mapping[str, str]
    also: tuple[str, ...]
    confidence: str
    note: str

    def in_force(self, on: datetime.date) -> bool:
        """Whether the text is in force on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    def places(self) -> str:
        """In Chinese, what may stand after the `#`."""
        kinds = (
            (self.articles, f"第1条至第{self.articles}条"),
            (self.points, f"第1点至第{self.points}点"),
            (len(self.parts), f"第一部分至第{_NUMERALS[len(self.parts) - 1]}部分"),
            (len(self.sections), "、".join(self.sections)),
        )
        return "；".join(words for there_are, words in kinds if there_are) or "（只能整体引用）"


@dataclass(frozen=True)
class Citation:
    """A citation that resolved: the text, the place in it, and both as words."""

    cite: str
    instrument: Instrument
    place: str
    zh: str
    en: str


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every legal text on record by its short name; raises `ValueError` naming the entry and key that is wrong."""
    text = (files("doudi.policy") / "instruments.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: dict[str, dict[str, Any]] = yaml.load(text, Loader=loader)
    return MappingProxyType({key: _instrument(key, entry) for key, entry in entries.items()})


def _instrument(key: str, entry: dict[str, Any]) -> Instrument:
    if unknown := entry.keys() - _KEYS:
        raise ValueError(
            f"instruments.yaml “{key}”：不认识 {'、'.join(sorted(unknown))}；可写的是 {'、'.join(sorted(_KEYS))}"
        )
    if missing := {"title", "number", "issuer", "since", "confidence"} - entry.keys():
        raise ValueError(f"instruments.yaml “{key}”：缺少 {'、'.join(sorted(missing))}")
    return Instrument(
        key=key,
        zh=entry["title"]["zh"],
        en=entry["title"]["en"],
        number=entry["number"],
        issuer_zh=entry["issuer"]["zh"],
        issuer_en=entry["issuer"]["en"],
        since=entry["since"],
        until=entry.get("until"),
        articles=entry.get("articles", 0),
        points=entry.get("points", 0),
        parts=tuple(tuple(part) if isinstance(part, list) else (0,) * part for part in entry.get("parts", ())),
        sections=MappingProxyType(entry.get("sections", {})),
        also=tuple(entry.get("also", ())),
        confidence=entry["confidence"],
        note=entry.get("note", ""),
    )


@cache
def _by_any_name() -> Mapping[str, Instrument]:
    return {name: text for key, text in instruments().items() for name in (key, *text.also)}


@cache
def resolve(cite: str) -> Citation:
    """What a citation says, `name` or `name#place`.

    Raises `UnknownCitation`, in Chinese, for a name not on record (with the nearest ones) or a place the text does
    not have (with the range it has).
    """
    key, _, place = cite.partition("#")
    text = _by_any_name().get(key)
    if text is None:
        near = difflib.get_close_matches(key, _by_any_name(), n=3, cutoff=0.4)
        hint = f"；相近的有：{'、'.join(near)}" if near else ""
        raise UnknownCitation(f"引用“{cite}”：没有登记名为“{key}”的文件{hint}。请改正，或在 instruments.yaml 登记")
    words = _whole(cite, place) or _first_match(text, place)
    if words is None:
        raise UnknownCitation(f"引用“{cite}”：“{key}”没有“{place}”；可引用：{text.places()}")
    return Citation(cite, text, place, f"《{text.zh}》{words[0]}", f"{text.en}{words[1]}")


def _whole(cite: str, place: str) -> tuple[str, str] | None:
    return ("", "") if not place and "#" not in cite else None


def _first_match(text: Instrument, place: str) -> tuple[str, str] | None:
    readings: tuple[Callable[[Instrument, str], tuple[str, str] | None], ...] = (_article, _point, _part, _section)
    return next((words for reading in readings if (words := reading(text, place))), None)


def _article(text: Instrument, place: str) -> tuple[str, str] | None:
    found = _ARTICLE.fullmatch(place)
    if not found or not int(found[1]) <= text.articles:
        return None
    article, paragraph, item = found.groups()
    zh = f"第{article}条" + (f"第{paragraph}款" if paragraph else "") + (f"第{item}项" if item else "")
    en = f", article {article}" + (f", paragraph {paragraph}" if paragraph else "") + (f", item {item}" if item else "")
    return zh, en


def _point(text: Instrument, place: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[1-9][0-9]*", place) or not int(place) <= text.points:
        return None
    return f"第{place}点", f", point {place}"


def _part(text: Instrument, place: str) -> tuple[str, str] | None:
    found = _PART.fullmatch(place)
    if not found or _NUMERALS.index(found[1]) >= len(text.parts):
        return None
    number = _NUMERALS.index(found[1])
    item, point = int(found[2] or 0), int(found[3] or 0)
    items = text.parts[number]
    if item > len(items) or (point and point > items[item - 1]):
        return None
    zh = f"第{found[1]}部分" + (f"第{item}项" if item else "") + (f"第{point}点" if point else "")
    en = f", part {number + 1}" + (f", item {item}" if item else "") + (f", point {point}" if point else "")
    return zh, en


def _section(text: Instrument, place: str) -> tuple[str, str] | None:
    return (f"“{place}”部分", f", section “{text.sections[place]}”") if place in text.sections else None
