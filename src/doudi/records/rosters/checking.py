"""The dry run: what each row of a roster would create or change, what is to be asked and what is refused, and why.

Every row of the sheet gets a line in the table of the import, so that rows read = created + changed + the same + asked
+ refused + blank + totals and notes. Households go whole: one row refused holds back its household.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from doudi.gateways.spreadsheets import (
    Problem,
    RosterRow,
    Sheet,
    check_rows,
    households_of,
    read_rows,
    worst,
)
from doudi.records.accounts.desk import Desk
from doudi.records.registry.identity import CITIZEN
from doudi.records.registry.models import Membership, Person
from doudi.records.rosters.lines import Line, line_of
from doudi.records.rosters.models import ImportRow, RosterImport
from doudi.records.rosters.payments import check_payments
from doudi.records.rosters.standing import Standing, standing_of
from doudi.records.sealing.ciphers import blind_index
from doudi.records.territory.queries import name_of, office_of, villages_in
from doudi.records.trail.access import log_access
from doudi.vocabulary.names import match_key

Progress = Callable[[int], None]
CHUNK = 1000
_SUFFIXES = ("村民委员会", "居民委员会", "村委会", "居委会", "社区居委会", "社区", "村")


@dataclass
class Found:
    """A household of the file with what was found out about it."""

    rows: list[RosterRow]
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    known: dict[int, Standing] = field(default_factory=dict)
    village: str = ""
    household: int | None = None


def check_roster(
    by: Desk, roster: RosterImport, sheet: Sheet, progress: Progress = lambda done: None
) -> list[ImportRow]:
    """The rows of an import after the dry run, not yet written; queries do not grow with the rows but by the thousand."""
    mapping = {int(at): name for at, name in roster.mapping.items()}
    rows = list(read_rows(_wanted(sheet, roster.options), mapping, on=by.day))
    by_row: dict[int, list[Problem]] = {}
    for problem in check_rows(rows):
        by_row.setdefault(problem.row, []).append(problem)
    places = Villages(by, roster.options.get("village", ""))
    made: list[ImportRow] = []
    for chunk in _chunks(households_of(rows)):
        found = [Found(one, {row.number: [*row.problems, *by_row.get(row.number, [])] for row in one}) for one in chunk]
        _understand(found, roster, places)
        _look_up(by, found, roster.valid_on)
        for one in found:
            made.extend(_rows_of(by, roster, one))
        progress(len(made))
    made.extend(_beside(roster, sheet))
    return made


def _wanted(sheet: Sheet, options: Mapping[str, Any]) -> list[Any]:
    if options.get("hidden_rows") == "skip":
        return [row for row in sheet.rows if row.number not in sheet.hidden_rows]
    return sheet.rows


def _chunks(households: list[list[RosterRow]]) -> Iterator[list[list[RosterRow]]]:
    chunk: list[list[RosterRow]] = []
    size = 0
    for one in households:
        chunk.append(one)
        size += len(one)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class Villages:
    """The villages of a territory by code, by name and by name without its ending."""

    def __init__(self, by: Desk, usual: str) -> None:
        self.usual = usual
        self.codes: set[str] = set()
        self.names: dict[str, set[str]] = {}
        for place in villages_in(by.spans, by.day):
            self.codes.add(place.code)
            for name in {place.name, _bare(place.name), f"{name_of(place.code[:9])}{place.name}"}:
                self.names.setdefault(name, set()).add(place.code)

    def find(self, written: str) -> tuple[str, str]:
        """The village meant, or why it is not known."""
        if not written:
            return (self.usual, "") if self.usual else ("", "没有写所在村，也没有选定默认的村")
        if written.isdigit():
            return (written, "") if written in self.codes else ("", f"区划代码“{written}”不是您管辖范围内的村")
        found = self.names.get(written) or self.names.get(_bare(written)) or set()
        if len(found) == 1:
            return next(iter(found)), ""
        if found:
            return "", f"有{len(found)}个村叫“{written}”，请改填12位区划代码，或写上乡镇名"
        return "", f"没有找到村（居）“{written}”，请核对名称；已撤并的请填并入后的村"


def _bare(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def _understand(found: Sequence[Found], roster: RosterImport, places: Villages) -> None:
    accepted = bool(roster.options.get("accept"))
    for one in found:
        for row in one.rows:
            asked = roster.options.get("answers", {}).get(str(row.number))
            line = line_of(row, proposals=accepted or asked == "accept", valid_on=roster.valid_on)
            if not line["relation"] and roster.options.get("all_heads"):
                line["relation"] = "head"
            one.lines[row.number] = line
            _check_account(one, row, line)
        first = one.rows[0]
        written = next(
            (
                one.lines[row.number]["household"]["village"]
                for row in one.rows
                if one.lines[row.number]["household"]["village"]
            ),
            "",
        )
        one.village, fault = places.find(written)
        if fault:
            one.problems[first.number].append(
                Problem(
                    first.number, "", "village", "refused", f"第{first.number}行“村（社区）”：{fault}", rule="village"
                )
            )


def _check_account(one: Found, row: RosterRow, line: Line) -> None:
    """An account in somebody else's name needs an agreement on file; the roster cannot bring that."""
    account = line["account"]
    if account and account["holder"] and account["holder"] != line["person"]["name"]:
        told = f"第{row.number}行“开户人”与本人不同；接受则导入此人而不登记账号，代领备案后另行登记"
        one.problems[row.number].append(Problem(row.number, "", "account_holder", "ask", told, rule="holder"))


def _look_up(by: Desk, found: Sequence[Found], on: datetime.date) -> None:
    """Who of the rows is in the register, in which household, and what is paid: a few queries for the whole chunk."""
    indexes = {
        blind_index(line["person"]["citizen_id"], CITIZEN): (one, number)
        for one in found
        for number, line in one.lines.items()
        if line["person"].get("citizen_id")
    }
    people = Person.objects.filter(citizen_index__in=list(indexes), merged_into__isnull=True)
    known = {bytes(person.citizen_index): person for person in people if person.citizen_index is not None}
    memberships = Membership.objects.filter(person__in=[p.pk for p in known.values()], until__isnull=True)
    households = dict(memberships.values_list("person", "household"))
    elsewhere = []
    for index, person in known.items():
        one, number = indexes[index]
        if not person.territory:
            # Known as somebody's kin alone: the commit takes them in as the same person.
            one.problems[number] += _problems_of_kin(person, number, one.lines[number])
        elif not by.reaches(person.territory):
            elsewhere.append(person.pk)
            told = f"第{number}行：该证件号已在其他单位登记，请联系{office_of(person.territory) or '县级民政部门'}核实"
            one.problems[number].append(Problem(number, "", "citizen_id", "refused", told, rule="elsewhere"))
        elif person.pk not in households:
            told = f"第{number}行：此人已登记但不在任何户内，请在人员页面办理入户后再导入"
            one.problems[number].append(Problem(number, "", "citizen_id", "refused", told, rule="no_household"))
        else:
            one.known[number] = Standing(person.pk, households[person.pk])
    if elsewhere:
        log_access(by, kind="search", facts=["citizen_id"], count=len(elsewhere), listed=elsewhere, reason="花名册试算")
    for one in found:
        _settle_household(one)
    standing_of(found, on)
    check_payments(found, on)


def _problems_of_kin(person: Person, number: int, line: Line) -> list[Problem]:
    """What keeps somebody known as kin alone from being taken in."""
    if match_key(line["person"]["name"]) != person.name_key:
        told = "该证件号已作为亲属登记，登记的姓名与此不同，请核对证件"
    elif person.died_on is not None:
        told = "此人已作为亲属登记，并已登记死亡，请核对"
    else:
        return []
    return [Problem(number, "", "citizen_id", "refused", f"第{number}行：{told}", rule="kin")]


def _settle_household(one: Found) -> None:
    homes = {known.household for known in one.known.values()}
    if len(homes) > 1:
        first = one.rows[0].number
        told = f"第{first}行起的一户在登记簿中分属{len(homes)}户；请先办理迁移、并户或分户"
        one.problems[first].append(Problem(first, "", "household_no", "refused", told, rule="several_households"))
    elif homes:
        one.household = homes.pop()
        for number, line in one.lines.items():
            if number not in one.known and line["relation"] == "head":
                told = f"第{number}行：这户在登记簿中已有户主；请先变更户主，或改正“与户主关系”"
                one.problems[number].append(Problem(number, "", "relation", "refused", told, rule="other_head"))


def _rows_of(by: Desk, roster: RosterImport, one: Found) -> Iterator[ImportRow]:
    answers = roster.options.get("answers", {})
    skipped = {row.number for row in one.rows if answers.get(str(row.number)) == "skip"}
    left = [row for row in one.rows if row.number not in skipped]
    refused = [row.number for row in left if worst(one.problems[row.number]) == "refused"]
    open_ = [row.number for row in left if _asks(one.problems[row.number], roster, row.number)]
    key = str(one.rows[0].number)
    for row in one.rows:
        problems = one.problems[row.number]
        if row.number in skipped:
            outcome = "skip"
        elif refused:
            outcome = "refuse"
            if row.number not in refused:
                told = f"第{row.number}行：同户第{refused[0]}行被拒绝，整户暂不导入"
                problems = [*problems, Problem(row.number, "", "", "refused", told, rule="household")]
        elif open_:
            outcome = "ask"
            if row.number not in open_:
                told = f"第{row.number}行：同户第{open_[0]}行待确认，确认后整户一起导入"
                problems = [*problems, Problem(row.number, "", "", "ask", told, rule="household")]
        else:
            outcome = one.known[row.number].outcome if row.number in one.known else "create"
        known = one.known.get(row.number)
        yield ImportRow(
            roster=roster,
            number=row.number,
            content=json.dumps({**one.lines[row.number], "village": one.village}, ensure_ascii=False),
            outcome=outcome,
            problems=[_told(problem) for problem in problems],
            answer=answers.get(str(row.number), ""),
            household_key=key,
            person_id=known.person if known else None,
            household_id=one.household,
        )


def _asks(problems: Iterable[Problem], roster: RosterImport, number: int) -> bool:
    """Whether a row still waits for a person's word."""
    if roster.options.get("accept") or roster.options.get("answers", {}).get(str(number)) == "accept":
        return False
    return worst(problems) == "ask"


def _told(problem: Problem) -> dict[str, Any]:
    proposal = "" if problem.proposal is None else _shown(problem)
    return {
        "column": problem.column,
        "field": problem.field,
        "verdict": problem.verdict,
        "message": problem.message,
        "proposal": proposal,
        "rule": problem.rule,
    }


def _shown(problem: Problem) -> str:
    """What is proposed, without a digit of anything secret."""
    if problem.field in ("citizen_id", "head_citizen_id", "account", "phone", "disability_certificate"):
        return "（见原文件）"
    value = problem.proposal
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(getattr(value, "text", value))


def _beside(roster: RosterImport, sheet: Sheet) -> Iterator[ImportRow]:
    """The rows that are no records, blank ones too, and the hidden ones left out: they are counted as well."""
    beside = dict.fromkeys(range(1, sheet.counts.read + 1), "blank")
    beside |= {aside.number: "note" for aside in sheet.asides}
    for row in sheet.rows:
        del beside[row.number]
    if roster.options.get("hidden_rows") == "skip":
        beside |= {row.number: "skip" for row in sheet.rows if row.number in sheet.hidden_rows}
    for number, outcome in sorted(beside.items()):
        yield ImportRow(roster=roster, number=number, outcome=outcome, problems=[])
