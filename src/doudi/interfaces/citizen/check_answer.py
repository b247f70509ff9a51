"""The answer to a family in plain words: what is likely, what is still open and which papers say so, what is not theirs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from doudi.engine.determine import Answer, Determination
from doudi.engine.telling import Language, Line, Telling, one_time_list, standards_wanted
from doudi.interfaces.site.gaps_said import standard_said
from doudi.policy.facts import FACTS
from doudi.records.cases.gaps import OFFICE_FINDS
from doudi.vocabulary.money import yuan

_PATH = r"(?:members\[\d+\]|household|parameter:)[\w.\[\]]*|\barea\b"
_IN_BRACKETS = re.compile(rf" ?[（(](?:{_PATH})[）)]")
_BARE = re.compile(_PATH)


@dataclass(frozen=True)
class Likely:
    """One programme: its name and whose, what it would bring, what is still open, and the reasoning."""

    name: str
    money: str
    open: tuple[str, ...]
    look_at: tuple[str, ...]
    why: tuple[Line, ...]


@dataclass(frozen=True)
class Paper:
    """A paper to bring and what it shows."""

    paper: str
    shows: tuple[str, ...]


@dataclass(frozen=True)
class Plain:
    """The whole answer: likely first, then undecided, then the names of what is not theirs; what to bring."""

    likely: tuple[Likely, ...]
    undecided: tuple[Likely, ...]
    refused: tuple[str, ...]
    papers: tuple[Paper, ...]
    office_finds: tuple[str, ...]


def in_plain_words(answer: Answer, language: Language) -> Plain:
    """An answer as a family reads it, without the paths of a case file."""
    names = _names(answer, language)
    told: dict[str, list[Likely]] = {"eligible": [], "unknown": []}
    refused: dict[str, None] = {}
    for one in answer.determinations:
        if one.outcome in told:
            told[one.outcome].append(_likely(answer, one, names, language))
        elif one.programme.in_contract:
            refused[one.programme.zh if language == "zh" else one.programme.en] = None
    unclear = {one.name.partition("（")[0].partition(" (")[0] for ones in told.values() for one in ones}
    papers, office = _papers(answer, names)
    return Plain(
        tuple(told["eligible"]),
        tuple(told["unknown"]),
        tuple(one for one in refused if one not in unclear),
        papers,
        office,
    )


def _names(answer: Answer, language: Language) -> dict[str, str]:
    """What each open path asks for, in the reader's language."""
    names = {path: label for path, label, _bring in one_time_list(answer)}
    names |= {path: standard_said(path) for path, _label, _programmes in standards_wanted(answer)}
    if language == "zh":
        return names
    for (entity, index, name), path in answer.case.missing.items():
        who = f"{answer.case.members[index]}: " if entity == "person" else ""
        names[path] = who + FACTS[name].en
    return names


def _likely(answer: Answer, one: Determination, names: Mapping[str, str], language: Language) -> Likely:
    telling = Telling(answer, language)
    name = one.programme.zh if language == "zh" else one.programme.en
    if one.person >= 0:
        name += telling.pick("（{}）", " ({})").format(answer.case.members[one.person])
    return Likely(
        name,
        _money(one),
        tuple(dict.fromkeys(names.get(path, path) for path in one.missing if path in names)),
        one.remarks if language == "zh" else (),
        tuple(said(line, names) for line in telling.of(one).below),
    )


def _money(one: Determination) -> str:
    if one.monthly is not None:
        return _("大约每月%(sum)s元") % {"sum": yuan(one.monthly)}
    if one.least is not None and one.most is not None:
        return _("大约一次性%(least)s至%(most)s元") % {"least": yuan(one.least), "most": yuan(one.most)}
    return ""


def said(line: Line, names: Mapping[str, str]) -> Line:
    """A line and what stands under it, without paths."""
    text = _BARE.sub(lambda found: names.get(found.group(), found.group()), _IN_BRACKETS.sub("", line.text))
    return Line(text, tuple(said(below, names) for below in line.below))


def _papers(answer: Answer, names: Mapping[str, str]) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """What to bring, each paper once, and what the office looks up itself."""
    wanted: dict[str, list[str]] = {}
    office: list[str] = []
    for path, label, bring in one_time_list(answer):
        what = names.get(path, label)
        if bring in OFFICE_FINDS:
            office.append(what)
        else:
            wanted.setdefault(bring, []).append(what)
    always: Sequence[str] = (N_("身份证和户口簿（全家）"),)
    first = [Paper(_(one), ()) for one in always]
    rest = [Paper(_(bring), tuple(dict.fromkeys(shows))) for bring, shows in wanted.items() if bring]
    return (*first, *rest), tuple(dict.fromkeys(office))
