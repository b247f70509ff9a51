"""The rows of new households made ready to be written. Nothing here asks the database, so that it can be done beside it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from doudi.policy.programmes import BY_KEY
from doudi.records.accounts.desk import Desk
from doudi.records.evidence.actions import FactDraft, prepare
from doudi.records.evidence.models import Evidence
from doudi.records.registry.actions.bulk import Unwritten, read_household
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, check_household
from doudi.records.registry.actions.payments import BenefitDraft
from doudi.records.rosters.lines import Line, draft_of
from doudi.records.rosters.models import ImportRow, RosterImport
from doudi.records.territory.models import Place


@dataclass(frozen=True)
class NewHousehold:
    """A household as a roster gives it: its rows and what they say, its people, and their facts."""

    rows: Sequence[ImportRow]
    lines: Sequence[Line]
    read: Unwritten
    facts: Sequence[Evidence]


def new_households(
    by: Desk, roster: RosterImport, groups: Sequence[Sequence[ImportRow]], places: Mapping[str, Place]
) -> list[NewHousehold]:
    """Check and read the rows of households that are not in the register; raises NotAllowed, Refused."""
    return [_new_household(by, roster, rows, places) for rows in groups]


def _new_household(
    by: Desk, roster: RosterImport, rows: Sequence[ImportRow], places: Mapping[str, Place]
) -> NewHousehold:
    lines = [line_of_row(row) for row in rows]
    draft = household_draft(lines, roster.valid_on)
    by.must("import_roster", draft.territory)
    check_household(draft, today=by.day, places=places)
    read = read_household(by, draft, places)
    facts = [
        prepare(fact_draft(fact, roster), today=by.day, household=read.household, person=person, officer=by.officer_id)
        for line, person in zip(lines, read.people, strict=True)
        for fact in line["facts"]
    ]
    return NewHousehold(rows, lines, read, facts)


def line_of_row(row: ImportRow) -> Line:
    """What a row says."""
    line: Line = orjson.loads(row.content)
    return line


def household_draft(lines: Sequence[Line], on: datetime.date) -> HouseholdDraft:
    """The household that the rows of it describe, as found on a day."""
    first = {
        key: next((line["household"][key] for line in lines if line["household"][key]), "")
        for key in ("address", "area", "type")
    }
    causes = {cause for line in lines for cause in line["household"]["causes"]}
    return HouseholdDraft(
        territory=lines[0]["village"],
        members=[MemberDraft(draft_of(line), line["relation"], began="taken_over") for line in lines],
        opened_on=on,
        causes=tuple(sorted(causes)),
        **first,
    )


def fact_draft(fact: dict[str, Any], roster: RosterImport) -> FactDraft:
    """A fact of a line, vouched for by the roster, from its day on."""
    return FactDraft(
        topic=fact["topic"],
        value=fact["value"],
        since=roster.valid_on,
        source="roster",
        vouched_by=roster.title,
        certificate=fact.get("certificate", ""),
        note=fact.get("note", ""),
    )


def benefit_draft(benefit: dict[str, Any], person: int, on: datetime.date) -> BenefitDraft:
    """The benefit of a line; one without its first month is taken to be paid from the month of the roster."""
    return BenefitDraft(
        programme=benefit["programme"],
        monthly=benefit["monthly"],
        since=datetime.date.fromisoformat(benefit["since"]) if benefit["since"] else on.replace(day=1),
        person=person if BY_KEY[benefit["programme"]].unit == "person" else None,
        dibao_class=benefit["dibao_class"],
        next_review_on=datetime.date.fromisoformat(benefit["next_review_on"]) if benefit["next_review_on"] else None,
    )
