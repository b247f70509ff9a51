"""Lines of the trail as a reader understands them: in words, codes resolved, secrets and sensitive facts left out."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import code, either
from doudi.interfaces.staff.accounts.trail_words import FACTS, KINDS, OPERATIONS, TABLES, column_word
from doudi.policy.procedure.clocks import PROCEDURE_NAMES
from doudi.policy.procedure.stages import DOCUMENTS, STAGES
from doudi.policy.procedure.stages import POSTS as PARTIES
from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import EVERY_TOPIC, POSTS, POWERS
from doudi.records.accounts.powers import SELF
from doudi.records.cases.words import CHANNELS, ROLES, SIDES
from doudi.records.evidence.topics import SOURCES, TOPICS
from doudi.records.registry.queries import households_within, people_within
from doudi.records.registry.words import BEGINNINGS, ENDINGS, HOLDERS, ID_KINDS, NO_ID_REASONS
from doudi.records.territory.queries import path_name
from doudi.records.trail.queries import sealed_columns
from doudi.vocabulary.money import yuan

_LONGEST = 160
# What a fact says: shown in the household's file to whoever opened it, never in the trail.
_OF_A_FACT = frozenset({"value", "amount", "kind", "per", "note"})
_NOISE = frozenset({"version", "grams", "name_key", "pinyin", "initials", "label_pinyin", "position"})


@dataclass(frozen=True)
class Changed:
    """One column: what it is called, what it was and what it became; empty where the row came or went."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One line of the trail; `href` is the page of what was changed, empty where there is none to go to."""

    entry: Any
    what: str
    operation: str
    href: str
    post: str
    changed: tuple[Changed, ...]


@dataclass(frozen=True)
class View:
    """One line of the log of what was looked at."""

    entry: Any
    kind: str
    facts: str
    post: str
    whose: tuple[tuple[str, str], ...]


def change_of(entry: Any, by: Desk, *, told_values: bool = True) -> Change:
    """A line in words; without `told_values` only the names of what changed."""
    columns = sorted({*(entry.before or {}), *(entry.after or {})} - _hidden(entry))
    said = [_changed(entry, column, told_values) for column in columns]
    return Change(
        entry=entry,
        what=_(TABLES[entry.table_name]) if entry.table_name in TABLES else entry.table_name,
        operation=_(OPERATIONS.get(entry.operation, entry.operation)),
        href=_address(entry, by),
        post=post_words(entry.post),
        changed=tuple(one for one in said if one.before or one.after),
    )


def _hidden(entry: Any) -> set[str]:
    """The columns nobody asks for: worked out from others, and of a new row what is empty."""
    empty = {name for name, value in (entry.after or {}).items() if value in (None, "", [], {}, "\\x")}
    return {*_NOISE, "id"} | (empty if entry.operation == "insert" else set())


def _changed(entry: Any, column: str, told_values: bool) -> Changed:
    was, now = ((side or {}).get(column) if told_values else None for side in (entry.before, entry.after))
    if not told_values:
        return Changed(column_word(column), "", _("（内容不显示）"))
    say = _teller(entry, column)
    before = say(was) if entry.operation != "insert" else ""
    return Changed(column_word(column), before, say(now) if entry.operation != "delete" else "")


def _teller(entry: Any, column: str) -> Callable[[Any], str]:
    """How a column's value is said."""
    if column in sealed_columns(entry.table_name):
        return lambda value: _("（密文）") if value not in (None, "", "\\x") else _("（空）")
    if entry.table_name == "evidence_evidence" and column in _OF_A_FACT and not _is_plain_fact(entry):
        return lambda value: "••••" if value not in (None, "") else _("（空）")
    return lambda value: said(column, value)


def _is_plain_fact(entry: Any) -> bool:
    """Whether a line of the evidence is known to be of a topic that is not sensitive."""
    topic = (entry.after or {}).get("topic") or (entry.before or {}).get("topic")
    return topic in TOPICS and not TOPICS[topic].sensitive


def said(column: str, value: Any) -> str:
    """A value of a column in words."""
    if value is None or value in ("", [], {}):
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if column in _TELLERS:
        return _TELLERS[column](value)
    if isinstance(value, list):
        return either(("、", ", ")).join(str(one) for one in value)[:_LONGEST]
    if column.endswith("_at") or column == "last_login":
        return _moment(str(value))
    return str(value)[:_LONGEST]


def _moment(text: str) -> str:
    try:
        return timezone.localtime(datetime.datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def _listed(name: str) -> Callable[[Any], str]:
    return lambda value: code(str(value), name)


def _word(pairs: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda value: _(pairs[value]) if value in pairs else str(value)


def _place(value: Any) -> str:
    return path_name(str(value)) or str(value) if str(value).isdigit() else str(value)


def _pair(pairs: Mapping[str, tuple[str, str]]) -> Callable[[Any], str]:
    return lambda value: either(pairs[value]) if value in pairs else str(value)


_TELLERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("territory", "place", "county", "town", "code", "parent_code", "successor_code"), _place),
    **dict.fromkeys(("office", "village", "arrived_at", "from_office", "to_office"), _place),
    **dict.fromkeys(("monthly", "once", "amount", "ceiling"), lambda value: yuan(int(value))),
    **dict.fromkeys(("stage", "target"), _pair(STAGES)),
    "document": _pair(DOCUMENTS),
    "procedure": _pair(PROCEDURE_NAMES),
    "channel": _word(dict(CHANNELS)),
    "role": _word(dict(ROLES)),
    "side": _word(dict(SIDES)),
    "relation": lambda value: _("工作人员本人") if value == SELF else code(str(value), "kinship"),
    "sex": _listed("sex"),
    "ethnic": _listed("ethnic_group"),
    "marital": _listed("marital"),
    "education": _listed("education"),
    "hukou": _listed("hukou"),
    "area": _listed("area"),
    "type": _listed("household_type"),
    "dibao_class": _listed("dibao_class"),
    "care_mode": _listed("care_mode"),
    "causes": lambda value: either(("、", ", ")).join(code(one, "cause") for one in value),
    "post": lambda value: post_words(str(value)),
    "power": _word({key: zh for key, (zh, _ceiling) in POWERS.items()}),
    "programme": _pair({key: (one.zh, one.en) for key, one in BY_KEY.items()}),
    "topic": _pair({key: (one.zh, one.en) for key, one in TOPICS.items()}),
    "source": _pair({**STAGES, **SOURCES}),
    "party": _pair(PARTIES),
    "began": _word(dict(BEGINNINGS)),
    "ended": _word(dict(ENDINGS)),
    "holder_kind": _word(dict(HOLDERS)),
    "id_kind": _word(dict(ID_KINDS)),
    "no_id_reason": _word(dict(NO_ID_REASONS)),
    "moved": lambda value: _("%(count)s 处") % {"count": len(value)},
}


def post_words(post: str) -> str:
    """A desk as the trail names it (`post@place`), or a post, in words."""
    key, _at, place = post.partition("@")
    held = POSTS.get(key)
    name = either((held.zh, held.en)) if held else key
    return f"{path_name(place) or place} {name}".strip() if place and place != "000000" else name


def _address(entry: Any, by: Desk) -> str:
    """The page of what was changed: a person's or a household's."""
    row = {**(entry.before or {}), **(entry.after or {})}
    if not by.may("see_register"):
        return ""
    if entry.table_name == "registry_person":
        return reverse("person", args=[entry.row_id])
    household = entry.row_id if entry.table_name == "registry_household" else row.get("household_id")
    if household:
        return reverse("household", args=[household])
    return reverse("person", args=[row["person_id"]]) if row.get("person_id") else ""


def names_of(by: Desk, lines: list[Any]) -> dict[tuple[str, int], str]:
    """What the households and people of some lines are called, as far as the desk reaches them; two queries."""
    households = households_within(by).filter(pk__in=[one.household_id for one in lines if one.household_id])
    people = people_within(by).filter(pk__in=[one.person_id for one in lines if one.person_id])
    return {("household", one.pk): f"{one.label} {one.number}" for one in households} | {
        ("person", one.pk): one.name for one in people
    }


def view_of(entry: Any, names: dict[tuple[str, int], str]) -> View:
    """A line of the log in words; whose facts they were with the pages that reach them."""
    whose = [
        (names.get((what, pk), _("（不在辖区）")), reverse(what, args=[pk]) if (what, pk) in names else "")
        for what, pk in (("household", entry.household_id), ("person", entry.person_id))
        if pk
    ]
    return View(
        entry=entry,
        kind=_(KINDS.get(entry.kind, entry.kind)),
        facts=_facts(entry.facts),
        post=post_words(entry.post),
        whose=tuple(whose),
    )


def _facts(facts: list[str]) -> str:
    if set(facts) >= EVERY_TOPIC:
        return _("全部事项")
    return either(("、", ", ")).join(_fact(one) for one in facts)


def _fact(fact: str) -> str:
    if fact in TOPICS:
        return either((TOPICS[fact].zh, TOPICS[fact].en))
    known = fact.partition(":")[0]
    return _(FACTS[known]) if known in FACTS else fact
