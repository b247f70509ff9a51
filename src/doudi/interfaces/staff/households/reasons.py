"""The engine's reasons for a reader: the same tree, with the paths of the case file said as what they ask for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from doudi.engine.telling import Line
from doudi.interfaces.site.gaps_said import gap_said, standard_said
from doudi.interfaces.site.jinja import either
from doudi.records.evidence.answers import Told
from doudi.records.evidence.wanted import Wanted

_PATH = r"(?:members\[\d+\]|household|parameter:)[\w.\[\]]*|\barea\b"
_IN_BRACKETS = re.compile(rf" ?[（(](?:{_PATH})[）)]")
_BARE = re.compile(_PATH)
_OUTCOME = re.compile(r"[【\[](?P<outcome>[^】\]]+)[】\]] ?(?P<rest>.*)", re.DOTALL)
_TONES = {
    "符合": "success",
    "eligible": "success",
    "尚不能判定": "warning",
    "cannot be decided yet": "warning",
}


@dataclass(frozen=True)
class Reason:
    """One programme of the engine's view: outcome and tone, the headline, and why.

    The last line of the view, of everything that is not owed, has no outcome; what it lists is `rest`.
    """

    outcome: str
    tone: str
    headline: str
    below: tuple[Line, ...]
    rest: str = ""


def reasons_of(told: Told, wanted: tuple[Wanted, ...]) -> list[Reason]:
    """The engine's view programme by programme, what is owed first."""
    names = names_of(told, wanted)
    return [reason_of(said(line, names)) for line in told.tree]


def names_of(told: Told, wanted: tuple[Wanted, ...]) -> dict[str, str]:
    """What each path that is missing asks for, in the reader's language."""
    names = {path: gap_said(label) for path, label, _ in told.to_bring}
    names |= {path: standard_said(path) for path, _label, _ in told.standards_wanted}
    names |= {one.path: wanted_name(one) for one in wanted}
    return names


def wanted_name(one: Wanted) -> str:
    """What is wanted and whose."""
    name = either((one.zh, one.en))
    return either((f"{one.who}，{name}", f"{one.who}: {name}")) if one.who else name


def said(line: Line, names: Mapping[str, str]) -> Line:
    """A line and what stands under it, without paths."""
    text = _IN_BRACKETS.sub("", line.text)
    text = _BARE.sub(lambda found: names.get(found.group(), found.group()), text)
    return Line(text, tuple(said(below, names) for below in line.below))


def reason_of(line: Line) -> Reason:
    """One programme's line of the telling, taken apart into outcome, headline and what stands under it."""
    found = _OUTCOME.match(line.text)
    if found is None:
        headline, _, rest = line.text.partition("：" if "：" in line.text else ": ")
        return Reason("", "secondary", headline, line.below, rest)
    outcome = found["outcome"]
    return Reason(outcome, _TONES.get(outcome, "secondary"), found["rest"], line.below)
