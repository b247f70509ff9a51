"""A household's page as its template reads it: rows and marks in words, with the addresses of what may be done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.engine.casefile import CaseRefused
from doudi.engine.difference import difference, lines
from doudi.interfaces.site.jinja import age_on, code
from doudi.interfaces.staff.households.fact_rows import condition_of, fact_groups
from doudi.interfaces.staff.households.forms_opening import OpeningForm
from doudi.interfaces.staff.households.happened import happened, paper_name, relation_name, why
from doudi.interfaces.staff.households.marks import TONES, marks_of, person_marks, remark_words
from doudi.interfaces.staff.households.reasons import reasons_of, wanted_name
from doudi.interfaces.staff.households.words import a_month, programme_name, shown_value, topic_name
from doudi.records.evidence.answers import answer_to
from doudi.records.evidence.casefile import case_of
from doudi.records.evidence.page import Page, answers_around
from doudi.records.evidence.reach import fact_of
from doudi.records.evidence.wanted import Wanted
from doudi.records.territory.queries import path_name


@dataclass(frozen=True)
class MemberRow:
    """A member as the table shows them; `reveal` are the addresses that show a number whole, empty where none may."""

    person: Any
    relation: str
    sex: str
    age: int | str
    labour: str
    condition: str
    masked: bool
    href: str
    reveal_id: str
    reveal_phone: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Todo:
    """One thing still to be brought, with the entry forms that take it: (label, address)."""

    name: str
    bring: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Changes:
    """What a fact changed in the answer: whether anything that is owed differs, and the lines that say what and why."""

    differs: bool
    lines: tuple[str, ...]


def shown(page: Page) -> dict[str, Any]:
    """Everything the templates of a household's page and file read."""
    may_write = not page.moment.is_past
    return {
        "page": page,
        "household": page.household,
        "sight": page.sight,
        "may_write": may_write,
        "marks": marks_of(page),
        "members": [_member(page, one) for one in page.known.members],
        "kin": page.kin,
        "facts": fact_groups(page),
        "housing": _last(page, "housing"),
        "remarks": [(remark_words(one), TONES[one.kind]) for one in page.remarks],
        "reasons": reasons_of(page.told, tuple(page.wanted)) if page.told else [],
        "todos": [_todo(page, one, may_write) for one in page.wanted],
        "happenings": by_day(page),
        "relation_name": relation_name,
        "programme_name": programme_name,
        "paper_name": paper_name,
        "a_month": a_month,
        "opening_form": OpeningForm(label_suffix=""),
        "may": page.sight.by.may,
    }


def by_day(page: Page) -> list[tuple[Any, list[tuple[Any, str, str]]]]:
    """What happened, day by day, the latest first: each as the happening, its line and the reason given."""
    found: dict[Any, list[tuple[Any, str, str]]] = {}
    for one in page.happenings:
        found.setdefault(one.on, []).append((one, happened(one, page.sight), why(one, page.sight)))
    return list(found.items())


def _member(page: Page, membership: Any) -> MemberRow:
    person, sight, household = membership.person, page.sight, page.household.pk
    latest = {row.topic: row for row in page.facts if row.person_id == person.pk}
    may_reveal = sight.by.may("reveal_id") and not page.moment.is_past
    whole_id, whole_phone = (reverse("reveal", args=(household, what, person.pk)) for what in ("id", "phone"))
    return MemberRow(
        person=person,
        relation=relation_name(membership.relation),
        sex=code(person.sex, "sex") if person.sex else _("不详"),
        age=age_on(person.born_on, page.moment.day),
        labour=shown_value(latest["labour"], sight) if "labour" in latest else "",
        condition=condition_of(latest, page),
        masked=any(not sight.shows(topic) for topic in ("disability", "illness") if topic in latest),
        href=reverse("person", args=(person.pk,)) if sight.is_whole else "",
        reveal_id=whole_id if may_reveal and person.citizen_shown else "",
        reveal_phone=whole_phone if may_reveal and person.phone_shown else "",
        notes=tuple(person_marks(person, page)),
    )


def _last(page: Page, topic: str) -> str:
    rows = [row for row in page.facts if row.topic == topic]
    return shown_value(rows[-1], page.sight) if rows else ""


def _todo(page: Page, one: Wanted, may_write: bool) -> Todo:
    entries: list[tuple[str, str]] = []
    if (elsewhere := page.elsewhere.get(one.person or 0)) is not None:
        return Todo(wanted_name(one), _("由%(office)s录入") % {"office": path_name(elsewhere)}, ())
    if may_write and one.where == "fact":
        base, whose = reverse("fact-new", args=(page.household.pk,)), f"&person={one.person}" if one.person else ""
        entries = [
            (topic_name(topic), f"{base}?topic={topic}{whose}") for topic in one.topics if page.sight.may_enter(topic)
        ]
    elif may_write and page.sight.by.may("register"):
        name, of = ("person-edit", one.person) if one.where == "person" else ("household-edit", page.household.pk)
        entries = [(_("更正登记"), reverse(name, args=(of,)))]
    return Todo(wanted_name(one), one.bring, tuple(entries))


def changes_told(page: Page, saved: str) -> Changes | None:
    """What a fact just saved changed in the answer; None where reasons are not shown or there is no such fact."""
    if not page.sight.sees_reasons or page.moment.is_past or not (saved.isascii() and saved.isdigit()):
        return None
    row = fact_of(page.sight.by, page.household, int(saved))
    if row is None:
        return None
    try:
        before, after = (answer_to(case_of(known)) for known in answers_around(row, page.household, page.moment))
    except CaseRefused:
        return None
    found = difference(before, after)
    # The first line says of which two days it tells; here both are today.
    return Changes(bool(found.determinations), tuple(lines(found, page.language)[1:]))
