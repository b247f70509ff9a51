"""The rows of the invented county's cases: each with its steps, hands, opinions, findings, notices and letters.

Findings of open cases are what the rules say of that household; those of closed ones are taken in turn from a hundred.
Letters have no files: what a download costs is not measured with them.
"""

import datetime
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.county import COUNTY
from benchmarks.county_cases_ways import Taken, days_before, moves_of, path_to, procedure_of
from doudi.policy.procedure.stages import Move
from doudi.records.cases.programmes import ASKED, slots_of
from doudi.records.cases.words import SIDE_OF
from doudi.records.sealing.ciphers import seal

TABLES = {
    "cases_application": "id number household_id applicant_id territory office channel agent_name agent_relation "
    "agent_paper request causes arrived_on arrived_at submitted_on accepted_on promised_on waived waived_reasons "
    "near_relative complaint complaint_reasons code_digest entered_by_id closed_on version",
    "cases_case": "id number application_id household_id person_id programme procedure profile stage route territory "
    "opened_on extended_reason raised_reason closed_on version",
    "cases_step": "case_id number source target party event document ground reason officer_id actor post acting_for on at",
    "cases_hand": "case_id officer_id role side since",
    "cases_authorisation": "application_id person_id signed_on signed_by finger_print revoked_reason",
    "cases_notice": "application_id items told_on answer_by told_by_id",
    "cases_inquiry": "application_id case_id kind on content result begun_by_id second_id finished_at version",
    "cases_finding": "id case_id day profile edition case_file people parameters answer outcome monthly made_by_id made_at",
    "cases_opinion": "case_id kind finding_id grants monthly once dibao_class care_mode reason departs given_by_id given_on",
    "cases_decision": "case_id number kind on finding_id monthly once dibao_class care_mode since until next_review_on "
    "people article reason unanswered departs decided_by_id benefit_id",
    "cases_posting": "id case_id number kind place starts_on ends_on content posted_by_id taken_down_on taken_down_reason "
    "taken_down_by_id",
    "cases_objection": "posting_id received_on timely objector contact content online disposal disposed_on disposed_by_id "
    "received_by_id",
    "cases_letter": "case_id kind number content template pdf docx made_by_id made_on delivered_on delivered_to "
    "delivered_how",
    "cases_cover": "benefit_id person_id slot since until",
}  # fmt: skip
_OWN_IDS = ("cases_application", "cases_case", "cases_finding", "cases_posting")
_VISIT = {
    "met_at": "家中", "housing": "own", "living": "靠打零工度日，家具陈旧，住房两间", "opinion": "情况属实，建议纳入",
    "present": "户主", "present_signed": True,
}  # fmt: skip
_CHECK = {
    "number": "HD-1", "sources": [{"source": "银行", "found": "存款", "amount": "1800.00"}], "finding": "within",
}  # fmt: skip
_ABLE = dict.fromkeys(("eat", "dress", "bed", "toilet", "walk", "bath"), "yes") | {"person": "本人"}
# What is found out before a step, by its event or by the stage it leads to.
_FOUND: dict[str, tuple[str, dict[str, Any]]] = {
    "core_check_started": ("core_check", _CHECK),
    "federation_verified": ("certificate_check", {"category": "肢体", "grade": "1", "valid": True}),
    "appraised": ("appraisal", {"place": "村委会", "chair": "主持人", "for": "13", "against": "1", "abstained": "1"}),
}
_LETTERS = {
    "accepted": "acceptance_notice", "confirmed": "confirmation_letter", "refused": "refusal_letter",
    "supplement_required": "one_time_notice",
}  # fmt: skip
_AT = datetime.time(2, tzinfo=datetime.UTC)
DECIDED = ("confirmed", "refused")


@dataclass(frozen=True)
class Hand:
    """An officer at a desk, as steps and letters name them."""

    pk: int
    name: str
    post: str


@dataclass(frozen=True)
class Asking:
    """Somebody who asks: the household with its people, and the benefit that came of it, if one did."""

    household: int
    territory: str
    address: str
    people: Sequence[int]
    adults: Sequence[int]
    obligors: Sequence[int] = ()
    person: int | None = None
    benefit: int | None = None
    monthly: int = 0
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True)
class Kept:
    """A finding as it is kept."""

    edition: str
    profile: str
    case_file: str
    parameters: str
    answer: str
    outcome: str
    monthly: int | None


class Staff:
    """Who does what: by town for the township's posts, in turn for the county's."""

    def __init__(self, of_towns: dict[tuple[str, str], list[Hand]], of_county: dict[str, list[Hand]]) -> None:
        self._towns, self._turns = of_towns, {post: itertools.cycle(hands) for post, hands in of_county.items()}

    def at(self, town: str, post: str) -> list[Hand]:
        """The holders of a post of a town."""
        return self._towns[town, post]

    def of_county(self, post: str) -> Hand:
        """The next holder of a post of the county."""
        return next(self._turns[post])


_WHO = {
    "submitted": "township_acceptance", "accepted": "township_acceptance", "supplement_required": "township_acceptance",
    "surveying": "township_surveyor", "core_failed": "township_surveyor", "appraised": "township_surveyor",
    "first_opinion": "township_approver", "unmet": "township_approver", "second_opinion": "township_approver",
    "under_publicity": "township_acceptance", "objected": "township_acceptance", "county_review": "township_approver",
    "refusal_notified": "township_acceptance", "withdrawn": "township_acceptance", "reported": "township_acceptance",
    "relieved": "township_surveyor", "papers_complete": "township_surveyor", "escalated": "township_surveyor",
    "paid": "township_approver", "closed": "township_acceptance",
}  # fmt: skip
_OF_COUNTY = {"confirmed": "county_approver", "refused": "county_approver", "federation_verified": "partner_disability"}
_ROLES = {
    "supplement_required": "acceptance", "accepted": "acceptance", "first_opinion": "opinion", "unmet": "opinion",
    "second_opinion": "opinion", "under_publicity": "publicity", "confirmed": "confirmation", "refused": "confirmation",
    "relieved": "relief", "core_failed": "survey",
}  # fmt: skip


class Writer:
    """Collects rows of cases and writes them table by table; of one seed they are always the same."""

    def __init__(self, cursor: Any, staff: Staff, findings: Iterable[Kept], seed: int = 17) -> None:
        self.cursor, self.staff, self.draw = cursor, staff, random.Random(seed)
        self.findings = itertools.cycle(findings)
        self.rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self.last: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()

    def open_case(self, one: Asking, programme: str, stage: str, today: datetime.date, kept: Kept | None) -> bool:
        """A case that stands at a stage today; False where its procedure has no such stage."""
        path = path_to(programme, stage, self.draw)
        if path is None:
            return False
        waits = self.draw.randint(13, 30) if self.draw.random() < 0.1 else self.draw.randint(0, 5)
        if stage == "under_publicity":
            waits = self.draw.randint(8, 12) if self.draw.random() < 0.75 else self.draw.randint(0, 6)
        days = self._days_until(path, today - datetime.timedelta(days=waits))
        self._case(one, programme, path, days, today, kept, reviewed=stage == "county_review")
        return True

    def closed_case(self, one: Asking, programme: str, stage: str, last: datetime.date) -> None:
        """A case that was over on a day."""
        path = path_to(programme, stage, self.draw)
        assert path is not None, (programme, stage)
        self._case(one, programme, path, self._days_until(path, last), None, None, reviewed=False)

    def write(self) -> None:
        """Write what was collected."""
        for table, columns in TABLES.items():
            named = ", ".join(f'"{column}"' for column in columns.split())
            with self.cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in self.rows[table]:
                    copy.write_row(row)
            self.rows[table] = []

    def finish(self) -> None:
        """Set the sequences behind the ids given, and the counters behind the numbers."""
        for table in _OWN_IDS:
            self.cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, self.last[table]])
        self.cursor.executemany("INSERT INTO registry_counter (key, value) VALUES (%s, %s)", list(self.numbers.items()))

    def _days_until(self, path: list[Taken], last: datetime.date) -> list[datetime.date]:
        days = [last]
        for target, _event in reversed(path[1:]):
            days.append(days[-1] - datetime.timedelta(days=days_before(target, self.draw)))
        return days[::-1] if path else []

    def _id(self, table: str) -> int:
        self.last[table] += 1
        return self.last[table]

    def _number(self, office: str, letters: str, year: int) -> str:
        key = f"case.{office}.{letters}.{year}"
        self.numbers[key] += 1
        return f"{office}-{letters}-{year}-{self.numbers[key]:05d}"

    def _add(self, table: str, *row: Any) -> None:
        self.rows[table].append(row)

    def _case(
        self,
        one: Asking,
        programme: str,
        path: list[Taken],
        days: list[datetime.date],
        today: datetime.date | None,
        kept: Kept | None,
        *,
        reviewed: bool,
    ) -> None:
        moves = list(moves_of(programme, path))
        town, stage = one.territory[:9], path[-1][0] if path else "draft"
        opened = days[0] if days else today or datetime.date.min
        by_target = dict(zip((target for target, _event in path), days, strict=True))
        over = days[-1] if days and today is None else None
        application, case = self._id("cases_application"), self._id("cases_case")
        clerk, asked = self.staff.at(town, "township_acceptance")[0], ASKED[programme]
        self._add(
            "cases_application", application, self._number(town, "SQ", opened.year), one.household,
            one.person or one.adults[0], one.territory, town, "window", "", "", "",
            seal("因家庭收入低，生活困难，申请救助".encode(), "cases_application.request"), [], opened, town,
            by_target.get("submitted"), by_target.get("accepted"), opened, [], b"", False, False, b"", "",
            clerk.pk, over, 1,
        )  # fmt: skip
        self._add(
            "cases_case", case, self._number(town, asked.letter, opened.year), application, one.household,
            one.person if asked.of_person else None, programme, procedure_of(programme), "anhui", stage, "county",
            one.territory, opened, b"", b"", over, 1 + len(path),
        )  # fmt: skip
        for person in dict.fromkeys([*one.adults, *(one.obligors if asked.obligors else ())]) if asked.means else ():
            self._add("cases_authorisation", application, person, opened, "", True, b"")
        self._steps(case, application, one, moves, days, kept, reviewed=reviewed, closed=today is None)
        if one.benefit is not None:
            for person, slot in itertools.product(one.people, slots_of(programme)):
                self._add("cases_cover", one.benefit, person, slot, one.since, one.until)

    def _steps(
        self, case: int, application: int, one: Asking, moves: Sequence[Move], days: Sequence[datetime.date],
        kept: Kept | None, *, reviewed: bool, closed: bool,
    ) -> None:  # fmt: skip
        hands: set[tuple[int, str]] = set()
        finding = None
        for number, (move, on) in enumerate(zip(moves, days, strict=True), 1):
            hand, party, role = self._who(one.territory[:9], move)
            if role and hand is not None and (hand.pk, role) not in hands:
                hands.add((hand.pk, role))
                self._add("cases_hand", case, hand.pk, role, SIDE_OF.get(role, ""), on)
            self._add(
                "cases_step", case, number, move.source, move.target, party, move.records or "", move.document or "",
                move.ground.zh, b"", hand.pk if hand else None, hand.name if hand else "系统",
                hand.post if hand else "", "", on, datetime.datetime.combine(on, _AT) + datetime.timedelta(minutes=number),
            )  # fmt: skip
            last = number == len(moves)
            if hand is not None:
                finding = self._around(case, application, one, move, on, hand, finding, kept, last=last, closed=closed)
        if reviewed and finding is not None and self.draw.random() < 0.8:
            reviewer = self.staff.of_county("county_reviewer")
            self._add("cases_hand", case, reviewer.pk, "review", "", days[-1])
            self._opinion(case, "review", finding, reviewer, days[-1], kept, one)

    def _who(self, town: str, move: Move) -> tuple[Hand | None, str, str]:
        """Whose hand takes a move, for which party, in which role."""
        if move.by == ("calendar",):
            return None, "calendar", ""
        if move.target in _OF_COUNTY:
            party = "federation" if move.target == "federation_verified" else "county"
            return self.staff.of_county(_OF_COUNTY[move.target]), party, _ROLES.get(move.target, "")
        if move.records == "core_check_started":
            return self.staff.of_county("county_reviewer"), "county", "review"
        hands = self.staff.at(town, _WHO[move.target])
        role = "survey" if move.target == "surveying" else _ROLES.get(move.target, "")
        return hands[0], "township", role

    def _around(
        self, case: int, application: int, one: Asking, move: Move, on: datetime.date, hand: Hand, finding: int | None,
        kept: Kept | None, *, last: bool, closed: bool,
    ) -> int | None:  # fmt: skip
        """What is written with a step: the survey before an opinion, findings, notices, decisions, letters."""
        target = move.target
        if target in ("first_opinion", "unmet"):
            self._survey(case, application, one, on)
        if move.records == "core_check_started" or target in _FOUND:
            self._inquiry(None, case, *_FOUND[move.records if move.records in _FOUND else target], on, hand)  # type: ignore[index]
        if target in ("first_opinion", "unmet", "second_opinion"):
            finding = self._finding(case, on, hand, kept)
            self._opinion(
                case, "second" if target == "second_opinion" else "first", finding, hand, on, kept, one, target
            )
        if target == "under_publicity":
            self._posting(case, one, on, hand, hangs=last and not closed)
        if target == "objected":
            self._add(
                "cases_objection", self.last["cases_posting"], on, True, b"", b"",
                seal("听说他家在外有房，请核实".encode(), "cases_objection.content"), False, b"", None, None, hand.pk,
            )  # fmt: skip
        if target in DECIDED:
            self._decision(case, one, on, hand, finding, target)
        if target == "supplement_required":
            items = json.dumps([{"key": "paper:identity_card", "kind": "paper", "what": "身份证", "bring": "身份证"}])
            self._add("cases_notice", application, items, on, on + datetime.timedelta(days=30), hand.pk)
        if target in _LETTERS:
            self._letter(case, _LETTERS[target], one.territory[:9], on, hand, delivered=closed)
        # A case that waits for its opinion has been visited.
        if last and not closed and target == "surveying" and move.records != "survey_started":
            self._survey(case, application, one, on)
        return finding

    def _survey(self, case: int, application: int, one: Asking, on: datetime.date) -> None:
        hands = self.staff.at(one.territory[:9], "township_surveyor")
        self._inquiry(application, None, "home_visit", _VISIT, on, hands[0], second=hands[1])
        self._inquiry(None, case, "self_care", _ABLE, on, hands[0])
        self._inquiry(application, None, "data_comparison", {"sources": "公安、残联", "found": "一致"}, on, hands[0])

    def _inquiry(
        self, application: int | None, case: int | None, kind: str, content: dict[str, Any], on: datetime.date,
        hand: Hand, second: Hand | None = None,
    ) -> None:  # fmt: skip
        text = seal(json.dumps(content, ensure_ascii=False).encode(), "cases_inquiry.content")
        done = datetime.datetime.combine(on, _AT)
        self._add(
            "cases_inquiry", application, case, kind, on, text, "", hand.pk, second.pk if second else None, done, 2
        )

    def _finding(self, case: int, on: datetime.date, hand: Hand, kept: Kept | None) -> int:
        pk, kept = self._id("cases_finding"), kept or next(self.findings)
        self._add(
            "cases_finding", pk, case, on, kept.profile, kept.edition,
            seal(kept.case_file.encode(), "cases_finding.case_file"), [], kept.parameters,
            seal(kept.answer.encode(), "cases_finding.answer"), kept.outcome, kept.monthly, hand.pk,
            datetime.datetime.combine(on, _AT),
        )  # fmt: skip
        return pk

    def _opinion(
        self, case: int, kind: str, finding: int, hand: Hand, on: datetime.date, kept: Kept | None, one: Asking,
        target: str = "",
    ) -> None:  # fmt: skip
        grants = target != "unmet"
        monthly = (kept.monthly if kept is not None else one.monthly) or 50_000
        reason = seal("入户调查情况属实，家庭确有困难".encode(), "cases_opinion.reason")
        departs = kept is not None and (kept.outcome == "eligible") != grants
        self._add(
            "cases_opinion", case, kind, finding, grants, monthly if grants else None, None, "", "", reason, departs,
            hand.pk, on,
        )  # fmt: skip

    def _posting(self, case: int, one: Asking, on: datetime.date, hand: Hand, *, hangs: bool) -> None:
        ends, number = on + datetime.timedelta(days=7), self._number(one.territory[:9], "GS", on.year)
        down = None if hangs else ends + datetime.timedelta(days=1)
        board = ["公示", "现将下列家庭的初审意见公示如下。", "对公示有异议的，请在公示期内提出。"]
        content = {"kind": "first_opinion", "title": "初审意见公示", "number": number, "board": board, "web": board}
        content |= {"starts_on": on.isoformat(), "ends_on": ends.isoformat(), "phones": [], "persons": 1}
        self._add(
            "cases_posting", self._id("cases_posting"), case, number, "first_opinion", one.territory, on, ends,
            json.dumps(content, ensure_ascii=False), hand.pk, down,
            seal("公示期满".encode(), "cases_posting.taken_down_reason") if down else b"", hand.pk if down else None,
        )  # fmt: skip

    def _decision(
        self, case: int, one: Asking, on: datetime.date, hand: Hand, finding: int | None, target: str
    ) -> None:
        yes = target == "confirmed"
        # Refused for the data check alone, before anybody gave an opinion: every decision rests on a finding.
        finding = finding or self._finding(case, on, hand, None)
        self._add(
            "cases_decision", case, self._number(COUNTY, "JD", on.year), "confirm" if yes else "refuse", on, finding,
            one.monthly if yes else None, None, "", "", one.since if yes else None, None, None, list(one.people),
            "" if yes else "最低生活保障审核确认办法#4", seal("符合条件".encode(), "cases_decision.reason"), b"",
            False, hand.pk, one.benefit if yes else None,
        )  # fmt: skip

    def _letter(self, case: int, kind: str, office: str, on: datetime.date, hand: Hand, *, delivered: bool) -> None:
        content = seal(b"{}", "cases_letter.content")
        to, how = (
            seal(said.encode(), f"cases_letter.{column}") if delivered else b""
            for column, said in (("delivered_to", "本人"), ("delivered_how", "当面送达"))
        )
        self._add(
            "cases_letter", case, kind, self._number(office, "WS", on.year), content, "", "", "", hand.pk, on,
            on if delivered else None, to, how,
        )  # fmt: skip
