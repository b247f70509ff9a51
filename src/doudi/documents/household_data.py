"""A household file as the template of its pages reads it: lists and mappings of finished texts."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from doudi.documents.household_labels import Wording, numbered
from doudi.documents.household_parts import (
    BasicFacts,
    Benefit,
    Cover,
    Evidence,
    Happening,
    Member,
    Missing,
    Obligor,
    ProgrammeView,
)
from doudi.engine.telling import Line

_DEEPEST = 10
_Row = list[str]


def cover(part: Cover, wording: Wording) -> dict[str, Any]:
    """The title and the lines of the cover; how many pages there are only the typesetter knows."""
    lines = [
        ("year", str(part.year)),
        ("programmes", wording.joined(part.programmes)),
        ("household_number", wording.text(part.household_number)),
        ("head", wording.text(part.head)),
        ("place", wording.text(" ".join(place for place in (part.county, part.town, part.village) if place))),
        ("retention", wording.text(part.retention)),
        ("made_by", wording.text(part.made_by)),
        ("made_on", wording.long_day(part.made_on)),
    ]
    return {
        "title": part.title or wording.words["title"],
        "archive_number": wording.text(part.archive_number),
        "lines": [[wording.words[name], text] for name, text in lines],
    }


def facts(part: BasicFacts, size: int, wording: Wording) -> list[_Row]:
    """Label and text of every fact of the household."""
    known = [
        ("as_of", wording.long_day(part.as_of)),
        ("address", wording.text(part.address)),
        ("area", wording.text(part.area)),
        ("household_type", wording.text(part.household_type)),
        ("size", wording.filled("size_words", size=size)),
        ("housing", wording.text(part.housing)),
        ("causes", wording.joined(part.causes)),
        ("phone", wording.text(part.phone)),
        ("plan", wording.text(part.plan)),
    ]
    accounts = [
        wording.joined((account.holder, account.filed_as, account.bank, account.masked_number))
        for account in part.accounts
    ]
    named = [[wording.words[name], text] for name, text in known]
    paid_to = [[wording.words["accounts"], "\n".join(accounts) or wording.words["none"]]]
    return named + paid_to + [[label, wording.text(text)] for label, text in part.others]


def member_rows(members: Sequence[Member], wording: Wording) -> list[_Row]:
    """One row a member, numbered; a note stands under the condition."""
    return [
        [
            str(number),
            wording.text(member.name),
            wording.text(member.sex),
            str(member.birth_year) if member.birth_year is not None else wording.words["unknown"],
            wording.text(member.relation),
            wording.text(member.masked_id),
            wording.text(member.labour),
            wording.text("\n".join(text for text in (member.condition, member.note) if text)),
            wording.text(member.school),
        ]
        for number, member in enumerate(members, start=1)
    ]


def obligor_rows(obligors: Sequence[Obligor], wording: Wording) -> list[_Row]:
    """One row an obligor."""
    return [
        [
            wording.text(obligor.name),
            wording.text(obligor.relation),
            wording.text(obligor.masked_id),
            wording.text(obligor.address),
            wording.text("\n".join(text for text in (obligor.ability, obligor.note) if text)),
            wording.amount(obligor.support),
            wording.text(obligor.period),
        ]
        for obligor in obligors
    ]


def evidence_groups(evidence: Sequence[Evidence], wording: Wording) -> list[dict[str, Any]]:
    """Income, spending and assets, each with its rows, groups without a row left out."""
    groups = ((name, [part for part in evidence if part.group == name]) for name in ("income", "spending", "asset"))
    return [
        {"name": wording.words[name], "rows": [_evidence_row(part, wording) for part in parts]}
        for name, parts in groups
        if parts
    ]


def _evidence_row(part: Evidence, wording: Wording) -> dict[str, Any]:
    kind = part.kind + (wording.words["superseded"] if part.superseded else "")
    cells = [
        wording.text(kind),
        wording.text(part.person),
        wording.amount(part.amount),
        wording.text(part.period),
        wording.text(part.source),
        wording.text(part.vouched_by),
        wording.text(_valid(part, wording)),
    ]
    return {"struck": part.superseded, "cells": cells}


def _valid(part: Evidence, wording: Wording) -> str:
    """From when and to which last day; `until_on` is the first day on which it no longer holds."""
    ends = part.until_on - timedelta(days=1) if part.until_on else None
    known = (("valid_from", part.from_on), ("valid_until", ends))
    return "\n".join(wording.filled(name, day=day.isoformat()) for name, day in known if day)


def benefit_rows(benefits: Sequence[Benefit], wording: Wording) -> list[_Row]:
    """One row a benefit in payment."""
    return [
        [
            wording.text(benefit.programme),
            wording.text(benefit.persons),
            wording.amount(benefit.amount),
            wording.text(benefit.period),
            wording.day(benefit.since_on),
            wording.day(benefit.review_on),
            wording.text(benefit.masked_account),
        ]
        for benefit in benefits
    ]


def programme_views(views: Sequence[ProgrammeView], wording: Wording) -> list[dict[str, Any]]:
    """Every programme with its outcome, its paragraph and its reasons as lines with their depth."""
    return [
        {
            "programme": wording.text(view.programme),
            "outcome": wording.text(view.outcome),
            "words": view.words.strip(),
            "lines": list(_flattened(view.reasons, 0)),
        }
        for view in views
    ]


def _flattened(lines: Sequence[Line], depth: int) -> Iterator[dict[str, Any]]:
    """The tree as it is read, from top to bottom; beyond ten levels nothing is set in further."""
    for line in lines:
        yield {"depth": min(depth, _DEEPEST), "text": line.text}
        yield from _flattened(line.below, depth + 1)


def missing_items(missing: Sequence[Missing], wording: Wording) -> list[dict[str, Any]]:
    """What is missing, each with a line of particulars and the papers one under the other."""
    return [
        {"what": wording.text(part.what), "about": _about(part, wording), "papers": list(part.papers)}
        for part in missing
    ]


def _about(part: Missing, wording: Wording) -> list[_Row]:
    by_on = wording.long_day(part.by_on) if part.by_on else ""
    programmes = wording.words["separator"].join(part.programmes)
    told = (("missing_for", programmes), ("who", part.who), ("by_on", by_on))
    return [[wording.words[name], text] for name, text in told if text]


def happening_rows(happenings: Sequence[Happening], wording: Wording) -> list[_Row]:
    """Everything that happened, the earliest first; what happened on one day stays in the order given."""
    return [
        [wording.day(part.on), wording.text(part.what), wording.text(part.who), wording.text(part.document)]
        for part in sorted(happenings, key=lambda part: part.on)
    ]


def headings(wording: Wording) -> dict[str, str]:
    """The numbered headings of the sections, in the order they are printed."""
    names = ("facts", "members", "obligors", "evidence", "benefits", "views", "missing", "happenings", "attachments")
    return {name: numbered(wording.words[name], place, wording.language) for place, name in enumerate(names, start=1)}
