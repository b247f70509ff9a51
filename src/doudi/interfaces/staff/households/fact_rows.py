"""The facts of a household as its page shows them: rows under headings, somebody's condition in one line."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from doudi.interfaces.site.jinja import either, url
from doudi.interfaces.staff.households.words import HEADINGS, shown_value, span_words, topic_name, value_words
from doudi.records.evidence.page import Page


@dataclass(frozen=True)
class FactRow:
    """A fact as its table shows it; the addresses are empty where the desk may not."""

    row: Any
    topic: str
    who: str
    value: str
    is_shown: bool
    span: str
    correct: str = ""
    end: str = ""
    withdraw: str = ""


def fact_groups(page: Page) -> list[tuple[str, str, list[FactRow]]]:
    """The facts under their headings: (id, heading, rows), in the order of the household's people; empty ones left out."""
    order = {person.pk: number for number, person in enumerate(page.people)}
    names = {person.pk: person.name for person in page.people}
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in sorted(page.facts, key=lambda row: (order.get(row.person_id, -1), row.since, row.pk)):
        rows[row.topic].append(row)
    found = []
    for key, label, topics in HEADINGS:
        told = [_fact(page, row, names) for topic in topics for row in rows[topic]]
        if told:
            found.append((key, _(label), told))
    return found


def _fact(page: Page, row: Any, names: dict[int, str]) -> FactRow:
    may = not page.moment.is_past and page.sight.may_enter(row.topic)
    is_shown = page.sight.shows(row.topic)
    where = (page.household.pk, row.pk)
    return FactRow(
        row=row,
        topic=topic_name(row.topic),
        who=names.get(row.person_id, "") if row.person_id else _("全家"),
        value=shown_value(row, page.sight),
        is_shown=is_shown,
        span=span_words(row.since, row.until),
        correct=url("fact-correct", *where) if may else "",
        end=url("fact-end", *where) if may and is_shown and row.until is None else "",
        withdraw=url("fact-withdraw", *where) if may and is_shown else "",
    )


def condition_of(latest: dict[str, Any], page: Page) -> str:
    """Somebody's disability, illness and need of care in one line, as far as they are shown."""
    told = [_condition(latest[topic], page) for topic in ("disability", "illness", "long_term_care") if topic in latest]
    return either(("；", "; ")).join(one for one in told if one)


def _condition(row: Any, page: Page) -> str:
    """A disability, an illness, a need of care; what is said not to be there is left out."""
    if not page.sight.shows(row.topic):
        return ""
    if row.topic == "disability":
        return "" if row.value["kind"] == "none" else value_words(row.topic, row.value)
    return topic_name(row.topic) if row.value else ""
